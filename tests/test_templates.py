"""The templates say what the workflow and the law say, in both variants, and a plan made from them can be worked with.

The facts stand in `tests/facts`: 52 steps from project approval to acceptance, and 37 statutory periods with the dates
in force. Where a template departs from them, the departure and its reason stand here.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import schedule
from schedule.analysis.dates.deadlines import deadline_rows
from schedule.analysis.dates.lawful import unlawful
from schedule.analysis.dates.within import is_passed, periods_within
from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.new import command
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.order import cycle_faults
from schedule.files.plans.plan import read_plan
from schedule.files.records.plan_folder import read_project
from schedule.files.templates import available, render, text_of, write_new
from schedule.law.terms import ceilings, floors, within
from schedule.model import Closure, Duration, Plan, Project, RelationType, State, Task, Unit
from schedule.output.words.phrases import voice_of
from schedule.rules import NO_LAW

IN_FORCE = {"government-2016": "2016-03-01", "industrial-park": "2026-03-01"}
OLD, NOW = IN_FORCE
OTHERS = ("road", "school-hospital", "utility-line")
"""What shares its steps up to the construction permit, and from acceptance on, with the industrial park."""

MISSING = {OLD: {"L02"}, NOW: set()}
"""Steps that a variant does not have: the pre-announcement of requisition came on 2021-09-01."""

PHASES = {
    "1 立项用地": "permitting",
    "2 勘察设计": "design",
    "3 预算招标": "tendering",
    "4 施工许可": "permit",
    "5 施工": "construction",
    "6 竣工": "acceptance",
}

LEADS = {
    "development-reform": "发改委|发展和改革委",
    "land": "国土局",
    "natural-resources": "自然资源局",
    "housing": "住建局",
    "environment": "环保局|生态环境局",
    "county": "县政府",
    "owner": "管委会|项目单位|建设单位|招标人",
    "agent": "代建中心|代建单位",
    "city-investment": "城投",
    "finance": "财政",
    "fire": "公安消防",
    "air-defence": "人防办",
    "contractor": "施工单位",
    "power-company": "供电公司",
}
"""What the workflow calls the bodies of the templates."""

CURING = ("K13", "K14")
"""Curing goes on every day, whatever the calendars of the two tasks say."""

ADDED = {
    OLD: {
        # Documents are not sold after the bids are in; without it nobody would see a late sale.
        ("T01", "T02", "FF", ""),
    },
    NOW: {
        ("T01", "T02", "FF", ""),
        # The order of 2020 and 2021: announcements first, then the approval, then the hand-over.
        ("L02", "L03", "FS", ""),
        ("L03", "L01", "FS", ""),
        ("L01", "L04", "FS", ""),
    },
}
DROPPED = {
    OLD: set(),
    NOW: {("L01", "L03", "FS", ""), ("L03", "L04", "FS", "")},
}

LIMITS_ELSEWHERE = {
    (OLD, "V06", "ceiling"): "30 days are the authority's, the duration holds the monitoring before it: in the note",
    (OLD, "K13", "ceiling"): "the 7 days of curing are the lag of the asphalt",
    (NOW, "K13", "ceiling"): "the 7 days of curing are the lag of the asphalt",
    (OLD, "V04", "floor"): "the 7 working days of notice are the lag of its relations",
    (NOW, "V04", "floor"): "the 7 working days of notice are the lag of its relations",
}

FIRST_DAY_OUT = ("T01", "T02", "T04", "L02")
"""What lasts as long as the law asks at least: the day on which it begins does not count, and is a day of the task."""

IN_WORDS = {
    "BID_CLARIFY": ("T02", "15 日前"),
    "BID_OBJECT_DOC": ("T02", "10 日前"),
    "WIN_PUB_START": ("T04", "3 日内开始公示"),
    "BID_REPORT": ("T05", "15 日内提交书面报告"),
    "EIA_FORM": ("A07", "报告表 30 日"),
    "DRAW_SMALL": ("D04", "10 个工作日"),
    "GEO_B": ("S03", "5 个工作日"),
    "PERMIT_FUNDS": ("C03", "50%"),
    "PERMIT_START": ("C04", "3 个月内开工"),
    "LAND_SC_FARM": ("L01", "35 公顷"),
    "LAND_SC_OTHER": ("L01", "70 公顷"),
    "SITE_VALID": ("A04", "有效期 2 年"),
    "SITE_VALID2": ("A04", "有效期 3 年"),
    "LICENCE_DEFAULT": (None, "行政许可法第82条"),
    "CIVIL_ROLL": (None, "顺延"),
    "REFORM_120": (None, "120 个工作日"),
    "NO_COMPRESS": (None, "不得任意压缩合理工期"),
}
"""Rules that no floor, ceiling or relation can hold: the step whose basis says them; None for the file's head."""

