"""The chart as it is drawn: nothing overlaps, nothing is a box, every machine draws the same."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from itertools import combinations
from pathlib import Path

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image
from snapshots import invented

import schedule
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import minutes, start_day
from schedule.files.templates import render
from schedule.output.figures.album import draw_all
from schedule.output.figures.gantt import gantt, save
from schedule.output.figures.ground import typeface
from schedule.output.figures.ground.layout import SMALL
from schedule.output.figures.ground.paper import own_settings
from schedule.output.figures.ground.rows import Only, pages, select
from schedule.output.figures.ground.typeface import MissingFontError, clean, fit, lacking, width
from schedule.output.figures.ground.unwritten import CERTAIN, unwritten
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages

ROOT = Path(schedule.__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
LONG = ("超长名称的工作事项，" * 8, "短")
PER_PAGE = {"screen": 50, "a3": 50}

CASES = {
    "44 tasks": (invented(), Only()),
    "critical": (invented(), Only(critical=True)),
    "six weeks": (invented(), Only(weeks=6)),
    "six weeks at the end of the week": (invented(data_date="2016-03-18"), Only(weeks=1)),
    "3 tasks": (invented(3), Only()),
    "3 tasks now": (invented(3, begin="2016-03-14"), Only()),
    "long names, no bodies, no phases": (invented(30, names=LONG, names_en=(), bodies=False, phases=()), Only()),
    "groups": (invented(40, groups=((), ("厂房", "1号楼"), ("道路",))), Only()),
    "four years": (invented(44, begin="2013-06-01", every=40), Only()),
    "crowded": (invented(44, begin="2016-03-01", every=1, lasts=10), Only()),
    "no baseline": (invented(20, baseline=False, sample=None), Only()),
    "nothing": (invented(3), Only(weeks=1)),
}


def texts(ax: Axes, *without: str) -> dict[Text, Bbox]:
    """The chart's texts and the pixels they fill, without the kinds named."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure) and isinstance(figure.canvas, FigureCanvasAgg)
    renderer = figure.canvas.get_renderer()
    shown = [text for text in ax.texts if text.get_text() and text.get_label() not in without]
    return {text: text.get_window_extent(renderer) for text in shown}


def overlapping(found: dict[Text, Bbox]) -> list[tuple[str, str]]:
    """Pairs of texts that share more than the half pixel that anti-aliasing may."""
    pairs = []
    for (one, a), (other, b) in combinations(found.items(), 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        down = min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > 0.5 and down > 0.5:
            pairs.append((f"{one.get_label()}: {one.get_text()}", f"{other.get_label()}: {other.get_text()}"))
    return pairs


@pytest.mark.parametrize(("paper", "lang"), [("screen", "zh"), ("a3", "en")])
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_page(case: str, paper: str, lang: str) -> None:
    snapshot, only = CASES[case]
    for rows in pages(select(snapshot, only), 50):
        ax = gantt(snapshot, rows, lang=lang, only=only, paper=paper)
        found = texts(ax, "watermark")
        assert overlapping(found) == []
        page = ax.get_figure(root=True).bbox
        outside = [text.get_text() for text, box in found.items() if not page.padded(1).containsx(box.x1)]
        outside += [text.get_text() for text, box in found.items() if box.x0 < 0 or box.y0 < 0 or box.y1 > page.y1 + 1]
        assert outside == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_text_of_44_tasks_is_twelve_pixels_high(lang: str) -> None:
    ax = gantt(invented(), select(invented()), lang=lang)
    sizes = {text.get_label(): text.get_fontsize() * 100 / 72 for text in ax.texts}
    assert min(sizes.values()) >= 12
    assert min(sizes[kind] for kind in ("name", "body", "slip", "milestone", "finish")) >= 14
    assert SMALL * 100 / 72 >= 12


def test_the_chart_says_what_a_meeting_asks() -> None:
    snapshot = invented()
    ax = gantt(snapshot, select(snapshot))
    said = {text.get_text() for text in ax.texts}
    assert {
        "进出口贸易加工区（含保税区）起步区",
        "演示数据",
        "前期审批",
        "国土局",
        "+5天",
        "期限 6-26",
        "数据日期 3-14",
    } <= said
    headline = next(text.get_text() for text in ax.texts if text.get_label() == "headline")
    assert "6月21日" in headline and "5 天" in headline
    assert {"红", "黄", "灰", "绿", "✓"} <= {text.get_text() for text in ax.texts if text.get_label() == "light"}


def test_without_sample_data_nothing_is_marked() -> None:
    snapshot = invented(5, sample=None)
    kinds = {text.get_label() for text in gantt(snapshot, select(snapshot)).texts}
    assert not kinds & {"sample", "watermark"}


def test_a_chart_fills_axes_that_are_given() -> None:
    figure = Figure(figsize=(16, 9), dpi=100)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.3, 0.15, 0.65, 0.65))
    snapshot = invented(20)
    assert gantt(snapshot, select(snapshot), ax=ax) is ax
    assert overlapping(texts(ax, "watermark")) == []


