"""How a project stands for those who are not in the room: which way the date goes, what holds it, what was closed.

It adds no figure to a meeting: the last point of the trend is the headline's own. This module must never
know a paper or a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.dates.within import is_passed
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.move.revisions import Step
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import drivers, is_held
from schedule.analysis.speaking_order import last_task
from schedule.calendars.worktime import DAY
from schedule.engine.holding import holding
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.engine.state import revised, with_removed
from schedule.law.preconditions import is_precondition
from schedule.law.statutes import Kind
from schedule.model import (
    Instant,
    Minutes,
    Plan,
    Revision,
    TaskKind,
)


@dataclass(frozen=True, slots=True)
class Point:
    """What one meeting said of the task that the headline is about: when it is reached, and when it is due.

    Instants in minutes; `deadline` is None where it had none then. `stands` says whether the forecast stands at a
    beginning (`TaskDates.at_beginning`), which its day depends on.
    """

    data_date: Instant
    forecast: Instant
    deadline: Instant | None
    stands: bool = False


TREND_WEEKS = 4


def trend(meeting: Meeting) -> tuple[Point, ...]:
    """The forecasts of the last four weeks, oldest first, the meeting's own last: one a week, its last meeting's.

    A meeting exactly seven days back belongs to the first week, 28 days back to the fourth. The meeting before is a
    point however long ago it was, where its plan had the task, so that the last step is what the headline says moved.
    """
    head, now = meeting.headline, meeting.data_date
    name = head.target if head.target is not None else last_task(meeting.schedule)
    earlier = [update.data_date for update in meeting.project.updates if update.data_date < now]
    by_week = {(now - at - 1) // (7 * DAY): at for at in earlier if now - at <= TREND_WEEKS * 7 * DAY}
    points = []
    for at in list(by_week.values()) or earlier[-1:]:
        dates = meeting.history.schedule(at).tasks.get(name)
        if dates is not None:
            deadline = None if head.target is None else dates.task.deadline
            points.append(Point(at, dates.finish, deadline, dates.at_beginning))
    return *points, Point(now, head.forecast, head.deadline, head.stands)


@dataclass(frozen=True, slots=True)
class Effect:
    """By how much a decision moved a task's forecast: elapsed minutes, and days as they are shown (positive: later)."""

    task: str
    moved: Minutes
    days: Fraction


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision since the meeting before, with the plans before and after it.

    `effects` are those on the headline's forecast and on every other task that has a deadline: what it moved when it
    was made, after this week's reports and the decisions before it. That is no share: of what a body's days and a
    decision win together, the ledger gives each a part. What it does not move is not among them. A decision of several
    changes moved them by all of these together; they stand with the change that names it, beside which are `others`.
    """

    revision: Revision
    before: Plan
    after: Plan
    effects: tuple[Effect, ...] = ()
    others: int = 0

    @property
    def sets_deadline(self) -> bool:
        """Whether it changes the deadline of a task, gives it one or takes it away."""
        was, now = (plan.tasks.get(self.revision.task) for plan in (self.before, self.after))
        return (was and was.deadline) != (now and now.deadline)

    @property
    def bears(self) -> bool:
        """Whether whoever reads the headline has to know it: it moved a forecast that is owed, or a deadline."""
        return bool(self.effects) or self.sets_deadline


def decisions(meeting: Meeting) -> tuple[Decided, ...]:
    """The decisions since the meeting before, at the first all of them, in their order."""
    since = None if meeting.previous is None else meeting.previous.state.data_date
    made = [
        revision
        for update in meeting.project.updates
        if update.data_date <= meeting.data_date and (since is None or update.data_date > since)
        for revision in update.revisions
    ]
    plan = meeting.project.plan if meeting.previous is None else meeting.previous.state.plan
    moved = [] if not made else _effects(meeting)
    found, first = [], plan
    for revision in made:
        changed = revised(plan, [revision])
        k = next((k for k, (step, _) in enumerate(moved) if step.revision == revision), None)
        step, effects = (None, ()) if k is None else moved.pop(k)
        found.append(
            Decided(
                revision,
                with_removed(plan, first, revision.task),
                changed,
                effects,
                0 if step is None else len(step.every) - 1,
            )
        )
        plan = changed
    return tuple(found)


def _effects(meeting: Meeting) -> list[tuple[Step, tuple[Effect, ...]]]:
    """What each decision of the ledger moved, in their order."""
    ledger = meeting.ledger
    parts = [] if ledger is None else [part for part in ledger.parts if part.step is not None]
    if ledger is None or not parts:
        return []
    found, before = [], ledger.reported
    for k, part in enumerate(parts):
        assert part.step is not None
        reached = ledger.after if k == len(parts) - 1 else meeting.history.schedules.reached(part.step.state, before)
        owed = (name for name, dates in reached.tasks.items() if dates.task.deadline is not None)
        effects = []
        for name in dict.fromkeys((ledger.milestone, *owed)):
            was, now = before.tasks.get(name), reached.tasks.get(name)
            if was is not None and now is not None:
                days = Fraction((now.last_day - was.last_day).days)
                effects.append(Effect(name, now.finish - was.finish, days))
        if part.step.revision is not None:
            found.append((part.step, tuple(one for one in effects if one.moved or one.days)))
        before = reached
    return found


def holders(meeting: Meeting) -> tuple[str, ...]:
    """The tasks that hold the headline's date and can be worked on now, in time order: the heads of the critical path.

    None of them waits for another of that path, nor through what was finished ahead of its turn and still holds what
    follows. Where there are several, each alone sets the date, so that to hurry one of them gains nothing. Empty when
    the target is reached.
    """
    return () if meeting.headline.reached else _heads(meeting.critical_path, meeting.schedule)


def other_holders(meeting: Meeting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The other deadlines that are missed as things stand, each with what holds it and holds none before it.

    At most `OTHERS` of them, in the order in which papers speak of deadlines. One that the plan alone made impossible
    is held by nobody; one that only what is told already holds is not among them.
    """
    return meeting.once(_other_holders)