Row = Mapping[str, str]


def facts(name: str) -> list[Row]:
    path = Path(__file__).parent / "facts" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


STEPS = {row["id"]: row for row in facts("workflow")}
PERIODS = {row["rule_id"]: row for row in facts("legal_periods")}


class Variant:
    """A template as its file, its plan, and its tasks by step."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = text_of(name)
        plan, self.faults = read_plan(self.text.encode(), name)
        assert plan is not None
        self.plan: Plan = plan
        marks = re.findall(r"^  (\S+):  # ((?:[A-Z]\d\d ?)+)$", self.text, re.MULTILINE)
        self.ids = {step: id_ for id_, steps in marks for step in steps.split()}

    def task(self, step: str) -> Task:
        return self.plan.tasks[self.ids[step]]

    def steps(self) -> list[str]:
        return [step for step in STEPS if step not in MISSING[self.name]]

    def block(self, step: str) -> str:
        """The lines of a step's task."""
        return re.split(r"\n\n", self.text[self.text.index(f"\n  {self.ids[step]}:") :])[0]

    def rules(self) -> dict[str, Row]:
        """The statutory periods in force."""
        day = IN_FORCE[self.name]
        return {
            id_: row
            for id_, row in PERIODS.items()
            if row["effective_from"] <= day and (not row["effective_to"] or day <= row["effective_to"])
        }


@pytest.fixture(scope="module", params=IN_FORCE)
def variant(request: pytest.FixtureRequest) -> Variant:
    return Variant(request.param)


def test_a_template_is_a_plan_without_a_fault_or_a_warning(variant: Variant) -> None:
    assert variant.faults == ()
    assert cycle_faults(variant.plan) == ()


def test_every_step_is_a_task_or_is_said_to_be_missing(variant: Variant) -> None:
    assert len(STEPS) == 52
    assert set(variant.ids) == set(variant.steps())
    assert all(re.search(rf"^  # {step} ", variant.text, re.MULTILINE) for step in MISSING[variant.name])
    assert set(variant.plan.tasks) - set(variant.ids.values()) == {"completed", "award"}
    merged = {step for step, id_ in variant.ids.items() if list(variant.ids.values()).count(id_) > 1}
    assert merged == (set() if variant.name == OLD else {"A03", "A04"})  # 自然资规〔2019〕2号


def test_both_variants_call_a_step_by_the_same_name() -> None:
    old, now = Variant(OLD), Variant(NOW)
    renamed = {step for step in old.ids if old.ids[step] != now.ids.get(step)}
    assert renamed == {"A03", "A04"}


def test_phases_documents_and_leads_agree_with_the_workflow(variant: Variant) -> None:
    for step in variant.steps():
        row, task = STEPS[step], variant.task(step)
        assert task.phase == PHASES[row["phase"]], step
        assert bool(task.evidence) == bool(row["deliverable_document"]), step
        assert task.name_en, step
        lead = row["lead_2016"] if variant.name == OLD or row["lead_now"] == "同" else row["lead_now"]
        assert re.search(LEADS[task.body or ""], lead), (step, task.body, lead)


def test_durations_are_the_likely_ones_and_say_what_is_assumed(variant: Variant) -> None:
    for step in variant.steps():
        row, task = STEPS[step], variant.task(step)
        if step == "C03" or (step == "A03" and variant.name == NOW):  # a gate, not work; merged into A04
            continue
        unit = Unit.WORKING_DAYS if row["calendar"] == "WD" or row["outdoor"] == "Y" else Unit.CALENDAR_DAYS
        likely = Fraction(row["duration_assumed_likely"]) + (step in FIRST_DAY_OUT)
        assert task.duration == Duration(likely, unit), step
        low, likely, high = (row[f"duration_assumed_{which}"] for which in ("low", "likely", "high"))
        assert task.assumed is not None, step
        assert f"{low}–{likely}–{high} " in task.assumed, step


