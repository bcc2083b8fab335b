"""Slippage alerts: which tasks need the meeting's eye, under which light, and what they cost the deadline.

An alert is a code with facts; its sentence is written by `schedule.output.words.sentences`. Thresholds come from the
plan's settings. This module must never know a language or a colour's RGB.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from schedule.analysis.dates.comparison import Comparison, shown_shift
from schedule.analysis.dates.deadlines import DeadlineRow, lateness_through, lateness_without, room
from schedule.analysis.dates.lawful import Shortfall
from schedule.analysis.dates.requests import Request
from schedule.analysis.dates.within import Within, is_lost
from schedule.analysis.dates.within import is_near as is_soon
from schedule.analysis.dates.within import is_passed as is_late
from schedule.analysis.reports.ceilings import Ceiling, is_near, is_passed
from schedule.analysis.reports.corrections import Corrected
from schedule.analysis.reports.custody import answers_for, owed_by_applicant
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.permits import Breach
from schedule.analysis.reports.reporting import Done, could_have_moved, has_nothing_left
from schedule.analysis.rounding import tenths
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, Wait, shown_days
from schedule.law.clock import Clock
from schedule.model import ConstraintKind, Dispute, Instant, Minutes

Fact = str | int | float | None


class Light(StrEnum):
    """红、黄、灰、绿, from what must be settled today to what goes well. Grey: not reported, or no evidence."""

    RED = "red"
    YELLOW = "yellow"
    GREY = "grey"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the alert list: all that is wrong with one task, under the task's own light.

    Codes: `deadline-missed` (a deadline's own forecast is past it), `overdue` (a latest start or finish has passed),
    `before-permit` (the law wants its document before what has begun; `breach` says what), `floor-broken` (it ended
    before the law lets it, by `shortfall`), `negative-float`, `ceiling-passed` (its authority has not decided within
    the days that it has, by `ceiling`), `ceiling-near` (it soon has to), `begun-lapsed` (it began when what it
    needs had lapsed, by `within`), `within-passed` (what the law wants within some days of an event is not done),
    `within-lost` (as things stand it will not be), `within-near` (it soon has to be),
    `date-missed` (no deadline, but a date that a constraint fixes is lost), `finish-due` (its deadline is not ahead any
    more, all is done, and nobody has reported it finished), `not-reported`, `no-evidence`,
    `ready-not-started` (free to begin, due, not begun), `start-due` (the latest start is near), `low-float`, `asked`
    (the reports about it give reason to ask), `to-settle` (forms say different things of it, by `dispute`, or its body
    asks the meeting). `code` is the gravest, `also`
    are the others. `desk` is who answers for the task; `body`, who is told, is the same, but for work before its
    permit who works, and for a limit that has passed the authority that had to decide. `through` is by how much the
    deadline is missed through this task, whatever else holds it up: elapsed minutes at the deadline's end, 0 where it
    still holds. `cost` is what of it would be won if the task were done, 0 where others hold the deadline up alike.
    `facts` are plain values: dates as ISO text, days as numbers, calendar days but for those of a limit, which are of
    its unit, and for `slip_work_days`, whose `unit` is that of the task's calendar; `late_days` is the cost as a
    reader counts it, in the difference of the days on which the deadline is reached, absent within one day; where
    others hold it up too, `deadline_late_days` and `deadline_late_min` are how late it is in all. `deadline` is the
    one that decides; where that is another task's, `own_deadline` is the task's own, and `own_late_days` and
    `own_late_min` how late that is. Where the plan could not keep the deadline on its first day, `soonest` is what it
    could reach, and the cost is what is lost beyond that. `start_late_days` is how late a start is that the plan
    fixes. `wait` is the money that the task waits for, and `undated` says that nobody can tell its dates because of
    money, its own or that of what comes before it.
    """

    code: str
    light: Light
    task: str
    body: str | None
    cost: Minutes = 0
    facts: Mapping[str, Fact] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    desk: str | None = None
    breach: Breach | None = None
    shortfall: Shortfall | None = None
    through: Minutes = 0
    corrected: tuple[Corrected, ...] = ()
    dispute: Dispute | None = None
    ceiling: Ceiling | None = None
    within: Within | None = None
    wait: Wait | None = None
    undated: bool = False

    @property
    def is_unlawful(self) -> bool:
        """Whether the law was broken, whatever the dates say: it stands before everything else on every paper."""
        return self.breach is not None or self.shortfall is not None or self.code == "begun-lapsed"

    @property
    def bodies(self) -> tuple[str | None, ...]:
        """Whom it is about, `body` first: of work before its permit all who are at work, then who has to get it.

        An authority over its limit is told of it also while the file is back at its applicant's; whose forms differ,
        each of them.
        """
        told = _bodies(self.body, self.desk, self.breach)
        if self.code == "to-settle" and self.dispute is not None:
            told = tuple(dict.fromkeys((*told, *self.dispute.bodies)))
        return told if self.authority is None or self.breach is not None else (*told, self.authority)

    @property
    def authority(self) -> str | None:
        """The authority whose limit has passed, where the alert is another body's before it is the authority's."""
        passed = self.ceiling is not None and "ceiling-passed" in (self.code, *self.also)
        return self.ceiling.body if passed and self.ceiling is not None and self.ceiling.body != self.body else None


