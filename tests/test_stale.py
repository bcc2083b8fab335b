"""Which values of a file contradict its own dates, by hand; and what `check` says of a file that differs.

A, 2 days from Monday 7 April 2014, then B, 1 day, beside LONG, 5 days: A is late on Thursday the 10th, B on the 11th.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from networks import at, plan, state, stored, task

from schedule.analysis.dates.stale import By, contradictions
from schedule.analysis.dates.stored import Agreement, Rule, agreement, rules_of
from schedule.engine.compute import compute
from schedule.model import Project, StoredDates
from schedule.output.answers.differences import agreement_words
from schedule.output.words.phrases import voice_of

TWO = plan(task("a", "2wd"), task("b", "1wd", "a"), task("long", "5wd"))
COMPUTED = compute(state(TWO))


def brought(name: str, **values: Any) -> Project:
    """The project with a file's dates, all as computed but these of one task."""
    dates: dict[str, StoredDates] = stored(COMPUTED)
    return Project(TWO, (), stored={**dates, name: replace(dates[name], **values)})


def told(project: Project) -> list[tuple[str, str, By]]:
    found = agreement(COMPUTED, project)
    return [(one.task, one.column, one.by) for one in contradictions(COMPUTED, project, found)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # B starts on the 11th at the latest, and A would finish on the 14th.
        (
            {"late_start": at("2014-04-11 08:00"), "late_finish": at("2014-04-14 17:00")},
            [("a", "late_finish", By.SUCCESSOR), ("a", "total_float", By.DATES)],
        ),
        # From the 8th to the 10th are 16 hours.
        ({"total_float": 99 * 60}, [("a", "total_float", By.DATES)]),
        # B starts on the 9th, right behind A.
        ({"free_float": 8 * 60}, [("a", "free_float", By.SUCCESSOR)]),
        # 3 days lie between, 2 are left.
        ({"early_finish": at("2014-04-09 17:00")}, [("a", "early_finish", By.WORK), ("a", "total_float", By.DATES)]),
        # The data date is the 7th.
        (
            {"early_start": at("2014-04-04 08:00"), "early_finish": at("2014-04-07 17:00")},
            [("a", "early_start", By.DATA_DATE)],
        ),
    ],
)
def test_the_engineer_is_told_what_the_file_contradicts_itself(
    values: dict[str, int], expected: list[tuple[str, str, By]]
) -> None:
    named = [one for one in expected if one[1] in values]
    assert told(brought("a", **values)) == named


def test_a_start_earlier_than_the_predecessor_lets_it_be_contradicts() -> None:
    """A ends on the 8th, and B would start on that day."""
    values = {"early_start": at("2014-04-08 08:00"), "early_finish": at("2014-04-08 17:00")}
    assert told(brought("b", **values)) == [("b", "early_start", By.PREDECESSOR)]


def test_another_answer_that_fits_contradicts_nothing() -> None:
    """B a day later than it need be, with the float that goes with it: another rule could give that."""
    values = {"early_start": at("2014-04-10 08:00"), "early_finish": at("2014-04-10 17:00"), "total_float": 8 * 60}
    assert told(brought("b", **values)) == []


def test_check_counts_what_differs_by_column_and_by_rule() -> None:
    project = brought("b", early_start=at("2014-04-10 08:00"), early_finish=at("2014-04-10 17:00"))
    found: Agreement = agreement(COMPUTED, project)
    rules = rules_of(found, COMPUTED)
    assert rules == (Rule.PREDECESSOR, Rule.PREDECESSOR)
    english = voice_of(COMPUTED, "en").told(agreement_words(found, rules, ()))
    assert english[0].startswith("Compared with the dates in the file: 2 of 3 unfinished tasks (66.6 %)")
    assert english[1:3] == (
        "What differs: Early start 1, Early finish 1",
        "What ours come from there: what comes before 2",
    )


def test_a_shifts_end_and_the_next_ones_beginning_are_one_point() -> None:
    project = brought("a", late_finish=at("2014-04-11 08:00"))
    assert rules_of(agreement(COMPUTED, project), COMPUTED) == (Rule.SAME_POINT,)


def test_all_is_said_only_of_all() -> None:
    """9,999 of 10,000 are 99.9 %."""
    one = agreement(COMPUTED, brought("a", total_float=1)).differences
    assert float(Agreement(10_000, one).share) == 0.999
    assert float(Agreement(10_000, ()).share) == 1


@pytest.mark.parametrize(
    ("minutes", "english", "chinese"),
    [
        (11_999, "199 hours 59 minutes", "199 小时 59 分钟"),
        (-2_500, "-41 hours 40 minutes", "-41 小时 40 分钟"),
        (60, "1 hour", "1 小时"),
        (45, "45 minutes", "45 分钟"),
        (0, "0 hours", "0 小时"),
    ],
)
def test_working_time_is_told_in_hours_and_minutes(minutes: int, english: str, chinese: str) -> None:
    assert voice_of(COMPUTED, "en").working_time(minutes) == english
    assert voice_of(COMPUTED, "zh").working_time(minutes) == chinese
