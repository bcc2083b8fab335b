"""The zone's chart: every park's forecast against its deadline, and what it forecast from meeting to meeting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.analysis.portfolio.zone import Zone
from schedule.commands import main
from schedule.commands.portfolio import met
from schedule.files.plans.portfolio import read_portfolio
from schedule.output.figures.zone import draw, rungs
from schedule.output.minutes.zone import zone_voice

ZONE = Path(__file__).parent.parent / "plans" / "kashgar-zone" / "zone.yaml"


@pytest.fixture(scope="module")
def zone() -> Zone:
    return met(read_portfolio(ZONE)[0], None, 1)


def test_a_secretary_sees_the_zone_first_and_then_the_parks_that_are_latest(zone: Zone) -> None:
    """The zone's own date cannot be told: one park has not reported. The others as on the page."""
    rows = rungs(zone, zone_voice(zone, "zh"))
    assert [one.room for one in rows] == [
        "说不准",
        "晚 11 天",
        "晚 2 天",
        "还有 2 天",
        "还有 8 天",
        "还有 24 天",
        "还有 30 天",
    ]
    assert [one.alone for one in rows[:3]] == [None, date(2016, 6, 29), date(2016, 6, 20)]
    assert [one.late for one in rows] == [False, True, True, False, False, False, False]


def test_a_park_is_shown_with_what_its_last_twelve_meetings_forecast(zone: Zone) -> None:
    """Of the sample's thirteen meetings the last twelve; on 29 February it was two days late for 30 June."""
    trend = dict(zone.summaries["trade"].trend)
    assert len(trend) == 12
    assert trend[date(2016, 2, 29)] == date(2016, 7, 2)
    assert trend[date(2016, 4, 5)] == date(2016, 6, 28)


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_every_text_of_the_chart_stands_on_the_page(zone: Zone, lang: str) -> None:
    ax = draw(zone, zone_voice(zone, lang))
    figure = ax.figure
    figure.draw_without_rendering()
    wide, high = figure.bbox.width, figure.bbox.height
    for text in ax.texts:
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= wide and box.y0 >= 0 and box.y1 <= high, text.get_text()


@pytest.mark.long
@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_chart_is_written_by_its_ending_and_is_the_same_twice(form: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.{form}" for name in ("one", "two")]
    for path in paths:
        assert CliRunner().invoke(main, ["portfolio", "meeting", str(ZONE), "-o", str(path)]).stdout == f"{path}\n"
    assert paths[0].read_bytes() == paths[1].read_bytes()
