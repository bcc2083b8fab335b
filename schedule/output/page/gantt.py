"""The Gantt chart of the HTML page: one small SVG a row, in shares of the time axis, so that it fits every width.

Rows are links to what explains them; text stays text. The same marks as on the wall chart: baseline thin above, work
thick below it, critical with an edge, the data date a line, the deadline a dashed one. This module must never compute
a date, nor run a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.engine.schedule import Stage
from schedule.output.figures.marks import Interval, Mark, marks
from schedule.output.figures.rows import Heading, More, Row, select
from schedule.output.figures.timescale import Rest, Shade, beyond
from schedule.output.figures.words import far, heading, short_day, slip, word
from schedule.output.page.axis import Axis, axis_of, definitions, head, rests
from schedule.output.page.markup import Places, left_out, pill, plain
from schedule.output.page.stories import Story
from schedule.output.words.phrases import Voice

_BAR = (-4.0, 10.0)
_THIN = (-9.0, 3.0)
"""Bar and baseline: top, counted from the middle of the row, and height, in px."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: the rows, the marks of their tasks, the axis, and the time without work of each calendar."""

    meeting: Meeting
    rows: tuple[Row, ...]
    drawn: tuple[Mark, ...]
    axis: Axis
    resting: Mapping[str, Sequence[Shade]]


def chart_of(meeting: Meeting, names: Collection[str] | None = None) -> Chart:
    """The chart of these tasks, by default of all, by phase and group."""
    rows = select(meeting, among=names)
    drawn = marks(meeting, rows)
    axis = axis_of(meeting, drawn)
    return Chart(meeting, rows, drawn, axis, rests(meeting, drawn, axis))


def chart_html(chart: Chart, story_of: Mapping[str, Story], found: Places, voice: Voice) -> str:
    """The chart as the content of a section."""
    by_row = {mark.row: mark for mark in chart.drawn}
    lines = [
        _heading(row, chart, found, voice)
        if isinstance(row, Heading)
        else _line(by_row[number], row.depth, chart, story_of[row.task], found, voice)
        for number, row in enumerate(chart.rows)
        if not isinstance(row, More)
    ]
    shared = definitions(chart.meeting, chart.axis, chart.resting)
    body = "".join(lines) or f"<p>{plain(word('nothing', voice))}</p>"
    return (
        f'{shared}<div class="gantt"{chart.axis.style()}>{_views(chart.axis, voice)}{_fold(chart, found, voice)}'
        f"{head(chart.meeting, chart.axis, voice)}{body}</div>{left_out(found.left_out, voice)}"
        f"{_legend(chart, voice)}{_far(chart, voice)}"
    )


def finished(meeting: Meeting, found: Places) -> Mapping[int, int]:
    """How many rows a phone folds away, by the number of their body; 0 is all of them."""
    names = [name for name in found.tasks if meeting.schedule.tasks[name].stage is Stage.FINISHED]
    bodies = Counter(found.bodies[found.body_of[name]] for name in names)
    return {0: len(names), **{number: bodies[number] for number in found.bodies.values()}}


def _fold(chart: Chart, found: Places, voice: Voice) -> str:
    """What unfolds the finished rows on a phone, with how many they are, of all and of each body."""
    counts = finished(chart.meeting, found)
    if not counts[0]:
        return ""
    said = "".join(
        f'<span class="nb nb{number}">{plain(voice.counted("page.closed", count))}</span>'
        for number, count in counts.items()
    )
    signs = "".join(f'<i class="{kind}">{plain(voice.say(f"page.{kind}"))}</i>' for kind in ("unfold", "fold"))
    return f'<label for="dn" class="folded">{said}{signs}</label>'


def _far(chart: Chart, voice: Voice) -> str:
    shown = (chart.axis.first, chart.axis.last)
    return "".join(f'<p class="hint">{plain(text)}</p>' for text in far(beyond(chart.drawn, shown), voice))


def _views(axis: Axis, voice: Voice) -> str:
    """The choice between the whole plan and the near view, where there is one."""
    if axis.near is None:
        return ""
    keys = enumerate(("page.whole", "page.near"))
    labels = "".join(f'<label for="z{number}">{plain(voice.say(key))}</label>' for number, key in keys)
    return f'<div class="views">{labels}</div>'


def _line(mark: Mark, depth: int, chart: Chart, story: Story, found: Places, voice: Voice) -> str:
    """One task: light, name, body, finish, bars; the whole row leads to why."""
    dates, name, axis = mark.dates, mark.dates.task.id, chart.axis
    light, is_finished = chart.meeting.lights[name], dates.stage is Stage.FINISHED
    over = axis.near is not None and is_finished and max(mark.ends) < axis.near
    sign = pill(light, word(f"light.{light}", voice))
    if is_finished and light is Light.GREEN:
        sign = f'<b class="tick">{plain(word("light.finished", voice))}</b>'
    who = plain(voice.acting_name(dates.task) or "")
    kind = f"g d{depth}{' old' if over else ''}{' fin' if is_finished else ''}"
    number = list(chart.resting).index(dates.calendar.name)
    tip = "\n".join(map(plain, story.brief))
    return (
        f'<a {found.marks([name], kind)} href="#{found.anchor(name)}"><span class="li">{sign}</span>'
        f'<span class="na">{plain(voice.task_name(dates.task))}</span><span class="bo">{who}</span>'
        f'<span class="fi">{plain(short_day(dates.last_day, voice))}</span><span class="bars"><svg aria-hidden="true">'
        f'<use class="wk" href="#w{number}"/><use href="#r{number}"/><use href="#ln"/>'
        f'<svg y="50%">{"".join(_bars(mark, axis, voice))}</svg><title>{tip}</title></svg></span></a>'
    )


