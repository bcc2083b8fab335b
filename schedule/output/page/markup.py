"""What the HTML page is made of: marks for the filters, lights, shapes, tables that become cards on a phone.

These are values; what they are as HTML stand in the templates, which escape every text. This module must never know
what a section says, nor compute a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import compress

from jinja2 import Environment, FunctionLoader, StrictUndefined

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.output.figures.ground.rows import foremost
from schedule.output.tables.contents import Table
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text

PILLS = {Light.RED: "red", Light.YELLOW: "yellow", Light.GREY: "grey", Light.GREEN: "green"}
"""The class of each light; the lights in the order of what they ask for."""

MOST = 600
"""Tasks on a page: with more of them a phone takes too long to open it. The others are in the deadline table."""

_WIDE = frozenset({"after", "problem", "request", "document", "what", "support", "progress"})
"""Columns whose words need a card's whole width."""

_LONGEST = 1_000_000
"""No text of a plan is cut; a page has no cells that could be too small."""

_BREAK = re.compile(r"\n\s*")
"""A line's end and the next one's indent; a comment takes their place, which keeps the numbers of the lines."""


@dataclass(frozen=True, slots=True)
class Marks:
    """By what the filters find an element: its classes, the numbers of its tasks and of their bodies."""

    classes: str
    tasks: str
    bodies: str


@dataclass(frozen=True, slots=True)
class Pill:
    """A light: its colour with its word, never the colour alone."""

    kind: str
    words: str


def pill(light: Light, words: str) -> Pill:
    """A light's pill, with the words that stand in it."""
    return Pill(PILLS[light], words)


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of a drawing: its tag, its attributes in their order, and its words, of a text alone."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    words: str = ""


def shape(tag: str, words: str = "", /, **attributes: str) -> Shape:
    """A shape of a drawing; `kind` is its class, which HTML calls by a word that Python keeps for itself."""
    named = ((key.replace("kind", "class"), value) for key, value in attributes.items())
    return Shape(tag, tuple(named), words)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its column's key and heading, what it says, where it leads (""), and its light."""

    key: str
    title: str
    words: str
    anchor: str = ""
    light: Pill | None = None

    @property
    def wide(self) -> bool:
        """Whether its words need a card's whole width."""
        return self.key in _WIDE


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; one with a heading is that of what follows, over all columns."""

    cells: tuple[Cell, ...] = ()
    marks: Marks | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its columns by key and heading, its rows in groups, its class, and how many tasks it has no room for."""

    head: tuple[tuple[str, str], ...]
    groups: tuple[tuple[Line, ...], ...]
    kind: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """The number of every task of the page and of every body, by which the filters find what belongs together.

    `bodies` begin with 1, in the order of the plan; None is nobody, the last. `left_out` counts the tasks of the plan
    that the page has no room for, `body_of` has them too: who has to act on each; `deciding` is who decides those
    that wait for an applicant, whose filter shows them as well.
    """

    tasks: Mapping[str, int]
    bodies: Mapping[str | None, int]
    critical: frozenset[str]
    body_of: Mapping[str, str | None]
    deciding: Mapping[str, str | None] = field(default_factory=dict)
    left_out: int = 0

    @property
    def several(self) -> bool:
        """Whether there is a choice between bodies."""
        return len(self.bodies) > 1

    def marks(self, names: Iterable[str], classes: str = "") -> Marks:
        """The marks of what is about these tasks: shown where a filter lets one of them through."""
        known = [name for name in names if name in self.tasks]
        tasks = " ".join(str(self.tasks[name]) for name in known)
        bodies = " ".join(map(str, sorted({self.bodies[body] for name in known for body in self.about(name)})))
        kinds = " ".join(filter(None, ("t", "c" if self.critical.intersection(known) else "", classes)))
        return Marks(kinds, tasks, bodies)

    def about(self, name: str) -> tuple[str | None, ...]:
        """The bodies whose filter shows a task."""
        return (self.body_of[name], *((self.deciding[name],) if name in self.deciding else ()))

    def anchor(self, name: str) -> str:
        """Where a task is explained."""
        return f"t{self.tasks[name]}"


def places(meeting: Meeting) -> Places:
    """The places of a meeting's tasks and bodies."""
    tasks = meeting.schedule.tasks
    body_of = {name: meeting.answers_for(name) for name in tasks}
    deciding = {name: tasks[name].task.body for name in meeting.duties if body_of[name] != tasks[name].task.body}
    with_tasks = {*body_of.values(), *deciding.values()}
    order = [*(body for body in meeting.schedule.state.plan.bodies if body in with_tasks)]
    order += sorted({body for body in with_tasks if body is not None} - set(order))
    named: list[str | None] = [*order, *([None] if None in with_tasks else [])]
    shown = foremost(meeting, MOST)
    return Places(
        left_out=len(body_of) - len(shown),
        tasks={name: number for number, name in enumerate(shown, start=1)},
        bodies={body: number for number, body in enumerate(named, start=1)},
        critical=frozenset(meeting.critical_path),
        body_of=body_of,
        deciding=deciding,
    )


def table_rows(
    table: Table, voice: Voice, names: Sequence[str | None], found: Places, lights: Mapping[str, Light]
) -> Grid:
    """A table's head and rows, in one group; columns without any value are left out, as in the minutes.

    `names` are the tasks of the rows, None where a row is about none. A task that the page has no room for has no row.
    """
    there = [name is None or name in found.tasks for name in names]
    cells = [[voice.show(value) for value in row] for row in compress(table.rows, there)]
    kept = [any(column) for column in zip(*cells, strict=True)] if cells else [True] * len(table.columns)
    keys = [column.key for column in compress(table.columns, kept)]
    head = tuple(zip(keys, compress(table.titles(voice), kept), strict=True))
    lines = []
    for name, row in zip(compress(names, there), cells, strict=True):
        written = zip(head, compress(row, kept), strict=True)
        marks = None if name is None else found.marks([name])
        lines.append(Line(tuple(_cell(*column, words, name, found, lights) for column, words in written), marks))
    return Grid(head, (tuple(lines),), left_out=len(names) - len(lines))


def _cell(key: str, title: str, words: str, name: str | None, found: Places, lights: Mapping[str, Light]) -> Cell:
    leads = name is not None and key == "task" and bool(words)
    lit = name is not None and key == "light" and bool(words)
    return Cell(
        key,
        title,
        words,
        found.anchor(name) if leads and name is not None else "",
        pill(lights[name], words) if lit and name is not None else None,
    )


def rendered(template: str, **values: object) -> str:
    """A template of this folder with its values.

    Every text goes through `line_text` and is then escaped, so that nothing that somebody wrote is markup, ends its
    attribute, or turns the letters around it. The ends of a template's lines and their indents do not reach the page.
    """
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    def source(name: str) -> str | None:
        file = files("schedule.output.page").joinpath("templates", name)
        return _BREAK.sub("{#\\n#}", file.read_text(encoding="utf-8")) if file.is_file() else None

    return Environment(autoescape=True, undefined=StrictUndefined, finalize=_shown, loader=FunctionLoader(source))


def _shown(value: object) -> object:
    """What a reader gets of a value: its text on one line. What a template made already stays as it is."""
    return line_text(value, longest=_LONGEST) if isinstance(value, str) and not hasattr(value, "__html__") else value
