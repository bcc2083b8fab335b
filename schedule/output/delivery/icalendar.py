"""Each body's deadlines as a calendar for phones and desks: iCalendar, RFC 5545.

An event is a whole day: the one on which a task is asked to start (while it has not), and the one on which it is asked
to finish; of an approval, to submit the file or to hand it in again, which only its applicant is told, and for the
authority to decide it. What waits for money that has no date is asked to start on no day. The red line, the latest day
that the deadline allows, stands in its text. The same task keeps its events from week to week: a calendar that is read
again moves them instead of adding others, because the UID stays and SEQUENCE grows with the data date; nothing depends
on a clock. How a value is written, escaped and folded, the library knows; it is asked line by line, since most lines of
20,000 events are those of others. This module must never compute a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256

from icalendar import Alarm, Calendar, Component, Event, vText

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.custody import Duty
from schedule.analysis.reports.reporting import lacks_money
from schedule.calendars.worktime import DAY, start_day
from schedule.output.words.money import wait_text
from schedule.output.words.notices import head_marks, unannounced
from schedule.output.words.phrases import Voice, authority_of, desks_of
from schedule.output.words.plain_text import file_stem, line_text
from schedule.output.words.saying import Phrase, body_name, say, say_of, task_name

ALARM = timedelta(hours=9) - timedelta(days=2)
"""When the reminder comes: two days before, at nine in the morning, for a whole day begins at midnight."""

_NAME = 200
_NEXT = "\r\n"
_END = f"END:VCALENDAR{_NEXT}"
_UNSAFE_NAME = re.compile(r"[^\w.() -]")


def calendars(meeting: Meeting, voice: Voice) -> dict[str | None, str]:
    """The calendar of each body that has unfinished tasks which a deadline waits for, in the order of the plan.

    None is the calendar of tasks without a body. The same meeting gives the same text; DTSTAMP is the data date.
    """
    bodies = (*meeting.schedule.state.plan.bodies, None)
    owed = ((body, meeting.deadlines_of(body)) for body in bodies)
    return {body: _calendar(meeting, body, rows, voice) for body, rows in owed if rows}


def calendar_files(meeting: Meeting, voice: Voice, only: str | None = None) -> dict[str, str]:
    """The same by the name of a file, which every system can hold and no two bodies share; of one body, if any."""
    found = calendars(meeting, voice)
    stems: dict[str | None, str] = {}
    for body in found:
        name = voice.say("ics.file", body=_UNSAFE_NAME.sub("_", line_text(voice.body(body), longest=60)))
        stems[body] = file_stem(name, body or "", stems.values())
    return {f"{stem}.ics": found[body] for body, stem in stems.items() if only in (None, body)}


def _calendar(meeting: Meeting, body: str | None, rows: Iterable[DeadlineRow], voice: Voice) -> str:
    found = Calendar()
    found.add("version", "2.0")
    found.add("prodid", f"-//daopai//deadlines {meeting.made_by.product} rules {meeting.made_by.rules}//ZH")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _text(voice.say("ics.name", project=voice.project(), body=voice.body(body))))
    empty: bytes = found.to_ical(sorted=False)
    marks = (*voice.told(head_marks(meeting.schedule)), *voice.told(unannounced(meeting.schedule)))
    events = (event for row in rows for event in _events(meeting, row, body, marks, voice))
    return "".join([empty.decode("utf-8").removesuffix(_END), *events, _END])


def _events(meeting: Meeting, row: DeadlineRow, body: str | None, marks: Sequence[str], voice: Voice) -> Iterator[str]:
    """The events of a row in one body's calendar: an authority can hand in nobody's file, and is not told to."""
    request = meeting.requests.get(row.task)
    if request is None:
        return
    task = meeting.schedule.tasks[row.task].task
    files = meeting.duties.get(row.task) is None or task.applicant is None or body == task.applicant
    if request.start is not None and files:
        yield _event(meeting, row.task, "start", request.start, request.latest_start, marks, voice)
    yield _event(meeting, row.task, "finish", request.finish, request.latest_finish, marks, voice)


def _event(
    meeting: Meeting, task: str, edge: str, day: date, line: date | None, marks: Sequence[str], voice: Voice
) -> str:
    """One event; `marks` are what all say of themselves."""
    stamp = datetime.combine(start_day(meeting.data_date), time(), UTC)
    named = sha256(f"{meeting.project.plan.name}\n{task}\n{edge}".encode("utf-8", "replace")).hexdigest()[:32]
    said, *facts = voice.told(_said(meeting, task, edge, line))
    title = _text(said)
    return "".join(
        (
            _line(Event, "begin"),
            _written(Event, "uid", vText(f"{named}@daopai")),
            _line(Event, "dtstamp", stamp),
            _line(Event, "last-modified", stamp),
            _line(Event, "sequence", meeting.data_date // DAY),
            _line(Event, "dtstart", day),
            _line(Event, "dtend", day + timedelta(days=1)),
            _written(Event, "summary", vText(title)),
            _written(Event, "description", vText(_text(*facts, *marks))),
            _line(Event, "transp", "TRANSPARENT"),
            _line(Alarm, "begin"),
            _line(Alarm, "action", "DISPLAY"),
            _line(Alarm, "trigger", ALARM),
            _written(Alarm, "description", vText(title)),
            _line(Alarm, "end"),
            _line(Event, "end"),
        )
    )


def _said(meeting: Meeting, task: str, edge: str, line: date | None) -> Iterator[Phrase]:
    """What an event asks for; below it the red line, who has to act and how the task stands."""
    dates, duty = meeting.schedule.tasks[task], meeting.duties.get(task)
    authority = authority_of(dates.task, meeting.duties)
    what = "decide" if authority is not None else edge
    if edge == "start" and duty is not None:
        what = "submit" if duty is Duty.FILE else "again"
    yield say_of(task, f"ics.{what}", task=task_name(task), authority=body_name(authority))
    if line is not None:
        yield say_of(task, f"ics.line.{what}", line=line)
    desks = desks_of(dates.task, meeting.duties) or body_name(None)
    light = say(f"light.{meeting.lights[task]}")
    if lacks_money(dates, meeting.schedule):
        yield say("sentence.end", text=wait_text(meeting.schedule.funding.waits[task]))
    yield say_of(task, "ics.facts", body=desks, finish=dates.last_day, light=light)


@lru_cache(maxsize=1 << 12)
def _line(kind: type[Component], name: str, value: date | timedelta | int | str | None = None) -> str:
    """A line that many components of a kind have, as the library writes it; without a value their first or last."""
    if value is None:
        return _written(kind, name, vText(kind.name or ""))
    component = kind()
    component.add(name, value)
    return _written(kind, name, component[name])


def _written(kind: type[Component], name: str, value: object) -> str:
    """A property of a component, escaped and folded, with the line's end."""
    written: bytes = kind().content_line(name.upper(), value).to_ical()
    return written.decode("utf-8") + _NEXT


def _text(*lines: str) -> str:
    """Lines of a value, each as one and within reason, whatever a name holds."""
    return "\n".join(line_text(line, longest=_NAME) for line in lines)
