"""The head of a page: the project, what the chart is, the data date, the mark of invented data, and the headline.

Every chart of a meeting is headed the same way, whatever its page measures from; only what shows other dates than the
meeting's has a headline of its own. This module must never know what the
chart below shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.transforms import Transform

from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import start_day
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.layout import GAP, SMALL
from schedule.output.figures.ground.paper import sample_mark
from schedule.output.figures.ground.typeface import clean, fit, width
from schedule.output.figures.ground.verdict import color, verdict
from schedule.output.figures.ground.words import word
from schedule.output.words.phrases import Voice


@dataclass(frozen=True, slots=True)
class Line:
    """Where a text stands: its size, and the height of its baseline, or of its `middle` where y goes downwards."""

    size: float
    y: float
    middle: bool = False

    def base(self, size: float | None = None) -> float:
        """The height of its baseline, also in a smaller `size`."""
        return self.y + ink.CAP * (size or self.size) / 2 if self.middle else self.y


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline of the chart's own, and its colour, which only repeats what it says."""

    text: str
    color: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where everything of a head stands, in points of its frame, from `left` to `right`.

    `mark` are the edges of the mark of invented data, which has the data date's line.
    """

    left: float
    right: float
    project: Line
    subject: Line
    date: Line
    headline: Line
    mark: tuple[float, float]

    def draw(
        self,
        ax: Axes,
        frame: Transform,
        meeting: Meeting,
        voice: Voice,
        subject: str,
        page: tuple[int, int],
        headline: Headline | None = None,
    ) -> None:
        """Write a meeting's head on one of so many pages; long names end in an ellipsis, a long headline is smaller.

        The headline is the meeting's verdict, or `headline` on a chart whose dates are others than the meeting's.

        Raises:
            MissingFontError: see `schedule.output.figures.ground.typeface`.
        """
        right = self.right
        if meeting.sample is not None:
            right = sample_mark(ax, frame, voice, self.date.size, right, self.date.base(), self.mark)
        pages = [word("page", voice, page=page[0], pages=page[1])] if page[1] > 1 else []
        text = " · ".join([*pages, word("data-date", voice, day=voice.weekday(start_day(meeting.data_date)))])
        ink.write(ax, frame, right, self.date.base(), text, self.date.size, kind="data-date", align="right")
        room = right - width(text, self.date.size) - 4 * GAP - self.left
        shown = fit(clean(subject), self.subject.size, 0.6 * room)
        left = room - width(shown, self.subject.size) - 2 * GAP
        project = fit(clean(voice.project()), self.project.size, left)
        ink.write(ax, frame, self.left, self.project.base(), project, self.project.size, kind="project", bold=True)
        beside = self.left + width(project, self.project.size) + 2 * GAP
        ink.write(ax, frame, beside, self.subject.base(), shown, self.subject.size, kind="subject", color=ink.FAINT)
        room = self.right - self.left
        sentence = verdict(meeting, voice, room, SMALL + 1) if headline is None else clean(headline.text)
        size = max(min(self.headline.size, 0.97 * room / width(sentence, 1.0)), SMALL + 1)
        base, said = self.headline.base(size), color(meeting) if headline is None else headline.color
        ink.write(ax, frame, self.left, base, fit(sentence, size, room), size, kind="headline", color=said, bold=True)
