"""A deadline is red on every paper exactly when the work and the lags that it waits for end after it.

Over random plans under way: three calendars (with made-up days, a winter and nights that end at two), closures,
milestones with and without a calendar, the four relations, lags in working days, calendar days and hours by four rules,
several deadlines, finished and running work. What is true comes from an own count of hours (`lived`); what each paper
says is read back by programs that did not write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import read_papers as read
from certificates import checker
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lengths import share_of
from lived import NAMES, START, Drawn, day, drawn, lateness, lived, named
from test_same_numbers import WITHOUT_CHARTS, differences

import schedule
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.portfolio.summary import summary_of
from schedule.analysis.rounding import tenths
from schedule.analysis.views.certificate import certificate
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.output import meeting_folder as papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import verdicts


def over(plan: Drawn) -> set[str]:
    """The tasks that are reported to have ended."""
    return {line.name for line in plan.lines if line.ended is not None}


def met(plan: Drawn, folder: Path) -> Meeting:
    return schedule.meeting(schedule.load(plan.write(folder)), minutes(day(plan.now)))


# ── what a text says of each deadline ──

SPOKEN = {
    "zh": {
        "late": [
            r"不能按期完成：([甲乙丙丁戊己庚辛]项)(?!已于)",
            r"([甲乙丙丁戊己庚辛]项)也不能按期",
            r"([甲乙丙丁戊己庚辛]项)已于[^，。]+，比期限[^，。]+晚",
        ],
        "kept": [
            r"(?<!不)能按期完成：([甲乙丙丁戊己庚辛]项)",
            r"([甲乙丙丁戊己庚辛]项)(?:刚好)?能按期",
            r"([甲乙丙丁戊己庚辛]项)已于[^，。]+，(?:比期限[^，。]+早|正好在期限当天)",
        ],
        "unsettled": [
            r"是否按期还要核实：([甲乙丙丁戊己庚辛]项)",
            r"([甲乙丙丁戊己庚辛]项)(?!（)[^。：（]*，期限[^，。]+已过，还没有报",
        ],
        "more late": [r"另有(\d+)项期限也不能按期", r"另有(\d+)项期限完成时已经过期"],
        "more kept": [r"其余(\d+)项期限能按期", r"(\d+)项期限已按期完成"],
        "more unsettled": [r"另有(\d+)项期限已过，要做的都已做完"],
    },
    "en": {
        "late": [
            r"Late: ([甲乙丙丁戊己庚辛]项) ",
            r"([甲乙丙丁戊己庚辛]项) is late too",
            r"([甲乙丙丁戊己庚辛]项) was (?:finished|reached) on [^,.]+, [^,.]+ after the deadline",
        ],
        "kept": [
            r"(?:On time|Just on time): ([甲乙丙丁戊己庚辛]项) ",
            r"([甲乙丙丁戊己庚辛]项) is (?:just )?on time",
            r"([甲乙丙丁戊己庚辛]项) was (?:finished|reached) on [^,.]+, (?:[^,.]+ before the deadline|on the day of)",
        ],
        "unsettled": [
            r"On time or not is to be confirmed: ([甲乙丙丁戊己庚辛]项) ",
            r"([甲乙丙丁戊己庚辛]项) (?!\()[^.:(]* and its deadline of [^,.]+ has passed, but no",
        ],
        "more late": [r"(\d+) (?:more deadlines?|deadlines? more) will be missed", r"Missed when reached: (\d+)"],
        "more kept": [r"(\d+) (?:more deadlines?|deadlines? more) will be kept", r"Kept and done: (\d+)"],
        "more unsettled": [r"(\d+) (?:more deadlines?|deadlines? more) passed with nothing left"],
    },
}


def spoken(text: str, lang: str) -> dict[str, list[str]]:
    """Which deadlines a text calls late, kept and unsettled by name, and the numbers of those that it only counts.

    What a paper says twice counts once.
    """
    text = text.replace("*", "").replace("\\", "")
    text = re.sub(r"\s", "", text) if lang == "zh" else " ".join(text.split())
    return {
        key: [
            found if found.isdigit() else f"t{NAMES.index(found[0])}"
            for one in patterns
            for found in sorted(set(re.findall(one, text)))
        ]
        for key, patterns in SPOKEN[lang].items()
    }


def agrees(text: str, lang: str, plan: Drawn, late: Mapping[str, int], paper: str) -> None:
    """Whether a text says of every deadline, by name or by count, what is true of it."""
    said = spoken(text, lang)
    missed = {name for name, hours in late.items() if hours > 0}
    told = {key: set(said[key]) for key in ("late", "kept", "unsettled")}
    counted = {key: sum(map(int, said[f"more {key}"])) for key in told}
    assert told["late"] <= missed, (paper, said, late)
    assert not told["kept"] & missed, (paper, said, late)
    assert not told["unsettled"] & (missed | over(plan)), (paper, said, late)
    assert len(told["late"]) + counted["late"] == len(missed), (paper, said, late)
    others = len(told["kept"] | told["unsettled"]) + counted["kept"] + counted["unsettled"]
    assert others == len(late) - len(missed), (paper, said, late)


# ── the values that papers are printed from ──


def values_agree(plan: Drawn, meeting: Meeting) -> None:
    """Forecasts, headlines, lights, alerts, the backward schedule, a zone's summary, the certificate."""
    zero, ends, late = minutes(START), lived(plan).ends, lateness(plan)
    missed = {name for name, hours in late.items() if hours > 0}
    for line in plan.lines:
        if not line.alap or line.ended is not None:
            assert meeting.schedule.tasks[line.name].finish == zero + 60 * ends[line.name], line.name
    assert {head.target: head.margin for head in meeting.headlines} == {n: -60 * hours for n, hours in late.items()}
    ahead = set(late) - over(plan)
    assert meeting.holds is not bool(missed & (ahead or missed))
    assert (meeting.light is Light.RED) is (meeting.holds is False)
    alerts = {alert.task for alert in meeting.alerts if "deadline-missed" in (alert.code, *alert.also)}
    assert alerts == missed - over(plan)
    for name in ahead:
        row = meeting.owed[name]
        assert row.impossible >= (name in missed)
        assert row.impossible is (name in missed) or row.deadline != name
        assert (meeting.lights[name] is Light.RED) is row.impossible
    for name, row in meeting.owed.items():
        assert not row.impossible or any(served in missed for served in row.serves), name
        assert name not in over(plan)
    for name in missed - over(plan):  # somebody or something is red for it, and it is
        assert meeting.lights[name] is Light.RED
    summary = summary_of(meeting, "park")
    assert {one.task.id: one.is_missed for one in summary.outlooks} == {name: name in missed for name in late}
    assert summary.light is meeting.light
    claims_agree(plan, meeting, missed)


