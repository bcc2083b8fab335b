"""What becomes critical next: unfinished tasks with little more total float than the critical ones, chain by chain.

Float is counted in days of each task's own calendar, so that calendars of eight and of twenty-four hours compare. This
module must never know a reader.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from schedule.analysis.dates.reasons import counted_from
from schedule.engine.paths import driving_chains
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.model import Minutes


@dataclass(frozen=True, slots=True)
class NearCritical:
    """Tasks that drive one another, the first one first.

    `spare` is the least of what they have more than critical ones, in days of the tasks' own calendars; `least` is the
    task that has so little.
    """

    spare: Fraction
    tasks: tuple[str, ...]
    least: str


def near_critical(
    schedule: Schedule, days: Fraction, target: str | None = None, deciding: Collection[str] = ()
) -> tuple[NearCritical, ...]:
    """The tasks that are not critical and have at most so many days more float than critical ones, chain by chain.

    What critical ones have is the least total float among them, which is not 0 where a date stands after the plan's
    finish or before it; without critical tasks it is 0. Where it is below 0, whatever is late is critical: then those
    with more than the least that are not on the longest path count too. A chain follows driving relations, from the
    task with the least float on; the chain with the least float comes first, then the one that starts first. Tasks that
    only span others are left out, and milestones that have come unreported, which hold nothing.

    Args:
        schedule: whose tasks.
        days: how much more float they have at most.
        target: the task whose date `deciding` decide.
        deciding: its path without slack, itself on it. They decide that date already and cannot come next for it: they
            are left out, but for those whose float is counted to another goal, for which they may.
    """
    reached = schedule.network.implied
    able = (one for one in schedule.figures_of(schedule.tasks) if not one.task.spans and one.task.id not in reached)
    open_tasks = [one for one in able if one.stage is not Stage.FINISHED]
    critical = {(dates.float_told or 0, dates.calendar.day_minutes) for dates in open_tasks if dates.critical}
    level = min((Fraction(*of_days) for of_days in critical), default=Fraction(0))

    @cache
    def compared(work: Minutes, day_minutes: Minutes) -> tuple[bool, bool]:
        more = Fraction(work, day_minutes) - level
        return more <= days, level < 0 < more

    def is_near(dates: Figures | TaskDates) -> bool:
        within, late = compared(dates.float_told or 0, dates.calendar.day_minutes)
        return within and (not dates.critical or (late and not dates.longest_path))

    def decides(name: str) -> bool:
        end = counted_from(schedule, name) if name in deciding else None
        return end is not None and end[0] == target

    near = {dates.task.id: dates for dates in open_tasks if is_near(dates) and not decides(dates.task.id)}
    order = sorted(near.values(), key=lambda dates: (_float_days(dates), dates.start, dates.finish, dates.task.id))
    place = {dates.task.id: k for k, dates in enumerate(order)}
    chains = []
    for chain in driving_chains(schedule, list(place)):
        least = min(chain, key=place.__getitem__)
        chains.append(NearCritical(_float_days(near[least]) - level, chain, least))
    return tuple(chains)


def _float_days(dates: Figures | TaskDates) -> Fraction:
    return Fraction(dates.float_told or 0, dates.calendar.day_minutes)
