"""Every figure of a meeting as a plain value, kept beside its papers. This module must never word or write one."""

from __future__ import annotations

from fractions import Fraction

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.dates.requests import Request
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.move.accounts import concurrent
from schedule.analysis.move.ledger import Ledger, Part
from schedule.analysis.views.certificate import certificate
from schedule.calendars.worktime import moment, start_day
from schedule.engine.schedule import TaskDates
from schedule.issued import Figure, Figures, Issued
from schedule.model import Instant


def issued(meeting: Meeting) -> Issued:
    """The figures of a meeting, and what they rest on: the plan, the updates that it knew, its baseline."""
    heads = {head.target: _deadline(head) for head in meeting.headlines if head.deadline is not None}
    alerts: dict[str, list[str]] = {}
    found = meeting.once(certificate)
    for alert in meeting.alerts:
        alerts.setdefault(alert.task, []).append(alert.code)
    return Issued(
        made_by=meeting.made_by,
        data_date=_text(meeting.data_date) or "",
        sources=sources(meeting),
        headline=_headline(meeting),
        tasks={
            dates.task.id: {
                **_task(dates),
                **_owed(meeting.owed.get(dates.task.id)),
                **_requested(meeting.requests.get(dates.task.id)),
                **heads.get(dates.task.id, {}),
                "light": meeting.lights[dates.task.id].value,
                "alerts": " ".join(alerts.get(dates.task.id, ())),
            }
            for dates in meeting.schedule.in_plan_order()
        },
        network="" if found is None else found.network,
        ledger={} if meeting.ledger is None else _ledger(meeting.ledger),
    )


def sources(meeting: Meeting) -> dict[str, str]:
    """The digest of what each file says; a file of another tool is a plan and its report in one."""
    project = meeting.project
    updates = [update for update in project.updates if update.data_date <= meeting.data_date]
    found = {"plan": project.plan.digest}
    for update in updates:
        for number, record in enumerate(update.records or (update,), 1):
            name = start_day(update.data_date).isoformat() + (f"-{number}" if number > 1 else "")
            found[f"updates/{name}"] = record.digest
    if meeting.baseline is not None:
        found[f"baselines/{meeting.baseline.name}"] = meeting.baseline.digest
    return found


def _headline(meeting: Meeting) -> Figures:
    head = meeting.headline
    return {
        "target": head.target,
        "deadline": _text(head.deadline),
        "forecast": _text(head.forecast),
        "reached": head.reached,
        "margin_min": head.margin,
        "moved_min": head.moved,
        "baseline_moved_min": head.moved_since_baseline,
        "project_start": _text(meeting.schedule.start),
        "project_finish": _text(meeting.schedule.finish),
        "critical_path": " ".join(meeting.critical_path),
    }


def _deadline(head: Headline) -> dict[str, Figure]:
    """What is said of a task's own deadline."""
    return {
        "deadline": _text(head.deadline),
        "margin_min": head.margin,
        "moved_min": head.moved,
        "baseline_moved_min": head.moved_since_baseline,
    }


def _task(dates: TaskDates) -> dict[str, Figure]:
    return {
        "stage": dates.stage.value,
        "duration_min": dates.duration,
        "remaining_min": dates.remaining,
        "start": _text(dates.start),
        "finish": _text(dates.finish),
        "early_start": _text(dates.early_start),
        "early_finish": _text(dates.early_finish),
        "late_start": _text(dates.late_start),
        "late_finish": _text(dates.late_finish),
        "total_float_min": dates.total_float,
        "free_float_min": dates.free_float,
        "critical": dates.critical,
        "longest_path": dates.longest_path,
    }


def _owed(row: DeadlineRow | None) -> dict[str, Figure]:
    """What a task owes to the deadlines after it; nothing of one that serves none."""
    return {
        "latest_start": None if row is None else _text(row.latest_start),
        "latest_finish": None if row is None else _text(row.latest_finish),
        "float_min": None if row is None else row.float,
        "deadline_task": None if row is None else row.deadline,
    }


def _requested(request: Request | None) -> dict[str, Figure]:
    """The days by which a body is asked for a task; nothing of one that is finished."""
    start, finish = (None, None) if request is None else (request.start, request.finish)
    return {
        "requested_start": None if start is None else start.isoformat(),
        "requested_finish": None if finish is None else finish.isoformat(),
    }


def _ledger(found: Ledger) -> dict[str, Figures]:
    """The whole move, then its parts under what they are about: a decision by its number among the decisions."""
    together = concurrent(found.entries).minutes
    whole = {"moved_min": found.moved, "days": found.days, "concurrent_min": together}
    figures: dict[str, Figures] = {f"move {found.milestone}": whole}
    decisions = 0
    for part in found.parts:
        decisions += part.step is not None
        about = (part.kind.value, *((str(decisions),) if part.step is not None else ()), part.task or "")
        figures[" ".join(word for word in about if word)] = _part(part)
    return figures


def _part(part: Part) -> Figures:
    """A part's minutes and days, and whose they are: `body:days` for each who held a file or whom a cause excuses."""
    held = " ".join(f"{one.body or one.cause}:{one.moved}:{_days(one.days)}" for one in part.held)
    return {
        "body": part.body,
        "moved_min": part.moved,
        "days": _days(part.days),
        "delay_min": part.delay,
        "longer_min": part.longer,
        "reported": part.reported,
        "held": held,
    }


def _days(days: Fraction) -> int | str:
    """Days: a whole number where they are whole, else a text with one decimal."""
    return int(days) if days.denominator == 1 else f"{float(days):.1f}"


def _text(instant: Instant | None) -> str | None:
    return None if instant is None else moment(instant).isoformat(timespec="minutes")
