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
from schedule.output.figures.ground.marks import Interval, Mark, marks
from schedule.output.figures.ground.rows import Heading, More, Row, select
from schedule.output.figures.ground.timescale import Rest, Shade, beyond
from schedule.output.figures.ground.words import far, heading, short_day, slip, word
from schedule.output.page.axis import Axis, Head, Shared, axis_of, head, rests, shared
from schedule.output.page.markup import Marks, Pill, Places, Shape, pill, shape
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


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart as it is read: its marks and where it leads (a heading leads nowhere), and what it shows.

    `light` is its light, `tick` the sign of what is finished; `number` is that of its calendar, `tip` its story in
    short, `count` how much of a heading's work is finished.
    """

    marks: Marks
    name: str
    shapes: tuple[Shape, ...]
    anchor: str = ""
    light: Pill | None = None
    tick: str = ""
    body: str = ""
    finish: str = ""
    number: int = 0
    tip: tuple[str, ...] = ()
    count: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart as its template needs it: what rows share, the axis with its head, the rows, and the legend.

    `folds` are how many finished rows a phone folds away, as words, by the number of their body (0: of all).
    """

    shared: Shared
    style: str
    views: tuple[str, ...]
    folds: tuple[tuple[int, str], ...]
    head: Head
    bars: tuple[Bar, ...]
    empty: str
    left_out: int
    legend: tuple[tuple[str, Shape, str], ...]
    meanings: tuple[str, ...]
    far: tuple[str, ...]


def drawing(chart: Chart, story_of: Mapping[str, Story], found: Places, voice: Voice) -> Drawing:
    """The chart with everything that its rows say."""
    by_row = {mark.row: mark for mark in chart.drawn}
    bars = tuple(
        _heading(row, chart, found, voice)
        if isinstance(row, Heading)
        else _bar(by_row[number], row.depth, chart, story_of[row.task], found, voice)
        for number, row in enumerate(chart.rows)
        if not isinstance(row, More)
    )
    counts = finished(chart.meeting, found)
    folds = ((number, voice.counted("page.closed", count)) for number, count in counts.items())
    views = ("page.whole", "page.near") if chart.axis.near is not None else ()
    return Drawing(
        shared=shared(chart.meeting, chart.axis, chart.resting),
        style=chart.axis.style,
        views=tuple(voice.say(key) for key in views),
        folds=tuple(folds) if counts[0] else (),
        head=head(chart.meeting, chart.axis, voice),
        bars=bars,
        empty=word("nothing", voice),
        left_out=found.left_out,
        legend=tuple(_legend(chart, voice)),
        meanings=(word("legend.slip", voice), word(f"legend.lights{'.money' * chart.meeting.greys_by_money}", voice)),
        far=tuple(far(beyond(chart.drawn, (chart.axis.first, chart.axis.last)), voice)),
    )


def finished(meeting: Meeting, found: Places) -> Mapping[int, int]:
    """How many rows a phone folds away, by the number of their body; 0 is all of them."""
    names = [name for name in found.tasks if meeting.schedule.tasks[name].stage is Stage.FINISHED]
    bodies = Counter(found.bodies[found.body_of[name]] for name in names)
    return {0: len(names), **{number: bodies[number] for number in found.bodies.values()}}


def _bar(mark: Mark, depth: int, chart: Chart, story: Story, found: Places, voice: Voice) -> Bar:
    """One task: light, name, body, finish, bars; the whole row leads to why."""
    dates, name, axis = mark.dates, mark.dates.task.id, chart.axis
    light, is_finished = chart.meeting.lights[name], dates.stage is Stage.FINISHED
    over = axis.near is not None and is_finished and max(mark.ends) < axis.near
    ticked = is_finished and light is Light.GREEN
    return Bar(
        marks=found.marks([name], f"g d{depth}{' old' if over else ''}{' fin' if is_finished else ''}"),
        name=voice.task_name(dates.task),
        shapes=tuple(_shapes(mark, axis, voice)),
        anchor=found.anchor(name),
        light=None if ticked else pill(light, word(f"light.{light}", voice)),
        tick=word("light.finished", voice) if ticked else "",
        body=voice.acting_name(dates.task) or "",
        finish=short_day(dates.last_day, voice),
        number=list(chart.resting).index(dates.calendar.name),
        tip=story.brief,
    )


