"""Text → dates, durations, numbers and ids, and back: what a single value of a file can say.

Each form has a parser from text (None where the text does not have the form), a writer that is its inverse, and a
reader that takes a node and tells the fault. Forms are strict: nothing is guessed. This module must never know a key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeVar

from schedule.calendars.worktime import DAY, finish_day, minutes, moment
from schedule.diagnostics import Location, nearest
from schedule.files.yaml.source import FULL_WIDTH, Faults, MappingNode, Meant, Node, ScalarNode, SequenceNode, kind
from schedule.model import Duration, Instant, Unit

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years a date may have. Far dates are slips of the pen, and calendars end."""

DATE_FORMS = "2016-03-14, 2016-03-14T16:00"
DAY_FORM = "2016-03-14"
DURATION_FORMS = "7wd, 20cd, 16h, 1.5h, 45min"

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2}))?")
NUMBER_PATTERN = r"[0-9]{1,6}(?:\.[0-9]{1,4})?"
_NUMBER = re.compile(NUMBER_PATTERN)
_DURATION = re.compile(rf"({NUMBER_PATTERN})(wd|cd|h|min)")
_UNIT_MINUTES = {Unit.CALENDAR_DAYS: DAY, Unit.HOURS: 60, Unit.MINUTES: 1}
_LONG_DURATION = re.compile(r"[0-9]{7,}(?:\.[0-9]*)?\s*\w*")
_BARE_DURATION = re.compile(rf"({NUMBER_PATTERN})\s*(\w*)")
_MEANT_UNITS = {
    **dict.fromkeys(("", "天", "日", "d", "day", "days"), ("wd", "cd")),
    **dict.fromkeys(("个工作日", "工作日", "wd"), ("wd",)),
    **dict.fromkeys(("个日历日", "日历日", "日历天", "cd"), ("cd",)),
    **dict.fromkeys(("小时", "个小时", "h"), ("h",)),
    **dict.fromkeys(("分钟", "min"), ("min",)),
}
"""What people write for a unit, and the units that it can mean."""
_PART = "([0-9]{1,2})"
_LOOSE_DAY = re.compile(rf"([0-9]{{4}})(?:-{_PART}-{_PART}|/{_PART}/{_PART}|\.{_PART}\.{_PART}|年{_PART}月{_PART}日?)")
_NO_YEAR = re.compile(f"{_PART}(?:月{_PART}日?|[-/.]{_PART})")
_FLAGS = {
    **dict.fromkeys(("yes", "on", "y", "1", "是", "True", "TRUE"), "true"),
    **dict.fromkeys(("no", "off", "n", "0", "否", "False", "FALSE"), "false"),
}
_ID = re.compile(r"[^\W_][\w.-]{0,99}")
_TASK_ID = re.compile(r"(?:[^\W_]|[/\\&#()*@$%])[\w.\-/\\&#()*@$%]{0,99}")

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Reader = Callable[[Node, Faults], T | None]


@lru_cache(maxsize=4096)
def parse_day(text: str) -> date | None:
    """A date without a time: `2016-03-14`.

    >>> parse_day("2016-02-30") is None
    True
    """
    match = _DATE.fullmatch(text)
    if not match or match[4]:
        return None
    return _date(match)


@lru_cache(maxsize=4096)
def parse_start(text: str) -> Instant | None:
    """A date, as the beginning of its day, or a date with a time, in minutes since 1970-01-01T00:00."""
    return _instant(text, 0)


@lru_cache(maxsize=4096)
def parse_finish(text: str) -> Instant | None:
    """A date, as the end of its day (24:00), or a date with a time, in minutes since 1970-01-01T00:00.

    >>> parse_finish("1970-01-01"), parse_finish("1970-01-01T16:00")
    (1440, 960)
    """
    return _instant(text, DAY)


def loose_day(text: str) -> str | None:
    """A day as spreadsheets and letters write it, in the form of a plan; None where the text is no such day.

    >>> loose_day("2016/3/1"), loose_day("2016年3月1日"), loose_day("3/1/2016")
    ('2016-03-01', '2016-03-01', None)
    """
    match = _LOOSE_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part is not None)
    return f"{year}-{month:0>2}-{day:0>2}"


