"""What holds a date: what would move it by moving a day, and the season that swallows what comes before; by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import read_papers as read
from click.testing import CliRunner
from hypothesis import given
from networks import plan, state, states, task

import schedule
from schedule.analysis.dates.pauses import pauses
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.standing import holders
from schedule.calendars.rest import RestKind, rest_of
from schedule.calendars.worktime import DAY, Calendar
from schedule.commands import main
from schedule.engine import cpm
from schedule.engine.compute import compute, dates_of
from schedule.engine.holding import holding
from schedule.engine.paths import float_paths
from schedule.engine.schedule import Reason, Schedule, Stage
from schedule.engine.variation import Variation, varied
from schedule.model import CALENDAR_DAYS, CalendarSpec, Closure, DayException, State
from schedule.output.figures.network import draw
from schedule.output.meeting_folder import write_papers
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import pause_text, verdict_text

HEAD = """daopai: 1
project: {name: 示例, start: %s, calendar: gov, target: done}
calendars:
  gov: {week: mon-fri}
  site: {week: mon-sun, closed: [11-15..03-10]}
bodies: {a: {name: 审批局}, b: {name: 施工单位}}
tasks:
"""
PERMIT = "permit: {name: 施工许可证, body: a, duration: 40wd}"
WORKS = "works: {name: 土建施工, body: b, duration: 80wd, calendar: site, after: [permit]}"
DONE = "done: {name: 建成, body: b, milestone: finish, after: [works], deadline: 2027-06-30}"
# Forty working days from Monday 12 October 2026 end on Friday 4 December. The site opens on Thursday 11 March 2027:
# from Monday 7 December to Wednesday 10 March are 13 weeks and 3 days, 68 working days; from the fourth of December
# on 96 days.


def met(path: Path, *tasks: str, start: str = "2026-10-12") -> Meeting:
    (path / "plan.yaml").write_text(HEAD % start + "".join(f"  {one}\n" for one in tasks), encoding="utf-8")
    project = schedule.load(path)
    return schedule.meeting(project, project.plan.start)


def test_the_permit_before_the_winter_does_not_hold_the_date(tmp_path: Path) -> None:
    meeting = met(tmp_path, PERMIT, WORKS, DONE)
    assert meeting.critical_path == ("works", "done")
    assert holders(meeting) == ("works",)
    (pause,) = meeting.pauses
    assert (pause.task, pause.before, pause.float) == ("works", ("permit",), 68 * DAY)
    assert (pause.rest.kind, pause.rest.last, pause.rest.key) == (
        RestKind.CLOSURE,
        date(2027, 3, 10),
        "11-15..03-10",
    )
    # Those who ask for the longest path still get it.
    assert [name for name, dates in meeting.schedule.tasks.items() if dates.longest_path] == ["permit", "works", "done"]


@pytest.mark.parametrize(("days", "holds"), [(34, False), (149, False), (150, True)])
def test_a_mark_on_the_last_day_before_the_site_closes_does_not_hold_the_date(
    tmp_path: Path, days: int, holds: bool
) -> None:
    """A permit of 34 days from 12 October ends on 14 November, the last day of the site, with a mark of the site's.

    The works wait two days of the site's after the mark, 11 and 12 March; so the permit may end by 10 March, on its
    150th day, and only then does a day more move them. The site's next working day is 11 March: a mark has none.
    """
    mark = "mark: {name: 具备进场条件, body: b, milestone: finish, calendar: site, after: [permit]}"
    permit, works = PERMIT.replace("40wd", f"{days}cd"), WORKS.replace("[permit]", "[mark +2wd]")
    meeting = met(tmp_path, permit, mark, works, DONE)
    assert str(meeting.schedule.tasks["works"].first_day) == "2027-03-13"
    assert ("permit" in meeting.critical_path, "mark" in meeting.critical_path) == (holds, holds)


@pytest.mark.parametrize(("days", "holds"), [(40, False), (107, False), (108, True), (120, True)])
def test_the_permit_holds_the_date_from_the_day_before_the_site_opens(tmp_path: Path, days: int, holds: bool) -> None:
    # 40 and 68 working days reach the evening of 10 March: a day more and the site waits for the permit.
    meeting = met(tmp_path, PERMIT.replace("40", str(days)), WORKS, DONE)
    longer = met(tmp_path, PERMIT.replace("40", str(days + 1)), WORKS, DONE)
    assert ("permit" in meeting.critical_path) is holds
    assert (longer.headline.forecast > meeting.headline.forecast) is holds


@pytest.mark.parametrize(
    ("lang", "season", "room"),
    [
        ("zh", "停工到 2027年3月10日", "之前的施工许可证（审批局）还有 96 天富余"),
        ("en", "closed until 10 Mar 2027", "施工许可证 (审批局) before it has 96 days to spare"),
    ],
)
def test_the_secretary_the_minutes_the_page_and_explain_name_the_season(
    tmp_path: Path, lang: str, season: str, room: str
) -> None:
    meeting = met(tmp_path, PERMIT, WORKS, DONE)
    voice, out = voice_of(meeting.schedule, lang), tmp_path / "out"
    write_papers(meeting, out, voice, only=["minutes", "page", "secretary"])
    key = {"zh": "site 日历，每年 11-15..03-10", "en": "calendar site, every year 11-15..03-10"}[lang]
    explained = CliRunner().invoke(main, ["explain", str(tmp_path), "done", "--lang", lang]).stdout
    texts = {
        "meeting.md": (out / "meeting.md").read_text(encoding="utf-8"),
        "meeting.html": read.page(out / "meeting.html").one("main").text,
    }
    for paper, text in texts.items():
        assert season in text, paper
        assert room in text, paper
        assert key in text, paper
    lines = read.lines_of(out / "secretary.docx")
    (held,) = (line for line in lines if line.startswith("土建施工"))
    assert season.replace(" ", "") in held.replace(" ", "")
    assert room.replace(" ", "") in held.replace(" ", "")
    assert "等待" not in held
    assert "waits" not in held
    between = {"zh": "，中间有96天富余，", "en": ", with 96 days to spare in between, "}[lang]
    explained = " ".join(explained.split()) if lang == "en" else "".join(explained.split())
    for part in (season, key, between):
        assert (part if lang == "en" else part.replace(" ", "")) in explained
    gained = {"zh": "少用一天也不能提前，后面停工到", "en": "nothing gained, as after it: closed until"}[lang]
    assert gained in explained


def test_the_network_says_what_the_winter_swallows(tmp_path: Path) -> None:
    meeting = met(tmp_path, PERMIT, WORKS, DONE)
    texts = [text.get_text() for text in draw(meeting, voice_of(meeting.schedule, "zh")).texts]
    assert "停工到 2027年3月10日，之前余 96 天" in texts


def test_a_season_before_which_nothing_waits_is_named_too(tmp_path: Path) -> None:
    works = "works: {name: 土建施工, body: b, duration: 80wd, calendar: site}"
    meeting = met(tmp_path, works, DONE, start="2026-12-01")
    (pause,) = meeting.pauses
    assert (pause.task, pause.before, pause.float) == ("works", (), None)
    assert voice_of(meeting.schedule, "zh").tell(pause_text(pause, meeting.schedule)) == "停工到 2027年3月10日"


@pytest.mark.parametrize(("days", "holds"), [(5, True), (4, False), (6, True), (7, True)])
def test_the_secretary_reads_of_the_notice_that_ends_before_a_week_s_end(
    tmp_path: Path, days: int, holds: bool
) -> None:
    """A public notice in calendar days from Monday 12 October: on Friday, Saturday, Sunday it ends before the contract.

    Of four days it ends on Thursday, the contract begins on Friday; so does one that waits for five working days less.
    """
    meeting = met(
        tmp_path,
        f"notice: {{name: 公示, body: a, duration: {days}cd}}",
        "other: {name: 谈判, body: b, duration: 5wd}" if days == 4 else "other: {name: 谈判, body: b, duration: 2wd}",
        "contract: {name: 合同, body: a, duration: 5wd, after: [notice, other]}",
        "done: {name: 建成, milestone: finish, after: [contract], deadline: 2026-12-31}",
    )
    first = "notice" if holds else "other"
    assert meeting.critical_path == (first, "contract", "done")
    assert holders(meeting) == (first,)
    assert meeting.pauses == ()
    (path, *_) = float_paths(meeting.schedule, "done")
    assert path.tasks == meeting.critical_path


@pytest.mark.parametrize(
    ("off", "holds"),
    [
        ("[2026-10-19]", True),  # Saturday to Monday: a long week's end
        ("[2026-10-19..2026-10-20]", False),  # four days are a holiday, and named
        ("[2026-10-19..2026-10-23]", False),
    ],
)
def test_a_holiday_longer_than_a_long_week_s_end_is_room(tmp_path: Path, off: str, holds: bool) -> None:
    head = OPENED.replace("{week: mon-fri}", f"{{week: mon-fri, off: {off}}}")
    rows = (
        "notice: {name: 公示, body: a, duration: 5cd}",
        "contract: {name: 合同, body: a, duration: 5wd, after: [notice]}",
        "done: {name: 签约, milestone: finish, after: [contract], deadline: 2026-12-31}",
    )
    (tmp_path / "plan.yaml").write_text(head + "".join(f"  {one}\n" for one in rows), encoding="utf-8")
    meeting = schedule.meeting(schedule.load(tmp_path), schedule.load(tmp_path).plan.start)
    assert ("notice" in meeting.critical_path) is holds
    assert [pause.before for pause in meeting.pauses] == ([] if holds else [("notice",)])


def test_a_lag_that_ends_on_a_saturday_does_not_end_the_chain(tmp_path: Path) -> None:
    """Concrete poured on Monday the 12th sets for five days, up to Saturday the 17th: Monday the 19th either way."""
    meeting = met(
        tmp_path,
        "pour: {name: 浇筑, body: b, duration: 1wd}",
        "check: {name: 验收, body: a, duration: 2wd, after: [pour + 5cd]}",
        "done: {name: 建成, milestone: finish, after: [check], deadline: 2026-12-31}",
    )
    assert holders(meeting) == ("pour",)


def test_the_paths_and_the_winter(tmp_path: Path) -> None:
    """Where the milestone itself counts on the site's calendar, no day of that lies between permit and works."""
    done = DONE.replace("milestone: finish", "milestone: finish, calendar: site")
    met(tmp_path, PERMIT, WORKS, done)
    said = CliRunner().invoke(main, ["paths", str(tmp_path), "done"]).stdout
    assert "线路 1 · 从土建施工起没有余地" in said
    assert "对 2027年5月29日 没有余地" not in said
    (line,) = (one for one in said.splitlines() if "富余" in one and "停工" in one)
    assert "停工到 2027年3月10日，之前的施工许可证（审批局）还有 96 天富余" in line


