"""The limits on authorities as a table: per body what was accepted when, how long it may take, took, stopped, is over.

Files that nobody has handed in yet have no row: their clocks have not begun. This module must never know how a day is
counted, and judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import Ceiling
from schedule.analysis.views.approval_days import approval_days
from schedule.law.clock import Clock, Phase
from schedule.model import Plan
from schedule.output.tables.contents import Column, Table
from schedule.output.words.languages import unstopped
from schedule.output.words.limits import accepted_text, counted_days, limit_text, stops_text, to_confirm
from schedule.output.words.phrases import Cell
from schedule.output.words.plain_text import line_text
from schedule.output.words.saying import (
    Days,
    OnLine,
    Phrase,
    WithYears,
    body_name,
    joined,
    listed,
    number_of,
    say,
    task_name,
)

_COLUMNS = (
    Column("authority", shrink=True),
    Column("task", shrink=True),
    Column("limit_state", drop=5),
    Column("limit_accepted", drop=2),
    Column("limit", shrink=True),
    Column("limit_used"),
    Column("limit_stopped", drop=6, shrink=True),
    Column("limit_due"),
    Column("limit_over"),
    Column("limit_confirm", drop=8, shrink=True),
    Column("id", drop=7),
)


def begun(ceilings: Sequence[Ceiling], plan: Plan) -> tuple[Ceiling, ...]:
    """The limits of files that were handed in: by body in the plan's order, open ones first, then by their last day."""
    place = {body: k for k, body in enumerate(plan.bodies)}

    def order(one: Ceiling) -> tuple[int, bool, date]:
        clock = one.clock
        return place.get(one.body, len(place)), not clock.is_open, clock.due or clock.ended or date.max

    handed = (one for one in ceilings if one.clock.received is not None or one.clock.accepted is not None)
    return tuple(sorted(handed, key=order))


def limits_table(ceilings: Sequence[Ceiling], plan: Plan) -> Table:
    """One row a file that was handed in. Days are of the limit's own unit, those of months and years calendar days."""
    rows = begun(ceilings, plan)
    lights = ["red" if one.clock.passed else "green" if one.clock.is_open else "grey" for one in rows]
    keys = [column.key for column in _COLUMNS]
    return Table(_COLUMNS, tuple(tuple(limit_values(one, plan)[key] for key in keys) for one in rows), tuple(lights))


def limit_values(one: Ceiling, plan: Plan) -> dict[str, Cell]:
    """The cells of one limit by column."""
    clock = one.clock
    return {
        "authority": body_name(one.body),
        "task": task_name(one.task),
        "limit_state": _state(clock),
        "limit_accepted": clock.accepted,
        "limit": limit_text(clock),
        "limit_used": None if clock.accepted is None else counted_days(clock.used, clock),
        "limit_stopped": _dated(stops_text(clock)),
        "limit_due": clock.due,
        "limit_over": counted_days(clock.over, clock) if clock.over else _within(clock),
        "limit_confirm": _dated(_notes(clock, plan)),
        "id": one.task,
    }


def _dated(said: Phrase | None) -> Phrase | None:
    """What is said of a clock, with the years of its days: a file may be older than the data date's year."""
    return None if said is None else WithYears(said)


def _state(clock: Clock) -> Phrase:
    if clock.phase is Phase.WAITING and clock.silent_after is None:
        return say("limit.state.returned")
    return say(f"limit.state.{clock.phase}")


def _within(clock: Clock) -> Phrase | None:
    """What stands for the days over where there are none: that the last day was yesterday, or that it was in time."""
    if clock.is_open:
        return say("limit.ended") if clock.passed else None
    # What was decided while the clock stood still has no last day, and days left all the same.
    return say("limit.within") if clock.due is not None or clock.left else None


def _notes(clock: Clock, plan: Plan) -> Phrase | None:
    """How the day of acceptance is known where nobody told it, until when silence may last, what is to be confirmed."""
    said = [accepted_text(clock)] if clock.known is not None and clock.known != "told" else []
    if clock.silent_after is not None and clock.received is not None:
        said.append(say("limit.silent-until", received=clock.received, until=clock.silent_after))
    items = (*said, *to_confirm(clock, plan))
    return joined((item for item in items if item), "paper.semicolon") or None


def total_words(meeting: Meeting) -> Phrase | None:
    """What all approvals take, against the total that is wanted of them; None where none is in force or applied for."""
    found = approval_days(meeting.history, meeting.schedule, meeting.ceilings)
    if found is None:
        return None
    over = found.total - found.most
    values: dict[str, Phrase] = {
        "count": number_of(len(found.tasks), "file"),
        "tasks": listed(OnLine(task_name(name)) for name in found.tasks),
        "used": Days(Fraction(found.used), True),
        "total": Days(Fraction(found.total), True),
        "most": Days(Fraction(found.most), True),
        "over": Days(Fraction(abs(over)), True),
        "article": unstopped(line_text(found.statute.article)),
    }
    return say("limit.total.over" if over > 0 else "limit.total", **values)


def unfiled_words(ceilings: Sequence[Ceiling], plan: Plan) -> Phrase | None:
    """How many approvals with a limit nobody has handed in yet; None where all have begun."""
    number = len(ceilings) - len(begun(ceilings, plan))
    return say("limit.unfiled", count=number_of(number, "file")) if number else None
