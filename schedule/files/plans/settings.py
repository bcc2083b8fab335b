"""The `settings` of a plan: whose rules it is computed by, and what its alerts count as little.

This module must never know what an option does to a schedule.
"""

from __future__ import annotations

import re
from dataclasses import replace

from schedule.calendars.china import REGIONS
from schedule.diagnostics import Location
from schedule.files.yaml.keys import Key, Table, valued
from schedule.files.yaml.kinds import (
    COUNT,
    FLAG,
    ID,
    NUMBER,
    TEXT,
    TITLE,
    WHOLE_NUMBER,
    by_id,
    pattern,
    word_of,
    words_of,
)
from schedule.files.yaml.scalars import check_id, form, read_fields, read_mapping, read_title
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
    Levelling,
    OwnRule,
    Priority,
    Profile,
    ProgressRule,
    Recovery,
    Settings,
    TotalFloat,
)

_FLOAT = re.compile(r"(-?[0-9]{1,6})(h|min)")
_FLOAT_FORMS = "24h, -90min"


def read_settings(node: Node, faults: Faults) -> Settings:
    """Read the mapping of settings. Faults: `bad-choice`, `bad-number`, `bad-float`, and those of keys in general."""
    mapping = read_mapping(node, faults)
    return Settings(**read_fields(mapping, SETTINGS.readers(), faults)) if mapping else DEFAULTS


def _read_law(node: Node, faults: Faults) -> Law | None:
    """How a plan reads the law. A rule of its own that makes no sense, or contradicts another, is left out."""
    mapping = read_mapping(node, faults)
    values = read_fields(mapping, LAW.readers(), faults) if mapping else {}
    rules = values.pop("rules", ())
    law = Law(**{LAW.attributes[key]: found for key, found in values.items()})
    for own, place in rules:
        law = _with_rule(law, own, place, faults)
    return law


def _read_recovery(node: Node, faults: Faults) -> Recovery | None:
    mapping = read_mapping(node, faults)
    return Recovery(**read_fields(mapping, RECOVERY.readers(), faults)) if mapping else None


def _recovery_document(recovery: Recovery) -> Document:
    stated = RECOVERY.stated(recovery)
    return RECOVERY.document({key: found for key, found in stated.items() if found != getattr(Recovery(), key)})


def _read_levelling(node: Node, faults: Faults) -> Levelling | None:
    mapping = read_mapping(node, faults)
    return Levelling(**read_fields(mapping, LEVELLING.readers(), faults)) if mapping else None


def _levelling_document(levelling: Levelling) -> Document:
    stated = LEVELLING.stated(levelling)
    return LEVELLING.document({key: found for key, found in stated.items() if found != getattr(Levelling(), key)})


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
        said = read_fields(own, RULE.readers(), faults, RULE.required, key.location)
        if "reason" in said:
            reason, approved_by = said.pop("reason"), said.pop("approved_by", None)
            found.append((OwnRule(id_, reason, tuple(said.items()), approved_by), key.location))
    return tuple(found)


def _law_document(law: Law) -> Document:
    """How a plan reads the law, as its author would write it; the inverse of `_read_law`."""
    return LAW.document(LAW.stated(law))


def _rules_document(rules: tuple[OwnRule, ...]) -> Document:
    return {
        own.rule: RULE.document({**dict(own.says), "reason": own.reason, "approved_by": own.approved_by})
        for own in rules
    }


def settings_document(settings: Settings) -> dict[str, Document]:
    """Settings as their author would write them: those that say something; the inverse of `read_settings`."""
    stated = SETTINGS.stated(settings)
    return SETTINGS.document({key: found for key, found in stated.items() if found != getattr(DEFAULTS, key)})


def _parse_float(text: str) -> Minutes | None:
    """Working time in minutes, without the days whose length depends on a calendar.

    >>> _parse_float("8h"), _parse_float("-30min"), _parse_float("1wd")
    (480, -30, None)
    """
    match = _FLOAT.fullmatch(text)
    return int(match[1]) * (60 if match[2] == "h" else 1) if match else None


def _float_text(minutes: Minutes) -> str:
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}min"


_FLOAT_VALUE = valued(
    form(_parse_float, "bad-float", _FLOAT_FORMS),
    pattern(_FLOAT.pattern, *_FLOAT_FORMS.split(", ")),
    _float_text,
)
RULE = Table(
    "rule",
    (
        *(Key(key, TEXT) for key in COLUMNS if key not in ("rule", "line", "checked_on", "checked_by")),
        Key("reason", TEXT, "reason"),
        Key("approved_by", TITLE),
    ),
)
LAW = Table(
    "law",
    (
        Key("region", words_of({region: region for region in REGIONS})),
        Key("office", valued(read_title, ID)),
        Key("日", words_of({unit: unit for unit in ("cd", "wd")}), attribute="day_means"),
        Key("enforce", word_of(Enforce)),
        Key("rules", valued(_read_rules, by_id(RULE), _rules_document), silent=()),
    ),
)
RECOVERY = Table(
    "recovery",
    (
        Key("cost_unit", TITLE),
        Key("costs_assumed", FLAG),
        Key("max_menus", COUNT),
        Key("seconds", WHOLE_NUMBER),
    ),
)
LEVELLING = Table("levelling", (Key("seconds", COUNT), Key("priority", word_of(Priority))))
SETTINGS = Table(
    "settings",
    (
        Key("total_float", word_of(TotalFloat)),
        Key("low_float", NUMBER),
        Key("behind", NUMBER),
        Key("look_ahead", WHOLE_NUMBER),
        Key("start_within", WHOLE_NUMBER),
        Key("profile", word_of(Profile)),
        Key("lag_calendar", word_of(LagCalendar)),
        Key("progress", word_of(ProgressRule)),
        Key("late_constraints", word_of(LateConstraints)),
        Key("as_late_as_possible", word_of(LateAsPossible)),
        Key("floor_at_start", FLAG),
        Key("milestones_snap", FLAG),
        Key("critical_by", word_of(CriticalBy)),
        Key("critical_float", _FLOAT_VALUE),
        Key("ss_lag_from_actual", FLAG),
        Key("open_ends_critical", FLAG),
        Key("dates_without_time", FLAG),
        Key("finishes_kept", FLAG),
        Key("allow_mandatory", FLAG),
        Key("use_expected_finish", FLAG),
        Key("law", valued(_read_law, LAW, _law_document)),
        Key("recovery", valued(_read_recovery, RECOVERY, _recovery_document)),
        Key("levelling", valued(_read_levelling, LEVELLING, _levelling_document)),
    ),
)
"""What a plan decides of its computation and its alerts."""