LEAVE = DayException(date(2016, 5, 2), date(2016, 5, 6), False, "年休")
SPECS = {
    "gov": CalendarSpec("gov", base="china", region="xinjiang"),
    "site": CalendarSpec("site", base="gov", closures=(Closure((11, 15), (3, 10)),)),
    "leave": CalendarSpec("leave", week=(0, 1, 2, 3, 4), exceptions=(LEAVE,)),
}


@pytest.mark.parametrize(
    ("calendar", "first", "last", "kind", "key"),
    [
        ("site", "2016-01-30", "2016-01-31", RestKind.CLOSURE, "11-15..03-10"),
        ("site", "2016-03-10", "2016-03-13", RestKind.CLOSURE, "11-15..03-10"),
        ("site", "2016-03-12", "2016-03-13", RestKind.WEEKEND, None),
        ("gov", "2016-10-01", "2016-10-07", RestKind.HOLIDAY, None),
        ("gov", "2016-09-10", "2016-09-14", RestKind.HOLIDAY, "古尔邦节"),
        ("leave", "2016-04-30", "2016-05-08", RestKind.HOLIDAY, "年休"),
    ],
)
def test_why_a_calendar_rests(calendar: str, first: str, last: str, kind: RestKind, key: str | None) -> None:
    found = rest_of(SPECS[calendar], SPECS, date.fromisoformat(first), date.fromisoformat(last))
    assert (found.kind, found.key) == (kind, key)


