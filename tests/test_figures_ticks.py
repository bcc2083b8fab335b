"""What stands along an axis: each year over its own months, units that a plan of that length is read by."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_figures import overlapping, texts

import schedule
from schedule.calendars.worktime import DAY, minutes, start_day
from schedule.output.figures import curve, gantt, network, wall
from schedule.output.figures.ground.rows import select
from schedule.output.figures.ground.ticks import Ticks, ticks
from schedule.output.figures.ground.typeface import width
from schedule.output.page.axis import Axis, _months
from schedule.output.words.phrases import Voice, voice_of

SIZES = (12.5, 9.0)


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    return voice_of(schedule.meeting(schedule.load(long_plan(tmp_path_factory.mktemp("plan"), 1))).schedule, "zh")


def long_plan(folder: Path, years: int, start: str = "2026-01-05") -> Path:
    """Ten works one after the other, so many years together."""
    lines = [f"daopai: 1\nproject: {{name: 长, start: {start}, calendar: china, target: t9}}\ntasks:"]
    for k in range(10):
        after = f", after: [t{k - 1}]" if k else ""
        lines.append(f"  t{k}: {{name: 工作{k}, duration: {round(36.5 * years)}cd{after}}}")
    (folder / "plan.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def day(text: str) -> int:
    return minutes(date.fromisoformat(text))


def spans(found: Ticks, shown: tuple[int, int], wide: float) -> list[tuple[int, int, int]]:
    """Each year that is named, and the instants between which its name stands."""
    said = []
    for name in found.upper:
        if year := re.match(r"(\d{4})年", name.text):
            x, align = name.place(SIZES[0], 0.0)
            text = width(name.text, SIZES[0])
            left = x - text / 2 if align == "center" else x
            minute = (shown[1] - shown[0]) / wide
            said.append((int(year[1]), round(shown[0] + left * minute), round(shown[0] + (left + text) * minute)))
    return said


@pytest.mark.parametrize("years", [1, 2, 5, 12, *(pytest.param(n, marks=pytest.mark.long) for n in (3, 8, 10, 20))])
@pytest.mark.parametrize("chart", ["gantt", "wall", "network", "curve"])
def test_the_secretary_reads_each_year_over_its_own_months(chart: str, years: int, tmp_path: Path) -> None:
    """A plan from 5 January: the sliver of the year before has no name, and no name is over another year."""
    meeting = schedule.meeting(schedule.load(long_plan(tmp_path, years)))
    speaker = voice_of(meeting.schedule, "zh")
    draw = {"wall": wall.draw, "network": network.draw, "curve": curve.draw}
    ax = gantt.gantt(meeting, select(meeting)) if chart == "gantt" else draw[chart](meeting, speaker)
    found = texts(ax, "watermark")
    assert overlapping(found) == []
    said = [text.get_text() for text in found if text.get_label() == "month"]
    assert not any(name.startswith("2025") for name in said)
    named = [name[:4] for name in said if name.startswith("20")]
    assert named[0] == "2026"
    assert len(named) in (years, years + 1)
    below = {text.get_text() for text in found if text.get_label() == "monday"}
    months = {f"{number}月" for number in range(1, 13)}
    weeks = {str(number) for number in range(1, 32)} | {f"{m}-{d:02}" for m in range(1, 13) for d in range(1, 32)}
    parts = {"上半年", "下半年", *(f"{number}季度" for number in range(1, 5))}
    assert below <= weeks or (years > 1 and below <= months) or (years > 3 and below <= parts)
    assert years <= 3 or below <= parts


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(21, 15_000), st.sampled_from([400.0, 830.0, 1180.0]))
def test_no_name_of_a_year_leaves_its_year_or_meets_another(voice: Voice, first: date, days: int, wide: float) -> None:
    shown = (minutes(first), minutes(first) + days * DAY)
    found = ticks(shown, wide, voice, SIZES)
    said = spans(found, shown, wide)
    slack = (shown[1] - shown[0]) / wide  # a point
    stepped = [year for year, _, _ in said]
    for year, left, right in said:
        assert left >= shown[0] - slack and right <= shown[1] + slack
        assert left >= day(f"{year}-01-01") - slack
        if stepped == list(range(stepped[0], stepped[0] + len(stepped))):
            assert right <= day(f"{year + 1}-01-01") + slack
    assert all(a[2] <= b[1] + slack for a, b in pairwise(said))


def test_a_year_on_the_page_stands_at_its_first_month_in_every_view(voice: Voice) -> None:
    """Three years: on a phone every sixth month is named, and each year is."""
    axis = Axis(day("2026-02-20"), day("2029-02-01"), None)
    shapes = [(dict(shape.attributes), shape.words) for shape in _months(axis, voice)]
    named = [(place["class"].removeprefix("mt "), place["x"].rstrip("%"), words) for place, words in shapes]
    for kind in ("wide", "slim"):
        said = [(float(x), text) for kinds, x, text in named if kind in kinds.split()]
        assert [text for _, text in said if text.endswith("年")] == ["2026年", "2027年", "2028年", "2029年"]
        for x, text in said:
            at = start_day(round(axis.first + x / 100 * (axis.last - axis.first)) + DAY)
            assert text in (f"{at.year}年", f"{at.month}月")
