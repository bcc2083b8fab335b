"""The charts of the wall and the projector: nothing overlaps, every number is the computed one, all machines agree.

The park is a plan that can be reckoned by hand, on calendar days: A 10 days from 2 March, then B (20), C (10) and
F (5), then D (30) after B and C, then the milestone E, due on 10 May. As approved: A until 11 March, B until 31 March,
C until 21 March, F until 16 March, D until 30 April. By 9 March A still needs 5 days; it is finished on 14 March, and B
begins on the 15th.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from snapshots import invented
from test_figures import LONG, overlapping, texts

import schedule
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.flags import Standing, days_left, limits, standings
from schedule.analysis.views.float_bins import bins, rooms
from schedule.analysis.views.trend import data_dates, forecasts, key_dates, movements
from schedule.analysis.views.work_curve import share_at, work_curve
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.model import Baseline, BaselineDates, Instant, Project
from schedule.output.figures import NAMES, album, curve, histogram, ladder, network, trend, wall
from schedule.output.figures.ground.dates_axis import Scale
from schedule.output.figures.ground.paper import notes_of
from schedule.output.figures.ground.poster import in_two, shrunk, spread
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.figures.network_layout import arrows, chosen, span, ties
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages
from schedule.output.words.phrases import voice_of

LANGUAGES = tuple(languages())
ROOT = Path(schedule.__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
P6 = ROOT.parent / "shared" / "p6"
THUMBNAILS = Path(__file__).parent / "charts.txt"
OWN: dict[str, Any] = {
    "wall": wall,
    "ladder": ladder,
    "network": network,
    "float": histogram,
    "milestones": trend,
    "curve": curve,
}
"""The modules of the charts that are drawn here, each with `draw`."""

PLAN = """\
daopai: 1
project: {name: 产业园, name_en: The park, start: 2026-03-02, calendar: calendar-days, sample: 演示}
bodies:
  land: {name: 国土局, name_en: Land Bureau}
  housing: {name: 住建局, name_en: Housing Bureau}
  agent: {name: 代建中心, name_en: Construction Agency}
phases: [permitting, construction]
tasks:
  a: {name: 测绘, name_en: Survey, phase: permitting, body: land, duration: 10cd, evidence: 测绘报告}
  b: {name: 设计, name_en: Design, phase: permitting, body: housing, duration: 20cd, after: [a]}
  c: {name: 用地审批, name_en: Land permit, phase: permitting, body: land, duration: 10cd, after: [a]}
  f: {name: 管理手册, name_en: Handbook, phase: permitting, body: agent, duration: 5cd, after: [a]}
  d: {name: 厂房施工, name_en: Workshop, phase: construction, body: agent, duration: 30cd, after: [b, c]}
  e:
    name: 完工
    name_en: Works done
    phase: construction
    body: agent
    milestone: finish
    after: [d]
    deadline: 2026-05-10