def test_two_that_end_together_both_hold_and_a_shorter_one_does_not() -> None:
    made = compute(state(plan(task("a", "5wd"), task("b", "5wd"), task("c", "4wd"), task("d", "1wd", "a", "b", "c"))))
    assert [dates.task.id for dates in holding(made, "d")] == ["a", "b", "d"]
    # Without a day to spare: four days and half of one.
    half = compute(state(plan(task("a", "5wd"), task("c", "36h"), task("d", "1wd", "a", "c"))))
    assert [dates.task.id for dates in holding(half, "d")] == ["c", "a", "d"]


def test_milestones_between_two_that_hold_belong_to_the_chain_though_a_day_more_moves_nothing() -> None:
    """Five working days from Monday 7 April end on Friday the 11th, and the site is shut from the 14th to the 20th.

    A working day more of `a` is Monday the 21st, on which `d` begins. Milestones count every day: a day moves nobody.
    `aside` leads nowhere; `other` comes after six days by the calendar, on the 12th, of which a seventh moves nothing.
    `w` is work: it has a day of its own to spare, so it holds nothing, though it lies between the same two.
    """
    shut = CalendarSpec(
        "site", week=(0, 1, 2, 3, 4), exceptions=(DayException(date(2014, 4, 14), date(2014, 4, 20), False),)
    )
    every_day = CALENDAR_DAYS.id
    made_of = plan(
        task("a", "5wd", calendar="site"),
        task("m", None, "a", calendar=every_day),
        task("n", None, "m", calendar=every_day),
        task("aside", None, "a", calendar=every_day),
        task("c", "6cd"),
        task("other", None, "c", calendar=every_day),
        task("w", "1cd", "a"),
        task("d", "1wd", "n", "other", "w", calendar="site"),
    )
    made = compute(state(replace(made_of, calendars={**made_of.calendars, "site": shut})))
    assert str(made.tasks["d"].first_day) == "2014-04-21"
    assert {relation.predecessor for relation in made.tasks["d"].driving} == {"n", "other", "w"}
    assert [dates.task.id for dates in holding(made, "d")] == ["a", "m", "n", "d"]


