"""What stands first on every paper: work before its permit, a finish that only has to be reported, whose date moved.

Every paper is held to it, each chart by its own title; all answers by hand arithmetic.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl  # type: ignore[import-untyped]
import pytest
import read_papers as read
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lengths import share_of
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.speaking_order import milestone_of, open_milestone
from schedule.analysis.views.standing import trend
from schedule.analysis.views.trend import key_dates
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.files.channels import Channel, Kind
from schedule.output import meeting_folder
from schedule.output.delivery.messages import letter
from schedule.output.figures import NAMES, contact, gantt, network
from schedule.output.figures.album import CHARTS
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.paper import discard
from schedule.output.figures.ground.rows import Only, shown
from schedule.output.figures.ground.verdict import color, verdict
from schedule.output.meeting_folder import PAPERS, write_papers
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import first_lines, sentence, verdict_text

HEAD = """daopai: 1
project: {name: 园区, start: 2026-10-12, calendar: days%s}
calendars:
  days: {week: mon-sun}
  site: {name: 工地, week: mon-sun, closed: [11-15..03-10]}
  long: {week: mon-sun, off: [{date: 2027-02-01..2027-02-20, name: 春节}]}
bodies: {h: {name: 住建局}, o: {name: 建设单位}, w: {name: 施工单位}}
tasks:
"""


def met(path: Path, *tasks: str, target: str = "", updates: Mapping[str, str] | None = None) -> Meeting:
    """The last meeting of a plan in calendar days from Monday 12 October 2026 on."""
    head = HEAD % (f", target: {target}" if target else "")
    (path / "plan.yaml").write_text(head + "".join(f"  {task}\n" for task in tasks), encoding="utf-8")
    for day, progress in (updates or {}).items():
        (path / "updates").mkdir(exist_ok=True)
        lines = "".join(f"  {line}\n" for line in progress.split("\n")) if progress else "  {}\n"
        (path / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress:\n{lines}", encoding="utf-8")
    project = schedule.load(path)
    return schedule.meeting(project, project.updates[-1].data_date if project.updates else project.plan.start)


def row_chart(meeting: Meeting, voice: Voice, only: Only) -> Axes:
    """The chart with a row for each task."""
    return gantt.gantt(meeting, shown(meeting, only), lang=voice.lang, only=only)


def charts(meeting: Meeting, voice: Voice) -> dict[str, Axes]:
    """Every chart of a meeting by its name, drawn as the papers draw it."""
    beside = {"weeks": Only(weeks=6), "late": Only(late=True)}  # what only a crowded plan's album has
    drawn = {name: chart.pages(meeting, voice, False) for name, chart in CHARTS.items() if name not in beside}
    return {
        **{name: pages[0]() for name, pages in drawn.items() if pages},
        **{name: row_chart(meeting, voice, only) for name, only in beside.items()},
        "sheet": contact.draw(meeting, voice, ()),
    }


def titled(ax: Axes) -> list[tuple[str, str]]:
    """What stands in a chart's title and under it, from above: each text with its colour."""
    found = [text for text in ax.texts if text.get_label() in ("headline", "title", "warned")]
    return [(text.get_text(), to_hex(text.get_color()).upper()) for text in found]  # type: ignore[arg-type]


PERMIT = "permit: {name: 施工许可证, body: h, applicant: o, duration: 15cd, evidence: 许可证}"
WORKS = "works: {name: 场平, body: w, duration: 20cd, after: [permit]}"
DONE = "done: {name: 完工, body: w, milestone: finish, after: [works], deadline: 2026-12-31}"
WEEKS = {"2026-10-12": "", "2026-10-19": "works: {started: 2026-10-14, remaining: 15cd}"}
# Nobody has filed: fifteen days from 19 October end on 2 November, and fifteen more on 17 November, 44 days in time.


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return met(tmp_path_factory.mktemp("begun"), PERMIT, WORKS, DONE, updates=WEEKS)


