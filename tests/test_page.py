"""The one-page paper: what stands in it, that nothing in it can run or leave, and how it behaves in a real browser."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from telling import in_words

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.engine.schedule import Stage
from schedule.model import Project
from schedule.output.minutes.bulletin import bulletin
from schedule.output.page.axis import Axis, axis_of
from schedule.output.page.gantt import chart_of
from schedule.output.page.html import POLICY, page, write_page
from schedule.output.page.markup import places
from schedule.output.page.sections import DEADLINE_KEYS
from schedule.output.page.stories import stories
from schedule.output.tables.contents import deadline_table
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import gravest, headline
from tests.snapshots import altered, invented

ROOT = Path(__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
STYLE = (ROOT / "schedule" / "output" / "page" / "style.css").read_text(encoding="utf-8")
CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
VOID = {"meta", "input", "br"}


class Node:
    """One element of a parsed page."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    def all(self) -> Iterator[Node]:
        yield self
        for one in self.children:
            if isinstance(one, Node):
                yield from one.all()

    def find(self, tag: str = "", kind: str = "", **attributes: str) -> list[Node]:
        return [
            one
            for one in self.all()
            if (not tag or one.tag == tag)
            and (not kind or kind in one.classes)
            and all(one.attributes.get(name) == value for name, value in attributes.items())
        ]


