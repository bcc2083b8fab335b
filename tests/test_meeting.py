"""The meetings of a project: each state computed once, each calendar compiled once, and nothing that is not shown.

What a meeting says must not depend on who asked before: every part is held against the same part worked out alone, from
states and schedules that share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle.networks_small import small_state

import schedule
from schedule.analysis.dates.alerts import Evidence, alerts, judged, light_of
from schedule.analysis.dates.comparison import compare
from schedule.analysis.dates.deadlines import deadline_rows
from schedule.analysis.dates.lawful import earliest_end
from schedule.analysis.dates.requests import after_what_is_fixed, requested
from schedule.analysis.history import History, Schedules
from schedule.analysis.meeting import Headline, Meeting, last_baseline
from schedule.analysis.move.half_step import reported_state
from schedule.analysis.move.known import as_known
from schedule.analysis.move.ledger import ledger
from schedule.analysis.move.revisions import recorded
from schedule.analysis.move.windows import windows
from schedule.analysis.reports.ceilings import ceilings
from schedule.analysis.reports.evidence import audit
from schedule.analysis.reports.permits import breaches
from schedule.analysis.reports.reporting import all_done, unreported
from schedule.analysis.speaking_order import milestone_of
from schedule.analysis.views.trend import data_dates, forecasts, movements
from schedule.calendars import compile as compiling
from schedule.calendars.worktime import DAY, Calendar, Provisional, minutes
from schedule.commands import main
from schedule.engine import compute as computing
from schedule.engine import cpm, horizon
from schedule.engine.compute import compute
from schedule.engine.horizon import Calendars
from schedule.engine.network import Network
from schedule.engine.run import Passes
from schedule.engine.schedule import Stage
from schedule.engine.state import as_of
from schedule.law.clock import Phase
from schedule.law.preconditions import is_precondition
from schedule.model import (
    CalendarSpec,
    DayException,
    Duration,
    Instant,
    Plan,
    Progress,
    Project,
    Relation,
    Revision,
    RevisionKind,
    State,
    Status,
    Task,
    TaskKind,
    Unit,
    Update,
)
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

KASHGAR = Path(schedule.__file__).parent.parent / "plans" / "kashgar"
SAMPLE = schedule.load(KASHGAR)
WEEKS = [update.data_date for update in SAMPLE.updates]
BETWEEN = (WEEKS[0] - 7 * DAY, WEEKS[4] + 7 * DAY, WEEKS[-1] + 7 * DAY)
"""A day before the first report, one in a week without a meeting, one after the last report."""


def at(text: str) -> Instant:
    return minutes(date.fromisoformat(text))


def said(state: State) -> tuple[Plan, Instant, dict[str, Status]]:
    """All that dates can follow from."""
    nothing = Status()
    return state.plan, state.data_date, {name: one for name, one in state.statuses.items() if one != nothing}


# --- counting


class Counted:
    """The states that were computed and the calendars that were compiled, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.states: list[State] = []
        self.calendars: list[tuple[CalendarSpec, Mapping[str, CalendarSpec], date, date]] = []
        compile_network, compile_calendar = computing.compile_network, compiling.compile_calendar

        def network(state: State, calendars: Mapping[str, Calendar]) -> Network:
            self.states.append(state)
            return compile_network(state, calendars)

        def compiled(spec: CalendarSpec, specs: Mapping[str, CalendarSpec], first: date, last: date) -> Calendar:
            self.calendars.append((spec, specs, first, last))
            return compile_calendar(spec, specs, first, last)

        monkeypatch.setattr(computing, "compile_network", network)
        monkeypatch.setattr(horizon, "compile_calendar", compiled)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def daopai(*arguments: str) -> None:
    done = CliRunner().invoke(main, [*arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_a_meeting_with_all_papers_computes_no_state_twice_and_compiles_no_calendar_twice(
    counted: Counted, tmp_path: Path
) -> None:
    """Thirteen reports, what all but the first were expected to be; for each decision the reports before it, and the
    plan with it as it was and as it was expected to be.

    Three weeks again as they are known now, and the last of them as its meeting expected it; the history without each
    of two decisions, and without both, of which whether the baseline is outdated asks for two again. Whose delay made
    the room that was used is asked from the baseline on: its day, what it expected of the first report, that report.
    """
    daopai("meeting", str(KASHGAR), "--out", str(tmp_path))
    assert (tmp_path / "windows.png").exists()
    assert (tmp_path / "ledger.csv").exists()
    states = [said(state) for state in counted.states]
    assert len(states) == 13 + 12 + 3 * sum(bool(update.revisions) for update in SAMPLE.updates[1:]) + 4 + 3 + 3
    assert not [k for k, state in enumerate(states) if state in states[:k]]
    # Four sample years show, while the folder is read, how fast a calendar works; the meeting is one other horizon, and
    # the history without a decision that made something shorter, which reaches a little further, finds room in it.
    described = [(spec.id, compiling.layers_of(spec, specs), days) for spec, specs, *days in counted.calendars]
    assert len(described) >= 4
    assert not [k for k, one in enumerate(described) if one in described[:k]]
    assert len({(first, last) for *_, first, last in counted.calendars}) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "decided"),
    [
        ("alerts {plan}", 0),
        ("deadlines {plan}", 2),
        ("gantt {plan} -o {new}/gantt.png", 0),
        ("forms {plan} --date 2016-04-05 -o {new}", 2),
    ],
)
def test_a_command_pays_for_what_it_shows(counted: Counted, tmp_path: Path, command: str, decided: int) -> None:
    """The schedule of the meeting and that of the one before, and no state between them: no ledger is shown.

    Who shows whether the baseline is outdated asks what it would be without the decisions, and with the first alone.
    """
    daopai(*command.format(plan=KASHGAR, new=tmp_path).split())
    assert len(counted.states) == 2 + decided


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "states"),
    [
        ("why {plan} --from baseline", 38),
        ("why {plan} --from baseline -o {new}/why.png", 38),
        ("check {plan}", 1),
        ("page {plan} --date 2016-03-07 -o {new}/page.html", 11),
    ],
)
def test_a_command_computes_no_state_twice(counted: Counted, tmp_path: Path, command: str, states: int) -> None:
    daopai(*command.format(plan=KASHGAR, new=tmp_path).split())
    found = [said(state) for state in counted.states]
    assert len(found) == states
    assert not [k for k, state in enumerate(found) if state in found[:k]]