_LIGHTS: Mapping[str, Light] = {
    "before-permit": Light.RED,
    "floor-broken": Light.RED,
    "begun-lapsed": Light.RED,
    "deadline-missed": Light.RED,
    "overdue": Light.RED,
    "negative-float": Light.RED,
    "date-missed": Light.RED,
    "ceiling-passed": Light.RED,
    "within-passed": Light.RED,
    "within-lost": Light.RED,
    "finish-due": Light.GREY,
    "not-reported": Light.GREY,
    "no-evidence": Light.GREY,
    "ceiling-near": Light.YELLOW,
    "within-near": Light.YELLOW,
    "ready-not-started": Light.YELLOW,
    "start-due": Light.YELLOW,
    "low-float": Light.YELLOW,
    "asked": Light.YELLOW,
    "to-settle": Light.YELLOW,
}
"""Under which light each code stands. A lag behind the baseline is a fact of the tables, no code."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What alerts are judged by: the schedule, its backward schedule by task, and how it moved.

    `expected` is the forecast of the meeting before, or the plan's own where there was none. `asked` are the tasks of
    which the reports give reason to ask somebody, each with the codes of the reasons: whoever finds one more question
    hands in its tasks here. `requests`
    are what the bodies are asked for, which alerts repeat and no light is judged by. `breaches` are
    the legal preconditions that what follows did not wait for, by task, `shortfalls` what ended before a statutory
    floor lets it. `ceilings` are the limits on authorities, by task, `within` the periods that run for an actor. `done`
    are the tasks that are done and not reported so, `corrected` what was put right of the reports of each since the
    meeting before, which no light is judged by either. `disputes` are what forms said differently, by task.
    """

    schedule: Schedule
    expected: Schedule
    rows: Mapping[str, DeadlineRow]
    unreported: Collection[str]
    since_baseline: Comparison | None
    since_previous: Comparison | None
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requests: Mapping[str, Request] = field(default_factory=dict)
    breaches: Mapping[str, Breach] = field(default_factory=dict)
    shortfalls: Mapping[str, Shortfall] = field(default_factory=dict)
    ceilings: Mapping[str, Ceiling] = field(default_factory=dict)
    within: Mapping[str, Within] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    corrected: Mapping[str, tuple[Corrected, ...]] = field(default_factory=dict)
    disputes: Mapping[str, Dispute] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Count:
    """How many tasks have a light, and how many of them can be acted on now: those have an alert."""

    tasks: int
    now: int

    @property
    def later(self) -> int:
        """How many have the light and no alert yet."""
        return self.tasks - self.now


