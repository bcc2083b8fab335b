"""All charts of a meeting by their names: which there are, which have something to show, and how they become files.

This module must never know what a chart shows or where its files lie.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from tempfile import TemporaryDirectory

from schedule.analysis.meeting import Meeting
from schedule.output.figures import NAMES, contact
from schedule.output.figures.ground.chart import Chart
from schedule.output.words.languages import DEFAULT
from schedule.output.words.phrases import voice_of

SHEET = "figures.png"
"""The contact sheet's name."""


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
    drawn = (
        Drawn(name, CHARTS[name].save(meeting, folder / f"{name}.{form}", lang=lang, whole=whole)) for name in names
    )
    return tuple(one for one in drawn if one.paths)


def sheet(meeting: Meeting, drawn: Collection[Drawn], folder: Path, *, lang: str = DEFAULT) -> Path:
    """Write the contact sheet of these charts into the folder; what is no PNG is drawn as one for it."""
    voice = voice_of(meeting.schedule, lang)
    with TemporaryDirectory() as aside:
        pictures = []
        for one in drawn:
            paths = one.paths
            if paths[0].suffix != ".png":
                paths = CHARTS[one.name].save(meeting, Path(aside) / f"{one.name}.png", lang=lang)
            pictures.append(contact.Picture(voice.say(f"chart.name.{one.name}"), paths[0], len(one.paths)))
        return contact.save(meeting, pictures, folder / SHEET, lang=lang)


def _registered() -> Mapping[str, Chart]:
    room = __name__.rpartition(".")[0]
    modules = [one.name for one in walk_packages([str(Path(__file__).parent)], f"{room}.") if one.name != __name__]
    found = [value for name in modules for value in vars(import_module(name)).values() if isinstance(value, Chart)]
    charts = {chart.name: chart for chart in found}
    return {name: charts[name] for name in NAMES}


CHARTS = _registered()
"""Every chart by its name, in the order of the album: each `Chart` that stands in a module of these rooms."""
