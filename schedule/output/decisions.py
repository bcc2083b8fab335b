"""A decision that changed the plan, in words: what was, what is now, why, and who approved it.

The names of a task's fields stand here with the code that tells them. This module must never judge a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schedule.calendars.worktime import start_day
from schedule.model import Basis, Constraint, Duration, Plan, Relation, Revision, RevisionKind, Task
from schedule.output.labels import LANGUAGES
from schedule.output.phrases import Voice, relation_words

_WORDS: Mapping[str, tuple[str, str]] = {
    "added": ("新增", "added"),
    "removed": ("取消", "removed"),
    "none": ("（无）", "(none)"),
    "task": ("工作", "task"),
    "milestone": ("节点", "milestone"),
    "name": ("名称", "name"),
    "name_en": ("英文名称", "English name"),
    "kind": ("类别", "kind"),
    "duration": ("工期", "duration"),
    "calendar": ("日历", "calendar"),
    "phase": ("阶段", "phase"),
    "group": ("分组", "group"),
    "body": ("责任单位", "body"),
    "support": ("配合单位", "support"),
    "owner": ("责任人", "owner"),
    "leader": ("包联领导", "leader"),
    "relations": ("前置条件", "after"),
    "constraints": ("开始不早于", "start no earlier than"),
    "deadline": ("期限", "deadline"),
    "basis": ("依据", "basis"),
    "evidence": ("销号凭据", "evidence"),
    "quantity": ("工程量", "quantity"),
    "stated": ("文件原话", "stated"),
    "assumed": ("假定", "assumed"),
}
"""What a decision does and the fields of `Task`, in Chinese and in English."""


def decision(revision: Revision, before: Plan, after: Plan, voice: Voice) -> str:
    """One revision: what it changes from the plan before it to the plan after it, why, and who approved it."""
    match revision.kind:
        case RevisionKind.SET:
            old, new = (replace(voice, plan=plan) for plan in (before, after))
            change = voice.say("clause").join(
                f"{_word(field, voice)} {_field(field, before.tasks[revision.task], old)}"
                f" → {_field(field, after.tasks[revision.task], new)}"
                for field in revision.changes
            )
        case RevisionKind.ADD:
            change = _added(after.tasks[revision.task], replace(voice, plan=after))
        case RevisionKind.REMOVE:
            change = _word("removed", voice)
    return voice.say(
        "meeting.decision",
        task=replace(voice, plan=before if revision.kind is RevisionKind.REMOVE else after).task(revision.task),
        change=change,
        reason=revision.reason.rstrip("。."),
        approved_by=revision.approved_by,
    )


def _added(task: Task, voice: Voice) -> str:
    told = [field for field in ("duration", "body", "relations", "constraints", "deadline") if getattr(task, field)]
    facts = [
        f"{_word(field, voice)} {_field(field, task, voice)}"
        for field in (["kind"] if task.is_milestone else []) + told
    ]
    return voice.say("colon").join((_word("added", voice), voice.say("clause").join(facts)))


def _field(field: str, task: Task, voice: Voice) -> str:
    """One field of a task in words."""
    value = getattr(task, field)
    if field == "calendar":
        used = value or voice.plan.calendar
        spec = voice.plan.calendars.get(used)
        return (spec.name if spec is not None else None) or used
    if field == "kind":
        return _word("milestone" if task.is_milestone else "task", voice)
    if not value:
        return _word("none", voice)
    parts = value if isinstance(value, tuple) else (value,)
    return voice.say("comma").join(_part(part, field, voice) for part in parts)


def _part(value: object, field: str, voice: Voice) -> str:
    """One value of a field; a number is a deadline's instant."""
    match value:
        case Duration():
            return voice.duration(value)
        case int():
            return voice.finish(value)
        case Relation():
            return relation_words(value, voice)
        case Constraint():
            return voice.day(start_day(value.instant))
        case Basis():
            limits = [voice.duration(limit) for limit in (value.floor, value.ceiling) if limit is not None]
            return voice.say("comma").join(filter(None, [value.article, *limits, value.note]))
    named = {"body": voice.body, "support": voice.body, "phase": voice.phase}.get(field, str)
    return named(str(value))


def _word(key: str, voice: Voice) -> str:
    return _WORDS[key][LANGUAGES.index(voice.lang)]
