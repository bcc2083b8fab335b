"""An imported project as the rules of a plan's folder accept it, with a warning for everything that was changed.

Other tools hold what no plan's author may write: two constraints of one kind, work resumed that was never suspended.
What decides no date is left out; of what contradicts itself, the part is kept that the computation obeys. This module
must never know which tool the project comes from, nor its ids: those are `schedule.files.plans.as_text`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from schedule.diagnostics import Diagnostic, Location, Severity
from schedule.files.plans.constraints import ALONE, EARLY, LATE, can_stand_together, constraint_text
from schedule.files.yaml.scalars import MAX_TITLE, duration_text, finish_text, start_text
from schedule.model import Constraint, ConstraintKind, Duration, Instant, Plan, Progress, Project, Task, Unit


def acceptable(project: Project) -> tuple[Project, tuple[Diagnostic, ...]]:
    """The project as a plan's folder may hold it, and a warning for each change, at the place in the imported file.

    Warnings: `constraint-beside-another`, `constraint-without-effect`, `deadline-left-out`, `suspension-left-out`,
    `suspension-mended`, `remaining-assumed`, `duration-assumed`, `text-shortened`, `calendars-left-out`. A relation or
    constraint that stands twice stands once, untold.
    """
    warnings: list[Diagnostic] = []
    plan = _with_sane_durations(project, warnings)
    due = plan.must_finish_by
    if due is not None and due < plan.start:
        facts = {"task": plan.name, "found": finish_text(due), "expected": start_text(plan.start)}
        warnings.append(Diagnostic("deadline-left-out", plan.location, facts, Severity.WARNING))
        due = None
    plan = replace(
        plan,
        name=_within(plan.name, MAX_TITLE, plan.location, warnings),
        must_finish_by=due,
        tasks={id_: _task(task, plan, warnings) for id_, task in plan.tasks.items()},
        calendars={
            id_: replace(spec, name=spec.name and _within(spec.name, MAX_TITLE, spec.location, warnings))
            for id_, spec in plan.calendars.items()
        },
    )
    updates = tuple(
        replace(
            update, progress=tuple(_progress(one, plan.tasks[one.task], update.data_date, warnings) for one in said)
        )
        for update in project.updates
        for said in [update.progress]
    )
    if unused := project.unused_calendars:
        facts = {"found": unused[0], "count": str(len(unused))}
        warnings.append(Diagnostic("calendars-left-out", None, facts, Severity.WARNING))
    return replace(project, plan=plan, updates=updates, unused_calendars=()), tuple(warnings)


def _with_sane_durations(project: Project, warnings: list[Diagnostic]) -> Plan:
    """The plan in which no started task has an original duration that a plan cannot say.

    Such a number is a slip of the other tool, mostly, and decides no date any more: what is left is reported. In its
    place stands the time from the start to the finish, or to the data date.
    """
    tasks = dict(project.plan.tasks)
    for update in project.updates:
        for one in update.progress:
            task, begun = tasks[one.task], one.started if one.started is not None else one.finished
            if begun is None or task.duration is None or task.duration.amount < _MOST:
                continue
            until = one.finished if one.finished is not None else update.data_date
            hours = max(Fraction(until - begun, 60), Fraction(1))
            assumed = Duration(Fraction(round(hours)), Unit.HOURS)
            found, expected = f"{float(task.duration.amount):.0f}{task.duration.unit}", duration_text(assumed)
            _warn(warnings, "duration-assumed", task, one, found=found, expected=expected)
            tasks[one.task] = replace(task, duration=assumed)
    return replace(project.plan, tasks=tasks)


_MOST = 10**6
"""A number of seven digits is no duration in a plan."""


def _task(task: Task, plan: Plan, warnings: list[Diagnostic]) -> Task:
    kept = _kept(task, warnings)
    last = task.as_late_as_possible and not task.spans
    if last and (mandatory := next((one for one in kept if one.kind in ALONE), None)):
        _warn(warnings, "constraint-beside-another", task, found="as_late_as_possible", expected=_said(mandatory))
        last = False
    deadline = task.deadline
    if deadline is not None and deadline < plan.start:
        _warn(warnings, "deadline-left-out", task, found=finish_text(deadline), expected=start_text(plan.start))
        deadline = None
    return replace(
        task,
        constraints=kept,
        as_late_as_possible=last,
        deadline=deadline,
        relations=tuple(dict.fromkeys(task.relations)),
        name=_within(task.name, MAX_TITLE, task.location, warnings),
        group=tuple(_within(level, MAX_TITLE, task.location, warnings) for level in task.group),
        assignments=tuple(
            replace(one, resource=one.resource and _within(one.resource, MAX_TITLE, task.location, warnings))
            for one in task.assignments
        ),
    )


def _within(text: str, limit: int, place: Location | None, warnings: list[Diagnostic]) -> str:
    """A text, or its beginning with an ellipsis where it is longer than a plan's folder takes it."""
    if len(text) <= limit:
        return text
    facts = {"found": f"{text[:20]}…", "length": str(len(text)), "expected": str(limit)}
    warnings.append(Diagnostic("text-shortened", place, facts, Severity.WARNING))
    return f"{text[: limit - 1]}…"