class Reader(HTMLParser):
    """A strict reader: every element is closed, in its order. `<path/>` counts as closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(text: str) -> Node:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root], "an element is not closed"
    return reader.root


@pytest.fixture(scope="module")
def project() -> Project:
    return schedule.load(KASHGAR)


@pytest.fixture(scope="module")
def snapshot(project: Project) -> Meeting:
    return schedule.meeting(project)


@pytest.fixture(scope="module", params=["zh", "en"])
def voice(request: pytest.FixtureRequest, snapshot: Meeting) -> Voice:
    return voice_of(snapshot.schedule, request.param)


@pytest.fixture(scope="module")
def root(snapshot: Meeting, voice: Voice) -> Node:
    return read(page(snapshot, voice))


# ---- what stands in the page


@pytest.mark.slow
def test_the_page_says_the_headline_in_words_and_colour(root: Node, snapshot: Meeting, voice: Voice) -> None:
    (verdict,) = root.find("div", "verdict")
    # The date is kept, and work goes on under a permit whose number nobody has seen: that stands first, in red.
    assert "late" in verdict.classes
    word = {"zh": "未见许可文号就动工", "en": "Building, permit number not seen"}[voice.lang]
    assert verdict.find("p", "word")[0].text == word
    assert verdict.find("p")[1].text == voice.tell(gravest(snapshot.alerts[0], voice.plan))
    assert verdict.find("p", "headline")[0].text == voice.tell(headline(snapshot.headline, voice.plan))
    assert root.find("html")[0].attributes["lang"] == {"zh": "zh-CN", "en": "en"}[voice.lang]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("margin", "reached", "kind", "word"),
    [
        (-1440, False, "late", "不能按期"),
        (0, False, "holds", "能按期"),
        (None, False, "open", "没有定期限"),
        (1440, True, "holds", "已完成"),
        (-1440, True, "late", "已完成，晚于期限"),
    ],
)
def test_the_verdict_is_that_of_the_headline(
    snapshot: Meeting, margin: int | None, reached: bool, kind: str, word: str
) -> None:
    heads = (replace(snapshot.headline, margin=margin, reached=reached),)
    dated = tuple(alert for alert in snapshot.alerts if alert.breach is None)
    meeting = altered(snapshot, headlines=heads, breaches=(), alerts=dated)
    found = read(page(meeting, voice_of(snapshot.schedule, "zh")))
    (verdict,) = found.find("div", "verdict")
    assert kind in verdict.classes
    assert verdict.find("p", "word")[0].text == word


def test_every_cell_of_the_deadline_table_is_that_of_the_spreadsheet(
    root: Node, snapshot: Meeting, voice: Voice
) -> None:
    records = deadline_table(snapshot).records(voice)
    (table,) = root.find("table", "deadlines")
    rows = table.find("tbody")[0].find("tr")
    assert len(rows) == len(records) == len(snapshot.deadlines)
    for row, record, owed in zip(rows, records, snapshot.deadlines, strict=True):
        cells = {
            kind.removeprefix("k-"): cell.text for cell in row.find("td") for kind in cell.classes if kind[:2] == "k-"
        }
        wanted = {key: voice.show(record[key]) for key in DEADLINE_KEYS if key in cells}
        assert {key: " ".join(text.split()) for key, text in wanted.items()} == cells
        assert {"task", "latest_start", "latest_finish", "forecast", "float_days", "behind_days"} <= cells.keys()
        assert row.attributes["data-t"] == str(places(snapshot).tasks[owed.task])


def test_every_word_of_the_minutes_stands_in_the_page(root: Node, snapshot: Meeting, voice: Voice) -> None:
    text, paper = root.find("main")[0].text, in_words(bulletin(snapshot), voice)
    for said in (paper.title, paper.day, *paper.sample, *paper.notices):
        assert said in text
    for section in paper.sections:
        assert section.heading in text
        for item in section.items:
            assert item.text in text
        for row in section.table.rows if section.table is not None else ():
            for value in row:
                assert voice.show(value) in text


def test_the_board_counts_the_lights_of_the_snapshot(root: Node, snapshot: Meeting, voice: Voice) -> None:
    for body, number in places(snapshot).bodies.items():
        names = [name for name in snapshot.schedule.tasks if snapshot.answers_for(name) == body]
        if not names:
            assert not root.find("label", "body", **{"for": f"b{number}"})
            continue
        (card,) = root.find("label", "body", **{"for": f"b{number}"})
        told = {pill.text for pill in card.find("b", "pill")}
        counts = {light: sum(snapshot.lights[name] is light for name in names) for light in Light}
        assert told == {f"{voice.say(f'light.{light}')} {count}" for light, count in counts.items() if count}
        assert voice.body(body) in card.text
    totals = {next(iter(cell.classes)): cell.text for cell in root.find("ul", "totals")[0].find("li")}
    lights = list(snapshot.lights.values())
    for light in Light:
        count = lights.count(light)
        if count:
            assert totals[light.value] == f"{count}{voice.say(f'light.{light}')}"


def test_every_task_has_its_row_its_story_and_its_place(root: Node, snapshot: Meeting, voice: Voice) -> None:
    found, told = places(snapshot), stories(snapshot, voice)
    rows = {row.attributes["href"]: row for row in root.find("a", "g")}
    assert len(rows) == len(snapshot.schedule.tasks)
    for name, dates in snapshot.schedule.tasks.items():
        row = rows[f"#{found.anchor(name)}"]
        (detail,) = root.find("details", id=found.anchor(name))
        assert voice.task_name(dates.task) in row.text
        assert ("c" in row.classes) == ("c" in detail.classes) == (name in snapshot.critical_path)
        bodies = {found.bodies[dates.task.body], found.bodies[snapshot.answers_for(name)]}
        assert row.attributes["data-b"] == detail.attributes["data-b"] == " ".join(map(str, sorted(bodies)))
        assert told[name].head in row.find("title")[0].text
        assert told[name].head in detail.text
        for alert in snapshot.alerts:
            if alert.task == name:
                assert told[name].alerts and all(text in detail.text for text in told[name].alerts)
        if dates.stage is not Stage.FINISHED:
            assert len(told[name].groups) >= 2, "an unfinished task says why it is not earlier and not later"


def test_what_a_task_waits_for_is_in_its_story(snapshot: Meeting) -> None:
    # plan.yaml: the steel frame begins 15 days after the foundations' beginning; `explain` says the same.
    told = stories(snapshot, voice_of(snapshot.schedule, "zh"))["workshop-frame"]
    assert told.waits == "要等厂房基础开始后 15 天。"
    asked = "请 5月21日 完成（红线 5月26日，预计 5月24日）"
    assert f"厂房主体钢结构（代建中心）只剩 2 天余地：{asked}，过了红线 6月30日的期限保不住。" in told.alerts


def test_links_lead_to_something_and_ids_are_single(root: Node) -> None:
    ids = [node.attributes["id"] for node in root.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in root.all():
        for name in ("href", "for"):
            target = node.attributes.get(name)
            if target is not None:
                assert target.removeprefix("#") in ids
                assert name == "for" or target.startswith("#")


def test_everything_is_open_without_the_script(root: Node) -> None:
    """What a script folds away must be there for a viewer that runs none."""
    assert all("open" in node.attributes for node in root.find("details"))
    hidden = [node.attributes.get("id") for node in root.all() if "hidden" in node.attributes]
    assert hidden == ["shade", "sheet"]
    assert not (root.find("body")[0].find("b0") or "style" in root.find("body")[0].attributes)


def test_the_chart_draws_what_the_snapshot_says(root: Node, snapshot: Meeting) -> None:
    """The forecast bar of the steel frame lies where its dates lie on the axis, worked out here by hand."""
    chart, found = chart_of(snapshot), places(snapshot)
    dates = snapshot.schedule.tasks["workshop-frame"]
    first, last = chart.axis.first, chart.axis.last
    (row,) = root.find("a", "g", href=f"#{found.anchor('workshop-frame')}")
    (bar,) = row.find("rect", "fo")
    assert "cr" in bar.classes
    share = 100 * (dates.start - first) / (last - first)
    wide = 100 * (dates.finish - dates.start) / (last - first)
    assert float(bar.attributes["x"][:-1]) == pytest.approx(share, abs=0.006)
    assert float(bar.attributes["width"][:-1]) == pytest.approx(wide, abs=0.012)
    assert row.find("rect", "ba") and not row.find("rect", "do")
    (done,) = root.find("a", "g", href=f"#{found.anchor('red-line')}")
    assert done.find("rect", "do") and not done.find("rect", "fo")


def test_an_instant_beside_the_axis_lies_at_its_end() -> None:
    axis = Axis(1000, 2000, None)
    assert [axis.at(instant) for instant in (0, 1000, 1250, 2000, 9000)] == [
        "0.00%",
        "0.00%",
        "25.00%",
        "100.00%",
        "100.00%",
    ]
    assert axis.wide(0, 1500) == "50.00%"
    assert axis.style == ""
    # From 1600 on: 400 of 1000 minutes, so each is 2.5 times as wide.
    assert Axis(1000, 2000, 1600).style == "--gain:2.5000;--begin:0.60000"


@pytest.mark.slow
def test_the_near_view_is_offered_where_it_gains_something(project: Project, snapshot: Meeting) -> None:
    assert axis_of(snapshot, chart_of(snapshot).drawn).near == snapshot.data_date - 14 * 1440
    begin = take(project, project.plan.start)
    assert axis_of(begin, chart_of(begin).drawn).near is None
    assert "views" not in page(begin, voice_of(begin.schedule, "zh")).split("</style>")[1].split("<script>")[0]


# ---- nothing runs, nothing leaves


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><!--",
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "a\x00b\x07c\x1b[31m",
    "\u202eabc\u2066def",
    "شىنجاڭ ئۇيغۇر 123",
    "x" * 32_768,
    "&lt;b&gt; &amp; &#x41;",
    "javascript:alert(1)",
)


@pytest.fixture(scope="module")
def hostile(project: Project) -> Meeting:
    """The sample plan whose names, bodies, notes and people are all written by somebody who means harm."""
    plan = project.plan
    every = [HOSTILE[k % len(HOSTILE)] for k in range(len(plan.tasks))]
    tasks = {
        name: replace(task, name=text, name_en=text, owner=text, leader=text, group=(text[:50],))
        for (name, task), text in zip(plan.tasks.items(), every, strict=True)
    }
    bodies = {
        name: replace(body, name=text[:500], name_en=text[:500], lead=text[:500])
        for (name, body), text in zip(plan.bodies.items(), HOSTILE, strict=False)
    }
    updates = tuple(
        replace(
            update,
            progress=tuple(
                replace(one, note=HOSTILE[k % 6], cause=HOSTILE[k % 5], request=HOSTILE[k % 8], document=HOSTILE[k % 9])
                for k, one in enumerate(update.progress)
            ),
        )
        for update in project.updates
    )
    changed = replace(plan, name=HOSTILE[0], name_en=HOSTILE[0], tasks=tasks, bodies=bodies, sample=HOSTILE[1])
    return take(replace(project, plan=changed, updates=updates), project.updates[-1].data_date)


@pytest.mark.slow
def test_hostile_names_stay_text(hostile: Meeting, snapshot: Meeting) -> None:
    voice, sound = voice_of(hostile.schedule, "zh"), read(page(snapshot, voice_of(snapshot.schedule, "zh")))
    text = page(hostile, voice)
    root = read(text)
    # The same elements and attributes as the harmless page has, and no more scripts.
    assert {node.tag for node in root.all()} <= {node.tag for node in sound.all()}
    names = {name for node in root.all() for name in node.attributes}
    assert names <= {name for node in sound.all() for name in node.attributes}
    assert len(root.find("script")) == len(root.find("style")) == 1
    assert root.find("style")[0].text == sound.find("style")[0].text
    assert root.find("script")[0].text == sound.find("script")[0].text
    assert not [name for name in names if name.startswith("on") or name in ("src", "srcdoc", "action")]
    shown = root.find("main")[0].text
    for said in HOSTILE:
        assert plain_again(said) in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_the_templates_escape_whatever_is_not_ours() -> None:
    """What passes unescaped is named here: the policy, style, script and the filters' rules, and a line's end."""
    templates = sorted((ROOT / "schedule" / "output" / "page" / "templates").glob("*.j2"))
    assert templates
    sources = "".join(path.read_text(encoding="utf-8") for path in templates)
    assert set(re.findall(r"[{]{2} *([^}|]+?) *[|] *safe", sources)) == {"policy", "style", "rules", "script", '"\\n"'}
    assert "autoescape" not in sources


def plain_again(text: str) -> str:
    """What a reader sees of a hostile text: dangerous characters as their numbers, written out here by hand."""
    seen = {"a\x00b\x07c\x1b[31m": "a[U+0000]b[U+0007]c[U+001B][31m", "\u202eabc\u2066def": "[U+202E]abc[U+2066]def"}
    return seen.get(text, text)


def test_nothing_in_the_page_points_outside(snapshot: Meeting, voice: Voice) -> None:
    text = page(snapshot, voice)
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in text
    assert POLICY.startswith("default-src 'none';")
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<link|<img|<iframe|src=|fetch\(|XMLHttp", text)


@pytest.mark.slow
def test_the_page_is_small_and_the_same_each_time(snapshot: Meeting, voice: Voice, tmp_path: Path) -> None:
    text = page(snapshot, voice)
    assert len(text.encode("utf-8")) < 400_000
    again = schedule.meeting(schedule.load(KASHGAR))
    assert (
        write_page(again, tmp_path / "meeting.html", voice_of(again.schedule, voice.lang)) == tmp_path / "meeting.html"
    )
    assert (tmp_path / "meeting.html").read_bytes() == text.encode("utf-8")


def test_bodies_without_names_and_plans_without_deadlines() -> None:
    """A plan of three lines has no body, no deadline, no phase and no baseline; its page is a page all the same."""
    bare = invented(3, phases=(), bodies=False, baseline=False)
    plan = replace(bare.project.plan, target=None)
    tasks = {name: replace(task, deadline=None) for name, task in plan.tasks.items()}
    only = take(replace(bare.project, plan=replace(plan, tasks=tasks, calendar="office")), bare.data_date)
    root = read(page(only, voice_of(only.schedule, "zh")))
    assert "open" in root.find("div", "verdict")[0].classes
    assert [label.text for label in root.find("div", "chips")[0].find("label")] == ["只看关键工作"]
    assert not root.find("div", "board"), "there is nothing to choose from"


# ---- colours


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", block))


LIGHT_MODE = colours(STYLE.split("}")[0])
DARK_MODE = {**LIGHT_MODE, **colours(STYLE.split("prefers-color-scheme: dark")[1].split("}")[0])}
PRINTED = {**DARK_MODE, **colours(STYLE.split("@media print")[1].split("}")[0])}
TEXTS = [
    *((ink, ground) for ink in ("ink", "faint", "link", "late", "early", "sample") for ground in ("bg", "card")),
    *(("ink", ground) for ground in ("band", "closure", "holiday", "weekly")),
    ("faint", "band"),
    *((f"on-{light}", light) for light in ("red", "yellow", "grey", "green")),
    *(("on-verdict", f"verdict-{state}") for state in ("holds", "late", "open")),
    ("on", "accent"),
    ("card", "late"),
    ("date", "card"),
]
SHAPES = [
    *(
        (mark, "card")
        for mark in ("done", "edge", "critical-done", "critical-edge", "date", "due", "baseline", "focus")
    ),
    ("done", "forecast"),
    ("critical-edge", "critical"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, 1.4.3: from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)  # the standard's well-known near miss


@pytest.mark.parametrize("mode", [LIGHT_MODE, DARK_MODE, PRINTED], ids=["light", "dark", "print"])
def test_texts_and_marks_have_the_contrast_of_wcag_aa(mode: dict[str, str]) -> None:
    assert {name for pair in (*TEXTS, *SHAPES) for name in pair} <= LIGHT_MODE.keys()
    for ink, ground in TEXTS:
        assert contrast(mode[ink], mode[ground]) >= 4.5, (ink, ground, contrast(mode[ink], mode[ground]))
    for mark, ground in SHAPES:
        assert contrast(mode[mark], mode[ground]) >= 3, (mark, ground, contrast(mode[mark], mode[ground]))


# ---- the command


@pytest.mark.slow
def test_the_command_writes_the_page_and_prints_its_name(tmp_path: Path) -> None:
    out = tmp_path / "new" / "page.html"
    done = CliRunner().invoke(main, ["page", str(KASHGAR), "--date", "2016-03-14", "--lang", "en", "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{out}\n"
    text = out.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>\n")
    assert "Monday 14 Mar 2016" in text
    wrong = CliRunner().invoke(main, ["page", str(KASHGAR), "-o", str(tmp_path / "page.pdf")])
    assert wrong.exit_code == 2
    assert not (tmp_path / "page.pdf").exists()


# ---- in a browser


class Browser:
    """A headless Chromium that has no way to any network: its proxy is a port on which nobody listens."""

    def __init__(self, home: Path, width: int, height: int, *, script: bool = True, dark: bool = False) -> None:
        webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
        if not (CHROMIUM.exists() and DRIVER.exists()):
            pytest.skip("no Chromium with its driver on this machine")
        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        switches = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
            " --disable-component-update --disable-sync --hide-scrollbars --proxy-server=127.0.0.1:9"
        )
        for switch in (*switches.split(), f"--user-data-dir={home}"):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver: Any = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
        self.driver.get("about:blank")
        phone = width < 900
        size = {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone}
        self.cdp("Emulation.setDeviceMetricsOverride", **size)
        if phone:
            self.cdp("Emulation.setTouchEmulationEnabled", enabled=True)
        if not script:
            self.cdp("Emulation.setScriptExecutionDisabled", value=True)
        if dark:
            features = [{"name": "prefers-color-scheme", "value": "dark"}]
            self.cdp("Emulation.setEmulatedMedia", features=features)

    def cdp(self, command: str, **values: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, values)

    def open(self, path: Path) -> None:
        self.asked_for()  # what the browser's own first page asked for is not the page's
        self.driver.get(path.as_uri())

    def run(self, code: str) -> Any:
        return self.driver.execute_script(code)

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def shown(self, selector: str) -> list[str]:
        """The `data-t` of what a reader sees."""
        code = "return Array.from(document.querySelectorAll(%s)).filter(e => e.getClientRects().length)"
        found: list[str] = self.run(code % json.dumps(selector) + ".map(e => e.getAttribute('data-t'))")
        return found

    def asked_for(self) -> list[str]:
        """Every address that the page asked for, whatever became of it."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def close(self) -> None:
        self.driver.quit()


