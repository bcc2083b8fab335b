"""The two charts of the finish-move ledger: what they draw adds up, names nobody alone, and never overlaps.

Hand-made plans count every day as a working day of 24 hours from Monday 7 April 2014 on, where nothing else is said;
`ended(9)` is the evening of 9 April. `m` is the milestone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from networks import at, plan, span, state, task
from PIL import Image

import schedule
from schedule.analysis.history import History
from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.ledger import Ledger, Part, ledger
from schedule.analysis.move.revisions import recorded
from schedule.analysis.move.windows import Windows, series, windows
from schedule.analysis.speaking_order import milestone_of
from schedule.calendars.worktime import DAY, start_day
from schedule.engine.compute import compute
from schedule.engine.state import revised
from schedule.model import Body, Instant, Plan, Revision, RevisionKind, State, Status
from schedule.output.figures.ground.paper import wrapped
from schedule.output.figures.ground.typeface import width
from schedule.output.figures.move import ledger as one_window
from schedule.output.figures.move import windows as many_windows
from schedule.output.figures.move.accounts import dark, shares_of, style_of
from schedule.output.figures.move.stacks import Column
from schedule.output.figures.move.waterfall import Bond, bars, joints
from schedule.output.figures.move.windows_layout import lay_out
from schedule.output.words.phrases import voice_of

ROOT = Path(schedule.__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
P6 = ROOT.parent / "shared" / "p6"
WORKS = [P6 / f"works-{name}.xer" for name in ("baseline-2025-09-02", "update-2025-11-21", "update-2025-12-04")]
DAYS = "calendar-days"
BODIES = {"housing": Body("housing", "住建局", "Housing Bureau"), "land": Body("land", "国土局", "Land Bureau")}


def day(number: int) -> Instant:
    """The morning of a day of April 2014."""
    return at("2014-04-01") + (number - 1) * DAY


def ended(number: int) -> Instant:
    """Its evening."""
    return day(number + 1)


def done(first: int, last: int) -> Status:
    return Status(started=day(first), finished=ended(last))


def told(of: Plan, data_date: Instant, *revisions: Revision, **reports: Status) -> Ledger:
    """The ledger from the beginning of a plan to what is reported and decided at a later data date."""
    before = state(of)
    said = {name: replace(status, reported=data_date) for name, status in reports.items()}
    after = replace(before, data_date=data_date, statuses=said, plan=revised(of, revisions))
    steps = recorded(reported_state(compute(before), after), revisions, after)
    return ledger(compute(before), compute(after), "m", steps)


def series_of_two() -> Ledger:
    """Expected: a 7..8, b 9..10. Reported: a 7..11, b 12..15. m moves from the 10th to the 15th: 3 by a and 2 by b."""
    of = plan(task("a", "2wd", body="land"), task("b", "2wd", "a"), task("m", None, "b"), calendar=DAYS, bodies=BODIES)
    return told(of, day(17), a=done(7, 11), b=done(12, 15), m=Status(started=ended(15), finished=ended(15)))


def fork() -> Ledger:
    """Side by side a was to take 7..11 and took 7..16, c was to take 7..8 and took 7..14.

    v(a) = 5, v(c) = 3, v(a, c) = 5: shares 3.5 and 1.5; but for a 2, for c 0, so 3 concurrent, 1.5 of each.
    """
    tasks = task("a", "5wd", body="housing"), task("c", "2wd", body="land")
    of = plan(*tasks, task("m", None, "a", "c"), calendar=DAYS, bodies=BODIES)
    return told(of, ended(16), a=done(7, 16), c=done(7, 14), m=Status(None, ended(16)))


def parallel() -> Ledger:
    """Both were to take 7..11 and took 7..16: alone 5 each, but for 0 each, shares 2.5 each."""
    tasks = task("a", "5wd", body="housing"), task("b", "5wd", body="land")
    of = plan(*tasks, task("m", None, "a", "b"), calendar=DAYS, bodies=BODIES)
    return told(of, ended(16), a=done(7, 16), b=done(7, 16), m=Status(None, ended(16)))


def weekend() -> Ledger:
    """Five days of eight hours, 7..11. On Saturday the 12th a day is left, for Monday the 14th: 1 lost, 3 moved."""
    of = plan(task("a", "5wd", body="land"), task("m", None, "a"), bodies=BODIES)
    return told(of, day(12), a=Status(started=day(7), remaining=span("1wd")))


def within_float() -> Ledger:
    """c, 7..8, had three days of float beside a, 7..11, and took two days more: nothing moved."""
    tasks = task("a", "5wd", body="housing"), task("c", "2wd", body="land")
    of = plan(*tasks, task("m", None, "a", "c"), calendar=DAYS, bodies=BODIES)
    return told(of, ended(11), a=done(7, 11), c=done(7, 10), m=Status(None, ended(11)))


def as_forecast() -> Ledger:
    return told(
        plan(task("a", "5wd"), task("m", None, "a"), calendar=DAYS), day(9), a=Status(day(7), None, span("3wd"))
    )


def decisions(count: int) -> Ledger:
    """A chain of so many tasks of a day each; every one of them is given a second day: m moves by `count`."""
    names = [f"t{k}" for k in range(count)]
    chain = [task(name, "1wd", *names[k - 1 : k] if k else ()) for k, name in enumerate(names)]
    of = plan(*chain, task("m", None, names[-1]), calendar=DAYS)
    revisions = [
        Revision(
            RevisionKind.SET,
            name,
            "地下有管线，要改线，重新勘察以后再施工" * 2,
            "县专责领导小组",
            {"duration": span("2wd")},
        )
        for name in names
    ]
    return told(of, of.start, *revisions)


def crowd() -> Ledger:
    """Twelve tasks of twelve bodies with names as long as a line, each later than the one before, side by side."""
    bodies = {f"b{k}": Body(f"b{k}", f"县住房和城乡建设发展投资管理局第{k}分局") for k in range(12)}
    tasks = [replace(task(f"t{k}", "5wd", body=f"b{k}"), name="超长名称的工作事项" * 6 + str(k)) for k in range(12)]
    finish = replace(task("m", None, *(one.id for one in tasks)), name="整个项目全部竣工并且交付使用" * 5)
    of = plan(*tasks, finish, calendar=DAYS, bodies=bodies)
    reports = {
        f"t{k}": Status(day(7), None, span(f"{3 + k}wd"), cause="等待专家评审和资金到位以后再办" * 3) for k in range(12)
    }
    return told(of, day(12), **reports)


def lost_and_won() -> Ledger:
    """Side by side a and b, 7..11, took 7..16; after both, side by side, c and d, 12..16, took 17..19: 5 later, 2 won.

    Either of the bureaus' a and b costs the 5, only c and d together win the 2: 2.5 for a, 2.5 for b, -1 each for c and
    d, which sum to 3. The land bureau's b, c and d are one account: but for them 0, so that it has 0.5 of 3.
    """
    first = task("a", "5wd", body="housing"), task("b", "5wd", body="land")
    then = [task(name, "5wd", "a", "b", body="land") for name in "cd"]
    of = plan(*first, *then, task("m", None, "c", "d"), calendar=DAYS, bodies=BODIES)
    reports = {"a": done(7, 16), "b": done(7, 16), "c": done(17, 19), "d": done(17, 19), "m": Status(None, ended(19))}
    return told(of, ended(19), **reports)


def hours() -> Ledger:
    """30 hours of work from the 7th; on the 8th 12 are left where 6 were expected: six hours later, the same day."""
    of = plan(task("a", "30h"), task("m", None, "a"), calendar=DAYS)
    return told(of, day(8), a=Status(day(7), None, span("12h")))


MADE: dict[str, Callable[[], Ledger]] = {
    "series": series_of_two,
    "fork": fork,
    "parallel": parallel,
    "weekend": weekend,
    "within float": within_float,
    "as forecast": as_forecast,
    "one decision": lambda: decisions(1),
    "forty decisions": lambda: decisions(40),
    "a crowd": crowd,
    "hours": hours,
    "lost and won": lost_and_won,
}


@pytest.fixture(scope="module")
def kashgar() -> Windows:
    project = schedule.load(KASHGAR)
    dates = [update.data_date for update in project.updates]
    history = History(project)
    return windows(history, dates, milestone_of(history.schedule(dates[-1])))


@pytest.fixture(scope="module")
def works() -> Windows:
    if not P6.is_dir():
        pytest.skip("the exports of P6 lie beside the project, not in it")
    return series([schedule.load(path) for path in WORKS], "PCS-150")


def until(found: Windows, date: str) -> Ledger:
    [one] = [one for one in found.ledgers if start_day(one.until).isoformat() == date]
    return one


def draw(found: Ledger | Windows, lang: str = "zh", ax: Axes | None = None) -> Axes:
    if isinstance(found, Windows):
        return many_windows.draw(found, voice_of(found.ledgers[-1].after, lang), ax)
    return one_window.draw(found, voice_of(found.after, lang), ax)


def boxes(ax: Axes) -> dict[Text, Bbox]:
    """The chart's texts and the pixels that they fill."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure) and isinstance(figure.canvas, FigureCanvasAgg)
    renderer = figure.canvas.get_renderer()
    return {text: text.get_window_extent(renderer) for text in ax.texts if text.get_text()}


