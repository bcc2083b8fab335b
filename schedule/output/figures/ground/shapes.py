"""The shapes that several charts draw in points: bars, diamonds, flags with a word, arrow heads, wavy lines.

This module must never know what a shape stands for.
"""

from __future__ import annotations

from math import ceil, pi, sin

from matplotlib.patches import Polygon

from schedule.output.figures.ground.paper import line
from schedule.output.figures.ground.poster import Canvas
from schedule.output.figures.ground.typeface import width

FLAG_TEXT = 10.0
_FLAG_HIGH, _TAIL, _PAD = 15.0, 4.0, 4.0
_WAVE, _SWING = 7.0, 2.6
"""Length and half height of one wave, in points."""

Point = tuple[float, float]


def polygon(
    poster: Canvas, points: list[Point], face: str, *, edge: str = "none", wide: float = 0.0, z: float = 7
) -> None:
    """A filled polygon."""
    drawn = Polygon(points, closed=True, facecolor=face, edgecolor=edge, linewidth=wide, zorder=z, clip_on=False)
    drawn.set_transform(poster.ax.transData)
    poster.ax.add_patch(drawn)


def diamond(poster: Canvas, x: float, middle: float, half: float, face: str, edge: str, z: float = 7) -> None:
    """A diamond around a point."""
    polygon(
        poster,
        [(x, middle - half), (x + half, middle), (x, middle + half), (x - half, middle)],
        face,
        edge=edge,
        wide=1.2,
        z=z,
    )


def flag_width(text: str) -> float:
    """How wide a flag with this word is."""
    return width(text, FLAG_TEXT) + 2 * _PAD + _TAIL


def flag(poster: Canvas, x: float, middle: float, text: str, face: str, letters: str, edge: str) -> float:
    """A flag on a pole at x with a word on it; the x where it ends."""
    half, right = _FLAG_HIGH / 2, x + flag_width(text)
    line(poster.ax, (x, middle - half - 1), (x, middle + half + 2.5), color=edge, wide=1.8, zorder=7.2)
    points = [
        (x, middle - half),
        (right, middle - half),
        (right - _TAIL, middle),
        (right, middle + half),
        (x, middle + half),
    ]
    polygon(poster, points, face, edge=edge, wide=1.2)
    poster.write(x + _PAD, middle, text, FLAG_TEXT, kind="flag-word", color=letters)
    return right


def arrow_head(poster: Canvas, tip: Point, before: Point, size: float, color: str, z: float = 5) -> None:
    """A filled arrow head at the end of a line that comes straight from `before`."""
    (x, y), (from_x, from_y) = tip, before
    along_x, along_y = (x > from_x) - (x < from_x), (y > from_y) - (y < from_y)
    back_x, back_y = x - along_x * size, y - along_y * size
    points = [
        tip,
        (back_x - along_y * size / 2, back_y - along_x * size / 2),
        (back_x + along_y * size / 2, back_y + along_x * size / 2),
    ]
    polygon(poster, points, color, z=z)


def wave(poster: Canvas, left: float, right: float, middle: float, color: str, wide: float, z: float = 4) -> None:
    """A wavy line of whole waves between two points of one height."""
    if right - left < 2:
        return
    waves = max(1, round((right - left) / _WAVE))
    steps = ceil(waves * 10)
    swing = min(_SWING, (right - left) / 3)
    points = [
        (left + (right - left) * k / steps, middle - swing * sin(2 * pi * waves * k / steps)) for k in range(steps + 1)
    ]
    line(poster.ax, *points, color=color, wide=wide, zorder=z)