@pytest.fixture(scope="module")
def paths(snapshot: Meeting, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {
        lang: write_page(snapshot, folder / f"{lang}.html", voice_of(snapshot.schedule, lang)) for lang in ("zh", "en")
    }


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("phone"), 390, 844)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("desk"), 1440, 900)
    yield browser
    browser.close()


def numbers(snapshot: Meeting, **wanted: object) -> set[str]:
    """The numbers of the tasks of one body, or of the critical ones."""
    found = places(snapshot)
    chosen = set(found.tasks)
    if "body" in wanted:
        chosen &= {name for name, body in found.body_of.items() if body == wanted["body"]}
    if "critical" in wanted:
        chosen &= set(snapshot.critical_path)
    return {str(found.tasks[name]) for name in chosen}


@pytest.mark.slow
def test_the_filters_work_and_nothing_leaves(desk: Browser, paths: dict[str, Path], snapshot: Meeting) -> None:
    desk.open(paths["zh"])
    assert set(desk.shown("a.g")) == numbers(snapshot)
    number = places(snapshot).bodies["city-investment"]
    desk.click(f'.bar label[for="b{number}"]')
    assert set(desk.shown("a.g")) == set(desk.shown("#tasks details")) == numbers(snapshot, body="city-investment")
    assert set(desk.shown(".deadlines tbody tr")) < numbers(snapshot, body="city-investment")
    assert len(desk.shown(".group")) == 1
    desk.click('.bar label[for="cr"]')
    assert desk.shown("a.g") == desk.shown(".hd") == [], "no critical task is the city investment company's"
    assert desk.run("return getComputedStyle(document.querySelector('#chart > .none')).display") == "block"
    assert desk.run("return document.querySelector('#told').textContent") == "现在显示 0 项，共 44 项"
    desk.click('.bar label[for="b0"]')
    critical = numbers(snapshot, critical=True)
    assert set(desk.shown("a.g")) == set(desk.shown("#tasks details")) == critical
    headings = desk.shown(".hd")
    assert len(headings) == 2, "construction, and the workshops in it"
    desk.click('.bar label[for="cr"]')
    desk.run("var q = document.querySelector('#q'); q.value = 'ASPHALT'; q.dispatchEvent(new Event('input'))")
    asphalt = [str(places(snapshot).tasks["asphalt"])]
    assert desk.shown("a.g") == desk.shown("#tasks details") == desk.shown(".deadlines tbody tr") == asphalt
    desk.run("var q = document.querySelector('#q'); q.value = '没有这个'; q.dispatchEvent(new Event('input'))")
    assert desk.shown("a.g") == []
    desk.run("var q = document.querySelector('#q'); q.value = ''; q.dispatchEvent(new Event('input'))")
    assert set(desk.shown("a.g")) == numbers(snapshot)
    assert desk.asked_for() == [paths["zh"].as_uri()]
    assert desk.complaints() == []


