"""Custody as tables and lines: every approval with its holder and its allowance, one approval's desks, the bodies.

This module must never know how a holding is found, and computes no date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.custody import Custody, Holding, Stage, Total
from schedule.calendars.worktime import Calendar, finish_day, start_day
from schedule.engine.schedule import Schedule
from schedule.model import Minutes
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, noted, table_text, wrapped
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Value, Voice
from schedule.output.words.saying import Days

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


def custody_table(custodies: Sequence[Custody], voice: Voice) -> Table:
    """One row an approval. Days are those of the task's own calendar; of the allowance, those of its own kind."""
    lights = ["red" if one.allowance.over else "green" if one.stage is Stage.OPEN else "grey" for one in custodies]
    return Table(_COLUMNS, tuple(_row(one, voice) for one in custodies), tuple(lights))


def desks_table(custody: Custody, voice: Voice) -> Table:
    """One row a holding of one approval: from and to whole days, who, why, and how long on the task's calendar."""
    rows = [
        (
            start_day(one.since),
            finish_day(one.until),
            voice.body(one.body),
            voice.say(f"desk.{one.role}"),
            voice.say(f"cause.{one.cause}") if one.cause is not None else None,
            _days(custody.calendar.work(one.since, one.until), custody.calendar),
        )
        for one in custody.holdings
    ]
    return Table(_DESKS, tuple(rows))


def nothing_held(custodies: Sequence[Custody], voice: Voice, task: str | None) -> str | None:
    """Why a table has no row, as a sentence; None where it has one."""
    if task is not None and not custodies:
        text = voice.say("custody.no-approval", task=voice.task(task))
    elif task is not None and not custodies[0].holdings:
        text = voice.say("custody.not-yet", task=voice.task(task))
    elif not custodies:
        text = voice.say("custody.none")
    else:
        return None
    return voice.say("sentence.end", text=text)


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
    of_all = [one for one in custodies if one.stage is Stage.OPEN]
    heading = voice.say(
        "custody.heading",
        project=voice.project(),
        day=voice.whole_day(start_day(schedule.state.data_date)),
        open=voice.count(len(of_all), "file"),
        over=voice.count(sum(1 for one in of_all if one.allowance.over), "file"),
    )
    calendar = schedule.calendars[schedule.state.plan.calendar]
    lines = [*_titled(heading, show), *table_text(custody_table(custodies, voice), voice, show), ""]
    lines += _titled(voice.say("custody.bodies"), show)
    for one in bodies:
        lines += wrapped(_total(one, calendar, voice), show, first="- ", indent="  ")
    return [*lines, "", *_noted(put_right, schedule, voice, show)]


def approval_lines(
    custody: Custody, schedule: Schedule, voice: Voice, show: Screen, put_right: Sequence[str] = ()
) -> list[str]:
    """One approval for people: whose desk, each of its desks, and the arithmetic of its allowance."""
    heading = voice.say(
        "custody.task",
        task=voice.task_name(custody.task),
        applicant=voice.body(custody.task.applicant),
        authority=voice.body(custody.task.body),
        state=_state(custody, voice),
    )
    spent = {
        "applicant": custody.applicant,
        "authority": custody.authority,
        "superior": custody.superior,
        "money": custody.money,
    }
    parts = [
        voice.say(f"custody.part.{name}", days=voice.days(_days(minutes, custody.calendar)))
        for name, minutes in spent.items()
        if minutes
    ]
    allowance = custody.allowance
    clock = voice.say(
        "custody.clock.legal" if allowance.legal else "custody.clock.planned",
        allowed=voice.days(_allowed(custody, allowance.allowed)),
        used=voice.days(_allowed(custody, allowance.used)),
        balance=_balance(custody, voice),
    )
    said = [voice.say("custody.sum", parts=voice.say("clause").join(parts)), clock]
    said += [voice.say("custody.no-filings")] if custody.code is not None else []
    lines = [*_titled(heading, show), *table_text(desks_table(custody, voice), voice, show), ""]
    for text in said:
        lines += wrapped(voice.say("sentence.end", text=text), show)
    return [*lines, "", *_noted(put_right, schedule, voice, show)]


def _row(one: Custody, voice: Voice) -> tuple[Value, ...]:
    allowance = one.allowance
    return (
        voice.task_name(one.task),
        _holder(one, voice),
        None if one.held_since is None else start_day(one.held_since),
        voice.body(one.task.applicant),
        _some(one.applicant, one),
        voice.body(one.task.body),
        _some(one.authority, one),
        _some(one.superior, one),
        _some(one.money, one),
        _allowed(one, allowance.allowed),
        voice.say("custody.legal" if allowance.legal else "custody.planned"),
        _allowed(one, allowance.used) if one.holdings else None,
        _balance(one, voice) if one.holdings else None,
        voice.say("custody.no-filings") if one.code is not None else None,
        one.task.id,
    )


def _holder(one: Custody, voice: Voice) -> str:
    if one.holder is None:
        return voice.say(f"custody.nobody.{one.stage}")
    return _held(one.holder, voice)


def _held(holder: Holding, voice: Voice) -> str:
    body = voice.body(holder.body)
    return (
        body if holder.cause is None else voice.say("custody.held", body=body, cause=voice.say(f"cause.{holder.cause}"))
    )


def _state(one: Custody, voice: Voice) -> str:
    if one.holder is None or one.held_since is None:
        return voice.say(f"custody.state.{one.stage}")
    return voice.say("custody.state.open", holder=_held(one.holder, voice), day=voice.day(start_day(one.held_since)))


def _balance(one: Custody, voice: Voice) -> str:
    """What is left of an allowance, or by how much it was exceeded."""
    allowance = one.allowance
    if allowance.over:
        return voice.say("custody.over", days=voice.days(_allowed(one, allowance.over)))
    if one.stage is Stage.CLOSED:
        return voice.say("custody.within")
    left = allowance.allowed - allowance.used
    return voice.say("custody.left", days=voice.days(_allowed(one, left))) if left else voice.say("custody.due")


def _total(one: Total, calendar: Calendar, voice: Voice) -> str:
    days = voice.days(_days(one.minutes, calendar))
    if one.body is None:
        return voice.say("custody.total.superior" if one.cause is Cause.SUPERIOR else "custody.total.money", days=days)
    if not one.holding:
        return voice.say("custody.total", body=voice.body(one.body), days=days)
    return voice.say(
        "custody.total.now",
        body=voice.body(one.body),
        days=days,
        count=voice.count(len(one.holding), "file"),
        tasks=voice.listed(voice.task(name) for name in one.holding),
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