SAID = {
    "zh": ("未批先建", "能按期完成：完工"),
    "en": ("Building without a permit", "On time: 完工"),
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_the_secretary_reads_of_the_permit_first_on_every_paper(begun: Meeting, lang: str, tmp_path: Path) -> None:
    permit, kept = SAID[lang]
    voice, out = voice_of(begun.schedule, lang), tmp_path / "out"
    write_papers(begun, out, voice, only=[name for name in PAPERS if name != "charts"])
    page = read.page(out / "meeting.html").one("div", "verdict")
    assert "late" in page.classes
    assert page.one("p", "word").text.startswith(permit)
    channel = Channel("all", Kind.WECOM, None, "https://example.org")
    told = letter(begun, {}, channel, voice)
    sheets = openpyxl.load_workbook(out / "deadlines.xlsx").worksheets
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(meeting_folder, "PAPERS", {name: write for name, write in PAPERS.items() if name != "charts"})
        asked = ["meeting", str(begun.project.folder), "-o", str(out / "b"), "--lang", lang]
        screen = CliRunner().invoke(main, asked, catch_exceptions=False)
    texts = {
        "screen": screen.stdout,
        "meeting.md": (out / "meeting.md").read_text(encoding="utf-8"),
        "index.md": (out / "b" / "index.md").read_text(encoding="utf-8"),
        "meeting.html": " ".join(one.text for one in [*page.all("p")][1:]),
        "message": "\n".join(told.head),
        **{name: (out / name).read_text(encoding="utf-8") for name in ("secretary.md", "notice.md")},
        **{name: "\n".join(read.lines_of(out / name)) for name in ("secretary.docx", "notice.docx")},
        **{
            f"deadlines.xlsx {sheet.title}": "\n".join(
                str(cell.value) for row in sheet.iter_rows(max_row=7) for cell in row if cell.value
            )
            for sheet in sheets
        },
    }
    assert len(texts) >= 10
    for paper, text in texts.items():
        text = re.sub(r"\s+", " " if lang == "en" else "", text)
        first, then = (one if lang == "en" else one.replace(" ", "") for one in (permit, kept))
        assert first in text, paper
        assert text.index(first) < text.index(then), paper
    order = (out / "supervision.md").read_text(encoding="utf-8")
    assert permit in order
    (first_row, *_) = read.read_csv(out / "alerts.csv")
    assert any(permit in str(cell) for cell in first_row.values())
    assert json.loads((out / "alerts.json").read_text(encoding="utf-8"))[0]["code"] == "before-permit"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.long)])
def test_the_secretary_sees_no_green_title_over_a_red_permit_on_any_chart(begun: Meeting, lang: str) -> None:
    voice, (permit, kept) = voice_of(begun.schedule, lang), SAID[lang]
    drawn = charts(begun, voice)
    assert drawn.keys() == {*NAMES, "sheet"} - {"money"}  # the plan has none
    for name, ax in drawn.items():
        texts = titled(ax)
        discard(ax.get_figure(root=True))  # type: ignore[arg-type]
        assert all(face != ink.EARLY.upper() for _, face in texts), name
        red = [text for text, face in texts if face == ink.LATE.upper()]
        assert any(text.startswith(permit) for text in red), name
        assert name in ("why", "windows") or any(kept in text for text in red), name


@pytest.mark.parametrize("room", [10_000.0, 300.0, 50.0])
def test_a_narrow_chart_leaves_out_what_moved_and_never_the_permit(begun: Meeting, room: float) -> None:
    assert verdict(begun, voice_of(begun.schedule, "zh"), room, 10.0).startswith("未批先建：施工许可证")


def test_the_papers_are_green_again_once_the_permit_is_there(tmp_path: Path) -> None:
    cured = {**WEEKS, "2026-10-26": "permit: {started: 2026-10-19, finished: 2026-10-23, document: 建字1号}"}
    meeting = met(tmp_path, PERMIT, WORKS, DONE, updates=cured)
    assert meeting.light is Light.GREEN
    assert color(meeting) == ink.EARLY
    assert voice_of(meeting.schedule, "zh").told(first_lines(meeting))[0].startswith("能按期完成")


@pytest.mark.parametrize(
    ("name", "legal", "finished", "title"),
    [
        ("施工许可证", "", "", "未批先建"),
        ("施工许可证", "", ", finished: 2026-10-16", "未见许可文号就动工"),
        ("用地批复", ", legal: true", "", "未取得批准就先办"),
        ("用地批复", ", legal: true", ", finished: 2026-10-16", "未见批准文号就先办"),
    ],
)
def test_the_banner_says_no_more_than_is_known_of_the_permit(
    tmp_path: Path, name: str, legal: str, finished: str, title: str
) -> None:
    week = "works: {started: 2026-10-14, remaining: 15cd}"
    week += f"\npermit: {{started: 2026-10-12{finished}}}" if finished else ""
    permit = PERMIT.replace("施工许可证", name).replace("}", legal + "}")
    meeting = met(tmp_path, permit, WORKS, DONE, updates={"2026-10-19": week})
    write_papers(meeting, tmp_path / "out", voice_of(meeting.schedule, "zh"), only=["page"])
    banner = read.page(tmp_path / "out" / "meeting.html").one("div", "verdict")
    assert banner.one("p", "word").text == title
    assert "late" in banner.classes


