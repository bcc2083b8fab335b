"""A portfolio: several plans of one zone, what ties them, which of their bodies and crews are one, what the zone owes.

The frozen values that a portfolio file becomes. A plan of it stays a whole plan, which knows nothing of the others.
This module must never know how a file is written, nor a date's arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from schedule.diagnostics import Location
from schedule.model import Crew, Instant, Relation

ZONE = "zone"
"""The key under which the zone's own milestones stand among the plans; no plan may have it."""


def plan_of(id_: str) -> str:
    """The key of the plan of a task or a body (`plan.id`)."""
    return id_.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Member:
    """One plan of a portfolio.

    `key` stands before the ids of its tasks and has no point; `path` is its folder. `name` and `county` are the zone's
    words for it, None where the plan's own name is enough. `since` is the first day on which it belongs to the zone,
    None where it always has.
    """

    key: str
    path: Path
    name: str | None = None
    county: str | None = None
    since: date | None = None
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
        return _is_named(body, self.members)


@dataclass(frozen=True, slots=True)
class SharedCrew:
    """A crew of the zone: the same people or machines under the ids of several plans, and how many there are in all.

    `crew` has its units; `members` are `plan.crew`, or `*.crew` for that id in every plan.
    """

    crew: Crew
    members: tuple[str, ...] = ()
    location: Location | None = field(default=None, compare=False)

    def has(self, crew: str) -> bool:
        """Whether a crew of a plan (`plan.crew`) is this one."""
        return _is_named(crew, self.members)


def _is_named(own: str, members: Sequence[str]) -> bool:
    """Whether what a plan calls so (`plan.id`) is among these, by that or by its id in every plan (`*.id`)."""
    return own in members or f"*.{own.partition('.')[2]}" in members


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
        return plan_of(self.relation.predecessor)

    @property
    def taker(self) -> str:
        """The key of the plan that waits."""
        return plan_of(self.relation.successor)


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
    updated. `weekday` is the day of the week on which the zone meets, 1 for Monday to 7 for Sunday, None where nobody
    said. Ties and deadlines name plans of the portfolio; whether their tasks are there only the plans can say.
    """

    name: str
    members: Mapping[str, Member]
    bodies: Mapping[str, SharedBody] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    deadlines: tuple[ZoneDeadline, ...] = ()
    stale_after: int = 9
    name_en: str | None = None
    weekday: int | None = None
    crews: Mapping[str, SharedCrew] = field(default_factory=dict)

    def at(self, day: date) -> Portfolio:
        """The portfolio of a day: without the plans that belong to it only later, and without what names them."""
        there = {key: one for key, one in self.members.items() if one.since is None or one.since <= day}
        deadlines = (replace(one, after=tuple(t for t in one.after if plan_of(t) in there)) for one in self.deadlines)
        return replace(
            self,
            members=there,
            ties=tuple(tie for tie in self.ties if tie.giver in there and tie.taker in there),
            deadlines=tuple(one for one in deadlines if one.after),
        )

    def met_before(self, day: date) -> date:
        """The day of the zone's meeting before one: the last of its weekday, or a week earlier where none is said."""
        back = 7 if self.weekday is None else (day.isoweekday() - self.weekday - 1) % 7 + 1
        return day - timedelta(days=back)

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
            keys = [plan_of(task) for task in one.after]
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
