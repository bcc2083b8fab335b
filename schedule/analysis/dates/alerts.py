"""Slippage alerts: which tasks need the meeting's eye, under which light, and what they cost the deadline.

An alert is a code with facts; its sentence is written by `schedule.output.words.sentences`. What makes one, under which
light, with which facts and whom it names stands in its row of `RULES`. Thresholds come from the plan's settings. This
module must never know a language or a colour's RGB.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from schedule.analysis.dates.comparison import Comparison, shown_shift
from schedule.analysis.dates.deadlines import DeadlineRow, lateness_through, lateness_without, room
from schedule.analysis.dates.lawful import Shortfall
from schedule.analysis.dates.overdue import Overdue
from schedule.analysis.dates.requests import Request
from schedule.analysis.dates.within import Within, is_lost
from schedule.analysis.dates.within import is_near as is_soon
from schedule.analysis.dates.within import is_passed as is_late
from schedule.analysis.reports.ceilings import Ceiling, is_near, is_passed
from schedule.analysis.reports.corrections import Corrected
from schedule.analysis.reports.custody import answers_for, owed_by_applicant
from schedule.analysis.reports.evidence import lacks_document
from schedule.analysis.reports.permits import Breach
from schedule.analysis.reports.reporting import (
    Done,
    could_have_moved,
    has_nothing_left,
    is_held,
    lacks_money,
    unfunded,
)
from schedule.analysis.rounding import tenths
from schedule.calendars.worktime import DAY, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates, Wait, shown_days
from schedule.model import ConstraintKind, Dispute, Instant, Minutes, TaskKind

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
    permit who works, for a limit that has passed the authority that had to decide, and for work that is late for want
    of overdue money who has to get that. `through` is by how much the
    deadline is missed through this task, whatever else holds it up: elapsed minutes at the deadline's end, 0 where it
    still holds. `cost` is what of it would be won if the task were done, 0 where others hold the deadline up alike.
    `facts` are plain values: dates as ISO text, days as numbers, calendar days but for those of a limit, which are of
    its unit, and for `slip_work_days`, whose `unit` is that of the task's calendar; `late_days` is the cost as a
    reader counts it, in the difference of the days on which the deadline is reached, absent within one day; where
    others hold it up too, `deadline_late_days` and `deadline_late_min` are how late it is in all. `deadline` is the
    one that decides; where that is another task's, `own_deadline` is the task's own, and `own_late_days` and
    `own_late_min` how late that is. Where the plan could not keep the deadline on its first day, `soonest` is what it
    could reach, and the cost is what is lost beyond that. `start_late_days` is how late a start is that the plan
    fixes. `held` says that the task waits for others, which the cost is through as well. `wait` is the money that it
    waits for, and `undated` says that nobody can tell its dates because of money, its own or that of what comes before
    it. `overdue` is the money that it waits for and whose day has passed: whoever has to get that is asked, and alone
    where it is late for want of nothing else (`payers`).
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
    held: bool = False
    overdue: tuple[Overdue, ...] = ()
    payers: tuple[str, ...] = ()

    @property
    def is_unlawful(self) -> bool:
        """Whether the law was broken, whatever the dates say: it stands before everything else on every paper."""
        return self.breach is not None or self.shortfall is not None or self.code == "begun-lapsed"

    @property
    def matter(self) -> Matter:
        """What the gravest of what is wrong is about."""
        return _BY_CODE[self.code].matter

    @property
    def bodies(self) -> tuple[str | None, ...]:
        """Whom it is about, `body` first: of work before its permit all who are at work, then who has to get it.

        An authority over its limit is told of it also while the file is back at its applicant's; whose forms differ,
        each of them; of what is late for want of overdue money also who waits for that.
        """
        named = (one for code in (self.code, *self.also) for one in _BY_CODE[code].names(self))
        return tuple(dict.fromkeys((self.body, *named)))

    @property
    def authority(self) -> str | None:
        """The authority whose limit has passed, where the alert is another body's before it is the authority's."""
        passed = self.ceiling is not None and "ceiling-passed" in (self.code, *self.also)
        return self.ceiling.body if passed and self.ceiling is not None and self.ceiling.body != self.body else None


class Matter(StrEnum):
    """What an alert is about. Of one matter only the gravest is said."""

    PERMIT = "permit"
    FLOOR = "floor"
    LAPSED = "lapsed"
    FINISH = "finish"
    LIMIT = "limit"
    PERIOD = "period"
    DISPUTE = "dispute"
    MONEY = "money"
    REPORT = "report"
    DOCUMENT = "document"
    START = "start"
    QUESTION = "question"

    @property
    def is_period(self) -> bool:
        """Whether it is one of the law's periods, which say their own last day."""
        return self in (Matter.LIMIT, Matter.PERIOD)

    @property
    def is_words(self) -> bool:
        """Whether it is what was reported, or was not, and no date."""
        return self in (Matter.DISPUTE, Matter.REPORT, Matter.DOCUMENT, Matter.QUESTION)


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
    meeting before, which no light is judged by either. `disputes` are what forms said differently, by task, `overdue`
    the money that should have come and that each waits for.
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
    overdue: Mapping[str, tuple[Overdue, ...]] = field(default_factory=dict)


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
    closes it, or nobody can tell for want of money that has no date: its own, or before its own deadline.
    Yellow is for what needs eyes this week: free to begin and due and not begun, a latest start or the last day of an
    authority's limit within the plan's `start_within` days, that limit nearly used up, no more float than its
    `low_float` towards a deadline, or an open question: a report that somebody must be asked about, or that asks the
    meeting to settle something. Green: none of these, however far behind
    the baseline. A task that serves no deadline is judged by float only where that is below nothing: then a date that
    the plan fixes otherwise is lost, and that is red too.
    """
    return next((rule.light for rule in _rules(_case(name, evidence))), Light.GREEN)


def judged(evidence: Evidence) -> Mapping[str, Judged]:
    """What is wrong with every task with which anything is, in the schedule's order: lights and alerts are of it."""
    cases = (_case(name, evidence) for name in evidence.schedule.tasks)
    return {case.name: (case, rules) for case in cases if (rules := _rules(case))}


