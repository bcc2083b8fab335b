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
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import Minutes, Plan
from schedule.output.tables.contents import Column, Table, begin_cell, float_of
from schedule.output.why.sentences import meeting_heading, meeting_lines
from schedule.output.words.crews import lost_text
from schedule.output.words.decisions import bearing, decision
from schedule.output.words.disputed import disputes_of
from schedule.output.words.money import (
    held_text,
    overdraft_lines,
    overdue_sentence,
    position_text,
    reason_text,
    verdict_sentences,
)
from schedule.output.words.notices import calendar_notices, head_marks, rules_notice
from schedule.output.words.phrases import Cell, worked
from schedule.output.words.promised import entry_text
from schedule.output.words.put_right import corrected
from schedule.output.words.recovery import remedies
from schedule.output.words.saying import (
    Days,
    Phrase,
    WholeDay,
    apart,
    body_name,
    for_whom,
    joined,
    number_of,
    project_name,
    say,
    say_of,
    task_name,
    whose,
)
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

    text: Phrase
    light: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over a list, a table, or a list above its table.

    A screen shows the first `limit` lines and names the file with the rest.
    """

    heading: Phrase
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

    title: Phrase
    day: Phrase
    headline: Phrase
    light: Light | None
    sample: tuple[Phrase, ...]
    notices: tuple[Phrase, ...]
    sections: tuple[Section, ...]
    decided: tuple[Phrase, ...] = ()
    remedy: tuple[Phrase, ...] = ()
    asked: tuple[Phrase, ...] = ()
    begun: tuple[Phrase, ...] = ()


def bulletin(meeting: Meeting) -> Bulletin:
    """The paper of a meeting, made once: the same for the screen, the minutes, the page and the index."""
    return meeting.once(_bulletin)


def _bulletin(meeting: Meeting) -> Bulletin:
    return Bulletin(
        title=say("meeting.title", project=project_name()),
        day=WholeDay(start_day(meeting.data_date), weekday=True),
        headline=verdict_text(meeting),
        begun=before_permits(meeting),
        asked=tuple(doubt_sentence(one, meeting.schedule) for one in meeting.asked_of_headline),
        light=meeting.light,
        decided=bearing(meeting),
        remedy=remedies(meeting),
        sample=head_marks(meeting.schedule),
        notices=(
            say("meeting.days"),
            *_position(meeting),
            *soonest_notes(meeting),
            *rules_notice(meeting.schedule),
            *calendar_notices(meeting.schedule),
        ),
        sections=(
            *alert_sections(meeting, corrected=False),
            *_disputes(meeting),
            *_doubts(meeting),
            *_critical(meeting),
            *_funds(meeting),
            *_crews(meeting),
            *_why(meeting),
            *_moved(meeting),
            *_decided(meeting),
            *_decisions(meeting),
            *_upcoming(meeting),
            _unreported(meeting),
        ),
    )


def _funds(meeting: Meeting) -> tuple[Section, ...]:
    """What money does to the date, and how much of it there is, where tasks need or use any."""
    found = meeting.funds
    if found is None or not found.asked:
        return ()
    told = verdict_sentences(found) if found.goal == meeting.headline.task else ()  # by the verdict above
    said = [
        *([] if told else [held_text(found)]),
        *overdraft_lines(found),
        position_text(found),
        *map(overdue_sentence, meeting.overdue),
    ]
    return (Section(say("meeting.funds"), tuple(Item(text) for text in said)),)


def _crews(meeting: Meeting) -> tuple[Section, ...]:
    """The deadlines that the plan keeps and its crews do not, beside the verdict, which counts no crews."""
    text = "" if meeting.levelled is None else lost_text(meeting.levelled)
    return (Section(say("meeting.crews"), (Item(text),)),) if text else ()


def _position(meeting: Meeting) -> tuple[Phrase, ...]:
    """How much money there is, as a note, where nothing is known to wait for it."""
    found = meeting.funds
    return () if found is None or found.asked else (position_text(found),)


_ALERT_LIMITS = {Light.RED: 7, Light.YELLOW: 6, Light.GREY: 4}


_LIMIT = {Light.RED: "ceiling-passed", Light.YELLOW: "ceiling-near", Light.GREY: ""}
"""What is said of an authority's limit under a light."""