def date_facts(text: str) -> dict[str, str]:
    """What to say of a text that is no date: `because`, where its form is right, or the `nearest` date."""
    match = _DATE.fullmatch(text)
    if match is None:
        if _NO_YEAR.fullmatch(text):
            return {"because": "no-year"}
        meant = loose_day(text)
        if meant is None:
            return {}
        return {"nearest": meant} if parse_day(meant) else date_facts(meant)
    if _date(match) is not None:
        return {"because": "no-such-time"} if parse_start(text) is None else {}
    in_range = FIRST_YEAR <= int(match[1]) <= LAST_YEAR
    return {"because": "no-such-day" if in_range else "far-year"}


def duration_facts(text: str) -> dict[str, str]:
    """What to say of a text that is no duration: the `nearest`, where its unit is missing or written in words.

    Of one with more digits than anything can last, that (`because`).

    >>> duration_facts("7天")
    {'nearest': '7wd / 7cd'}
    """
    if _LONG_DURATION.fullmatch(text):
        return {"because": "too-long"}
    match = _BARE_DURATION.fullmatch(text)
    units = _MEANT_UNITS.get(match[2].casefold(), ()) if match else ()
    meant = [f"{match[1]}{unit}" for unit in units] if match and Fraction(match[1]) else []
    return {"nearest": " / ".join(meant)} if meant and meant != [text] else {}


def _date(match: re.Match[str]) -> date | None:
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _instant(text: str, edge: int) -> Instant | None:
    match = _DATE.fullmatch(text)
    day = _date(match) if match else None
    if match is None or day is None:
        return None
    if match[4] is None:
        return minutes(day) + edge
    time = int(match[4]) * 60 + int(match[5])
    return minutes(day) + time if int(match[5]) < 60 and time <= DAY else None


def start_text(instant: Instant) -> str:
    """A start as its author would write it; the inverse of `parse_start`."""
    when = moment(instant)
    return when.date().isoformat() if instant % DAY == 0 else when.isoformat(timespec="minutes")


def finish_text(instant: Instant) -> str:
    """A finish as its author would write it: midnight belongs to the day it ends; the inverse of `parse_finish`.

    >>> finish_text(1440), finish_text(960)
    ('1970-01-01', '1970-01-01T16:00')
    """
    if instant % DAY == 0:
        return finish_day(instant).isoformat()
    return moment(instant).isoformat(timespec="minutes")


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> Duration | None:
    """An amount that is not negative, with its unit; in whole minutes, where that does not depend on a calendar.

    >>> parse_duration("1.5h")
    Duration(amount=Fraction(3, 2), unit=<Unit.HOURS: 'h'>)
    >>> parse_duration("7") is None
    True
    """
    match = _DURATION.fullmatch(text)
    if not match:
        return None
    duration = Duration(Fraction(match[1]), Unit(match[2]))
    return duration if (duration.amount * _UNIT_MINUTES.get(duration.unit, 10_000)).denominator == 1 else None


def duration_text(duration: Duration) -> str:
    """A duration as its author would write it; exact, unlike a number with six digits.

    Hours without finite decimals are written in minutes.

    >>> duration_text(Duration(Fraction(3, 2), Unit.HOURS)), duration_text(Duration(Fraction(1, 3), Unit.HOURS))
    ('1.5h', '20min')

    Raises:
        ValueError: it has no finite decimals, or more than four.
    """
    if duration.unit is Unit.HOURS and (duration.amount * 10_000).denominator != 1:
        return f"{number_text(duration.amount * 60)}{Unit.MINUTES}"
    return f"{number_text(duration.amount)}{duration.unit}"


