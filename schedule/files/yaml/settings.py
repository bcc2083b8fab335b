"""The `settings` of a plan: whose rules it is computed by, and what its alerts count as little.

This module must never know what an option does to a schedule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from schedule.calendars.china import REGIONS
from schedule.diagnostics import Location
from schedule.files.yaml.scalars import (
    Reader,
    check_id,
    choice,
    form,
    member,
    number_text,
    read_fields,
    read_flag,
    read_mapping,
    read_number,
    read_text,
    read_title,
    read_whole_number,
)
from schedule.files.yaml.source import Faults, Node
from schedule.files.yaml.text import Document
from schedule.law.statutes import COLUMNS, RuleFileError, known
from schedule.model import Minutes
from schedule.rules import (
    DEFAULTS,
    CriticalBy,
    Enforce,
    LagCalendar,
    LateAsPossible,
    LateConstraints,
    Law,
    OwnRule,
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


def _read_law(node: Node, faults: Faults) -> Law | None:
    """How a plan reads the law. A rule of its own that makes no sense, or contradicts another, is left out."""
    mapping = read_mapping(node, faults)
    values = read_fields(mapping, _LAW_KEYS, faults) if mapping else {}
    rules = values.pop("rules", ())
    law = Law(**{_LAW_ATTRIBUTES.get(key, key): value for key, value in values.items()})
    for own, place in rules:
        law = _with_rule(law, own, place, faults)
    return law


def _with_rule(law: Law, own: OwnRule, place: Location, faults: Faults) -> Law:
    more = replace(law, rules=(*law.rules, own))
    try:
        known(more)
    except RuleFileError as error:
        faults.add("bad-rule", place, found=own.rule, because=error.why, expected=error.found)
        return law
    return more


def _read_rules(node: Node, faults: Faults) -> tuple[tuple[OwnRule, Location], ...]:
    """A plan's own rules and changes of the rule file, each with its place."""
    mapping, found = read_mapping(node, faults), []
    for id_, (key, value) in mapping.entries.items() if mapping else ():
        own = read_mapping(value, faults) if value is not None and check_id(key, faults) else None
        if own is None:
            continue
        said = read_fields(own, _RULE_KEYS, faults, ["reason"], key.location)
        if "reason" in said:
            reason, approved_by = said.pop("reason"), said.pop("approved_by", None)
            found.append((OwnRule(id_, reason, tuple(said.items()), approved_by), key.location))
    return tuple(found)


def _law_document(law: Law) -> Document:
    """How a plan reads the law, as its author would write it; the inverse of `_read_law`."""
    keys = {attribute: key for key, attribute in _LAW_ATTRIBUTES.items()}
    document: dict[str, Document] = {
        keys.get(name, name): str(value)
        for name in ("region", "office", "day_means", "enforce")
        if (value := getattr(law, name)) is not None
    }
    if law.rules:
        document["rules"] = {
            own.rule: {
                **dict(own.says),
                "reason": own.reason,
                **({} if own.approved_by is None else {"approved_by": own.approved_by}),
            }
            for own in law.rules
        }
    return document


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


_LAW_ATTRIBUTES = {"日": "day_means"}
_LAW_KEYS: Mapping[str, Reader[Any]] = {
    "region": choice({region: region for region in REGIONS}),
    "office": read_title,
    "日": choice({unit: unit for unit in ("cd", "wd")}),
    "enforce": member(Enforce),
    "rules": _read_rules,
}
_RULE_KEYS: Mapping[str, Reader[Any]] = {
    **{key: read_text for key in COLUMNS if key not in ("rule", "line", "checked_on", "checked_by")},
    "reason": read_text,
    "approved_by": read_title,
}
_KEYS: Mapping[str, Reader[Any]] = {
    "law": _read_law,
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
_WRITERS: Mapping[str, Callable[[Any], Document]] = {
    "law": _law_document,
    "low_float": number_text,
    "behind": number_text,
    "critical_float": _float_text,
}
