"""Our own JSON files, edited by anybody: what no file or number can be is a fault, and never a call stack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from schedule.commands import main
from schedule.files.records.issued import read_issued
from schedule.files.records.json_data import read_json
from schedule.files.records.papers import listed
from schedule.output import meeting_folder
from schedule.output.meeting_folder import PAPERS

WRONG = ["Infinity", "-Infinity", "NaN", "1e400", "-1e400", '"\\ud800"', '"a\\udfffb"', '{"\\ud800": 1}']


@pytest.mark.parametrize("text", [*WRONG, *(f'[1, {{"a": {one}}}]' for one in WRONG), "", "{", "9" * 5000])
def test_what_no_file_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_json(text)
    with pytest.raises(ValueError):
        read_json(text.encode())


@pytest.mark.parametrize("found", [{"a": [1, -2.5, "字", "\n", "𝒳", None, True]}, [], "x", 1.5])
def test_what_can_be_written_is_read(found: object) -> None:
    assert read_json(json.dumps(found)) == found
    assert read_json(json.dumps(found, ensure_ascii=False).encode()) == found


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["Infinity", '"\\ud800"'])
def test_a_meeting_goes_on_where_its_own_list_and_figures_were_spoilt(
    tmp_path: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever number or text it was: the list is then no list, and there are no figures to compare with."""
    monkeypatch.setattr(meeting_folder, "PAPERS", {**PAPERS, "charts": lambda *_: []})  # they take seconds
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 园, start: 2016-03-07, calendar: calendar-days}\n"
        "tasks: {a: {name: 甲, duration: 5wd}}\n",
        encoding="utf-8",
    )
    words = ["meeting", str(tmp_path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    (papers,) = (tmp_path / "meetings").iterdir()
    figures = papers / "snapshot.json"
    readings = {"papers.json": lambda: listed(papers), figures.name: lambda: read_issued(figures)}
    for name, read in readings.items():
        whole = json.loads((papers / name).read_text(encoding="utf-8"))
        assert read() is not None
        for text in spoilt(whole, wrong):
            (papers / name).write_text(text, encoding="utf-8")
            assert read() is None, text
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output


def spoilt(whole: object, wrong: str) -> list[str]:
    """The file's text with each of its values in turn made wrong."""
    places: list[tuple[object, object]] = []

    def walk(one: object) -> None:
        for key, value in one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ():
            if isinstance(value, dict | list):
                walk(value)
            else:
                places.append((one, key))

    walk(whole)
    found = []
    for one, key in places:
        kept, one[key] = one[key], "<wrong>"  # type: ignore[index]
        found.append(json.dumps(whole).replace('"<wrong>"', wrong))
        one[key] = kept  # type: ignore[index]
    return found
