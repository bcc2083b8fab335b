"""Bodies of P6's files by what its planners used to name them: two exports of one small plan, days by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.commands import main

PLAN = """daopai: 1
project: {name: 示例, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
tasks:
  a: {name: 甲, duration: 10cd}
  b: {name: 乙, duration: 10cd, after: [a]}
  m: {name: 完工, milestone: finish, after: [b]}
"""


def exported(folder: Path, day: str, progress: str, *, coded: bool = True) -> Path:
    """The plan with one record as an `.xer`, its activities with codes of the type 责任单位, resources and OBS."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\nprogress: {progress}\n", encoding="utf-8")
    file = folder / f"{day}.xer"
    done = CliRunner().invoke(main, ["export", str(folder), "-o", str(file)])
    assert done.exit_code == 0, done.output
    data = file.read_bytes()
    code = next(name for name in ("utf-8", "gb18030") if _decodes(data, name))
    text = data.decode(code)
    fields: list[str] = []
    ids: dict[str, str] = {}
    table = ""
    for line in text.splitlines():
        cells = line.split("\t")
        if cells[0] == "%T":
            table = cells[1]
        elif cells[0] == "%F":
            fields = cells
        elif cells[0] == "%R" and table == "TASK":
            row = dict(zip(fields, cells, strict=False))
            ids[row["task_code"]] = row["task_id"]
    more = [
        *("%T\tACTVTYPE", "%F\tactv_code_type_id\tactv_code_type", "%R\t1\t责任单位"),
        *("%T\tACTVCODE", "%F\tactv_code_id\tactv_code_type_id\tactv_code_name\tshort_name"),
        *("%R\t11\t1\t业主\tOWN", "%R\t12\t1\t\t施工单位"),
        *("%T\tTASKACTV", "%F\ttask_id\tactv_code_type_id\tactv_code_id"),
        *(f"%R\t{ids['a']}\t1\t11", f"%R\t{ids['b']}\t1\t12"),
    ]
    if coded:
        text = re.sub(r"%E\s*$", lambda _: "\r\n".join([*more, "%E", ""]), text)
    file.write_bytes(text.encode(code))
    return file


def _decodes(data: bytes, code: str) -> bool:
    try:
        data.decode(code)
    except UnicodeDecodeError:
        return False
    return True


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    # a was to end on the 10th and ended on the 13th; b, begun on the 14th, was to end on the 23rd and will on the 25th.
    first = exported(tmp_path / "p", "2026-01-01", "{}")
    done = "{a: {started: 2026-01-01, finished: 2026-01-13}, b: {started: 2026-01-14, remaining: 2cd}}"
    return [str(first), str(exported(tmp_path / "q", "2026-01-24", done))]


def days(arguments: list[str]) -> dict[str | None, float]:
    done = CliRunner().invoke(main, ["why", *arguments, "m", "--format", "json"])
    assert done.exit_code == 0, done.output
    return {one["body"]: one["days"] for one in json.loads(done.stdout)["accounts"]}


def test_the_engineer_gets_parties_by_an_activity_code(pair: list[str]) -> None:
    """Owner 3 and Contractor 2 of 5 days; without the option nobody is named."""
    assert days(pair) == {None: 5}
    assert sorted(days([*pair, "--body-from", "code:责任单位"]).values()) == [2, 3]
    told = CliRunner().invoke(main, ["why", *pair, "m", "--body-from", "code:责任单位", "--lang", "zh"]).stdout
    assert re.search(r"业主 +甲 .*\+3\n", told)
    assert re.search(r"施工单位 +乙 .*\+2\n", told)


def test_an_imported_plan_keeps_its_bodies(pair: list[str], tmp_path: Path) -> None:
    place = tmp_path / "imported"
    done = CliRunner().invoke(main, ["import", pair[1], "-o", str(place), "--body-from", "code:责任单位"])
    assert done.exit_code == 0, done.output
    plan = schedule.load(place).plan
    named = {name: plan.bodies[task.body].name for name, task in plan.tasks.items() if task.body is not None}
    assert named == {"a": "业主", "b": "施工单位"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("code:责任单", "责任单位"),
        ("code", "code:TYPE"),
        ("wbs:0", "wbs:LEVEL"),
        ("who", "code:TYPE"),
        ("resource", "no task of the file"),
        ("obs", "no task of the file"),
    ],
)
def test_what_the_file_does_not_say_is_refused(pair: list[str], rule: str, said: str) -> None:
    done = CliRunner().invoke(main, ["why", *pair, "m", "--body-from", rule, "--lang", "en"])
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_folder_has_bodies_of_its_own(pair: list[str]) -> None:
    folder = str(Path(pair[0]).parent)
    done = CliRunner().invoke(main, ["why", folder, "--body-from", "obs"])
    assert done.exit_code == 2
    assert "--body-from" in done.stderr