def test_the_engineer_reads_what_the_chart_of_red_rows_is_red_for(tmp_path: Path) -> None:
    titles = []
    for deadline in ("2026-12-31", "2026-11-01"):
        path = tmp_path / deadline
        path.mkdir()
        meeting = met(path, PERMIT, WORKS, DONE.replace("2026-12-31", deadline), updates=WEEKS)
        ax = row_chart(meeting, voice_of(meeting.schedule, "zh"), Only(late=True))
        titles += [text.get_text() for text in ax.texts if text.get_label() == "subject"]
        discard(ax.get_figure(root=True))  # type: ignore[arg-type]
    assert titles == [
        "红灯：没有许可或没见文号就先动的",
        "红灯：没有许可或没见文号就先动的、期限保不住的，影响大的在前",
    ]


# ── a finish that only has to be reported ──

FIRST = "first: {name: 第一项, body: w, duration: 7cd}"
ONE = "one: {name: 主体完工, body: w, milestone: finish, after: [first], deadline: 2026-10-18}"
OTHER = "other: {name: 备案, body: h, duration: 10cd, deadline: 2026-12-31}"
OVER = {
    "2026-10-19": "first: {started: 2026-10-12, finished: 2026-10-18}\nother: {started: 2026-10-18, remaining: 9cd}"
}


@pytest.mark.parametrize("target", ["", "other"])
def test_the_secretary_is_asked_about_a_deadline_of_the_eve_and_not_told_that_it_is_kept(
    tmp_path: Path, target: str
) -> None:
    """The works ended on Sunday the 18th, the day of the deadline; on the 19th nobody has said that it was reached."""
    meeting = met(tmp_path, FIRST, ONE, OTHER, target=target, updates=OVER)
    said = "".join(voice_of(meeting.schedule, "zh").told(first_lines(meeting)))
    asked = "主体完工要做的 10月18日 已做完，期限 10月18日 已过，还没有报完成"
    assert asked in said
    assert "刚好" not in said
    assert "主体完工能按期" not in said
    assert said.startswith("能按期完成：备案" if target else f"是否按期还要核实：{asked}")
    assert (meeting.light, meeting.lights["one"]) == (Light.GREY, Light.GREY)
    assert color(meeting) == ink.INK
    (alert,) = [one for one in meeting.alerts if one.task == "one"]
    zh = voice_of(meeting.schedule, "zh")
    assert zh.tell(sentence(alert, zh.plan)) == (
        "主体完工（施工单位）要做的 10月18日 已做完，期限 10月18日 已过，还没有报完成：请报哪天完成。"
    )
    out = tmp_path / "out"
    write_papers(meeting, out, zh, only=["page", "secretary", "notice", "minutes"])
    banner = read.page(out / "meeting.html").one("div", "verdict")
    assert "open" in banner.classes
    assert banner.one("p", "word").text == "期限已过，待报完成"
    for name in ("secretary.md", "notice.md", "meeting.md"):
        text = (out / name).read_text(encoding="utf-8")
        assert asked in text, name
        assert "刚好" not in text, name
        assert "立即办结" not in text, name
    told = CliRunner().invoke(main, ["explain", str(tmp_path), "one"]).stdout
    assert "要做的 10月18日 已做完，还没有报完成" in told.splitlines()[0]
    assert "余地" not in told.splitlines()[0]


@pytest.mark.parametrize(
    ("week", "unsettled"),
    [
        ("first: {started: 2026-10-12, finished: 2026-10-18}", True),
        ("first: {started: 2026-10-12, remaining: 0cd}", True),  # on which day nobody has said of either
        ("first: {started: 2026-10-12, finished: 2026-10-18}\none: {finished: 2026-10-18}", False),
        ("first: {started: 2026-10-12, remaining: 1cd}", False),
        ("", False),
    ],
)
def test_a_deadline_is_only_asked_about_where_nothing_but_its_report_is_missing(
    tmp_path: Path, week: str, unsettled: bool
) -> None:
    meeting = met(tmp_path, FIRST, ONE, OTHER, updates={"2026-10-19": week})
    assert {head.target: head.unsettled for head in meeting.headlines} == {"one": unsettled, "other": False}


