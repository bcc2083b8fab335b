"""The answers of several forms as one: what all agree on, and what the meeting has to settle.

Answers are merged by the union of sets: whatever the order, however often the same form comes in, and however forms are
put together, the same is known. The same answer from two people is one; two different answers to one question are a
conflict, in which neither is lost and neither is written. This module must never know a workbook, a language or how a
report is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schedule.diagnostics import Diagnostic
from schedule.engine.schedule import Schedule
from schedule.model import DATED, Dispute, Progress, Update
from schedule.questionnaire import Answer, Author, Form, Week


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything that was answered: a join-semilattice under union, with nothing answered as its bottom.

    >>> one = Merged(frozenset({Answer("a", "note", "x", Author("1.xlsx"), "H7", "C7")}))
    >>> (one | one) == one == (one | Merged())
    True
    """

    answers: frozenset[Answer] = frozenset()

    def __or__(self, other: Merged) -> Merged:
        """All that either knows."""
        return Merged(self.answers | other.answers)


def merged(forms: Iterable[Iterable[Answer]]) -> Merged:
    """The answers of forms together."""
    return Merged(frozenset(answer for form in forms for answer in form))


@dataclass(frozen=True, slots=True)
class Agreed:
    """One field of one task on which all who answered agree; `answers` are all of them, in order of author."""

    task: str
    field: str
    value: str
    answers: tuple[Answer, ...]

    @property
    def authors(self) -> tuple[Author, ...]:
        """Who said it, each once."""
        return tuple(dict.fromkeys(answer.author for answer in self.answers))