"""
UPDATES = {
    "2026-03-09": "data_date: 2026-03-09\nprogress:\n  a: {started: 2026-03-02, remaining: 5cd}\n",
    "2026-03-16": "data_date: 2026-03-16\nprogress:\n  a: {finished: 2026-03-14}\n"
    "  b: {started: 2026-03-15, remaining: 19cd}\n",
}
APPROVED = {
    # as reckoned above; the plan's finish, 1 May 00:00, leaves C 10 days and F 45, the others none
    "a": ("2026-03-02", "2026-03-12", 0),
    "b": ("2026-03-12", "2026-04-01", 0),
    "c": ("2026-03-12", "2026-03-22", 10),
    "f": ("2026-03-12", "2026-03-17", 45),
    "d": ("2026-04-01", "2026-05-01", 0),
    "e": ("2026-05-01", "2026-05-01", 0),
}


def day(text: str) -> Instant:
    """The morning of a date."""
    return minutes(date.fromisoformat(text))


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("park")
    return load(folder)


def load(folder: Path) -> Project:
    """The park, read from files, with the baseline reckoned by hand."""
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for name, text in UPDATES.items():
        (folder / "updates" / f"{name}.yaml").write_text(text, encoding="utf-8")
    approved = {
        name: BaselineDates(day(start), day(finish), room * DAY) for name, (start, finish, room) in APPROVED.items()
    }
    baseline = Baseline("B0", day("2026-03-02"), "", "领导小组", approved)
    return replace(schedule.load(folder), baselines={"B0": baseline})


def met(project: Project, data_date: str) -> Meeting:
    return schedule.meeting(project, day(data_date))


@pytest.fixture(scope="module")
def kashgar() -> dict[str, Meeting]:
    project = schedule.load(KASHGAR)
    dates = ("2015-05-31", "2016-02-29", "2016-04-05", "2016-08-01")
    return {text: met(project, text) for text in dates}


# ── the numbers ──────────


def test_a_trend_is_what_each_meeting_forecast(park: Project) -> None:
    """A is 2 days late on 9 March; on the 16th B ends 3 days later than approved, on 3 April."""
    found = forecasts(History(park), day("2026-03-16"), ["e", "a"])
    assert found["e"] == ((day("2026-03-09"), day("2026-05-03")), (day("2026-03-16"), day("2026-05-04")))
    assert found["a"] == ((day("2026-03-09"), day("2026-03-14")), (day("2026-03-16"), day("2026-03-15")))


def test_the_trend_of_last_week_is_the_beginning_of_this_weeks(park: Project) -> None:
    assert (
        forecasts(History(park), day("2026-03-12"), ["e"])["e"][:1]
        == forecasts(History(park), day("2026-03-16"), ["e"])["e"][:1]
    )
    assert data_dates(park, day("2026-03-12")) == (day("2026-03-09"), day("2026-03-12"))


def test_a_task_that_is_not_in_the_plan_has_no_trend(park: Project) -> None:
    assert forecasts(History(park), day("2026-03-16"), ["nobody"]) == {"nobody": ()}
    assert forecasts(History(park), day("2026-03-16"), []) == {}


def test_the_key_dates_are_deadlines_milestones_and_the_ends_of_phases(park: Project) -> None:
    """B finishes permitting last (3 April; C on 25 March), E is a milestone and the target."""
    found = met(park, "2026-03-16").schedule
    assert key_dates(found, day("2026-03-09"), 8) == ("b", "e")
    assert key_dates(found, day("2026-03-09"), 1) == ("e",)
    assert key_dates(found, day("2026-06-01"), 8) == ("b", "e")


def test_what_moved_the_forecast_sums_over_the_meetings(park: Project) -> None:
    """From 2 May on 9 March to 3 May on the 16th: one day; on the first meeting there is nothing to compare."""
    found = movements(met(park, "2026-03-16"))
    assert found is not None
    assert found.moved == DAY
    assert movements(met(park, "2026-03-09")) is None


def test_the_curve_counts_days_of_work(park: Project) -> None:
    """At 16 March 00:00, of 75 days: early A 10, B 4, C 4, F 4; late A 10, B 4; done A 10, B 1."""
    found = work_curve(met(park, "2026-03-16"))
    late, actual, early = found.now
    assert (late, actual, early) == pytest.approx((14 / 75, 11 / 75, 22 / 75))
    assert (found.counted, found.left_out, found.approved) == (5, 0, "B0")
    assert curve.verdict(found) == "behind"
    assert share_at(found.early, day("2026-03-07")) == pytest.approx(5 / 75)
    assert found.early[-1][1] == found.late[-1][1] == found.forecast[-1][1] == pytest.approx(1.0)
    assert found.forecast[0] == found.actual[-1]


def test_every_curve_rises(park: Project, kashgar: dict[str, Meeting]) -> None:
    for snapshot in (met(park, "2026-03-16"), *kashgar.values()):
        found = work_curve(snapshot)
        for points in (found.early, found.late, found.actual, found.forecast):
            assert all(a[0] < b[0] and a[1] <= b[1] + 1e-9 for a, b in pairwise(points))


def test_without_a_baseline_the_curve_is_the_plan_before_any_report(park: Project) -> None:
    found = work_curve(met(replace(park, baselines={}), "2026-03-16"))
    assert found.approved is None
    assert found.now == pytest.approx((14 / 75, 11 / 75, 22 / 75))


def test_work_that_came_after_the_baseline_is_left_out_and_told(park: Project) -> None:
    approved = {name: dates for name, dates in park.baselines["B0"].dates.items() if name != "d"}
    fewer = replace(park, baselines={"B0": replace(park.baselines["B0"], dates=approved)})
    found = work_curve(met(fewer, "2026-03-16"))
    assert (found.counted, found.left_out) == (4, 1)
    assert found.now[1] == pytest.approx(11 / 45)


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [curve.percent(share) for share in (0.0, 0.001, 0.144, 0.999, 1.0)] == [0, 1, 14, 99, 100]


def test_the_flags(park: Project) -> None:
    """A lacks its report. On the 16th nothing is overdue; a week later F (16 March) and C (21 March) are."""
    now, later = met(park, "2026-03-16"), met(park, "2026-03-23")
    assert standings(now) == {
        "a": Standing.UNPROVEN,
        "b": Standing.UNDER_WAY,
        "c": Standing.TO_COME,
        "f": Standing.TO_COME,
        "d": Standing.TO_COME,
        "e": Standing.TO_COME,
    }
    assert [name for name, one in standings(later).items() if one is Standing.OVERDUE] == ["f", "c"]
    assert limits(later)["c"] == day("2026-03-22")
    assert "a" not in limits(later)


def test_a_task_is_overdue_from_the_evening_of_its_limit_on(park: Project) -> None:
    assert standings(met(park, "2026-03-21"))["c"] is Standing.TO_COME
    assert standings(met(park, "2026-03-22"))["c"] is Standing.OVERDUE


@pytest.mark.parametrize(
    ("kind", "data_date", "standing", "said"),
    [
        ("start", "2026-03-12", Standing.TO_COME, None),  # the day on which it was to begin
        ("start", "2026-03-13", Standing.OVERDUE, "原计划 3-12"),
        ("finish", "2026-03-12", Standing.OVERDUE, "原计划 3-11"),  # the same instant ends the 11th
        ("finish", "2026-03-11", Standing.TO_COME, None),
    ],
)
def test_the_secretary_sees_a_start_of_midnight_on_its_own_day(
    park: Project, tmp_path: Path, kind: str, data_date: str, standing: Standing, said: str | None
) -> None:
    """A milestone of a start that was approved for 12 March at 0:00 is not yet overdue on the 12th."""
    after = ", after: [a]" if kind == "finish" else ""  # a start that waits for nobody's finish is a morning
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 园区, start: 2026-03-02, calendar: calendar-days}\n"
        f"tasks:\n  a: {{name: 测绘, duration: 20cd}}\n  s: {{name: 入场, milestone: {kind}{after}}}\n",
        encoding="utf-8",
    )
    at = day("2026-03-12")
    approved = replace(park.baselines["B0"], dates={"s": BaselineDates(at, at)})
    meeting = met(replace(schedule.load(tmp_path), baselines={"B0": approved}), data_date)
    assert standings(meeting)["s"] is standing
    captions = [text.get_text() for text in wall.draw(meeting, voice_of(meeting.schedule, "zh")).texts]
    assert (said is None) or any(said in text for text in captions)
    assert (said is not None) or not any("原计划 3-" in text for text in captions)


def test_days_left_are_days_of_the_year(park: Project) -> None:
    """From 16 March to 10 May: 15 + 30 + 10."""
    snapshot = met(park, "2026-03-16")
    row = next(row for row in snapshot.deadlines if row.task == "e")
    assert days_left(row, snapshot.schedule.tasks["e"], snapshot.data_date) == 55
    assert days_left(row, snapshot.schedule.tasks["e"], day("2026-05-10")) == 0
    assert days_left(row, snapshot.schedule.tasks["e"], day("2026-05-12")) == -2


def test_room_is_counted_to_the_deadline_or_else_to_the_plans_finish(park: Project) -> None:
    """E is forecast for 3 May and due on the 10th: 7 days; C has 9 more; F until 20 March has 44 to 3 May."""
    snapshot = met(park, "2026-03-16")
    assert rooms(snapshot) == {
        name: Fraction(days) for name, days in {"b": 7, "c": 16, "f": 44, "d": 7, "e": 7}.items()
    }
    filled = {(one.over, one.upto): [name for name, _ in one.tasks] for one in bins(snapshot) if one.tasks}
    assert filled == {(5, 10): ["b", "d", "e"], (10, 20): ["c"], (40, None): ["f"]}


def test_what_is_too_late_stands_first(park: Project) -> None:
    """By 1 June without a report nothing is left: D, E are past 10 May, F has nothing to keep but the plan's finish."""
    first = bins(met(park, "2026-06-01"))[0]
    assert {name for name, _ in first.tasks} == {"b", "c", "d", "e"}
    assert all(days < 0 for _, days in first.tasks)


