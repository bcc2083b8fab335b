"""What a schedule means for a meeting: deadlines, movements, reports, alerts, quality. Answers by hand arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from networks import at, link, plan, span, state, task

from schedule.analysis.dates.alerts import Light
from schedule.analysis.dates.comparison import baseline_dates, compare
from schedule.analysis.dates.deadlines import deadline_rows, lateness_through
from schedule.analysis.dates.quality import findings
from schedule.analysis.meeting import Meeting, take
from schedule.calendars.worktime import DAY
from schedule.diagnostics import Location, Source
from schedule.engine.compute import compute, target_of
from schedule.engine.holding import holding
from schedule.engine.paths import driving_chain, everything_before
from schedule.engine.schedule import Reason
from schedule.engine.state import as_of
from schedule.model import (
    Baseline,
    Body,
    Plan,
    Progress,
    Project,
    Revision,
    RevisionKind,
    Status,
    Update,
)

# Monday 7 April 2014. survey 2 days (7-8), drawings 5 (9-15), review 3 (16-18), permit 2 (21-22), done 22 April.
# The deadline is Friday 25 April: three working days after the 22nd.
BODIES = {name: Body(name, name) for name in ("land", "design", "housing")}


def small(**changes: object) -> Plan:
    return plan(
        task("survey", "2wd", body="land"),
        task("drawings", "5wd", "survey", body="design"),
        task("review", "3wd", "drawings", body="housing", evidence="合格书"),
        task("permit", "2wd", "review", body="housing"),
        task("done", None, "permit", deadline=at("2014-04-26")),
        bodies=BODIES,
        **changes,
    )


def week(data_date: str, *progress: Progress, revisions: tuple[Revision, ...] = ()) -> Update:
    return Update(at(data_date), progress, revisions)


def began(name: str, day: str, remaining: str, **more: object) -> Progress:
    return Progress(name, started=at(day), remaining=span(remaining), **more)


def ended(name: str, first: str, last: str, **more: object) -> Progress:
    return Progress(name, started=at(first), finished=at(last) + DAY, **more)


def project(*updates: Update, of: Plan | None = None, baseline: bool = True) -> Project:
    of = of or small()
    baselines = {}
    if baseline:
        dates = baseline_dates(compute(state(of)))
        baselines["B0"] = Baseline("B0", of.start, of.digest, "the task force", dates)
    return Project(of, updates, baselines)


def meeting(*updates: Update, **more: object) -> Meeting:
    whole = project(*updates, **more)
    return take(whole, updates[-1].data_date if updates else whole.plan.start)


def codes(snapshot: Meeting) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alert in snapshot.alerts:
        found.setdefault(alert.task, []).extend([alert.code, *alert.also])
    return found


# --- backward scheduling


def test_latest_dates_are_counted_back_from_the_deadline() -> None:
    rows = {row.task: row for row in deadline_rows(compute(state(small())))}
    assert rows["permit"].latest_finish == at("2014-04-25 17:00")
    assert rows["permit"].latest_start == at("2014-04-24 08:00")
    assert rows["review"].latest_start == at("2014-04-21 08:00")
    assert rows["drawings"].latest_start == at("2014-04-14 08:00")
    assert rows["survey"].latest_start == at("2014-04-10 08:00")
    assert {row.float for row in rows.values()} == {3 * 480}
    assert {row.deadline for row in rows.values()} == {"done"}


def test_the_deadline_that_asks_earliest_decides() -> None:
    """Survey serves two deadlines: three days of float to `done`, one to a report due on the evening of the 9th."""
    two = small()
    report = task("report", None, "survey", deadline=at("2014-04-10"))
    rows = {row.task: row for row in deadline_rows(compute(state(replace(two, tasks={**two.tasks, "report": report}))))}
    assert (rows["survey"].deadline, rows["survey"].float) == ("report", 480)
    assert rows["survey"].serves == ("report", "done"), "by date"
    assert rows["drawings"].serves == ("done",)


def test_what_is_already_impossible_and_by_how_much() -> None:
    late = compute(state(small(), "2014-04-14"))
    rows = {row.task: row for row in deadline_rows(late)}
    # Everything restarts on the 14th and takes 12 days, to the 29th: two working days after the deadline.
    assert rows["survey"].impossible
    assert {row.float for row in rows.values()} == {-2 * 480}


def test_a_task_after_every_deadline_has_no_row_and_a_later_finish_takes_no_float() -> None:
    """The closing paper takes the project to the 24th; `done` keeps its three days to the 25th all the same."""
    more = small()
    longer = replace(more, tasks={**more.tasks, "filing": task("filing", "2wd", "done")})
    rows = {row.task: row for row in deadline_rows(compute(state(longer)))}
    assert "filing" not in rows
    assert rows["done"].float == 3 * 480


# --- movements


def test_friday_evening_and_monday_morning_are_no_movement() -> None:
    before = compute(state(plan(task("a", "5wd"), task("m", None, "a"))))
    after = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a"), task("m", None, "b SS"))))
    assert after.tasks["m"].finish != before.tasks["m"].finish
    movement = compare(before, after).movements["m"]
    assert (movement.finish_slip, movement.finish_shift) == (0, 0)


def test_one_working_day_across_a_weekend_is_three_calendar_days() -> None:
    before = compute(state(plan(task("a", "5wd"))))
    after = compute(state(plan(task("a", "6wd"))))
    movement = compare(before, after).movements["a"]
    assert (movement.finish_slip, movement.finish_shift) == (480, 3 * DAY)
    assert (movement.start_slip, movement.start_shift) == (0, 0)


def test_added_and_removed_tasks_are_named() -> None:
    before = compute(state(plan(task("a", "1wd"), task("b", "1wd"))))
    after = compute(state(plan(task("a", "1wd"), task("c", "1wd"))))
    comparison = compare(before, after)
    assert (comparison.added, comparison.removed) == (("c",), ("b",))


def test_float_consumed_since_the_baseline() -> None:
    snapshot = meeting(week("2014-04-08", began("survey", "2014-04-07", "2wd")), of=small())
    # One day lost: the survey has two left on the second morning. All that follows has 2 days of float, not 3,
    # towards the deadline; the project's own finish has moved with it, so its total float stays 0.
    movement = snapshot.since_baseline.movements["permit"]
    assert movement.finish_slip == 480
    assert movement.float_consumed == 0
    assert {row.float for row in snapshot.deadlines} == {2 * 480}


# --- history


def test_a_state_forgets_what_was_reported_later() -> None:
    whole = project(
        week("2014-04-08", began("survey", "2014-04-07", "1wd")),
        week("2014-04-14", ended("survey", "2014-04-07", "2014-04-09")),
    )
    assert as_of(whole, at("2014-04-10")).status("survey").finished is None
    assert as_of(whole, at("2014-04-14")).status("survey").finished == at("2014-04-10")
    assert as_of(whole, at("2014-04-07")).status("survey") == Status()


def test_a_revision_holds_from_its_data_date_on() -> None:
    revision = Revision(RevisionKind.SET, "drawings", "more sheets", "the task force", {"duration": span("7wd")})
    whole = project(week("2014-04-08"), week("2014-04-14", revisions=(revision,)))
    assert str(as_of(whole, at("2014-04-08")).plan.tasks["drawings"].duration) == "5wd"
    revised = as_of(whole, at("2014-04-14"))
    assert str(revised.plan.tasks["drawings"].duration) == "7wd"
    assert revised.revisions == (revision,)


def test_the_last_report_says_what_is_in_the_way_and_a_document_stays() -> None:
    whole = project(
        week("2014-04-08", began("survey", "2014-04-07", "2wd", cause="补正", document="12")),
        week("2014-04-09", Progress("survey", remaining=span("1wd"))),
    )
    status = as_of(whole, at("2014-04-09")).status("survey")
    assert (status.cause, status.document, status.remaining) == (None, "12", span("1wd"))


# --- reports and alerts


def test_everything_on_plan_is_green_but_for_a_thin_margin() -> None:
    """Three days of float are not more than the default five: yellow. With thresholds below it all is green."""
    thin = meeting()
    assert thin.lights["permit"] is Light.YELLOW
    calm = small(settings=replace(small().settings, low_float=Fraction(2), start_within=1))
    assert set(meeting(of=calm).lights.values()) == {Light.GREEN}
    assert meeting(of=calm).alerts == ()


def test_float_of_just_the_threshold_is_yellow_and_a_day_more_is_green() -> None:
    at_limit = small(settings=replace(small().settings, low_float=Fraction(3)))
    above = small(settings=replace(small().settings, low_float=Fraction(2), start_within=1))
    assert (meeting(of=at_limit).lights["permit"], meeting(of=above).lights["permit"]) == (Light.YELLOW, Light.GREEN)


def test_a_task_that_should_have_moved_and_was_not_reported_is_grey() -> None:
    snapshot = meeting(week("2014-04-08"))
    assert snapshot.unreported == ("survey",)
    assert snapshot.lights["survey"] is Light.GREY
    assert "not-reported" in codes(snapshot)["survey"]


def test_a_task_that_waits_for_another_owes_no_report() -> None:
    """On the 14th the drawings should have begun on the 9th; the survey is still under way and holds them."""
    snapshot = meeting(week("2014-04-14", began("survey", "2014-04-07", "1wd")))
    assert snapshot.unreported == ()


def test_last_weeks_report_does_not_count_for_this_week() -> None:
    snapshot = meeting(week("2014-04-08", began("survey", "2014-04-07", "1wd")), week("2014-04-09"))
    assert snapshot.unreported == ("survey",)


def test_ready_but_not_started() -> None:
    """The survey is finished as planned; the drawings, due on the 9th, are reported and not begun on the 10th."""
    snapshot = meeting(
        week("2014-04-08", began("survey", "2014-04-07", "1wd")),
        week("2014-04-10", ended("survey", "2014-04-07", "2014-04-08"), Progress("drawings", note="no contract")),
    )
    assert codes(snapshot)["drawings"] == ["ready-not-started"]
    alert = next(alert for alert in snapshot.alerts if alert.task == "drawings")
    assert (alert.facts["slip_days"], alert.facts["note"], alert.facts["unit"]) == (1, "no contract", "wd")


def test_a_missed_deadline_is_red_first_and_costs_what_it_is_late() -> None:
    snapshot = meeting(week("2014-04-14", began("survey", "2014-04-07", "2wd")))
    # survey to 15, drawings to 22, review to 25, permit 28-29 April: the evening of the 29th instead of the 25th.
    assert snapshot.headline.margin == at("2014-04-26") - at("2014-04-29 17:00")
    first = snapshot.alerts[0]
    assert first.light is Light.RED
    assert {alert.cost for alert in snapshot.alerts if alert.light is Light.RED} == {-snapshot.headline.margin}
    assert first.cost == at("2014-04-29 17:00") - at("2014-04-26")
    assert codes(snapshot)["done"] == ["deadline-missed"]
    assert codes(snapshot)["survey"] == ["overdue"]
    through = [alert.through for alert in snapshot.alerts]
    assert through == sorted(through, reverse=True)


def test_a_finish_without_its_document_is_grey_until_the_number_comes() -> None:
    done = [
        ended("survey", "2014-04-07", "2014-04-08"),
        ended("drawings", "2014-04-09", "2014-04-15"),
        ended("review", "2014-04-16", "2014-04-18"),
    ]
    without = meeting(week("2014-04-21", *done))
    assert without.lights["review"] is Light.GREY
    assert codes(without)["review"] == ["no-evidence"]
    numbered = replace(done[2], document="示例〔2014〕1号")
    assert meeting(week("2014-04-21", *done[:2], numbered)).lights["review"] is Light.GREEN


def test_the_headline_says_how_far_it_moved_since_the_meeting_before_and_the_baseline() -> None:
    whole = [
        week("2014-04-08", began("survey", "2014-04-07", "2wd")),
        week("2014-04-09", began("survey", "2014-04-07", "2wd")),
    ]
    assert meeting(whole[0]).headline.moved is None
    headline = meeting(*whole).headline
    assert (headline.moved, headline.moved_since_baseline) == (DAY, 2 * DAY)
    assert headline.forecast == at("2014-04-24 17:00")


def test_the_target_is_the_earliest_deadline_unless_the_plan_names_one() -> None:
    two = small()
    tasks = {**two.tasks, "report": task("report", None, "survey", deadline=at("2014-04-10"))}
    assert target_of(state(replace(two, tasks=tasks))) == "report"
    assert target_of(state(replace(two, tasks=tasks, target="done"))) == "done"
    assert target_of(state(plan(task("a", "1wd")))) is None


def test_a_plan_without_a_deadline_speaks_of_its_finish() -> None:
    snapshot = meeting(of=plan(task("a", "2wd"), task("b", "1wd")))
    assert snapshot.headline.deadline is None
    assert snapshot.headline.margin is None
    assert snapshot.headline.forecast == at("2014-04-08 17:00")
    assert snapshot.critical_path == ("a",)


def test_upcoming_work_by_body() -> None:
    snapshot = meeting(of=small(settings=replace(small().settings, look_ahead=7)))
    assert snapshot.upcoming == {"land": ("survey",), "design": ("drawings",)}


def test_an_unknown_baseline_is_refused() -> None:
    with pytest.raises(KeyError):
        take(project(), at("2014-04-07"), "B9")


def test_a_baseline_of_later_is_not_used_for_an_earlier_meeting() -> None:
    whole = project()
    later = replace(whole.baselines["B0"], name="B1", data_date=at("2014-05-01"))
    assert take(replace(whole, baselines={**whole.baselines, "B1": later}), at("2014-04-07")).baseline.name == "B0"


def test_a_finished_deadline_is_not_the_target_while_another_is_open() -> None:
    two = plan(task("a", "1wd", deadline=at("2014-04-09")), task("z", "5wd", deadline=at("2014-05-01")))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-08"))
    assert target_of(state(two, "2014-04-10", a=done)) == "z"
    assert target_of(state(two, "2014-04-10", a=done, z=done)) == "z"


def test_what_waits_for_a_start_or_a_milestone_is_not_called_ready() -> None:
    """B follows A's start and C a milestone: with A not begun neither could have moved, whatever the data date says."""
    waiting = plan(task("a", "5wd"), task("b", "2wd", "a SS"), task("m", None, "a SS"), task("c", "1wd", "m"))
    snapshot = meeting(week("2014-04-08"), of=waiting)
    assert snapshot.unreported == ("a",)
    assert "ready-not-started" not in {alert.code for alert in snapshot.alerts if alert.task != "a"}


