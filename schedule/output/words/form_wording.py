"""What a form calls its columns, and what it says of one task in a cell: its dates, its last report, its file.

This module must never know a workbook, and computes no date.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import decided_on, has_nothing_left
from schedule.analysis.weekly.questions import Question
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage
from schedule.model import Dispute, Duration, Filing, Unit
from schedule.output.words.catalogue import everywhere
from schedule.output.words.disputed import dispute_text
from schedule.output.words.phrases import decimal
from schedule.output.words.plain_text import line_text
from schedule.output.words.put_right import correction_sentences
from schedule.output.words.saying import OnLine, Phrase, in_lines, joined, say, say_of
from schedule.output.words.sentences import asks, done_text
from schedule.questionnaire import COLUMNS, FILED_AT_THE_END, TEXTS, Asked, Heads

_LONGEST = 60
"""How much of a text of last week is repeated."""


def form_heads() -> Heads:
    """What forms call their columns, in every language."""
    return Heads({key: everywhere(f"form.field.{key}") for key in COLUMNS}, everywhere("form.filled-in-by"))


def dates_text(question: Question, reader: str) -> Phrase:
    """When it is forecast, by when its reader (a body) is asked for what, and its own deadline, one line each."""
    dates, latest = question.dates, question.latest
    start, finish = dates.first_day, dates.last_day
    decided = decided_on(dates.status)
    if dates.stage is Stage.FINISHED:
        lines = [say_of(dates.task.id, "form.dates.finished", finish=finish)]
        if lacks_document(dates):
            lines.append(say("form.dates.evidence", evidence=dates.task.evidence))
        return in_lines(lines)
    if question.done is not None and not has_nothing_left(dates):
        late = latest is not None and latest.impossible
        over = done_text(dates.task.id, question.done.at is not None, dates.last_day, late=late)
        lines = [say_of(dates.task.id, "form.dates.done", done=over)]
    elif dates.task.is_milestone:
        lines = [say("form.dates.reached", finish=finish)]
    elif dates.stage is Stage.IN_PROGRESS:
        lines = [say("form.dates.underway", finish=finish)]
    else:
        lines = [say("form.dates.open", start=start, finish=finish)]
    if question.duty is not None:
        lines.append(say(f"form.dates.{question.duty}"))
    elif decided is not None:
        lines.append(say("form.dates.decided", day=finish_day(decided)))
    elif has_nothing_left(dates):
        lines.append(say("form.dates.nothing-left"))
    if question.request is not None:
        lines.append(
            say(
                "form.dates.asked",
                asked=asks(question.request, dates.task, question.duty, reader=reader),
            )
        )
    if latest is not None and dates.task.deadline is not None:
        lines.append(say("form.dates.deadline", day=finish_day(dates.task.deadline)))
    if latest is not None and latest.impossible:
        lines[-1] = joined((lines[-1], say("form.dates.too-late")))
    return in_lines(lines)


def last_text(question: Question) -> Phrase:
    """What forms said differently of it last, what was reported last, and when, what was put right of it."""
    differ = [] if question.dispute is None else [_differ(question.dispute)]
    put_right = correction_sentences(question.corrected)
    return in_lines((*differ, _last(question), *put_right))


def _differ(dispute: Dispute) -> Phrase:
    return say("form.differ", said=OnLine(dispute_text(dispute), _LONGEST * 3))


def _last(question: Question) -> Phrase:
    status = question.asked.status
    if status.reported is None:
        return say("form.last.none")
    said: list[Phrase] = []
    if status.finished is not None and question.asked.task.is_milestone:  # no more was said
        said.append(say("form.last.finished", day=finish_day(status.finished)))
    elif status.started is not None:
        said.append(say("form.last.started", day=start_day(status.started)))
    if status.remaining is not None:
        said.append(say("form.last.remaining", days=days_left(status.remaining, question.asked)))
    elif status.percent is not None:
        said.append(say("form.last.percent", percent=decimal(status.percent)))
    for key in TEXTS:
        value = getattr(status, key)
        if value is not None:
            field = say(f"form.field.{key}")
            said.append(say("form.last.field", field=field, value=line_text(value, longest=_LONGEST)))
    day = start_day(status.reported)
    return say("form.last", day=day, said=joined(said, "collect.semicolon"))


def days_left(remaining: Duration, asked: Asked) -> Phrase:
    """What is left of a task; on a calendar that rests on no weekday, working days are called days."""
    plain = asked.every_day and remaining.unit is Unit.WORKING_DAYS
    return replace(remaining, unit=Unit.CALENDAR_DAYS) if plain else remaining


def unit_text(asked: Asked) -> Phrase:
    """What a number of days counts."""
    return say(f"form.unit.{Unit.CALENDAR_DAYS if asked.every_day else Unit.WORKING_DAYS}")


def filed_text(question: Question) -> Phrase:
    """What is known to have happened to an approval's file, in order of time."""
    filed = [_filed(filing) for filing in question.asked.status.filings]
    return joined(filed, "comma") if filed else say("form.last.none")


def _filed(filing: Filing) -> Phrase:
    shown = finish_day if filing.kind.value in FILED_AT_THE_END else start_day
    return say(f"form.filed.{filing.kind}", day=shown(filing.instant))