def test_every_unfinished_task_is_in_one_bin(kashgar: dict[str, Meeting]) -> None:
    for snapshot in kashgar.values():
        names = [name for one in bins(snapshot) for name, _ in one.tasks]
        assert sorted(names) == sorted(rooms(snapshot))


# ── the layout ──────────


def test_a_wave_ends_where_the_successor_begins(park: Project) -> None:
    """C may end on 25 March and D begins on 4 April: 9 days of free float."""
    found = met(park, "2026-03-16").schedule.tasks
    assert span(found["c"], day("2026-03-16")) == (day("2026-03-16"), day("2026-03-26"), day("2026-04-04"))
    assert span(found["b"], day("2026-03-16"))[::2] == (day("2026-03-16"), day("2026-04-04"))


def test_the_network_shows_what_is_left_the_critical_first(park: Project) -> None:
    snapshot = met(park, "2026-03-16")
    names, left_out = chosen(snapshot)
    assert (sorted(names), left_out) == (["b", "c", "d", "e", "f"], 0)
    scale = Scale((day("2026-03-14"), day("2026-05-15")), 0.0, 1300.0)
    found = {one.dates.task.id: one for one in arrows(snapshot, names, scale, str)}
    assert {name for name, one in found.items() if one.critical} == {"b", "d", "e"}
    assert {found[name].lane for name in ("b", "d")} == {0}
    driving = [tie for tie in ties(found, scale) if tie.critical]
    assert all(tie.driving for tie in driving)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_of_one_lane_do_not_meet(kashgar: dict[str, Meeting], lang: str) -> None:
    for snapshot in (*kashgar.values(), invented(150, every=3)):
        voice = voice_of(snapshot.schedule, lang)
        bands, shown, left = wall._bands(snapshot, voice, 1382.4, whole=True)
        for lane in (lane for band in bands for lane in band.lanes):
            assert all(a.end < b.begin for a, b in pairwise(lane))
        names, _ = chosen(snapshot)
        scale = Scale((shown[0], shown[1]), left, 1360.0)
        by_lane: dict[int, list[tuple[float, float]]] = {}
        for one in arrows(snapshot, names, scale, voice.task):
            by_lane.setdefault(one.lane, []).append((scale.within(one.start), scale.within(one.free)))
        for spans in by_lane.values():
            assert all(b[0] >= a[1] - 0.01 for a, b in pairwise(sorted(spans)))


