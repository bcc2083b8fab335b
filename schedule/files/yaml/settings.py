"""The `settings` of a plan: whose rules it is computed by, and what its alerts count as little.

This module must never know what an option does to a schedule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from schedule.files.yaml.scalars import (
    Reader,
    form,
    member,
    number_text,
    read_fields,
    read_flag,
    read_mapping,
    read_number,
    read_whole_number,
)
from schedule.files.yaml.source import Faults, Node
from schedule.files.yaml.text import Document
from schedule.model import Minutes
from schedule.rules import (
    DEFAULTS,
    CriticalBy,
    LagCalendar,
    LateAsPossible,
    LateConstraints,
    Profile,
    ProgressRule,
    Settings,
    TotalFloat,
)

_FLOAT = re.compile(r"(-?[0-9]{1,6})(h|min)")


def read_settings(node: Node, faults: Faults) -> Settings:
    """Read the mapping of settings. Faults: `bad-choice`, `bad-number`, `bad-float`, and those of keys in general."""
    mapping = read_mapping(node, faults)
    return Settings(**read_fields(mapping, _KEYS, faults)) if mapping else DEFAULTS


def settings_document(settings: Settings) -> dict[str, Document]:
    """Settings as their author would write them: those that say something; the inverse of `read_settings`."""
    stated = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {
        name: _WRITERS.get(name, _word)(value) for name, value in stated.items() if value != getattr(DEFAULTS, name)
    }


def _parse_float(text: str) -> Minutes | None:
    """Working time in minutes, without the days whose length depends on a calendar.

    >>> _parse_float("8h"), _parse_float("-30min"), _parse_float("1wd")
    (480, -30, None)
    """
    match = _FLOAT.fullmatch(text)
    return int(match[1]) * (60 if match[2] == "h" else 1) if match else None


def _float_text(minutes: Minutes) -> str:
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}min"


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_KEYS: Mapping[str, Reader[Any]] = {
    "profile": member(Profile),
    "total_float": member(TotalFloat),
    "lag_calendar": member(LagCalendar),
    "progress": member(ProgressRule),
    "late_constraints": member(LateConstraints),
    "as_late_as_possible": member(LateAsPossible),
    "critical_by": member(CriticalBy),
    "critical_float": form(_parse_float, "bad-float", "24h, -90min"),
    **dict.fromkeys(
        (
            "floor_at_start",
            "milestones_snap",
            "ss_lag_from_actual",
            "open_ends_critical",
            "allow_mandatory",
            "use_expected_finish",
            "dates_without_time",
            "finishes_kept",
        ),
        read_flag,
    ),
    "low_float": read_number,
    "behind": read_number,
    "look_ahead": read_whole_number,
    "start_within": read_whole_number,
}
_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "low_float": number_text,
    "behind": number_text,
    "critical_float": _float_text,
}
