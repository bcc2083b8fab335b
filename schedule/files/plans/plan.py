"""plan.yaml → `Plan`: project, calendars, bodies, phases, settings, tasks.

Every fault of a file is told at once, at its place; reading goes on with what is usable. A plan that was read with
errors is only good for looking for more of them. This module must never know the network: cycles
are found by the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from schedule.calendars.compile import NATIONAL
from schedule.diagnostics import Diagnostic, Location
from schedule.files.plans.calendars import CALENDARS, calendar_document, read_calendars
from schedule.files.plans.constraints import MANDATORY
from schedule.files.plans.crews import CREWS, crew_document, read_crews
from schedule.files.plans.funds import FUNDS, check_money, funds_document, read_funds
from schedule.files.plans.settings import SETTINGS, read_settings, settings_document
from schedule.files.plans.tasks import TASK, Names, TaskReader, task_document
from schedule.files.yaml.content import plain
from schedule.files.yaml.keys import Fragment, Key, Table, valued
from schedule.files.yaml.kinds import (
    FINISH,
    FLAG,
    ID,
    START,
    TASK_ID,
    TEXT,
    TITLE,
    TITLE_FORM,
    TRUE,
    by_id,
    known_or,
    set_of,
    shaped,
)
from schedule.files.yaml.scalars import (
    DAY_FORM,
    as_it_is,
    check_id,
    finish_text,
    is_task_id,
    read_fields,
    read_items,
    read_mapping,
    read_scalar,
    read_text,
    read_title,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml
from schedule.files.yaml.text import Document
from schedule.model import BUILT_IN_CALENDARS, Body, Phase, Plan, Task
from schedule.rules import DEFAULTS

FORMAT = "1"
FORMAT_FORM: Fragment = {"enum": [int(FORMAT), FORMAT]}


def read_plan(data: bytes, path: str, *, sealed: bool = False) -> tuple[Plan | None, tuple[Diagnostic, ...]]:
    """Read a plan file.

    Args:
        data: the file's bytes.
        path: the path to show in faults.
        sealed: a record has fixed the plan, so that what is beyond a limit stays as it is, with a warning.

    Returns:
        The plan and its faults, in the order of the file. With errors the plan is partial: a task that is not usable
        keeps its id and has no duration. None where there is no plan to speak of: no YAML, or another format.

    Example:
        >>> plan, faults = read_plan(b"daopai: 2", "plan.yaml")
        >>> plan, str(faults[0])
        (None, 'plan.yaml:1:9: error: unknown-format (found: 2, expected: 1)')
    """
    faults = Faults()
    faults.sealed = sealed
    root = read_yaml(data, path, faults)
    if root is None or not _has_known_format(root, faults):
        return None, faults.diagnostics
    return _read(root, sha256(plain(data)).hexdigest(), faults), faults.diagnostics


def names_of(plan: Plan) -> Names:
    """What the tasks of a plan may refer to, for readers of later changes to it."""
    return Names(
        tasks=plan.tasks.keys(),
        calendars={**BUILT_IN_CALENDARS, **plan.calendars},
        bodies=plan.present.keys(),
        phases=plan.phases.keys(),
        start=plan.start,
        allow_mandatory=plan.settings.allow_mandatory,
        law=plan.settings.law,
        crews=plan.crews,
    )


def _has_known_format(root: MappingNode, faults: Faults) -> bool:
    if "daopai-portfolio" in root.entries:
        faults.add("is-portfolio", root.entries["daopai-portfolio"][0].location)
        return False
    version = root.entries.get("daopai", (None, None))[1]
    if isinstance(version, ScalarNode) and version.text and version.text != FORMAT:
        faults.add("unknown-format", version.location, found=version.text, expected=FORMAT)
        return False
    return True


def _read(root: MappingNode, digest: str, faults: Faults) -> Plan:
    sections = read_fields(root, PLAN.readers(), faults, required=PLAN.required)
    calendars = read_calendars(sections["calendars"], faults) if "calendars" in sections else {}
    bodies = _read_bodies(sections["bodies"], faults) if "bodies" in sections else {}
    phases = _read_phases(sections["phases"], faults) if "phases" in sections else {}
    groups = _read_groups(sections["groups"], faults) if "groups" in sections else {}
    settings = read_settings(sections["settings"], faults) if "settings" in sections else DEFAULTS
    project = read_mapping(sections["project"], faults) if "project" in sections else None
    tasks = read_mapping(sections["tasks"], faults) if "tasks" in sections else None
    values: dict[str, Any] = {}
    places: dict[str, ScalarNode] = {}
    if project is not None:
        at = root.entries["project"][0].location
        values = read_fields(project, PROJECT.readers(), faults, required=PROJECT.required, at=at)
        places = {key: node for key, (_, node) in project.entries.items() if isinstance(node, ScalarNode)}
    faults.named("unknown-body", lambda: ((body.name, id_) for id_, body in bodies.items()))
    faults.named("unknown-phase", lambda: ((phase.name or id_, id_) for id_, phase in phases.items()))
    faults.named("unknown-calendar", lambda: ((spec.name or id_, id_) for id_, spec in calendars.items()))
    known = {**BUILT_IN_CALENDARS, **calendars}
    crews = read_crews(sections["crews"], known, bodies, faults) if "crews" in sections else {}
    faults.named("unknown-crew", lambda: ((crew.name or id_, id_) for id_, crew in crews.items()))
    faults.named("unknown-task", lambda: _names_in(tasks))
    names = Names(
        tasks=tasks.entries.keys() if tasks else (),
        calendars=known,
        bodies=bodies.keys(),
        phases=phases.keys(),
        start=values.get("start"),
        start_location=places["start"].location if "start" in places else None,
        allow_mandatory=settings.allow_mandatory,
        law=settings.law,
        crews=crews,
    )
    if settings.law.office is not None and settings.law.office not in names.calendars:
        faults.unknown("unknown-calendar", _law_place(sections["settings"], "office"), names.calendars)
        settings = replace(settings, law=replace(settings.law, office=None))
    if "calendar" in values and values["calendar"] not in names.calendars:
        faults.unknown("unknown-calendar", places["calendar"], names.calendars)
    if "must_finish_by" in values and values["must_finish_by"] < values.get("start", 0):
        facts = {"found": finish_text(values["must_finish_by"]), "expected": start_text(values["start"])}
        faults.add("deadline-before-start", places["must_finish_by"].location, places["start"].location, **facts)
    if "target" in values and tasks is not None and values["target"] not in names.tasks:
        faults.unknown("unknown-task", places["target"], names.tasks)
    funds = read_funds(sections["funds"], names.bodies, faults) if "funds" in sections else None
    listed = _read_tasks(tasks, names, root.entries["tasks"][0].location, faults) if tasks else {}
    if funds is not None or "funds" not in sections:
        check_money(listed.values(), listed, funds, faults)
    return Plan(
        name=values.pop("name", ""),
        start=values.pop("start", 0),
        calendar=values.pop("calendar", NATIONAL),
        tasks=listed,
        calendars=calendars,
        bodies=bodies,
        phases=phases,
        groups=groups,
        settings=settings,
        funds=funds,
        crews=crews,
        digest=digest,
        location=root.location,
        **values,
    )


def _law_place(settings: Node, key: str) -> ScalarNode:
    """Where the settings say something of the law that only the rest of the plan can tell to be wrong."""
    law = settings.entries["law"][1] if isinstance(settings, MappingNode) else None
    node = law.entries[key][1] if isinstance(law, MappingNode) else None
    assert isinstance(node, ScalarNode)
    return node


def _read_tasks(mapping: MappingNode, names: Names, at: Location, faults: Faults) -> dict[str, Task]:
    if not mapping.entries:
        faults.add("empty-plan", at)
    for key, _ in mapping.entries.values():
        check_id(key, faults, is_task_id)
    reader = TaskReader(names, faults)
    return {id_: reader.task(key, node) for id_, (key, node) in mapping.entries.items()}


def _names_in(tasks: MappingNode | None) -> Iterator[tuple[str, str]]:
    """The names of tasks with their ids, before they are read."""
    for id_, (_, node) in tasks.entries.items() if tasks else ():
        name = node.entries.get("name", (None, None))[1] if isinstance(node, MappingNode) else None
        if isinstance(name, ScalarNode):
            yield name.text, id_


def _read_bodies(node: Node, faults: Faults) -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    mapping = read_mapping(node, faults)
    for id_, (key, value) in mapping.entries.items() if mapping else ():
        if check_id(key, faults):
            body = read_mapping(value, faults) if value is not None else None
            values = read_fields(body, BODY.readers(), faults, BODY.required, key.location) if body else {}
            bodies[id_] = Body(id=id_, location=key.location, **{"name": id_, **values})
            tell_same_name(bodies[id_], bodies.values(), key.location, faults)
    return bodies


def tell_same_name(body: Body, others: Iterable[Body], location: Location, faults: Faults) -> None:
    """Warn, at a body's place, that another one bears a name of it: what papers and forms say of one fits both.

    No fault: dates and duties go by ids, and a plan that was kept so must stay readable.
    """
    for other in others:
        shared = _names_of_body(body) & _names_of_body(other)
        if other.id != body.id and shared:
            related = [] if other.location is None else [other.location]
            faults.warn("same-name", location, *related, found=min(shared), body=body.id, other=other.id)
            return


def _names_of_body(body: Body) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in (body.name, body.name_en) if name)


def _read_phases(node: Node, faults: Faults) -> dict[str, Phase]:
    """A list of ids, or a mapping from ids to their words."""
    phases: dict[str, Phase] = {}
    if isinstance(node, MappingNode):
        for id_, (key, value) in node.entries.items():
            if check_id(key, faults):
                words = read_mapping(value, faults) if value is not None else None
                values = read_fields(words, PHASE.readers(), faults) if words else {}
                phases[id_] = Phase(id=id_, location=key.location, **values)
        return phases
    for item in read_items(node, faults):
        scalar = read_scalar(item, faults)
        if scalar is None or not check_id(scalar, faults):
            continue
        first = phases.get(scalar.text)
        if first is None:
            phases[scalar.text] = Phase(id=scalar.text, location=scalar.location)
        elif first.location is not None:
            faults.add("duplicate-item", scalar.location, first.location, found=scalar.text)
    return phases


def _each(write: Callable[[Any], Document]) -> Callable[[Mapping[str, Any]], Document]:
    """Writes what a mapping holds, each under its id."""
    return lambda found: {id_: write(one) for id_, one in found.items()}


def _read_groups(node: Node, faults: Faults) -> dict[str, str]:
    """English names of groups, by the name that tasks give."""
    mapping = read_mapping(node, faults)
    return read_fields(mapping, dict.fromkeys(mapping.entries, read_title), faults) if mapping else {}


def _phases_document(phases: Mapping[str, Phase]) -> Document:
    """A list of ids, or where a phase has words, a mapping."""
    words = {id_: PHASE.document(PHASE.stated(phase)) for id_, phase in phases.items()}
    return words if any(words.values()) else list(words)


PROJECT = Table(
    "project",
    (
        Key("name", TITLE, "name"),
        Key("name_en", TITLE),
        Key("start", START, f"start: {DAY_FORM}"),
        Key("calendar", valued(read_text, known_or(BUILT_IN_CALENDARS, ID)), f"calendar: {NATIONAL}"),
        Key("target", valued(read_text, TASK_ID)),
        Key("must_finish_by", FINISH),
        Key("note", TEXT),
        Key("sample", TEXT),
    ),
)
BODY = Table(
    "body",
    (
        *(Key("name", TITLE, "name"), Key("name_en", TITLE), Key("lead", TITLE), Key("lead_en", TITLE)),
        Key("outside", FLAG, silent=False),
    ),
)
PHASE = Table("phase", (Key("name", TITLE), Key("name_en", TITLE)))
_MANDATORY_ALLOWED = {"settings": {"properties": {"allow_mandatory": TRUE}, "required": ["allow_mandatory"]}}
_WITHOUT_MANDATORY = {"additionalProperties": {"properties": {str(kind): False for kind in sorted(MANDATORY)}}}
PLAN = Table(
    "plan",
    (
        Key("daopai", valued(read_text, FORMAT_FORM), f"daopai: {FORMAT}"),
        Key("project", valued(as_it_is, PROJECT, lambda plan: PROJECT.document(PROJECT.stated(plan))), "project"),
        Key("calendars", valued(as_it_is, CALENDARS, _each(calendar_document)), silent={}),
        Key("bodies", valued(as_it_is, by_id(BODY), _each(lambda body: BODY.document(BODY.stated(body)))), silent={}),
        Key("phases", valued(as_it_is, shaped(set_of(ID), mapped=by_id(PHASE)), _phases_document), silent={}),
        Key("groups", valued(as_it_is, {"type": "object", "additionalProperties": TITLE_FORM}, dict), silent={}),
        Key("settings", valued(as_it_is, SETTINGS, settings_document), silent=DEFAULTS),
        Key("funds", valued(as_it_is, FUNDS, funds_document)),
        Key("crews", valued(as_it_is, CREWS, _each(crew_document)), silent={}),
        Key(
            "tasks",
            valued(as_it_is, {**by_id(TASK, TASK_ID), "minProperties": 1}, _each(task_document)),
            "tasks",
        ),
    ),
    {
        "if": {"properties": _MANDATORY_ALLOWED, "required": ["settings"]},
        "else": {"properties": {"tasks": _WITHOUT_MANDATORY}},
    },
)
"""What plan.yaml says."""