def test_outdoor_work_stops_in_winter_and_nothing_else_does(variant: Variant) -> None:
    for step in variant.steps():
        task = variant.task(step)
        spec = variant.plan.calendars[task.calendar] if task.calendar else None
        assert bool(spec and spec.closures) == (STEPS[step]["outdoor"] == "Y"), step


def expected_relations(variant: Variant) -> set[tuple[str, str, str, str]]:
    """The workflow's predecessors in force, as (predecessor, successor, type, lag)."""
    day, found = IN_FORCE[variant.name], set()
    for step in variant.steps():
        row = STEPS[step]
        unit = "wd" if row["calendar"] == "WD" or row["outdoor"] == "Y" else "cd"
        for text in filter(None, row["predecessors"].split(";")):
            match = re.fullmatch(r"(\w\d\d)(SS|FF|SF|FS)?(?:\+(\d+))?~?(?:@([<>])(\S+))?", text)
            assert match, text
            before, type_, lag, side, limit = match.groups()
            if before in MISSING[variant.name] or (side == "<" and day >= limit) or (side == ">" and day <= limit):
                continue
            lag_unit = "cd" if (before, step) == CURING else unit
            found.add((before, step, type_ or "FS", f"{lag}{lag_unit}" if lag else ""))
    return found


def test_relations_agree_with_the_workflow(variant: Variant) -> None:
    steps_of: dict[str, list[str]] = {}
    for step, id_ in variant.ids.items():
        steps_of.setdefault(id_, []).append(step)
    (award,) = variant.plan.tasks["award"].relations  # the day from which the contract's thirty days count
    steps_of["award"] = steps_of[award.predecessor]
    assert str(award) == "candidate-publicity FS"
    found = {
        (steps_of[relation.predecessor][-1], steps_of[id_][-1], str(relation.type), str(relation.lag or ""))
        for id_ in steps_of.keys() - {"award"}
        for relation in variant.plan.tasks[id_].relations
    }
    last = {step: steps_of[variant.ids[step]][-1] for step in variant.steps()}
    wanted = expected_relations(variant) - DROPPED[variant.name] | ADDED[variant.name]
    merged = {(last[before], last[after], type_, lag) for before, after, type_, lag in wanted}
    notice = {("V02", "V04", "FS", "7wd"), ("V03", "V04", "FS", "7wd")}  # ACCEPT_NOTICE
    assert PERIODS["ACCEPT_NOTICE"]["value"] == "7"
    assert found == {relation for relation in merged if relation[1] != "V04"} | notice


def test_a_soft_relation_says_so_on_its_line(variant: Variant) -> None:
    soft = [
        (before, step)
        for step in variant.steps()
        for before in re.findall(r"(\w\d\d)\w*~", STEPS[step]["predecessors"])
    ]
    assert len(soft) == 5
    for before, step in soft:
        line = next(line for line in variant.block(step).splitlines() if f"- {variant.ids[before]}" in line)
        assert "惯例" in line or "实践" in line, (before, step)


def limit(row: Row, column: str, name: str) -> int | None:
    """The number of days in a cell such as `20 (+10)` or `2016: 15 ; now: 7`; None where it states no day count."""
    parts = row[column].split(";")
    text = re.sub(r"(20\S+|now): ", "", parts[0 if name == OLD or len(parts) == 1 else 1].strip())
    match = re.match(r"(\d+)(?!\d|个月)", text)
    return int(match[1]) if match else None


def floor_or_ceiling(task: Task, which: str, name: str) -> tuple[int, str] | None:
    """How many of which days a step's basis asks for, by a rule of the rule file that is in force, or by itself."""
    latest = within(task.basis, NO_LAW) or ceilings(task.basis, NO_LAW)
    terms = floors(task.basis, NO_LAW) if which == "floor" else latest
    found = [(one.number, str(one.unit)) for one in terms if one.holds_on(date.fromisoformat(IN_FORCE[name]))]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize("which", ["floor", "ceiling"])
