"""What the law wants before other work may begin: which tasks are such preconditions, by mark and by name.

A legal precondition is a task with `legal: true`, or one whose name says that it is the construction permit (建筑法
第7条: no works may begin without it). This module must never know what has happened.
"""

from __future__ import annotations

from schedule.model import Task

PERMIT_NAMES = ("施工许可", "construction permit")
"""What the name of a construction permit has in it; capitals tell nothing."""
OTHER_PERMITS = ("夜间", "占道", "涉路", "涉河", "涉水", "挖掘")
"""A permit for works at night, on a road or in a river: asked for by other laws than the one against building first."""


def is_precondition(task: Task) -> bool:
    """Whether the law asks for the document of a task before what comes after it may begin."""
    return not task.spans and (task.legal or _is_permit(task))


def is_construction_permit(task: Task) -> bool:
    """Whether a task's name says that it is the permit without which nothing may be built."""
    return _is_permit(task) and not any(word in task.name for word in OTHER_PERMITS)


def _is_permit(task: Task) -> bool:
    names = f"{task.name}\n{task.name_en or ''}".casefold()
    return any(name in names for name in PERMIT_NAMES)
