"""The portfolio file: which plans make a zone, what ties them, which bodies and crews are one, what the zone owes.

It names plans and never opens them: whether their tasks and bodies are there is told when they are read
(`schedule.engine.zone`). This module must never know a plan's keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from schedule.diagnostics import Diagnostic, Location, PlanError
from schedule.files.plans.crews import CAPACITY
from schedule.files.plans.relation_types import read_type
from schedule.files.yaml.keys import Key, Table, valued
from schedule.files.yaml.kinds import (
    ANY_TEXT,
    DAY,
    FINISH,
    PLACED,
    TITLE,
    by_id,
    list_of,
    pattern,
)
from schedule.files.yaml.scalars import (
    as_it_is,
    check_id,
    duration_facts,
    is_id,
    parse_duration,
    read_fields,
    read_items,
    read_mapping,
    read_scalar,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml
from schedule.model import Crew, Relation, RelationType, Unit
from schedule.portfolio import ZONE, Member, Portfolio, SharedBody, SharedCrew, Tie, ZoneDeadline

FORMAT = "1"
"""The version of the file's form."""
TASK_OF_PLAN_FORM = "trade.main-road"
STALE_FORM = "9cd"
WEEKDAYS = tuple("1234567")
"""Monday to Sunday, as ISO 8601 counts them."""