def test_a_start_that_has_happened_asks_nothing_of_the_work_that_remains() -> None:
    """B may start 5 days after A's start. A has started: how long it still takes moves neither B nor B's deadline."""
    follow = plan(task("a", "10wd"), task("b", "9wd", "a SS+5wd", deadline=at("2014-04-26")))
    for left in ("4wd", "9wd"):
        running = Status(started=at("2014-04-07"), remaining=span(left))
        schedule = compute(state(follow, "2014-04-10", a=running))
        # b starts on the 14th, five days after the 7th, and ends on the 24th: a day before its deadline, Friday 25.
        rows = {row.task: row for row in deadline_rows(schedule)}
        assert schedule.tasks["b"].last_day.isoformat() == "2014-04-24"
        assert (rows.keys(), rows["b"].float) == ({"b"}, 480)
        assert [dates.task.id for dates in holding(schedule, "b")] == ["b"]
        assert [dates.task.id for dates in driving_chain(schedule, "b")] == ["a", "b"]


def test_a_baseline_approved_later_does_not_change_an_earlier_meeting() -> None:
    whole = project(week("2014-04-09", began("survey", "2014-04-07", "2wd")))
    late = replace(whole.baselines["B0"], name="B1", approved_on=date(2014, 4, 20))
    both = replace(whole, baselines={**whole.baselines, "B1": late})
    assert take(both, at("2014-04-09")).baseline.name == "B0"
    assert take(both, at("2014-04-20")).baseline.name == "B1"


