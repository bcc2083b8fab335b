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
from schedule.output.figures import (
    NAMES,
    contact,
    curve,
    gantt,
    histogram,
    ladder,
    ledger,
    network,
    trend,
    wall,
    windows,
)
from schedule.output.figures.rows import Only
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import voice_of

SHEET = "figures.png"
"""The contact sheet's name."""

Draw = Callable[[Meeting, Path, str], tuple[Path, ...]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that was written, by its name, in one file or several pages."""

    name: str
    paths: tuple[Path, ...]


def draw_all(
    meeting: Meeting, folder: Path, *, form: str = "png", only: Collection[str] = (), lang: str = DEFAULT
) -> tuple[Drawn, ...]:
    """Draw the charts named, by default all, into a folder that is there, as NAME.png, NAME.svg or NAME.pdf.

    A chart that has nothing to show is left out: the critical path where there is none, why a forecast moved at the
    first meeting.

    Raises:
        KeyError: a name that is none of `NAMES`.
        MissingFontError: see `schedule.output.figures.typeface`.
        OSError: a file cannot be written.
    """
    if unknown := set(only) - set(NAMES):
        raise KeyError(min(unknown))
    names = [name for name in NAMES if not only or name in only]
    drawn = (Drawn(name, CHARTS[name](meeting, folder / f"{name}.{form}", lang)) for name in names)
    return tuple(one for one in drawn if one.paths)


def sheet(meeting: Meeting, drawn: Collection[Drawn], folder: Path, *, lang: str = DEFAULT) -> Path:
    """Write the contact sheet of these charts into the folder; what is no PNG is drawn as one for it."""
    voice = voice_of(meeting.schedule, lang)
    with TemporaryDirectory() as aside:
        pictures = []
        for one in drawn:
            paths = one.paths
            if paths[0].suffix != ".png":
                paths = CHARTS[one.name](meeting, Path(aside) / f"{one.name}.png", lang)
            pictures.append(contact.Picture(voice.say(f"chart.name.{one.name}"), paths[0], len(one.paths)))
        return contact.save(meeting, pictures, folder / SHEET, lang=lang)


def _gantt(meeting: Meeting, path: Path, lang: str) -> tuple[Path, ...]:
    return gantt.save(meeting, path, lang=lang)


def _critical(meeting: Meeting, path: Path, lang: str) -> tuple[Path, ...]:
    return gantt.save(meeting, path, lang=lang, only=Only(critical=True)) if meeting.critical_path else ()


def _why(meeting: Meeting, path: Path, lang: str) -> tuple[Path, ...]:
    return (ledger.save(meeting.ledger, path, lang=lang),) if meeting.ledger is not None else ()


def _windows(meeting: Meeting, path: Path, lang: str) -> tuple[Path, ...]:
    found = movements(meeting)
    return (windows.save(found, path, lang=lang),) if found is not None else ()


CHARTS: Mapping[str, Draw] = {
    "gantt": _gantt,
    "critical": _critical,
    "wall": lambda meeting, path, lang: wall.save(meeting, path, lang=lang),
    "ladder": lambda meeting, path, lang: ladder.save(meeting, path, lang=lang),
    "network": lambda meeting, path, lang: network.save(meeting, path, lang=lang),
    "float": lambda meeting, path, lang: histogram.save(meeting, path, lang=lang),
    "milestones": lambda meeting, path, lang: trend.save(meeting, path, lang=lang),
    "curve": lambda meeting, path, lang: curve.save(meeting, path, lang=lang),
    "why": _why,
    "windows": _windows,
}
"""Every chart by its name, which is its file's too; each returns the files it wrote, none if it has nothing to show."""
