"""Schedules of other tools, through MPXJ: Microsoft Project (.mpp, MSPDI .xml), PMXML, .mpx, .gan, .pod and more.

MPXJ is Java; it runs in a program of its own (`schedule.files.exchange.mpxj_bridge`), with a limit to its memory and
its time, and turns the file into an `.xer`, which `schedule.files.xer.project` reads, or one of ours into another
tool's file. What an `.xer` has no place for, deadlines and lags in elapsed time, goes beside it. Needs the extra
`interop`.

This module must never know how a schedule is computed.
"""

from __future__ import annotations

import codecs
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from schedule.diagnostics import Diagnostic, Location, PlanError, Severity, Source
from schedule.files.exchange import mpxj_bridge
from schedule.files.exchange.formats import format_of
from schedule.files.xer.project import xer_project
from schedule.files.xer.table import decoded
from schedule.model import Constraint, ConstraintKind, Duration, Instant, Minutes, Project, Relation, Task, Unit
from schedule.rules import Profile

INSTALL = 'pip install "daopai[interop]"'
MEGABYTES = 2048
"""The most that Java may take of the machine's memory."""
SECONDS = 600
"""How long a conversion may take."""
SAYABLE = {
    "actual-in-future",
    "calendar-without-work",
    "cycle",
    "empty-plan",
    "external-relation",
    "finish-before-start",
    "self-relation",
    "several-projects",
    "unknown-project",
}
"""The faults of a converted `.xer` whose words are about a schedule, and not about P6's tables."""
REFUSALS = {
    "password": "interop-password",
    "unit": "interop-unit",
    "number": "interop-number",
    "encoding": "interop-encoding",
    "format": "interop-format",
    "xml": "interop-broken-xml",
    "cut-off": "interop-cut-off",
    mpxj_bridge.DAMAGED: "interop-damaged",
    "memory": "interop-memory",
    "no-tasks": "interop-no-tasks",
    "old-pod": "interop-old-pod",
}
"""Why a file is refused, by the bridge's name of the reason; what has no name of its own is `interop-failed`."""
WARNINGS = {
    "manual-tasks": "interop-manual-tasks",
    "inactive-tasks": "interop-inactive-tasks",
    "external-tasks": "interop-external-tasks",
    "lost-external-tasks": "interop-lost-external-tasks",
    "from-finish": "interop-from-finish",
    "summary-links": "interop-summary-links",
    "summary-starts": "interop-summary-starts",
    "summary-constraints": "interop-summary-constraints",
    "summary-dates": "interop-summary-dates",
    "assumed-starts": "interop-assumed-starts",
    "levelling-delays": "interop-levelling-delays",
    "resource-calendars": "interop-resource-calendars",
    "splits": "interop-splits",
    "contours": "interop-contours",
}
"""What a conversion changes, by the bridge's name: each a warning that says how many."""
POD = ".pod"
"""ProjectLibre's, formerly OpenProj's."""
MPX = ".mpx"
"""Microsoft Project's exchange format of old, whose first line says the code page of its text."""
_CODE_PAGE = re.compile(rb"\A(MPX[,;\t][^\r\n]*[,;\t])ANSI\b")
_JAVA_OBJECTS = b"\xac\xed"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What Microsoft's compound files begin with, `.mpp` among them."""
_POD_AS_XML = b"@@@@@@@@@@ProjectLibreSeparator_MSXML@@@@@@@@@@"
_OF_LEFT_OUT_TASKS = (WARNINGS["inactive-tasks"], WARNINGS["lost-external-tasks"])
_FEWEST_BYTES = 512
_NO_SECTOR = 0xFFFFFFFA
"""From this number on a compound file's sector is none, but a mark."""
_CHINESE = rb"\1ZH"
"""The name that MPXJ has for the page of simplified Chinese, after what stands before it."""
_CRASH = "exit {code}"
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion found besides the `.xer`.

    `profile` is whose rules the file was planned by, `name` what it calls the project. `deadlines` are instants by
    activity id, `earliest` those before which nothing of an activity may begin, `manual` the starts of those that are
    scheduled by hand; `elapsed_lags` are lags that count every hour, in minutes, each with its predecessor, successor
    and type. `stated` is how many tasks, relations and tasks with progress the file has, and `written` how many the
    `.xer` is to have; `lost_relations` of the stated ones have no place in it. `faults` are warnings only.
    """

    profile: Profile
    name: str = ""
    stated: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, int] = field(default_factory=dict)
    lost_relations: int = 0
    earliest: Mapping[str, Instant] = field(default_factory=dict)
    manual: Mapping[str, Instant] = field(default_factory=dict)
    deadlines: Mapping[str, Instant] = field(default_factory=dict)
    elapsed_lags: Mapping[tuple[str, str, str], Minutes] = field(default_factory=dict)
    faults: tuple[Diagnostic, ...] = ()


def read_foreign(
    path: Path, project: str | None = None, *, megabytes: int = MEGABYTES, seconds: float = SECONDS
) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Read a file of another tool as that tool schedules it: Microsoft Project's rules for its files, else P6's.

    Args:
        path: the file; faults show it as it is given, with line and column of the converted `.xer`.
        project: as in `read_xer`.
        megabytes: the limit to Java's memory.
        seconds: the limit to its time.

    Returns:
        As `xer_project`, with the warnings of `to_xer`.

    Raises:
        PlanError: as `to_xer`.
    """
    with tempfile.TemporaryDirectory(prefix="daopai-") as folder:
        into = Path(folder, "converted.xer")
        conversion = to_xer(path, into, megabytes=megabytes, seconds=seconds)
        found, faults = xer_project(into.read_bytes(), str(path), project)
    place = Location(Source(str(path)), 1)
    told = (*conversion.faults, *(_of_the_file(fault, place) for fault in faults))
    if found is None:
        return None, told
    return _completed(found, conversion, place, str(path.parent)), (*told, *_differences(found, conversion, path))


