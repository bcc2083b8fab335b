"""The zone's meeting: every plan in short, what could not be read, bodies over all plans, what was promised between.

Rolled up from components: plans that ties hold together are one, any other plan is one by itself. Components know
nothing of each other, so that they can be worked out anywhere and in any order. This module must never know a reader,
nor where plans lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from schedule.analysis.dates.alerts import Light
from schedule.analysis.history import History, Schedules
from schedule.analysis.levelling.load import there_on
from schedule.analysis.meeting import Meeting
from schedule.analysis.portfolio.moved import Move, Window, moved
from schedule.analysis.portfolio.summary import File, Named, Outlook, Summary, Work, summary_of
from schedule.analysis.portfolio.together import Promise, Together, together
from schedule.calendars.worktime import start_day
from schedule.diagnostics import Diagnostic, PlanError, nearest
from schedule.model import Instant
from schedule.portfolio import Portfolio, SharedCrew, ZoneDeadline, plan_of


@dataclass(frozen=True, slots=True)
class Roll:
    """What one component comes to.

    `faults` are those of plans that could not be read or computed, by key, `warnings` what of the others was not read;
    `tied_faults` why the component has no joint dates (`together` is None then, as it is of a plan that nothing ties).
    `strangers` are bodies that the portfolio names and their plans do not have. `moves` are why the component's dates
    moved since the zone's meeting before; none where nothing was reported since, or nothing could be computed then.
    """

    summaries: Mapping[str, Summary]
    faults: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    together: Together | None = None
    tied_faults: tuple[Diagnostic, ...] = ()
    warnings: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    strangers: tuple[Diagnostic, ...] = ()
    moves: tuple[Move, ...] = ()


def rolled(
    portfolio: Portfolio,
    keys: Sequence[str],
    histories: Mapping[str, History],
    faults: Mapping[str, tuple[Diagnostic, ...]],
    warnings: Mapping[str, tuple[Diagnostic, ...]],
    day: date | None,
) -> Roll:
    """A component at a day, None for the last of each plan's records.

    Args:
        portfolio: the zone.
        keys: the plans of the component.
        histories: those of them that could be read.
        faults: why the others could not.
        warnings: what of those was not read.
        day: records of later days are left out.
    """
    broken, summaries, states, known = dict(faults), dict[str, Summary](), {}, dict[str, History]()
    for key, history in histories.items():
        try:
            meeting = Meeting(history, own_date(history, day))
            summaries[key] = summary_of(meeting, key)
            states[key], known[key] = meeting.schedule.state, history
        except PlanError as error:
            broken[key] = tuple(error.diagnostics)
    tied = len(keys) > 1 or any(plan_of(task) in keys for one in portfolio.deadlines for task in one.after)
    joint, tied_faults, schedules = None, tuple[Diagnostic, ...](), Schedules()
    if tied and states:
        try:
            joint = together(portfolio, states, schedules)
        except PlanError as error:
            tied_faults = tuple(error.diagnostics)
    strangers = tuple(_strangers(portfolio, histories))
    moves = () if joint is None else _moves(portfolio, known, day, schedules)
    return Roll(summaries, broken, joint, tied_faults, dict(warnings), strangers, moves)


def _moves(
    portfolio: Portfolio, histories: Mapping[str, History], day: date | None, schedules: Schedules
) -> tuple[Move, ...]:
    """Why the dates of a component moved since the zone met before: at its plans' last record, where no day is said."""
    ends = {key: own_date(history, day) for key, history in histories.items()}
    until = start_day(max(ends.values())) if day is None else day
    since = portfolio.met_before(until)
    windows = {
        key: Window(history, min(own_date(history, since), ends[key]), ends[key]) for key, history in histories.items()
    }
    try:
        return moved(portfolio, windows, since, until, schedules)
    except PlanError:
        return ()


