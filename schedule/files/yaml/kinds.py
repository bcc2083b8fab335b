"""The kinds of values that keys of several tables have: how each is read, what an editor can check, how it is written.

What JSON Schema says here is never narrower than the reader: whatever a reader takes without a fault, an editor must
take. An editor reads YAML's core types where our reader keeps text, so that numbers and truth values stand beside
texts. This module must never know a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any

from schedule.files.yaml.keys import Form, Fragment, Named, Value, valued
from schedule.files.yaml.scalars import (
    DATE_FORMS,
    DAY_FORM,
    DURATION_FORMS,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_TEXT,
    MAX_TITLE,
    NUMBER_PATTERN,
    Reader,
    can_name,
    choice,
    duration_text,
    finish_text,
    is_id,
    is_task_id,
    number_text,
    read_count,
    read_day,
    read_duration,
    read_finish,
    read_flag,
    read_number,
    read_positive_number,
    read_remaining,
    read_scalar,
    read_start,
    read_text,
    read_title,
    read_whole_number,
    start_text,
)
from schedule.files.yaml.text import Document
from schedule.model import Unit

ANY_TEXT = ["string", "number", "boolean"]
"""The types that an editor gives to a text: `document: 12` is a text here and a number there."""


MESSAGE = "patternErrorMessage"
"""The keyword by which editors are told what to say of a text of another form: here, `schema.…` of the catalogue."""


def pattern(text: str, *examples: str) -> Fragment:
    """A text of this form, whole."""
    return {"type": "string", "pattern": f"^(?:{text})$", "examples": list(examples)}


def one_of(words: Iterable[str]) -> Fragment:
    """One of these words."""
    return {"type": "string", "enum": list(words)}


def list_of(item: Form) -> Fragment:
    """A list of such values."""
    return {"type": "array", "items": item}


def set_of(item: Form) -> Fragment:
    """A list of such values, no two of which are the same."""
    return {"type": "array", "items": item, "uniqueItems": True}


def either(*forms: Form) -> Fragment:
    """A value of one of these kinds."""
    return {"anyOf": list(forms)}


def shaped(otherwise: Form, *, listed: Form | None = None, mapped: Form | None = None) -> Form:
    """A value that may be a list or a mapping, or something else; what is wrong with it is told at its own place."""
    form = otherwise
    for kind, then in (("array", listed), ("object", mapped)):
        if then is not None:
            form = {"if": {"type": kind}, "then": then, "else": form}
    return form


def one_or_more(form: Form, *, alike: bool = True) -> Form:
    """Such a value, or a list of them, where `alike` is false of different ones."""
    return shaped(form, listed=list_of(form) if alike else set_of(form))


def which(told_by: Mapping[tuple[str, ...], Form], otherwise: Form) -> Form:
    """A mapping whose keys tell what it is: the first of these whose keys all stand there."""
    form = otherwise
    for keys, then in reversed(list(told_by.items())):
        form = {"if": {"required": list(keys)}, "then": then, "else": form}
    return form


def by_id(form: Form | bool, ids: Form | None = None) -> Fragment:
    """A mapping from ids that the author chooses."""
    return {"type": "object", "propertyNames": ids or ID, "additionalProperties": form}


def word(read: Reader[Any], words: Iterable[str], write: Callable[[Any], Document] = str) -> Value:
    """One of a few words, which `read` knows."""
    return valued(read, one_of(words), write)


def word_of(words: Iterable[Enum]) -> Value:
    """One value of an enumeration whose values are words."""
    known = {str(one.value): one for one in words}
    return word(choice(known), known)


def words_of(words: Mapping[str, Any]) -> Value:
    """One of a few words, each of which stands for something."""
    meant = {said: text for text, said in words.items()}
    return word(choice(words), words, meant.__getitem__)


def flag_text(flag: bool) -> str:
    """A truth value as its author would write it."""
    return "true" if flag else "false"


@lru_cache(maxsize=8)
def _refused(allows: Callable[[str], bool], before: str) -> str:
    r"""The characters that cannot follow `before` in an id, as ranges of a class.

    The two engines know different letters (`\w`): only of these blocks both say the same.
    """
    blocks = (range(0x100), range(0x2000, 0x2070), range(0x3000, 0x3031), range(0xFF00, 0xFF66))
    found: list[list[int]] = []
    for code in (code for block in blocks for code in block):
        if can_name(before + chr(code), allows):
            continue
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in found)


def id_pattern(allows: Callable[[str], bool] = is_id) -> str:
    """What an id of a kind looks like, for the engines of Python and of editors alike; never narrower than `allows`."""
    return f"[^{_refused(allows, '')}][^{_refused(allows, 'x')}]{{0,99}}"


def known_or(known: Iterable[str], form: Form) -> Fragment:
    """One of the words that always mean something, which an editor offers, or another of the form."""
    return either(one_of(known), form)


# An id of digits is a number for an editor.
ID = Named("id", {"type": ANY_TEXT, "pattern": f"^{id_pattern(is_id)}$", MESSAGE: "id"})
TASK_ID = Named("task-id", {"type": ANY_TEXT, "pattern": f"^{id_pattern(is_task_id)}$", MESSAGE: "task-id"})

_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00"
_MONTH_AND_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
YEAR_PATTERN = "(?:19[7-9][0-9]|2[01][0-9][0-9])"
DAY_PATTERN = f"{YEAR_PATTERN}-{_MONTH_AND_DAY}"
SEASON_PATTERN = rf"{_MONTH_AND_DAY}\.\.{_MONTH_AND_DAY}"
HOURS_PATTERN = f"(?:{_TIME})-(?:{_TIME})"
DATE = Named("date", pattern(rf"{DAY_PATTERN}(?:[T ](?:{_TIME}))?", *DATE_FORMS.split(", ")))
DAY_ALONE: Fragment = pattern(DAY_PATTERN, DAY_FORM)
YEAR: Fragment = {
    "anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, pattern(YEAR_PATTERN, "2027")]
}
AMOUNT_OR_NONE_PATTERN = rf"{NUMBER_PATTERN}(?:{'|'.join(Unit)})"
AMOUNT = Named("duration", pattern(rf"(?!0+(?:\.0+)?[a-z]){AMOUNT_OR_NONE_PATTERN}", *DURATION_FORMS.split(", ")))
AMOUNT_OR_NONE: Fragment = pattern(AMOUNT_OR_NONE_PATTERN, *DURATION_FORMS.split(", "))
NUMBER_FORM: Fragment = {
    "type": ["number", "string"],
    "minimum": 0,
    "pattern": f"^{NUMBER_PATTERN}$",
    "examples": ["5", "2.5"],
}
POSITIVE_FORM: Fragment = {
    "type": ["number", "string"],
    "exclusiveMinimum": 0,
    "pattern": rf"^(?!0+(?:\.0+)?$){NUMBER_PATTERN}$",
    "examples": ["5", "2.5"],
}
FLAG_FORM = Named("flag", {"type": ["boolean", "string"], "pattern": "^(?:true|false)$", "examples": ["true", "false"]})
NOT_TRUE: Fragment = {"enum": [False, "false"]}
TRUE: Fragment = {"enum": [True, "true"]}

TEXT_FORM: Fragment = {"type": ANY_TEXT, "minLength": 1, "maxLength": MAX_TEXT}
TITLE_FORM: Fragment = {"type": ANY_TEXT, "minLength": 1, "maxLength": MAX_TITLE}

TEXT = valued(read_text, TEXT_FORM)
TITLE = valued(read_title, TITLE_FORM)
FLAG = valued(read_flag, FLAG_FORM, flag_text)
START = valued(read_start, DATE, start_text)
FINISH = valued(read_finish, DATE, finish_text)
DAY = valued(read_day, DAY_ALONE, lambda day: day.isoformat())
DURATION = valued(read_duration, AMOUNT, duration_text)
REMAINING = valued(read_remaining, AMOUNT_OR_NONE, duration_text)
NUMBER = valued(read_number, NUMBER_FORM, number_text)
POSITIVE_NUMBER = valued(read_positive_number, POSITIVE_FORM, number_text)
WHOLE_NUMBER = valued(read_whole_number, {**NUMBER_FORM, "type": ["integer", "string"]})
COUNT = valued(read_count, {**POSITIVE_FORM, "type": ["integer", "string"]})
"""How many of something there are, at least one."""
PLACED = valued(read_scalar, {"type": ANY_TEXT, "minLength": 1})
"""A text with its place, to be held against names later."""
PLACED_ID = valued(read_scalar, ID)
PLACED_TASK = valued(read_scalar, TASK_ID)