def test_floors_and_ceilings_agree_with_the_workflow(variant: Variant, which: str) -> None:
    column = {"floor": "legal_min", "ceiling": "legal_max"}[which]
    for step in variant.steps():
        got = floor_or_ceiling(variant.task(step), which, variant.name)
        wanted = limit(STEPS[step], column, variant.name)
        if (variant.name, step, which) in LIMITS_ELSEWHERE:
            assert wanted is not None, step
            assert got is None, step
        elif wanted is not None:
            assert got is not None, step
            assert got[0] == wanted, step
        elif got is not None:
            # 45 days to announce the compensation plan; Xinjiang's joint acceptance; works begin on their permit.
            assert (step, *got) in {("L03", 45, "cd"), ("V04", 15, "wd"), ("C04", 3, "M")}


def test_every_rule_in_force_is_a_floor_a_ceiling_a_relation_or_words(variant: Variant) -> None:
    head = variant.text[: variant.text.index("daopai: 1")]
    for id_, rule in variant.rules().items():
        step, kind = rule["task_id"], rule["kind"]
        if id_ in IN_WORDS:
            said_at, words = IN_WORDS[id_]
            note = variant.task(said_at).basis if said_at else None
            text = (note.note or "") if note else head
            if id_ == "PERMIT_FUNDS" and variant.name == NOW:
                continue
            assert words in text, id_
        elif kind == "hard_link":
            before, after = (variant.ids[part] for part in step.split("->"))
            assert any(relation.predecessor == before for relation in variant.plan.tasks[after].relations), id_
        elif id_ == "ACCEPT_NOTICE":
            assert {str(relation.lag) for relation in variant.task(step).relations} == {"7wd"}
        else:
            which = {"min": "floor", "max": "ceiling"}[kind]
            found = floor_or_ceiling(variant.task(step), which, variant.name)
            assert found is not None, id_
            units = {"CD": ["cd"], "WD": ["wd"]}.get(rule["unit"], ["cd", "wd"])  # `?`: the text says 日 only
            assert (found[0], found[1] in units) == (int(rule["value"]), True), id_


def test_rules_that_are_not_in_force_are_not_in_the_template() -> None:
    old, now = Variant(OLD), Variant(NOW)
    assert not {"FIRE_NEW", "PERMIT_NEW", "LAND_PRE"} & set(old.rules())
    assert not {"FIRE_OLD", "PERMIT_OLD", "EIA_PRECEDES_FEAS"} & set(now.rules())
    eia = now.ids["A07"]
    assert all(relation.predecessor != eia for relation in now.task("A08").relations)


def test_a_delay_of_any_task_can_reach_the_deadline(variant: Variant) -> None:
    held_by_finish = {
        relation.predecessor
        for task in variant.plan.tasks.values()
        for relation in task.relations
        if relation.type in (RelationType.FS, RelationType.FF)
    }
    assert set(variant.plan.tasks) - held_by_finish == {"completed"}
    schedule = compute(State(variant.plan, variant.plan.start))
    assert {row.task for row in deadline_rows(schedule)} == set(variant.plan.tasks)
    assert not any(row.impossible for row in deadline_rows(schedule))


def test_the_file_warns_that_it_is_no_legal_advice(variant: Variant) -> None:
    head = variant.text[: variant.text.index("daopai: 1")]
    assert "不构成法律意见" in head
    assert "flk.npc.gov.cn" in head
    assert "Nothing here is legal advice" in head


# All templates


@pytest.fixture(scope="module", params=[*IN_FORCE, *OTHERS])
def every(request: pytest.FixtureRequest) -> Variant:
    return Variant(request.param)


def test_every_template_is_a_plan_without_a_fault(every: Variant) -> None:
    assert every.faults == ()
    assert cycle_faults(every.plan) == ()
    assert "# for:" not in every.text
    assert "\n\n\n" not in every.text


def test_every_delay_of_every_template_can_reach_its_deadline(every: Variant) -> None:
    held = {
        relation.predecessor
        for task in every.plan.tasks.values()
        for relation in task.relations
        if relation.type in (RelationType.FS, RelationType.FF)
    }
    assert set(every.plan.tasks) - held == {"completed"}
    rows = deadline_rows(compute(State(every.plan, every.plan.start)))
    assert {row.task for row in rows} == set(every.plan.tasks)
    assert not any(row.impossible for row in rows)


