"""How text and values get onto the HTML page: escaped, marked for the filters, in tables that become cards on a phone.

Everything that somebody wrote passes `plain`, which leaves nothing that a browser could run or turn around. This module
must never know what a section says, nor compute a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import compress

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.output.figures.rows import foremost
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


def plain(text: str) -> str:
    """A text as HTML shows it, on one line: also for an attribute in double quotes.

    >>> plain("<script> & co")
    '&lt;script&gt; &amp; co'
    """
    return escape(line_text(text, longest=_LONGEST))


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

    def marks(self, names: Iterable[str], classes: str = "") -> str:
        """The attributes of what is about these tasks: shown where a filter lets one of them through."""
        known = [name for name in names if name in self.tasks]
        tasks = " ".join(str(self.tasks[name]) for name in known)
        bodies = " ".join(map(str, sorted({self.bodies[body] for name in known for body in self.about(name)})))
        kinds = " ".join(filter(None, ("t", "c" if self.critical.intersection(known) else "", classes)))
        return f'class="{kinds}" data-t="{tasks}" data-b="{bodies}"'

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


def pill(light: Light, words: str) -> str:
    """A light: its colour with its word, never the colour alone."""
    return f'<b class="pill {PILLS[light]}">{plain(words)}</b>'


def linked(name: str, words: str, found: Places) -> str:
    """A task's name that leads to why it stands where it stands, if the page has that."""
    if name not in found.tasks:
        return f"<span>{plain(words)}</span>"
    return f'<a class="go" href="#{found.anchor(name)}">{plain(words)}</a>'


def table_rows(
    table: Table, voice: Voice, names: Sequence[str | None], found: Places, lights: Mapping[str, Light]
) -> tuple[str, list[str]]:
    """The head and the body rows of a table; columns without any value are left out, as in the minutes.

    `names` are the tasks of the rows, None where a row is about none. A task that the page has no room for has no row.
    """
    there = [name is None or name in found.tasks for name in names]
    cells = [[voice.show(value) for value in row] for row in compress(table.rows, there)]
    kept = [any(column) for column in zip(*cells, strict=True)] if cells else [True] * len(table.columns)
    keys = [column.key for column in compress(table.columns, kept)]
    titles = list(compress(table.titles(voice), kept))
    head = "".join(
        f'<th scope="col" class="k-{key}">{plain(title)}</th>' for key, title in zip(keys, titles, strict=True)
    )
    rows = []
    for name, row in zip(compress(names, there), cells, strict=True):
        marks = "" if name is None else f" {found.marks([name])}"
        written = zip(keys, titles, compress(row, kept), strict=True)
        rows.append(
            f"<tr{marks}>"
            + "".join(_cell(key, title, words, name, found, lights) for key, title, words in written)
            + "</tr>"
        )
    return f"<thead><tr>{head}</tr></thead>", rows


def _cell(key: str, title: str, words: str, name: str | None, found: Places, lights: Mapping[str, Light]) -> str:
    kind = f'class="k-{key}{" wide" if key in _WIDE else ""}"'
    if not words:
        return f"<td {kind}></td>"
    shown = f"<span>{plain(words)}</span>"
    if name is not None and key == "task":
        shown = linked(name, words, found)
    elif name is not None and key == "light":
        shown = pill(lights[name], words)
    return f'<td {kind} data-l="{plain(title)}">{shown}</td>'


def left_out(count: int, voice: Voice) -> str:
    """How many tasks the page has no room for, and where they are."""
    return f'<p class="hint">{plain(voice.say("page.left-out", count=count))}</p>' if count else ""


def whole_table(head: str, rows: Iterable[str], kind: str = "") -> str:
    """A table in a frame that scrolls by itself where a screen is narrower than its columns."""
    return f'<div class="frame"><table class="{kind}">{head}<tbody>{"".join(rows)}</tbody></table></div>'
