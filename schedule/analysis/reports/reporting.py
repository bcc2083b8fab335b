"""Who reported and who did not.

A task that should have moved and about which nothing came is not assumed to be on time.

This module must never know a light or a language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from schedule.calendars.worktime import start_day
from schedule.engine.freed import was_free
from schedule.engine.implied import needs_a_report
from schedule.engine.schedule import Reason, Schedule, Stage, TaskDates
from schedule.model import Dispute, FilingKind, Instant, Status, TaskKind
from schedule.questionnaire import asked_fields


def is_free(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a task that has not started could: nothing but the data date holds it, and what it follows has happened.

    A start follows the finish (FS) or the start (SS) of its predecessors; a milestone is reached when all that it
    follows has happened. Of a milestone that has come (`engine.implied`) the report alone is missing.
    """
    if lacks_money(dates, schedule):
        return False
    return _holds_nothing(dates) and _has_ended(dates, schedule, schedule.network.implied)


def waits_for_money(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a task that has not started waits for money, with a date or without: its body cannot hasten it."""
    return dates.stage is Stage.NOT_STARTED and dates.task.id in schedule.funding.waits


def lacks_money(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a task that has not started waits for money of which nobody can tell when it comes.

    Its dates suppose that it comes when it is needed, so that no floor of theirs says that it waits.
    """
    return waits_for_money(dates, schedule) and schedule.funding.waits[dates.task.id].until is None


def unfunded(name: str, schedule: Schedule) -> tuple[str, ...]:
    """The tasks that wait for nothing but money and hold a task which has not started: itself, or what comes before it.

    Until their money is there nobody can hasten it. Of a task that waits for money and for others that can be hastened
    these are none.
    """
    found: dict[str, None] = {}
    seen, todo = {name}, [name]
    while todo:
        dates = schedule.tasks[todo.pop()]
        before = drivers(dates.task.id, schedule) if dates.stage is Stage.NOT_STARTED else ()
        if not before and waits_for_money(dates, schedule):
            found[dates.task.id] = None
        todo += [one for one in before if one not in seen]
        seen.update(before)
    return tuple(found)


def drivers(name: str, schedule: Schedule) -> tuple[str, ...]:
    """The unfinished tasks whose relations set a task's date; through finished ones, which hand on what they wait for.

    In the order of the relations.
    """
    found: dict[str, None] = {}
    todo = [name]
    while todo:
        for relation in schedule.tasks[todo.pop()].driving:
            if relation.predecessor not in found:
                found[relation.predecessor] = None
                if schedule.tasks[relation.predecessor].stage is Stage.FINISHED:
                    todo.append(relation.predecessor)
    return tuple(one for one in found if schedule.tasks[one].stage is not Stage.FINISHED)


def is_held(dates: TaskDates, schedule: Schedule) -> bool:
    """Whether a task that has not started waits for others: it could not start today even if somebody wanted to."""
    if lacks_money(dates, schedule):
        return True
    held = dates.stage is Stage.NOT_STARTED and dates.early_bound.reason is not Reason.DATA_DATE
    return held and not is_free(dates, schedule)


def could_have_moved(dates: TaskDates, schedule: Schedule, expected: TaskDates | None, *, due: bool = False) -> bool:
    """Whether a task was under way, or free to begin and expected to before the data date.

    A task that waits for others owes no report, nor does one that only spans others, nor one whose work is suspended;
    nor one that, as things are known now, could not have begun before the data date (`engine.freed`). `expected` are
    its dates in the forecast of the meeting before; `due` says that of its deadline only the report is missing
    (`Done`).
    """
    if dates.stage is Stage.FINISHED or expected is None or dates.task.spans:
        return False
    data_date = schedule.state.data_date
    if rests_since(dates, data_date - 1) is not None and not due:
        return False  # nor what goes on with the data date's own morning: nothing of it lies behind
    if dates.stage is Stage.IN_PROGRESS or due:
        return True
    is_due = (
        expected.finish <= data_date if dates.task.kind is TaskKind.FINISH_MILESTONE else expected.start < data_date
    )
    return is_due and is_free(dates, schedule) and was_free(schedule, dates.task.id)


def rests_since(dates: TaskDates, data_date: Instant | None = None) -> date | None:
    """The day on which work under way was suspended, None where it was not, or goes on again by the data date.

    Without a data date, None also where it is reported on which day ahead it goes on.
    """
    status = dates.status
    return stopped_on(status.suspended, status.resumed, data_date) if dates.stage is Stage.IN_PROGRESS else None


def stopped_on(suspended: Instant | None, resumed: Instant | None, data_date: Instant | None = None) -> date | None:
    """`rests_since` of what is known to be under way."""
    goes_on = resumed is not None and (data_date is None or resumed <= data_date)
    return None if suspended is None or goes_on else start_day(suspended)


def has_nothing_left(dates: TaskDates) -> bool:
    """Whether a task is under way with nothing left to do: it may be done, and nobody has said so, nor on which day."""
    return dates.stage is Stage.IN_PROGRESS and not dates.task.spans and dates.remaining == 0


@dataclass(frozen=True, slots=True)
class Done:
    """What is done for want of nothing but a report that says so.

    `at` is the instant at which what it waits for had ended (`engine.reached`), None where nobody has said when: the
    day of what has nothing left is in no report, nor that of a milestone which waits for nothing. `by` is where it
    stands, at the latest the report that nothing was left. `due`: its own deadline is not ahead any more, so that
    somebody has to say whether that was kept.
    """

    at: Instant | None
    by: Instant
    due: bool


def all_done(schedule: Schedule) -> dict[str, Done]:
    """The tasks that are done and not reported so, in the schedule's order: nothing is left, all before it has ended.

    What comes before has happened, or is done in the same way itself. A milestone that waits for nothing is not done by
    that: what follows it has begun, or it can only have come in time, on the eve of the day on which that is asked. Nor
    is a legal precondition (`needs_a_report`): that its review has ended is no permit.
    """
    found: dict[str, Done] = {}
    now = schedule.state.data_date
    waiting = schedule.network.tasks  # what waits comes after what it waits for
    for task, known in zip(waiting, schedule.figures_of(task.id for task in waiting), strict=True):
        if not known.is_no_work or task.spans or known.finish > now:
            continue
        dates = schedule.tasks[task.id]
        if task.is_milestone and needs_a_report(task, schedule.state.plan.tasks):
            continue
        if not has_nothing_left(dates) and not (_holds_nothing(dates) and _has_ended(dates, schedule, found)):
            continue
        is_told = bool(task.relations) or task.id in schedule.network.implied
        if not (has_nothing_left(dates) or is_told or (dates.margin is not None and dates.margin >= 0)):
            continue
        before = [found.get(one.predecessor) for one in task.relations if one.type.leaves_finish]
        is_known = bool(task.relations) and dates.stage is Stage.NOT_STARTED
        is_known = is_known and all(one is None or one.at is not None for one in before)
        due = task.deadline is not None and task.deadline <= now
        found[task.id] = Done(dates.finish if is_known else None, dates.finish, due)
    return {name: found[name] for name in schedule.tasks if name in found}


def _holds_nothing(dates: TaskDates) -> bool:
    return dates.early_bound.reason in (Reason.DATA_DATE, Reason.PROJECT_START)


def _has_ended(dates: TaskDates, schedule: Schedule, done: Collection[str]) -> bool:
    """Whether all has happened that a milestone waits for, or that what has not begun needs to begin."""
    for relation in dates.task.relations:
        if (dates.task.is_milestone or not relation.type.enters_finish) and relation.predecessor not in done:
            before = schedule.tasks[relation.predecessor].status
            if (before.finished if relation.type.leaves_finish else before.started) is None:
                return False
    return True


def decided_on(status: Status) -> Instant | None:
    """When the file of an approval was decided on, as far as is reported."""
    return next((filing.instant for filing in reversed(status.filings) if filing.kind is FilingKind.DECIDED), None)


def is_reported(dates: TaskDates, since: Instant | None) -> bool:
    """Whether an update after `since` (the meeting before; None: ever) says anything of the task."""
    reported = dates.status.reported
    return reported is not None and (since is None or reported > since)


def disputed(schedule: Schedule) -> dict[str, Dispute]:
    """What forms said differently of a task and no record has settled since, in the schedule's order.

    What a decision has made of the task may leave nothing to be asked.
    """
    found = {one.task: one for one in schedule.state.disputes}
    tasks = {name: dates.task for name, dates in schedule.tasks.items() if name in found} if found else {}
    return {name: found[name] for name, task in tasks.items() if {*asked_fields(task)} & {*found[name].fields}}


def unreported(
    schedule: Schedule, expected: Schedule, since: Instant | None, done: Mapping[str, Done]
) -> tuple[str, ...]:
    """What should have moved since the meeting before and nobody reported, in the schedule's order.

    `expected` is the forecast of that meeting, or the plan's own where there was none; `done` are `all_done`.
    """
    due = {name for name, one in done.items() if one.due}
    silent = ((name, dates) for name, dates in schedule.tasks.items() if not is_reported(dates, since))
    return tuple(
        name for name, dates in silent if could_have_moved(dates, schedule, expected.tasks.get(name), due=name in due)
    )
