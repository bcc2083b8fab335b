"""What a form calls its columns, and what it says of one task in a cell: its dates, its last report, its file.

This module must never know a workbook, and computes no date.
"""

from __future__ import annotations

from dataclasses import replace

from schedule.analysis.reports.causes import Cause
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.reporting import decided_on, has_nothing_left
from schedule.analysis.weekly.questions import Question
from schedule.calendars.worktime import finish_day, start_day
from schedule.engine.schedule import Stage
from schedule.model import Dispute, Duration, Filing, Unit
from schedule.output.words.catalogue import everywhere
from schedule.output.words.disputed import dispute_text
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.plain_text import line_text
from schedule.output.words.put_right import correction_sentences
from schedule.output.words.sentences import asks, done_text
from schedule.questionnaire import COLUMNS, FILED_AT_THE_END, TEXTS, Asked, Heads

CAUSES = (Cause.CORRECTION, Cause.SUPERIOR, Cause.MONEY, Cause.REVIEW, Cause.WEATHER, Cause.HOLIDAY, Cause.OWN)
"""What a body can pick from; a plan's revision is the meeting's to say, and who writes in has reported."""
_LONGEST = 60
"""How much of a text of last week is repeated."""


def form_heads() -> Heads:
    """What forms call their columns, in every language."""
    return Heads({key: everywhere(f"form.field.{key}") for key in COLUMNS}, everywhere("form.filled-in-by"))


def dates_text(question: Question, reader: str, voice: Voice) -> str:
    """When it is forecast, by when its reader (a body) is asked for what, and its own deadline, one line each."""
    dates, latest = question.dates, question.latest
    start, finish = voice.day(dates.first_day), voice.day(dates.last_day)
    decided = decided_on(dates.status)
    if dates.stage is Stage.FINISHED:
        lines = [voice.of(dates.task.id, "form.dates.finished", finish=finish)]
        if lacks_document(dates):
            lines.append(voice.say("form.dates.evidence", evidence=dates.task.evidence))
        return "\n".join(lines)
    if question.done is not None and not has_nothing_left(dates):
        late = latest is not None and latest.impossible
        over = voice.tell(done_text(dates.task.id, question.done.at is not None, dates.last_day, late=late))
        lines = [voice.of(dates.task.id, "form.dates.done", done=over)]
    elif dates.task.is_milestone:
        lines = [voice.say("form.dates.reached", finish=finish)]
    elif dates.stage is Stage.IN_PROGRESS:
        lines = [voice.say("form.dates.underway", finish=finish)]
    else:
        lines = [voice.say("form.dates.open", start=start, finish=finish)]
    if question.duty is not None:
        lines.append(voice.say(f"form.dates.{question.duty}"))
    elif decided is not None:
        lines.append(voice.say("form.dates.decided", day=voice.day(finish_day(decided))))
    elif has_nothing_left(dates):
        lines.append(voice.say("form.dates.nothing-left"))
    if question.request is not None:
        lines.append(
            voice.say(
                "form.dates.asked",
                asked=voice.tell(asks(question.request, dates.task, voice.duties.get(dates.task.id), reader=reader)),
            )
        )
    if latest is not None and dates.task.deadline is not None:
        lines.append(voice.say("form.dates.deadline", day=voice.finish(dates.task.deadline)))
    if latest is not None and latest.impossible:
        lines[-1] += voice.say("form.dates.too-late")
    return "\n".join(lines)


def last_text(question: Question, voice: Voice) -> str:
    """What forms said differently of it last, what was reported last, and when, what was put right of it."""
    differ = [] if question.dispute is None else [_differ(question.dispute, voice)]
    put_right = voice.told(correction_sentences(question.corrected))
    return "\n".join((*differ, _last(question, voice), *put_right))


def _differ(dispute: Dispute, voice: Voice) -> str:
    return voice.say("form.differ", said=line_text(voice.tell(dispute_text(dispute)), longest=_LONGEST * 3))


def _last(question: Question, voice: Voice) -> str:
    status = question.asked.status
    if status.reported is None:
        return voice.say("form.last.none")
    said: list[str] = []
    if status.started is not None:
        said.append(voice.say("form.last.started", day=voice.day(start_day(status.started))))
    if status.remaining is not None:
        said.append(voice.say("form.last.remaining", days=days_left(status.remaining, question.asked, voice)))
    elif status.percent is not None:
        said.append(voice.say("form.last.percent", percent=decimal(status.percent)))
    for key in TEXTS:
        value = getattr(status, key)
        if value is not None:
            field = voice.say(f"form.field.{key}")
            said.append(voice.say("form.last.field", field=field, value=line_text(value, longest=_LONGEST)))
    day = voice.day(start_day(status.reported))
    return voice.say("form.last", day=day, said=voice.say("collect.semicolon").join(said))


def days_left(remaining: Duration, asked: Asked, voice: Voice) -> str:
    """What is left of a task; on a calendar that rests on no weekday, working days are called days."""
    plain = asked.every_day and remaining.unit is Unit.WORKING_DAYS
    return voice.duration(replace(remaining, unit=Unit.CALENDAR_DAYS) if plain else remaining)


def unit_text(asked: Asked, voice: Voice) -> str:
    """What a number of days counts."""
    return voice.say(f"form.unit.{Unit.CALENDAR_DAYS if asked.every_day else Unit.WORKING_DAYS}")


def filed_text(question: Question, voice: Voice) -> str:
    """What is known to have happened to an approval's file, in order of time."""
    filed = [_filed(filing, voice) for filing in question.asked.status.filings]
    return voice.say("comma").join(filed) if filed else voice.say("form.last.none")


def _filed(filing: Filing, voice: Voice) -> str:
    shown = finish_day if filing.kind.value in FILED_AT_THE_END else start_day
    return voice.say(f"form.filed.{filing.kind}", day=voice.day(shown(filing.instant)))
