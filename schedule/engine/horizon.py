"""The days that a state's calendars must cover: a guess, and a wider one where dates left it.

This module must never know what is computed on the calendars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from schedule.calendars.compile import compile_calendar, layers_of
from schedule.calendars.durations import unit_minutes
from schedule.calendars.worktime import DAY, Calendar, minutes, start_day
from schedule.diagnostics import Diagnostic, PlanError
from schedule.engine.network import used_calendars
from schedule.engine.order import ordered
from schedule.model import BUILT_IN_CALENDARS, CalendarSpec, Duration, Minutes, State, Unit


class _Pace(NamedTuple):
    """How slowly a calendar works when none of its days is an exception.

    `elapsed` are the minutes that pass for each that is worked, over years; `wait` the most days without any;
    `day_minutes` what a working day is worth.
    """

    elapsed: float
    wait: float
    day_minutes: Minutes


class Calendars:
    """The compiled calendars of successive states, each compiled once for one horizon, which only ever grows.

    Calendars are told apart by what they and their bases say, so a state whose plan revised one shares the others.
    `first` and `last` are the days of the horizon; nothing is compiled before somebody asks.
    """

    __slots__ = ("_known", "_paces", "_reach", "_used", "first", "last")

    def __init__(self) -> None:
        self.first, self.last = date.max, date.min
        self._known: dict[str, list[tuple[tuple[CalendarSpec, ...], Calendar]]] = {}
        self._used: tuple[State, set[str]] | None = None
        self._reach: tuple[State, float | None] | None = None
        self._paces: dict[str, tuple[tuple[CalendarSpec, ...], _Pace | None]] = {}

    def covering(
        self, state: State, first: date, last: date, names: Iterable[str] | None = None
    ) -> dict[str, Calendar]:
        """The calendars that a state computes with, or those of these ids, over these days at least.

        Raises PlanError (`calendar-without-work`) where nothing is worked in the horizon.
        """
        if first < self.first or last > self.last:
            more = _MORE if self._known else timedelta()  # who asks for more once asks for a day more the next time
            self.first = _shifted(first, -more) if first < self.first else self.first
            self.last = _shifted(last, more) if last > self.last else self.last
            self._known.clear()
        specs = {**BUILT_IN_CALENDARS, **state.plan.calendars}
        found, faults = {}, []
        for name in sorted(self._used_by(state) if names is None else names):
            try:
                found[name] = self._compiled(specs[name], specs)
            except ValueError:
                faults.append(Diagnostic("calendar-without-work", specs[name].location, {"found": name}))
        if faults:
            raise PlanError(faults)
        return found

    def near(self, first: date, last: date) -> tuple[date, date]:
        """A guess, or what is compiled already where that falls short of it by less than half its margin.

        So that a duration which is a day longer does not have every calendar compiled anew: dates that leave the days
        are seen (`Run.outside`), whatever was guessed.
        """
        if self._known and first >= _shifted(self.first, -_MARGIN / 2) and last <= _shifted(self.last, _MARGIN / 2):
            return max(first, self.first), min(last, self.last)
        return first, last

    def reach(self, state: State) -> float | None:
        """The most days that all work of a state can take after the last day that anything states, whoever waits.

        Each task waits for as long as nothing is worked, then takes what it takes on the slowest calendar; lags count
        from the end, leads as well. None where that cannot be told: a calendar that is computed with works on stated
        days alone, or may be closed for years; or tasks wait for each other. The last answer is kept: these are values.
        """
        if self._reach is not None:
            before, reach = self._reach
            if _have_one_plan(before, state) and before.statuses == state.statuses:
                return reach
        self._reach = state, self._reach_of(state)
        return self._reach[1]

    def _reach_of(self, state: State) -> float | None:
        specs, paces = {**BUILT_IN_CALENDARS, **state.plan.calendars}, []
        for name in self._used_by(state):
            layers = layers_of(specs[name], specs)
            known = self._paces.get(name)
            if known is None or known[0] != layers:
                known = self._paces[name] = layers, _pace(layers)
            if known[1] is None:
                return None
            paces.append(known[1])
        wait = max(pace.wait for pace in paces)
        days = {unit: max(unit_minutes(unit, pace.day_minutes) * pace.elapsed for pace in paces) / DAY for unit in Unit}

        taken = _each_once(lambda duration: abs(float(duration.amount)) * days[duration.unit])
        tasks, first, relations, begins, order = ordered(state.plan.tasks, spanning=True)
        if len(order) < len(tasks):
            return None
        works = [taken(task.duration) for task in tasks]
        for k, task in enumerate(tasks):
            if task.assignments:
                works[k] = max(works[k], *(taken(one.duration) for one in task.assignments))
        if state.statuses:
            for k, task in enumerate(tasks):
                status = state.status(task.id)
                works[k] = max(works[k], taken(status.remaining), *map(taken, status.assignments))
        lags = [0.0 if relation.lag is None else taken(relation.lag) for relation in relations]
        reach = [0.0] * len(tasks)
        for k in order:
            begin = 0.0
            for r in range(first[k], first[k + 1]):
                free = reach[begins[r]] + lags[r]
                if free > begin:
                    begin = free
            reach[k] = begin + wait + works[k]
        return max(reach, default=0.0)

    def _used_by(self, state: State) -> set[str]:
        """`used_calendars`, which progress does not decide: of one plan's states it is asked once."""
        if self._used is not None:
            before, used = self._used
            if _have_one_plan(before, state):
                return used
        self._used = state, used_calendars(state)
        return self._used[1]

    def _compiled(self, spec: CalendarSpec, specs: Mapping[str, CalendarSpec]) -> Calendar:
        layers, known = layers_of(spec, specs), self._known.setdefault(spec.id, [])
        calendar = next((one for said, one in known if said == layers), None)
        if calendar is None:
            calendar = compile_calendar(spec, specs, self.first, self.last)
            known.append((layers, calendar))
        return calendar


