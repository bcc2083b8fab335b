"""Plans that no wall has room for: what their papers leave out is counted, and nothing grows beyond what is read.

The programmes are drawn by `benchmarks/programmes.py`. Nothing here is timed: pages, rows and links are counted.
"""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from snapshots import invented

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.move import ledger as ledgers
from schedule.analysis.move.sharing import Shares
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.engine.schedule import Stage
from schedule.output.figures import wall
from schedule.output.figures.ground.layout import done_count
from schedule.output.figures.ground.marks import marks, totals
from schedule.output.figures.ground.rows import (
    CROWDED,
    SHEET,
    Heading,
    Line,
    More,
    Only,
    Row,
    is_crowded,
    select,
    shown,
)
from schedule.output.figures.ground.timescale import soon
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import Bulletin, Item, Section
from schedule.output.minutes.markdown import MOST, markdown
from schedule.output.page import markup
from schedule.output.page.html import page
from schedule.output.words.phrases import voice_of

WRITE = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "programmes.py"))["write"]
CHARTS = {"gantt", "critical", "weeks", "late", "wall", "ladder", "network", "float", "milestones", "curve"}
CHARTS |= {"why", "windows"}


def programme(folder: Path, tasks: int) -> Meeting:
    WRITE(folder, tasks, 3)
    done = CliRunner().invoke(main, ["baseline", str(folder), "B0", "--approved-by", "县", "--date", "2027-03-01"])
    assert done.exit_code == 0, done.stderr
    project = schedule.load(folder)
    return schedule.meeting(project)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("programme") / "plan"


@pytest.fixture(scope="module")
def meeting(folder: Path) -> Meeting:
    return programme(folder, 300)


def lines(rows: tuple[Row, ...]) -> list[str]:
    return [row.task for row in rows if isinstance(row, Line)]


def left_out(rows: tuple[Row, ...]) -> int:
    return sum(row.count for row in rows if isinstance(row, More))