@dataclass(frozen=True, slots=True)
class Conflict:
    """What cannot be told of a task: several values of one field, or fields that cannot be true together.

    `answers` are all that disagree, by field, value and author. `held_back` are answers that nobody contradicts but
    that hang on those.
    """

    task: str
    fields: tuple[str, ...]
    answers: tuple[Answer, ...]
    held_back: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can be written, and what the meeting has to settle, both in the order of tasks that was asked for."""

    agreed: tuple[Agreed, ...]
    conflicts: tuple[Conflict, ...]


def outcome(answers: Merged, order: Sequence[str], fits: Callable[[Sequence[Answer]], bool]) -> Outcome:
    """What is agreed and what is in conflict.

    A field with several values is a conflict. The dates of a task and its remaining days hang together (`DATED`): where
    one of them is in conflict, the others are held back. Where what two people said cannot be true together though each
    field has one value, all of it is a conflict; where one person said all of it, it is that form's fault and not a
    conflict, and whoever checks the report will tell.

    Args:
        answers: everything that was answered.
        order: the ids of tasks in the order wanted; others follow, by id.
        fits: whether the dated answers of one task, one a field, can be true together.
    """
    place = {name: k for k, name in enumerate(order)}
    by_task: dict[str, list[Answer]] = {}
    for answer in sorted(answers.answers):
        by_task.setdefault(answer.task, []).append(answer)
    agreed: list[Agreed] = []
    conflicts: list[Conflict] = []
    for task in sorted(by_task, key=lambda name: (place.get(name, len(place)), name)):
        fields: dict[str, list[Answer]] = {}
        for answer in by_task[task]:
            fields.setdefault(answer.field, []).append(answer)
        disputes, told = _settled(task, fields, fits)
        conflicts += disputes
        agreed += (Agreed(task, field, said[0].value, tuple(said)) for field, said in told.items())
    return Outcome(tuple(agreed), tuple(conflicts))


def _settled(
    task: str, fields: Mapping[str, list[Answer]], fits: Callable[[Sequence[Answer]], bool]
) -> tuple[list[Conflict], dict[str, list[Answer]]]:
    """The conflicts of one task, and the fields that can be told."""
    disputed = {field: said for field, said in fields.items() if len({answer.value for answer in said}) > 1}
    told = {field: said for field, said in fields.items() if field not in disputed}
    dated = {field: said for field, said in told.items() if field in DATED}
    held_back: list[Answer] = []
    if any(field in DATED for field in disputed):
        held_back = [answer for said in dated.values() for answer in said]
    elif dated and not _by_one(dated.values()) and not fits([said[0] for said in dated.values()]):
        whole = tuple(answer for said in dated.values() for answer in said)
        rest = {field: said for field, said in told.items() if field not in dated}
        return [Conflict(task, tuple(dated), whole), *_disputes(task, disputed, [])], rest
    if held_back:
        told = {field: said for field, said in told.items() if field not in dated}
    return _disputes(task, disputed, held_back), told


def _disputes(task: str, disputed: Mapping[str, list[Answer]], held_back: Sequence[Answer]) -> list[Conflict]:
    """A conflict a field; what is held back stands with the first that holds it."""
    first = next((field for field in disputed if field in DATED), None)
    return [
        Conflict(task, (field,), tuple(said), tuple(held_back) if field == first else ())
        for field, said in disputed.items()
    ]


def _by_one(fields: Iterable[Sequence[Answer]]) -> bool:
    """Whether one person said all of it."""
    authors = [{answer.author for answer in said} for said in fields]
    return bool(set.intersection(*authors))


@dataclass(frozen=True, slots=True)
class Addition:
    """What reports say beyond the records that their data date has already.

    `progress` is what they add, `contradicting` what those records say otherwise, as pairs of task and field: of such a
    task nothing is added.
    """

    progress: tuple[Progress, ...] = ()
    contradicting: tuple[tuple[str, str], ...] = ()


def addition(progress: Iterable[Progress], recorded: Update, settling: Collection[str] = ()) -> Addition:
    """What reports add to an update of the same data date, which can say more.

    Of the tasks that it is `settling`, it says again what is recorded.
    """
    known = {one.task: one for one in recorded.progress}
    added: list[Progress] = []
    contradicting: list[tuple[str, str]] = []
    for one in progress:
        there = known.get(one.task, Progress(one.task))
        told = {name: said for name in _SAID if (said := getattr(one, name)) is not None}
        new = {name: said for name, said in told.items() if said != getattr(there, name)}
        filings = tuple(filing for filing in one.filings if filing not in there.filings)
        taken_back = [
            kind for kind in dict.fromkeys(filing.kind.value for filing in filings) if kind in there.withdrawn
        ]
        if one.task in settling:
            filings = one.filings
        elif not new and not filings:
            continue
        otherwise = [name for name in new if name not in _ADDING and _contradicts(name, one, there)]
        if otherwise or taken_back:
            contradicting += ((one.task, name) for name in (*otherwise, *taken_back))
        else:
            said_anew = told if one.task in settling else new
            added.append(replace(Progress(one.task, filings=filings, location=one.location), **said_anew))
    return Addition(tuple(added), tuple(contradicting))


def _contradicts(name: str, one: Progress, there: Progress) -> bool:
    """Whether what a report says cannot be true beside what is recorded of the same instant."""
    if getattr(there, name) is not None or name in there.withdrawn:
        return True
    return (name == "finished" and there.has_work_left) or (name == "remaining" and _is_done_or_told(one, there))


def _is_done_or_told(one: Progress, there: Progress) -> bool:
    return there.percent is not None or (one.has_work_left and there.finished is not None)


_SAID = ("started", "finished", "remaining", "document", "cause", "note", "request")
"""What forms can say of a task beside its file."""
_ADDING = {"note", "request"}
"""Of these a record may hold several, side by side."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What forms say together.

    `schedule` is that of the project before the data date with the decisions of that day, `progress` what is agreed, in
    the order of the plan's tasks, `warnings` what is doubtful about it; `unanswered` are the tasks that had to be
    answered and were not (`unanswered` below), in the order of the plan's tasks; `gone` those that were
    asked about and that a decision has taken out of the plan since. `disputes` are the conflicts as an update keeps
    them, `settling` the tasks of which records of the day hold one open: what is agreed of them now settles it.
    `recorded` are the tasks of which records of the day say anything: their bodies were heard.
    """

    week: Week
    schedule: Schedule
    forms: tuple[Form, ...]
    outcome: Outcome
    progress: tuple[Progress, ...]
    warnings: tuple[Diagnostic, ...] = ()
    unanswered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    settling: frozenset[str] = frozenset()
    recorded: frozenset[str] = frozenset()

    @property
    def answers(self) -> int:
        """How many cells were filled in with something new."""
        return sum(len(form.answers) for form in self.forms)


def unanswered(
    required: Iterable[str], answers: Merged, recorded: Iterable[Progress], undocumented: Collection[str]
) -> tuple[str, ...]:
    """Of tasks that have to be answered, those of which no answer has a date or days left: a note is no report.

    What the records of the day say already, `recorded`, is answered too: forms are collected as they come in. Of tasks
    that are finished and `undocumented`, the document is what was asked for, and answers.
    """
    told = {(answer.task, answer.field) for answer in answers.answers}
    told |= {(one.task, field) for one in recorded for field in _fields_said(one)}
    known = {task for task, field in told if field in DATED or (field == "document" and task in undocumented)}
    return tuple(task for task in required if task not in known)


def _fields_said(one: Progress) -> Iterator[str]:
    """The fields of a form that a record answers; what it says of work left otherwise than in days answers that."""
    yield from (name for name in ("started", "finished", "document") if getattr(one, name) is not None)
    yield from (filing.kind.value for filing in one.filings)
    if one.tells_left:
        yield "remaining"
