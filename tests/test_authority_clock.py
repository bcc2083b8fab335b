"""The authority's clock by hand arithmetic on China's working days of 2016, and by a walk from day to day.

Working days: 1 to 6 February (the Saturday is worked), 7 to 13 February off, Sunday the 14th worked, then weeks as they
are; 4 April is off.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import span
from test_periods import d, office, works

from schedule.calendars.periods import PeriodUnit, count, days_counted
from schedule.calendars.worktime import DAY, minutes
from schedule.law.clock import Accepted, Clock, Phase, Review, Stop, clock
from schedule.law.terms import Term
from schedule.model import Extension, Filing, FilingKind, Instant

SUBMITTED, RETURNED, ACCEPTED, DECIDED = FilingKind
WD, CD = PeriodUnit.WORKING_DAYS, PeriodUnit.CALENDAR_DAYS
PERMIT = Term(15, WD, article="建筑法第8条")


def filed(*events: tuple[FilingKind, str]) -> tuple[Filing, ...]:
    """Events on days of 2016: a return or a decision at the day's end, the others in its morning."""
    found = [Filing(kind, minutes(d(day)) + DAY * (kind in (RETURNED, DECIDED))) for kind, day in events]
    return tuple(sorted(found, key=lambda one: one.order))


def at(day: str, *events: tuple[FilingKind, str], term: Term = PERMIT, reviews: tuple[Review, ...] = ()) -> Clock:
    filings = filed(*events)
    decided = next((one.instant for one in filings if one.kind is DECIDED), None)
    found = clock([term], filings, None, decided, minutes(d(day)), office(), reviews=reviews)
    assert found is not None
    return found


def review(since: str, until: str, cause: str = "专家评审", document: str | None = None) -> Review:
    """From the morning of one day to that of another."""
    return Review(minutes(d(since)), minutes(d(until)), cause, document)


STOPPED_PERMIT = (
    *((SUBMITTED, "01-29"), (ACCEPTED, "01-29"), (RETURNED, "02-03")),
    *((SUBMITTED, "02-18"), (ACCEPTED, "02-18")),
)


def test_a_permit_that_was_sent_back_once_is_nine_days_over_on_20_march() -> None:
    """1, 2, 3 February are three; 19, 22 to 26, 29 to 4 March, 7 to 11, 14 to 18 March are twenty-one more."""
    found = at("03-20", *STOPPED_PERMIT)
    assert (found.phase, found.accepted, found.known) == (Phase.RUNNING, d("01-29"), Accepted.TOLD)
    assert (found.used, found.limit, found.due, found.over, found.passed) == (24, 15, d("03-07"), 9, True)
    # From Thursday 4 to Thursday 18 February: 4, 5, 6, 14, 15, 16, 17, 18 are worked.
    assert found.stops == (Stop(d("02-03"), d("02-18"), 8),)


@pytest.mark.parametrize(
    ("day", "used", "left"),
    [("01-20", 10, 26), ("02-09", 30, 6), ("02-10", 31, 5), ("02-14", 35, 1), ("02-15", 36, 0)],
)
def test_what_is_left_reaches_to_the_last_day_where_a_day_off_puts_it_off(day: str, used: int, left: int) -> None:
    """Accepted on 9 January, thirty calendar days: the 8th of February is a holiday, and the last day is the 14th.

    On the morning of 9 February that day is five days away, and the file has six of them to be decided on.
    """
    found = at(day, (SUBMITTED, "01-09"), (ACCEPTED, "01-09"), term=Term(30, CD, roll=True))
    assert (found.due, found.used, found.left) == (d("02-14"), used, left)
    assert found.over == max(0, (d(day) - d("02-15")).days)


