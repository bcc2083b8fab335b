"""One plan's meeting in short: small enough for a zone of thousands, and enough for its page.

Everything in it is of the plan's own meeting: the same figures as on its own papers. Names are values, for who reads a
summary has no plan at hand. This module must never know a reader, nor other plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from schedule.analysis.dates.alerts import Light
from schedule.analysis.levelling.load import by_days, rests_of, steps
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.reports.custody import Role, custodies, working_days
from schedule.analysis.views.standing import holders
from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.diagnostics import PlanError
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import Aside, Body, Instant, Minutes, Task, TaskKind

SOON = 14
"""The calendar days ahead within which work counts as due."""
MEETINGS = 12
"""So many meetings are looked back on."""
WEEKS_AHEAD = 26
"""How many weeks of work ahead are counted."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing's id and its names, the English one where the plan has one."""

    id: str
    name: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """One date that a plan answers for: `meeting.Headline` in days.

    `forecast` is the day on which papers show it; `margin` elapsed minutes to its deadline, negative when late;
    `before` the day on which the plan's meeting before showed it, None at the first. `undated`: money without a date
    holds it, so that nobody can tell (`meeting.Headline`).
    """

    task: Named
    deadline: date | None
    forecast: date
    margin: Minutes | None
    before: date | None = None
    reached: bool = False
    undated: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether its deadline will not be kept, or was not."""
        return self.margin is not None and self.margin < 0


@dataclass(frozen=True, slots=True)
class File:
    """An approval whose file a body has: for how many working days (`custody.working_days`), and how many it may.

    `allowed` are the authority's, of the law's limit or else of the plan (`custody.Allowance`), in days of their own
    kind: working days where `working`, else calendar days. None where an applicant has it, whom nothing limits.
    `over`: the authority has used them up, which the days held, of another kind and by another clock, cannot tell.
    """

    task: Named
    days: float
    allowed: float | None = None
    working: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What one body has to do in one plan.

    `open` are its tasks that are not finished, `due` those to be finished within `SOON` days by the deadline table's
    request, `red` those with a red light, `files` the approvals whose file it has. `weeks` are the working days that
    its open tasks still take, each of its own calendar, by the Monday of the week, `WEEKS_AHEAD` weeks ahead.
    """

    body: str
    names: Named
    open: int = 0
    due: int = 0
    red: int = 0
    files: tuple[File, ...] = ()
    weeks: Mapping[date, float] = field(default_factory=dict)

    @property
    def held(self) -> float:
        """The working days for which it has had those files, added up."""
        return sum(one.days for one in self.files)