@pytest.mark.slow
def test_a_liaison_on_a_phone_sees_what_is_open_and_unfolds_what_is_finished(
    phone: Browser, paths: dict[str, Path], snapshot: Meeting
) -> None:
    """Its own where a body is chosen, and their number; what is searched for is found all the same."""
    found = places(snapshot)
    closed = {
        str(found.tasks[name]) for name, dates in snapshot.schedule.tasks.items() if dates.stage is Stage.FINISHED
    }
    phone.open(paths["zh"])
    label = "return document.querySelector('.folded').innerText.replace(/\\s+/g, ' ')"
    assert set(phone.shown("#chart a.g")) == set(map(str, found.tasks.values())) - closed
    assert phone.run(label) == f"已完成 {len(closed)} 项 展开"
    phone.click("label[for=dn]")
    assert set(phone.shown("#chart a.g")) == set(map(str, found.tasks.values()))
    assert phone.run(label) == f"已完成 {len(closed)} 项 收起"
    phone.click("label[for=dn]")
    number = found.bodies["land"]
    phone.click(f"#b{number}")
    mine = numbers(snapshot, body="land")
    assert set(phone.shown("#chart a.g")) == mine - closed
    assert phone.run(label) == f"已完成 {len(mine & closed)} 项 展开"
    phone.click("#b0")
    phone.run("q.value = '红线图'; q.dispatchEvent(new Event('input'))")
    assert phone.shown("#chart a.g") == [str(found.tasks["red-line"])]
    assert phone.complaints() == []


