"""Every figure that stands in more than one paper of a meeting is the same in all of them.

The papers of one run are read back by programs that did not write them (`read_papers`) and compared, task by task and
field by field. A reader that finds nothing fails. Names that are formulas, marks or invisible reach every paper as
plain text, and the smallest plans have all their papers too.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
import read_papers as read
from click.testing import CliRunner
from read_papers import Head, Node, Reader, Said

import schedule
from schedule.calendars.worktime import finish_day, minutes
from schedule.commands import main
from schedule.model import Project
from schedule.output import meeting_folder as papers
from schedule.output.figures.album import draw_all
from schedule.output.meeting_folder import write_papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import verdicts

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "plans" / "kashgar"
WITHOUT_CHARTS = {name: write for name, write in papers.PAPERS.items() if name != "charts"}
MEETINGS = (("2016-02-29", "zh"), ("2016-04-05", "zh"), ("2016-02-29", "en"))


@dataclass(frozen=True)
class Meeting:
    """One run: its folder, what the screen said, and what every paper says of every task."""

    day: date
    reader: Reader
    folder: Path
    screen: str
    said: Sequence[Said]

    @property
    def is_chinese(self) -> bool:
        return self.reader.lang == "zh"

    def by(self, paper: str, name: str) -> dict[str, object]:
        """What one paper says of a field, by task."""
        return {one.task: one.value for one in self.said if one.paper == paper and one.field == name}


@pytest.fixture(scope="module")
def sample() -> Project:
    return schedule.load(SAMPLE)


@pytest.fixture(scope="module")
def meetings(sample: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Meeting]:
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "PAPERS", WITHOUT_CHARTS)
        for day, lang in MEETINGS:
            folder = tmp_path_factory.mktemp(f"{day}-{lang}")
            asked = ["meeting", str(SAMPLE), "--date", day, "--out", str(folder), "--lang", lang]
            result = CliRunner().invoke(main, asked, catch_exceptions=False)
            assert result.exit_code == 0, result.output
            names = {
                (task.name_en if lang == "en" else None) or task.name: name for name, task in sample.plan.tasks.items()
            }
            reader = Reader(lang, int(day[:4]), names)
            said = read.everything(reader, folder)
            found[day, lang] = Meeting(date.fromisoformat(day), reader, folder, result.stdout, said)
    return found


@pytest.fixture(params=MEETINGS, ids="-".join)
def meeting(request: pytest.FixtureRequest, meetings: dict[tuple[str, str], Meeting]) -> Meeting:
    return meetings[request.param]


def differences(said: Sequence[Said]) -> list[str]:
    """Where papers disagree: the task, the field, and which paper says what."""
    values: dict[tuple[str, str], dict[object, list[str]]] = {}
    for one in said:
        papers_of = values.setdefault((one.task, one.field), {}).setdefault(one.value, [])
        papers_of += [] if one.paper in papers_of else [one.paper]
    several = {key: found for key, found in values.items() if len(found) > 1}
    return [f"{task} {name}: {found}" for (task, name), found in several.items() if not _cut(name, found)]


def _cut(name: str, values: Iterable[object]) -> bool:
    """Whether causes differ only by what one paper leaves out.

    That is the note, which a page that must hold gives up, or the cause of its delay, which a permit without its
    number is not given.
    """
    longest = max(map(str, values), key=len)
    return name == "problem" and all(longest.startswith(str(one)) or longest.endswith(str(one)) for one in values)


# ── what every paper says of a task ──

LEAST = {
    # Fifteen tasks lead to the deadline of 30 June on 29 February, nine on 5 April: 15 less the six of the permits and
    # the site that were finished in between. All 44 are on the page. The notices tell what fits two pages.
    # A milestone has no start.
    "deadlines.csv": {
        "requested_finish": 9,
        "requested_start": 6,
        "latest_finish": 9,
        "latest_start": 6,
        "forecast": 9,
        "float": 9,
        "behind": 9,
        "light": 9,
    },
    "deadlines.xlsx all": {
        "requested_finish": 9,
        "requested_start": 6,
        "latest_finish": 9,
        "forecast": 9,
        "float": 9,
        "behind": 9,
        "days_left": 9,
        "answers": 9,
    },
    "deadlines.xlsx of a body": {
        "requested_finish": 9,
        "latest_finish": 9,
        "forecast": 9,
        "float": 9,
        "days_left": 9,
        "stage": 9,
    },
    "deadlines.xlsx finished": {"forecast": 22, "behind": 22, "light": 22, "document": 18, "stage": 22},
    "meeting.md alerts": {"alert_light": 9, "answers": 9, "deadline": 2},
    "meeting.md moved": {"before": 3, "forecast": 3, "moved": 3, "light": 3, "answers": 3},
    "meeting.html moved": {"before": 3, "forecast": 3, "moved": 3, "light": 3, "answers": 3},
    "meeting.html alerts": {"alert_light": 9, "answers": 9, "deadline": 2},
    "meeting.html deadlines": {
        "requested_finish": 9,
        "latest_finish": 9,
        "latest_start": 6,
        "forecast": 9,
        "float": 9,
        "behind": 9,
    },
    "meeting.html details": {"forecast": 44, "stage": 44, "light": 44, "answers": 44, "latest_finish": 9, "float": 9},
    "meeting.html chart": {"forecast": 44, "answers": 44, "light": 22},
    "alerts.csv": {"forecast": 9, "latest_finish": 3, "behind": 9, "alert_light": 9, "float": 3, "stage": 9},
    "alerts.json": {"forecast": 9, "latest_finish": 3, "behind": 9, "alert_light": 9, "float": 3, "stage": 9},
    "ics": {
        "requested_finish": 9,
        "requested_start": 6,
        "latest_finish": 9,
        "latest_start": 6,
        "forecast": 15,
        "light": 15,
        "answers": 15,
    },
}
LEAST_CHINESE = {
    "meeting.md 关键线路": {"forecast": 4, "float": 4, "light": 4, "remaining": 3, "answers": 4},
    "meeting.md 各单位到": {
        "requested_finish": 4,
        "requested_start": 2,
        "latest_finish": 4,
        "float": 4,
        "light": 4,
        "answers": 4,
    },
    "meeting.html 工作事项": {"requested_finish": 4, "latest_finish": 4, "forecast": 4, "float": 8, "light": 8},
    "notice.docx late": {"behind": 1, "forecast": 1, "answers": 1},
    "notice.docx waits": {"behind": 1, "answers": 1},
    "notice.docx next": {"requested_finish": 1, "latest_finish": 1, "answers": 1},
    "secretary.docx holds": {"forecast": 1, "stage": 1, "answers": 1},
    "secretary.docx asks": {"request": 1, "answers": 1},
}


def test_every_paper_is_read(meeting: Meeting) -> None:
    counts = Counter((one.paper, one.field) for one in meeting.said)
    least = LEAST | (LEAST_CHINESE if meeting.is_chinese else {})
    missing = [
        f"{paper}: {name} {counts[paper, name]} of {number}"
        for paper, fields in least.items()
        for name, number in fields.items()
        if counts[paper, name] < number
    ]
    assert not missing


def test_no_two_papers_disagree_about_a_task(meeting: Meeting) -> None:
    assert not differences(meeting.said)


def test_a_wrong_figure_in_one_paper_is_found(meetings: dict[tuple[str, str], Meeting]) -> None:
    said = [*meetings["2016-02-29", "zh"].said]
    for paper, name in (("notice.docx late", "behind"), ("ics", "forecast"), ("supervision.docx", "latest_finish")):
        place = next(k for k, one in enumerate(said) if one.paper == paper and one.field == name)
        wrong = date(2016, 1, 1) if name != "behind" else Fraction(8)
        (found,) = differences([*said[:place], replace(said[place], value=wrong), *said[place + 1 :]])
        assert paper in found


def test_both_languages_say_the_same(meetings: dict[tuple[str, str], Meeting]) -> None:
    figures = {*read.DAYS, "float", "behind", "moved", "remaining", "days_left", "late_days", "working_days"}
    figures |= {"light", "alert_light", "stage", "critical"}
    both = [one for lang in ("zh", "en") for one in meetings["2016-02-29", lang].said if one.field in figures]
    both = [replace(one, value=True) if one.field == "critical" else one for one in both]
    assert len(both) > 2500
    assert not differences(both)


def test_the_same_tasks_stand_in_every_paper_of_the_deadlines(meeting: Meeting) -> None:
    finishes, asked = (meeting.by("deadlines.csv", f"{edge}_finish") for edge in ("latest", "requested"))
    names = ("deadlines.xlsx all", "deadlines.xlsx of a body", "meeting.html deadlines", "meeting.html details", "ics")
    for paper in names:
        assert meeting.by(paper, "latest_finish") == finishes, paper
        assert meeting.by(paper, "requested_finish").items() >= asked.items(), paper
    starts = meeting.by("deadlines.csv", "latest_start")
    # A milestone has no start of its own, so that a calendar has no day for it.
    owed = {task for task in starts if task in meeting.by("ics", "latest_start")}
    assert len(starts) - len(owed) == sum(finishes[task] == starts[task] for task in starts)


def test_days_are_the_differences_of_the_dates_beside_them(meeting: Meeting) -> None:
    left, finishes = meeting.by("deadlines.xlsx all", "days_left"), meeting.by("deadlines.csv", "latest_finish")
    assert left == {task: Fraction((day - meeting.day).days) for task, day in finishes.items()}  # type: ignore[operator]
    before, now = meeting.by("meeting.md moved", "before"), meeting.by("meeting.md moved", "forecast")
    moved = {task: Fraction((now[task] - before[task]).days) for task in now}  # type: ignore[operator]
    assert meeting.by("meeting.md moved", "moved") == moved
    for task, room in meeting.by("deadlines.csv", "float").items():
        between = (finishes[task] - meeting.by("deadlines.csv", "forecast")[task]).days  # type: ignore[operator]
        assert (room < 0) is (between < 0)  # type: ignore[operator]
        assert room == between


def test_what_is_critical_is_so_everywhere(meeting: Meeting) -> None:
    rows = read.markdown_table(read.markdown(meeting.folder / "meeting.md").one("关键线路|Critical path")[1])
    path = {meeting.reader.task(row.get("工作事项") or row["Task"]) for row in rows}
    assert len(path) >= 4
    assert set(meeting.by("deadlines.xlsx all", "critical")) == path
    whole = read.page(meeting.folder / "meeting.html")
    # What may be tried of a task is marked as it is, and named by the measure.
    entries = [one for one in whole.all("details", "c") if "dial" not in one.classes]
    for marked in (entries, [*whole.one("div", "gantt").all("a", "c")]):
        names = [next((one for one in node.all("span", "na")), node.one("span")).text for node in marked]
        assert {meeting.reader.task(name) for name in names} == path


# ── the headline, the lights, the ledger ──


def headlines(meeting: Meeting) -> Iterator[tuple[str, str]]:
    start = "能按期|不能按期" if meeting.is_chinese else "On time|Late"
    texts = {
        "screen": " ".join(meeting.screen.split()) if not meeting.is_chinese else meeting.screen,
        "index.md": (meeting.folder / "index.md").read_text(encoding="utf-8"),
        "meeting.md": "\n".join(read.markdown(meeting.folder / "meeting.md").before),
        "meeting.html": read.page(meeting.folder / "meeting.html").one("p", "headline").text,
        "notice.docx": "\n".join(read.lines_of(meeting.folder / "notice.docx")),
    }
    for name, (lines, _) in read.sheets(meeting.folder / "deadlines.xlsx").items():
        if name not in ("已完成", "Finished", *read.LIMITS):
            texts[f"deadlines.xlsx {name}"] = "\n".join(lines)
    for paper, text in texts.items():
        (found,) = re.findall(rf"^(?:\*\*)?((?:{start}).+?[。.])(?:\*\*)?$" if paper != "screen" or meeting.is_chinese
                              else rf"((?:{start}): .+?\.)", text, re.MULTILINE)  # fmt: skip
        yield paper, found


def test_the_headline_is_one(meeting: Meeting, sample: Project) -> None:
    heads = {paper: read.headline(meeting.reader, text) for paper, text in headlines(meeting)}
    assert len(heads) >= 8
    assert set(heads.values()) == {heads["meeting.md"]}
    head = heads["meeting.md"]
    assert head.margin == (head.deadline - head.forecast).days
    assert meeting.by("deadlines.csv", "forecast")[head.task] == head.forecast
    assert meeting.by("deadlines.csv", "behind")[head.task] == head.baseline
    assert meeting.by("meeting.md moved", "moved").get(head.task, 0) == head.moved
    start = "能按期|不能按期" if meeting.is_chinese else "On time|Late"
    (verdict,) = (text for text in read.lines_of(meeting.folder / "secretary.docx") if re.match(start, text))
    assert read.headline(meeting.reader, verdict) == Head(head.task, head.forecast, head.deadline, head.margin)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_paper_speaks_the_same_verdict_of_each_of_several_deadlines(lang: str, tmp_path: Path) -> None:
    # Ten working days from Tuesday 1 March end on the 14th, six more on the 22nd, one of calendar days on the 15th.
    due = {"road": "2016-03-21", "wall": "2016-03-31", "gate": "2016-03-14"}
    project = small(tmp_path, [
        "base: {name: 路基, duration: 10wd}",
        f"road: {{name: 路面, duration: 6wd, after: [base], deadline: {due['road']}}}",
        f"wall: {{name: 围墙, duration: 6wd, after: [base], deadline: {due['wall']}}}",
        f"gate: {{name: 大门, duration: 11wd, deadline: {due['gate']}}}",
    ])  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "PAPERS", WITHOUT_CHARTS)
        asked = ["meeting", str(tmp_path), "--out", str(tmp_path / "out"), "--lang", lang]
        screen = CliRunner().invoke(main, asked, catch_exceptions=False).stdout
    out, snapshot = tmp_path / "out", schedule.meeting(project)
    said = voice_of(snapshot.schedule, lang).told(verdicts(snapshot, moves=False))
    assert len(said) == 4  # the first is missed by the plan itself, which is told with its reasons
    page = read.page(out / "meeting.html")
    texts = {
        "screen": screen,
        **{name: (out / name).read_text(encoding="utf-8") for name in ("index.md", "meeting.md")},
        **{name: "\n".join(read.lines_of(out / name)) for name in ("notice.docx", "secretary.docx")},
        "meeting.html": page.one("p", "headline").text,
        "deadlines.xlsx": "\n".join(read.sheets(out / "deadlines.xlsx").popitem()[1][0]),
    }
    for paper, text in texts.items():
        places_of = [re.sub(r"\s", "", text).find(re.sub(r"\s", "", one)) for one in said]
        assert -1 < places_of[0] < places_of[1] < places_of[2] < places_of[3], paper
    assert "late" in page.one("div", "verdict").classes
    margins = {"road": -1, "wall": 9, "gate": -1}
    rows = {row.get("代号") or row["Id"]: row for row in read.read_csv(out / "deadlines.csv")}
    alerts = {one["task"] for one in json.loads((out / "alerts.json").read_text(encoding="utf-8"))
              if one["code"] == "deadline-missed"}  # fmt: skip
    figures = json.loads((out / "snapshot.json").read_text(encoding="utf-8"))["tasks"]
    assert {head.target: head.margin for head in snapshot.headlines} == {
        name: days * 1440 for name, days in margins.items()
    }
    assert rows.keys() >= margins.keys()
    for name, days in margins.items():
        assert (name in alerts) is (days < 0)
        assert (snapshot.lights[name] == "red") is (days < 0)
        assert figures[name]["margin_min"] == days * 1440


@pytest.mark.parametrize(("day", "kept"), [("2016-02-29", 1), ("2016-04-05", 3)])
def test_the_secretarys_weeks_are_the_meetings_that_were(
    day: str, kept: int, meetings: dict[tuple[str, str], Meeting], sample: Project
) -> None:
    """Of four meetings the oldest gives its line to what is red, and the next still counts from it.

    Where measures would keep the deadline they take the lines of two more.
    """
    meeting = meetings[day, "zh"]
    rows = read.trend(meeting.reader, meeting.folder)
    held = [update.data_date for update in sample.updates if update.data_date <= minutes(meeting.day)][-4:]
    assert (len(rows), len(held)) == (kept, 4)
    before = None
    if kept < len(held):
        before = finish_day(schedule.meeting(sample, held[-kept - 1]).headline.forecast)
    for data_date, (when, forecast, margin, step) in zip(held[-kept:], rows, strict=True):
        head = schedule.meeting(sample, data_date).headline
        assert minutes(when) == data_date
        assert finish_day(head.forecast) == forecast
        assert head.deadline is not None
        assert (finish_day(head.deadline) - forecast).days == margin
        assert step == (None if before is None else (forecast - before).days)
        before = forecast
    found = dict(headlines(meeting))["meeting.md"]
    last = read.headline(meeting.reader, found)
    assert rows[-1][1:] == (last.forecast, last.margin, last.moved)


def test_as_many_lights_everywhere(meeting: Meeting) -> None:
    zh, whole = meeting.is_chinese, read.page(meeting.folder / "meeting.html")
    lights = Counter(str(light) for light in meeting.by("meeting.html details", "light").values())
    stages = Counter(str(stage) for stage in meeting.by("meeting.html details", "stage").values())
    assert sum(lights.values()) == sum(stages.values()) == 44
    listed = [re.fullmatch(r"(\d+)(\w+)", item.text) for item in whole.one("ul", "totals").all("li")]
    assert {read.LIGHTS.get(one[2], one[2]): int(one[1]) for one in listed if one} == {
        light: lights[light] for light in ("red", "yellow", "grey", "green")
    }
    boards: Counter[str] = Counter()
    for pill in whole.one("div", "board").all("b", "pill"):
        word, number = pill.text.split()
        boards[read.LIGHTS.get(word, word)] += int(number)
    assert boards == +lights
    assert [int(number) for number in re.findall(r"\d+", whole.one("p", "done").text)] == [stages["finished"], 44]

    alerts = Counter(str(light) for light in meeting.by("alerts.json", "alert_light").values())
    heads = [*read.markdown(meeting.folder / "meeting.md").under]
    for light, word in {"red": "红灯|[Rr]ed", "yellow": "黄灯|[Yy]ellow", "grey": "灰灯|[Gg]rey"}.items():
        found = [head for head in heads if re.match(rf"(?:Alerts, )?(?:{word})", head)]
        total = [
            int(number)
            for head in found
            for number in re.findall(r"(?:灯|[Rr]ed:|[Yy]ellow:|[Gg]rey:|light:) (\d+)", head)
        ]
        now = [int(number) for head in found for number in re.findall(r"(?:现在要.|now:) (\d+)", head)]
        later = [int(number) for head in found for number in re.findall(r"(?:其余|other) (\d+)", head)]
        assert sum(total) == lights[light]
        assert sum(now) == alerts[light]
        assert sum(later) == (lights[light] - alerts[light] if now else 0)

    for lines, rows in read.sheets(meeting.folder / "deadlines.xlsx").values():
        counted = Counter(row.get("灯") or row["Light"] for row in rows)
        told = [line for line in lines if line.startswith("数据日期" if zh else "data date")]
        said = dict(re.findall(r"(红|黄|灰|绿|red|yellow|grey|green) (\d+)", told[0]))
        assert {light: int(number) for light, number in said.items()} == counted
        assert re.search(rf"\b{len(rows)} (?:项|tasks?)", told[0])

    if zh:
        counts = next(line for line in read.lines_of(meeting.folder / "notice.docx") if line.startswith("全部"))
        assert [int(number) for number in re.findall(r"\d+", counts)] == [
            44, stages["finished"], stages["in-progress"], stages["not-started"],
            lights["red"], *filter(None, [alerts["red"]]), lights["yellow"], lights["grey"],
        ]  # fmt: skip


def test_a_supervision_notice_for_every_red_matter(sample: Project, meetings: dict[tuple[str, str], Meeting]) -> None:
    for meeting in (one for one in meetings.values() if one.is_chinese):
        red = {task for task, light in meeting.by("alerts.json", "alert_light").items() if light == "red"}
        limits = meeting.by("supervision.docx", "requested_finish")
        # Work before its permit has to stop at once, and who had to decide by a day that has passed gets no later one:
        # their notices ask for no finish.
        before = red - set(limits)
        late = {one.task for one in schedule.meeting(sample, minutes(meeting.day)).ceilings if one.clock.passed}
        assert before == ({"construction-permit"} if meeting.day >= date(2016, 3, 21) else set()) | late & red
        assert limits == {task: meeting.by("deadlines.csv", "requested_finish")[task] for task in red - before}
        text = "".join(read.lines_of(meeting.folder / "notice.docx"))
        assert [int(number) for number in re.findall(r"另发督办单(\d+)份", text)] == ([len(red)] if red else [])
    assert len(meetings["2016-02-29", "zh"].by("supervision.docx", "requested_finish")) == 4


def test_the_ledgers_parts_and_sum(meeting: Meeting) -> None:
    zh = meeting.is_chinese
    moved, sum_of = ("影响完工(天)", "合计") if zh else ("Finish (days)", "Sum")
    rows = read.read_csv(meeting.folder / "ledger.csv")
    parts, (total,) = rows[:-1], rows[-1:]
    assert next(iter(total.values())) == sum_of
    assert len(parts) >= 2
    days = [Fraction(row[moved]) for row in parts]
    head = read.headline(meeting.reader, dict(headlines(meeting))["meeting.md"])
    assert sum(days) == Fraction(total[moved]) == head.moved

    # The page: the same parts under the same headings, as far as it has them.
    task, body = ("工作事项", "责任单位") if zh else ("Task", "Body")
    table = read.table_in(read.page(meeting.folder / "meeting.html").one("table", "ledger"))
    assert [(row[task], row[body]) for row in table[:-1]] == [(row[task], row[body]) for row in parts]
    for row, part in zip(table[:-1], parts, strict=True):
        shown = [heading for heading in part if heading in row and re.fullmatch(r"-?[\d.]+", part[heading])]
        assert moved in shown
        assert [Fraction(row[heading]) for heading in shown] == [Fraction(part[heading]) for heading in shown]
    assert Fraction(table[-1][moved]) == head.moved

    # The minutes: the movement in the heading, and the shares beside the bodies.
    heading, lines = read.markdown(meeting.folder / "meeting.md").one("为什么变动|Why it moved")
    said = re.search(r"([晚早]) (\d+) 天|(\d+) days? (later|earlier)", heading)
    assert (
        int(said[2] or said[3]) * (-1 if said[1] == "早" or said[4] == "earlier" else 1) if said else 0
    ) == head.moved
    told = {}
    for line in lines:
        if found := re.match(r"- (.+)(?:（| \()([^（）()]+)[）)](?:：|: )(.+)", line):
            number = re.search(r"([+-][\d.]+) ?(?:天|days?)$", found[3])
            told[found[1]] = found[2], Fraction(number[1]) if number else Fraction(0)
    assert told
    of_part = {row[task]: (row[body], Fraction(row[moved])) for row in parts}
    assert {name: of_part[name] for name in told} == told
    assert sum(number for _, number in told.values()) == head.moved
    together = [int(number) for line in lines for number in re.findall(r"并行延误 (\d+) 天", line)]
    if zh:
        notice = "".join(read.lines_of(meeting.folder / "notice.docx"))
        assert [int(number) for number in re.findall(r"并行延误(\d+)天", notice)] == together
    assert not zh or together == ([5] if head.moved == 5 else [])


# ── names that are no names ──

NAMES = (
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "长" * 32_768,
    "响\x07铃\x1b\x00",
    "\u202e反\u2066向",
    "-2+3",
    "<script>alert(1)</script>&amp;<b onclick=x>",
    "# *强调* | [链](http://x) `码` ~~删~~",
    "\t制表\n换行\u2028段",
)
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def small(folder: Path, tasks: Sequence[str], more: str = "", updates: dict[str, str] | None = None) -> Project:
    """A plan of a few tasks, read as any other."""
    head = f"daopai: 1\nproject: {{name: 示例, start: 2016-03-01, calendar: china}}\n{more}tasks:\n"
    (folder / "plan.yaml").write_text(head + "".join(f"  {task}\n" for task in tasks), encoding="utf-8")
    for day, progress in (updates or {}).items():
        (folder / "updates").mkdir(exist_ok=True)
        text = f"data_date: {day}\nprogress:\n  {progress}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return schedule.load(folder)


def hostile(folder: Path) -> Project:
    """Ten tasks in a chain, the last too late; every name, word and note is one of `NAMES`, each in every place."""
    tasks = [
        f"t{k}: {{name: 事项{k}, body: b{k}, duration: 3wd"
        + (f", after: [t{k - 1}]" if k else "")
        + (", deadline: 2016-03-20}" if k == len(NAMES) - 1 else "}")
        for k in range(len(NAMES))
    ]
    bodies = "bodies:\n" + "".join(f"  b{k}: {{name: 单位{k}}}\n" for k in range(len(NAMES)))
    progress = "t0: {started: 2016-03-01, remaining: REMAINING, cause: 原因, note: 说明, request: 请求}"
    days = {"2016-03-02": progress.replace("REMAINING", "5wd"), "2016-03-09": progress.replace("REMAINING", "4wd")}
    project = small(folder, tasks, bodies, days)

    def turn(k: int) -> str:
        return NAMES[k % len(NAMES)]

    plan = replace(
        project.plan,
        name=NAMES[5] + NAMES[7],
        tasks={
            name: replace(task, name=turn(k), owner=turn(k + 1), leader=turn(k + 2), evidence=turn(k + 3))
            for k, (name, task) in enumerate(project.plan.tasks.items())
        },
        bodies={
            name: replace(body, name=turn(k + 4), lead=turn(k))
            for k, (name, body) in enumerate(project.plan.bodies.items())
        },
    )
    updates = tuple(
        replace(
            update,
            sample=NAMES[7] + NAMES[5],
            progress=tuple(
                replace(one, cause=turn(k), note=turn(k + 4), request=turn(k + 7), document=turn(k + 2))
                for one in update.progress
            ),
        )
        for k, update in enumerate(project.updates)
    )
    return replace(project, plan=plan, updates=updates)


@pytest.mark.slow
def test_hostile_names_reach_every_paper_as_plain_text(tmp_path: Path) -> None:
    snapshot = schedule.meeting(hostile(tmp_path))
    out = tmp_path / "out"
    files = write_papers(snapshot, out, voice_of(snapshot.schedule, "zh"), only=list(WITHOUT_CHARTS))
    assert len(files) >= 22  # ten calendars, twelve others and the ledger
    for path in files:
        assert not HIDDEN.search(path.name)
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                for name in parts.namelist():
                    found = ElementTree.fromstring(parts.read(name)) if name.endswith((".xml", ".rels")) else None
                    texts = (
                        []
                        if found is None
                        else ["".join(found.itertext()), *(v for e in found.iter() for v in e.attrib.values())]
                    )
                    assert not [text for text in texts if HIDDEN.search(text)], name
                    tags = set() if found is None else {one.tag.rpartition("}")[2] for one in found.iter()}
                    assert not tags & {"f", "hyperlink", "oleObject", "externalLink"}, name
        else:
            assert not HIDDEN.search(path.read_bytes().decode("utf-8-sig")), path.name

    workbook = openpyxl.load_workbook(out / "deadlines.xlsx")
    for sheet in workbook:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "s" in kinds
        assert "f" not in kinds
    values = {str(cell.value) for row in workbook.worksheets[0].iter_rows() for cell in row}
    assert {*NAMES[:3], *NAMES[6:9], "响[U+0007]铃[U+001B][U+0000]", "[U+202E]反[U+2066]向"} <= values
    assert any(value.startswith("长" * 32_000) for value in values)

    for name in ("deadlines.csv", "alerts.csv", "ledger.csv"):
        for row in read.read_csv(out / name):
            for cell in row.values():
                assert not cell.startswith(("=", "@", "+", "-")) or re.fullmatch(r"[+-][\d.]+", cell), cell[:40]
    assert {one["name"] for one in json.loads((out / "alerts.json").read_text(encoding="utf-8"))} & set(NAMES)

    whole = read.page(out / "meeting.html")
    assert len([*whole.all("script")]) == 1
    nodes: list[Node] = [*whole.all()]
    assert not [key for node in nodes for key in node.attrs if key.startswith("on")]
    assert not [node for node in nodes if node.tag == "a" and not node.attrs["href"].startswith("#")]
    assert {one.one("summary").one("span").text for one in whole.all("details")} >= {
        NAMES[0],
        NAMES[3],
        NAMES[7],
        NAMES[8],
    }

    for path in out.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<!\\)(?:<|\[链|\*强调|~~删|`码|&amp;)", text), path.name
        for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, path.name
    for name in ("notice", "secretary", "supervision"):
        file = docx.Document(str(out / f"{name}.docx"))
        words = "".join(read.lines_of(out / f"{name}.docx")) + "".join(
            c.text for t in file.tables for r in t.rows for c in r.cells
        )
        assert "[U+202E]反" in words
        assert "=1+1" in words
    for path in out.glob("*.ics"):
        assert max(map(len, path.read_bytes().split(b"\r\n"))) <= 75
    (gantt,) = draw_all(snapshot, out, only=["gantt"])
    assert gantt.paths[0].stat().st_size > 10_000


# ── plans with next to nothing ──

ALWAYS = {"meeting.md", "meeting.html", "secretary.docx", "secretary.md", "notice.docx", "notice.md", "deadlines.xlsx",
          "deadlines.csv", "alerts.csv", "alerts.json"}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_plan_of_one_task_at_its_first_meeting_has_all_its_papers(lang: str, tmp_path: Path) -> None:
    # Tuesday 1 March, seven working days: 1, 2, 3, 4, 7, 8, 9 March.
    snapshot = schedule.meeting(small(tmp_path, ["survey: {name: 勘察, duration: 7wd}"]))
    written = write_papers(snapshot, tmp_path / "out", voice_of(snapshot.schedule, lang), only=list(WITHOUT_CHARTS))
    assert {path.name for path in written} == ALWAYS
    finish = "3月9日" if lang == "zh" else "9 Mar"
    for name in ("meeting.md", "meeting.html", "secretary.md", "notice.md"):
        assert finish in (tmp_path / "out" / name).read_text(encoding="utf-8"), name
    for name in ("secretary.docx", "notice.docx"):
        assert finish in "".join(read.lines_of(tmp_path / "out" / name))
    assert read.read_csv(tmp_path / "out" / "deadlines.csv") == []
    assert openpyxl.load_workbook(tmp_path / "out" / "deadlines.xlsx").worksheets


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_of_p6_has_all_its_papers(lang: str, tmp_path: Path) -> None:
    path = ROOT.parent / "shared" / "p6" / "small-2021.xer"
    if not path.exists():
        pytest.skip("the files of P6 are not on this machine")
    snapshot = schedule.meeting(schedule.load(path))
    written = {
        one.name
        for one in write_papers(snapshot, tmp_path, voice_of(snapshot.schedule, lang), only=list(WITHOUT_CHARTS))
    }
    assert written >= ALWAYS
    details = [*read.page(tmp_path / "meeting.html").all("details")]
    assert len(details) == len(snapshot.schedule.tasks) > 10
    rows = read.read_csv(tmp_path / "deadlines.csv")
    sheet = read.sheets(tmp_path / "deadlines.xlsx") if rows else {}
    assert len(rows) == len(snapshot.deadlines)
    assert not rows or len(next(iter(sheet.values()))[1]) == len(rows)