def _kept(task: Task, warnings: list[Diagnostic]) -> tuple[Constraint, ...]:
    """The constraints that one task may have, in their order; what is obeyed against the relations first."""
    kept: list[Constraint] = []
    for one in sorted(_strictest(task, warnings), key=lambda one: one.kind not in ALONE):
        other = next((other for other in kept if not can_stand_together(one.kind, other.kind)), None)
        if task.spans or (task.is_milestone and one.kind is ConstraintKind.EXPECTED_FINISH):
            _warn(warnings, "constraint-without-effect", task, one, found=_said(one))
        elif other is not None:
            _warn(warnings, "constraint-beside-another", task, one, found=_said(one), expected=_said(other))
        else:
            kept.append(one)
    return tuple(one for one in dict.fromkeys(task.constraints) if one in kept)


def _strictest(task: Task, warnings: list[Diagnostic]) -> Iterable[Constraint]:
    """One constraint a kind: the later of two early limits, the earlier of two late ones, else the first."""
    by_kind: dict[ConstraintKind, Constraint] = {}
    for one in dict.fromkeys(task.constraints):
        held = by_kind.setdefault(one.kind, one)
        if held is one:
            continue
        stricter = (one.kind in EARLY and one.instant > held.instant) or (
            one.kind in LATE and one.instant < held.instant
        )
        by_kind[one.kind], left = (one, held) if stricter else (held, one)
        _warn(warnings, "constraint-beside-another", task, left, found=_said(left), expected=_said(by_kind[one.kind]))
    return by_kind.values()


def _progress(progress: Progress, task: Task, data_date: Instant, warnings: list[Diagnostic]) -> Progress:
    if task.is_milestone:
        return progress  # what it cannot have, `writable` leaves out
    open_ = progress.started is not None and progress.finished is None
    if open_ and progress.remaining is None and progress.percent is None and task.duration and not task.spans:
        _warn(warnings, "remaining-assumed", task, progress, found=duration_text(task.duration))
        progress = replace(progress, remaining=task.duration)
    suspended, resumed = _suspension(progress, data_date)
    if (suspended, resumed) == (progress.suspended, progress.resumed):
        return progress
    found = _pause(progress.suspended, progress.resumed)
    if suspended is None:
        _warn(warnings, "suspension-left-out", task, progress, found=found)
    else:
        _warn(warnings, "suspension-mended", task, progress, found=found, expected=_pause(suspended, resumed))
    return replace(progress, suspended=suspended, resumed=resumed)


def _suspension(progress: Progress, data_date: Instant) -> tuple[Instant | None, Instant | None]:
    """The suspension and resumption by which the same is computed: only a resumption to come holds anything."""
    started, suspended, resumed = progress.started, progress.suspended, progress.resumed
    if suspended is None and resumed is None:
        return None, None
    if started is None:
        return None, None
    if suspended is not None:
        suspended = max(started, suspended)
    ends = [instant for instant in (resumed, progress.finished) if instant is not None]
    if suspended is not None and all(suspended <= end for end in ends) and ends == sorted(ends):
        return suspended, resumed
    if resumed is not None and resumed > data_date and progress.finished is None:
        begin = max(started, data_date)
        return (begin, resumed) if begin <= resumed else (None, None)
    return None, None


def _pause(suspended: Instant | None, resumed: Instant | None) -> str:
    stated = (("suspended", suspended), ("resumed", resumed))
    return ", ".join(f"{key} {start_text(instant)}" for key, instant in stated if instant is not None)


def _said(constraint: Constraint) -> str:
    return f"{constraint.kind} {constraint_text(constraint)}"


def _warn(
    warnings: list[Diagnostic], code: str, task: Task, at: Constraint | Progress | None = None, **facts: str
) -> None:
    place = task.location if at is None else at.location
    warnings.append(Diagnostic(code, place, {"task": task.id, **facts}, Severity.WARNING))
