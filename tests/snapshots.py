"""A meeting's snapshot written by hand: charts are tested on it without the engine that would compute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import Comparison, Movement
from schedule.analysis.history import History
from schedule.analysis.meeting import Headline, Meeting
from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import DAY, minutes
from schedule.engine.network import compile_network
from schedule.engine.run import run
from schedule.engine.schedule import Bound, Reason, Schedule, Stage, TaskDates
from schedule.model import (
    Baseline,
    BaselineDates,
    Body,
    CalendarSpec,
    Closure,
    Duration,
    Instant,
    Phase,
    Plan,
    Project,
    Relation,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
)

OFFICE = CalendarSpec("office", base="china")
SITE = CalendarSpec("site", week=tuple(range(7)), closures=(Closure((11, 15), (3, 10)),))
SPECS = {spec.id: spec for spec in (OFFICE, SITE)}
CALENDARS = {name: compile_calendar(spec, SPECS, date(2012, 1, 1), date(2020, 12, 31)) for name, spec in SPECS.items()}
PHASES = ("permitting", "design", "tendering", "construction", "acceptance")
BODIES = {
    "land": Body("land", "国土局", "Land Bureau"),
    "housing": Body("housing", "住建局", "Housing Bureau"),
    "agent": Body("agent", "代建中心", "Agent-construction centre"),
}
NAMES = ("建设用地红线图", "施工图审查", "招标公告及投标期", "厂房主体钢结构", "竣工验收（提前7个工作日通知质监）")
NAMES_EN = ("Red-line map", "Drawing review", "Tender period", "Workshop steel frame", "Completion acceptance")


def day(text: str) -> Instant:
    """The morning of a date."""
    return minutes(date.fromisoformat(text))


def dates(task: Task, start: Instant, finish: Instant, data_date: Instant, *, critical: bool = False) -> TaskDates:
    """A task's dates: finished, in progress (as far as the calendar says) or not begun, as the data date falls."""
    stage = Stage.FINISHED if finish <= data_date else Stage.IN_PROGRESS if start < data_date else Stage.NOT_STARTED
    calendar, done = CALENDARS[task.calendar or "office"], stage is Stage.FINISHED
    early_start = max(start, data_date)
    fact = Bound(Reason.ACTUAL if done else Reason.DATA_DATE, start)
    driving = tuple(task.relations) if critical and not done else ()
    return TaskDates(
        task=task,
        status=Status(started=start if stage is not Stage.NOT_STARTED else None, finished=finish if done else None),
        stage=stage,
        calendar=calendar,
        duration=calendar.work(start, finish),
        remaining=0 if done else calendar.work(early_start, finish),
        start=start,
        finish=finish,
        early_start=None if done else early_start,
        early_finish=None if done else finish,
        late_start=None if done else early_start,
        late_finish=None if done else finish,
        total_float=None if done else 0,
        free_float=None if done else 0,
        critical=critical and not done,
        longest_path=critical and not done,
        early_bound=fact,
        late_bound=fact,
        driving=driving,
    )


def invented(
    count: int = 44,
    *,
    data_date: str = "2016-03-14",
    begin: str = "2015-06-01",
    every: int = 9,
    lasts: int = 30,
    late: int = 6,
    names: Sequence[str] = NAMES,
    names_en: Sequence[str] = NAMES_EN,
    phases: Sequence[str] = PHASES,
    groups: Sequence[tuple[str, ...]] = ((),),
    bodies: bool = True,
    baseline: bool = True,
    sample: str | None = "每周进度为虚构",
) -> Meeting:
    """Tasks in steps: the k-th begins `every` days after the one before, lasts `lasts` days, is k % `late` days late.

    Every eighth is a milestone, every third is critical, the last has a deadline. Tasks fill the phases in equal parts;
    those of construction work on the site's calendar.
    """
    now = day(data_date)
    tasks, found, approved, moved = {}, {}, {}, {}
    critical: list[str] = []
    for k in range(count):
        name, milestone, hold = f"t{k}", k % 8 == 7 or k == count - 1, k % 3 == 0 or k == count - 1
        phase = phases[k * len(phases) // count] if phases else None
        start = day(begin) + k * every * DAY
        finish = start if milestone else start + lasts * DAY
        slip = k % late * DAY
        task = Task(
            id=name,
            name=names[k % len(names)],
            name_en=names_en[k % len(names_en)] if names_en else None,
            kind=TaskKind.FINISH_MILESTONE if milestone else TaskKind.TASK,
            duration=None if milestone else Duration(Fraction(lasts), Unit.CALENDAR_DAYS),
            calendar="site" if phase == "construction" else "office",
            phase=phase,
            group=groups[k % len(groups)],
            body=list(BODIES)[k % len(BODIES)] if bodies else None,
            relations=tuple(Relation(before, name) for before in critical[-1:] if hold),
            deadline=finish + 5 * DAY if k == count - 1 else None,
        )
        tasks[name] = task
        found[name] = dates(task, start, finish, now, critical=hold)
        if hold and finish > now:
            critical.append(name)
        approved[name] = BaselineDates(start - slip, finish - slip)
        moved[name] = Movement(name, start - slip, finish - slip, start, finish, slip, slip, slip, slip, 0, 0)
    plan = Plan(
        name="进出口贸易加工区（含保税区）起步区",
        name_en="Import-export processing zone, start-up area",
        start=day(begin),
        calendar="office",
        tasks=tasks,
        calendars=SPECS,
        bodies=BODIES if bodies else {},
        phases={phase: Phase(phase) for phase in phases},
        target=f"t{count - 1}",
    )
    last = found[f"t{count - 1}"]
    state = State(plan, now, sample=sample)
    network = compile_network(state, CALENDARS)
    finish = max(one.finish for one in found.values())
    plan_dates = Baseline("B0", day(begin), "", "专责领导小组", approved)
    project = Project(plan, baselines={"B0": plan_dates} if baseline else {})
    return altered(
        Meeting(History(project), now),
        schedule=Schedule(state, found, day(begin), finish, CALENDARS, network, run(network)),
        previous=None,
        baseline=plan_dates if baseline else None,
        since_previous=None,
        since_baseline=Comparison(day(begin), moved) if baseline else None,
        headline=Headline(last.task.id, last.task.id, last.task.deadline, last.finish, False, 5 * DAY, None, None),
        deadlines=(),
        alerts=(),
        lights={name: list(Light)[k % 4] for k, name in enumerate(found)},
        critical_path=tuple(critical),
        upcoming={},
        moved=(),
        unreported=(),
    )


def altered(snapshot: Meeting, **parts: object) -> Meeting:
    """The meeting with some of its parts as they are given here instead of computed, and those that are known kept."""
    other = replace(snapshot)
    known = {name: value for name, value in vars(snapshot).items() if name != "_answers"}  # those are of the whole
    vars(other).update({**known, **parts})
    return other