def read_portfolio(path: Path) -> tuple[Portfolio, tuple[Diagnostic, ...]]:
    """A portfolio file and its warnings. The plans' folders are those beside the file, unless they are absolute.

    Raises:
        PlanError: `portfolio-empty`, `unreadable`, `reserved-plan`, `unknown-plan`, `task-of-plan`,
            `relation-within-plan`, `duplicate-relation`, `duplicate-plan`, `duplicate-item` (one body or crew of a plan
            is two of the zone), `not-portfolio` (it is a plan), those of a crew's capacity, and the faults of YAML,
            keys and values in general; all at once.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise PlanError([Diagnostic("unreadable", None, {"found": str(path)})]) from None
    faults = Faults()
    root = read_yaml(data, str(path), faults)
    found = None if root is None else _portfolio(root, path.parent, faults)
    if faults.errors or found is None:
        raise PlanError(faults.diagnostics)
    return found, faults.diagnostics


def _portfolio(root: MappingNode, folder: Path, faults: Faults) -> Portfolio | None:
    if "daopai-portfolio" not in root.entries and "daopai" in root.entries:
        faults.add("not-portfolio", root.entries["daopai"][0].location)
        return None
    values = read_fields(root, PORTFOLIO.readers(), faults, PORTFOLIO.required)
    version: ScalarNode | None = values.get("daopai-portfolio")
    if version is not None and version.text != FORMAT:
        faults.add("unknown-format", version.location, found=version.text, expected=FORMAT)
        return None
    members = _members(values.get("plans"), folder, faults)
    if "plans" in values and not values["plans"].entries:
        faults.add("portfolio-empty", values["plans"].location)
    bodies = _bodies(values.get("bodies"), members, faults)
    crews = _crews(values.get("crews"), members, faults)
    ties = _ties(values.get("relations"), members, faults)
    deadlines = _deadlines(values.get("deadlines"), members, faults)
    meeting = values.get("meeting")
    told = {} if meeting is None else read_fields(meeting, MEETING.readers(), faults)
    return Portfolio(
        values.get("name", ""),
        members,
        bodies,
        ties,
        deadlines,
        **told,
        name_en=values.get("name_en"),
        crews=crews,
    )


def _members(listed: MappingNode | None, folder: Path, faults: Faults) -> dict[str, Member]:
    members: dict[str, Member] = {}
    places: dict[str, Location] = {}
    for key, node in () if listed is None else listed.entries.values():
        mapping = read_mapping(node, faults) if node is not None else None
        if not check_id(key, faults, _is_key) or mapping is None:
            continue
        if key.text == ZONE:
            faults.add("reserved-plan", key.location, found=key.text)
        values = read_fields(mapping, MEMBER.readers(), faults, MEMBER.required, key.location)
        if "plan" not in values:
            continue
        scalar, since = values.pop("plan"), values.pop("from", None)
        place = Path(os.path.normpath(folder / scalar.text))
        if str(place) in places:
            faults.add("duplicate-plan", scalar.location, places[str(place)], found=scalar.text)
        places.setdefault(str(place), scalar.location)
        members[key.text] = Member(key.text, place, **values, since=since, location=scalar.location)
    return members


def _bodies(listed: MappingNode | None, members: Mapping[str, Member], faults: Faults) -> dict[str, SharedBody]:
    bodies: dict[str, SharedBody] = {}
    claimed: dict[str, Location] = {}
    for key, node in () if listed is None else listed.entries.values():
        mapping = read_mapping(node, faults) if node is not None else None
        if not check_id(key, faults) or mapping is None:
            continue
        values = read_fields(mapping, BODY.readers(), faults, BODY.required, key.location)
        named = _one_of(values.pop("is", ()), "land-bureau", members, claimed, faults)
        bodies[key.text] = SharedBody(
            key.text, values.get("name", key.text), values.get("name_en"), named, key.location
        )
    return bodies


def _crews(listed: MappingNode | None, members: Mapping[str, Member], faults: Faults) -> dict[str, SharedCrew]:
    crews: dict[str, SharedCrew] = {}
    claimed: dict[str, Location] = {}
    for key, node in () if listed is None else listed.entries.values():
        mapping = read_mapping(node, faults) if node is not None else None
        if not check_id(key, faults) or mapping is None:
            continue
        values = read_fields(mapping, SHARED_CREW.readers(), faults, SHARED_CREW.required, key.location)
        named = _one_of(values.pop("is", ()), "steel-gang", members, claimed, faults)
        units, days = values.pop("capacity", (0, ()))
        crews[key.text] = SharedCrew(Crew(key.text, units, days, **values), named, key.location)
    return crews


def _one_of(
    listed: Sequence[ScalarNode],
    example: str,
    members: Mapping[str, Member],
    claimed: dict[str, Location],
    faults: Faults,
) -> tuple[str, ...]:
    """What plans call one body or crew of the zone: `plan.id`, or `*.id`; nothing that another has claimed."""
    named: list[str] = []
    for scalar in listed:
        plan, point, id_ = scalar.text.partition(".")
        if not point or not id_:
            faults.bad("task-of-plan", scalar, f"trade.{example}, *.{example}")
        elif plan != "*" and plan not in members:
            faults.unknown("unknown-plan", scalar.cut(0, len(plan)), members)
        elif scalar.text in claimed:
            faults.add("duplicate-item", scalar.location, claimed[scalar.text], found=scalar.text)
        else:
            claimed[scalar.text] = scalar.location
            named.append(scalar.text)
    return tuple(named)


def _ties(listed: Node | None, members: Mapping[str, Member], faults: Faults) -> tuple[Tie, ...]:
    ties: list[Tie] = []
    for item in [] if listed is None else read_items(listed, faults):
        mapping = read_mapping(item, faults)
        if mapping is None:
            continue
        values = read_fields(mapping, RELATION.readers(), faults, RELATION.required)
        ends = [_task_of(values.get(end), members, faults) for end in ("from", "to")]
        type_ = read_type(values["type"], faults) if "type" in values else (RelationType.FS, None)
        if None in ends or type_ is None:
            continue
        one, other = (end.text for end in ends if end is not None)
        place = values["from"].location
        if one.partition(".")[0] == other.partition(".")[0]:
            faults.add("relation-within-plan", place, found=one.partition(".")[0])
            continue
        relation = Relation(one, other, *type_, place)
        first = next((tie.relation.location for tie in ties if tie.relation == relation), None)
        if first is not None:
            faults.add("duplicate-relation", place, first, found=str(relation))
            continue
        ties.append(Tie(relation, values.get("agreed"), values.get("by")))
    return tuple(ties)


def _deadlines(listed: MappingNode | None, members: Mapping[str, Member], faults: Faults) -> tuple[ZoneDeadline, ...]:
    deadlines: list[ZoneDeadline] = []
    for key, node in () if listed is None else listed.entries.values():
        mapping = read_mapping(node, faults) if node is not None else None
        if not check_id(key, faults, _is_key) or mapping is None:
            continue
        values = read_fields(mapping, DEADLINE.readers(), faults, DEADLINE.required, key.location)
        tasks = [_task_of(scalar, members, faults) for scalar in values.get("after", ())]
        after = tuple(dict.fromkeys(task.text for task in tasks if task is not None))
        if after and "deadline" in values:
            name, name_en = values.get("name", key.text), values.get("name_en")
            deadlines.append(ZoneDeadline(key.text, name, after, values["deadline"], name_en, key.location))
    return tuple(deadlines)


def _is_key(text: str) -> bool:
    """Whether a text can name a plan: an id without a point, for the first point ends the plan's key."""
    return is_id(text) and "." not in text


