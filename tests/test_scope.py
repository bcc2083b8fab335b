"""One decision is one event, and stands in the account of the body that asked for it: never among its delays.

Every day is worked: A of the contractor takes 1 to 10 January, B 11 to 20. By the 8th A has five days left, two more
than forecast, and a change order puts X of seven days between them: 20 January becomes 29, 2 for A and 7 for it.
"""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.analysis.history import History
from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.ledger import Ledger
from schedule.analysis.move.windows import Windows, meetings, window
from schedule.commands import main
from schedule.output.why.sentences import cause_lines, meeting_lines
from schedule.output.words.phrases import voice_of

PLAN = """daopai: 1
project: {name: 加项, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
bodies:
  con: {name: 施工单位, name_en: Contractor}
  owner: {name: 业主, name_en: Owner}
tasks:
  A: {name: 基础, body: con, duration: 10cd}
  B: {name: 主体, body: con, duration: 10cd, after: [A]}
  M: {name: 完工, body: owner, milestone: finish, after: [B], deadline: 2026-01-21}
"""
ORDER = "reason: 变更1, approved_by: 领导小组"
ADDED = "{add: X, task: {name: 加固, body: owner, duration: 7cd, after: [A]}, SAID}"
LED = "{task: B, set: {after: [A, X]}, SAID}"
SHORTER = "{task: B, set: {duration: 9cd}, reason: 加班, approved_by: 领导小组}"


def ledger_of(place: Path, *revisions: str, said: str = ORDER) -> Ledger:
    (place / "updates").mkdir(parents=True)
    (place / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (place / "updates" / "2026-01-01.yaml").write_text("data_date: 2026-01-01\n", encoding="utf-8")
    text = "data_date: 2026-01-08\nprogress:\n  A: {started: 2026-01-01, remaining: 5cd}\nrevisions:\n"
    text += "".join(f"  - {one.replace('SAID', said)}\n" for one in revisions)
    (place / "updates" / "2026-01-08.yaml").write_text(text, encoding="utf-8")
    project = schedule.load(place)
    first, last = (update.data_date for update in project.updates)
    assert meetings(project, first, last) == (first, last)
    return window(History(project), first, last, "M")


def test_added_scope_stands_at_the_decision_and_is_named_by_what_is_new(tmp_path: Path) -> None:
    """The engineer: Contractor +2, decision X +7, move 9; the work after X has no days of its own."""
    one = ledger_of(tmp_path / "p", ADDED, LED)
    assert [(part.kind, part.task, part.days) for part in one.parts] == [
        (PartKind.PROGRESS, "A", 2),
        (PartKind.REVISION, "X", 7),
    ]
    (decision,) = (part for part in one.parts if part.step is not None)
    assert decision.step is not None
    assert len(decision.step.every) == 2
    assert one.days == 9


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_lines_of_a_record_changes_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Two decisions, +7 and -1, their lines mixed: the same parts and, but for their order, the same sentences."""
    lines = [ADDED, LED, SHORTER]
    one = ledger_of(tmp_path / "p", *(lines[k] for k in order))
    days = {part.task: part.days for part in one.parts}
    assert days == {"A": 2, "X": 7, "B": -1}
    zh = voice_of(one.after, "zh")
    said = "加固（计划调整）：新增：工期 7 天，责任单位 业主，前置条件 基础；同一决定另改 1 处，"
    said += "理由：变更1（领导小组批准），影响完工 +7 天"
    assert said in zh.told(meeting_lines(Windows("M", (one,)), ()))


def test_an_id_makes_two_of_one_reason_two_decisions(tmp_path: Path) -> None:
    one = ledger_of(
        tmp_path / "p",
        ADDED.replace("SAID", f"id: D-1, {ORDER}"),
        LED.replace("SAID", f"id: D-1, {ORDER}"),
        "{task: B, set: {duration: 9cd}, id: D-2, " + ORDER + "}",
    )
    assert {part.task: part.days for part in one.parts} == {"A": 2, "X": 7, "B": -1}


def test_the_party_of_a_decision_answers_for_it_beside_its_delays(tmp_path: Path) -> None:
    """The secretary: the contractor lost 2 days and asked for 7: two lines, one of delay and one of a decision."""
    one = ledger_of(tmp_path / "p", ADDED, LED, said=f"for: con, {ORDER}")
    accounts = Windows("M", (one,)).accounts
    assert {account: sum(days) for account, days in accounts.items()} == {
        Account(PartKind.PROGRESS, "con"): 2,
        Account(PartKind.REVISION, "con"): 7,
    }
    done = {
        lang: CliRunner().invoke(main, ["why", str(tmp_path / "p"), "--lang", lang]).stdout for lang in ("zh", "en")
    }
    assert "决定（应施工单位要求）" in done["zh"]
    assert "Decision (asked for by Contractor)" in done["en"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "加固（决定，应施工单位要求）："), ("en", "加固 (decision asked for by Contractor): ")],
)
def test_the_secretary_reads_no_brackets_within_brackets(lang: str, said: str, tmp_path: Path) -> None:
    """In the minutes, among the causes, and beside the bars of the chart."""
    one = ledger_of(tmp_path / "p", ADDED, LED, said=f"for: con, {ORDER}")
    voice = voice_of(one.after, lang)
    (line,) = (text for text in voice.told(meeting_lines(Windows("M", (one,)), ())) if "加固" in text)
    assert line.startswith(said)
    (reason,) = voice.told(cause_lines(one.parts, one))
    assert reason.startswith(said)


def test_the_engineer_finds_the_party_in_csv_and_json(tmp_path: Path) -> None:
    ledger_of(tmp_path / "p", ADDED, LED, said=f"id: D-7, for: owner, {ORDER}")
    done = CliRunner().invoke(main, ["why", str(tmp_path / "p"), "--format", "json"])
    (week,) = json.loads(done.stdout)["windows"]
    (decision,) = (part for part in week["parts"] if part["kind"] == "revision")
    assert [decision[key] for key in ("body", "task", "decision", "changes")] == ["owner", "X", "D-7", 2]