def light_by(found: Judged | None) -> Light:
    """The light of a task by what is wrong with it (`light_of`)."""
    return Light.GREEN if found is None else found[1][0].light


def alerts(evidence: Evidence, found: Mapping[str, Judged]) -> tuple[Alert, ...]:
    """The alerts of a schedule, the dearest to the deadline first, then red before yellow before grey, then by urgency.

    `found` is what is wrong with its tasks (`judged`).
    Work before its permit, and what ended before the law lets it, stand before all: no date excuses them. Work before
    its permit is one line on the permit, whoever works.
    A line is about something that can be acted on now: a task under way, due to start or to be finished within the
    look-ahead, a deadline's own task, or a report that is owed. A task has one line, under its light.
    """
    tasks = evidence.schedule.tasks
    near = [(case, rules) for name, (case, rules) in found.items() if _is_near(tasks[name], evidence)]
    missed = [case.row for case, _ in near if case.row is not None and case.row.impossible]
    through = lateness_through(evidence.schedule, missed)
    # Of a deadline's own task, and of what is over, nothing would be won by doing it.
    owing = [row for row in missed if row.deadline != row.task and row.task not in evidence.done and through[row.task]]
    without = lateness_without(evidence.schedule, owing)
    place = {name: k for k, name in enumerate(tasks)}

    def urgency(alert: Alert) -> tuple[bool, int, int, Instant, int]:
        row = evidence.rows.get(alert.task)
        due = row.latest_finish if row is not None else tasks[alert.task].finish
        return not alert.is_unlawful, -alert.through, list(Light).index(alert.light), due, place[alert.task]

    told = [_alert(rules, case, through.get(case.name, 0), without.get(case.name, 0)) for case, rules in near]
    return tuple(sorted(told, key=urgency))


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
    owed = name in evidence.unreported or name in evidence.breaches or name in evidence.shortfalls
    owed = (
        owed
        or name in evidence.disputes
        or name in evidence.overdue
        or (name in evidence.within and evidence.within[name].began is not None)
    )
    owed = owed or ((name in evidence.ceilings or name in evidence.within) and _runs_out(_case(name, evidence)))
    return dates.task.deadline is not None or dates.start < soon or owed


