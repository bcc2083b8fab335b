"""How much money is missing by when: for nothing to wait (plain dates), and for the deadlines alone (latest dates).

Each row says by which day so much more has to be there than is known to come (最迟到位表). With these rows added to the
money, on their days and for any purpose, nothing waits. This module must never know a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Need:
    """What of a plan's money has to be there at some instants, by one purse."""

    purse: Purse
    uses: tuple[tuple[Use, str], ...]
    thresholds: tuple[tuple[Instant, int, tuple[str, ...], str], ...]

    def missing(self, instant: Instant) -> int:
        """How much is missing at an instant."""
        return max((missing for missing, _ in self.shorts(instant)), default=0)

    def shorts(self, instant: Instant) -> Iterator[tuple[int, frozenset[str]]]:
        """What is missing at an instant of each pot and threshold, at least nothing; and which tranches serve it."""
        for pot in self.purse.pots:
            used = sum(use.amount for use, _ in self.uses if use.instant <= instant and use.label in pot.labels)
            yield max(0, used - at(pot.money, instant)), pot.tranches
        for due, amount, purposes, _ in self.thresholds:
            if due <= instant:
                missing = amount - at(self.purse.usable(purposes), instant)
                yield max(0, missing), self.purse.serving(purposes)

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
    return Need(purse, tuple(uses), tuple(thresholds))


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
    days = sorted({*(use.instant for use, _ in need.uses), *(due for due, *_ in need.thresholds)})
    for instant in days:
        missing = need.missing(instant)
        if missing <= most:
            continue
        found.append(
            Gap(
                instant,
                need.purse.plain(missing - most),
                need.purse.plain(missing),
                _asking(need, instant),
                _bringing(need, instant),
                _made_up(need, instant),
            )
        )
        most = missing
    return tuple(found)


def _asking(need: Need, instant: Instant) -> tuple[str, ...]:
    names = [name for use, name in need.uses if use.instant == instant]
    names += [name for due, _, _, name in need.thresholds if due == instant]
    return tuple(dict.fromkeys(names))


def _bringing(need: Need, instant: Instant) -> tuple[str, ...]:
    """The tranches that have not come whole, and of which more would make up for what is missing at an instant."""
    most = need.missing(instant)
    useful = {name for missing, tranches in need.shorts(instant) if missing == most for name in tranches}
    return tuple(one.id for one in need.purse.funds.tranches.values() if one.missing and one.id in useful)


def _made_up(need: Need, instant: Instant) -> Instant | None:
    """The first instant from which nothing is missing any more, whatever else is asked for then; None without one."""
    later = sorted({when for one in need.purse.funds.tranches.values() for when, _ in one.coming if when > instant})
    return next((when for when in later if need.missing(when) <= 0), None)