def parse_number(text: str) -> Fraction | None:
    """A decimal number that is not negative: `45`, `2.5`."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def number_text(number: Fraction) -> str:
    """A number in decimals, exact.

    Raises:
        ValueError: the number has no finite decimals (1/3), or more than four.
    """
    if number.denominator == 1:
        return str(number.numerator)
    scaled = number * 10_000
    if scaled.denominator != 1:
        raise ValueError(f"{number} cannot be written with four decimals")
    sign = "-" if number < 0 else ""
    whole, decimals = divmod(abs(scaled.numerator), 10_000)
    return f"{sign}{whole}.{decimals:04}".rstrip("0")


def is_id(text: str) -> bool:
    """Whether a text can name a body, a calendar or a baseline: letters, digits, `_`, `-`, `.`; at most 100."""
    return _ID.fullmatch(text) is not None


def is_task_id(text: str) -> bool:
    r"""Whether a text can name a task: what can name anything, and of what P6 allows besides what means nothing here.

    >>> is_task_id(r"A\S-1000"), is_task_id("A 1"), is_task_id("A,1")
    (True, False, False)
    """
    return _TASK_ID.fullmatch(text) is not None


def can_name(text: str, allows: Callable[[str], bool] = is_id) -> bool:
    """Whether a text can stand in a plan as an id of a kind.

    Full-width letters and digits are letters and digits for Python, and other ids than those they look like.

    >>> can_name("A1"), can_name("3号"), can_name("Ａ1"), is_id("Ａ1")
    (True, True, False, True)
    """
    return allows(text) and (text.isascii() or FULL_WIDTH.keys().isdisjoint(text))


MAX_TITLE, MAX_TEXT = 200, 2_000
"""The most characters of what something is called, and of any other text: a paper has a line for one, and a paragraph
for the other."""
MOST_LEFT = 3_650
"""The most days that a report may have left: ten years are a slip of the pen."""


def read_text(node: Node, faults: Faults) -> str | None:
    """Any text but an empty one or one of more than `MAX_TEXT` characters.

    Faults: `not-a-scalar`, `empty-value`, `text-too-long`.
    """
    return _text_up_to(MAX_TEXT, node, faults)


def read_title(node: Node, faults: Faults) -> str | None:
    """What something is called, in at most `MAX_TITLE` characters; faults as of `read_text`."""
    return _text_up_to(MAX_TITLE, node, faults)


def _text_up_to(limit: int, node: Node, faults: Faults) -> str | None:
    scalar = read_scalar(node, faults)
    if scalar is not None and len(scalar.text) > limit:
        faults.beyond("text-too-long", scalar.location, found=str(len(scalar.text)), expected=str(limit))
    return scalar.text if scalar else None


def read_scalar(node: Node, faults: Faults) -> ScalarNode | None:
    """A text with its place. Faults: `not-a-scalar`, `empty-value`."""
    if not isinstance(node, ScalarNode):
        faults.add("not-a-scalar", node.location, found=kind(node))
        return None
    if not node.text:
        faults.add("empty-value", node.location)
        return None
    return node


def form(
    parse: Callable[[str], T | None], code: str, expected: str, facts_of: Callable[[str], dict[str, str]] | None = None
) -> Reader[T]:
    """A reader of a text of one form; `code` is the fault of a text that does not have it, `facts_of` its facts."""

    def read(node: Node, faults: Faults) -> T | None:
        scalar = read_scalar(node, faults)
        if scalar is None:
            return None
        value = parse(scalar.text)
        if value is None:
            faults.bad(code, scalar, expected, **(facts_of(scalar.text) if facts_of else {}))
        return value

    return read


def choice(words: Mapping[str, T], meant: Mapping[str, str] | None = None) -> Reader[T]:
    """A reader of one word out of several; `meant` are other words for them. Fault: `bad-choice`."""
    others = meant or {}

    def read(node: Node, faults: Faults) -> T | None:
        scalar = read_scalar(node, faults)
        if scalar is None:
            return None
        if scalar.text not in words:
            meant_by = (lambda text, _: others[text]) if scalar.text in others else nearest
            faults.unknown("bad-choice", scalar, words, meant_by, expected=", ".join(words))
            return None
        return words[scalar.text]

    return read


def member(words: Iterable[E]) -> Reader[E]:
    """A reader of one value of an enumeration whose values are words."""
    return choice({str(word.value): word for word in words})


def _whole(text: str) -> int | None:
    number = parse_number(text)
    return number.numerator if number is not None and number.denominator == 1 else None


def _count(text: str) -> int | None:
    return _whole(text) or None


def _positive(text: str) -> Fraction | None:
    return parse_number(text) or None


def _positive_duration(text: str) -> Duration | None:
    duration = parse_duration(text)
    return duration if duration and duration.amount else None


read_start = form(parse_start, "bad-date", DATE_FORMS, date_facts)
read_finish = form(parse_finish, "bad-date", DATE_FORMS, date_facts)
read_data_date = form(parse_start, "bad-date", DATE_FORMS, date_facts)
read_day = form(parse_day, "bad-date", DAY_FORM, date_facts)
_read_amount = form(parse_duration, "bad-duration", DURATION_FORMS, duration_facts)


def read_remaining(node: Node, faults: Faults) -> Duration | None:
    """What is left to do, which may be nothing.

    Faults: `not-a-scalar`, `empty-value`, `bad-duration`, `too-much-left`.
    """
    duration = _read_amount(node, faults)
    if duration is not None and duration.amount * _UNIT_MINUTES.get(duration.unit, DAY) > MOST_LEFT * DAY:
        faults.beyond("too-much-left", node.location, found=duration_text(duration), expected=f"{MOST_LEFT}cd")
    return duration


read_number = form(parse_number, "bad-number", "5, 2.5")
read_flag = choice({"true": True, "false": False}, _FLAGS)
read_positive_number = form(_positive, "bad-number", "5, 2.5")
read_whole_number = form(_whole, "bad-number", "14")
read_count = form(_count, "bad-number", "3")
read_duration = form(_positive_duration, "bad-duration", DURATION_FORMS, duration_facts)


def read_id(node: Node, faults: Faults) -> ScalarNode | None:
    """An id with its place. Fault: `bad-id`."""
    scalar = read_scalar(node, faults)
    return scalar if scalar and check_id(scalar, faults) else None


def read_task_id(node: Node, faults: Faults) -> ScalarNode | None:
    """A task's id with its place. Fault: `bad-id`."""
    scalar = read_scalar(node, faults)
    return scalar if scalar and check_id(scalar, faults, is_task_id) else None