def light_of(name: str, evidence: Evidence) -> Light:
    """The light of one task: that of the gravest of what is wrong with it.

    Red: a deadline is already missed through it, work has begun that the law lets begin only after it, or its authority
    has not decided within its limit, whatever float there is. Grey: not reported, or finished without the document that
    closes it.
    Yellow is for what needs eyes this week: free to begin and due and not begun, a latest start or the last day of an
    authority's limit within the plan's `start_within` days, that limit nearly used up, no more float than its
    `low_float` towards a deadline, or an open question: a report that somebody must be asked about, or that asks the
    meeting to settle something. Green: none of these, however far behind
    the baseline. A task that serves no deadline is judged by float only where that is below nothing: then a date that
    the plan fixes otherwise is lost, and that is red too.
    """
    codes = _codes(name, evidence)
    return _LIGHTS[codes[0]] if codes else Light.GREEN


def alerts(evidence: Evidence) -> tuple[Alert, ...]:
    """The alerts of a schedule, the dearest to the deadline first, then red before yellow before grey, then by urgency.

    Work before its permit, and what ended before the law lets it, stand before all: no date excuses them. Work before
    its permit is one line on the permit, whoever works.
    A line is about something that can be acted on now: a task under way, due to start or to be finished within the
    look-ahead, a deadline's own task, or a report that is owed. A task has one line, under its light.
    """
    tasks = evidence.schedule.tasks
    coded = {name: _codes(name, evidence) for name, dates in tasks.items() if _is_near(dates, evidence)}
    coded = {name: codes for name, codes in coded.items() if codes}
    missed = [row for row in (evidence.rows.get(name) for name in coded) if row is not None and row.impossible]
    through = lateness_through(evidence.schedule, missed)
    # Of a deadline's own task, and of what is over, nothing would be won by doing it.
    owing = [row for row in missed if row.deadline != row.task and row.task not in evidence.done and through[row.task]]
    without = lateness_without(evidence.schedule, owing)
    place = {name: k for k, name in enumerate(tasks)}

    def urgency(alert: Alert) -> tuple[bool, int, int, Instant, int]:
        row = evidence.rows.get(alert.task)
        due = row.latest_finish if row is not None else tasks[alert.task].finish
        return not alert.is_unlawful, -alert.through, list(Light).index(alert.light), due, place[alert.task]

    found = [
        _alert(codes, tasks[name], through.get(name, 0), without.get(name, 0), evidence)
        for name, codes in coded.items()
    ]
    return tuple(sorted(found, key=urgency))


def counts_of(lights: Mapping[str, Light], found: Collection[Alert]) -> dict[Light, Count]:
    """How many tasks of each light there are, and how many of them have an alert."""
    shown, now = [*lights.values()], [alert.light for alert in found]
    return {light: Count(shown.count(light), now.count(light)) for light in Light}


def red_tasks(evidence: Evidence) -> tuple[str, ...]:
    """The tasks that have a red alert, in the schedule's order."""
    tasks = evidence.schedule.tasks
    near = (name for name, dates in tasks.items() if _is_near(dates, evidence))
    return tuple(name for name in near if light_of(name, evidence) is Light.RED)


def _is_near(dates: TaskDates, evidence: Evidence) -> bool:
    """Whether something can be done about a task now: not if it begins after the look-ahead and nothing is owed."""
    state = evidence.schedule.state
    soon = state.data_date + state.plan.settings.look_ahead * DAY
    name = dates.task.id
    passed, near = _limit(name, evidence)
    owed = name in evidence.unreported or name in evidence.breaches or name in evidence.shortfalls
    owed = owed or name in evidence.disputes or (name in evidence.within and evidence.within[name].began is not None)
    owed = owed or bool(passed or near)
    return dates.task.deadline is not None or dates.start < soon or owed


