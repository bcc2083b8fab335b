"""Who answers for an activity of P6, by what its planners use to say so: an activity code, OBS, a resource, the WBS.

P6 has no field for the responsible body, and every planner another habit; so whoever reads the file says which one. A
task of which the file says nothing has no body. This module must never know what a body is charged with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from schedule.files.plans.as_text import id_of
from schedule.files.xer.table import Table, empty_table, read_tables
from schedule.files.xer.values import words
from schedule.files.yaml.scalars import MAX_TITLE
from schedule.files.yaml.source import Faults
from schedule.model import Body, Project

_TABLES = ("PROJWBS", "TASK", "OBS", "RSRC", "ACTVTYPE", "ACTVCODE", "TASKACTV")


class NobodyThereError(Exception):
    """The file says nobody by that rule; `found` is what was asked for, `known` what the file has in its place."""

    def __init__(self, found: str, known: Sequence[str]) -> None:
        super().__init__(found)
        self.found, self.known = found, known


def with_bodies(projects: Sequence[Project], files: Sequence[Path], rule: str) -> tuple[Project, ...]:
    """The projects of some `.xer` files with the bodies of their tasks, alike in all of them.

    `rule`: `code:TYPE` (an activity code of that type, its description), `obs` (the node that is responsible for the
    activity's WBS), `resource` (its primary resource) or `wbs:LEVEL` (its WBS from the level below the project, 1, on).
    Raises NobodyThereError where no task of any file has a body by it; ValueError where it is no such rule.
    """
    kind, _, which = rule.partition(":")
    if (kind in ("code", "wbs")) is not bool(which) or kind not in ("code", "obs", "resource", "wbs"):
        raise ValueError(rule)
    if kind == "wbs" and not (which.isascii() and which.isdigit() and int(which)):
        raise ValueError(rule)
    named, known = [], dict[str, None]()
    for project, file in zip(projects, files, strict=True):
        if kind == "wbs":
            level = int(which) - 1
            found = {name: one.group[level] for name, one in project.plan.tasks.items() if len(one.group) > level}
            known |= dict.fromkeys(str(k + 1) for one in project.plan.tasks.values() for k in range(len(one.group)))
        else:
            tables = _tables(file)
            found = _by_code(tables, which) if kind == "code" else _by_field(tables, kind)
            known |= dict.fromkeys(map(words, tables["ACTVTYPE"].texts("actv_code_type")) if kind == "code" else ())
        named.append({name: body[:MAX_TITLE] for name, body in found.items() if body and name in project.plan.tasks})
    if not any(named):
        raise NobodyThereError(which or kind, tuple(known))
    ids = _ids({name for one in named for name in one.values()})
    bodies = {id_: Body(id_, name) for name, id_ in ids.items()}
    return tuple(
        replace(
            project,
            plan=replace(
                project.plan,
                bodies={**project.plan.bodies, **bodies},
                tasks={
                    name: replace(task, body=ids[said[name]]) if name in said else task
                    for name, task in project.plan.tasks.items()
                },
            ),
        )
        for project, said in zip(projects, named, strict=True)
    )


def _ids(names: set[str]) -> dict[str, str]:
    """An id for each name, told apart by a number in the order of the names."""
    found: dict[str, str] = {}
    for name in sorted(names):
        first, k = id_of(name), 1
        id_ = first
        while id_ in found.values():
            k += 1
            id_ = f"{first}-{k}"
        found[name] = id_
    return found


def _tables(file: Path) -> dict[str, Table]:
    # The file was read before, with all its faults told.
    present = read_tables(file.read_bytes(), str(file), _TABLES, Faults())
    return {name: present.get(name) or empty_table(name) for name in _TABLES}


def _by_code(tables: Mapping[str, Table], type_: str) -> dict[str, str]:
    """The description of each activity's code of a type, else its short name."""
    types, codes, given = (tables[name] for name in ("ACTVTYPE", "ACTVCODE", "TASKACTV"))
    asked = {
        id_
        for id_, name in zip(types.texts("actv_code_type_id"), types.texts("actv_code_type"), strict=True)
        if words(name).casefold() == type_.casefold()
    }
    called = _named(codes, "actv_code_id", "actv_code_name", "short_name")
    columns = (given.texts(name) for name in ("task_id", "actv_code_type_id", "actv_code_id"))
    by_task = {task: called.get(code, "") for task, of, code in zip(*columns, strict=True) if of in asked}
    return _by_activity(tables, [by_task.get(id_, "") for id_ in tables["TASK"].texts("task_id")])


def _by_field(tables: Mapping[str, Table], kind: str) -> dict[str, str]:
    """The names of primary resources, or of the OBS nodes of the activities' WBS."""
    task = tables["TASK"]
    if kind == "resource":
        called = _named(tables["RSRC"], "rsrc_id", "rsrc_name", "rsrc_short_name")
        return _by_activity(tables, [called.get(id_, "") for id_ in task.texts("rsrc_id")])
    wbs, called = tables["PROJWBS"], _named(tables["OBS"], "obs_id", "obs_name")
    of = dict(zip(wbs.texts("wbs_id"), wbs.texts("obs_id"), strict=True))
    return _by_activity(tables, [called.get(of.get(id_, ""), "") for id_ in task.texts("wbs_id")])


def _named(table: Table, key: str, *fields: str) -> dict[str, str]:
    """The first of some fields that is filled, by id."""
    columns = zip(*(table.texts(name) for name in fields), strict=True)
    names = (next((words(text) for text in texts if words(text)), "") for texts in columns)
    return dict(zip(table.texts(key), names, strict=True))


def _by_activity(tables: Mapping[str, Table], names: Sequence[str]) -> dict[str, str]:
    return dict(zip(map(words, tables["TASK"].texts("task_code")), names, strict=True))
