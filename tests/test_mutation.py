"""The tool that asks whether the tests notice a wrong line (`tests/mutation/run.py`): what it changes, and where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "mutation"))

from run import Mutant, drawn, fates_of, in_a_process, interval, mutants_of, put_in_place, report

from schedule.calendars import worktime
from schedule.calendars.worktime import Calendar, make_table

SOURCE = """\
def longer(
    one: int,
    other: int = 0,
) -> bool:
    if one > other:
        return True
    return False


class Length:
    @property
    def half(self) -> int:
        return (
            self.whole
            // 2
        )
"""
MUTATED = """\
def x_longer__mutmut_orig(
    one: int,
    other: int = 0,
) -> bool:
    if one > other:
        return True
    return False


def x_longer__mutmut_1(
    one: int,
    other: int = 1,
) -> bool:
    if one > other:
        return True
    return False


def x_longer__mutmut_2(
    one: int,
    other: int = 0,
) -> bool:
    if one >= other:
        return True
    return False


class Length:
    def xǁLengthǁhalf__mutmut_1(self) -> int:
        return (
            self.whole
            // 3
        )
"""
"""As mutmut writes it, the decorators left out."""


def test_a_mutant_knows_the_lines_of_the_statement_that_is_changed() -> None:
    found = mutants_of("schedule/engine/made_up.py", SOURCE, MUTATED)
    assert [(mutant.name, list(mutant.lines), mutant.changed) for mutant in found] == [
        ("made_up.longer:1", [1, 2, 3, 4, 5, 6, 7], ("other: int = 0,", "other: int = 1,")),
        ("made_up.longer:2", [5], ("if one > other:", "if one >= other:")),
        ("made_up.Length.half:1", [13, 14, 15, 16], ("// 2", "// 3")),
    ]


def changed(function: str, code: str) -> Mutant:
    return Mutant("worktime.x:1", "schedule/calendars/worktime.py", function, range(1, 2), ("", ""), code)


@pytest.mark.parametrize(
    ("mutant", "answer"),
    [
        (changed("next_start", "def next_start(table, instant):\n    return -1\n"), -1),
        (changed("Calendar.next_start", "def next_start(self, instant):\n    return next_start(self.table, -5)\n"), -5),
    ],
)
def test_everybody_has_the_changed_function_and_only_in_that_process(mutant: Mutant, answer: int) -> None:
    calendar = Calendar("one", make_table([(0, 480)]), 0, 480)

    def asked() -> list[int]:
        put_in_place(mutant)
        return [calendar.next_start(7)]

    assert in_a_process(asked, 60) == [answer]
    assert calendar.next_start(7) == worktime.next_start(calendar.table, 7) == 7


@pytest.mark.slow
def test_what_never_ends_is_ended_and_told() -> None:
    def endless() -> None:
        while True:
            pass

    assert in_a_process(endless, 1) is None


def test_a_sample_is_the_same_for_one_seed_and_leaves_out_no_file() -> None:
    def some(path: str, count: int) -> list[Mutant]:
        return [changed("x", "")._replace(name=f"{path}.x:{k}", path=path) for k in range(count)]

    every = {"large": some("large", 90), "small": some("small", 5), "tiny": some("tiny", 2)}
    sample = drawn(every, 20, seed=1)
    counted = {path: sum(mutant.path == path for mutant in sample) for path in every}
    assert counted == {"large": 19, "small": 4, "tiny": 2}  # 20 * 90 / 97 = 18.6; never fewer than four, or all
    assert len(set(sample)) == 25 and sample == drawn(every, 20, seed=1) != drawn(every, 20, seed=2)


def test_the_table_counts_a_time_out_as_killed_and_says_how_many() -> None:
    mutants = [changed("x", "")._replace(name=f"x:{k}", path="a.py") for k in range(4)]
    fates = dict(
        zip(mutants, ["tests/test_x.py::test_it", "time-out", "survived 7 tests", "tests/test_y.py::t"], strict=True)
    )
    assert report(fates, {"a.py": 40}).splitlines()[-1] == "| all | 40 | 4 | 3 | 1 | 1 | 75.0 % | 30 to 95 % |"


def test_the_interval_is_wilsons() -> None:
    """Agresti and Coull 1998, after Wilson 1927: of ten all, from 10 / (10 + 1.96²) = 72.2 % to 100 %."""
    low, high = interval(10, 10)
    assert (round(low, 1), round(high, 1)) == (72.2, 100.0)


def test_a_run_goes_on_where_it_was_cut_off_but_asks_again_about_what_is_written_otherwise(tmp_path: Path) -> None:
    """Of two mutants the log tells; the second of them is another change by now."""
    one, two, three = (
        Mutant(f"a.longer:{k}", "a.py", "longer", range(1, 2), ("x > y", f"x {sign} y"), "")
        for k, sign in enumerate((">=", "<", "=="), start=1)
    )
    log = tmp_path / "log"
    log.write_text(
        "a.longer:1\ttests/test_a.py::test_it\ta.py:1\tx > y -> x >= y\n"
        "a.longer:2\tsurvived 3 tests\ta.py:1\tx > y -> x <= y\n",
        encoding="utf-8",
    )
    assert fates_of([log], [one, two, three]) == {one: "tests/test_a.py::test_it"}
    assert fates_of([], [one]) == {}