def _codes(name: str, evidence: Evidence) -> tuple[str, ...]:
    """What is wrong with a task, the gravest first."""
    dates = evidence.schedule.tasks[name]
    asked = ["asked"] if name in evidence.asked else []
    permit = ["before-permit"] if name in evidence.breaches else []
    permit += ["floor-broken"] if name in evidence.shortfalls else []
    actor = evidence.within.get(name)
    permit += ["begun-lapsed"] if actor is not None and actor.began is not None else []
    passed, near = _limit(name, evidence)
    differ = ["to-settle"] if name in evidence.disputes else []
    if dates.stage is Stage.FINISHED:
        return (*permit, *differ, *(["no-evidence"] if lacks_document(dates) and not permit else []), *asked)
    asked += ["to-settle"] if dates.status.request is not None and not differ else []
    done = evidence.done.get(name)
    due = done is not None and done.due
    silent = ["finish-due"] if due else ["not-reported"] if name in evidence.unreported else []
    row = evidence.rows.get(name)
    if permit:
        return (*permit, *passed, *differ, *silent, *asked)  # what it costs the deadline stands in the same line
    if _is_lost(dates, row):
        return (_lost(dates, row, evidence.schedule.state.data_date), *passed, *differ, *silent, *asked)
    # Of what is done nobody is told to make haste.
    return (*passed, *differ, *silent, *([] if due else _near(name, dates, row, evidence)), *near, *asked)


def _limit(name: str, evidence: Evidence) -> tuple[list[str], list[str]]:
    """What there is to say of an authority's limit or an actor's period: that it has passed, or that it is near."""
    one, actor, state = evidence.ceilings.get(name), evidence.within.get(name), evidence.schedule.state
    passed, near, days = list[str](), list[str](), state.plan.settings.start_within
    if one is not None and is_passed(one.clock):
        passed.append("ceiling-passed")
    elif one is not None and is_near(one.clock, state.data_date, days):
        near.append("ceiling-near")
    if actor is not None and is_late(actor, state.data_date):
        passed.append("within-passed")
    elif actor is not None and is_lost(actor, state.data_date):
        passed.append("within-lost")
    elif actor is not None and is_soon(actor, state.data_date, days):
        near.append("within-near")
    return passed, near


def _lost(dates: TaskDates, row: DeadlineRow | None, data_date: Instant) -> str:
    """How a task is red."""
    if row is None or not row.impossible:
        return "date-missed"
    if dates.misses_deadline:
        return "deadline-missed"
    passed = row.latest_finish < data_date or (dates.stage is Stage.NOT_STARTED and row.latest_start < data_date)
    return "overdue" if passed else "negative-float"


def _near(name: str, dates: TaskDates, row: DeadlineRow | None, evidence: Evidence) -> list[str]:
    """What about its dates asks for eyes this week: the first of what can be said, for each says what to do."""
    # That a task which could begin did not is what its missing report says already; where forms differ nobody knows.
    if name not in evidence.unreported and name not in evidence.disputes and _is_ready(name, dates, evidence):
        return ["ready-not-started"]
    if name in evidence.done:
        return []
    if _is_due(dates, row, evidence):
        return ["start-due"]
    return ["low-float"] if _is_low(dates, row, evidence) else []


