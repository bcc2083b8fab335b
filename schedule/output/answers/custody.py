"""Custody as tables and lines: every approval with its holder and its allowance, one approval's desks, the bodies.

This module must never know how a holding is found, and computes no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.custody import UNFILED, Custody, Holding, Stage, Total
from schedule.calendars.worktime import Calendar, finish_day, start_day
from schedule.engine.schedule import Schedule
from schedule.model import Minutes
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, noted, table_text, wrapped
from schedule.output.words.disputed import disputes_of, to_settle
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.saying import (
    Days,
    Name,
    Named,
    Opening,
    Phrase,
    WholeDay,
    body_name,
    joined,
    listed,
    number_of,
    say,
    task_name,
)

_COLUMNS = (
    Column("task", shrink=True),
    Column("holder", shrink=True),
    Column("held_since", drop=3),
    Column("applicant", drop=6, shrink=True),
    Column("applicant_days", drop=4),
    Column("authority", drop=5, shrink=True),
    Column("authority_days", drop=2),
    Column("superior_days", drop=7),
    Column("money_days", drop=8),
    Column("allowed_days", drop=9),
    Column("allowance", drop=11),
    Column("used_days", drop=10),
    Column("balance"),
    Column("remark", drop=13, shrink=True),
    Column("id", drop=12),
)
_DESKS = (
    Column("held_since"),
    Column("held_until"),
    Column("desk_holder", shrink=True),
    Column("desk"),
    Column("remark", drop=1, shrink=True),
    Column("days_held"),
)


def custody_table(custodies: Sequence[Custody]) -> Table:
    """One row an approval. Days are those of the task's own calendar; of the allowance, those of its own kind."""
    lights = ["red" if one.allowance.over else "green" if one.stage is Stage.OPEN else "grey" for one in custodies]
    return Table(_COLUMNS, tuple(_row(one) for one in custodies), tuple(lights))


def desks_table(custody: Custody) -> Table:
    """One row a holding of one approval: from and to whole days, who, why, and how long on the task's calendar."""
    rows = [
        (
            start_day(one.since),
            finish_day(one.until),
            body_name(one.body),
            say(f"desk.{one.role}"),
            say(f"cause.{one.cause}") if one.cause is not None else None,
            _days(custody.calendar.work(one.since, one.until), custody.calendar),
        )
        for one in custody.holdings
    ]
    return Table(_DESKS, tuple(rows))


def nothing_held(custodies: Sequence[Custody], task: str | None) -> Phrase | None:
    """Why a table has no row, as a sentence; None where it has one."""
    if task is not None and not custodies:
        text = say("custody.no-approval", task=task_name(task))
    elif task is not None and not custodies[0].holdings:
        text = say("custody.not-yet", task=task_name(task))
    elif not custodies:
        text = say("custody.none")
    else:
        return None
    return say("sentence.end", text=text)


def custody_lines(
    custodies: Sequence[Custody],
    bodies: Iterable[Total],
    schedule: Schedule,
    voice: Voice,
    show: Screen,
    put_right: Sequence[str] = (),
) -> list[str]:
    """All approvals for people: what is on a desk, the table, a line a body, and how the allowance is counted.

    `put_right` is what was corrected of their reports.
    """
    calendar = schedule.calendars[schedule.state.plan.calendar]
    heading = voice.tell(_heading(custodies, schedule))
    lines = [*_titled(heading, show), *table_text(custody_table(custodies), voice, show), ""]
    lines += _titled(voice.say("custody.bodies"), show)
    for one in bodies:
        lines += wrapped(voice.tell(_total(one, calendar)), show, first="- ", indent="  ")
    return [*lines, "", *_noted(put_right, schedule, voice, show)]


def _heading(custodies: Sequence[Custody], schedule: Schedule) -> Phrase:
    """Of which plan on which day, how many files are on a desk, and of how many the allowance is used up.

    Of those on a desk the applicant has some that were never submitted: nobody has begun to decide on them.
    """
    of_all = [one for one in custodies if one.stage is Stage.OPEN]
    unfiled = sum(1 for one in of_all if one.code == UNFILED)
    return say(
        "custody.heading",
        project=Name(Named.PROJECT, None),
        day=WholeDay(start_day(schedule.state.data_date)),
        open=number_of(len(of_all), "file"),
        unfiled=say("custody.of-them-unfiled", number=number_of(unfiled, "file")) if unfiled else "",
        over=number_of(sum(1 for one in of_all if one.allowance.over), "file"),
    )