@dataclass(frozen=True, slots=True)
class Case:
    """A task as the rules judge it: what is known of it, and which of it excludes other alerts.

    `is_finished` says that it is reported finished, `is_unlawful` that the law was broken: what that costs the deadline
    stands in the same line. `is_lost` says that it misses a deadline or another date of the plan, and `is_open` that it
    is none of these, so that somebody can still be told to make haste.
    """

    name: str
    dates: TaskDates
    row: DeadlineRow | None
    evidence: Evidence
    is_finished: bool
    is_unlawful: bool
    is_lost: bool
    is_open: bool

    @property
    def is_due(self) -> bool:
        """Whether all is done, its deadline is not ahead any more, and nobody has reported it finished."""
        done = self.evidence.done.get(self.name)
        return done is not None and done.due

    @property
    def data_date(self) -> Instant:
        """The data date."""
        return self.evidence.schedule.state.data_date

    @property
    def days(self) -> int:
        """The days that the plan calls near."""
        return self.evidence.schedule.state.plan.settings.start_within

    @property
    def breach(self) -> Breach | None:
        """What was begun before the permit that it is."""
        return self.evidence.breaches.get(self.name)

    @property
    def shortfall(self) -> Shortfall | None:
        """By how much it ended before the law lets it."""
        return self.evidence.shortfalls.get(self.name)

    @property
    def ceiling(self) -> Ceiling | None:
        """The limit on its authority."""
        return self.evidence.ceilings.get(self.name)

    @property
    def within(self) -> Within | None:
        """The period after an event within which the law wants it."""
        return self.evidence.within.get(self.name)

    @property
    def desk(self) -> str | None:
        """Who answers for it."""
        return answers_for(self.dates.task, self.dates.status, self.data_date)