def test_the_headline_moves_as_its_forecast_and_margin_do() -> None:
    """From Friday evening to Monday morning no work lies; on the calendar the milestone is a weekend later."""
    friday = plan(task("a", "5wd"), task("m", None, "a", deadline=at("2014-05-01")))
    extra = Revision(RevisionKind.ADD, "b", "more", "the task force", added=task("b", "2cd", "a"))
    after = Revision(RevisionKind.SET, "m", "more", "the task force", {"relations": (link("b", "m"),)})
    whole = Project(
        friday, (week("2014-04-07"), Update(at("2014-04-08"), (began("a", "2014-04-07", "4wd"),), (extra, after)))
    )
    before, now = take(whole, at("2014-04-07")).headline, take(whole, at("2014-04-08")).headline
    assert now.moved == now.forecast - before.forecast == before.margin - now.margin > 0


def test_a_milestone_missed_over_a_weekend_is_red_though_no_work_lies_between() -> None:
    """Due on Friday the 4th; what is before it was done on Sunday the 6th: two days late, float 0, and not reported."""
    missed = plan(task("s", "2wd"), task("m", None, "s", deadline=at("2014-04-05")), start="2014-04-01")
    snapshot = take(Project(missed, (week("2014-04-07", ended("s", "2014-04-01", "2014-04-02")),)), at("2014-04-07"))
    assert snapshot.schedule.tasks["m"].last_day.isoformat() == "2014-04-02"
    assert snapshot.lights["m"] is Light.GREY  # done on the 2nd: it only has to be reported
    snapshot = take(Project(missed, (week("2014-04-07", ended("s", "2014-04-01", "2014-04-06")),)), at("2014-04-07"))
    assert snapshot.schedule.tasks["m"].last_day.isoformat() == "2014-04-06"
    assert snapshot.lights["m"] is Light.RED
    assert set(codes(snapshot)["m"]) == {"finish-due", "deadline-missed"}
    assert snapshot.headline.margin < 0