@pytest.mark.slow
def test_paper_has_every_row_also_from_a_phone(phone: Browser, paths: dict[str, Path], snapshot: Meeting) -> None:
    """The near view and the fold are the screen's: a print of them lost the finished rows."""
    phone.open(paths["zh"])
    everything = set(map(str, places(snapshot).tasks.values()))
    assert set(phone.shown("#chart a.g")) < everything
    phone.cdp("Emulation.setEmulatedMedia", media="print")
    try:
        assert set(phone.shown("#chart a.g")) == everything
        assert phone.shown(".folded") == []
        assert phone.run("return getComputedStyle(document.querySelector('.gantt')).getPropertyValue('--k')") == "1"
    finally:
        phone.cdp("Emulation.setEmulatedMedia", media="")


@pytest.mark.slow
def test_a_desk_folds_nothing(desk: Browser, paths: dict[str, Path], snapshot: Meeting) -> None:
    desk.open(paths["zh"])
    assert set(desk.shown("#chart a.g")) == set(map(str, places(snapshot).tasks.values()))
    assert desk.run("return document.querySelector('.folded').getClientRects().length") == 0


@pytest.mark.slow
def test_the_near_view_makes_room_for_what_comes(desk: Browser, paths: dict[str, Path], snapshot: Meeting) -> None:
    desk.open(paths["en"])
    frame = f"a.g[data-t='{places(snapshot).tasks['workshop-frame']}'] rect.fo"
    before = desk.run(f'return document.querySelector("{frame}").getBoundingClientRect().width')
    desk.click('label[for="z1"]')
    after = desk.run(f'return document.querySelector("{frame}").getBoundingClientRect().width')
    axis = chart_of(snapshot).axis
    assert axis.near is not None
    assert after / before == pytest.approx((axis.last - axis.first) / (axis.last - axis.near), rel=0.02)
    assert str(places(snapshot).tasks["red-line"]) not in desk.shown("a.g"), "finished in 2015"