def test_the_liaison_of_work_with_nothing_left_is_asked_the_same(tmp_path: Path) -> None:
    work = FIRST.replace("7cd}", "7cd, deadline: 2026-10-18}")
    meeting = met(tmp_path, work, OTHER, updates={"2026-10-19": "first: {started: 2026-10-12, remaining: 0cd}"})
    assert meeting.headline.unsettled
    assert meeting.light is Light.GREY
    assert voice_of(meeting.schedule, "en").tell(verdict_text(meeting)).startswith("On time or not is to be confirmed")


def test_the_secretary_reads_that_only_the_report_is_missing_of_what_stands_as_late(tmp_path: Path) -> None:
    one = ONE.replace("2026-10-18", "2026-10-16")
    meeting = met(tmp_path, FIRST, one, OTHER, updates=OVER)
    assert meeting.light is Light.RED
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith(
        "不能按期完成：主体完工要做的 10月18日 才做完，比期限 10月16日 晚 2 天，还没有报完成，请报哪天完成"
    )


# ── a plan without a deadline ──


def test_the_secretary_reads_whose_movement_it_is_where_the_plan_has_no_deadline(tmp_path: Path) -> None:
    """The slow one was to end last, on 10 November; now it ends on 26 October, and the other a day late on 2 November.

    All work ends eight days earlier, and what ends last one day later: the days are told of the task whose they are.
    """
    fast, slow = "fast: {name: 甲项, duration: 21cd}", "slow: {name: 乙项, duration: 30cd}"
    week = "fast: {started: 2026-10-12, remaining: 15cd}\nslow: {started: 2026-10-12, remaining: 8cd}"
    meeting = met(tmp_path, fast, slow, updates={"2026-10-12": "", "2026-10-19": week})
    head = meeting.headline
    assert meeting.ledger is not None
    assert (head.target, head.task, head.moved, meeting.ledger.moved) == (None, "fast", DAY, DAY)
    assert meeting.ledger.milestone == head.task == milestone_of(meeting.schedule)
    voice = voice_of(meeting.schedule, "zh")
    assert voice.tell(verdict_text(meeting)) == "全部工作预计 11月2日 完成，最后完成的“甲项”比上次会议推迟 1 天。"
    english = voice_of(meeting.schedule, "en").tell(verdict_text(meeting))
    assert english.endswith("of which the last, 甲项, comes 1 day later than at the last meeting.")
    points = trend(meeting)
    assert points[-1].forecast - points[-2].forecast == head.moved
    write_papers(meeting, tmp_path / "out", voice, only=["secretary", "minutes"])
    assert "预计完成（甲项）" in (tmp_path / "out" / "secretary.md").read_text(encoding="utf-8")
    assert "为什么变动、算谁的（甲项：" in (tmp_path / "out" / "meeting.md").read_text(encoding="utf-8")


# ── one law of who speaks first ──


def test_the_engineer_finds_every_chart_about_the_deadline_that_speaks_first(tmp_path: Path) -> None:
    """The plan's target holds until the year's end; another deadline is missed by four days."""
    tasks = [
        "a: {name: 甲, duration: 10cd, deadline: 2026-12-31}",
        "b: {name: 乙, duration: 9cd, deadline: 2026-10-16}",
    ]
    meeting = met(tmp_path, *tasks, target="a")
    found = meeting.schedule
    assert meeting.headline.target == milestone_of(found) == open_milestone(found) == "b"
    assert key_dates(found, found.state.data_date, 1) == ("b",)
    paths = CliRunner().invoke(main, ["paths", str(tmp_path)]).stdout
    assert paths.startswith("哪几条线路决定乙的日期")


# ── latest dates of a plan that cannot be met ──


@pytest.mark.parametrize("task", ["survey", "design", "build", "paint"])
def test_the_engineer_is_told_no_latest_date_before_the_project_began(tmp_path: Path, task: str) -> None:
    """110 days from 12 October end on 29 January, twenty after the deadline: back from that nobody was due earlier."""
    met(
        tmp_path,
        "survey: {name: 勘察, duration: 20cd}",
        "design: {name: 设计, duration: 30cd, after: [survey]}",
        "build: {name: 施工, duration: 60cd, after: [design]}",
        "paint: {name: 标线, duration: 5cd, after: [design]}",
        "open: {name: 通车, milestone: finish, after: [build, paint], deadline: 2027-01-09}",
    )
    told = "".join(CliRunner().invoke(main, ["explain", str(tmp_path), task]).stdout.split())
    four = told.split("四个日期由什么决定")[1].split("下面哪一项")[0]
    assert four.startswith("（最迟日期对计划最早能完成的2027年1月29日往回算）")
    latest = {
        "survey": "最迟开始10月12日",
        "design": "最迟开始11月1日",
        "build": "最迟开始12月1日",
        "paint": "最迟开始2027年1月25日",
    }
    assert latest[task] in four
    assert "9月" not in told