def _strangers(portfolio: Portfolio, histories: Mapping[str, History]) -> Iterator[Diagnostic]:
    """The bodies that the portfolio says are one with others, and that their plans do not have nor ever had."""
    for one in portfolio.bodies.values():
        for name in one.members:
            key, _, id_ = name.partition(".")
            if key in histories:
                project = histories[key].project
                known = {**project.plan.bodies, **histories[key].state(own_date(histories[key], None)).plan.bodies}
                if id_ not in known:
                    near = nearest(id_, known)
                    facts = {"found": name} | ({} if near is None else {"nearest": f"{key}.{near}"})
                    yield Diagnostic("unknown-body", one.location, facts)
    for shared in portfolio.crews.values():
        for name in shared.members:
            key, _, id_ = name.partition(".")
            if key in histories:
                project = histories[key].project
                ever = {**project.plan.crews, **histories[key].state(own_date(histories[key], None)).plan.crews}
                if id_ not in ever:
                    near = nearest(id_, ever)
                    facts = {"found": name} | ({} if near is None else {"nearest": f"{key}.{near}"})
                    yield Diagnostic("unknown-crew", shared.location, facts)


def own_date(history: History, day: date | None) -> Instant:
    """The data date of a plan's last record of a day or before it (None: of its last); its start without one."""
    updates = history.project.updates
    dates = [one.data_date for one in updates if day is None or start_day(one.data_date) <= day]
    return dates[-1] if dates else history.project.plan.start


@dataclass(frozen=True, slots=True)
class Row:
    """A plan on the zone's page.

    `outlook` is that of the deadline that its papers speak of first, with the joint forecast where plans are tied;
    `alone` the day that its own papers forecast, None where that is the same. `age` are the calendar days from its last
    report to the zone's data date; `stale`: they are more than the zone allows. `light` is red where the joint dates
    miss the deadline, although the plan by itself may keep it; `outside`: then others' work is why. Else it is that of
    the plan's own meeting, grey where that is stale.
    """

    summary: Summary
    outlook: Outlook
    alone: date | None
    age: int
    stale: bool
    light: Light | None
    outside: bool

    @property
    def is_put_off(self) -> bool:
        """Whether others' work sets its date, missed or not: what holds it on its own papers does not hold it here."""
        return self.outside or (self.alone is not None and self.alone < self.outlook.forecast)


@dataclass(frozen=True, slots=True)
class Load:
    """One body over all plans: the sums of `summary.Work`, and each plan's share by key.

    `weeks` are the working days that its open tasks still take by the Monday of the week.
    """

    names: Named
    shares: Mapping[str, Work]
    weeks: Mapping[date, float]

    @property
    def peak(self) -> date | None:
        """The Monday of the week in which its open tasks take most working days; None without open work."""
        return min(self.weeks, key=lambda monday: (-self.weeks[monday], monday), default=None)

    @property
    def open(self) -> int:
        """Its tasks that are not finished."""
        return sum(one.open for one in self.shares.values())

    @property
    def due(self) -> int:
        """Those of them that are asked for within two weeks."""
        return sum(one.due for one in self.shares.values())

    @property
    def red(self) -> int:
        """Those with a red light."""
        return sum(one.red for one in self.shares.values())

    @property
    def files(self) -> tuple[tuple[str, File], ...]:
        """The approvals whose file it has, each with the key of its plan."""
        return tuple((key, one) for key, share in self.shares.items() for one in share.files)

    @property
    def held(self) -> float:
        """The working days for which it has had them, added up."""
        return sum(one.held for one in self.shares.values())


