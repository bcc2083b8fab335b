"""Colours, and how a text or a box gets onto an Axes. The parts of a chart are drawn by `body` and `frame`.

x is in instants and y in rows, downwards from 0; what stands beside the time axis is placed in points from its
corners. The colours are safe for the colour-blind and never speak alone: critical bars have an edge and their names are
bold, lights have a letter, slips a sign. This module must never know a task.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Affine2DBase, ScaledTranslation, Transform, blended_transform_factory

from schedule.analysis.dates.alerts import Light
from schedule.output.figures.ground.timescale import Rest
from schedule.output.figures.ground.typeface import clean, font

INK = "#1A1D21"
FAINT = "#5C6570"
PAPER = "#FFFFFF"
BAND, SUBBAND = "#DFE5EC", "#EDF0F4"
RULE = "#C4CBD3"
HAIR = "#E9ECF0"
BASELINE = "#A3A9B0"
DONE, FORECAST = "#24527A", "#9CC3E4"
CRITICAL_DONE, CRITICAL, CRITICAL_EDGE = "#8E1B16", "#EE8073", "#A3140E"
LATE, EARLY = "#A3140E", "#00695C"
FRONT = "#6A1B9A"
FRONT_DASHES = (0, (7, 1.5, 1.5, 1.5))
DATE, FLAG = "#7FA6DB", "#0B3D91"
SAMPLE = "#B35900"
SHADES = {Rest.CLOSURE: "#DCEBF5", Rest.HOLIDAY: "#F3ECDD", Rest.WEEKLY: "#F2F3F5"}
LIGHTS = {
    Light.RED: ("#B71C1C", "#FFFFFF"),
    Light.YELLOW: ("#F4C430", INK),
    Light.GREY: ("#7A828B", "#FFFFFF"),
    Light.GREEN: ("#2E7D4F", "#FFFFFF"),
}
"""Face and letter."""

CAP = 0.73
"""The height of a figure or a capital, of the type's size; a Chinese character's middle is at half of it, too."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def beside(ax: Axes) -> Transform:
    """X in points from the left end of the time axis, y in rows."""
    return blended_transform_factory(over(ax), ax.transData)


def over(ax: Axes) -> Transform:
    """X and y in points from the upper left corner of the rows, y upwards."""
    return _points(ax, 1.0)


def under(ax: Axes) -> Transform:
    """X and y in points from the lower left corner of the rows, y upwards."""
    return _points(ax, 0.0)


def _points(ax: Axes, corner: float) -> Transform:
    to_corner = ScaledTranslation(0, corner, cast(Affine2DBase, ax.transAxes))
    return Affine2D().scale(1 / 72) + ax.figure.dpi_scale_trans + to_corner


def write(
    ax: Axes,
    frame: Transform,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    kind: str,
    color: str = INK,
    align: str = "left",
    bold: bool = False,
    halo: bool = False,
) -> Text:
    """A line of text with its baseline at y. `kind` is the artist's label, by which a test finds it.

    The typeface has one weight: `bold` adds a stroke. A `halo` keeps a text readable on lines and bars.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    line = clean(text)
    effects = [withStroke(linewidth=2.2, foreground=PAPER)] if halo else []
    if bold:
        effects.append(withStroke(linewidth=size / 22, foreground=color))
    return ax.text(
        x,
        y,
        line,
        transform=frame,
        fontproperties=font(round(size, 2), line),
        color=color,
        ha=align,
        va="baseline",
        path_effects=effects or None,
        label=kind,
        zorder=9,
        parse_math=False,
    )


def boxes(
    ax: Axes,
    frame: Transform,
    found: Iterable[Box],
    face: str | list[str],
    *,
    zorder: float,
    edge: str = "none",
    line: float = 0.0,
    clip: bool = True,
) -> None:
    """Rectangles as one artist."""
    corners = [((left, top), (right, top), (right, bottom), (left, bottom)) for left, top, right, bottom in found]
    if corners:
        drawn = PolyCollection(corners, facecolors=face, edgecolors=edge, linewidths=line, zorder=zorder)
        drawn.set_transform(frame)
        ax.add_collection(drawn, autolim=False)
        drawn.set_clip_on(clip)
