"""The values that everything else is about: a plan, its weeks, its baselines, and what is known at a data date.

The field's words, one spelling each:

activity/task      a piece of work with a duration and one responsible body; the plan file calls it a task
relation           a dependency between two tasks: finish-to-start (FS), SS, FF or SF, with a lag (negative: a lead)
instant            `int` minutes since 1970-01-01T00:00 on the plan's own clock; intervals are half-open
data date          the instant up to which progress is reported; before it are actuals, after it the forecast
remaining duration what is still to be done at the data date
early / late dates the earliest dates that the relations allow; the latest that keep the deadlines
total float        working time a task can lose before a deadline or the project's finish moves
free float         working time a task can lose before any successor's early dates move
driving relation   a relation that sets the early date of its successor
longest path       the chain of driving relations that ends at the project's finish
baseline           dates that were approved, kept to measure slippage against
target             the task whose deadline the meeting asks about first ("does June hold?")

All values are frozen; a change is a new value (`dataclasses.replace`). This module computes nothing and must never know
a calendar's arithmetic, a file's format or a schedule's dates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from schedule.diagnostics import Diagnostic, Location
from schedule.frozen import dataclass
from schedule.rules import DEFAULTS, Settings, in_force
from schedule.version import Version

Instant = int
Minutes = int


class Unit(StrEnum):
    """What a duration or a lag counts. Working units count on a calendar; calendar days count every day of 24 hours."""

    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "cd"
    HOURS = "h"
    MINUTES = "min"


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount with its unit, as its author wrote it: `7wd`, `20cd`, `1.5h`, `45min`. Negative only as a lead."""

    amount: Fraction
    unit: Unit

    def __str__(self) -> str:
        amount = self.amount
        text = str(amount.numerator) if amount.denominator == 1 else f"{float(amount):g}"
        return f"{text}{self.unit}"


class RelationType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"

    @property
    def leaves_finish(self) -> bool:
        """Whether the relation leaves from the predecessor's finish (FS, FF) rather than from its start."""
        return self[0] == "F"

    @property
    def enters_finish(self) -> bool:
        """Whether the relation holds the successor's finish (FF, SF) rather than its start."""
        return self[1] == "F"


class TaskKind(StrEnum):
    """A task has a duration; a milestone has none and marks a start (morning) or a finish (evening).

    A level of effort spans what it is tied to (site supervision) and never drives; a summary spans its group's tasks.
    """

    TASK = "task"
    START_MILESTONE = "start"
    FINISH_MILESTONE = "finish"
    LEVEL_OF_EFFORT = "level-of-effort"
    SUMMARY = "summary"


_MILESTONES = (TaskKind.START_MILESTONE, TaskKind.FINISH_MILESTONE)
_SPANS = (TaskKind.LEVEL_OF_EFFORT, TaskKind.SUMMARY)


class ConstraintKind(StrEnum):
    """The constraints a plan can state on a task besides its deadline.

    `start_on` and `finish_on` bound both passes and keep the relations; the mandatory ones replace them. A manual start
    (Microsoft Project's manually scheduled task) replaces them for the early dates and leaves the late ones free. The
    external dates are those that another project imposes; an expected finish stretches the remaining work to its date.
    """

    START_NO_EARLIER_THAN = "start_no_earlier_than"
    FINISH_NO_EARLIER_THAN = "finish_no_earlier_than"
    START_NO_LATER_THAN = "start_no_later_than"
    FINISH_NO_LATER_THAN = "finish_no_later_than"
    START_ON = "start_on"
    FINISH_ON = "finish_on"
    MANDATORY_START = "mandatory_start"
    MANDATORY_FINISH = "mandatory_finish"
    MANUAL_START = "manual_start"
    EXTERNAL_EARLY_START = "external_early_start"
    EXTERNAL_LATE_FINISH = "external_late_finish"
    EXPECTED_FINISH = "expected_finish"

    @property
    def effect(self) -> ConstraintEffect:
        """What a constraint of this kind does."""
        return CONSTRAINTS[self]


class Against(StrEnum):
    """Which dates a constraint sets against the relations: none of them, the early ones alone, or the late ones too."""

    NONE = "none"
    EARLY = "early"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ConstraintEffect:
    """What one kind of constraint does; whatever asks about a kind asks its row in `CONSTRAINTS`.

    Attributes:
        of_start: its date is a start, which alone means the day's beginning; else a finish, the day's end.
        early: it is a floor of the early dates.
        late: it is a ceiling of the late dates.
        against: which dates it sets against the relations.
        imposed: another project imposes it, or it only stretches what is left: it may stand beside any other kind.
        p6: P6's type of constraint; empty where P6 has a field of its own for it, or none.
        p6_field: P6's field for it.
        called: what P6, Microsoft Project and planners call it, in small letters without spaces, with blanks between.
    """

    of_start: bool
    early: bool = False
    late: bool = False
    against: Against = Against.NONE
    imposed: bool = False
    p6: str = ""
    p6_field: str = ""
    called: str = ""

    @property
    def is_early_limit(self) -> bool:
        """Whether the plan's own author says by it that something is not earlier, and no more than that."""
        return self.early and not self.late and self.against is Against.NONE and not self.imposed

    @property
    def is_late_limit(self) -> bool:
        """Whether the plan's own author says by it that something is not later, and no more than that."""
        return self.late and not self.early and not self.imposed

    @property
    def is_due(self) -> bool:
        """Whether P6's planners mean a deadline by it: a finish that may not be later."""
        return self.late and not self.of_start and not self.imposed

    @property
    def on_date(self) -> bool:
        """Whether it fixes its date and keeps the relations."""
        return self.early and self.late and self.against is Against.NONE