@pytest.mark.slow
def test_no_setting_of_the_reader_counts_and_none_is_changed(tmp_path: Path) -> None:
    snapshot = invented(5)
    (plain,) = save(snapshot, tmp_path / "plain.png")
    strange = {
        "font.size": 30.0,
        "lines.linewidth": 9.0,
        "savefig.dpi": 50.0,
        "axes.facecolor": "red",
        "savefig.bbox": "tight",
    }
    with matplotlib.rc_context(strange):
        before = dict(matplotlib.rcParams)
        (other,) = save(snapshot, tmp_path / "other.png")
        assert dict(matplotlib.rcParams) == before
    assert plain.read_bytes() == other.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "size"), [("screen", (1920, 1200)), ("a3", (3307, 2338))])
def test_the_picture_has_the_size_of_its_paper(paper: str, size: tuple[int, int], tmp_path: Path) -> None:
    (path,) = save(invented(), tmp_path / "gantt.png", paper=paper)
    with Image.open(path) as image:
        assert image.size[0] == size[0]
        assert image.size[1] <= size[1] + 1
        assert paper == "screen" or round(image.info["dpi"][0]) == 200


@pytest.mark.long
def test_rows_that_do_not_fit_go_on_numbered_pages(tmp_path: Path) -> None:
    snapshot = invented(150, every=3)
    written = save(snapshot, tmp_path / "gantt.png", only=Only(whole=True))
    assert [path.name for path in written] == ["gantt-1.png", "gantt-2.png", "gantt-3.png"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [path.name for path in written]


@pytest.mark.long
def test_the_same_snapshot_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from snapshots import invented; "
        "from schedule.output.figures.gantt import save; "
        "[save(invented(12), Path(sys.argv[1], name)) for name in ('gantt.png', 'gantt.svg', 'gantt.pdf')]"
    )
    for zone, locale, seed in [("UTC", "C.UTF-8", "1"), ("Asia/Kashgar", "C", "2")]:
        (tmp_path / seed).mkdir()
        settings = {"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=os.environ | settings, check=True)
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in "12")
    assert sorted(one) == ["gantt.pdf", "gantt.png", "gantt.svg"]
    assert one == other


@pytest.mark.parametrize("suffix", ["gif", ""])
def test_other_files_are_refused(suffix: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="png"):
        save(invented(3), tmp_path / f"gantt.{suffix}")


UYGHUR = "ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
FURTHER = "ıłšžİŹő✔✗ӯѝ"
BILINGUAL = ("يول قۇرۇلۇشى 道路", "Қазақ ауданы", "Şükrü 的 žlab", "3号 يول", "验收 ✔")


@pytest.mark.parametrize("letter", [*UYGHUR, *KAZAKH, *FURTHER])
def test_the_letters_of_the_county_are_drawn(letter: str) -> None:
    assert clean(letter) == letter
    assert lacking(letter) == ""


@pytest.mark.parametrize("sign", ["✅", "❌", "🚧", "བ", "한", "\U000f1234"])
def test_a_character_that_no_typeface_has_is_a_mark_and_not_a_fault(sign: str) -> None:
    assert clean(f"验收{sign}{sign}") == "验收□□"
    assert lacking(f"验收{sign}{sign}") == sign


def test_what_is_never_seen_needs_no_mark() -> None:
    """A selector of emoji and an isolate's invisible neighbours: ✔ with U+FE0F is ✔."""
    assert lacking("✔\ufe0f 验收\u061c") == ""
    assert "□" not in clean("✔\ufe0f 验收\u061c")