APPLIED_FOR = re.compile("批复|审批|许可|审查|核实|消防验收|评审|监督检验")
"""What an authority decides on somebody's application, by its name."""


def test_every_approval_says_who_files_it(every: Variant) -> None:
    """A liaison who is told that nothing was filed knows whom to ask."""
    for task in every.plan.tasks.values():
        if APPLIED_FOR.search(task.name) and task.id not in ("preliminary-design",):
            assert task.applicant is not None, task.name
            assert task.applicant != task.body, task.name


def test_what_the_law_wants_first_is_marked(every: Variant) -> None:
    """A task force that builds without its permit, or on land that is not approved, is told in red."""
    marked = {task.id for task in every.plan.tasks.values() if task.legal}
    land = {"land-approval"} if "land-approval" in every.plan.tasks else {"road-crossing-permit"}
    assert marked >= {"construction-permit", *land}
    assert all(every.plan.tasks[name].evidence for name in marked)


def test_every_body_has_a_lead_and_work(every: Variant) -> None:
    tasks = every.plan.tasks.values()
    at_work = {body for task in tasks for body in (task.body, task.applicant, *task.support)}
    for body in every.plan.bodies.values():
        assert body.lead, body.name
        assert body.name_en, body.name
    assert set(every.plan.bodies) <= at_work


def test_practice_is_marked_as_practice(every: Variant) -> None:
    """Somebody who looks for what can run in parallel finds the relations that no law asks for."""
    assert len(re.findall("# 惯例", every.text)) >= 10


def test_every_document_and_assumption_is_named(every: Variant) -> None:
    for task in every.plan.tasks.values():
        if task.duration is not None:
            assert task.assumed, task.name
            assert task.name_en, task.name
        if task.applicant is not None and task.id != "connection":
            assert task.evidence, task.name


@pytest.mark.parametrize("name", OTHERS)
def test_shared_steps_are_the_same_in_all_templates(name: str) -> None:
    park, other = Variant(NOW), Variant(name)
    shared = set(park.plan.tasks) & set(other.plan.tasks)
    assert len(shared) >= 30
    for id_ in shared:
        one, two = park.plan.tasks[id_], other.plan.tasks[id_]
        assert (one.name, one.duration, one.evidence) == (two.name, two.duration, two.evidence)
        if one.basis is not None and two.basis is not None:
            assert (one.basis.article, one.basis.floor, one.basis.ceiling) == (
                two.basis.article,
                two.basis.floor,
                two.basis.ceiling,
            )


# Filling in


def test_a_region_is_a_question_and_no_default(tmp_path: Path) -> None:
    for name in (template.name for template in available()):
        result = CliRunner().invoke(command, [str(tmp_path / name), "--template", name, "--start", "2026-03-02"])
        assert result.exit_code == 0, result.output
        text = (tmp_path / name / "plan.yaml").read_text(encoding="utf-8")
        assert not re.search("^ *(region|closed):", text, re.MULTILINE)
        assert "--region" in result.stderr
        assert "--winter" in result.stderr


def test_a_region_and_a_winter_that_are_said_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "park"
    said = ["--region", "xinjiang", "--winter", "11-20..03-05", "--start", "2026-03-02"]
    result = CliRunner().invoke(command, [str(place), *said])
    assert result.exit_code == 0, result.output
    project, _ = read_project(place)
    assert project is not None
    calendars = project.plan.calendars
    assert calendars["government"].region == "xinjiang"
    assert calendars["site"].closures == calendars["field"].closures == (Closure((11, 20), (3, 5)),)
    assert calendars["asphalt"].closures == (Closure((11, 6), (3, 26)),)
    assert "--region" not in result.stderr


@pytest.mark.parametrize("found", ["11-15", "13-15..03-10", "winter", "11-15…03-10"])
def test_what_is_no_season_is_refused(tmp_path: Path, found: str) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "a"), "--winter", found])
    assert result.exit_code == 2
    assert found in result.output
    assert not (tmp_path / "a").exists()


def test_all_templates_are_offered_with_their_titles() -> None:
    assert [template.name for template in available()] == [*IN_FORCE, *OTHERS]
    for template in available():
        assert "政府投资项目全流程倒排计划" in template.title
        assert "overnment-investment project" in template.title_en