@pytest.mark.slow
def test_what_a_file_brings_is_held_against_one_schedule(counted: Counted, tmp_path: Path) -> None:
    """The lights are judged by another, the plan's own before any report."""
    daopai("export", str(KASHGAR), "-o", str(tmp_path / "works.xer"))
    counted.states.clear()
    daopai("gantt", str(tmp_path / "works.xer"), "--stored", "-o", str(tmp_path / "works.png"))
    assert [state.data_date for state in counted.states] == [WEEKS[-1], SAMPLE.plan.start]


# --- the same parts


def plain(value: Any) -> Any:
    """A value without what is compared by identity: compiled calendars by name, passes and networks not at all."""
    match value:
        case int() | str() | None:  # nearly all there is, in the columns of a schedule
            return value
        case Calendar():
            return value.name, value.day_minutes
        case Provisional():
            return value.year, value.code, value.subject
        case State():
            return said(value), value.revisions, value.sample
        case Network() | Passes():
            return None
        case Mapping():
            return {key: plain(one) for key, one in value.items()}
        case tuple() | list():
            return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, (Plan, Task, Status, type)):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


def alone(project: Project, data_date: Instant) -> dict[str, Any]:
    """A meeting's parts, each from states and schedules of its own."""

    def dated(at: Instant) -> Any:
        return compute(as_of(project, at))

    now = dated(data_date)
    earlier = [update.data_date for update in project.updates if update.data_date < data_date]
    before = dated(earlier[-1]) if earlier else None
    expected = before or dated(min(project.plan.start, data_date))
    approved = last_baseline(project, data_date)
    since = None if before is None else compare(before, now)
    slipped = None if approved is None else compare(approved, now)
    rows, missing = deadline_rows(now), unreported(now, expected, earlier[-1] if earlier else None, all_done(now))
    evidence = Evidence(now, expected, {row.task: row for row in rows}, frozenset(missing), slipped, since)
    evidence = replace(evidence, ceilings={one.task: one for one in ceilings(project, now)})
    limits = {name: one.clock.due for name, one in evidence.ceilings.items() if one.clock.phase is Phase.RUNNING}
    asks = {
        name: requested(
            dates,
            None if approved is None else approved.dates.get(name),
            evidence.rows.get(name),
            data_date,
            None if dates.task.basis is None else earliest_end(dates, now),
            decided_by=limits.get(name),
        )
        for name, dates in now.tasks.items()
        if dates.stage is not Stage.FINISHED and dates.task.kind is not TaskKind.SUMMARY and name not in all_done(now)
    }
    lawful = {
        name
        for name in asks
        if is_precondition(now.tasks[name].task)
        or (now.tasks[name].task.basis is not None and earliest_end(now.tasks[name], now) is not None)
    }
    asks = after_what_is_fixed(now, asks, lawful, limits)
    doubts = [one for one in audit(History(project), data_date) if one.data_date == data_date]
    asked: dict[str, tuple[str, ...]] = {}
    for one in doubts:
        for name in one.tasks if one.code != "unevidenced" else ():
            asked[name] = (*asked.get(name, ()), one.code)
    early = {one.task: one for one in breaches(now)}
    evidence = replace(evidence, requests=asks, asked=asked, breaches=early, done=all_done(now))
    found = {
        "schedule": now,
        "previous": before,
        "baseline": approved,
        "since_previous": since,
        "since_baseline": slipped,
        "deadlines": rows,
        "unreported": missing,
        "alerts": alerts(evidence, judged(evidence)),
        "lights": {name: light_of(name, evidence) for name in now.tasks},
        "sample": now.state.sample,
    }
    return {name: plain(part) for name, part in found.items()}


