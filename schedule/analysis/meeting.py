"""One value for one meeting: every paper is printed from it, so that no two numbers disagree.

It compares the schedule at a data date with that of the meeting before and with the baseline; who prints only a part
waits for no other. This module must never know where the papers go or what language they speak.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from schedule.analysis.dates.alerts import Alert, Count, Evidence, Judged, Light, alerts, counts_of, judged, light_by
from schedule.analysis.dates.comparison import Comparison, compare
from schedule.analysis.dates.deadlines import (
    DeadlineRow,
    by_task,
    deadline_rows,
    eased_to,
    rows_at,
    rows_keeping,
    soonest_of,
)
from schedule.analysis.dates.feasible import Unmeetable, unmeetable
from schedule.analysis.dates.lawful import Shortfall, broken_at, broken_floors, earliest_end
from schedule.analysis.dates.outdated import Outdated, outdated
from schedule.analysis.dates.overdue import Overdue, overdue, overdue_by_task
from schedule.analysis.dates.pauses import Brink, Pause, brink, pauses_of
from schedule.analysis.dates.requests import Request, after_what_is_fixed, requested, without_money
from schedule.analysis.dates.stored import with_stored
from schedule.analysis.dates.within import Within, periods_within, within_at
from schedule.analysis.funds.position import Position, position
from schedule.analysis.history import History
from schedule.analysis.levelling.levelled import Levelled, levelled_at
from schedule.analysis.move.decided import LISTED, DecisionLedger, decision_ledger
from schedule.analysis.move.ledger import Ledger
from schedule.analysis.move.windows import window
from schedule.analysis.reports.ceilings import Ceiling, ceilings, ceilings_at
from schedule.analysis.reports.corrections import Corrected, corrections
from schedule.analysis.reports.custody import Duty, acting, answers_for, duties
from schedule.analysis.reports.doubts import Doubt, doubts, questions_of
from schedule.analysis.reports.evidence import audit
from schedule.analysis.reports.permits import Breach, breaches, breaches_at
from schedule.analysis.reports.reporting import Done, all_done, disputed, lacks_money, unreported, waits_for_money
from schedule.analysis.speaking_order import in_order, last_task, milestone_of
from schedule.calendars.worktime import DAY, minutes
from schedule.engine.holding import held_by, held_until
from schedule.engine.schedule import Schedule, Stage, TaskDates, shown_days
from schedule.law.clock import Phase
from schedule.law.preconditions import is_precondition
from schedule.model import Baseline, Dispute, Instant, Minutes, Project, TaskKind
from schedule.version import THIS, Version

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Headline:
    """Does a deadline hold? One task's deadline (the target) or, where the plan has none, the project's finish.

    `forecast` is the instant the target is reached (or was, if `reached`). `margin` is elapsed minutes from the
    forecast to the deadline, negative when late, None without a deadline. `moved` is the elapsed minutes by which the
    forecast moved since the last meeting (None at the first), `moved_since_baseline` since the baseline (None without
    one). Positive is later. `deadline_before` is the deadline at the last meeting, None where there was none. The three
    instants' days depend on whether they stand at a beginning (`TaskDates.at_beginning`): `stands` of the forecast,
    `stood` of the last meeting's, `approved` of the baseline's.

    `task` is whose dates these are: the target, or of a plan without a deadline the task that finishes last now. That
    one's movement need not be the movement of the project's finish, which another may have been before. `done`: only
    the report is missing that it was reached (`reporting.Done`). `undated`: it waits for money without a date of
    arrival, so that nobody can tell when it is reached; the forecast is that with the money there when it is needed.
    """

    target: str | None
    task: str
    deadline: Instant | None
    forecast: Instant
    reached: bool
    margin: Minutes | None
    moved: Minutes | None
    moved_since_baseline: Minutes | None
    deadline_before: Instant | None = None
    stands: bool = False
    stood: bool = False
    approved: bool = False
    done: Done | None = None
    undated: bool = False

    @property
    def missed(self) -> bool:
        """Whether the deadline is missed: as things stand, or in fact where it is `reached`."""
        return self.margin is not None and self.margin < 0

    @property
    def unsettled(self) -> bool:
        """Whether nobody can tell that the deadline is kept.

        It is not ahead any more, and only a report can say that it was; or money without a date holds it.
        """
        return self.unreported or (self.undated and not self.missed and not self.reached)

    @property
    def unreported(self) -> bool:
        """Whether it is not ahead any more, and only a report can say that it was kept."""
        return self.done is not None and self.done.due


@dataclass(frozen=True)
class Meeting:
    """One meeting of a project: everything its papers show, each part worked out when it is first asked for.

    A meeting is its history, its data date, the baseline that was named (None: the last that was known then), and
    whether its dates are those that the project's file brought (`stored`). Everything else follows from these; what was
    asked for is kept, and never changes. `made_by` is the daopai that computes it.
    """

    history: History = field(repr=False)
    data_date: Instant
    baseline_name: str | None = None
    stored: bool = False
    made_by: Version = THIS

    def once(self, question: Callable[Concatenate[Meeting, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a question gives of this meeting; asked again with the same arguments it is not worked out anew."""
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in self._answers:
            self._answers[key] = question(self, *args, **kwargs)
        answer: T = self._answers[key]
        return answer

    @cached_property
    def _answers(self) -> dict[Hashable, Any]:
        return {}

    @property
    def project(self) -> Project:
        """The project whose meeting it is."""
        return self.history.project

    @property
    def sample(self) -> str | None:
        """The mark of invented data that every paper bears; None where the data are real."""
        return self.schedule.state.sample

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule at the data date."""
        computed = self.history.schedule(self.data_date)
        return with_stored(computed, self.project) if self.stored else computed

    @cached_property
    def since(self) -> Instant | None:
        """The data date of the meeting before, that of the last earlier update; None at the first."""
        earlier = [update.data_date for update in self.project.updates if update.data_date < self.data_date]
        return earlier[-1] if earlier else None

    @cached_property
    def previous(self) -> Schedule | None:
        """The schedule of the meeting before; None at the first."""
        return None if self.since is None else self.history.schedule(self.since)

    @cached_property
    def expected(self) -> Schedule:
        """What was forecast before: at the meeting before, or by the plan itself; that of now where it had no dates.

        So of a plan that only the first update puts right (`schedule.engine.settled`).
        """
        if self.previous is not None:
            return self.previous
        return self.history.planned(self.data_date) or self.schedule

    @cached_property
    def baseline(self) -> Baseline | None:
        """The baseline that was named, else the last that was approved at or before the data date; None without one."""
        if self.baseline_name is not None:
            return self.project.baselines[self.baseline_name]
        return last_baseline(self.project, self.data_date)

    @cached_property
    def since_previous(self) -> Comparison | None:
        """What moved since the meeting before; None at the first."""
        return None if self.previous is None else compare(self.previous, self.schedule)

    @cached_property
    def since_baseline(self) -> Comparison | None:
        """What moved since the baseline; None without one."""
        return None if self.baseline is None else compare(self.baseline, self.schedule)

    @cached_property
    def headlines(self) -> tuple[Headline, ...]:
        """Whether each deadline holds, in the order in which papers speak (`in_order`); never empty.

        A plan without a deadline has one, about the project's finish.
        """
        names = in_order(self.schedule) or (None,)
        return tuple(self._headline(name) for name in names)

    @property
    def headline(self) -> Headline:
        """Whether the deadline holds that speaks first: the one that is missed by most, else the plan's target."""
        return self.headlines[0]

    def _headline(self, target: str | None) -> Headline:
        # Without a deadline the question is when the last task finishes: the movement is that of the same task.
        dates = self.schedule.tasks[last_task(self.schedule) if target is None else target]
        before = None if target is None or self.previous is None else self.previous.tasks.get(target)
        return Headline(
            target=target,
            task=dates.task.id,
            deadline=dates.task.deadline,
            forecast=dates.finish,
            reached=dates.stage is Stage.FINISHED,
            margin=dates.margin,
            moved=_shift(self.since_previous, dates),
            moved_since_baseline=_shift(self.since_baseline, dates),
            deadline_before=None if before is None else before.task.deadline,
            stands=dates.at_beginning,
            stood=_stood(self.since_previous, dates),
            approved=_stood(self.since_baseline, dates),
            done=self.done.get(dates.task.id),
            undated=self.schedule.funding.is_open(dates),
        )

    @cached_property
    def funds(self) -> Position | None:
        """What there is of the plan's money, and which dates wait for it; None where the plan says nothing of any."""
        return None if self.stored else self.history.once(position, self.data_date)

    @cached_property
    def levelled(self) -> Levelled | None:
        """What becomes of the plan where its crews do not suffice; None where no task takes one."""
        if self.stored or not self.schedule.state.plan.crews:
            return None
        return self.history.once(levelled_at, self.data_date)

    def brink(self, head: Headline) -> Brink | None:
        """The season that leaves a deadline which holds less room than there is up to it; None where none does."""
        if head.target is None or head.reached or head.done is not None or not head.margin or head.missed:
            return None
        if head.undated:
            return None
        return self.once(_brink, head.target)

    @cached_property
    def unmeetable(self) -> Mapping[str, Unmeetable]:
        """By task the missed deadlines that the plan could not keep on its first day; none where dates are a file's."""
        return {} if self.stored else self.history.once(unmeetable, self.data_date)

    @property
    def holds(self) -> bool | None:
        """Whether all deadlines hold that lie ahead, or held where all are reached; None where the plan has none."""
        dated = [head for head in self.headlines if head.margin is not None]
        asked = [head for head in dated if not head.reached] or dated
        return not any(head.missed for head in asked) if asked else None

    @property
    def light(self) -> Light | None:
        """The light over the whole meeting, which colours what stands first on every paper; None without a deadline.

        Red: a deadline is missed (`holds`), or something was begun before its permit or after it had lapsed, or ended
        before the law lets it, whatever the dates say. Grey: of
        a deadline that is not ahead any more nobody has reported whether it was kept, or it waits for money without a
        date. Green: all hold.
        """
        if self.breaches or self.shortfalls or self.lapsed or self.holds is False:
            return Light.RED
        if any(head.unsettled for head in self.headlines):
            return Light.GREY
        return None if self.holds is None else Light.GREEN

    @cached_property
    def deadlines(self) -> tuple[DeadlineRow, ...]:
        """What each task owes to the deadlines after it, in the order of latest finish, then of the plan."""
        return deadline_rows(self.schedule) if self.stored else self.history.once(rows_at, self.data_date)

    @cached_property
    def owed(self) -> Mapping[str, DeadlineRow]:
        """The same by task; of what serves no deadline there is nothing."""
        return by_task(self.deadlines)

    @cached_property
    def eased(self) -> Schedule:
        """The schedule in which latest dates are counted back: deadlines that nobody could keep are later there."""
        return eased_to(self.schedule, soonest_of(self.deadlines))

    @cached_property
    def owed_before(self) -> Mapping[str, DeadlineRow]:
        """What each task owed to the deadlines at the meeting before, by task; nothing at the first."""
        if self.since is None:
            return {}
        soonest = tuple((name, one.soonest) for name, one in self.unmeetable.items())
        return by_task(self.history.once(rows_keeping, self.since, soonest))

    @cached_property
    def unreported(self) -> tuple[str, ...]:
        """The tasks that should have moved and about which nothing came."""
        # The file of another tool is itself a report on every task.
        if self.project.stored:
            return ()
        # Of what forms say differently, none is recorded, and yet it was reported.
        heard = (update for update in self.project.updates if update.data_date == self.data_date)
        told = {one.task for update in heard for one in update.disputes}
        found = unreported(self.schedule, self.expected, self.since, self.done)
        return tuple(name for name in found if name not in told)

    @cached_property
    def done(self) -> Mapping[str, Done]:
        """The tasks that are done and not reported so; of another tool's file too, which then says nothing of them."""
        return all_done(self.schedule)

    @cached_property
    def requests(self) -> Mapping[str, Request]:
        """By when the body of each unfinished task is asked to start and to finish it; summaries ask nobody.

        Of what is `done` nobody is asked for more than the report.
        """
        approved = {} if self.baseline is None else self.baseline.dates
        soonest = {name: one.kept for name, one in self.unmeetable.items()}
        periods = {one.task: one for one in self.within}
        limits = {one.task: one.clock.due for one in self.ceilings if one.clock.phase is Phase.RUNNING}
        ends = {
            name: earliest_end(dates, self.schedule)
            for name, dates in self.schedule.tasks.items()
            if dates.task.basis is not None and dates.stage is not Stage.FINISHED
        }
        found = {
            name: requested(
                dates,
                approved.get(name),
                self.owed.get(name),
                self.data_date,
                ends.get(name),
                shown_days(dates.task, kept, kept)[1] if (kept := soonest.get(name)) is not None else None,
                periods.get(name),
                limits.get(name),
                unfunded=waits_for_money(dates, self.schedule),
            )
            for name, dates in self.schedule.tasks.items()
            if dates.stage is not Stage.FINISHED and dates.task.kind is not TaskKind.SUMMARY and name not in self.done
        }
        fixed = {name for name, end in ends.items() if end is not None}
        wanted = {name for name in found if is_precondition(self.schedule.tasks[name].task)}
        tasks = self.schedule.tasks
        paid = {name for name in found if waits_for_money(tasks[name], self.schedule)}
        found = after_what_is_fixed(self.schedule, found, fixed | wanted | paid, periods.keys() | limits.keys())
        return without_money(found, [name for name in found if lacks_money(tasks[name], self.schedule)])

    @cached_property
    def outdated(self) -> Outdated | None:
        """What is asked for by a baseline that is older than the plan: decisions have moved those dates since."""
        if self.baseline is None or self.stored:
            return None
        return outdated(self.history, self.schedule, self.baseline, self.requests)

    @cached_property
    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """The tasks of which this meeting's report gives reason to ask somebody, each with the codes of the reasons.

        A missing document has its own light.

        What an earlier report gave reason to ask was the earlier meeting's to settle; a doubt that still stands is not.
        """
        if self.project.stored:
            return {}
        found = self.history.once(audit, self.data_date)
        reasons: dict[str, dict[str, None]] = {}
        now = [(one.code, one.tasks) for one in found if one.data_date == self.data_date]
        for code, tasks in (*((one.code, one.tasks) for one in self.doubts), *now):
            for name in tasks if code != "unevidenced" else ():
                reasons.setdefault(name, {})[code] = None
        return {name: tuple(codes) for name, codes in reasons.items()}

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        """The approvals whose file waits for the applicant, and for what: to be submitted or to be corrected."""
        return duties(self.schedule)

    def answers_for(self, name: str) -> str | None:
        """The body that answers for a task now (`custody.answers_for`)."""
        return acting(self.schedule.tasks[name].task, self.duties.get(name))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What the meeting should have looked at on site, with the reason to ask."""
        return doubts(self.history, self.data_date, self.since)

    @cached_property
    def asked_of_headline(self) -> tuple[Doubt, ...]:
        """The open questions on which the headline hangs."""
        return questions_of(self.doubts, self.schedule, self.headline.target, self.critical_path)

    @cached_property
    def doubts_apart(self) -> tuple[Doubt, ...]:
        """The doubts that do not stand beside the headline already."""
        return tuple(one for one in self.doubts if one not in self.asked_of_headline)

    def deadlines_of(self, body: str | None) -> tuple[DeadlineRow, ...]:
        """What one body owes to the deadlines: its own tasks, and the approvals that it has to file first.

        Who decides an approval and who has to file it first both keep its dates. None is what no body has.
        """
        return tuple(row for row in self.deadlines if body in (row.body, self.answers_for(row.task)))

    @cached_property
    def breaches(self) -> tuple[Breach, ...]:
        """The legal preconditions, such as the construction permit, that what follows them did not wait for."""
        return breaches(self.schedule) if self.stored else self.history.once(breaches_at, self.data_date)

    @cached_property
    def shortfalls(self) -> tuple[Shortfall, ...]:
        """What is reported finished before a statutory floor lets it."""
        return broken_floors(self.schedule) if self.stored else self.history.once(broken_at, self.data_date)

    @cached_property
    def ceilings(self) -> tuple[Ceiling, ...]:
        """The limits on authorities that are in force, in the schedule's order."""
        if self.stored:
            return ceilings(self.project, self.schedule)
        return self.history.once(ceilings_at, self.data_date)

    @cached_property
    def within(self) -> tuple[Within, ...]:
        """The periods within which actors have to do what the law wants after an event, in the schedule's order."""
        return periods_within(self.schedule) if self.stored else self.history.once(within_at, self.data_date)

    @property
    def lapsed(self) -> tuple[Within, ...]:
        """What was begun when the paper that it needs had lapsed, in the schedule's order."""
        return tuple(one for one in self.within if one.began is not None)

    @cached_property
    def evidence(self) -> Evidence:
        """What alerts and lights are judged by."""
        return Evidence(
            schedule=self.schedule,
            expected=self.expected,
            rows=self.owed,
            unreported=frozenset(self.unreported),
            since_baseline=self.since_baseline,
            since_previous=self.since_previous,
            asked=self.asked,
            requests=self.requests,
            breaches={one.task: one for one in self.breaches},
            shortfalls={one.task: one for one in self.shortfalls},
            ceilings={one.task: one for one in self.ceilings},
            within={one.task: one for one in self.within},
            done=self.done,
            corrected=self.corrected,
            disputes=self.disputes,
            overdue=overdue_by_task(self.overdue),
        )

    @property
    def greys_by_money(self) -> bool:
        """Whether something is grey because nobody can tell for want of money that has no date."""
        return any(rules[0].code == "money-undated" for _, rules in self.judged.values())

    @cached_property
    def overdue(self) -> tuple[Overdue, ...]:
        """The money that should have come by now and that something waits for."""
        return overdue(self.schedule)

    @cached_property
    def disputes(self) -> Mapping[str, Dispute]:
        """What forms said differently of a task and no record has settled since."""
        return disputed(self.schedule)

    @cached_property
    def corrected(self) -> Mapping[str, tuple[Corrected, ...]]:
        """What was put right of the reports since the meeting before, by task, in the order of the records."""
        return corrections(self.project, self.data_date)

    @cached_property
    def alerts(self) -> tuple[Alert, ...]:
        """The alerts, the dearest to the deadline first."""
        return alerts(self.evidence, self.judged)

    @cached_property
    def judged(self) -> Mapping[str, Judged]:
        """What is wrong with every task with which anything is."""
        return judged(self.evidence)

    @cached_property
    def lights(self) -> Mapping[str, Light]:
        """The light of every task of the plan."""
        return {name: light_by(self.judged.get(name)) for name in self.schedule.tasks}

    @cached_property
    def counts(self) -> Mapping[Light, Count]:
        """How many tasks have each light, and how many of them an alert: what every paper counts."""
        return counts_of(self.lights, self.alerts)

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """The unfinished tasks that hold the headline's target, or the finish of all once that is reached.

        In time order. Each of them would move that date by moving a working day, a week's end aside (`engine.holding`).
        """
        return held_by(self.schedule, self._until).names

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """Where a season or a holiday lies before one of the critical path and swallows what comes before it."""
        return pauses_of(self.schedule, held_by(self.schedule, self._until), self._until)

    @cached_property
    def _until(self) -> Mapping[str, Instant]:
        """How late each task may finish so that the date which the critical path holds stays."""
        return held_until(self.schedule, self.held)

    @property
    def held(self) -> str | None:
        """The task that the critical path holds: the headline's target; None for the finish of all."""
        return None if self.headline.reached else self.headline.target

    @cached_property
    def upcoming(self) -> Mapping[str | None, tuple[str, ...]]:
        """By body that answers (None: no body) the tasks to be worked on or due within the look-ahead, by latest start.

        An approval that nobody has filed, or that was returned, is what its applicant has to do.
        """
        return _upcoming(self.schedule, self.owed)

    @cached_property
    def moved(self) -> tuple[str, ...]:
        """The tasks whose finish moved since the meeting before, largest first."""
        return _moved(self.since_previous, self.schedule)

    @cached_property
    def ledger(self) -> Ledger | None:
        """Why the headline's forecast moved since the meeting before.

        None where there is none to compare with, where the task was not in the plan then, or where the dates are those
        of a file.
        """
        if self.since is None or self.previous is None or self.stored:
            return None
        milestone = milestone_of(self.schedule)
        both = [one.tasks.get(milestone) for one in (self.previous, self.schedule)]
        if any(dates is None or dates.task.spans for dates in both):
            return None
        return self.history.once(window, self.since, self.data_date, milestone)

    @cached_property
    def decisions(self) -> DecisionLedger | None:
        """What the last decisions are worth for the headline's date, and what was delivered of what was promised.

        None where the dates are those of a file, or the task only spans others.
        """
        milestone = milestone_of(self.schedule)
        if self.stored or self.schedule.tasks[milestone].task.spans:
            return None
        return self.history.once(decision_ledger, self.data_date, milestone, LISTED)


