"""The reasonable duration of works (合理工期) and the review of experts that lets them take less, as a task has them.

This module must never know how long a task takes by its dates, nor what a review is worth.
"""

from __future__ import annotations

from schedule.files.yaml.keys import Key, Table
from schedule.files.yaml.kinds import DAY, TITLE
from schedule.files.yaml.scalars import duration_text, read_fields, read_mapping
from schedule.files.yaml.source import Faults, MappingNode, Node
from schedule.model import ExpertReview, Task, TaskKind, Unit

EXPERT_REVIEW = Table("expert_review", (Key("by", TITLE, "by"), Key("on", DAY, "on")))
"""What is said of a review: who made it and on which day."""


def read_review(node: Node, faults: Faults) -> ExpertReview | None:
    """A review of experts, if nothing that it needs is missing."""
    mapping = read_mapping(node, faults)
    values = read_fields(mapping, EXPERT_REVIEW.readers(), faults, EXPERT_REVIEW.required) if mapping else {}
    return ExpertReview(**values) if EXPERT_REVIEW.required.keys() <= values.keys() else None


def check_reasonable(task: Task, mapping: MappingNode, faults: Faults) -> None:
    """What a task may not say of its reasonable duration.

    Faults: `reasonable-without-works`, where it has no work of its own or is what an authority decides;
    `reasonable-unit`, where the units cannot be compared.
    """
    entries = mapping.entries
    if task.kind is not TaskKind.TASK or task.applicant is not None:
        keys = ("reasonable", "expert_review", "milestone", "kind", "applicant")
        place = next((entries[key][0] for key in keys if key in entries), None)
        if place is not None:
            faults.add("reasonable-without-works", place.location, found=task.id)
        return
    least, duration = task.reasonable, task.duration
    if least is None or duration is None or duration.unit is not Unit.CALENDAR_DAYS or least.unit is duration.unit:
        return
    written = next((entries[key] for key in ("reasonable", "duration") if key in entries), None)
    if written is not None:
        at = (written[1] or written[0]).location
        faults.add("reasonable-unit", at, found=duration_text(least), expected=duration_text(duration))