@pytest.fixture(scope="module")
def asked_backwards() -> History:
    """One history for all weeks, which was asked for each, the last first."""
    history = History(SAMPLE)
    for week in reversed(WEEKS):
        assert Meeting(history, week).headline
    return history


@pytest.mark.parametrize("data_date", [*WEEKS, *BETWEEN])
def test_every_part_of_a_meeting_is_what_it_is_alone(data_date: Instant, asked_backwards: History) -> None:
    """The history that was asked for all weeks is asked for this one too, and one of its own."""
    parts = alone(SAMPLE, data_date)
    for meeting in (Meeting(asked_backwards, data_date), schedule.meeting(SAMPLE, data_date)):
        for name, part in parts.items():
            assert plain(getattr(meeting, name)) == part, name


@pytest.mark.slow
@pytest.mark.parametrize("last", [WEEKS[2], pytest.param(WEEKS[-1], marks=pytest.mark.long)], ids=["early", "all"])
def test_the_ledgers_of_the_trend_are_those_of_each_meeting_and_of_schedules_that_share_nothing(last: Instant) -> None:
    found = movements(schedule.meeting(SAMPLE, last))
    assert found is not None
    assert len(found.ledgers) == WEEKS.index(last)
    known = as_known(History(SAMPLE), last)
    for since, until, one in zip(WEEKS, WEEKS[1:], found.ledgers, strict=False):
        if all(said(known.state(day)) == said(as_of(SAMPLE, day)) for day in (since, until)):
            assert plain(one) == plain(schedule.meeting(SAMPLE, until).ledger)
        before, after = (compute(known.state(day)) for day in (since, until))
        decided = [revision for update in SAMPLE.updates if update.data_date == until for revision in update.revisions]
        steps = recorded(reported_state(before, after.state), decided, after.state)
        again = ledger(before, after, milestone_of(after), steps)
        assert [part.moved for part in one.parts] == [part.moved for part in again.parts]
        assert plain(one.before) == plain(before)
        assert plain(one.after) == plain(after)


def test_the_papers_of_a_meeting_do_not_depend_on_what_was_asked_before() -> None:
    history, name = History(SAMPLE), "works-done"
    windows(history, WEEKS[3:9], name)
    assert forecasts(history, WEEKS[-1], [name]) == forecasts(History(SAMPLE), WEEKS[-1], [name])
    assert [day for day, _ in forecasts(history, WEEKS[-1], [name])[name]] == list(data_dates(SAMPLE, WEEKS[-1]))


def test_a_baseline_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(KeyError):
        schedule.meeting(SAMPLE, baseline="B9")


def test_a_meeting_is_a_value() -> None:
    meeting = schedule.meeting(SAMPLE)
    assert meeting.alerts is meeting.alerts
    assert isinstance(meeting.headline, Headline)
    with pytest.raises(AttributeError):
        meeting.data_date = WEEKS[0]  # type: ignore[misc]


# --- history


