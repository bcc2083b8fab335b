"""A year of a county's weeks, on every template: nothing that a county does is refused, nothing that was said is lost.

The weeks are drawn: bodies report by form, by table or by word of mouth, late, wrong and corrected the week after, or
not at all; decisions come before the forms or after them; bureaus are renamed and merged, a contractor is found, an
official rotates. After each week the chain of records holds, and every task stands as it was last reported; every so
often the papers of the meeting are read back and compared.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
import read_papers as read
from click.testing import CliRunner
from filled_forms import Filled, sent
from lengths import share_of
from read_papers import Reader
from test_same_numbers import WITHOUT_CHARTS, differences

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.calendars.worktime import finish_day, minutes, start_day
from schedule.commands import main
from schedule.engine.schedule import Stage, TaskDates
from schedule.model import FilingKind, Project, TaskKind
from schedule.output import meeting_folder as papers

START = date(2026, 3, 2)
YEAR = share_of(52, least=13)
WEEK = timedelta(days=7)


def run(*arguments: object, allowed: tuple[int, ...] = (0,)) -> str:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code in allowed, f"{arguments}: {done.exit_code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def is_asked(form: Filled, task: str, key: str) -> bool:
    """Whether a form has a yellow cell, one that is not locked, for this of a task."""
    try:
        return not form.cell(task, key).protection.locked
    except KeyError:
        return False


@dataclass
class County:
    """What is true in the county, and what has been said of it."""

    folder: Path
    draw: Random
    told: dict[str, dict[str, object]] = field(default_factory=dict)
    kept_back: dict[str, dict[str, object]] = field(default_factory=dict)
    to_correct: dict[str, dict[str, object]] = field(default_factory=dict)
    ways: set[str] = field(default_factory=set)

    @property
    def project(self) -> Project:
        return schedule.load(self.folder)

    def happened(self, monday: date) -> Iterator[tuple[TaskDates, dict[str, object]]]:
        """What was done in the week before a Monday, of each task that moved."""
        dates = schedule.meeting(self.project, minutes(monday - WEEK)).schedule.tasks
        for name, one in dates.items():
            if one.stage is Stage.FINISHED or one.task.spans or name in self.kept_back:
                continue
            first = max(start_day(one.start), monday - WEEK) if one.stage is Stage.NOT_STARTED else None
            if first is not None and (first >= monday or self.draw.random() < 0.15):
                continue
            yield one, self.work(one, first, monday)

    def work(self, one: TaskDates, first: date | None, monday: date) -> dict[str, object]:
        """What was done on a task in a week that it worked in, from its first day where that lies in the week."""
        said: dict[str, object] = {} if first is None else {"started": first.isoformat()}
        left = one.remaining // one.calendar.day_minutes
        left -= self.draw.choice((0, 2, 4, 5, 6, 9))
        if one.task.duration is None or left <= 0:
            last = monday - timedelta(days=self.draw.randint(1, 2))
            finished = max(last, first or last).isoformat()
            said |= {"finished": finished}
            if one.task.kind is TaskKind.FINISH_MILESTONE:
                del said["started"]
            elif one.task.kind is TaskKind.START_MILESTONE:
                said = {"started": finished}
            if one.task.evidence and self.draw.random() < 0.8:
                said["document"] = f"文〔2026〕{self.draw.randint(1, 999)}号"
        else:
            said["remaining"] = left
            if self.draw.random() < 0.3:
                said["cause"] = self.draw.choice(("补正", "资金", "天气"))
            if self.draw.random() < 0.2:
                said["note"] = "正在推进"
            if self.draw.random() < 0.1:
                said["request"] = "请会议协调用地"
        if one.task.applicant is not None and not one.task.is_milestone:
            said |= self.filed(one, first, monday, said)
            if "submitted" in said and first is not None and self.draw.random() < 0.5:
                del said["started"]  # who hands a file in has begun
        return said

    def filed(self, one: TaskDates, first: date | None, monday: date, said: dict[str, object]) -> dict[str, object]:
        """What happened to an approval's file in a week: handed in, accepted, returned, decided with the finish."""
        filings = one.status.filings
        last = filings[-1].kind if filings else None
        done = said.get("finished")
        if last is None or last is FilingKind.RETURNED:
            # What a body kept back of an earlier week may be told after this: never before what is known.
            known = monday - WEEK if not filings else max(monday - WEEK, start_day(filings[-1].instant) + timedelta(1))
            day = min(first or known, date.fromisoformat(str(done)) if done else monday - timedelta(1))
            told = {"submitted": day.isoformat()} if day < monday else {}
            return told | ({"decided": done} if done and told else {})
        if done is not None:
            return {"decided": done}
        friday = (monday - timedelta(3)).isoformat()
        happens = self.draw.random()
        if last is FilingKind.SUBMITTED and happens < 0.5:
            return {"accepted": friday}
        return {"returned": friday, "cause": "补正"} if happens > 0.85 else {}

    def report(self, monday: date) -> None:
        """A week's reports: each body in its own way."""
        said = dict(self.happened_by_task(monday))
        forms, words, table = {}, {}, {}
        for name, (one, facts) in said.items():
            way = self.draw.choice(("form", "form", "form", "words", "table", "late", "wrong", "silent"))
            self.ways.add(way)
            if way == "silent":
                continue
            if way == "late":
                self.kept_back[name] = facts
                continue
            if way == "wrong" and "remaining" in facts and "returned" not in facts:
                self.to_correct[name] = facts
                facts = {**facts, "remaining": int(str(facts["remaining"])) + 7}
            target = {"words": words, "table": table}.get(way, forms)
            target[name] = (one, facts)
            self.told[name] = {**self.told.get(name, {}), **facts}
        orders = [lambda: self.by_form(monday, forms), lambda: self.by_mouth(monday, words, table)]
        self.draw.shuffle(orders)
        for each in orders:
            each()

    def happened_by_task(self, monday: date) -> Iterator[tuple[str, tuple[TaskDates, dict[str, object]]]]:
        dates = schedule.meeting(self.project, minutes(monday - WEEK)).schedule.tasks
        for late in (self.kept_back, self.to_correct):
            for name, facts in list(late.items()):
                if dates[name].stage is not Stage.FINISHED:
                    yield name, (dates[name], facts)
                del late[name]
        yield from ((one.task.id, (one, facts)) for one, facts in self.happened(monday))

    def by_form(self, monday: date, said: Mapping[str, tuple[TaskDates, dict[str, object]]]) -> None:
        """Each body fills in the yellow cells of its own form; what no form asks for is said by word of mouth."""
        waiting = {name: dict(facts) for name, (_, facts) in said.items()}
        inbox = self.folder.parent / f"in-{self.folder.name}-{monday}"
        inbox.mkdir()
        for body, data in sent(self.project, week=minutes(monday)).items():
            form = Filled(data)
            for name, facts in waiting.items():
                for key in list(facts):
                    if is_asked(form, name, key):
                        form.fill(name, **{key: facts.pop(key)})
            if form.at:
                (inbox / f"{body}.xlsx").write_bytes(form.signed("联络员").data)
        if any(inbox.iterdir()):
            shown = run("collect", self.folder, inbox, "--dry-run")
            assert run("collect", self.folder, inbox, "--yes") == shown
            records = sorted((self.folder / "updates").iterdir())
            run("collect", self.folder, inbox, "--yes")
            assert sorted((self.folder / "updates").iterdir()) == records  # a second time it says nothing new
        self.by_mouth(monday, {name: (said[name][0], facts) for name, facts in waiting.items() if facts}, {})

    def by_mouth(
        self,
        monday: date,
        words: Mapping[str, tuple[TaskDates, dict[str, object]]],
        table: Mapping[str, tuple[TaskDates, dict[str, object]]],
    ) -> None:
        arguments = [self.as_word(name, one, facts) for name, (one, facts) in words.items()]
        if table:
            sheet = self.folder.parent / f"{monday}.csv"
            heads = {"task": "任务", "started": "开始", "finished": "完成", "remaining": "还需", "document": "文号"}
            heads |= {"cause": "原因", "note": "说明", "request": "需协调", "submitted": "报送", "returned": "退回补正"}
            heads |= {"accepted": "受理", "decided": "办结"}
            with sheet.open("w", encoding="utf-8-sig", newline="") as lines:
                writer = csv.writer(lines)
                writer.writerow(heads.values())
                for name, (one, facts) in table.items():
                    told = {"task": name, **facts}
                    if "remaining" in told:
                        told["remaining"] = f"{told['remaining']}{self.unit(one)}"
                    writer.writerow([told.get(key, "") for key in heads])
            arguments += ["--csv", str(sheet)]
        if arguments:
            run("update", self.folder, "--date", monday, *arguments)

    def as_word(self, name: str, one: TaskDates, facts: Mapping[str, object]) -> str:
        values = {key: f"{value}{self.unit(one)}" if key == "remaining" else value for key, value in facts.items()}
        return " ".join([name, *(f"{key}={value}" for key, value in values.items())])

    @staticmethod
    def unit(one: TaskDates) -> str:
        return "cd" if one.calendar.counts_calendar_days else "wd"

    def holds(self, monday: date) -> None:
        """Whether the chain is whole and every task stands as it was last told."""
        run("verify", self.folder)
        statuses = schedule.meeting(self.project, minutes(monday)).schedule.state.statuses
        for name, facts in self.told.items():
            status = statuses.get(name)
            if status is None:
                continue
            if "started" in facts and status.started is not None:
                assert start_day(status.started).isoformat() == facts["started"], name
            if "finished" in facts:
                assert status.finished is not None, name
                assert finish_day(status.finished).isoformat() == facts["finished"], name
            if "document" in facts:
                assert status.document == facts["document"], name
            if "remaining" in facts and status.finished is None:
                assert status.remaining is not None, name
                assert status.remaining.amount == facts["remaining"], name
            for kind in FilingKind:
                if kind in facts:
                    shown = finish_day if kind in (FilingKind.RETURNED, FilingKind.DECIDED) else start_day
                    days = {shown(one.instant).isoformat() for one in status.filings if one.kind is kind}
                    assert facts[kind] in days, name


