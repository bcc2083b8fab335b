"""What nobody reported and has come all the same: when each such milestone was reached, by hand.

The plan begins on Monday 7 April 2014, the data date is Monday the 14th; the office works from 08:00 to 17:00.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from networks import OFFICE, at, plan, state, task

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import start_day
from schedule.engine.compute import compute
from schedule.engine.implied import begun_after, implied
from schedule.model import Constraint, ConstraintKind, State, Status, Task, TaskKind
from schedule.rules import LateAsPossible, Profile, Settings

NOW = "2014-04-14"


def april(text: str) -> int:
    return at(f"2014-04-{text}")


def reached(*tasks: Task, **statuses: Status) -> dict[str, str]:
    """The hour of April at which each milestone was reached."""
    found = compute(state(plan(*tasks), NOW, **statuses)).network.implied
    hours = {april(f"{day:02} {hour:02}:00"): f"{day:02} {hour:02}" for day in range(1, 30) for hour in range(24)}
    return {name: hours[instant] for name, instant in found.items()}


DONE = Status(started=april("08 08:00"), finished=april("10 17:00"))
RUNS = Status(started=april("08 08:00"))


@pytest.mark.parametrize(
    ("after", "status", "instant"),
    [
        ("m", DONE, "08 08"),  # it let the work start
        ("m FS+1wd", DONE, "07 08"),  # a day before
        ("m SS", DONE, "08 08"),
        ("m FF", DONE, "10 17"),  # it let the work finish
        ("m FF+1wd", DONE, "10 08"),
        ("m", RUNS, "08 08"),
        ("m FF", RUNS, None),  # the work has not finished: nothing says that it may
        ("m FS+5wd", RUNS, "01 08"),
    ],
)
def test_what_has_begun_tells_what_it_waited_for(after: str, status: Status, instant: str | None) -> None:
    """A milestone that never waited for anything: at the latest instant that lets be what has happened."""
    found = reached(task("m", None), task("x", "5wd", after), x=status)
    assert found == ({} if instant is None else {"m": instant})


def test_of_several_the_first_tells_and_milestones_tell_those_before_them() -> None:
    """X started on the 8th and Y on the 9th; M let N be, which let X start."""
    tasks = task("m", None), task("n", None, "m"), task("x", "5wd", "n"), task("y", "5wd", "m")
    begun = {"x": RUNS, "y": Status(started=april("09 08:00"))}
    assert reached(*tasks, **begun) == {"m": "08 08", "n": "08 08"}
    assert reached(*tasks, y=begun["y"]) == {"m": "09 08", "n": "09 08"}


@pytest.mark.parametrize(
    ("after", "status", "instant"),
    [
        ("x", DONE, "10 17"),
        ("x FF", DONE, "10 17"),
        ("x SS", DONE, "08 08"),
        ("x SS", RUNS, "08 08"),
        ("x FS+1wd", DONE, "11 17"),
        ("x FS+2wd", DONE, None),  # Monday evening is still to come
        ("x", RUNS, None),
        ("x SS+1wd", DONE, "08 17"),  # of what is done the lag has run
        ("x SS+9wd", RUNS, None),
    ],
)
def test_a_milestone_is_reached_where_all_that_it_waits_for_has_come(
    after: str, status: Status, instant: str | None
) -> None:
    assert reached(task("x", "5wd"), task("m", None, after), x=status) == ({} if instant is None else {"m": instant})


def test_a_date_of_its_own_holds_it_and_its_calendar_opens_for_a_beginning() -> None:
    """Work ended on the evening of the 10th: a start milestone is the 11th's morning, one from the 12th on Monday's."""
    after = task("x", "5wd"), task("m", None, "x", kind=TaskKind.START_MILESTONE)
    assert reached(*after, x=DONE) == {"m": "11 08"}

    def held(day: str, kind: ConstraintKind = ConstraintKind.START_NO_EARLIER_THAN) -> dict[str, str]:
        marked = replace(after[1], constraints=(Constraint(kind, april(day)),))
        return reached(after[0], marked, x=DONE)

    assert held("11 10:00") == {"m": "11 10"}
    assert held("13 10:00") == {}  # the calendar opens on the 14th at eight, and it is midnight
    assert held("21 08:00") == {}
    assert held("11 17:00", ConstraintKind.FINISH_NO_EARLIER_THAN) == {}
    assert held("07 08:00", ConstraintKind.MANDATORY_START) == {}  # put, and not where its work lets it


@pytest.mark.parametrize("after", ["x", "x SS"])
def test_behind_what_was_done_before_its_turn_nothing_has_come(after: str) -> None:
    """What should have come first is not done, and pushes what follows: by P6 the milestone waits for it too."""
    tasks = task("before", "5wd"), task("x", "5wd", "before"), task("m", None, after)
    assert reached(*tasks, x=DONE) == {}
    over = Status(started=april("07 08:00"), finished=april("07 17:00"))
    assert reached(*tasks, x=DONE, before=over) == {"m": "10 17" if after == "x" else "08 08"}


def test_what_may_come_late_has_come_when_what_follows_has_begun() -> None:
    """The work before it ended on the 10th. Until the next is begun the milestone may still be put off.

    So it stands at the data date, the 14th, and two days after it the next begins; not where the work ended, as long
    as the two days run from the 14th.
    """
    waits = task("m", None, "x", as_late_as_possible=True)
    tasks = task("x", "5wd"), waits, task("y", "5wd", "m FS+2wd")
    assert reached(*tasks, x=DONE) == {}
    found = compute(state(plan(*tasks), NOW, x=DONE)).tasks
    assert (found["m"].finish, found["y"].start) == (april("14"), april("16 08:00"))
    assert reached(*tasks, x=DONE, y=Status(started=april("11 08:00"))) == {"m": "10 17"}


def test_what_has_come_is_put_off_no_more_by_what_may_still_wait_for_it() -> None:
    """The next work was done on the 11th, so the milestone had come on the 10th; other work may not end before it.

    That ends on the 18th, to which the milestone would be put off if it had not come.
    """
    tasks = task("x", "5wd"), task("m", None, "x", as_late_as_possible=True)
    follows = task("y", "1wd", "m"), task("z", "5wd", "m FF")
    on_site = Status(started=april("11 08:00"))
    done = replace(on_site, finished=april("11 17:00"))
    told = state(plan(*tasks, *follows), NOW, x=DONE, y=done, z=on_site)
    found = compute(told).tasks
    assert (found["m"].finish, found["z"].finish) == (april("10 17:00"), april("18 17:00"))
    for rule in LateAsPossible:
        other = replace(told.plan, settings=Settings(as_late_as_possible=rule))
        assert compute(State(other, told.data_date, told.statuses)).tasks["m"].finish == april("10 17:00")


def test_nothing_comes_of_itself_where_nothing_is_reported_nor_by_microsoft_project() -> None:
    tasks = plan(task("x", "5wd"), task("m", None, "x"))
    on = {"office": compile_calendar(OFFICE, {}, start_day(april("01")), start_day(april("30")))}
    order = [tasks.tasks["x"], tasks.tasks["m"]]
    assert implied(state(tasks, NOW), on, order) == begun_after(state(tasks, NOW), on, order) == {}
    said = State(replace(tasks, settings=Settings(profile=Profile.MSP)), april("14"), {"x": DONE})
    assert implied(said, on, order) == {}
    assert implied(replace(said, plan=tasks, homes={}), on, order) == {"m": april("10 17:00")}
