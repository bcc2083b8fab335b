"""A network as files: the text of a plan, and a `.xer` as P6 exports it, for the timings from file to dates.

Both say the same as the columns do, in hours; the dates of a P6 file are left out, for they are what is asked.
This module must never know who reads the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from networks import START, TYPES, Network, WorkingTime

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SERIAL = date(1899, 12, 30)


def plan(network: Network, bodies: Sequence[str] = (), more: Mapping[str, Sequence[str]] | None = None) -> str:
    """The text of a plan file, with responsible bodies, and `more` keys of single tasks by their ids."""
    ids, names = network.ids, [one.name for one in network.calendars]
    after: dict[str, list[str]] = {}
    for pred, succ, type_, lag in _relations(network):
        hours = f"+{lag // 60}h" if lag > 0 else f"{lag // 60}h" if lag else ""
        words = f"{ids[pred]} {TYPES[type_]}{hours}" if hours or type_ else ids[pred]
        after.setdefault(ids[succ], []).append(words)
    lines = ["daopai: 1", f"project: {{name: Benchmark, start: {START}, calendar: {names[0]}}}", "calendars:"]
    for one in network.calendars:
        week = ", ".join(_WEEK[day] for day in one.weekdays)
        hours = ", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in one.hours)
        lines.append(f"  {one.name}:\n    week: [{week}]\n    hours: [{hours}]")
        if one.off:
            lines.append(f"    off: [{', '.join(f'{a}..{b}' if a != b else f'{a}' for a, b in one.off)}]")
    lines += ["bodies:", *(f"  {body}: {{name: {body}}}" for body in bodies)] if bodies else []
    lines += ["tasks:"]
    for id_, amount, number in zip(ids, network.durations.tolist(), network.calendar_of.tolist(), strict=True):
        lines.append(f"  {id_}:\n    name: {id_}\n    duration: {amount // 60}h\n    calendar: {names[number]}")
        if id_ in after:
            lines.append(f"    after: [{', '.join(after[id_])}]")
        lines += [f"    {key}" for key in (more or {}).get(id_, ())]
    return "\n".join(lines) + "\n"


def xer(network: Network) -> str:
    """The text of a P6 export: one project, its three calendars, tasks not started, relations."""
    begin = f"{START} 00:00"
    lines = ["ERMHDR\t19.12\t2016-03-14\tProject\tadmin\tadmin\tdb\tProject Management\tCNY"]
    _table(
        lines,
        "PROJECT",
        "proj_id proj_short_name clndr_id last_recalc_date plan_start_date plan_end_date critical_drtn_hr_cnt "
        "critical_path_type export_flag def_complete_pct_type",
        [f"1\tBENCH\t1\t{begin}\t{begin}\t\t0\tCT_TotFloat\tY\tCP_Drtn"],
    )
    _table(
        lines,
        "CALENDAR",
        "clndr_id default_flag clndr_name proj_id base_clndr_id last_chng_date clndr_type day_hr_cnt week_hr_cnt "
        "month_hr_cnt year_hr_cnt clndr_data",
        [_calendar(number, one) for number, one in enumerate(network.calendars, start=1)],
    )
    _table(
        lines,
        "SCHEDOPTIONS",
        "schedoptions_id proj_id sched_open_critical_flag sched_lag_early_start_flag sched_retained_logic "
        "sched_progress_override sched_float_type sched_calendar_on_relationship_lag sched_use_expect_end_flag",
        ["1\t1\tN\tY\tY\tN\tFT_FF\trcal_Predecessor\tY"],
    )
    _table(
        lines,
        "PROJWBS",
        "wbs_id proj_id seq_num proj_node_flag status_code wbs_short_name wbs_name parent_wbs_id",
        ["1\t1\t1\tY\tWS_Open\tBENCH\tBenchmark\t"],
    )
    tasks = zip(network.ids, network.durations.tolist(), network.calendar_of.tolist(), strict=True)
    _table(
        lines,
        "TASK",
        "task_id proj_id wbs_id clndr_id complete_pct_type task_type duration_type status_code task_code task_name "
        "remain_drtn_hr_cnt target_drtn_hr_cnt cstr_date act_start_date act_end_date cstr_type",
        [
            f"{place}\t1\t1\t{number + 1}\tCP_Drtn\tTT_Task\tDT_FixedDUR2\tTK_NotStart\t{id_}\t{id_}\t"
            f"{amount // 60}\t{amount // 60}\t\t\t\t"
            for place, (id_, amount, number) in enumerate(tasks, start=1)
        ],
    )
    _table(
        lines,
        "TASKPRED",
        "task_pred_id task_id pred_task_id proj_id pred_proj_id pred_type lag_hr_cnt",
        [
            f"{place}\t{succ + 1}\t{pred + 1}\t1\t1\tPR_{TYPES[type_]}\t{lag // 60}"
            for place, (pred, succ, type_, lag) in enumerate(_relations(network), start=1)
        ],
    )
    return "\n".join([*lines, "%E", ""])


def _relations(network: Network) -> list[tuple[int, int, int, int]]:
    columns = (network.pred, network.succ, network.types, network.lags)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _table(lines: list[str], name: str, fields: str, rows: list[str]) -> None:
    """Adds one table: its fields, separated by spaces, and its rows, by tabs."""
    lines += [f"%T\t{name}", "%F\t" + fields.replace(" ", "\t"), *(f"%R\t{row}" for row in rows)]


def _calendar(number: int, one: WorkingTime) -> str:
    """A row of CALENDAR: days of the week count from Sunday, exceptions in days since 1899-12-30."""
    shifts = "".join(f"(0||{k}(s|{_clock(a)}|f|{_clock(b % 1440)})())" for k, (a, b) in enumerate(one.hours))
    week = "".join(f"(0||{day + 1}()({shifts if (day - 1) % 7 in one.weekdays else ''}))" for day in range(7))
    off = "".join(f"(0||{k}(d|{(day - _SERIAL).days})())" for k, day in enumerate(one.days_off()))
    data = f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||Exceptions()({off}))))"
    hours = one.day_minutes // 60
    worth = f"{hours}\t{hours * len(one.weekdays)}\t{hours * 22}\t{hours * 250}"
    return f"{number}\t{'Y' if number == 1 else 'N'}\t{one.name}\t\t\t2016-03-14 00:00\tCA_Base\t{worth}\t{data}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