def _shapes(mark: Mark, axis: Axis, voice: Voice) -> Iterator[Shape]:
    """Baseline, done, waiting, forecast; or the milestones; the task's own deadline; the slip in words."""
    dates, critical = mark.dates, " cr" if mark.critical else ""
    if mark.baseline is not None and mark.baseline[1] >= axis.first:
        if dates.task.is_milestone:
            yield shape("use", kind="ba", href="#ds", x=axis.at(mark.baseline[1]), y="-8")
        else:
            yield _box("ba", mark.baseline, axis, _THIN)
    if mark.done is not None and mark.done[1] > axis.first:
        yield _box("do" + critical, mark.done, axis, _BAR)
    if mark.pause is not None:
        yield shape("line", kind="pa", x1=axis.at(mark.pause[0]), x2=axis.at(mark.pause[1]), y1="1", y2="1")
    if mark.forecast is not None and mark.forecast[0] < axis.last:
        yield _box("fo" + critical, mark.forecast, axis, _BAR)
    if dates.task.is_milestone and axis.shows(mark.finish):
        kind = "do" if dates.stage is Stage.FINISHED else "fo"
        yield shape("use", kind=f"{kind}{critical}", href="#dm", x=axis.at(mark.finish), y="1")
    own = dates.task.deadline
    if own is not None and axis.shows(own):
        yield shape("use", kind="fl", href="#fl", x=axis.at(own))
    if mark.slip and axis.shows(end := max(mark.ends)):
        room = 14 if end == own else 9 if dates.task.is_milestone else 4
        kind = "sl" if mark.slip > 0 else "sl ea"
        yield shape("text", slip(mark.slip, voice), kind=kind, x=axis.at(end), dx=str(room), y="5")


def _box(kind: str, interval: Interval, axis: Axis, tall: tuple[float, float]) -> Shape:
    begin, end = interval
    wide = axis.wide(begin, end)
    return shape("rect", kind=kind, x=axis.at(begin), width=wide, y=f"{tall[0]:g}", height=f"{tall[1]:g}")


def _heading(row: Heading, chart: Chart, found: Places, voice: Voice) -> Bar:
    """A phase or a group: its name, how much of it is finished, and the span of its tasks."""
    axis, every = chart.axis, [chart.meeting.schedule.tasks[name] for name in row.tasks]
    begin, end = min(dates.start for dates in every), max(dates.finish for dates in every)
    done = sum(dates.stage is Stage.FINISHED for dates in every)
    over = axis.near is not None and done == len(every) and end < axis.near
    kind = " ".join(filter(None, ("g hd", "sub" if row.group else "", "old" if over else "")))
    # Where the page has not all tasks of a phase it cannot count them.
    count = word("done", voice, done=done, total=len(every)) if not found.left_out else voice.count(len(every), "task")
    span = () if end < axis.first else (_box("sp", (begin, end), axis, (-1.5, 3.0)),)
    return Bar(found.marks(row.tasks, kind), voice.tell(heading(row, voice.plan)), span, count=count)


_SWATCHES = {
    "baseline": shape("rect", kind="ba", width="26", height="3", x="1", y="7"),
    "done": shape("rect", kind="do", width="26", height="10", x="1", y="3"),
    "forecast": shape("rect", kind="fo", width="26", height="10", x="1", y="3"),
    "critical": shape("rect", kind="fo cr", width="26", height="10", x="1", y="3"),
    "milestone": shape("use", kind="fo", href="#dm", x="14", y="8"),
    "deadline": shape("use", kind="fl", href="#fl", x="10", y="10"),
    "data-date": shape("line", kind="dd", x1="14", x2="14", y2="16"),
    **{rest.value: shape("rect", kind=rest.value, width="28", height="16") for rest in Rest},
}
"""An example of each mark, 28 by 16 px."""


def _legend(chart: Chart, voice: Voice) -> Iterator[tuple[str, Shape, str]]:
    """What each mark means: its name, the mark, and its words."""
    known = {shade.rest.value for found in chart.resting.values() for shade in found}
    absent = {rest.value for rest in Rest} - known
    absent |= set() if chart.meeting.baseline is not None else {"baseline"}
    for key, sign in _SWATCHES.items():
        if key not in absent:
            yield key, sign, word(f"legend.{key}", voice)
