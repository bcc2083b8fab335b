"""MPXJ's two schedulers as a second opinion: our states in, their dates out, thousands of networks in one JVM.

`Oracle.java`, beside this file, is compiled by `javac` and given the networks on its standard input; its head says in
what lines. Calendars go over as hours of weekdays and as excepted days, so that both engines see the same days: a
calendar on a base or with closures cannot be sent. Needs a JDK (11 or newer) and the `mpxj` package's jars, either
installed or in the folder that the environment's MPXJ_JARS names. This module must never use our own arithmetic.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from schedule.model import (
    BUILT_IN_CALENDARS,
    NOT_STARTED,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Duration,
    Instant,
    Minutes,
    RelationType,
    State,
    Task,
    TaskKind,
    Unit,
)
from schedule.rules import LagCalendar, Profile, TotalFloat, in_force

DAY = 24 * 60
_EPOCH = date(1970, 1, 1)
_SOURCE = Path(__file__).with_name("Oracle.java")

_KINDS = {
    TaskKind.TASK: "TASK_DEPENDENT",
    TaskKind.START_MILESTONE: "START_MILESTONE",
    TaskKind.FINISH_MILESTONE: "FINISH_MILESTONE",
    TaskKind.LEVEL_OF_EFFORT: "LEVEL_OF_EFFORT",
}
_CONSTRAINTS = {
    ConstraintKind.START_NO_EARLIER_THAN: "START_NO_EARLIER_THAN",
    ConstraintKind.FINISH_NO_EARLIER_THAN: "FINISH_NO_EARLIER_THAN",
    ConstraintKind.START_NO_LATER_THAN: "START_NO_LATER_THAN",
    ConstraintKind.FINISH_NO_LATER_THAN: "FINISH_NO_LATER_THAN",
    ConstraintKind.START_ON: "START_ON",
    ConstraintKind.FINISH_ON: "FINISH_ON",
    ConstraintKind.MANDATORY_START: "MUST_START_ON",
    ConstraintKind.MANDATORY_FINISH: "MUST_FINISH_ON",
}
_PROJECT_HAS = {
    ConstraintKind.START_ON: ConstraintKind.MANDATORY_START,
    ConstraintKind.FINISH_ON: ConstraintKind.MANDATORY_FINISH,
}
"""Microsoft Project has but one of each, and it is hard (rules, section 5)."""
_OWN_FIELD = {
    ConstraintKind.EXTERNAL_EARLY_START: "early",
    ConstraintKind.EXTERNAL_LATE_FINISH: "late",
    ConstraintKind.EXPECTED_FINISH: "expected",
}
_SECONDARY = {ConstraintKind.START_NO_LATER_THAN, ConstraintKind.FINISH_NO_LATER_THAN}
_LAG_CALENDARS = {
    LagCalendar.PREDECESSOR: "PREDECESSOR",
    LagCalendar.SUCCESSOR: "SUCCESSOR",
    LagCalendar.PROJECT: "PROJECT_DEFAULT",
    LagCalendar.ALL_HOURS: "TWENTY_FOUR_HOUR",
}
_TOTAL_FLOATS = {
    TotalFloat.FINISH: "FINISH_SLACK",
    TotalFloat.START: "START_SLACK",
    TotalFloat.SMALLEST: "SMALLEST_SLACK",
}


class OracleDates(NamedTuple):
    """One task as MPXJ dates it: instants and working minutes; None where MPXJ says nothing.

    For a task in progress under P6's rules the early dates are those of its remaining work. `project_finish` is the
    last early finish of P6's forward pass, before as late as possible moves anything.
    """

    early_start: Instant | None
    early_finish: Instant | None
    late_start: Instant | None
    late_finish: Instant | None
    total_float: Minutes | None
    free_float: Minutes | None
    longest_path: bool
    project_finish: Instant | None


def missing() -> str | None:
    """What this machine lacks to ask the oracle, in words for a skipped test; None where nothing is missing."""
    if shutil.which("javac") is None or shutil.which("java") is None:
        return "no JDK: `javac` is not on the path"
    if _jars() is None:
        return 'no MPXJ: pip install "daopai[interop]", or name the folder of its jars in MPXJ_JARS'
    return None


def mpxj_schedule(states: Sequence[State], scheduler: str = "p6") -> list[dict[str, OracleDates]]:
    """Every state as MPXJ schedules it: by task id; an empty mapping where MPXJ itself fails.

    `scheduler` is "p6" (PrimaveraScheduler: retained logic) or "msp" (MicrosoftScheduler: in-progress tasks are not
    split). Raises ValueError for a state that its lines cannot say.
    """
    lines = [
        line
        for number, state in enumerate(states)
        if not _is_endless(state)
        for line in _network(number, state, scheduler)
    ]
    command = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", _class_path()]
    done = subprocess.run(
        [*command, "Oracle"], input="\n".join(lines), capture_output=True, text=True, encoding="utf-8", timeout=600
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    answers: list[dict[str, OracleDates]] = [{} for _ in states]
    for line in done.stdout.splitlines():
        mark, network, task, *words = line.split(" ")
        if mark == "D":
            answers[int(network)][list(states[int(network)].plan.tasks)[int(task)]] = _dates(words)
    return answers


def _is_endless(state: State) -> bool:
    """Whether MPXJ would search to the end of time: it dates a late task before an SF successor with year 999999999."""
    tasks = state.plan.tasks
    return any(
        tasks[relation.predecessor].as_late_as_possible and relation.type is RelationType.SF
        for task in tasks.values()
        for relation in task.relations
    )


def _dates(words: Sequence[str]) -> OracleDates:
    numbers = [None if word == "-" else int(word) for word in words]
    start, finish, late_start, late_finish, total_float, free_float, longest, last = numbers
    return OracleDates(start, finish, late_start, late_finish, total_float, free_float, bool(longest), last)


def _network(number: int, state: State, scheduler: str) -> Iterator[str]:
    plan, settings = state.plan, in_force(state.plan.settings)
    names = {name: str(k) for k, name in enumerate(dict.fromkeys([plan.calendar, *_calendars(state)]))}
    head = (plan.start, state.data_date, "-" if plan.must_finish_by is None else plan.must_finish_by)
    lag_calendar = _LAG_CALENDARS[settings.lag_calendar or LagCalendar.PREDECESSOR]
    total_float = _TOTAL_FLOATS[settings.total_float or TotalFloat.FINISH]
    yield " ".join(map(str, ["N", number, scheduler, *head, lag_calendar, total_float, names[plan.calendar]]))
    specs = {**BUILT_IN_CALENDARS, **plan.calendars}
    for name, short in names.items():
        yield from _calendar(short, specs[name])
    index = {name: k for k, name in enumerate(plan.tasks)}
    for task in plan.tasks.values():
        yield from _task(state, task, index[task.id], specs, names, scheduler)
    for task in plan.tasks.values():
        for relation in task.relations:
            before = plan.tasks[relation.predecessor]
            lag_on = {
                LagCalendar.PREDECESSOR: before.calendar,
                LagCalendar.SUCCESSOR: task.calendar,
            }.get(settings.lag_calendar or LagCalendar.PREDECESSOR)
            lag = _minutes(relation.lag, specs[lag_on or plan.calendar])
            yield f"R {index[before.id]} {index[task.id]} {relation.type} {lag}"
    yield "E"


def _calendars(state: State) -> Iterator[str]:
    for task in state.plan.tasks.values():
        if task.calendar is not None:
            yield task.calendar
        yield from (one.calendar for one in task.assignments if one.calendar is not None)


def _calendar(short: str, spec: CalendarSpec) -> Iterator[str]:
    if spec.week is None or spec.base is not None or spec.region is not None or spec.closures:
        raise ValueError(f"calendar {spec.id!r} is more than a week and exceptions")
    week = [_ranges(spec.hours_of_day.get(day, spec.hours)) if day in spec.week else "-" for day in range(7)]
    yield " ".join(["C", short, *week])
    for one in spec.exceptions:
        first, last = ((day - _EPOCH).days for day in (one.first, one.last))
        for day in range(first, last + 1):
            yield f"X {short} {day} {day} {_exception(one, spec, (day + 3) % 7)}"  # 1970-01-01 is a Thursday


def _exception(one: DayException, spec: CalendarSpec, weekday: int) -> str:
    if not one.working:
        return "-"
    return _ranges(spec.hours_of_day.get(weekday, spec.hours) if one.hours is None else one.hours)


def _ranges(hours: Iterable[tuple[int, int]]) -> str:
    return ",".join(f"{begin}-{end}" for begin, end in sorted(hours)) or f"0-{DAY}"


def _task(
    state: State, task: Task, number: int, specs: dict[str, CalendarSpec], names: dict[str, str], scheduler: str
) -> Iterator[str]:
    calendar = task.calendar or state.plan.calendar
    status = state.statuses.get(task.id, NOT_STARTED)
    duration = _minutes(task.duration, specs[calendar])
    started = status.started if status.started is not None else status.finished
    if status.finished is not None:
        remaining = 0
    elif status.remaining is not None:
        remaining = _minutes(status.remaining, specs[calendar])
    elif status.percent is not None:
        remaining = round(duration * (100 - status.percent) / 100)
    else:
        remaining = duration
    # P6 shows as actual duration what was worked from the actual start to the data date; Microsoft Project, what is
    # done of the duration, whatever the status date says.
    done = max(0, duration - remaining) if scheduler == Profile.MSP and status.finished is None else None
    words = [number, _KINDS[task.kind], names[calendar], duration, remaining, done, started, status.finished]
    words += [status.suspended, status.resumed, int(task.as_late_as_possible), task.deadline]
    yield "T " + " ".join("-" if word is None else str(word) for word in words)
    yield from _constraints(task, number, scheduler)
    for k, one in enumerate(task.assignments):
        on = one.calendar or calendar
        all_of_it = _minutes(one.duration, specs[on])
        left = _minutes(status.assignments[k], specs[on]) if k < len(status.assignments) else all_of_it
        yield f"A {number} {names[on]} {all_of_it} {left}"


def _constraints(task: Task, number: int, scheduler: str) -> Iterator[str]:
    """Externals and expected finishes have fields of their own; of the rest there is room for a primary and a late
    secondary one, and as late as possible is a primary one."""
    kept: list[Constraint] = []
    for one in task.constraints:
        if one.kind in _OWN_FIELD:
            yield f"K {number} {_OWN_FIELD[one.kind]} - {one.instant}"
        else:
            kept.append(one)
    kept.sort(key=lambda one: one.kind in _SECONDARY)
    places = ["2"] if task.as_late_as_possible else ["1", "2"]
    if len(kept) > len(places) or any(
        place == "2" and one.kind not in _SECONDARY for place, one in zip(places, kept, strict=False)
    ):
        raise ValueError(f"task {task.id!r} has constraints that no P6 activity can have together")
    for place, one in zip(places, kept, strict=False):
        kind = _PROJECT_HAS.get(one.kind, one.kind) if scheduler == Profile.MSP else one.kind
        yield f"K {number} {place} {_CONSTRAINTS[kind]} {one.instant}"


def _minutes(duration: Duration | None, spec: CalendarSpec) -> Minutes:
    if duration is None:
        return 0
    if duration.unit is Unit.CALENDAR_DAYS:
        raise ValueError("calendar days cannot be sent: use hours on a calendar of 24")
    day = spec.day_minutes or sum(end - begin for begin, end in spec.hours) or DAY
    worth = {Unit.WORKING_DAYS: day, Unit.HOURS: 60, Unit.MINUTES: 1}[duration.unit]
    return round(duration.amount * worth)


@cache
def _jars() -> Path | None:
    named = os.environ.get("MPXJ_JARS")
    if named:
        return Path(named)
    found = importlib.util.find_spec("mpxj")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "lib"


@cache
def _class_path() -> str:
    """Compile the oracle once; its class file goes when this process ends."""
    jars = _jars()
    assert jars is not None
    folder = tempfile.TemporaryDirectory(prefix="oracle-")
    _kept.append(folder)
    path = f"{jars}{os.sep}*"
    compiler = ["javac", "-nowarn", "-encoding", "UTF-8", "-cp", path, "-d", folder.name, str(_SOURCE)]
    subprocess.run(compiler, check=True, capture_output=True, text=True)
    return f"{folder.name}{os.pathsep}{path}"


_kept: list[tempfile.TemporaryDirectory[str]] = []
