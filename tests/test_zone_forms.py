"""One form for a body of several plans: what it asks of each, and how every row comes back into its own plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.output.words.form_wording import form_heads
from schedule.questionnaire import Stamp, ZoneStamp, zone_stamp_of

P = """\
daopai: 1
project: {name: 甲园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {land: {name: 国土局}, build: {name: 甲园建设}, grid: {name: 供电所}}
tasks:
  a: {name: 地块, duration: 5wd, body: land}
  b: {name: 道路, duration: 3wd, after: [a], body: build}
  line: {name: 外线, duration: 5wd, body: grid}
"""
Q = """\
daopai: 1
project: {name: 乙园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {dilian: {name: 地区国土局}, power: {name: 供电}}
tasks:
  a: {name: 场平, duration: 10wd, body: dilian}
  permit: {name: 用地批复, duration: 5wd, body: dilian, applicant: power}
"""
ZONE = """\
daopai-portfolio: 1
name: 一区
plans:
  p: {plan: p}
  q: {plan: q, name: 乙园（疏附）}
bodies:
  lands: {name: 地区国土局, is: [p.land, q.dilian]}
  power: {name: 供电公司, is: [p.grid, q.power]}
"""
HEADS = {head: key for key, heads in form_heads().columns.items() for head in heads}


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    for key, text in {"p": P, "q": Q}.items():
        (tmp_path / key).mkdir()
        (tmp_path / key / "plan.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "zone.yaml"
    path.write_text(ZONE, encoding="utf-8")
    return path


def run(action: str, path: Path, *options: object) -> Result:
    return CliRunner().invoke(main, ["portfolio", action, str(path), *map(str, options)])


def sent(zone: Path) -> Path:
    """The folder of the forms for the meeting of 14 March."""
    assert run("forms", zone, "--date", "2016-03-14").exit_code == 0
    return zone.parent / "forms" / "2016-03-14"


def filled(path: Path, answers: Mapping[tuple[str, str], Any], person: str = "") -> None:
    """Fill in cells by the task's name and the column's key, as a person does who reads names and heads."""
    book = openpyxl.load_workbook(path)
    for (name, key), value in answers.items():
        for sheet in book.worksheets:
            rows = list(sheet.iter_rows())
            head = next((row for row in rows if any(HEADS.get(cell.value) == "task" for cell in row)), ())
            columns = {HEADS[cell.value]: cell.column for cell in head if cell.value in HEADS}
            for row in rows:
                if key in columns and row[columns["name"] - 1].value == name:
                    sheet.cell(row[0].row, columns[key]).value = value
    if person:
        sheet = book.worksheets[0]
        sheet.cell(2, sheet.max_column).value = person
    book.save(path)


def shown(path: Path) -> list[str]:
    """The names that stand in a form's first sheet, those of plans and those of tasks, from above."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(HEADS.get(cell.value) == "task" for cell in row))
    name = next(cell.column for cell in head if HEADS.get(cell.value) == "name")
    below = range(head[0].row + 1, sheet.max_row + 1)
    return [
        str(sheet.cell(row, 2).value if sheet.cell(row, name).value is None else sheet.cell(row, name).value)
        for row in below
    ]


def recorded(park: Path) -> dict[str, Any]:
    (update,) = schedule.load(park).updates
    return {one.task: one for one in update.progress}


def test_a_clerk_of_two_parks_has_one_form_with_the_rows_of_both(zone: Path) -> None:
    folder = sent(zone)
    assert sorted(one.name for one in folder.iterdir()) == ["供电公司.xlsx", "地区国土局.xlsx"]
    assert shown(folder / "地区国土局.xlsx") == ["甲园", "地块", "乙园（疏附）", "场平", "用地批复"]


def test_every_row_comes_back_into_its_own_park(zone: Path) -> None:
    """Both parks have a task `a`: 地块 was begun on the 7th and has two days left, 场平 was done on the 11th."""
    folder = sent(zone)
    answers = {
        ("地块", "started"): datetime(2016, 3, 7),
        ("地块", "remaining"): 2,
        ("场平", "started"): datetime(2016, 3, 8),
        ("场平", "finished"): datetime(2016, 3, 11),
    }
    filled(folder / "地区国土局.xlsx", answers, "张三")
    done = run("collect", zone, folder, "--yes")
    assert done.exit_code == 0, done.output
    ours, theirs = recorded(zone.parent / "p"), recorded(zone.parent / "q")
    assert ours.keys() == theirs.keys() == {"a"}
    assert str(ours["a"].remaining) == "2wd"
    assert ours["a"].finished is None
    assert theirs["a"].finished is not None
    assert next(line for line in done.stdout.splitlines() if line.endswith("：")) == "甲园："
    again = run("collect", zone, folder, "--yes")
    assert again.exit_code == 0
    assert len(list((zone.parent / "p" / "updates").iterdir())) == 1


def test_forms_of_the_same_week_are_the_same_bytes_and_one_that_was_filled_in_is_left(zone: Path) -> None:
    folder = sent(zone)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    assert run("forms", zone, "--date", "2016-03-14").exit_code == 0
    assert {one.name: one.read_bytes() for one in folder.iterdir()} == before
    filled(folder / "地区国土局.xlsx", {("地块", "note"): "等"})
    assert run("forms", zone, "--date", "2016-03-14").exit_code == 13


def test_a_bad_cell_is_told_once_by_its_place_and_nothing_is_written_anywhere(zone: Path) -> None:
    folder = sent(zone)
    filled(folder / "地区国土局.xlsx", {("地块", "started"): "三月", ("场平", "note"): "等图纸"})
    done = run("collect", zone, folder, "--yes")
    assert done.exit_code == 1
    assert done.stderr.count("地区国土局.xlsx 进展!") == 1
    assert not (zone.parent / "p" / "updates").exists()
    assert not (zone.parent / "q" / "updates").exists()


def test_a_park_that_cannot_be_read_keeps_no_other_from_its_reports(zone: Path) -> None:
    folder = sent(zone)
    filled(
        folder / "地区国土局.xlsx",
        {("场平", "started"): datetime(2016, 3, 8), ("场平", "remaining"): 5},
    )
    (zone.parent / "p" / "plan.yaml").write_text("daopai: 1\n", encoding="utf-8")
    done = run("collect", zone, folder, "--yes")
    assert done.exit_code == 1
    assert recorded(zone.parent / "q").keys() == {"a"}
    assert run("forms", zone, "--date", "2016-03-21").exit_code == 1
    assert shown(zone.parent / "forms" / "2016-03-21" / "地区国土局.xlsx")[0] == "乙园（疏附）"


def test_what_the_zone_recorded_in_a_park_is_not_overwritten_by_its_own_form(zone: Path) -> None:
    """The zone's form says that three days are left; what the park's says later of that day is not recorded."""
    folder, park = sent(zone), zone.parent / "p"
    filled(folder / "地区国土局.xlsx", {("地块", "started"): datetime(2016, 3, 7), ("地块", "remaining"): 3})
    CliRunner().invoke(main, ["forms", str(park), "--date", "2016-03-14"])
    filled(
        park / "forms" / "2016-03-14" / "国土局.xlsx",
        {("地块", "started"): datetime(2016, 3, 7), ("地块", "remaining"): 2},
        "李四",
    )
    assert run("collect", zone, folder, "--yes").exit_code == 0
    own = CliRunner().invoke(main, ["collect", str(park), str(park / "forms" / "2016-03-14"), "--yes"])
    assert own.exit_code == 11, own.output
    assert str(recorded(park)["a"].remaining) == "3wd"


@pytest.mark.parametrize(("action", "where"), [("collect", "zone"), ("meeting", "plan")])
def test_a_form_that_is_collected_at_the_wrong_door_is_sent_to_the_right_one(
    zone: Path, action: str, where: str
) -> None:
    folder, park = sent(zone), zone.parent / "p"
    if where == "plan":
        done = CliRunner().invoke(main, ["collect", str(park), str(folder / "地区国土局.xlsx"), "--yes"])
        assert "daopai portfolio collect" in done.stderr
    else:
        CliRunner().invoke(main, ["forms", str(park), "--date", "2016-03-14"])
        done = run("collect", zone, park / "forms" / "2016-03-14", "--yes")
        assert "不是" in done.stderr
    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("action", "options"),
    [
        ("meeting", ("--yes",)),
        ("meeting", ("forms",)),
        ("forms", ("--dry-run",)),
        ("forms", ("--format", "csv")),
        ("forms", ()),
        ("collect", ()),
        ("collect", ("forms", "--force")),
    ],
)
def test_what_an_action_has_no_use_for_is_refused(zone: Path, action: str, options: tuple[str, ...]) -> None:
    (zone.parent / "forms").mkdir()
    places = [zone.parent / one if one == "forms" else one for one in options]
    assert run(action, zone, *places).exit_code == 2


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_a_zones_stamp_is_read_as_it_was_written(parts: int) -> None:
    made = tuple((f"p{k}", Stamp(f"园{k}", f"{k:064x}", date(2016, 3, 14).isoformat(), f"b.{k}")) for k in range(parts))
    rows = dict(ZoneStamp(made).rows())
    assert zone_stamp_of(rows) == ZoneStamp(made)
    assert zone_stamp_of({name: text for name, text in rows.items() if name != "0.body"}) is None


def test_a_clerk_who_names_a_folder_without_forms_is_told_so(zone: Path) -> None:
    empty = zone.parent / "empty"
    empty.mkdir()
    for day in ((), ("--date", "2016-03-14")):
        done = run("collect", zone, empty, *day)
        assert done.exit_code == Exit.USAGE
        assert f"{empty} 里没有填报表" in done.stderr


@pytest.mark.parametrize(("others", "code"), [("the same", 0), ("something else", 13)])
def test_a_form_that_another_run_wrote_meanwhile_is_left_alone(
    zone: Path, monkeypatch: pytest.MonkeyPatch, others: str, code: int
) -> None:
    """The other run takes each name between the question whether it is free and the writing."""
    from schedule.commands import forms

    write = forms.write_atomically

    def overtaken(path: Path, data: bytes, *, exclusive: bool = False) -> None:
        path.write_bytes(data if others == "the same" else b"theirs")
        write(path, data, exclusive=exclusive)

    monkeypatch.setattr(forms, "write_atomically", overtaken)
    done = run("forms", zone, "--date", "2016-03-14")
    assert done.exit_code == code, done.output
    written = [one.read_bytes() for one in (zone.parent / "forms" / "2016-03-14").iterdir()]
    assert (b"theirs" in written) == (others == "something else")
    assert "File exists" not in done.output
