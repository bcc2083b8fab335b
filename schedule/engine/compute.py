"""From a state to its schedule: calendars wide enough, the network, the passes, and their integers in the plan's names.

This module must never know a file, a baseline or last week: one state in, one schedule out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from schedule.calendars.worktime import Calendar, Provisional, start_day
from schedule.diagnostics import Diagnostic, PlanError
from schedule.engine import cpm, paths, spans
from schedule.engine.bounds import EARLY_FINISHES
from schedule.engine.funding import funded
from schedule.engine.horizon import Calendars, first_guess, widened
from schedule.engine.network import Network, compile_network
from schedule.engine.reached import reached
from schedule.engine.run import Passes, latest_dates, left_to_do, run, total_float_of
from schedule.engine.schedule import (
    Bound,
    DatedTasks,
    Figures,
    Late,
    Latest,
    Reason,
    Schedule,
    Stage,
    TaskDates,
    names_in_date_order,
)
from schedule.model import (
    NOT_STARTED,
    ConstraintKind,
    Instant,
    Minutes,
    Relation,
    State,
)
from schedule.rules import CriticalBy


class Run(NamedTuple):
    """What the passes were run over and the integers that came out: a schedule before it has names and reasons."""

    state: State
    calendars: Mapping[str, Calendar]
    network: Network
    passes: Passes

    def outside(self) -> tuple[bool, bool]:
        """Whether dates came out too early, and too late, for the days that the calendars were compiled for.

        Raises PlanError (`calendar-too-short`) where work runs out of the days that a calendar states.
        """
        _refuse_what_does_not_fit(self.state, self.network, self.passes)
        early, late = self.passes.extent()
        return (
            early < max(calendar.first for calendar in self.calendars.values()),
            late > min(calendar.last for calendar in self.calendars.values()),
        )

    def ahead_is_inside(self) -> bool:
        """Whether the early dates lie in the days that the calendars were compiled for."""
        early = self.passes.early
        first = max(calendar.first for calendar in self.calendars.values())
        last = min(calendar.last for calendar in self.calendars.values())
        return bool(first <= min(early.start) and max(early.finish) <= last)

    def with_reached(self) -> Run:
        """The same with what is done standing where it was done (`reached`)."""
        state, calendars, network, passes = self
        return self._replace(passes=replace(passes, stood=reached(state, calendars, network, passes)))


def compute(state: State, calendars: Calendars | None = None) -> Schedule:
    """The schedule of a state: forward pass, backward pass, floats, longest path, and what set each date.

    The rules are those of the plan's settings, P6's by default; where the plan says something of money, nothing begins
    before its money is there (`schedule.engine.funding`). Raises PlanError where dates would leave the years
    1000 to 3000 (`horizon`), tasks wait for each other (`cycle`), or a calendar's stated days are too few
    (`calendar-too-short`).
    """
    return schedule_of(computed(state, calendars))


def computed(state: State, calendars: Calendars | None = None) -> Run:
    """The passes over a state, on calendars whose horizon is widened until every date lies inside it.

    `calendars` are those that other states have had compiled. Raises PlanError as `compute`.
    """
    held = Calendars() if calendars is None else calendars
    first, last = held.near(*first_guess(state))
    while True:
        working = held.covering(state, first, last)
        network = compile_network(state, working)
        found = Run(state, working, *funded(state, network, run(network)))
        too_early, too_late = found.outside()
        if not (too_early or too_late):
            return found.with_reached()
        first, last = widened(held.first, held.last, too_early=too_early, too_late=too_late)


def _refuse_what_does_not_fit(state: State, network: Network, passes: Passes) -> None:
    """Raise PlanError (`calendar-too-short`) where work runs out of the days that a calendar states."""
    net, short = network.arrays, set()
    for i, finish in enumerate(passes.early.finish):
        if finish > cpm.NEVER:
            on = [net.calendar[i], *net.leg_calendar[net.legs_first[i] : net.legs_first[i + 1]]]
            short |= {network.calendars[k].name for k in on if network.calendars[k].last > cpm.NEVER}
    if short:
        specs = state.plan.calendars
        raise PlanError(
            [
                Diagnostic("calendar-too-short", specs[name].location if name in specs else None, {"found": name})
                for name in sorted(short)
            ]
        )


def target_of(state: State, home: str | None = None) -> str | None:
    """The task whose drivers are critical: the one the plan names, else the one with the earliest unfinished deadline.

    When every deadline is behind, it is the last of them; None where the plan has none. `home` is the key of the
    plan that is asked about, where a state has several. Of which deadline a meeting speaks first is another question:
    it depends on what is missed (`schedule.analysis.speaking_order`).
    """
    named = state.plan.target if home is None else state.homes[home].target
    if named is not None:
        return named
    tasks = [one for one in state.plan.tasks.values() if home is None or state.key(one.id) == home]
    dated = [(one.deadline, one.id) for one in tasks if one.deadline is not None]
    ahead = [one for one in dated if state.status(one[1]).finished is None]
    if ahead:
        return min(ahead)[1]
    return max(dated)[1] if dated else None


def schedule_of(found: Run) -> Schedule:
    """The passes' integers in the plan's names, with the tasks that span others."""
    state, calendars, network, passes = found
    number, figures = network.number, _figures(found)

    def make(name: str) -> TaskDates:
        return _dates(network, passes, number[name], figures[number[name]])

    known = {task.id: one for task, one in zip(network.tasks, figures, strict=True)}
    limits = dict(zip(state.homes, passes.limits, strict=True))
    spanning = spans.spanning(state, calendars, DatedTasks(known, known, {}, make), limits)
    if passes.fixed is not None:  # what only spans others has late dates of their late dates
        spanning = {name: replace(one, fixed=_late(one)) for name, one in spanning.items()}
    dated: list[Figures | TaskDates] = [*figures, *spanning.values()]
    last = [one.early_finish or one.finish for one in dated]
    begin = min([one.start for one in dated], default=state.data_date)
    if passes.told is not None:  # what a reader is told otherwise is not told by its figures
        known = {name: one for name, one in known.items() if _told(network, passes, number[name]) is None}

    def in_date_order() -> list[str]:
        return names_in_date_order(((one.task.id, one.start, one.finish) for one in dated), number)

    tasks = DatedTasks(number, known, spanning, make, in_date_order)
    return Schedule(
        state=state,
        tasks=tasks,
        start=begin,
        finish=max(last, default=state.data_date),
        calendars=calendars,
        network=network,
        passes=passes,
        provisional=_assumed(found, begin, dated, spanning.values()),
    )


def keeping(schedule: Schedule, state: State) -> Schedule | None:
    """The schedule with the latest dates that keep a state's deadlines, which are all that is otherwise in it.

    Early dates are the same. Late dates and floats, which other deadlines can move, are left as they were: who asks for
    those computes the state. None where early dates can move too, or latest ones leave the calendars' days.
    """
    plan, was = state.plan, schedule.network
    if any(task.as_late_as_possible for task in was.tasks):
        return None
    network = replace(was, tasks=tuple(plan.tasks[task.id] for task in was.tasks))
    passes = replace(schedule.passes, latest=latest_dates(network, schedule.passes))
    if any(Run(state, schedule.calendars, network, passes).outside()):
        return None
    latest = {task.id: _latest(network, passes, i) for i, task in enumerate(network.tasks)}
    tasks = {name: replace(one, task=plan.tasks[name], latest=latest.get(name)) for name, one in schedule.tasks.items()}
    return replace(schedule, state=state, tasks=tasks, network=network, passes=passes)


def dates_of(found: Run, task: str) -> TaskDates:
    """The dates of one task, as in `schedule_of`. Raises KeyError for an unknown task."""
    i = found.network.number.get(task)
    if i is None:
        return schedule_of(found).tasks[task]
    (figures,) = _figures(found, i)
    return _dates(found.network, found.passes, i, figures)


def dates_of_some(found: Run, names: Collection[str]) -> dict[str, TaskDates]:
    """The dates of some tasks, as in `schedule_of`. Raises KeyError for an unknown task."""
    number = found.network.number
    if not number.keys() >= set(names):
        tasks = schedule_of(found).tasks
        return {name: tasks[name] for name in names}
    figures = _figures(found)
    return {name: _dates(found.network, found.passes, number[name], figures[number[name]]) for name in names}


def floats_told(found: Run) -> dict[str, Minutes | None]:
    """Total float of every task that does not only span others, as readers are told it (`TaskDates.float_told`)."""
    _, _, network, passes = found
    floats: dict[str, Minutes | None] = {}
    for i, (task, kind) in enumerate(zip(network.tasks, network.arrays.kind, strict=True)):
        told = _told(network, passes, i)
        floats[task.id] = None if kind == cpm.FINISHED else passes.total_float[i] if told is None else told.float
    return floats


def _critical_ones(found: Run) -> tuple[set[int], set[int]]:
    """The tasks of the longest path, and those that hold the target; of each plan its own."""
    state, network, passes = found.state, found.network, found.passes
    targets = [target for target in (target_of(state, key) for key in state.homes) if target is not None]
    ends = [network.number[one] for one in targets if one in network.number and state.status(one).finished is None]
    held = paths.drivers_of(network.arrays, ends, passes.drives)
    return paths.longest_path(network.arrays, network.home, passes.early, passes.drives), held


def _figures(found: Run, only: int | None = None) -> list[Figures]:
    """What is said of each task in figures, by its number, or `only` of one; of a finished one its actual dates.

    Column by column, since whoever asks for one task mostly asks for all.
    """
    state, _, network, passes = found
    part = slice(None) if only is None else slice(only, only + 1)
    numbers = range(len(network.tasks))[part]
    tasks, home, kinds = network.tasks[part], network.home[part], network.arrays.kind[part]
    known = state.statuses.get
    statuses = [known(task.id, NOT_STARTED) for task in tasks]
    rules = [one.rules for one in network.homes]
    limit = [one.critical_float if one.critical_by is CriticalBy.TOTAL_FLOAT else -1 for one in rules]
    by_path = [one.critical_by is CriticalBy.LONGEST_PATH for one in rules]
    total_float = passes.total_float[part]
    longest, held = _critical_ones(found)
    stood = passes.stood.start[part], passes.stood.finish[part], passes.stood.other_by[part]
    rows = zip(
        tasks,
        statuses,
        [Stage.NOT_STARTED if status.started is None else Stage.IN_PROGRESS for status in statuses],
        [network.calendars[k] for k in network.arrays.calendar[part]],
        network.full_duration[part],
        left_to_do(network, passes.work, part),
        [
            stands if status.started is None else status.started
            for status, stands in zip(statuses, stood[0], strict=True)
        ],
        stood[1],
        passes.early.start[part],
        passes.early.finish[part],
        passes.late.start[part],
        passes.late.finish[part],
        total_float,
        [
            0 if task.constraints and _no_free_float(network, i) else free
            for i, task, free in zip(numbers, tasks, passes.free[part], strict=True)
        ],
        [
            total <= limit[h] or (by_path[h] and (i in longest or i in held))
            for i, h, total in zip(numbers, home, total_float, strict=True)
        ],
        [i in longest for i in numbers],
        [
            by == 1 and finish != task.deadline and bounds.floor_reason not in EARLY_FINISHES
            for task, by, finish, bounds in zip(tasks, stood[2], stood[1], network.bounds[part], strict=True)
        ],
        strict=True,
    )
    figures: list[Figures] = list(map(partial(tuple.__new__, Figures), rows))  # as `Figures(*row)`, sooner
    for k, kind in enumerate(kinds):
        if kind == cpm.FINISHED:
            figures[k] = _actual(figures[k], state.home(tasks[k].id).data_date)
    return figures


def _actual(one: Figures, data_date: Instant) -> Figures:
    """The figures of a finished task: it has actual dates alone."""
    finish = data_date if one.status.finished is None else one.status.finished
    start = finish if one.status.started is None else one.status.started
    known = one.task, one.status, Stage.FINISHED, one.calendar, one.duration
    return Figures(*known, 0, start, finish, at_beginning=one.status.at_beginning)


def _dates(network: Network, passes: Passes, i: int, figures: Figures) -> TaskDates:
    """The figures of a task with what set them."""
    if figures.stage is Stage.FINISHED:
        return _finished(network, passes, i, figures)
    return _unfinished(network, passes, i, figures)


def _finished(network: Network, passes: Passes, i: int, figures: Figures) -> TaskDates:
    """A finished task: what drives it only where unfinished predecessors push it on."""
    pushed = passes.early.start[i] > network.arrays.floor[i]
    fact = Bound(Reason.ACTUAL, figures.finish)
    return TaskDates(
        *figures,
        early_bound=_early_bound(network, passes, i) if pushed else fact,
        late_bound=fact,
        driving=_driving(network, i, passes.drives),
        latest=_latest(network, passes, i),
    )


def _unfinished(network: Network, passes: Passes, i: int, figures: Figures) -> TaskDates:
    statutory = cpm.statutory_end(network.arrays, network.clock, i, passes.early.start[i])
    return TaskDates(
        *figures,
        early_bound=_early_bound(network, passes, i),
        late_bound=_late_bound(network, passes, passes.late, i),
        fixed=_fixed(passes, i),
        driving=_driving(network, i, passes.drives),
        latest=_latest(network, passes, i),
        statutory=None if statutory == -cpm.NEVER else statutory,
        told=_told(network, passes, i),
    )


def _fixed(passes: Passes, i: int) -> tuple[Instant, Instant] | None:
    """The latest start and finish that keep all dates that the plan fixes; None where it fixes none that they hold."""
    if passes.fixed is None or not cpm.is_limited(passes.fixed.finish[i]):
        return None
    return passes.fixed.start[i], passes.fixed.finish[i]


def _late(dates: TaskDates) -> tuple[Instant, Instant] | None:
    late_start, late_finish = dates.late_start, dates.late_finish
    return None if late_start is None or late_finish is None else (late_start, late_finish)


def _no_free_float(network: Network, i: int) -> bool:
    """P6 gives no free float to a mandatory finish, nor to an expected one, obeyed or not.

    Nor does it to a mandatory start that nothing follows.
    """
    net, constraints = network.arrays, network.tasks[i].constraints
    kinds = {one.kind for one in constraints}
    open_end = net.outgoing_first[i] == net.outgoing_first[i + 1]
    mandatory = ConstraintKind.MANDATORY_FINISH in kinds or (open_end and ConstraintKind.MANDATORY_START in kinds)
    expects = network.homes[network.home[i]].rules.use_expected_finish and ConstraintKind.EXPECTED_FINISH in kinds
    return mandatory or expects


def _driving(network: Network, i: int, drives: list[bool]) -> tuple[Relation, ...]:
    first, last = network.arrays.incoming[i], network.arrays.incoming[i + 1]
    return tuple([network.relations[relation] for relation in range(first, last) if drives[relation]])


def _early_bound(network: Network, passes: Passes, i: int) -> Bound:
    """What sets where a task stands, which for work is what sets its early start, or its finish."""
    stood, relation, bounds = passes.stood, passes.stood.set_by[i], network.bounds[i]
    if relation >= 0:
        asked = passes.asked[relation]
        if not passes.work[i]:
            asked = cpm.left_by(network.arrays, network.clock, stood, relation)
        return Bound(Reason.RELATION, asked, network.relations[relation])
    if relation == cpm.MOVED:
        return Bound(Reason.AS_LATE_AS_POSSIBLE, passes.early.start[i])
    if bounds.cap < cpm.NEVER and bounds.cap <= passes.early.start[i]:
        return Bound(bounds.cap_reason, bounds.cap)
    if bounds.date_only > bounds.floor:
        return Bound(ConstraintKind.START_NO_EARLIER_THAN, bounds.date_only)
    return Bound(bounds.floor_reason, bounds.floor)


def _told(network: Network, passes: Passes, i: int) -> Late | None:
    """The late dates that a reader is told of what has not finished, where they are others than the late ones."""
    told, late = passes.told, passes.late
    if told is None or network.arrays.kind[i] == cpm.FINISHED or _set_alike(told, late, i):
        return None
    calendar, early = network.calendars[network.arrays.calendar[i]], passes.early
    at_start, at_finish = calendar.work(early.start[i], told.start[i]), calendar.work(early.finish[i], told.finish[i])
    left = total_float_of(network.homes[network.home[i]].rules.total_float, at_start, at_finish)
    return Late(told.start[i], told.finish[i], _late_bound(network, passes, told, i), left)


def _set_alike(told: cpm.Dates, late: cpm.Dates, i: int) -> bool:
    """Whether two passes give a task the same dates, set by the same."""
    return bool(
        told.start[i] == late.start[i]
        and told.finish[i] == late.finish[i]
        and told.set_by[i] == late.set_by[i]
        and told.other_by[i] == late.other_by[i]
    )


def _late_bound(network: Network, passes: Passes, late: cpm.Dates, i: int) -> Bound:
    home, limit = network.homes[network.home[i]], passes.limits[network.home[i]]
    bounds, relation = network.bounds[i], late.set_by[i]
    if relation >= 0:
        return Bound(Reason.RELATION, late.finish[i], network.relations[relation])
    if bounds.ceiling <= limit or bounds.base > late.finish[i]:
        return Bound(bounds.ceiling_reason, bounds.ceiling)
    if late.finish[i] < limit and home.rules.open_ends_critical:
        return Bound(Reason.OPEN_END, late.finish[i])
    must = home.must_finish_by is not None
    return Bound(Reason.MUST_FINISH_BY if must else Reason.PROJECT_FINISH, limit)


def _latest(network: Network, passes: Passes, i: int) -> Latest | None:
    latest = passes.latest
    if latest is None or not (cpm.is_limited(latest.finish[i]) or cpm.is_limited(latest.start[i])):
        return None
    bounds = []
    by_start = latest.set_by[i] if latest.other_by[i] < 0 else latest.other_by[i]
    for relation, end in ((latest.set_by[i], latest.finish[i]), (by_start, latest.start[i])):
        if relation >= 0:
            bounds.append(Bound(Reason.RELATION, end, network.relations[relation]))
        else:
            bounds.append(Bound(Reason.DEADLINE, network.tasks[i].deadline or latest.finish[i]))
    start, finish, own = latest.start[i], latest.finish[i], network.tasks[i].deadline
    if (
        latest.set_by[i] < 0
        and own is not None
        and network.calendars[network.arrays.calendar[i]].work(finish, own) == 0
    ):
        finish = own  # a deadline on a Sunday is told as it was given, though no work is done after the Friday
    if network.arrays.kind[i] == cpm.FINISH_MILESTONE and _is_due_for_work(network, passes, latest, i):
        # It is due at the near end of a gap, the same point of working time for what follows, unless it stands later.
        near = network.calendars[network.arrays.calendar[i]].previous_finish(finish)
        start, finish = (start, finish) if near < passes.stood.finish[i] <= finish else (near, near)
    return Latest(start, finish, *bounds)


def _is_due_for_work(network: Network, passes: Passes, latest: cpm.Dates, i: int) -> bool:
    """Whether work that follows sets the latest date of what is none, and not a deadline of its own or another's."""
    while (relation := latest.set_by[i]) >= 0:
        i = network.arrays.succ[relation]
        if passes.work[i]:
            return True
    return False