# ── a season inside a task ──


@pytest.mark.parametrize(
    ("calendar", "days", "named"),
    [
        ("site", 30, ""),  # from 17 October to 14 November is 29 days: the thirtieth waits for the spring
        ("site", 29, None),
        ("days", 80, None),
        ("long", 120, "中间从 2027年2月1日 起春节放假到 2027年2月20日"),
    ],
)
def test_the_secretary_hears_of_the_season_that_interrupts_what_holds_the_date(
    tmp_path: Path, calendar: str, days: int, named: str | None
) -> None:
    meeting = met(
        tmp_path,
        "papers: {name: 图纸会审, body: h, duration: 5cd}",
        f"works: {{name: 土建, body: w, duration: {days}wd, calendar: {calendar}, after: [papers]}}",
        "done: {name: 建成, milestone: finish, after: [works], deadline: 2027-04-30}",
    )
    assert [pause.task for pause in meeting.pauses] == ([] if named is None else ["works"])
    if named is None:
        return
    said = named or "中间从 2026年11月15日 起停工到 2027年3月10日"
    out = tmp_path / "out"
    write_papers(meeting, out, voice_of(meeting.schedule, "zh"), only=["minutes", "page", "secretary"])
    told = CliRunner().invoke(main, ["explain", str(tmp_path), "done"]).stdout
    texts = {
        "meeting.md": (out / "meeting.md").read_text(encoding="utf-8"),
        "meeting.html": read.page(out / "meeting.html").one("main").text,
        "secretary.md": (out / "secretary.md").read_text(encoding="utf-8"),
        "explain": told,
    }
    for paper, text in texts.items():
        assert re.sub(r"\s", "", said) in re.sub(r"\s", "", text), paper
    ax = network.draw(meeting, voice_of(meeting.schedule, "zh"))
    assert said in [text.get_text() for text in ax.texts]
    discard(ax.get_figure(root=True))  # type: ignore[arg-type]


# ── each deadline by its own name ──


def test_the_liaison_finds_each_missed_deadline_by_its_own_day_in_the_notice(tmp_path: Path) -> None:
    """A week is lost: the first ends on 28 October, three days late, though another deadline asks for the 21st."""
    meeting = met(
        tmp_path,
        "first: {name: 第一项, body: o, duration: 10cd, deadline: 2026-10-25}",
        "one: {name: 主体完工, body: o, milestone: finish, after: [first], deadline: 2026-10-26}",
        "second: {name: 第二项, body: w, duration: 40cd, after: [one], deadline: 2026-12-31}",
        "two: {name: 竣工备案, body: w, milestone: finish, after: [second], deadline: 2026-11-30}",
        updates={"2026-10-19": "first: {started: 2026-10-18, remaining: 10cd}"},
    )
    write_papers(meeting, tmp_path / "out", voice_of(meeting.schedule, "zh"), only=["notice"])
    late = (tmp_path / "out" / "notice.md").read_text(encoding="utf-8").split("## 三")[1].split("## 四")[0]
    assert "第一项，期限 10月25日、预计 10月28日 完成" in late
    assert "主体完工（建设单位），期限 10月26日、预计 10月28日 完成" in late
    assert "竣工备案（施工单位），期限 11月30日、预计 12月7日 完成" in late
    assert "应于" not in late


# ── the law over random plans ──

_LINKS = st.lists(st.tuples(st.integers(1, 6), st.integers(-4, 4)), min_size=1, max_size=4)


