"""The audit of what was reported: each code with what must trip it and what must not. Answers by hand arithmetic.

The small histories run on an office week of eight hours a day (480 minutes); Monday 7 April 2014 is the plan's start
and the meetings are on Mondays, so that a week between two of them has five working days.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from networks import at, plan, span, task

from schedule.analysis.dates.alerts import Light
from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.reports.evidence import AuditFinding, audit
from schedule.calendars.worktime import DAY, moment
from schedule.commands import main
from schedule.diagnostics import Diagnostic, Location, Severity, Source
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import (
    Body,
    Filing,
    FilingKind,
    Instant,
    Plan,
    Progress,
    Project,
    Revision,
    RevisionKind,
    StoredDates,
    Task,
    TaskKind,
    Update,
)
from schedule.output.answers.evidence import evidence_words, untold
from schedule.output.words.phrases import voice_of

HERE = Path(__file__).parent
KASHGAR = HERE.parent / "plans" / "kashgar"
BODIES = {name: Body(name, name) for name in ("land", "housing", "works")}
DAYS = 480


def of_tasks(*tasks: Task, **more: object) -> Plan:
    return plan(*tasks, bodies=BODIES, **more)


REVIEW = of_tasks(
    task("review", "10wd", body="housing"),
    task("permit", "5wd", "review", body="housing", evidence="许可证"),
    task("done", None, "permit"),
)


def week(data_date: str, *progress: Progress, revisions: Sequence[Revision] = ()) -> Update:
    source = Source(f"updates/{data_date}.yaml")
    placed = tuple(replace(one, location=Location(source, line)) for line, one in enumerate(progress, start=3))
    return Update(at(data_date), placed, tuple(revisions))


def begun(name: str, day: str, left: str | None = None, **more: object) -> Progress:
    return Progress(name, started=at(day), remaining=span(left), **more)


def left(name: str, amount: str, **more: object) -> Progress:
    return Progress(name, remaining=span(amount), **more)


def percent(name: str, amount: int, **more: object) -> Progress:
    return Progress(name, percent=Fraction(amount), **more)


def ended(name: str, first: str | None, last: str, **more: object) -> Progress:
    """Started in the morning of a day and finished in the evening of a day."""
    return Progress(name, started=None if first is None else at(first), finished=at(last) + DAY, **more)


def decided(name: str, approved_by: str = "the task force", **changes: object) -> Revision:
    return Revision(RevisionKind.SET, name, "more work", approved_by, changes=changes)


def audited(*updates: Update, of: Plan = REVIEW, until: str | None = None, **more: object) -> list[AuditFinding]:
    project = Project(of, updates, **more)
    data_date = updates[-1].data_date if until is None else at(until)
    return list(audit(History(project), data_date))


def codes(*updates: Update, of: Plan = REVIEW, until: str | None = None) -> list[str]:
    return [finding.code for finding in audited(*updates, of=of, until=until)]


# Progress that goes backwards


def test_more_left_than_at_the_report_before() -> None:
    # Five days left on the 14th, eight on the 21st: three working days more, 1,440 minutes.
    found = audited(
        week("2014-04-14", begun("review", "2014-04-07", "5wd")),
        week("2014-04-21", Progress("done"), left("review", "8wd", cause="报件补正")),
    )
    assert len(found) == 1
    assert found[0] == AuditFinding(
        "progress-backwards",
        at("2014-04-21"),
        ("review",),
        "housing",
        {
            "left": 8 * DAYS,
            "earlier_left": 5 * DAYS,
            "more": 3 * DAYS,
            "grown": 0,
            "percent": None,
            "earlier_percent": None,
            "earlier_report": "2014-04-14",
            "cause": "报件补正",
            "suspended": None,
        },
        found[0].location,
    )
    assert str(found[0].location) == "updates/2014-04-21.yaml:4:1"


@pytest.mark.parametrize(
    ("before", "now", "trips"),
    [
        (left("review", "5wd"), left("review", "5wd"), False),
        (left("review", "5wd"), left("review", "4wd"), False),
        (left("review", "5wd"), left("review", "40h"), False),  # five days of eight hours
        (left("review", "5wd"), left("review", "2401min"), True),  # one minute more
        (percent("review", 50), percent("review", 50), False),
        (percent("review", 50), percent("review", 51), False),
        (percent("review", 50), percent("review", 49), True),
        (percent("review", 50), left("review", "5wd"), False),  # half of ten days are five
        (percent("review", 50), left("review", "6wd"), True),
        (left("review", "5wd"), percent("review", 50), False),
        (left("review", "5wd"), percent("review", 40), True),  # six of ten days left
        (left("review", "5wd"), Progress("review", note="nothing new"), False),
        (left("review", "5wd"), ended("review", None, "2014-04-18"), False),
    ],
)
def test_backwards_is_measured_in_work_whatever_the_unit(before: Progress, now: Progress, trips: bool) -> None:
    first = replace(before, started=at("2014-04-07"))
    found = codes(week("2014-04-14", first), week("2014-04-21", now))
    assert found == (["progress-backwards"] if trips else [])


def test_a_week_of_silence_between_forgets_nothing() -> None:
    said = [week("2014-04-14", begun("review", "2014-04-07", "5wd")), week("2014-04-21")]
    assert codes(*said, week("2014-04-28", left("review", "6wd"))) == ["progress-backwards"]
    noted = week("2014-04-21", Progress("review", note="no figure"))
    assert codes(said[0], noted, week("2014-04-28", left("review", "6wd"))) == ["progress-backwards"]


@pytest.mark.parametrize(
    ("revision", "now", "trips"),
    [
        # Ten days become fourteen: four days more are explained, a fifth is not.
        (decided("review", duration=span("14wd")), "9wd", False),
        (decided("review", duration=span("14wd")), "10wd", True),
        (decided("review", "", duration=span("14wd")), "9wd", True),
        (decided("review", duration=span("8wd")), "6wd", True),
        (decided("review", duration=span("8wd")), "5wd", False),
        (decided("review", body="works"), "6wd", True),
        (decided("permit", duration=span("14wd")), "6wd", True),
    ],
)
def test_only_an_approved_longer_duration_explains_more_work(revision: Revision, now: str, trips: bool) -> None:
    first = week("2014-04-14", begun("review", "2014-04-07", "5wd"))
    for decision in (
        [week("2014-04-21", left("review", now), revisions=[revision])],
        [week("2014-04-21", revisions=[revision]), week("2014-04-28", left("review", now))],
    ):
        assert codes(first, *decision) == (["progress-backwards"] if trips else [])


def test_what_was_approved_before_the_report_before_explains_nothing() -> None:
    longer = decided("review", duration=span("14wd"))
    said = week("2014-04-14", begun("review", "2014-04-07", "9wd"), revisions=[longer])
    assert codes(said, week("2014-04-21", left("review", "10wd"))) == ["progress-backwards"]


def test_a_share_of_more_work_is_smaller() -> None:
    # Half of ten days done; of fourteen these five days are 35.7 %.
    said = week("2014-04-14", replace(percent("review", 50), started=at("2014-04-07")))
    longer = [decided("review", duration=span("14wd"))]
    assert codes(said, week("2014-04-21", percent("review", 36), revisions=longer)) == []
    assert codes(said, week("2014-04-21", percent("review", 35), revisions=longer)) == ["progress-backwards"]


def test_a_suspension_is_shown_and_excuses_nothing() -> None:
    found = audited(
        week("2014-04-14", begun("review", "2014-04-07", "5wd")),
        week("2014-04-21", left("review", "6wd", suspended=at("2014-04-16"))),
        week("2014-04-28", left("review", "7wd", resumed=at("2014-04-25"))),
        week("2014-05-05", left("review", "8wd", suspended=at("2014-05-01"))),
    )
    assert [(one.code, one.facts["suspended"]) for one in found] == [
        ("progress-backwards", "2014-04-16"),
        ("progress-backwards", None),
        ("progress-backwards", "2014-05-01"),
    ]


def test_a_task_taken_out_and_put_in_again_begins_anew() -> None:
    gone = Revision(RevisionKind.REMOVE, "survey", "done by another", "the task force")
    back = Revision(RevisionKind.ADD, "survey", "needed after all", "the task force", added=task("survey", "9wd"))
    of = of_tasks(task("survey", "9wd"), task("other", "9wd"))
    said = week("2014-04-14", begun("survey", "2014-04-07", "2wd"))
    assert codes(said, week("2014-04-21", begun("survey", "2014-04-16", "6wd"), revisions=[gone, back]), of=of) == []


# Dates that cannot be, and dates that change


@pytest.mark.parametrize(
    ("report", "ends"),
    [
        (begun("review", "2014-04-11", "5wd"), []),
        (begun("review", "2014-04-14", "5wd"), ["started"]),  # work on the data date itself is still to come
        (begun("review", "2014-04-16", "5wd"), ["started"]),
        (ended("review", "2014-04-07", "2014-04-13"), []),  # the evening before is the data date's first instant
        (ended("review", "2014-04-07", "2014-04-14"), ["finished"]),
        (ended("review", "2014-04-15", "2014-04-16"), ["started", "finished"]),
        (begun("review", "2014-04-07", "5wd", suspended=at("2014-04-15")), ["suspended"]),
    ],
)
def test_what_had_not_come_cannot_be_reported(report: Progress, ends: list[str]) -> None:
    found = audited(week("2014-04-14", report))
    assert [(one.code, one.facts["end"]) for one in found] == [("finished-in-future", end) for end in ends]


def test_other_tools_let_work_start_at_the_data_date() -> None:
    stored = {"review": StoredDates(early_start=0)}
    said = week("2014-04-14", begun("review", "2014-04-14", "5wd"))
    assert audited(said, stored=stored) == []
    assert len(audited(week("2014-04-14", begun("review", "2014-04-15", "5wd")), stored=stored)) == 1


def test_a_future_date_is_asked_about_once() -> None:
    said = [week(day, begun("review", "2014-05-07", "5wd")) for day in ("2014-04-14", "2014-04-21")]
    assert codes(*said) == ["finished-in-future"]


def test_an_actual_date_that_a_later_report_states_otherwise() -> None:
    found = audited(
        week("2014-04-14", begun("review", "2014-04-07", "5wd")),
        week("2014-04-21", begun("review", "2014-04-08", "2wd")),
        week("2014-04-28", ended("review", "2014-04-08", "2014-04-22")),
        week("2014-05-05", ended("review", "2014-04-08", "2014-04-21")),
        week("2014-05-12", ended("review", "2014-04-08", "2014-04-21", note="as before")),
    )
    assert [(one.code, one.data_date, one.facts) for one in found] == [
        (
            "actual-changed",
            at("2014-04-21"),
            {
                "end": "started",
                "found": at("2014-04-08"),
                "earlier": at("2014-04-07"),
                "earlier_report": "2014-04-14",
            },
        ),
        (
            "actual-changed",
            at("2014-05-05"),
            {
                "end": "finished",
                "found": at("2014-04-22"),  # the evening of the 21st
                "earlier": at("2014-04-23"),
                "earlier_report": "2014-04-28",
            },
        ),
    ]


def test_who_suspends_again_changes_no_date() -> None:
    assert (
        codes(
            week("2014-04-14", begun("review", "2014-04-07", "5wd", suspended=at("2014-04-09"))),
            week("2014-04-21", left("review", "4wd", resumed=at("2014-04-15"))),
            week("2014-04-28", left("review", "3wd", suspended=at("2014-04-24"))),
        )
        == []
    )


def test_what_was_finished_and_has_work_left_is_reopened_once() -> None:
    finished = week("2014-04-21", ended("review", "2014-04-07", "2014-04-18"))
    found = audited(finished, week("2014-04-28", left("review", "3wd")), week("2014-05-05", left("review", "2wd")))
    assert [(one.code, one.data_date) for one in found] == [("reopened", at("2014-04-28"))]
    assert found[0].facts == {"left": 3 * DAYS, "finished": at("2014-04-19"), "earlier_report": "2014-04-21"}
    # It is under way again, so nine weeks of silence are asked about, too.
    assert codes(finished, week("2014-04-28", left("review", "3wd")), until="2014-06-30") == ["reopened", "stuck"]
    assert codes(finished, week("2014-04-28", left("review", "0wd"))) == []
    assert codes(finished, week("2014-04-28", percent("review", 100))) == []
    assert codes(finished, week("2014-04-28", percent("review", 90))) == ["reopened"]


# No movement for three weeks


def test_three_weeks_with_the_same_figure_or_without_a_word_are_stuck() -> None:
    began = week("2014-04-14", begun("review", "2014-04-07", "5wd", cause="等待上级审批"))
    same = [week(day, left("review", "5wd", cause="天气")) for day in ("2014-04-21", "2014-04-28", "2014-05-05")]
    assert codes(began, *same[:2]) == []
    found = audited(began, *same)
    assert [(one.code, one.data_date, str(one.location)) for one in found] == [
        ("stuck", at("2014-04-14"), "updates/2014-04-14.yaml:3:1")
    ]
    assert found[0].facts == {
        "left": 5 * DAYS,
        "percent": None,
        "days": 21,
        "last_report": "2014-05-05",
        "cause": "天气",
        "suspended": None,
    }
    assert audited(began, until="2014-05-04") == []
    silent = audited(began, until="2014-05-05")
    assert [(one.facts["days"], one.facts["last_report"]) for one in silent] == [(21, "2014-04-14")]


def test_what_moves_finishes_or_has_not_begun_is_not_stuck() -> None:
    began = week("2014-04-14", begun("review", "2014-04-07", "5wd"))
    assert codes(began, week("2014-04-21", left("review", "4wd")), until="2014-05-11") == []
    assert codes(began, week("2014-04-28", ended("review", None, "2014-04-24")), until="2014-06-30") == []
    assert codes(week("2014-04-14"), until="2014-06-30") == []


def test_a_share_that_stays_is_stuck_though_the_duration_is_revised() -> None:
    half = replace(percent("review", 50), started=at("2014-04-07"))
    longer = week("2014-04-21", percent("review", 50), revisions=[decided("review", duration=span("14wd"))])
    found = audited(week("2014-04-14", half), longer, until="2014-05-05")
    assert [(one.code, one.facts["percent"], one.facts["days"]) for one in found] == [("stuck", "50", 21)]


def test_a_site_closed_for_the_winter_is_not_stuck() -> None:
    # The site's calendar rests from 15 November to 10 March. Nine days are worked from the 6th to the 14th; the tenth
    # working day since is 11 March, which is over on the 12th.
    of = of_tasks(task("asphalt", "30wd", body="works", calendar="site"), start="2014-10-06", calendar="calendar-days")
    began = week("2014-11-06", begun("asphalt", "2014-11-01", "20wd"))
    assert codes(began, of=of, until="2015-03-11") == []
    assert codes(began, of=of, until="2015-03-12") == ["stuck"]


# A week's dates on the eve of the meeting

FOUR = of_tasks(
    *(task(name, "5wd", body="works") for name in "abcd"),
    task("e", "3wd", "a", body="works"),
    task("f", "3wd", "a", body="works"),
    task("g", "5wd", body="land"),
    task("met", None, "a", body="works"),
)
"""a, b, c, d and g were expected to start on Monday 7 April and to finish on Friday the 11th."""
EARLY = week("2014-04-14", begun("g", "2014-04-07", "5wd"))
"""The first meeting: nothing of a, b, c, d yet. They are now expected to start on Monday the 14th."""


def burst(*progress: Progress, first: Update = EARLY, second: str = "2014-04-21") -> list[AuditFinding]:
    found = audited(first, week(second, *progress), of=FOUR)
    return [one for one in found if one.code == "burst"]


def test_all_of_a_week_on_its_last_day_is_a_burst() -> None:
    # The meeting is on Monday the 21st, the last working day before it Friday the 18th.
    found = burst(*(begun(name, "2014-04-18", "4wd") for name in "abc"), left("g", "1wd"))
    assert [(one.data_date, one.tasks, one.body) for one in found] == [(at("2014-04-21"), ("a", "b", "c"), "works")]
    assert found[0].facts == {
        "dates": 3,
        "unexplained": 3,
        "day": "2014-04-18",
        "work_days": 5,
        "earlier_report": "2014-04-14",
    }
    assert str(found[0].location) == "updates/2014-04-21.yaml:3:1"


def test_the_weekend_after_the_last_working_day_belongs_to_it() -> None:
    days = zip("abc", ("2014-04-18", "2014-04-19", "2014-04-20"), strict=True)
    assert burst(*(begun(name, day, "4wd") for name, day in days))


@pytest.mark.parametrize(
    "progress",
    [
        # one date on another day of the week
        [*(begun(name, "2014-04-18", "4wd") for name in "abc"), begun("d", "2014-04-15", "1wd")],
        # three dates on the last day, of two bodies
        [begun("a", "2014-04-18", "4wd"), begun("b", "2014-04-18", "4wd"), ended("g", None, "2014-04-18")],
        # one task finished, and what waited for it: a milestone and two starts
        [
            ended("a", "2014-04-18", "2014-04-18"),
            Progress("met", finished=at("2014-04-19")),
            begun("e", "2014-04-19", "3wd"),
            begun("f", "2014-04-19", "3wd"),
        ],
        # the start is the evening before
        [begun(name, "2014-04-17", "4wd") for name in "abc"],
        # how much is left is not a date
        [Progress("g", remaining=span("1wd")), begun("a", "2014-04-18", "4wd")],
    ],
)
def test_honest_weeks_are_no_burst(progress: list[Progress]) -> None:
    assert burst(*progress) == []


def test_a_chain_of_finishes_is_a_burst() -> None:
    # Six dates of a, e and f on the 18th. That a finished then was forecast on the 14th, and e and f wait for it; that
    # a began on the day it finished, and e and f finished on the day they began, nothing explains.
    found = burst(*(ended(name, "2014-04-18", "2014-04-18") for name in "aef"))
    assert [(one.facts["dates"], one.facts["unexplained"], one.tasks) for one in found] == [(6, 3, ("a", "e", "f"))]


def test_dates_that_were_forecast_for_that_day_are_no_burst() -> None:
    # Begun on the 14th with five days each, a, b and c were forecast for Friday the 18th at the meeting of the 14th...
    running = week("2014-04-14", *(begun(name, "2014-04-11", "5wd") for name in "abc"))
    finished = [ended(name, None, "2014-04-18") for name in "abc"]
    assert burst(*finished, first=running) == []
    # ... and with seven for Tuesday the 22nd.
    longer = week("2014-04-14", *(begun(name, "2014-04-11", "7wd") for name in "abc"))
    assert len(burst(*finished, first=longer)) == 1
    # A milestone that is reached with one of two finishes is no third.
    assert burst(*finished[:2], Progress("met", finished=at("2014-04-19")), first=longer) == []
    # A finish in the evening before the last working day is none of its own.
    assert burst(*(ended(name, None, "2014-04-17") for name in "abc"), first=longer) == []


@pytest.mark.parametrize(("relation", "bursts"), [("a", 0), ("a SS", 0), ("a FF", 1), ("a SF", 1)])
def test_only_what_holds_a_start_explains_it(relation: str, bursts: int) -> None:
    # a, which was not forecast for the 18th, begins and ends then; b and c begin, explained by a or not.
    of = of_tasks(*(task("a", "9wd", body="works"), *(task(name, "9wd", relation, body="works") for name in "bc")))
    on_eve = [ended("a", "2014-04-18", "2014-04-18"), *(begun(name, "2014-04-18", "9wd") for name in "bc")]
    found = codes(week("2014-04-14"), week("2014-04-21", *on_eve), of=of)
    assert found == ["burst"] * bursts


def test_a_burst_needs_a_week_and_a_meeting_before() -> None:
    # From Tuesday the 15th to Monday the 21st are four working days.
    late = replace(EARLY, data_date=at("2014-04-15"))
    assert burst(*(begun(name, "2014-04-18", "4wd") for name in "abc"), first=late) == []
    alone = week("2014-04-21", *(begun(name, "2014-04-18", "4wd") for name in "abc"))
    assert codes(alone, of=FOUR) == []


def test_dates_told_before_are_not_told_again() -> None:
    on_eve = [begun(name, "2014-04-18", "4wd") for name in "abc"]
    again = week("2014-04-28", *(replace(one, remaining=span("1wd")) for one in on_eve))
    assert codes(EARLY, week("2014-04-21", *on_eve), again, of=FOUR) == ["burst"]


# Reported, not evidenced


def test_what_asks_for_a_document_closes_only_with_it() -> None:
    # Finished on Friday 25 April, reported on Monday the 28th; on 5 May ten days have passed.
    review = ended("review", "2014-04-07", "2014-04-18")
    said = week("2014-04-28", review, ended("permit", "2014-04-21", "2014-04-25"))
    found = audited(said, until="2014-05-05")
    assert [(one.code, one.data_date, one.tasks, one.body, str(one.location)) for one in found] == [
        ("unevidenced", at("2014-04-28"), ("permit",), "housing", "updates/2014-04-28.yaml:4:1")
    ]
    assert found[0].facts == {"evidence": "许可证", "finished": "2014-04-25", "days": 10}
    given = week("2014-05-05", Progress("permit", document="许〔2014〕1号"))
    assert codes(said, given) == []
    assert codes(said, week("2014-05-05", Progress("permit", note="still none"))) == ["unevidenced"]
    again = audited(said, week("2014-05-05", ended("permit", None, "2014-04-25")))
    assert [one.data_date for one in again] == [at("2014-04-28")]  # since it was reported first
    assert codes(said, given, until="2014-04-28") == ["unevidenced"]  # what comes later was not known then


def test_a_milestone_closes_with_its_document_too() -> None:
    of = of_tasks(task("start", None, kind=TaskKind.START_MILESTONE, evidence="开工令"), task("a", "5wd"))
    found = audited(week("2014-04-14", Progress("start", started=at("2014-04-11"))), of=of)
    assert [(one.code, one.facts["finished"], one.facts["days"]) for one in found] == [("unevidenced", "2014-04-11", 3)]


def test_grey_is_the_light_of_exactly_these_tasks_among_the_finished() -> None:
    said = week("2014-04-28", ended("review", "2014-04-07", "2014-04-18"), ended("permit", "2014-04-21", "2014-04-25"))
    snapshot = take(Project(REVIEW, (said,)), said.data_date)
    assert snapshot.lights["permit"] is Light.GREY
    assert snapshot.lights["review"] is Light.GREEN
    assert [(alert.task, alert.code) for alert in snapshot.alerts if alert.task == "permit"] == [
        ("permit", "no-evidence")
    ]


# Order and words


def test_findings_stand_in_order_of_date_and_then_of_the_schedule() -> None:
    # In the end b began on the 7th and a, as corrected, on the 8th.
    of = of_tasks(*(task(name, "9wd", body="works") for name in "ab"))
    first = week("2014-04-14", begun("b", "2014-04-07", "5wd"), begun("a", "2014-04-07", "5wd"))
    second = week("2014-04-21", left("b", "6wd"), begun("a", "2014-04-08", "6wd"))
    found = audited(first, second, of=of)
    assert [(one.tasks[0], one.code) for one in found] == [
        ("b", "progress-backwards"),
        ("a", "actual-changed"),
        ("a", "progress-backwards"),
    ]
    assert codes(first, second, of=of, until="2014-04-20") == []


def said_of(findings: Sequence[AuditFinding], of: Plan, *updates: Update, lang: str) -> list[str]:
    project = Project(of, updates)
    computed = compute(as_of(project, updates[-1].data_date))
    return list(voice_of(computed, lang).told(evidence_words(project, findings, computed)))


DECIDED = (Filing(FilingKind.SUBMITTED, at("2014-04-07")), Filing(FilingKind.DECIDED, at("2014-04-12")))
SENTENCES: Mapping[str, tuple[list[Update], Plan, str, str]] = {
    "backwards": (
        [
            week("2014-04-14", begun("review", "2014-04-07", "5wd")),
            week(
                "2014-04-21",
                left("review", "10wd", cause="报件补正", suspended=at("2014-04-16")),
                revisions=[decided("review", duration=span("14wd"))],
            ),
        ],
        REVIEW,
        "- review：4月21日 报还需 10 个工作日，比 4月14日 报的 5 个工作日还多 5 个工作日，其中 4 个工作日是批准增加的，"
        "4月16日 起停工，原因：报件补正，见 updates/2014-04-21.yaml:3",
        "- review: 10 working days left on 21 Apr, up from 5 working days on 14 Apr, 5 working days more,"
        " 4 working days of it approved, suspended since 16 Apr, cause: correction of the file"
        " (updates/2014-04-21.yaml:3)",
    ),
    "percent": (
        [
            week("2014-04-14", replace(percent("review", 50), started=at("2014-04-07"))),
            week("2014-04-21", percent("review", 40)),
        ],
        REVIEW,
        "- review：4月21日 报完成 40%，比 4月14日 报的 50% 还低，见 updates/2014-04-21.yaml:3",
        "- review: 40% done on 21 Apr, down from 50% on 14 Apr (updates/2014-04-21.yaml:3)",
    ),
    "future": (
        [week("2014-04-14", ended("review", "2014-04-07", "2014-04-16"))],
        REVIEW,
        "- review：4月14日 报完成，写的日期 4月16日 当时还没有到，见 updates/2014-04-14.yaml:3",
        "- review: reported on 14 Apr as finished on 16 Apr, which was still to come (updates/2014-04-14.yaml:3)",
    ),
    "changed": (
        [
            week("2014-04-14", begun("review", "2014-04-07", "5wd")),
            week("2014-04-21", begun("review", "2014-04-08", "4wd")),
        ],
        REVIEW,
        "- review：4月21日 把开始日期改为 4月8日，4月14日 报的是 4月7日，见 updates/2014-04-21.yaml:3",
        "- review: start changed on 21 Apr to 8 Apr, on 14 Apr it was 7 Apr (updates/2014-04-21.yaml:3)",
    ),
    "hours": (
        [
            week("2014-04-14", begun("review", "2014-04-07 08:00", "5wd")),
            week("2014-04-21", begun("review", "2014-04-07 13:00", "4wd")),
        ],
        REVIEW,
        "- review：4月21日 把开始日期改为 4月7日 13:00，4月14日 报的是 4月7日 08:00，见 updates/2014-04-21.yaml:3",
        "- review: start changed on 21 Apr to 7 Apr 13:00, on 14 Apr it was 7 Apr 08:00 (updates/2014-04-21.yaml:3)",
    ),
    "reopened": (
        [
            week("2014-04-21", ended("review", "2014-04-07", "2014-04-18")),
            week("2014-04-28", left("review", "3wd")),
        ],
        REVIEW,
        "- review：4月21日 已报 4月18日 完成，4月28日 又报还需 3 个工作日，见 updates/2014-04-28.yaml:3",
        "- review: reported on 21 Apr as finished on 18 Apr, and on 28 Apr with 3 working days left"
        " (updates/2014-04-28.yaml:3)",
    ),
    "stuck": (
        [
            week("2014-04-14", begun("review", "2014-04-07", "5wd")),
            week("2014-04-28", left("review", "5wd", cause="天气")),
            week("2014-05-05"),
        ],
        REVIEW,
        "- review：从 4月14日 到 4月28日 一直报还需 5 个工作日，已 21 天没有进展，原因：天气，"
        "见 updates/2014-04-14.yaml:3",
        "- review: 5 working days left in every report from 14 Apr to 28 Apr, no progress for 21 days, cause: 天气"
        " (updates/2014-04-14.yaml:3)",
    ),
    "silent": (
        [week("2014-04-14", replace(percent("review", 50), started=at("2014-04-07"))), week("2014-05-05")],
        REVIEW,
        "- review：4月14日 报完成 50%，以后没有再报，已 21 天，见 updates/2014-04-14.yaml:3",
        "- review: 50% done on 14 Apr, not reported since, 21 days ago (updates/2014-04-14.yaml:3)",
    ),
    "burst": (
        [EARLY, week("2014-04-21", *(begun(name, "2014-04-18", "4wd") for name in "abc"))],
        FOUR,
        "- 4月21日 报的 3 个实际日期都在会前最后一个工作日（4月18日），4月14日 以来 5 个工作日里没有别的日期，"
        "请核对：a、b、c，见 updates/2014-04-21.yaml:3",
        "- all 3 actual dates reported on 21 Apr are of the last working day before the meeting (18 Apr), none of"
        " another of the 5 working days since 14 Apr; check a, b, c (updates/2014-04-21.yaml:3)",
    ),
    "decided": (
        [week("2014-04-14", replace(percent("permit", 100), filings=DECIDED))],
        REVIEW,
        "- permit：4月11日 已办结，没有报完成，要问批了没有、哪天完成，见 updates/2014-04-14.yaml:3",
        "- permit: decided on 11 Apr, and no finish reported; ask whether it was granted, and on which day"
        " (updates/2014-04-14.yaml:3)",
    ),
    "nothing-left": (
        [week("2014-04-14", replace(percent("review", 100), started=at("2014-04-07")))],
        REVIEW,
        "- review：4月14日 报还需 0 天，没有报完成，要问是否已完成、哪天完成，见 updates/2014-04-14.yaml:3",
        "- review: nothing left reported on 14 Apr, and no finish; ask whether it is done, and on which day"
        " (updates/2014-04-14.yaml:3)",
    ),
    "too-fast": (
        [week("2014-04-14", begun("review", "2014-04-07", "10wd")), week("2014-04-21", left("review", "2wd"))],
        REVIEW,
        "- review：4月14日 报还需 10 个工作日，4月21日 报还需 2 个工作日，其间只有 5 个工作日可以做，"
        "见 updates/2014-04-21.yaml:3",
        "- review: 10 working days left on 14 Apr, 2 working days on 21 Apr, with only 5 working days between them"
        " (updates/2014-04-21.yaml:3)",
    ),
    "unevidenced": (
        [
            week(
                "2014-04-28", ended("review", "2014-04-07", "2014-04-18"), ended("permit", "2014-04-21", "2014-04-25")
            ),
        ],
        REVIEW,
        "- permit：4月25日 完成，已 3 天未见许可证的文号，见 updates/2014-04-28.yaml:4",
        "- permit: finished on 25 Apr, document missing for 3 days: 许可证 (updates/2014-04-28.yaml:4)",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_finding_in_words(name: str) -> None:
    updates, of, zh, en = SENTENCES[name]
    found = audited(*updates, of=of)
    assert zh in said_of(found, of, *updates, lang="zh")
    assert en in said_of(found, of, *updates, lang="en")


def test_every_code_is_worked_by_hand_here() -> None:
    shown = {one.code for updates, of, *_ in SENTENCES.values() for one in audited(*updates, of=of)}
    documented = set(re.findall(r"^ *`([a-z-]+)`  ", AuditFinding.__doc__ or "", re.MULTILINE))
    assert shown == documented
    assert len(documented) == 10


def test_one_line_a_task_under_its_body() -> None:
    of = of_tasks(*(task(name, "30wd", body=body) for name, body in (("a", "works"), ("b", "land"), ("c", "works"))))
    updates = [
        week("2014-04-14", *(begun(name, "2014-04-07", "10wd") for name in "abc")),
        week("2014-04-21", *(left(name, "11wd") for name in "abc")),
        week("2014-04-28", *(left(name, "12wd") for name in "ab"), left("c", "10wd")),
    ]
    lines = said_of(audited(*updates, of=of), of, *updates, lang="en")
    assert [line.split(":")[0] for line in lines] == [
        "Audit of what was reported",
        "land",
        "- b",
        "works",
        "- c",
        "- a",
    ]  # c has two weeks less left than a and ends before it
    assert lines[0].endswith("5 remarks")
    assert lines[2].count("; ") == 1


def test_nothing_is_said_of_a_plan_without_history() -> None:
    one = week("2014-04-14", begun("review", "2014-04-07", "5wd"))
    assert said_of([], REVIEW, one, lang="zh") == []
    two = week("2014-04-21", left("review", "4wd"))
    assert said_of([], REVIEW, one, two, lang="zh") == ["已报未见依据：没有", "上报情况核对：没有发现问题"]


def test_a_warning_that_the_audit_repeats_is_said_once() -> None:
    source = Source("updates/a.yaml")
    place = Location(source, 7)
    warned = [Diagnostic(code, place, severity=Severity.WARNING) for code in ("actual-changed", "below-floor")]
    told = AuditFinding("actual-changed", 0, ("a",), None, location=Location(source, 6))
    assert [one.code for one in untold(warned, [told])] == ["below-floor"]
    assert [one.code for one in untold(warned, [])] == ["actual-changed", "below-floor"]
    elsewhere = replace(told, location=Location(Source("updates/b.yaml"), 6))
    assert len(untold(warned, [elsewhere])) == 2
    assert len(untold([warned[0], *warned], [told])) == 3


# The command and the sample plan


def check(folder: Path, lang: str) -> list[str]:
    done = CliRunner().invoke(main, ["check", str(folder), "--lang", lang], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout.splitlines()


def line_of(path: Path, task_id: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(f"  {task_id}:"))


def test_check_tells_the_sample_plan_what_is_not_evidenced() -> None:
    """The report names none of these seven; the weeks say finished without a number. Days to 5 April 2016, by hand."""
    expected = {
        # 30 October to 5 April: 1 + 30 + 31 + 31 + 29 + 31 + 5 days
        "feasibility-approval": ("可研批复", "2016-01-04", 158),
        "land-planning-permit": ("建设用地规划许可证", "2016-01-04", 137),
        "works-planning-permit": ("建设工程规划许可证", "2016-01-25", 77),
        "supervision-filing": ("质监安监手续", "2016-03-07", 32),
        "construction-permit": ("施工许可证", "2016-03-21", 19),
        "land-handover": ("用地报批及交地", "2016-02-15", 60),
        "fire-design-approval": ("消防设计审核（厂房）", "2016-03-07", 32),
    }
    lines = check(KASHGAR, "zh")
    first = lines.index("已报未见依据：7 项报称完成，没有批文号，不能销号")
    last = next(k for k, line in enumerate(lines) if line.startswith("上报情况核对"))
    told = [line for line in lines[first + 1 : last] if line.startswith("- ")]
    assert [line.split("：")[0] for line in told] == [f"- {name}" for name, _, _ in expected.values()]
    for line, (task_id, (_, day, days)) in zip(told, expected.items(), strict=True):
        place = line_of(KASHGAR / "updates" / f"{day}.yaml", task_id)
        assert f"已 {days} 天未见" in line
        assert line.endswith(f"，见 updates/{day}.yaml:{place}")
    assert lines[first + 1 : last].count("住建局：") == 1


def test_check_asks_about_the_fire_review_that_grew_twice() -> None:
    """Five working days left became eight, and six became eight; all else in the thirteen weeks only shrank."""
    lines = check(KASHGAR, "en")
    asked = lines.index("Audit of what was reported: 2 remarks")
    assert lines[asked + 1] == "Fire Service:"
    assert "8 working days left on 25 Jan, up from 5 working days on 18 Jan" in lines[asked + 2]
    assert "8 working days left on 22 Feb, up from 6 working days on 1 Feb" in lines[asked + 2]
    assert not lines[asked + 3].startswith("- ")


def test_check_says_a_changed_date_once_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(HERE / "plans" / "errors" / "actual-changed", folder)
    lines = check(folder, "zh")
    said = "- 勘察：3月21日 把开始日期改为 3月2日，3月14日 报的是 3月1日，见 updates/2016-03-21.yaml:4"
    assert [line for line in lines if "2016-03-21.yaml" in line] == [said]
    assert not any(line.startswith("提醒") for line in lines)


# Honest histories

MONDAYS = [at("2014-04-14") + 7 * DAY * number for number in range(16)]
WORKDAYS = [monday + DAY * day for monday in (at("2014-04-07"), *MONDAYS) for day in range(5)]


@dataclass(frozen=True)
class Work:
    """One task as it really went: the beginnings of its working days."""

    task: Task
    days: list[Instant]

    def report(self, draw: st.DrawFn, previous: Instant, data_date: Instant) -> Progress | None:
        """What an honest body says of it at a data date: what is new since the one before, and what is left."""
        done = sum(day < data_date for day in self.days)
        if not done or self.days[-1] < previous:
            return None
        started = self.days[0] if self.days[0] >= previous else None
        if done == len(self.days):
            return Progress(self.task.id, started, self.days[-1] + DAY, document=self.task.evidence and "文号1")
        rest = len(self.days) - done
        match draw(st.sampled_from(["days", "hours", "percent"])):
            case "days":
                return Progress(self.task.id, started, remaining=span(f"{rest}wd"))
            case "hours":
                return Progress(self.task.id, started, remaining=span(f"{8 * rest}h"))
            case _:
                return Progress(self.task.id, started, percent=Fraction(100 * done, len(self.days)))


@st.composite
def honest(draw: st.DrawFn) -> tuple[Plan, list[Update]]:
    """Crews that each do one task after another, and that say every week or every other what is true."""
    works = []
    for body in BODIES:
        first = draw(st.integers(0, 4))
        for number in range(draw(st.integers(1, 4))):
            length = draw(st.integers(1, 15))
            after = [f"{body}-{number - 1}"] if number else []
            evidence = draw(st.sampled_from([None, "批复"]))
            one = task(f"{body}-{number}", f"{length}wd", *after, body=body, evidence=evidence)
            works.append(Work(one, WORKDAYS[first : first + length]))
            first += length + draw(st.integers(0, 3))
    updates: list[Update] = []
    for monday in MONDAYS:
        previous = updates[-1].data_date if updates else at("2014-04-07")
        if monday - previous > 7 * DAY or draw(st.booleans()):
            said = [work.report(draw, previous, monday) for work in works]
            day = moment(monday).date().isoformat()
            updates.append(week(day, *(one for one in said if one is not None)))
    return of_tasks(*(work.task for work in works)), updates


@pytest.mark.slow
@given(honest())
def test_an_honest_history_gives_nothing_to_ask(history: tuple[Plan, list[Update]]) -> None:
    of, updates = history
    for update in updates:
        assert codes(*updates, of=of, until=moment(update.data_date).date().isoformat()) == []


@pytest.mark.slow
@given(honest(), st.data())
def test_what_is_tampered_with_is_found(history: tuple[Plan, list[Update]], data: st.DataObject) -> None:
    """One line of an honest history changed: exactly that line is asked about, under its code.

    Where too much was said to be left, what is truly left a week later has fallen too fast as well.
    """
    of, updates = history
    entries = [(w, k) for w, update in enumerate(updates) for k in range(len(update.progress))]
    w, k = data.draw(st.sampled_from(entries))
    update = updates[w]
    line = update.progress[k]
    if line.finished is None and line.started is None:
        # As much left as the whole task takes, where a day or more of it had been reported as done.
        whole = of.tasks[line.task].duration
        changed, expected = replace(line, percent=None, remaining=whole), {"progress-backwards"}
    elif line.finished is None:
        changed, expected = replace(line, started=update.data_date), {"finished-in-future"}
    elif line.document is not None:
        changed, expected = replace(line, document=None), {"unevidenced"}
    else:
        changed, expected = replace(line, finished=update.data_date + 1), {"finished-in-future"}
    progress = (*update.progress[:k], changed, *update.progress[k + 1 :])
    tampered = [*updates[:w], replace(update, progress=progress), *updates[w + 1 :]]
    found = audited(*tampered, of=of)
    told = [one for one in found if one.code in expected]
    assert {one.code for one in told} == expected
    assert [(one.tasks, one.data_date, one.location) for one in told] == [
        ((line.task,), update.data_date, line.location)
    ]
    rest = {(one.code, one.tasks, one.data_date > update.data_date) for one in found if one not in told}
    assert rest <= ({("too-fast", (line.task,), True)} if expected == {"progress-backwards"} else set())
