"""The figures of a meeting as its papers were issued with: plain values that a file keeps, and how two of them differ.

A paper says what its reader needs; this says every figure, so that the same meeting can be computed again years later
and held against it. Who computes them is `schedule.analysis.views.issued`, how they are kept
`schedule.files.records.issued`. This module must never know a schedule or a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from schedule.version import Version

Figure: TypeAlias = str | int | bool | None
"""An instant as `YYYY-MM-DDTHH:MM`, a span as whole minutes under a name that ends in `_min`, a code, yes or no."""
Figures: TypeAlias = Mapping[str, Figure]


class Part(StrEnum):
    """What figures are about: the deadline that the meeting is about, a task, a part of the ledger."""

    HEADLINE = "headline"
    TASK = "task"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Replaced:
    """What earlier papers of the same meeting said otherwise: who had made them, and how many figures differ.

    `sources` are the files that say something else than they did then, in the order of `Issued.sources`.
    """

    made_by: Version
    figures: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """All figures of one meeting.

    `made_by` is the daopai that computed them, `data_date` an instant as text, `sources` the SHA-256 of what each
    file said: the plan, the updates up to the data date, the baseline, without their seals. `headline` are the
    figures of the deadline, `tasks` those of each task, `ledger` those of each part of the move since the meeting
    before. `network` is the SHA-256 of the network that the meeting's certificate states, empty where there is
    none. `replaced` says what the last papers with other figures were; None where there were none.
    """

    made_by: Version
    data_date: str
    sources: Mapping[str, str]
    headline: Figures
    tasks: Mapping[str, Figures]
    ledger: Mapping[str, Figures] = field(default_factory=dict)
    network: str = ""
    replaced: Replaced | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that two issues of a meeting give differently.

    `about` is the id of a task or of a part of the ledger, empty for the headline; `figure` its name, empty where only
    one of the two has such a task or part: then `was` or `now` is True.
    """

    part: Part
    about: str
    figure: str
    was: Figure
    now: Figure


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a meeting computed now stands to its stored papers.

    `changes` are the figures that differ: the headline's, then those of tasks in the order of the plan, then of the
    ledger. `sources` are the files that say something else, came or went since.
    """

    was: Version
    now: Version
    changes: tuple[Change, ...]
    sources: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Whether there is anything to say: another figure, other rules, other files."""
        return bool(self.changes or self.sources) or self.was.rules != self.now.rules


def is_same_meeting(was: Issued, now: Issued) -> bool:
    """Whether two issues are of one meeting: the same data date, and a task that both know."""
    return was.data_date == now.data_date and not was.tasks.keys().isdisjoint(now.tasks)


def compared(was: Issued, now: Issued) -> Comparison:
    """What differs between two issues of the same meeting.

    A figure is compared where both name it: one that a later version has learned to name is no difference. Where an
    early date is the start or finish itself, its change is that one's.
    """
    changes = [
        *_changes(Part.HEADLINE, {"": was.headline}, {"": now.headline}),
        *_changes(Part.TASK, was.tasks, now.tasks),
        *_changes(Part.LEDGER, was.ledger, now.ledger),
    ]
    sources = [name for name in {**now.sources, **was.sources} if was.sources.get(name) != now.sources.get(name)]
    return Comparison(was.made_by, now.made_by, tuple(changes), tuple(sources))


def replaced(was: Issued, now: Issued) -> Replaced | None:
    """What the papers of `now` have to say of those of `was` that they take the place of.

    Where nothing differs, that is what those said themselves: a meeting that is run twice gives the same papers.
    """
    found = compared(was, now)
    return Replaced(found.was, len(found.changes), found.sources) if found.is_told else was.replaced


def _changes(part: Part, was: Mapping[str, Figures], now: Mapping[str, Figures]) -> Iterator[Change]:
    for about in {**now, **was}:
        before, after = was.get(about), now.get(about)
        if before is None or after is None:
            yield Change(part, about, "", None if before is None else True, None if after is None else True)
            continue
        differ = {name: (before[name], value) for name, value in after.items() if before.get(name, value) != value}
        for name, (old, new) in differ.items():
            if differ.get(_SHOWN_BY.get(name, "")) != (old, new):
                yield Change(part, about, name, old, new)


_SHOWN_BY = {"early_start": "start", "early_finish": "finish"}
"""Figures that are the same date as another until work has begun: then one change is told, and counted, once."""