@pytest.mark.slow
@given(states(types="FS SS FF", lags="forward", leave_milestones_by="FS"))
def test_a_task_holds_a_date_exactly_when_moving_it_a_day_moves_the_date(random: State) -> None:
    """Over three calendars: each unfinished task is put off by a working day of its own, and all dates are looked at.

    What moves the target holds it; so does what drives such a task with no more than a week's end between, and what
    moves that one. What is no work is put off by a day on the clock.
    """
    made = compute(random)
    ends = [dates for dates in made.tasks.values() if dates.early_finish is not None]
    if not ends:
        return
    target = max(ends, key=lambda dates: dates.finish)
    held = {dates.task.id for dates in holding(made, target.task.id)}
    moves: dict[str, set[str]] = {}
    for name, dates in made.tasks.items():
        if dates.early_start is None or dates.task.spans or dates.early_bound.reason is Reason.AS_LATE_AS_POSSIBLE:
            continue
        if dates.stage is Stage.IN_PROGRESS and not dates.is_no_work:
            continue
        put_off = dates.calendar.next_start(dates.calendar.add(dates.early_start, dates.calendar.day_minutes))
        floor = dates.finish + DAY if dates.is_no_work else put_off
        moved = varied(made, Variation(floors={name: floor}))  # where they stand: what papers forecast
        moves[name] = {one for one in made.tasks if dates_of(moved, one).finish > made.tasks[one].finish}
    # What is under way has begun, and its finish may wait for others: whether a day of its own moves what it holds, or
    # only a week's end parts it from that, cannot be seen.
    under_way = held - moves.keys()

    def parted(unsure: set[str]) -> set[str]:
        """The target, and what a week's end parts from what holds it."""
        found = {target.task.id}
        for _ in made.tasks:
            holds = {name for name, moved in moves.items() if moved & found} | under_way
            found |= {each for name in holds | found for each in _before_a_week_s_end(made, name)} - (holds - unsure)
        return found

    least, most = parted(set()), parted(under_way)
    for name, moved in moves.items():
        if not made.tasks[name].is_no_work:
            assert bool(moved & least) <= (name in held) <= bool(moved & most), name


def _before_a_week_s_end(made: Schedule, name: str) -> set[str]:
    """The unfinished tasks that drive a task with three days without work between at most, day by day."""
    after, found = made.tasks[name], set()
    for relation in after.driving:
        before = made.tasks[relation.predecessor]
        stands = after.early_finish if relation.type.enters_finish else after.early_start
        leaves = before.finish if relation.type.leaves_finish else before.start
        r = made.network.relations.index(relation)
        lag, asked = made.network.calendars[made.network.arrays.lag_calendar[r]], made.passes.asked[r]
        if before.early_finish is None or stands is None:
            continue
        waits = lag.next_start(leaves) if relation.lag else leaves
        own = before.is_no_work and _rests_long(before.calendar, before.finish, before.early_finish)
        if not (own or _rests_long(after.calendar, asked, stands) or _rests_long(lag, leaves, waits)):
            found.add(before.task.id)
    return found