def _of_the_file(fault: Diagnostic, place: Location) -> Diagnostic:
    """What is wrong with the converted `.xer`, told of the file that it came from.

    Lines and columns are those of a file that nobody has seen, and so are the words for P6's tables.
    """
    if fault.code in SAYABLE:
        return replace(fault, location=place, related=())
    facts = {"path": place.path, "found": fault.facts.get("found", ""), "problem": fault.code}
    return Diagnostic("interop-not-understood", None, facts, fault.severity)


def _differences(found: Project, conversion: Conversion, path: Path) -> tuple[Diagnostic, ...]:
    """A warning with both numbers for whatever the file states and the project has less of."""
    relations = sum(len(task.relations) for task in found.plan.tasks.values())
    begun = {one.task for update in found.updates for one in update.progress}
    stated, written = conversion.stated, conversion.written
    told = sum(int(one.facts["found"]) for one in conversion.faults if one.code in _OF_LEFT_OUT_TASKS)
    came = {
        "tasks": len(found.plan.tasks),
        "relations": stated["relations"] - conversion.lost_relations - max(0, written["relations"] - relations),
        "progress": len(begun),
    }
    return tuple(
        Diagnostic(
            f"interop-fewer-{what}",
            None,
            {"path": str(path), "found": str(max(0, count)), "expected": str(stated[what])},
            Severity.WARNING,
        )
        for what, count in came.items()
        if count < stated[what] - (told if what == "tasks" else 0)
    )


def to_xer(path: Path, into: Path, *, megabytes: int = MEGABYTES, seconds: float = SECONDS) -> Conversion:
    """Convert a file of another tool to an `.xer` in UTF-8.

    Raises:
        PlanError: `interop-missing` where the extra is not installed, one of `REFUSALS` or else `interop-failed` with
            MPXJ's own words, `interop-timeout`, `file-missing`, `empty-file`.
    """
    facts = convert(path, into, path.suffix.lower(), {}, megabytes, seconds)
    warnings = (
        Diagnostic(WARNINGS[name], None, {"found": str(count), "path": str(path)}, Severity.WARNING)
        for name, count in facts["changed"].items()
    )
    lags = {(before, after, type_): minutes for before, after, type_, minutes in facts["elapsed_lags"]}
    profile = Profile.P6 if facts["application"] == "Primavera" else Profile.MSP
    return Conversion(
        profile=profile,
        name=facts["name"],
        stated=facts["stated"],
        written=facts["written"],
        lost_relations=facts["lost_relations"],
        deadlines=facts["deadlines"],
        earliest=facts["earliest"],
        manual=facts["manual"],
        elapsed_lags=lags,
        faults=tuple(warnings),
    )


