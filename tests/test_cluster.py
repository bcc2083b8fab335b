"""A zone worked out by the machines of a Dask cluster: the same bytes, and what is told where there is none."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from schedule.commands import main
from schedule.commands.conduct.exits import Exit

PLAN = """\
daopai: 1
project: {{name: 园{number}, start: 2016-03-07, calendar: office}}
calendars: {{office: {{week: mon-fri}}}}
bodies: {{land: {{name: 国土局}}}}
tasks:
  a: {{name: 地块, duration: {days}wd, body: land}}
  b: {{name: 道路, duration: 3wd, after: [a], body: land, deadline: 2016-03-18}}
"""


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    """Six parks, two of them tied, the first with a week that moves the other, and one that cannot be read."""
    keys = [f"p{k}" for k in range(6)]
    for k, key in enumerate(keys):
        (tmp_path / key).mkdir()
        text = PLAN.format(number=k, days=k + 4) if k < 5 else "daopai: 1\n"
        (tmp_path / key / "plan.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "p0" / "updates").mkdir()
    week = "data_date: 2016-03-14\nprogress:\n  a: {started: 2016-03-07, remaining: 2wd}\n"
    (tmp_path / "p0" / "updates" / "2016-03-14.yaml").write_text(week, encoding="utf-8")
    plans = "".join(f"  {key}: {{plan: {key}}}\n" for key in keys)
    path = tmp_path / "zone.yaml"
    head = f"daopai-portfolio: 1\nname: 一区\nplans:\n{plans}"
    path.write_text(head + "relations: [{from: p0.b, to: p1.b, type: FS+1wd}]\n", encoding="utf-8")
    return path


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["portfolio", "meeting", str(path), "--format", "json", *options])


@contextmanager
def two_workers() -> Iterator[str]:
    """The address of a cluster of two processes on this machine."""
    import distributed

    local: Any = distributed.LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    )
    with local:
        yield local.scheduler_address


@pytest.mark.long
@pytest.mark.filterwarnings("default")  # what a library warns of itself is not ours
def test_a_cluster_of_two_workers_gives_the_same_bytes_as_this_process_and_as_pools_of_it(
    zone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    alone = run(zone)
    assert alone.exit_code == Exit.FAULTY  # of the park that cannot be read
    assert json.loads(alone.stdout)[0]["moves"][0]["plans"] == {"p0": 3.0}  # b of p1 ends on the 24th, not on the 21st
    assert [run(zone, "--workers", number).stdout for number in ("2", "4")] == [alone.stdout] * 2
    with two_workers() as address:
        assert run(zone, "--cluster", address).stdout == alone.stdout
        kept = zone.parent / "kept"
        assert run(zone, "--cluster", address, "--cache", str(kept)).stdout == alone.stdout
        assert len(list(kept.iterdir())) == 3  # of the three parks that are read and that nothing ties
        monkeypatch.chdir(zone.parent)  # a park's place is sent whole, wherever a worker was started
        assert run(Path("zone.yaml"), "--cluster", address).stdout == run(Path("zone.yaml")).stdout.replace(
            "（p5/", f"（{zone.parent}/p5/"
        )


@pytest.mark.long
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(("address", "said"), [("tcp://127.0.0.1:9", "连不上"), ("nonsense://", "连不上")])
def test_an_engineer_is_told_where_no_cluster_answers(zone: Path, address: str, said: str) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    answer = run(zone, "--cluster", address)
    assert (answer.exit_code, answer.stdout) == (Exit.USAGE, "")
    assert said in answer.stderr


def test_an_engineer_is_told_how_to_install_what_a_cluster_needs(zone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    answer = run(zone, "--cluster", "tcp://10.0.0.5:8786")
    assert (answer.exit_code, answer.stdout) == (Exit.UNINSTALLED, "")
    assert 'pip install "daopai[cluster]"' in answer.stderr


def test_machines_and_processes_of_this_one_are_not_asked_for_at_once(zone: Path) -> None:
    assert run(zone, "--cluster", "tcp://10.0.0.5:8786", "--workers", "2").exit_code == Exit.USAGE