def take(
    project: Project | History, data_date: Instant, baseline: str | None = None, *, stored: bool = False
) -> Meeting:
    """The meeting of a project at a data date; with a history, whatever others have asked of that is not computed anew.

    Raises at once what asking for its schedule would: PlanError, and KeyError for a baseline that the project has not.
    """
    history = project if isinstance(project, History) else History(project)
    history.schedule(data_date)
    if baseline is not None and baseline not in history.project.baselines:
        raise KeyError(baseline)
    return Meeting(history, data_date, baseline, stored)


def _brink(meeting: Meeting, target: str) -> Brink | None:
    return brink(meeting.schedule, target)


def last_baseline(project: Project, data_date: Instant) -> Baseline | None:
    """The last baseline that was known at the data date: one approved later must not change an earlier meeting."""
    known = [one for one in project.baselines.values() if _known_from(one) <= data_date]
    return max(known, key=lambda one: (_known_from(one), one.name), default=None)


def _known_from(baseline: Baseline) -> Instant:
    return max(baseline.data_date, minutes(baseline.approved_on) if baseline.approved_on is not None else 0)


def _shift(comparison: Comparison | None, dates: TaskDates) -> Minutes | None:
    """How far a forecast moved on the clock, so that it says the same as the two forecasts and the margin."""
    movement = comparison.movements.get(dates.task.id) if comparison is not None else None
    return movement.finish_after - movement.finish_before if movement is not None else None