def test_a_lead_on_time_is_not_red() -> None:
    """B may finish two days before A does; it finishes on its deadline's evening: nothing is late, not by a minute."""
    lead = plan(task("a", "7wd"), task("b", "5wd", "a FF-2wd", deadline=at("2014-04-12")))
    rows = {row.task: row for row in deadline_rows(compute(state(lead)))}
    assert not rows["a"].impossible
    assert rows["a"].float == 0
    assert rows["a"].latest_finish == at("2014-04-15 17:00")


def test_a_finished_task_passes_on_what_holds_it_to_a_started_one() -> None:
    """A was finished before X, B has started: with retained logic X still holds B's remaining work, through A."""
    out = plan(task("x", "10wd"), task("a", "2wd", "x"), task("b", "3wd", "a", deadline=at("2014-04-30")))
    began_b = Status(started=at("2014-04-09"), remaining=span("2wd"))
    done_a = Status(started=at("2014-04-07"), finished=at("2014-04-08 17:00"))
    running = Status(started=at("2014-04-07"), remaining=span("8wd"))
    schedule = compute(state(out, "2014-04-10", x=running, a=done_a, b=began_b))
    # x: 8 days from Thursday the 10th, to Monday the 21st. b: its 2 days, the 22nd and the 23rd. The deadline, the
    # evening of Tuesday the 29th, is 4 days later: x may end on Friday the 25th.
    rows = {row.task: row for row in deadline_rows(schedule)}
    assert schedule.tasks["b"].finish == at("2014-04-23 17:00")
    assert {name: row.float for name, row in rows.items()} == {"x": 4 * 480, "b": 4 * 480}
    assert rows["x"].latest_finish == at("2014-04-25 17:00")