def alert_sections(meeting: Meeting, *, corrected: bool = True) -> tuple[Section, ...]:
    """The alerts under their lights, red first; within a light in the order of what they cost.

    An alert is about what can be acted on now; the heading says how many tasks have the light in all. What was put
    right of its reports stands in it if `corrected`; the minutes have a section of their own.
    """
    sections = []
    for light, limit in _ALERT_LIMITS.items():
        if meeting.counts[light].tasks:
            items = tuple(
                _item(alert, meeting.schedule.state.plan, corrected) for alert in meeting.alerts if alert.light is light
            )
            heading = _alert_heading(light, meeting)
            sections.append(Section(heading, items=items, limit=limit, file="alerts.csv", noun="alert"))
    return tuple(sections) or (Section(say("meeting.calm")),)


def _alert_heading(light: Light, meeting: Meeting) -> Phrase:
    count = meeting.counts[light]
    days = Days(Fraction(meeting.project.plan.settings.look_ahead))
    if not count.now:
        shown = number_of(count.tasks, "task")
        return say("meeting.later-only", count=shown, light=say(f"light.{light}"), days=days)
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
    elif light is Light.GREY and meeting.greys_by_money:
        kind = ".money"
    heading = say(f"meeting.{light}{kind}", all=number_of(count.tasks, "task"), count=number_of(count.now, "task"))
    if not count.later:
        return heading
    return say("meeting.more", heading=heading, count=number_of(count.later, "task"), days=days)


def _is_within(light: Light, meeting: Meeting) -> bool:
    """Whether what is red is so only because an actor let a period of the law pass, or some of what is yellow nears."""
    codes = [(alert.code, *alert.also) for alert in meeting.alerts if alert.light is light]
    if light is Light.RED:
        return bool(codes) and all(first in ("within-passed", "within-lost") for first, *_ in codes)
    return light is Light.YELLOW and any("within-near" in one for one in codes)


def _item(alert: Alert, plan: Plan, corrected: bool) -> Item:
    text = joined((sentence(alert, plan, corrected=corrected), *remarks(alert)), "sentence.gap")
    return Item(text, alert.light.value)


def _disputes(meeting: Meeting) -> tuple[Section, ...]:
    """What forms say differently, none of which is recorded, until a record says what is so."""
    if not meeting.disputes:
        return ()
    items = tuple(Item(text) for text in disputes_of(meeting.disputes.values()))
    heading = say("dispute.heading", count=number_of(len(items), "conflict"))
    return (Section(heading, items=items, limit=6, noun="conflict"),)


def _doubts(meeting: Meeting) -> tuple[Section, ...]:
    """What to look at on site, but for what stands beside the headline."""
    if not meeting.doubts_apart:
        return ()
    items = tuple(Item(doubt_sentence(one, meeting.schedule)) for one in meeting.doubts_apart)
    heading = say("doubt.heading", count=number_of(len(items), "doubt"))
    return (Section(heading, items=items, limit=6, noun="doubt"),)


def _critical(meeting: Meeting) -> tuple[Section, ...]:
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
            task_name(dates.task.id),
            _body(dates, meeting),
            _remaining(dates),
            _start(dates),
            dates.last_day,
            float_of(dates, meeting.owed.get(dates.task.id)),
            say(f"light.{meeting.lights[dates.task.id]}"),
        )
        for dates in chain
    )
    whole = say("meeting.critical-all")
    heading = whole if target is None else say_of(target, "meeting.critical", target=task_name(target))
    table = Table(columns, rows, _lights(meeting, chain))
    waits = (_wait(name, meeting) for name in meeting.critical_path if name in meeting.schedule.funding.waits)
    said = (*by_law(meeting), *waits, *(_pause(pause, meeting) for pause in meeting.pauses))
    items = tuple(Item(text) for text in said)
    return (Section(heading, items=items, table=table, limit=16, picture="critical"),)


