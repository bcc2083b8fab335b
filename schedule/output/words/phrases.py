"""What is said in one reader's language: its sentences (`Voice.tell`), dates, amounts of days, names.

A date is written without its year when it lies in the year of the data date, so `3月14日` is never ambiguous; but where
the days of one sentence lie in different years, all have theirs: from 12 October to 29 May 2027 has two readings. An
amount is in working days where its calendar rests at weekends, else in days; it is whole where the value is.
This module must never know a table's columns or how a schedule is computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias, overload

from schedule.analysis.rounding import tenths
from schedule.calendars.durations import assignment_calendar_id, calendar_id, lag_calendar_id
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, TaskDates, shown_days
from schedule.frozen import dataclass
from schedule.model import (
    Assignment,
    Duration,
    Instant,
    Minutes,
    Plan,
    Relation,
    RelationType,
    State,
    Task,
    TaskKind,
    Unit,
)
from schedule.output.words.catalogue import counted, named_in, word, words
from schedule.output.words.faults import fault_sentence
from schedule.output.words.languages import DEFAULT, Language, language_of, unstopped
from schedule.output.words.plain_text import fitting, line_text, narrow, whole_clauses
from schedule.output.words.saying import (
    GAP,
    Among,
    Counted,
    Cut,
    Days,
    Distinct,
    Either,
    Fact,
    Fault,
    Fitting,
    InPlan,
    Length,
    Listed,
    Marked,
    Message,
    Money,
    Name,
    Named,
    Narrow,
    Numeral,
    OnLine,
    Opening,
    OwnLength,
    Phrase,
    Reached,
    Said,
    Stopped,
    Translated,
    Unread,
    WholeDay,
    WithYears,
    Work,
    Written,
    apart,
    body_name,
    crew_name,
    say,
    say_of,
    task_name,
)

if TYPE_CHECKING:
    from schedule.analysis.reports.custody import Duty


_PLAIN = (str, int, float, Fraction, PurePath, type(None))
"""What words take as it is."""
_SAID = (Said, Duration)
"""What is no text yet, but days and dates, which programs reckon with."""
NAME = 20
"""How wide a name may be in a list, or in a sentence that has no more room, in Chinese characters."""

Value: TypeAlias = str | int | float | bool | date | Days | tuple[str, ...] | None
"""What a program finds in a table's cell."""
Cell: TypeAlias = Phrase | int | float | bool | tuple[Phrase, ...] | None
"""What a table's cell can hold: a value, or what is said there."""


class DayText(str):
    """A day in words that remembers which day it is, so that a sentence of two years can name both."""

    __slots__ = ("of",)
    of: date

    def __new__(cls, text: str, of: date) -> DayText:
        """The words of a day."""
        made = super().__new__(cls, text)
        made.of = of
        return made