def from_xer(
    text: str,
    into: Path,
    deadlines: Mapping[str, Instant] | None = None,
    elapsed_lags: Sequence[tuple[str, str, str, Minutes]] = (),
    manual: Mapping[str, Instant] | None = None,
    *,
    megabytes: int = MEGABYTES,
    seconds: float = SECONDS,
) -> bytes:
    """Convert the text of an `.xer` to the format that the ending of a file says: `.xml` (MSPDI) or `.pmxml`.

    Args:
        text: of `xer_text`, for Microsoft Project's format with what it leaves beside.
        into: the file that it is for, which faults name; nothing is written there.
        deadlines: instants by activity id.
        elapsed_lags: lags that count every hour: predecessor, successor, type, minutes.
        manual: the starts of the tasks that are scheduled by hand, by activity id.
        megabytes: as in `to_xer`.
        seconds: as in `to_xer`.

    Returns:
        The file.

    Raises:
        PlanError: as `to_xer`.
    """
    given = {"deadlines": dict(deadlines or {}), "elapsed_lags": list(elapsed_lags), "manual": dict(manual or {})}
    with tempfile.TemporaryDirectory(prefix="daopai-") as folder:
        source, target = Path(folder, "plan.xer"), Path(folder, f"plan{into.suffix.lower()}")
        source.write_text(text, encoding="utf-8", newline="")
        convert(source, target, ".xer", given, megabytes, seconds, into)
        return target.read_bytes()


def _completed(found: Project, conversion: Conversion, place: Location, folder: str) -> Project:
    """The project with what came beside the `.xer`, under the rules of its tool; its place is the file as a whole."""
    plan = found.plan
    settings, name = plan.settings, plan.name
    if conversion.profile is Profile.MSP:
        called = Path(conversion.name)
        name = conversion.name if format_of(called) is None else called.stem
        name = name or Path(place.path).stem  # an `.xer` has an id in front of it
        settings = replace(
            settings,
            profile=Profile.MSP,
            total_float=None,
            lag_calendar=None,
            progress=None,
            as_late_as_possible=None,
            finishes_kept=False,
            dates_without_time=False,  # Project's dates have a time
        )
    tasks = {name: _task(task, conversion, place) for name, task in plan.tasks.items()}
    calendars = {name: replace(spec, location=place) for name, spec in plan.calendars.items()}
    updates = tuple(
        replace(update, progress=tuple(replace(one, location=place) for one in update.progress), location=place)
        for update in found.updates
    )
    plan = replace(plan, name=name, tasks=tasks, calendars=calendars, settings=settings, location=place)
    # A resource's calendar that nobody works by decides nothing in Project; P6's are its planners'.
    unused = () if conversion.profile is Profile.MSP else found.unused_calendars
    return replace(found, plan=plan, updates=updates, folder=folder, unused_calendars=unused)


def _task(task: Task, conversion: Conversion, place: Location) -> Task:
    constraints = [replace(one, location=place) for one in task.constraints]
    if task.id in conversion.manual:
        constraints = [Constraint(ConstraintKind.MANUAL_START, conversion.manual[task.id], place)]
    elif task.id in conversion.earliest:
        earliest = Constraint(ConstraintKind.START_NO_EARLIER_THAN, conversion.earliest[task.id], place)
        constraints.append(earliest)
    return replace(
        task,
        deadline=conversion.deadlines.get(task.id, task.deadline),
        relations=tuple(replace(_elapsed(relation, conversion), location=place) for relation in task.relations),
        constraints=_one_earliest(constraints),
        p6=None if conversion.profile is Profile.MSP else task.p6,  # else it is the `.xer`'s own, not the file's
        location=place,
    )


