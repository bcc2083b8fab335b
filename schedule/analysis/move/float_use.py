"""What became of float between two data dates: used towards the forecast of a milestone, not only towards a deadline.

Where a forecast is late already, a task beside what made it late has float all the same: as much as it can lose without
moving the forecast. What holds the forecast has none, however far its deadline is: float towards the deadlines is a
second figure. This module must never know a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from schedule.analysis.move.ledger import Held, Ledger
from schedule.calendars.worktime import Calendar
from schedule.engine.run import Passes
from schedule.engine.schedule import Schedule
from schedule.engine.variation import floats_of
from schedule.model import ConstraintEffect, Instant, Minutes, Task

Floats = Mapping[str, Minutes | None]
"""Working minutes of float of every task that does not only span others; None of what has finished."""


def towards_forecast(schedule: Schedule, milestone: str) -> Floats:
    """Every task's float as if the milestone were due when it is forecast, and nothing else were due at all."""
    plan = schedule.state.plan
    eased = {name: _eased(task) for name, task in plan.tasks.items() if _is_limited(task)}
    target = eased.get(milestone, plan.tasks[milestone])
    eased[milestone] = replace(target, deadline=schedule.tasks[milestone].finish)
    plan = replace(plan, must_finish_by=None, tasks={**plan.tasks, **eased})
    return floats_of(schedule, replace(schedule.state, plan=plan))


def each_once() -> Callable[[Schedule, str], Floats]:
    """`towards_forecast`, worked out once for schedules that are one: a window begins with the one before it ended."""
    known: dict[tuple[int, str], tuple[Passes, Floats]] = {}

    def floats(schedule: Schedule, milestone: str) -> Floats:
        key = id(schedule.passes), milestone
        if key not in known:  # the passes are kept, so that their number stands for no others
            known[key] = schedule.passes, towards_forecast(schedule, milestone)
        return known[key][1]

    return floats


def _is_limited(task: Task) -> bool:
    return task.deadline is not None or any(_only_limits(one.kind.effect) for one in task.constraints)


def _eased(task: Task) -> Task:
    """A task that may end at any time, for all that its own deadline and constraints say."""
    kept = tuple(one for one in task.constraints if not _only_limits(one.kind.effect))
    return replace(task, deadline=None, constraints=kept)


def _only_limits(effect: ConstraintEffect) -> bool:
    """Whether a kind of constraint says by when, and holds nothing back."""
    return effect.late and not effect.early


@dataclass(frozen=True, slots=True)
class FloatUse:
    """What became of one task's float: working minutes of its calendar, of which a day has `day_minutes`.

    `before` is the float towards the milestone's forecast at the earlier data date: how much the task could lose
    without moving it, also where a deadline was missed already; `due` is that towards the deadlines. `own` is what the
    task itself used of it (negative: regained), whether the finish moved or not; `others` what tasks before it used or
    gave back; `after` what is left. `others` and `after` are None where the task has finished, or had no float. `held`
    splits `own` as the ledger splits the task's part: by who held an approval's file, or what it waited for; empty
    where all of it is the body's. `forecast_moved` is by how much reports moved the milestone's forecast, positive:
    later.
    """

    task: str
    body: str | None
    before: Minutes
    due: Minutes
    own: Minutes
    others: Minutes | None
    after: Minutes | None
    day_minutes: Minutes
    held: tuple[Held, ...] = ()
    forecast_moved: Minutes = 0

    @property
    def used(self) -> Minutes:
        """What the task took of its float towards the forecast: what it lost beyond that moved the forecast."""
        return min(max(0, self.own), max(0, self.before))

    @property
    def used_due(self) -> Minutes:
        """What the task took of its float towards the deadlines, or towards the plan's end where there are none."""
        return min(max(0, self.own), max(0, self.due))

    @property
    def regained(self) -> Minutes:
        """What the task gave back by being quicker, which it or what follows it now has as float.

        What it won beyond that brought the forecast forward, and is the ledger's. Of a task that has finished the float
        is what it would have without what others did.
        """
        left = self.before - self.own + self.forecast_moved if self.after is None else self.after
        return min(max(0, -self.own), max(0, left))


def float_uses(found: Ledger, floats_of: Callable[[Schedule, str], Floats] = towards_forecast) -> tuple[FloatUse, ...]:
    """The float ledger of the tasks that were unfinished at the earlier data date, in the schedule's order.

    Revisions are left out: they are nobody's use. `floats_of` gives the floats `towards_forecast`.
    """
    earlier, later = (floats_of(one, found.milestone) for one in (found.before, found.reported))
    own = {part.task: part.delay + part.longer for part in found.progress}
    held = {part.task: part.held for part in found.progress}
    ends = tuple(one.tasks[found.milestone].finish for one in (found.before, found.reported))
    uses = []
    for figures in found.before.figures_of(found.before.tasks):
        name, due = figures.task.id, figures.float_told
        before, after = earlier.get(name), later.get(name)
        if before is None or due is None:
            continue
        used = own.get(name, 0)
        others = None if after is None else before - after - used
        if used or others:
            day = figures.calendar.day_minutes
            whose = held.get(name, ())
            (reported,) = found.reported.figures_of([name])
            moved = _apart(reported.calendar, *ends)
            uses.append(FloatUse(name, figures.task.body, before, due, used, others, after, day, whose, moved))
    return tuple(uses)


def _apart(calendar: Calendar, was: Instant, now: Instant) -> Minutes:
    """Working minutes from one instant to another, negative where that is earlier."""
    return calendar.work(was, now) if was <= now else -calendar.work(now, was)
