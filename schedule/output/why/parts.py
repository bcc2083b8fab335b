"""The ledger for programs: one record a part, minutes beside days, machine names. Rounds nothing to days but the days.

Other programs read these names: only ever add at the end. This module must never know a word that a reader sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Any

from schedule.analysis.move.accounts import Account, PartKind, concurrent
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.move.totals import FloatAccount, task_totals
from schedule.analysis.move.windows import Windows
from schedule.calendars.worktime import moment
from schedule.engine.schedule import TaskDates
from schedule.model import Instant
from schedule.output.tables.csv_json import json_value
from schedule.output.words.saying import Days

PART_COLUMNS = (
    "from",
    "to",
    "milestone",
    "kind",
    "body",
    "task",
    "name",
    "moved_min",
    "moved_days",
    "delay_min",
    "longer_min",
    "day_min",
    "own_days",
    "effect_days",
    "reported",
    "alone_min",
    "but_for_min",
    "in_order_min",
    "error_min",
    "start_before",
    "finish_before",
    "start_after",
    "finish_after",
    "cause",
    "note",
    "step",
    "calendar",
    "fields",
    "reason",
    "approved_by",
    "held",
    "decision",
    "changes",
)
"""The columns of `daopai why --format csv`: one row a part."""


def part_rows(found: Windows) -> Iterator[tuple[str | int | float | bool | None, ...]]:
    """One row a part, window by window, with the columns of `PART_COLUMNS`.

    Instants are `YYYY-MM-DDTHH:MM` and exact. In elapsed minutes: `moved_min` is a part's share, whatever order is
    taken, `alone_min` what it would have moved alone, `but_for_min` what of the move would vanish without it,
    `in_order_min` what it moved in the one order of the walk, `error_min` the standard error of a share that was drawn.
    `delay_min` and `longer_min` are working minutes of the task's calendar, of which a day has `day_min`. `held` splits
    `moved_min` by who held the file, as `body:minutes`. Empty where there is no value.
    """
    for record in part_records(found):
        whose = " ".join(f"{held['body'] or held['cause'] or '-'}:{held['moved_min']}" for held in record["held"])
        yield tuple(whose or None if column == "held" else record[column] for column in PART_COLUMNS)


def part_records(found: Windows) -> Iterator[dict[str, Any]]:
    """The same as mappings."""
    for k, one in enumerate(found.ledgers):
        for part in (*((found.edited,) if found.edited is not None and k == 0 else ()), *one.parts):
            yield _record(part, one)


def windows_json(found: Windows, floats: Sequence[FloatAccount]) -> str:
    """Everything as one JSON object: the move, its windows and their parts, days by account and task, float by body."""
    edited = found.edited
    last = found.ledgers[-1].after.tasks[found.milestone]
    whole = {
        "milestone": found.milestone,
        "from": _text(found.ledgers[0].since),
        "to": _text(found.ledgers[-1].until),
        "forecast_before": last.last_day - timedelta(found.days),
        "forecast_after": last.last_day,
        "moved_min": found.moved,
        "moved_days": found.days,
        "edited": None if edited is None else _record(edited, found.ledgers[0]),
        "view": "as-known" if found.as_known else "as-reported",
        "windows": [_window(one, found) for one in found.ledgers],
        "accounts": [
            {
                **_account(one.account),
                "days": _number(one.days),
                "by_window": [_number(days) for days in one.by_window],
                "moved_min": one.moved,
                "but_for_min": one.but_for,
                "sole_min": one.sole,
                "concurrent_min": one.concurrent,
                "together_min": one.together,
            }
            for one in found.totals
        ],
        "tasks": [
            {
                **_account(one.account),
                "task": one.task,
                "days": _number(one.days),
                "own_days": _number(one.own),
                "windows": [_text(found.ledgers[k].until) for k in one.windows],
            }
            for one in task_totals(found)
        ],
        "float": [
            {
                "body": one.body,
                "cause": None if one.cause is None else one.cause.value,
                "used_days": _number(one.used),
                "used_due_days": _number(one.used_due),
                "regained_days": _number(one.regained),
                "since_baseline_days": _number(one.since_baseline),
                "least_left_days": _number(one.left),
                "tightest": one.tightest,
                "within": [{**_account(each.maker), "days": _number(each.days)} for each in one.within],
            }
            for one in floats
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=json_value) + "\n"


def _account(account: Account) -> dict[str, str | None]:
    """A body, or a cause of its own; neither where it is nobody's."""
    cause = None if account.cause is None else account.cause.value
    return {"kind": account.kind.value, "body": account.body, "cause": cause}