def test_every_task_is_on_one_page_of_the_wall(kashgar: dict[str, Meeting]) -> None:
    for snapshot in (kashgar["2016-02-29"], invented(150, every=3)):
        bands, _, _ = wall._bands(snapshot, voice_of(snapshot.schedule, "zh"), 1382.4, whole=True)
        placed = [
            item.mark.dates.task.id for page in wall._pages(bands) for b in page for lane in b.lanes for item in lane
        ]
        assert sorted(placed) == sorted({item.mark.dates.task.id for b in bands for lane in b.lanes for item in lane})
        assert len(placed) == len(set(placed))


def test_labels_are_spread_as_little_as_needed() -> None:
    assert spread([10.0, 11.0, 40.0], 6.0, 0.0, 50.0) == [7.5, 13.5, 40.0]
    assert spread([49.0, 50.0], 6.0, 0.0, 50.0) == [44.0, 50.0]
    assert spread([], 6.0, 0.0, 50.0) == []
    found = spread([5.0, 5.0, 5.0, 20.0], 6.0, 0.0, 100.0)
    assert all(b - a >= 6.0 - 1e-9 for a, b in pairwise(found))


def test_a_name_is_broken_where_a_reader_would() -> None:
    assert in_two("施工图审查", 10.0, 40.0, 100.0) == ("施工图", "审查")
    assert in_two("Drawing review", 10.0, 40.0, 100.0) == ("Drawing", "review")
    assert in_two("Pre-acceptance", 10.0, 20.0, 200.0) == ("Pre-acceptance",)
    assert in_two("给排水管网（主要路段）", 10.0, 60.0, 200.0)[0][-1] != "（"
    assert in_two("审查", 10.0, 100.0, 100.0) == ("审查",)
    assert width("住建局", shrunk("住建局", 20.0, 45.0, 5.0)) <= 45.0


