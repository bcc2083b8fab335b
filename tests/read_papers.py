"""The papers of a meeting read back by other programs than wrote them, as a person would who compares two of them.

Every figure becomes a `Said`: which paper says what of which task. Headings, dates and amounts are read from the words
that stand on the paper, in Chinese or English, by rules of this file's own. A name that no task bears is an error.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]

PICKED = (
    ("报件补正", "correction of the file"),
    ("等待上级审批", "waiting for a higher authority"),
    ("资金未到位", "waiting for money"),
    ("专家评审、听证、公示", "expert review, hearing or publicity"),
    ("天气、不可抗力、政策", "weather, force majeure or policy"),
    ("节假日", "holidays"),
    ("责任单位自身", "our own: staff, preparation"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Said:
    """One paper's word about one field of one task."""

    paper: str
    task: str
    field: str
    value: object


@dataclass(frozen=True)
class Reader:
    """What a reader knows beforehand: the language, the year of the meeting, whose name means which task."""

    lang: str
    year: int
    ids: Mapping[str, str]
    filers: frozenset[str] = frozenset({"代建中心", "Construction Agency"})
    """Who files approvals that others decide: those stand on both bodies' sheets, under the filer's name."""

    def day(self, text: str) -> date:
        """A day in words or as ISO text; without a year it is in the meeting's."""
        if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
            return date(*map(int, found.groups()))
        if found := re.fullmatch(r"(?:(\d{4})-)?(\d\d?)-(\d\d?)", text):
            year, month, number = found.groups()
        elif self.lang == "zh":
            found = re.fullmatch(r"(?:(\d{4})年)?(\d\d?)月(\d\d?)日", text)
            assert found, text
            year, month, number = found.groups()
        else:
            found = re.fullmatch(r"(\d\d?) ([A-Z][a-z]{2})(?: (\d{4}))?", text)
            assert found, text
            number, name, year = found.groups()
            month = MONTHS.index(name) + 1
        return date(int(year or self.year), int(month), int(number))

    def cause(self, reported: str) -> str:
        """A cause that a program is told as it was reported: one that a form offers is told people in their words."""
        return next((pair[self.lang == "en"] for pair in PICKED if reported in pair), reported)

    def task(self, name: str) -> str:
        """The id of the task of this name, behind which may stand who decides it."""
        name = re.sub(r"（报[^（）]+审批）$| \(for [^()]+ to decide\)$", "", name)
        assert name in self.ids, name
        return self.ids[name]

    def whose(self, text: str) -> tuple[str, str]:
        """The name of the task with which a sentence begins, and whose it is: what stands in parentheses behind it.

        Names have parentheses of their own, so that the longest name counts, and the parenthesis that is closed.
        """
        opens, closes = "（）" if self.lang == "zh" else "()"
        name = max((name for name in self.ids if text.startswith(name)), key=len, default=None)
        assert name is not None, text
        rest = text.removeprefix(name).lstrip(" ")
        assert rest.startswith(opens), text
        depth = 0
        for k, letter in enumerate(rest):
            depth += (letter == opens) - (letter == closes)
            if depth == 0:
                return name, rest[1:k]
        raise AssertionError(text)

    def waits(self, cause: str) -> bool:
        """Whether a cause is no body's word but that of the paper: waiting for tasks."""
        return any(cause.startswith("等待" + start) for name in self.ids for start in (name, bare(name)))


NONE = {"没有", "none"}
LESS = re.compile("缺|short by|提前|earlier")


def amount(text: str) -> tuple[Fraction, bool | None]:
    """A number of days, negative where it is short or earlier, and whether they are working days; None: unsaid."""
    if text in NONE:
        return Fraction(0), None
    number, unit = r"([+-]?\d+(?:\.\d+)?)", "(个工作日|天|working days?|days?|)"
    found = re.fullmatch(rf"(?:缺 ?|推迟 ?|提前 ?|short by )?{number} ?{unit}(?: later| earlier)?", text)
    assert found, text
    working = None if not found[2] else "工作日" in found[2] or "working" in found[2]
    return Fraction(found[1]) * (-1 if LESS.search(text) else 1), working


