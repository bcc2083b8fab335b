"""The Gantt chart (横道图): one meeting's tasks against time, for the wall and for the screen.

`gantt` draws one page on an Axes; `save` chooses the rows, breaks them into pages and writes them as files. The same
meeting gives the same pixels everywhere: the typeface comes with the program, and no setting of the reader's
matplotlib counts. This module must never compute a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from matplotlib import rc_context, rcdefaults
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from schedule.analysis.meeting import Meeting
from schedule.files.records.writing import write_atomically
from schedule.output.figures import drawing, frame
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.layout import ABOVE, MARGIN, SHEETS, Layout, Sheet, lay_out
from schedule.output.figures.ground.marks import marks
from schedule.output.figures.ground.paper import discard
from schedule.output.figures.ground.rows import EVERYTHING, Only, Row, pages, shown
from schedule.output.figures.ground.words import word
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of
from schedule.version import THIS

_FORMATS: dict[str, dict[str, Any]] = {
    ".png": {"metadata": {"Software": str(THIS)}, "pil_kwargs": {"compress_level": 3}},
    ".svg": {"metadata": {"Date": None, "Creator": str(THIS)}},
    ".pdf": {"metadata": {"CreationDate": None, "Creator": str(THIS), "Producer": None}},
}
"""What each kind of file is written with: who made it, and nothing that changes from one day or machine to the next."""


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
    with _own_settings():
        if ax is None:
            layout, _ = _on_sheet(meeting, rows, speaker, only, sheet)
            _, ax = _page(layout, sheet, len(rows))
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
    form = path.suffix.lower()
    if form not in _FORMATS:
        raise ValueError(f"{path.name}: a chart is written as {', '.join(sorted(_FORMATS))}")
    sheet = SHEETS[paper]
    with _own_settings():
        layout, split = _on_sheet(meeting, shown(meeting, only), voice_of(meeting.schedule, lang), only, sheet)
        written = []
        for number, page in enumerate(split, 1):
            figure, ax = _page(layout, sheet, len(page))
            _draw(ax, layout, page, (number, len(split)))
            target = path if len(split) == 1 else path.with_stem(f"{path.stem}-{number}")
            buffer = BytesIO()
            figure.savefig(buffer, format=form[1:], dpi=sheet.dpi, **_FORMATS[form])
            discard(figure)
            write_atomically(target, buffer.getvalue())
            written.append(target)
    return tuple(written)


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
    split = pages(rows, sheet.rows_per_page(around))
    row = sheet.row_height(max(map(len, split)), around)
    return lay_out(meeting, rows, speaker, asked, row=row, page=sheet.width), split


def _page(layout: Layout, sheet: Sheet, count: int) -> tuple[Figure, Axes]:
    """A new figure whose Axes are exactly the rows."""
    rows = max(count, 1) * layout.row
    height = max(ABOVE + rows + layout.below, sheet.height if sheet.fixed else 0.0)
    figure = Figure(figsize=(sheet.width / 72, height / 72), dpi=sheet.dpi, facecolor=ink.PAPER)
    FigureCanvasAgg(figure)
    left = (MARGIN - layout.left) / sheet.width
    return figure, figure.add_axes((left, 1 - (ABOVE + rows) / height, layout.width / sheet.width, rows / height))


@contextmanager
def _own_settings() -> Iterator[None]:
    """Matplotlib's own defaults instead of the reader's, and ids in SVG that are the same each time."""
    with rc_context():
        rcdefaults()
        with rc_context({"svg.hashsalt": "daopai", "svg.fonttype": "path", "text.hinting": "none"}):
            yield