@dataclass(frozen=True, slots=True)
class Shift:
    """What one plan asks of a crew from its data date on, `WEEKS_AHEAD` weeks ahead, as it is planned.

    `units` are the most that are at work at one time, by the day; `spans` which task is at work when, by the first and
    the last of days that follow each other.
    """

    crew: str
    units: Mapping[date, int]
    spans: tuple[tuple[Named, date, date], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A plan at its last meeting at or before the zone's data date.

    `outlooks` are its deadlines in the order in which its papers speak; `light` that over its meeting; `counts` how
    many tasks have each light. `stuck` are the tasks that hold the headline's date and can be worked on now, each with
    the body that has to act. `path` is what holds that date. `unlawful`: something was
    begun before its permit or ended before the law lets it. `sample` marks invented data; `altered` are the records
    that are not as they were sealed, `aside` those that are left out, as on the plan's own papers. `trend` are the last
    meetings, each with the day that it forecast for the first of the outlooks, which that meeting may not have had.
    `crews` are what it asks of its crews.
    """

    key: str
    project: Named
    data_date: date
    outlooks: tuple[Outlook, ...]
    light: Light | None
    counts: Mapping[Light, int]
    stuck: tuple[tuple[Named, Named | None], ...]
    path: tuple[Named, ...]
    bodies: tuple[Work, ...]
    unlawful: bool = False
    sample: str | None = None
    altered: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    trend: tuple[tuple[date, date], ...] = ()
    crews: tuple[Shift, ...] = ()


def summary_of(meeting: Meeting, key: str) -> Summary:
    """A meeting in short. Raises what a meeting raises whose schedule cannot be computed."""
    plan = meeting.schedule.state.plan
    tasks = plan.tasks
    stuck = tuple((named(tasks[name]), _body(meeting, name)) for name in holders(meeting))
    return Summary(
        key=key,
        project=Named(key, plan.name, plan.name_en),
        data_date=start_day(meeting.data_date),
        outlooks=tuple(_outlook(head, meeting) for head in meeting.headlines),
        light=meeting.light,
        counts={light: count.tasks for light, count in meeting.counts.items()},
        stuck=stuck,
        path=tuple(named(tasks[name]) for name in meeting.critical_path),
        bodies=_bodies(meeting),
        unlawful=bool(meeting.breaches or meeting.shortfalls or meeting.lapsed),
        sample=meeting.sample,
        altered=meeting.schedule.state.altered,
        aside=meeting.schedule.state.aside,
        trend=tuple(_trend(meeting)),
        crews=tuple(_shifts(meeting.schedule, start_day(meeting.data_date))),
    )


def _shifts(schedule: Schedule, day: date) -> Iterator[Shift]:
    """The crews of a plan that are at work in the weeks after a day, in the plan's order."""
    crews, last = schedule.state.plan.crews, day + timedelta(weeks=WEEKS_AHEAD)
    rests = rests_of(schedule, crews)
    for name, crew in crews.items():
        found = steps(schedule, crew, rests.get(name))
        units = {one: most for one, most in by_days(found).items() if day <= one < last}
        spans = []
        for task in dict.fromkeys(task for step in found for task in step.tasks):
            days = by_days([step for step in found if task in step.tasks]).keys() & units.keys()
            spans += [(named(schedule.state.plan.tasks[task]), *span) for span in _runs(sorted(days))]
        if units:
            yield Shift(name, units, tuple(spans))


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days that follow each other, each run by its first and its last."""
    first = None
    for day, after in pairwise([*days, None]):
        first = first or day
        if day is not None and first is not None and after != day + timedelta(days=1):
            yield first, day
            first = None


def _trend(meeting: Meeting) -> Iterator[tuple[date, date]]:
    """The last meetings with what each forecast for the task of the headline, where it gave a schedule with it."""
    dates = [one.data_date for one in meeting.project.updates if one.data_date < meeting.data_date]
    for data_date in (*dict.fromkeys(dates[-MEETINGS + 1 :]), meeting.data_date):
        with suppress(PlanError):
            found = meeting.history.schedule(data_date).tasks.get(meeting.headline.task)
            if found is not None:
                yield start_day(data_date), found.last_day


def named(one: Task | Body) -> Named:
    """A task or a body by its names."""
    return Named(one.id, one.name, one.name_en)


def outlook_of(dates: TaskDates, schedule: Schedule) -> Outlook:
    """What a task's dates in a schedule say of its deadline, without what they were before."""
    return Outlook(
        task=named(dates.task),
        deadline=_last_day(dates.task.deadline),
        forecast=dates.last_day,
        margin=dates.margin,
        reached=dates.stage is Stage.FINISHED,
        undated=schedule.funding.is_open(dates) and not dates.misses_deadline,
    )


def _outlook(head: Headline, meeting: Meeting) -> Outlook:
    before = None if meeting.previous is None else meeting.previous.tasks.get(head.task)
    found = outlook_of(meeting.schedule.tasks[head.task], meeting.schedule)
    return replace(found, before=None if before is None else before.last_day)


def _last_day(deadline: Instant | None) -> date | None:
    """The day of a deadline, which is the end of that day."""
    return None if deadline is None else start_day(deadline - 1)


def _body(meeting: Meeting, task: str) -> Named | None:
    """The body that has to act on a task."""
    body = meeting.answers_for(task)
    return None if body is None else named(meeting.schedule.state.plan.bodies[body])


def _bodies(meeting: Meeting) -> tuple[Work, ...]:
    """Each body with open work or a file in hand, in the plan's order."""
    schedule, plan = meeting.schedule, meeting.schedule.state.plan
    day = start_day(meeting.data_date)
    works = {id_: _Sum() for id_ in plan.bodies}
    for name, dates in schedule.tasks.items():
        body = meeting.answers_for(name)
        if body is None or dates.stage is Stage.FINISHED or dates.task.spans or name in meeting.done:
            continue
        one = works[body]
        one.open += 1
        one.red += meeting.lights[name] is Light.RED
        request = meeting.requests.get(name)
        one.due += request is not None and request.finish <= day + timedelta(days=SOON)
        if dates.task.kind is TaskKind.TASK:
            _add_weeks(one.weeks, dates, meeting.data_date)
    calendar = working_days(schedule)
    for custody in custodies(meeting.project, schedule):
        if (holder := custody.holder) is not None and holder.body in works:
            days, of = custody.days_held(meeting.data_date, calendar), custody.allowance
            file = File(named(custody.task), days)
            if holder.role is Role.AUTHORITY:
                allowed = of.allowed / of.day_minutes
                file = replace(file, allowed=allowed, working=of.working, over=of.over > 0)
            works[holder.body].files.append(file)
    return tuple(
        Work(id_, named(plan.bodies[id_]), one.open, one.due, one.red, tuple(one.files), one.weeks)
        for id_, one in works.items()
        if one.open or one.files
    )


class _Sum:
    """What is counted of one body while the tasks are gone through."""

    def __init__(self) -> None:
        self.open = self.due = self.red = 0
        self.files: list[File] = []
        self.weeks: dict[date, float] = {}


def _add_weeks(weeks: dict[date, float], dates: TaskDates, now: Instant) -> None:
    """Add a task's remaining work, in its own working days, to the weeks in which it is scheduled."""
    begin, finish = max(dates.early_start or dates.start, now), dates.finish
    today = start_day(now)
    monday = today - timedelta(days=today.weekday())
    for k in range(WEEKS_AHEAD):
        week = monday + timedelta(weeks=k)
        since = minutes(week)
        if since >= finish:
            break
        worked = dates.calendar.work(max(begin, since), max(begin, min(finish, since + 7 * DAY)))
        if worked:
            weeks[week] = weeks.get(week, 0.0) + worked / dates.calendar.day_minutes
