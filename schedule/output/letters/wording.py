"""What the official papers say alike: names cut to a line, who is responsible, why something is late, what is left out.

This module must never compute, nor know a paper's order.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule.analysis.dates.alerts import Alert
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import Streak
from schedule.analysis.views.standing import waits_for
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.output.letters.official import Paragraph, Style
from schedule.output.words.money import reason_text
from schedule.output.words.notices import head_marks, rules_notice, unannounced
from schedule.output.words.phrases import NAME, Voice, among, excerpt
from schedule.output.words.plain_text import columns, fitting, line_text, narrow

TEXT = 60
"""How wide a body's own words may be, and in a `terse` list half of it."""
SHORTEST = 12
"""How wide a name is in a list that else has no room at all."""
NOTE = 12
"""How wide a note may be that still stands beside a cause where there is little room."""


def short(text: str, width: int = NAME) -> str:
    """A name on a line, cut with an ellipsis where it is wider than so many Chinese characters; never a sentence."""
    return narrow(text, width)


def task_name(name: str, voice: Voice) -> str:
    """A task's name on a line."""
    return short(voice.task(name))


def listed_name(name: str, voice: Voice) -> str:
    """A task's name among others: between quotation marks where it holds the mark that parts the names of a list."""
    return among(task_name(name, voice), voice)


def body_name(name: str | None, voice: Voice) -> str:
    """A body's name on a line; where the plan names none, a blank to fill in."""
    return blank("body", voice) if name is None else short(voice.body(name))


def weeks_words(streak: Streak | None, body: str | None, voice: Voice) -> list[str]:
    """For how many meetings in a row an item has been red, and at how many of them in whose hands; nothing of one."""
    if streak is None or streak.meetings == 1:
        return []
    key = "supervision.weeks" if streak.held == streak.meetings else "supervision.weeks.held"
    return [voice.say(key, number=streak.meetings, held=streak.held, body=body_name(body, voice))]


def permit_key(alert: Alert) -> str:
    """How what breaks the law is spoken of: a permit that is not issued, or only said to be; a floor not kept.

    What has ended by now (`-over`) cannot be stopped any more.
    """
    if alert.breach is None and alert.shortfall is None:
        return "void" if alert.within is not None else "permit"
    if alert.breach is None:
        return "floor"
    key = "permit" if alert.breach.finished is None else "permit-reported"
    return key if alert.breach.underway else f"{key}-over"


def permit_demand(alert: Alert, voice: Voice) -> str:
    """What work before its permit asks of each: who works, to stop; who has to get the permit, to get it."""
    working = () if alert.breach is None else tuple(dict.fromkeys(one.body for one in alert.breach.underway))
    return voice.say(
        f"supervision.demand.{permit_key(alert)}",
        working=bodies_name(working, voice),
        desk=body_name(alert.desk, voice),
        act=voice.say(f"supervision.act.{voice.duties.get(alert.task, 'issue')}"),
    )


def bodies_name(names: Sequence[str | None], voice: Voice) -> str:
    """The names of one body or of several, of more than three with how many they are."""
    return listed([body_name(name, voice) for name in names], 3, voice, "paper.more-bodies")


def whose(name: str, meeting: Meeting, voice: Voice) -> str:
    """A task's name with that of the body which answers for it."""
    body = meeting.answers_for(name)
    if body is None:
        return task_name(name, voice)
    return voice.say("task.body", task=task_name(name, voice), body=body_name(body, voice))


def person(dates: TaskDates, voice: Voice) -> str | None:
    """Who answers for a task (`Voice.person`), on a line."""
    found = voice.person(dates.task)
    return None if found is None else short(found)


