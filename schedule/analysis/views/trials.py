"""What each open task does to every deadline with some days less or more, and each measure step by step: trials.

Each trial is a proposal of one decision, by itself, and its deadlines stand as `proposals.proposed` has them. Where the
law takes no part in it they are read off the passes, without making a schedule of what nobody asks about. What is
tried is counted in tasks that are run through, never in seconds, so that a paper says the same on every machine. This
module must never know how a trial is shown, nor which of them is wise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.dates.compressed import Pressed, pressed_by, unreviewed
from schedule.analysis.meeting import Meeting
from schedule.analysis.recovery.decided import UNSIGNED
from schedule.analysis.recovery.reach import Measure, bringing, entered, measures_of
from schedule.analysis.views.proposals import Due, Retarded, dues_between, proposed, retarded
from schedule.calendars.durations import unit_minutes, work_minutes
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.engine.compute import dates_of_some
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import revised
from schedule.engine.variation import recomputed, varied
from schedule.law.terms import is_counted
from schedule.model import Duration, Relation, Revision, RevisionKind, State, Task, Update

DAYS = 5
"""How many days less, and how many more, are tried of each task."""
MEASURE_STEPS = 10
"""How many steps of a measure are tried at most; of a longer one every second, every third and so on, and the last."""
DIALS = 20
"""Of how many tasks trials are made at most."""
TASK_RUNS = 40_000
"""How many tasks the trials of a meeting may run through, some hundredths of a millisecond each."""
LEAST_TASKS = 80
"""A trial of a smaller plan costs as much as one of so many tasks: what is done once a trial."""
_WHOLE = 5
"""As many trials a whole meeting costs, with what its decision makes unlawful; or two schedules."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One decision that is tried, and how every deadline that is ahead stands with it.

    `steps`: of a task by how many days it is longer, negative where it is shorter; of a measure how many of its steps
    are taken. 0 is the plan as it is, without a revision. Each task that may enter one that is split has its own.
    `pressed` are the works that would take less than is reasonable, and that experts have to review first.
    """

    steps: int
    revisions: tuple[Revision, ...]
    dues: tuple[Due, ...]
    pressed: tuple[Pressed, ...] = ()


@dataclass(frozen=True, slots=True)
class Dial:
    """What can be set of one task, in order: its days, or the steps of a measure; and what every deadline then does.

    `refused` is why nothing shorter was tried: the law does not let it be decided so. `retarded` says of which
    trial, with its schedule, that less time makes a deadline later: where it does so most.
    """

    task: str
    measure: Measure | None
    trials: tuple[Trial, ...]
    refused: Diagnostic | None = None
    retarded: tuple[Trial, Retarded, Schedule] | None = None

    @property
    def moved(self) -> tuple[str, ...]:
        """The tasks whose deadlines any of it moves, in the order of the deadlines."""
        names = {due.task for trial in self.trials for due in trial.dues if due.days}
        return tuple(due.task for due in self.trials[0].dues if due.task in names)


@dataclass(frozen=True, slots=True)
class Trials:
    """All that was tried: `dials` that move a deadline; `quiet` tasks and `idle` measures, by which none moves.

    Of `reported` tasks a report says how much is left, which no decision changes. `left_out` counts the tasks and
    measures that could move a deadline and were not tried: there were too many.
    """

    dials: tuple[Dial, ...] = ()
    quiet: tuple[str, ...] = ()
    idle: tuple[Measure, ...] = ()
    reported: tuple[str, ...] = ()
    left_out: int = 0


def trials(meeting: Meeting) -> Trials:
    """The trials of a meeting: measures first, then what holds the date, then tasks by their room before a deadline.

    None where the dates are those that another tool's file brought, or no deadline is ahead.
    """
    schedule = meeting.schedule
    goals = [name for name, dates in schedule.tasks.items() if _is_goal(dates)]
    if meeting.stored or not goals:
        return Trials()
    known = schedule.network.number
    before = frozenset[str]().union(*(bringing(schedule, name) for name in goals if name in known))
    place = {name: k for k, name in enumerate(schedule.tasks)}
    room = {row.task: row.float for row in meeting.deadlines}
    ahead = sorted((name for name in before if _can_change(schedule.tasks[name])), key=place.__getitem__)
    reported = tuple(name for name in ahead if _is_reported(schedule.tasks[name]))
    holding = set(meeting.critical_path)
    asked = sorted(
        (name for name in ahead if name not in reported), key=lambda name: (name not in holding, room.get(name, 0))
    )
    bench = _Bench(meeting, goals)
    dials: list[Dial] = []
    left_out = 0
    measures = [one for one in measures_of(schedule) if one.task in before and not _is_fixed(one, reported)]
    for task, measure in (*((one.task, one) for one in measures), *((name, None) for name in asked[:DIALS])):
        dial = bench.dial(schedule.tasks[task], measure)
        if dial is None:
            left_out += 1
        else:
            dials.append(dial)
    still = [dial for dial in dials if not dial.moved]
    quiet = {dial.task for dial in still if dial.measure is None}
    return Trials(
        tuple(dial for dial in dials if dial.moved),
        tuple(name for name in ahead if name in quiet),
        tuple(dial.measure for dial in still if dial.measure is not None),
        reported,
        left_out + len(asked[DIALS:]),
    )


def _is_goal(dates: TaskDates) -> bool:
    return dates.task.deadline is not None and dates.stage is not Stage.FINISHED


def _can_change(dates: TaskDates) -> bool:
    """Whether a task has a length of its own that is not over."""
    task = dates.task
    work = not (task.is_milestone or task.spans or task.assignments) and task.duration is not None
    return work and dates.stage is not Stage.FINISHED


def _is_reported(dates: TaskDates) -> bool:
    """Whether a report says how much of a task is left, so that its duration sets nothing any more."""
    return dates.status.remaining is not None


def _is_fixed(measure: Measure, reported: Iterable[str]) -> bool:
    return measure.unit is not None and measure.task in reported


class _Bench:
    """Makes the trials of one meeting, as long as `runs` are left of what they may cost."""

    def __init__(self, meeting: Meeting, goals: Iterable[str]) -> None:
        self._meeting, self._schedule, self._goals = meeting, meeting.schedule, tuple(goals)
        tasks = self._schedule.state.plan.tasks
        self._runs = TASK_RUNS // max(LEAST_TASKS, len(tasks))
        # Which links the law asks for depends on dates, and a record that was set aside may count with a decision.
        self._whole = bool(meeting.project.aside) or any(task.kind_of for task in tasks.values())

    def dial(self, dates: TaskDates, measure: Measure | None) -> Dial | None:
        """All that is tried of a task, or of one of its measures; None where it would cost more than is left."""
        asked = list(_days(dates) if measure is None else _steps(measure))
        if sum(self._cost(dates.task, measure, steps) for steps in asked) > self._runs:
            return None
        unmoved = self._dues({name: self._schedule.tasks[name] for name in self._goals})
        found = [Trial(0, (), unmoved, unreviewed(self._schedule, [dates.task.id]) if measure is None else ())]
        refused: Diagnostic | None = None
        for steps in sorted(asked, key=abs):
            shorter = steps < 0 or measure is not None
            if shorter and refused is not None:
                continue
            revisions = _decision(dates, measure, steps, self._schedule.state)
            try:
                now, unlawful = self._tried(revisions, self._cost(dates.task, measure, steps))
            except PlanError:  # nothing follows from it: dates leave every calendar
                continue
            if unlawful is None:
                pressed = pressed_by(revisions, now, self._schedule.state.data_date)
                found.append(Trial(steps, revisions, self._dues(now), pressed))
            elif shorter:
                refused = unlawful
        found.sort(key=lambda trial: trial.steps)
        return Dial(dates.task.id, measure, tuple(found), refused, self._retarded(found, measure))

    def _cost(self, task: Task, measure: Measure | None, steps: int) -> int:
        """What a trial costs: more where its decision may be unlawful, as a longer period is not, but a notice may."""
        basis, longer = task.basis, measure is None and steps > 0
        asks = basis is not None and is_counted(basis) and (not longer or basis.before is not None)
        return _WHOLE if self._whole or asks else 1

    def _tried(self, revisions: tuple[Revision, ...], cost: int) -> tuple[Mapping[str, TaskDates], Diagnostic | None]:
        """The dates with a decision, of what has a deadline and what it is about, and what of it is unlawful.

        Raises PlanError as `proposed`.
        """
        self._runs -= cost
        names = dict.fromkeys((*self._goals, *(one.task for one in revisions)))
        if cost > 1:
            update = Update(self._meeting.data_date, revisions=revisions)
            found = proposed(self._meeting.history, update)
            unlawful = (fault for fault in found.broken if fault.severity is Severity.ERROR)
            now = found.meeting.schedule.tasks
            return {name: now[name] for name in names}, next(unlawful, None)
        return dates_of_some(varied(self._schedule, self._state(revisions)), names), None

    def _dues(self, now: Mapping[str, TaskDates]) -> tuple[Due, ...]:
        return dues_between(self._schedule.tasks, now, self._goals)

    def _state(self, revisions: tuple[Revision, ...]) -> State:
        state = self._schedule.state
        return replace(state, plan=revised(state.plan, revisions))

    def _retarded(self, found: Iterable[Trial], measure: Measure | None) -> tuple[Trial, Retarded, Schedule] | None:
        """Where less time makes a deadline later: by the trial in which it does so most."""
        shorter = [trial for trial in found if trial.steps < 0 or (measure is not None and measure.unit is not None)]
        worst = max(shorter, key=lambda trial: max(due.days for due in trial.dues), default=None)
        if worst is None or not worst.revisions or all(due.days <= 0 for due in worst.dues):
            return None
        self._runs -= _WHOLE
        after = recomputed(self._schedule, self._state(worst.revisions))
        return next(((worst, one, after) for one in retarded(self._schedule, after)), None)


def _days(dates: TaskDates) -> Iterator[int]:
    """By how many days a task may be longer or shorter; something is left of it."""
    day = day_of(dates).amount
    assert dates.task.duration is not None
    yield from (k for k in range(-DAYS, DAYS + 1) if k and dates.task.duration.amount + k * day > 0)


def _steps(measure: Measure) -> Iterator[int]:
    stride = -(-measure.most // MEASURE_STEPS)
    yield from sorted({*range(stride, measure.most + 1, stride), measure.most})


def day_of(dates: TaskDates) -> Duration:
    """One day of a task, in the unit of its duration: a working day of its calendar, or a calendar day."""
    assert dates.task.duration is not None
    unit = dates.task.duration.unit
    return Duration(Fraction(dates.calendar.day_minutes, unit_minutes(unit, dates.calendar.day_minutes)), unit)


def _decision(dates: TaskDates, measure: Measure | None, steps: int, state: State) -> tuple[Revision, ...]:
    """What would be decided: the duration that is then left, another calendar, or weaker relations."""
    if measure is not None and measure.lever.split is not None:
        after = entered(dates.task, measure.lever.split, state)
        return tuple(_set(name, {"relations": relations}) for name, relations in after.items())
    task, changes = dates.task, dict[str, object]()
    if measure is None:
        changes["duration"] = _longer(task, day_of(dates).amount * steps)
    elif measure.unit is not None:
        less = Fraction(work_minutes(measure.unit, dates.calendar) * steps)
        assert task.duration is not None
        changes["duration"] = _longer(task, -less / unit_minutes(task.duration.unit, dates.calendar.day_minutes))
    elif measure.lever.calendar is not None:
        changes["calendar"] = measure.lever.calendar
    else:
        changes["relations"] = tuple(_softened(task, measure))
    return (_set(task.id, changes),)


def _set(name: str, changes: dict[str, object]) -> Revision:
    return Revision(RevisionKind.SET, name, UNSIGNED, UNSIGNED, changes)


def _longer(task: Task, by: Fraction) -> Duration:
    assert task.duration is not None
    return Duration(task.duration.amount + by, task.duration.unit)


def _softened(task: Task, measure: Measure) -> Iterator[Relation]:
    for one in task.relations:
        put = measure.lever.to if one.soft and one.predecessor == measure.lever.overlap else one
        if put is not None:
            yield put