def test_every_alert_has_the_light_of_its_task_or_a_graver_one() -> None:
    """A task without deadline or baseline, ready and not begun: the alert is yellow and so is its light."""
    snapshot = meeting(week("2014-04-08", Progress("a", note="later")), of=plan(task("a", "5wd")), baseline=False)
    assert codes(snapshot)["a"] == ["ready-not-started"]
    assert snapshot.lights["a"] is Light.YELLOW


def test_what_a_deadline_loses_is_counted_at_the_deadline() -> None:
    """A office task a day late on Friday pushes a seven-day task from Saturday to Tuesday: three days at the end."""
    chain = plan(task("a", "6wd"), task("b", "1wd", "a", calendar="seven", deadline=at("2014-04-13")))
    (row, *_) = (row for row in deadline_rows(compute(state(chain))) if row.task == "a")
    # a ends Monday 14 at 17:00, not Friday 11; b on Tuesday 15, not Saturday 12 (its 24:00 is the 13th's start).
    assert lateness_through(compute(state(chain)), [row]) == {"a": at("2014-04-15 17:00") - at("2014-04-13")}
    assert row.float == -480


def test_a_removed_task_leaves_no_history_to_a_new_one_of_its_name() -> None:
    gone = Revision(RevisionKind.REMOVE, "report", "dropped", "the task force")
    back = Revision(RevisionKind.ADD, "report", "again", "the task force", added=task("report", "1wd"))
    base = small()
    more = replace(base, tasks={**base.tasks, "report": task("report", "2wd")})
    updates = (
        week("2014-04-09", ended("report", "2014-04-07", "2014-04-08")),
        week("2014-04-10", revisions=(gone,)),
        week("2014-04-11", revisions=(back,)),
    )
    assert as_of(Project(more, updates), at("2014-04-11")).status("report") == Status()


