"""What a channel is told: the alerts of its bodies and no others, each under its light and how sharp the reminder is.

A red alert that stays unanswered sharpens by the meeting: 蓝 (提醒), 黄 (警告), 红 (约谈). This module must never know
how a message is sent, nor what a robot takes: that is `schedule.output.delivery.robots`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import ONCE, Level, Streak
from schedule.calendars.worktime import start_day
from schedule.files.channels import PICTURED, Channel
from schedule.model import Instant, Plan
from schedule.output.words.notices import head_marks, unannounced
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text
from schedule.output.words.saying import Name, Named, OnLine, Phrase, WholeDay, body_name, joined, number_of, say
from schedule.output.words.sentences import first_lines, remarks, sentence

_NAME, _LINE = 60, 300
"""The most characters of a name in a title, and of a line above the matters: a group chat is no place for more."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One alert as a channel is told of it. `streak`: at how many meetings in a row it was red; else None.

    `tasks` are those of which it is said, where several plans of a zone say the same; else empty.
    """

    alert: Alert
    streak: Streak | None
    level: Level | None
    text: str
    tasks: tuple[str, ...] = ()

    def key(self, channel: str, data_date: Instant) -> str:
        """What names this matter among all that was ever sent: who was told, at which meeting, of what, how sharply.

        A SHA-256 in hexadecimal digits. The words are not part of it: a forecast that is corrected before the same
        meeting is no new matter.
        """
        body, task = self.alert.body, ", ".join(self.tasks) or self.alert.task
        identity = [channel, data_date, body, task, self.alert.code, self.level and self.level.value]
        return sha256(json.dumps(identity, ensure_ascii=False).encode()).hexdigest()

    def record(self, channel: str) -> dict[str, str | None]:
        """What the sent-ledger says of it, for people."""
        alert = self.alert
        sharp = self.level and self.level.value
        task = ", ".join(self.tasks) or alert.task
        return {"channel": channel, "body": alert.body, "task": task, "code": alert.code, "level": sharp}


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
    title = _title(names)
    # Invented data says so before anything that it could be taken for.
    marks = (*head_marks(meeting.schedule), *unannounced(meeting.schedule))
    head = voice.told((say("send.day", day=WholeDay(day)), *marks, *(first_lines(meeting) if everything else ())))
    note = (say("send.chart-elsewhere"),) if channel.chart and channel.kind not in PICTURED else ()
    return Letter(
        day=day,
        project=project,
        title=voice.tell(title),
        head=tuple(line_text(line, longest=_LINE) for line in head),
        matters=found,
        foot=voice.told((*note, say("send.reply"))),
    )


@dataclass(frozen=True, slots=True)
class Park:
    """One plan of a zone as its message tells of it: the meeting, how long each task was red, the plan's own words.

    `key` is the plan's in the portfolio, `name` what the zone calls it; `bodies` are the zone's for those of the plan.
    """

    key: str
    name: str
    meeting: Meeting
    weeks: Mapping[str, Streak]
    voice: Voice
    bodies: Mapping[str, str]

    def told(self, alert: Alert) -> tuple[str | None, ...]:
        """The zone's bodies whom an alert is about."""
        return tuple(dict.fromkeys(None if one is None else self.bodies[one] for one in alert.bodies))

    def of_zone(self, alert: Alert) -> Alert:
        """An alert under the ids that the zone has for its task and who is told first."""
        body = None if alert.body is None else self.bodies[alert.body]
        return replace(alert, task=f"{self.key}.{alert.task}", body=body)


