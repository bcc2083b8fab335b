"""Forms that came back, all of one week: read, merged, and checked as one report against all that is known.

Nothing is written here. This module must never know where the forms lie or what language their reader speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schedule.analysis.meeting import take
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.weekly.merging import Collected, Conflict, merged, outcome, unanswered
from schedule.analysis.weekly.questions import decided, required, week_of
from schedule.calendars.worktime import start_day
from schedule.diagnostics import Location, PlanError, Source
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.forms.digest import as_sent, digests_before
from schedule.files.forms.filled import FormBook, open_form
from schedule.files.forms.replies import answers_of, answers_report, fits, read_form, statement
from schedule.files.forms.reports import read_reports
from schedule.files.yaml.scalars import parse_start
from schedule.files.yaml.source import Faults
from schedule.model import Dispute, Instant, Project, Statement
from schedule.output.words.form_wording import form_heads
from schedule.questionnaire import Answer, Author, Form, Stamp


def collect(project: Project, files: Sequence[tuple[str, bytes]], data_date: Instant | None = None) -> Collected:
    """Read forms and put their answers together. The order of the files means nothing.

    Args:
        project: the plan's folder as it is now; what it records at the data date or later is left out.
        files: the forms, each with what to call it.
        data_date: the week that they have to be of; by default the latest that a form of them was made for.

    Raises:
        PlanError: every fault of every form, at once: those of `open_form` and `read_form`, and those that an update
            with these answers would have, each at its cell.
    """
    faults = Faults()
    books = [book for label, data in files if (book := open_form(data, label, faults)) is not None]
    week_date = data_date if data_date is not None else latest(((book.label, book.stamp) for book in books), faults)
    if week_date is None:
        raise PlanError(faults.diagnostics)
    return collected(project, books, week_date, faults)


def collected(project: Project, books: Sequence[FormBook], week_date: Instant, faults: Faults) -> Collected:
    """The answers of opened forms of one plan together, as `collect` has them.

    Args:
        project: the plan's folder as it is now.
        books: the forms.
        week_date: the week that they have to be of.
        faults: those of the forms so far.

    Raises:
        PlanError: those and what else is wrong with the answers, as `collect` says.
    """
    meeting = take(decided(project, week_date), week_date)
    schedule = meeting.schedule
    digests = digests_before(project, week_date)
    week = week_of(project, week_date, digests[0], schedule)
    asked = week_of(project, week_date, digests[0], compute(as_of(as_sent(project, week_date), week_date)))
    week = replace(week, tasks={**asked.tasks, **week.tasks}, digests=digests, sent=asked.tasks)
    heads = form_heads()
    forms = [form for book in books if (form := read_form(book, week, heads, faults)) is not None]
    spoiled = frozenset(task for form in forms for task in form.spoiled)
    waiting = _open(project, week_date)
    earlier = _others(waiting, forms)
    every = merged((*(form.answers for form in forms), *map(answers_of, earlier)))
    result = outcome(every, tuple(week.tasks), lambda answers: fits(answers, schedule.state))
    gone = [name for name in dict.fromkeys(one.task for one in result.agreed) if name not in schedule.tasks]
    # Of a task with an unreadable cell, what is left would only be told to be incomplete.
    unread = spoiled.union(gone)
    report = answers_report(one.answers[0] for one in result.agreed if one.task not in unread)
    progress = read_reports([report], schedule.state, faults)
    asked_of = [name for name in required(meeting) if week.tasks[name].task.body is not None]
    of_day = [one for one in project.updates if start_day(one.data_date) == start_day(week_date)]
    recorded = [one for update in of_day for one in update.progress]
    silent = unanswered(asked_of, every, recorded, [name for name in asked_of if lacks_document(schedule.tasks[name])])
    bodies = {form.author: form.stamp.body for form in forms} | {_author(one): one.body for one in earlier}
    return Collected(
        week,
        schedule,
        tuple(forms),
        result,
        progress,
        faults.diagnostics,
        silent,
        tuple(gone),
        disputes=_disputes(result.conflicts, bodies),
        settling=frozenset(
            one.task
            for one in waiting
            for said in progress
            if said.task == one.task and one.after(said, same_day=True) is not one
        ),
        recorded=frozenset([one.task for one in recorded] + [one.task for one in waiting]),
    )


def _open(project: Project, data_date: Instant) -> tuple[Dispute, ...]:
    """What the records of the day hold in dispute."""
    day = start_day(data_date)
    return tuple(one for update in project.updates if start_day(update.data_date) == day for one in update.disputes)


def _others(waiting: Iterable[Dispute], forms: Sequence[Form]) -> list[Statement]:
    """What was said in forms of the day that were collected before, and has not come in anew.

    A form that comes in again alone settles nothing that another says otherwise. Of a body that said one thing, any
    form of it says it anew; of one that said several, that of the same person.
    """
    bodies = {form.stamp.body for form in forms}
    authors = {(form.stamp.body, form.author.person or form.author.file) for form in forms}
    found = []
    for one in waiting:
        times = Counter(said.body for said in one.said)
        for said in one.said:
            anew = (said.body, said.person or said.form) in authors if times[said.body] > 1 else said.body in bodies
            if said.body is not None and not anew:
                found.append(said)
    return found


def _author(said: Statement) -> Author:
    return Author(said.form, said.person or "")


def _disputes(conflicts: Iterable[Conflict], bodies: Mapping[Author, str | None]) -> tuple[Dispute, ...]:
    """The conflicts as an update keeps them: by task, what each form says of all that is not written."""
    said: dict[str, dict[Author, list[Answer]]] = {}
    for conflict in conflicts:
        for answer in (*conflict.answers, *conflict.held_back):
            said.setdefault(conflict.task, {}).setdefault(answer.author, []).append(answer)
    return tuple(
        Dispute(task, tuple(statement(answers, bodies.get(author)) for author, answers in sorted(by_author.items())))
        for task, by_author in said.items()
    )


def latest(stamps: Iterable[tuple[str, Stamp]], faults: Faults) -> Instant | None:
    """The latest data date that forms bear, each with what to call it; None without any."""
    dates = []
    for label, stamp in stamps:
        date = parse_start(stamp.data_date)
        if date is None:
            faults.add("form-foreign", Location(Source(label), 1), found=stamp.data_date)
        else:
            dates.append(date)
    return max(dates, default=None)
