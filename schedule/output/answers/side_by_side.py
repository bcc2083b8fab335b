"""Proposals side by side: what every deadline does without each and with it, and what else it brings.

This module must never know how a proposal was made, nor judge whether it is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from schedule.analysis.dates.compressed import Pressed, pressed_by
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.proposals import Due, Proposed, days_left, dues, new_reds, retarded, sooner
from schedule.calendars.worktime import finish_day
from schedule.diagnostics import Diagnostic, Severity
from schedule.engine.schedule import TaskDates
from schedule.engine.state import revised, with_removed
from schedule.output.answers.decision import retarded_words
from schedule.output.tables.contents import Column, Table
from schedule.output.words.decisions import decided
from schedule.output.words.money import assumed_between
from schedule.output.words.phrases import Cell, Voice
from schedule.output.words.recovery import review_words
from schedule.output.words.saying import Days, Fault, Phrase, apart, listed, say, task_name, whose

PREVIEW_COLUMNS = (
    Column("proposal", shrink=True),
    Column("deadline_task", shrink=True),
    Column("deadline"),
    Column("finish_without", drop=3),
    Column("finish_with"),
    Column("shift_days"),
    Column("float_without", drop=2),
    Column("float_with"),
)
"""What is told of one deadline and one proposal."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One proposal under the name by which its reader knows it."""

    name: str
    found: Proposed


def preview_table(before: Meeting, variants: Sequence[Variant]) -> Table:
    """One row for each deadline and each proposal, deadline by deadline, so that proposals stand side by side."""
    of = [dues(before.schedule, one.found.meeting.schedule) for one in variants]
    names = dict.fromkeys(due.task for rows in of for due in rows)
    rows, lights = [], []
    for name in names:
        for variant, found in zip(variants, of, strict=True):
            for due in found:
                if due.task == name:
                    rows.append(due_row(variant.name, due))
                    lights.append("red" if due.now is not None and due.now.misses_deadline else "")
    return Table(PREVIEW_COLUMNS, tuple(rows), tuple(lights))


def due_row(name: str, due: Due) -> tuple[Cell, ...]:
    """How one deadline stands without a proposal and with it, under `PREVIEW_COLUMNS`; `name` is the proposal's."""
    was, now = due.was, due.now
    told = now or was
    deadline = None if told is None or told.task.deadline is None else finish_day(told.task.deadline)
    moved = None if was is None or now is None else Days(Fraction(due.days))
    return (
        name,
        task_name(due.task),
        deadline,
        None if was is None else was.last_day,
        None if now is None else now.last_day,
        moved,
        _left(was),
        _left(now),
    )


def _left(dates: TaskDates | None) -> Days | None:
    left = days_left(dates)
    return None if left is None else Days(Fraction(left), of_float=True)


def preview_lines(before: Meeting, variant: Variant) -> list[Phrase]:
    """What one proposal changes, and what it brings beside the deadlines; that nothing more follows is said too."""
    found, after = variant.found, variant.found.meeting
    lines = _changes(before, found)
    told = (one.task for one in dues(before.schedule, after.schedule))
    lines += assumed_between(before.schedule, after.schedule, told)
    lines += (retarded_words(one, after.schedule) for one in retarded(before.schedule, after.schedule))
    lines += (review_words(one, after.schedule) for one in _unreviewed(found))
    for fault in _unlawful(found):
        key = "preview.floor" if fault.severity is Severity.ERROR else "preview.told"
        lines.append(say(key, fault=named_fault(fault)))
    reds = new_reds(before, after)
    if reds:
        lines.append(say("preview.reds", tasks=listed(whose(name) for name in reds)))
    else:
        lines.append(say("preview.no-reds"))
    earlier = sooner(before, after)
    lines += (
        say(
            "preview.sooner",
            task=whose(one.task),
            was=one.was,
            now=one.now,
            days=apart((one.was - one.now).days, 0),
        )
        for one in earlier
    )
    return lines if earlier else [*lines, say("preview.no-sooner")]


def named_fault(fault: Diagnostic) -> Phrase:
    """What the law does not let be decided, in a sentence that calls tasks by their names: not all readers know ids."""
    return Fault(fault, named=("task", "found"))


def _unreviewed(found: Proposed) -> tuple[Pressed, ...]:
    """The works that experts have to review before a proposal is decided."""
    schedule = found.meeting.schedule
    return pressed_by(found.revisions, schedule.tasks, schedule.state.data_date)


def _unlawful(found: Proposed) -> list[Diagnostic]:
    """What the law says against a proposal, but for what experts have to review (`_unreviewed`)."""
    return [fault for fault in found.broken if fault.code != "below-reasonable"]


def preview_records(before: Meeting, variants: Sequence[Variant], voice: Voice) -> list[dict[str, Any]]:
    """The same for programs: one object for each proposal."""
    return [_record(before, variant, voice) for variant in variants]


def _record(before: Meeting, variant: Variant, voice: Voice) -> dict[str, Any]:
    found, after = variant.found, variant.found.meeting
    return {
        "proposal": variant.name,
        "changes": list(voice.told(_changes(before, found))),
        "deadlines": [_due_record(due) for due in dues(before.schedule, after.schedule)],
        "new_reds": list(new_reds(before, after)),
        "unlawful": [{"code": one.code, "facts": dict(one.facts)} for one in _unlawful(found)],
        "expert_review_wanted": [one.task for one in _unreviewed(found)],
        "sooner": [
            {"task": one.task, "body": one.body, "start_without": one.was, "start_with": one.now}
            for one in sooner(before, after)
        ],
        "retarded": [
            {"task": one.task, "deadline_task": one.goal, "finish_with": one.late, "finish_kept": one.kept}
            for one in retarded(before.schedule, after.schedule)
        ],
    }


def _due_record(due: Due) -> dict[str, Any]:
    was, now = due.was, due.now
    told = now or was
    return {
        "deadline_task": due.task,
        "deadline": None if told is None or told.task.deadline is None else finish_day(told.task.deadline),
        "finish_without": None if was is None else was.last_day,
        "finish_with": None if now is None else now.last_day,
        "shift_days": None if was is None or now is None else due.days,
        "float_without": days_left(was),
        "float_with": days_left(now),
    }


def _changes(before: Meeting, found: Proposed) -> list[Phrase]:
    """Each change from what was to what would be, by name."""
    plan, lines = before.schedule.state.plan, list[Phrase]()
    for revision in found.revisions:
        changed = revised(plan, [revision])
        was = with_removed(plan, before.schedule.state.plan, revision.task)
        subject, change = decided(revision, was, changed)
        lines.append(say("preview.change", task=subject, change=change))
        plan = changed
    return lines
