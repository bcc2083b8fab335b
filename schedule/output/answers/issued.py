"""How a meeting computed now stands to its stored papers, in one line, and each figure that differs as a table.

This module must never compare a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.engine.schedule import Stage
from schedule.issued import Change, Comparison, Figure, Part
from schedule.output.tables.contents import Column, Table
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Days
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
    made_by = voice.tell(version_text(was))
    if was.rules != now.rules:
        clauses = [voice.say("issued.rules", was=made_by, now=voice.tell(version_text(now)))]
        clauses += [voice.say(f"rules.{number}") for number in range(was.rules + 1, now.rules + 1)]
    else:
        clauses = [voice.say("issued.made-by", was=made_by)]
    if sources:
        clauses.append(voice.say("issued.sources", names=voice.say("comma").join(sources)))
    elif was.rules == now.rules:
        clauses.append(voice.say("issued.unexplained"))
    differ = voice.say("issued.differ", count=voice.count(figures, "figure"))
    return voice.say("issued.clause").join([*clauses, differ if figures else voice.say("issued.equal")])


def change_table(found: Comparison, voice: Voice, rows: int | None = None) -> Table:
    """A row for each figure that differs, or for the first so many: what it is of, what it was, what it is."""
    return Table(
        COLUMNS,
        tuple(
            (_about(change, voice), figure_name(change.figure, voice), *_values(change, voice))
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
            return voice.say(
                "issued.ledger", part=" ".join(_of_ledger(word, voice) for word in change.about.split(" "))
            )
    return voice.task(change.about)


def _of_ledger(word: str, voice: Voice) -> str:
    """A word of what names a part of the ledger: its kind, the number of a decision, a task."""
    if word in voice.plan.tasks:
        return voice.task(word)
    if word == "move":
        return voice.say("why.total")
    return voice.say(f"why.kind.{word}") if voice.knows(f"why.kind.{word}") else word


def _values(change: Change, voice: Voice) -> tuple[str, str]:
    """What a figure was and is, by the day as the papers have it; to the minute where that is the same."""
    name = change.about if change.part is Part.TASK else voice.plan.target
    was, now = (_value(change.figure, value, name, voice) for value in (change.was, change.now))
    if was != now or not (change.was and change.now):
        return was, now
    return _exact(change.was, voice), _exact(change.now, voice)


def _value(figure: str, value: Figure, name: str | None, voice: Voice) -> str:
    """A figure as the papers have it: an instant as its day, room in days, working time in hours, names."""
    if value is None or value == "":
        return voice.say("check.no-value") if figure else voice.say("no")
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
    if isinstance(value, int):
        whole = figure in _ELAPSED and value % DAY == 0
        return voice.days(Days(Fraction(value, DAY))) if whole else _exact(value, voice, figure)
    match figure:
        case "light":
            return voice.say(f"light.{value}")
        case "body":
            return voice.body(value)
        case "stage":
            key = "doubt.awaited.in-progress" if value == Stage.IN_PROGRESS else f"stage.{value}"
            return voice.of(name, key) if voice.knows(key) else value
        case "held":
            return voice.listed(_held(one, voice) for one in value.split(" "))
        case "target" | "deadline_task" | "critical_path":
            return voice.listed(voice.task(one) for one in value.split(" "))
    if figure not in _INSTANTS and figure not in _DAYS:
        return value
    try:
        instant = minutes(datetime.fromisoformat(value))
    except ValueError:  # whoever wrote it, it is told as it stands
        return value
    if figure not in _ENDS:
        return voice.day(start_day(instant))
    return voice.finish(instant) if name is None else voice.reached(name, instant)


def _exact(value: Figure, voice: Voice, figure: str = _MINUTES) -> str:
    """A figure to the minute."""
    if isinstance(value, int) and not isinstance(value, bool):
        return voice.working_time(value) if figure.endswith(_MINUTES) else str(value)
    return str(value).replace("T", " ")


def _held(one: str, voice: Voice) -> str:
    """Who held a file or whom a cause excuses, with the days: `body:minutes:days`."""
    try:
        who, _, told = one.rsplit(":", 2)
        days = Days(Fraction(told))
    except ValueError:  # whoever wrote it, it is told as it stands
        return one
    name = voice.say(f"cause.{who}") if voice.knows(f"cause.{who}") else voice.body(who)
    return voice.say("task.body", task=name, body=voice.days(days))


_STARTS = {"project_start", "start", "early_start", "late_start", "latest_start"}
_ENDS = {"deadline", "forecast", "project_finish", "finish", "early_finish", "late_finish", "latest_finish"}
_INSTANTS = _STARTS | _ENDS
_DAYS = {"requested_start", "requested_finish"}
_ELAPSED = {"margin_min", "float_min", "moved_min", "baseline_moved_min"}
"""Figures that are the difference of two dates, in minutes."""