def _have_one_plan(one: State, other: State) -> bool:
    """Whether nothing but progress and the data date can tell two states apart."""
    homes = zip(one.homes.values(), other.homes.values(), strict=False)
    return (
        one.plan is other.plan
        and one.homes.keys() == other.homes.keys()
        and all(home.calendar == same.calendar and home.rules == same.rules for home, same in homes)
    )


def _pace(layers: tuple[CalendarSpec, ...]) -> _Pace | None:
    """The pace of a calendar that stands on others; None where it cannot be told."""
    closed = [one for layer in layers for one in layer.exceptions if not one.working]
    bare = {layer.id: replace(layer, exceptions=()) for layer in layers}
    try:
        if sum((one.last - one.first).days + 1 for one in closed) > _CLOSED:
            first, last = min(one.first for one in closed), max(one.last for one in closed)
            if _longest_rest(layers, _shifted(first, -_MARGIN), _shifted(last, _MARGIN))[1] > _CLOSED * DAY:
                return None
        calendar, rest = _longest_rest(tuple(bare.values()), *_SAMPLE)
    except ValueError:
        return None
    first, last = _SAMPLE
    starts, ends, *_ = calendar.table
    return _Pace(((last - first).days + 1) * DAY / (sum(ends) - sum(starts)), rest / DAY, calendar.day_minutes)


def _longest_rest(layers: tuple[CalendarSpec, ...], first: date, last: date) -> tuple[Calendar, Minutes]:
    """A calendar that stands on others over these days, and the most minutes without work among them.

    Raises ValueError where nothing is worked at all.
    """
    calendar = compile_calendar(layers[-1], {layer.id: layer for layer in layers}, first, last)
    starts, ends, *_ = calendar.table
    rests = zip([*starts, minutes(last) + DAY], [minutes(first), *ends], strict=True)
    return calendar, max(begin - end for begin, end in rests)


