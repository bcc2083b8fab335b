"""A decision that changed the plan, in words: what was, what is now, why, and who approved it.

The names of a task's fields stand here with the code that tells them. This module must never judge a decision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schedule.calendars.worktime import start_day
from schedule.model import (
    Assignment,
    Basis,
    Constraint,
    ConstraintKind,
    Duration,
    Plan,
    Relation,
    Revision,
    RevisionKind,
    Task,
    TaskKind,
)
from schedule.output.constraint_words import CONSTRAINTS, is_start
from schedule.output.labels import LANGUAGES
from schedule.output.phrases import Voice, relation_words

_WORDS: Mapping[str, tuple[str, str]] = {
    "added": ("新增", "added"),
    "removed": ("取消", "removed"),
    "none": ("（无）", "(none)"),
    "task": ("工作", "task"),
    "milestone": ("节点", "milestone"),
    TaskKind.LEVEL_OF_EFFORT: ("伴随工作", "level of effort"),
    TaskKind.SUMMARY: ("汇总", "summary"),
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
    "constraints": ("日期限制", "constraints"),
    **CONSTRAINTS,
    "as_late_as_possible": ("尽量晚做", "as late as possible"),
    "assignments": ("资源", "resources"),
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
            was, now = before.tasks[revision.task], after.tasks[revision.task]
            change = voice.say("clause").join(
                f"{_word(field, voice)} {_field(field, was, old)} → {_field(field, now, new)}"
                for field in _changed(revision, was, now)
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


def _changed(revision: Revision, was: Task, now: Task) -> list[str]:
    """The fields that a revision sets; of the constraints, each kind whose date it changes."""
    told: list[str] = []
    for field in revision.changes:
        if field == "constraints":
            changed = set(was.constraints) ^ set(now.constraints)
            kinds = {constraint.kind for constraint in changed or now.constraints}
            told += (kind for kind in ConstraintKind if kind in kinds)
        else:
            told.append(field)
    return told


def _added(task: Task, voice: Voice) -> str:
    constraints = [constraint.kind for constraint in task.constraints]
    fields = ("duration", "assignments", "body", "relations", *constraints, "as_late_as_possible", "deadline")
    told = [field for field in fields if field in constraints or getattr(task, field)]
    facts = [
        f"{_word(field, voice)} {_field(field, task, voice)}"
        for field in (["kind"] if task.kind is not TaskKind.TASK else []) + told
    ]
    return voice.say("colon").join((_word("added", voice), voice.say("clause").join(facts)))


def _field(field: str, task: Task, voice: Voice) -> str:
    """One field of a task, or its constraint of one kind, in words."""
    if field in CONSTRAINTS:
        dates = [_part(constraint, field, voice) for constraint in task.constraints if constraint.kind == field]
        return voice.say("comma").join(dates) or _word("none", voice)
    value = getattr(task, field)
    if field == "calendar":
        used = value or voice.plan.calendar
        spec = voice.plan.calendars.get(used)
        return (spec.name if spec is not None else None) or used
    if field == "kind":
        return _word("milestone" if task.is_milestone else task.kind, voice)
    if isinstance(value, bool):
        return voice.say("yes" if value else "no")
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
            return voice.day(start_day(value.instant)) if is_start(value.kind) else voice.finish(value.instant)
        case Assignment():
            return " ".join(filter(None, [value.resource, voice.duration(value.duration)]))
        case Basis():
            limits = [voice.duration(limit) for limit in (value.floor, value.ceiling) if limit is not None]
            return voice.say("comma").join(filter(None, [value.article, *limits, value.note]))
    named = {"body": voice.body, "support": voice.body, "phase": voice.phase}.get(field, str)
    return named(str(value))


def _word(key: str, voice: Voice) -> str:
    return _WORDS[key][LANGUAGES.index(voice.lang)]