def faults(ax: Axes) -> list[str]:
    """Texts that share more than half a pixel with another, are smaller than 12 pixels or leave the page."""
    found, page = boxes(ax), ax.get_figure(root=True).bbox
    told = [
        f"{one.get_label()} {one.get_text()} on {other.get_label()} {other.get_text()}"
        for (one, a), (other, b) in combinations(found.items(), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]
    for text, box in found.items():
        if box.x0 < 0 or box.y0 < 0 or box.x1 > page.x1 or box.y1 > page.y1:
            told.append(f"{text.get_text()} leaves the page")
        if text.get_fontsize() * 100 / 72 < 12:
            told.append(f"{text.get_text()} is small")
    return told


def test_an_overlap_would_be_seen() -> None:
    ax = draw(fork())
    first = next(text for text in ax.texts if text.get_label() == "moved")
    x, y = first.get_position()
    ax.text(x, y, "x", fontsize=5)
    ax.text(-50, y, "y", fontsize=20)
    found = faults(ax)
    assert {fault.split()[-1] for fault in found} == {"x", "small", "page"}


def on_bars(ax: Axes, kind: str) -> list[str]:
    """Texts of a kind that lie on a bar."""
    bars_drawn = [patch.get_window_extent() for patch in ax.patches if isinstance(patch, Rectangle)]
    return [
        text.get_text()
        for text, box in boxes(ax).items()
        if text.get_label() == kind
        for bar in bars_drawn
        if min(box.x1, bar.x1) - max(box.x0, bar.x0) > 0.5 and min(box.y1, bar.y1) - max(box.y0, bar.y0) > 0.5
    ]


def said(ax: Axes, kind: str) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_label() == kind]