def decisions(county: County, monday: date) -> list[Callable[[], object]]:
    """What a task force decides in a year, one after another; each as a call."""
    folder, by = county.folder, ["--approved-by", "专责领导小组"]

    def open_one() -> str:
        tasks = schedule.meeting(county.project).schedule.tasks
        return county.draw.choice(
            [name for name, one in tasks.items() if one.stage is Stage.NOT_STARTED and one.task.duration is not None]
        )

    def decided(*changes: str, why: str = "增加内容", **options: str) -> None:
        said = [word for key, text in options.items() for word in (f"--{key}", text)]
        run("decide", folder, "--date", monday, *changes, "--reason", why, *by, *said)

    def before_its_permit() -> None:
        """Somebody begins what has to wait for a document, and says so."""
        tasks = schedule.meeting(county.project).schedule.tasks
        for name, one in tasks.items():
            for relation in one.task.relations:
                permit = tasks[relation.predecessor]
                lawful = permit.task.legal or "施工许可" in permit.task.name
                waits = lawful and permit.stage is not Stage.FINISHED
                if waits and one.stage is Stage.NOT_STARTED and one.task.applicant is None and one.task.duration:
                    facts: dict[str, object] = {"started": (monday - WEEK).isoformat(), "remaining": 9}
                    run("update", folder, "--date", monday, county.as_word(name, one, facts))
                    county.told[name] = county.told.get(name, {}) | facts
                    county.kept_back.pop(name, None)
                    first = schedule.meeting(county.project, minutes(monday)).alerts[0]
                    assert first.code == "before-permit"
                    assert first.light is Light.RED
                    return
        raise AssertionError("no permit is waited for")

    return [
        lambda: decided(f"{open_one()} duration=20wd", **{"for": "owner"}, measure="加班", due="2027-03-01"),
        lambda: decided("body housing name=住房和城乡建设局 lead=新局长", why="机构改革"),
        lambda: decided("completed deadline=2028-12-29", promise=f"{open_one()} 3"),
        lambda: (
            decided("add body builder name=中建某局 name_en=Builder", why="中标"),
            decided(f"{open_one()} support=[builder]", why="中标"),
        ),
        lambda: decided("body finance lead=李四", why="干部轮岗"),
        before_its_permit,
        lambda: decided(f"add extra name=新增内容 body=owner duration=15wd after={open_one()}"),
        lambda: run("decide", folder, "--date", monday, f"{open_one()} name=更正后的名称", "--corrects", "录入错字"),
        lambda: decided("body designer into=agent", why="撤并"),
        lambda: run(
            *("decide", folder, "--date", monday, "calendar government off=2027-05-06、2027-05-07 complete=2027"),
            *("--reason", "放假通知", *by, "--announced"),
        ),
        lambda: decided(f"{open_one()} body=owner", why="移交"),
    ]


