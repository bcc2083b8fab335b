"""The rule file: statutory periods with their articles and the dates in which they are in force, kept by a person.

`statutes.csv` has one rule a line; several lines of one `rule` and one `size` are its versions. `line` names each, and
so fixes a version. `from` and `to` are the first and the last day in force. `confidence` says how we know a line
(found: in a public copy; own-high, own-medium: general knowledge), `checked_on` when it was compared with that source,
`checked_by` who has held it against the official text: empty, nobody yet. `ask_zh` and `ask_en` are what a lawyer has
to settle. Nothing here is legal advice, and what papers quote is to be checked against the national database.

Whether a last day rolls follows the law on counting (民法典第203条): the table that the file was made from said no for
periods that do roll, among them contract, filing and permit; it is corrected here. What counts back from an event does
not roll. Where a text says 日 and practice differs, the unit ends in `?` and the plan decides.
This module must never know a task, a date of a plan or what becomes of who is late.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from schedule.calendars.periods import PeriodUnit
from schedule.frozen import dataclass
from schedule.rules import Law, OwnRule


class Kind(StrEnum):
    """What a rule says: who must do what within its period, or which question it asks."""

    FLOOR = "floor"
    CEILING = "ceiling"
    REPORT_WITHIN = "report-within"
    START_WITHIN = "start-within"
    VALIDITY = "validity"
    NOTICE_BEFORE = "notice-before"
    HARD_LINK = "hard-link"
    THRESHOLD = "threshold"
    FUNDING = "funding"
    TOTAL = "total"
    COUNTING = "counting"
    PROHIBITION = "prohibition"


PERIODS = frozenset(
    (
        *(Kind.FLOOR, Kind.CEILING, Kind.REPORT_WITHIN, Kind.START_WITHIN, Kind.VALIDITY, Kind.NOTICE_BEFORE),
        Kind.TOTAL,
    )
)
"""The kinds that count a period."""


@dataclass(frozen=True, slots=True)
class Extendable:
    """How the law lets a period be made longer: so many times, each by at most so many units; `2x3M` in the file."""

    times: int
    number: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class Statute:
    """One line of the rule file. `value` counts in `unit`; both are None where a rule counts nothing.

    `open_unit`: the text says 日, and `unit` is only how it is read unless the plan says otherwise. `roll` is whether a
    last day on a day off is put off, `clear` whether a notice leaves so many whole days before its event. `extend` is
    how much longer the period may be made, None where the rule's text does not say that it may. `since` and
    `until` are the days in force, both included; `until` is None where no end is known. `own` is what the plan itself
    says of it, None for a line of the file as it stands.
    """

    rule: str
    line: str
    kind: Kind
    article: str
    since: date
    until: date | None = None
    size: str | None = None
    task: str | None = None
    region: str | None = None
    value: Fraction | None = None
    unit: str | None = None
    open_unit: bool = False
    roll: bool | None = None
    clear: bool = False
    extend: Extendable | None = None
    text_zh: str = ""
    text_en: str = ""
    confidence: str = ""
    source: str = ""
    checked_on: date | None = None
    checked_by: str | None = None
    ask_zh: str | None = None
    ask_en: str | None = None
    own: OwnRule | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the workflow that it speaks of: of a link the earlier and the later one; none of all steps."""
        return () if self.task is None or self.task.startswith("*") else tuple(self.task.split("->"))

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def code(self) -> str:
        """What every paper calls it: as a plan names it, with the size where its rule has sizes; one on any day."""
        return self.rule if self.size is None else f"{self.rule} {self.size}"

    @property
    def period_unit(self) -> PeriodUnit | None:
        """What its period counts; None of hectares and per cent."""
        return PeriodUnit(self.unit) if self.unit in set(PeriodUnit) else None


class RuleFileError(ValueError):
    """A rule file that contradicts itself: `line` is that of the rule, `why` a word's key (`law.bad.WHY`)."""

    def __init__(self, line: str, why: str, found: str = "") -> None:
        self.line, self.why, self.found = line, why, found
        super().__init__(f"{line}: {why}" + (f" ({found})" if found else ""))


