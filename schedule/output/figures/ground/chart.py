"""A chart of the album: what it is called, and what draws its pages.

A chart registers itself: a `Chart` that stands in a module of `schedule.output.figures` is drawn at every meeting, can
be asked for by its name, and has a place on the sheet of all charts. What it is called, and where it stands among the
others, its words say (`schedule.output.figures.NAMES`). This module must never know what a chart shows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from schedule.analysis.meeting import Meeting
from schedule.output.figures.ground.paper import Page, write_pages
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import Voice, voice_of


@dataclass(frozen=True, slots=True)
class Chart:
    """`name` is that of its files and of its words (`chart.name.NAME`).

    `pages` are a meeting's, each still to be drawn, and none where the chart has nothing to show; where the last
    argument is true, every task has its row also in a crowded plan (`rows.CROWDED`).
    """

    name: str
    pages: Callable[[Meeting, Voice, bool], Sequence[Page]]

    def save(self, meeting: Meeting, path: Path, *, lang: str = DEFAULT, whole: bool = False) -> tuple[Path, ...]:
        """Write the chart as PNG, SVG or PDF by the suffix of `path`, and return the paths that were written.

        Raises:
            ValueError: the suffix is none of the three.
            MissingFontError: see `schedule.output.figures.ground.typeface`.
        """
        return write_pages(path, self.pages(meeting, voice_of(meeting.schedule, lang), whole))