HEADINGS = {
    heading: key
    for key, headings in {
        "light": "灯|light",
        "answers": "责任单位|body",
        "owner": "责任人|owner",
        "support": "配合单位|support",
        "leader": "包联领导|leader",
        "after": "前置条件|after",
        "start": "开始时间|实际开始|start|started",
        "forecast": "预计完成|完成时间|实际完成|现在预计|forecast|finish|finished|now",
        "before": "上次预计|last meeting",
        "moved": "变动|moved",
        "requested_start": "启动时限|start by",
        "requested_finish": "完成时限|finish by",
        "latest_finish": "最迟完成日(红线)|latest finish",
        "latest_start": "最迟启动日|latest start",
        "float": "余地(日历日)|float (calendar days)|float(calendar days)|room (days)",
        "days_left": "距红线(日历日)|to the red line (calendar days)|to the red line(calendar days)",
        "behind": "是否滞后(日历日)|behind (calendar days)|behind(calendar days)",
        "progress": "当前进展|状态|progress|state",
        "remaining": "还需|left to do",
        "problem": "存在问题|problem",
        "request": "需协调事项|to settle",
        "document": "备注(批文号)|document",
        "deadline_task": "决定期限的事项|deciding deadline",
        "deadline": "该事项期限|deadline",
        "critical": "关键|critical",
        "id": "代号|id",
    }.items()
    for heading in headings.split("|")
}
"""Which field a heading means; others (the number of a row, what only one paper says) are no figures to compare."""
LIGHTS = {
    "红": "red",
    "黄": "yellow",
    "灰": "grey",
    "绿": "green",
    "R": "red",
    "Y": "yellow",
    "?": "grey",
    "G": "green",
}
STAGES = {
    "未开始": "not-started",
    "not started": "not-started",
    "进行中": "in-progress",
    "in progress": "in-progress",
    "已完成": "finished",
    "已实现": "finished",
    "reached": "finished",
    "finished": "finished",
    "已报未见依据": "finished",
    "reported, not evidenced": "finished",
}
FILES_OWED = {
    "还没有报送": "not-started",
    "not submitted yet": "not-started",
    "退回补正，还没有报回": "in-progress",
    "returned for correction, not yet back": "in-progress",
}
"""How far an approval is whose applicant has the file."""
REPORTS = {"请报完成", "请报开始", "report the finish", "report the start"}
STARTED = {"已开始", "started"}
DAYS = {
    "start",
    "forecast",
    "before",
    "latest_start",
    "latest_finish",
    "requested_start",
    "requested_finish",
    "deadline",
}


def bare(text: str) -> str:
    """A text of people without the brackets and marks that a paper puts around its parts."""
    return re.sub(r"[（）()。；;.\s]|说明：|Note:", "", text)


def cells(reader: Reader, paper: str, name: str, row: Mapping[str, str]) -> Iterator[Said]:
    """What a row of a table says of its task, by its headings."""
    task = reader.task(name)
    for heading, text in row.items():
        key = HEADINGS.get(re.sub(r"\s*\n\s*", "", heading).lower())
        if key is None or not text:
            continue
        match key:
            case "light":
                yield Said(paper, task, key, LIGHTS.get(text, text))
            case "start" | "latest_start" | "requested_start" if text in STARTED:
                yield Said(paper, task, "stage", "in-progress")
            case _ if text in REPORTS:
                pass  # of what is done only the report is asked for
            case _ if key in DAYS:
                yield Said(paper, task, key, reader.day(text))
            case "float" | "behind" | "moved" | "remaining" | "days_left":
                number, working = amount(text)
                yield Said(paper, task, key, number)
                assert not working or key == "remaining", (paper, task, text)
                if working is not None and key == "remaining":
                    yield Said(paper, task, "working_days", working)
            case "progress" if text.startswith(tuple(FILES_OWED)):
                (owed,) = (one for one in FILES_OWED if text.startswith(one))
                yield Said(paper, task, "stage", FILES_OWED[owed])
                if found := re.search(r"审批还需 ?(.+)|; then (.+) for ", text):
                    yield Said(paper, task, "remaining", amount(found[1] or found[2])[0])
            case "progress":
                text = text.removesuffix("〔法〕").removesuffix(" [by law]")
                stage, _, rest = text.partition("，" if reader.lang == "zh" else ", ")
                yield Said(paper, task, "stage", STAGES.get(text) or STAGES[stage])
                if rest and text not in STAGES:
                    left = re.sub(r"^还需 ?| left$", "", rest)
                    yield Said(paper, task, "remaining", amount(left)[0])
            case "problem":
                yield Said(paper, task, key, bare(text))
            case _:
                yield Said(paper, task, key, text)


