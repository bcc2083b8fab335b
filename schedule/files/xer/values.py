"""The cells of an `.xer` → values: P6's words, dates, hours and units, and the fields that must be there.

P6 counts durations, lags and floats in hours; they become whole minutes, to which P6 itself schedules. A date has a
time of day and is taken as it is. This module must never know an activity or a project.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from schedule.calendars.durations import whole
from schedule.files.xer.table import Table, read_choices, read_column
from schedule.files.yaml.scalars import date_facts, parse_start
from schedule.files.yaml.source import Faults
from schedule.model import CONSTRAINTS, ConstraintKind, Duration, Instant, Minutes, RelationType, TaskKind, Unit
from schedule.rules import CriticalBy, LagCalendar, TotalFloat

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "PROJECT": ("proj_id", "proj_short_name", "clndr_id", "plan_start_date", "plan_end_date", "last_recalc_date"),
    "CALENDAR": ("clndr_id", "clndr_name", "clndr_data"),
    "TASK": (
        "task_id",
        "proj_id",
        "clndr_id",
        "task_type",
        "status_code",
        "task_code",
        "task_name",
        "target_drtn_hr_cnt",
        "remain_drtn_hr_cnt",
        "act_start_date",
        "act_end_date",
        "cstr_type",
        "cstr_date",
    ),
}
"""The tables that every schedule has, and the fields without which its dates would be others."""
IF_PRESENT: Mapping[str, tuple[str, ...]] = {
    "PROJWBS": ("wbs_id", "proj_id", "parent_wbs_id", "wbs_name"),
    "TASKPRED": ("task_id", "pred_task_id", "proj_id", "pred_proj_id", "pred_type", "lag_hr_cnt"),
    "SCHEDOPTIONS": ("proj_id", "sched_retained_logic", "sched_progress_override"),
    "TASKRSRC": ("task_id", "rsrc_id", "target_qty", "target_qty_per_hr", "remain_qty", "remain_qty_per_hr"),
    "RSRC": ("rsrc_id", "clndr_id", "rsrc_type"),
}
"""The tables that a file may leave out, and the fields they need where they are."""

FLAGS = {"Y": True, "N": False}
KINDS = {
    "TT_Task": TaskKind.TASK,
    "TT_Rsrc": TaskKind.TASK,
    "TT_Mile": TaskKind.START_MILESTONE,
    "TT_FinMile": TaskKind.FINISH_MILESTONE,
    "TT_LOE": TaskKind.LEVEL_OF_EFFORT,
    "TT_WBS": TaskKind.SUMMARY,
}
PHYSICAL = "CP_Phys"
"""The percent-complete type of which P6 is told the percentage by hand."""
RESOURCE_DEPENDENT = "tt_rsrc"
"""The activity type, in lower case, whose duration is that of its resources' work on their calendars."""
STATUSES = {"TK_NotStart": 0, "TK_Active": 1, "TK_Complete": 2}
AS_LATE_AS_POSSIBLE = "CS_ALAP"
TYPES: Mapping[str, ConstraintKind | str] = {
    **{does.p6: kind for kind, does in CONSTRAINTS.items() if does.p6},
    AS_LATE_AS_POSSIBLE: AS_LATE_AS_POSSIBLE,
}
"""The constraints that P6 knows by a type, and their kinds."""
OWN_FIELDS: Mapping[ConstraintKind, str] = {
    kind: does.p6_field
    for kind, does in sorted(CONSTRAINTS.items(), key=lambda row: row[1].early or row[1].late)
    if does.p6_field
}
"""The constraints for which P6 has a field of their own."""
RELATIONS = {f"PR_{type_}": type_ for type_ in RelationType}
FLOATS = {"FT_FF": TotalFloat.FINISH, "FT_SS": TotalFloat.START, "FT_Min": TotalFloat.SMALLEST}
LAG_CALENDARS = {
    "rcal_Predecessor": LagCalendar.PREDECESSOR,
    "rcal_Successor": LagCalendar.SUCCESSOR,
    "rcal_ProjDefault": LagCalendar.PROJECT,
    "rcal_24Hour": LagCalendar.ALL_HOURS,
}
CRITICAL = {"CT_TotFloat": CriticalBy.TOTAL_FLOAT, "CT_DrivPath": CriticalBy.LONGEST_PATH}
OUTER = {"SD_Both": True, "SD_None": False}
"""Whether what other projects impose is obeyed."""
RESOURCES = {"RT_Labor": True, "RT_Equip": True, "RT_Mat": False}
"""Whether the work of such a resource takes time."""