def lived(folder: Path, template: str, seed: int, weeks: int) -> Iterator[tuple[int, date, County]]:
    """A plan's weeks, one after another, with what the county is after each; the year's decisions spread over them."""
    said = ["--name", "示例项目", "--start", START, "--deadline", "2028-10-31", "--region", "xinjiang"]
    run("new", folder, "--template", template, *said, "--winter", "11-15..03-10")
    run("baseline", folder, "B0", "--approved-by", "专责领导小组", "--approved-on", START)
    county, decided = County(folder, Random(seed)), 0
    for week in range(1, weeks + 1):
        monday = START + week * WEEK
        due = decisions(county, monday)
        until = len(due) * week // weeks
        acts = [partial(county.report, monday), *due[decided:until]]
        decided = until
        county.draw.shuffle(acts)
        for act in acts:
            act()
        if not (folder / "updates" / f"{monday}.yaml").exists():
            run("update", folder, "--date", monday, "--note", "本周没有单位报送")
        county.holds(monday)
        yield week, monday, county


def papers_agree(county: County, monday: date, lang: str, out: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(papers, "PAPERS", WITHOUT_CHARTS)
    run("meeting", county.folder, "--date", monday, "-o", out, "--lang", lang)
    plan = schedule.meeting(county.project, minutes(monday)).schedule.state.plan
    names = {(task.name_en if lang == "en" else None) or task.name: name for name, task in plan.tasks.items()}
    filing = (plan.bodies[task.applicant] for task in plan.tasks.values() if task.applicant is not None)
    filers = frozenset((body.name_en if lang == "en" else None) or body.name for body in filing)
    assert differences(read.everything(Reader(lang, monday.year, names, filers), out)) == []


KINDS = ("industrial-park", "road", "school-hospital", "utility-line")


@pytest.mark.slow
def test_eight_weeks_of_a_park(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for week, monday, county in lived(tmp_path / "park", "industrial-park", 1, 8):
        if week in (5, 8):
            papers_agree(county, monday, "zh" if week == 8 else "en", tmp_path / f"papers-{week}", monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("template", KINDS)
def test_a_year_of_weeks(template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: set[str] = set()
    for week, monday, county in lived(tmp_path / template, template, KINDS.index(template), YEAR):
        ways = county.ways
        if week % 13 == 0:
            papers_agree(county, monday, "en" if week == 26 else "zh", tmp_path / f"papers-{week}", monkeypatch)
    assert ways == {"form", "words", "table", "late", "wrong", "silent"}
