"""Whose rules a plan is computed by: the scheduling options of Primavera P6 and Microsoft Project as values.

Two profiles, `p6` (the default) and `msp`, are sets of the same few options; a plan may set each by itself. What the
options do stands where they are obeyed, in `schedule/engine/bounds.py`. This module computes nothing and must never
know a plan or a date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from schedule.frozen import dataclass


class TotalFloat(StrEnum):
    """Which float is reported as total float where a task's start and finish float differ.

    P6's option, finish by default.
    """

    FINISH = "finish"
    START = "start"
    SMALLEST = "smallest"


class Profile(StrEnum):
    """Whose rules a plan is computed by: Primavera P6's or Microsoft Project's."""

    P6 = "p6"
    MSP = "msp"


class LagCalendar(StrEnum):
    """Whose calendar a relation's lag counts on, where its unit does not say."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    ALL_HOURS = "24h"


class ProgressRule(StrEnum):
    """What the remaining work of a task that started out of sequence waits for.

    `retained` logic: its unfinished predecessors. `override`: nothing. `actual-dates`: as retained, counted from an
    actual date after the data date instead of the data date. `as-planned` (Microsoft Project): unstarted work is not
    moved to the data date either.
    """

    RETAINED = "retained"
    OVERRIDE = "override"
    ACTUAL_DATES = "actual-dates"
    AS_PLANNED = "as-planned"


class CriticalBy(StrEnum):
    """What makes a task critical: the longest path (or what holds the target), or float at or below a limit."""

    LONGEST_PATH = "longest-path"
    TOTAL_FLOAT = "total-float"


class LateConstraints(StrEnum):
    """Whether no-later-than and on-dates hold late dates only (P6), or early dates too, against the relations (MSP)."""

    LATE_DATES = "late-dates"
    BREAK_LOGIC = "break-logic"


class LateAsPossible(StrEnum):
    """Which float a task that is as late as possible gives up: its own free float (P6) or all of its chain (MSP).

    `free-float` stops at its own late dates, so that no task passes its deadline in order to be late; P6 itself does
    not stop there (`all-free-float`).
    """

    FREE_FLOAT = "free-float"
    ALL_FREE_FLOAT = "all-free-float"
    TOTAL_FLOAT = "total-float"


class Enforce(StrEnum):
    """Whether statutory floors hold dates: those of all tasks, or of none; else those that name a rule of the file."""

    DATES = "dates"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OwnRule:
    """What a plan says of a statute: `says` are columns of the rule file with their texts, `reason` why it does."""

    rule: str
    reason: str
    says: tuple[tuple[str, str], ...] = ()
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """How a plan reads the law: the calendar of the office whose working days count, the region, and what 日 means.

    `day_means` is `cd` or `wd`, for the rules whose text says 日 and whose practice differs. `rules` are the plan's own
    and those of the rule file that it changes.
    """

    region: str | None = None
    office: str | None = None
    day_means: str | None = None
    enforce: Enforce | None = None
    rules: tuple[OwnRule, ...] = ()


