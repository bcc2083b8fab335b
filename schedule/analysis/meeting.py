"""One snapshot for one meeting: every paper is printed from it, so that no two numbers disagree.

`take` computes the schedule at a data date, the one of the meeting before, and compares both with each other and with
the baseline. This module must never know where the papers go or what language they speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schedule.analysis.dates.alerts import Alert, Evidence, Light, alerts, light_of
from schedule.analysis.dates.comparison import Comparison, compare
from schedule.analysis.dates.deadlines import DeadlineRow, deadline_rows
from schedule.analysis.dates.stored import with_stored
from schedule.analysis.move.ledger import Ledger
from schedule.analysis.move.windows import milestone_of, windows
from schedule.analysis.reports.reporting import unreported
from schedule.calendars.worktime import DAY, minutes
from schedule.engine.compute import compute, target_of
from schedule.engine.paths import holding
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import as_of
from schedule.model import Baseline, Instant, Minutes, Project, TaskKind
from schedule.version import THIS, Version


@dataclass(frozen=True, slots=True)
class Headline:
    """Does the deadline hold? One task's deadline (the target) or, where the plan has none, the project's finish.

    `forecast` is the instant the target is reached (or was, if `reached`). `margin` is elapsed minutes from the
    forecast to the deadline, negative when late, None without a deadline. `moved` is the elapsed minutes by which the
    forecast moved since the last meeting (None at the first), `moved_since_baseline` since the baseline (None without
    one). Positive is later.
    """

    target: str | None
    deadline: Instant | None
    forecast: Instant
    reached: bool
    margin: Minutes | None
    moved: Minutes | None
    moved_since_baseline: Minutes | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a meeting's papers show.

    `previous` is the schedule of the meeting before (None at the first). `deadlines` are in the order of latest
    finish, then plan order. `lights` has one light for every task of the plan. `critical_path` are the unfinished
    tasks that hold the target (or the project's finish), in time order, from the data date on; levels of effort and
    summaries, which hold nothing, are not among them. `upcoming` are, by body (None: no body),
    the tasks to be worked on or due within the look-ahead, in the order of latest start. `moved` are the tasks whose
    finish moved since the last meeting, largest first. `unreported` are tasks that should have moved and about which
    nothing came. `ledger` says why the headline's forecast moved since the last meeting; None where there is none to
    compare with, or where the dates are those of a file. `made_by` is the daopai that computed it.
    """

    project: Project
    data_date: Instant
    schedule: Schedule
    previous: Schedule | None
    baseline: Baseline | None
    since_previous: Comparison | None
    since_baseline: Comparison | None
    headline: Headline
    deadlines: tuple[DeadlineRow, ...]
    alerts: tuple[Alert, ...]
    lights: Mapping[str, Light]
    critical_path: tuple[str, ...]
    upcoming: Mapping[str | None, tuple[str, ...]]
    moved: tuple[str, ...]
    unreported: tuple[str, ...]
    sample: str | None
    ledger: Ledger | None = None
    made_by: Version = THIS


def take(project: Project, data_date: Instant, baseline: str | None = None, *, stored: bool = False) -> Snapshot:
    """The snapshot of the meeting at a data date.

    The meeting before is that of the last update earlier than `data_date`. The baseline is the one named, else the
    last that was approved at or before the data date. With `stored` the tasks' dates are those that the project's file
    brought (`with_stored`). Raises KeyError for a baseline that the project has not.
    """
    schedule = compute(as_of(project, data_date))
    if stored:
        schedule = with_stored(schedule, project)
    earlier = [update.data_date for update in project.updates if update.data_date < data_date]
    previous = compute(as_of(project, earlier[-1])) if earlier else None
    expected = previous if previous is not None else compute(as_of(project, min(project.plan.start, data_date)))
    reference = project.baselines[baseline] if baseline is not None else last_baseline(project, data_date)
    since_previous = compare(previous, schedule) if previous is not None else None
    since_baseline = compare(reference, schedule) if reference is not None else None
    deadlines = deadline_rows(schedule)
    # The file of another tool is itself a report on every task.
    missing = () if project.stored else unreported(schedule, expected, earlier[-1] if earlier else None)
    evidence = Evidence(
        schedule=schedule,
        expected=expected,
        rows={row.task: row for row in deadlines},
        unreported=frozenset(missing),
        since_baseline=since_baseline,
        since_previous=since_previous,
    )
    return Snapshot(
        project=project,
        data_date=data_date,
        schedule=schedule,
        previous=previous,
        baseline=reference,
        since_previous=since_previous,
        since_baseline=since_baseline,
        headline=_headline(schedule, since_previous, since_baseline),
        deadlines=deadlines,
        alerts=alerts(evidence),
        lights={name: light_of(name, evidence) for name in schedule.tasks},
        critical_path=_critical_path(schedule),
        upcoming=_upcoming(schedule, evidence.rows),
        moved=_moved(since_previous, schedule),
        unreported=missing,
        sample=schedule.state.sample,
        ledger=None if previous is None or stored else _ledger(project, previous, schedule),
    )


