"""What papers say, as values: a key and its facts, until a writer tells them in its reader's language.

The law: whoever makes a sentence takes no language and returns a `Phrase`; whoever writes a paper, a table or a screen
has a `Voice`, whose `tell` is the one place where phrases become words. So a sentence is made once, whoever reads it in
whichever language, and what a program wants of it stands in it (`as_json`). All of them are frozen and can be compared:
two sentences are the same where they say the same. A phrase never becomes text by itself: put into an f-string, it
raises TypeError. This module must never know a word of any language, nor whose plan it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath
from typing import Any, NoReturn, TypeAlias

from schedule.diagnostics import Diagnostic
from schedule.frozen import dataclass
from schedule.model import ANY_PURPOSE, Duration, Instant, Minutes, Plan
from schedule.output.words.plain_text import LONGEST_CELL


class Said:
    """What all values of this module are: something said that is no text yet."""

    __slots__ = ()

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is told by a voice, never formatted")


@dataclass(frozen=True, slots=True)
class Days:
    """An amount of days to show, of a working calendar or plain; `of_float` marks what can still be lost."""

    amount: Fraction
    working: bool = False
    of_float: bool = False


class Named(StrEnum):
    """Whose name it is, or how it is named."""

    TASK = "task"
    WHOSE = "whose"
    """A task, with the body that has to act on it."""
    FOR_WHOM = "for-whom"
    """A task below the body that has to act on it, with who decides it then, where that is another."""
    BODY = "body"
    UNNAMED = "unnamed"
    """Nobody, where the plan names bodies; where it has none at all, progress is just that."""
    CREW = "crew"
    GROUP = "group"
    PHASE = "phase"
    CALENDAR = "calendar"
    FESTIVAL = "festival"
    TRANCHE = "tranche"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Name(Said):
    """What the plan calls something, by its id; a body of None is nobody."""

    of: Named
    id: str | None


@dataclass(frozen=True, slots=True)
class Message(Said):
    """The words of a key with its facts; where it is `about` tasks that begin, in the key's own form for a start."""

    key: str
    facts: tuple[tuple[str, Fact], ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted(Said):
    """The words of a key in the plural form of a number as it is shown."""

    key: str
    number: int | str
    facts: tuple[tuple[str, Fact], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed(Said):
    """Phrases side by side with the mark of the key `between`, None for nothing.

    Names are told `apart`: among several, one that holds the mark stands in quotation marks.
    """

    items: tuple[Phrase, ...]
    between: str | None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Distinct(Said):
    """Names side by side, of those that read the same one: one that holds the mark between them is quoted."""

    items: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Written(Said):
    """What somebody named or wrote; where there is little room it is cut, if `quoted` after its first clauses."""

    text: Phrase
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Either(Said):
    """What a plan says of something in its own words, and for whom its English names are shown, if it does."""

    own: Phrase
    english: Phrase | None


@dataclass(frozen=True, slots=True)
class Translated(Said):
    """A text that is in force in Chinese, with its translation, which readers of every other language have instead."""

    chinese: str
    translation: str


@dataclass(frozen=True, slots=True)
class WholeDay(Said):
    """A day with its year, whichever that is; with its name in the week for titles."""

    day: date
    weekday: bool = False


@dataclass(frozen=True, slots=True)
class Reached(Said):
    """The day on which a task finishes at an instant; a start milestone is reached in the morning."""

    task: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Work(Said):
    """Working minutes as people say them: "199 hours 59 minutes"."""

    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Length(Said):
    """A duration on a calendar by its id: working days of one that works through weekends are days."""

    duration: Duration
    calendar: str


@dataclass(frozen=True, slots=True)
class OwnLength(Said):
    """A duration of a task's own work, on the calendar of the task, which is named by its id."""

    duration: Duration
    task: str


@dataclass(frozen=True, slots=True)
class Money(Said):
    """An amount in the unit of the plan's funds."""

    amount: Fraction


@dataclass(frozen=True, slots=True)
class Opening(Said):
    """A phrase that opens a sentence: its first letter is a capital, where there are any."""

    said: Phrase


@dataclass(frozen=True, slots=True)
class OnLine(Said):
    """A phrase on one line, whatever line ends its names have; cut at so many characters."""

    said: Phrase
    longest: int = LONGEST_CELL


@dataclass(frozen=True, slots=True)
class Stopped(Said):
    """A phrase as a sentence with its full stop, unless it ends with a mark of its own, that of the key `own`."""

    said: Phrase
    own: str


@dataclass(frozen=True, slots=True)
class Marked(Said):
    """A text of an author behind a mark, which is not said twice where the text begins with it."""

    mark: Phrase
    text: str


@dataclass(frozen=True, slots=True)
class Fault(Said):
    """What is wrong, in one sentence without its full stop; facts that are `named` are ids of tasks, told as names."""

    found: Diagnostic = field(hash=False)
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread(Said):
    """What is told only in a language whose words nobody has read yet; in others there is nothing to tell."""

    said: Phrase


@dataclass(frozen=True, slots=True)
class WithYears(Said):
    """A phrase all of whose days have their years."""

    said: Phrase


@dataclass(frozen=True, slots=True)
class InPlan(Said):
    """A phrase with the names of a plan that may not be the reader's: as it stood when something was decided."""

    said: Phrase
    plan: Plan = field(hash=False)


@dataclass(frozen=True, slots=True)
class Narrow(Said):
    """A phrase whose names are cut, for a paper with little room."""

    said: Phrase


@dataclass(frozen=True, slots=True)
class Cut(Said):
    """A name, or some of them, on a line: cut where it is wider than so many Chinese characters; never a sentence."""

    said: Phrase
    width: int


@dataclass(frozen=True, slots=True)
class Among(Said):
    """A name among others: between quotation marks where it holds the mark that parts the names of a list."""

    said: Phrase


@dataclass(frozen=True, slots=True)
class Numeral(Said):
    """A number from 1 as the language counts the items of a list with, as far as it has one of its own for it."""

    number: int


@dataclass(frozen=True, slots=True)
class Fitting(Said):
    """The first of several ways to say it that is no wider than `room` Chinese characters, else the last of them."""

    ways: tuple[Phrase, ...]
    room: int


Phrase: TypeAlias = (
    str
    | date
    | Days
    | Duration
    | Name
    | Message
    | Counted
    | Listed
    | Distinct
    | Written
    | Either
    | Translated
    | WholeDay
    | Reached
    | Work
    | Length
    | OwnLength
    | Money
    | Opening
    | OnLine
    | Stopped
    | Marked
    | Fault
    | Unread
    | WithYears
    | InPlan
    | Narrow
    | Cut
    | Among
    | Numeral
    | Fitting
)
"""What a voice tells. A text is told as it is; a date as a day, with its year only where that is needed."""

Fact: TypeAlias = Phrase | int | float | Fraction | PurePath | None
"""What a message names; a number is shown as it is, and so is a file."""


def say(key: str, /, **facts: Fact) -> Phrase:
    """The words of a key with its facts. Where its days lie in different years, each is told with its own."""
    return Message(key, tuple(facts.items()))


def say_of(task: str | Iterable[str] | None, key: str, /, **facts: Fact) -> Phrase:
    """The words of a key about a task, or about several: in its own form where one is a start. None is the plan."""
    about = () if task is None else (task,) if isinstance(task, str) else tuple(task)
    return Message(key, tuple(facts.items()), about)


def counted(key: str, number: int | str, /, **facts: Fact) -> Phrase:
    """The words of a key in the plural form of a number."""
    return Counted(key, number, tuple(facts.items()))


def number_of(number: int, noun: str) -> Phrase:
    """A number of things: "3 tasks"; the noun is a key under `count.`."""
    return Counted(f"count.{noun}", number)


GAP = "gap"
"""What stands between two sentences as their language has it: a space, or nothing."""


def joined(phrases: Iterable[Phrase], between: str | None = None) -> Phrase:
    """Phrases one behind the other, with the mark of a key between them; of none the empty text."""
    items = tuple(phrases)
    return Listed(items, between) if items else ""


def in_text(phrase: Phrase) -> Phrase:
    """A phrase that is text for programs too: a day of a table as its reader's words have it."""
    return Listed((phrase,), None)


def spaced(*phrases: Phrase) -> Phrase:
    """Phrases one behind the other, with a space between them."""
    return joined(part for number, phrase in enumerate(phrases) for part in ((" ", phrase) if number else (phrase,)))


def in_lines(phrases: Iterable[Phrase]) -> Phrase:
    """Phrases below each other."""
    return joined(part for number, phrase in enumerate(phrases) for part in (("\n", phrase) if number else (phrase,)))


def listed(names: Iterable[Phrase], between: str = "comma") -> Phrase:
    """Names side by side, so that each is seen to be one; of none the empty text."""
    items = tuple(names)
    return Listed(items, between, apart=True) if items else ""


def sentence_of(clauses: Iterable[Phrase]) -> Phrase:
    """Clauses as a sentence with its full stop."""
    return say("sentence.end", text=joined(clauses, "clause"))


def task_name(name: str) -> Phrase:
    """A task's name by its id."""
    return Name(Named.TASK, name)


def task_name_in(name: str, plans: Iterable[Plan]) -> Phrase:
    """A task's name in the first of some plans that has it: of one that a decision has removed, the one that it had."""
    return next((InPlan(task_name(name), plan) for plan in plans if name in plan.tasks), task_name(name))


def whose(name: str) -> Phrase:
    """A task's name with who has to act on it, where the plan names anybody."""
    return Name(Named.WHOSE, name)


def for_whom(name: str) -> Phrase:
    """A task's name below the body that has to act on it; of what waits for an applicant, who decides it then."""
    return Name(Named.FOR_WHOM, name)


def body_name(name: str | None) -> Phrase:
    """A body's name by its id; None is nobody."""
    return Name(Named.BODY, name)


def project_name() -> Phrase:
    """The project's name."""
    return Name(Named.PROJECT, None)


def crew_name(name: str) -> Phrase:
    """A crew's name by its id."""
    return Name(Named.CREW, name)


def tranche_name(name: str) -> Phrase:
    """What a tranche of funds is called, by its id."""
    return Name(Named.TRANCHE, name)


def apart(days: int | Fraction, minutes: Minutes) -> Phrase:
    """How far two points of time lie apart: the days between the two days shown; within one day hours, minutes."""
    return Days(abs(Fraction(days))) if days else Work(abs(minutes))


def purposed(amount: Fraction, purpose: str) -> Phrase:
    """An amount with its purpose, where it has one."""
    return Money(amount) if purpose == ANY_PURPOSE else say("money.commits", amount=Money(amount), purpose=purpose)


def across(days: Iterable[date], said: Phrase) -> Phrase:
    """A part of a sentence that is put together: where the days of the sentence lie in different years, with them."""
    return WithYears(said) if len({day.year for day in days}) > 1 else said


def fitting(ways: Iterable[Phrase], room: int | None) -> Phrase:
    """The first of several ways to say it that fits into so many Chinese characters; None: the first fits."""
    if room is None:
        return next(iter(ways))
    return Fitting(tuple(ways), room)


def with_room(said: Phrase, room: int | None) -> Phrase:
    """A sentence with its names as they are, and with these cut where it would be wider than `room`."""
    return said if room is None else Fitting((said, Narrow(said)), room)


def as_json(phrase: Fact) -> Any:
    """A phrase as JSON has it: a message by its key and facts, a name by its id, a day as ISO 8601, an amount as text.

    >>> as_json(say("headline.open", task=task_name("a"), forecast=date(2026, 6, 3)))
    {'key': 'headline.open', 'facts': {'task': {'task': 'a'}, 'forecast': '2026-06-03'}}
    """
    match phrase:
        case None | bool() | int() | float():
            return phrase
        case str() | PurePath():
            return str(phrase)
        case date():
            return phrase.isoformat()
        case Fraction():
            return _number(phrase)
        case Days():
            return {"days": _number(phrase.amount), "working": phrase.working}
        case Duration():
            return {"duration": _number(phrase.amount), "unit": str(phrase.unit)}
        case Name():
            return {str(phrase.of): phrase.id}
        case Message() | Counted():
            number = {"number": phrase.number} if isinstance(phrase, Counted) else {}
            return {"key": phrase.key, "facts": number | {name: as_json(fact) for name, fact in phrase.facts}}
        case Listed() | Distinct():
            return [as_json(item) for item in phrase.items]
        case Written():
            return as_json(phrase.text)
        case Either():
            return as_json(phrase.own)
        case Translated():
            return phrase.chinese
        case WholeDay():
            return phrase.day.isoformat()
        case Reached():
            return {"task": phrase.task, "minute": phrase.at}
        case Work():
            return {"minutes": phrase.minutes}
        case Length():
            return {**as_json(phrase.duration), "calendar": phrase.calendar}
        case OwnLength():
            return {**as_json(phrase.duration), "task": phrase.task}
        case Money():
            return {"money": _number(phrase.amount)}
        case Marked():
            return phrase.text
        case Fault():
            return {"fault": phrase.found.code, "facts": dict(phrase.found.facts)}
        case Unread() | Opening() | OnLine() | Stopped() | WithYears() | InPlan() | Narrow() | Cut() | Among():
            return as_json(phrase.said)
        case Numeral():
            return phrase.number
        case Fitting():
            return as_json(phrase.ways[0])


def _number(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else float(amount)