COLUMNS = (
    *("rule", "line", "size", "task", "region", "kind", "value", "unit", "roll", "clear", "extend", "from", "to"),
    *("article", "text_zh", "text_en", "confidence", "source", "checked_on", "checked_by", "ask_zh", "ask_en"),
)
"""The columns of the rule file; a plan's own rules have the same as keys."""


def statute(row: Mapping[str, str], own: OwnRule | None = None) -> Statute:
    """One line of the rule file. Raises RuleFileError where it makes no sense."""
    line = row.get("line") or row.get("rule") or "?"

    def said(key: str) -> str | None:
        return row.get(key, "").strip() or None

    kind, article, unit = said("kind") or "", said("article"), said("unit")
    if kind not in set(Kind):
        raise RuleFileError(line, "kind", kind)
    if article is None:
        raise RuleFileError(line, "article")
    since = _day(row, "from", line)
    until = _day(row, "to", line)
    if since is None or (until is not None and until < since):
        raise RuleFileError(line, "dates", f"{row.get('from', '')}..{row.get('to', '')}")
    counted = unit.removesuffix("?") if unit else None
    if counted is not None and counted not in {*PeriodUnit, "%", "ha"}:
        raise RuleFileError(line, "unit", unit or "")
    if kind in PERIODS and (counted not in set(PeriodUnit) or said("value") is None):
        raise RuleFileError(line, "unit", unit or "")
    if kind == Kind.FLOOR and counted not in (PeriodUnit.CALENDAR_DAYS, PeriodUnit.WORKING_DAYS):
        raise RuleFileError(line, "floor-unit", unit or "")
    return Statute(
        rule=said("rule") or line,
        line=line,
        kind=Kind(kind),
        article=article,
        since=since,
        until=until,
        size=said("size"),
        task=said("task"),
        region=said("region"),
        value=_value(row, line, whole=kind in PERIODS),
        unit=counted,
        open_unit=unit is not None and unit.endswith("?"),
        roll=_flag(row, "roll", line),
        clear=_flag(row, "clear", line) is True,
        extend=_extendable(row, line),
        text_zh=said("text_zh") or "",
        text_en=said("text_en") or "",
        confidence=said("confidence") or "",
        source=said("source") or "",
        checked_on=_day(row, "checked_on", line),
        checked_by=said("checked_by"),
        ask_zh=said("ask_zh"),
        ask_en=said("ask_en"),
        own=own,
    )


def checked(statutes: Iterable[Statute]) -> tuple[Statute, ...]:
    """The lines of a rule file, once they are known not to contradict each other.

    Raises RuleFileError: a line's name is not its own, two versions of a rule are in force on one day, or a floor is
    above a ceiling of the same rule on a day.
    """
    found = tuple(statutes)
    for k, one in enumerate(found):
        for other in found[:k]:
            if one.line == other.line:
                raise RuleFileError(one.line, "twice")
            if one.rule != other.rule or one.size != other.size or not _overlap(one, other):
                continue
            if one.kind is other.kind:
                raise RuleFileError(one.line, "overlap", other.line)
            floor, ceiling = (one, other) if one.kind is Kind.FLOOR else (other, one)
            bounds = floor.kind is Kind.FLOOR and ceiling.kind is Kind.CEILING and floor.unit == ceiling.unit
            if bounds and floor.value is not None and ceiling.value is not None and floor.value > ceiling.value:
                raise RuleFileError(one.line, "floor-above-ceiling", other.line)
    return found


@lru_cache(maxsize=1)
def shipped() -> tuple[Statute, ...]:
    """The rules that this daopai knows, in the order of the file."""
    from importlib.resources import files

    with (files(__package__) / "statutes.csv").open(encoding="utf-8") as lines:
        return checked(statute(row) for row in csv.DictReader(lines))


