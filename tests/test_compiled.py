"""One source at two speeds: interpreted and compiled passes give the same integers, and a meeting compiles nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle.networks_small import small_state

from schedule.calendars.compile import compile_calendar
from schedule.calendars.worktime import Calendar, minutes
from schedule.engine import compiled
from schedule.engine import run as run_module
from schedule.engine.columns import schedule_columns
from schedule.engine.compiled import WORTH_COMPILING, speed_for
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.model import CALENDAR_DAYS, CalendarSpec

pytest.importorskip("numba", reason="the extra `fast` is not installed")

DAY_SHIFT = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))


def calendars() -> list[Calendar]:
    specs = (CalendarSpec("office", week=(0, 1, 2, 3, 4), hours=DAY_SHIFT), CALENDAR_DAYS)
    return [compile_calendar(spec, {}, date(2014, 1, 1), date(2040, 12, 31)) for spec in specs]


@pytest.mark.slow
def test_columns_agree_at_both_speeds() -> None:
    """All four types, leads and lags, two calendars, ids in no order."""
    draw = random.Random(7)
    ids = [f"t{k}" for k in range(400)]
    places = draw.sample(range(400), 400)
    pairs = [sorted(draw.sample(range(400), 2)) for _ in range(700)]
    before, after = ([ids[places[pair[end]]] for pair in pairs] for end in (0, 1))
    types = [draw.choice(["FS", "FS", "SS", "FF", "SF"]) for _ in pairs]
    lags = [draw.choice([0, 0, 480, -240, 77]) for _ in pairs]
    given = (ids, [draw.randrange(0, 3000) for _ in ids], [draw.randrange(2) for _ in ids], calendars())
    slow, fast = (
        schedule_columns(*given, (before, after, types, lags), minutes(date(2014, 4, 7)), compiled=compiled)
        for compiled in (False, True)
    )
    for name in slow.__slots__:
        assert np.array_equal(getattr(slow, name), getattr(fast, name)), name


@given(
    st.lists(st.sampled_from([0, 1, 7, 480, 960, 1440, 200_000, 1 << 30]), min_size=1, max_size=300),
    st.integers(-(1 << 20), 1 << 20),
    st.data(),
)
def test_a_place_that_is_guessed_first_is_the_one_that_halving_finds(
    steps: list[int], first: int, data: st.DataObject
) -> None:
    """Shifts that lie evenly, and closed seasons of any length between them; before, on, beside and after each."""
    values = list(accumulate(steps, initial=first))
    low = data.draw(st.integers(0, len(values) - 1))
    high = data.draw(st.integers(low, len(values)))
    beside = {
        value + apart for value in data.draw(st.lists(st.sampled_from(values), max_size=40)) for apart in (-1, 0, 1)
    }
    for x in {*beside, values[0] - 1, values[-1] + 1, -(1 << 40), 1 << 40}:
        assert compiled._bisect_left(values, x, low, high) == bisect_left(values, x, low, high)
        assert compiled._bisect_right(values, x, low, high) == bisect_right(values, x, low, high)


def values(schedule: Schedule) -> list[dict[str, object]]:
    """All that was computed of each task; calendars compare by identity."""
    return [
        {name: getattr(dates, name) for name in dates.__slots__ if name != "calendar"}
        for dates in schedule.tasks.values()
    ]


def test_plans_agree_at_both_speeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Constraints, progress, milestones and legs go through the same compiled functions."""
    for seed in range(60):
        given = small_state(seed)
        slow = compute(given)
        with monkeypatch.context() as patch:
            patch.setattr(run_module, "speed_for_plan", lambda _: speed_for(0, True))
            assert values(compute(given)) == values(slow)


@pytest.mark.parametrize("compiled", [False, True])
def test_a_cycle_and_a_repeated_id_are_errors(compiled: bool) -> None:
    office = calendars()

    def schedule(ids: list[str], *relations: tuple[str, str], calendar: int = 0) -> None:
        before, after = ([pair[end] for pair in relations] for end in (0, 1))
        zeros = [0] * len(relations)
        given = (before, after, ["FS"] * len(relations), zeros)
        schedule_columns(ids, [1] * len(ids), [calendar] * len(ids), office, given, 0, compiled=compiled)

    with pytest.raises(ValueError, match="wait for each other"):
        schedule(["a", "b"], ("a", "b"), ("b", "a"))
    with pytest.raises(ValueError, match="repeat"):
        schedule(["a", "a"])
    with pytest.raises(ValueError, match="calendar"):
        schedule(["a"], calendar=9)
    with pytest.raises(KeyError, match="c"):
        schedule(["a"], ("c", "a"))
    with pytest.raises(KeyError, match="c"):
        schedule(["a"], ("a", "c"))


