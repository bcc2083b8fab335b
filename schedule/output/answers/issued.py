"""How a meeting computed now stands to its stored papers, in one line, and each figure that differs as a table.

This module must never compare a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from schedule.analysis.rounding import tenths
from schedule.calendars.worktime import DAY, finish_day, minutes, start_day
from schedule.engine.schedule import Stage
from schedule.issued import Change, Comparison, Figure, Part
from schedule.model import Plan
from schedule.output.tables.contents import Column, Table
from schedule.output.words.catalogue import knows
from schedule.output.words.phrases import day_reached
from schedule.output.words.saying import (
    Days,
    Phrase,
    Work,
    body_name,
    joined,
    listed,
    number_of,
    say,
    say_of,
    spaced,
    task_name,
)
from schedule.output.words.sentences import version_text
from schedule.version import Version

COLUMNS = (Column("task", shrink=True), Column("compared"), Column("was", shrink=True), Column("is", shrink=True))

_MINUTES = "_min"
_NAMES = {
    "": "figure.there",
    "stage": "column.progress",
    "float": "column.float",
    "margin": "column.float",
    "alerts": "papers.alerts",
    **{
        name: f"column.{name}"
        for name in (
            *("start", "finish", "early_start", "early_finish", "late_start", "late_finish"),
            *("latest_start", "latest_finish", "total_float", "free_float", "critical", "light", "deadline_task"),
            *("requested_start", "requested_finish"),
            *("deadline", "forecast", "remaining", "moved", "body"),
        )
    },
}
"""Figures that papers name already, by the words that they have there; the others have their own under `figure.`."""


def comparison_text(was: Version, now: Version, sources: Sequence[str], figures: int) -> Phrase:
    """Who made the papers before these, why they may differ, and in how many figures: one line.

    Where the rules are others, it says what each version since has changed.
    """
    made_by = version_text(was)
    if was.rules != now.rules:
        clauses: list[Phrase] = [say("issued.rules", was=made_by, now=version_text(now))]
        clauses += [say(f"rules.{number}") for number in range(was.rules + 1, now.rules + 1)]
    else:
        clauses = [say("issued.made-by", was=made_by)]
    if sources:
        clauses.append(say("issued.sources", names=joined(sources, "comma")))
    elif was.rules == now.rules:
        clauses.append(say("issued.unexplained"))
    differ = say("issued.differ", count=number_of(figures, "figure"))
    return joined([*clauses, differ if figures else say("issued.equal")], "issued.clause")


def change_table(found: Comparison, plan: Plan, rows: int | None = None) -> Table:
    """A row for each figure that differs, or for the first so many: what it is of, what it was, what it is."""
    return Table(
        COLUMNS,
        tuple(
            (_about(change, plan), figure_name(change.figure), *_values(change, plan))
            for change in found.changes[:rows]
        ),
    )


def told_changes(found: Comparison) -> int:
    """How many of the figures that differ are told one by one.

    Where a record came in since, most figures differ and are meant to: then those that come first. Where no file says
    why, by other rules or by none, every one.
    """
    return min(len(found.changes), SHOWN) if found.sources else len(found.changes)


SHOWN = 20
"""So many figures are told one by one where a record that came in since explains them."""


def figure_name(figure: str) -> Phrase:
    """A figure in a reader's words."""
    stem = figure.removesuffix(_MINUTES)
    key = _NAMES.get(stem)
    return say(f"figure.{stem}") if key is None else say(key)


def _about(change: Change, plan: Plan) -> Phrase:
    match change.part:
        case Part.HEADLINE:
            return say("issued.headline")
        case Part.LEDGER:
            return say("issued.ledger", part=spaced(*(_of_ledger(word, plan) for word in change.about.split(" "))))
    return task_name(change.about)


def _of_ledger(word: str, plan: Plan) -> Phrase:
    """A word of what names a part of the ledger: its kind, the number of a decision, a task."""
    if word in plan.tasks:
        return task_name(word)
    if word == "move":
        return say("why.total")
    return say(f"why.kind.{word}") if knows(f"why.kind.{word}") else word


def _values(change: Change, plan: Plan) -> tuple[Phrase, Phrase]:
    """What a figure was and is, by the day as the papers have it; to the minute where that is the same."""
    name = change.about if change.part is Part.TASK else plan.target
    was, now = (_value(change.figure, value, name, plan) for value in (change.was, change.now))
    if was != now or not (change.was and change.now):
        return was, now
    return _exact(change.was), _exact(change.now)


def _value(figure: str, value: Figure, name: str | None, plan: Plan) -> Phrase:
    """A figure as the papers have it: an instant as its day, room in days, working time in hours, names."""
    if value is None or value == "":
        return say("check.no-value") if figure else say("no")
    if isinstance(value, bool):
        return say("yes" if value else "no")
    if isinstance(value, int):
        whole = figure in _ELAPSED and value % DAY == 0
        return Days(Fraction(value, DAY)) if whole else _exact(value, figure)
    match figure:
        case "light":
            return say(f"light.{value}")
        case "body":
            return body_name(value)
        case "stage":
            key = "doubt.awaited.in-progress" if value == Stage.IN_PROGRESS else f"stage.{value}"
            return say_of(name, key) if knows(key) else value
        case "held":
            return listed(_held(one) for one in value.split(" "))
        case "target" | "deadline_task" | "critical_path":
            return listed(task_name(one) for one in value.split(" "))
    if figure not in _INSTANTS and figure not in _DAYS:
        return value
    try:
        instant = minutes(datetime.fromisoformat(value))
    except ValueError:  # whoever wrote it, it is told as it stands
        return value
    if figure not in _ENDS:
        return start_day(instant)
    return finish_day(instant) if name is None else day_reached(plan, name, instant)


def _exact(value: Figure, figure: str = _MINUTES) -> Phrase:
    """A figure to the minute."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Work(value) if figure.endswith(_MINUTES) else str(value)
    return str(value).replace("T", " ")


def _held(one: str) -> Phrase:
    """Who held a file or whom a cause excuses, with the days: `body:minutes:days`."""
    try:
        who, _, told = one.rsplit(":", 2)
        days = Days(tenths(Fraction(told)))
    except ValueError:  # whoever wrote it, it is told as it stands
        return one
    name = say(f"cause.{who}") if knows(f"cause.{who}") else body_name(who)
    return say("task.body", task=name, body=days)


_STARTS = {"project_start", "start", "early_start", "late_start", "latest_start"}
_ENDS = {"deadline", "forecast", "project_finish", "finish", "early_finish", "late_finish", "latest_finish"}
_INSTANTS = _STARTS | _ENDS
_DAYS = {"requested_start", "requested_finish"}
_ELAPSED = {"margin_min", "float_min", "moved_min", "baseline_moved_min"}
"""Figures that are the difference of two dates, in minutes."""