def _rests_long(calendar: Calendar, begin: int, end: int) -> bool:
    """Whether a rest of four whole days touches what lies between two instants."""
    idle = [day for day in range(begin // DAY - 5, end // DAY + 6) if not calendar.work(day * DAY, (day + 1) * DAY)]
    runs = [range(day, day + 4) for day in idle if {day, day + 1, day + 2, day + 3} <= set(idle)]
    return any(day * DAY < end and (day + 1) * DAY > begin for run in runs for day in run)


def test_the_pauses_of_the_whole_are_those_before_its_last_finish() -> None:
    off = DayException(date(2014, 4, 14), date(2014, 4, 15), False)
    away = CalendarSpec("away", week=(0, 1, 2, 3, 4), exceptions=(off,))
    made_of = plan(task("a", "5cd"), task("b", "3wd", "a", calendar="away"))
    made = compute(state(replace(made_of, calendars={**made_of.calendars, "away": away})))
    # Friday is the fifth day from Monday 7 April: the office opens on Wednesday the 16th.
    (pause,) = pauses(made, None)
    assert (pause.task, pause.before, pause.float) == ("b", ("a",), 4 * DAY)
    assert (str(pause.rest.first), str(pause.rest.last)) == ("2014-04-12", "2014-04-15")


# ── the room that a winter leaves ──

OPENED = """daopai: 1
project: {name: 示例, start: 2026-10-12, calendar: gov, target: done}
calendars:
  gov: {week: mon-fri}
  site: {week: mon-sun, closed: [11-15..03-10]}
  crew: {week: mon-sun, off: [2026-11-02..2026-11-20]}
bodies: {a: {name: 审批局}, b: {name: 施工单位}}
tasks:
"""
PAVING = "works: {name: 路面, body: b, duration: %dwd, calendar: site}"
# Thirty-three days from Monday 12 October 2026 end on Friday 13 November; the site closes on Sunday the 15th.


def said_of(path: Path, *tasks: str, lang: str = "zh") -> str:
    (path / "plan.yaml").write_text(OPENED + "".join(f"  {one}\n" for one in tasks), encoding="utf-8")
    project = schedule.load(path)
    meeting = schedule.meeting(project, project.plan.start)
    return voice_of(meeting.schedule, lang).tell(verdict_text(meeting))


@pytest.mark.parametrize(
    ("days", "deadline", "said"),
    [
        (
            33,
            "2026-12-20",
            "预计 11月13日 完成，离期限 12月20日 还有 37 天。但路面（施工单位）最迟要在 11月14日 做完，只有 1 天余地",
        ),
        (34, "2026-12-20", "最迟要在 11月14日 做完，没有余地：再晚就停工到 2027年3月10日，期限保不住。"),
        (20, "2026-12-20", "最迟要在 11月14日 做完，只有 14 天余地：再晚就停工到 2027年3月10日，期限保不住。"),
        (33, "2027-03-10", "最迟要在 11月14日 做完，只有 1 天余地：再晚就停工到 2027年3月10日，期限保不住。"),
        # Two days more are one before the winter and one after it, on 11 March: in time.
        (33, "2027-03-11", "预计 2026年11月13日 完成，期限 2027年3月11日，还有 118 天余地。"),
        # No more room up to the deadline than up to the winter.
        (33, "2026-11-14", "期限 11月14日，还有 1 天余地。"),
        (35, "2027-03-11", "刚好能按期完成"),
        (35, "2027-03-10", "不能按期完成"),
    ],
)
def test_the_secretary_reads_that_the_winter_leaves_a_day_and_not_the_weeks_up_to_the_deadline(
    tmp_path: Path, days: int, deadline: str, said: str
) -> None:
    done = f"done: {{name: 通车, milestone: finish, after: [works], deadline: {deadline}}}"
    text = said_of(tmp_path, PAVING % days, done)
    assert said in text
    assert ("最迟要在" in text) is ("最迟要在" in said)
    itself = f"done: {{name: 通车, duration: {days}wd, calendar: site, deadline: {deadline}}}"
    assert ("最迟要在" in said_of(tmp_path, itself)) is ("最迟要在" in said)  # the work's own deadline is no other


def test_the_secretary_reads_of_the_work_before_the_winter_which_others_wait_for(tmp_path: Path) -> None:
    """The site's work holds nothing (an order takes until 18 December), and yet the winter decides what it may lose."""
    order = "order: {name: 订货, body: a, duration: 50wd}"
    test = "test: {name: 检测, body: a, duration: 5wd, after: [works]}"
    done = "done: {name: 通车, milestone: finish, after: [order, test], deadline: 2026-12-31}"
    text = said_of(tmp_path, order, PAVING % 30, test, done)
    # Thirty days end on 10 November.
    assert (
        "预计 12月18日 完成，离期限 12月31日 还有 13 天。但路面（施工单位）最迟要在 11月14日 做完，只有 4 天余地"
        in text
    )
    english = said_of(tmp_path, order, PAVING % 30, test, done, lang="en")
    assert "But 路面 (施工单位) has to be finished by 14 Nov, with only 4 days to lose" in english


def test_a_crew_that_is_away_for_weeks_leaves_no_more_room_than_a_closed_site(tmp_path: Path) -> None:
    works = "works: {name: 路面, body: b, duration: 20wd, calendar: crew}"
    done = "done: {name: 通车, milestone: finish, after: [works], deadline: 2026-11-16}"
    # Twenty days end on 31 October; the crew is away from 2 to 20 November.
    assert "最迟要在 11月1日 做完，只有 1 天余地：再晚就不开工到 11月20日，期限保不住。" in said_of(
        tmp_path, works, done
    )


@pytest.mark.parametrize(("days", "moves"), [("5.5wd", True), ("5wd", False), ("6wd", True)])
def test_a_saturday_that_the_site_works_before_a_week_s_end_does_not_end_the_chain(
    tmp_path: Path, days: str, moves: bool
) -> None:
    """Six days a week: half of Saturday the 17th is left, or all of it, or none, before Monday's contract."""
    rows = (
        f"plan: {{name: 测绘, body: b, duration: {days}, calendar: six}}",
        "contract: {name: 合同, body: a, duration: 5wd, after: [plan]}",
        "done: {name: 签约, milestone: finish, after: [contract], deadline: 2026-12-31}",
    )
    head = OPENED.replace("  crew:", "  six: {week: mon-sat}\n  crew:")
    (tmp_path / "plan.yaml").write_text(head + "".join(f"  {one}\n" for one in rows), encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = schedule.meeting(project, project.plan.start)
    assert holders(meeting) == ("plan",)
    longer = varied(meeting.schedule, Variation(work={"plan": meeting.schedule.tasks["plan"].remaining + DAY}))
    assert (dates_of(longer, "done").finish > meeting.headline.forecast) is moves


def test_the_secretary_is_not_told_that_days_behind_a_winter_are_the_same_room(tmp_path: Path) -> None:
    """A week later the paving is as far as it was to be: 13 November as before, a day before the winter."""
    done = "done: {name: 通车, milestone: finish, after: [works], deadline: 2026-12-20}"
    (tmp_path / "plan.yaml").write_text(OPENED + f"  {PAVING % 33}\n  {done}\n", encoding="utf-8")
    (tmp_path / "updates").mkdir()
    for day, left in (("2026-10-19", 26), ("2026-10-26", 19)):
        week = f"data_date: {day}\nprogress:\n  works: {{started: 2026-10-12, remaining: {left}wd}}\n"
        (tmp_path / "updates" / f"{day}.yaml").write_text(week, encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = schedule.meeting(project, project.updates[-1].data_date)
    said = voice_of(meeting.schedule, "zh").tell(verdict_text(meeting))
    assert said.startswith(
        "能按期完成：通车预计 11月13日 完成，离期限 12月20日 还有 37 天，完成日与上次会议相同。但路面"
    )


def test_what_hundreds_of_week_ends_part_is_found_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Four working days from Monday to Thursday, then a day of notice on the Friday: it could end on Saturday or Sunday
    # too, moves nothing and holds the Monday all the same. So every week, 300 times; each holds by the week behind it.
    head = "daopai: 1\nproject: {name: x, start: 2016-02-29, calendar: gov}\n"
    head += "calendars: {gov: {week: mon-fri}, all: {week: mon-sun}}\ntasks:\n  a0: {name: a, duration: 4wd}\n"
    kinds = "duration: 4wd", "duration: 1cd, calendar: all"
    rows = (f"  a{k}: {{name: a, {kinds[k % 2]}, after: [a{k - 1}]}}\n" for k in range(1, 600))
    (tmp_path / "plan.yaml").write_text(head + "".join(rows), encoding="utf-8")
    made = schedule.meeting(project := schedule.load(tmp_path), project.plan.start).schedule
    asked, plain = [], cpm.backward_over
    monkeypatch.setattr(cpm, "backward_over", lambda *given: (asked.append(len(given[-1])), plain(*given)))
    assert holding(made, "a599").names == tuple(f"a{k}" for k in range(600))
    assert sum(asked) <= 3 * 600  # how late each may finish, and at most twice more for each; not once more a week