_SAMPLE = date(2021, 1, 1), date(2024, 12, 31)
"""Four years, a leap year among them: a calendar without exceptions goes on as in them."""
_CLOSED = 800
"""Days without work, fewer than which cannot be all that a schedule's calendar covers (`_MARGIN`)."""
FIRST, LAST = date(1000, 1, 1), date(3000, 12, 31)
"""The days that any date must lie in. What is stated lies in 1970 to 2199; a plan that goes on for eight centuries more
has a duration or a lag that nobody meant, and calendars for all of them would cost a gigabyte to say so."""
ROOM = 700 * 365
"""Days of work, one after the other (`Calendars.reach`), with which no date comes near these ends: what is stated ends
with the year 2199, and begins with 1970, from which late dates count back."""
_MORE = timedelta(days=366)
"""How much further than was asked a horizon grows, so that it need not grow again for the next state."""
_MARGIN = timedelta(days=500)
"""Beyond the first guess on both sides: room for late dates before the start, and for a closed season at either end."""


def first_guess(state: State) -> tuple[date, date]:
    """Days that will probably hold every date.

    Those that are stated, and a guess at the longest path in elapsed days.
    """
    plan = state.plan
    known = [instant for home in state.homes.values() for instant in (home.start, home.data_date)]
    known += [home.must_finish_by for home in state.homes.values() if home.must_finish_by is not None]
    every = plan.tasks.values()
    known += [constraint.instant for task in every if task.constraints for constraint in task.constraints]
    known += [task.deadline for task in every if task.deadline is not None]
    for status in state.statuses.values():
        known.extend(instant for instant in (status.started, status.finished, status.resumed) if instant is not None)
    tasks, first, _, begins, order = ordered(plan.tasks, spanning=True)
    elapsed = _each_once(elapsed_days)
    works = [elapsed(task.duration) for task in tasks]
    for k, task in enumerate(tasks):
        if task.basis is not None:  # whoever plans less than the law's floor is told by how much
            works[k] = max(works[k], elapsed(task.basis.floor))
    reach = [0.0] * len(tasks)
    for k in order:
        begin = 0.0
        for before in begins[first[k] : first[k + 1]]:
            if reach[before] > begin:
                begin = reach[before]
        reach[k] = begin + works[k]
    ahead = timedelta(days=min(int(max(reach, default=0)), 3_000_000))
    return _shifted(start_day(min(known)), -_MARGIN), _shifted(start_day(max(known)), ahead + _MARGIN)


def _each_once(of: Callable[[Duration], float]) -> Callable[[Duration | None], float]:
    """A function of durations, nothing for None, that works each out once.

    A duration is told apart as the object that it is, which a reader makes once for each text; so the function is good
    for as long as the durations are kept.
    """
    known: dict[int, float] = {}

    def asked(duration: Duration | None) -> float:
        if duration is None:
            return 0.0
        amount = known.get(id(duration))
        if amount is None:
            amount = known[id(duration)] = of(duration)
        return amount

    return asked


def elapsed_days(duration: Duration | None) -> float:
    """A generous guess at the days that work takes: ten calendar days for six working days, eight hours a day."""
    if duration is None:
        return 0.0
    return float(duration.amount) * _ELAPSED[duration.unit]


_ELAPSED = {Unit.WORKING_DAYS: 1.6, Unit.CALENDAR_DAYS: 1.0, Unit.HOURS: 0.2, Unit.MINUTES: 0.2 / 60}


def _shifted(day: date, by: timedelta) -> date:
    """A day moved, no further than the ends of what is computed."""
    try:
        return max(FIRST, min(day + by, LAST))
    except OverflowError:
        return FIRST if by < timedelta() else LAST


def widened(first: date, last: date, *, too_early: bool, too_late: bool) -> tuple[date, date]:
    """A horizon twice as long on the sides that were too short. Raises PlanError where there is no wider one."""
    if (too_early and first <= FIRST) or (too_late and last >= LAST):
        raise PlanError([Diagnostic("horizon", None, {"found": f"{first}..{last}"})])
    span = last - first
    return (_shifted(first, -span) if too_early else first), (_shifted(last, span) if too_late else last)
