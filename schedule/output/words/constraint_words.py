"""The words of a task's dated constraints, in Chinese and in English: what each is called.

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


def is_start(kind: ConstraintKind) -> bool:
    """Whether a constraint's date is that of a start, shown as the day that it begins; else that of a finish.

    >>> is_start(ConstraintKind.EXTERNAL_EARLY_START), is_start(ConstraintKind.FINISH_NO_EARLIER_THAN)
    (True, False)
    """
    return "start" in kind.value.split("_")