def drawn_by(command: str, *arguments: str) -> Iterator[str]:
    done = CliRunner().invoke(main, [command, *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    for line in done.stdout.splitlines():
        yield Path(line).name


@pytest.mark.slow
def test_the_secretary_gets_one_sheet_of_each_chart(folder: Path, meeting: Meeting, tmp_path: Path) -> None:
    assert len(meeting.schedule.tasks) > CROWDED
    papers = tmp_path / "papers"
    done = CliRunner().invoke(main, ["meeting", str(folder), "-o", str(papers)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in papers.glob("*.png")} == {f"{name}.png" for name in CHARTS}


def test_a_small_plan_has_a_row_for_every_task_and_no_sheets_beside_it() -> None:
    small = invented(CROWDED)
    assert not is_crowded(small)
    assert shown(small) == select(small)
    assert shown(small, Only(weeks=6)) == select(small, Only(weeks=6))


def test_every_task_is_counted_once_in_the_summary_by_phase(meeting: Meeting) -> None:
    rows = shown(meeting)
    headings = [row for row in rows if isinstance(row, Heading)]
    assert [row.phase for row in headings] == list(meeting.schedule.state.plan.phases)
    assert sorted(task for row in headings for task in row.tasks) == sorted(meeting.schedule.tasks)
    assert sum(count for total in totals(meeting, rows) for count in total.lights) == len(meeting.schedule.tasks)


def test_what_has_a_date_of_its_own_stands_under_its_phase(meeting: Meeting) -> None:
    tasks = {name: dates.task for name, dates in meeting.schedule.tasks.items()}
    dated = {name for name, task in tasks.items() if task.is_milestone or task.deadline is not None}
    rows = shown(meeting)
    assert set(lines(rows)) == dated
    assert not left_out(rows)
    assert len(rows) <= SHEET


def test_a_phase_has_the_worst_light_of_its_tasks_and_lasts_from_the_first_to_the_last(meeting: Meeting) -> None:
    rows = shown(meeting)
    assert totals(meeting, rows)
    for total in totals(meeting, rows):
        heading = rows[total.row]
        assert isinstance(heading, Heading)
        below = [meeting.schedule.tasks[name] for name in heading.tasks]
        lights = {meeting.lights[name] for name in heading.tasks}
        assert total.light in (next(light for light in Light if light in lights), None)
        assert total.extent == (min(one.start for one in below), max(one.finish for one in below))
        assert (total.light is None) <= all(one.stage is Stage.FINISHED for one in below)


def test_a_plan_without_phases_is_summed_up_by_body() -> None:
    rows = shown(invented(200, phases=()))
    headings = [row for row in rows if isinstance(row, Heading)]
    assert [row.body for row in headings] == ["land", "housing", "agent"]
    assert sum(len(row.tasks) for row in headings) == 200


def test_a_plan_without_phases_and_bodies_is_one_row_and_its_dates() -> None:
    headings = [row for row in shown(invented(200, phases=(), bodies=False)) if isinstance(row, Heading)]
    assert [len(row.tasks) for row in headings] == [200]


@pytest.mark.parametrize("only", [Only(late=True), Only(weeks=6), Only(critical=True)])
def test_a_sheet_of_a_big_plan_has_what_is_most_urgent_and_counts_the_rest(meeting: Meeting, only: Only) -> None:
    rows, every = shown(meeting, only), lines(select(meeting, only))
    assert len(rows) <= SHEET + 1
    assert set(lines(rows)) <= set(every)
    assert len(lines(rows)) + left_out(rows) == len(every)
    if not only.late:
        order = list(Light)
        worst = max(order.index(meeting.lights[name]) for name in lines(rows))
        assert all(order.index(meeting.lights[name]) >= worst for name in set(every) - set(lines(rows)))


def test_what_is_late_is_in_the_order_of_the_alerts(meeting: Meeting) -> None:
    red = list(dict.fromkeys(alert.task for alert in meeting.alerts if alert.light is Light.RED))
    assert red
    assert lines(shown(meeting, Only(late=True)))[: len(red)] == red[:SHEET]


@pytest.mark.slow
def test_whoever_asks_for_all_gets_all(meeting: Meeting, folder: Path, tmp_path: Path) -> None:
    assert sorted(lines(shown(meeting, Only(whole=True)))) == sorted(meeting.schedule.tasks)
    every = list(drawn_by("gantt", str(folder), "--all", "-o", str(tmp_path / "all.png")))
    assert len(every) > 2
    assert list(drawn_by("gantt", str(folder), "-o", str(tmp_path / "summed.png"))) == ["summed.png"]


def test_one_phase_or_body_of_a_big_plan_is_drawn_whole_as_long_as_it_can_be_read(meeting: Meeting) -> None:
    asked = Only(phases=("permit",))
    assert 0 < len(lines(select(meeting, asked))) <= CROWDED
    assert shown(meeting, asked) == select(meeting, asked)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_leads_only_to_tasks_that_it_has(meeting: Meeting, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST", 100)
    text = page(meeting, voice_of(meeting.schedule, lang))
    there = re.findall(r'<details [^>]*id="(t\d+)"', text)
    assert len(there) == 100
    assert set(re.findall(r'href="#(t\d+)"', text)) == set(there)
    assert str(len(meeting.schedule.tasks) - 100) in text
    assert {alert.task for alert in meeting.alerts[:50]} <= markup.places(meeting).tasks.keys()


def test_minutes_end_a_long_list_and_say_how_much_is_left() -> None:
    items = tuple(Item(f"line {k}") for k in range(MOST + 30))
    paper = Bulletin("title", "day", "headline", None, (), (), (Section("heading", items=items, file="alerts.csv"),))
    text = markdown(paper, voice_of(invented(3).schedule, "en"), {})
    assert text.count("- line") == MOST
    assert "30 tasks more in alerts.csv" in text


def test_a_move_is_shared_among_those_who_can_move_the_milestone(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    original = ledgers.shares

    def counted(unions: Sequence[Sequence[int]], *arguments: Any, **more: Any) -> Shares:
        asked.append(sum(map(len, unions)))
        return original(unions, *arguments, **more)

    monkeypatch.setattr(ledgers, "shares", counted)
    found = schedule.meeting(meeting.project).ledger
    assert found is not None
    assert len(found.progress) > asked[0]
    assert not found.sampled


@pytest.mark.long
def test_two_thousand_tasks_give_as_many_papers_as_three_hundred(tmp_path: Path) -> None:
    found = programme(tmp_path / "plan", 2_000)
    papers = tmp_path / "papers"
    done = CliRunner().invoke(main, ["meeting", str(tmp_path / "plan"), "-o", str(papers)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in papers.glob("*.png")} == {f"{name}.png" for name in CHARTS}
    assert (papers / "meeting.html").stat().st_size < 5_000_000
    assert len(lines(shown(found, Only(whole=True)))) == len(found.schedule.tasks) >= 2_000


def test_the_clerk_reads_in_a_picked_out_phase_how_many_are_shown_and_not_how_many_are_done(meeting: Meeting) -> None:
    """ "0 of 6 done" of the six that are critical is not what the summary says of the same phase."""
    voice = voice_of(meeting.schedule, "zh")
    for only in (Only(critical=True), Only(weeks=6)):
        heads = [row for row in shown(meeting, only) if isinstance(row, Heading)]
        assert heads
        assert all(voice.tell(done_count(head, only, meeting)) == f"图上 {len(head.tasks)} 项" for head in heads)
    summed = [row for row in shown(meeting) if isinstance(row, Heading)]
    for head in summed:
        done = sum(meeting.schedule.tasks[name].stage is Stage.FINISHED for name in head.tasks)
        assert voice.tell(done_count(head, Only(), meeting)) == f"{done}/{len(head.tasks)} 完成"


def test_what_is_late_is_drawn_for_the_next_half_year(meeting: Meeting) -> None:
    """26 weeks are 182 days; what ends later has its date at the edge, and nothing is cut where all ends before."""
    drawn = marks(meeting, [Line(name) for name in meeting.schedule.tasks])
    by_start = sorted(drawn, key=lambda mark: mark.extent[0])
    begun = [mark for mark in by_start if mark.extent[0] < meeting.data_date and mark.finish > meeting.data_date]
    last = by_start[-1]
    assert last.extent[1] > meeting.data_date + 182 * DAY
    cut = soon(meeting, [*begun[:6], *by_start[-4:]])
    assert cut is not None
    assert cut[1] == meeting.data_date + 182 * DAY
    assert cut[0] >= meeting.data_date - 28 * DAY
    assert soon(meeting, [*begun[:4], *by_start[-4:]]) is None  # half of them would be dates alone
    short = [mark for mark in begun if mark.extent[1] < meeting.data_date + 90 * DAY]
    assert soon(meeting, short) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_secretary_of_a_big_plan_reads_whole_sentences(meeting: Meeting, lang: str) -> None:
    """Eleven missed deadlines are counted on the page and not cut off within a word."""
    page = secretary_markdown(meeting, voice_of(meeting.schedule, lang))
    assert not [line for line in page.splitlines() if line.endswith("…")]


def test_a_wall_chart_of_a_big_plan_ends_where_its_last_bar_does(meeting: Meeting) -> None:
    """What has no lane asks for no time: of the part of the axis behind the last task, labels take no third."""
    voice = voice_of(meeting.schedule, "zh")
    bands, shown_range, _ = wall._bands(meeting, voice, 1440.0, whole=False)
    ends = [item.mark.extent[1] for band in bands for lane in band.lanes for item in lane]
    assert 3 * (shown_range[1] - max(ends)) < shown_range[1] - shown_range[0]
