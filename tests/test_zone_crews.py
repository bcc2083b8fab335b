"""Crews that parks share: what all of them together ask for, day by day, against what the zone has."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.portfolio.zone import Zone
from schedule.commands import main
from schedule.commands.portfolio import met
from schedule.commands.portfolio.remembered import kept_document, kept_summary
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.plans.portfolio import read_portfolio
from schedule.model import Project
from schedule.output.letters.official import Paragraph
from schedule.output.minutes.zone import zone_voice
from schedule.output.minutes.zone_notice import zone_notice

PARK = """daopai: 1
project: {{name: 园区{key}, start: 2016-03-07, calendar: china}}
crews: {{{crew}: {{capacity: 3, name: 班组}}}}
tasks:
  base: {{name: 基础{key}, duration: {base}wd}}
  steel: {{name: 钢结构{key}, name_en: Steel {key}, duration: {steel}wd, after: [base], crew: {{{crew}: {units}}}}}
"""
HEAD = "daopai-portfolio: 1\nname: 一区\nplans: {p: {plan: p, name: 甲园}, q: {plan: q, name: 乙园}}\n"
CREWS = "crews: {steel: {capacity: 2, name: 钢结构安装班组, name_en: Steel crew, is: [p.gang, q.steel]}}\n"


def park(folder: Path, key: str, crew: str, base: int, steel: int, units: int) -> None:
    (folder / key).mkdir(exist_ok=True)
    text = PARK.format(key=key, crew=crew, base=base, steel=steel, units=units)
    (folder / key / "plan.yaml").write_text(text, encoding="utf-8")


def written(folder: Path, crews: str = CREWS, units: tuple[int, int] = (1, 2)) -> Path:
    """Park p has the crew from Monday 14 to Friday 18 March, park q from Wednesday 16 to Tuesday 22."""
    park(folder, "p", "gang", 5, 5, units[0])
    park(folder, "q", "steel", 7, 5, units[1])
    (folder / "zone.yaml").write_text(HEAD + crews, encoding="utf-8")
    return folder / "zone.yaml"


def zone_of(path: Path) -> Zone:
    return met(read_portfolio(path)[0], None, 1)


def test_an_engineer_reads_day_by_day_what_all_parks_ask_of_one_crew(tmp_path: Path) -> None:
    (load,) = zone_of(written(tmp_path)).crews()
    asked = {day: load.asked(day) for day in load.units}
    assert asked == {
        date(2016, 3, day): n for day, n in [(14, 1), (15, 1), (16, 3), (17, 3), (18, 3), (21, 2), (22, 2)]
    }
    assert load.short == (date(2016, 3, 16), date(2016, 3, 17), date(2016, 3, 18))
    assert load.worst == date(2016, 3, 16)
    assert [(key, task.name) for key, task in load.on(date(2016, 3, 17))] == [("p", "钢结构p"), ("q", "钢结构q")]
    assert load.on(date(2016, 3, 19)) == (), "a Saturday"


@pytest.mark.parametrize(
    ("lang", "said", "told"),
    [
        (
            "zh",
            "钢结构安装班组不够：3月16日 各园区合计要 3 个，全区有 2 个（甲园的钢结构p、乙园的钢结构q）；"
            "到 3月18日 为止共有 3 天不够。",
            "全区共用的班组",
        ),
        ("en", "Too little of Steel crew: on 16 Mar all parks ask for 3, the zone has 2", "Crews that parks share"),
    ],
)
def test_a_secretary_reads_when_the_zone_has_too_few_of_a_crew(tmp_path: Path, lang: str, said: str, told: str) -> None:
    path = written(tmp_path)
    for form in ("table", "md", "html"):
        out = [] if form == "table" else ["-o", str(tmp_path / f"zone.{form}")]
        done = CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--lang", lang, *out])
        assert done.exit_code == 0, done.output
        text = done.stdout if form == "table" else (tmp_path / f"zone.{form}").read_text(encoding="utf-8")
        plain = text.replace("\n", " " if lang == "en" else "")
        assert said in plain, form
        assert told in plain, form


def test_the_bulletin_to_all_parks_asks_who_is_first(tmp_path: Path) -> None:
    zone = zone_of(written(tmp_path))
    said = [block.text for block in zone_notice(zone, zone_voice(zone, "zh")).blocks if isinstance(block, Paragraph)]
    assert any("钢结构安装班组不够：3月16日 各园区合计要 3 个" in text for text in said)


def test_where_there_are_enough_nobody_is_warned_and_the_load_is_told(tmp_path: Path) -> None:
    enough = CREWS.replace("capacity: 2", "capacity: {usual: 2, 2016-03-16..2016-03-18: 3}")
    (load,) = zone_of(written(tmp_path, enough)).crews()
    assert (load.short, load.worst, load.asked(date(2016, 3, 16))) == ((), None, 3)
    shown = CliRunner().invoke(main, ["portfolio", "meeting", str(tmp_path / "zone.yaml"), "--lang", "zh"]).stdout
    assert "不够" not in shown
    assert "钢结构安装班组" in shown


def test_a_secretary_is_told_which_parks_are_not_counted_or_wait_for_undated_money(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = (tmp_path / "p" / "plan.yaml").read_text(encoding="utf-8")
    funds = text.replace("crews:", "funds: {tranches: {rest: {amount: 9}}}\ncrews:").replace(
        "after: [base]", "after: [base], commits: {amount: 9}"
    )
    (tmp_path / "p" / "plan.yaml").write_text(funds, encoding="utf-8")
    shown = CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--lang", "zh"]).stdout
    assert "甲园等资金，无到位日期：它要班组的日子是按资金需要时就到位算的。" in "".join(shown.splitlines())
    (tmp_path / "p" / "plan.yaml").write_text("tasks: [", encoding="utf-8")
    shown = CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--lang", "zh"]).stdout
    assert "没有算读不进来的园区：甲园。" in shown


def test_a_zone_without_crews_of_its_own_says_nothing_of_any(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    assert zone_of(path).crews() == ()
    assert "班组" not in CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--lang", "zh"]).stdout


def test_no_park_is_moved_and_processes_and_caches_change_no_byte(tmp_path: Path) -> None:
    path, kept = written(tmp_path), tmp_path / "kept"
    before = {one: one.read_bytes() for one in tmp_path.rglob("*.yaml")}
    told = [
        CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json", *more]).stdout
        for more in ([], ["--workers", "2"], ["--cache", str(kept)], ["--cache", str(kept)])
    ]
    assert len(set(told)) == 1
    assert json.loads(told[0])[0]["headline"].endswith("以上是按各园区计划日期说的，没有算班组。")
    assert json.loads(told[0])[0]["crews"][0]["short"] == 3
    assert list(kept.iterdir()), "else nothing was read back"
    assert {one: one.read_bytes() for one in before} == before
    for summary in zone_of(path).summaries.values():
        assert kept_summary(json.loads(kept_document(summary))) == summary


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("p.gang", "p.gong", None),
        ("p.gang", "gang", "task-of-plan"),
        ("p.gang", "r.gang", "unknown-plan"),
        ("capacity: 2, ", "", "missing-key"),
        ("capacity: 2", "capacity: -2", "bad-number"),
        ("}}", "}, other: {capacity: 1, is: [p.gang]}}", "duplicate-item"),
    ],
)
def test_what_is_wrong_with_a_crew_of_the_zone_is_told(tmp_path: Path, was: str, now: str, code: str | None) -> None:
    path = written(tmp_path, CREWS.replace(was, now))
    if code is None:
        (wrong,) = zone_of(path).wrong
        assert (wrong.code, wrong.facts["nearest"]) == ("unknown-crew", "p.gang")
        return
    with pytest.raises(PlanError) as found:
        read_portfolio(path)
    assert [one.code for one in found.value.diagnostics] == [code]


@pytest.mark.slow
def test_of_any_parks_the_days_are_those_on_which_their_tasks_work(tmp_path: Path) -> None:
    """30 zones of three parks: each day counted from the plans' own dates and calendars alone."""
    draw, parks = random.Random(5), "pqr"
    head = HEAD.replace("}}\n", "}, r: {plan: r}}\n")
    for _ in range(30):
        have = draw.randint(1, 4)
        for key in parks:
            park(tmp_path, key, "gang", draw.randint(1, 9), draw.randint(1, 12), draw.randint(1, 3))
        crews = f"crews: {{all: {{capacity: {have}, is: ['*.gang']}}}}\n"
        (tmp_path / "zone.yaml").write_text(head + crews, encoding="utf-8")
        asked: dict[date, int] = {}
        for key in parks:
            project, _faults = schedule.read(tmp_path / key)
            assert isinstance(project, Project)
            one = compute(as_of(project, project.plan.start)).tasks["steel"]
            day = one.first_day
            while day <= one.last_day:
                if one.calendar.is_working(day):
                    asked[day] = asked.get(day, 0) + dict(one.task.crew)["gang"]
                day += timedelta(days=1)
        (load,) = zone_of(tmp_path / "zone.yaml").crews()
        assert {day: load.asked(day) for day in load.units} == asked
        assert load.short == tuple(day for day in sorted(asked) if asked[day] > have)
