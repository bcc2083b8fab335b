r"""Each body's deadlines as a calendar for phones and desks: iCalendar, RFC 5545.

An event is a whole day: the one on which a task is asked to start (while it has not), and the one on which it is asked
to finish; of an approval, to submit the file or to hand it in again, which only its applicant is told, and for the
authority to decide it. The red line, the latest day that the deadline allows, stands in its text. The same task keeps
its events from week to week: a calendar that is read again moves them instead of adding others, because the UID stays
and SEQUENCE grows with the data date. Lines end with CRLF and are folded at 75 octets; nothing depends on a clock. This
module must never compute a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256

from schedule.analysis.dates.deadlines import DeadlineRow
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.custody import Duty
from schedule.calendars.worktime import DAY, start_day
from schedule.output.words.notices import head_marks, unannounced
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import file_stem, line_text

ALARM = "-P1DT15H"
"""When the reminder comes: two days before, at nine in the morning, for a whole day begins at midnight."""

_OCTETS = 75
_NAME = 200
_UNSAFE_NAME = re.compile(r"[^\w.() -]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


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
    name = voice.say("ics.name", project=voice.project(), body=voice.body(body))
    lines = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", f"-//daopai//deadlines {meeting.made_by.product} rules {meeting.made_by.rules}//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", _text(name)),
    ]
    for row in rows:
        lines += _events(meeting, row, body, voice)
    return "".join(_folded(f"{key}:{value}") for key, value in (*lines, ("END", "VCALENDAR")))


def _events(meeting: Meeting, row: DeadlineRow, body: str | None, voice: Voice) -> Iterator[tuple[str, str]]:
    """The events of a row in one body's calendar: an authority can hand in nobody's file, and is not told to."""
    request = meeting.requests.get(row.task)
    if request is None:
        return
    task = meeting.schedule.tasks[row.task].task
    files = voice.duties.get(row.task) is None or task.applicant is None or body == task.applicant
    if request.start is not None and files:
        yield from _event(meeting, row.task, "start", request.start, request.latest_start, voice)
    yield from _event(meeting, row.task, "finish", request.finish, request.latest_finish, voice)


def _event(
    meeting: Meeting, task: str, edge: str, day: date, line: date | None, voice: Voice
) -> Iterator[tuple[str, str]]:
    dates, stamp = meeting.schedule.tasks[task], f"{start_day(meeting.data_date):%Y%m%d}T000000Z"
    named = sha256(f"{meeting.project.plan.name}\n{task}\n{edge}".encode("utf-8", "replace")).hexdigest()[:32]
    authority, duty = voice.authority(dates.task), voice.duties.get(task)
    what = "decide" if authority is not None else edge
    if edge == "start" and duty is not None:
        what = "submit" if duty is Duty.FILE else "again"
    title = _text(voice.of(task, f"ics.{what}", task=voice.task(task), authority=voice.body(authority)))
    light = voice.say(f"light.{meeting.lights[task]}")
    finish = voice.day(dates.last_day)
    facts = voice.of(task, "ics.facts", body=voice.desks(dates.task) or voice.body(None), finish=finish, light=light)
    red = [] if line is None else [voice.of(task, f"ics.line.{what}", line=voice.day(line))]
    yield "BEGIN", "VEVENT"
    yield "UID", f"{named}@daopai"
    yield "DTSTAMP", stamp
    yield "LAST-MODIFIED", stamp
    yield "SEQUENCE", str(meeting.data_date // DAY)
    yield "DTSTART;VALUE=DATE", f"{day:%Y%m%d}"
    yield "DTEND;VALUE=DATE", f"{day + timedelta(days=1):%Y%m%d}"
    yield "SUMMARY", title
    yield "DESCRIPTION", _text(*red, facts, *head_marks(meeting.schedule, voice), *unannounced(meeting.schedule, voice))
    yield "TRANSP", "TRANSPARENT"
    yield "BEGIN", "VALARM"
    yield "ACTION", "DISPLAY"
    yield "TRIGGER", ALARM
    yield "DESCRIPTION", title
    yield "END", "VALARM"
    yield "END", "VEVENT"


def _text(*lines: str) -> str:
    r"""Lines as a value of type TEXT (RFC 5545, 3.3.11): `a;b` is `a\;b`, a line end is `\n`."""
    return "\n".join(line_text(line, longest=_NAME) for line in lines).translate(_ESCAPES)


def _folded(line: str) -> str:
    """A content line in pieces of at most 75 octets, no character torn apart (RFC 5545, 3.1), with its CRLF."""
    if len(line.encode("utf-8")) <= _OCTETS:
        return line + "\r\n"
    pieces, room = [""], _OCTETS
    for character in line:
        octets = len(character.encode("utf-8"))
        if octets > room:
            pieces.append(" ")
            room = _OCTETS - 1
        pieces[-1] += character
        room -= octets
    return "\r\n".join(pieces) + "\r\n"