# One window


def test_a_waterfall_goes_from_forecast_to_forecast() -> None:
    drawn = bars(series_of_two())
    assert [(bar.part.task, bar.begin, bar.end) for bar in drawn] == [
        ("a", ended(10), ended(13)),
        ("b", ended(13), ended(15)),
    ]
    ax = draw(series_of_two())
    assert said(ax, "title") == ["m：已于 4月15日 完成，原预计 4月10日，晚 5 天"]
    assert said(ax, "moved") == ["+3 天", "+2 天"]
    assert said(ax, "forecast") == ["4月10日", "4月15日"]


def test_concurrent_parts_are_striped_as_far_as_no_one_alone_made_them_and_share_a_bracket() -> None:
    found = fork()
    a, c = bars(found)
    assert (a.bond, c.bond) == (Bond.CONCURRENT, Bond.CONCURRENT)
    # m moves from the 11th to the 16th: 3.5 by a, of which 2 its alone, then 1.5 by c, none of it its alone.
    assert (a.begin, a.end, a.shared) == (ended(11), ended(11) + 7 * DAY // 2, 3 * DAY // 2)
    assert (c.begin, c.end, c.shared) == (a.end, ended(16), 3 * DAY // 2)
    assert joints(found)[Bond.CONCURRENT].minutes == 3 * DAY
    ax = draw(found)
    assert said(ax, "bond") == ["并行延误 3 天", "这几天不能只算一家"]
    assert said(ax, "moved") == ["+3.5 天", "+1.5 天"]


def test_where_either_was_enough_nobody_is_named_alone() -> None:
    ax = draw(parallel(), "en")
    assert said(ax, "moved") == ["+2.5 days", "+2.5 days"]
    assert said(ax, "bond") == ["Concurrent delay: 5 days", "one alone wins none back"]
    assert [text for text in said(ax, "happened") if "alone" in text] == ["alone 5 days later"] * 2
    assert [bar.shared for bar in bars(parallel())] == [5 * DAY // 2] * 2


def test_shares_of_delays_and_gains_sum_to_the_move() -> None:
    found = lost_and_won()
    ax = draw(found)
    assert said(ax, "title") == ["m：已于 4月19日 完成，原预计 4月16日，晚 3 天"]
    assert sum(bar.part.moved for bar in bars(found)) == 3 * DAY
    # Housing's a alone costs 5, but for it 0; land's b, c and d alone 3, but for them -2: 2.5 + 2.5 and 0.5 of 3.
    shares = {entry.account.body: (entry.moved, entry.but_for) for entry in found.entries}
    assert shares == {"housing": (5 * DAY // 2, 0), "land": (DAY // 2, -2 * DAY)}


def test_days_off_stand_beside_the_days_of_its_own() -> None:
    ax = draw(weekend())
    assert said(ax, "moved") == ["+3 天"]
    assert said(ax, "happened") == ["剩余工期比预计多 1 个工作日", "遇周末、假期多出 2 天"]
    assert "黑条：自身耽误（空心：追回）的天数，按该项自己的日历" in said(ax, "legend")


def test_no_thin_bar_is_explained_where_none_is_drawn() -> None:
    assert said(draw(series_of_two()), "legend") == ["粗条：应分摊的天数"]


def test_nothing_moved_is_told_calmly() -> None:
    ax = draw(within_float())
    assert said(ax, "title") == ["m：已于 4月11日 完成，与预计相同"]
    assert said(ax, "calm") == ["有快有慢，都没有影响完工。"]
    assert said(ax, "name") == ["c（国土局）"]
    assert said(ax, "happened") == ["用时比预计多 2 天"]
    assert said(draw(as_forecast()), "calm") == ["各项工作都照上次的预计进行。"]
    assert said(draw(as_forecast()), "title") == ["m：仍是 4月11日，没有变动"]


def test_less_than_a_day_is_told_in_hours() -> None:
    ax = draw(hours())
    assert said(ax, "title") == ["m：4月8日 → 4月8日，晚 6 小时"]
    assert said(ax, "moved") == ["+6 小时"]


@pytest.mark.slow
def test_what_has_no_row_of_its_own_is_summed_in_the_last() -> None:
    ax = draw(decisions(40))
    rows = said(ax, "moved")
    assert 5 < len(rows) < 40
    assert sum(Fraction(text.removeprefix("+").removesuffix(" 天")) for text in rows) == 40
    assert f"其余 {40 - (len(rows) - 1)} 项合计" in said(ax, "name")


def test_a_decision_says_who_approved_it_and_is_nobodys() -> None:
    ax = draw(decisions(1))
    assert said(ax, "whose") == ["计划调整"]
    text = "".join(said(ax, "happened"))
    assert "工期 1 个工作日 → 2 个工作日" in text or "工期 1 天 → 2 天" in text
    assert "县专责领导小组批准" in text
    assert not said(ax, "bond")


@pytest.mark.slow
def test_a_long_name_gives_way_to_the_dates() -> None:
    # The last of the crowd has 16 days of which 2 were left after the first five: 14 days later than the 11th.
    for ax in (draw(crowd()), draw(Windows("m", (crowd(),)))):
        [title] = said(ax, "title")
        assert title.startswith("整个项目全部竣工")
        assert title.endswith("…：4月11日 → 4月25日，晚 14 天")


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", MADE)
def test_no_text_of_a_window_overlaps_or_leaves_the_page(case: str, lang: str) -> None:
    ax = draw(MADE[case](), lang)
    assert faults(ax) == []
    assert on_bars(ax, "moved") == on_bars(ax, "happened") == on_bars(ax, "bond") == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_the_samples_windows_overlaps(kashgar: Windows, lang: str) -> None:
    for one in kashgar.ledgers:
        ax = draw(one, lang)
        assert faults(ax) == [], start_day(one.until)
        assert on_bars(ax, "moved") == on_bars(ax, "happened") == on_bars(ax, "bond") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_text_of_the_exports_overlaps(works: Windows, lang: str) -> None:
    for found in (*works.ledgers, works):
        assert faults(draw(found, lang)) == []


def test_the_sample_plans_concurrent_week(kashgar: Windows) -> None:
    """29 February: contract and fire approval each three working days late at the same time (the update says so)."""
    ax = draw(until(kashgar, "2016-02-29"))
    assert said(ax, "title") == ["主要路段及厂房完成施工：6月27日 → 7月2日，晚 5 天"]
    assert said(ax, "bond")[0] == "并行延误 5 天"
    assert said(ax, "moved") == ["+2.5 天", "+2.5 天"]
    assert said(ax, "sample") == ["演示数据"]
    assert said(ax, "due") == ["期限 6月30日"]


# Many windows


def columns_of(found: Windows) -> dict[int, Column]:
    page = lay_out(found, voice_of(found.ledgers[-1].after, "zh"), 1382.4, 777.6)
    return {column.window: column for column in page.columns}


def test_columns_reach_as_far_as_their_windows_moved_it(kashgar: Windows) -> None:
    drawn = columns_of(kashgar)
    for k, one in enumerate(kashgar.ledgers):
        assert (drawn[k].top + drawn[k].bottom if k in drawn else 0) == one.days
    assert {k for k, one in enumerate(kashgar.ledgers) if one.days} <= drawn.keys()


def test_of_each_account_what_is_its_alone_stands_before_what_is_not() -> None:
    # Five days: housing 3.5, of which 2 its alone; land 1.5, none of it its alone.
    [column] = columns_of(Windows("m", (fork(),))).values()
    assert [(piece.account.body, piece.first, piece.last, piece.together) for piece in column.pieces] == [
        ("housing", 0, 2, False),
        ("housing", 2, 3.5, True),
        ("land", 3.5, 5, True),
    ]
    assert (column.days, column.top, column.bottom) == (5, 5, 0)
    assert column.together == (
        (Bond.CONCURRENT, 3 * DAY, (Account(PartKind.PROGRESS, "housing"), Account(PartKind.PROGRESS, "land"))),
    )


@pytest.mark.slow
def test_a_crowd_is_not_named_one_by_one() -> None:
    # Twelve bodies: three by name, nine in a number.
    assert "另有 9 家" in said(draw(Windows("m", (crowd(),))), "moved")


def test_what_one_did_after_the_other_is_stacked() -> None:
    # a (land) 3, then b, which has no body, 2.
    [column] = columns_of(Windows("m", (series_of_two(),))).values()
    assert [(piece.account.body, piece.first, piece.last) for piece in column.pieces] == [("land", 0, 3), (None, 3, 5)]
    assert not any(piece.together for piece in column.pieces)


def test_what_was_edited_stands_in_the_first_window_and_begins_at_what_was_approved() -> None:
    found = Windows("m", (series_of_two(),), Part(PartKind.EDITED, 2 * DAY, Fraction(2)))
    ax = draw(found)
    assert said(ax, "title") == ["m：已于 4月15日 完成，原预计 4月8日，晚 7 天"]
    [column] = columns_of(found).values()
    assert (column.days, column.top) == (7, 7)
    assert said(ax, "forecast") == ["4月15日", "4月8日"]
    assert faults(ax) == []


def test_the_totals_sum_to_the_whole_move(kashgar: Windows) -> None:
    page = lay_out(kashgar, voice_of(kashgar.ledgers[-1].after, "zh"), 1382.4, 777.6)
    whole = page.totals[-1]
    assert whole.account is None
    assert page.figures == ("total", "sole")
    assert sum(one.amounts[0] or 0 for one in page.totals[:-1]) == whole.amounts[0] == kashgar.days
    assert whole.amounts[1] is None  # what each made alone has no sum that means anything
    assert said(draw(kashgar), "account")[-1] == "总变动"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("times", [1, 3, 8])
def test_no_text_of_many_windows_overlaps(kashgar: Windows, lang: str, times: int) -> None:
    """Twelve weeks, nine months, two years of weeks; labels give way, the columns stay."""
    found = Windows(kashgar.milestone, kashgar.ledgers * times)
    ax = draw(found, lang)
    assert faults(ax) == []
    assert on_bars(ax, "moved") == []
    assert len(columns_of(found)) == times * len(columns_of(kashgar))


@pytest.mark.parametrize("case", MADE)
def test_no_text_of_a_single_window_overlaps_among_many(case: str) -> None:
    ax = draw(Windows("m", (MADE[case](),)))
    assert faults(ax) == []
    assert on_bars(ax, "moved") == []


def test_windows_in_which_nothing_moved_say_so() -> None:
    ax = draw(Windows("m", (as_forecast(),)))
    assert said(ax, "calm") == ["这段时间没有变动"]
    assert said(ax, "title") == ["m：仍是 4月11日，没有变动"]


def test_the_deadline_is_named_at_its_line(kashgar: Windows) -> None:
    assert said(draw(kashgar), "due") == ["期限 6月30日"]
    assert said(draw(kashgar, "en"), "due") == ["Due 30 Jun"]


# Both


def test_a_body_has_one_colour_everywhere_and_no_two_look_alike() -> None:
    bodies = {f"b{k}": Body(f"b{k}", f"单位{k}") for k in range(18)}
    of = plan(task("m", None), bodies=bodies)
    voice = voice_of(compute(State(of, of.start, {})), "zh")
    styles = [style_of(Account(PartKind.PROGRESS, body), voice) for body in (*bodies, None)]
    styles += [style_of(Account(PartKind.REVISION, body), voice) for body in bodies]
    styles += [style_of(Account(kind), voice) for kind in PartKind if kind is not PartKind.PROGRESS]
    assert len(set(styles)) == len(styles)


def test_type_on_a_dark_colour_is_white() -> None:
    # Rec. 709: 0.2126 * 51 + 0.7152 * 34 + 0.0722 * 136 = 45; 0.2126 * 221 + 0.7152 * 204 + 0.0722 * 119 = 201.
    assert dark("#332288")
    assert not dark("#DDCC77")


def test_a_part_held_by_two_is_drawn_in_the_colours_of_both(kashgar: Windows) -> None:
    for one in kashgar.ledgers:
        for part in one.parts:
            shares = shares_of(part)
            assert sum(share for _, share in shares) == pytest.approx(1)


def test_lines_break_at_spaces_and_never_begin_with_a_comma() -> None:
    assert wrapped("施工图审查，专家", 10.0, 50.0) == ("施工图审", "查，专家")
    assert wrapped("days off added", 10.0, width("days off ad", 10.0)) == ("days off", "added")
    assert wrapped("施工图", 10.0, 30.0) == ("施工图",)


@pytest.mark.parametrize("chart", ["window", "windows"])
def test_a_chart_fills_axes_that_are_given(chart: str) -> None:
    figure = Figure(figsize=(16, 9), dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    found = fork() if chart == "window" else Windows("m", (fork(),))
    assert draw(found, ax=ax) is ax
    assert faults(ax) == []
    inside = ax.get_window_extent()
    assert [text.get_text() for text, box in boxes(ax).items() if box.x0 < inside.x0 or box.x1 > inside.x1] == []


def test_a_name_that_cannot_be_written_costs_no_chart(tmp_path: Path) -> None:
    of = plan(replace(task("a", "2wd"), name="验收🚧ئۇ"), task("m", None, "a"), calendar=DAYS)
    found = told(of, day(12), a=done(7, 11), m=Status(None, ended(11)))
    assert one_window.save(found, tmp_path / "why.png").is_file()


@pytest.mark.parametrize("suffix", ["gif", ""])
def test_other_files_are_refused(suffix: str, tmp_path: Path) -> None:
    for found, save in ((fork(), one_window.save), (Windows("m", (fork(),)), many_windows.save)):
        with pytest.raises(ValueError, match="png"):
            save(found, tmp_path / f"why.{suffix}")  # type: ignore[arg-type]


@pytest.mark.slow
def test_pictures_are_as_wide_as_a_screen(kashgar: Windows, tmp_path: Path) -> None:
    sizes = []
    for path in (
        one_window.save(until(kashgar, "2016-02-29"), tmp_path / "one.png"),
        many_windows.save(kashgar, tmp_path / "many.png", lang="en"),
    ):
        with Image.open(path) as image:
            sizes.append(image.size)
    assert [wide for wide, _ in sizes] == [1920, 1920]
    assert sizes[0][1] <= sizes[1][1] == 1080


@pytest.mark.slow
def test_no_setting_of_the_reader_counts_and_none_is_changed(tmp_path: Path) -> None:
    found, strange = fork(), {"font.size": 30.0, "hatch.linewidth": 9.0, "savefig.bbox": "tight"}
    plain = one_window.save(found, tmp_path / "plain.png")
    with matplotlib.rc_context(strange):
        before = dict(matplotlib.rcParams)
        other = one_window.save(found, tmp_path / "other.png")
        assert dict(matplotlib.rcParams) == before
    assert plain.read_bytes() == other.read_bytes()


@pytest.mark.long
def test_the_same_ledger_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from test_figures_ledger import *\n"
        "for name in ('one.png', 'one.svg', 'one.pdf'): one_window.save(fork(), Path(sys.argv[1], name))\n"
        "for name in ('many.png', 'many.svg'): many_windows.save(Windows('m', (fork(),)), Path(sys.argv[1], name))"
    )
    for zone, locale, seed in [("UTC", "C.UTF-8", "1"), ("Asia/Kashgar", "C", "2")]:
        (tmp_path / seed).mkdir()
        settings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=os.environ | settings, check=True)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in "12")
    assert len(one) == 5
    assert one == other
