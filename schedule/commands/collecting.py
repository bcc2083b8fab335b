"""Forms that came back, all of one week: read, merged, and checked as one report against all that is known.

Nothing is written here. This module must never know where the forms lie or what language their reader speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schedule.analysis.meeting import take
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.weekly.merging import Collected, merged, outcome, unanswered
from schedule.analysis.weekly.questions import decided, required, week_of
from schedule.diagnostics import Location, PlanError, Source
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.forms.digest import as_sent, digests_before
from schedule.files.forms.filled import FormBook, open_form
from schedule.files.forms.replies import answers_report, fits, read_form
from schedule.files.forms.reports import read_reports
from schedule.files.yaml.scalars import parse_start
from schedule.files.yaml.source import Faults
from schedule.model import Instant, Project
from schedule.output.words.form_wording import form_heads


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
    week_date = data_date if data_date is not None else _latest(books, faults)
    if week_date is None:
        raise PlanError(faults.diagnostics)
    meeting = take(decided(project, week_date), week_date)
    schedule = meeting.schedule
    digests = digests_before(project, week_date)
    week = week_of(project, week_date, digests[0], schedule)
    asked = week_of(project, week_date, digests[0], compute(as_of(as_sent(project, week_date), week_date)))
    week = replace(week, tasks={**asked.tasks, **week.tasks}, digests=digests, sent=asked.tasks)
    heads = form_heads()
    forms = [form for book in books if (form := read_form(book, week, heads, faults)) is not None]
    spoiled = frozenset(task for form in forms for task in form.spoiled)
    every = merged(form.answers for form in forms)
    result = outcome(every, tuple(week.tasks), lambda answers: fits(answers, schedule.state))
    gone = [name for name in dict.fromkeys(one.task for one in result.agreed) if name not in schedule.tasks]
    # Of a task with an unreadable cell, what is left would only be told to be incomplete.
    unread = spoiled.union(gone)
    report = answers_report(one.answers[0] for one in result.agreed if one.task not in unread)
    progress = read_reports([report], schedule.state, faults)
    asked_of = [name for name in required(meeting) if week.tasks[name].task.body is not None]
    silent = unanswered(asked_of, every, [name for name in asked_of if lacks_document(schedule.tasks[name])])
    return Collected(week, schedule, tuple(forms), result, progress, faults.diagnostics, silent, tuple(gone))


def _latest(books: Sequence[FormBook], faults: Faults) -> Instant | None:
    dates = []
    for book in books:
        date = parse_start(book.stamp.data_date)
        if date is None:
            faults.add("form-foreign", Location(Source(book.label), 1), found=book.stamp.data_date)
        else:
            dates.append(date)
    return max(dates, default=None)
