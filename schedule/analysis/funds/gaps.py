"""How much money is missing by when: for nothing to wait (plain dates), and for the deadlines alone (latest dates).

Each row says by which day so much more has to be there than is known to come (最迟到位表). With these rows added to the
money, on their days and for any purpose, nothing waits. This module must never know a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from schedule.calendars.worktime import start_day
from schedule.engine import cpm
from schedule.engine.bounds import is_started
from schedule.engine.funding import counting, needed, purses
from schedule.engine.purse import Purse, Use, at, due_parts
from schedule.engine.schedule import Schedule, TaskDates
from schedule.law.statutes import on_day, versions
from schedule.model import Due, Instant, State, Task

Span = tuple[Instant, Instant]


@dataclass(frozen=True, slots=True)
class Gap:
    """What has to be there by an instant beyond what is known to come: `more` than the row before, `total` in all.

    `tasks` need it then; `tranches` are those that could bring it: they serve its purpose and have not come. `until` is
    when known money makes up for all of it, None where it never does.
    """

    instant: Instant
    more: Fraction
    total: Fraction
    tasks: tuple[str, ...]
    tranches: tuple[str, ...]
    until: Instant | None


def plain_gaps(state: State, logic: Schedule) -> tuple[Gap, ...]:
    """What is missing of a state's money for no task to wait, by the dates of logic."""
    return _gaps(need_of(state, logic, plain_span))


def latest_gaps(state: State, logic: Schedule) -> tuple[Gap, ...]:
    """What is missing for the deadlines to hold, with every task as late as they let it; what serves none needs none.

    Of a deadline that logic cannot keep it is what keeps what can be kept: nothing is due before the data date.
    """
    return _gaps(need_of(state, logic, latest_span))


def plain_span(dates: TaskDates, now: Instant) -> Span | None:
    """From when to when a task is worked on as things stand."""
    del now
    return dates.start, dates.finish


def latest_span(dates: TaskDates, now: Instant) -> Span | None:
    """The same as late as the deadlines let it, and not before now; None of what serves none."""
    latest = dates.latest
    if is_started(dates.status):
        return dates.start, dates.finish
    if latest is None or not cpm.is_limited(latest.finish):
        return None
    return max(now, latest.start), max(now, latest.finish)


class Lack(NamedTuple):
    """How much is missing of something, at least nothing; which tranches serve it, and which tasks ask for it then."""

    missing: int
    tranches: frozenset[str]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What of a plan's money has to be there at some instants, by one purse; what was needed before `now` is so now."""

    now: Instant
    purse: Purse
    uses: tuple[tuple[Use, str], ...]
    thresholds: tuple[tuple[Instant, int, tuple[str, ...], str], ...]

    def missing(self, instant: Instant) -> int:
        """How much is missing at an instant."""
        return max((one.missing for one in self.lacks(instant)), default=0)

    def lacks(self, instant: Instant) -> Iterator[Lack]:
        """What is missing of each pot and threshold at an instant."""
        for pot in self.purse.pots:
            own = [(use, name) for use, name in self.uses if use.instant <= instant and use.label in pot.labels]
            missing = sum(use.amount for use, _ in own) - at(pot.money, instant)
            yield Lack(
                max(0, missing), pot.tranches, tuple(name for use, name in own if max(self.now, use.instant) == instant)
            )
        for due, amount, purposes, name in self.thresholds:
            if due <= instant:
                missing = amount - at(self.purse.usable(purposes), instant)
                yield Lack(
                    max(0, missing), self.purse.serving(purposes), (name,) if max(self.now, due) == instant else ()
                )

    def curve(self) -> list[tuple[Instant, Fraction]]:
        """What is used in all, in order of time."""
        total, found = 0, []
        for use in sorted(use for use, _ in self.uses):
            total += use.amount
            found.append((use.instant, self.purse.plain(total)))
        return found


def need_of(state: State, schedule: Schedule, span: Callable[[TaskDates, Instant], Span | None]) -> Need | None:
    """What the tasks of a plan need of its money where they stand at these dates; None of a plan without money.

    Args:
        state: whose money it is.
        schedule: its dates, of logic or with money.
        span: from when to when a task counts as worked on; None where it needs nothing.
    """
    purse = purses(state).get("")
    if purse is None:
        return None
    uses, thresholds = list[tuple[Use, str]](), list[tuple[Instant, int, tuple[str, ...], str]]()
    for name, dates in schedule.tasks.items():
        task, own = dates.task, span(dates, state.data_date)
        if own is None or not (task.commits or task.needs_funds):
            continue
        for one in task.commits:
            parts = due_parts(one, purse.scaled(one.amount), *own, dates.calendar)
            uses += [(use, name) for use in parts]
        if not is_started(dates.status):
            thresholds += _thresholds(state, task, own, purse)
    return Need(state.data_date, purse, tuple(uses), tuple(thresholds))


def _thresholds(
    state: State, task: Task, span: Span, purse: Purse
) -> Iterator[tuple[Instant, int, tuple[str, ...], str]]:
    for one in task.needs_funds:
        law = state.home(task.id).rules.law
        if one.rule is None or on_day(versions(one.rule, law), start_day(span[0])):
            due = span[1] if one.when is Due.FINISH else span[0]
            yield due, needed(one, state.plan.tasks, purse), counting(one, state.plan.tasks), task.id


def _gaps(need: Need | None) -> tuple[Gap, ...]:
    if need is None:
        return ()
    found, most = list[Gap](), 0
    instants = {*(use.instant for use, _ in need.uses), *(due for due, *_ in need.thresholds)}
    for instant in sorted({max(need.now, instant) for instant in instants}):
        lacks = list(need.lacks(instant))
        missing = max((one.missing for one in lacks), default=0)
        if missing <= most:
            continue
        # Of all that is missing at once, what most is missing of says how much, for whom, and who could bring it.
        worst = [one for one in lacks if one.missing == missing]
        useful = {name for one in worst for name in one.tranches}
        found.append(
            Gap(
                instant,
                need.purse.plain(missing - most),
                need.purse.plain(missing),
                tuple(dict.fromkeys(name for one in worst for name in one.tasks)),
                tuple(one.id for one in need.purse.funds.tranches.values() if one.missing and one.id in useful),
                _made_up(need, instant),
            )
        )
        most = missing
    return tuple(found)


def _made_up(need: Need, instant: Instant) -> Instant | None:
    """The first instant from which nothing is missing any more, whatever else is asked for then; None without one."""
    later = sorted({when for one in need.purse.funds.tranches.values() for when, _ in one.coming if when > instant})
    return next((when for when in later if need.missing(when) <= 0), None)