def _ledger(project: Project, previous: Schedule, schedule: Schedule) -> Ledger | None:
    """Why the headline's forecast moved since the last meeting; None where its task was not in the plan then."""
    milestone = milestone_of(schedule.state)
    if any(one.tasks.get(milestone) is None or one.tasks[milestone].task.spans for one in (previous, schedule)):
        return None
    return windows(project, (previous.state.data_date, schedule.state.data_date), milestone).ledgers[0]


def last_baseline(project: Project, data_date: Instant) -> Baseline | None:
    """The last baseline that was known at the data date: one approved later must not change an earlier meeting."""
    known = [one for one in project.baselines.values() if _known_from(one) <= data_date]
    return max(known, key=lambda one: (_known_from(one), one.name), default=None)


def _known_from(baseline: Baseline) -> Instant:
    return max(baseline.data_date, minutes(baseline.approved_on) if baseline.approved_on is not None else 0)


def _headline(schedule: Schedule, since_previous: Comparison | None, since_baseline: Comparison | None) -> Headline:
    target = target_of(schedule.state)
    if target is None:
        # Without a deadline the question is when the last task finishes: the movement is that of the same task.
        last = max(schedule.tasks.values(), key=lambda dates: (dates.stage is not Stage.FINISHED, dates.finish))
        dates, deadline = last, None
    else:
        dates = schedule.tasks[target]
        deadline = dates.task.deadline
    return Headline(
        target=target,
        deadline=deadline,
        forecast=dates.finish,
        reached=dates.stage is Stage.FINISHED,
        margin=None if deadline is None else deadline - dates.finish,
        moved=_shift(since_previous, dates),
        moved_since_baseline=_shift(since_baseline, dates),
    )


def _shift(comparison: Comparison | None, dates: TaskDates) -> Minutes | None:
    """How far a forecast moved on the clock, so that it says the same as the two forecasts and the margin."""
    movement = comparison.movements.get(dates.task.id) if comparison is not None else None
    return movement.finish_after - movement.finish_before if movement is not None else None


def _critical_path(schedule: Schedule) -> tuple[str, ...]:
    target = target_of(schedule.state)
    if target is not None and schedule.tasks[target].stage is not Stage.FINISHED:
        return tuple(dates.task.id for dates in holding(schedule, target) if not dates.task.spans)
    on_it = [dates for dates in schedule.tasks.values() if dates.longest_path and not dates.task.spans]
    return tuple(dates.task.id for dates in sorted(on_it, key=lambda dates: (dates.start, dates.finish)))


def _upcoming(schedule: Schedule, rows: Mapping[str, DeadlineRow]) -> dict[str | None, tuple[str, ...]]:
    """By body in the plan's order: what is under way, may start, or must start or finish within the look-ahead."""
    plan, horizon = schedule.state.plan, schedule.state.data_date + schedule.state.plan.settings.look_ahead * DAY
    by_body: dict[str | None, list[tuple[Instant, str]]] = {body: [] for body in [*plan.bodies, None]}
    for name, dates in schedule.tasks.items():
        if dates.stage is Stage.FINISHED or dates.late_start is None or dates.task.kind is TaskKind.SUMMARY:
            continue
        latest_start = rows[name].latest_start if name in rows else dates.late_start
        if min(dates.start, latest_start) < horizon:
            by_body[dates.task.body].append((latest_start, name))
    return {
        body: tuple(name for _, name in sorted(tasks, key=lambda one: one[0]))
        for body, tasks in by_body.items()
        if tasks
    }


def _moved(since_previous: Comparison | None, schedule: Schedule) -> tuple[str, ...]:
    if since_previous is None:
        return ()
    place = {name: k for k, name in enumerate(schedule.tasks)}
    slipped = [movement for movement in since_previous.movements.values() if movement.finish_slip]
    return tuple(
        movement.task for movement in sorted(slipped, key=lambda one: (-abs(one.finish_shift), place[one.task]))
    )