OTHERS = 3


def _other_holders(meeting: Meeting) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told, found = set(holders(meeting)), []
    for head in meeting.headlines[1:]:
        if head.target is None or not is_stuck(head, meeting):
            continue
        path = holding(meeting.schedule, head.target).names
        names = tuple(name for name in _heads(path, meeting.schedule) if name not in told)
        if names:
            told.update(names)
            found.append((head.target, names))
        if len(found) == OTHERS:
            break
    return tuple(found)


def is_stuck(head: Headline, meeting: Meeting) -> bool:
    """Whether a deadline is missed as things stand, and not by the plan alone: only then is work stuck somewhere."""
    planned = meeting.unmeetable.get(head.target or "")
    nobody = planned is not None and planned.lost <= 0
    return head.missed and not head.reached and not nobody


def _heads(path: Sequence[str], schedule: Schedule) -> tuple[str, ...]:
    """Those of a path that wait for no other of it."""
    among = set(path)
    return tuple(name for name in path if among.isdisjoint(drivers(name, schedule)))


def closed(meeting: Meeting) -> tuple[str, ...]:
    """The tasks that were finished at this meeting and not at the one before; empty at the first meeting.

    Permits before which nothing may begin come first, then what closes with a document, then the rest; each by finish.
    """
    if meeting.previous is None:
        return ()
    before = meeting.previous.tasks
    done = [
        dates
        for name, dates in meeting.schedule.tasks.items()
        if dates.stage is Stage.FINISHED
        and dates.task.kind is not TaskKind.SUMMARY
        and (name not in before or before[name].stage is not Stage.FINISHED)
    ]

    def rank(dates: TaskDates) -> tuple[bool, bool, Instant]:
        return not is_precondition(dates.task), dates.task.evidence is None, dates.finish

    return tuple(dates.task.id for dates in sorted(done, key=rank))


def gained(meeting: Meeting) -> tuple[str, ...]:
    """The unfinished tasks whose forecast is earlier than at the meeting before, in the order of `Meeting.moved`."""
    since = meeting.since_previous
    if since is None:
        return ()
    return tuple(
        name
        for name in meeting.moved
        if since.movements[name].finish_shift < 0 and meeting.schedule.tasks[name].stage is not Stage.FINISHED
    )