@pytest.mark.parametrize("compiled", [False, True])
def test_names_with_equal_hashes_are_told_apart(compiled: bool) -> None:
    """hash(-1) == hash(-2) by rule, for strings by chance; names that are equal but not identical are one."""
    office = calendars()
    for ids, before, after in (([-1, -2], [-2], [-1]), (["乙", "甲"], ["".join("甲")], ["乙"])):
        found = schedule_columns(ids, [60, 60], [1, 1], office, (before, after, ["FS"], [0]), 0, compiled=compiled)  # type: ignore[arg-type]
        assert (found.early_start - found.early_start.min()).tolist() == [60, 0]
    with pytest.raises(KeyError, match="-2"):
        schedule_columns([-1, 5], [1, 1], [1, 1], office, ([-2], [5], ["FS"], [0]), 0, compiled=compiled)  # type: ignore[list-item]


@pytest.mark.parametrize("compiled", [False, True])
def test_a_name_is_the_same_wherever_it_lies(compiled: bool) -> None:
    """The very objects of the ids, others that are equal to some or to all of them, and what makes them when asked."""
    office = calendars()
    ids = [f"t{k}" for k in range(300)]
    before, after = ids[:-1], ids[1:]

    def copied(names: list[str], since: int) -> list[str]:
        return [*names[:since], *("".join(list(name)) for name in names[since:])]

    def finish(ids: object, before: object, after: object) -> list[int]:
        given = (before, after, ["FS"] * 299, [0] * 299)
        return schedule_columns(ids, [60] * 300, [1] * 300, office, given, 0, compiled=compiled).early_finish.tolist()  # type: ignore[arg-type]

    expected = [60 * k for k in range(1, 301)]
    for since in (0, 1, 150, 299):
        assert finish(ids, copied(before, since), after) == expected
        assert finish(tuple(ids), before, copied(after, since)) == expected
        assert finish(np.array(ids), copied(before, since), np.array(after)) == expected
    with pytest.raises(KeyError, match="t300"):
        finish(ids, before, [*after[:-1], "t300"])
    with pytest.raises(KeyError, match="FX"):
        schedule_columns(ids, [60] * 300, [1] * 300, office, (["t0"], ["t1"], ["FX"], [0]), 0, compiled=compiled)
    with pytest.raises(ValueError, match="ids repeat"):
        finish([*ids[:-1], ids[0]], before, ids[:299])


def test_a_large_network_waits_for_no_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What an earlier run has compiled is taken; only the very largest compile first."""
    monkeypatch.setattr(compiled, "_kept_in", lambda: tmp_path)
    monkeypatch.setattr(compiled, "_compiled", lambda: "compiled")
    assert speed_for(WORTH_COMPILING) is compiled.INTERPRETED
    assert speed_for(compiled.WORTH_WAITING) == "compiled"
    (tmp_path / "whole").touch()
    assert speed_for(WORTH_COMPILING) == "compiled"
    assert speed_for(WORTH_COMPILING - 1) is compiled.INTERPRETED


@pytest.mark.slow
def test_all_that_is_compiled_is_kept() -> None:
    """Loading it, a new process compiles nothing: numba counts what it found on the disk."""
    compiled.keep()
    assert (compiled._kept_in() / "whole").exists()
    code = (
        "import sys; from schedule.engine import compiled; speed = compiled.speed_for(0, True);"
        "compiled._run_over_nothing(speed); told = [one.stats for one in speed.functions.values()];"
        "sys.exit(any(one.cache_misses for one in told) or not any(one.cache_hits for one in told))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_a_meeting_imports_no_compiler() -> None:
    """Below the size that was measured, numba stays on the disk."""
    assert WORTH_COMPILING > 1000
    code = (
        "import sys, schedule; from schedule.engine.compute import compute; from schedule.engine.state import as_of;"
        "p = schedule.load('plans/kashgar'); compute(as_of(p, p.updates[-1].data_date));"
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_another_checkout_keeps_stays_until_nobody_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside its own sources nothing else is of use; in a folder of the user's, what was used within months stays."""
    own, today, spring = (tmp_path / f"daopai-{name}" for name in ("own", "today", "spring"))
    for folder in (own, today, spring):
        folder.mkdir()
        (folder / "whole").touch()
    for path in (spring, spring / "whole"):
        os.utime(path, (0, 0))
    compiled._sweep(own)
    assert {path.name for path in tmp_path.iterdir()} == {"daopai-own", "daopai-today"}
    monkeypatch.setattr(compiled, "_BESIDE", tmp_path)
    compiled._sweep(own)
    assert {path.name for path in tmp_path.iterdir()} == {"daopai-own"}
