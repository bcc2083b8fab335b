"""Names that break papers: every paper is written, reads as what it is, and runs nothing that an author typed.

Names stand in every place that has one: project, bodies, leads, tasks, notes, requests, documents.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from attacks import drawn, said, scaled
from click.testing import CliRunner

from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.output import meeting_folder
from schedule.output.meeting_folder import PAPERS

NAMES = [
    *[
        "𠮷田工程",
        "刘䶮审批",
        "𰻝𰻝面",
        "قەشقەر ھۆكۈمىتى",
        "完工🎉",
        "队👨‍👩‍👧",
        "Cafe\u0301 n\u0303",
        "隐\u200b形\u200d字",
    ],
    *[
        "a\u202egnp.exe",
        "全\u3000角\u00a0空",
        "字\ue000形",
        "成本$100$万$x^2$",
        "费用$\\frac{$",
        "{{7*7}}{% for x in y %}",
    ],
    *["<script>alert(1)</script><img src=x onerror=alert(2)>", '" onmouseover="alert(1)', "' onfocus='alert(1)"],
    *["</script><script>alert(1)//", "<!--<script>", "]]>b&amp;<w:p/>", "&lt;b&gt;", "javascript:alert(1)"],
    *['=HYPERLINK("http://x","y")', "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1", "-2+3", "＝1+1", "\t=1+1", "|cmd"],
    *["[red]x[/] [/foo]", "[link=http://x]y[/link]", "a|b `c` [x](http://y) ![z](http://w/z.png)", "# h", "1. x"],
    *["%s %(a)s %n {0} {name}", "a\\nb", "a # b", "a: b", "- a", 'a,"b";c', "../../../tmp/x", "CON", "..", "nul.txt"],
    *['a/b\\c:d*?"<>|', '<@all> <at user_id="all">x</at>', "𝒳", "BEGIN:VEVENT", "x;y,z\\n", "長" * 200, "i" * 200],
    *["W" * 200, "한국어", "བོད", "Ａ１", "ﷺ" * 20, "Z̷̢a̴l̵g̶o̷", "0", "null", "true", "2016-03-14", "1e9", "~", "*a", "&a"],
]
PLAN = """\
daopai: 1
project: {{name: {q}, start: 2016-03-01, calendar: china, target: done}}
bodies:
  b1: {{name: {q}, lead: {q}}}
  b2: {{name: {q2}}}
phases: [permitting, construction]
tasks:
  t1: {{name: {q}, body: b1, applicant: b2, phase: permitting, duration: 5wd, basis: {{article: {q}}}}}
  t2: {{name: {q2}, body: b2, phase: construction, duration: 5wd, after: [t1], evidence: {q}, group: 厂房}}
  done: {{name: {q}, milestone: finish, after: [t2], deadline: 2016-03-10}}
"""
WEEK = """\
data_date: 2016-03-14
note: {q}
progress:
  t1: {{started: 2016-03-01, remaining: 2wd, note: {q}, cause: {q}, request: {q}, submitted: 2016-03-01}}
revisions:
  - {{task: done, set: {{deadline: 2016-03-20}}, reason: {q}, approved_by: {q}}}
"""


def made_up(draw: random.Random) -> str:
    """A name of pieces of others, and of characters from anywhere that may stand in a file."""
    pieces = [draw.choice(NAMES)[: draw.choice([3, 12, 60])] for _ in range(draw.randrange(1, 4))]
    ranges = [(0x20, 0x7E), (0xA0, 0x2FF), (0x300, 0x36F), (0x590, 0x6FF), (0x4E00, 0x9FFF), (0x2000, 0x2027)]
    ranges += [(0xE000, 0xE010), (0x1F300, 0x1FAFF), (0x20000, 0x20100), (0x202A, 0x206F), (0xFF00, 0xFFEF)]
    pieces += [chr(draw.randrange(*draw.choice(ranges))) for _ in range(draw.randrange(8))]
    draw.shuffle(pieces)
    return "".join(pieces)[:200].strip() or "x"


ADDRESSES = {
    *("action", "background", "cite", "data", "formaction", "href", "manifest", "ping", "poster", "src", "srcset"),
    "xlink:href",
}
"""The attributes that a browser takes for an address: it goes there, fetches from there, or runs `javascript:`.