def test_the_secretary_reads_a_note_to_its_end_however_long_it_is() -> None:
    """Twenty-five characters of ten points on lines of a hundred: ten, ten and five, and what follows joins them."""
    assert notes_of(["甲" * 25, "乙"], 10.0, 100.0) == ("甲" * 10, "甲" * 10, "甲" * 5 + " · 乙")


# ── the pages ──────────

CASES: dict[str, Callable[[], Meeting]] = {
    "44 tasks": invented,
    "one task": lambda: invented(1),
    "150 tasks": lambda: invented(150, every=3),
    "long names, no bodies, no phases": lambda: invented(30, names=LONG, names_en=(), bodies=False, phases=()),
    "four years": lambda: invented(44, begin="2013-06-01", every=40),
    "crowded": lambda: invented(44, begin="2016-03-01", every=1, lasts=10, baseline=False),
}


def whole(ax: Axes) -> None:
    """Nothing overlaps, nothing leaves the page, nothing is smaller than 12 px at 1920 px."""
    found = texts(ax)
    assert overlapping(found) == []
    page = ax.get_figure(root=True).bbox
    outside = [
        text.get_text()
        for text, box in found.items()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]
    assert outside == []
    assert min(text.get_fontsize() for text in found) * 100 / 72 >= 12


@pytest.mark.parametrize("chart", OWN)
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_page(case: str, chart: str) -> None:
    snapshot, lang = CASES[case](), LANGUAGES[list(CASES).index(case) % 2]
    whole(OWN[chart].draw(snapshot, voice_of(snapshot.schedule, lang)))


@pytest.mark.parametrize("chart", OWN)
@pytest.mark.parametrize(
    ("date", "lang"),
    [("2015-05-31", "en"), ("2016-02-29", "zh"), ("2016-02-29", "en"), ("2016-04-05", "zh"), ("2016-08-01", "en")],
)
def test_the_samples_charts_are_whole(kashgar: dict[str, Meeting], date: str, chart: str, lang: str) -> None:
    snapshot = kashgar[date]
    whole(OWN[chart].draw(snapshot, voice_of(snapshot.schedule, lang)))


@pytest.mark.parametrize("chart", OWN)
@pytest.mark.parametrize("name", ["works-update-2025-12-04", "design-build-2021", "small-2021"])
def test_the_charts_of_a_plan_with_hours_are_whole(name: str, chart: str) -> None:
    path = P6 / f"{name}.xer"
    if not path.is_file():
        pytest.skip(f"{path.name} is third-party data that is not here")
    snapshot = schedule.meeting(schedule.load(path))
    whole(OWN[chart].draw(snapshot, voice_of(snapshot.schedule, "en")))


