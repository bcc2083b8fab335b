"""Where everything of a chart goes, before there is a renderer: paper, type size, columns, time range, legend, notes.

All lengths are points (1/72 inch); texts are measured by the font's own advances, so nothing has to be drawn twice.
This module must never know a colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import finish_day
from schedule.engine.schedule import Stage
from schedule.model import Instant
from schedule.output.figures.ground.marks import Interval, Mark, Total, links, marks, totals
from schedule.output.figures.ground.paper import notes_of
from schedule.output.figures.ground.rows import WEEK, Heading, More, Only, Row
from schedule.output.figures.ground.rows import drawn as drawn_lines
from schedule.output.figures.ground.ticks import Ticks, ticks
from schedule.output.figures.ground.timescale import Rest, Shade, beyond, shades, soon, time_range, with_room
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.ground.words import far, heading, short_day, slip, word
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, joined, say

MARGIN = 12.0
GAP = 6.0
TOP, TITLE, HEADLINE, FLAGS, MONTHS, WEEKS = 6.0, 27.0, 23.0, 17.0, 16.0, 15.0
ABOVE = TOP + TITLE + HEADLINE + FLAGS + MONTHS + WEEKS
NUMBERS, LEGEND, NOTE, BOTTOM = 15.0, 16.0, 13.0, 5.0
SMALL = 9.0
"""The smallest type: 12.5 px on a screen 1920 px wide."""
LARGE = 15.0
CALENDAR = SMALL + 1
"""Of the names above an axis."""
SWATCH = 24.0
INDENT = 0.8
"""Of the type's size, for each heading above a task."""
_NAME_SHARE, _BODY_SHARE = 0.25, 0.185
_NARROWEST = 60.0
_WORDS_SHARE = 0.25
"""Of the axis, for words that the range is made longer for; wider ones stand on their bar."""
_WEEK_WITH_REST = 45.0
"""Points a week must be wide for its rest to be shaded."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper. `height` is the usual one, `tallest` the limit; a sheet that is not `fixed` is shorter for few rows.

    `rows` are the least and the greatest height of a row. A PNG is printed with `dpi` dots an inch.
    """

    width: float
    height: float
    tallest: float
    dpi: int
    rows: tuple[float, float]
    fixed: bool = False

    def row_height(self, count: int, around: float) -> float:
        """The height of each of `count` rows where `around` points stand above and below them."""
        least, greatest = self.rows
        usual, limit = (self.height - around) / max(count, 1), (self.tallest - around) / max(count, 1)
        return min(max(usual, min(limit, 1.1 * least)), greatest)

    def rows_per_page(self, around: float) -> int:
        """How many rows a page can hold."""
        return int((self.tallest - around) / self.rows[0])


SHEETS = {
    "screen": Sheet(width=1382.4, height=777.6, tallest=864.0, dpi=100, rows=(12.75, 38.0)),
    "a3": Sheet(width=1190.55, height=841.89, tallest=841.89, dpi=200, rows=(12.6, 42.0), fixed=True),
}
"""1920 x 1080 px for a projector, up to 1200 px where rows need it; A3 across for the wall."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word behind a bar: its text and what it is (`funds`, `beyond`, `milestone`, `slip` or `deadline`)."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of texts before the time axis: where it begins (negative points from the axis) and how wide it is."""

    key: str
    left: float
    width: float

    @property
    def right(self) -> float:
        """Where the column ends."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures that all pages of a chart share: `size` of the labels' type, height of a `row`, `width` of the axis.

    `legend` are the keys of each line of the legend, `notes` the lines below it. `totals` says whether there are rows
    that sum their tasks up.
    """

    meeting: Meeting
    voice: Voice
    only: Only
    size: float
    row: float
    width: float
    shown: Interval
    columns: tuple[Column, ...]
    legend: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    totals: bool = False

    @property
    def scale(self) -> float:
        """Minutes of a point on the time axis."""
        return (self.shown[1] - self.shown[0]) / self.width

    @property
    def week(self) -> float:
        """Points of a week."""
        return WEEK / self.scale

    @property
    def left(self) -> float:
        """Where the columns begin: negative points from the axis."""
        return self.columns[0].left

    @property
    def below(self) -> float:
        """What stands below the rows."""
        return NUMBERS + LEGEND * len(self.legend) + NOTE * len(self.notes) + BOTTOM

    def at(self, instant: Instant) -> float:
        """Points on the time axis of an instant."""
        return (instant - self.shown[0]) / self.scale

    @property
    def ticks(self) -> Ticks:
        """The calendar along the axis."""
        return ticks(self.shown, self.width, self.voice, (CALENDAR, SMALL))

    def shades(self, drawn: Sequence[Mark]) -> tuple[Shade, ...]:
        """The time without work to be shaded: the week's own rest only where a week is wide enough."""
        plan = self.meeting.schedule.state.plan
        return shades(plan, drawn, self.shown, weekly=self.week >= _WEEK_WITH_REST)