What any other attribute says (a label, what the page's own script sorts and filters by) is text, whatever it looks
like.
"""


class Page(HTMLParser):
    """What a browser would run or fetch in a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            elsewhere = name in ADDRESSES and not (value or "").startswith("#")  # else a place of the page itself
            fetches = name == "style" and "url" in (value or "").lower()
            if elsewhere or fetches or name.startswith("on") or name in ("srcdoc", "http-equiv"):
                self.active.append(f"<{tag} {name}={value}>")
        if tag in ("iframe", "object", "embed", "link", "base", "img", "form", "script"):
            self.active.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def wrong(folder: Path, plain_active: list[str]) -> Iterator[str]:
    """What is wrong with the papers of a folder."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                for name in parts.namelist():
                    if name.endswith((".xml", ".rels")):
                        text = parts.read(name)
                        ElementTree.fromstring(text)
                        if b"<f>" in text or b'TargetMode="External"' in text or b"<hyperlink" in text:
                            yield f"{path.name}: {name} computes or fetches"
        elif path.suffix == ".html":
            page = Page()
            page.feed(path.read_text(encoding="utf-8"))
            if page.active != plain_active:
                yield f"{path.name}: {page.active}"
        elif path.suffix == ".csv":
            for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
                for cell in row:
                    if re.match(r"[=+@\t\r]|-(?!\d+(\.\d+)?$)", cell) and len(cell) > 1:
                        yield f"{path.name}: a spreadsheet computes {cell!r}"
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".ics":
            data = path.read_bytes()
            if any(len(line) > 75 for line in data.split(b"\r\n")) or b"\n" in data.replace(b"\r\n", b""):
                yield f"{path.name}: a line that no calendar reads"
            if data.count(b"\r\nBEGIN:") + 1 != data.count(b"\r\nEND:"):
                yield f"{path.name}: an event that nobody planned"
        elif path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            if re.search(r"(?<!\\)<(script|img|iframe)|(?<!\\)!\[z\]|(?<!\\)\]\(http", text):
                yield f"{path.name}: {text[:200]}"


def commands(plan: str, out: str) -> list[list[str]]:
    return [
        ["check", plan],
        ["meeting", plan, "--out", f"{out}/m"],
        ["meeting", plan, "--out", f"{out}/en", "--lang", "en", "--only", "notice", "--only", "page"],
        ["forms", plan, "--date", "2016-03-21", "-o", f"{out}/f"],
        ["deadlines", plan, "--format", "ics", "-o", f"{out}/i"],
        *([name, plan, "-o", f"{out}/{name}.csv"] for name in ("schedule", "deadlines", "alerts", "custody", "paths")),
        ["explain", plan, "t2"],
        ["export", plan, "-o", f"{out}/x.xer"],
        ["import", f"{out}/x.xer", "-o", f"{out}/imported"],
        ["check", f"{out}/imported"],
        ["meeting", f"{out}/x.xer", "--out", f"{out}/xm", "--only", "minutes", "--only", "deadlines"],
    ]


def papers_of(home: Path, text: str, other: str) -> list[str]:
    """Name everything so, run everything, and return what is wrong."""
    (home / "p" / "updates").mkdir(parents=True)
    (home / "out").mkdir()
    names = {"q": json.dumps(text, ensure_ascii=False), "q2": json.dumps(other, ensure_ascii=False)}
    (home / "p" / "plan.yaml").write_text(PLAN.format(**names), encoding="utf-8")
    (home / "p" / "updates" / "2016-03-14.yaml").write_text(WEEK.format(**names), encoding="utf-8")
    found = []
    for words in commands(str(home / "p"), str(home / "out")):
        done = CliRunner().invoke(main, words)
        if done.exit_code == Exit.FAULTY and words[0] == "check" and "control-character" in done.output:
            return found
        if done.exit_code not in (Exit.FINE, Exit.FAULTY) or (done.exit_code and "imported" not in "".join(words)):
            found.append(f"{words[0]} {words[2:]}: exit {done.exit_code} {done.output[-600:]}")
    found += [f"{path} outside" for path in home.iterdir() if path.name not in ("p", "out")]
    plain = home.parent / "plain-active"
    return found + list(wrong(home / "out", json.loads(plain.read_text())))


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts take seconds, and their names are held by a test of their own."""
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})


@pytest.fixture
def plain(tmp_path: Path, without_charts: None) -> Path:
    """A folder for cases, where it is written what a page with harmless names has that a browser runs."""
    home = tmp_path / "plain"
    (home / "p").mkdir(parents=True)
    (home / "p" / "plan.yaml").write_text(PLAN.format(q="施工", q2="验收"), encoding="utf-8")
    said("page", home / "p", "-o", home / "m.html")
    page = Page()
    page.feed((home / "m.html").read_text(encoding="utf-8"))
    (tmp_path / "plain-active").write_text(json.dumps(page.active))
    return tmp_path


@pytest.mark.parametrize(
    ("markup", "runs"),
    [
        ('<a href="javascript:alert(1)">x</a>', True),
        ('<a href=" java\tscript:alert(1)">x</a>', True),
        ('<use xlink:href="//host/x.svg"/>', True),
        ('<img src="x">', True),
        ('<p style="background: URL(x)">x</p>', True),
        ('<p onclick="go()">x</p>', True),
        ('<a href="#t30">x</a>', False),
        ('<tr data-s="javascript:alert(1)" aria-label="https://host/x">x</tr>', False),
    ],
)
def test_an_address_is_what_a_browser_takes_for_one(markup: str, runs: bool) -> None:
    page = Page()
    page.feed(markup)
    assert bool(page.active) is runs


@pytest.mark.slow
def test_the_papers_of_a_plan_whose_names_are_html_formulas_and_markup(plain: Path) -> None:
    assert papers_of(plain / "one", NAMES[14] + NAMES[15], NAMES[20]) == []


@pytest.mark.attack
def test_hostile_names_in_every_paper(plain: Path, record_property: Callable[[str, object], None]) -> None:
    draw = drawn("names")
    texts = [*NAMES, *(made_up(draw) for _ in range(scaled(250)))]
    found = []
    for number, text in enumerate(texts):
        found += [f"{text!r}: {one}" for one in papers_of(plain / str(number), text, draw.choice(NAMES))]
    record_property("attack", {"plans of hostile names": len(texts), "found": found})
    assert found == []


@pytest.mark.attack
def test_hostile_names_in_every_chart(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    draw, found = drawn("charts"), []
    texts = [*draw.sample(NAMES, min(len(NAMES), scaled(30))), *(made_up(draw) for _ in range(scaled(10)))]
    for number, text in enumerate(texts):
        home = tmp_path / str(number)
        home.mkdir()
        name = json.dumps(text, ensure_ascii=False)
        (home / "plan.yaml").write_text(PLAN.format(q=name, q2=name), encoding="utf-8")
        done = CliRunner().invoke(main, ["figures", str(home), "-o", str(home / "f")])
        if done.exit_code != Exit.FINE:
            found.append(f"{text!r}: {done.exit_code} {done.output[-500:]}")
    record_property("attack", {"plans of hostile names, all charts": len(texts), "found": found})
    assert found == []