def _wait(name: str, meeting: Meeting) -> Phrase:
    """The money that a task of the critical path waits for: no rest that follows its coming is the reason."""
    text = reason_text(meeting.schedule.funding.waits[name])
    return say("sentence.end", text=say("pause.task", task=whose(name), pause=text))


def _pause(pause: Pause, meeting: Meeting) -> Phrase:
    """A season or a holiday before one of the critical path."""
    text = pause_text(pause, meeting.schedule, keyed=True)
    return say("sentence.end", text=say("pause.task", task=whose(pause.task), pause=text))


def _why(meeting: Meeting) -> tuple[Section, ...]:
    """Why the headline's date moved since the last meeting, and whose each day is."""
    one = meeting.ledger
    if one is None:
        return ()
    found, floats = Windows(one.milestone, (one,)), float_accounts([one])
    if any(account.used for account in floats):  # of which float another's delay in an earlier week may have made some
        whole = since_beginning(meeting.history, one.since, one.until, one.milestone, meeting.baseline, known=None)
        floats = float_accounts([one], earlier=[each for each in whole if each.until <= one.since])
    items = tuple(Item(line) for line in meeting_lines(found, floats))
    return (Section(meeting_heading(found), items=items, file="ledger.csv"),)


def _moved(meeting: Meeting) -> tuple[Section, ...]:
    since = meeting.since_previous
    if since is None:
        return ()
    day = start_day(since.since)
    if not meeting.moved:
        return (Section(say("meeting.nothing-moved", since=day)),)
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
        _moved_row(dates, since.movements[dates.task.id], gone, meeting)
        for dates, gone in zip(chain, used, strict=True)
    )
    return (Section(say("meeting.moved", since=day), table=Table(columns, rows, _lights(meeting, chain)), limit=3),)


def _moved_row(dates: TaskDates, movement: Movement, used: Days | None, meeting: Meeting) -> tuple[Cell, ...]:
    moved = shown_shift(movement, dates.task)
    begun = (start_day(movement.start_after) - start_day(movement.start_before)).days
    return (
        task_name(dates.task.id),
        _body(dates, meeting),
        *(day for day in shown_finishes(movement, dates.task)),
        _shifted(moved, movement.finish_shift),
        _shifted(moved if dates.task.is_milestone else begun, movement.start_shift),
        None if used is None else _change(used),
        say(f"light.{meeting.lights[dates.task.id]}"),
    )


def _shifted(days: int, minutes: Minutes) -> Phrase | None:
    """How far a date moved: the days between the two days shown, within one day the hours; nothing where it stayed."""
    if not minutes:
        return None
    return say("later" if minutes > 0 else "earlier", days=apart(days, minutes))


def _used(dates: TaskDates, meeting: Meeting) -> Days | None:
    """How much of the room that every table tells was used up since the meeting before; None where either has none."""
    before = None if meeting.previous is None else meeting.previous.tasks.get(dates.task.id)
    was = None if before is None else float_of(before, meeting.owed_before.get(before.task.id))
    left = float_of(dates, meeting.owed.get(dates.task.id))
    return None if was is None or left is None else Days(was.amount - left.amount)


def _change(used: Days) -> Phrase:
    """Room that was used up, or came free, since the meeting before."""
    days = replace(used, amount=abs(used.amount))
    return days if not used.amount else say("float.less" if used.amount > 0 else "float.more", days=days)


def _decided(meeting: Meeting) -> tuple[Section, ...]:
    """The revisions since the meeting before, and what was put right of the reports."""
    made = decisions(meeting)
    told = [one.revision for one in made]
    items = tuple(Item(decision(one.revision, one.before, one.after, told)) for one in made)
    put_right = tuple(Item(text) for text in corrected(meeting.corrected))
    sections = (("meeting.decided", items), ("meeting.corrected", put_right))
    return tuple(Section(say(key), items=listed, limit=5) for key, listed in sections if listed)