def unlawful(meeting: Meeting) -> frozenset[str]:
    """The tasks by which the law was broken: begun before a permit or after it had lapsed, or ended before a floor."""
    begun = (one.task for breach in meeting.breaches for one in breach.begun)
    return frozenset((*begun, *(one.task for one in meeting.shortfalls), *(one.task for one in meeting.lapsed)))


def undocumented(meeting: Meeting) -> tuple[str, ...]:
    """The tasks that are reported finished without the document they ask for, the gravest first.

    First those whose document was to come before work that has begun, the latest such work first: a permit without
    which one builds now weighs more than an approval of last year. Then by finish, the latest first.
    """
    return meeting.once(_undocumented)


def _undocumented(meeting: Meeting) -> tuple[str, ...]:
    tasks, begun = meeting.schedule.tasks, meeting.once(_begun_after)
    names = [name for name, dates in tasks.items() if lacks_document(dates)]
    return tuple(sorted(names, key=lambda name: (name not in begun, -begun.get(name, 0), -tasks[name].finish)))


def overtaken(meeting: Meeting) -> tuple[str, ...]:
    """Those of the undocumented tasks after which work has begun that their document should have come before."""
    begun = meeting.once(_begun_after)
    return tuple(name for name in undocumented(meeting) if name in begun)


def _begun_after(meeting: Meeting) -> dict[str, Instant]:
    """By task, when the latest began of those that could begin only after it and have begun."""
    found: dict[str, Instant] = {}
    for dates in meeting.schedule.tasks.values():
        if dates.stage is Stage.NOT_STARTED or dates.task.spans:
            continue
        for relation in dates.task.relations:
            if relation.type.leaves_finish and not relation.type.enters_finish:
                found[relation.predecessor] = max(dates.start, found.get(relation.predecessor, dates.start))
    return found


def waits_for(dates: TaskDates, schedule: Schedule) -> tuple[str, ...]:
    """The unfinished tasks that a task which has not started waits for: those whose relations set its date.

    Empty where it could start, or is under way: then what delays it is its own.
    """
    return drivers(dates.task.id, schedule) if is_held(dates, schedule) else ()


def waited_for_money(dates: TaskDates, meeting: Meeting) -> bool:
    """Whether a task that has begun waited for money at the last meeting before."""
    began = dates.status.started
    before = [one.data_date for one in meeting.project.updates if began is not None and one.data_date < began]
    return bool(before) and dates.task.id in meeting.history.schedule(before[-1]).funding.waits


def stopped(meeting: Meeting) -> dict[str, str]:
    """The tasks that have to stop, each with the permit that they go on without: nothing else is asked of them.

    Where the permit is only said to be issued, its number is asked for first, and nothing has to stop yet.
    """
    found: dict[str, str] = {}
    for breach in meeting.breaches:
        for one in breach.underway if breach.finished is None else ():
            found.setdefault(one.task, breach.task)
    return found


def permits_awaited(meeting: Meeting) -> dict[str, str]:
    """The tasks that must not begin, or go on again, before a permit that was not waited for, each with that permit."""
    found: dict[str, str] = {}
    for breach in meeting.breaches:
        rest = tuple(one.task for one in breach.resting)
        for name in (*breach.waiting, *rest) if breach.finished is None else ():
            found.setdefault(name, breach.task)
    return found


def lapsed_papers(meeting: Meeting) -> dict[str, str]:
    """The tasks that have not begun and whose paper's last day is over, each with the task that got the paper.

    Nobody is asked to begin on such a paper: first it has to be found out whether it was extended.
    """
    gone = (one for one in meeting.within if one.kind is not Kind.REPORT_WITHIN and is_passed(one, meeting.data_date))
    return {one.task: one.after for one in gone}


def ordinal(meeting: Meeting) -> int | None:
    """Which meeting of the project's this is, by its updates' data dates; None on a day without one of its own."""
    dates = [update.data_date for update in meeting.project.updates]
    return dates.index(meeting.data_date) + 1 if meeting.data_date in dates else None
