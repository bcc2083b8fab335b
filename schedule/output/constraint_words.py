"""The words of a task's dated constraints, in Chinese and in English: what each is called, and why it holds a date.

This module must never know what a constraint does to a schedule.
"""

from __future__ import annotations

from collections.abc import Mapping

from schedule.model import ConstraintKind

CONSTRAINTS: Mapping[str, tuple[str, str]] = {
    ConstraintKind.START_NO_EARLIER_THAN: ("开始不早于", "start no earlier than"),
    ConstraintKind.FINISH_NO_EARLIER_THAN: ("完成不早于", "finish no earlier than"),
    ConstraintKind.START_NO_LATER_THAN: ("开始不晚于", "start no later than"),
    ConstraintKind.FINISH_NO_LATER_THAN: ("完成不晚于", "finish no later than"),
    ConstraintKind.START_ON: ("定于开始", "start on"),
    ConstraintKind.FINISH_ON: ("定于完成", "finish on"),
    ConstraintKind.MANDATORY_START: ("强制开始", "mandatory start"),
    ConstraintKind.MANDATORY_FINISH: ("强制完成", "mandatory finish"),
    ConstraintKind.EXTERNAL_EARLY_START: ("外部最早开始", "external early start"),
    ConstraintKind.EXTERNAL_LATE_FINISH: ("外部最迟完成", "external late finish"),
    ConstraintKind.EXPECTED_FINISH: ("预定完成", "expected finish"),
}
"""What a constraint is called, before its date."""

REASONS: Mapping[str, tuple[str, str]] = {
    "explain.start_no_earlier_than": ("计划规定不早于这一天", "the plan lets it start no earlier"),
    "explain.finish_no_earlier_than": ("计划规定完成不早于这一天", "the plan lets it finish no earlier"),
    "explain.start_no_later_than": ("计划规定开始不晚于这一天", "the plan lets it start no later"),
    "explain.finish_no_later_than": ("计划规定完成不晚于这一天", "the plan lets it finish no later"),
    "explain.start_on": ("计划规定这一天开始", "the plan sets its start on this day"),
    "explain.finish_on": ("计划规定这一天完成", "the plan sets its finish on this day"),
    "explain.mandatory_start": ("计划强制这一天开始，不看前置工作", "the plan forces its start, whatever it waits for"),
    "explain.mandatory_finish": (
        "计划强制这一天完成，不看前置工作",
        "the plan forces its finish, whatever it waits for",
    ),
    "explain.external_early_start": ("要等别的项目，不早于这一天", "another project lets it start no earlier"),
    "explain.external_late_finish": ("别的项目要它不晚于这一天完成", "another project needs it no later"),
    "explain.expected_finish": ("预定这一天完成", "it is expected to finish on this day"),
    "explain.as_late_as_possible": (
        "尽量晚做，以不推迟后面的工作为限",
        "as late as it can be without moving what waits for it",
    ),
    "explain.resumed": ("停工后这一天复工", "work was suspended and resumes on this day"),
    "explain.must_finish_by": ("全部工作要在 {finish} 前完成", "the whole plan must finish by {finish}"),
}
"""Why a date cannot be earlier, or later: `explain.` and the constraint's kind, or another rule of the plan."""


def is_start(kind: ConstraintKind) -> bool:
    """Whether a constraint's date is that of a start, shown as the day that it begins; else that of a finish.

    >>> is_start(ConstraintKind.EXTERNAL_EARLY_START), is_start(ConstraintKind.FINISH_NO_EARLIER_THAN)
    (True, False)
    """
    return "start" in kind.value.split("_")
