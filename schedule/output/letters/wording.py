"""What the official papers say alike: names cut to a line, who is responsible, why something is late, what is left out.

This module must never compute, nor know a paper's order.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule.analysis.dates.alerts import Alert
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import Streak
from schedule.analysis.views.standing import waited_for_money, waits_for
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.output.letters.official import Paragraph, Style
from schedule.output.words import saying
from schedule.output.words.causes import cause_text
from schedule.output.words.money import reason_text
from schedule.output.words.notices import head_marks, rules_notice, unannounced
from schedule.output.words.phrases import NAME, Voice, excerpt, person_of
from schedule.output.words.plain_text import columns, fitting, line_text, narrow
from schedule.output.words.saying import Among, Cut, Numeral, Phrase, joined, say, say_of

TEXT = 60
"""How wide a body's own words may be, and in a `terse` list half of it."""
SHORTEST = 12
"""How wide a name is in a list that else has no room at all."""
NOTE = 12
"""How wide a note may be that still stands beside a cause where there is little room."""


def short(text: str, width: int = NAME) -> str:
    """A name on a line, cut with an ellipsis where it is wider than so many Chinese characters; never a sentence."""
    return narrow(text, width)


def task_name(name: str) -> Phrase:
    """A task's name on a line."""
    return Cut(saying.task_name(name), NAME)


def listed_name(name: str) -> Phrase:
    """A task's name among others: between quotation marks where it holds the mark that parts the names of a list."""
    return Among(task_name(name))


def body_name(name: str | None) -> Phrase:
    """A body's name on a line; where the plan names none, a blank to fill in."""
    return blank("body") if name is None else Cut(saying.body_name(name), NAME)


def weeks_words(streak: Streak | None, body: str | None) -> list[Phrase]:
    """For how many meetings in a row an item has been red, and at how many of them in whose hands; nothing of one."""
    if streak is None or streak.meetings == 1:
        return []
    key = "supervision.weeks" if streak.held in (0, streak.meetings) else "supervision.weeks.held"
    return [say(key, number=streak.meetings, held=streak.held, body=body_name(body))]


def permit_key(alert: Alert) -> str:
    """How what breaks the law is spoken of: a permit that is not issued, or only said to be; a floor not kept.

    What has ended by now (`-over`) cannot be stopped any more, and what was stopped (`-rests`) need not be.
    """
    if alert.breach is None and alert.shortfall is None:
        return "void" if alert.within is not None else "permit"
    if alert.breach is None:
        return "floor"
    key = "permit" if alert.breach.finished is None else "permit-reported"
    if alert.breach.underway:
        return key
    return f"{key}-rests" if alert.breach.resting else f"{key}-over"


def permit_demand(alert: Alert, meeting: Meeting) -> Phrase:
    """What work before its permit asks of each: who works, to stop; who has to get the permit, to get it.

    Nobody can submit at once what waits for others: that is asked for as soon as these are done.
    """
    works = () if alert.breach is None else alert.breach.underway or alert.breach.resting
    working = tuple(dict.fromkeys(one.body for one in works))
    names = waits_for(meeting.schedule.tasks[alert.task], meeting.schedule)
    act, awaited = f"supervision.act.{meeting.duties.get(alert.task, 'issue')}", [listed_name(one) for one in names]
    return say(
        f"supervision.demand.{permit_key(alert)}",
        working=bodies_name(working),
        desk=body_name(alert.desk),
        act=say_of(names, f"{act}.waits" if names else act, tasks=listed(awaited, 2)),
    )


def bodies_name(names: Sequence[str | None]) -> Phrase:
    """The names of one body or of several, of more than three with how many they are."""
    return listed([body_name(name) for name in names], 3, "paper.more-bodies")


def whose(name: str, meeting: Meeting) -> Phrase:
    """A task's name with that of the body which answers for it."""
    body = meeting.answers_for(name)
    return task_name(name) if body is None else say("task.body", task=task_name(name), body=body_name(body))


def person(dates: TaskDates, meeting: Meeting) -> Phrase | None:
    """Who answers for a task (`Voice.person`), on a line."""
    found = person_of(meeting.schedule.state.plan, dates.task, meeting.duties)
    return None if found is None else Cut(found, NAME)