def lay_out(
    meeting: Meeting,
    rows: Sequence[Row],
    voice: Voice,
    only: Only,
    *,
    row: float,
    page: float,
    axis: float | None = None,
) -> Layout:
    """The layout of rows so high on a page so wide; `axis` is the width of the time axis where that is given instead.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    drawn, size = marks(meeting, rows), min(max(0.72 * row, SMALL), LARGE)
    summed = totals(meeting, rows)
    every = marks(meeting, drawn_lines(rows)) if summed else drawn
    # A bar that leaves a range which was cut on purpose has its date at the edge.
    cut = soon(meeting, every) if only.late and not only.whole else None
    shown = cut or time_range(meeting, every, only.weeks)
    free = only.weeks is None and cut is None
    columns = _columns(meeting, rows, voice, only, size, page)
    span = page - 2 * MARGIN + columns[0].left if axis is None else axis
    remarks = far(beyond(every, shown), voice) if free else ()
    if cut is not None:
        remarks = (word("late.until", voice, day=voice.day(finish_day(cut[1]))),)
    bare = Layout(meeting, voice, only, size, row, span, shown, columns, (), (), bool(summed))
    if free:
        bare = replace(bare, shown=_with_words(bare, drawn, summed))
    whole = span - columns[0].left
    return replace(bare, legend=_legend(bare, drawn, whole), notes=_notes(meeting, voice, whole, remarks))


def _with_words(bare: Layout, drawn: Sequence[Mark], summed: Sequence[Total]) -> Interval:
    """The range made longer for a deadline's flag, and for words that have room neither behind their bar nor before."""
    flags = [mark.dates.task.deadline for mark in drawn]
    wanted = [(due, 0.6 * bare.row + GAP) for due in flags if due is not None and due <= bare.shown[1]]
    for mark in drawn:
        wide = tags_width(tags(mark, bare.voice, bare.shown), bare.size)
        if wide <= _WORDS_SHARE * bare.width and mark.extent[1] <= bare.shown[1] and before(bare, mark, wide) is None:
            wanted.append((mark.extent[1], clearance(mark, bare.row) + wide))
    wanted += [
        (total.extent[1], 2 * GAP + width(bare.voice.tell(light_counts(total)), bare.size))
        for total in summed
        if total.extent[1] <= bare.shown[1]
    ]
    return with_room(bare.shown, bare.width, wanted)


def before(layout: Layout, mark: Mark, wide: float) -> float | None:
    """Where words so wide begin that stand before all that a row has; None where there is no room for them."""
    x = layout.at(mark.extent[0]) - wide - (0.35 * layout.row if mark.dates.task.is_milestone else 0.0)
    return x if x >= GAP else None


def tags(mark: Mark, voice: Voice, shown: Interval) -> tuple[Tag, ...]:
    """The words behind a bar: a milestone's date, or where a bar ends that leaves the chart, slip and deadline.

    Where nothing of the row lies in the range there are none.
    """
    dates, found = mark.dates, []
    if mark.extent[1] <= shown[0]:
        return ()
    if mark.funds:
        found.append(Tag(word("funds", voice), "funds"))
    if mark.finish > shown[1]:
        found.append(Tag(word("beyond", voice, day=short_day(dates.last_day, voice)), "beyond"))
    elif dates.task.is_milestone:
        found.append(Tag(short_day(dates.last_day, voice), "milestone"))
    if mark.slip:
        found.append(Tag(slip(mark.slip, voice), "slip"))
    if dates.task.deadline is not None:
        found.append(Tag(word("deadline", voice, day=short_day(finish_day(dates.task.deadline), voice)), "deadline"))
    return tuple(found)


def tags_width(words: Sequence[Tag], size: float) -> float:
    """The width of the words behind a bar, with a gap behind each of them."""
    return sum(width(tag.text, size) + GAP for tag in words)


def clearance(mark: Mark, row: float) -> float:
    """How far behind the end of what is drawn its words begin: a diamond and a flag reach beyond their instant."""
    if mark.dates.task.deadline is not None:
        return GAP + 0.5 * row
    return GAP + (0.35 * row if mark.dates.task.is_milestone else 0.0)


def light_counts(total: Total) -> Phrase:
    """How many tasks below a summed heading have each light; a light that goes well is not counted."""
    found = [
        say("chart.lights.count", light=say(f"chart.light.{light}"), count=count)
        for light, count in zip(Light, total.lights, strict=True)
        if count and light is not Light.GREEN
    ]
    return joined(found, "paths.separator")


def indent(row: Row, size: float) -> float:
    """How far a row's name is set in."""
    depth = bool(row.group) if isinstance(row, Heading) else row.depth
    return INDENT * size * depth