@lru_cache(maxsize=64)
def known(law: Law) -> tuple[Statute, ...]:
    """The rules of a plan: the shipped ones, those that the plan changes as it says, and its own.

    A plan's rule replaces what it states of every version that is called so, by rule or by line; one that is not known
    yet is the plan's own. Raises RuleFileError as `checked` and `statute`.
    """
    found = list(shipped())
    for own in law.rules:
        said = dict(own.says)
        same = [k for k, one in enumerate(found) if own.rule in (one.rule, one.line)]
        if not same:
            found.append(statute({"rule": own.rule, "line": own.rule, **said}, own))
        for k in same:
            found[k] = statute({**_row(found[k]), **said}, own)
    return checked(found)


def versions(name: str, law: Law, size: str | None = None) -> tuple[Statute, ...]:
    """The versions of a rule, by rule or by line, that a size of the works asks for; nothing for an unknown name."""
    named = [one for one in known(law) if name in (one.rule, one.line)]
    return tuple(one for one in named if size is None or one.size in (None, size))


def names(law: Law) -> tuple[str, ...]:
    """All that `basis: {rule: ...}` may name: rules, and lines where they are called otherwise; not how one counts."""
    named = (one for one in known(law) if one.kind is not Kind.COUNTING)
    return tuple(dict.fromkeys(name for one in named for name in (one.rule, one.line)))


def steps(law: Law) -> tuple[str, ...]:
    """The steps of the workflow that rules speak of, each once: what `kind_of` of a task may say."""
    return tuple(dict.fromkeys(step for one in known(law) for step in one.steps))


def sizes(name: str, law: Law) -> tuple[str, ...]:
    """The sizes that a rule tells apart; none where it does not."""
    return tuple(dict.fromkeys(one.size for one in versions(name, law) if one.size is not None))


def on_day(found: Sequence[Statute], day: date) -> tuple[Statute, ...]:
    """Those that are in force on a day."""
    return tuple(one for one in found if one.holds_on(day))


def unit_of(one: Statute, law: Law) -> PeriodUnit | None:
    """What a rule's period counts in a plan: where the text says 日, as the plan reads it."""
    reading = law.day_means if one.open_unit else None
    return PeriodUnit(reading) if reading is not None else one.period_unit


def _overlap(one: Statute, other: Statute) -> bool:
    latest = max(one.since, other.since)
    return one.holds_on(latest) and other.holds_on(latest)


def _row(one: Statute) -> dict[str, str]:
    """A line as the file has it: the inverse of `statute`."""
    flags = {True: "y", False: "n", None: ""}
    values: dict[str, object] = {
        **{key: getattr(one, key, None) for key in COLUMNS},
        "from": one.since,
        "to": one.until,
        "unit": one.unit and one.unit + "?" * one.open_unit,
        "roll": flags[one.roll],
        "clear": flags[one.clear],
        "extend": one.extend and f"{one.extend.times}x{one.extend.number}{one.extend.unit}",
        "value": one.value,
    }
    return {key: "" if value is None else str(value) for key, value in values.items()}


def _day(row: Mapping[str, str], key: str, line: str) -> date | None:
    text = row.get(key, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RuleFileError(line, "dates", text) from None


def _flag(row: Mapping[str, str], key: str, line: str) -> bool | None:
    text = row.get(key, "").strip()
    if text not in _FLAGS:
        raise RuleFileError(line, "flag", text)
    return _FLAGS[text]


def _extendable(row: Mapping[str, str], line: str) -> Extendable | None:
    text = row.get("extend", "").strip()
    if not text:
        return None
    found = _EXTENDABLE.fullmatch(text)
    if found is None or int(found[2]) > _MOST:
        raise RuleFileError(line, "extend", text)
    return Extendable(int(found[1]), int(found[2]), PeriodUnit(found[3]))


_EXTENDABLE = re.compile(r"([1-9])x([1-9]\d{0,3})(cd|wd|M|Y)")
_FLAGS = {"": None, "y": True, "true": True, "n": False, "false": False}


def _value(row: Mapping[str, str], line: str, *, whole: bool) -> Fraction | None:
    text = row.get("value", "").strip()
    try:
        value = Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        raise RuleFileError(line, "value", text) from None
    if value is not None and (not 0 <= value <= _MOST or (whole and value.denominator != 1)):
        raise RuleFileError(line, "value", text)
    return value


_MOST = 3_650
"""The largest number that a rule may count: ten years of days, as for a plan's durations."""
