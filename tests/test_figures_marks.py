"""Bars, progress front, relations and the time axis, in instants: expected values by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from snapshots import CALENDARS, SPECS, altered, dates, day, invented

import schedule
from schedule.analysis.meeting import Meeting
from schedule.calendars.worktime import DAY
from schedule.model import BaselineDates, Plan, Relation, RelationType, Task, TaskKind
from schedule.output.figures import network, wall
from schedule.output.figures.gantt import gantt
from schedule.output.figures.ground.marks import BAR_BOTTOM, BAR_TOP, CENTRE, Mark, achieved, front, links, marks
from schedule.output.figures.ground.rows import Line, select
from schedule.output.figures.ground.timescale import Rest, beyond, mondays, months, shades, time_range, with_room
from schedule.output.page.html import page
from schedule.output.words.phrases import voice_of

SITE = Task("a", "基础", calendar="site")
OFFICE = Task("b", "审查", calendar="office")
NOW = day("2016-04-11")
"""A Monday; the site works every day from 11 March on."""


def row(task: Task, start: str, finish: str, baseline: tuple[str, str] | None, *, remaining: int | None = None) -> Mark:
    """The mark of one task in row 0; `remaining` in days."""
    snapshot = one(task, start, finish, baseline, remaining=remaining)
    return marks(snapshot, [Line(task.id)])[0]


def one(
    task: Task, start: str, finish: str, baseline: tuple[str, str] | None, *, remaining: int | None = None
) -> Meeting:
    """A snapshot of one task at 2016-04-11."""
    found = dates(task, day(start), day(finish), NOW)
    if remaining is not None:
        found = replace(found, remaining=remaining * DAY, duration=10 * DAY)
    empty = invented(1, data_date="2016-04-11")
    assert empty.baseline is not None
    begin, end = baseline or ("2016-01-01", "2016-01-01")
    approved = {task.id: BaselineDates(day(begin), day(end))} if baseline else {}
    return altered(
        empty,
        schedule=replace(empty.schedule, tasks={task.id: found}),
        baseline=replace(empty.baseline, dates=approved),
        since_baseline=None,
        critical_path=(),
    )


def test_work_is_done_up_to_the_data_date_and_forecast_after_it() -> None:
    mark = row(SITE, "2016-04-01", "2016-04-21", None)
    assert mark.done == (day("2016-04-01"), NOW)
    assert mark.forecast == (NOW, day("2016-04-21"))
    assert mark.pause is None


def test_what_waits_after_the_data_date_leaves_a_pause() -> None:
    snapshot = one(SITE, "2016-04-01", "2016-04-25", None)
    found = replace(snapshot.schedule.tasks["a"], early_start=day("2016-04-15"))
    waiting = altered(snapshot, schedule=replace(snapshot.schedule, tasks={"a": found}))
    mark = marks(waiting, [Line("a")])[0]
    assert mark.pause == (NOW, day("2016-04-15"))
    assert mark.forecast == (day("2016-04-15"), day("2016-04-25"))


@pytest.mark.parametrize(
    ("start", "finish", "baseline", "remaining", "reached"),
    [
        # half of ten days done, planned for 1-10 April: the evening of the 5th, six days late
        ("2016-04-01", "2016-04-16", ("2016-04-01", "2016-04-11"), 5, "2016-04-06"),
        # half done, planned for 10-19 April: the evening of the 14th, four days early
        ("2016-04-01", "2016-04-16", ("2016-04-10", "2016-04-20"), 5, "2016-04-15"),
        # more to do than ever planned: nothing is achieved
        ("2016-04-01", "2016-04-30", ("2016-04-01", "2016-04-11"), 14, "2016-04-01"),
        # not begun and due on the 4th
        ("2016-04-11", "2016-04-21", ("2016-04-04", "2016-04-14"), None, "2016-04-04"),
        # not begun and not due
        ("2016-04-20", "2016-04-30", ("2016-04-18", "2016-04-28"), None, "2016-04-11"),
        # finished, and planned to be finished only on the 15th
        ("2016-04-01", "2016-04-09", ("2016-04-06", "2016-04-16"), None, "2016-04-16"),
        # finished late: no matter any more
        ("2016-04-01", "2016-04-09", ("2016-03-20", "2016-03-30"), None, "2016-04-11"),
    ],
)
def test_the_front_is_where_the_work_has_come_to_on_the_baseline(
    start: str, finish: str, baseline: tuple[str, str], remaining: int | None, reached: str
) -> None:
    mark = row(SITE, start, finish, baseline, remaining=remaining)
    assert mark.baseline is not None
    assert achieved(mark, NOW, mark.baseline) == day(reached)


def test_the_front_runs_down_the_data_date_and_turns_aside_in_the_row_of_a_late_task() -> None:
    snapshot = one(SITE, "2016-04-01", "2016-04-16", ("2016-04-01", "2016-04-11"), remaining=5)
    drawn = marks(snapshot, [Line("a")])
    late = [replace(drawn[0], row=2)]
    reached = (day("2016-04-06"), 2 + CENTRE)
    assert front(snapshot, late, 5) == ((NOW, 0.0), (NOW, 2.0), reached, (NOW, 3.0), (NOW, 5.0))


def test_a_friday_evening_is_not_late_on_monday_morning() -> None:
    """Achieved up to Friday 8 April 24:00, looked at on Monday 11 April 00:00."""
    snapshot = one(OFFICE, "2016-04-05", "2016-04-16", ("2016-04-05", "2016-04-09"))
    found = replace(snapshot.schedule.tasks["b"], duration=4 * DAY, remaining=0)
    snapshot = altered(snapshot, schedule=replace(snapshot.schedule, tasks={"b": found}))
    assert front(snapshot, marks(snapshot, [Line("b")]), 1) == ((NOW, 0.0), (NOW, 1.0))


def test_without_a_baseline_progress_is_measured_on_the_last_meetings_plan() -> None:
    snapshot = one(SITE, "2016-04-11", "2016-04-21", None)
    before = replace(snapshot.schedule.tasks["a"], start=day("2016-04-06"), finish=day("2016-04-16"))
    snapshot = altered(snapshot, previous=replace(snapshot.schedule, tasks={"a": before}))
    assert (day("2016-04-06"), CENTRE) in front(snapshot, marks(snapshot, [Line("a")]), 1)


def pair(kind: RelationType, start: str, finish: str) -> tuple[Mark, Mark]:
    """Two critical tasks, the first from 1 to 10 May, and the relation that drives the second."""
    first = row(SITE, "2016-05-01", "2016-05-11", None)
    second = row(replace(SITE, id="z"), start, finish, None)
    driven = replace(second.dates, driving=(Relation("a", "z", kind),))
    return replace(first, critical=True), replace(second, row=1, critical=True, dates=driven)


def test_a_relation_is_drawn_from_the_end_that_holds_to_the_end_that_is_held() -> None:
    begin, end, stub = day("2016-05-01"), day("2016-05-11"), 2 * DAY
    later = ("2016-05-21", "2016-05-31")
    assert links(pair(RelationType.FS, *later), stub) == (
        ((end, CENTRE), (day(later[0]) + stub, CENTRE), (day(later[0]) + stub, 1 + BAR_TOP)),
    )
    left, right = begin - stub, day(later[1]) + stub
    assert links(pair(RelationType.SS, *later), stub) == (
        ((begin, CENTRE), (left, CENTRE), (left, 1 + CENTRE), (day(later[0]), 1 + CENTRE)),
    )
    assert links(pair(RelationType.FF, *later), stub) == (
        ((end, CENTRE), (right, CENTRE), (right, 1 + CENTRE), (day(later[1]), 1 + CENTRE)),
    )
    route = links(pair(RelationType.SF, *later), stub)[0]
    assert (route[0], route[-1]) == ((begin, CENTRE), (day(later[1]), 1 + CENTRE))


def test_a_lead_goes_back_between_the_rows() -> None:
    route = links(pair(RelationType.FS, "2016-05-06", "2016-05-16"), 2 * DAY)[0]
    assert [y for _, y in route] == [CENTRE, CENTRE, 1, 1, 1 + CENTRE, 1 + CENTRE]
    assert route[-1][0] == day("2016-05-06")


def test_an_arrow_upwards_meets_the_bar_from_below() -> None:
    first, second = pair(RelationType.FS, "2016-05-21", "2016-05-31")
    route = links((replace(first, row=3), second), 0)[0]
    assert route[-1] == (day("2016-05-21"), 1 + BAR_BOTTOM)


def test_every_route_is_orthogonal_and_joins_critical_tasks_only() -> None:
    snapshot = invented()
    drawn = marks(snapshot, select(snapshot))
    routes = links(drawn, DAY)
    assert len(routes) == len(snapshot.critical_path) - 1
    for route in routes:
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(route))


def test_a_year_long_plan_is_shown_whole_and_of_a_long_one_the_finished_part_is_left_out() -> None:
    year = invented(40)
    begin, end = time_range(year, marks(year, select(year)), None)
    assert begin <= day("2015-06-01") - DAY
    assert end > year.schedule.finish + DAY
    long = invented(44, begin="2012-06-01", every=40)
    begin, end = time_range(long, marks(long, select(long)), None)
    assert day("2015-10-01") < begin < long.data_date
    assert end > long.schedule.finish


def long_after(folder: Path, *lags: int) -> Meeting:
    """Nine works of ten days one after the other, from 1 June to 29 August 2015, and milestones so many days later."""
    lines = ["daopai: 1\nproject: {name: 远, start: 2015-06-01, calendar: calendar-days, target: t8}\ntasks:"]
    lines += [f"  t{k}: {{name: 工作{k}, duration: 10cd{f', after: [t{k - 1}]' if k else ''}}}" for k in range(9)]
    lines += [f"  m{k}: {{name: 质保期满{k}, milestone: finish, after: [t8 FS+{lag}cd]}}" for k, lag in enumerate(lags)]
    (folder / "plan.yaml").write_text("\n".join(lines), encoding="utf-8")
    return schedule.meeting(schedule.load(folder))


@pytest.mark.parametrize(
    ("lags", "left_out"),
    [
        ([733], 1),  # two years behind all others
        ([41], 0),  # 41 days behind 90 of work: less than a third of both
        ([78], 1),  # 78 days
        ([733, 763], 0),  # two of eleven are not few
    ],
)
def test_what_comes_long_after_everything_else_does_not_stretch_the_axis(
    lags: list[int], left_out: int, tmp_path: Path
) -> None:
    meeting = long_after(tmp_path, *lags)
    drawn = marks(meeting, select(meeting))
    shown = time_range(meeting, drawn, None)
    assert [dates.task.id for dates in beyond(drawn, shown)] == [f"m{k}" for k in range(left_out)]
    assert (shown[1] < day("2015-09-15")) is bool(left_out)


def test_the_secretary_reads_which_task_is_not_on_the_chart(tmp_path: Path) -> None:
    meeting = long_after(tmp_path, 733)
    speaker = voice_of(meeting.schedule, "zh")
    for ax in (gantt(meeting, select(meeting)), wall.draw(meeting, speaker), network.draw(meeting, speaker)):
        said = [text.get_text() for text in ax.texts]
        assert not {"2017年", "2016年"} & set(said)
        assert any("时间太远、没有画进图里：质保期满0（2017-8-31）" in text for text in said)
    assert "时间太远、没有画进图里：质保期满0（2017-8-31）" in page(meeting, speaker)


def test_a_word_behind_the_last_bar_leaves_no_third_of_the_axis_empty() -> None:
    """The word behind the last milestone and its deadline stands before it where the axis ends."""
    for size in ("screen", "a3"):
        meeting = invented(40)
        ax = gantt(meeting, select(meeting), paper=size)
        begin, end = ax.get_xlim()
        last = max(mark.extent[1] for mark in marks(meeting, select(meeting)))
        assert (end - last) / (end - begin) < 0.06


def test_weeks_are_counted_from_the_data_date() -> None:
    snapshot = invented()
    found = time_range(snapshot, marks(snapshot, select(snapshot)), 6)
    assert found == (day("2016-03-07"), day("2016-04-25"))


def test_a_label_at_the_end_gets_its_room() -> None:
    first, last = with_room((0, 1000), 100.0, [(900, 40.0), (10, 20.0)])
    assert first == 0
    assert (900 - first) / (last - first) * 100 + 40 <= 100.1


def test_months_and_mondays() -> None:
    shown = (day("2015-12-20"), day("2016-02-02"))
    assert months(shown) == tuple(
        (day(a), day(b))
        for a, b in [("2015-12-01", "2016-01-01"), ("2016-01-01", "2016-02-01"), ("2016-02-01", "2016-03-01")]
    )
    assert mondays(shown)[0] == day("2015-12-14")
    assert mondays(shown)[-1] == day("2016-02-01")


def test_closed_season_holidays_and_weekends_are_told_apart() -> None:
    plan = Plan("p", NOW, "office", {}, calendars=SPECS)
    shown = (day("2016-02-01"), day("2016-03-20"))
    office = row(OFFICE, "2016-02-01", "2016-03-01", None)
    site = [replace(row(SITE, "2016-02-01", "2016-03-01", None), row=k) for k in (1, 2)]
    found = shades(plan, [office, *site], shown, weekly=False)
    festival, closure = found
    # the Spring Festival of 2016: 7 to 13 February off, Saturday 6 and Sunday 14 worked in exchange
    assert (festival.rest, festival.begin, festival.end) == (Rest.HOLIDAY, day("2016-02-07"), day("2016-02-14"))
    assert (festival.top, festival.bottom) == (0, 1)
    assert (closure.rest, closure.begin, closure.end) == (Rest.CLOSURE, day("2016-02-01"), day("2016-03-11"))
    assert (closure.top, closure.bottom) == (1, 3)
    weekends = [shade for shade in shades(plan, [office], shown, weekly=True) if shade.rest is Rest.WEEKLY]
    assert [shade.begin for shade in weekends] == [
        day(text) for text in ("2016-02-20", "2016-02-27", "2016-03-05", "2016-03-12", "2016-03-19")
    ]


def test_a_milestone_is_one_instant_of_its_kind() -> None:
    """A finish milestone is an evening even where its start is the next morning of work."""
    task = Task("m", "完成", kind=TaskKind.FINISH_MILESTONE, calendar="office")
    found = dates(task, day("2016-04-18"), day("2016-04-16"), NOW)
    mark = Mark(0, found, False, None, None, None, None, 0)
    assert mark.start == mark.finish == day("2016-04-16")
    assert CALENDARS["office"].work(mark.finish, found.start) == 0
