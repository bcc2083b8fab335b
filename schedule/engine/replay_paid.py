"""A stretch of time played again with its money: who waits for it is asked anew whatever is said to have happened.

That a task waits for money is no performance of its own: it follows from what came of the money, and from who else
wants it, and when. So with any choice of performances (`schedule.engine.replay`) the tasks that have not begun are
placed by the rule that the schedule itself is placed by (`schedule.engine.funding`), with the money as it was expected
or as it was reported; what was reported to have begun has used its money and moves for none. This module must never
know a name, a body, or which choice is fair.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from schedule.calendars.worktime import table_of
from schedule.engine import cpm, replay
from schedule.engine.funding import Placing, Spending, counting, needed
from schedule.engine.network import Network
from schedule.engine.purse import Purse, Use, at
from schedule.engine.replay import Performance
from schedule.engine.run import Passes
from schedule.model import Instant, State


class Rank(NamedTuple):
    """Who takes the next money first, as one schedule has it: by when tasks have to finish, by their numbers.

    Only of those that have not begun in it. `serves` are those that serve a deadline; the latest finish of the others
    is counted from the end of all.
    """

    finish: Mapping[int, int]
    serves: Set[int]


class Money(NamedTuple):
    """What decides who waits for money in a stretch, all by the numbers of its tasks.

    `logic` are the floors without money and `held` those at the earlier data date with it; a task that money held then
    does not begin before `since`, also where its money is there earlier: the meeting of that day learns it. `begun`
    are the tasks that had begun by the later data date as reported, `before` those that had by the earlier one, and
    `assumed` those that the forecast has begin by then though nobody can tell when their money comes. What is
    `undated`, as expected and as reported, has dates that suppose that money without a date comes when it is needed: it
    finds that money (`supposed`), and is not held to a later day by money that has one. `now` is for each task the
    later data date of its plan. `early` are those that are reported to have begun with their money before it was to be
    there for them, and when they did. `ranks` are those of the forecast for the later data date, of the reports, and of
    the earlier one. `uses` remembers what tasks use where they stand, for all worlds.
    """

    state: State
    expected: Mapping[str, Purse]
    reported: Mapping[str, Purse]
    supposed: tuple[Mapping[str, Purse], Mapping[str, Purse]]
    undated: tuple[Set[int], Set[int]]
    logic: Sequence[Instant]
    held: Sequence[Instant]
    since: Mapping[int, Instant]
    before: Set[int]
    begun: Set[int]
    assumed: Set[int]
    now: Sequence[Instant]
    early: Mapping[int, Instant]
    passes: Passes
    ranks: tuple[Rank, Rank, Rank]
    uses: dict[tuple[int, Instant, Instant], list[Use]]

    @property
    def has_moved(self) -> bool:
        """Whether money came, or is expected, otherwise than it was."""
        return _coming(self.expected) != _coming(self.reported)

    def floors(self, begun: Set[int], reports: Set[int]) -> list[Instant]:
        """The instants before which tasks do not begin, of which some had begun, whoever else uses the money."""
        found = [max(floor, self.since.get(i, -cpm.NEVER)) for i, floor in enumerate(self.logic)]
        for i in begun:
            found[i] = self.held[i]
        for i in reports & self.early.keys():
            found[i] = max(self.logic[i], self.early[i])
        return found


def _coming(purses: Mapping[str, Purse]) -> dict[tuple[str, str], object]:
    """When how much comes of each tranche, and what for; of some nothing does."""
    tranches = ((key, one) for key, purse in purses.items() for one in purse.funds.tranches.values())
    return {(key, one.id): (one.coming, one.serves) for key, one in tranches if one.coming}


def is_enough(state: State, purses: Mapping[str, Purse]) -> bool:
    """Whether all that tasks need or use is there from each plan's earlier data date on: then money holds nothing."""
    tasks = state.plan.tasks
    for key, purse in purses.items():
        day = state.homes[key].data_date
        mine = [task for task in tasks.values() if state.key(task.id) == key]
        for pot in purse.pots:
            used = sum(purse.scaled(one.amount) for task in mine for one in task.commits if one.purpose in pot.labels)
            if at(pot.money, min(day, state.homes[key].start)) < used:
                return False
        for task in mine:
            for one in task.needs_funds:
                if at(purse.usable(counting(one, tasks)), min(day, state.homes[key].start)) < needed(one, tasks, purse):
                    return False
    return True