CONSTRAINTS: Mapping[ConstraintKind, ConstraintEffect] = {
    ConstraintKind.START_NO_EARLIER_THAN: ConstraintEffect(
        of_start=True,
        early=True,
        p6="CS_MSOA",
        called="startonorafter startafter startnoearlier snet msoa 不早于 开始不早于 最早开始",
    ),
    ConstraintKind.FINISH_NO_EARLIER_THAN: ConstraintEffect(
        of_start=False,
        early=True,
        p6="CS_MEOA",
        called="finishonorafter finishafter finishnoearlier fnet meoa 完成不早于",
    ),
    ConstraintKind.START_NO_LATER_THAN: ConstraintEffect(
        of_start=True,
        late=True,
        p6="CS_MSOB",
        called="startonorbefore startbefore startby startnolater snlt msob 开始不晚于 最晚开始",
    ),
    ConstraintKind.FINISH_NO_LATER_THAN: ConstraintEffect(
        of_start=False,
        late=True,
        p6="CS_MEOB",
        called="finishonorbefore finishbefore finishby finishnolater fnlt meob"
        " 不晚于 不迟于 完成不晚于 完成不迟于 最晚完成",
    ),
    ConstraintKind.START_ON: ConstraintEffect(
        of_start=True, early=True, late=True, p6="CS_MSO", called="starton muststarton mso 开始于 必须开始于"
    ),
    ConstraintKind.FINISH_ON: ConstraintEffect(
        of_start=False, early=True, late=True, p6="CS_MEO", called="finishon mustfinishon mfo meo 完成于 必须完成于"
    ),
    ConstraintKind.MANDATORY_START: ConstraintEffect(
        of_start=True,
        early=True,
        late=True,
        against=Against.ALL,
        p6="CS_MANDSTART",
        called="mandatorystart mandstart 强制开始",
    ),
    ConstraintKind.MANDATORY_FINISH: ConstraintEffect(
        of_start=False,
        early=True,
        late=True,
        against=Against.ALL,
        p6="CS_MANDFIN",
        called="mandatoryfinish mandfin 强制完成",
    ),
    ConstraintKind.MANUAL_START: ConstraintEffect(
        of_start=True,
        early=True,
        against=Against.EARLY,
        called="manual manuallyscheduled manualstart 手动计划 手动",
    ),
    ConstraintKind.EXTERNAL_EARLY_START: ConstraintEffect(
        of_start=True, early=True, imposed=True, p6_field="external_early_start_date"
    ),
    ConstraintKind.EXTERNAL_LATE_FINISH: ConstraintEffect(
        of_start=False, late=True, imposed=True, p6_field="external_late_end_date"
    ),
    ConstraintKind.EXPECTED_FINISH: ConstraintEffect(
        of_start=False,
        imposed=True,
        p6_field="expect_end_date",
        called="expectedfinish expectfinish expectedend 期望完成",
    ),
}
"""Every kind of constraint and what it does: readers, writers, bounds and what can stand together come of it."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date that the author sets on a task, with the place where it is written."""

    kind: ConstraintKind
    instant: Instant
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """A dependency of `successor` on `predecessor`. Two tasks may have several relations; all of them hold.

    A `soft` one is practice and not law: a lever may overlap it or drop it. Until one does it holds like any other.
    `crew` is the id of the crew for which alone the one waits for the other; None where the work itself asks for it.
    """

    predecessor: str
    successor: str
    type: RelationType = RelationType.FS
    lag: Duration | None = None
    location: Location | None = field(default=None, compare=False)
    soft: bool = False
    crew: str | None = None

    def __str__(self) -> str:
        lag = "" if self.lag is None else f"{'+' if self.lag.amount >= 0 else ''}{self.lag}"
        behind = "" if self.crew is None else f" @{self.crew}"
        return f"{self.predecessor} {self.type}{lag}{' ~' if self.soft else ''}{behind}"


@dataclass(frozen=True, slots=True)
class Lever:
    """What may be bought of a task: less time, another calendar, an overlap of a soft relation, or two parts for one.

    Exactly one of `compress` (up to so much), `calendar` (its id), `overlap` (the predecessor) and `split` is there.
    `to` is the relation that takes the soft one's place; None drops it. `split` has the task done in two equal parts:
    what follows may enter the first, so long before the finish at most. `compress` is bought by whole `unit`s, by
    default days of the duration's own; `cost` is that of a unit, or of the lever, `costs` those of one unit after the
    other, the last again and again. Without both a cost of 1 is assumed. `ask` is the body whose consent it takes,
    `authority` who decides what the task force cannot, `how` how it is done and `risk` what may come of it; `how_en`
    and `risk_en` are how English papers say that.
    """

    compress: Duration | None = None
    calendar: str | None = None
    overlap: str | None = None
    to: Relation | None = None
    split: Duration | None = None
    unit: Duration | None = None
    cost: Fraction | None = None
    costs: tuple[Fraction, ...] = ()
    how: str | None = None
    how_en: str | None = None
    risk: str | None = None
    risk_en: str | None = None
    ask: str | None = None
    authority: str | None = None
    location: Location | None = field(default=None, compare=False)

    @property
    def is_assumed(self) -> bool:
        """Whether nobody said what it costs."""
        return self.cost is None and not self.costs


class Correction(StrEnum):
    """What the return of a file for correction (补正) does to its authority's period: it begins anew, or goes on."""

    RESTART = "restart"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Extension:
    """A period that who may do so made longer: a ceiling `by` so much, what has to begin in time `until` a day.

    The head of the deciding body extends its own limit and tells the applicant (行政许可法第42条); who issued a permit
    extends the time within which it has to be used (建筑法第9条), until the day that the document names. `by` is how
    much longer the period is in all. `times` says which extension it is, where the law counts them; `earlier` is the
    one before, where a decision gave this one (`schedule.engine.state.revised`).
    """

    by: Duration | None
    approved_by: str
    on: date | None = None
    until: date | None = None
    times: int = 1
    earlier: Extension | None = None

    def after(self, before: Extension | None) -> Extension:
        """This extension as the next after another; of one that was only written anew, or on the same day, not so."""
        if before is None or self.earlier is not None:
            return self
        if (self.by, self.until, self.on) == (before.by, before.until, before.on) or self.on == before.on is not None:
            return replace(self, times=max(self.times, before.times), earlier=before.earlier)
        return replace(self, times=max(self.times, before.times + 1), earlier=before)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who let a statutory floor not be kept, and the document that says so: a re-tender, a confirmation."""

    by: str
    document: str


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a duration is what it is: the article, what cannot be compressed (floor) and what must not be exceeded.

    `rule` names a line of the rule file (`schedule.law.statutes`), from which article, period and dates in force come;
    `size` which of its sizes, `version` which of its versions, where not the one in force on the event's day decides,
    then with the `reason`. `after` is the task whose finish begins the period, `before` the one whose start must not
    come too soon after; `roll` whether a last day on a day off is put off, `clock` the calendar whose working days
    count. `correction` is what a return does to the authority's period: None, anew before the acceptance, on after it.
    `amount` is what a threshold is asked about, as its author wrote it.
    """

    article: str | None = None
    floor: Duration | None = None
    ceiling: Duration | None = None
    note: str | None = None
    rule: str | None = None
    size: str | None = None
    version: str | None = None
    reason: str | None = None
    after: str | None = None
    before: str | None = None
    roll: bool | None = None
    clock: str | None = None
    amount: str | None = None
    extended: Extension | None = None
    correction: Correction | None = None
    waived: Waiver | None = None