@dataclass(frozen=True, slots=True)
class Voice:
    """One reader's language, the year that needs no saying, and the plan whose names are used.

    `shared` are names that several tasks bear, as in P6's files; their tasks are told apart by their ids. `duties` are
    the approvals whose file waits for its applicant: who is named beside a task is who has to act (`acting`).
    `restless` are the calendars that work through weekends: what is written as their working days is said as days.
    Names are cut where they are wider than `widest` Chinese characters; None: no name is.
    """

    lang: str
    year: int
    plan: Plan
    shared: frozenset[str] = frozenset()
    duties: Mapping[str, Duty] = field(default_factory=dict)
    restless: frozenset[str] = frozenset()
    widest: int | None = None

    def __hash__(self) -> int:
        """A short one, so that what was said in a voice is found again; whose plan it is equality looks at."""
        return hash((self.lang, self.year))

    @overload
    def tell(self, phrase: None) -> None: ...

    @overload
    def tell(self, phrase: Phrase) -> str: ...

    def tell(self, phrase: Phrase | None) -> str | None:
        """A phrase in this reader's words: the one place where what is said becomes text. None is nothing to say."""
        match phrase:
            case None | str():
                return phrase
            case Message():
                key = self.among(phrase.about, phrase.key) if phrase.about else phrase.key
                return self._worded(key, self._facts(phrase.facts))
            case Name():
                return self._named(phrase)
            case date():
                return self.day(phrase)
            case Days():
                return self.days(phrase)
            case Counted():
                return counted(phrase.key, self.lang, phrase.number, **self._facts(phrase.facts))
            case Listed():
                return self._side_by_side(phrase)
            case Distinct():
                names = dict.fromkeys(self.tell(Among(item)) for item in phrase.items)
                return self.say("comma").join(names)
            case Written():
                text = self.tell(phrase.text)
                return self.quoted(text) if phrase.quoted else self.called(text)
            case Either():
                return self.tell((phrase.english if self.language.english_names else None) or phrase.own)
            case Translated():
                return phrase.chinese if self.lang == DEFAULT else phrase.translation
            case WholeDay():
                return self.weekday(phrase.day) if phrase.weekday else self.whole_day(phrase.day)
            case Reached():
                return self.reached(phrase.task, phrase.at)
            case Duration():
                return self.duration(phrase)
            case Length():
                return self.duration_on(phrase.duration, phrase.calendar)
            case OwnLength():
                task = self.plan.tasks.get(phrase.task)
                own = phrase.duration if task is None else duration_of(self.plan, phrase.duration, task)
                return self.tell(own)
            case Work():
                return self.working_time(phrase.minutes)
            case Money():
                return self.money(phrase.amount)
            case Opening():
                text = self.tell(phrase.said)
                return text[:1].upper() + text[1:]
            case OnLine():
                return line_text(self.tell(phrase.said), longest=phrase.longest)
            case Stopped():
                text = self.tell(phrase.said)
                return text if text.endswith(self.say(phrase.own)) else self.say("sentence.end", text=text)
            case Marked():
                mark = self.tell(phrase.mark)
                return phrase.text if phrase.text.startswith(mark.rstrip(self.say("colon"))) else mark + phrase.text
            case Fault():
                facts = {name: self.task(id_) for name, id_ in phrase.found.facts.items() if name in phrase.named}
                return fault_sentence(replace(phrase.found, facts={**phrase.found.facts, **facts}), self.lang)
            case Unread():
                return "" if self.language.reviewed else self.tell(phrase.said)
            case WithYears():
                return replace(self, year=0).tell(phrase.said)
            case InPlan():
                return replace(self, plan=phrase.plan).tell(phrase.said)
            case Narrow():
                return self.narrow().tell(phrase.said)
            case Cut():
                return narrow(self.tell(phrase.said), phrase.width)
            case Among():
                text = self.tell(phrase.said)
                return self.say("paper.marks", name=text) if self.say("comma").strip() in text else text
            case Numeral():
                numerals = self.say("paper.numerals").split()
                return numerals[phrase.number - 1] if phrase.number <= len(numerals) else str(phrase.number)
            case Fitting():
                return fitting(map(self.tell, phrase.ways), phrase.room)

    def told(self, phrases: Iterable[Phrase]) -> tuple[str, ...]:
        """Several phrases, each in this reader's words, but for those that are not for a reader of this language."""
        reviewed = self.language.reviewed
        return tuple(self.tell(one) for one in phrases if not (reviewed and isinstance(one, Unread)))

    def _facts(self, facts: Iterable[tuple[str, Fact]]) -> dict[str, object]:
        """What a message names, as its words take it: phrases told, numbers as they are."""
        return {name: fact if isinstance(fact, _PLAIN) else self.tell(fact) for name, fact in facts}

    def _named(self, name: Name) -> str:
        """A name as this reader knows it."""
        match name.of, name.id:
            case Named.BODY, one:
                return self.body(one)
            case Named.UNNAMED, _:
                return self.body(None) if self.plan.bodies else self.say("why.kind.progress")
            case Named.PROJECT, _:
                return self.project()
            case Named.TASK, str(one):
                return self.task(one)
            case Named.WHOSE, str(one):
                return self.whose(one)
            case Named.FOR_WHOM, str(one):
                return self.for_whom(self.plan.tasks[one]) if one in self.plan.tasks else one
            case Named.CREW, str(one):
                return self.crew(one)
            case Named.GROUP, str(one):
                return self.group(one)
            case Named.PHASE, str(one):
                return self.phase(one)
            case Named.CALENDAR, str(one):
                return self.calendar_name(one)
            case Named.TRANCHE, str(one):
                return self.tranche(one)
            case Named.FESTIVAL, str(one):
                return self.festival(one)
        raise ValueError(f"{name!r} names nothing")

    def _side_by_side(self, found: Listed) -> str:
        """Phrases with the mark between them."""
        told = map(self.tell, found.items)
        if found.apart and found.between is not None:
            return self.listed(told, found.between)
        if found.between == GAP:
            return self.language.gap.join(told)
        return ("" if found.between is None else self.say(found.between)).join(told)

    def say(self, key: str, /, **values: Fact) -> str:
        """The words of a label's key. Where its days lie in different years, each is said with its own."""
        return self._worded(key, self._facts(values.items()))

    def _worded(self, key: str, values: dict[str, object]) -> str:
        """The words of a key with what it names, as text or as numbers."""
        days = {name: value.of for name, value in values.items() if isinstance(value, DayText)}
        if len(days) > 1 and len({day.year for day in days.values()}) > 1:
            days = {name: day for name, day in days.items() if name in named_in(key, self.lang)}
            if len({day.year for day in days.values()}) > 1:
                values |= {name: self.whole_day(day) for name, day in days.items()}
        return word(key, self.lang, **values)

    def of(self, name: str | None, key: str, /, **values: Fact) -> str:
        """The words of a key about a task, in its own form where the task is a start (`key_of`)."""
        return self.say(self.key_of(name, key), **values)

    def key_of(self, name: str | None, key: str) -> str:
        """A key, or where it speaks of a start milestone its `.start`, if there is one: a start is not finished."""
        return key_of(self.plan, name, key)

    def among(self, names: Iterable[str], key: str) -> str:
        """A key about several tasks, or its `.start` where a start milestone is among them: not all of them finish."""
        return next((own for name in names if (own := self.key_of(name, key)) != key), key)

    def narrow(self, width: int = NAME) -> Voice:
        """The voice for a paper with little room: each name is cut, so that no sentence has to be."""
        return replace(self, widest=width)

    def knows(self, key: str) -> bool:
        """Whether there are words for a key that is made of an id."""
        return key in words(self.lang)

    def counted(self, key: str, number: int | str, /, **values: Fact) -> str:
        """The words of a key in the plural form of a number as it is shown."""
        return counted(key, self.lang, number, **self._facts(values.items()))

    def count(self, number: int, noun: str) -> str:
        """A number of things: "3 tasks"; the noun is a key under `count.`."""
        return self.counted(f"count.{noun}", number)

    @property
    def language(self) -> Language:
        """What the language has beside its words."""
        return language_of(self.lang)

    def day(self, day: date) -> str:
        """A day, with its year only where that is not the year of the data date."""
        return _day(self.language, "day" if day.year == self.year else "day.year", day)

    def whole_day(self, day: date) -> str:
        """A day with its year, whichever that is."""
        return replace(self, year=0).day(day)

    def weekday(self, day: date) -> str:
        """A day with its year and its name in the week, for titles."""
        month_name = self.say("months").split()[day.month - 1]
        text = self.say("day.year", year=day.year, month=day.month, day=day.day, month_name=month_name)
        return self.say("day.weekday", day=text, weekday=self.say("weekdays").split()[day.weekday()])

    def finish(self, instant: Instant) -> str:
        """The day of a finish: midnight belongs to the day that it ends."""
        return self.day(finish_day(instant))

    def reached(self, name: str, instant: Instant) -> str:
        """The day on which a task finishes at an instant; a start milestone is reached in the morning."""
        return self.day(self.day_reached(name, instant))

    def day_reached(self, name: str | None, instant: Instant, at_beginning: bool = False) -> date:
        """The same as a date; None is the whole plan. `at_beginning` as in `engine.schedule.TaskDates`."""
        return day_reached(self.plan, name, instant, at_beginning)

    def days(self, days: Days) -> str:
        """An amount with its unit: "3 working days"; room that is used up is "none", less than none "short by …"."""
        return days_text(self.lang, days)

    def apart(self, days: int | Fraction, minutes: Minutes) -> str:
        """How far two points of time lie apart: the days between the two days shown; within one day hours, minutes."""
        return self.tell(apart(days, minutes))

    def working_time(self, minutes: Minutes) -> str:
        """Working time as people say it: "199 hours 59 minutes", "-30 minutes"; none is no hours."""
        hours, rest = divmod(abs(minutes), 60)
        sign = -1 if minutes < 0 else 1
        if not rest:
            return self.counted(Unit.HOURS, str(sign * hours))
        if not hours:
            return self.counted(Unit.MINUTES, str(sign * rest))
        parts = self.counted(Unit.HOURS, str(sign * hours)), self.counted(Unit.MINUTES, str(rest))
        return self.say("hours-and-minutes", hours=parts[0], minutes=parts[1])

    def duration_of(self, duration: Duration, task: Task, assignment: Assignment | None = None) -> str:
        """A duration of a task's own work, or of a resource on it, in the unit that it is said in everywhere."""
        return self.tell(duration_of(self.plan, duration, task, assignment))

    def duration_on(self, duration: Duration, calendar: str) -> str:
        """A duration on a calendar by its id: working days of one that works through weekends are days."""
        plain = duration.unit is Unit.WORKING_DAYS and calendar in self.restless
        return self.duration(replace(duration, unit=Unit.CALENDAR_DAYS) if plain else duration)

    def duration(self, duration: Duration) -> str:
        """A duration or lag as its author wrote it, with its unit in words."""
        if duration.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
            return self.days(Days(duration.amount, duration.unit is Unit.WORKING_DAYS))
        return self.counted(duration.unit, decimal(duration.amount))

    def money(self, amount: Fraction) -> str:
        """An amount in the unit of the plan's funds, thousands apart: "3,200 万元"."""
        number = f"{float(amount):,.4f}".rstrip("0").rstrip(".")
        unit = None if self.plan.funds is None else self.plan.funds.unit
        return number if unit is None else self.say("money.amount", amount=number, unit=unit)

    def task(self, name: str) -> str:
        """A task's name by its id."""
        return self.task_name(self.plan.tasks[name]) if name in self.plan.tasks else name

    def task_name(self, task: Task) -> str:
        """A task's name; in English its Chinese one where the plan gives no other; with its id where it is shared."""
        name = self.language.name(task.name, task.name_en) or task.name
        return self.called(f"{name} [{task.id}]" if name in self.shared else name)

    def called(self, name: str) -> str:
        """What somebody named or wrote, cut where this voice has no room for it (`widest`)."""
        return name if self.widest is None else narrow(name, self.widest)

    def quoted(self, text: str) -> str:
        """What somebody wrote, unstopped; where this voice has little room its first clauses, marked as an excerpt."""
        if self.widest is None:
            return unstopped(text)
        return self.tell(excerpt(text, 3 * self.widest // 2))

    def body(self, name: str | None) -> str:
        """A body's name by its id; None is nobody."""
        if name is None:
            return self.say("body.none")
        body = self.plan.bodies.get(name)
        return self.called(name if body is None else self.language.name(body.name, body.name_en) or body.name)

    def crew(self, name: str) -> str:
        """A crew's name by its id."""
        crew = self.plan.crews.get(name)
        return self.called((self.language.name(crew.name, crew.name_en) if crew is not None else None) or name)

    def group(self, name: str) -> str:
        """A group of tasks by its name; in English the name that the plan gives it, if any."""
        return self.called(self.language.name(name, self.plan.groups.get(name)) or name)

    def phase(self, name: str) -> str:
        """A phase's name by its id."""
        phase = self.plan.phases.get(name)
        own = None if phase is None else self.language.name(phase.name, phase.name_en)
        return self.called(own or (self.say(f"phase.{name}") if self.knows(f"phase.{name}") else name))

    def tranche(self, name: str) -> str:
        """What a tranche of funds is called: its name, else where it comes from, else its id."""
        one = None if self.plan.funds is None else self.plan.funds.tranches.get(name)
        return name if one is None else self.language.name(one.name or one.source or name, one.name_en) or name

    def festival(self, name: str) -> str:
        """A regional holiday's name; one that has no English name keeps its own."""
        key = f"festival.{name}"
        return self.say(key) if self.knows(key) else self.called(name)

    def project(self) -> str:
        """The project's name."""
        return self.language.name(self.plan.name, self.plan.name_en) or self.plan.name

    def acting(self, task: Task) -> str | None:
        """The id of the body that has to act on a task now, which is the one to be named beside it; None for nobody."""
        return acting_on(task, self.duties)

    def acting_name(self, task: Task) -> str | None:
        """That body's name for a table's cell; None where the plan names nobody."""
        return self.tell(acting_name(task, self.duties))

    def authority(self, task: Task) -> str | None:
        """The id of the body that decides an approval which waits for another, its applicant; else None."""
        return authority_of(task, self.duties)

    def for_whom(self, task: Task) -> str:
        """A task's name below the body that has to act on it; of what waits for an applicant, who decides it then."""
        name, authority = self.task_name(task), self.authority(task)
        return name if authority is None else self.say("task.for", task=name, authority=self.body(authority))

    def support(self, task: Task) -> tuple[str, ...]:
        """The names of the bodies that help with a task; who has to act on it itself is none of them."""
        return self.told(supporting(task, self.duties))

    def desks(self, task: Task) -> str | None:
        """Who has to act on a task; where that is an applicant, what it has to do, and who decides then."""
        return self.tell(desks_of(task, self.duties))

    def person(self, task: Task) -> str | None:
        """Who answers for a task (`person_of`)."""
        return self.tell(person_of(self.plan, task, self.duties))

    def calendar_name(self, name: str) -> str:
        """What a calendar is called: by its plan, else by its id."""
        spec = self.plan.calendars.get(name)
        return self.called((self.language.name(spec.name, spec.name_en) if spec is not None else None) or name)

    def whose(self, name: str) -> str:
        """A task's name with who has to act on it (`desks`), where the plan names anybody."""
        task = self.plan.tasks.get(name)
        desks = None if task is None else self.desks(task)
        return self.task(name) if desks is None else self.say("task.body", task=self.task(name), body=desks)

    def listed(self, names: Iterable[str], between: str = "comma") -> str:
        """Names side by side; among several, one that holds the mark between them stands in quotation marks.

        `between` is the key of that mark. What begins with a quotation mark is quoted already.
        """
        mark, opening, several = self.say(between), self.say("paper.marks", name="")[0], tuple(names)
        if len(several) < 2:
            return mark.join(several)
        return mark.join(
            self.say("paper.marks", name=name) if mark.strip() in name and not name.startswith(opening) else name
            for name in several
        )

    def show(self, value: Cell) -> str:
        """A cell as a reader sees it; nothing is the empty string."""
        match value:
            case None:
                return ""
            case bool():
                return self.say("yes") if value else self.say("no")
            case tuple():
                return self.listed(map(self.tell, value))
            case float():
                return decimal(Fraction(value))
            case int():
                return str(value)
            case _:
                return self.tell(value)

    def value(self, cell: Cell) -> Value:
        """A cell for a program: what is said in it as text; days, amounts and numbers as they are."""
        if isinstance(cell, _SAID):
            return self.tell(cell)
        return self.told(cell) if isinstance(cell, tuple) else cell


def key_of(plan: Plan, name: str | None, key: str) -> str:
    """A key, or the one for a start milestone of a plan, as `Voice.key_of`: every language has the same keys."""
    task = None if name is None else plan.tasks.get(name)
    begins = task is not None and task.kind is TaskKind.START_MILESTONE
    return f"{key}.start" if begins and f"{key}.start" in words(DEFAULT) else key


def day_reached(plan: Plan, name: str | None, instant: Instant, at_beginning: bool = False) -> date:
    """The day on which a task of a plan finishes at an instant, as `Voice.day_reached`; None is the whole plan."""
    task = None if name is None else plan.tasks.get(name)
    if task is None:
        return start_day(instant) if at_beginning else finish_day(instant)
    return shown_days(task, instant, instant, at_beginning)[1]


def person_of(plan: Plan, task: Task, duties: Mapping[str, Duty]) -> Phrase | None:
    """Who answers for a task: its owner, else the lead of its body; None where the plan names nobody.

    The owner of an approval is the authority's: while it waits for its applicant, the applicant's lead answers.
    """
    acting = acting_on(task, duties)
    if task.owner and acting == task.body:
        return task.owner
    return lead_of(plan, acting)


def lead_of(plan: Plan, name: str | None) -> Phrase | None:
    """The lead of a body; None where the plan names nobody."""
    body = plan.bodies.get(name or "")
    lead = None if body is None else body.lead or body.lead_en
    return None if body is None or lead is None else Either(lead, body.lead_en)


def acting_name(task: Task, duties: Mapping[str, Duty]) -> Phrase | None:
    """The body that has to act on a task, for a cell; None where the plan names nobody."""
    body = acting_on(task, duties)
    return None if body is None else body_name(body)


def authority_of(task: Task, duties: Mapping[str, Duty]) -> str | None:
    """The id of the body that decides an approval which waits for another, its applicant; else None."""
    return None if acting_on(task, duties) == task.body else task.body


def supporting(task: Task, duties: Mapping[str, Duty]) -> tuple[Phrase, ...]:
    """The bodies that help with a task; who has to act on it itself is none of them."""
    return tuple(body_name(helper) for helper in task.support if helper != acting_on(task, duties))


def desks_of(task: Task, duties: Mapping[str, Duty]) -> Phrase | None:
    """Who has to act on a task; where that is an applicant, what it has to do, and who decides then."""
    if authority_of(task, duties) is None:
        return acting_name(task, duties)
    bodies = {"body": body_name(task.applicant), "authority": body_name(task.body)}
    return say(f"desks.to-{duties[task.id]}", **bodies)


def duration_of(plan: Plan, duration: Duration, task: Task, assignment: Assignment | None = None) -> Length:
    """A duration of a task's own work, or of a resource on it, on the calendar that it is said in everywhere."""
    state = State(plan, 0)
    name = calendar_id(task, state) if assignment is None else assignment_calendar_id(assignment, task, state)
    return Length(duration, name)


def excerpt(text: str, width: int) -> Phrase:
    """What somebody wrote, on a line and unstopped: where it is wider than so many Chinese characters, first clauses.

    They are marked as an excerpt: what goes on stands in the tables.
    """
    line = line_text(text)
    kept = whole_clauses(line, width)
    return unstopped(kept, "；; ") if kept == line else say("paper.excerpt", text=unstopped(kept, "；; "))


@lru_cache(maxsize=4096)
def days_text(lang: str, days: Days) -> str:
    """An amount of days with its unit, as `Voice.days`."""
    if days.of_float and days.amount == 0:
        return word("float.none", lang)
    if days.of_float and days.amount < 0:
        return word("float.short", lang, days=days_text(lang, Days(-days.amount, days.working)))
    return counted("workdays" if days.working else "days", lang, decimal(days.amount))


@lru_cache(maxsize=4096)
def _day(language: Language, key: str, day: date) -> DayText:
    """A day by the words of a key: what a table of thousands of rows says again and again."""
    month_name = word("months", language.code).split()[day.month - 1]
    return DayText(word(key, language.code, year=day.year, month=day.month, day=day.day, month_name=month_name), day)


def voice_of(schedule: Schedule, lang: str) -> Voice:
    """The voice for a schedule's papers."""
    plan, year = schedule.state.plan, start_day(schedule.state.data_date).year
    restless = frozenset(name for name, calendar in schedule.calendars.items() if calendar.counts_calendar_days)
    return Voice(lang, year, plan, _shared(plan, lang), duties_of(schedule), restless)


def acting_on(task: Task, duties: Mapping[str, Duty]) -> str | None:
    """The id of the body that has to act on a task now, as `Voice.acting`; of several tasks `duties` are asked once."""
    if not duties:  # as in every plan of another tool, whose readers need not load whose file is where
        return task.body
    from schedule.analysis.reports.custody import acting

    return acting(task, duties.get(task.id))


def duties_of(schedule: Schedule) -> Mapping[str, Duty]:
    """The approvals whose file waits for its applicant; whose it may be is only asked where somebody applies."""
    if all(task.applicant is None for task in schedule.state.plan.tasks.values()):
        return {}
    from schedule.analysis.reports.custody import duties

    return duties(schedule)


def planless(lang: str) -> Voice:
    """The voice for what names files only, so that no plan needs to be readable."""
    return Voice(lang, 0, Plan("", 0, "", {}))


def voice_in(plan: Plan, lang: str) -> Voice:
    """The voice for what is said of a plan before anything is computed; its dates have their years."""
    return Voice(lang, 0, plan, _shared(plan, lang))


def _shared(plan: Plan, lang: str) -> frozenset[str]:
    """The names that more than one task bears in a language."""
    language = language_of(lang)
    names = Counter(language.name(task.name, task.name_en) or task.name for task in plan.tasks.values())
    return frozenset(name for name, times in names.items() if times > 1)


def elapsed(minutes: Minutes, *, of_float: bool = False) -> Days:
    """Elapsed minutes as days of 24 hours."""
    return Days(Fraction(minutes, DAY), of_float=of_float)


def worked(minutes: Minutes, dates: TaskDates, *, of_float: bool = False) -> Days:
    """Working minutes of a task's calendar as its days."""
    calendar = dates.calendar
    return Days(Fraction(minutes, calendar.day_minutes), not calendar.counts_calendar_days, of_float)


def decimal(amount: Fraction) -> str:
    """A number with one decimal where it is not whole; what is not nothing is never shown as nothing.

    >>> decimal(Fraction(5)), decimal(Fraction(-7, 2)), decimal(Fraction(1, 100))
    ('5', '-3.5', '0.1')
    """
    whole, tenth = divmod(abs(tenths(amount)) * 10, 10)
    return ("-" if amount < 0 else "") + (f"{whole}.{tenth}" if tenth else str(whole))


def predecessors(task: Task, schedule: Schedule) -> tuple[Phrase, ...]:
    """What a task waits for, one phrase a relation: "施工图审查", "厂房基础开始后 15 天"."""
    return tuple(_framed(relation, lagged(_after(relation), relation, schedule)) for relation in task.relations)


def relation_words(relation: Relation, plan: Plan) -> Phrase:
    """A relation as a decision writes it, by a plan: what a schedule makes of it is not known."""
    known = {relation.predecessor, relation.successor} <= plan.tasks.keys()
    calendar = lag_calendar_id(relation, State(plan, 0)) if known else plan.calendar
    told = _framed(relation, _moved(_after(relation), relation.lag, calendar))
    told = say("after.soft", point=told) if relation.soft else told
    return told if relation.crew is None else say("after.crew", point=told, crew=crew_name(relation.crew))


def lagged(point: Phrase, relation: Relation, schedule: Schedule) -> Phrase:
    """A point in time moved by a relation's lag: "3 days after the finish of A"."""
    return _moved(point, relation.lag, lag_calendar_id(relation, schedule.state))


def _after(relation: Relation) -> Phrase:
    is_lead = relation.type is RelationType.FS and relation.lag is not None and relation.lag.amount < 0
    kind = RelationType.FF if is_lead else relation.type  # "10 days before A" would be before its start
    return say_of(relation.predecessor, f"after.{kind}", task=task_name(relation.predecessor))


def _framed(relation: Relation, point: Phrase) -> Phrase:
    return say("after.to-finish", point=point) if relation.type.enters_finish else point


def _moved(point: Phrase, lag: Duration | None, calendar: str) -> Phrase:
    if lag is None or not lag.amount:
        return point
    days = Length(replace(lag, amount=abs(lag.amount)), calendar)
    return say("after.later" if lag.amount > 0 else "after.earlier", point=point, days=days)