def _one_earliest(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """The constraints with the latest of several no-earlier-thans alone: the others decide nothing."""
    early = [one for one in constraints if one.kind is ConstraintKind.START_NO_EARLIER_THAN]
    latest = max(early, key=lambda one: one.instant, default=None)
    return tuple(one for one in constraints if one is latest or one not in early)


def _elapsed(relation: Relation, conversion: Conversion) -> Relation:
    minutes = conversion.elapsed_lags.get((relation.predecessor, relation.successor, relation.type.value))
    if minutes is None:
        return relation
    return replace(relation, lag=Duration(Fraction(minutes, _DAY), Unit.CALENDAR_DAYS))


def convert(
    path: Path,
    into: Path,
    ending: str,
    given: Mapping[str, Any] | None = None,
    megabytes: int = MEGABYTES,
    seconds: float = SECONDS,
    shown: Path | None = None,
) -> dict[str, Any]:
    """Run the bridge in a folder of its own, under names that every locale can write; returns what it tells beside.

    Args:
        path: what is converted.
        into: the file to write, its format by its ending.
        ending: the format of `path` where its own ending does not say it.
        given: facts to put into the file.
        megabytes: as in `to_xer`.
        seconds: as in `to_xer`.
        shown: the path that faults name, where it is not `path`.

    Raises:
        PlanError: as `to_xer`.
    """
    shown = path if shown is None else shown
    if not path.is_file():
        raise PlanError([Diagnostic("file-missing", None, {"found": str(path)})])
    if not path.stat().st_size:
        raise PlanError([Diagnostic("empty-file", Location(Source(str(shown)), 1))])
    if ending == POD and _is_old_pod(path):
        raise PlanError([_refusal(str(shown), {"failure": "old-pod", "said": POD})])
    with tempfile.TemporaryDirectory(prefix="daopai-") as folder:
        source, target = Path(folder, f"source{ending}"), Path(folder, f"target{into.suffix.lower()}")
        told = Path(folder, "facts.json")
        data = path.read_bytes()
        source.write_bytes(_as_mpxj_reads_it(data, ending))
        # -P: the folder of the bridge is not a place to import from.
        command = [sys.executable, "-P", mpxj_bridge.__file__, str(source), str(target), str(told), str(megabytes)]
        try:
            done = subprocess.run(
                command,
                input=json.dumps(given or {}),
                capture_output=True,
                cwd=folder,
                timeout=seconds,
                encoding="utf-8",
            )
        except subprocess.TimeoutExpired:
            limit = {"found": str(shown), "expected": f"{seconds:g}"}
            raise PlanError([Diagnostic("interop-timeout", None, limit)]) from None
        last = next(iter(reversed(done.stderr.strip().splitlines())), _CRASH.format(code=done.returncode))
        if done.returncode == mpxj_bridge.MISSING:
            raise PlanError([Diagnostic("interop-missing", None, {"found": last, "expected": INSTALL})])
        facts: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.is_file() else {}
        if done.returncode or not facts:
            facts = {"said": last, **facts, "expected": str(megabytes)}
            if facts.get("failure") in (mpxj_bridge.DAMAGED, "format") and _is_cut_off(data):
                facts["failure"] = "cut-off"
            raise PlanError([_refusal(str(shown), facts)])
        shutil.copyfile(target, into)
    return facts


def _is_old_pod(path: Path) -> bool:
    """Whether a file is what Java's own program stored and nothing else: newer ones have the plan as XML behind it."""
    data = path.read_bytes()
    return data.startswith(_JAVA_OBJECTS) and _POD_AS_XML not in data


def _is_cut_off(data: bytes) -> bool:
    """Whether a compound file ends before one of the sectors that its head names: its directory or its allocation.

    Source: Microsoft's [MS-CFB], 2.2: shift of the sector size at 30, numbers of sectors at 48 and from 76 on.
    """
    if len(data) < 512:
        return data.startswith(_COMPOUND)
    size = 1 << int.from_bytes(data[30:32], "little")
    named = [data[48:52], *(data[at : at + 4] for at in range(76, 512, 4))]
    sectors = [int.from_bytes(one, "little") for one in named]
    last = max((one for one in sectors if one < _NO_SECTOR), default=0)
    return data.startswith(_COMPOUND) and (last + 1) * size >= len(data)


def _as_mpxj_reads_it(data: bytes, ending: str) -> bytes:
    """A file that MPXJ would misread for no fault of its own, so that it reads it; any other as it is.

    ANSI it takes for Windows' Western page, so an `.mpx` in Chinese says that it is; and what has fewer than 512 bytes
    it takes for no schedule, so a text gets empty lines at its end.
    """
    is_mpx = ending == MPX
    if is_mpx and not data.isascii() and (text := decoded(data)) != data.decode("cp1252", errors="replace"):
        data = _CODE_PAGE.sub(_CHINESE, text.encode("gb2312", errors="replace"))
    is_text = is_mpx or data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
    return data.ljust(_FEWEST_BYTES, b"\n") if is_text else data


def _refusal(path: str, facts: Mapping[str, Any]) -> Diagnostic:
    """Why a file was not converted, by the bridge's reason, else in the words of what failed."""
    code = REFUSALS.get(facts.get("failure", ""), "interop-failed")
    known = {"path": path, "found": str(facts.get("found", path)), "problem": facts["said"]}
    known |= {name: str(facts[name]) for name in ("expected", "line") if name in facts}
    return Diagnostic(code, None, known)