def _decisions(meeting: Meeting) -> tuple[Section, ...]:
    """What the decisions are worth today, the newest first, and what was delivered of what was promised for them.

    Those on which no date hangs any more, and for which nothing was promised, are one line together; not today's.
    """
    found = meeting.decisions
    if found is None or not found.entries:
        return ()
    told = [one for one in found.entries if one.bears or one.event.day == meeting.data_date]
    items = tuple(Item(entry_text(one, found)) for one in reversed(told))
    if over := len(found.entries) - len(told):
        key = "meeting.decisions.over" if over == 1 else "meeting.decisions.over.several"
        if found.dates.stage is Stage.FINISHED:
            key = "meeting.decisions.reached"
        said = {"target": task_name(found.milestone), "now": found.dates.last_day}
        items += (Item(say_of(found.milestone, key, count=number_of(over, "decision"), **said)),)
    heading = say("meeting.decisions", count=number_of(found.count, "decision"))
    return (Section(heading, items=items, limit=5, noun="decision"),)


def _upcoming(meeting: Meeting) -> tuple[Section, ...]:
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
    rows = tuple(_upcoming_row(body, dates, meeting) for body, dates in chain)
    until = meeting.data_date + meeting.project.plan.settings.look_ahead * DAY
    return (
        Section(
            say("meeting.upcoming", until=finish_day(until)),
            items=tuple(Item(text) for text in outdated_notes(meeting)),
            table=Table(columns, rows, _lights(meeting, [dates for _, dates in chain])),
            limit=20,
        ),
    )


_ABOVE = ""
"""The body of a row that stands below another of its body; no id is empty."""


def _upcoming_row(body: str | None, dates: TaskDates, meeting: Meeting) -> tuple[Cell, ...]:
    """One task of a body; the body is named in the first of its rows, and is `_ABOVE` in the others.

    Its red line and its forecast, of which its room is the difference, stand beside what is asked for, where any task
    has one. Of what serves no deadline the float is to the
    end of the plan, and is said only where all others are that too.
    """
    request, row = meeting.requests.get(dates.task.id), meeting.owed.get(dates.task.id)
    return (
        None if body == _ABOVE else body_name(body),
        for_whom(dates.task.id),
        _remaining(dates),
        None if request is None else begin_cell(dates, request),
        say_of(dates.task.id, "meeting.report") if request is None else request.finish,
        *((None if request is None else request.latest_finish, dates.last_day) if meeting.owed else ()),
        float_of(dates, row) if row is not None or not meeting.owed else None,
        say(f"light.{meeting.lights[dates.task.id]}"),
    )


def _unreported(meeting: Meeting) -> Section:
    if not meeting.unreported:
        return Section(say("meeting.all-reported"))
    return Section(
        say("meeting.unreported", count=number_of(len(meeting.unreported), "task")),
        # A task has one light: what is red already is red here too.
        items=tuple(Item(whose(name), meeting.lights[name].value) for name in meeting.unreported),
        limit=6,
    )


def _start(dates: TaskDates) -> Cell:
    """A forecast start; what has started says so."""
    return say("started") if dates.stage is Stage.IN_PROGRESS else dates.first_day


def _remaining(dates: TaskDates) -> Days | None:
    return None if dates.task.is_milestone else worked(dates.remaining, dates)


def _body(dates: TaskDates, meeting: Meeting) -> Phrase | None:
    """Who answers for a task: of an approval, who has to act on the file."""
    body = meeting.answers_for(dates.task.id)
    return None if body is None else body_name(body)


def _lights(meeting: Meeting, chain: Iterable[TaskDates]) -> tuple[str, ...]:
    return tuple(meeting.lights[dates.task.id].value for dates in chain)