NO_LAW = Law()
"""What holds for a plan that says nothing of the law."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """How measures are looked for: what costs count in, how many menus, and how many seconds it may take.

    costs_assumed: whether nobody has asked what the measures cost, so that every cost is told as an assumed one.
    """

    cost_unit: str | None = None
    max_menus: int = 3
    seconds: int = 20
    costs_assumed: bool = False


class Priority(StrEnum):
    """Whose turn is first where a crew is too small: the least float to a deadline, or the first late start."""

    DEADLINE = "deadline"
    LATE_START = "late-start"


@dataclass(frozen=True, slots=True)
class Levelling:
    """How a plan is levelled: whose turn is first, and about how many seconds of looking for a better order.

    The seconds are counted in tasks placed (`PLACED` a second), so that any machine finds the same.
    """

    seconds: int = 10
    priority: Priority = Priority.DEADLINE


@dataclass(frozen=True, slots=True)
class Settings:
    """What a plan may decide about its computation and its alerts. Days are days of each task's own calendar.

    profile: whose rules hold where the plan says nothing else. What the profiles differ in may be None, which takes the
    profile's value (`in_force`): lag_calendar; progress; late_constraints; as_late_as_possible; floor_at_start, whether
    leads and start-to-finish relations leave a task at or after the project's start (asked where progress is
    as-planned: elsewhere nothing lies before the data date); milestones_snap, whether a milestone stands in working
    time.
    critical_by, critical_float: what is critical, and the float in minutes at or below which it is by total float.
    ss_lag_from_actual: a start-to-start lag whose predecessor has started counts from its actual start, not from the
    data date with the part consumed. open_ends_critical: a task without successors has no float beyond its own early
    finish. dates_without_time: a start-no-earlier-than at midnight is a date without a time, and takes the time of day
    of the start that it replaces (P6's files, whose tasks with nothing left wait for working time too).
    finishes_kept: a finish that an FF or SF asks for between shifts or at the beginning of one is shown at the next
    start, as P6 fills its columns, and not where the work ends.
    allow_mandatory: mandatory dates, which may break the logic, are accepted. use_expected_finish: expected finishes
    are obeyed.
    low_float: a task with no more float than this many days is yellow. start_within: one that must start within so many
    calendar days from the data date is yellow too. behind: a forecast that is later than the baseline by more than this
    many days is called late, where a light asks for eyes anyhow. look_ahead: how many calendar days from the data date
    "soon" reaches.
    law: how statutory periods are counted. recovery: how measures that keep a deadline are looked for. levelling: how
    the order of a crew's work is looked for.
    """

    total_float: TotalFloat | None = None
    low_float: Fraction = Fraction(5)
    behind: Fraction = Fraction(0)
    look_ahead: int = 14
    start_within: int = 7
    profile: Profile = Profile.P6
    lag_calendar: LagCalendar | None = None
    progress: ProgressRule | None = None
    late_constraints: LateConstraints | None = None
    as_late_as_possible: LateAsPossible | None = None
    floor_at_start: bool | None = None
    milestones_snap: bool | None = None
    critical_by: CriticalBy = CriticalBy.LONGEST_PATH
    critical_float: int = 0
    ss_lag_from_actual: bool = False
    open_ends_critical: bool = False
    dates_without_time: bool = False
    finishes_kept: bool = False
    allow_mandatory: bool = False
    use_expected_finish: bool = True
    law: Law = NO_LAW
    recovery: Recovery = Recovery()
    levelling: Levelling = Levelling()


DEFAULTS = Settings()
"""What holds for a plan without settings: P6's rules and options as it installs."""

PROFILES: Mapping[Profile, Mapping[str, Any]] = {
    Profile.P6: {
        "total_float": TotalFloat.FINISH,
        "lag_calendar": LagCalendar.PREDECESSOR,
        "progress": ProgressRule.RETAINED,
        "late_constraints": LateConstraints.LATE_DATES,
        "as_late_as_possible": LateAsPossible.FREE_FLOAT,
        "floor_at_start": True,
        "milestones_snap": True,
    },
    Profile.MSP: {
        "total_float": TotalFloat.SMALLEST,
        "lag_calendar": LagCalendar.SUCCESSOR,
        "progress": ProgressRule.AS_PLANNED,
        "late_constraints": LateConstraints.BREAK_LOGIC,
        "as_late_as_possible": LateAsPossible.TOTAL_FLOAT,
        "floor_at_start": False,
        "milestones_snap": False,
    },
}
"""What each profile says where a plan is silent."""


@lru_cache(maxsize=64)
def in_force(settings: Settings) -> Settings:
    """The settings with every silent one filled from the profile.

    >>> in_force(Settings(profile=Profile.MSP)).lag_calendar
    <LagCalendar.SUCCESSOR: 'successor'>
    """
    silent = {name: value for name, value in PROFILES[settings.profile].items() if getattr(settings, name) is None}
    return replace(settings, **silent)