@pytest.mark.parametrize("chart", OWN)
def test_a_chart_fills_axes_that_are_given(chart: str, kashgar: dict[str, Meeting]) -> None:
    figure = Figure(figsize=(19.2, 16), dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    snapshot = kashgar["2016-02-29"]
    assert OWN[chart].draw(snapshot, voice_of(snapshot.schedule, "zh"), ax) is ax
    assert overlapping(texts(ax)) == []


def said(module: Any, snapshot: Meeting, lang: str, kind: str) -> list[str]:
    ax = module.draw(snapshot, voice_of(snapshot.schedule, lang))
    return [text.get_text() for text in ax.texts if text.get_label() == kind]


def test_every_flag_has_its_word(park: Project) -> None:
    snapshot = met(park, "2026-03-23")
    assert sorted(w for w in said(wall, snapshot, "zh", "flag-word") if w != "…") == ["未见依据", "超期", "超期"]
    assert sorted(w for w in said(wall, snapshot, "en", "flag-word") if w != "…") == ["no paper", "overdue", "overdue"]
    assert "原计划 3-21，预计 4-01" in said(wall, snapshot, "zh", "date")
    counts = said(wall, snapshot, "zh", "count")
    assert counts == ["完成 0/2，超期 1，未见依据 1", "完成 0/1", "完成 0/3，超期 1"]


@pytest.mark.slow
def test_every_chart_says_what_the_meeting_says(park: Project) -> None:
    """E is forecast for 3 May, 7 days before 10 May: the same headline stands on all of them."""
    snapshot = met(park, "2026-03-16")
    for module in OWN.values():
        (headline,) = said(module, snapshot, "zh", "headline")
        assert "5月3日" in headline and "7 天" in headline
        assert said(module, snapshot, "zh", "sample") == ["演示数据"]


def test_the_trend_says_how_far_each_forecast_moved(park: Project) -> None:
    snapshot = met(park, "2026-03-16")
    assert "5-03（+1天）" in said(trend, snapshot, "zh", "caption")
    assert said(trend, snapshot, "zh", "due") == ["期限 5-10"]
    assert said(trend, snapshot, "en", "due") == ["Due 10 May"]


def test_the_ladder_says_the_days_that_are_left(park: Project) -> None:
    """C and B must be finished by 10 April (25 days), D and E by 10 May (55)."""
    snapshot = met(park, "2026-03-16")
    assert sorted(said(ladder, snapshot, "zh", "left")) == ["还有 25 天", "还有 25 天", "还有 55 天", "还有 55 天"]
    assert "最迟 5-10" in said(ladder, snapshot, "zh", "due")
    late = met(park, "2026-06-01")
    assert "52 days past" in said(ladder, late, "en", "left")


def test_the_curve_says_that_it_is_not_about_money(park: Project) -> None:
    snapshot = met(park, "2026-03-16")
    (told,) = said(curve, snapshot, "zh", "verdict")
    assert told == "到 3月16日已完成 15 %，计划至少应有 19 %：落后于最迟计划"
    assert any("不是按资金" in note for note in said(curve, snapshot, "zh", "note"))
    assert "by duration, not by money" in said(curve, snapshot, "en", "subject")[0]


def test_a_light_has_its_letter_in_the_histogram(park: Project) -> None:
    snapshot = met(park, "2026-03-23")
    lights = [snapshot.lights[name] for name in rooms(snapshot)]
    drawn = said(histogram, snapshot, "en", "light")
    assert len(drawn) == len(lights) + len(set(lights))


@pytest.mark.slow
def test_the_network_names_every_open_task_once(kashgar: dict[str, Meeting]) -> None:
    snapshot = kashgar["2016-02-29"]
    named = "".join(said(network, snapshot, "zh", "name"))
    for name in chosen(snapshot)[0]:
        short = clean(voice_of(snapshot.schedule, "zh").task(name))
        assert all(character in named for character in short)
    assert len(said(network, snapshot, "zh", "days")) == sum(
        not snapshot.schedule.tasks[name].task.is_milestone for name in chosen(snapshot)[0]
    )


@pytest.mark.slow
def test_a_name_that_cannot_be_written_costs_no_chart(tmp_path: Path) -> None:
    for name in OWN:
        if name == "ladder":
            continue  # this snapshot has no deadlines
        meeting = invented(3, names=["验收🚧ئۇ"], data_date="2015-06-02")
        assert album.CHARTS[name].save(meeting, tmp_path / f"{name}.png")


# ── the files ──────────


def test_every_chart_has_a_name_in_both_languages_and_a_drawer() -> None:
    assert tuple(album.CHARTS) == NAMES
    for lang in LANGUAGES:
        assert [key for key in words(lang) if key.startswith("chart.name.")] == [f"chart.name.{name}" for name in NAMES]


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name in OWN:
        with pytest.raises(ValueError, match="png"):
            album.CHARTS[name].save(invented(3), tmp_path / "chart.gif")


@pytest.mark.long
def test_the_same_snapshot_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from test_charts import OWN, album, load, met\n"
        "folder = Path(sys.argv[1]); (folder / 'park').mkdir()\n"
        "snapshot = met(load(folder / 'park'), '2026-03-23')\n"
        "forms = ['png', 'svg', 'pdf', 'svg', 'pdf', 'png']\n"
        "[album.CHARTS[n].save(snapshot, folder / f'{n}.{f}') for n, f in zip(OWN, forms)]"
    )
    here = Path(__file__).parent
    for zone, locale, seed in [("UTC", "C.UTF-8", "1"), ("Asia/Kashgar", "C", "2")]:
        (tmp_path / seed).mkdir()
        settings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(here)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=os.environ | settings, check=True)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / seed).glob("*.*")} for seed in "12")
    assert len(one) == len(OWN)
    assert one == other


