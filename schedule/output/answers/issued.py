"""How a meeting computed now stands to its stored papers, in one line, and each figure that differs as a table.

This module must never compare a figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule.issued import Change, Comparison, Figure, Part
from schedule.output.tables.contents import Column, Table
from schedule.output.words.phrases import Voice
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


def comparison_text(was: Version, now: Version, sources: Sequence[str], figures: int, voice: Voice) -> str:
    """Who made the papers before these, why they may differ, and in how many figures: one line.

    Where the rules are others, it says what each version since has changed.
    """
    made_by = version_text(was, voice)
    if was.rules != now.rules:
        clauses = [voice.say("issued.rules", was=made_by, now=version_text(now, voice))]
        clauses += [voice.say(f"rules.{number}") for number in range(was.rules + 1, now.rules + 1)]
    else:
        clauses = [voice.say("issued.made-by", was=made_by)]
    if sources:
        clauses.append(voice.say("issued.sources", names=voice.say("comma").join(sources)))
    elif was.rules == now.rules:
        clauses.append(voice.say("issued.unexplained"))
    differ = voice.say("issued.differ", count=voice.count(figures, "figure"))
    return voice.say("issued.clause").join([*clauses, differ if figures else voice.say("issued.equal")])


def change_table(found: Comparison, voice: Voice) -> Table:
    """A row for each figure that differs: what it is of, what it was, what it is."""
    return Table(
        COLUMNS,
        tuple(
            (
                _about(change, voice),
                figure_name(change.figure, voice),
                _value(change.figure, change.was, voice),
                _value(change.figure, change.now, voice),
            )
            for change in found.changes
        ),
    )


def figure_name(figure: str, voice: Voice) -> str:
    """A figure in a reader's words."""
    stem = figure.removesuffix(_MINUTES)
    key = _NAMES.get(stem)
    return voice.say(f"figure.{stem}") if key is None else voice.say(key)


def _about(change: Change, voice: Voice) -> str:
    match change.part:
        case Part.HEADLINE:
            return voice.say("issued.headline")
        case Part.LEDGER:
            return voice.say("issued.ledger", part=change.about)
    return voice.task(change.about)


def _value(figure: str, value: Figure, voice: Voice) -> str:
    """A figure as a reader writes it: an instant to the minute, working time in hours, a task by its name."""
    if value is None or value == "":
        return voice.say("check.no-value") if figure else voice.say("no")
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
    if isinstance(value, int):
        if not figure.endswith(_MINUTES):
            return str(value)
        return voice.working_time(value)
    match figure:
        case "light":
            return voice.say(f"light.{value}")
        case "body":
            return voice.body(value)
        case "target" | "deadline_task" | "critical_path":
            return voice.listed(voice.task(name) for name in value.split(" "))
    return value.replace("T", " ") if figure in _INSTANTS else value


_INSTANTS = {
    *("deadline", "forecast", "project_start", "project_finish", "start", "finish", "early_start", "early_finish"),
    *("late_start", "late_finish", "latest_start", "latest_finish"),
}