def _alert(codes: tuple[str, ...], dates: TaskDates, through: Minutes, without: Minutes, evidence: Evidence) -> Alert:
    name, status, cost = dates.task.id, dates.status, through
    row, request = evidence.rows.get(name), evidence.requests.get(name)
    duty = owed_by_applicant(dates.task, status, evidence.schedule.state.data_date)
    breach, shortfall = evidence.breaches.get(name), evidence.shortfalls.get(name)
    done = evidence.done.get(name)
    baseline, previous = evidence.since_baseline, evidence.since_previous
    slip = baseline.movements.get(name) if baseline is not None else None
    moved = previous.movements.get(name) if previous is not None else None
    facts: dict[str, Fact] = {
        "stage": dates.stage.value,
        "start": dates.first_day.isoformat(),
        "finish": dates.last_day.isoformat(),
        "requested_start": None if request is None or request.start is None else request.start.isoformat(),
        "requested_finish": None if request is None else request.finish.isoformat(),
        "unit": "cd" if dates.calendar.counts_calendar_days else "wd",
        "slip_days": None if slip is None else shown_shift(slip, dates.task),
        "slip_work_days": None if slip is None else _days(Fraction(slip.finish_slip, dates.calendar.day_minutes)),
        "moved_days": None if moved is None else shown_shift(moved, dates.task),
        "last_report": None if status.reported is None else start_day(status.reported).isoformat(),
        "asked": " ".join(evidence.asked.get(name, ())) or None,
        "evidence": dates.task.evidence,
        "done": None if done is None or done.at is None else dates.last_day.isoformat(),
        "done_by": None if done is None else dates.last_day.isoformat(),
        "applicant": None if duty is None else duty.value,
        "cause": status.cause,
        "note": status.note,
        "request": status.request,
    }
    if row is not None:
        latest_start, latest_finish = shown_days(dates.task, row.latest_start, row.latest_finish)
        facts |= {
            "latest_start": latest_start.isoformat(),
            "latest_finish": latest_finish.isoformat(),
            "float_days": _days(room(dates, row.latest_finish)),
            "deadline": finish_day(row.deadline_at).isoformat(),
            "deadline_task": row.deadline,
        }
        own = dates.task.deadline
        if own is not None and row.deadline != name:
            facts["own_deadline"] = finish_day(own).isoformat()
            if dates.misses_deadline:
                facts["own_late_days"] = (dates.last_day - finish_day(own)).days
                facts["own_late_min"] = dates.finish - own
        if row.soonest is not None:
            facts["soonest"] = finish_day(row.soonest).isoformat()
        owing = evidence.schedule.tasks[row.deadline]
        if through and without:
            # Others hold the deadline up as well: what is said is how late it is in all, and what of it is this task's.
            late = owing.finish - row.kept_at
            days, cost = _late_days(row, owing, late), late - without
            facts |= {"deadline_late_min": late, "deadline_late_days": days or None}
            facts["late_days"] = days - _late_days(row, owing, without) or None
        elif through:
            facts["late_days"] = _late_days(row, owing, through) or None
    elif _is_lost(dates, row) and dates.fixed is not None:
        begins = _starts_too_late(dates)
        latest_start, latest_finish = shown_days(dates.task, *dates.fixed)
        facts |= {
            "latest_start": latest_start.isoformat(),
            "latest_finish": latest_finish.isoformat(),
            "short_days": _days(-room(dates, dates.fixed[1])),
            "start_late_days": (dates.first_day - latest_start).days if begins else None,
        }
    desk = answers_for(dates.task, status, evidence.schedule.state.data_date)
    if breach is not None:
        facts |= {"begun": " ".join(one.task for one in breach.begun), "building": int(breach.building)}
    if shortfall is not None:
        facts |= {
            "must": shortfall.must.isoformat(),
            "lacking_days": shortfall.days,
            "floor": shortfall.period,
            "article": shortfall.term.article,
        }
    ceiling = evidence.ceilings.get(name) if {"ceiling-passed", "ceiling-near"} & {*codes} else None
    if ceiling is not None:
        facts |= _limit_facts(ceiling.clock)
    within = evidence.within.get(name) if _WITHIN & {*codes} else None
    if within is not None:
        facts |= {
            "due": within.due.isoformat(),
            "limit": f"{within.term.number}{within.term.unit}",
            "since": within.event.isoformat(),
            "began": None if within.began is None else within.began.isoformat(),
            "article": within.term.article,
        }
    return Alert(
        code=codes[0],
        light=_LIGHTS[codes[0]],
        task=name,
        body=_body(codes[0], desk, breach, ceiling),
        cost=cost,
        facts=facts,
        also=codes[1:],
        desk=desk,
        breach=breach,
        shortfall=shortfall,
        through=through,
        corrected=evidence.corrected.get(name, ()),
        dispute=evidence.disputes.get(name),
        ceiling=ceiling,
        within=within,
        wait=evidence.schedule.funding.waits.get(name),
        undated=name in evidence.schedule.funding.undated,
    )


_WITHIN = {"begun-lapsed", "within-passed", "within-lost", "within-near"}
"""What is said of a period after an event."""


def _late_days(row: DeadlineRow, owing: TaskDates, late: Minutes) -> int:
    """So many minutes too late as a reader counts them: from the deadline's day to the day it would be reached."""
    at = row.kept_at + late
    _, reached = shown_days(owing.task, at, at, owing.at_beginning and at == owing.finish)
    _, kept = shown_days(owing.task, row.kept_at, row.kept_at)
    return (reached - (kept if row.soonest else finish_day(row.deadline_at))).days


