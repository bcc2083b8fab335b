"""The meeting's paper: what is said, in which order, before it becomes a screen or a Markdown file.

Headline first, then what must be settled (alerts by light), what holds the date (critical path), what moved, what was
decided, what each body has to do next, and who did not report. Both renderings print this one value, so they cannot
disagree. This module must never compute: every figure comes from the meeting.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.dates.comparison import Movement, shown_finishes, shown_shift
from schedule.analysis.dates.pauses import Pause
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.totals import float_accounts
from schedule.analysis.move.windows import Windows, since_beginning
from schedule.analysis.views.standing import decisions
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Minutes
from schedule.output.tables.contents import Column, Table, float_of, start_cell
from schedule.output.why.sentences import meeting_heading, meeting_lines
from schedule.output.words.crews import lost_text
from schedule.output.words.decisions import bearing, decision
from schedule.output.words.disputed import disputes_of
from schedule.output.words.money import held_text, overdraft_lines, position_text, verdict_sentences
from schedule.output.words.notices import calendar_notices, head_marks, rules_notice
from schedule.output.words.phrases import Value, Voice, worked
from schedule.output.words.promised import entry_text
from schedule.output.words.put_right import corrected
from schedule.output.words.recovery import remedies
from schedule.output.words.saying import Days
from schedule.output.words.sentences import (
    before_permits,
    by_law,
    doubt_sentence,
    outdated_notes,
    pause_text,
    remarks,
    sentence,
    soonest_notes,
    verdict_text,
)

MINUTES = "meeting.md"
"""The file that the paper becomes in the meeting's folder."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: its words, and the light it stands under ("" for none)."""

    text: str
    light: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over a list, a table, or a list above its table.

    A screen shows the first `limit` lines and names the file with the rest.
    """

    heading: str
    items: tuple[Item, ...] = ()
    table: Table | None = None
    limit: int = 100
    file: str = MINUTES
    noun: str = "task"
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A whole paper.

    `begun` is what was begun before its permit, and stands before the headline on every paper. `asked` are the
    questions on which the headline hangs: they stand beside it. `light` is that over the meeting, for the headline's
    colour; None where there is no deadline. `decided` are the decisions that moved its dates, told right below it, and
    `remedy` is what could be decided so that a missed deadline is kept.
    `sample` marks invented data and stands at the head; `notices` are what the calendars assumed and stand at the end.
    """

    title: str
    day: str
    headline: str
    light: Light | None
    sample: tuple[str, ...]
    notices: tuple[str, ...]
    sections: tuple[Section, ...]
    decided: tuple[str, ...] = ()
    remedy: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()


def bulletin(meeting: Meeting, voice: Voice) -> Bulletin:
    """The paper of a meeting in a voice's language: the same for the screen, the minutes, the page and the index."""
    return meeting.once(_bulletin, voice)


def _bulletin(meeting: Meeting, voice: Voice) -> Bulletin:
    return Bulletin(
        title=voice.say("meeting.title", project=voice.project()),
        day=voice.weekday(start_day(meeting.data_date)),
        headline=voice.tell(verdict_text(meeting)),
        begun=voice.told(before_permits(meeting)),
        asked=tuple(voice.tell(doubt_sentence(one, meeting.schedule)) for one in meeting.asked_of_headline),
        light=meeting.light,
        decided=voice.told(bearing(meeting)),
        remedy=voice.told(remedies(meeting)),
        sample=voice.told(head_marks(meeting.schedule)),
        notices=(
            voice.say("meeting.days"),
            *_position(meeting, voice),
            *voice.told(soonest_notes(meeting)),
            *voice.told(rules_notice(meeting.schedule)),
            *voice.told(calendar_notices(meeting.schedule)),
        ),
        sections=(
            *alert_sections(meeting, voice, corrected=False),
            *_disputes(meeting, voice),
            *_doubts(meeting, voice),
            *_critical(meeting, voice),
            *_funds(meeting, voice),
            *_crews(meeting, voice),
            *_why(meeting, voice),
            *_moved(meeting, voice),
            *_decided(meeting, voice),
            *_decisions(meeting, voice),
            *_upcoming(meeting, voice),
            _unreported(meeting, voice),
        ),
    )