def _case(name: str, evidence: Evidence) -> Case:
    dates, row, within = evidence.schedule.tasks[name], evidence.rows.get(name), evidence.within.get(name)
    over = dates.stage is Stage.FINISHED
    unlawful = name in evidence.breaches or name in evidence.shortfalls or _began_late(within)
    lost = not over and not unlawful and _is_lost(dates, row)
    return Case(name, dates, row, evidence, over, unlawful, lost, is_open=not (over or unlawful or lost))


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes an alert.

    `applies` says whether it is to be said of a task, `facts` what it says of it beside the dates. `first` is who is
    told first, where it is the gravest and that is not who answers for the task; `names` are others whom it names.
    """

    code: str
    light: Light
    matter: Matter
    applies: Callable[[Case], bool]
    facts: Callable[[Case], Mapping[str, Fact]] = lambda _: {}
    first: Callable[[Case], str | None] = lambda case: case.desk
    names: Callable[[Alert], Collection[str | None]] = lambda _: ()


Judged: TypeAlias = tuple[Case, tuple[Rule, ...]]
"""A task with which something is wrong, and what, the gravest first."""


def _rules(case: Case) -> tuple[Rule, ...]:
    """What is wrong with a task, the gravest first."""
    found: dict[Matter, Rule] = {}
    for rule in RULES:
        if rule.applies(case) and rule.matter not in found:
            found[rule.matter] = rule
    return tuple(found.values())


def _misses_deadline(case: Case) -> bool:
    return case.is_lost and case.row is not None and case.dates.misses_deadline


def _is_overdue(case: Case) -> bool:
    if not case.is_lost or case.row is None:
        return False
    waits = case.dates.stage is Stage.NOT_STARTED and case.row.latest_start < case.data_date
    limit = case.row.latest_finish  # midnight ends a day, and begins that on which a start milestone may still come
    over = limit < case.data_date or (limit == case.data_date and case.dates.task.kind is not TaskKind.START_MILESTONE)
    return waits or over


def _over_limit(case: Case) -> bool:
    return not case.is_finished and case.ceiling is not None and is_passed(case.ceiling.clock)


def _near_limit(case: Case) -> bool:
    return case.is_open and case.ceiling is not None and is_near(case.ceiling.clock, case.data_date, case.days)


def _over_period(case: Case) -> bool:
    return not case.is_finished and case.within is not None and is_late(case.within, case.data_date)


def _loses_period(case: Case) -> bool:
    return not case.is_finished and case.within is not None and is_lost(case.within, case.data_date)


def _near_period(case: Case) -> bool:
    return case.is_open and case.within is not None and is_soon(case.within, case.data_date, case.days)


def _runs_out(case: Case) -> bool:
    """Whether a period of the law has passed, or will be lost, or soon ends, whatever else is wrong."""
    one, limit, now, days = case.within, case.ceiling, case.data_date, case.days
    if limit is not None and (is_passed(limit.clock) or is_near(limit.clock, now, days)):
        return True
    return one is not None and (is_late(one, now) or is_lost(one, now) or is_soon(one, now, days))


def _lacks_document(case: Case) -> bool:
    return case.is_finished and not case.is_unlawful and lacks_document(case.dates)


def _can_start(case: Case) -> bool:
    # That a task which could begin did not is what its missing report says already; where forms differ nobody knows.
    unknown = case.name in case.evidence.unreported or case.name in case.evidence.disputes
    return case.is_open and not case.is_due and not unknown and _is_ready(case)


def _must_start(case: Case) -> bool:
    return case.is_open and case.name not in case.evidence.done and not _lacks_money(case) and _is_due(case)


def _has_little_float(case: Case) -> bool:
    return case.is_open and case.name not in case.evidence.done and not _lacks_money(case) and _is_low(case)


def _lacks_money(case: Case) -> bool:
    """Whether it cannot make haste: it waits for money of which nobody can tell when it comes."""
    return lacks_money(case.dates, case.evidence.schedule)


def _is_untold(case: Case) -> bool:
    """Whether nobody can tell for want of money whether it keeps its own deadline, or when it begins."""
    if not case.is_open or not case.evidence.schedule.funding.is_open(case.dates):
        return False
    return case.dates.task.deadline is not None or _lacks_money(case)


def _asks(case: Case) -> bool:
    return not case.is_finished and case.dates.status.request is not None


def _breach_facts(case: Case) -> dict[str, Fact]:
    if case.breach is None:
        return {}
    return {"begun": " ".join(one.task for one in case.breach.begun), "building": int(case.breach.building)}


def _shortfall_facts(case: Case) -> dict[str, Fact]:
    one = case.shortfall
    if one is None:
        return {}
    must = one.must.isoformat()
    return {"must": must, "lacking_days": one.days, "floor": one.period, "article": one.term.article}


def _limit_facts(case: Case) -> dict[str, Fact]:
    """An authority's limit as plain values: days of the limit's own unit."""
    if case.ceiling is None:
        return {}
    clock = case.ceiling.clock
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


def _period_facts(case: Case) -> dict[str, Fact]:
    """What is said of a period after an event."""
    one = case.within
    if one is None:
        return {}
    return {
        "due": one.due.isoformat(),
        "limit": f"{one.term.number}{one.term.unit}",
        "since": one.event.isoformat(),
        "began": None if one.began is None else one.began.isoformat(),
        "article": one.term.article,
    }


def _who_works(case: Case) -> str | None:
    """Of work before its permit, who began first, else who has to get it."""
    working = (one.body for one in (() if case.breach is None else case.breach.begun) if one.body is not None)
    return next(working, case.desk)


def _who_decides(case: Case) -> str | None:
    return case.desk if case.ceiling is None else case.ceiling.body


def _at_work(alert: Alert) -> tuple[str, ...]:
    """Of work before its permit, all who are at it or were stopped, and who has to get it."""
    working = () if alert.breach is None else (*alert.breach.underway, *alert.breach.resting)
    return tuple(one for one in (*(begun.body for begun in working), alert.desk) if one is not None)


def _disputants(alert: Alert) -> Collection[str | None]:
    return alert.dispute.bodies if alert.dispute is not None and alert.code == "to-settle" else ()


def _who_gets_the_money(alert: Alert) -> tuple[str, ...]:
    return tuple(one.ask for one in alert.overdue if one.ask is not None)


def _payers(case: Case) -> tuple[str, ...]:
    """Who has to get the overdue money for want of which alone a task has not begun."""
    if not unfunded(case.name, case.evidence.schedule):
        return ()
    late = case.evidence.overdue.get(case.name, ())
    return tuple(dict.fromkeys(one.ask for one in late if one.ask is not None))


def _who_can_hasten(case: Case) -> str | None:
    """Of what is late for want of overdue money who has to get that, else who answers for it."""
    return next(iter(_payers(case)), case.desk)


def _who_waits(alert: Alert) -> tuple[str | None, ...]:
    return (*_who_gets_the_money(alert), alert.desk)


def _over_its_limit(alert: Alert) -> tuple[str, ...]:
    return (alert.authority,) if alert.authority is not None and alert.breach is None else ()


RULES = (
    Rule(
        *("before-permit", Light.RED, Matter.PERMIT, lambda case: case.breach is not None, _breach_facts),
        first=_who_works,
        names=_at_work,
    ),
    Rule("floor-broken", Light.RED, Matter.FLOOR, lambda case: case.shortfall is not None, _shortfall_facts),
    Rule("begun-lapsed", Light.RED, Matter.LAPSED, lambda case: _began_late(case.within), _period_facts),
    *(
        Rule(code, Light.RED, Matter.FINISH, applies, first=_who_can_hasten, names=_who_waits)
        for code, applies in (
            ("deadline-missed", _misses_deadline),
            ("overdue", _is_overdue),
            ("negative-float", lambda case: case.is_lost and case.row is not None),
            ("date-missed", lambda case: case.is_lost),
        )
    ),
    Rule(
        *("ceiling-passed", Light.RED, Matter.LIMIT, _over_limit, _limit_facts),
        first=_who_decides,
        names=_over_its_limit,
    ),
    Rule("within-passed", Light.RED, Matter.PERIOD, _over_period, _period_facts),
    Rule("within-lost", Light.RED, Matter.PERIOD, _loses_period, _period_facts),
    Rule(
        *("to-settle", Light.YELLOW, Matter.DISPUTE, lambda case: case.name in case.evidence.disputes),
        names=_disputants,
    ),
    Rule("finish-due", Light.GREY, Matter.REPORT, lambda case: not case.is_finished and case.is_due),
    Rule(
        *("not-reported", Light.GREY, Matter.REPORT),
        lambda case: not case.is_finished and case.name in case.evidence.unreported,
    ),
    Rule("money-undated", Light.GREY, Matter.MONEY, _is_untold, names=_who_gets_the_money),
    Rule("no-evidence", Light.GREY, Matter.DOCUMENT, _lacks_document),
    Rule("ready-not-started", Light.YELLOW, Matter.START, _can_start),
    Rule("start-due", Light.YELLOW, Matter.START, _must_start),
    Rule("low-float", Light.YELLOW, Matter.START, _has_little_float),
    Rule("ceiling-near", Light.YELLOW, Matter.LIMIT, _near_limit, _limit_facts),
    Rule("within-near", Light.YELLOW, Matter.PERIOD, _near_period, _period_facts),
    Rule("asked", Light.YELLOW, Matter.QUESTION, lambda case: case.name in case.evidence.asked),
    Rule("to-settle", Light.YELLOW, Matter.DISPUTE, _asks, names=_disputants),
)
"""Every alert, the gravest first. A lag behind the baseline is a fact of the tables, no alert."""

_BY_CODE = {rule.code: rule for rule in RULES}


def _alert(rules: tuple[Rule, ...], case: Case, through: Minutes, without: Minutes) -> Alert:
    """The alert of a task by what is wrong with it; of a fact that several rules have, the gravest says it."""
    evidence, name, cost, facts = case.evidence, case.name, through, _facts(case)
    row = case.row
    if row is not None and through:
        owing = evidence.schedule.tasks[row.deadline]
        if without:
            # Others hold the deadline up as well: what is said is how late it is in all, and what of it is this task's.
            late = owing.finish - row.kept_at
            days, cost = _late_days(row, owing, late), late - without
            facts |= {"deadline_late_min": late, "deadline_late_days": days or None}
            facts["late_days"] = days - _late_days(row, owing, without) or None
        else:
            facts["late_days"] = _late_days(row, owing, through) or None
    for rule in rules:
        facts = {**facts, **{key: fact for key, fact in rule.facts(case).items() if key not in facts}}
    gravest, codes = rules[0], [rule.code for rule in rules]
    matters = {rule.matter for rule in rules}
    return Alert(
        code=gravest.code,
        light=gravest.light,
        task=name,
        body=gravest.first(case),
        cost=cost,
        facts=facts,
        also=tuple(codes[1:]),
        desk=case.desk,
        breach=case.breach,
        shortfall=case.shortfall,
        through=through,
        corrected=evidence.corrected.get(name, ()),
        dispute=evidence.disputes.get(name),
        ceiling=case.ceiling if Matter.LIMIT in matters else None,
        within=case.within if {Matter.LAPSED, Matter.PERIOD} & matters else None,
        wait=evidence.schedule.funding.waits.get(name),
        held=is_held(evidence.schedule.tasks[name], evidence.schedule),
        undated=name in evidence.schedule.funding.undated,
        overdue=evidence.overdue.get(name, ()),
        payers=_payers(case) if gravest.matter is Matter.FINISH else (),
    )


def _facts(case: Case) -> dict[str, Fact]:
    """What is said of every task that has an alert: its dates, its deadline, what was reported."""
    evidence, dates, name, status, row = case.evidence, case.dates, case.name, case.dates.status, case.row
    request, duty = evidence.requests.get(name), owed_by_applicant(dates.task, status, case.data_date)
    done, baseline, previous = evidence.done.get(name), evidence.since_baseline, evidence.since_previous
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
    elif _is_lost(dates, row) and dates.fixed is not None:
        begins = _starts_too_late(dates)
        latest_start, latest_finish = shown_days(dates.task, *dates.fixed)
        facts |= {
            "latest_start": latest_start.isoformat(),
            "latest_finish": latest_finish.isoformat(),
            "short_days": _days(-room(dates, dates.fixed[1])),
            "start_late_days": (dates.first_day - latest_start).days if begins else None,
        }
    return facts


def _late_days(row: DeadlineRow, owing: TaskDates, late: Minutes) -> int:
    """So many minutes too late as a reader counts them: from the deadline's day to the day it would be reached."""
    at = row.kept_at + late
    _, reached = shown_days(owing.task, at, at, owing.at_beginning and at == owing.finish)
    _, kept = shown_days(owing.task, row.kept_at, row.kept_at)
    return (reached - (kept if row.soonest else finish_day(row.deadline_at))).days