def _bars(mark: Mark, axis: Axis, voice: Voice) -> Iterator[str]:
    """Baseline, done, waiting, forecast; or the milestones; the task's own deadline; the slip in words."""
    dates, critical = mark.dates, " cr" if mark.critical else ""
    if mark.baseline is not None and mark.baseline[1] >= axis.first:
        if dates.task.is_milestone:
            yield f'<use class="ba" href="#ds" x="{axis.at(mark.baseline[1])}" y="-8"/>'
        else:
            yield _box("ba", mark.baseline, axis, _THIN)
    if mark.done is not None and mark.done[1] > axis.first:
        yield _box("do" + critical, mark.done, axis, _BAR)
    if mark.pause is not None:
        yield f'<line class="pa" x1="{axis.at(mark.pause[0])}" x2="{axis.at(mark.pause[1])}" y1="1" y2="1"/>'
    if mark.forecast is not None and mark.forecast[0] < axis.last:
        yield _box("fo" + critical, mark.forecast, axis, _BAR)
    if dates.task.is_milestone and axis.shows(mark.finish):
        kind = "do" if dates.stage is Stage.FINISHED else "fo"
        yield f'<use class="{kind}{critical}" href="#dm" x="{axis.at(mark.finish)}" y="1"/>'
    own = dates.task.deadline
    if own is not None and axis.shows(own):
        yield f'<use class="fl" href="#fl" x="{axis.at(own)}"/>'
    if mark.slip and axis.shows(end := max(mark.ends)):
        room = 14 if end == own else 9 if dates.task.is_milestone else 4
        kind = "sl" if mark.slip > 0 else "sl ea"
        yield f'<text class="{kind}" x="{axis.at(end)}" dx="{room}" y="5">{plain(slip(mark.slip, voice))}</text>'


def _box(kind: str, interval: Interval, axis: Axis, tall: tuple[float, float]) -> str:
    begin, end = interval
    place = f'x="{axis.at(begin)}" width="{axis.wide(begin, end)}"'
    return f'<rect class="{kind}" {place} y="{tall[0]:g}" height="{tall[1]:g}"/>'


def _heading(row: Heading, chart: Chart, found: Places, voice: Voice) -> str:
    """A phase or a group: its name, how much of it is finished, and the span of its tasks."""
    axis, every = chart.axis, [chart.meeting.schedule.tasks[name] for name in row.tasks]
    begin, end = min(dates.start for dates in every), max(dates.finish for dates in every)
    done = sum(dates.stage is Stage.FINISHED for dates in every)
    over = axis.near is not None and done == len(every) and end < axis.near
    kind = " ".join(filter(None, ("g hd", "sub" if row.group else "", "old" if over else "")))
    # Where the page has not all tasks of a phase it cannot count them.
    count = word("done", voice, done=done, total=len(every)) if not found.left_out else voice.count(len(every), "task")
    span = "" if end < axis.first else _box("sp", (begin, end), axis, (-1.5, 3.0))
    return (
        f'<div {found.marks(row.tasks, kind)}><span class="na">{plain(heading(row, voice))}</span>'
        f'<span class="bo">{plain(count)}</span>'
        f'<span class="bars"><svg aria-hidden="true"><use href="#ln"/><svg y="50%">{span}</svg></svg></span></div>'
    )


_SWATCHES = {
    "baseline": '<rect class="ba" width="26" height="3" x="1" y="7"/>',
    "done": '<rect class="do" width="26" height="10" x="1" y="3"/>',
    "forecast": '<rect class="fo" width="26" height="10" x="1" y="3"/>',
    "critical": '<rect class="fo cr" width="26" height="10" x="1" y="3"/>',
    "milestone": '<use class="fo" href="#dm" x="14" y="8"/>',
    "deadline": '<use class="fl" href="#fl" x="10" y="10"/>',
    "data-date": '<line class="dd" x1="14" x2="14" y2="16"/>',
    **{rest.value: f'<rect class="{rest.value}" width="28" height="16"/>' for rest in Rest},
}
"""An example of each mark, 28 by 16 px."""


def _legend(chart: Chart, voice: Voice) -> str:
    """What each mark means, in words."""
    known = {shade.rest.value for found in chart.resting.values() for shade in found}
    absent = {rest.value for rest in Rest} - known
    absent |= set() if chart.meeting.baseline is not None else {"baseline"}
    signs = "".join(
        f'<span class="s-{key}"><svg width="28" height="16" aria-hidden="true">{sign}</svg>'
        f"{plain(word(f'legend.{key}', voice))}</span>"
        for key, sign in _SWATCHES.items()
        if key not in absent
    )
    meanings = [f"<span>{plain(word(f'legend.{key}', voice))}</span>" for key in ("slip", "lights")]
    return f'<p class="legend">{signs}{"".join(meanings)}</p>'