@pytest.mark.parametrize("name", IN_FORCE)
def test_only_the_marked_lines_change(name: str) -> None:
    text = render(name, project_name="起步区", start=date(2015, 5, 31), deadline=date(2016, 6, 30))
    before = Variant(name).text.splitlines()
    # What was answered stands in the place of the marked lines; where nobody said a region or a winter, there is none.
    kept = [line for line in before if not re.search(r"# new: (region|winter|asphalt)$", line)]
    changed = {new for old, new in zip(kept, text.splitlines(), strict=True) if old != new}
    assert changed == {'  name: "起步区"', "  start: 2015-05-31", "    deadline: 2016-06-30"}
    assert len(before) - len(kept) == 4
    assert "# new:" not in text


def test_without_a_deadline_there_is_none() -> None:
    text = render(NOW, project_name="起步区", start=date(2026, 3, 2), deadline=None)
    plan, faults = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert faults == ()
    assert plan.start == minutes(date(2026, 3, 2))
    assert all(task.deadline is None for task in plan.tasks.values())


def test_the_deadline_is_the_end_of_its_day() -> None:
    plan, _ = read_plan(render(NOW, project_name="a", start=date(2026, 3, 2), deadline=date(2027, 6, 30)).encode(), "")
    assert plan is not None
    assert plan.tasks["completed"].deadline == minutes(date(2027, 6, 30)) + DAY


def test_an_unknown_template_is_refused() -> None:
    with pytest.raises(ValueError, match="government-2015"):
        render("government-2015", project_name="a", start=date(2026, 3, 2), deadline=None)


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=200)


@pytest.mark.slow
@given(PRINTABLE | st.sampled_from(['a "b" \\ c: d # e', "- x", "&a *b !c", "{a: [b", "a\nb: 1", "'", "　名　称　"]))
def test_any_name_comes_back_as_it_was_given(name: str) -> None:
    text = render(OLD, project_name=name, start=date(2026, 3, 2), deadline=None)
    plan, faults = read_plan(text.encode(), "plan.yaml")
    if not faults:
        assert plan is not None
        assert plan.name == " ".join(name.split())
    else:
        # Names that no file can hold: nothing at all, or characters that YAML does not know.
        assert {fault.code for fault in faults} <= {"empty-value", "control-character"}
        assert not name.strip() or any(not character.isprintable() for character in name)


# The folder


