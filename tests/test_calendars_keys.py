"""What a plan file says of a calendar's hours, read and written back."""

from __future__ import annotations

from datetime import date

import pytest

from schedule.files.plans.calendars import calendar_document, read_calendars
from schedule.files.yaml.source import Faults, read_yaml
from schedule.files.yaml.text import yaml_text
from schedule.model import CalendarSpec, Closure, DayException

MORNING = ((480, 720),)
OFFICE = ((480, 720), (780, 1020))


def read(text: str) -> tuple[dict[str, CalendarSpec], list[str]]:
    faults = Faults()
    mapping = read_yaml(text.encode(), "plan.yaml", faults)
    assert mapping is not None
    node = mapping.entries["calendars"][1]
    assert node is not None
    return read_calendars(node, faults), [fault.code for fault in faults.diagnostics]


def test_hours_on_single_days() -> None:
    text = (
        "calendars:\n"
        "  site:\n"
        "    week: mon-sat\n"
        "    hours: [08:00-12:00, 13:00-17:00]\n"
        "    hours_on: {fri: [08:00-12:00], sat-sun: [08:00-12:00]}\n"
        "    day: 455min\n"
        "    on: [{date: 2016-02-06, hours: [09:00-10:00]}]\n"
    )
    exception = DayException(date(2016, 2, 6), date(2016, 2, 6), True, hours=((540, 600),))
    assert read(text) == (
        {
            "site": CalendarSpec(
                "site",
                week=(0, 1, 2, 3, 4, 5),
                hours=OFFICE,
                hours_of_day={4: MORNING, 5: MORNING, 6: MORNING},
                exceptions=(exception,),
                day_minutes=455,
            )
        },
        [],
    )


@pytest.mark.parametrize(
    ("calendar", "code"),
    [
        ("{week: mon-fri, hours_on: {fri: [12:00-08:00]}}", "bad-hours"),
        ("{week: []}", "bad-week"),
        ("{week: [], off: [2016-03-01]}", "bad-week"),
        ("{week: mon-fri, hours_on: {friday: [08:00-12:00]}}", "bad-week"),
        ("{week: mon-fri, hours_on: {fri: [08:00-12:00], mon-fri: [08:00-10:00]}}", "duplicate-item"),
        ("{week: mon-fri, hours_on: [08:00-12:00]}", "not-a-mapping"),
        ("{week: mon-fri, off: [{date: 2016-02-06, hours: [08:00-12:00]}]}", "unknown-key"),
        ("{week: mon-fri, day: 0min}", "bad-number"),
    ],
)
def test_hours_that_are_none_are_told(calendar: str, code: str) -> None:
    assert read(f"calendars:\n  site: {calendar}\n")[1] == [code]


@pytest.mark.parametrize(
    "spec",
    [
        CalendarSpec("site", base="china", region="xinjiang", name="机关"),
        CalendarSpec("site", week=(0, 1, 2, 3, 4), hours=OFFICE, hours_of_day={4: MORNING}, day_minutes=480),
        CalendarSpec("site", week=(1, 3), day_minutes=455, closures=(Closure((11, 15), (3, 10)),)),
        CalendarSpec(
            "site",
            week=(6,),
            exceptions=(
                DayException(date(2016, 2, 1), date(2016, 2, 5), False, "春节", "provisional", "推定"),
                DayException(date(2016, 2, 9), date(2016, 2, 9), False),
                DayException(date(2016, 2, 6), date(2016, 2, 6), True, hours=MORNING),
            ),
        ),
    ],
)
def test_a_calendar_is_read_as_it_was_written(spec: CalendarSpec) -> None:
    assert read(yaml_text({"calendars": {spec.id: calendar_document(spec)}})) == ({spec.id: spec}, [])


def test_a_calendar_without_working_weekdays_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="no working weekday"):
        calendar_document(CalendarSpec("site", week=()))