def _task_of(scalar: ScalarNode | None, members: Mapping[str, Member], faults: Faults) -> ScalarNode | None:
    """A task of a plan, whose plan is there; None where something is amiss, which is told."""
    if scalar is None:
        return None
    plan, point, task = scalar.text.partition(".")
    if not point or not task:
        faults.bad("task-of-plan", scalar, TASK_OF_PLAN_FORM)
    elif plan not in members:
        faults.unknown("unknown-plan", scalar.cut(0, len(plan)), members)
    else:
        return scalar
    return None


def _read_tasks(node: Node, faults: Faults) -> tuple[ScalarNode, ...]:
    """One text or a list of them."""
    nodes = [node] if isinstance(node, ScalarNode) else read_items(node, faults)
    found = (read_scalar(item, faults) for item in nodes)
    return tuple(scalar for scalar in found if scalar is not None)


def _read_weekday(node: Node, faults: Faults) -> int | None:
    """A day of the week by its number."""
    scalar = read_scalar(node, faults)
    if scalar is None or scalar.text in WEEKDAYS:
        return None if scalar is None else int(scalar.text)
    faults.bad("bad-choice", scalar, ", ".join(WEEKDAYS))
    return None


def _read_stale(node: Node, faults: Faults) -> int | None:
    """Calendar days, as a duration; here `9d` can mean nothing else."""
    scalar = read_scalar(node, faults)
    if scalar is None:
        return None
    span = parse_duration(re.sub("(?<=[0-9])d$", "cd", scalar.text))
    if span is None or span.unit is not Unit.CALENDAR_DAYS or span.amount.denominator != 1 or span.amount < 1:
        faults.bad("bad-duration", scalar, STALE_FORM, **({} if span else duration_facts(scalar.text)))
        return None
    return int(span.amount)


_SEVERAL = valued(_read_tasks, {"anyOf": [{"type": ANY_TEXT}, {"type": "array", "items": {"type": ANY_TEXT}}]})
MEMBER = Table(
    "portfolio.plan",
    (Key("plan", PLACED, "plan: ../trade"), Key("name", TITLE), Key("county", TITLE), Key("from", DAY)),
)
BODY = Table("portfolio.body", (Key("name", TITLE), Key("name_en", TITLE), Key("is", _SEVERAL, "is: [trade.land]")))
SHARED_CREW = Table(
    "portfolio.crew",
    (
        Key("capacity", CAPACITY, "capacity: 2"),
        Key("name", TITLE),
        Key("name_en", TITLE),
        Key("is", _SEVERAL, "is: [trade.steel-gang]"),
    ),
)
RELATION = Table(
    "portfolio.relation",
    (
        Key("from", PLACED, "from: trade.main-road"),
        Key("to", PLACED, "to: logistics.site-start"),
        Key("type", PLACED),
        Key("agreed", TITLE),
        Key("by", FINISH),
    ),
)
DEADLINE = Table(
    "portfolio.deadline",
    (
        Key("name", TITLE),
        Key("name_en", TITLE),
        Key("after", _SEVERAL, "after: [trade.works-done]"),
        Key("deadline", FINISH, "deadline: 2016-12-31"),
    ),
)
MEETING = Table(
    "portfolio.meeting",
    (
        Key("weekday", valued(_read_weekday, {"enum": [*WEEKDAYS, *map(int, WEEKDAYS)]})),
        Key("stale_after", valued(_read_stale, pattern("[1-9][0-9]{0,5}c?d", STALE_FORM))),
    ),
)
PORTFOLIO = Table(
    "portfolio",
    (
        Key("daopai-portfolio", valued(read_scalar, {"enum": [1, FORMAT]}), "daopai-portfolio: 1"),
        Key("name", TITLE, "name: 喀什国际经济合作区"),
        Key("name_en", TITLE),
        Key("plans", valued(read_mapping, {**by_id(MEMBER), "minProperties": 1}), "plans"),
        Key("bodies", valued(read_mapping, by_id(BODY))),
        Key("crews", valued(read_mapping, by_id(SHARED_CREW))),
        Key("relations", valued(as_it_is, list_of(RELATION))),
        Key("deadlines", valued(read_mapping, by_id(DEADLINE))),
        Key("meeting", valued(read_mapping, MEETING)),
    ),
)
"""What a portfolio file says."""
