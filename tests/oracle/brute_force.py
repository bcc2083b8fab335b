"""A second engine of another kind: dates found by raising and lowering until nothing changes.

There is no topological order and there are no arrays: every task begins at its floor, and whichever stands before what
its relations, its constraints or the data date allow is raised to the first hour of its calendar that they do; late
dates are lowered likewise. For tests only, of plans whose instants, durations and lags are whole hours, under P6's
rules; it shares the model with the engine and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from oracle.given import Given, Link
from oracle.working_hours import hour
from schedule.model import ConstraintKind as Kind
from schedule.model import State, TaskKind
from schedule.rules import LateAsPossible, TotalFloat

EARLY_START = (Kind.START_ON, Kind.EXTERNAL_EARLY_START)
EARLY_FINISH = (Kind.FINISH_NO_EARLIER_THAN, Kind.FINISH_ON)
MANDATORY = (Kind.MANDATORY_START, Kind.MANDATORY_FINISH)
LATE_START = (Kind.START_NO_LATER_THAN, Kind.START_ON)
LATE_FINISH = (Kind.FINISH_NO_LATER_THAN, Kind.FINISH_ON, Kind.EXTERNAL_LATE_FINISH)
Dates = dict[str, tuple[int, int]]


class BruteForce(Given):
    """The `early` and `late` dates (start, finish), `total_float` and `free_float` of a state's tasks, in hours."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.early: Dates = dict.fromkeys(self.tasks, (self.floor, self.floor))
        self.until_nothing_changes(self.early, self.first)
        self.finish = max(self.early[name][1] for name in set(self.tasks) - self.done or self.tasks)
        self.end = self.finish if self.plan.must_finish_by is None else hour(self.plan.must_finish_by)
        self.late: Dates = dict.fromkeys(self.tasks, (self.end + 9999, self.end + 9999))
        self.until_nothing_changes(self.late, self.last)
        self.stood: Dates = dict(self.early)
        self.until_nothing_changes(self.stood, self.stands)
        self.put_off(self.early, self.stood)
        self.total_float = {name: self.total(name) for name in self.tasks}
        self.free_float = {name: self.free(name) for name in self.tasks}

    def until_nothing_changes(self, dates: Dates, step: Callable[[str], tuple[int, int]]) -> None:
        while (now := {name: step(name) for name in dates}) != dates:
            dates.update(now)

    def put_off(self, early: Dates, stood: Dates) -> None:
        """Let what is as late as possible be so, the last first; where what follows stands is where it stood."""
        self.reached = max(stood[name][1] for name in set(self.tasks) - self.done or self.tasks)
        while True:
            now = {name: self.as_late_as_possible(name) for name in early}
            if now == early:
                return
            stood.update({name: dates for name, dates in now.items() if dates != early[name]})
            early.update(now)

    def asked(self, link: Link) -> int:
        """The instant before which a relation does not let its end of the successor come."""
        t = self.early[link.before][link.type.leaves_finish]
        at_once = link.lag or link.type.leaves_finish or self.is_over(link.before)
        t = link.hours.add(t, link.lag) if at_once else link.hours.next_start(t)
        return max(t, self.floor) if link.lag < 0 else t  # no lead reaches before the data date

    def first(self, name: str) -> tuple[int, int]:
        """The first dates that everything allows a task as the others stand now."""
        hours, length = self.hours[name], self.length(name)
        starts, finishes, days = [self.floor, *self.floors.get(name, [])], list[int](), list[int]()
        for link in (link for link in self.links if link.after == name and not link.only_late):
            (finishes if link.type.enters_finish else starts).append(self.asked(link))
        held = list(finishes)
        if name in self.begun:
            starts += [] if (resumed := self.status[name].resumed) is None else [hour(resumed)]
        elif name not in self.done:
            fixed = [hours.add(t, -length) for t in self.dated(name, Kind.MANDATORY_FINISH)]
            for t in fixed + self.dated(name, Kind.MANDATORY_START):
                return (start := self.settled(name, max(t, self.floor))), hours.add(start, length)
            without_time = self.rules.dates_without_time and self.tasks[name].relations
            days = [t for t in self.dated(name, Kind.START_NO_EARLIER_THAN) if without_time and t % 24 == 0]
            starts += [t for t in self.dated(name, Kind.START_NO_EARLIER_THAN) if t not in days]
            starts += self.dated(name, *EARLY_START)
            finishes += self.dated(name, *EARLY_FINISH)
        for day in days:  # a date without a time takes the time of what it replaces
            replaced = max(starts + [hours.add(t, -length) for t in finishes])
            at_its_time = day + replaced % 24
            starts.append(at_its_time if hours.next_start(at_its_time) < day + 24 else day)
        start = self.settled(name, max(starts if length else starts + finishes))
        while length and any(hours.work(hours.add(start, length), finish) > 0 for finish in finishes):
            start = hours.next_start(start + 1)
        stretched = [t for t in self.expected(name) if t >= start]
        if stretched:
            return start, max(start, hours.previous_finish(stretched[0]))
        finish = hours.add(start, length)
        if length and self.rules.finishes_kept and any(t > finish for t in held):  # no work lies between
            finish = hours.next_start(max(held))
        return start, finish

    def stands(self, name: str) -> tuple[int, int]:
        """Where a task stands on the clock: what is no work waits for no hour of its calendar, nor for another's."""
        start, finish = self.early[name]
        if self.length(name) or start != finish:
            return start, finish
        asks, days = [self.floor, *self.floors.get(name, [])], list[int]()
        for link in (link for link in self.links if link.after == name and not link.only_late):
            t = link.hours.add(self.stood[link.before][link.type.leaves_finish], link.lag)
            asks.append(max(t, self.floor) if link.lag < 0 else t)
        if name in self.begun:
            asks += [] if (resumed := self.status[name].resumed) is None else [hour(resumed)]
        elif name not in self.done:
            if fixed := self.dated(name, *MANDATORY):
                asks = [self.floor, *fixed]
            without_time = self.rules.dates_without_time and self.tasks[name].relations
            days = [t for t in self.dated(name, Kind.START_NO_EARLIER_THAN) if without_time and t % 24 == 0]
            asks += [t for t in self.dated(name, Kind.START_NO_EARLIER_THAN) if t not in days]
            asks += self.dated(name, *EARLY_START, *EARLY_FINISH)
        for day in days:
            at_its_time = day + max(asks) % 24
            asks.append(at_its_time if self.hours[name].next_start(at_its_time) < day + 24 else day)
        return (min(start, max(asks)),) * 2

    def begins(self, name: str, dates: Dates) -> list[int]:
        """The starts after which a task may not come, if its successors have these dates."""
        found = []
        for link in (link for link in self.links if link.before == name and not link.type.leaves_finish):
            t = link.hours.add(dates[link.after][link.type.enters_finish], -link.lag)
            found.append(t if name in self.done else self.hours[name].shift_before(t))
        return found

    def allowed(self, name: str, dates: Dates, length: int) -> list[int]:
        """The finishes after which a task may not come, one for each relation, if its successors have these dates."""
        leaving = (link for link in self.links if link.before == name and link.type.leaves_finish)
        held = [link.hours.add(dates[link.after][link.type.enters_finish], -link.lag) for link in leaving]
        return held + [self.hours[name].add(t, length) for t in self.begins(name, dates)]

    def last(self, name: str) -> tuple[int, int]:
        """The last dates that everything allows a task as the others stand now."""
        hours, kind, length = self.hours[name], self.tasks[name].kind, self.hours[name].work(*self.early[name])
        end = max(self.end, self.early[name][1]) if name in self.done else self.end
        finishes, own, fixed = [end, *self.allowed(name, self.late, length)], list[int](), list[int]()
        if self.rules.open_ends_critical and not any(link.before == name for link in self.links):
            finishes.append(self.early[name][1])
        if name not in self.done:
            own += self.dated(name, *LATE_FINISH)
            fixed += self.dated(name, Kind.MANDATORY_FINISH)
        if name not in self.done | self.begun:
            own += [hours.add(t, length) for t in self.dated(name, *LATE_START)]
            fixed += [hours.add(t, length) for t in self.dated(name, Kind.MANDATORY_START)]
        finish = min(own + (fixed or finishes))
        if name in self.done:
            return finish, finish
        finish = hours.shift_before(finish) if kind is TaskKind.START_MILESTONE else hours.previous_finish(finish)
        start = hours.add(finish, -length)
        if not length:
            return start, finish  # no work, no start of work
        return min([hours.next_start(start), *([] if fixed else self.begins(name, self.late))]), finish

    def as_late_as_possible(self, name: str) -> tuple[int, int]:
        """The last dates of such a task that leave its successors' early dates alone; they do not move.

        Where it takes no more than its own float, it leaves what is no work where that stands.
        """
        if not self.tasks[name].as_late_as_possible or name in self.done:
            return self.early[name]
        all_of_it = self.rules.as_late_as_possible is LateAsPossible.ALL_FREE_FLOAT
        follows, length = self.early if all_of_it else self.stood, self.length(name)
        finishes = self.allowed(name, follows, length)
        if not all_of_it:
            finishes += [self.reached, self.late[name][1]]
        finish = min(finishes or [self.finish])
        if self.tasks[name].kind is not TaskKind.START_MILESTONE:
            finish = self.hours[name].previous_finish(finish)
        start = self.settled(name, self.hours[name].add(finish, -length))
        return max(self.early[name], (start, self.hours[name].add(start, length)))

    def total(self, name: str) -> int:
        of_start, of_finish = (self.hours[name].work(self.early[name][k], self.late[name][k]) for k in (0, 1))
        either = {TotalFloat.START: of_start, TotalFloat.SMALLEST: min(of_start, of_finish)}
        return either.get(self.rules.total_float or TotalFloat.FINISH, of_finish)

    def free(self, name: str) -> int:
        slack: dict[str, list[int]] = {}
        for link in (link for link in self.links if link.before == name):
            t = link.hours.add(self.early[link.after][link.type.enters_finish], -link.lag)
            slack.setdefault(link.after, []).append(self.hours[name].work(self.early[name][link.type.leaves_finish], t))
        fixed = self.dated(name, Kind.MANDATORY_FINISH) + ([] if slack else self.dated(name, Kind.MANDATORY_START))
        if fixed or (self.rules.use_expected_finish and self.dated(name, Kind.EXPECTED_FINISH)):
            return 0
        to_the_end = self.hours[name].work(self.early[name][1], self.finish)
        return max(0, min([min([t for t in of if t >= 0] or of) for of in slack.values()] or [to_the_end]))