DATE_FORM = "2016-03-14 08:00"
NUMBER_FORMS = "8, 7.5"
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,40}(?:[.,][0-9]{0,40})?|[.,][0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?")
"""P6 writes up to fifteen significant digits, other programs more."""
_MOST_HOURS = 10**7
"""Some thousand years: work or a lag that is longer is a slip of the pen."""


def instants(table: Table, field: str, faults: Faults) -> list[Instant | None]:
    """The dates of a field, as instants. Fault: `bad-date`."""
    return read_column(table, field, _parse_instant, faults, "bad-date", DATE_FORM, date_facts)


def numbers(table: Table, field: str, faults: Faults) -> list[Fraction | None]:
    """The numbers of a field, exact, none negative. Fault: `bad-number`."""
    return read_column(table, field, _parse_positive, faults, "bad-number", NUMBER_FORMS)


def hours(table: Table, field: str, faults: Faults) -> list[Minutes | None]:
    """The hours of a field, in minutes; negative ones too, however many. Fault: `bad-number`."""
    return read_column(table, field, _parse_minutes, faults, "bad-number", NUMBER_FORMS)


def durations(table: Table, field: str, faults: Faults) -> list[Duration | None]:
    """The durations of a field; none is negative. Fault: `bad-number`."""
    return read_column(table, field, _parse_duration, faults, "bad-number", NUMBER_FORMS)


def lags(table: Table, field: str, faults: Faults) -> list[Duration | None]:
    """The lags of a field, negative ones (leads) too. Fault: `bad-number`."""
    return read_column(table, field, _parse_lag, faults, "bad-number", "8, -7.5")


def flags(table: Table, field: str, faults: Faults) -> list[bool | None]:
    """The yes and no of a field. Fault: `bad-choice`."""
    return read_choices(table, field, FLAGS, faults)


def working(minutes: Minutes) -> Duration:
    """Working minutes as a duration: in hours, or in minutes where hours would need endless decimals.

    >>> str(working(450)), str(working(50))
    ('7.5h', '50min')
    """
    if minutes % 3:
        return Duration(Fraction(minutes), Unit.MINUTES)
    return Duration(Fraction(minutes, 60), Unit.HOURS)


def whole_minutes(hours: Fraction) -> Minutes:
    """Hours in whole minutes, as P6 rounds them: half a minute goes up.

    >>> whole_minutes(Fraction("13.3333")), whole_minutes(Fraction("-0.125"))
    (800, -7)
    """
    return whole(hours * 60)


def words(text: str) -> str:
    """A name in one line; P6 writes a line's end within a cell as two DEL characters."""
    if "\x7f" in text:
        text = text.replace("\x7f", " ")
    return " ".join(text.split())


def _parse_instant(text: str) -> Instant | None:
    return parse_start(text.removesuffix(":00") if len(text) == len("2016-03-14 08:00:00") else text)


def parse_number(text: str) -> Fraction | None:
    """A decimal number, exact; None where the text is none.

    >>> parse_number("18.6666666666667") == Fraction("18.6666666666667"), parse_number("8h")
    (True, None)
    """
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _parse_positive(text: str) -> Fraction | None:
    number = parse_number(text)
    return number if number is not None and 0 <= number <= _MOST_HOURS else None


def _parse_minutes(text: str) -> Minutes | None:
    number = parse_number(text)
    return None if number is None else whole_minutes(number)


def _parse_lag(text: str) -> Duration | None:
    number = parse_number(text)
    return working(whole_minutes(number)) if number is not None and abs(number) <= _MOST_HOURS else None


def _parse_duration(text: str) -> Duration | None:
    lag = _parse_lag(text)
    return lag if lag is not None and lag.amount >= 0 else None