def _window(one: Ledger, found: Windows) -> dict[str, Any]:
    unreported = {each.data_date: each for each in found.rectified}.get(one.until)
    before, after = (schedule.tasks[one.milestone] for schedule in (one.before, one.after))
    return {
        "from": _text(one.since),
        "to": _text(one.until),
        "finish_before": _text(before.finish),
        "finish_after": _text(after.finish),
        "forecast_before": before.last_day,
        "forecast_after": after.last_day,
        "moved_min": one.moved,
        "moved_days": one.days,
        "concurrent_min": concurrent(one.entries).minutes,
        "sampled": one.sampled,
        "accounts": [
            {
                **_account(entry.account),
                "days": _number(entry.days),
                "moved_min": entry.moved,
                "alone_min": entry.alone,
                "but_for_min": entry.but_for,
                "sole_min": entry.sole,
                "concurrent_min": entry.concurrent,
                "together_min": entry.together,
                "error_min": _number(entry.error),
            }
            for entry in one.entries
            if entry.plays
        ],
        "unreported": [] if unreported is None else list(unreported.tasks),
        "parts": [_record(part, one) for part in one.parts],
    }


def _record(part: Part, one: Ledger) -> dict[str, Any]:
    mine, step = part.kind is PartKind.PROGRESS, part.step
    revision = None if step is None else step.revision
    status = None if part.after is None or not part.reported else part.after.status
    return {
        "from": _text(one.since),
        "to": _text(one.until),
        "milestone": one.milestone,
        "kind": part.kind.value,
        "body": part.body,
        "task": part.task,
        "name": _name(part, one),
        "moved_min": part.moved,
        "moved_days": _number(part.days),
        "delay_min": part.delay if mine else None,
        "longer_min": part.longer if mine else None,
        "day_min": part.day_minutes if mine else None,
        "own_days": _number(part.own) if mine else None,
        "effect_days": _number(part.effect) if mine else None,
        "reported": part.reported if mine else None,
        "alone_min": part.alone,
        "but_for_min": part.but_for,
        "in_order_min": part.in_order,
        "error_min": _number(part.error),
        **_dates("before", part.before),
        **_dates("after", part.after),
        "cause": None if status is None else status.cause,
        "note": None if status is None else status.note,
        "step": None if step is None else step.kind.value,
        "calendar": None if step is None else step.calendar,
        "fields": None if step is None else " ".join(step.facts) or None,
        "reason": None if revision is None else revision.reason,
        "approved_by": None if revision is None else revision.approved_by,
        "held": [
            {
                "body": held.body,
                "cause": held.cause,
                "own_min": held.own,
                "moved_min": held.moved,
                "days": _number(held.days),
            }
            for held in part.held
        ],
        "decision": None if revision is None else revision.decision.id,
        "changes": None if step is None else len(step.every),
    }


def _dates(when: str, dates: TaskDates | None) -> dict[str, str | None]:
    return {
        f"start_{when}": None if dates is None else _text(dates.start),
        f"finish_{when}": None if dates is None else _text(dates.finish),
    }


def _name(part: Part, one: Ledger) -> str | None:
    for plan in (one.after.state.plan, one.before.state.plan):
        if part.task is not None and part.task in plan.tasks:
            return plan.tasks[part.task].name
    return None


def _number(amount: Fraction | float | None) -> int | float | None:
    """A number: an int where it is whole, else to four decimals."""
    if amount is None or isinstance(amount, int):
        return amount
    number = json_value(Days(Fraction(amount)))
    assert isinstance(number, int | float)
    return number


def _text(instant: Instant) -> str:
    return moment(instant).isoformat(timespec="minutes")
