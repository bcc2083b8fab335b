"""No sentence of the notice or of the secretary's page is cut, on whatever page: names give way, then whole items.

The plans have everything that takes room at once: work before its permits, approvals over their limits and returned,
reports without documents, decisions, promises, requests, forms that differ, names and words of any length.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from lengths import share_of

import schedule
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import minutes
from schedule.output.letters import official
from schedule.output.letters.notice import notice
from schedule.output.letters.official import STANDARD, Paragraph, Sheet, Style
from schedule.output.letters.secretary import secretary
from schedule.output.words.phrases import voice_of
from schedule.output.words.plain_text import line_text, narrow, whole_clauses

PAGES = {notice: 2, secretary: 1}
LITTLE = Sheet(width=STANDARD.width * 0.8, height=STANDARD.height * 0.8, taken=3 * official.PITCH)
HARDLY_ANY = Sheet(width=STANDARD.width / 2, height=STANDARD.height / 3, taken=2 * official.PITCH)
PIECES = (
    "征地",
    "拆迁、清表",
    "，",
    "。",
    "（二期）",
    "6月1日",
    "2026年10月11日",
    "；",
    "k3+200",
    " Lot 4",
    "许可证办理",
    "A",
)


def named(draw: Random, longest: int) -> str:
    """A name as an office, or nobody, would write it, as YAML."""
    text = "名" + draw.choice("甲乙丙丁戊己庚辛")
    wanted = min(longest, draw.choice((4, 12, 25, 199)))
    while len(text) < wanted:
        text += draw.choice(PIECES)
    return json.dumps(text[:wanted] + "号", ensure_ascii=False)


def lived(folder: Path, seed: int, longest: int, permits: int, bodies: int) -> Meeting:
    """A meeting of a plan of which everything goes wrong at once."""
    draw = Random(seed)

    def name() -> str:
        return named(draw, longest)

    def body() -> str:
        return f"b{draw.randrange(bodies)}"

    lines = ["daopai: 1", "project: {name: " + name() + ", start: 2026-03-02, calendar: government}"]
    lines += ["calendars:", "  government: {base: china, complete: [2027]}", "bodies:"]
    lines += [f"  b{k}: {{name: {name()}, lead: {name()}, outside: {k % 5 == 4}}}".lower() for k in range(bodies)]
    lines.append("tasks:")
    for k in range(permits):
        lines.append(f"  p{k}: {{name: {name()}, body: {body()}, applicant: b0, duration: 60wd, legal: true}}")
        lines.append(f"  w{k}: {{name: {name()}, body: b1, duration: 60wd, after: [p{k}]}}")
        lines.append(
            f"  m{k}: {{name: {name()}, milestone: finish, body: b2, after: [w{k}], deadline: 2026-07-{k + 1:02}}}"
        )
    for k in range(bodies):
        lines.append(f"  e{k}: {{name: {name()}, body: b{k}, duration: 5wd, evidence: 批文, leader: {name()}}}")
        lines.append(f"  r{k}: {{name: {name()}, body: b{k}, duration: 50wd}}")
    first, week = ["data_date: 2026-03-16", "progress:"], ["data_date: 2026-03-30", "progress:"]
    for k in range(permits):
        first.append(f"  p{k}: {{started: 2026-03-03, remaining: 60wd}}")
        week.append(f"  w{k}: {{started: 2026-03-20, remaining: 59wd}}")
        week.append(f"  p{k}: {{remaining: 70wd, cause: {name()}, note: {name()}, request: {name()}}}")
    for k in range(bodies):
        first.append(f"  r{k}: {{started: 2026-03-03, remaining: 45wd}}")
        week.append(f"  e{k}: {{started: 2026-03-18, finished: 2026-03-25}}")
        week += [f"  r{k}: {{remaining: {60 + k}wd, request: {name()}, cause: {name()}}}"] if k % 2 else []
    if permits:
        week += ["revisions:", f"  - {{task: r0, set: {{duration: 80wd, name: {name()}, deadline: 2026-05-29}},"]
        week += [f"     reason: {name()}, approved_by: {name()}, for: b1, measures: [{name()}], due: 2026-04-03,"]
        week += ["     promises: {task: m0, days: 3}}"]
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for day, said in (("2026-03-16", first), ("2026-03-30", week)):
        (folder / "updates" / f"{day}.yaml").write_text("\n".join(said) + "\n", encoding="utf-8")
    return take(schedule.load(folder), minutes(date(2026, 3, 30)))


ORDINARY = (("zh", STANDARD), ("en", STANDARD), ("zh", LITTLE))
ALL = tuple((lang, sheet) for lang in ("zh", "en") for sheet in (STANDARD, LITTLE, HARDLY_ANY))


def whole(folder: Path, meeting: Meeting, pages: Sequence[tuple[str, Sheet]]) -> None:
    """Every ellipsis of a paper is that of a name, and every paragraph ends as a sentence, a list or a date does."""
    files = [folder / "plan.yaml", *(folder / "updates").iterdir()]
    names = {json.loads(text) for file in files for text in re.findall('"[^"]*"', file.read_text(encoding="utf-8"))}
    cut = {narrow(line_text(name), width) for name in names for width in (12, 20, 30)}
    ends = sorted((text for text in cut if text.endswith("…")), key=len, reverse=True)
    given_way = re.compile("|".join(map(re.escape, ends)) or "…")
    for lang, sheet in pages:
        for make, most in PAGES.items():
            paper = make(meeting, voice_of(meeting.schedule, lang), sheet)
            for block in paper.blocks:
                if not isinstance(block, Paragraph):
                    continue
                said = block.lead + block.text
                assert "…" not in given_way.sub("", said.replace("→…→", "").replace(" → … → ", "")), said
                assert block.style is not Style.BODY or said.endswith(("。", "：", ".", ":", "；")), said
            if sheet is STANDARD:
                assert official.height(paper) <= most * official.TEXT_HEIGHT, official.markdown(paper)


@pytest.mark.slow
def test_the_secretary_reads_every_sentence_to_its_end(tmp_path: Path) -> None:
    """Three works before their permits, sixteen bodies of which each lacks a document, names of forty characters."""
    whole(tmp_path / "plan", lived(tmp_path / "plan", 1, 40, 3, 16), ORDINARY)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(share_of(60, least=6)))
def test_no_names_however_long_cut_a_sentence(tmp_path: Path, seed: int) -> None:
    draw = Random(seed)
    longest, permits, bodies = draw.choice((10, 30, 100, 199)), draw.randrange(6), draw.choice((3, 6, 16, 40))
    whole(tmp_path / "plan", lived(tmp_path / "plan", seed, longest, permits, bodies), ALL)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("可研批复预计 6月30日 完成", 10, "可研批复预计…"),  # the date begins at the thirteenth column
        ("国土局补正材料，预计 6月30日 完成", 9, "国土局补正材料，…"),
        ("12345678901234567890", 5, "12345678…"),  # nothing stands before it
    ],
)
def test_the_clerk_reads_no_half_date_in_a_name_that_is_cut(text: str, width: int, shown: str) -> None:
    assert narrow(text, width) == shown


def test_the_liaison_reads_her_own_words_by_whole_clauses() -> None:
    """Of 23 characters there is room for 15, and the second clause ends at the thirteenth."""
    assert whole_clauses("材料已报，正在等省厅批复，批下来以后马上开工建设", 15) == "材料已报，正在等省厅批复"
    assert (
        whole_clauses("material sent, the province decides, work begins then", 20)
        == "material sent, the province decides"
    )
