"""How many working days the authorities take in all, along the path on which they take most, against a total of law.

The reform of construction approvals wants all of them within so many working days (国办发〔2019〕11号). A region
says which matters count and which days do not, so this is information for the county and no verdict on any body. What
an authority had counts by its clock where it has a limit in working days, else by the days on which the file lay with
it; what lies ahead counts as planned. Approvals that run side by side are on different paths, and only the longest path
is told. This module must never know a reader's words, and judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from schedule.analysis.history import History
from schedule.analysis.reports.ceilings import Ceiling
from schedule.analysis.reports.custody import Custody, Role, custodies, is_approval
from schedule.calendars.periods import PeriodUnit, days_counted
from schedule.calendars.worktime import Calendar, finish_day, start_day
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.law.statutes import Kind, Statute, known, on_day
from schedule.law.terms import office_of
from schedule.model import RelationType


@dataclass(frozen=True, slots=True)
class ApprovalDays:
    """Working days of authorities on the path of `tasks`, in order: `used` so far, and `total` as things stand.

    `statute` is the rule that wants them within its number of days.
    """

    statute: Statute
    tasks: tuple[str, ...]
    used: int
    total: int

    @property
    def most(self) -> int:
        """How many days the rule lets them take."""
        return int(self.statute.value or 0)


def approval_days(history: History, schedule: Schedule, ceilings: Iterable[Ceiling]) -> ApprovalDays | None:
    """The days of the plan's authorities; None where no total is in force at the data date, or nothing is applied for.

    `ceilings` are the limits on authorities at the data date.
    """
    law, today = schedule.state.plan.settings.law, start_day(schedule.state.data_date)
    totals = (one for one in on_day(known(law), today) if one.kind is Kind.TOTAL and one.region in (None, law.region))
    statute = next(totals, None)
    if statute is None or not any(True for _ in schedule.where(lambda one: is_approval(one.task))):
        return None
    clocks = {one.task: one for one in ceilings}
    desks = {one.task.id: one for one in custodies(history.project, schedule)}
    taken = {name: _taken(desk, clocks.get(name), schedule) for name, desk in desks.items()}
    path = _longest(schedule, {name: total for name, (_, total) in taken.items()})
    return ApprovalDays(statute, path, sum(taken[one][0] for one in path), sum(taken[one][1] for one in path))


def _taken(desk: Custody, limit: Ceiling | None, schedule: Schedule) -> tuple[int, int]:
    """How many working days the authority of an approval had so far, and will have had when it is decided."""
    dates = schedule.tasks[desk.task.id]
    name = office_of(desk.task.basis, schedule.state.plan, schedule.state.home(desk.task.id))
    office = schedule.calendars.get(name, dates.calendar)
    if limit is not None and limit.clock.term.unit is PeriodUnit.WORKING_DAYS:
        used = limit.clock.used
    else:
        held = (one for one in desk.holdings if one.role is Role.AUTHORITY and one.cause is None)
        used = sum(_days(start_day(one.since), finish_day(one.until), office) for one in held)
    return used, used + _ahead(dates, schedule, office)


def _ahead(dates: TaskDates, schedule: Schedule, office: Calendar) -> int:
    """The working days from the data date on until an approval is decided, as it is planned."""
    if dates.stage is Stage.FINISHED:
        return 0
    today = start_day(schedule.state.data_date)
    first = today if dates.stage is Stage.IN_PROGRESS else max(today, dates.first_day)
    return _days(first - timedelta(days=1), dates.last_day, office)


def _days(event: date, last: date, office: Calendar) -> int:
    return days_counted(event, last, PeriodUnit.WORKING_DAYS, office)


def _longest(schedule: Schedule, days: Mapping[str, int]) -> tuple[str, ...]:
    """The approvals of the path along which they take most days; only what waits for an end comes after it."""
    most: dict[str, tuple[int, str | None]] = {}
    for task in (one for one in schedule.network.tasks if not one.spans):
        ends = (one.predecessor for one in task.relations if one.type is RelationType.FS and one.predecessor in most)
        before = max(((most[name][0], name) for name in ends), default=(0, None))
        most[task.id] = (before[0] + days.get(task.id, 0), before[1])
    one = max(most, key=lambda name: most[name][0], default=None)
    found = []
    while one is not None:
        found += [one] if one in days else []
        one = most[one][1]
    return tuple(reversed(found))
