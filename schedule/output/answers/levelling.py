"""`level` as sentences, tables and a record: the levelled plan beside the plain one, who waits for which crew.

This module must never know how an order is found.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from schedule.analysis.levelling.levelled import CrewWait, Due, Levelled, Load
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import shown_days
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.words.crews import doubt_texts, goal_text, load_text, proof_texts
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Days, Phrase, crew_name, listed, say, task_name

_DUES = (
    Column("task", shrink=True),
    Column("deadline"),
    Column("by_plan"),
    Column("by_crews"),
    Column("held_days"),
    Column("not_before", drop=2),
    Column("id", drop=3),
)
_WAITS = (
    Column("task", shrink=True),
    Column("crew", shrink=True),
    Column("behind", drop=2, shrink=True),
    Column("start_by_plan"),
    Column("start_by_crews"),
    Column("held_days"),
    Column("id", drop=3),
)
_WEEKS = (
    Column("crew", shrink=True),
    Column("week"),
    Column("there", right=True),
    Column("units_by_plan", right=True),
    Column("units_levelled", right=True),
)


def level_lines(found: Levelled, voice: Voice, show: Screen) -> list[str]:
    """The whole answer for people: each deadline by the plan and levelled, what is proved, who waits, which weeks."""
    said = [goal_text(found.dues[0]), *map(load_text, found.loads), *proof_texts(found), *doubt_texts(found)]
    lines = [line for text in voice.told(said) if text for line in wrapped(text, show)]
    if not found.relations and not found.floors:
        return lines
    lines += _under("level.dues", dues_table(found), voice, show)
    if found.waits:
        lines += _under("level.waits", waits_table(found), voice, show)
    weeks = weeks_table(found, short=True)
    if weeks.rows:
        lines += _under("level.weeks", weeks, voice, show)
    return [*lines, "", *wrapped(voice.say("level.only-beside"), show)]


def _under(key: str, table: Table, voice: Voice, show: Screen) -> list[str]:
    return ["", show.paint(voice.say(key), "title"), *table_text(table, voice, show)]


def dues_table(found: Levelled) -> Table:
    """One row a deadline, or one for the finish of everything."""
    return Table(_DUES, tuple(_due_row(found, one) for one in found.dues))


def _due_row(found: Levelled, due: Due) -> tuple[Any, ...]:
    task = due.levelled.task
    undated, unplanned = _is_untold(found, task.id), task.id in found.plain.funding.undated
    return (
        task_name(task.id) if task.deadline is not None else say("level.everything"),
        None if task.deadline is None else finish_day(task.deadline),
        say("money.unknown") if unplanned else due.plain.last_day,
        say("money.unknown") if undated else due.levelled.last_day,
        None if undated else _later(due.days),
        None if undated else finish_day(due.bound),
        task.id,
    )


def _is_untold(found: Levelled, task: str) -> bool:
    """Whether nobody can tell a task's levelled dates: money has no date, or a crew is never enough."""
    return task in found.schedule.funding.undated or task in found.stopped


def _later(days: int) -> Days | Phrase:
    """By how many days; of what is earlier, which no crew but a date as late as possible makes, in words."""
    return Days(Fraction(days)) if days >= 0 else say("earlier", days=Days(Fraction(-days)))


def waits_table(found: Levelled) -> Table:
    """One row a task that waits for a crew."""
    return Table(_WAITS, tuple(_wait_row(found, one) for one in found.waits))


def _wait_row(found: Levelled, wait: CrewWait) -> tuple[Any, ...]:
    task = found.schedule.tasks[wait.task].task
    since, until = (shown_days(task, one, one)[0] for one in (wait.since, wait.until))
    unplanned, untold = wait.task in found.plain.funding.undated, _is_untold(found, wait.task)
    return (
        task_name(task.id),
        listed(map(crew_name, wait.crews)),
        listed(map(task_name, wait.behind)) or say("level.days"),
        say("money.unknown") if unplanned else since,
        say("money.unknown") if untold else until,
        None if untold or unplanned else Days(Fraction((until - since).days)),
        task.id,
    )


def weeks_table(found: Levelled, *, short: bool) -> Table:
    """One row for each week of a crew; `short`, only those in which the plan asks for more than there is."""
    rows = []
    for load in found.loads:
        over = {(start_day(one.begin), start_day(one.end - 1)) for one in load.over_plain}
        for week in load.weeks:
            last = week.monday.toordinal() + 6
            if not short or any(a.toordinal() <= last and b >= week.monday for a, b in over):
                rows.append((crew_name(load.crew.id), week.monday, week.there, week.plain, week.levelled))
    return Table(_WEEKS, tuple(rows))


def level_record(found: Levelled) -> dict[str, Any]:
    """The same for a program: days by ISO dates, units of crews as numbers."""
    return {
        "deadlines": [_due(found, one) for one in found.dues],
        "gap_days": found.gap,
        "tried": found.tried,
        "solver": None if found.proof is None else ("proof" if found.proof.exact else "order"),
        "waits": [
            {
                "task": one.task,
                "crews": list(one.crews),
                "behind": list(one.behind),
                "by_plan": start_day(one.since),
                "levelled": start_day(one.until),
            }
            for one in found.waits
        ],
        "relations": [{"task": one.successor, "after": one.predecessor, "crew": one.crew} for one in found.relations],
        "floors": {name: start_day(instant) for name, instant in found.floors.items()},
        "never": list(found.never),
        "tasks": [
            {
                "task": name,
                "start": one.first_day,
                "finish": one.last_day,
                "start_by_plan": found.plain.tasks[name].first_day,
                "finish_by_plan": found.plain.tasks[name].last_day,
            }
            for name, one in found.schedule.tasks.items()
        ],
        "crews": [_crew(load) for load in found.loads],
    }


def _due(found: Levelled, due: Due) -> dict[str, Any]:
    task = due.levelled.task
    untold = _is_untold(found, task.id)
    return {
        "task": None if task.deadline is None else task.id,
        "deadline": None if task.deadline is None else finish_day(task.deadline),
        "by_plan": None if task.id in found.plain.funding.undated else due.plain.last_day,
        "levelled": None if untold else due.levelled.last_day,
        "days": None if untold else due.days,
        "not_before": None if untold else finish_day(due.bound),
        "lost": due.is_lost,
    }


def _crew(load: Load) -> dict[str, Any]:
    return {
        "crew": load.crew.id,
        "weeks": [
            {"week": one.monday, "there": one.there, "by_plan": one.plain, "levelled": one.levelled}
            for one in load.weeks
        ],
        "over_by_plan": len(load.over_plain),
        "over_levelled": len(load.over_levelled),
        "at_work_while_it_rests": list(load.rests),
    }