def told(dates: TaskDates, evidence: Evidence) -> tuple[str | None, ...]:
    """The bodies that are told of what is wrong with a task because it is in their hands.

    Of `Alert.bodies` all, but for an authority that is over its limit and has not got the file.
    """
    breach = evidence.breaches.get(dates.task.id)
    desk = answers_for(dates.task, dates.status, evidence.schedule.state.data_date)
    code = next(iter(_codes(dates.task.id, evidence)), "")
    return _bodies(_body(code, desk, breach, evidence.ceilings.get(dates.task.id)), desk, breach)


def _body(code: str, desk: str | None, breach: Breach | None, ceiling: Ceiling | None) -> str | None:
    """Who is told first: who answers for the task; of work before its permit, who works; of a limit, who decides."""
    if code == "ceiling-passed" and ceiling is not None:
        return ceiling.body
    working = (one.body for one in (() if breach is None else breach.begun) if one.body is not None)
    return next(working, desk)


def _bodies(body: str | None, desk: str | None, breach: Breach | None) -> tuple[str | None, ...]:
    if breach is None:
        return (body,)
    working = (one.body for one in breach.underway)
    named = (one for one in (body, *working, desk) if one is not None)
    return tuple(dict.fromkeys(named)) or (None,)


def _starts_too_late(dates: TaskDates) -> bool:
    """Whether the date that the plan fixes and that is lost is one of the task's own start; a milestone has one end."""
    if dates.stage is not Stage.NOT_STARTED or dates.task.is_milestone:
        return False
    return any(one.kind in _LATEST_STARTS and one.instant < dates.start for one in dates.task.constraints)


_LATEST_STARTS = (ConstraintKind.START_NO_LATER_THAN, ConstraintKind.START_ON, ConstraintKind.MANDATORY_START)


def _limit_facts(clock: Clock) -> dict[str, Fact]:
    """An authority's limit as plain values: days of the limit's own unit."""
    return {
        "limit": f"{clock.limit if clock.left is not None else clock.term.number}{clock.term.unit}",
        "accepted": None if clock.accepted is None else clock.accepted.isoformat(),
        "accepted_by": None if clock.known is None else clock.known.value,
        "used_days": clock.used,
        "stopped_days": clock.stopped,
        "due": None if clock.due is None else clock.due.isoformat(),
        "over_days": clock.over,
        "article": clock.term.article,
    }


def _days(days: Fraction) -> int | float:
    """A number of days: a whole one where it is whole, else to a tenth, which is not nothing where the days are not."""
    days = tenths(days)
    return days.numerator if days.denominator == 1 else float(days)


def _is_lost(dates: TaskDates, row: DeadlineRow | None) -> bool:
    """Whether a deadline is missed through a task, or, where it serves none, another date that the plan fixes."""
    if row is not None:
        return row.impossible
    return dates.is_too_late


def _is_ready(name: str, dates: TaskDates, evidence: Evidence) -> bool:
    expected = evidence.expected.tasks.get(name)
    return dates.stage is Stage.NOT_STARTED and could_have_moved(dates, evidence.schedule, expected)


def _is_low(dates: TaskDates, row: DeadlineRow | None, evidence: Evidence) -> bool:
    limit = evidence.schedule.state.plan.settings.low_float
    if row is not None and has_nothing_left(dates):
        # No working day is needed any more: a site that is closed until March takes nothing from it.
        return room(dates, row.latest_finish) <= limit
    return row is not None and row.float <= limit * dates.calendar.day_minutes


def _is_due(dates: TaskDates, row: DeadlineRow | None, evidence: Evidence) -> bool:
    """Whether a task that has not started must at the latest within the days that the plan calls near."""
    if row is None or dates.stage is not Stage.NOT_STARTED or dates.task.spans:
        return False
    state = evidence.schedule.state
    return row.latest_start < state.data_date + state.plan.settings.start_within * DAY