# --- paths


def test_what_an_unfinished_task_pushes_through_a_finished_one_is_still_explained() -> None:
    """B was finished before its predecessor A; C waits for A through it."""
    through = plan(task("a", "10wd"), task("b", "1wd", "a"), task("c", "1wd", "b", deadline=at("2014-05-01")))
    running = Status(started=at("2014-04-07"), remaining=span("8wd"))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-07 17:00"))
    schedule = compute(state(through, "2014-04-09", a=running, b=done))
    assert [dates.task.id for dates in holding(schedule, "c")] == ["a", "c"]
    assert [dates.task.id for dates in driving_chain(schedule, "c")] == ["a", "b", "c"]
    assert schedule.tasks["a"].critical


def test_nothing_drives_what_has_finished_unless_it_is_pushed_on() -> None:
    """B was finished before A, which it was to start with; A starts now, at the very minute where B stands."""
    together = plan(task("a", "5wd"), task("b", "1wd", "a SS"))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-07 17:00"))
    at_work = compute(state(together, "2014-04-09 08:00", b=done))
    before_work = compute(state(together, "2014-04-09", b=done))
    assert (at_work.tasks["b"].driving, at_work.passes.drives) == ((), [False])
    assert (before_work.tasks["b"].driving, before_work.passes.drives) == ((link("a SS", "b"),), [True])


def test_the_project_finish_is_that_of_what_is_still_to_do() -> None:
    """C was finished out of sequence: that its lag leads into May moves no unfinished task's late dates."""
    early = plan(task("a", "10wd"), task("c", "1wd", "a FS+20wd"), task("b", "15wd"))
    running = Status(started=at("2014-04-07"), remaining=span("8wd"))
    done = Status(started=at("2014-04-07"), finished=at("2014-04-07 17:00"))
    schedule = compute(state(early, "2014-04-09", a=running, c=done))
    assert schedule.tasks["b"].total_float == 0
    assert schedule.tasks["b"].late_bound.instant == schedule.finish


def test_the_chain_of_drivers_ends_at_a_fact() -> None:
    schedule = compute(state(small(), "2014-04-09", survey=Status(started=at("2014-04-07"), remaining=span("1wd"))))
    chain = driving_chain(schedule, "done")
    assert [dates.task.id for dates in chain] == ["survey", "drawings", "review", "permit", "done"]
    assert chain[0].early_bound.reason is Reason.DATA_DATE
    assert tuple(chain) == tuple(holding(schedule, "done"))


def test_what_does_not_drive_does_not_hold() -> None:
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd"), task("c", "1wd", "a", "b"))))
    assert [dates.task.id for dates in holding(schedule, "c")] == ["a", "c"]
    assert everything_before(schedule, ["c"]) == {"c": {"a", "b"}}


# --- quality


def test_findings() -> None:
    weak = plan(
        task("a", "50wd", body="x"),
        task("b", "1wd", "a SS", body="x"),
        task("c", "1wd", "b FF-1wd", body="x"),
        task("d", "1wd", "c", "b"),
        task("e", "1wd", body="x"),
    )
    found = {(finding.code, finding.task) for finding in findings(compute(state(weak)))}
    assert found == {
        ("no-predecessor", "a"),
        ("no-predecessor", "e"),
        ("no-successor", "d"),
        ("no-successor", "e"),
        ("dangling-finish", "a"),
        ("dangling-start", "c"),
        ("long-task", "a"),
        ("lead", "c"),
        ("no-body", "d"),
    }


def test_one_beginning_and_one_end_are_no_findings() -> None:
    assert findings(compute(state(plan(task("a", "1wd", body="x"), task("b", "1wd", "a", body="x"))))) == ()


def test_a_schedule_says_itself_in_a_line() -> None:
    schedule = compute(state(plan(task("a", "5wd"), task("b", "1wd", "a"))))
    assert len(repr(schedule)) < 120
    assert repr(Location(Source("plan.yaml", ("x" * 1000,)), 3, 5)) == "Location('plan.yaml:3:5')"