def told(dates: TaskDates, evidence: Evidence) -> tuple[str | None, ...]:
    """The bodies that are told of what is wrong with a task because it is in their hands.

    Of `Alert.bodies` all, but for an authority that is over its limit and has not got the file. What is late for want
    of money is in the hands of those who have to get it, and of nobody where none of it is overdue.
    """
    case = _case(dates.task.id, evidence)
    rule = next(iter(_rules(case)), None)
    if rule is not None and rule.matter is Matter.FINISH and unfunded(case.name, evidence.schedule):
        return _payers(case)
    first = case.desk if rule is None else rule.first(case)
    if case.breach is None:
        return (first,)
    working = (one.body for one in (*case.breach.underway, *case.breach.resting))
    named = (one for one in (first, *working, case.desk) if one is not None)
    return tuple(dict.fromkeys(named)) or (None,)


def _starts_too_late(dates: TaskDates) -> bool:
    """Whether the date that the plan fixes and that is lost is one of the task's own start; a milestone has one end."""
    if dates.stage is not Stage.NOT_STARTED or dates.task.is_milestone:
        return False
    return any(one.kind in _LATEST_STARTS and one.instant < dates.start for one in dates.task.constraints)


_LATEST_STARTS = (ConstraintKind.START_NO_LATER_THAN, ConstraintKind.START_ON, ConstraintKind.MANDATORY_START)


