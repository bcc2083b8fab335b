"""The meetings of a project: what was known at each data date and what followed from it, each worked out at most once.

A meeting asks for the schedules of many data dates, and for what would have been so between them: its trend, its
ledgers, its alerts in a row. Whoever asks, asks here. Every answer is what `as_of` and `compute` give, which keep
nothing; what is kept here lives as long as the history itself, one command. This module must never know what is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.schedule import Schedule
from schedule.engine.state import Folded, as_planned, by_logic, with_deadlines
from schedule.model import Instant, Plan, Project, State

P = ParamSpec("P")
T = TypeVar("T")


class Schedules:
    """The schedules of states, each computed at most once, on calendars that are compiled at most once for a horizon.

    A state is another's equal if its plan is the same value, at the same data date, with the same said of every task.
    """

    __slots__ = ("_computed", "calendars")

    def __init__(self) -> None:
        self.calendars = Calendars()
        self._computed: dict[Instant, list[Schedule]] = {}

    def of(self, state: State) -> Schedule:
        """The schedule of a state, with that state. Raises what `compute` raises."""
        known = self._computed.setdefault(state.data_date, [])
        for schedule in known:
            if schedule.state is state:
                return schedule
            if schedule.state.plan == state.plan and _says_the_same(schedule.state, state):
                return replace(schedule, state=state)
        known.append(compute(state, self.calendars))
        return known[-1]

    def reached(self, state: State, before: Schedule) -> Schedule:
        """The schedule after one of several decisions; that before it, where it needs a later one to be computed.

        So a calendar that all days were taken from, which get them back by the next record of the day.
        """
        try:
            return self.of(state)
        except PlanError:
            return before


def _says_the_same(one: State, other: State) -> bool:
    """Whether two states of one plan and data date say the same of every task and of every home."""
    pairs = ((one.status(name), other.status(name)) for name in one.plan.tasks)
    return one.homes == other.homes and all(first is second or first == second for first, second in pairs)


class History:
    """The states and the schedules of one project by data date, and the answers to whatever else is asked of it.

    `beside`: another history of the same plan, with which it has in common whatever is computed of both.
    """

    __slots__ = ("_answers", "_due", "_folded", "_states", "project", "schedules")

    def __init__(self, project: Project, beside: History | None = None) -> None:
        self.project = project
        self.schedules: Schedules = Schedules() if beside is None else beside.schedules
        self._folded: list[Folded] = [as_planned(project.plan, project.aside, project.altered, project.external)]
        # The plan that a number stands for is kept, so that it stands for no other.
        self._due: dict[int, tuple[Plan, Plan]] = {} if beside is None else beside._due
        self._states: dict[Instant, State] = {}
        self._answers: dict[Hashable, Any] = {}

    def state(self, data_date: Instant) -> State:
        """The state at a data date: the same as `as_of`."""
        if data_date not in self._states:
            folded = self._folded_to(sum(update.data_date <= data_date for update in self.project.updates))
            if id(folded.plan) not in self._due:
                self._due[id(folded.plan)] = folded.plan, with_deadlines(folded.plan)
            self._states[data_date] = folded.at(data_date, self._due[id(folded.plan)][1])
        return self._states[data_date]

    def schedule(self, data_date: Instant) -> Schedule:
        """The schedule at a data date. Raises what `compute` raises."""
        return self.schedules.of(self.state(data_date))

    def by_logic(self, data_date: Instant) -> Schedule:
        """The schedule at a data date if money held nothing. Raises what `compute` raises."""
        return self.schedules.of(by_logic(self.state(data_date)))

    def planned(self, data_date: Instant, *, logic: bool = False) -> Schedule | None:
        """The schedule of the plan itself, at its start or before it; None where only an update puts it right.

        `logic`: that which money does not hold.
        """
        try:
            return (self.by_logic if logic else self.schedule)(min(self.project.plan.start, data_date))
        except PlanError:
            return None

    def once(self, question: Callable[Concatenate[History, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a question gives of this history; asked again with the same arguments it is not worked out anew."""
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in self._answers:
            self._answers[key] = question(self, *args, **kwargs)
        answer: T = self._answers[key]
        return answer

    def _folded_to(self, updates: int) -> Folded:
        """What the first so many updates say; they are in order of data date."""
        while len(self._folded) <= updates:
            self._folded.append(self._folded[-1].after(self.project.updates[len(self._folded) - 1]))
        return self._folded[updates]