class Paid(Placing):
    """The tasks of one stretch, each performing as it is told to, with money for those that have not begun.

    `reports` are the tasks that go as reported, and `anew` those that find their money as it was reported.
    """

    def __init__(
        self,
        network: Network,
        money: Money,
        performances: Sequence[Performance],
        reports: Collection[int],
        anew: Collection[int] | None,
        pushed_after: Sequence[int],
    ) -> None:
        self._money, self._performances, self._pushed_after = money, performances, pushed_after
        self._reports = set(reports)
        self._begun = money.before | ((self._reports & money.begun) - money.early.keys())
        self._begun |= money.assumed - self._reports
        count = len(network.tasks)
        self._anew = set(range(count)) if anew is None else set(anew)
        self._other: list[dict[str, Spending]] = []
        self.seen, self.ends = replay.nothing_seen(count, -cpm.NEVER), [0] * count
        floor = money.floors(self._begun, self._reports)
        super().__init__(
            money.state, replace(network, arrays=network.arrays._replace(floor=floor)), money.passes, money.expected
        )
        self._other = [
            {key: Spending(purse, self.books[key].facts, self.books[key].planned) for key, purse in purses.items()}
            for purses in (money.reported, *money.supposed)
        ]
        for i in self._amounts:
            if i in self._begun:
                start = self.early.start[i]
                self._book(i).facts.extend(self._uses(i, start, max(start, self.early.finish[i])))
        self._turn = {i: self._turn_of(i) for i in self.asking}
        self.hold_by_thresholds()
        self.place_all()

    def _turn_of(self, i: int) -> tuple[int, ...]:
        """Who takes the next money first: who begins before the later data date, by when; then by the rule.

        What is reported to have begun before its money was to be there comes behind who was to have it. What is
        reported not to have begun by then begins no earlier.
        """
        start, finish, now = self.early.start[i], self.early.finish[i], self._money.now[i]
        reports = i in self._reports
        if reports and i in self._money.early:
            return 1, start, i
        reports = reports or (i in self._anew and i not in self._money.begun)
        if start < now:
            if not reports:
                return 0, start, i
            table = table_of(self.network.clock, self.net.calendar[i])
            start = cpm.settled(self.net, self.network.clock, i, table, now)
            finish = cpm.planned_finish(self.net, self.network.clock, i, table, start)
        expected, reported, before = self._money.ranks
        ranks = (reported, expected, before) if reports else (expected, reported, before)
        rank = next(one for one in ranks if i in one.finish)
        late = rank.finish[i]
        return 2, i not in rank.serves, late - finish, late, i

    def in_turn(self) -> list[int]:
        """What uses money, in the order in which it takes the next (`_turn_of`)."""
        return sorted((i for i in self.asking if self.network.tasks[i].commits), key=self._turn.__getitem__)

    def _has_begun(self, i: int) -> bool:
        return i in self._begun

    def _book(self, i: int) -> Spending:
        books, anew = self.books, i in self._anew
        if self._other:
            reported, *supposed = self._other
            books = supposed[anew] if i in self._money.undated[anew] else reported if anew else self.books
        return books[self.state.key(self.network.tasks[i].id)]

    def _uses(self, i: int, start: Instant, finish: Instant) -> list[Use]:
        key = i, start, finish
        if key not in self._money.uses:
            self._money.uses[key] = super()._uses(i, start, finish)
        return self._money.uses[key]

    def _book_facts(self) -> None:
        """They are booked once what they use is known."""

    def _forward(self, tasks: Collection[int]) -> None:
        for i in tasks:
            _, self.ends[i], shown = replay.performed(
                self.net, self.network.clock, self.seen, i, self._performances[i], self._pushed_after
            )
            self.seen.put(i, shown)
            self.early.start[i], self.early.finish[i] = shown[0], shown[1]