@pytest.mark.parametrize(
    ("day", "used", "due", "phase", "passed"),
    [
        ("01-29", 0, None, Phase.WAITING, False),  # the morning itself: nobody has filed
        ("01-30", 0, "02-24", Phase.RUNNING, False),
        ("02-03", 2, "02-24", Phase.RUNNING, False),  # 1 and 2 February
        ("02-04", 3, None, Phase.STOPPED, False),
        ("02-18", 3, None, Phase.STOPPED, False),
        ("02-19", 3, "03-07", Phase.RUNNING, False),
        ("03-07", 14, "03-07", Phase.RUNNING, False),
        ("03-08", 15, "03-07", Phase.RUNNING, True),  # its last day is over, and nothing is decided
        ("03-09", 16, "03-07", Phase.RUNNING, True),
    ],
)
def test_a_clerk_follows_the_permit_from_day_to_day(
    day: str, used: int, due: str | None, phase: Phase, passed: bool
) -> None:
    heard = [one for one in STOPPED_PERMIT if d(one[1]) < d(day)]
    found = at(day, *heard)
    assert (found.used, found.due, found.phase, found.passed) == (used, due and d(due), phase, passed)


def test_silence_is_acceptance_from_the_day_of_receipt() -> None:
    """Received on Friday 29 January: 1 to 5 February are the five days in which something had to be said."""
    waiting = at("02-05", (SUBMITTED, "01-29"))
    assert (waiting.phase, waiting.accepted, waiting.silent_after) == (Phase.WAITING, None, d("02-05"))
    silent = at("02-06", (SUBMITTED, "01-29"))
    assert (silent.accepted, silent.known, silent.used, silent.due) == (d("01-29"), Accepted.SILENT, 5, d("02-24"))
    # Accepted on the sixth day, when it was accepted already.
    late = at("02-15", (SUBMITTED, "01-29"), (ACCEPTED, "02-06"))
    assert (late.accepted, late.known) == (d("01-29"), Accepted.SILENT)
    in_time = at("02-15", (SUBMITTED, "01-29"), (ACCEPTED, "02-05"))
    assert (in_time.accepted, in_time.known, in_time.used) == (d("02-05"), Accepted.TOLD, 2)  # 6 and 14 February


def test_a_file_that_is_sent_back_in_time_begins_anew_and_later_goes_on() -> None:
    anew = at("03-01", (SUBMITTED, "01-29"), (RETURNED, "02-05"), (SUBMITTED, "02-15"), (ACCEPTED, "02-15"))
    assert (anew.accepted, anew.used, anew.stops) == (d("02-15"), 10, ())  # 16 to 19, 22 to 26, 29 February
    goes_on = at("03-01", (SUBMITTED, "01-29"), (RETURNED, "02-06"), (SUBMITTED, "02-15"), (ACCEPTED, "02-15"))
    assert (goes_on.accepted, goes_on.used) == (d("01-29"), 6 + 10)