WORKING = Duration(Fraction(2), Unit.WORKING_DAYS)
SMALL = Plan(
    name="small",
    start=at("2016-03-07"),
    calendar="office",
    tasks={
        "a": Task("a", "a", duration=WORKING),
        "b": Task("b", "b", duration=WORKING, relations=(Relation("a", "b"),), deadline=at("2016-03-15")),
    },
    calendars={"office": CalendarSpec("office", base="china"), "crew": CalendarSpec("crew", base="office")},
)
DECIDED = Project(
    SMALL,
    (
        Update(at("2016-03-08"), (Progress("a", started=at("2016-03-07")),)),
        Update(
            at("2016-03-09"),
            (Progress("a", finished=at("2016-03-09")),),
            (Revision(RevisionKind.ADD, "c", "more", "all", added=Task("c", "c", duration=WORKING)),),
            sample="invented",
        ),
        Update(at("2016-03-10"), (Progress("c", started=at("2016-03-09")),)),
        Update(at("2016-03-11"), (), (Revision(RevisionKind.REMOVE, "c", "less", "all"),)),
        Update(at("2016-03-14")),
    ),
)


@pytest.mark.parametrize("project", [SAMPLE, DECIDED], ids=["sample", "decided"])
def test_a_history_folds_what_as_of_folds(project: Project) -> None:
    first, last = project.updates[0].data_date, project.updates[-1].data_date
    dates = [first - DAY, *(update.data_date for update in project.updates), last - 1, last + DAY]
    forwards, backwards = History(project), History(project)
    for data_date in dates:
        assert forwards.state(data_date) == as_of(project, data_date)
    for data_date in reversed(dates):
        assert backwards.state(data_date) == as_of(project, data_date)


def test_a_state_that_says_the_same_is_not_computed_again(counted: Counted) -> None:
    """It keeps its own decisions and mark; another data date, report or plan is another state."""
    schedules, state = Schedules(), as_of(DECIDED, at("2016-03-10"))
    found = schedules.of(state)
    same = replace(state, statuses={name: state.status(name) for name in state.plan.tasks}, revisions=(), sample=None)
    again = schedules.of(same)
    assert again.state is same
    assert again.tasks is found.tasks
    assert len(counted.states) == 1
    others = (
        replace(state, data_date=at("2016-03-11")),
        replace(state, statuses={}),
        replace(state, plan=replace(state.plan, start=at("2016-03-06"))),
    )
    assert [schedules.of(other).state for other in others] == [*others]
    assert len(counted.states) == 4


def test_a_question_is_asked_once() -> None:
    asked = []

    def question(history: History, *, what: str) -> str:
        asked.append(what)
        return history.project.plan.name + what

    history = History(DECIDED)
    assert [history.once(question, what=what) for what in ("!", "?", "!")] == ["small!", "small?", "small!"]
    assert asked == ["!", "?"]


# --- calendars


def test_calendars_are_shared_until_the_horizon_grows_or_their_ground_is_revised(counted: Counted) -> None:
    """A day revised into the office changes the crew that stands on it; the plan's other words change neither."""
    tasks = {"a": replace(SMALL.tasks["a"], calendar="crew")}
    plan, known = replace(SMALL, tasks=tasks), Calendars()
    state = State(plan, plan.start)
    first = known.covering(state, date(2016, 1, 1), date(2016, 12, 31))
    assert {*first} == {"office", "crew"}
    assert known.covering(replace(state, plan=replace(plan, name="other")), date(2016, 3, 1), date(2016, 6, 1)) == first
    office = replace(plan.calendars["office"], exceptions=(DayException(date(2016, 3, 9), date(2016, 3, 9), False),))
    revised = replace(plan, calendars={**plan.calendars, "office": office})
    other = known.covering(replace(state, plan=revised), date(2016, 1, 1), date(2016, 12, 31))
    assert not {*other.values()} & {*first.values()}
    assert [one.is_working(date(2016, 3, 9)) for one in (first["crew"], other["crew"])] == [True, False]
    assert len(counted.calendars) == 4
    wider = known.covering(state, date(2015, 6, 1), date(2016, 6, 1))
    # It grows by a year more than was asked, on the side on which it grows.
    assert (known.first, known.last) == (date(2014, 5, 31), date(2016, 12, 31))
    assert wider["office"].first < first["office"].first
    assert wider["office"].last == first["office"].last


