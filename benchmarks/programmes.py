"""A county's programme of many projects as a plan's folder, for a weekly meeting of 300, 2,000 or 10,000 tasks.

Each project goes through the stages of a government investment, from the proposal to the handing over: filings with
their bodies, the works of some sections on the site's calendar, with a winter closure, acceptance. Projects begin one
after the other over two years and meet in one target; each stage has its date, some projects have one of their own.
What happens is drawn, not scheduled: work takes a little less or a good deal more than planned. Every update tells
what began, what ended and what is left, but for one task in twenty, about which nothing comes. The same on every
machine. This module must never know an engine: the baseline is approved by the command (`meeting.py`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

START = date(2027, 3, 1)
FIRST_UPDATE = 60
"""Weeks after the start: some half of the projects are begun, and the first sites are at work."""

BODIES = (
    ("park", "园区管委会", "Park Committee"),
    ("reform", "发改委", "Development and Reform Commission"),
    ("resources", "自然资源局", "Natural Resources Bureau"),
    ("ecology", "生态环境局", "Ecology Bureau"),
    ("housing", "住建局", "Housing and Construction Bureau"),
    ("transport", "交通局", "Transport Bureau"),
    ("water", "水利局", "Water Bureau"),
    ("finance", "财政局", "Finance Bureau"),
    ("trading", "公共资源交易中心", "Public Trading Centre"),
    ("agent", "代建中心", "Construction Agency"),
    ("investment", "城投公司", "City Investment Company"),
    ("power", "供电公司", "Power Company"),
    ("education", "教育局", "Education Bureau"),
    ("health", "卫健委", "Health Commission"),
    ("design", "市政设计院", "Municipal Design Institute"),
    ("builder", "施工总承包单位", "Main contractor"),
)
PHASES = (
    ("approval", "立项用地", "Approval and land"),
    ("survey", "勘察设计", "Survey and design"),
    ("tender", "预算招标", "Budget and tender"),
    ("permit", "施工许可", "Construction permit"),
    ("works", "主体施工", "Works"),
    ("utilities", "配套管网", "Utilities"),
    ("acceptance", "竣工验收", "Acceptance"),
)
PLACES = ("东城", "西城", "南湖", "北郊", "河口", "新区", "老城", "开发区", "高铁站", "火车站", "物流园", "科教园")
KINDS = (
    ("标准厂房", "workshops", "park"),
    ("道路", "road", "transport"),
    ("学校", "school", "education"),
    ("卫生院", "hospital", "health"),
    ("污水处理厂", "sewage works", "water"),
    ("安置房", "resettlement housing", "investment"),
)
STEPS = (
    # id, name, name_en, phase, body ("owner": the project's), working days, after
    ("proposal", "项目建议书批复", "Proposal approved", "approval", "reform", 15, ()),
    ("site", "选址意见书", "Site opinion", "approval", "resources", 15, ("proposal",)),
    ("pre-exam", "用地预审", "Land pre-examination", "approval", "resources", 20, ("proposal",)),
    ("study", "可研编制", "Feasibility study", "approval", "owner", 30, ("proposal",)),
    ("eia", "环评批复", "Environmental approval", "approval", "ecology", 25, ("study",)),
    ("feasibility", "可研批复", "Study approved", "approval", "reform", 10, ("study", "site", "pre-exam")),
    ("land-permit", "建设用地规划许可证", "Land planning permit", "approval", "resources", 15, ("feasibility",)),
    ("ground", "地质勘察", "Ground survey", "survey", "design", 20, ("site",)),
    ("scheme", "初步设计", "Preliminary design", "survey", "design", 35, ("feasibility", "ground")),
    ("scheme-approval", "初步设计批复", "Preliminary design approved", "survey", "reform", 15, ("scheme", "eia")),
    ("drawings", "施工图设计", "Construction drawings", "survey", "design", 40, ("scheme-approval",)),
    ("review", "施工图审查", "Drawings reviewed", "survey", "housing", 15, ("drawings",)),
    (
        "works-permit",
        "建设工程规划许可证",
        "Works planning permit",
        "survey",
        "resources",
        15,
        ("land-permit", "review"),
    ),
    ("budget", "预算编制", "Budget drawn up", "tender", "agent", 15, ("drawings",)),
    ("budget-review", "预算评审", "Budget reviewed", "tender", "finance", 15, ("budget",)),
    ("documents", "招标文件备案", "Tender documents filed", "tender", "agent", 8, ("budget-review", "review")),
    ("bidding", "施工招标", "Bidding", "tender", "trading", 25, ("documents",)),
    ("contract", "合同签订", "Contract signed", "tender", "agent", 10, ("bidding",)),
    ("supervision", "质量安全监督手续", "Supervision registered", "permit", "housing", 7, ("contract",)),
    ("permit", "施工许可证", "Construction permit", "permit", "housing", 7, ("supervision", "works-permit")),
)
SECTION = (
    ("ground", "场地平整", "Ground levelled", "works", "builder", 12, ()),
    ("base", "基础施工", "Foundations", "works", "builder", 30, ("ground",)),
    ("frame", "主体结构", "Structure", "works", "builder", 60, ("base",)),
    ("walls", "围护砌筑", "Walls", "works", "builder", 35, ("frame SS+20wd",)),
    ("roof", "屋面防水", "Roof", "works", "builder", 20, ("frame",)),
    ("services", "机电安装", "Services", "works", "builder", 45, ("walls SS+15wd",)),
    ("finishes", "装饰装修", "Finishes", "works", "builder", 40, ("walls", "roof", "services FF+10wd")),
)
ENDING = (
    ("pipes", "给排水管网", "Water and sewers", "utilities", "water", 40),
    ("cables", "供电线路", "Power lines", "utilities", "power", 35),
    ("yard", "室外道路", "Roads on the site", "utilities", "builder", 30),
    ("fire", "消防验收", "Fire acceptance", "acceptance", "housing", 15),
    ("planning-check", "规划核实", "Planning check", "acceptance", "resources", 10),
    ("completion", "竣工验收", "Completion accepted", "acceptance", "agent", 15),
    ("archive", "档案移交", "Archives handed over", "acceptance", "agent", 20),
)
SITE = ("works", "utilities")
SECTIONS = 2
A_PROJECT = len(STEPS) + SECTIONS * len(SECTION) + len(ENDING)


@dataclass(frozen=True, slots=True)
class Work:
    """One task: its place in the programme, planned days, and what it waits for as (id, type, days of lag)."""

    id: str
    name: str
    name_en: str
    phase: str
    body: str
    project: int
    days: int
    after: tuple[tuple[str, str, int], ...]


def works(tasks: int) -> list[Work]:
    """The tasks of whole projects, the last of which breaks off where so many are reached."""
    random = Random(1)
    found: list[Work] = []
    number = 0
    while len(found) < tasks:
        owner = KINDS[number % len(KINDS)][2]
        found += _project(number, owner, random)
        number += 1
    kept = found[:tasks]
    there = {one.id for one in kept}
    return [one for one in kept if all(pred in there for pred, _, _ in one.after)]


def _project(number: int, owner: str, random: Random) -> list[Work]:
    prefix = f"p{number + 1:03d}"
    made: list[Work] = []

    def add(step: tuple[str, ...], after: tuple[str, ...], section: str = "", mark: str = "") -> str:
        key, name, name_en, phase, body = step[:5]
        id_ = f"{prefix}-{section}{key}"
        days = max(3, round(int(step[5]) * random.uniform(0.7, 1.5)))
        links = tuple(_link(f"{prefix}-{one}") for one in after)
        title = (f"{mark}{name}", f"{name_en}, {mark}" if mark else name_en)
        made.append(Work(id_, *title, phase, owner if body == "owner" else body, number, days, links))
        return id_.removeprefix(f"{prefix}-")

    for step in STEPS:
        add(step, step[6])
    ends = []
    for section in range(SECTIONS):
        letter = f"s{section + 1}-"
        for step in SECTION:
            after = tuple(letter + one for one in step[6]) or ("permit",)
            if step[0] == "base" and section:
                after = (*after, f"s{section}-base")
            last = add(step, after, letter, f"{section + 1}号")
        ends.append(last)
    for step in ENDING[:3]:
        add(step, ("s1-base",))
    for step in ENDING[3:5]:
        add(step, (*ends, "pipes", "cables", "yard"))
    add(ENDING[5], ("fire", "planning-check"))
    add(ENDING[6], ("completion SS+5wd",))
    return made


def _link(text: str) -> tuple[str, str, int]:
    name, _, rest = text.partition(" ")
    kind, _, lag = rest.partition("+")
    return name, kind or "FS", int(lag.removesuffix("wd") or 0)


def happened(found: list[Work], seed: int = 1) -> dict[str, tuple[int, int]]:
    """When each task really begins and ends, in days after the start: it ends before the morning of the second."""
    random = Random(seed)
    when: dict[str, tuple[int, int]] = {}
    for one in found:
        site = one.phase in SITE
        begin = max(random.randint(0, 3), _begins(one.project, found[-1].project))
        taken = max(2, round(one.days * (1.0 if site else 1.4) * random.uniform(0.85, 1.3)))
        for pred, kind, lag in one.after:
            begins, ends = when[pred]
            begin = max(begin, {"FS": ends + lag, "SS": begins + lag, "FF": ends + lag - taken}[kind])
        when[one.id] = (begin, begin + taken)
    return when


def _begins(project: int, last: int) -> int:
    """The day on which a project may begin: the first ten at once, the others within two years."""
    return 0 if project < 10 else round(700 * (project - 9) / max(last - 9, 1))


def write(folder: Path, tasks: int, updates: int) -> None:
    """Writes a plan of some so many tasks, with its milestones, and so many weekly updates."""
    found = works(tasks)
    when = happened(found)
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(_plan(found, when), encoding="utf-8")
    random = Random(2)
    since = -1
    for week in range(FIRST_UPDATE, FIRST_UPDATE + updates):
        now = week * 7
        lines = ["sample: 演示数据 (invented)", f"data_date: {_day(now)}", "progress:"]
        for one in found:
            begin, end = when[one.id]
            if begin >= now or end <= since or (since >= 0 and random.random() < 0.05):
                continue
            left = max(1, round((end - now) * (1.0 if one.phase in SITE else 5 / 7)))
            ended = f"finished: {_day(end - 1)}" if end <= now else f"remaining: {left}wd"
            proof = (
                f", document: {one.project + 1}〔2027〕{len(one.id)}号" if end <= now and one.phase not in SITE else ""
            )
            lines.append(f"  {one.id}: {{started: {_day(begin)}, {ended}{proof}}}")
        for phase, _, _ in PHASES:
            end = max(when[one.id][1] for one in found if one.phase == phase)
            lines += [f"  {phase}-done: {{finished: {_day(end - 1)}}}"] if since < end <= now else []
        (folder / "updates" / f"{_day(now)}.yaml").write_text("\n".join([*lines, ""]), encoding="utf-8")
        since = now


def _plan(found: list[Work], when: dict[str, tuple[int, int]]) -> str:
    last = found[-1].project
    lines = ["daopai: 1", "project:", "  name: 重点项目推进计划", "  name_en: Programme of key projects"]
    lines += [f"  start: {START}", "  calendar: government", "  target: done", "  sample: 演示数据 (invented)"]
    lines += ["calendars:", "  government: {name: 机关工作日, base: china}"]
    lines += ["  site: {name: 露天施工, week: mon-sun, closed: [11-15..03-10]}", "bodies:"]
    lines += [f"  {id_}: {{name: {name}, name_en: {english}}}" for id_, name, english in BODIES]
    lines += ["phases:", *(f"  {id_}: {{name: {name}, name_en: {english}}}" for id_, name, english in PHASES)]
    names = [_named(number) for number in range(last + 1)]
    lines += ["groups: {" + ", ".join(f"{name}: {english}" for name, english in names) + "}", "tasks:"]
    followed = {pred for one in found for pred, _, _ in one.after}
    for one in found:
        after = [
            f"{pred}{f' {kind}' if kind != 'FS' else ''}{f'+{lag}wd' if lag else ''}" for pred, kind, lag in one.after
        ]
        lines += [f"  {one.id}:", f"    name: {names[one.project][0]}{one.name}"]
        lines += [f"    name_en: {names[one.project][1]} {one.name_en}", f"    phase: {one.phase}"]
        lines += [f"    body: {one.body}", f"    group: {names[one.project][0]}", f"    duration: {one.days}wd"]
        lines += ["    calendar: site"] if one.phase in SITE else ["    evidence: 批复文件"]
        lines += [f"    after: [{', '.join(after)}]"] if after else []
        if not after and (begin := _begins(one.project, last)):
            lines.append(f"    start_no_earlier_than: {_day(begin)}")
        if one.id.endswith("completion") and one.project % max(1, last // 6) == 2:
            lines.append(f"    deadline: {_day(when[one.id][1] - 25)}")
    for phase, name, english in PHASES:
        ends = [one.id for one in found if one.phase == phase]
        due = max(when[one][1] for one in ends) + 20
        lines += [f"  {phase}-done:", f"    name: {name}全部完成", f"    name_en: All of {english.lower()} done"]
        lines += ["    milestone: finish", f"    phase: {phase}", f"    after: [{', '.join(ends)}]"]
        lines += [f"    deadline: {_day(due)}"]
    opened = [one.id for one in found if one.id not in followed]
    lines += ["  done:", "    name: 全部项目建成", "    name_en: All projects handed over", "    milestone: finish"]
    lines += ["    phase: acceptance", f"    after: [{', '.join(opened)}]"]
    lines += [f"    deadline: {_day(max(when[one][1] for one in opened) - 20)}"]
    return "\n".join([*lines, ""])


def _named(number: int) -> tuple[str, str]:
    """A project's name, in Chinese and in English."""
    kind, english, _ = KINDS[number % len(KINDS)]
    place = PLACES[number // len(KINDS) % len(PLACES)]
    again = number // (len(KINDS) * len(PLACES)) + 1
    mark = f"{again}期" if again > 1 else ""
    return f"{place}{kind}{mark}", f"{english.capitalize()} {number + 1}"


def _day(number: int) -> date:
    return START + timedelta(days=number)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