def reason(
    dates: TaskDates, meeting: Meeting, *, widest: int = TEXT, name: int = NAME, required: bool = False
) -> list[Phrase]:
    """Why a task is late, in sentences: what its body gave as the cause, that it did not report, or what it waits for.

    What the body noted beside it is a note and no cause, and is called so. Where `widest` is less than `TEXT`, a note
    that is wider is left out. Where no cause is told and one is `required`, it is that the task waited for money before
    it began, else a blank. `name` is how wide the paper lets a name be.
    """
    status, terse = dates.status, widest < TEXT
    why: Phrase | None
    note: Phrase = ""
    if dates.task.id in meeting.unreported:
        why = say("paper.reason.unreported")
    else:
        if status.cause or dates.stage is not Stage.NOT_STARTED:
            note = quoted(status.note or "", name=name)
        if terse and (not isinstance(note, str) or columns(note) > 2 * widest):
            note = ""  # an excerpt is wider than any note that may stand there
        why = quoted(cause_text(status.cause), terse=terse, name=name) if status.cause else waiting(dates, meeting)
    if why is None and required:
        why = say("paper.reason.waited-money") if waited_for_money(dates, meeting) else blank("reason")
    said: list[Phrase] = [say("paper.reason", reason=why)] if why is not None else []
    said += [say("remark.note", note=note)] if note else []
    return [say("sentence.end", text=text) for text in said]


def waiting(dates: TaskDates, meeting: Meeting) -> Phrase | None:
    """What a task waits for, money before others, of whom at most two are named; None where it waits for nothing."""
    money = meeting.schedule.funding.waits.get(dates.task.id)
    if money is not None:
        return reason_text(money)
    names = waits_for(dates, meeting.schedule)
    return say("paper.reason.waits", tasks=listed([listed_name(one) for one in names], 2)) if names else None


def quoted(text: Phrase, *, terse: bool = False, name: int = NAME) -> Phrase:
    """What a body wrote, on a line and without its full stop; of a long text an excerpt.

    It is as wide as a name where these have less room than usual (`name`). What the body picked is cut as a name is.
    """
    width = name if name < NAME else TEXT // 2 if terse else TEXT
    return excerpt(text, width) if isinstance(text, str) else Cut(text, width)


def blank(what: str) -> Phrase:
    """A place for a person to fill in."""
    return say("paper.blank", what=say(f"paper.blank.{what}"))


def listed(items: Sequence[Phrase], limit: int, key: str = "paper.more") -> Phrase:
    """Items in a row; where they are more than `limit`, the first of them and how many they are in all."""
    row = joined(items[:limit], "comma")
    return row if len(items) <= limit else say(key, items=row, number=len(items))


def item(number: int, whose: Phrase) -> Phrase:
    """What an item of a list begins with: （一） and whose it is."""
    return say("paper.item", number=Numeral(number), whose=whose)


def rest(number: int, key: str = "paper.rest") -> list[Phrase]:
    """The line that stands for the so many that a list leaves out; no line where it leaves out none.

    It names the paper that has them: tasks are in the deadline table.
    """
    return [say(key, number=number)] if number > 0 else []


def rest_said(number: int) -> list[Phrase]:
    """The same of what is no task, such as decisions, measures and questions: the minutes have all of it."""
    return rest(number, "paper.rest-minutes")


def sample(meeting: Meeting, voice: Voice) -> tuple[Paragraph, ...]:
    """What a paper says of itself under its title: invented data, whose rules, years that nobody has announced.

    It is written here, since of a line that is too wide an excerpt of its words stands.
    """
    schedule = meeting.schedule
    marks = voice.told((*head_marks(schedule), *rules_notice(schedule), *unannounced(schedule)))
    shown = (fitting((line_text(line), voice.tell(excerpt(line, 70))), 70) for line in marks)
    return tuple(Paragraph(line, Style.NOTE) for line in shown)


def numbered(texts: Sequence[Phrase]) -> list[Phrase]:
    """The texts with their numbers; a single one has none."""
    if len(texts) < 2:
        return [*texts]
    return [say("paper.point", number=number, text=text) for number, text in enumerate(texts, start=1)]


def letter_fields(meeting: Meeting, voice: Voice) -> dict[str, str]:
    """What an office's own page may ask for beside a letter's text and title (`letterhead.FIELDS`)."""
    return {"project": voice.project(), "day": voice.whole_day(start_day(meeting.data_date))}