def test_expert_reviews_stop_it_and_a_notice_in_writing_is_named() -> None:
    """Accepted on 29 January; the week from 15 to 21 February is the experts': five working days."""
    events = ((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    found = at("02-29", *events, reviews=(review("02-15", "02-22", document="评通〔2016〕3号"),))
    # 1 to 6, 14; 22 to 26 and Sunday the 28th off: seven and five.
    assert (found.used, found.stopped, found.due) == (12, 5, d("03-02"))
    assert found.stops == (Stop(d("02-15"), d("02-21"), 5, "专家评审", "评通〔2016〕3号"),)
    still = at("02-22", *events, reviews=(review("02-15", "02-22"),))
    assert (still.phase, still.due, still.left) == (Phase.STOPPED, None, 8)
    assert still.stops[0].until is None


def test_what_is_over_before_it_stops_stays_over() -> None:
    events = ((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    found = at("03-14", *events, (RETURNED, "03-01"))
    # Due on 24 February; 25, 26, 29 February and 1 March are over.
    assert (found.due, found.over, found.passed, found.phase) == (d("02-24"), 4, True, Phase.STOPPED)


def test_decided_in_time_and_decided_late() -> None:
    events = ((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    in_time, late = at("03-20", *events, (DECIDED, "02-24")), at("03-20", *events, (DECIDED, "02-26"))
    assert (in_time.phase, in_time.ended, in_time.used, in_time.over, in_time.passed) == (
        *(Phase.CLOSED, d("02-24"), 15, 0, False),
    )
    assert (late.ended, late.used, late.over, late.passed) == (d("02-26"), 17, 2, True)


@pytest.mark.parametrize(
    ("number", "unit", "due"),
    [
        (15, CD, "02-14"),  # day 15 is the 13th, in the Spring Festival
        (15, WD, "02-24"),
        (20, WD, "03-02"),
        (1, PeriodUnit.MONTHS, "02-29"),
    ],
)
def test_the_unit_decides_the_last_day(number: int, unit: PeriodUnit, due: str) -> None:
    events = ((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    assert at("02-02", *events, term=Term(number, unit, roll=True)).due == d(due)


def test_the_head_of_the_authority_adds_ten_days() -> None:
    events = filed((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    more = Extension(span("10wd"), "局长", d("03-01"))
    term, now = Term(20, WD), minutes(d("03-10"))
    found = clock([term], events, None, None, now, office(), extended=more)
    assert found is not None
    assert (found.due, found.limit, found.passed) == (d("03-16"), 30, False)
    before = clock([term], events, None, None, minutes(d("02-29")), office(), extended=more)  # not yet granted
    assert before is not None
    assert (before.due, before.limit) == (d("03-02"), 20)
    # Calendar days with working days more: day 30 is 28 February, a Sunday, put off to the 29th; ten days more.
    early = Extension(span("10wd"), "局长", d("02-29"))
    mixed = clock([Term(30, CD)], events, None, None, now, office(), extended=early)
    assert mixed is not None
    assert mixed.due == d("03-14")


@pytest.mark.parametrize(("on", "due", "over"), [("03-02", "03-16", 0), ("03-03", "03-02", 5)])
def test_what_is_added_after_the_last_day_comes_too_late(on: str, due: str, over: int) -> None:
    """Who cannot decide in twenty days has them extended in them (行政许可法第42条): the last is Wednesday 2 March."""
    events = filed((SUBMITTED, "01-29"), (ACCEPTED, "01-29"))
    more = Extension(span("10wd"), "局长", d(on))
    found = clock([Term(20, WD)], events, None, None, minutes(d("03-10")), office(), extended=more)
    assert found is not None
    # 3, 4, 7, 8 and 9 March are over.
    assert (found.due, found.over, found.passed) == (d(due), over, bool(over))
    assert (found.extended, found.too_late) == ((None, more) if over else (more, None))


def test_a_file_that_comes_back_on_the_day_on_which_it_was_sent_back_runs_on() -> None:
    # Sent back at ten on Wednesday 3 February, in again at three. The next morning nothing stands still.
    hours = (("01-29", 9, SUBMITTED), ("01-29", 9, ACCEPTED), ("02-03", 10, RETURNED), ("02-03", 15, SUBMITTED))
    events = [Filing(kind, minutes(d(day)) + hour * 60) for day, hour, kind in (*hours, ("02-03", 16, ACCEPTED))]
    found = clock([Term(15, WD)], events, None, None, minutes(d("02-04")), office())
    assert found is not None
    assert (found.phase, found.used, found.stopped, found.due) == (Phase.RUNNING, 3, 0, d("02-24"))


def test_the_version_is_that_of_the_day_of_acceptance() -> None:
    old, new = Term(15, WD, until=date(2016, 2, 10)), Term(7, WD, since=date(2016, 2, 11))
    filings = filed((SUBMITTED, "02-05"), (ACCEPTED, "02-06"))
    found = clock([old, new], filings, None, None, minutes(d("03-01")), office())
    assert found is not None
    assert found.term is old
    assert clock([new], filings, None, None, minutes(d("03-01")), office()) is None


def test_where_only_a_start_is_reported_it_stands_for_the_receipt() -> None:
    found = clock([PERMIT], (), minutes(d("01-29")), None, minutes(d("03-01")), office())
    assert found is not None
    assert (found.known, found.accepted, found.due) == (Accepted.STARTED, d("01-29"), d("02-24"))


# ── a walk from day to day ──────────


@st.composite
def files(draw: st.DrawFn) -> list[tuple[date, FilingKind]]:
    """Events in an order that can be, at most one a day."""
    day, found = date(2016, 1, 4) + timedelta(days=draw(st.integers(0, 20))), []
    for _ in range(draw(st.integers(1, 3))):
        found.append((day, SUBMITTED))
        day += timedelta(days=draw(st.integers(1, 14)))
        if draw(st.booleans()):
            found.append((day, ACCEPTED))
            day += timedelta(days=draw(st.integers(1, 20)))
        found.append((day, RETURNED))
        day += timedelta(days=draw(st.integers(1, 10)))
    return found[: draw(st.integers(1, len(found)))]


def walked(events: list[tuple[date, FilingKind]], last: date, unit: PeriodUnit) -> tuple[int, int, int]:
    """Used, stopped, not begun: each day from the first receipt on falls to one, by who has the file and what is told.

    A receipt is looked at five working days on: whether anything was said.
    """
    on = dict(events)

    def counts(day: date) -> bool:
        return unit is CD or works("china", day)

    def silent(received: date) -> bool:
        day, left = received, 5
        while left:
            day += timedelta(days=1)
            left -= works("china", day)
            if on.get(day) in (ACCEPTED, RETURNED):
                return False
        return day <= last

    used = stopped = before = 0
    accepted = running = False
    day = events[0][0]
    while day <= last:
        what = on.get(day)
        if counts(day) and what is not SUBMITTED and day != events[0][0]:
            if running:
                used += 1
            elif accepted:
                stopped += 1
            else:
                before += 1
        elif counts(day) and day != events[0][0]:
            stopped, before = (stopped + 1, before) if accepted else (stopped, before + 1)
        if (what is SUBMITTED and silent(day)) or (what is ACCEPTED and not running):
            accepted = running = True
        elif what is RETURNED:
            running = False
        day += timedelta(days=1)
    return used, stopped, before


@given(files(), st.integers(0, 60), st.sampled_from([CD, WD]))
def test_every_day_is_used_stopped_or_not_begun(
    events: list[tuple[date, FilingKind]], more: int, unit: PeriodUnit
) -> None:
    last = events[-1][0] + timedelta(days=more)
    filings = filed(*((kind, f"{day:%m-%d}") for day, kind in events))
    now: Instant = minutes(last) + DAY
    found = clock([Term(15, unit)], filings, None, None, now, office())
    assert found is not None
    used, stopped, before = walked(events, last, unit)
    assert (found.used, found.stopped) == (used, stopped)
    assert used + stopped + before == days_counted(events[0][0], last, unit, office())
    if found.accepted is None:
        assert (used, stopped) == (0, 0)


@given(files(), st.integers(1, 70), st.integers(1, 25))
def test_it_has_passed_exactly_when_more_is_used_than_allowed_or_its_last_day_is_over(
    events: list[tuple[date, FilingKind]], more: int, number: int
) -> None:
    now = minutes(events[-1][0]) + more * DAY
    filings = filed(*((kind, f"{day:%m-%d}") for day, kind in events))
    found = clock([Term(number, WD)], filings, None, None, now, office())
    assert found is not None
    assert found.passed is (found.due is not None and minutes(found.due) + DAY <= now)
    assert found.over == max(0, found.used - number)
    if found.over:
        assert found.passed
    if found.passed:
        assert found.used >= number
    if found.phase is Phase.RUNNING and not found.passed:
        assert found.due is not None
        assert days_counted(d("01-01"), found.due, WD, office()) - days_counted(
            d("01-01"), now_day(now), WD, office()
        ) == (number - found.used)


def now_day(now: Instant) -> date:
    """The last day that has gone."""
    return date(1970, 1, 1) + timedelta(days=now // DAY - 1)


@given(st.dates(date(2016, 1, 1), date(2016, 12, 1)), st.integers(1, 60), st.sampled_from([CD, WD]))
def test_days_counted_is_the_inverse_of_count(event: date, number: int, unit: PeriodUnit) -> None:
    last = count(event, number, unit, office(), roll=False)
    assert days_counted(event, last, unit, office()) == number
    assert days_counted(event, last - timedelta(days=1), unit, office()) == number - 1
    assert days_counted(event, event, unit, office()) == 0


def test_a_clock_without_a_filing_waits() -> None:
    found = clock([PERMIT], (), None, None, minutes(d("03-01")), office())
    assert found == Clock(PERMIT, Phase.WAITING)
    assert replace(PERMIT, number=7) != PERMIT
