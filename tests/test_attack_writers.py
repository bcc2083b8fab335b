"""Many at once on one plan: what was acknowledged is there once, what was refused is not, and the chain holds."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from attacks import drawn, said, scaled, strays
from click.testing import CliRunner
from filled_forms import Filled

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forks")
DAY = "2016-03-21"


def plan_of(folder: Path, writers: int, each: int) -> Path:
    """A body for each writer, and a task for each thing that it may do."""
    bodies = "".join(f"  b{w}: {{name: 单位{w}}}\n" for w in range(writers))
    tasks = "".join(
        f"  t{w}-{k}: {{name: 事项{w}-{k}, body: b{w}, duration: 20wd}}\n" for w in range(writers) for k in range(each)
    )
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(
        f"daopai: 1\nproject: {{name: 示例, start: 2016-03-01, calendar: china}}\nbodies:\n{bodies}tasks:\n{tasks}",
        encoding="utf-8",
    )
    (folder / "updates" / "2016-03-14.yaml").write_text("data_date: 2016-03-14\nnote: x\n", encoding="utf-8")
    said("verify", folder, "--seal")
    return folder


def writers_at_work(home: Path, writers: int, each: int) -> dict[str, object]:
    """Let so many do so many things each at once; what was found, and how they ended."""
    plan = plan_of(home / "p", writers, each)
    said("forms", plan, "--date", DAY, "-o", home / "forms")
    todo: list[list[tuple[str, str, list[str]]]] = []
    for w in range(writers):
        draw, form, mine = drawn("writer", w), (home / "forms" / f"单位{w}.xlsx").read_bytes(), []
        for k in range(each):
            token, kind = f"tok-{w}-{k}-end", draw.choice(["update", "update", "collect", "baseline", "same name"])
            if kind == "update":
                words = ["update", str(plan), "--date", DAY, f"t{w}-{k} started=2016-03-17 remaining=9wd note={token}"]
            elif kind == "collect":
                filled = home / f"form-{w}-{k}.xlsx"
                filled.write_bytes(Filled(form).fill(f"t{w}-{k}", started="2016-03-17", remaining=9, note=token).data)
                words = ["collect", str(plan), str(filled), "--yes"]
            else:
                name = f"N{w}-{k}" if kind == "baseline" else f"S{k % 5}"
                words = ["baseline", str(plan), name, "--approved-by", token]
            mine.append((kind, token, words))
        todo.append(mine)
    children = [_writer(mine, home / f"said-{w}") for w, mine in enumerate(todo)]
    for child in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    got = [json.loads(line) for w in range(writers) for line in (home / f"said-{w}").read_text().splitlines()]
    texts = [file.read_text(encoding="utf-8") for file in plan.glob("*/*.yaml")]
    found = []
    for kind, token, code, talk in got:
        there = sum(text.count(token) for text in texts)
        if there != (code == Exit.FINE):
            found.append(f"{kind} {token} ended with {code} and is there {there} times: {talk}")
        if code not in (Exit.FINE, Exit.BUSY) and (kind, code) != ("same name", Exit.OCCUPIED):
            found.append(f"{kind} {token} ended with {code}: {talk}")
    project = schedule.load(plan)
    acknowledged = {token for kind, token, code, _ in got if code == Exit.FINE and kind in ("update", "collect")}
    told = {one.task for update in project.updates for one in update.progress}
    found += [f"{task} is read and was not acknowledged" for task in told if f"tok-{task[1:]}-end" not in acknowledged]
    found += [f"{token} is not read" for token in acknowledged if f"t{token[4:-4]}" not in told]
    said("verify", plan)
    said("check", plan)
    found += [f"left {name}" for name in strays(plan)]
    return {"writes": len(got), "ends": dict(Counter(f"{kind} {code}" for kind, _, code, _ in got)), "found": found}


def _writer(todo: list[tuple[str, str, list[str]]], heard: Path) -> int:
    """A fork that does one thing after the other and writes down how each ended; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with heard.open("w", encoding="utf-8") as stream:
            for kind, token, words in todo:
                done = CliRunner().invoke(main, words)
                stream.write(json.dumps([kind, token, int(done.exit_code), done.output[-300:]]) + "\n")
        code = 0
    finally:
        os._exit(code)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the threads of a test runner hold nothing of ours
def test_three_writers_at_once(tmp_path: Path) -> None:
    assert writers_at_work(tmp_path, 3, 3)["found"] == []


@pytest.mark.attack
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_eight_writers_at_once(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    got = writers_at_work(tmp_path, 8, scaled(60))
    record_property("attack", got)
    assert got["found"] == []
    assert "collect 0" in got["ends"]  # type: ignore[operator]