def _days(days: Fraction) -> int | float:
    """A number of days: a whole one where it is whole, else to a tenth, which is not nothing where the days are not."""
    days = tenths(days)
    return days.numerator if days.denominator == 1 else float(days)


def _is_lost(dates: TaskDates, row: DeadlineRow | None) -> bool:
    """Whether a deadline is missed through a task, or, where it serves none, another date that the plan fixes."""
    if row is not None:
        return row.impossible
    return dates.is_too_late


def _began_late(within: Within | None) -> bool:
    """Whether it began when what it needs had lapsed."""
    return within is not None and within.began is not None


def _is_ready(case: Case) -> bool:
    expected = case.evidence.expected.tasks.get(case.name)
    return case.dates.stage is Stage.NOT_STARTED and could_have_moved(case.dates, case.evidence.schedule, expected)


def _is_low(case: Case) -> bool:
    dates, row, limit = case.dates, case.row, case.evidence.schedule.state.plan.settings.low_float
    if row is not None and has_nothing_left(dates):
        # No working day is needed any more: a site that is closed until March takes nothing from it.
        return room(dates, row.latest_finish) <= limit
    return row is not None and row.float <= limit * dates.calendar.day_minutes


def _is_due(case: Case) -> bool:
    """Whether a task that has not started must at the latest within the days that the plan calls near."""
    row = case.row
    if row is None or case.dates.stage is not Stage.NOT_STARTED or case.dates.task.spans:
        return False
    return row.latest_start < case.data_date + case.days * DAY