def approval_lines(
    custody: Custody, schedule: Schedule, voice: Voice, show: Screen, put_right: Sequence[str] = ()
) -> list[str]:
    """One approval for people: whose desk, each of its desks, and the arithmetic of its allowance."""
    heading = say(
        "custody.task",
        task=task_name(custody.task.id),
        applicant=body_name(custody.task.applicant),
        authority=body_name(custody.task.body),
        state=_state(custody),
    )
    lines = [*_titled(voice.tell(heading), show), *table_text(desks_table(custody), voice, show), ""]
    for text in voice.told(_arithmetic(custody)):
        lines += wrapped(text, show)
    return [*lines, "", *_noted(put_right, schedule, voice, show)]


def _arithmetic(custody: Custody) -> list[Phrase]:
    """How long each had an approval's file, and what of its allowance that leaves, a sentence each."""
    spent = {
        "applicant": custody.applicant,
        "authority": custody.authority,
        "superior": custody.superior,
        "money": custody.money,
    }
    parts = [
        say(f"custody.part.{name}", days=_days(minutes, custody.calendar)) for name, minutes in spent.items() if minutes
    ]
    allowance = custody.allowance
    clock = say(
        "custody.clock.legal" if allowance.legal else "custody.clock.planned",
        allowed=_allowed(custody, allowance.allowed),
        used=_allowed(custody, allowance.used),
        balance=_balance(custody),
    )
    said = [say("custody.sum", parts=joined(parts, "clause")), clock]
    return [say("sentence.end", text=Opening(text)) for text in (*said, *_remarks(custody))]


def _remarks(custody: Custody) -> list[Phrase]:
    """What has to be known of a row: what forms say differently of it, and what stands for a filing that none tells."""
    differ = to_settle(None, custody.dispute)
    said = [] if differ is None else [differ]
    if custody.code == UNFILED and differ is not None:
        said.append(say("custody.unfiled.differ"))
    elif custody.code is not None:
        said.append(say(f"custody.{custody.code}"))
    return said


def differences(custodies: Sequence[Custody]) -> tuple[Phrase, ...]:
    """What forms say differently of each, as sentences, for tables that have no room for it."""
    return disputes_of(one.dispute for one in custodies if one.dispute is not None)


def _row(one: Custody) -> tuple[Cell, ...]:
    allowance = one.allowance
    return (
        task_name(one.task.id),
        _holder(one),
        None if one.held_since is None else start_day(one.held_since),
        body_name(one.task.applicant),
        _some(one.applicant, one),
        body_name(one.task.body),
        _some(one.authority, one),
        _some(one.superior, one),
        _some(one.money, one),
        _allowed(one, allowance.allowed),
        say("custody.legal" if allowance.legal else "custody.planned"),
        _allowed(one, allowance.used) if one.holdings else None,
        _balance(one) if one.holdings else None,
        joined(_remarks(one), "paper.semicolon") or None,
        one.task.id,
    )


def _holder(one: Custody) -> Phrase:
    if one.holder is None:
        return say(f"custody.nobody.{one.stage}")
    return _held(one.holder)


def _held(holder: Holding) -> Phrase:
    body = body_name(holder.body)
    return body if holder.cause is None else say("custody.held", body=body, cause=say(f"cause.{holder.cause}"))


def _state(one: Custody) -> Phrase:
    if one.holder is None or one.held_since is None:
        return say(f"custody.state.{one.stage}")
    return say("custody.state.open", holder=_held(one.holder), day=start_day(one.held_since))


def _balance(one: Custody) -> Phrase:
    """What is left of an allowance, or by how much it was exceeded."""
    allowance = one.allowance
    if allowance.over:
        return say("custody.over", days=_allowed(one, allowance.over))
    if one.stage is Stage.CLOSED:
        return say("custody.within")
    left = allowance.left
    return say("custody.left", days=_allowed(one, left)) if left else say("custody.due")


def _total(one: Total, calendar: Calendar) -> Phrase:
    days = _days(one.minutes, calendar)
    if one.body is None:
        return say("custody.total.superior" if one.cause is Cause.SUPERIOR else "custody.total.money", days=days)
    if not one.holding:
        return say("custody.total", body=body_name(one.body), days=days)
    return say(
        "custody.total.now",
        body=body_name(one.body),
        days=days,
        count=number_of(len(one.holding), "file"),
        tasks=listed(task_name(name) for name in one.holding),
    )


def _some(minutes: Minutes, one: Custody) -> Days | None:
    return _days(minutes, one.calendar) if minutes else None


def _days(minutes: Minutes, calendar: Calendar) -> Days:
    return Days(Fraction(minutes, calendar.day_minutes), not calendar.counts_calendar_days)


def _allowed(one: Custody, minutes: Minutes) -> Days:
    return Days(Fraction(minutes, one.allowance.day_minutes), one.allowance.working)


def _titled(text: str, show: Screen) -> list[str]:
    return [show.paint(line, "title") for line in wrapped(text, show)]


def _noted(put_right: Sequence[str], schedule: Schedule, voice: Voice, show: Screen) -> list[str]:
    return noted([*put_right, voice.say("custody.rule"), *voice.told(notices(schedule))], show)