def name(row: Row, meeting: Meeting, voice: Voice) -> str:
    """The name of a row: its task's, or its heading, or how many tasks have none."""
    if isinstance(row, Heading):
        return clean(voice.tell(heading(row, voice.plan)))
    if isinstance(row, More):
        return clean(word("more", voice, count=row.count))
    return clean(voice.task_name(meeting.schedule.tasks[row.task].task))


def body(mark: Mark, voice: Voice) -> str:
    """The name of who has to act on a task; empty where the plan names nobody."""
    return clean(voice.acting_name(mark.dates.task) or "")


def done_count(row: Heading, only: Only, meeting: Meeting) -> Phrase:
    """How many of a heading's tasks are finished; of those that a chart picked out, how many they are.

    A phase of which a chart shows what is critical, late or next has more tasks, finished ones too: those are counted
    where all are drawn.
    """
    if only.critical or only.late or only.weeks is not None:
        return say("chart.picked", count=len(row.tasks))
    stages = [meeting.schedule.tasks[task].stage for task in row.tasks]
    return say("chart.done", done=stages.count(Stage.FINISHED), total=len(stages))


def _columns(
    meeting: Meeting, rows: Sequence[Row], voice: Voice, only: Only, size: float, page: float
) -> tuple[Column, ...]:
    """Light, name, body (where there is any) and finish, from left to right; names give way to the chart."""
    drawn = marks(meeting, rows)
    lasts = [*(mark.dates.last_day for mark in drawn), *(total.last_day for total in totals(meeting, rows))]
    names = [width(name(row, meeting, voice), size) + indent(row, size) for row in rows]
    counts = [voice.tell(done_count(row, only, meeting)) for row in rows if isinstance(row, Heading)]
    bodies = [body(mark, voice) for mark in drawn]
    texts = {
        "task": (names, _NAME_SHARE * page),
        "body": ([width(text, size) for text in (*counts, *(bodies if any(bodies) else ()))], _BODY_SHARE * page),
        "finish": ([width(short_day(day, voice), size) for day in lasts], page),
    }
    left = -GAP
    columns = []
    for key in reversed(texts):
        widths, most = texts[key]
        if widths or key != "body":
            wide = min(max([_NARROWEST if key == "task" else width(word(key, voice), SMALL), *widths]) + 1, most)
            columns.append(Column(key, left - wide, wide))
            left -= wide + 1.5 * GAP
    chip = 1.3 * size
    return Column("light", left - chip + GAP / 2, chip), *reversed(columns)


def _legend(bare: Layout, drawn: Sequence[Mark], room: float) -> tuple[tuple[str, ...], ...]:
    """The keys of what is drawn, in lines no longer than `room`."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for key in _drawn_keys(bare, drawn):
        wide = legend_width(key, bare.voice)
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += wide
    return tuple(tuple(line) for line in lines)


def legend_width(key: str, voice: Voice) -> float:
    """The width of one entry of the legend: swatch, words and the gap behind them."""
    swatch = 0.0 if key in WORDS_ONLY else SWATCH + GAP / 2
    return swatch + width(word(f"legend.{key}", voice), SMALL) + 2 * GAP


WORDS_ONLY = frozenset({"slip", "lights", "lights.money", "funds"})
"""Entries of the legend that explain a text and need no swatch."""


def _drawn_keys(bare: Layout, drawn: Sequence[Mark]) -> Iterator[str]:
    plain = [mark for mark in drawn if not mark.critical]
    critical = [mark for mark in drawn if mark.critical]
    rests = {shade.rest for shade in bare.shades(drawn)}
    found = {
        "baseline": any(mark.baseline for mark in drawn),
        "done": any(mark.done for mark in plain),
        "forecast": any(mark.forecast for mark in plain),
        "critical-done": any(mark.done for mark in critical),
        "total": bare.totals,
        "critical": bool(critical),
        "link": bool(links(drawn, 0)),
        "milestone": any(mark.dates.task.is_milestone for mark in drawn),
        "deadline": any(mark.dates.task.deadline is not None for mark in drawn),
        "data-date": True,
        "front": True,
        **{rest.value: rest in rests for rest in Rest},
        "slip": any(mark.slip for mark in drawn),
        "funds": any(mark.funds for mark in drawn),
        "lights": bool(drawn) and not bare.meeting.greys_by_money,
        "lights.money": bool(drawn) and bare.meeting.greys_by_money,
    }
    return (key for key, shown in found.items() if shown)


def _notes(meeting: Meeting, voice: Voice, room: float, more: Sequence[str]) -> tuple[str, ...]:
    """What the chart and every paper say about themselves, and which baseline is meant, each line within `room`."""
    remarks = [*more, *voice.told(notices(meeting.schedule))]
    if meeting.baseline is not None:
        remarks.append(word("baseline", voice, name=meeting.baseline.name, by=meeting.baseline.approved_by))
    return notes_of(remarks, SMALL, room)
