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
from schedule.output.words.saying import Phrase, WholeDay, body_name, joined, listed, number_of, say, task_name
from schedule.questionnaire import FILED_AT_THE_END, FILINGS, SEPARATOR, Answer, Asked, Author

_COLUMNS = (
    Column("task", shrink=True),
    Column("form_field"),
    Column("form_old", shrink=True),
    Column("form_new", shrink=True),
    Column("form_author", shrink=True),
)


def changes_table(agreed: Iterable[Agreed], tasks: Mapping[str, Asked]) -> Table:
    """One row an answer: the task, the field, what was known, what is told now, and by whom."""
    rows = [
        (
            task_name(one.task),
            say(f"form.field.{one.field}"),
            _old(tasks[one.task], one.field),
            value_text(tasks[one.task], one.field, one.value),
            joined((author_text(author) for author in one.authors), "comma"),
        )
        for one in agreed
    ]
    return Table(_COLUMNS, tuple(rows))


def collected_lines(found: Collected, voice: Voice, show: Screen) -> list[str]:
    """How much came in, the table of changes, then every conflict with all that was said."""
    heading = wrapped(voice.tell(_heading(found)), show)
    lines = [show.paint(line, "title") for line in heading]
    agreed, conflicts = found.outcome.agreed, found.outcome.conflicts
    if agreed:
        lines += ["", *table_text(changes_table(agreed, found.week.tasks), voice, show)]
    if conflicts:
        heading = wrapped(voice.say("collect.conflicts", count=number_of(len(conflicts), "conflict")), show)
        lines += ["", *(show.paint(line, "bad") for line in heading)]
        for one in conflicts:
            lines += wrapped(voice.tell(_conflict(one, found.week.tasks)), show, first="- ", indent="  ")
    if found.unanswered:
        heading = wrapped(voice.say("collect.unanswered", count=number_of(len(found.unanswered), "task")), show)
        lines += ["", *(show.paint(line, "bad") for line in heading)]
        for text in voice.told(_unanswered(found)):
            lines += wrapped(text, show, first="  ", indent="    ")
    return lines


def _heading(found: Collected) -> Phrase:
    """Of which week how much came in."""
    counts = {"forms": number_of(len(found.forms), "form"), "answers": number_of(found.answers, "answer")}
    return say("collect.heading", day=WholeDay(start_day(found.week.data_date)), **counts)


def _unanswered(found: Collected) -> Iterator[Phrase]:
    """Each body with the tasks that it had to answer and did not; of one whose form did not come in, that is said.

    The form of one of whose tasks the records of the day say something came in before.
    """
    bodies: dict[str, list[Phrase]] = {}
    for name in found.unanswered:
        body = _answering(found, name)
        if body is not None:
            bodies.setdefault(body, []).append(task_name(name))
    came_in = {form.stamp.body for form in found.forms}
    came_in |= {body for name in found.recorded if (body := _answering(found, name)) is not None}
    for body, tasks in bodies.items():
        key = "collect.unanswered.body" if body in came_in else "collect.unanswered.absent"
        yield say(key, body=body_name(body), tasks=listed(tasks))


def _answering(found: Collected, name: str) -> str | None:
    """The body that answers for a task; None for one that no form asks about."""
    asked = found.week.tasks.get(name)
    return None if asked is None else answers_for(asked.task, asked.status, found.week.data_date)


def silent_text(found: Collected) -> Phrase | None:
    """The forms in which nothing was filled in; None where there is none."""
    silent = sorted(
        (form.author for form in found.forms if not form.answers), key=lambda one: (one.person or one.file, one.file)
    )
    return say("collect.silent", forms=joined(map(author_text, silent), "comma")) if silent else None


def author_text(author: Author) -> Phrase:
    """Who filled it in: the name in the form with the file, or the file alone."""
    if not author.person:
        return line_text(author.file)
    return say("collect.author", person=line_text(author.person, longest=40), file=line_text(author.file))


def value_text(asked: Asked, field: str, value: str) -> Phrase:
    """An answer as people read it: days with their month, an amount with its unit, words as they are."""
    if field == "remaining":
        duration = parse_duration(value)
        return value if duration is None else days_left(duration, asked)
    if field in ("started", "finished", *FILINGS):
        return joined((_day(part) for part in value.split(SEPARATOR)), "comma")
    return line_text(value)


def fields_text(fields: Iterable[tuple[str, str]]) -> Phrase:
    """Fields of tasks, each by the task's id and its key, in words."""
    said = (say("form.last.field", field=task_name(task), value=say(f"form.field.{field}")) for task, field in fields)
    return joined(said, "collect.semicolon")


def _day(text: str) -> Phrase:
    day = parse_day(text)
    return text.replace("T", " ") if day is None else day


def _old(asked: Asked, field: str) -> Phrase | None:
    """What was known of a field before."""
    status = asked.status
    if field in FILINGS:
        shown = finish_day if field in FILED_AT_THE_END else start_day
        days = [shown(filing.instant) for filing in status.filings if filing.kind.value == field]
        return joined(days, "comma") or None
    if field == "started" and status.started is not None:
        return start_day(status.started)
    if field == "finished" and status.finished is not None:
        return finish_day(status.finished)
    if field == "remaining":
        return None if status.remaining is None else days_left(status.remaining, asked)
    old: str | None = getattr(status, field)
    return old if old is None else line_text(old)


def _conflict(one: Conflict, tasks: Mapping[str, Asked]) -> Phrase:
    if len(one.fields) > 1:
        text = say("collect.together", task=task_name(one.task), said=_said(one.answers, tasks, fields=True))
    else:
        field = say(f"form.field.{one.fields[0]}")
        text = say("collect.conflict", task=task_name(one.task), field=field, said=_said(one.answers, tasks))
    if one.held_back:
        return joined((text, say("collect.held-back", said=_said(one.held_back, tasks, fields=True))))
    return text


def _said(answers: Iterable[Answer], tasks: Mapping[str, Asked], *, fields: bool = False) -> Phrase:
    """Who said what, each once."""
    said = [
        say(
            "collect.said.field" if fields else "collect.said",
            author=author_text(answer.author),
            field=say(f"form.field.{answer.field}"),
            value=value_text(tasks[answer.task], answer.field, answer.value),
        )
        for answer in answers
    ]
    return joined(dict.fromkeys(said), "comma" if fields else "clause")