@dataclass(frozen=True, slots=True)
class ExpertReview:
    """Who reviewed (专家论证) that works may take less than their reasonable duration, and on which day."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Assignment:
    """Work that one resource does on a task: how long it takes the resource, on which calendar.

    A task with assignments lasts until the last of them is done (P6's resource-dependent activity).
    """

    duration: Duration
    calendar: str | None = None
    resource: str | None = None


ANY_PURPOSE = "any"
"""The purpose of money that may be spent on anything, and of what may only be paid from such money."""


class Due(StrEnum):
    """When what a task uses of the funds has to be there: all of it at one of its ends, or as the work goes on."""

    START = "start"
    FINISH = "finish"
    LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a task uses of the funds, once and for all, in their unit.

    It is paid from tranches that serve its `purpose`; without one (`ANY_PURPOSE`) from those that serve any.
    """

    amount: Fraction
    purpose: str = ANY_PURPOSE
    when: Due = Due.START
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What has to be in place before a task may start, or finish (`when`): looked at, and not used.

    Either an `amount`, or a `share` (a part of 1) of the price of the task `of`. Money counts that serves its
    `purposes`, by default those of that price; without any purpose all money counts. Under a `rule` of law it is asked
    for on days on which that is in force.
    """

    amount: Fraction | None = None
    share: Fraction | None = None
    of: str | None = None
    purposes: tuple[str, ...] = ()
    when: Due = Due.START
    rule: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that is in place from an instant on: a fact. `document` is the number of the paper that proves it."""

    instant: Instant
    amount: Fraction
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Tranche:
    """Money that comes, or is to come, from one source.

    `amount` is what was agreed, `arrivals` what of it is in place. The rest is `expected` on a day, with that `chance`
    (a part of 1) as its author sees it, or has no date of arrival: then nothing counts on it. `lapsed` is the day for
    which it was expected, where that has passed without it, or without all of it. `serves` are the purposes that it may
    be spent on; `ask` is the body that has to get it. `stated` and `assumed` as in `Task`.
    """

    id: str
    amount: Fraction
    name: str | None = None
    name_en: str | None = None
    arrivals: tuple[Arrival, ...] = ()
    expected: Instant | None = None
    lapsed: Instant | None = None
    chance: Fraction | None = None
    source: str | None = None
    serves: tuple[str, ...] = (ANY_PURPOSE,)
    ask: str | None = None
    status: str | None = None
    stated: str | None = None
    assumed: str | None = None
    location: Location | None = field(default=None, compare=False)

    @property
    def in_place(self) -> Fraction:
        """What has come of it."""
        return sum((one.amount for one in self.arrivals), Fraction(0))

    @property
    def missing(self) -> Fraction:
        """What has not come of it."""
        return max(Fraction(0), self.amount - self.in_place)

    @property
    def coming(self) -> tuple[tuple[Instant, Fraction], ...]:
        """When how much of it is in place, by fact or forecast, in order of time. What has no date is not there."""
        ahead = () if self.expected is None or not self.missing else ((self.expected, self.missing),)
        return tuple(sorted((*((one.instant, one.amount) for one in self.arrivals), *ahead)))

    def at(self, data_date: Instant) -> Tranche:
        """It as it was known at a data date (`Funds.at`)."""
        come = tuple(one for one in self.arrivals if one.instant <= data_date)
        if len(come) < len(self.arrivals):
            return replace(self, arrivals=come, expected=min(one.instant for one in self.arrivals if one not in come))
        if self.lapsed is not None and self.lapsed >= data_date:
            return replace(self, lapsed=None)
        if self.expected is None or self.expected >= data_date or not self.missing:
            return self
        return replace(self, expected=None, lapsed=self.expected, chance=None)

    def serves_purpose(self, purpose: str) -> bool:
        """Whether it may be spent on a purpose."""
        return ANY_PURPOSE in self.serves or purpose in self.serves


@dataclass(frozen=True, slots=True)
class Funds:
    """The money of a plan: its tranches by id, in the order of the file, and the unit of all amounts."""

    tranches: Mapping[str, Tranche]
    unit: str | None = None

    def at(self, data_date: Instant) -> Funds:
        """What of it can be counted on at a data date: a forecast that has passed without the money is none.

        What a plan says to have come on a later day had not come yet, and was expected then.
        """
        known = {name: one.at(data_date) for name, one in self.tranches.items()}
        return self if known == self.tranches else replace(self, tranches=known)

    def handed_over(self, body: str, into: str) -> Funds:
        """The money after one body was merged into another, which gets now what the first was to get."""
        known = {name: replace(one, ask=into) if one.ask == body else one for name, one in self.tranches.items()}
        return replace(self, tranches=known)

    def after(self, reports: Iterable[FundsReport]) -> Funds:
        """The money after what an update says of it."""
        known = dict(self.tranches)
        for one in reports:
            if one.tranche in known:
                known[one.tranche] = _reported(known[one.tranche], one)
        return replace(self, tranches=known)


def _reported(tranche: Tranche, report: FundsReport) -> Tranche:
    """A tranche after one report. More than was agreed can come; what did not come has the date that was last said."""
    found = tranche if report.status is None else replace(tranche, status=report.status)
    if report.in_place is not None:
        came = () if report.corrects else found.arrivals
        left = max(Fraction(0), found.amount - sum((one.amount for one in came), Fraction(0)))
        arrival = Arrival(report.in_place, left if report.amount is None else report.amount, report.document)
        # A forecast was for what has come: what has not come of it has none until somebody says one. It was due then.
        due = found.lapsed if found.expected is None else found.expected
        found = replace(found, arrivals=(*came, arrival), expected=None, lapsed=due, chance=None)
    if report.expected is not None:
        found = replace(found, expected=report.expected, lapsed=None, chance=report.chance)
    return found


@dataclass(frozen=True, slots=True)
class FundsReport:
    """What one update says of a tranche: what came of it (`in_place`, `amount`), or when it is expected now.

    Without an amount all came that was missing. What came in parts is reported part by part; a report that `corrects`
    takes the place of all earlier ones about what came.
    """

    tranche: str
    in_place: Instant | None = None
    amount: Fraction | None = None
    expected: Instant | None = None
    chance: Fraction | None = None
    status: str | None = None
    document: str | None = None
    corrects: bool = False
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CrewDays:
    """How many units of a crew there are on some days, both included, whatever is usual."""

    first: date
    last: date
    units: int


@dataclass(frozen=True, slots=True)
class Crew:
    """A crew (班组), a machine, an office's reviewers: so many `units` that do one thing at a time each.

    `days` are days on which there are more or fewer of it than usually. On days off of its `calendar`, where it has
    one, it is not there, and what is done then is done without it. `body` is whose it is.
    """

    id: str
    units: int
    days: tuple[CrewDays, ...] = ()
    name: str | None = None
    name_en: str | None = None
    calendar: str | None = None
    body: str | None = None
    location: Location | None = field(default=None, compare=False)

    @property
    def most(self) -> int:
        """The most units that there ever are."""
        return max(self.units, *(one.units for one in self.days), 0)


@dataclass(frozen=True, slots=True)
class P6Types:
    """The types of an activity in the P6 file that it was imported from, where an export would not write them itself.

    P6's own words: `task_type`, `complete_pct_type`, `duration_type`. They decide what P6 does when somebody works on
    there with resources and percentages; no date here depends on them, so they are kept to be given back, no more.
    """

    task: str | None = None
    percent: str | None = None
    duration: str | None = None


P6_TYPES: Mapping[str, tuple[str, ...]] = {
    "task": ("TT_Rsrc",),
    "percent": ("CP_Phys", "CP_Units"),
    "duration": ("DT_FixedDrtn", "DT_FixedQty", "DT_FixedRate"),
}
"""What each field of `P6Types` may say: P6's words but for those that an export writes itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the plan.

    `duration` is None for milestones, `calendar` where the project's holds. `support` are the bodies that help;
    `applicant` is the one that files what `body` decides, so that the file is held by one of the two at every instant.
    `as_late_as_possible` moves the task to the latest dates that leave its successors' early dates alone.
    `reasonable` is the duration below which works are not to be compressed (合理工期) unless an `expert_review` stands.
    `evidence` names the document whose number closes the task; `legal` that the law asks for it before anything that
    comes after the task may begin; `kind_of` which step of the workflow it is, by which rules of law link it to
    others. `stated` is the source's phrase, `assumed` what is not in it.

    `needs_funds` is what has to be in place before it, `commits` what it uses of the plan's funds, `price` what its
    contract comes to, by purpose, in their unit.

    `crew` says how many units of which crews are on it from its start to its finish, in its working time; where it
    `holds_crew`, on its days off too. No date depends on that but those of a levelled plan.
    """

    id: str
    name: str
    name_en: str | None = None
    kind: TaskKind = TaskKind.TASK
    duration: Duration | None = None
    calendar: str | None = None
    phase: str | None = None
    group: tuple[str, ...] = ()
    body: str | None = None
    applicant: str | None = None
    support: tuple[str, ...] = ()
    owner: str | None = None
    leader: str | None = None
    relations: tuple[Relation, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    as_late_as_possible: bool = False
    assignments: tuple[Assignment, ...] = ()
    deadline: Instant | None = None
    basis: Basis | None = None
    evidence: str | None = None
    quantity: str | None = None
    stated: str | None = None
    assumed: str | None = None
    legal: bool = False
    kind_of: str | None = None
    p6: P6Types | None = None
    levers: tuple[Lever, ...] = ()
    needs_funds: tuple[Threshold, ...] = ()
    commits: tuple[Commitment, ...] = ()
    price: tuple[tuple[str, Fraction], ...] = ()
    crew: tuple[tuple[str, int], ...] = ()
    holds_crew: bool = False
    reasonable: Duration | None = None
    expert_review: ExpertReview | None = None
    location: Location | None = field(default=None, compare=False)

    @property
    def is_milestone(self) -> bool:
        """Whether the task marks an instant and has no duration."""
        return self.kind in _MILESTONES

    @property
    def spans(self) -> bool:
        """Whether the task only spans what others do: a level of effort or a summary. It drives nothing."""
        return self.kind in _SPANS

    def handed_over(self, body: str, into: str) -> Task:
        """The task after one body was merged into another; itself where the first has nothing to do with it."""
        if body not in (self.body, self.applicant, *self.support, *(lever.ask for lever in self.levers)):
            return self
        own, applicant = (into if one == body else one for one in (self.body, self.applicant))
        support = tuple(dict.fromkeys(into if one == body else one for one in self.support))
        levers = tuple(replace(one, ask=into) if one.ask == body else one for one in self.levers)
        return replace(self, body=own, applicant=applicant, support=support, levers=levers)


def accepted_from_outside(task: Task) -> Instant | None:
    """Before which instant a plan has accepted that a task cannot begin, for the sake of another plan."""
    kind = ConstraintKind.EXTERNAL_EARLY_START
    return next((one.instant for one in task.constraints if one.kind is kind), None)


@dataclass(frozen=True, slots=True)
class Closure:
    """A yearly closed season, both days included, as (month, day): (11, 15) to (3, 10) spans the new year."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DayException:
    """Days, both ends included, that are worked or not worked whatever the week says, and how that is known.

    `hours` are those of these days where they differ from the calendar's; None where the calendar's own hold.
    """

    first: date
    last: date
    working: bool
    name: str | None = None
    status: str = "announced"
    source: str | None = None
    hours: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A calendar as its author describes it.

    Either it stands on a `base` ("china": the State Council's working and make-up days; or another calendar of the
    plan) or on a `week` of weekdays (0 = Monday). `region` adds announced regional holidays ("xinjiang"). `hours` are
    half-open ranges in minutes of the day; empty means the whole day, 00:00-24:00. `day_minutes` is what one working
    day is worth when durations are converted: by default the sum of `hours`, or 1440. `hours_of_day` are the
    hours of single weekdays where they differ from `hours`. Order of rule: week or base, region, closures,
    exceptions; the last word counts. `complete` are years of which all holidays are stated as they were announced:
    nothing of them is assumed any more.
    """

    id: str
    base: str | None = None
    region: str | None = None
    week: tuple[int, ...] | None = None
    hours: tuple[tuple[int, int], ...] = ()
    hours_of_day: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    closures: tuple[Closure, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    complete: tuple[int, ...] = ()
    day_minutes: Minutes | None = None
    name: str | None = None
    name_en: str | None = None
    location: Location | None = field(default=None, compare=False)


CALENDAR_DAYS = CalendarSpec(id="calendar-days", week=(0, 1, 2, 3, 4, 5, 6))
CHINA = CalendarSpec(id="china", base="china")
BUILT_IN_CALENDARS: Mapping[str, CalendarSpec] = {spec.id: spec for spec in (CALENDAR_DAYS, CHINA)}


@dataclass(frozen=True, slots=True)
class Body:
    """A responsible body (责任单位). `outside` marks one that the plan needs but that is not in the task force.

    `lead` answers for it, a name or a title; `lead_en` is how English papers write that.
    `into` is the body that it was merged into: then it has nothing to do any more and is known by its name alone.
    """

    id: str
    name: str
    name_en: str | None = None
    lead: str | None = None
    lead_en: str | None = None
    outside: bool = False
    into: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of the work, the first level of the breakdown; tables and charts keep the order of the plan."""

    id: str
    name: str | None = None
    name_en: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan: what is to be done, in which order, by whom, by when. Mappings keep the order of the file.

    `groups` are English names of groups of tasks, by name. `must_finish_by` is the instant that late dates count back
    from instead of the project's early finish, earlier or later than it.
    `sample` is the words by which invented data is marked; None for a real plan. `digest` is the SHA-256 of the file,
    whatever ends its lines. `funds` is the money that its tasks wait for and use; None where nothing is said of any.
    `crews` are those whose capacity a levelled plan keeps.
    """

    name: str
    start: Instant
    calendar: str
    tasks: Mapping[str, Task]
    calendars: Mapping[str, CalendarSpec] = field(default_factory=dict)
    bodies: Mapping[str, Body] = field(default_factory=dict)
    phases: Mapping[str, Phase] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = DEFAULTS
    name_en: str | None = None
    target: str | None = None
    must_finish_by: Instant | None = None
    note: str | None = None
    sample: str | None = None
    funds: Funds | None = None
    crews: Mapping[str, Crew] = field(default_factory=dict)
    digest: str = ""
    location: Location | None = field(default=None, compare=False)

    @property
    def present(self) -> dict[str, Body]:
        """The bodies that have not been merged into another, in the order of the file."""
        return {name: body for name, body in self.bodies.items() if body.into is None}


class FilingKind(StrEnum):
    """What happens to the file of an approval: who holds it afterwards follows from the last of these."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Filing:
    """One such event: the file was submitted, returned for correction (补正), accepted or decided on."""

    kind: FilingKind
    instant: Instant

    @property
    def order(self) -> tuple[Instant, int]:
        """Sorts by time; in one minute what leaves the authority comes before what reaches it.

        So a file returned at the end of a day is back with the next day's beginning, and not the other way round.
        """
        return self.instant, _LEAVING_FIRST.index(self.kind)


_LEAVING_FIRST = (FilingKind.RETURNED, FilingKind.DECIDED, FilingKind.SUBMITTED, FilingKind.ACCEPTED)


def begun(started: Instant | None, filings: tuple[Filing, ...]) -> Instant | None:
    """When a task began: as was said, else, of an approval, when its file was first handed in; None if neither.

    Who hands a file in has begun, and need not say so twice. `filings` are in order of time.
    """
    return filings[0].instant if started is None and filings else started


@dataclass(frozen=True, slots=True)
class Progress:
    """What one update says about one task. Absent values were not said; `remaining` is at the update's data date.

    No work is done from `suspended` until `resumed`.
    `document` is the number of the paper that proves a finish; `cause` and `note` say what is in the way; `request`
    is what the body asks the meeting to settle. `filings` are what happened to an approval's file, in order of time.
    `withdrawn` are the keys of which it takes back what was reported by mistake (`WITHDRAWABLE`); it may say what is
    true instead.
    """

    task: str
    started: Instant | None = None
    finished: Instant | None = None
    remaining: Duration | None = None
    percent: Fraction | None = None
    suspended: Instant | None = None
    resumed: Instant | None = None
    document: str | None = None
    cause: str | None = None
    note: str | None = None
    request: str | None = None
    assignments: tuple[Duration, ...] = ()
    filings: tuple[Filing, ...] = ()
    withdrawn: tuple[str, ...] = ()
    location: Location | None = field(default=None, compare=False)

    @property
    def has_work_left(self) -> bool:
        """Whether it says that something is still to be done: of what was reported finished, it takes that back."""
        left = self.remaining is not None and self.remaining.amount > 0
        return self.finished is None and (left or (self.percent is not None and self.percent < 100))

    @property
    def tells_left(self) -> bool:
        """Whether it says how much is left, or that nothing is."""
        amounts = (self.finished, self.remaining, self.percent)
        return bool(self.assignments) or any(one is not None for one in amounts)

    def without(self, keys: Collection[str], said: tuple[Filing, ...] = ()) -> Progress:
        """What is left of it where a later report takes back these keys, and what cannot be true without them.

        `said` are the events of the file that are true instead.
        """
        return replace(self, **_gone(keys, self.filings, said)) if keys else self

    @property
    def has_nothing_left(self) -> bool:
        """Whether it says that nothing is left to be done, and of no finish."""
        said = self.remaining is not None or self.percent is not None
        return self.finished is None and said and not self.has_work_left


class RevisionKind(StrEnum):
    """What a revision does to the plan."""

    SET = "set"
    ADD = "add"
    REMOVE = "remove"
    CALENDAR = "calendar"
    BODY = "body"
    PHASE = "phase"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a decision was told to bring: so many calendar days by which `task` is to finish earlier."""

    task: str
    days: Fraction


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of a decision beside what it changes; several revisions may be of one, by its `id`.

    `asked_by` is the body for which it was decided (the key `for`), `promises` what that body promised in return,
    `measures` what it is to do, `due` by when, as the end of that day.
    """

    id: str | None = None
    asked_by: str | None = None
    promises: tuple[Promise, ...] = ()
    due: Instant | None = None
    measures: tuple[str, ...] = ()


NO_DECISION = Decision()


@dataclass(frozen=True, slots=True)
class Revision:
    """A decision that changes the plan from its update's data date on: what, why, and who approved it.

    For SET, `changes` maps fields of `Task` to their new values; for ADD, `added` is the new task. For CALENDAR, `task`
    is empty, `exceptions` are put after those of `calendar`, and so are years that are `complete`; `announced` by a
    government they are nobody's delay.
    For BODY and PHASE, `changes` are fields of the body or phase called `named`, which is a `new` one or known; a body
    that is merged `into` another hands over all that it has to do. For PROJECT, `changes` are fields of `Plan`.
    `corrects`: it says what was always meant, a slip of the pen; then nobody needs to approve it.
    """

    kind: RevisionKind
    task: str
    reason: str
    approved_by: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    added: Task | None = None
    calendar: str | None = None
    exceptions: tuple[DayException, ...] = ()
    complete: tuple[int, ...] = ()
    announced: bool = False
    named: str | None = None
    new: bool = False
    into: str | None = None
    corrects: bool = False
    decision: Decision = NO_DECISION
    location: Location | None = field(default=None, compare=False)

    @property
    def decides_dates(self) -> bool:
        """Whether it can decide a date: not what bodies, phases and the project are called, nor a correction."""
        return not self.corrects and self.kind not in _WORDS_ONLY


_WORDS_ONLY = (RevisionKind.BODY, RevisionKind.PHASE, RevisionKind.PROJECT)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one form says of a task of which another says otherwise: `progress` holds the fields in question.

    `body` is whose form it is, None where it is what was recorded already; `person` is the name in the form, None where
    none stands in it; `form` is the form's or the record's file.
    """

    progress: Progress
    form: str
    body: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """What forms say of one task that cannot be true together, and none of which is recorded.

    It is open until a later record says what is so (`after`). What hangs on a disputed date, and nobody contradicts,
    stands in the statements too.
    """

    task: str
    said: tuple[Statement, ...]
    location: Location | None = field(default=None, compare=False)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies whose forms differ, each once."""
        return tuple(dict.fromkeys(one.body for one in self.said if one.body is not None))

    @property
    def told(self) -> dict[str, list[tuple[Statement, Any]]]:
        """By field, in the order of a report, every statement that tells it, with its value."""
        found: dict[str, list[tuple[Statement, Any]]] = {}
        for name in DISPUTABLE:
            for one in self.said:
                if (value := _stated(one.progress, name)) not in (None, ()):
                    found.setdefault(name, []).append((one, value))
        return found

    @property
    def several(self) -> tuple[str, ...]:
        """The fields that have several values."""
        return tuple(name for name, said in self.told.items() if len({value for _, value in said}) > 1)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in dispute: those with several values; with them all dates, where none of these has several.

        Then they cannot be true together. Nothing where all say the same.
        """
        several, told = self.several, self.told
        if len({one.progress for one in self.said}) < 2:
            return ()
        together = DATED if not {*several} & {*DATED} else ()
        return tuple(name for name in told if name in several or name in together)

    @property
    def claims(self) -> frozenset[tuple[str | None, str | None, Progress]]:
        """Who says what, whatever the forms' files are called."""
        return frozenset((one.body, one.person, one.progress) for one in self.said)

    def after(self, progress: Progress, *, same_day: bool = False) -> Dispute | None:
        """What of it is still open once a later record says this of its task; None where nothing is.

        The dates and what is left hang together: once no disputed one of them is open, those held back are not either.
        What is in the way and what is asked for are of one week: any report of a later day settles them.
        """
        settled = {
            name
            for name in self.fields
            if _settles(name, progress) or (not same_day and name in ("cause", "note", "request"))
        }
        if not settled:
            return self
        dated = {*self.fields} & {*DATED}
        if dated & settled and (dated <= settled or dated.isdisjoint(self.several)):
            settled |= {*DATED}
        said = (replace(one, progress=_silent(one.progress, settled)) for one in self.said)
        left = replace(self, said=tuple(one for one in said if one.progress != Progress(self.task)))
        return left if left.fields else None


DATED = ("started", "finished", "remaining", *(kind.value for kind in FilingKind))
"""The fields of a report that hang together: which of them can be true depends on the others."""
DISPUTABLE = (*DATED, "document", "cause", "note", "request")
"""The fields of which forms can say different things, in the order of a report."""


def open_disputes(disputes: Iterable[Dispute], update: Update, *, same_day: bool = False) -> tuple[Dispute, ...]:
    """The disputes that are open after one more record: what it settles is none any more, what it adds is one.

    A task has one dispute: who collects again has all that was said.
    """
    found = {one.task: one for one in disputes}
    for revision in update.revisions:
        if revision.kind is RevisionKind.REMOVE:
            found.pop(revision.task, None)
    for progress in update.progress:
        left = found.pop(progress.task, None)
        if left is not None and (left := left.after(progress, same_day=same_day)) is not None:
            found[left.task] = left
    for one in update.disputes:
        found[one.task] = one
    return tuple(found.values())


def _stated(progress: Progress, name: str) -> Any:
    """What a report says in a field; nothing where it says nothing. Of a file's events all of the field's kind."""
    if name in {kind.value for kind in FilingKind}:
        return tuple(filing.instant for filing in progress.filings if filing.kind.value == name)
    return getattr(progress, name)


def _silent(progress: Progress, names: Collection[str]) -> Progress:
    """A report without these fields."""
    gone: dict[str, Any] = {name: None for name in names if name not in {kind.value for kind in FilingKind}}
    return replace(progress, **gone, filings=_kept(progress.filings, names))


def _settles(name: str, later: Progress) -> bool:
    """Whether a later report says what is so of a disputed field, or takes it back.

    A finish is one answer to what is left. That it began is also told by the file that was handed in.
    """
    if name in later.withdrawn or _stated(later, name) not in (None, ()):
        return True
    if name in ("remaining", "finished"):
        return later.tells_left or not AMOUNTS.isdisjoint(later.withdrawn)
    return name == "started" and bool(later.filings)


@dataclass(frozen=True, slots=True)
class Update:
    """One week's report: what is (progress) and what was decided (revisions), at a data date.

    `written_by` is the daopai that wrote it; None where a hand did, or one before 0.2.0. `digest` is the SHA-256 of its
    text without its seal. `follows` is that of the whole record before it, `seal` that of its own text
    (`schedule.files.records.chain`); None where a hand wrote it and nobody has sealed it yet. `corrects` is the reason
    for which it says otherwise than an earlier record of its data date, which it then replaces.

    `disputes` are what forms that were collected say differently of a task, none of which is in `progress`.
    `funds` is what is said of the plan's money.

    A data date may have several records, each a file with a seal of its own; a project has them as the one update that
    they make together (`schedule.files.sealed.same_day`), and `records` are they, in the order of writing.
    """

    data_date: Instant
    progress: tuple[Progress, ...] = ()
    revisions: tuple[Revision, ...] = ()
    sample: str | None = None
    note: str | None = None
    corrects: str | None = None
    disputes: tuple[Dispute, ...] = ()
    funds: tuple[FundsReport, ...] = ()
    records: tuple[Update, ...] = ()
    digest: str = ""
    written_by: Version | None = None
    follows: str | None = None
    seal: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BaselineDates:
    """The approved dates of one task; `total_float` in minutes of the task's calendar, None where it had none."""

    start: Instant
    finish: Instant
    total_float: Minutes | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """Approved dates, with the hash of the plan they were computed from and who approved them.

    `digest`, `written_by` (whose rules gave the dates), `follows` and `seal` as in `Update`.
    """

    name: str
    data_date: Instant
    plan_digest: str
    approved_by: str
    dates: Mapping[str, BaselineDates]
    approved_on: date | None = None
    note: str | None = None
    digest: str = ""
    written_by: Version | None = None
    follows: str | None = None
    seal: str | None = None
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class StoredDates:
    """What another tool computed for one task, as its file says it. Floats in minutes of the task's calendar."""

    early_start: Instant | None = None
    early_finish: Instant | None = None
    late_start: Instant | None = None
    late_finish: Instant | None = None
    total_float: Minutes | None = None
    free_float: Minutes | None = None
    longest_path: bool | None = None


PLAN = "plan.yaml"
"""The name of the plan in its folder."""
UPDATES = "updates"
"""The folder of its updates."""
FINGERPRINT = 16
"""Hexadecimal digits of a digest that are shown: enough that nobody finds another text with the same."""


@dataclass(frozen=True, slots=True)
class RecordSeal:
    """One file of a sealed history as papers name it: the plan, an update, a baseline.

    `day` is that of its data date, None of the plan; `digest` the SHA-256 of the whole file as it was sealed
    (`schedule.files.records.chain`), empty where nobody has sealed it yet.
    """

    name: str
    day: date | None
    digest: str


def file_names(places: Iterable[Location | None]) -> tuple[str, ...]:
    """The files of records in the plan's folder, by where they were read: `updates/2016-03-14.yaml`."""
    return tuple("/".join(PurePath(place.source.path).parts[-2:]) for place in places if place is not None)


@dataclass(frozen=True, slots=True)
class Aside:
    """An update that no schedule follows from, and why (`schedule.engine.settled`), or a sealed one with errors.

    `counted` is the data date of the later update that puts it right, from which on what it said counts; None where
    there is none, and it counts for nothing. `told` is the data date from which on papers say so: its own, or that of
    the last meeting there is.
    """

    update: Update
    faults: tuple[Diagnostic, ...]
    counted: Instant | None = None
    told: Instant | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether all its records are sealed, so that nobody can mend them."""
        return all(one.seal is not None for one in self.update.records or (self.update,))

    @property
    def names(self) -> tuple[str, ...]:
        """The files of its records in the plan's folder: `updates/2016-03-14.yaml`."""
        return file_names(one.location for one in self.update.records or (self.update,))


@dataclass(frozen=True, slots=True)
class Published:
    """One relation between a task of a plan and one of another, as a zone published it.

    `plan` and `other` are what the zone calls the other plan and its task. `gives`: the other waits for ours, else ours
    waits for it. `comes` is the day on which the giver's work was to be finished, of a relation from its start
    (`begins`) to begin.
    `early_start` is the instant before which ours cannot begin because of it, None where it holds nothing back, and of
    what is given.
    """

    task: str
    plan: str
    other: str
    comes: date
    gives: bool = False
    early_start: Instant | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class External:
    """What a zone published to a plan on a day; the plan's own dates stay until the plan accepts it by a decision."""

    zone: str
    day: date
    dates: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """Everything a plan's folder holds: the plan, its updates by data date, its baselines by name.

    `stored` are the dates that the tool which wrote the file had computed, by task; empty for a plan of ours. `altered`
    are the records that are not as they were sealed, by name (`schedule.files.records.chain`), `seals` all others in
    the order of the chain, the plan first; empty for a plan that has no history. `aside` are the updates that cannot be
    computed and are none of `updates`; then `recorded` are all that there are, as they were read. `unused_calendars`
    are the names of those of another tool's file on which nothing is computed; they are not kept. `external` is what
    zones published to it, in order of their days.
    """

    plan: Plan
    updates: tuple[Update, ...] = ()
    baselines: Mapping[str, Baseline] = field(default_factory=dict)
    folder: str = ""
    stored: Mapping[str, StoredDates] = field(default_factory=dict)
    altered: tuple[str, ...] = ()
    unused_calendars: tuple[str, ...] = ()
    seals: tuple[RecordSeal, ...] = ()
    aside: tuple[Aside, ...] = ()
    recorded: tuple[Update, ...] = ()
    external: tuple[External, ...] = ()

    @property
    def whole(self) -> Project:
        """The project with all its updates, also those that cannot be computed: what a new record goes on from."""
        return replace(self, updates=self.recorded, aside=(), recorded=()) if self.recorded else self


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of one task at a data date, folded over all updates up to it.

    `remaining` is as last reported, `assignments` what is left of each of the task's assignments where that is
    reported. `filings` are all that were reported, in order of time. `reported` is the data date of the last report
    about the task, None if there was none. `earlier` is the status before what is left, or a finish, was last reported,
    to which taking that back returns. `emptied` is that of the first report since which nothing is left, None where
    something is or none said so; `worked` that of the last report after which something still was left.
    `at_beginning`: a milestone was told by the day that it started on, whose midnight begins that day.
    """

    started: Instant | None = None
    finished: Instant | None = None
    remaining: Duration | None = None
    percent: Fraction | None = None
    suspended: Instant | None = None
    resumed: Instant | None = None
    document: str | None = None
    cause: str | None = None
    note: str | None = None
    request: str | None = None
    assignments: tuple[Duration, ...] = ()
    filings: tuple[Filing, ...] = ()
    reported: Instant | None = None
    emptied: Instant | None = None
    worked: Instant | None = None
    at_beginning: bool = False
    location: Location | None = field(default=None, compare=False)
    earlier: Status | None = field(default=None, compare=False, repr=False)

    def without(self, keys: Collection[str], said: tuple[Filing, ...] = ()) -> Status:
        """What is known where what was reported under these keys was a mistake, and what hangs on it with it.

        A date is unknown then, whenever it was first reported. What is left was true when it was reported before: it is
        as it was before the report that is taken back, and where a finish is taken back, before that. `said` are the
        events of the file that are true instead.
        """
        if not keys:
            return self
        if self.filings and self.started == begun(None, self.filings) and _kept(self.filings, keys) != self.filings:
            keys = {*keys, "started"}  # its file alone said when it began
        now = self
        if self.finished is not None and "finished" in keys:
            while now.finished is not None:
                now = now.earlier or NOT_STARTED
        elif self.finished is None and not AMOUNTS.isdisjoint(keys):
            now = self.earlier or NOT_STARTED
        left = {
            name: getattr(now, name) for name in ("remaining", "percent", "assignments", "emptied", "worked", "earlier")
        }
        kept = replace(self, **left, finished=None if "finished" in keys else self.finished)
        if self.finished is not None and "finished" in keys:
            kept = replace(kept, document=now.document)
        rest = [key for key in keys if key not in AMOUNTS and key != "finished"]
        return replace(kept, **_gone(rest, kept.filings, said))


_SAID_ONCE = ("started", "finished", "remaining", "percent", "suspended", "resumed", "document")
WITHDRAWABLE = (*_SAID_ONCE, "remaining_of_resources", *(kind.value for kind in FilingKind))
"""The keys of a report of which what was reported can be taken back."""
AMOUNTS = frozenset({"remaining", "percent", "remaining_of_resources"})
"""The keys that say how much is left."""


def _kept(filings: tuple[Filing, ...], keys: Collection[str]) -> tuple[Filing, ...]:
    return tuple(filing for filing in filings if filing.kind.value not in keys)


def _gone(keys: Collection[str], filings: tuple[Filing, ...], said: tuple[Filing, ...] = ()) -> dict[str, Any]:
    """What a report or a status has no more where these keys are taken back, by attribute.

    Of what never began nothing is left and nothing is finished, unless its file says that it began.
    """
    kept = _kept(filings, keys)
    never = "started" in keys and not kept and not said
    gone: dict[str, Any] = {key: None for key in keys if key in _SAID_ONCE}
    if "remaining_of_resources" in keys or never:
        gone["assignments"] = ()
    if never:
        gone |= dict.fromkeys(("finished", "remaining", "percent", "suspended", "resumed", "document"))
    if "finished" in keys:
        gone["document"] = None
    if "suspended" in keys:
        gone["resumed"] = None
    return gone | {"filings": kept}


NOT_STARTED = Status()


@dataclass(frozen=True, slots=True)
class Home:
    """What decides the dates of all tasks of one plan and is said once for them: where each of its tasks is at home.

    `calendar` is the id of the project's calendar; `rules` are the plan's settings with every silent one filled from
    its profile. The rest is as in `Plan`.
    """

    start: Instant
    data_date: Instant
    calendar: str
    rules: Settings
    must_finish_by: Instant | None = None
    target: str | None = None
    funds: Funds | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A plan as it stands at a data date: revisions applied, progress folded. What a schedule is computed from.

    `aside` and `altered` are those of its project, which whoever reads a figure has to know of; `disputes` are what
    forms said differently and no record has settled since; `external` is what zones published, which holds no date.
    `homes` is its one
    home, by the key "", and always that of `plan` and `data_date`. Several plans are one state too
    (`schedule.engine.joint`): then every task's id begins with the key of its home and a point, `plan` holds the tasks
    and calendars of all, and what is said once for a plan is asked of `home`.
    """

    plan: Plan
    data_date: Instant
    statuses: Mapping[str, Status] = field(default_factory=dict)
    revisions: tuple[Revision, ...] = ()
    sample: str | None = None
    aside: tuple[Aside, ...] = ()
    altered: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    external: tuple[External, ...] = ()
    homes: Mapping[str, Home] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not self.homes or "" in self.homes:
            plan = self.plan
            rules = in_force(plan.settings)
            own = Home(plan.start, self.data_date, plan.calendar, rules, plan.must_finish_by, plan.target, plan.funds)
            object.__setattr__(self, "homes", {"": own})

    def status(self, task: str) -> Status:
        """The status of a task; a task that no update mentions has not started."""
        return self.statuses.get(task, NOT_STARTED)

    def key(self, task: str) -> str:
        """The key of a task's home in `homes`."""
        return "" if "" in self.homes else task.partition(".")[0]

    def home(self, task: str) -> Home:
        """The home of a task. Raises KeyError where it has none."""
        own = self.homes.get("")
        return self.homes[self.key(task)] if own is None else own