BLOCKS = ["Az", "\u0300\u036f", "\u0400\u052f", "\u0590\u06ff", "\u1e00\u206f", "\u4e00\u4e3f", "\ufe00\ufe0f"]
LETTERS = [chr(code) for first, last in BLOCKS for code in range(ord(first), ord(last) + 1)]


@given(st.text(st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_whatever_is_written_is_drawn_as_it_is_measured(name: str) -> None:
    """No warning of a glyph that is missing, no text wider than its room; what is clean stays as it is."""
    line = clean(name)
    assert clean(line) == line
    figure = Figure(figsize=(4, 1), dpi=100)
    canvas = FigureCanvasAgg(figure)
    with own_settings():
        drawn = figure.text(0, 0, line, fontproperties=typeface.font(10.0, line), parse_math=False)
        box = drawn.get_window_extent(canvas.get_renderer())
    assert abs(box.width * 0.72 - width(line, 10.0)) <= 0.04 * width(line, 10.0) + 2.5


@pytest.mark.parametrize(("name", "shown"), [("中\u0310", "中□"), ("\u0301a", "□a"), ("ә\u0301", "ә\u0301")])
def test_an_accent_is_drawn_by_the_typeface_of_its_letter(name: str, shown: str) -> None:
    assert clean(name) == shown


def test_a_second_typeface_is_measured_as_it_is_drawn() -> None:
    """Letters that join are narrower than those that stand alone; columns are as wide as their names."""
    snapshot = invented(5, names=BILINGUAL)
    ax = gantt(snapshot, select(snapshot, Only()))
    names = {clean(name) for name in BILINGUAL}
    drawn = {text: box for text, box in texts(ax).items() if text.get_text() in names}
    assert len(drawn) == 5
    for text, box in drawn.items():
        measured = width(text.get_text(), text.get_size()) * 100 / 72
        assert abs(box.width - measured) <= 0.04 * measured + 1.5, text.get_text()
    joined = sum(width(letter, 10.0) for letter in "قۇرۇلۇش")
    assert width("قۇرۇلۇش", 10.0) < joined


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("能按期完成：قۇرۇلۇش 预计 1月23日 完成", ""),
        ("قۇرۇلۇش 预计 1月23日 完成，期限 2月1日，还有 9 天", "\u200e"),  # a Chinese sentence begins at its left
        ("قۇرۇلۇش تامام 竣工", ""),
        ("道路 يول قۇرۇلۇشى ئىدارىسى", "\u200f"),  # an Uyghur name at its right
    ],
)
def test_a_line_begins_at_the_side_of_most_of_its_letters(line: str, mark: str) -> None:
    assert clean(line) == mark + line
    assert clean(clean(line)) == clean(line)


def test_a_long_uyghur_name_is_cut_within_its_room() -> None:
    name = "ئاسماندىن يەرگىچە بولغان ئەڭ ئۇزۇن بىر تۈرنىڭ نامى"
    for room in (40.0, 90.0, 150.0):
        cut = fit(name, 10.0, room)
        assert cut.endswith("…") and name.startswith(cut[:-1])
        assert width(cut, 10.0) <= room < width(name[: len(cut) + 1] + "…", 10.0) + 1.0


@pytest.mark.slow
def test_names_of_ordinary_letters_are_known_without_the_typeface() -> None:
    certain = [chr(code) for code in range(0x20, 0x10000) if CERTAIN.fullmatch(chr(code))]
    assert len(certain) > 20_000
    assert all(lacking(character) == "" and clean(f"a{character}a") for character in certain)


@pytest.mark.slow
def test_the_secretary_sees_every_chart_of_a_plan_with_uyghur_names(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 喀什, start: 2026-01-05, calendar: china, target: b}\n"
        "bodies: {k: {name: يول ئىدارىسى}}\n"
        "tasks:\n  a: {name: قۇرۇلۇش 道路, duration: 5wd, body: k}\n"
        "  b: {name: 竣工 🚧, milestone: finish, after: [a], deadline: 2026-02-01}\n",
        encoding="utf-8",
    )
    meeting = schedule.meeting(schedule.load(tmp_path))
    drawn = {one.name for one in draw_all(meeting, tmp_path)}
    assert {"gantt", "critical", "wall", "ladder", "network", "float", "milestones", "curve"} <= drawn
    (warning,) = unwritten(meeting.schedule.state.plan)
    assert (warning.severity, warning.facts["text"], warning.facts["points"]) == ("warning", "竣工 🚧", "U+1F6A7")
    assert warning.location is not None and warning.location.line == 6


