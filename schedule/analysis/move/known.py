"""The same weeks as they are known now: each window read again with the actual dates that later records state.

What a meeting knew and what had happened by then are two things: a week in which nobody reported holds work that was
done in it, and the delay is in the wrong window and with the wrong body until it is put right. So before a window of
the past is taken apart its ends are rectified (source validation, AACE 29R-03, 2.3): a task's actual start and finish
belong to the window in which they fell. What a task under way had left then is as it was reported then; where it was
not, it is what was left at the report before, or all of it, less the working time since, no less than the next report
says, and at least the day on which it was not finished yet. Records are never changed, and nothing is known that no
record up to the last data date says.

This module must never know whose a day is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schedule.analysis.history import History
from schedule.calendars.durations import in_minutes, remaining_work, work_minutes
from schedule.calendars.worktime import Calendar
from schedule.model import NOT_STARTED, Instant, Minutes, State, Status, Task


@dataclass(frozen=True, slots=True)
class Rectified:
    """A data date at which more had happened than was reported, and the tasks of which that is known now.

    `silent`: nothing at all was reported on that day.
    """

    data_date: Instant
    tasks: tuple[str, ...]
    silent: bool


class KnownHistory(History):
    """A history as it is known at a later data date, `until`, whose own state it leaves as it is.

    So it leaves that of `kept`: the forecast of a baseline is what was approved.
    """

    __slots__ = ("_of", "kept", "until")

    def __init__(self, history: History, until: Instant, kept: Instant | None = None) -> None:
        super().__init__(history.project, history)
        self._of, self.until, self.kept = history, until, kept

    def state(self, data_date: Instant) -> State:
        """The state at a data date, with what is known now."""
        if data_date >= self.until or data_date == self.kept:
            return self._of.state(data_date)
        return self._of.once(_state_then, data_date, self.until)


def as_known(history: History, until: Instant, kept: Instant | None = None) -> KnownHistory:
    """A history as it is known at a later data date; asked again it is the same."""
    return history.once(KnownHistory, until, kept)


def rectified(history: History, dates: Sequence[Instant], until: Instant) -> tuple[Rectified, ...]:
    """Those of some data dates by which more had happened than was reported then, as far as is known at `until`."""
    found = []
    for day in dates:
        was = history.state(day)
        now = history.once(_state_then, day, until) if day < until else was
        names = tuple(name for name in sorted(was.plan.tasks) if now.status(name) is not was.status(name))
        if names:
            silent = all(one.reported != day for one in was.statuses.values())
            found.append(Rectified(day, names, silent))
    return tuple(found)


def _state_then(history: History, data_date: Instant, until: Instant) -> State:
    """The state at a data date with what later records up to `until` say of it; itself where they say nothing else."""
    then, now, dates = history.state(data_date), history.state(until), history.schedule(data_date)
    statuses = dict(then.statuses)
    for name, task in then.plan.tasks.items():
        if name in now.plan.tasks and not task.spans:
            was, later = then.status(name), now.status(name)
            following = _following(history, name, data_date, until)
            if following is None:
                continue
            known = _known(task, was, later, following, dates.tasks[name].calendar, data_date)
            if known is not was:
                statuses[name] = known
    changed = any(statuses.get(name) is not then.statuses.get(name) for name in statuses)
    return replace(then, statuses=statuses) if changed else then


def _following(history: History, task: str, data_date: Instant, until: Instant) -> Status | None:
    """The status at the next record that says anything of a task; None without one."""
    days = history.once(_reports).get(task, [])
    place = bisect_right(days, data_date)
    if place == len(days) or days[place] > until:
        return None
    return history.state(days[place]).status(task)


def _reports(history: History) -> dict[str, list[Instant]]:
    """By task the data dates of all records that say anything of it."""
    found: dict[str, list[Instant]] = {}
    for update in history.project.updates:
        for name in {one.task for one in update.progress}:
            found.setdefault(name, []).append(update.data_date)
    return found


def _known(task: Task, was: Status, later: Status, following: Status, calendar: Calendar, data_date: Instant) -> Status:
    """What is known now of a task at a data date; the status of then, the same value, where that is all."""
    filings = tuple(one for one in later.filings if one.instant <= data_date)
    ended = later.finished is not None and later.finished <= data_date
    begun = later.started is not None and later.started < data_date
    if ended:
        if (was.started, was.finished) == (later.started, later.finished):
            return was
        known = replace(was, started=later.started, finished=later.finished, at_beginning=later.at_beginning)
        known = replace(known, remaining=None, percent=None, assignments=(), emptied=None, worked=None)
    elif begun and not task.is_milestone:
        same = was.started == later.started and was.finished is None
        if same and was.reported == data_date:
            return was
        left = in_minutes(_left(task, was, later, following, calendar, data_date))
        if same and was.remaining == left:
            return was
        known = replace(was, started=later.started, finished=None, remaining=left, percent=None, assignments=())
        suspended, resumed = _pause(was, later, data_date)
        known = replace(known, emptied=None, worked=data_date, suspended=suspended, resumed=resumed)
    else:
        if was.started is None and was.finished is None:
            return was
        known = replace(NOT_STARTED, note=was.note, request=was.request, location=was.location)
    # What was in the way until then is what the next report says was in the way since the one before.
    cause = was.cause if was.reported == data_date else following.cause
    return replace(known, filings=filings, cause=cause, reported=data_date)


def _left(task: Task, was: Status, later: Status, following: Status, calendar: Calendar, data_date: Instant) -> Minutes:
    """Working minutes that a task under way had left at a data date, as far as records say."""
    full = work_minutes(task.duration, calendar)
    started = later.started
    assert started is not None, "a task under way has begun"
    told = was.started is not None and was.finished is None and was.reported is not None
    since = max(started, was.reported) if told and was.reported is not None else started
    left = remaining_work(full, was, calendar) if told else full
    left -= _worked(calendar, since, data_date, later)
    if following.started is not None and following.finished is None:
        left = max(left, remaining_work(full, following, calendar))
    truly = calendar.day_minutes
    if later.finished is not None:
        truly = min(truly, max(1, calendar.work(data_date, later.finished)))
    return max(left, truly)


def _worked(calendar: Calendar, since: Instant, until: Instant, later: Status) -> Minutes:
    """Working minutes between two instants, without those of a pause."""
    worked = max(0, calendar.work(since, until))
    if later.suspended is None or later.suspended >= until:
        return worked
    resumed = until if later.resumed is None else min(until, later.resumed)
    return worked - max(0, calendar.work(max(since, later.suspended), max(since, resumed)))


def _pause(was: Status, later: Status, data_date: Instant) -> tuple[Instant | None, Instant | None]:
    """The pause that had begun by a data date, and its end where that had come too."""
    if later.suspended is None or later.suspended > data_date:
        return was.suspended, was.resumed
    return later.suspended, later.resumed if later.resumed is not None and later.resumed <= data_date else None