def check_id(scalar: ScalarNode, faults: Faults, allows: Callable[[str], bool] = is_id) -> bool:
    """Whether a text is an id of a kind; if not, its fault is told."""
    if allows(scalar.text):
        return can_name(scalar.text, allows) or not faults.full_width(scalar)
    faults.bad("bad-id", scalar)
    return False


def as_it_is(node: Node, faults: Faults) -> Node:
    """The node itself, to be read later."""
    del faults
    return node


def read_items(node: Node, faults: Faults) -> list[Node]:
    """The usable items of a list. Faults: `not-a-list`, `empty-value`."""
    if isinstance(node, SequenceNode):
        return [item for item in node.items if item is not None]
    if isinstance(node, ScalarNode) and not node.text:
        faults.add("empty-value", node.location)
    elif not (isinstance(node, ScalarNode) and faults.full_width(node)):
        faults.add("not-a-list", node.location, found=kind(node))
    return []


def read_mapping(node: Node, faults: Faults) -> MappingNode | None:
    """A mapping. Faults: `not-a-mapping`, `empty-value`."""
    if isinstance(node, MappingNode):
        return node
    if isinstance(node, ScalarNode) and not node.text:
        faults.add("empty-value", node.location)
    elif not (isinstance(node, ScalarNode) and faults.full_width(node)):
        faults.add("not-a-mapping", node.location, found=kind(node))
    return None


def read_name(node: Node, faults: Faults, known: Collection[str], code: str) -> str | None:
    """One of the known names. Fault: `code` (unknown)."""
    scalar = read_scalar(node, faults)
    if scalar is None:
        return None
    if scalar.text not in known:
        faults.unknown(code, scalar, known)
        return None
    return scalar.text


def read_names(node: Node, faults: Faults, known: Collection[str], code: str) -> tuple[str, ...]:
    """A list of different known names. Faults: `code` (unknown), `duplicate-item`."""
    names: dict[str, Location] = {}
    for item in read_items(node, faults):
        scalar = read_scalar(item, faults)
        if scalar is None:
            continue
        if scalar.text in names:
            faults.add("duplicate-item", scalar.location, names[scalar.text], found=scalar.text)
        elif scalar.text not in known:
            faults.unknown(code, scalar, known)
        else:
            names[scalar.text] = scalar.location
    return tuple(names)


def read_fields(
    mapping: MappingNode,
    readers: Mapping[str, Reader[Any]],
    faults: Faults,
    required: Collection[str] | Mapping[str, str] = (),
    at: Location | None = None,
    meant_by: Meant = nearest,
) -> dict[str, Any]:
    """Read the values of a mapping whose keys are known.

    Args:
        mapping: the mapping.
        readers: the known keys, each with the reader of its value.
        faults: gets what is wrong, `unknown-key` and `missing-key` among it.
        required: keys that must be there; as a mapping, each with what to write.
        at: the place of a missing key's fault; by default, the beginning of the mapping.
        meant_by: which key is suggested for an unknown one.

    Returns:
        What could be read, by key.
    """
    values: dict[str, Any] = {}
    for name, (key, node) in mapping.entries.items():
        reader = readers.get(name)
        if reader is None:
            faults.unknown("unknown-key", key, readers, meant_by, expected=", ".join(readers))
        elif node is not None:
            value = reader(node, faults)
            if value is not None:
                values[name] = value
    for name in required:
        if name not in mapping.entries:
            expected = required[name] if isinstance(required, Mapping) else name
            faults.add("missing-key", at or mapping.location, expected=expected)
    return values
