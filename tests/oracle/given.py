"""What a state says, in hours: which relations still count and what is left of their lags and of the work.

For the engine that counts on its fingers (`brute_force`); it shares nothing with the real one but the model.
"""

from __future__ import annotations

from typing import NamedTuple

from oracle.working_hours import ALL_HOURS, Hours, hour
from schedule.model import ConstraintKind as Kind
from schedule.model import Relation, RelationType, State, TaskKind
from schedule.rules import LagCalendar, ProgressRule, in_force


class Link(NamedTuple):
    """A relation that counts: its ends, what is left of its lag, and the calendar that this counts on.

    One that counts `only_late` moves its successor no more.
    """

    before: str
    after: str
    type: RelationType
    lag: int
    hours: Hours
    only_late: bool


class Given:
    """A state's tasks, relations and progress, in hours."""

    def __init__(self, state: State) -> None:
        plan, self.tasks, self.rules = state.plan, state.plan.tasks, in_force(state.plan.settings)
        self.calendars = {name: Hours(spec, plan.start) for name, spec in plan.calendars.items()}
        self.hours = {name: self.calendars[task.calendar or plan.calendar] for name, task in self.tasks.items()}
        self.status = {name: state.status(name) for name in self.tasks}
        self.done = {name for name in self.tasks if self.status[name].finished is not None}
        self.begun = {name for name in self.tasks if self.status[name].started is not None} - self.done
        self.plan, self.now, self.floor = plan, hour(state.data_date), hour(max(state.data_date, plan.start))
        self.floors: dict[str, list[int]] = {}
        linked = (self.link(relation) for task in self.tasks.values() for relation in task.relations)
        self.links = [link for link in linked if link is not None]

    def link(self, relation: Relation) -> Link | None:
        """A relation with what progress leaves of it; None where it leaves nothing."""
        before, after, kind = relation.predecessor, relation.successor, relation.type
        ignored = self.rules.progress is ProgressRule.OVERRIDE and after in self.begun | self.done
        ignored = ignored and before not in self.done
        if ignored and (after in self.done or not kind.enters_finish):
            return None
        hours = {
            LagCalendar.SUCCESSOR: self.hours[after],
            LagCalendar.PROJECT: self.calendars[self.plan.calendar],
            LagCalendar.ALL_HOURS: Hours(ALL_HOURS, self.plan.start),
        }.get(self.rules.lag_calendar or LagCalendar.PREDECESSOR, self.hours[before])
        lag, status = hour(relation.lag.amount * 60) if relation.lag else 0, self.status[before]
        event = status.finished if kind.leaves_finish else status.started
        from_actual = self.rules.ss_lag_from_actual and kind is RelationType.SS and before in self.begun
        if from_actual and not ignored and status.started is not None:
            self.floors.setdefault(after, []).append(hours.add(hour(status.started), lag))
        if lag and event is not None and before in self.done:
            from_actual_start = kind is RelationType.SS and self.rules.ss_lag_from_actual
            worked = set(range(hour(event), self.now))
            if (
                status.suspended is not None
                and status.resumed is not None
                and not (kind.leaves_finish or from_actual_start)
            ):
                worked -= set(range(hour(status.suspended), hour(status.resumed)))
            lag = max(0, lag - sum(hours.work(t, t + 1) for t in worked))
        elif lag and event is not None:
            done = self.hours[before].work(hour(event), self.now)
            if status.suspended is not None:
                until = self.now if status.resumed is None else min(hour(status.resumed), self.now)
                done -= self.hours[before].work(min(hour(status.suspended), until), until)
            lag = max(0, lag - done)
        return Link(before, after, kind, lag, hours, ignored or from_actual)

    def length(self, name: str) -> int:
        duration = self.status[name].remaining or self.tasks[name].duration
        return 0 if name in self.done or duration is None else hour(duration.amount * 60)

    def dated(self, name: str, *kinds: Kind) -> list[int]:
        return [hour(one.instant) for one in self.tasks[name].constraints if one.kind in kinds]

    def settled(self, name: str, t: int) -> int:
        """The first instant from `t` on at which a task of its kind can stand."""
        hours, at_an_end = self.hours[name], self.tasks[name].kind is TaskKind.FINISH_MILESTONE
        return t if self.is_over(name) or (at_an_end and hours.previous_finish(t) == t) else hours.next_start(t)

    def is_over(self, name: str) -> bool:
        """Whether a task waits for no working hour and hands on the instant at which it stands: nothing is left of it.

        A task that P6 has in a file is that only once it has finished.
        """
        nothing_left = not (self.length(name) or self.tasks[name].is_milestone or self.rules.dates_without_time)
        return nothing_left or name in self.done

    def expected(self, name: str) -> list[int]:
        """The expected finish of a task that may obey one, as it is given."""
        task = self.tasks[name]
        held = task.as_late_as_possible or any(relation.type.enters_finish for relation in task.relations)
        obeys = self.rules.use_expected_finish and not held and name not in self.done
        return [t for t in self.dated(name, Kind.EXPECTED_FINISH) if t >= self.now and obeys]