def _last_shown(found: Run, dated: Iterable[Figures | TaskDates], spanning: Collection[TaskDates]) -> Instant:
    """The latest instant that any table shows."""
    last = [max(one.finish, one.late_finish or 0, one.task.deadline or 0) for one in dated]
    latest = [dates.latest.finish for dates in spanning if dates.latest is not None]
    if found.passes.latest is not None:
        latest += _latest_finishes(found.network, found.passes, found.passes.latest)
    return max((0, *last, *(instant for instant in latest if cpm.is_limited(instant))))  # of no task too


def _latest_finishes(network: Network, passes: Passes, latest: cpm.Dates) -> list[Instant]:
    """The latest finish of each task as it is told (`_latest`), which for most is that of the pass."""
    finishes = list(latest.finish)
    for i, (task, kind) in enumerate(zip(network.tasks, network.arrays.kind, strict=True)):
        if kind == cpm.FINISH_MILESTONE or (task.deadline is not None and latest.set_by[i] < 0):
            told = _latest(network, passes, i)
            finishes[i] = cpm.NEVER if told is None else told.finish
    return finishes


def _assumed(
    found: Run, begin: Instant, dated: Iterable[Figures | TaskDates], spanning: Collection[TaskDates]
) -> tuple[Provisional, ...]:
    """What the calendars assumed about the years that the schedule touches, each thing once."""
    calendars = found.calendars
    if not any(calendar.provisional for calendar in calendars.values()):
        return ()
    first_year, last_year = start_day(begin).year, start_day(_last_shown(found, dated, spanning)).year
    notices = {
        (notice.year, notice.code, notice.subject): notice
        for calendar in calendars.values()
        for notice in calendar.provisional
        if first_year <= notice.year <= last_year
    }
    return tuple(notices[key] for key in sorted(notices))