def grid(path: Path) -> list[str]:
    """A picture as 27 lines of 48 hexadecimal digits: 0 is white, f is dark."""
    with Image.open(path) as image:
        small = image.convert("L").resize((48, 27), Image.Resampling.BOX)
        levels = [min((255 - value) * 40 // 255, 15) for value in small.tobytes()]
    return ["".join(f"{level:x}" for level in levels[k : k + 48]) for k in range(0, len(levels), 48)]


def drawn(folder: Path) -> dict[str, list[str]]:
    """The thumbnails of all charts of the park, as `charts.txt` keeps them; see the end of this file."""
    snapshot = met(load(folder), "2026-03-23")
    found = {}
    for name in OWN:
        for lang in LANGUAGES:
            (path,) = album.CHARTS[name].save(snapshot, folder / f"{name}-{lang}.png", lang=lang)
            found[f"{name} {lang}"] = grid(path)
    return found


def test_no_chart_changes_unseen(tmp_path: Path) -> None:
    kept: dict[str, list[str]] = {}
    for block in THUMBNAILS.read_text(encoding="utf-8").strip().split("\n\n"):
        title, *lines = block.splitlines()
        kept[title] = lines
    found = drawn(tmp_path)
    assert kept.keys() == found.keys()
    for name, lines in found.items():
        pairs = list(zip("".join(lines), "".join(kept[name]), strict=True))
        apart = [abs(int(a, 16) - int(b, 16)) for a, b in pairs]
        changed = sum(one > 1 for one in apart)
        assert changed <= 6, f"{name} looks different ({changed} of {len(apart)} fields)"


@pytest.mark.slow
def test_the_command_draws_everything_and_a_sheet(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    folder.mkdir()
    load(folder)
    done = CliRunner().invoke(main, ["figures", str(folder)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    files = [Path(line) for line in done.stdout.splitlines()]
    beside_a_summary, of_money = {"weeks", "late"}, {"money"}  # this plan has no funds
    names = [name for name in NAMES if name not in beside_a_summary | of_money]
    assert [path.name for path in files] == [*(f"{name}.png" for name in names), "figures.png"]
    assert {path.parent for path in files} == {folder / "meetings" / "2026-03-16" / "figures"}
    with Image.open(files[-1]) as sheet:
        assert sheet.size[0] == 1920
    assert files[-1].stat().st_size <= 600_000


@pytest.mark.slow
def test_the_command_draws_what_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "park"
    folder.mkdir()
    load(folder)
    out = tmp_path / "out"
    asked = ["figures", str(folder), "-o", str(out), "--format", "svg", "--only", "curve", "--only", "wall"]
    done = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["curve.svg", "figures.png", "papers.json", "wall.svg"]
    assert CliRunner().invoke(main, ["figures", str(folder), "--only", "pie"]).exit_code == 2
    asked = ["figures", str(folder), "--date", "2026-03-09", "-o", str(out), "--only", "why", "--lang", "en"]
    done = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert (done.exit_code, done.stdout.strip()) == (0, "")
    assert "Nothing to draw for: why" in done.stderr


def test_the_documents_show_all_charts() -> None:
    path = ROOT / "docs" / "figures.png"
    assert path.stat().st_size <= 600_000
    with Image.open(path) as image:
        assert image.size[0] == 1920


if __name__ == "__main__":  # `python tests/test_charts.py FOLDER` draws the park into FOLDER and prints charts.txt
    blocks = ("\n".join([name, *lines]) for name, lines in drawn(Path(sys.argv[1])).items())
    sys.stdout.write("\n\n".join(blocks) + "\n")