@pytest.mark.slow
def test_a_decision_that_reaches_far_compiles_its_calendars_once_for_a_horizon(
    counted: Counted, tmp_path: Path
) -> None:
    """What was known, what is decided, and whether it can be recorded are computed on one set of calendars.

    It reaches out once for dates 125,000 days ahead and once for late dates that count as far back from the deadline.
    """
    (tmp_path / "plan.yaml").write_text(
        "daopai: 1\nproject: {name: 示例, start: 2016-03-01, calendar: shift, target: done}\n"
        "calendars: {shift: {week: mon-fri, hours: [10:00-14:00, 16:00-20:00]}}\n"
        "tasks:\n"
        "  a: {name: 基础, duration: 999999h}\n"
        "  b: {name: 招标, duration: 21cd}\n"
        "  done: {name: 完工, milestone: finish, after: [a, b], deadline: 2016-06-30, calendar: shift}\n",
        encoding="utf-8",
    )
    daopai("decide", str(tmp_path), "b duration=22cd", "--date", "2016-03-21", "--reason", "x", "--approved-by", "y")
    assert len([spec for spec, _, _, last in counted.calendars if spec.id == "shift" and last.year > 2100]) == 2


def test_a_day_more_is_tried_on_the_calendars_that_are_there(counted: Counted) -> None:
    """The guess has 500 days to spare on either side: 100 days more use some of them, 3,000 do not find room."""

    def lasting(days: int) -> State:
        work = replace(SMALL.tasks["a"], duration=Duration(Fraction(days), Unit.WORKING_DAYS))
        return State(replace(SMALL, tasks={"a": work}), SMALL.start)

    known = Calendars()
    compute(lasting(20), known)
    there = len(counted.calendars)
    for days in (21, 19, 120):
        assert plain(compute(lasting(days), known)) == plain(compute(lasting(days))), days
        assert len(counted.calendars) == there + 1, "the other, which has calendars of its own"
        there += 1
    assert plain(compute(lasting(3000), known)) == plain(compute(lasting(3000)))
    assert len(counted.calendars) == there + 2


@pytest.mark.slow
def test_a_schedule_has_the_same_dates_on_calendars_of_a_wider_horizon() -> None:
    wide = Calendars()
    wide.covering(as_of(SAMPLE, WEEKS[0]), date(2000, 1, 1), date(2040, 12, 31))
    for data_date in WEEKS:
        state = as_of(SAMPLE, data_date)
        assert plain(compute(state, wide)) == plain(compute(state))
    assert (wide.first, wide.last) == (date(2000, 1, 1), date(2040, 12, 31))


# --- what a missed deadline loses through one task


def arrival(schedule: Any, begin: int, start: Instant, end: int) -> Instant:
    """By a whole pass over the network in which nothing holds a task but `begin`'s start."""
    net, nothing = schedule.network.arrays, [-cpm.NEVER] * len(schedule.network.tasks)
    bare = net._replace(floor=[*nothing[:begin], start, *nothing[begin + 1 :]], date_only=nothing)
    dates = cpm.empty_dates(len(nothing))
    work, stood = [0] * len(nothing), cpm.empty_dates(len(nothing))
    cpm.forward(bare, schedule.network.clock, dates, work, [0] * len(net.pred))
    cpm.stand(bare, schedule.network.clock, dates, work, stood)
    return int(stood.finish[end])


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000))
def test_chains_arrive_when_a_whole_pass_says_so(seed: int) -> None:
    found = compute(small_state(seed))
    early, count = found.passes.early.start, len(found.network.tasks)
    chains = [(begin, early[begin], end) for begin in range(count) for end in range(begin, count)]
    arrived = cpm.arrivals(found.network.arrays, found.network.clock, chains)
    assert arrived == [arrival(found, *chain) for chain in chains]


@pytest.mark.slow
def test_the_secretary_reads_the_room_that_every_table_tells_change_by_the_days_lost() -> None:
    """The foundations had 20 days to 14 May on 28 March and have 18 on 5 April: two days later, two days less."""
    found = schedule.meeting(schedule.load(KASHGAR), minutes(date(2016, 4, 5)))
    voice = voice_of(found.schedule, "zh")
    text = markdown(bulletin(found), voice, {})
    (row,) = [line for line in text.splitlines() if line.startswith("| 厂房基础 | 代建中心 | 4月24日 | 4月26日")]
    assert "| 推迟 2 天 |  | 少了 2 天 |" in row