def test_a_new_folder_can_be_read_and_scheduled(tmp_path: Path) -> None:
    folder = tmp_path / "plans" / "起步区"
    path = write_new(folder, render(NOW, project_name="起步区", start=date(2026, 3, 2), deadline=None))
    assert path == folder / "plan.yaml"
    assert sorted(entry.name for entry in folder.iterdir()) == [".gitattributes", "baselines", "plan.yaml", "updates"]
    assert (folder / ".gitattributes").read_bytes() == b"*.yaml -text\ncertificates/*.json -text\n"
    project, diagnostics = read_project(folder)
    assert diagnostics == ()
    assert project is not None
    assert len(compute(State(project.plan, project.plan.start)).tasks) == 53


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(PlanError) as refused:
        write_new(tmp_path, render(NOW, project_name="a", start=date(2026, 3, 2), deadline=None))
    assert [fault.code for fault in refused.value.diagnostics] == ["folder-not-empty"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_new(tmp_path, render(NOW, project_name="a", start=date(2026, 3, 2), deadline=None))
    assert (tmp_path / "plan.yaml").exists()


def test_a_faulty_plan_is_not_written(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with pytest.raises(PlanError) as refused:
        write_new(folder, render(NOW, project_name="a", start=date(2026, 3, 2), deadline=date(2026, 2, 1)))
    assert [fault.code for fault in refused.value.diagnostics] == ["deadline-before-start"]
    assert not folder.exists()


def test_a_name_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PlanError):  # a byte of an argument that is not UTF-8
        write_new(tmp_path / "new", render(NOW, project_name="\udcff", start=date(2026, 3, 2), deadline=None))
    assert list(tmp_path.iterdir()) == []


# The command


def test_the_command_makes_a_plan_and_says_what_is_next(tmp_path: Path) -> None:
    folder = tmp_path / "起步区"
    arguments = ["--template", OLD, "--start", "2015-05-31", "--deadline", "2016-12-31"]
    result = CliRunner().invoke(command, [str(folder), *arguments])
    assert result.exit_code == 0, result.output
    assert f"daopai check {folder}" in result.output
    plan, _ = read_plan((folder / "plan.yaml").read_bytes(), "plan.yaml")
    assert plan is not None
    assert plan.name == "起步区"


@pytest.mark.parametrize(("lang", "words"), [("zh", "政府投资项目"), ("en", "overnment-investment")])
def test_the_command_lists_the_templates(lang: str, words: str) -> None:
    result = CliRunner().invoke(command, ["--list", "--lang", lang])
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == [*IN_FORCE, *OTHERS]
    assert result.output.count(words) == len(available())


def test_the_command_wants_a_folder() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2


WINTER = Closure((11, 15), (3, 10))
FROM = {OLD: date(2012, 3, 1), NOW: date(2021, 9, 1), "road": date(2021, 9, 1), "utility-line": date(2021, 9, 1)}
FROM["school-hospital"] = date(2021, 9, 1)
LATEST = {OLD: date(2016, 3, 1), "school-hospital": date(2024, 3, 1)}
"""From which day a template's rules are in force, and the latest start from which it ends in an announced year."""


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in available()])
def test_a_planner_begins_with_a_lawful_plan_on_any_day(name: str) -> None:
    """From 24 starts that end within the years whose holidays are announced, no floor and no ceiling is broken."""
    first, last = FROM[name], LATEST.get(name, date(2025, 6, 1))
    calendars = Calendars()
    for k in range(24):
        start = first + (last - first) * k // 23
        text = render(name, project_name="项目", start=start, deadline=None, region="xinjiang", winter=WINTER)
        plan, faults = read_plan(text.encode(), "plan.yaml")
        assert plan is not None
        assert faults == ()
        assert unlawful(Project(plan)) == (), start
        found = compute(State(plan, plan.start), calendars)
        assert found.finish < minutes(date(2027, 1, 1)), start


@pytest.mark.parametrize("name", [one.name for one in available()])
def test_beyond_the_announced_years_a_lawful_plan_says_that_it_is_provisional(name: str) -> None:
    text = render(name, project_name="项目", start=date(2027, 3, 1), deadline=None, region="xinjiang", winter=WINTER)
    plan, _ = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert unlawful(Project(plan)) == ()
    assert any(one.code == "national-provisional" for one in compute(State(plan, plan.start)).provisional)


@pytest.mark.parametrize("name", ["industrial-park", "road", "school-hospital", "utility-line", "government-2016"])
def test_the_english_papers_of_a_template_name_its_calendars_leads_and_phases_in_english(
    name: str, tmp_path: Path
) -> None:
    asked = ["--template", name, "--start", "2026-03-02", "--region", "none", "--winter", "11-15..03-10"]
    CliRunner().invoke(command, [*asked, str(tmp_path / "p")], catch_exceptions=False)
    plan = schedule.load(tmp_path / "p").plan
    named = [*plan.calendars.values(), *plan.phases.values(), *plan.bodies.values()]
    assert all(one.name_en and one.name_en.isascii() for one in named)
    assert all(body.lead_en and body.lead_en.isascii() for body in plan.bodies.values() if body.lead)


def test_who_takes_over_is_not_called_in_english_as_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "updates").mkdir()
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2026-03-02, calendar: gov}\n"
        "calendars: {gov: {week: mon-fri, name: 机关, name_en: Offices}}\n"
        "bodies: {a: {name: 审批局, lead: 局长, lead_en: Director}}\n"
        "tasks:\n  t: {name: 办理, body: a, duration: 9wd}\n",
        encoding="utf-8",
    )
    week = "data_date: 2026-03-09\nrevisions:\n- {body: a, set: {lead: 李四}, reason: 轮岗, approved_by: 组织部}\n"
    (tmp_path / "updates" / "2026-03-09.yaml").write_text(week, encoding="utf-8")
    project = schedule.load(tmp_path)
    for day, english, chinese in (("2026-03-02", "Director", "局长"), ("2026-03-09", "李四", "李四")):
        made = schedule.meeting(project, minutes(date.fromisoformat(day))).schedule
        task = made.state.plan.tasks["t"]
        assert voice_of(made, "en").person(task) == english
        assert voice_of(made, "zh").person(task) == chinese
        assert voice_of(made, "en").calendar_name("gov") == "Offices"


