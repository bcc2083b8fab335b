"""Backward scheduling (倒排): from each deadline, the latest dates of every task before it.

The dates are the engine's (`TaskDates.latest`): those that keep every deadline, whatever the project's own finish. Here
they become rows: which deadline decides, which others depend on the task, how much is left, what is already too late.
This module must never know a reader's language or a table's columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.dates.feasible import unmeetable
from schedule.analysis.history import History
from schedule.calendars.worktime import DAY
from schedule.engine import cpm
from schedule.engine.compute import keeping
from schedule.engine.paths import everything_before
from schedule.engine.schedule import Latest, Schedule, Stage, TaskDates, shown_days
from schedule.engine.variation import recomputed
from schedule.model import Instant, Minutes, State


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """What one unfinished task owes to the deadlines after it.

    `deadline` is the task whose deadline decides, `deadline_at` its instant, `serves` all deadline tasks that depend
    on this one, in the schedule's order. `float` is working minutes between the early and the latest finish, on the
    task's calendar: negative says by how much the deadline is already impossible. `impossible` says whether it is:
    whether the finish that is shown lies after the latest one on the clock, which can be so with no working time
    between.
    `body` is the responsible body's id. A task that serves no deadline has no row.

    Where the plan could not keep the deadline on its first day, `soonest` is the earliest day that it could reach, or
    what it reaches now if that is earlier, and the latest dates keep that; only the deadline's own task keeps the
    deadline's.
    """

    task: str
    body: str | None
    deadline: str
    deadline_at: Instant
    latest_start: Instant
    latest_finish: Instant
    float: Minutes
    serves: tuple[str, ...]
    impossible: bool = False
    soonest: Instant | None = None

    @property
    def kept_at(self) -> Instant:
        """The instant that the latest dates keep: the deadline, or the earliest that the plan could reach."""
        return self.deadline_at if self.soonest is None else self.soonest


def deadline_rows(schedule: Schedule, soonest: Mapping[str, Instant] | None = None) -> tuple[DeadlineRow, ...]:
    """The backward schedule from every unfinished deadline, in the order of latest finish, then of the plan.

    `soonest` are the instants that take the place of deadlines which the plan could not keep on its first day.
    """
    soonest = soonest or {}
    if schedule.passes.latest is None:  # no deadline is ahead
        return ()
    serving = {
        name: dates
        for name, dates in schedule.tasks.items()
        if dates.latest is not None and dates.stage is not Stage.FINISHED and cpm.is_limited(dates.latest.finish)
    }
    if not serving:
        return ()
    deadlines = [name for name, dates in serving.items() if dates.task.deadline is not None]
    before = everything_before(schedule, deadlines)
    place = {name: k for k, name in enumerate(schedule.tasks)}
    eased = _latest_eased(schedule, soonest)
    rows = []
    for name in serving:
        row = _row(
            schedule if name in soonest else eased,
            name,
            tuple(end for end in deadlines if end == name or name in before[end]),
        )
        due = schedule.tasks[row.deadline].task.deadline
        if name not in soonest and row.deadline in soonest and due is not None:
            row = replace(row, deadline_at=due, soonest=soonest[row.deadline])
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (row.latest_finish, place[row.task])))


def rows_at(history: History, data_date: Instant) -> tuple[DeadlineRow, ...]:
    """The backward schedule at a data date: what `History.once` asks for whoever needs it."""
    found = history.once(unmeetable, data_date)
    return history.once(rows_keeping, data_date, tuple((name, one.kept) for name, one in found.items()))


def rows_keeping(
    history: History, data_date: Instant, soonest: tuple[tuple[str, Instant], ...]
) -> tuple[DeadlineRow, ...]:
    """The backward schedule at a data date with these instants in the place of deadlines, by task."""
    return deadline_rows(history.schedule(data_date), dict(soonest))


def by_task(rows: Iterable[DeadlineRow]) -> dict[str, DeadlineRow]:
    """Rows by their task, in their order."""
    return {row.task: row for row in rows}


def soonest_of(rows: Iterable[DeadlineRow]) -> dict[str, Instant]:
    """By task the deadlines that the plan could not keep on its first day, with what takes their place in the rows."""
    return {row.deadline: row.soonest for row in rows if row.soonest is not None}


def eased_to(schedule: Schedule, soonest: Mapping[str, Instant]) -> Schedule:
    """The schedule with later deadlines: the same early dates, late and latest ones that can be kept."""
    return recomputed(schedule, _due_later(schedule, soonest)) if soonest else schedule


def _latest_eased(schedule: Schedule, soonest: Mapping[str, Instant]) -> Schedule:
    """`eased_to` for whoever asks for latest dates alone, which need no other pass."""
    if not soonest:
        return schedule
    state = _due_later(schedule, soonest)
    return keeping(schedule, state) or recomputed(schedule, state)


def _due_later(schedule: Schedule, soonest: Mapping[str, Instant]) -> State:
    plan = schedule.state.plan
    tasks = {name: replace(plan.tasks[name], deadline=instant) for name, instant in soonest.items()}
    return replace(schedule.state, plan=replace(plan, tasks={**plan.tasks, **tasks}))


def chain_to_deadline(schedule: Schedule, task: str) -> tuple[tuple[TaskDates, Latest], ...]:
    """The tasks through which a deadline asks for a task's latest dates, the task first, the deadline's own last.

    Empty for a task that serves no deadline.
    """
    chain: list[tuple[TaskDates, Latest]] = []
    dates, at_start = schedule.tasks[task], False
    while dates.latest is not None:
        chain.append((dates, dates.latest))
        relation = (dates.latest.start_bound if at_start else dates.latest.bound).relation
        if relation is None:
            break
        dates = schedule.tasks[relation.successor]
        finish = dates.latest.finish if dates.latest is not None else cpm.NEVER
        at_start = not relation.type.enters_finish or not cpm.is_limited(finish)
    return tuple(chain)


def room(dates: TaskDates, latest: Instant) -> Fraction:
    """How many calendar days a task's finish can still move: from the day of its forecast to that of its latest.

    It is the difference of the two days that papers show; negative says how many are missing. Too late within one day
    is less than a day. Whether a deadline is near or lost is judged by working time (`DeadlineRow.float`), not by this.
    """
    _, last = shown_days(dates.task, latest, latest)
    between = (last - dates.last_day).days
    if dates.finish <= latest:  # at one midnight a morning is no day later than the evening before
        return Fraction(max(0, between))
    return Fraction(between) if between else Fraction(latest - dates.finish, DAY)


def room_left(dates: TaskDates, row: DeadlineRow | None) -> Fraction | None:
    """The `room` up to the deadline that decides for a task (its `row`), else up to the end of the plan.

    None of a finished task, and of what has no late finish.
    """
    latest = dates.late_told if row is None else row.latest_finish
    return None if latest is None else room(dates, latest)


def _row(schedule: Schedule, name: str, serves: tuple[str, ...]) -> DeadlineRow:
    chain, dates = chain_to_deadline(schedule, name), schedule.tasks[name]
    (_, latest), (last, decided) = chain[0], chain[-1]
    return DeadlineRow(
        task=dates.task.id,
        body=dates.task.body,
        deadline=last.task.id,
        deadline_at=decided.bound.instant,
        latest_start=latest.start,
        latest_finish=latest.finish,
        float=dates.calendar.work(dates.finish, latest.finish),
        serves=serves,
        impossible=dates.finish > latest.finish,
    )


def lateness_through(schedule: Schedule, rows: Collection[DeadlineRow]) -> dict[str, Minutes]:
    """By how much each row's deadline is missed through the row's task, in elapsed minutes; 0 where it is not.

    This is what the deadline itself would lose if only the chains from that task held it. It is not the task's own gap:
    three days over a weekend at one end can be one day at the other.
    """
    late = {row.task: 0 for row in rows}
    missed = [row for row in rows if row.impossible]
    if not missed:
        return late
    net, clock, number = schedule.network.arrays, schedule.network.clock, schedule.network.number
    late_ones, (_, stood, *_) = [schedule.tasks[row.task] for row in missed], _passes(schedule)
    # What is done but not reported reaches the deadline from where it was done (`reached`), not from the data date.
    begins = {one.task.id: one.finish if one.is_no_work else stood.start[number[one.task.id]] for one in late_ones}
    chains = [(number[row.task], begins[row.task], number[row.deadline]) for row in missed]
    for row, arrives in zip(missed, cpm.arrivals(net, clock, chains), strict=True):
        # What has come without a report hands on the data date; the deadline's task stands where that came.
        late[row.task] = max(0, min(arrives, schedule.tasks[row.deadline].finish) - row.kept_at)
    return late


def lateness_without(schedule: Schedule, rows: Collection[DeadlineRow]) -> dict[str, Minutes]:
    """By how much each row's deadline is missed even if the row's task is done at the data date, in elapsed minutes.

    Then it waits for nothing and nobody waits for it; what others hold up alike stays as late as it is.
    """
    if not rows:
        return {}
    network, now, found = schedule.network, schedule.state.data_date, {}
    kind, clock, number = list(network.arrays.kind), network.clock, network.number
    net = network.arrays._replace(kind=kind)
    early, stood, work, asked = _passes(schedule)
    columns = (early.start, early.finish, stood.start, stood.finish)
    for row in rows:
        task, end = number[row.task], number[row.deadline]
        reached = cpm.after(net, task, end)
        before = [[column[one] for one in reached] for column in columns]
        for dates in (early, stood):
            dates.start[task], dates.finish[task] = min(dates.start[task], now), now
        kind[task], was = cpm.FINISHED, kind[task]  # its start and finish are instants, in working time or not
        cpm.forward_over(net, clock, early, work, asked, reached[1:])
        cpm.stand_over(net, clock, early, work, stood, reached[1:])
        kind[task] = was
        found[row.task] = max(0, int(stood.finish[end]) - row.kept_at)
        for column, old in zip(columns, before, strict=True):
            for one, instant in zip(reached, old, strict=True):
                column[one] = instant
    return found


def _passes(schedule: Schedule) -> tuple[cpm.Dates, cpm.Dates, list[int], list[int]]:
    """The forward pass, where everything stands by it, each task's work and what each relation asks: all of its own."""
    network = schedule.network
    net, clock, count = network.arrays, network.clock, len(network.tasks)
    early, stood, work = cpm.empty_dates(count), cpm.empty_dates(count), [0] * count
    asked = [0] * len(network.relations)
    cpm.forward(net, clock, early, work, asked)
    cpm.stand(net, clock, early, work, stood)
    return early, stood, work, asked