def reason(
    dates: TaskDates, meeting: Meeting, voice: Voice, *, widest: int = TEXT, required: bool = False
) -> list[str]:
    """Why a task is late, in sentences: what its body gave as the cause, that it did not report, or what it waits for.

    What the body noted beside it is a note and no cause, and is called so. Where `widest` is less than `TEXT`, a note
    that is wider is left out. Where no cause is told and one is `required`, a blank stands for it.
    """
    status, terse, why, note = dates.status, widest < TEXT, None, ""
    if dates.task.id in meeting.unreported:
        why = voice.say("paper.reason.unreported")
    else:
        note = quoted(status.note or "", voice) if status.cause or dates.stage is not Stage.NOT_STARTED else ""
        note = "" if terse and columns(note) > 2 * widest else note
        why = quoted(status.cause, voice, terse=terse) if status.cause else waiting(dates, meeting, voice)
    if why is None and required:
        why = blank("reason", voice)
    said = [voice.say("paper.reason", reason=why)] if why is not None else []
    said += [voice.say("remark.note", note=note)] if note else []
    return [voice.say("sentence.end", text=text) for text in said]


def waiting(dates: TaskDates, meeting: Meeting, voice: Voice) -> str | None:
    """What a task waits for, money before others, of whom at most two are named; None where it waits for nothing."""
    money = meeting.schedule.funding.waits.get(dates.task.id)
    if money is not None:
        return voice.tell(reason_text(money))
    names = waits_for(dates, meeting.schedule)
    return (
        voice.say("paper.reason.waits", tasks=listed([listed_name(one, voice) for one in names], 2, voice))
        if names
        else None
    )


def quoted(text: str, voice: Voice, *, terse: bool = False) -> str:
    """What a body wrote, on a line and without its full stop; of a long text an excerpt, as short as names are."""
    width = TEXT // 2 if terse else TEXT
    return excerpt(text, width if voice.widest in (None, NAME) else voice.widest, voice)


def blank(what: str, voice: Voice) -> str:
    """A place for a person to fill in."""
    return voice.say("paper.blank", what=voice.say(f"paper.blank.{what}"))


def listed(items: Sequence[str], limit: int, voice: Voice, key: str = "paper.more") -> str:
    """Items in a row; where they are more than `limit`, the first of them and how many they are in all."""
    row = voice.say("comma").join(items[:limit])
    return row if len(items) <= limit else voice.say(key, items=row, number=len(items))


def item(number: int, whose: str, voice: Voice) -> str:
    """What an item of a list begins with: （一） and whose it is."""
    numerals = voice.say("paper.numerals").split()
    shown = numerals[number - 1] if number <= len(numerals) else str(number)
    return voice.say("paper.item", number=shown, whose=whose)


def rest(number: int, voice: Voice, key: str = "paper.rest") -> list[str]:
    """The line that stands for the so many that a list leaves out; no line where it leaves out none.

    It names the paper that has them: tasks are in the deadline table.
    """
    return [voice.say(key, number=number)] if number > 0 else []


def rest_said(number: int, voice: Voice) -> list[str]:
    """The same of what is no task, such as decisions, measures and questions: the minutes have all of it."""
    return rest(number, voice, "paper.rest-minutes")


def sample(meeting: Meeting, voice: Voice) -> tuple[Paragraph, ...]:
    """What a paper says of itself under its title: invented data, whose rules, years that nobody has announced."""
    schedule = meeting.schedule
    marks = (*voice.told(head_marks(schedule)), *voice.told(rules_notice(schedule)), *voice.told(unannounced(schedule)))
    return tuple(Paragraph(fitting((line_text(line), excerpt(line, 70, voice)), 70), Style.NOTE) for line in marks)


def numbered(texts: Sequence[str], voice: Voice) -> list[str]:
    """The texts with their numbers; a single one has none."""
    if len(texts) < 2:
        return [*texts]
    return [voice.say("paper.point", number=number, text=text) for number, text in enumerate(texts, start=1)]


def letter_fields(meeting: Meeting, voice: Voice) -> dict[str, str]:
    """What an office's own page may ask for beside a letter's text and title (`letterhead.FIELDS`)."""
    return {"project": voice.project(), "day": voice.whole_day(start_day(meeting.data_date))}
