"""A portfolio: several plans of one zone, what ties them, which of their bodies are one, what the zone owes by when.

The frozen values that a portfolio file becomes. A plan of it stays a whole plan, which knows nothing of the others.
This module must never know how a file is written, nor a date's arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from schedule.diagnostics import Location
from schedule.model import Instant, Relation

ZONE = "zone"
"""The key under which the zone's own milestones stand among the plans; no plan may have it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One plan of a portfolio.

    `key` stands before the ids of its tasks and has no point; `path` is its folder. `name` and `county` are the zone's
    words for it, None where the plan's own name is enough.
    """

    key: str
    path: Path
    name: str | None = None
    county: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SharedBody:
    """A body of the zone: the same people under the ids of several plans.

    `members` are `plan.body`, or `*.body` for that id in every plan.
    """

    id: str
    name: str
    name_en: str | None = None
    members: tuple[str, ...] = ()
    location: Location | None = field(default=None, compare=False)

    def has(self, body: str) -> bool:
        """Whether a body of a plan (`plan.body`) is this one.

        >>> SharedBody("power", "供电公司", members=("*.power", "trade.grid")).has("trade.grid")
        True
        """
        return any(fnmatchcase(body, pattern) for pattern in self.members)


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from a task of one plan to one of another: what the first promised the second.

    `agreed` names where that was agreed; `by` is the instant by which it was promised, None where no day was named.
    """

    relation: Relation
    agreed: str | None = None
    by: Instant | None = None

    @property
    def giver(self) -> str:
        """The key of the plan that is waited for."""
        return self.relation.predecessor.partition(".")[0]

    @property
    def taker(self) -> str:
        """The key of the plan that waits."""
        return self.relation.successor.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ZoneDeadline:
    """A milestone of the zone: reached when tasks of its plans (`plan.task`) are finished, owed by an instant."""

    id: str
    name: str
    after: tuple[str, ...]
    deadline: Instant
    name_en: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A portfolio file, read.

    `stale_after` are calendar days: a plan whose last report is older than that at the zone's data date is told as not
    updated. Ties and deadlines name plans of the portfolio; whether their tasks are there only the plans can say.
    """

    name: str
    members: Mapping[str, Member]
    bodies: Mapping[str, SharedBody] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    deadlines: tuple[ZoneDeadline, ...] = ()
    stale_after: int = 9
    name_en: str | None = None

    def components(self) -> tuple[tuple[str, ...], ...]:
        """The keys of plans that ties or a deadline of the zone hold together, directly or through others.

        Each in the file's order, and they in the order of their first.
        """
        root = {key: key for key in self.members}

        def found(key: str) -> str:
            while root[key] != key:
                key = root[key]
            return key

        held = [(tie.giver, tie.taker) for tie in self.ties]
        for one in self.deadlines:
            keys = [task.partition(".")[0] for task in one.after]
            held += [(keys[0], key) for key in keys[1:]]
        for one_key, other in held:
            root[found(other)] = found(one_key)
        groups: dict[str, list[str]] = {}
        for key in self.members:
            groups.setdefault(found(key), []).append(key)
        return tuple(tuple(keys) for keys in groups.values())

    def body_of(self, key: str, body: str) -> str:
        """Whose a body of a plan is: the id of the zone's body, else `plan.body`."""
        own = f"{key}.{body}"
        return next((one.id for one in self.bodies.values() if one.has(own)), own)
