"""What a channel is told: the alerts of its bodies and no others, each under its light and how sharp the reminder is.

A red alert that stays unanswered sharpens by the meeting: 蓝 (提醒), 黄 (警告), 红 (约谈). This module must never know
how a message is sent, nor what a robot takes: that is `schedule.output.delivery.robots`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import ONCE, Level, Streak
from schedule.calendars.worktime import start_day
from schedule.files.channels import PICTURED, Channel
from schedule.model import Instant
from schedule.output.words.notices import head_marks, unannounced
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.output.words.sentences import first_lines, remarks, sentence

_NAME, _LINE = 60, 300
"""The most characters of a name in a title, and of a line above the matters: a group chat is no place for more."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One alert as a channel is told of it. `streak`: at how many meetings in a row it was red; else None."""

    alert: Alert
    streak: Streak | None
    level: Level | None
    text: str

    def key(self, channel: str, data_date: Instant) -> str:
        """What names this matter among all that was ever sent: who was told, at which meeting, of what, how sharply.

        A SHA-256 in hexadecimal digits. The words are not part of it: a forecast that is corrected before the same
        meeting is no new matter.
        """
        body, task = self.alert.body, self.alert.task
        identity = [channel, data_date, body, task, self.alert.code, self.level and self.level.value]
        return sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()

    def record(self, channel: str) -> dict[str, str | None]:
        """What the sent-ledger says of it, for people."""
        alert = self.alert
        sharp = self.level and self.level.value
        return {"channel": channel, "body": alert.body, "task": alert.task, "code": alert.code, "level": sharp}


@dataclass(frozen=True, slots=True)
class Letter:
    """One channel's message: a title, what stands before the matters, the matters, what stands after them."""

    day: date
    project: str
    title: str
    head: tuple[str, ...]
    matters: tuple[Matter, ...]
    foot: tuple[str, ...]


def letter(meeting: Meeting, weeks: Mapping[str, Streak], channel: Channel, voice: Voice) -> Letter:
    """What a channel is told at a meeting.

    A body's channel gets the alerts of its bodies and nothing of others; the task force's own gets all of them, what
    belongs to no body too, and whether the deadline holds.

    Args:
        meeting: the meeting.
        weeks: at how many meetings in a row each task was red (`schedule.analysis.views.escalation.streaks`).
        channel: to whom.
        voice: in which language.
    """
    found = tuple(_matter(alert, weeks, voice) for alert in meeting.alerts if any(map(channel.takes, alert.bodies)))
    day, project = start_day(meeting.data_date), line_text(voice.project(), longest=_NAME)
    everything = channel.bodies is None
    names = () if everything else tuple(body for body in channel.bodies or () if _has(found, body))
    to = line_text(voice.say("comma").join(voice.body(body) for body in names), longest=_NAME)
    title = voice.say("send.title.body" if to else "send.title", project=project, bodies=to)
    # Invented data says so before anything that it could be taken for.
    marks = (*head_marks(meeting.schedule, voice), *unannounced(meeting.schedule, voice))
    head = (*marks, *(first_lines(meeting, voice) if everything else ()))
    note = (voice.say("send.chart-elsewhere"),) if channel.chart and channel.kind not in PICTURED else ()
    return Letter(
        day=day,
        project=project,
        title=title,
        head=tuple(line_text(line, longest=_LINE) for line in (voice.say("send.day", day=voice.whole_day(day)), *head)),
        matters=found,
        foot=(*note, voice.say("send.reply")),
    )


def uncovered(meeting: Meeting, covered: Collection[str] | None) -> tuple[tuple[str | None, int], ...]:
    """The bodies (None: no body) that have alerts and whom no channel reaches, each with how many, in plan order."""
    if covered is None:
        return ()
    counted: dict[str | None, int] = {}
    for body in (body for alert in meeting.alerts for body in alert.bodies):
        if body not in covered:
            counted[body] = counted.get(body, 0) + 1
    return tuple((body, counted[body]) for body in (*meeting.schedule.state.plan.bodies, None) if body in counted)


def _matter(alert: Alert, weeks: Mapping[str, Streak], voice: Voice) -> Matter:
    red = weeks.get(alert.task, ONCE) if alert.light is Light.RED else None
    mark = voice.say(f"light.{alert.light}")
    if red is not None:
        key = "first" if red.meetings == 1 else "again" if red.held == red.meetings else "held"
        mark = voice.say(
            f"send.mark.{key}",
            light=mark,
            level=voice.say(f"level.{red.level}"),
            weeks=voice.count(red.meetings, "meeting"),
            held=red.held,
            body=voice.body(alert.body),
        )
    said = voice.say("sentence.gap").join((sentence(alert, voice), *remarks(alert, voice)))
    return Matter(
        alert, red, None if red is None else red.level, line_text(voice.say("send.matter", mark=mark, text=said))
    )


def _has(matters: Iterable[Matter], body: str) -> bool:
    return any(body in matter.alert.bodies for matter in matters)
