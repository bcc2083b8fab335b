"""The finish-move ledger, worked by hand.

Where nothing else is said, every day is a working day of 24 hours, the plan begins on Monday 7 April 2014, and a day
of April is written as its number: `ended(9)` is the evening of the 9th, midnight. `m` is the milestone at the end.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from networks import CALENDARS, at, link, plan, span, state, task

import schedule
from schedule.analysis.history import History
from schedule.analysis.move.accounts import PartKind, concurrent
from schedule.analysis.move.expectation import expected_state
from schedule.analysis.move.float_use import float_uses
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.ledger import Ledger, Part, ledger
from schedule.analysis.move.revisions import recorded
from schedule.analysis.move.windows import window
from schedule.calendars.worktime import DAY
from schedule.engine.compute import compute
from schedule.model import (
    Assignment,
    CalendarSpec,
    Constraint,
    ConstraintKind,
    DayException,
    Instant,
    Plan,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    TaskKind,
)
from schedule.rules import LateAsPossible, Profile, ProgressRule, Settings

DAYS = "calendar-days"
LATER = RevisionKind.SET


def day(number: int) -> Instant:
    """The morning of a day of April 2014."""
    return at("2014-04-01") + (number - 1) * DAY


def ended(number: int) -> Instant:
    """Its evening."""
    return day(number + 1)


def done(first: int, last: int) -> Status:
    """A task worked on from a day's morning to a day's evening."""
    return Status(started=day(first), finished=ended(last))


def begun(first: int, left: str) -> Status:
    return Status(started=day(first), remaining=span(left))


def told(
    of: Plan | State, data_date: Instant, milestone: str = "m", exact_sets: int = 1 << 14, **reports: Status
) -> Ledger:
    """The ledger from a state (by default the plan's beginning) to what is reported at a later data date."""
    before = of if isinstance(of, State) else state(of)
    said = {name: replace(status, reported=data_date) for name, status in reports.items()}
    after = replace(before, data_date=data_date, statuses={**before.statuses, **said})
    found = ledger(compute(before), compute(after), milestone, (), exact_sets=exact_sets)
    assert sum(part.moved for part in found.parts) == found.moved
    assert sum(part.days for part in found.parts) == found.days
    return found


def days(found: Ledger) -> dict[str | None, int]:
    return {part.task: part.days for part in found.parts}


def one(found: Ledger, name: str) -> Part:
    [part] = [part for part in found.parts if part.task == name]
    return part


def own(part: Part) -> tuple[Fraction, Fraction]:
    """Working days idled, and working days worked longer."""
    return Fraction(part.delay, part.day_minutes), Fraction(part.longer, part.day_minutes)


def figures(part: Part) -> tuple[float, ...]:
    """Alone, but for, what is booked, and what the walk in order gives, in days."""
    return tuple(getattr(part, name) / DAY for name in ("alone", "but_for", "moved", "in_order"))


def late_at_once(found: Ledger) -> float:
    """Days of concurrent delay between accounts."""
    return concurrent(found.entries).minutes / DAY


SERIES = plan(task("a", "2wd"), task("b", "2wd", "a"), task("m", None, "b"), calendar=DAYS)


def test_a_series_of_3_and_2_is_3_and_2_in_every_order() -> None:
    # Expected: a 7..8, b 9..10. Reported: a 7..11, three days longer; b 12..15, two longer. m moves from the 10th to
    # the 15th. Either delay adds its own days whatever the other does.
    found = told(SERIES, day(17), a=done(7, 11), b=done(12, 15), m=Status(started=ended(15), finished=ended(15)))
    assert found.moved == 5 * DAY
    assert days(found) == {"a": 3, "b": 2}
    assert figures(one(found, "a")) == (3, 3, 3, 3)
    assert figures(one(found, "b")) == (2, 2, 2, 2)
    assert late_at_once(found) == 0


def fork(first: str, second: str) -> Plan:
    """Two tasks side by side before m, listed in this order: a takes five days, b as many, c two."""
    lengths = {"a": "5wd", "b": "5wd", "c": "2wd"}
    tasks = [task(name, lengths[name], body=f"body-{name}") for name in (first, second)]
    return plan(*tasks, task("m", None, first, second), calendar=DAYS)


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_two_equal_parallel_delays_of_5_are_concurrent(first: str, second: str) -> None:
    # Both were to take 7..11 and took 7..16. The first of an order moves m by 5, the second by nothing; without either
    # m would be as late. Each is booked half of 5. The walk takes them by id, wherever the file lists them.
    found = told(fork(first, second), ended(16), a=done(7, 16), b=done(7, 16), m=Status(None, ended(16)))
    assert days(found) == {"a": 2.5, "b": 2.5}
    assert figures(one(found, "a")) == (5, 0, 2.5, 5)
    assert figures(one(found, "b")) == (5, 0, 2.5, 0)
    assert late_at_once(found) == 5


@pytest.mark.parametrize(("first", "second"), [("a", "c"), ("c", "a")])
def test_a_critical_delay_of_5_beside_one_of_6_with_3_days_of_float(first: str, second: str) -> None:
    # a: 7..11, took 7..16 (+5). c: 7..8 with three days of float, took 7..14 (+6): alone it moves m from the 11th to
    # the 14th, by 3. v(a) = 5, v(c) = 3, v(a, c) = 5. a first: 5 and 0; c first: 3 and 2, so a 2. The
    # walk takes a first, wherever the file lists it.
    # Booked: a (5 + 2) / 2, c (3 + 0) / 2. But for: a 5 - 3, c 5 - 5; what no single one saves: 5 - 2.
    found = told(fork(first, second), ended(16), a=done(7, 16), c=done(7, 14), m=Status(None, ended(16)))
    assert days(found) == {"a": 3.5, "c": 1.5}
    assert figures(one(found, "a")) == (5, 2, 3.5, 5)
    assert figures(one(found, "c")) == (3, 0, 1.5, 0)
    assert late_at_once(found) == 3


def test_two_tasks_of_one_body_share_as_one_union() -> None:
    # Three equal parallel delays of 5, two of them of one body. The bodies come first in half of the orders each, so
    # 5/2 for each body, and its two tasks halve theirs: a body is not charged more for being late twice, nor less.
    of = plan(
        *(task(name, "5wd", body=body) for name, body in (("a", "x"), ("b", "x"), ("c", "y"))),
        task("m", None, "a", "b", "c"),
        calendar=DAYS,
    )
    found = told(of, ended(16), **{name: done(7, 16) for name in "abc"}, m=Status(None, ended(16)))
    assert [one(found, name).moved for name in "abc"] == [5 * DAY // 4, 5 * DAY // 4, 5 * DAY // 2]
    assert [(entry.account.body, entry.moved) for entry in found.entries] == [("x", 5 * DAY // 2), ("y", 5 * DAY // 2)]
    # In tenths of a day 1.25 and 1.25 make 2.5: of equals the first by name has the tenth.
    assert [float(one(found, name).days) for name in "abc"] == [1.3, 1.2, 2.5]


def test_a_task_that_only_waits_is_not_among_the_parts() -> None:
    # a was to take 7..8 and on the 11th still has a day to go: 7..11, three days longer. b only waits for it.
    found = told(SERIES, day(11), a=begun(7, "1wd"))
    assert days(found) == {"a": 3}
    assert own(one(found, "a")) == (0, 3)


def test_a_task_that_is_ready_and_does_not_start_delays() -> None:
    # a ended on the 8th as expected; on the morning of the 11th b has not begun: two days, the 9th and the 10th.
    found = told(SERIES, day(11), a=done(7, 8))
    assert days(found) == {"b": 2}
    assert own(one(found, "b")) == (2, 0)
    assert not one(found, "b").reported


def test_a_task_waits_first_and_idles_then() -> None:
    # a ended on the 9th, a day late; b began on the 12th and has two days to go on the 12th: of the three days that m
    # moves (10th to 13th) a has one, b the two that it idled (10th, 11th).
    found = told(SERIES, day(12), a=done(7, 9))
    assert days(found) == {"a": 1, "b": 2}


def test_not_reported_is_no_progress() -> None:
    # On the 8th a had begun and three days to go (8..10). Nothing more is said until the 10th: three days are still to
    # go, from the 10th: it ends on the 12th, two days later.
    of = plan(task("a", "4wd"), task("m", None, "a"), calendar=DAYS)
    earlier = replace(state(of), data_date=day(8), statuses={"a": replace(begun(7, "3wd"), reported=day(8))})
    found = told(earlier, day(10))
    assert days(found) == {"a": 2}
    assert own(one(found, "a")) == (0, 2)
    assert not one(found, "a").reported


def test_a_task_that_starts_late_and_works_faster_loses_nothing() -> None:
    # a was to take 7..10, and took 9..10: two days late, two days shorter.
    of = plan(task("a", "4wd"), task("m", None, "a"), calendar=DAYS)
    found = told(of, day(11), a=done(9, 10), m=Status(None, ended(10)))
    assert found.moved == 0
    assert own(one(found, "a")) == (2, -2)
    assert one(found, "a").own == 0


def test_a_gain_is_negative() -> None:
    # a was to take 7..8 and took the 7th alone; b follows on the 8th: m moves from the 10th to the 9th.
    found = told(SERIES, day(8), a=done(7, 7))
    assert days(found) == {"a": -1}
    assert figures(one(found, "a")) == (-1, -1, -1, -1)
    assert late_at_once(found) == 0


def test_a_gain_and_a_delay_on_one_path_stand_side_by_side() -> None:
    # a took one day less, b one more: 7, then 8..10.
    found = told(SERIES, day(11), a=done(7, 7), b=done(8, 10), m=Status(None, ended(10)))
    assert found.moved == 0
    assert days(found) == {"a": -1, "b": 1}


FESTIVAL = {"start": "2016-02-01", "calendar": "china"}
"""Monday 1 February 2016. Saturday the 6th is worked, the 7th to the 13th are the Spring Festival, Sunday the 14th is
worked in exchange."""


def test_a_holiday_makes_eight_days_of_one() -> None:
    # a takes six working days: Monday the 1st to Saturday the 6th. It needs a seventh: the 14th. One working day of its
    # own, eight days of calendar, seven of them the festival's.
    of = plan(task("a", "6wd"), task("m", None, "a"), **FESTIVAL)
    late = Status(started=at("2016-02-01"), finished=at("2016-02-15"))
    found = told(of, at("2016-02-15"), a=late, m=Status(None, at("2016-02-15")))
    part = one(found, "a")
    assert (part.moved, part.days) == (8 * DAY, 8)
    assert own(part) == (0, 1)
    assert (part.own, part.effect) == (1, 7)


def test_a_holiday_absorbs_a_day() -> None:
    # a ends on Friday the 5th; b counts three days of calendar, 6..8; c waits for the 14th. a ends on Saturday the 6th
    # instead, b on the 9th, and c still begins on the 14th.
    of = plan(task("a", "5wd"), task("b", "3cd", "a"), task("c", "1wd", "b"), task("m", None, "c"), **FESTIVAL)
    late = Status(started=at("2016-02-01"), finished=at("2016-02-07"))
    found = told(of, at("2016-02-07"), a=late)
    part = one(found, "a")
    assert (part.moved, part.own, part.effect) == (0, 1, -1)
    assert days(found) == {"a": 0}


def test_a_start_to_start_lag_passes_a_late_start_on() -> None:
    # b may begin two days after a: 9..12. a begins on the 9th instead of the 7th, so b on the 11th: 11..14.
    of = plan(task("a", "6wd"), task("b", "4wd", "a SS+2wd"), task("m", None, "b"), calendar=DAYS)
    found = told(of, day(10), a=begun(9, "5wd"))
    assert days(found) == {"a": 2}
    assert own(one(found, "a")) == (2, 0)


def test_a_finish_to_finish_relation_passes_a_late_finish_on() -> None:
    # a 7..12; b takes three days and ends a day after it: 11..13. On the 11th a has four days to go, 11..14: b 13..15.
    of = plan(task("a", "6wd"), task("b", "3wd", "a FF+1wd"), task("m", None, "b"), calendar=DAYS)
    found = told(of, day(11), a=begun(7, "4wd"))
    assert days(found) == {"a": 2}
    assert own(one(found, "a")) == (0, 2)


def test_work_that_has_begun_and_waits_for_anothers_finish_loses_nothing() -> None:
    # a 7..12; b takes six days and ends a day after it: 8..13. On the 10th a has five days to go, 10..14, two more
    # than expected; b, begun on the 8th, has four, as expected, and waits with them for a: it ends on the 15th.
    of = plan(task("a", "6wd"), task("b", "6wd", "a FF+1wd"), task("m", None, "b"), calendar=DAYS)
    found = told(of, day(10), a=begun(7, "5wd"), b=begun(8, "4wd"))
    assert days(found) == {"a": 2, "b": 0}
    assert figures(one(found, "a")) == (2, 2, 2, 2)
    assert own(one(found, "b")) == (0, 0)


def test_work_that_was_under_way_before_loses_nothing_by_that_either(tmp_path: Path) -> None:
    """Masonry from 3 March has 13 days left on the 10th: the 22nd; services follow two days after it, on the 24th.

    On the 17th masonry has 16 days left: 1 April, ten later; services have 8 of 15 left, as expected, and only wait.
    """
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 试, start: 2025-03-03, calendar: calendar-days, target: done}\n"
        "bodies: {a: {name: 甲局}, b: {name: 乙局}}\ntasks:\n"
        "  masonry: {name: 砌体, body: a, duration: 20cd}\n"
        "  services: {name: 安装, body: b, duration: 20cd, after: [masonry FF+2cd]}\n"
        "  done: {name: 完成, milestone: finish, after: [services]}\n",
        encoding="utf-8",
    )
    weeks = {
        "2025-03-10": ("started: 2025-03-03, remaining: 13cd", "started: 2025-03-05, remaining: 15cd"),
        "2025-03-17": ("remaining: 16cd", "remaining: 8cd"),
    }
    for name, (masonry, services) in weeks.items():
        text = f"data_date: {name}\nprogress: {{masonry: {{{masonry}}}, services: {{{services}}}}}\n"
        (tmp_path / "updates" / f"{name}.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(tmp_path)
    first, last = (update.data_date for update in project.updates)
    found = window(History(project), first, last, "done")
    assert [(entry.account.body, entry.days, entry.sole) for entry in found.entries] == [("a", 10, 10 * DAY)]


HELD = plan(
    task("a", "10cd", body="x"),
    task("b", "8cd", "a SS+4cd", "a FF+2cd", body="y"),
    task("m", None, "b"),
    calendar=DAYS,
)
"""a 7..16; b begins four days after it and may end two days after it: 11..18."""


@pytest.mark.parametrize(
    ("now", "profile"),
    [(20, Profile.P6), (22, Profile.P6), (23, Profile.P6), (24, Profile.P6), (26, Profile.P6), (26, Profile.MSP)],
)
def test_work_that_has_ended_when_another_let_it_only_waited(now: int, profile: Profile) -> None:
    # a ends on the 21st, five days late, which lets b end on the 23rd. b began on the 11th and ended that day: its
    # eight days were over on the 18th. While it is under way, with a day to go, that day is kept for the end.
    a = done(7, 21) if now > 21 else begun(7, f"{22 - now}cd")
    b = done(11, 23) if now > 23 else begun(11, "1cd")
    found = told(replace(HELD, settings=Settings(profile=profile)), day(now), a=a, b=b)
    assert figures(one(found, "a")) == (5, 5, 5, 5)
    assert all(own(part) == (0, 0) for part in found.parts if part.task == "b")
    assert [(entry.account.body, entry.days) for entry in found.entries if entry.moved] == [("x", 5)]
    assert now < 24 or days(found) == {"a": 5}


@pytest.mark.parametrize(
    ("first", "last", "lost"),
    [
        (11, 25, (0, 2)),  # let to end on the 23rd, and two days later
        (13, 25, (0, 2)),  # the days until the 15th it could wait, as a was late
        (17, 25, (1, 1)),  # to end on the 23rd it had to begin on the 16th
    ],
)
def test_what_another_held_owes_what_it_ended_later_than_that_let_it(
    first: int, last: int, lost: tuple[int, int]
) -> None:
    # a lets b end on the 23rd, five days late; b ends two days after that.
    found = told(HELD, day(28), a=done(7, 21), b=done(first, last))
    assert figures(one(found, "a")) == (5, 5, 5, 5)
    assert figures(one(found, "b")) == (2, 2, 2, 2)
    assert own(one(found, "b")) == lost
    assert late_at_once(found) == 0


def test_what_took_longer_than_another_held_it_took_longer_itself() -> None:
    # a ended on the 16th as expected and let b end on the 18th; it ended on the 20th.
    found = told(HELD, day(26), a=done(7, 16), b=done(11, 20))
    assert days(found) == {"b": 2}
    assert own(one(found, "b")) == (0, 2)


@pytest.mark.parametrize("first", [11, 12])
def test_who_wins_days_that_another_lets_it_win_wins_them_with_that(first: int) -> None:
    # a ends two days early and lets b end on the 16th. It did: without a it had to wait for the 18th, and without b's
    # own two days it would have ended on the 18th too. That it began a day late and had five days changes nothing.
    found = told(HELD, day(26), a=done(7, 14), b=done(first, 16))
    assert [figures(one(found, name))[:3] for name in "ab"] == [(0, -2, -1)] * 2
    assert sum(own(one(found, "b"))) == -2


def test_what_began_late_and_worked_shorter_has_neither_won_nor_lost() -> None:
    # a ends a day early and lets b end on the 17th. b began a day late and ended on the 18th, as expected.
    found = told(HELD, day(26), a=done(7, 15), b=done(12, 18))
    assert (found.moved, [part.task for part in found.parts if part.moved]) == (0, [])


def test_what_ended_before_another_let_it_took_what_it_took() -> None:
    # a lets b end on the 23rd; it ended on the 22nd and so waited for nobody: twelve days from the 11th, four more than
    # eight. By its end alone it came a day before it could.
    found = told(HELD, day(26), a=done(7, 21), b=done(11, 22))
    assert own(one(found, "b")) == (-1, 4)
    assert figures(one(found, "b"))[:2] == (3, -1)


def test_what_has_more_left_than_expected_while_another_holds_it_has_lost_that() -> None:
    # On the 17th a has five days left: the 21st. b, six days at work, has four left, two more than expected: without a
    # it would end on the 20th.
    found = told(HELD, day(17), a=begun(7, "5cd"), b=begun(11, "4cd"))
    assert figures(one(found, "a"))[:2] == (5, 3)
    assert figures(one(found, "b"))[:2] == (2, 0)


def test_work_that_was_expected_to_be_held_and_began_early_lost_nothing() -> None:
    # b may begin with nothing before it and end two days after a: expected 11..18. It began on the 7th and ended on the
    # 18th, as a let it; and where a ends five days late, on the 23rd.
    of = plan(task("a", "10cd", body="x"), task("b", "8cd", "a FF+2cd", body="y"), task("m", None, "b"), calendar=DAYS)
    assert told(of, day(26), a=done(7, 16), b=done(7, 18)).parts == ()
    assert days(told(of, day(26), a=done(7, 21), b=done(7, 23))) == {"a": 5}


def test_of_two_that_hold_a_finish_the_later_one_holds_it() -> None:
    # a, two days late, lets b end on the 20th, and c, seven days longer, on the 23rd: b ends then. Without c it is the
    # 20th, three days earlier; without a still the 23rd.
    c = task("c", "9cd", body="z")
    of = plan(
        task("a", "10cd", body="x"),
        c,
        task("b", "8cd", "a SS+4cd", "a FF+2cd", "c FF+1cd", body="y"),
        task("m", None, "b"),
        calendar=DAYS,
    )
    found = told(of, day(28), a=done(7, 18), c=done(7, 22), b=done(11, 23))
    assert days(found) == {"a": 1, "c": 4}
    assert figures(one(found, "c"))[:2] == (5, 3)


@pytest.mark.parametrize("now", [22, 26])
def test_what_is_told_late_to_have_begun_and_was_held_won_the_days_before(now: int) -> None:
    # On the 14th nothing was known of b: expected 14..21. It had begun on the 11th: three of its eight days were done.
    # a ends on the 21st and lets it end on the 23rd, also without those three days; without a it ends on the 18th.
    before = replace(state(HELD), data_date=day(14), statuses={"a": replace(begun(7, "3cd"), reported=day(14))})
    found = told(before, day(now), a=done(7, 21), b=done(11, 23) if now > 23 else begun(11, "1cd"))
    assert found.moved == 2 * DAY
    assert own(one(found, "b")) == (-3, 0)
    assert figures(one(found, "a"))[:2] == (2, 5)
    assert figures(one(found, "b"))[:2] == (-3, 0)


def test_work_of_crews_that_another_held_only_waited() -> None:
    # A crew works 24 days of eight hours, eight days day and night, 11..18; b waits with it until the 23rd.
    crew = Assignment(span("192h"), DAYS)
    b = replace(HELD.tasks["b"], assignments=(crew,))
    found = told(replace(HELD, tasks={**HELD.tasks, "b": b}), day(26), a=done(7, 21), b=done(11, 23))
    assert days(found) == {"a": 5}


@pytest.mark.parametrize("cut", range(12, 26))
def test_a_window_cut_in_two_says_the_same_of_who_waits(cut: int) -> None:
    # a ended on the 21st instead of the 16th, and whenever that is known b only waits for it, until the 23rd.
    def at_(now: int) -> State:
        a = done(7, 21) if now > 21 else begun(7, f"{22 - now}cd")
        b = done(11, 23) if now > 23 else begun(11, f"{max(19 - now, 1)}cd")
        said = {name: replace(status, reported=day(now)) for name, status in (("a", a), ("b", b))}
        return replace(state(HELD), data_date=day(now), statuses=said)

    first, middle, last = (compute(one) for one in (state(HELD), at_(cut), at_(27)))
    parts = [part for pair in ((first, middle), (middle, last)) for part in ledger(*pair, "m", ()).parts]
    assert [(part.task, part.moved, part.own) for part in parts if part.moved or part.own] == [("a", 5 * DAY, 5)]


def test_a_milestone_reached_late_is_its_own_delay() -> None:
    # b ended on the 10th as expected; the milestone, an acceptance, is signed on the 12th.
    found = told(SERIES, day(13), a=done(7, 8), b=done(9, 10), m=Status(started=ended(12), finished=ended(12)))
    assert days(found) == {"m": 2}
    assert one(found, "m").reported


@pytest.mark.parametrize("now", [11, 14, 21])
def test_a_milestone_that_nobody_reports_loses_no_day_by_that(now: int) -> None:
    # b ended on the evening of the 10th, as expected, and m stands there however long nobody says that it is reached.
    found = told(SERIES, day(now), a=done(7, 8), b=done(9, 10))
    assert (found.moved, found.days) == (0, 0)
    assert days(found) == {}


@pytest.mark.parametrize("now", [12, 13, 20])
def test_an_unreported_milestone_moves_by_what_those_before_it_lost(now: int) -> None:
    # b took a day longer, 9..11, and nothing is said of m: the day is b's, and no other is lost by silence.
    found = told(SERIES, day(now), a=done(7, 8), b=done(9, 11))
    assert (found.moved, found.days) == (DAY, 1)
    assert days(found) == {"b": 1}
    assert figures(one(found, "b")) == (1, 1, 1, 1)


OUT_OF_SEQUENCE = plan(task("a", "4wd"), task("b", "3wd", "a"), task("m", None, "b"), calendar=DAYS)


def test_work_out_of_sequence_is_a_gain_under_retained_logic() -> None:
    # Expected: a 7..10, b 11..13. On the morning of the 10th a has three days to go (10..12, two days longer) and b has
    # done one of its three on the 8th: the other two wait for a, 13..14. a moves m to the 15th, b brings it back to
    # the 14th.
    found = told(OUT_OF_SEQUENCE, day(10), a=begun(7, "3wd"), b=begun(8, "2wd"))
    assert days(found) == {"a": 2, "b": -1}
    # The day that b is ahead is a day whenever a ends: alone it would end on the 12th instead of the 13th.
    assert figures(one(found, "b")) == (-1, -1, -1, -1)


def test_work_out_of_sequence_under_progress_override() -> None:
    # The same reports, but b's two days do not wait: 10..11. a moves m to the 15th, b brings it back to the 11th.
    of = replace(OUT_OF_SEQUENCE, settings=Settings(progress=ProgressRule.OVERRIDE))
    found = told(of, day(10), a=begun(7, "3wd"), b=begun(8, "2wd"))
    assert days(found) == {"a": 2, "b": -4}


def test_under_progress_override_work_that_has_begun_waits_for_nobody() -> None:
    # On the morning of the 8th a (7..10) has three days to go, b began beside it and has two: 8..9. On the 9th nothing
    # is said of a, which now ends on the 11th; b went as expected. m follows b and does not move.
    of = replace(OUT_OF_SEQUENCE, settings=Settings(progress=ProgressRule.OVERRIDE))
    earlier = replace(state(of), data_date=day(8), statuses={"a": begun(7, "3wd"), "b": begun(7, "2wd")})
    found = told(earlier, day(9), b=begun(7, "1wd"))
    assert days(found) == {"a": 0}
    assert figures(one(found, "a")) == (0, 0, 0, 0)


def test_a_task_that_finished_too_early_holds_nobody_once_all_has_happened() -> None:
    # Expected: a 7..8, b 9..10, c 11..12. a ended on the 11th, three days late; b did not wait for it and was done on
    # the 10th, as c was on the 12th, as expected. a alone would move m by 3, and b went three days ahead of it.
    of = plan(task("a", "2wd"), task("b", "2wd", "a"), task("c", "2wd", "b"), task("m", None, "c"), calendar=DAYS)
    found = told(of, day(13), a=done(7, 11), b=done(9, 10), c=done(11, 12), m=Status(None, ended(12)))
    assert days(found) == {"a": 3, "b": -3}


def test_an_actual_date_that_is_corrected_later() -> None:
    # On the 9th a was said to have ended on the 8th, b was to take 9..10. On the 11th a is corrected to 8..10, and b
    # begins on the 11th: two days, a's.
    earlier = replace(state(SERIES), data_date=day(9), statuses={"a": done(7, 8)})
    found = told(earlier, day(12), a=done(8, 10), b=begun(11, "1wd"))
    assert days(found) == {"a": 2}
    assert own(one(found, "a")) == (0, 2)
    assert one(found, "a").reported


@pytest.mark.parametrize("kind", [TaskKind.FINISH_MILESTONE, TaskKind.START_MILESTONE])
def test_milestones_across_a_weekend(kind: TaskKind) -> None:
    # Office hours. a takes Monday the 7th to Friday the 11th, 17:00; on Friday morning it has two days to go: Monday
    # the 14th, 17:00. A milestone of either kind moves from Friday evening to Monday evening, three days of calendar
    # for one of work.
    of = plan(task("a", "5wd"), task("m", None, "a", kind=kind))
    found = told(of, day(11), a=Status(started=at("2014-04-07 08:00"), remaining=span("2wd")))
    part = one(found, "a")
    assert (part.moved, part.days, part.own, part.effect) == (3 * DAY, 3, 1, 2)


def test_a_finished_milestone_does_not_move() -> None:
    # m was reached on the 8th; b, after it, is late; so is a, but it is done: nothing can reach m any more.
    of = plan(task("a", "2wd"), task("m", None, "a"), task("b", "2wd", "m"), calendar=DAYS)
    reached = Status(started=ended(8), finished=ended(8))
    earlier = replace(state(of), data_date=day(9), statuses={"a": done(7, 8), "m": reached})
    found = told(earlier, day(20), b=begun(12, "2wd"))
    assert found.moved == 0
    assert days(found) == {"b": 0}
    assert figures(one(found, "b")) == (0, 0, 0, 0)


def test_a_task_as_late_as_possible_is_not_late_when_its_successor_is() -> None:
    # a takes two days and is put off until b's end: 10..11. On the 9th b has six days to go, 9..14, so a is put off to
    # 13..14. That is b's doing; a still has all the float that it had.
    of = plan(task("a", "2wd", as_late_as_possible=True), task("b", "5wd"), task("m", None, "a", "b"), calendar=DAYS)
    found = told(of, day(9), b=begun(7, "6wd"))
    assert days(found) == {"b": 3}
    assert figures(one(found, "b")) == (3, 3, 3, 3)


def test_a_task_as_late_as_possible_that_is_late_delays() -> None:
    # a was put off to 10..11 and is not there on the 14th: b is done, and a takes 14..15, four days late.
    of = plan(task("a", "2wd", as_late_as_possible=True), task("b", "5wd"), task("m", None, "a", "b"), calendar=DAYS)
    found = told(of, day(14), b=done(7, 11))
    assert days(found) == {"a": 4}


def test_resources_on_another_calendar_are_not_the_task_s_delay() -> None:
    # Office hours, Monday to Friday; b's crew works all seven days, five days of eight hours. a was to take 7..9 April,
    # b Thursday the 10th to Monday the 14th, all but two days of it at the week's end. On the 9th a has four days to
    # go: until Monday the 14th, three days longer; b takes Tuesday the 15th to Saturday the 19th, when the milestone is
    # reached although no office is open, instead of Monday the 14th, both at 17:00.
    crew = Assignment(span("40h"), "seven")  # type: ignore[arg-type]
    of = plan(task("a", "3wd"), task("b", "5wd", "a", assignments=(crew,)), task("m", None, "b"))
    found = told(of, day(9), a=Status(started=at("2014-04-07 08:00"), remaining=span("4wd")))
    assert found.moved == at("2014-04-19 17:00") - at("2014-04-14 17:00")
    assert [(part.task, part.moved) for part in found.parts] == [("a", found.moved)]


@pytest.mark.parametrize(
    ("relation", "constraint"),
    [
        # b (three days) must start on the 13th, whatever a does.
        ("a", Constraint(ConstraintKind.MANDATORY_START, day(13))),
        # b's work is stretched to the evening of the 20th, whenever it starts.
        ("a", Constraint(ConstraintKind.EXPECTED_FINISH, ended(20))),
        # b may not start before the 14th, and ends seven days after a: on the 15th it would start on the 13th, on the
        # 16th on the 14th. Either way it starts on the 14th.
        ("a FF+7wd", Constraint(ConstraintKind.START_NO_EARLIER_THAN, day(14))),
    ],
)
def test_what_holds_a_waiting_task_more_than_the_late_one_absorbs_the_delay(
    relation: str, constraint: Constraint
) -> None:
    # a was to take 7..8 and has a day to go on the 9th: one day longer, and nothing moves. b has no line: it neither
    # gained nor lost.
    of = plan(
        task("a", "2wd"), task("b", "3wd", relation, constraints=(constraint,)), task("m", None, "b"), calendar=DAYS
    )
    of = replace(of, settings=Settings(allow_mandatory=True))
    found = told(of, day(9), a=begun(7, "1wd"))
    assert [(part.task, part.moved, part.own, part.effect) for part in found.parts] == [("a", 0, 1, -1)]
    # Nine days more, so that a ends on the 17th: still nothing. Nor where it ends on the evening of the 20th itself.
    for late in {ConstraintKind.MANDATORY_START: (9,), ConstraintKind.EXPECTED_FINISH: (9, 12)}.get(
        constraint.kind, ()
    ):
        found = told(of, day(9), a=begun(7, f"{late}wd"))
        assert [(part.task, part.moved) for part in found.parts] == [("a", 0)]


def test_a_date_without_a_time_takes_the_hour_of_what_comes_before() -> None:
    # Without a time of its own, b's no earlier than the 12th takes a's: a was to end on the 9th at 10:00, so b starts
    # on the 12th at 10:00. a ends on the 10th at 11:00, a day and an hour later: b starts on the 12th at 11:00.
    held = Constraint(ConstraintKind.START_NO_EARLIER_THAN, day(12))
    of = plan(task("a", "58h"), task("b", "3wd", "a", constraints=(held,)), task("m", None, "b"), calendar=DAYS)
    of = replace(of, settings=Settings(dates_without_time=True))
    found = told(of, day(9), a=begun(7, "35h"))
    assert [(part.task, part.moved, part.longer) for part in found.parts] == [("a", 60, DAY + 60)]


def test_more_changes_than_can_be_tried_are_sampled() -> None:
    # Three equal parallel delays of 5 of one body: eight sets, of which no more than four may be tried. Two bodies'
    # own figures stay exact: 5/2 each.
    of = plan(
        *(task(name, "5wd", body="x") for name in "abc"),
        task("d", "5wd", body="y"),
        task("m", None, *"abcd"),
        calendar=DAYS,
    )
    late = {name: done(7, 16) for name in "abcd"}
    found = told(of, ended(16), exact_sets=4, **late, m=Status(None, ended(16)))
    assert found.sampled
    assert [(entry.moved, entry.error) for entry in found.entries] == [(5 * DAY // 2, 0), (5 * DAY // 2, 0)]
    assert sum(part.moved for part in found.progress if part.body == "x") == 5 * DAY // 2
    assert all(part.error > 0 for part in found.progress if part.body == "x")
    assert not told(of, ended(16), exact_sets=16, **late, m=Status(None, ended(16))).sampled


# Revisions and calendars


def decided(of: Plan, later: Plan, data_date: Instant, revisions: Sequence[Revision], **reports: Status) -> Ledger:
    """The ledger from a plan's beginning to a revised plan with reports."""
    before = state(of)
    after = State(later, data_date, reports, tuple(revisions))
    steps = recorded(reported_state(compute(before), after), revisions, after)
    found = ledger(compute(before), compute(after), "m", steps)
    assert sum(part.moved for part in found.parts) == found.moved
    assert sum(part.days for part in found.parts) == found.days
    return found


def test_a_task_that_is_removed_owes_no_report() -> None:
    # a (3 days) then b (2 days): 7 to 11 April. On the morning of the 9th a is removed and nobody reports it any more:
    # as expected it would have a day left, so the decisions alone win that day: b on the 9th and 10th, whichever of the
    # two frees it, so half a day each. The body of a is not charged with two days that it was told not to work.
    of = plan(task("a", "3wd"), task("b", "2wd", "a"), task("m", None, "b"), calendar=DAYS)
    later = plan(task("b", "2wd"), task("m", None, "b"), calendar=DAYS)
    freed = Revision(LATER, "b", "a is not needed", "the board", changes={"relations": ()})
    gone = Revision(RevisionKind.REMOVE, "a", "not needed", "the board")
    found = decided(of, later, day(9), [freed, gone])
    assert [(part.kind, part.task, part.days) for part in found.parts if part.moved] == [
        (PartKind.REVISION, "b", -0.5),
        (PartKind.REVISION, "a", -0.5),
    ]
    assert found.progress == ()


def test_a_longer_duration_is_the_revision_s_and_a_late_task_the_body_s() -> None:
    # a took 7..9, one day longer. Meanwhile b was given four days instead of two: 10..13. m moves from the 10th to the
    # 13th: a 1, the decision 2.
    longer = Revision(LATER, "b", "more work", "the board", changes={"duration": span("4wd")})
    revised = replace(SERIES, tasks={**SERIES.tasks, "b": replace(SERIES.tasks["b"], duration=span("4wd"))})
    found = decided(SERIES, revised, day(10), [longer], a=done(7, 9))
    assert [(part.kind, part.task, part.days) for part in found.parts] == [
        (PartKind.PROGRESS, "a", 1),
        (PartKind.REVISION, "b", 2),
    ]
    assert [part.body for part in found.parts if part.kind is PartKind.REVISION] == [None]


@pytest.mark.parametrize(
    ("left", "own_days"), [({"remaining": span("5wd")}, 0), ({"percent": Fraction(25)}, 1), ({"remaining": None}, 3)]
)
def test_what_a_decision_adds_to_work_under_way_is_the_decision_s(left: dict[str, object], own_days: int) -> None:
    # a, begun on the 7th, was to take five days and gets three more. On the morning of the 10th 5 of its 8 days are
    # left, as they should be; or a quarter is done, 6 are left, a day too many; or nothing is said of what is left: all
    # 8 are. The decision's three days are no delay of a's.
    of = plan(task("a", "5wd"), task("m", None, "a"), calendar=DAYS)
    longer = Revision(LATER, "a", "more to do", "the board", changes={"duration": span("8wd")})
    later = replace(of, tasks={**of.tasks, "a": replace(of.tasks["a"], duration=span("8wd"))})
    found = decided(of, later, day(10), [longer], a=Status(started=day(7), reported=day(10), **left))
    by_kind = {part.kind: part.days for part in found.parts}
    assert by_kind.pop(PartKind.REVISION) == 3
    assert by_kind.get(PartKind.PROGRESS, 0) == own_days


def test_a_task_that_was_added_again_under_its_old_name_is_not_late_for_that() -> None:
    # On the 14th the running b, due on the evening of the 10th, is taken out and put in anew, all of it to do: b as it
    # was goes as expected until then, and m is reached on the 10th: that nobody says so is no delay of its own.
    gone = Revision(RevisionKind.REMOVE, "b", "wrong scope", "the board")
    again = Revision(RevisionKind.ADD, "b", "right scope", "the board", added=SERIES.tasks["b"])
    before = State(SERIES, day(10), {"a": done(7, 8), "b": begun(9, "1wd")})
    after = State(SERIES, day(14), {"a": done(7, 8)}, (gone, again))
    steps = recorded(reported_state(compute(before), after), [gone, again], after)
    found = ledger(compute(before), compute(after), "m", steps)
    assert not found.progress
    assert sum(part.days for part in found.parts) == found.days


def test_an_unreported_milestone_goes_back_to_where_it_was_done_by_a_revision() -> None:
    # b, two days from the 9th on, is given up on the 14th, and m follows a alone, which ended on the 8th. So m was
    # reached on the 8th, reported or not. Nothing was said of b: until the decision it stood at 14..15, and m moved
    # by five days, from the 10th to the 15th; the decision takes all seven off, to the 8th. Had b gone as expected, m
    # would have been reached on the 10th, and the decision of the 14th moved nothing. So b alone 5, the decision alone
    # 0, both -2: b (5 - 2) / 2, the decision (0 - 7) / 2.
    given_up = Revision(RevisionKind.SET, "m", "no need of b", "the board", changes={"relations": (link("a", "m"),)})
    revised = replace(SERIES, tasks={**SERIES.tasks, "m": replace(SERIES.tasks["m"], relations=(link("a", "m"),))})
    found = decided(SERIES, revised, day(14), [given_up], a=done(7, 8))
    assert [(part.kind, part.task, part.days) for part in found.parts] == [
        (PartKind.PROGRESS, "b", 1.5),
        (PartKind.REVISION, "m", -3.5),
    ]
    assert [figures(part) for part in found.parts] == [(5, -2, 1.5, 5), (0, -7, -3.5, -7)]


@pytest.mark.parametrize(("announced", "kind"), [(True, PartKind.CALENDAR), (False, PartKind.REVISION)])
def test_an_announced_holiday_is_neutral(announced: bool, kind: PartKind) -> None:
    # Office days; a takes 7..11 April. Wednesday the 9th becomes a day off: a ends on Monday the 14th, three days on.
    of = plan(task("a", "5wd"), task("m", None, "a"))
    off = DayException(date(2014, 4, 9), date(2014, 4, 9), working=False)
    holiday = Revision(
        RevisionKind.CALENDAR,
        "",
        "a holiday",
        "the government",
        calendar="office",
        exceptions=(off,),
        announced=announced,
    )
    office = replace(of.calendars["office"], exceptions=(off,))
    revised = replace(of, calendars={**of.calendars, "office": office})
    found = decided(of, revised, day(8), [holiday], a=Status(started=at("2014-04-07 08:00"), remaining=span("4wd")))
    assert [(part.kind, part.moved, part.days) for part in found.parts] == [(kind, 3 * DAY, 3)]


# Float


def test_float_that_is_used_although_the_finish_does_not_move() -> None:
    # a 7..11 holds m; c takes two days and has three of float. c began on the 9th: two days of float used, one left.
    found = told(fork("a", "c"), day(9), a=begun(7, "3wd"), c=Status())
    assert found.moved == 0
    [use] = [use for use in float_uses(found) if use.task == "c"]
    assert (use.body, use.before, use.own, use.others, use.after) == ("body-c", 3 * DAY, 2 * DAY, 0, DAY)


def test_float_that_others_use_and_that_is_regained() -> None:
    # a 7..11 holds m. c (7..8) and d after it (9) have two days of float. c takes a day longer (7..9): d has lost a
    # day of float to c. A week in which c takes a day less gives d one.
    of = plan(task("a", "5wd"), task("c", "2wd"), task("d", "1wd", "c"), task("m", None, "a", "d"), calendar=DAYS)
    slow = {use.task: use for use in float_uses(told(of, day(10), a=begun(7, "2wd"), c=done(7, 9)))}
    assert (slow["c"].own, slow["c"].after) == (DAY, None)
    assert (slow["d"].own, slow["d"].others, slow["d"].after) == (0, DAY, DAY)
    fast = {use.task: use for use in float_uses(told(of, day(8), a=begun(7, "4wd"), c=done(7, 7)))}
    assert fast["c"].own == -DAY
    assert (fast["d"].own, fast["d"].others, fast["d"].after) == (0, -DAY, 3 * DAY)


# What was expected


def test_what_was_to_end_by_the_data_date_has_ended_and_what_was_to_begin_then_has_not() -> None:
    # a 7..8, b 9..12 and c 9..10 after it, m2 when c ends. On the morning of the 9th a is done and nothing has begun;
    # on that of the 11th b has two of its four days to go, c is done and m2, on the evening of the 10th, is reached.
    of = plan(task("a", "2wd"), task("b", "4wd", "a"), task("c", "2wd", "a"), task("m2", None, "c"), calendar=DAYS)
    expected = expected_state(compute(state(of)), day(9))
    assert expected.statuses == {"a": done(7, 8)}
    expected = expected_state(compute(state(of)), day(11))
    assert {name: (one.started, one.finished) for name, one in expected.statuses.items()} == {
        "a": (day(7), ended(8)),
        "b": (day(9), None),
        "c": (day(9), ended(10)),
        "m2": (ended(10), ended(10)),
    }
    left = expected.status("b").remaining
    assert left is not None and left.amount == 2 * DAY


# What cannot be asked, and how long an answer takes


def test_a_milestone_that_is_not_a_task_with_dates_of_its_own() -> None:
    spans = task("m", None, kind=TaskKind.SUMMARY)
    with pytest.raises(KeyError):
        told(plan(task("a", "2wd"), spans, calendar=DAYS), day(9))
    with pytest.raises(KeyError):
        told(SERIES, day(9), milestone="nothing")


def test_nothing_happens_to_a_plan_that_goes_as_forecast() -> None:
    before = compute(state(SERIES))
    after = compute(expected_state(before, day(10)))
    assert ledger(before, after, "m", ()).parts == ()


@pytest.mark.parametrize("shape", ["chain", "ladder"])
def test_sixty_tasks_of_which_fifteen_changed_answer_within_two_seconds(shape: str) -> None:
    """Every change at the beginning reaches all that follows, so nothing of the network can be left out."""
    tasks: list[Task] = []
    for k in range(59):
        if shape == "chain":
            tasks.append(task(f"t{k}", "2wd", *([f"t{k - 1}"] if k else []), body=f"body {k % 2}"))
        else:
            above = [f"t{k - 2}"] if k > 1 else []
            aside = [f"t{k - 1} {'FF' if k % 2 else 'SS'}+1wd"] if k else []
            tasks.append(task(f"t{k}", "2wd", *above, *aside, body=f"body {k % 2}"))
    of = plan(*tasks, task("m", None, "t57", "t58"))
    late = 15
    longer = {f"t{k}": replace(of.tasks[f"t{k}"], duration=span(f"{960 + 60 * (k % 5 + 1)}min")) for k in range(late)}
    real = compute(state(replace(of, tasks={**of.tasks, **longer}))).tasks
    data_date = max(real[name].finish for name in longer)
    before = compute(state(of))
    statuses = {
        name: Status(started=real[name].start, finished=real[name].finish, reported=data_date) for name in longer
    }
    after = compute(replace(before.state, data_date=data_date, statuses=statuses))
    begin = time.process_time()
    found = ledger(before, after, "m", ())
    taken = time.process_time() - begin
    assert len([part for part in found.progress if part.plays]) >= 14
    assert not found.sampled
    assert sum(part.moved for part in found.parts) == found.moved != 0
    assert taken < 2, f"{taken:.2f} s"


def test_settings_of_microsoft_project_put_a_task_off_with_its_whole_chain() -> None:
    """Total float given up moves dates after it, so there the task's own line stays."""
    settings = Settings(as_late_as_possible=LateAsPossible.TOTAL_FLOAT)
    of = plan(task("a", "2wd", as_late_as_possible=True), task("b", "5wd"), task("m", None, "a", "b"), calendar=DAYS)
    found = told(replace(of, settings=settings), day(9), b=begun(7, "6wd"))
    assert found.days == 3


def test_a_calendar_that_states_its_days_is_replayed_on_them() -> None:
    """An outage of Saturdays, the 12th and the 19th: what misses the first has to wait for the second."""
    saturdays = tuple(DayException(date(2014, 4, n), date(2014, 4, n), working=True) for n in (12, 19, 26))
    outage = CalendarSpec("outage", week=(), exceptions=saturdays)
    tasks = (task("a", "3cd", calendar=DAYS), task("m", "24h", "a", calendar="outage"))
    before = replace(plan(*tasks), calendars={**CALENDARS, "outage": outage})
    found = told(before, day(11), "m", a=begun(7, "2cd"))
    assert [(part.task, part.days) for part in found.parts] == [("a", 7)]