def _stood(comparison: Comparison | None, dates: TaskDates) -> bool:
    """Whether a forecast stood at a beginning before."""
    movement = comparison.movements.get(dates.task.id) if comparison is not None else None
    return movement is not None and movement.stood[0]


def _upcoming(schedule: Schedule, rows: Mapping[str, DeadlineRow]) -> dict[str | None, tuple[str, ...]]:
    """By body in the plan's order: what is under way, may start, or must start or finish within the look-ahead."""
    plan, horizon = schedule.state.plan, schedule.state.data_date + schedule.state.plan.settings.look_ahead * DAY
    by_body: dict[str | None, list[tuple[Instant, str]]] = {body: [] for body in [*plan.bodies, None]}
    for name, dates in schedule.tasks.items():
        if dates.stage is Stage.FINISHED or dates.late_start is None or dates.task.kind is TaskKind.SUMMARY:
            continue
        latest_start = rows[name].latest_start if name in rows else dates.late_start
        if min(dates.start, latest_start) < horizon:
            body = answers_for(dates.task, dates.status, schedule.state.data_date)
            by_body[body].append((latest_start, name))
    return {
        body: tuple(name for _, name in sorted(tasks, key=lambda one: one[0]))
        for body, tasks in by_body.items()
        if tasks
    }


def _moved(since_previous: Comparison | None, schedule: Schedule) -> tuple[str, ...]:
    if since_previous is None:
        return ()
    place = {name: k for k, name in enumerate(schedule.tasks)}
    slipped = [movement for movement in since_previous.movements.values() if movement.finish_slip]
    return tuple(
        movement.task for movement in sorted(slipped, key=lambda one: (-abs(one.finish_shift), place[one.task]))
    )