@pytest.mark.slow
def test_a_row_opens_why_and_closes_again(desk: Browser, paths: dict[str, Path], snapshot: Meeting) -> None:
    desk.open(paths["zh"])
    number = places(snapshot).tasks["workshop-frame"]
    assert desk.run("return document.querySelector('#sheet').hidden")
    assert desk.run(f"return document.querySelector('#t{number}').open") is False
    desk.click(f"a.g[href='#t{number}']")
    text = desk.run("return document.querySelector('#sheet').innerText")
    assert "为什么不能更早" in text
    assert "要等厂房基础开始后 15 天" in text
    assert desk.run("return document.activeElement.id") == "close"
    desk.click("#close")
    assert desk.run("return document.querySelector('#sheet').hidden")
    assert desk.run("return document.activeElement.getAttribute('href')") == f"#t{number}"
    desk.click(f"#t{number} summary")
    assert desk.run(f"return document.querySelector('#t{number}').open")
    assert desk.complaints() == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_phone_needs_no_scrolling_aside(phone: Browser, paths: dict[str, Path], lang: str) -> None:
    phone.open(paths[lang])
    assert phone.run("return document.documentElement.scrollWidth") == 390
    wider = (
        "return Array.from(document.querySelectorAll('main *')).filter(e => !e.closest('.chips, svg') &&"
        " e.getClientRects().length && e.getBoundingClientRect().right > 391).map(e => e.outerHTML.slice(0, 80))"
    )
    assert phone.run(wider) == []
    small = (
        "return Array.from(document.querySelectorAll('main a, label, summary, input:not(.sw), button'))"
        ".filter(e => { var r = e.getBoundingClientRect(); return e.getClientRects().length && (r.height < 43.5 ||"
        " r.width < 43.5) }).map(e => e.outerHTML.slice(0, 80))"
    )
    assert phone.run(small) == [], "what is touched is 44 px high and wide"
    assert phone.run("return document.querySelector('#z1').checked"), "a phone begins with what is still to come"
    assert phone.complaints() == []


