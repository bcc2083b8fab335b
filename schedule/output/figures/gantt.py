"""The Gantt chart (横道图): one meeting's tasks against time, for the wall and for the screen.

`gantt` draws one page on an Axes; `save` chooses the rows, breaks them into pages and writes them as files. The same
meeting gives the same pixels everywhere: the typeface comes with the program, and no setting of the reader's
matplotlib counts. This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from matplotlib.axes import Axes

from schedule.analysis.meeting import Meeting
from schedule.output.figures import drawing, frame
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.chart import Chart
from schedule.output.figures.ground.layout import ABOVE, MARGIN, SHEETS, Layout, Sheet, lay_out
from schedule.output.figures.ground.marks import marks
from schedule.output.figures.ground.paper import Page, blank, own_settings, write_pages
from schedule.output.figures.ground.rows import EVERYTHING, Only, Row, is_crowded, shown
from schedule.output.figures.ground.rows import pages as broken
from schedule.output.figures.ground.words import word
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of


def gantt(
    meeting: Meeting,
    rows: Sequence[Row],
    *,
    lang: str = DEFAULT,
    ax: Axes | None = None,
    only: Only = EVERYTHING,
    paper: str = "screen",
) -> Axes:
    """One page of the chart.

    Without `ax` a figure is made on the paper named ("screen" or "a3"). With `ax`, the rows fill it, and the columns
    stand to its left, title and axis above, legend below: leave room. `only` is the filter that gave the rows; it
    names the chart, and its weeks set the time range.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.

    Example:
        >>> axes = gantt(meeting, shown(meeting, Only(critical=True)), only=Only(critical=True))  # doctest: +SKIP
        >>> axes.figure.savefig("critical.png")  # doctest: +SKIP
    """
    sheet = SHEETS[paper]
    speaker = voice_of(meeting.schedule, lang)
    with own_settings():
        if ax is None:
            layout, _ = _on_sheet(meeting, rows, speaker, only, sheet)
            ax = _page(layout, sheet, len(rows))
        else:
            box, point = ax.get_window_extent(), ax.figure.dpi / 72
            row = box.height / point / max(len(rows), 1)
            page = ax.figure.bbox.width / point
            layout = lay_out(meeting, rows, speaker, only, row=row, page=page, axis=box.width / point)
        _draw(ax, layout, rows, (1, 1))
    return ax


def save(
    meeting: Meeting, path: Path, *, lang: str = DEFAULT, only: Only = EVERYTHING, paper: str = "screen"
) -> tuple[Path, ...]:
    """Write the chart as PNG, SVG or PDF by the suffix of `path`, and return the paths that were written.

    "screen" is 1920 px wide, "a3" is A3 across at 200 dpi. A crowded plan is summed up (`rows.shown`). Where the rows
    need several pages, they are named after the path: gantt-1.png, gantt-2.png. A file appears whole or not at all.

    Raises:
        ValueError: the suffix is none of the three.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    return write_pages(path, pages(meeting, voice_of(meeting.schedule, lang), only, paper))


def pages(meeting: Meeting, voice: Voice, only: Only = EVERYTHING, paper: str = "screen") -> Sequence[Page]:
    """The pages of the rows that are asked for, one behind the other.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    sheet = SHEETS[paper]
    layout, split = _on_sheet(meeting, shown(meeting, only), voice, only, sheet)
    return [partial(_drawn, layout, sheet, rows, (number, len(split))) for number, rows in enumerate(split, 1)]


AHEAD = 6
"""Weeks ahead that a crowded plan's chart of what comes next shows."""


def _critical(meeting: Meeting, voice: Voice, whole: bool) -> Sequence[Page]:
    return pages(meeting, voice, Only(critical=True, whole=whole)) if meeting.critical_path else ()


def _beside(meeting: Meeting, voice: Voice, only: Only) -> Sequence[Page]:
    """A chart that stands beside the summary of a crowded plan, where it has a row."""
    return pages(meeting, voice, only) if is_crowded(meeting) and shown(meeting, only) else ()


ALL = Chart("gantt", lambda meeting, voice, whole: pages(meeting, voice, Only(whole=whole)))
CRITICAL = Chart("critical", _critical)
WEEKS = Chart("weeks", lambda meeting, voice, whole: _beside(meeting, voice, Only(weeks=AHEAD, whole=whole)))
LATE = Chart("late", lambda meeting, voice, whole: _beside(meeting, voice, Only(late=True, whole=whole)))


def _drawn(layout: Layout, sheet: Sheet, rows: Sequence[Row], page: tuple[int, int]) -> Axes:
    ax = _page(layout, sheet, len(rows))
    _draw(ax, layout, rows, page)
    return ax


def _draw(ax: Axes, layout: Layout, rows: Sequence[Row], page: tuple[int, int]) -> None:
    drawn, bottom = marks(layout.meeting, rows), max(len(rows), 1)
    ax.set(xlim=layout.shown, ylim=(bottom, 0))
    ax.set_axis_off()
    drawing.ground(ax, layout, rows, drawn)
    drawing.bars(ax, layout, rows, drawn)
    drawing.relations(ax, layout, drawn)
    drawing.today(ax, layout, drawn, bottom)
    drawing.points(ax, layout, drawn)
    drawing.words(ax, layout, drawn)
    drawing.counts(ax, layout, rows)
    if layout.meeting.sample is not None:
        drawing.watermark(ax, layout, bottom)
    frame.title(ax, layout, page)
    frame.axis(ax, layout)
    frame.columns(ax, layout, rows, drawn)
    frame.legend(ax, layout)
    frame.notes(ax, layout)
    if not rows:
        text = word("nothing", layout.voice)
        ink.write(ax, ax.transAxes, 0.5, 0.4, text, layout.size, kind="nothing", align="center")


def _on_sheet(
    meeting: Meeting, rows: Sequence[Row], speaker: Voice, asked: Only, sheet: Sheet
) -> tuple[Layout, tuple[tuple[Row, ...], ...]]:
    """The layout in which rows fill a sheet, and their pages; a first one tells what legend and notes need."""
    draft = lay_out(meeting, rows, speaker, asked, row=sheet.rows[0], page=sheet.width)
    around = ABOVE + draft.below
    split = broken(rows, sheet.rows_per_page(around))
    row = sheet.row_height(max(map(len, split)), around)
    return lay_out(meeting, rows, speaker, asked, row=row, page=sheet.width), split


def _page(layout: Layout, sheet: Sheet, count: int) -> Axes:
    """The Axes of a new page, which are exactly the rows."""
    rows = max(count, 1) * layout.row
    height = max(ABOVE + rows + layout.below, sheet.height if sheet.fixed else 0.0)
    left = (MARGIN - layout.left) / sheet.width
    around = (left, 1 - (ABOVE + rows) / height, layout.width / sheet.width, rows / height)
    return blank(sheet.width, height, sheet.dpi).add_axes(around)
