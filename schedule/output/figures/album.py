"""All charts of a meeting by their names: which there are, which have something to show, and how they become files.

This module must never know what a chart shows or where its files lie.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.trend import movements
from schedule.output.figures import NAMES, contact, curve, gantt, histogram, ladder, network, trend, wall
from schedule.output.figures.ground.rows import Only, is_crowded, shown
from schedule.output.figures.ground.verdict import warning
from schedule.output.figures.move import ledger, windows
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import voice_of

SHEET = "figures.png"
"""The contact sheet's name."""

AHEAD = 6
"""Weeks ahead that a crowded plan's chart of what comes next shows."""

Draw = Callable[[Meeting, Path, str, bool], tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that was written, by its name, in one file or several pages."""

    name: str
    paths: tuple[Path, ...]


def draw_all(
    meeting: Meeting,
    folder: Path,
    *,
    form: str = "png",
    only: Collection[str] = (),
    lang: str = DEFAULT,
    whole: bool = False,
) -> tuple[Drawn, ...]:
    """Draw the charts named, by default all, into a folder that is there, as NAME.png, NAME.svg or NAME.pdf.

    A chart that has nothing to show is left out: the critical path where there is none, why a forecast moved at the
    first meeting, the next weeks and what is late where the Gantt chart has a row for every task. A crowded plan
    (`rows.CROWDED`) is summed up; with `whole` every task is drawn, on as many pages as that takes.

    Raises:
        KeyError: a name that is none of `NAMES`.
        MissingFontError: see `schedule.output.figures.ground.typeface`.
        OSError: a file cannot be written.
    """
    if unknown := set(only) - set(NAMES):
        raise KeyError(min(unknown))
    names = [name for name in NAMES if not only or name in only]
    drawn = (Drawn(name, CHARTS[name](meeting, folder / f"{name}.{form}", lang, whole)) for name in names)
    return tuple(one for one in drawn if one.paths)


def sheet(meeting: Meeting, drawn: Collection[Drawn], folder: Path, *, lang: str = DEFAULT) -> Path:
    """Write the contact sheet of these charts into the folder; what is no PNG is drawn as one for it."""
    voice = voice_of(meeting.schedule, lang)
    with TemporaryDirectory() as aside:
        pictures = []
        for one in drawn:
            paths = one.paths
            if paths[0].suffix != ".png":
                paths = CHARTS[one.name](meeting, Path(aside) / f"{one.name}.png", lang, False)
            pictures.append(contact.Picture(voice.say(f"chart.name.{one.name}"), paths[0], len(one.paths)))
        return contact.save(meeting, pictures, folder / SHEET, lang=lang)


def _gantt(meeting: Meeting, path: Path, lang: str, whole: bool) -> tuple[Path, ...]:
    return gantt.save(meeting, path, lang=lang, only=Only(whole=whole))


def _critical(meeting: Meeting, path: Path, lang: str, whole: bool) -> tuple[Path, ...]:
    asked = Only(critical=True, whole=whole)
    return gantt.save(meeting, path, lang=lang, only=asked) if meeting.critical_path else ()


def _weeks(meeting: Meeting, path: Path, lang: str, whole: bool) -> tuple[Path, ...]:
    return _beside(meeting, path, lang, Only(weeks=AHEAD, whole=whole))


def _late(meeting: Meeting, path: Path, lang: str, whole: bool) -> tuple[Path, ...]:
    return _beside(meeting, path, lang, Only(late=True, whole=whole))


def _beside(meeting: Meeting, path: Path, lang: str, only: Only) -> tuple[Path, ...]:
    """A chart that stands beside the summary of a crowded plan, where it has a row."""
    return gantt.save(meeting, path, lang=lang, only=only) if is_crowded(meeting) and shown(meeting, only) else ()


def _why(meeting: Meeting, path: Path, lang: str, _: bool) -> tuple[Path, ...]:
    if meeting.ledger is None:
        return ()
    return (ledger.save(meeting.ledger, path, lang=lang, warned=warning(meeting, lang)),)


def _windows(meeting: Meeting, path: Path, lang: str, _: bool) -> tuple[Path, ...]:
    found = movements(meeting)
    return (windows.save(found, path, lang=lang, warned=warning(meeting, lang)),) if found is not None else ()


CHARTS: Mapping[str, Draw] = {
    "gantt": _gantt,
    "critical": _critical,
    "weeks": _weeks,
    "late": _late,
    "wall": lambda meeting, path, lang, whole: wall.save(meeting, path, lang=lang, whole=whole),
    "ladder": lambda meeting, path, lang, _: ladder.save(meeting, path, lang=lang),
    "network": lambda meeting, path, lang, _: network.save(meeting, path, lang=lang),
    "float": lambda meeting, path, lang, _: histogram.save(meeting, path, lang=lang),
    "milestones": lambda meeting, path, lang, _: trend.save(meeting, path, lang=lang),
    "curve": lambda meeting, path, lang, _: curve.save(meeting, path, lang=lang),
    "why": _why,
    "windows": _windows,
}
"""Every chart by its name, which is its file's too; each returns the files it wrote, none if it has nothing to show."""
