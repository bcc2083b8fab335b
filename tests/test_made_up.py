"""What is to be added is added where CONTRIBUTING says: in a copy of the package, a kind of constraint nobody has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import schedule

PACKAGE = Path(schedule.__file__).parent
KIND = """    EXPECTED_FINISH = "expected_finish"
"""
MADE_UP = """    SEALED_NO_EARLIER_THAN = "sealed_no_earlier_than"
"""
ROWS = "CONSTRAINTS: Mapping[ConstraintKind, ConstraintEffect] = {\n"
ROW = """    ConstraintKind.SEALED_NO_EARLIER_THAN: ConstraintEffect(
        of_start=True, early=True, p6="CS_SEAL", called="盖章不早于"
    ),
"""
WORDS = {
    "decision.sealed_no_earlier_than": "盖章不早于",
    "explain.sealed_no_earlier_than": "{day} 才盖章",
    "key.task.sealed_no_earlier_than": "盖章不早于这一天",
}
PLAN = """daopai: 1
project: {{name: 示例, start: 2016-03-01, calendar: calendar-days}}
tasks:
  a: {{name: 用印, duration: 2wd, {said}}}
  b: {{name: 送达, duration: 1wd, after: a}}
"""
ASK = """
import json, sys
from click.testing import CliRunner
from schedule.commands import main
def said(*words):
    done = CliRunner().invoke(main, [*words], catch_exceptions=False)
    return [done.exit_code, done.stdout, done.stderr]
print(json.dumps({
    "schedule": said("schedule", "sound.yaml", "--format", "csv", "--lang", "en"),
    "explain": said("explain", "sound.yaml", "a"),
    "export": said("export", "sound.yaml", "-o", "made.xer"),
    "again": said("schedule", "made.xer", "--format", "csv", "--lang", "en"),
    "meant": said("check", "meant.yaml", "--lang", "en"),
    "both": said("check", "both.yaml", "--lang", "en"),
    "schema": said("schema"),
}))
"""


def starts(csv: str) -> dict[str, str]:
    heads, *rows = (line.split(",") for line in csv.splitlines())
    return {row[heads.index("id")]: row[heads.index("start")][:10] for row in rows}


@pytest.mark.long
def test_a_made_up_constraint_is_a_row_and_its_words(tmp_path: Path) -> None:
    """It is read, told, computed, explained, exported and shown to an editor; two files of the package know of it."""
    shutil.copytree(PACKAGE, tmp_path / "schedule", ignore=shutil.ignore_patterns("__pycache__"))
    model = tmp_path / "schedule" / "model.py"
    text = model.read_text(encoding="utf-8")
    assert (text.count(KIND), text.count(ROWS)) == (1, 1)
    model.write_text(text.replace(KIND, KIND + MADE_UP).replace(ROWS, ROWS + ROW), encoding="utf-8")
    for lang in ("zh", "en"):
        with (tmp_path / "schedule" / "output" / "words" / f"{lang}.toml").open("a", encoding="utf-8") as words:
            words.writelines(f'"{key}" = "{said}"\n' for key, said in WORDS.items())
    plans = {
        "sound": "sealed_no_earlier_than: 2016-03-14",
        "meant": "盖章不早于: 2016-03-14",
        "both": "sealed_no_earlier_than: 2016-03-14, start_no_earlier_than: 2016-03-15",
    }
    for name, said in plans.items():
        (tmp_path / f"{name}.yaml").write_text(PLAN.format(said=said), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = {name: (code, out + err) for name, (code, out, err) in json.loads(done.stdout).items()}
    assert told["schedule"][0] == 0, told["schedule"]
    assert starts(json.loads(done.stdout)["schedule"][1]) == {"a": "2016-03-14", "b": "2016-03-16"}
    assert "3月14日 才盖章" in told["explain"][1]
    assert told["export"][0] == 0, told["export"]
    assert b"CS_SEAL" in (tmp_path / "made.xer").read_bytes()
    assert starts(json.loads(done.stdout)["again"][1]) == {"a": "2016-03-14", "b": "2016-03-16"}
    assert told["meant"][0] == told["both"][0] == 1
    assert "sealed_no_earlier_than" in told["meant"][1]
    assert "sealed_no_earlier_than, start_no_earlier_than" in told["both"][1]
    task = json.loads(json.loads(done.stdout)["schema"][1])["$defs"]["task"]
    assert task["properties"]["sealed_no_earlier_than"]["description"].startswith("盖章不早于这一天")
    assert "sealed_no_earlier_than" in task["dependentSchemas"]["start_no_earlier_than"]["properties"]