@dataclass(frozen=True, slots=True)
class CrewLoad:
    """What all parks together ask of one crew of the zone from its meeting on, each by its own plan's dates.

    `units` are, by the day, the most that each park has at work at one time on it: who works in one park on a day does
    not work in another on it. `spans` are the days of its tasks, each with its park's key.
    """

    shared: SharedCrew
    units: Mapping[date, Mapping[str, int]]
    spans: tuple[tuple[str, Named, date, date], ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """The parks that ask for it."""
        return tuple(dict.fromkeys(key for of in self.units.values() for key in of))

    def asked(self, day: date) -> int:
        """How many units are asked for on a day."""
        return sum(self.units.get(day, {}).values())

    def there(self, day: date) -> int:
        """How many there are on a day."""
        return there_on(self.shared.crew, day)

    @property
    def short(self) -> tuple[date, ...]:
        """The days on which more are asked for than there are."""
        return tuple(day for day in sorted(self.units) if self.asked(day) > self.there(day))

    @property
    def worst(self) -> date | None:
        """The first of the days on which most are missing; None where there are always enough."""
        return min(self.short, key=lambda day: (self.there(day) - self.asked(day), day), default=None)

    def on(self, day: date) -> tuple[tuple[str, Named], ...]:
        """The tasks that are at work on a day, each with its park's key."""
        return tuple((key, task) for key, task, first, last in self.spans if first <= day <= last)


def called(portfolio: Portfolio, key: str, project: Named | None) -> tuple[str, str]:
    """What a plan is called in Chinese and in English: the zone's own words, else the project's, else its key."""
    name = portfolio.members[key].name or (key if project is None else project.name)
    return name, (None if project is None else project.name_en) or name


def alike(portfolio: Portfolio, projects: Mapping[str, Named | None]) -> frozenset[str]:
    """The plans, by key, that are called as another one is, in one of the languages; `projects` are all there are."""
    names = {key: called(portfolio, key, project) for key, project in projects.items()}
    counts = [Counter(name[place] for name in names.values()) for place in (0, 1)]
    return frozenset(key for key, name in names.items() if any(counts[k][name[k]] > 1 for k in (0, 1)))


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone's meeting at a day. `alike` are the parks that their names do not tell apart, by key."""

    portfolio: Portfolio
    day: date
    rolls: tuple[Roll, ...]
    alike: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Find once which parks a reader could not tell apart by their names: every line asks for it."""
        projects: dict[str, Named | None] = dict.fromkeys(self.faults) | {
            key: one.project for key, one in self.summaries.items()
        }
        object.__setattr__(self, "alike", alike(self.portfolio, projects))

    @property
    def summaries(self) -> dict[str, Summary]:
        """The plans that could be read, in the file's order."""
        found = {key: one for roll in self.rolls for key, one in roll.summaries.items()}
        return {key: found[key] for key in self.portfolio.members if key in found}

    @property
    def faults(self) -> dict[str, tuple[Diagnostic, ...]]:
        """Why others could not be read, in the file's order."""
        found = {key: one for roll in self.rolls for key, one in roll.faults.items()}
        return {key: found[key] for key in self.portfolio.members if key in found}

    @property
    def wrong(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with plans, with what ties them, and with the bodies that the zone names."""
        of_plans = (fault for found in self.faults.values() for fault in found)
        of_ties = (fault for roll in self.rolls for fault in (*roll.tied_faults, *roll.strangers))
        return (*of_plans, *of_ties)

    @property
    def unknown(self) -> tuple[ZoneDeadline, ...]:
        """The zone's deadlines of which nothing can be said: of a plan that was not read, or without joint dates."""
        known = {one.task.id for tied in self.tied for one in tied.zone}
        return tuple(one for one in self.portfolio.deadlines if one.id not in known)

    @property
    def moves(self) -> tuple[Move, ...]:
        """Why dates of the zone moved since it met before, component by component."""
        return tuple(one for roll in self.rolls for one in roll.moves)

    def promises_at_risk(self) -> tuple[Promise, ...]:
        """What one plan promised another and has not given, that comes later than was agreed or than it is needed."""
        every = (one for tied in self.tied for one in tied.promises)
        return tuple(
            one
            for one in every
            if not one.happened and (one.late or (one.needed is not None and one.forecast > one.needed))
        )

    @property
    def tied(self) -> tuple[Together, ...]:
        """The components that ties hold together."""
        return tuple(roll.together for roll in self.rolls if roll.together is not None)

    def rows(self) -> tuple[Row, ...]:
        """The plans that could be read, in the file's order."""
        joint = {key: outlooks for one in self.tied for key, outlooks in one.outlooks.items()}
        return tuple(self._row(one, joint.get(key, {})) for key, one in self.summaries.items())

    def _row(self, one: Summary, joint: Mapping[str, Outlook]) -> Row:
        own = one.outlooks[0]
        missed = [found for found in joint.values() if found.is_missed and not found.reached]
        # As on its own papers: what is missed by most speaks first.
        outlook = min(missed, key=lambda found: found.margin or 0, default=joint.get(own.task.id, own))
        before = next((mine for mine in one.outlooks if mine.task.id == outlook.task.id), own)
        age = (self.day - one.data_date).days
        stale = age > self.portfolio.stale_after
        unsure = Light.GREY if (stale or outlook.undated) and one.light is not Light.RED else one.light
        return Row(
            summary=one,
            outlook=outlook,
            alone=before.forecast if before.forecast != outlook.forecast else None,
            age=age,
            stale=stale,
            light=Light.RED if missed else unsure,
            outside=bool(missed) and not before.is_missed,
        )

    def crews(self) -> tuple[CrewLoad, ...]:
        """The zone's crews that any park asks for from now on, in the file's order."""
        found = (_crew_load(self, shared) for shared in self.portfolio.crews.values())
        return tuple(one for one in found if one.units)

    def loads(self) -> tuple[Load, ...]:
        """The bodies over all plans: most due first, then most open, then by id; the zone's own names where it has."""
        shares: dict[str, dict[str, Work]] = {}
        names: dict[str, Named] = {}
        for key, one in self.summaries.items():
            for work in one.bodies:
                id_ = self.portfolio.body_of(key, work.body)
                shares.setdefault(id_, {})
                of = shares[id_]
                of[key] = _both(of[key], work) if key in of else work
                shared = self.portfolio.bodies.get(id_)
                names[id_] = work.names if shared is None else Named(id_, shared.name, shared.name_en)
        found = [_load(names[id_], of) for id_, of in shares.items()]
        return tuple(sorted(found, key=lambda load: (-load.due, -load.open, load.names.id)))


def _crew_load(zone: Zone, shared: SharedCrew) -> CrewLoad:
    units: dict[date, dict[str, int]] = {}
    spans = list[tuple[str, Named, date, date]]()
    for key, one in zone.summaries.items():
        for shift in one.crews:
            if not shared.has(f"{key}.{shift.crew}"):
                continue
            for day, most in shift.units.items():
                if day >= zone.day:
                    of = units.setdefault(day, {})
                    of[key] = of.get(key, 0) + most
            spans += [(key, *span) for span in shift.spans]
    return CrewLoad(shared, {day: units[day] for day in sorted(units)}, tuple(spans))


def _load(names: Named, shares: Mapping[str, Work]) -> Load:
    weeks: dict[date, float] = {}
    for share in shares.values():
        for monday, days in share.weeks.items():
            weeks[monday] = weeks.get(monday, 0.0) + days
    return Load(names, dict(shares), {monday: weeks[monday] for monday in sorted(weeks)})


def _both(one: Work, other: Work) -> Work:
    """Two bodies of one plan that are one body of the zone."""
    weeks = {
        monday: one.weeks.get(monday, 0.0) + other.weeks.get(monday, 0.0) for monday in {**one.weeks, **other.weeks}
    }
    return Work(
        one.body,
        one.names,
        one.open + other.open,
        one.due + other.due,
        one.red + other.red,
        (*one.files, *other.files),
        weeks,
    )


def zone_of(portfolio: Portfolio, rolls: Sequence[Roll], day: date | None) -> Zone:
    """The zone's meeting: at the day asked for, else at that of the newest report of its plans."""
    dates = [one.data_date for roll in rolls for one in roll.summaries.values()]
    return Zone(portfolio, day or max(dates, default=date(1970, 1, 1)), tuple(rolls))