def claims_agree(plan: Drawn, meeting: Meeting, missed: set[str]) -> None:
    """What the certificate claims of each deadline that lies ahead: its task ends after it, or not."""
    found = certificate(meeting)
    if found is None:
        return
    whole = json.loads(found.text)
    tasks = {task["id"]: task for task in whole["tasks"]}
    stated = {tasks_id(one["task"], whole): one["at"] for one in whole["deadlines"]}
    assert stated.keys() <= {line.name for line in plan.dated}
    for name, at in stated.items():
        if ["reached", name] in whole["not_proved"] or name in over(plan):
            continue
        assert (tasks[name]["finish"] > at) is (name in missed), name


def tasks_id(task: int | str, whole: Mapping[str, list[dict[str, str]]]) -> str:
    return task if isinstance(task, str) else whole["tasks"][task]["id"]


@given(drawn())
@settings(max_examples=max(40, settings.default.max_examples // 2))
def test_a_deadline_is_red_exactly_when_its_work_ends_after_it(plan: Drawn) -> None:
    with TemporaryDirectory() as place:
        meeting = met(plan, Path(place) / "plan")
    values_agree(plan, meeting)
    for lang in ("zh", "en"):
        voice = voice_of(meeting.schedule, lang)
        agrees("\n".join(voice.told(verdicts(meeting))), lang, plan, lateness(plan), "verdicts")


# ── the papers ──


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, (arguments, done.output)
    return done.stdout


def texts_of(out: Path, lang: str) -> Iterator[tuple[str, str]]:
    """What stands on each paper that speaks of all deadlines."""
    for name in ("index.md", "meeting.md", "notice.md", "secretary.md"):
        yield name, (out / name).read_text(encoding="utf-8")
    for name in ("notice.docx", "secretary.docx"):
        yield name, "\n".join(read.lines_of(out / name))
    yield "meeting.html", read.page(out / "meeting.html").one("div", "verdict").text
    if (out / "deadlines.xlsx").exists():
        for name, (lines, _) in read.sheets(out / "deadlines.xlsx").items():
            if name not in ("已完成", "Finished", *read.LIMITS):
                yield f"deadlines.xlsx {name}", "\n".join(lines)


def papers_agree(plan: Drawn, place: Path, lang: str) -> None:
    """Whether every file of a meeting, and every command beside it, says of each deadline what is true."""
    folder, out, late = plan.write(place / "plan"), place / "out", lateness(plan)
    missed, done = {name for name, hours in late.items() if hours > 0}, over(plan)
    at = ("--date", day(plan.now), "--lang", lang)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "PAPERS", WITHOUT_CHARTS)
        screen = run("meeting", folder, "--out", out, *at)
    agrees(screen, lang, plan, late, "screen")
    for paper, text in texts_of(out, lang):
        agrees(text, lang, plan, late, paper)
    page = read.page(out / "meeting.html")
    holds = not missed & ((late.keys() - done) or missed)
    assert ("late" in page.one("div", "verdict").classes) is not holds

    red, short = {"zh": ("红", "来不及"), "en": ("red", "already short")}[lang]
    tables = {"deadlines.csv": read.read_csv(out / "deadlines.csv") if late.keys() - done else []}
    shown = run("deadlines", folder, "--format", "csv", *at)
    (place / "shown.csv").write_text(shown, encoding="utf-8")
    tables["daopai deadlines"] = read.read_csv(place / "shown.csv") if late.keys() - done else []
    if (out / "deadlines.xlsx").exists():
        tables["deadlines.xlsx"] = next(iter(read.sheets(out / "deadlines.xlsx").values()))[1]
    known = {named(line.name): line.name for line in plan.lines}
    decided: dict[str, str] = {}
    for paper, rows in tables.items():
        decided |= {row["工作事项"]: row["决定期限的事项"] for row in rows if "决定期限的事项" in row}
        decided |= {row["Task"]: row["Deciding deadline"] for row in rows if "Deciding deadline" in row}
        by_task = {known[row.get("工作事项") or row["Task"]]: row for row in rows}
        assert by_task.keys() >= late.keys() - done, paper
        for name in late.keys() - done:
            row = by_task[name]
            is_red = (row.get("灯") or row.get("Light")) == red
            assert is_red or name not in missed, (paper, name)
            room, _ = read.amount(row[next(key for key in row if re.match("余地|Float", key))] or "0")
            if decided[named(name)] == named(name):
                assert is_red is (room < 0) is (name in missed), (paper, row)

    alerts = json.loads((out / "alerts.json").read_text(encoding="utf-8"))
    assert {one["task"] for one in alerts if "deadline-missed" in (one["code"], *one["also"])} == missed - done
    figures = json.loads((out / "snapshot.json").read_text(encoding="utf-8"))["tasks"]
    assert {name: figures[name]["margin_min"] for name in late} == {n: -60 * hours for n, hours in late.items()}
    told = run("alerts", folder, *at)
    lines = [line for line in told.splitlines() if re.match(rf"{red}\s", line)]
    for name in missed - done:
        assert any(re.search(rf"{named(name)} ?[（(]", line) for line in lines), (name, told)
    for name in late.keys() - done:
        first = run("explain", folder, name, "--lang", lang, "--date", day(plan.now)).splitlines()[0]
        row = next(row for row in tables["deadlines.csv"] if (row.get("代号") or row["Id"]) == name)
        if (row.get("决定期限的事项") or row["Deciding deadline"]) == named(name):
            assert (short in first) is (name in missed), (name, first)
    ids = {named(line.name): line.name for line in plan.lines}
    said = read.everything(read.Reader(lang, day(plan.now).year, ids, frozenset()), out)
    # Beside the deadline that decides a sentence names the task's own; a table has float exactly, papers to a tenth.
    said = [replace(one, value=tenths(one.value)) if isinstance(one.value, Fraction) else one for one in said]
    apart = differences([one for one in said if one.field != "deadline"])
    assert apart == [], apart

    (place / "zone.yaml").write_text("daopai-portfolio: 1\nname: 园区\nplans:\n  p: {plan: plan}\n", encoding="utf-8")
    zone = run("portfolio", "meeting", place / "zone.yaml", *at)
    said_late = {"zh": "守不住自己的期限|完成时已经过了期限", "en": "cannot keep the deadline|after the deadline"}[lang]
    assert bool(re.search(said_late, zone)) is not holds, zone
    for path in (folder / "certificates").glob("*.json"):
        lines, is_valid = checker().verdict(str(path))
        assert is_valid, lines


@pytest.mark.slow
@given(drawn(largest=6), st.sampled_from(["zh", "en"]))
@settings(max_examples=6 if settings.default.max_examples <= 60 else share_of(500, least=20))
def test_every_paper_calls_each_deadline_what_it_is(plan: Drawn, lang: str) -> None:
    with TemporaryDirectory() as place:
        papers_agree(plan, Path(place), lang)