def _funds(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """What money does to the date, and how much of it there is, where tasks need or use any."""
    found = meeting.funds
    if found is None or not found.asked:
        return ()
    told = voice.told(verdict_sentences(found)) if found.goal == meeting.headline.task else ()  # by the verdict above
    said = [
        *([] if told else [voice.tell(held_text(found))]),
        *voice.told(overdraft_lines(found)),
        voice.tell(position_text(found)),
    ]
    return (Section(voice.say("meeting.funds"), tuple(Item(text) for text in said)),)


def _crews(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """The deadlines that the plan keeps and its crews do not, beside the verdict, which counts no crews."""
    text = "" if meeting.levelled is None else voice.tell(lost_text(meeting.levelled))
    return (Section(voice.say("meeting.crews"), (Item(text),)),) if text else ()


def _position(meeting: Meeting, voice: Voice) -> tuple[str, ...]:
    """How much money there is, as a note, where nothing is known to wait for it."""
    found = meeting.funds
    return () if found is None or found.asked else (voice.tell(position_text(found)),)


_ALERT_LIMITS = {Light.RED: 7, Light.YELLOW: 6, Light.GREY: 4}


_LIMIT = {Light.RED: "ceiling-passed", Light.YELLOW: "ceiling-near", Light.GREY: ""}
"""What is said of an authority's limit under a light."""


def alert_sections(meeting: Meeting, voice: Voice, *, corrected: bool = True) -> tuple[Section, ...]:
    """The alerts under their lights, red first; within a light in the order of what they cost.

    An alert is about what can be acted on now; the heading says how many tasks have the light in all. What was put
    right of its reports stands in it if `corrected`; the minutes have a section of their own.
    """
    sections = []
    for light, limit in _ALERT_LIMITS.items():
        if meeting.counts[light].tasks:
            items = tuple(_item(alert, voice, corrected) for alert in meeting.alerts if alert.light is light)
            heading = _alert_heading(light, meeting, voice)
            sections.append(Section(heading, items=items, limit=limit, file="alerts.csv", noun="alert"))
    return tuple(sections) or (Section(voice.say("meeting.calm")),)


def _alert_heading(light: Light, meeting: Meeting, voice: Voice) -> str:
    count = meeting.counts[light]
    days = voice.days(Days(Fraction(meeting.project.plan.settings.look_ahead)))
    if not count.now:
        shown = voice.count(count.tasks, "task")
        return voice.say("meeting.later-only", count=shown, light=voice.say(f"light.{light}"), days=days)
    breaches = meeting.breaches if light is Light.RED else ()
    shortfalls = (*meeting.shortfalls, *meeting.lapsed) if light is Light.RED else ()
    # Where a deadline is lost through it as well, the heading says that.
    limits = [alert for alert in meeting.alerts if alert.light is light and alert.code == _LIMIT[light]]
    kind = ".law" if shortfalls else ".both" if breaches else ""
    if breaches and not shortfalls and len(breaches) == count.now:
        # A permit that is said to be there has not been denied: its number is asked for first.
        kind = ".permit-reported" if all(one.finished is not None for one in breaches) else ".permit"
    if limits and not shortfalls:
        apart = breaches or any(alert.code != _LIMIT[light] for alert in meeting.alerts if alert.light is Light.RED)
        beside = "-both" if breaches else "-dates" if light is Light.RED and apart else ""
        kind = f".ceiling{beside}"
    elif not breaches and not shortfalls and _is_within(light, meeting):
        first = {alert.code for alert in meeting.alerts if alert.light is light}
        kind = ".within-lost" if light is Light.RED and "within-passed" not in first else ".within"
    heading = voice.say(
        f"meeting.{light}{kind}", all=voice.count(count.tasks, "task"), count=voice.count(count.now, "task")
    )
    if not count.later:
        return heading
    return voice.say("meeting.more", heading=heading, count=voice.count(count.later, "task"), days=days)


def _is_within(light: Light, meeting: Meeting) -> bool:
    """Whether what is red is so only because an actor let a period of the law pass, or some of what is yellow nears."""
    codes = [(alert.code, *alert.also) for alert in meeting.alerts if alert.light is light]
    if light is Light.RED:
        return bool(codes) and all(first in ("within-passed", "within-lost") for first, *_ in codes)
    return light is Light.YELLOW and any("within-near" in one for one in codes)


def _item(alert: Alert, voice: Voice, corrected: bool) -> Item:
    text = voice.say("sentence.gap").join(
        (voice.tell(sentence(alert, voice.plan, corrected=corrected)), *voice.told(remarks(alert)))
    )
    return Item(text, alert.light.value)


def _disputes(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """What forms say differently, none of which is recorded, until a record says what is so."""
    if not meeting.disputes:
        return ()
    items = tuple(Item(text) for text in voice.told(disputes_of(meeting.disputes.values())))
    heading = voice.say("dispute.heading", count=voice.count(len(items), "conflict"))
    return (Section(heading, items=items, limit=6, noun="conflict"),)


def _doubts(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """What to look at on site, but for what stands beside the headline."""
    if not meeting.doubts_apart:
        return ()
    items = tuple(Item(voice.tell(doubt_sentence(one, meeting.schedule))) for one in meeting.doubts_apart)
    heading = voice.say("doubt.heading", count=voice.count(len(items), "doubt"))
    return (Section(heading, items=items, limit=6, noun="doubt"),)


def _critical(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    if not meeting.critical_path:
        return ()
    target = meeting.held
    columns = (
        Column("task", shrink=True),
        Column("body", shrink=True),
        Column("remaining", drop=1),
        Column("start"),
        Column("finish"),
        Column("float"),
        Column("light"),
    )
    chain = [meeting.schedule.tasks[name] for name in meeting.critical_path]
    rows = tuple(
        (
            voice.task_name(dates.task),
            _body(dates, meeting, voice),
            _remaining(dates),
            _start(dates, voice),
            dates.last_day,
            float_of(dates, meeting.owed.get(dates.task.id)),
            voice.say(f"light.{meeting.lights[dates.task.id]}"),
        )
        for dates in chain
    )
    whole = voice.say("meeting.critical-all")
    heading = whole if target is None else voice.of(target, "meeting.critical", target=voice.task(target))
    table = Table(columns, rows, _lights(meeting, chain))
    said = (*voice.told(by_law(meeting)), *(_pause(pause, meeting, voice) for pause in meeting.pauses))
    items = tuple(Item(text) for text in said)
    return (Section(heading, items=items, table=table, limit=16, picture="critical"),)


def _pause(pause: Pause, meeting: Meeting, voice: Voice) -> str:
    """A season or a holiday before one of the critical path."""
    text = voice.tell(pause_text(pause, meeting.schedule, keyed=True))
    return voice.say("sentence.end", text=voice.say("pause.task", task=voice.whose(pause.task), pause=text))


def _why(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """Why the headline's date moved since the last meeting, and whose each day is."""
    one = meeting.ledger
    if one is None:
        return ()
    found, floats = Windows(one.milestone, (one,)), float_accounts([one])
    if any(account.used for account in floats):  # of which float another's delay in an earlier week may have made some
        whole = since_beginning(meeting.history, one.since, one.until, one.milestone, meeting.baseline, known=None)
        floats = float_accounts([one], earlier=[each for each in whole if each.until <= one.since])
    items = tuple(Item(line) for line in meeting_lines(found, floats, voice))
    return (Section(meeting_heading(found, voice), items=items, file="ledger.csv"),)


def _moved(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    since = meeting.since_previous
    if since is None:
        return ()
    day = voice.day(start_day(since.since))
    if not meeting.moved:
        return (Section(voice.say("meeting.nothing-moved", since=day)),)
    columns = (
        Column("task", shrink=True),
        Column("body", shrink=True, drop=1),
        Column("before"),
        Column("now"),
        Column("moved"),
        Column("start_moved", drop=4),
        Column("float_used", drop=3),
        Column("light"),
    )
    chain = [meeting.schedule.tasks[name] for name in meeting.moved]
    used = [_used(dates, meeting) for dates in chain]
    rows = tuple(
        _moved_row(dates, since.movements[dates.task.id], gone, meeting, voice)
        for dates, gone in zip(chain, used, strict=True)
    )
    return (
        Section(voice.say("meeting.moved", since=day), table=Table(columns, rows, _lights(meeting, chain)), limit=3),
    )


def _moved_row(
    dates: TaskDates, movement: Movement, used: Days | None, meeting: Meeting, voice: Voice
) -> tuple[Value, ...]:
    moved = shown_shift(movement, dates.task)
    begun = (start_day(movement.start_after) - start_day(movement.start_before)).days
    return (
        voice.task_name(dates.task),
        _body(dates, meeting, voice),
        *(voice.day(day) for day in shown_finishes(movement, dates.task)),
        _shifted(moved, movement.finish_shift, voice),
        _shifted(moved if dates.task.is_milestone else begun, movement.start_shift, voice),
        None if used is None else _change(used, voice),
        voice.say(f"light.{meeting.lights[dates.task.id]}"),
    )


def _shifted(days: int, minutes: Minutes, voice: Voice) -> str | None:
    """How far a date moved: the days between the two days shown, within one day the hours; nothing where it stayed."""
    if not minutes:
        return None
    return voice.say("later" if minutes > 0 else "earlier", days=voice.apart(days, minutes))


def _used(dates: TaskDates, meeting: Meeting) -> Days | None:
    """How much of the room that every table tells was used up since the meeting before; None where either has none."""
    before = None if meeting.previous is None else meeting.previous.tasks.get(dates.task.id)
    was = None if before is None else float_of(before, meeting.owed_before.get(before.task.id))
    left = float_of(dates, meeting.owed.get(dates.task.id))
    return None if was is None or left is None else Days(was.amount - left.amount)


def _change(used: Days, voice: Voice) -> str:
    """Room that was used up, or came free, since the meeting before."""
    days = voice.days(replace(used, amount=abs(used.amount)))
    return days if not used.amount else voice.say("float.less" if used.amount > 0 else "float.more", days=days)


def _decided(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """The revisions since the meeting before, and what was put right of the reports."""
    made = decisions(meeting)
    told = [one.revision for one in made]
    items = tuple(Item(voice.tell(decision(one.revision, one.before, one.after, told))) for one in made)
    put_right = tuple(Item(text) for text in voice.told(corrected(meeting.corrected)))
    sections = (("meeting.decided", items), ("meeting.corrected", put_right))
    return tuple(Section(voice.say(key), items=listed, limit=5) for key, listed in sections if listed)


def _decisions(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    """What the decisions are worth today, the newest first, and what was delivered of what was promised for them.

    Those on which no date hangs any more, and for which nothing was promised, are one line together; not today's.
    """
    found = meeting.decisions
    if found is None or not found.entries:
        return ()
    told = [one for one in found.entries if one.bears or one.event.day == meeting.data_date]
    items = tuple(Item(voice.tell(entry_text(one, found))) for one in reversed(told))
    if over := len(found.entries) - len(told):
        key = "meeting.decisions.over" if over == 1 else "meeting.decisions.over.several"
        said = {"target": voice.task(found.milestone), "now": voice.day(found.dates.last_day)}
        items += (Item(voice.say(key, count=voice.count(over, "decision"), **said)),)
    heading = voice.say("meeting.decisions", count=voice.count(found.count, "decision"))
    return (Section(heading, items=items, limit=5, noun="decision"),)


def _upcoming(meeting: Meeting, voice: Voice) -> tuple[Section, ...]:
    if not meeting.upcoming:
        return ()
    columns = (
        Column("body", shrink=True),
        Column("task", shrink=True),
        Column("remaining", drop=2),
        Column("requested_start", drop=1),
        Column("requested_finish"),
        *((Column("latest_finish"), Column("forecast", drop=1)) if meeting.owed else ()),
        Column("float"),
        Column("light"),
    )
    chain = [
        (body if k == 0 else _ABOVE, meeting.schedule.tasks[name])
        for body, names in meeting.upcoming.items()
        for k, name in enumerate(names)
    ]
    rows = tuple(_upcoming_row(body, dates, meeting, voice) for body, dates in chain)
    until = meeting.data_date + meeting.project.plan.settings.look_ahead * DAY
    return (
        Section(
            voice.say("meeting.upcoming", until=voice.finish(until)),
            items=tuple(Item(text) for text in voice.told(outdated_notes(meeting))),
            table=Table(columns, rows, _lights(meeting, [dates for _, dates in chain])),
            limit=20,
        ),
    )


_ABOVE = ""
"""The body of a row that stands below another of its body; no id is empty."""


def _upcoming_row(body: str | None, dates: TaskDates, meeting: Meeting, voice: Voice) -> tuple[Value, ...]:
    """One task of a body; the body is named in the first of its rows, and is `_ABOVE` in the others.

    Its red line and its forecast, of which its room is the difference, stand beside what is asked for, where any task
    has one. Of what serves no deadline the float is to the
    end of the plan, and is said only where all others are that too.
    """
    request, row = meeting.requests.get(dates.task.id), meeting.owed.get(dates.task.id)
    return (
        None if body == _ABOVE else voice.body(body),
        voice.for_whom(dates.task),
        _remaining(dates),
        None if request is None else start_cell(dates, request.start),
        voice.of(dates.task.id, "meeting.report") if request is None else request.finish,
        *((None if request is None else request.latest_finish, dates.last_day) if meeting.owed else ()),
        float_of(dates, row) if row is not None or not meeting.owed else None,
        voice.say(f"light.{meeting.lights[dates.task.id]}"),
    )


def _unreported(meeting: Meeting, voice: Voice) -> Section:
    if not meeting.unreported:
        return Section(voice.say("meeting.all-reported"))
    return Section(
        voice.say("meeting.unreported", count=voice.count(len(meeting.unreported), "task")),
        # A task has one light: what is red already is red here too.
        items=tuple(Item(voice.whose(name), meeting.lights[name].value) for name in meeting.unreported),
        limit=6,
    )


def _start(dates: TaskDates, voice: Voice) -> Value:
    """A forecast start; what has started says so."""
    return voice.say("started") if dates.stage is Stage.IN_PROGRESS else dates.first_day


def _remaining(dates: TaskDates) -> Days | None:
    return None if dates.task.is_milestone else worked(dates.remaining, dates)


def _body(dates: TaskDates, meeting: Meeting, voice: Voice) -> str | None:
    """Who answers for a task: of an approval, who has to act on the file."""
    body = meeting.answers_for(dates.task.id)
    return None if body is None else voice.body(body)


def _lights(meeting: Meeting, chain: Iterable[TaskDates]) -> tuple[str, ...]:
    return tuple(meeting.lights[dates.task.id].value for dates in chain)