def agree(path: Path, links: list[tuple[int, int]], begun: bool, over: bool, named: int, lang: str) -> None:
    """All papers of a chain of works with due milestones agree, of which the first may have begun before its permit.

    With `over` the first work is done on the eve of the meeting, and its milestone is not reported.
    """
    day, due, tasks = date(2026, 10, 11), {}, [PERMIT.replace("15cd", "1cd").replace(", evidence: 许可证", "")]
    for k, (days, room) in enumerate(links):
        day += timedelta(days)
        due[f"m{k}"] = max(day + timedelta(room), date(2026, 10, 12)), day
        before = f", after: [m{k - 1}]" if k else ", after: [permit]" if begun else ""
        tasks.append(f"w{k}: {{name: 工作{k}, body: w, duration: {days}cd{before}}}")
        tasks.append(f"m{k}: {{name: 节点{k}, body: w, milestone: finish, after: [w{k}], deadline: {due[f'm{k}'][0]}}}")
    end = date(2026, 10, 11) + timedelta(links[0][0])
    data_date = end + timedelta(1)
    left = f"finished: {end}" if over else "remaining: 1cd"
    # A day more than was planned is left of the first; what its permit holds is not done before that, a day from now.
    lost = timedelta((not over) + begun)
    due = {name: (wanted, reached + lost) for name, (wanted, reached) in due.items()}
    week = f"w0: {{started: 2026-10-12, {left}}}"
    meeting = met(path, *tasks, target=f"m{named}" if named < len(links) else "", updates={f"{data_date}": week})
    silent = {"m0"} if over and not begun else set()  # it is reached, and nobody has said so
    asked = {name for name in silent if due[name][0] <= end}
    late = {name for name, (wanted, reached) in due.items() if wanted < reached}
    assert not begun or meeting.breaches
    assert {head.target for head in meeting.headlines if head.missed} == late
    assert {head.target for head in meeting.headlines if head.unsettled} == asked
    red = bool(late) or begun
    light = Light.RED if red else Light.GREY if asked else Light.GREEN
    assert meeting.light is light
    late_words, permit_words = {"zh": ("不能按期", "未批先建"), "en": ("Late", "Building without a permit")}[lang]
    voice = voice_of(meeting.schedule, lang)
    lines = voice.told(first_lines(meeting))
    assert lines[0].startswith(permit_words) is begun
    assert lines[-1].startswith(late_words) is bool(late)
    chart = verdict(meeting, voice, 10_000.0, 10.0)
    assert chart.startswith(permit_words if begun else late_words) is red
    assert color(meeting) == {Light.RED: ink.LATE, Light.GREEN: ink.EARLY}.get(light, ink.INK)
    out = path / lang
    write_papers(meeting, out, voice, only=["page", "deadlines"])
    banner = read.page(out / "meeting.html").one("div", "verdict")
    assert {"late", "open", "holds"} & set(banner.classes) == {
        {Light.RED: "late", Light.GREY: "open", Light.GREEN: "holds"}[light]
    }
    assert [one.text for one in [*banner.all("p")][1 : 1 + len(lines)]] == [" ".join(one.split()) for one in lines]
    rows = {row.get("代号") or row["Id"]: row for row in read.read_csv(out / "deadlines.csv")}
    for name in due:
        light_of = rows[name].get("灯") or rows[name]["Light"]
        assert light_of in ("红", "red") or name not in late
        assert light_of not in ("绿", "green") or name not in asked
        said = CliRunner().invoke(main, ["explain", str(path), name, "--lang", lang]).stdout.splitlines()[0]
        if (rows[name].get("决定期限的事项") or rows[name]["Deciding deadline"]) == f"节点{name[1:]}":
            assert ({"zh": "来不及", "en": "already short"}[lang] in said) is (name in late)
            assert ({"zh": "还没有报完成", "en": "no finish was reported"}[lang] in said) is (name in silent)


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@example([(5, 0), (3, 2)], False, True, 1, "zh")
@example([(5, 0), (3, -2)], True, True, 0, "en")
@example([(5, 3), (3, 2)], True, False, 5, "zh")
@given(_LINKS, st.booleans(), st.booleans(), st.integers(0, 4), st.sampled_from(["zh", "en"]))
def test_all_papers_agree_on_each_deadline_and_permit(
    links: list[tuple[int, int]], begun: bool, over: bool, named: int, lang: str
) -> None:
    with TemporaryDirectory() as path:
        agree(Path(path), links, begun, over, named, lang)


@pytest.mark.long
@settings(max_examples=share_of(100), deadline=None)
@given(_LINKS, st.booleans(), st.booleans(), st.integers(0, 4), st.sampled_from(["zh", "en"]))
def test_all_papers_agree_on_each_deadline_and_permit_of_many_plans(
    links: list[tuple[int, int]], begun: bool, over: bool, named: int, lang: str
) -> None:
    with TemporaryDirectory() as path:
        agree(Path(path), links, begun, over, named, lang)