@pytest.mark.long
@pytest.mark.parametrize("name", [one.name for one in available()])
def test_beyond_the_announced_years_every_paper_says_so(tmp_path: Path, name: str) -> None:
    """Minutes, page, letters, workbook and messages; a liaison reads one of them and not the others."""
    text = render(
        name, project_name="项目", start=date(2027, 3, 1), deadline=date(2027, 3, 5), region=None, winter=None
    )
    write_new(tmp_path / "plan", text)
    (tmp_path / "plan" / "updates" / "2027-03-08.yaml").write_text("data_date: 2027-03-08\n", encoding="utf-8")
    for lang, said in (("zh", "的全国放假安排还没有公布"), ("en", "are not announced")):
        out = tmp_path / lang
        args = ["meeting", str(tmp_path / "plan"), "-o", str(out), "--lang", lang]
        names = ("minutes", "page", "secretary", "notice", "supervision", "deadlines")
        done = CliRunner().invoke(main, [*args, *(word for one in names for word in ("--only", one))])
        assert done.exit_code == 0, done.output
        for paper in ("meeting.md", "meeting.html", "secretary.md", "notice.md", "supervision.md"):
            assert said in (out / paper).read_text(encoding="utf-8"), paper
        with zipfile.ZipFile(out / "deadlines.xlsx") as book:
            assert any(said in book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))


ATTACHED = {
    "eia-approval": ("EIA", None),
    "geotechnical-review": ("GEO", None),
    "drawing-review": ("DRAW", None),
    "planning-permit": ("LICENCE_DEFAULT", None),
    "tender-notice": ("BID_SALE", None),
    "bid-period": ("BID_PERIOD", None),
    "candidate-publicity": ("WIN_PUB", None),
    "contract": ("CONTRACT", "award"),
    "construction-permit": ("PERMIT", None),
    "mobilisation": ("PERMIT_START", "construction-permit"),
    "completion-filing": ("ACCEPT_FILE", "completion-acceptance"),
}


def test_the_periods_of_the_law_stand_where_its_table_attaches_them(every: Variant) -> None:
    """By the rule and not by a number, so that the version of the day counts, and by the event that begins them."""
    for name, attached in ATTACHED.items():
        basis = every.plan.tasks[name].basis
        assert basis is not None
        assert (basis.rule, basis.after) == attached, name


@pytest.mark.parametrize("start", ["2022-03-12", "2023-03-16", "2024-03-28", "2025-03-08"])
def test_a_permit_of_late_autumn_is_taken_when_work_can_begin_within_three_months(start: str) -> None:
    """Taken in late November it would lapse in February, and the site is closed until 10 March."""
    day = date.fromisoformat(start)
    text = render("utility-line", project_name="项目", start=day, deadline=None, region="xinjiang", winter=WINTER)
    plan, _ = read_plan(text.encode(), "plan.yaml")
    assert plan is not None
    assert unlawful(Project(plan)) == ()


def test_a_liaison_has_thirty_days_from_the_award_to_sign(tmp_path: Path) -> None:
    """Award on Tuesday 1 March 2022: thirty days end on the 31st. Late on 1 April."""
    text = render(NOW, project_name="项目", start=date(2022, 2, 1), deadline=None, region=None, winter=None)
    write_new(tmp_path / "plan", text)
    lights = {}
    for day in ("2022-03-25", "2022-04-01"):
        week = f"data_date: {day}\nprogress:\n  award: {{finished: 2022-03-01, document: 中标1号}}\n"
        week += "  candidate-publicity: {started: 2022-02-24, finished: 2022-02-28, document: 公示1号}\n"
        (tmp_path / "plan" / "updates" / f"{day}.yaml").write_text(week, encoding="utf-8")
        found = periods_within(schedule.meeting(schedule.load(tmp_path / "plan")).schedule)
        lights[day] = [
            (one.task, one.due.isoformat(), is_passed(one, minutes(date.fromisoformat(day)))) for one in found
        ]
    assert lights == {
        "2022-03-25": [("contract", "2022-03-31", False)],
        "2022-04-01": [("contract", "2022-03-31", True)],
    }
