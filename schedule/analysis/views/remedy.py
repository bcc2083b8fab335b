"""What a meeting whose deadline does not hold could decide: the cheapest menus of measures, looked for only so long.

A paper says the same whenever and wherever it is printed, so that what may be tried is counted in re-runs and never in
seconds: on a usual machine they take about a second. This module must never know a reader, nor the time of day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schedule.analysis.levelling.levelled import PLACED, TRIES, Levelled, levelled
from schedule.analysis.meeting import Headline, Meeting
from schedule.analysis.recovery.menus import Menu, Recovery, recovery
from schedule.analysis.recovery.reach import bringing, measures_of
from schedule.engine.schedule import Schedule, Stage, TaskDates
from schedule.model import Instant

TASK_RUNS = 400_000
"""How many tasks and measures a meeting may run through, a few millionths of a second each.

A re-run takes all tasks of the plan through, and all measures.
"""
_SCHEDULES = 40
"""As many re-runs the schedules cost that are computed whole: with the law's floors, with all measures, with a menu."""
_TRIED = 3
"""How many re-runs it takes at most, for each measure, to let go of what a menu does not need, once time is over."""

_CREW = 6
"""As long as so many others a task takes to put anywhere for which crews are looked for."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What measures do about a missed deadline: `found` is None where none was sought, of a plan too large for that.

    Papers tell the first of its menus; the certificate proves as many as the plan asks for.
    """

    target: str
    to: Instant
    found: Recovery | None


@dataclass(frozen=True, slots=True)
class ByCrews:
    """When a task is done that measures are to bring forward, once crews are counted, which no measure does.

    `plain` is it by the plan as things stand, and `levelled` with its crews. `cured` is it with its crews and each of
    the menus, in their order; empty where nobody looked, for a plan is levelled anew for each, and for the sake of its
    deadlines alone. `is_untold`: with its crews nobody can tell.
    """

    plain: TaskDates
    levelled: TaskDates
    cured: tuple[TaskDates, ...] = ()
    is_untold: bool = False

    @property
    def days(self) -> int:
        """By how many calendar days it is later as things stand."""
        return (self.levelled.last_day - self.plain.last_day).days


def by_crews(found: Recovery, crewed: Levelled | None, most: int, placed: int = PLACED) -> ByCrews | None:
    """What crews do to the date that the first menus keep; None where they put it off neither with these nor without.

    Args:
        found: the menus.
        crewed: the plan levelled as things stand, None where no task takes a crew.
        most: how many menus are told.
        placed: how many tasks may be put anywhere to level the plan with these menus; no menu has a date beyond.
    """
    target, menus = found.target, found.menus[:most]
    if crewed is None or not menus:
        return None
    one = ByCrews(crewed.plain.tasks[target], crewed.schedule.tasks[target], is_untold=_is_untold(crewed, target))
    if one.is_untold:
        return one if target in crewed.stopped or one.days > 0 else None
    is_goal = any(due.plain.task.id == target for due in crewed.dues)  # for no other task's sake is an order looked for
    if not is_goal or _placed(crewed.plain) * len(menus) > placed:
        return one if one.days > 0 else None
    cured = [dates for menu in menus if (dates := _cured(menu, target)) is not None]
    if len(cured) < len(menus):
        return one if one.days > 0 else None
    plain = (menu.schedule.tasks[target] for menu in menus)
    is_later = any(with_it.last_day > without.last_day for with_it, without in zip(cured, plain, strict=True))
    return replace(one, cured=tuple(cured)) if one.days > 0 or is_later else None


def _placed(schedule: Schedule) -> int:
    """How many tasks it takes at most to put anywhere to level a plan: those of crews count as many (`_CREW`)."""
    taking = sum(bool(one.task.crew) and one.stage is not Stage.FINISHED for one in schedule.tasks.values())
    return TRIES * (len(schedule.network.tasks) + _CREW * taking)


def _cured(menu: Menu, target: str) -> TaskDates | None:
    """A menu's target with its crews; None where nobody can tell."""
    again = levelled(menu.schedule)
    if again is None:
        return menu.schedule.tasks[target]
    return None if _is_untold(again, target) else again.schedule.tasks[target]


def _is_untold(crewed: Levelled, target: str) -> bool:
    return target in crewed.stopped or target in crewed.schedule.funding.undated


def remedy_by_crews(meeting: Meeting) -> ByCrews | None:
    """The same of the menu that a meeting's papers tell; None where they tell none."""
    one = meeting.once(remedy)
    return None if one is None or one.found is None else by_crews(one.found, meeting.levelled, 1)


def remedy(meeting: Meeting) -> Remedy | None:
    """The menus for the deadline that speaks first of those that are missed, lie ahead, and have measures.

    None where there is no such deadline: so of every plan without levers.
    """
    if meeting.stored or not any(task.levers for task in meeting.schedule.state.plan.tasks.values()):
        return None
    tasks = [one.task for one in measures_of(meeting.schedule)]
    for head in meeting.headlines:
        if head.target is None or head.deadline is None or not _is_open(head, meeting):
            continue
        on_way = bringing(meeting.schedule, head.target)
        measures = sum(one in on_way for one in tasks)
        if measures:
            return Remedy(head.target, head.deadline, _found(meeting, head.target, head.deadline, measures))
    return None


def _is_open(head: Headline, meeting: Meeting) -> bool:
    """Whether a deadline is missed as things stand and lies ahead, and waits for more than a report."""
    ahead = head.deadline is not None and head.deadline > meeting.data_date
    spans = meeting.schedule.tasks[head.task].task.spans
    return head.missed and ahead and not head.reached and head.done is None and not spans


def _found(meeting: Meeting, target: str, to: Instant, measures: int) -> Recovery | None:
    each = len(meeting.schedule.network.tasks) + measures
    runs = TASK_RUNS // each - _SCHEDULES - _TRIED * measures
    wanted = meeting.schedule.state.plan.settings.recovery.max_menus
    return recovery(meeting.schedule, target, to, wanted, runs=runs) if runs > 0 else None