@pytest.fixture(scope="module")
def late_page(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a month after the deadline, when the forecast lies in the next year and both dates side by side."""
    late = take(project, minutes(date(2016, 7, 15)))
    return write_page(late, tmp_path_factory.mktemp("late") / "late.html", voice_of(late.schedule, "zh"))


@pytest.mark.long
@pytest.mark.parametrize("wide", [390, 1024, 1400])
def test_no_two_texts_of_the_axis_lie_on_each_other(
    desk: Browser, paths: dict[str, Path], late_page: Path, wide: int
) -> None:
    pages = [*paths.values(), late_page]
    code = (
        "var edge = document.querySelector('.head .bars').getBoundingClientRect();"
        "return Array.from(document.querySelectorAll('.head text')).map(e => e.getBoundingClientRect())"
        ".filter(r => r.width && r.right > edge.left && r.left < edge.right)"
        ".map(r => [r.left, r.top, r.right, r.bottom, edge.left, edge.right])"
    )
    desk.cdp("Emulation.setDeviceMetricsOverride", width=wide, height=900, deviceScaleFactor=1, mobile=False)
    try:
        for path in pages:
            for view in ("z0", "z1"):
                desk.open(path)
                desk.click(f"#{view}")
                boxes = desk.run(code)
                assert len(boxes) >= 5
                for k, (left, top, right, bottom, *edge) in enumerate(boxes):
                    if bottom < max(box[3] for box in boxes) - 3:
                        assert edge[0] <= left and right <= edge[1], "the two dates are whole"
                    for other in boxes[:k]:
                        beside = right <= other[0] or other[2] <= left
                        # A line of text is taller than its characters: lines may share 3 px of air.
                        assert beside or bottom <= other[1] + 3 or other[3] <= top + 3, (path.name, view)
    finally:
        desk.cdp("Emulation.setDeviceMetricsOverride", width=1440, height=900, deviceScaleFactor=1, mobile=False)


@pytest.mark.long
def test_without_the_script_all_is_open_and_the_filters_still_work(
    paths: dict[str, Path], snapshot: Meeting, tmp_path: Path
) -> None:
    browser = Browser(tmp_path, 390, 844, script=False)
    try:
        browser.open(paths["zh"])
        assert browser.run("return document.documentElement.className") == "", "the page's script did not run"
        every = browser.shown("#tasks details")
        assert len(every) == len(snapshot.schedule.tasks)
        done = {name for name, one in snapshot.schedule.tasks.items() if one.stage is Stage.FINISHED}
        still_open = numbers(snapshot) - {str(places(snapshot).tasks[name]) for name in done}
        assert set(browser.shown("a.g")) == still_open, "what is finished is folded, without a script too"
        low = "return Array.from(document.querySelectorAll('#tasks dl')).filter(e => e.offsetHeight < 40).length"
        assert browser.run(low) == 0, "each is open"
        assert browser.shown(".find") == [], "a search that cannot search is not shown"
        number = places(snapshot).bodies["agent"]
        browser.click(f'.board label[for="b{number}"]')
        assert set(browser.shown("a.g")) == numbers(snapshot, body="agent") & still_open
        browser.click('.bar label[for="cr"]')
        assert set(browser.shown("a.g")) == numbers(snapshot, body="agent", critical=True)
        assert browser.run("return document.documentElement.scrollWidth") == 390
    finally:
        browser.close()


@pytest.mark.long
@pytest.mark.parametrize(("paper", "wide", "high"), [("A4", 8.27, 11.69), ("A3", 11.69, 16.54)])
def test_it_prints_with_every_detail(
    desk: Browser, paths: dict[str, Path], snapshot: Meeting, tmp_path: Path, paper: str, wide: float, high: float
) -> None:
    import shutil
    import subprocess

    desk.open(paths["zh"])
    values = {"landscape": True, "paperWidth": wide, "paperHeight": high, "printBackground": True}
    data = base64.b64decode(desk.cdp("Page.printToPDF", **values)["data"])
    assert data[:5] == b"%PDF-"
    pages = len(re.findall(rb"/Type\s*/Page[^s]", data))
    assert pages <= (14 if paper == "A4" else 8)
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext on this machine")
    (tmp_path / "page.pdf").write_bytes(data)
    done = subprocess.run([reader, "-raw", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True)
    text = re.sub(r"\s", "", done.stdout.decode("utf-8"))
    assert text.count("为什么不能更早") == sum(
        dates.stage is not Stage.FINISHED for dates in snapshot.schedule.tasks.values()
    )
    assert "数据日期4-05" in text
    assert "只看关键工作" not in text, "what can only be touched is not printed"


@pytest.mark.long
def test_it_is_dark_in_a_dark_room(paths: dict[str, Path], tmp_path: Path) -> None:
    browser = Browser(tmp_path, 390, 844, dark=True)
    try:
        browser.open(paths["zh"])
        found = browser.run("var s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")
        assert found == ["rgb(14, 18, 22)", "rgb(233, 237, 241)"]  # --bg and --ink of the dark palette
    finally:
        browser.close()


@pytest.mark.slow
def test_hostile_names_run_nothing_in_a_browser(phone: Browser, hostile: Meeting, tmp_path: Path) -> None:
    path = write_page(hostile, tmp_path / "hostile.html", voice_of(hostile.schedule, "zh"))
    phone.open(path)
    assert phone.run("return document.querySelectorAll('main script, main img, main iframe').length") == 0
    assert phone.run("return document.documentElement.scrollWidth") == 390
    phone.click("a.g.c")
    assert phone.asked_for() == [path.as_uri()]
    assert phone.complaints() == []


def test_the_picture_in_the_documents_is_small() -> None:
    assert (ROOT / "docs" / "page-phone.png").stat().st_size <= 200_000
