"""What collected forms would change, and what they disagree on, as a table, as sentences and as the update's note.

This module must never know a workbook, and decides nothing: what is agreed and what is in conflict it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from schedule.analysis.reports.custody import answers_for
from schedule.analysis.weekly.merging import Agreed, Collected, Conflict
from schedule.calendars.worktime import finish_day, start_day
from schedule.files.yaml.scalars import parse_day, parse_duration
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.words.form_wording import days_left
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.questionnaire import FILED_AT_THE_END, FILINGS, SEPARATOR, Answer, Asked, Author

_COLUMNS = (
    Column("task", shrink=True),
    Column("form_field"),
    Column("form_old", shrink=True),
    Column("form_new", shrink=True),
    Column("form_author", shrink=True),
)


def changes_table(agreed: Iterable[Agreed], tasks: Mapping[str, Asked], voice: Voice) -> Table:
    """One row an answer: the task, the field, what was known, what is told now, and by whom."""
    rows = [
        (
            voice.task(one.task),
            voice.say(f"form.field.{one.field}"),
            _old(tasks[one.task], one.field, voice),
            value_text(tasks[one.task], one.field, one.value, voice),
            voice.say("comma").join(author_text(author, voice) for author in one.authors),
        )
        for one in agreed
    ]
    return Table(_COLUMNS, tuple(rows))


def collected_lines(found: Collected, voice: Voice, show: Screen) -> list[str]:
    """How much came in, the table of changes, then every conflict with all that was said."""
    day = voice.whole_day(start_day(found.week.data_date))
    counts = {"forms": voice.count(len(found.forms), "form"), "answers": voice.count(found.answers, "answer")}
    heading = wrapped(voice.say("collect.heading", day=day, **counts), show)
    lines = [show.paint(line, "title") for line in heading]
    agreed, conflicts = found.outcome.agreed, found.outcome.conflicts
    if agreed:
        lines += ["", *table_text(changes_table(agreed, found.week.tasks, voice), voice, show)]
    if conflicts:
        heading = wrapped(voice.say("collect.conflicts", count=voice.count(len(conflicts), "conflict")), show)
        lines += ["", *(show.paint(line, "bad") for line in heading)]
        for one in conflicts:
            lines += wrapped(_conflict(one, found.week.tasks, voice), show, first="- ", indent="  ")
    if found.unanswered:
        heading = wrapped(voice.say("collect.unanswered", count=voice.count(len(found.unanswered), "task")), show)
        lines += ["", *(show.paint(line, "bad") for line in heading)]
        for text in _unanswered(found, voice):
            lines += wrapped(text, show, first="  ", indent="    ")
    return lines


def _unanswered(found: Collected, voice: Voice) -> Iterator[str]:
    """Each body with the tasks that it had to answer and did not; of one whose form did not come in, that is said."""
    bodies: dict[str, list[str]] = {}
    for name in found.unanswered:
        asked = found.week.tasks[name]
        body = answers_for(asked.task, asked.status, found.week.data_date)
        if body is not None:
            bodies.setdefault(body, []).append(voice.task(name))
    came_in = {form.stamp.body for form in found.forms}
    for body, tasks in bodies.items():
        key = "collect.unanswered.body" if body in came_in else "collect.unanswered.absent"
        yield voice.say(key, body=voice.body(body), tasks=voice.listed(tasks))


def silent_text(found: Collected, voice: Voice) -> str | None:
    """The forms in which nothing was filled in; None where there is none."""
    silent = [author_text(form.author, voice) for form in found.forms if not form.answers]
    return voice.say("collect.silent", forms=voice.say("comma").join(sorted(silent))) if silent else None


def author_text(author: Author, voice: Voice) -> str:
    """Who filled it in: the name in the form with the file, or the file alone."""
    if not author.person:
        return line_text(author.file)
    return voice.say("collect.author", person=line_text(author.person, longest=40), file=line_text(author.file))


def value_text(asked: Asked, field: str, value: str, voice: Voice) -> str:
    """An answer as people read it: days with their month, an amount with its unit, words as they are."""
    if field == "remaining":
        duration = parse_duration(value)
        return value if duration is None else voice.tell(days_left(duration, asked))
    if field in ("started", "finished", *FILINGS):
        return voice.say("comma").join(_day(part, voice) for part in value.split(SEPARATOR))
    return line_text(value)


def field_text(task: str, field: str, voice: Voice) -> str:
    """A field of a task in words."""
    return voice.say("form.last.field", field=voice.task(task), value=voice.say(f"form.field.{field}"))


def _day(text: str, voice: Voice) -> str:
    day = parse_day(text)
    return text.replace("T", " ") if day is None else voice.day(day)


def _old(asked: Asked, field: str, voice: Voice) -> str | None:
    """What was known of a field before."""
    status = asked.status
    if field in FILINGS:
        shown = finish_day if field in FILED_AT_THE_END else start_day
        days = [voice.day(shown(filing.instant)) for filing in status.filings if filing.kind.value == field]
        return voice.say("comma").join(days) or None
    if field == "started" and status.started is not None:
        return voice.day(start_day(status.started))
    if field == "finished" and status.finished is not None:
        return voice.day(finish_day(status.finished))
    if field == "remaining":
        return None if status.remaining is None else voice.tell(days_left(status.remaining, asked))
    old: str | None = getattr(status, field)
    return old if old is None else line_text(old)


def _conflict(one: Conflict, tasks: Mapping[str, Asked], voice: Voice) -> str:
    if len(one.fields) > 1:
        text = voice.say(
            "collect.together", task=voice.task(one.task), said=_said(one.answers, tasks, voice, fields=True)
        )
    else:
        field = voice.say(f"form.field.{one.fields[0]}")
        text = voice.say(
            "collect.conflict", task=voice.task(one.task), field=field, said=_said(one.answers, tasks, voice)
        )
    if one.held_back:
        text += voice.say("collect.held-back", said=_said(one.held_back, tasks, voice, fields=True))
    return text


def _said(answers: Iterable[Answer], tasks: Mapping[str, Asked], voice: Voice, *, fields: bool = False) -> str:
    """Who said what, each once."""
    said = [
        voice.say(
            "collect.said.field" if fields else "collect.said",
            author=author_text(answer.author, voice),
            field=voice.say(f"form.field.{answer.field}"),
            value=value_text(tasks[answer.task], answer.field, answer.value, voice),
        )
        for answer in answers
    ]
    return voice.say("comma" if fields else "clause").join(dict.fromkeys(said))