def zone_letter(parks: Iterable[Park], day: date, headline: str, channel: Channel, voice: Voice) -> Letter:
    """What a channel is told of all plans of a zone: one message a body, each matter behind the names of its plans.

    What several plans say of one body in the same words is one matter. The zone's own channel gets all, and `headline`
    before it.

    Args:
        parks: the plans, in the zone's order.
        day: that of the zone's meeting.
        headline: what the zone's page says first.
        channel: to whom; its bodies are the zone's.
        voice: the zone's, whose plan knows the tasks and bodies of all by the zone's ids.
    """
    said: dict[tuple[object, ...], list[tuple[Park, Matter]]] = {}
    reached = set[str | None]()
    marks: dict[str, list[str]] = {}
    for park in parks:
        for mark in park.voice.told(head_marks(park.meeting.schedule)):
            marks.setdefault(mark, []).append(park.name)
        for alert in park.meeting.alerts:
            if any(map(channel.takes, park.told(alert))):
                reached.update(park.told(alert))
                matter = replace(_matter(alert, park.weeks, park.voice), alert=park.of_zone(alert))
                said.setdefault((matter.text, matter.alert.body, alert.code), []).append((park, matter))
    matters = tuple(_joint(each, voice) for each in said.values())
    order = {light: k for k, light in enumerate((Light.RED, Light.YELLOW, Light.GREY))}
    matters = tuple(sorted(matters, key=lambda one: order.get(one.alert.light, len(order))))
    everything = channel.bodies is None
    names = () if everything else tuple(body for body in channel.bodies or () if body in reached)
    project = line_text(voice.project(), longest=_NAME)
    comma = voice.say("comma")
    head = [voice.say("send.day", day=voice.whole_day(day))]
    head += [voice.say("zone.of-plan", plan=comma.join(of), said=mark) for mark, of in marks.items()]
    head += [headline] if everything else []
    return Letter(
        day=day,
        project=project,
        title=voice.tell(_title(names)),
        head=tuple(line_text(line, longest=_LINE) for line in head),
        matters=matters,
        foot=(voice.say("send.reply"),),
    )


def _title(bodies: Sequence[str]) -> Phrase:
    """Of which project a message is, and to whom, where it is not to all."""
    project = OnLine(Name(Named.PROJECT, None), _NAME)
    if not bodies:
        return say("send.title", project=project)
    to = OnLine(joined(map(body_name, bodies), "comma"), _NAME)
    return say("send.title.body", project=project, bodies=to)


def _joint(each: Sequence[tuple[Park, Matter]], voice: Voice) -> Matter:
    """What several plans say in the same words as one matter, told apart in the ledger by all their tasks."""
    first = each[0][1]
    names = voice.say("comma").join(dict.fromkeys(park.name for park, _ in each))
    return replace(
        first,
        text=line_text(voice.say("zone.of-plan", plan=names, said=first.text)),
        tasks=tuple(matter.alert.task for _, matter in each),
    )


def uncovered(
    told: Iterable[Sequence[str | None]], covered: Collection[str] | None, bodies: Iterable[str]
) -> tuple[tuple[str | None, int], ...]:
    """The bodies (None: no body) that have alerts and whom no channel reaches, each with how many, in plan order.

    `told` are the bodies of each alert.
    """
    if covered is None:
        return ()
    counted: dict[str | None, int] = {}
    for body in (body for each in told for body in each):
        if body not in covered:
            counted[body] = counted.get(body, 0) + 1
    return tuple((body, counted[body]) for body in (*bodies, None) if body in counted)


def _matter(alert: Alert, weeks: Mapping[str, Streak], voice: Voice) -> Matter:
    red = weeks.get(alert.task, ONCE) if alert.light is Light.RED else None
    said = _said(alert, red, voice.plan)
    return Matter(alert, red, None if red is None else red.level, line_text(voice.tell(said)))


def _said(alert: Alert, red: Streak | None, plan: Plan) -> Phrase:
    """An alert's sentence and its remarks behind its light, and behind how sharp a reminder of a red one is."""
    mark = say(f"light.{alert.light}")
    if red is not None:
        key = "first" if red.meetings == 1 else "again" if red.held in (0, red.meetings) else "held"
        mark = say(
            f"send.mark.{key}",
            light=mark,
            level=say(f"level.{red.level}"),
            weeks=number_of(red.meetings, "meeting"),
            held=red.held,
            body=body_name(alert.body),
        )
    return say("send.matter", mark=mark, text=joined((sentence(alert, plan), *remarks(alert)), "sentence.gap"))


def _has(matters: Iterable[Matter], body: str) -> bool:
    return any(body in matter.alert.bodies for matter in matters)