def test_a_missing_font_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    typeface.font_path.cache_clear()
    monkeypatch.setattr(typeface, "CARRIER", "no_such_package")
    with pytest.raises(MissingFontError, match="no_such_package"):
        typeface.font_path()
    monkeypatch.undo()
    typeface.font_path.cache_clear()


def test_the_font_has_every_word_of_the_charts() -> None:
    for lang in languages():
        for key, text in words(lang).items():
            if key.startswith("chart."):
                clean(text)


def test_a_text_is_measured_as_it_is_drawn() -> None:
    """By the font's advances, against the pixels of matplotlib's own renderer."""
    figure = Figure(dpi=72)
    canvas = FigureCanvasAgg(figure)
    for text in ("施工图审查", "Drawing review 2016", "6-30 +5天", "厂房（1号楼）"):
        with matplotlib.rc_context({"text.hinting": "none"}):
            drawn = figure.text(0, 0, text, fontproperties=typeface.font(100.0)).get_window_extent(
                canvas.get_renderer()
            )
        assert width(text, 100.0) == pytest.approx(drawn.width, rel=0.03)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert fit("施工图审查", 10.0, 50.0) == "施工图审查"
    assert fit("施工图审查", 10.0, 45.0) == "施工图…"
    assert fit("施工图审查", 10.0, 1.0) == "…"


@pytest.mark.slow
def test_nothing_of_pyplot_is_imported() -> None:
    code = "import schedule.output.figures.gantt, sys; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture(scope="module")
def kashgar() -> dict[str, Meeting]:
    project = schedule.load(KASHGAR)
    meetings = {start_day(update.data_date).isoformat(): update.data_date for update in project.updates}
    return {name: take(project, instant) for name, instant in meetings.items()}


@pytest.mark.slow
@pytest.mark.parametrize(("date", "lang"), [("2016-01-04", "zh"), ("2016-02-15", "en"), ("2016-04-05", "zh")])
@pytest.mark.parametrize("only", [Only(), Only(critical=True), Only(weeks=6), Only(bodies=("agent",))])
def test_the_sample_plans_charts_have_no_overlaps(
    kashgar: dict[str, Meeting], only: Only, date: str, lang: str
) -> None:
    snapshot = kashgar[date]
    assert overlapping(texts(gantt(snapshot, select(snapshot, only), lang=lang, only=only), "watermark")) == []


@pytest.mark.slow
def test_the_sample_plan_is_one_page_on_the_screen_and_on_the_wall(kashgar: dict[str, Meeting], tmp_path: Path) -> None:
    snapshot = kashgar["2016-03-14"]
    assert save(snapshot, tmp_path / "gantt.png") == (tmp_path / "gantt.png",)
    assert save(snapshot, tmp_path / "wall.pdf", paper="a3") == (tmp_path / "wall.pdf",)


@pytest.mark.slow
def test_a_chart_is_drawn_in_good_time(tmp_path: Path) -> None:
    snapshot = invented()
    save(snapshot, tmp_path / "first.png")
    begin = time.process_time()
    save(snapshot, tmp_path / "gantt.png")
    assert time.process_time() - begin < 2.0  # half a second on an idle machine


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("day", ["2016-01-04", "2016-02-29", "2016-04-05"])
def test_the_sample_plan_is_one_page_in_both_languages(lang: str, day: str, tmp_path: Path) -> None:
    snapshot = schedule.meeting(schedule.load(KASHGAR), minutes(date.fromisoformat(day)))
    assert [path.name for path in save(snapshot, tmp_path / "gantt.png", lang=lang)] == ["gantt.png"]


def test_every_year_of_a_long_plan_is_named_on_the_axis(tmp_path: Path) -> None:
    """The template's works run over nearly two years; the axis ends with them and their deadline of 31 December."""
    text = render("government-2016", project_name="园区", start=date(2016, 3, 1), deadline=date(2017, 12, 31))
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    snapshot = schedule.meeting(schedule.load(tmp_path))
    named = [text.get_text() for text in gantt(snapshot, select(snapshot)).texts if text.get_label() == "month"]
    assert [name[:4] for name in named if name.startswith("20")] == ["2016", "2017"]