def table_of(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows under their first one."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


TASK_HEADINGS = ("工作事项", "Task")


def rows_of(reader: Reader, paper: str, rows: Iterable[Mapping[str, str]]) -> Iterator[Said]:
    """What a table says whose rows are tasks; a body named once counts for the rows below it."""
    body = ""
    for row in rows:
        (name,) = (row[heading] for heading in TASK_HEADINGS if heading in row)
        body = next((row[one] for one in ("责任单位", "Body") if row.get(one)), body)
        yield from cells(
            reader, paper, name, {key: text for key, text in row.items() if HEADINGS.get(key.lower()) != "answers"}
        )
        yield from [Said(paper, reader.task(name), "answers", body)] if body else []


# ── CSV and JSON ──


def read_csv(path: Path) -> list[dict[str, str]]:
    """A CSV's rows under its headings."""
    return table_of(list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")))))


def of_alert(reader: Reader, paper: str, task: str, facts: Mapping[str, object]) -> Iterator[Said]:
    """An alert's facts under the names of the tables' fields."""
    for name, key in (("finish", "forecast"), ("start", "start"), ("deadline", "deadline")):
        if facts.get(name):
            yield Said(paper, task, key, reader.day(str(facts[name])))
    started = facts["stage"] == "not-started"
    for name in ("requested_finish", "requested_start", "latest_finish", *(["latest_start"] if started else [])):
        if facts.get(name):
            yield Said(paper, task, name, reader.day(str(facts[name])))
    if facts.get("slip_days") is not None:
        yield Said(paper, task, "behind", max(Fraction(0), Fraction(str(facts["slip_days"]))))
        yield Said(paper, task, "slip_work_days", Fraction(str(facts["slip_work_days"])))
    for name, key in (("float_days", "float"), ("late_days", "late_days")):
        if facts.get(name) is not None:
            yield Said(paper, task, key, Fraction(str(facts[name])))
    if facts.get("moved_days"):
        yield Said(paper, task, "moved", Fraction(str(facts["moved_days"])))
    yield Said(paper, task, "stage", facts["stage"])
    if facts.get("request"):
        yield Said(paper, task, "request", facts["request"])
    if facts.get("cause") or facts.get("note"):
        yield Said(paper, task, "problem", bare(f"{reader.cause(facts.get('cause') or '')}{facts.get('note') or ''}"))


def alerts_json(reader: Reader, folder: Path) -> Iterator[Said]:
    for alert in json.loads((folder / "alerts.json").read_text(encoding="utf-8")):
        assert reader.task(alert["name"]) == alert["task"]
        yield Said("alerts.json", alert["task"], "alert_light", alert["light"])
        yield Said("alerts.json", alert["task"], "cost", Fraction(str(alert["cost_days"])))
        yield from of_alert(reader, "alerts.json", alert["task"], alert["facts"])
        yield from of_sentence(reader, "alerts.json", alert[f"sentence_{reader.lang}"])


def alerts_csv(reader: Reader, folder: Path) -> Iterator[Said]:
    zh = reader.lang == "zh"
    light, cost, said, told = (
        ("灯", "期限损失(天)", "说明", "数据") if zh else ("Light", "Cost (days)", "In words", "Facts")
    )
    for row in read_csv(folder / "alerts.csv"):
        task = reader.task(row["工作事项" if zh else "Task"])
        assert row["代号" if zh else "Id"] == task
        yield Said("alerts.csv", task, "alert_light", LIGHTS.get(row[light], row[light]))
        # Of work before its permit, those who work are told: the sentence names who has the file. Of a limit that has
        # passed, the authority is told, whoever has to correct the file.
        if not {"before-permit", "ceiling-passed"} & {*row.values()}:
            yield Said("alerts.csv", task, "answers", row["责任单位" if zh else "Body"])
        yield Said("alerts.csv", task, "cost", Fraction(row[cost]))
        facts = dict(re.findall(r"(?:^|; )([a-z_]+)=(.*?)(?=; [a-z_]+=|$)", row[told]))
        yield from of_alert(reader, "alerts.csv", task, facts)
        yield from of_sentence(reader, "alerts.csv", row[said])


# ── sentences ──

ZH_DAY = r"(?:\d{4}年)?\d\d?月\d\d?日"
EN_DAY = r"\d\d? [A-Z][a-z]{2}(?: \d{4})?"
_PHRASES = {
    "zh": {
        "latest_finish": rf"最迟 ?({ZH_DAY}) ?必须(?:完成|实现)",
        "forecast": rf"预计 ?({ZH_DAY}) ?(?:才能)?(?:完成|实现)",
        "deadline": rf"({ZH_DAY})的期限|(?:）期限 ?)({ZH_DAY})，",
        "late_days": r"晚 ?(\d+ ?天)。",
        "requested_finish": rf"请 ?({ZH_DAY}) ?(?:完成|实现)",
        "requested_start": rf"请 ?({ZH_DAY}) ?启动",
        "float": r"只剩 ?(\d+ ?天) ?余地",
    },
    "en": {
        "latest_finish": rf"must be finished by ({EN_DAY})",
        "forecast": rf"forecast for ({EN_DAY})",
        "deadline": rf"deadline of ({EN_DAY})|is due on ({EN_DAY})",
        "late_days": r"(\d+ days?) late\.",
        "requested_finish": rf"please finish by ({EN_DAY})",
        "requested_start": rf"please start by ({EN_DAY})",
        "float": r"only (\d+ days?) to lose",
    },
}


_NAME = "((?:[^（）]|（[^（）]*）)+)"
"""A body's name in Chinese, with parentheses of its own or without."""
_BEFORE_ITS_PERMIT = re.compile("^(?:未批先建：|未取得|Building without a permit: |Begun without )")
"""How a sentence about work before its permit begins; what it then names is the permit."""
_BEGUN = re.compile(
    f"{_BEFORE_ITS_PERMIT.pattern}|没有文号，.*(?:已经动工|已先办)"
    "|without its number, and (?:work|what comes after it) has begun"
)
"""What every sentence about work before its permit says, also where the permit is reported and has no number."""


_OVER_ITS_LIMIT = re.compile(
    "^[^。]+?）已超(?:法定|规定)期限|还没有报办结："
    "| over the (?:legal|stated) limit, which ended|no decision is reported:"
)
"""What a sentence says of an authority whose limit has passed, whoever has to act on the file now."""


def acting(bodies: str) -> str:
    """Who has to act, of an applicant and the authority that decides then."""
    return re.split("(?:报送|补正)，| to (?:submit|correct), ", bodies)[0]


def told_of(reader: Reader, text: str) -> str:
    """The task with whose name an alert's sentence begins."""
    return reader.task(reader.whose(_BEFORE_ITS_PERMIT.sub("", text))[0])


def of_sentence(reader: Reader, paper: str, text: str) -> Iterator[Said]:
    """What an alert's sentence says; every one names its task and whose it is."""
    task, (_, body) = told_of(reader, text), reader.whose(_BEFORE_ITS_PERMIT.sub("", text))
    if not _OVER_ITS_LIMIT.search(text):
        yield Said(paper, task, "answers", acting(body))
    for key, pattern in _PHRASES[reader.lang].items():
        for found in re.finditer(pattern, text):
            said = next(filter(None, found.groups()))
            yield Said(paper, task, key, reader.day(said) if key in DAYS else amount(said)[0])


def of_remarks(reader: Reader, paper: str, task: str, text: str) -> Iterator[Said]:
    """The cause, note and request that follow an alert's sentence in the minutes."""
    if reader.lang != "zh":
        return
    told = dict(re.findall(r"(原因|说明|请会议协调)：(.+?)。(?=原因：|说明：|请会议协调：|$)", text))
    if "请会议协调" in told:
        yield Said(paper, task, "request", told["请会议协调"])
    if cause := told.get("原因", "") + told.get("说明", ""):
        yield Said(paper, task, "problem", bare(cause))


@dataclass(frozen=True)
class Head:
    """The headline's figures: days of margin (negative: late), days later than last time and than the baseline."""

    task: str
    forecast: date
    deadline: date
    margin: int
    moved: int | None = None
    baseline: int | None = None


def headline(reader: Reader, text: str) -> Head:
    """The headline in figures."""
    zh = reader.lang == "zh"
    day = ZH_DAY if zh else EN_DAY
    task = re.search(r"完成：(.+?)预计" if zh else r": (.+?) is forecast", text)
    forecast = re.search(rf"预计 ?({day})" if zh else rf"forecast for ({day})", text)
    deadline = re.search(rf"期限 ?({day})" if zh else rf"deadline of ({day})", text)
    assert task, text
    assert forecast, text
    assert deadline, text
    late = re.search(rf"期限 ?{day} ?晚 ?(\d+) ?天" if zh else r", (\d+) days? after the deadline", text)
    early = re.search(r"还有 ?(\d+) ?天余地" if zh else r"(\d+) days? (?:before|to spare|of room)", text)
    assert bool(late) is not bool(early), text
    margin = -int(late[1]) if late else int(early[1])  # type: ignore[index]
    return Head(
        reader.task(task[1]),
        reader.day(forecast[1]),
        reader.day(deadline[1]),
        margin,
        _moved(text, "上次会议", r"(?:at )?the last meeting"),
        _moved(text, "原计划", r"(?:the )?baseline"),
    )


def _moved(text: str, zh: str, en: str) -> int | None:
    if re.search(f"与{zh}相同|unchanged since {en}", text):
        return 0
    found = re.search(rf"比{zh}(推迟|提前|晚|早) ?(\d+) ?天", text)
    if found:
        return int(found[2]) * (-1 if found[1] in ("提前", "早") else 1)
    found = re.search(rf"(\d+) days? (later|earlier|behind|ahead of)(?: than)? {en}", text)
    return int(found[1]) * (-1 if found[2] in ("earlier", "ahead of") else 1) if found else None


# ── the minutes ──


@dataclass
class Sections:
    """A Markdown paper: what stands before its sections, and each section's lines under its heading."""

    before: list[str] = field(default_factory=list)
    under: dict[str, list[str]] = field(default_factory=dict)

    def one(self, pattern: str) -> tuple[str, list[str]]:
        """The one section whose heading matches."""
        (found,) = (item for item in self.under.items() if re.search(pattern, item[0]))
        return found


def markdown(path: Path) -> Sections:
    """A Markdown file with its escapes taken back."""
    found = Sections()
    lines = found.before
    for line in path.read_text(encoding="utf-8").splitlines():
        text = re.sub(r"\\(.)", r"\1", line)
        if line.startswith("## "):
            lines = found.under.setdefault(text[3:], [])
        elif line.strip():
            lines.append(text)
    return found


def markdown_table(lines: Sequence[str]) -> list[dict[str, str]]:
    """The table among a section's lines."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return table_of([rows[0], *rows[2:]]) if rows else []


def minutes(reader: Reader, folder: Path) -> Iterator[Said]:
    for heading, lines in markdown(folder / "meeting.md").under.items():
        rows = markdown_table(lines)
        if rows:
            moved = "变动" in rows[0] or "Moved" in rows[0]
            yield from rows_of(reader, f"meeting.md {'moved' if moved else heading[:4]}", rows)
        for line in lines:
            if found := re.match(r"- \*\*(\w+)\*\* (.+)", line):
                task = told_of(reader, found[2])
                yield from of_sentence(reader, "meeting.md alerts", found[2])
                yield from of_remarks(reader, "meeting.md alerts", task, found[2])
                yield Said("meeting.md alerts", task, "alert_light", LIGHTS.get(found[1], found[1]))


# ── the page ──


@dataclass
class Node:
    """An element of the page."""

    tag: str
    attrs: dict[str, str]
    kids: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def all(self, tag: str = "", kind: str = "") -> Iterator[Node]:
        """Every element below of a tag and a class, in order."""
        for kid in self.kids:
            if isinstance(kid, Node):
                if (not tag or kid.tag == tag) and (not kind or kind in kid.classes):
                    yield kid
                yield from kid.all(tag, kind)

    def one(self, tag: str = "", kind: str = "") -> Node:
        return next(self.all(tag, kind))


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].kids.append(node)
        if tag not in ("meta", "input", "br", "link", "img"):
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(data)


def page(path: Path) -> Node:
    """The page's elements; one that is not closed in its place is an error."""
    return _page(path.read_text(encoding="utf-8"))


@lru_cache(4)  # several tests of one paper ask for it
def _page(text: str) -> Node:
    builder = _Builder()
    builder.feed(text)
    builder.close()
    assert len(builder.open) == 1
    return builder.open[0]


def table_in(node: Node) -> list[dict[str, str]]:
    """A table of the page under its headings; rows that head a group give their body to those below."""
    heads = [cell.text for cell in node.one("thead").all("th")]
    rows, body = [], ""
    for row in node.one("tbody").all("tr"):
        found = [cell.text for cell in row.all("td")]
        if found:
            rows.append({**({"Body": body} if body else {}), **dict(zip(heads, found, strict=True))})
        else:
            body = row.text
    return rows


def of_page(reader: Reader, folder: Path) -> Iterator[Said]:
    whole = page(folder / "meeting.html")
    numbers: dict[str, set[str]] = {}
    for table in whole.all("table"):
        if {"ledger", "trial"} & table.classes:  # a trial says what would be; `test_sliders` reads it
            continue
        name = "deadlines" if "deadlines" in table.classes else next(table.one("thead").all("th")).text
        rows = table_in(table)
        moved = "变动" in rows[0] or "Moved" in rows[0]
        yield from rows_of(reader, f"meeting.html {'moved' if moved else name}", rows)
        for link in table.all("a", "go"):
            numbers.setdefault(reader.task(link.text), set()).add(link.attrs["href"][1:])
    for item in (item for some in whole.all("ul", "items") for item in some.all("li", "t")):
        if not [*item.all("b", "pill")]:
            continue  # what to look at on site stands under no light
        light, sentence = item.one("b", "pill").text, item.one("span").text
        if re.search("：|:|最迟|期限|报称| is ", sentence):
            task = told_of(reader, sentence)
            yield from of_sentence(reader, "meeting.html alerts", sentence)
            yield from of_remarks(reader, "meeting.html alerts", task, sentence)
            yield Said("meeting.html alerts", task, "alert_light", LIGHTS.get(light, light))
    for one in (one for one in whole.all("details") if "dial" not in one.classes):
        name, paper = one.one("summary").one("span").text, "meeting.html details"
        row = dict(zip((n.text for n in one.all("dt")), (n.text for n in one.all("dd")), strict=True))
        yield from cells(reader, paper, name, {**row, "Light": one.one("b", "pill").text})
        yield Said(paper, reader.task(name), "answers", one.one("summary").one("small").text)
        numbers.setdefault(reader.task(name), set()).add(one.attrs["id"])
    for bar in whole.one("div", "gantt").all("a", "t"):
        task, paper = reader.task(bar.one("span", "na").text), "meeting.html chart"
        numbers.setdefault(task, set()).add(bar.attrs["href"][1:])
        yield Said(paper, task, "answers", bar.one("span", "bo").text)
        yield Said(paper, task, "forecast", reader.day(bar.one("span", "fi").text))
        for sign in bar.all("b", "pill"):
            yield Said(paper, task, "light", LIGHTS.get(sign.text, sign.text))
    assert all(len(found) == 1 for found in numbers.values())
    assert len(numbers) == len(set().union(*numbers.values()))


# ── the workbook ──


LIMITS = ("审批时限", "Limits")
"""The sheet of the workbook that is about files, and not about the deadlines."""


def sheets(path: Path) -> dict[str, tuple[list[str], list[dict[str, str]]]]:
    """Each sheet's lines above its table, and its rows under their headings, days as ISO text, amounts in words."""
    return _sheets(path.read_bytes())


@lru_cache(4)  # several tests of one paper ask for it
def _sheets(content: bytes) -> dict[str, tuple[list[str], list[dict[str, str]]]]:
    found = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True):
        rows = list(sheet.iter_rows())
        top = next(k for k, row in enumerate(rows) if row[0].value in ("序号", "No."))
        heads = [(cell.column - 1, cell.value) for cell in rows[top] if isinstance(cell.value, str)]
        below = [row for row in rows[top + 1 :] if isinstance(row[0].value, int)]
        table = [{head: _cell(row[k]) for k, head in heads} for row in below]
        found[sheet.title] = ([str(row[0].value) for row in rows[:top] if row[0].value is not None], table)
    return found


def _cell(cell: object) -> str:
    value, shown = cell.value, cell.number_format  # type: ignore[attr-defined]
    if value is None or value == "——":
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and '"' in shown:
        unit = "个工作日" if "工作日" in shown or "wd" in shown else "天"
        return f"{value} {unit}".strip()
    return str(value)


def workbook(reader: Reader, folder: Path) -> Iterator[Said]:
    for k, (name, (_, rows)) in enumerate(sheets(folder / "deadlines.xlsx").items()):
        assert rows or not k  # where nothing is open, the sheet of all is empty
        if name in LIMITS:
            continue  # how the limits of authorities stand has tests of its own
        done = name in ("已完成", "Finished")
        paper = "deadlines.xlsx " + ("finished" if done else "of a body" if k else "all")
        yield from rows_of(reader, paper, rows)
        if k and not done:
            # Its own tasks, and the approvals that it has to decide: those stand under the name of who files them.
            bodies = {row.get("责任单位") or row.get("Body") for row in rows} - reader.filers
            # The tab of a sheet holds 31 characters of a name.
            assert {str(body)[:31].rstrip() for body in bodies} <= {name}


# ── calendars ──


def calendars(reader: Reader, folder: Path) -> Iterator[Said]:
    for path in sorted(folder.glob("*.ics")):
        lines = path.read_bytes().decode("utf-8").replace("\r\n ", "").split("\r\n")
        event: dict[str, str] = {}
        for line in lines:
            key, _, value = line.partition(":")
            if line == "BEGIN:VEVENT":
                event = {}
            event.setdefault(key, re.sub(r"\\([;,\\])", r"\1", value))
            if line == "END:VEVENT":
                yield from _event(reader, event)


def _event(reader: Reader, event: Mapping[str, str]) -> Iterator[Said]:
    zh = reader.lang == "zh"
    title, begin = event["SUMMARY"], datetime.strptime(event["DTSTART;VALUE=DATE"], "%Y%m%d").date()
    assert event["DTEND;VALUE=DATE"] == f"{begin + timedelta(days=1):%Y%m%d}"
    what, name = re.fullmatch("(.+?)：(.+)" if zh else "(.+?): (.+)", title).groups()  # type: ignore[union-attr]
    task, begins = reader.task(name), ("启动", "报送", "补正报回", "Start", "Submit", "Hand in the corrected file")
    edge = "start" if what in begins else "finish"
    yield Said("ics", task, f"requested_{edge}", begin)
    line, facts = event["DESCRIPTION"].split("\\n")[:2]
    red = re.match(
        rf"红线：最迟 ?({ZH_DAY})" if zh else rf"Red line: (?:start|begin|finish|submit|hand in|decide) by ({EN_DAY})",
        line,
    )
    assert red, line
    yield Said("ics", task, f"latest_{edge}", reader.day(red[1]))
    pattern = (
        rf"(.+)。预计 ?({ZH_DAY}) ?(?:完成|实现)，(.)灯" if zh else rf"(.+)\. Forecast for ({EN_DAY}); light: (\w+)"
    )
    told = re.match(pattern, facts)
    assert told, facts
    yield Said("ics", task, "answers", acting(told[1]))
    yield Said("ics", task, "forecast", reader.day(told[2]))
    yield Said("ics", task, "light", LIGHTS.get(told[3], told[3]))


# ── the official papers, in Chinese ──


def lines_of(path: Path) -> list[str]:
    """A document's paragraphs."""
    return [*_lines(path.read_bytes())]


@lru_cache(4)  # several tests of one paper ask for it
def _lines(content: bytes) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def grids_of(path: Path) -> list[list[list[str]]]:
    """A document's tables; a cell over several columns once."""
    return [
        [list(dict.fromkeys(cell.text for cell in row.cells)) if row.cells else [] for row in table.rows]
        for table in docx.Document(str(path)).tables
    ]


def notice(reader: Reader, folder: Path) -> Iterator[Said]:
    section, day = "", ZH_DAY
    for line in lines_of(folder / "notice.docx"):
        if found := re.match("([一二三四五])、", line):
            section = found[1]
        lead = re.match(r"（[一二三四五六七八九十]+）([^。]+)。(.+)", line)
        if not lead:
            continue
        body, text = lead.groups()
        if section == "二":
            told = re.match(rf"(.+?)(?:已于({day})(?:完成|实现)|预计({day})(?:完成|实现)，比上次会议(提前\d+天))", text)
            assert told, text
            yield Said("notice.docx well", reader.task(told[1]), "forecast", reader.day(told[2] or told[3]))
            yield Said("notice.docx well", reader.task(told[1]), "answers", body)
            if told[4]:
                yield Said("notice.docx well", reader.task(told[1]), "moved", amount(told[4])[0])
        elif section == "三" and "受前置" in body:
            for part in text.rstrip("。").split("；"):
                told = re.match(rf"(.+?)（{_NAME}）(?:(?:比原计划)?晚(\d+天)|，(?:期限|应于|预计){day})", part)
                assert told, part
                if told[3]:  # of a plan that was never approved nothing is behind
                    yield Said("notice.docx waits", reader.task(told[1]), "behind", amount(told[3])[0])
                yield Said("notice.docx waits", reader.task(told[1]), "answers", told[2])
        elif section == "三" and _BEGUN.search(text):
            yield from of_sentence(reader, "notice.docx before", text)
        elif section == "三" and re.match("[^。]+还没有报(?:完成|开始)", text):
            pass  # of what is done only the report is asked for
        elif section == "三":
            told = re.match(
                rf"(.+?)，(?:比原计划晚(\d+天)，)?(?:已超[^（]+（[^（）]+）[，、])?(?:(应于|期限)({day})、)?预计({day})(?:完成|实现)。"
                rf"(?:原因：(.+?)。)?",
                text,
            )
            assert told, text
            task = reader.task(told[1])
            if "已超" not in text:  # of a limit that has passed the authority is told
                yield Said("notice.docx late", task, "answers", body)
            if told[2]:  # of a plan that was never approved nothing is behind
                yield Said("notice.docx late", task, "behind", amount(told[2])[0])
            yield Said("notice.docx late", task, "forecast", reader.day(told[5]))
            if told[3] == "应于":
                yield Said("notice.docx late", task, "latest_finish", reader.day(told[4]))
        else:
            for part in text.rstrip("。").split("；"):
                if re.search(
                    "立即停工|办下来再|^请报|红线.+已过，(.+一完成)?立即", part
                ):  # what has to stop or wait, or only be told
                    continue
                told = re.match(
                    rf"(.+?)(?:({day})(?:启动|报送|补正报回)(?:（[^（）]*）)?[、，])?(?:由[^（）]+?)?({day})(?:完成|办结|实现)"
                    rf"(?:（(?:红线({day})|即红线|已晚于红线({day}))(?:，预计{day})?）|(?:等\d+项)?$)",
                    part,
                )
                assert told, part
                task = reader.task(told[1])
                yield Said("notice.docx next", task, "answers", body)
                yield Said("notice.docx next", task, "requested_finish", reader.day(told[3]))
                if told[4] or told[5] or "红线" in told[0]:  # of what serves no deadline there is none
                    yield Said("notice.docx next", task, "latest_finish", reader.day(told[4] or told[5] or told[3]))
                if told[2]:
                    yield Said("notice.docx next", task, "requested_start", reader.day(told[2]))


def secretary(reader: Reader, folder: Path) -> Iterator[Said]:
    for line in lines_of(folder / "secretary.docx"):
        line = re.sub(r"^[^，。：]+现在卡在一件事上：(?=.)", "", line)  # of a further deadline, in one line
        told = re.match(
            rf"(?:\d．)?(.+?)，((?:[^，（）]|（[^（）]*）)+?)(?:（([^（）]+)）)?负责，(.+?)，预计({ZH_DAY})完成。(?:原因：(.+?)。$)?",
            line,
        )
        if told:
            name, body, person, stage, finish, cause = told.groups()
            row = {"责任人": person or "", "当前进展": stage, "预计完成": finish}
            yield from cells(reader, "secretary.docx holds", name, row)
            yield Said("secretary.docx holds", reader.task(name), "answers", body)
            if cause and not reader.waits(cause):
                yield Said("secretary.docx holds", reader.task(name), "problem", bare(cause))
        asked = re.search(
            rf"请(?:({ZH_DAY})(?:启动|报送|补正报回)(?:（[^（）]*）)?[、，])?(?:由[^（）]+?)?({ZH_DAY})(?:完成|办结|实现)"
            rf"(?:（红线({ZH_DAY})）|（即红线）)。",
            line,
        )
        if told and asked:
            task = reader.task(told[1])
            yield Said("secretary.docx holds", task, "requested_finish", reader.day(asked[2]))
            yield Said("secretary.docx holds", task, "latest_finish", reader.day(asked[3] or asked[2]))
            if asked[1]:
                yield Said("secretary.docx holds", task, "requested_start", reader.day(asked[1]))
        for name, task in reader.ids.items():
            body, asks, request = re.sub(r"^\d+．", "", line).partition(f"（{name}）提出：")
            if asks:
                yield Said("secretary.docx asks", task, "answers", body)
                yield Said("secretary.docx asks", task, "request", request.removesuffix("。"))
        for one in line.removesuffix("。").split("；"):  # where room is short several stand on one line
            if told := re.fullmatch(rf"(.+?)（{_NAME}），({ZH_DAY})完成", one):
                yield Said("secretary.docx closed", reader.task(told[1]), "forecast", reader.day(told[3]))
                yield Said("secretary.docx closed", reader.task(told[1]), "answers", told[2])


def trend(reader: Reader, folder: Path) -> list[tuple[date, date, int, int | None]]:
    """The secretary's weeks: the meeting, its forecast, days of margin, days later than the row before."""
    (rows,) = grids_of(folder / "secretary.docx")
    found = []
    for row in rows[1:]:
        margin = re.fullmatch("(早|晚)(\\d+)天|当天", row[2])
        assert margin, row
        step = re.fullmatch("(?:▼推迟|▲提前|▼ 推迟|▲ 提前)?(\\d+)天|＝ ?不变", row[3]) if row[3:] and row[3] else None
        later = None if step is None else int(step[1] or 0) * (-1 if "提前" in row[3] else 1)
        days = int(margin[2] or 0) * (-1 if margin[1] == "晚" else 1)
        found.append((reader.day(row[0]), reader.day(row[1]), days, later))
    return found


def supervision(reader: Reader, folder: Path) -> Iterator[Said]:
    grids = grids_of(folder / "supervision.docx")
    for grid, slip in zip(grids[::2], grids[1::2], strict=True):
        fields = {row[k]: row[k + 1] for row in grid for k in range(0, len(row) - 1, 2)}
        task, paper = reader.task(fields["督办事项"]), "supervision.docx"
        if "责任人" not in fields:  # work before its permit has several bodies, each with its own
            assert _BEGUN.search(fields["滞后情况"])
            yield from of_sentence(reader, paper, fields["滞后情况"])
            continue
        if re.match(f"应于(?:{ZH_DAY})前办结?，已过", fields["办理时限"]):  # an authority over its limit, or an actor
            assert ["督办事项", fields["督办事项"]] in slip
            continue
        yield Said(paper, task, "answers", fields["责任单位"])
        if "待填" not in fields["责任人"]:
            yield Said(paper, task, "owner", fields["责任人"])
        limit = re.search(rf"({ZH_DAY})前(?:完成|实现|由.+?办结)", fields["办理时限"])
        if fields["办理时限"].startswith("报出哪天"):  # of what is done only the report is asked for
            continue
        assert limit, fields
        asked = "latest_finish" if "已过" in fields["办理时限"] else "requested_finish"
        yield Said(paper, task, asked, reader.day(limit[1]))
        for pattern, key in ((rf"最迟({ZH_DAY})(?:完成|实现)", "latest_finish"), (rf"({ZH_DAY})的?期限", "deadline")):
            for day in re.findall(pattern, fields["办理依据"]):
                yield Said(paper, task, key, reader.day(day))
        for said in of_sentence(reader, paper, fields["滞后情况"]):
            assert said.task == task
            yield said
        remarks = of_remarks(reader, paper, task, fields["滞后情况"].partition("。")[2])
        yield from (one for one in remarks if not reader.waits(str(one.value)))
        assert ["督办事项", fields["督办事项"]] in slip


def everything(reader: Reader, folder: Path) -> list[Said]:
    """All that the papers of a folder say of their tasks."""
    said = [
        *rows_of(reader, "deadlines.csv", read_csv(folder / "deadlines.csv")),
        *workbook(reader, folder),
        *minutes(reader, folder),
        *of_page(reader, folder),
        *alerts_csv(reader, folder),
        *alerts_json(reader, folder),
        *calendars(reader, folder),
    ]
    if reader.lang == "zh":
        said += [*notice(reader, folder), *secretary(reader, folder)]
        said += supervision(reader, folder) if (folder / "supervision.docx").exists() else []
    return said
