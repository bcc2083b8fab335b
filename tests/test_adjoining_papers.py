"""What one paper says, the paper beside it says too: questions, permits, heads of the path, a plan's first day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import in_words

import schedule
from schedule.analysis.dates import feasible
from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import streaks
from schedule.analysis.views.standing import holders
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.engine.compute import compute, keeping
from schedule.engine.holding import held_until
from schedule.engine.schedule import Schedule
from schedule.output.minutes.bulletin import bulletin
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import sentence, unmeetable_text

HEAD = """daopai: 1
project: {name: 示例, start: %s, calendar: office, target: done}
calendars:
  office: {base: china}
  site: {week: mon-sun, closed: [11-15..03-10]}
bodies: {a: {name: 住建局}, o: {name: 业主}, c: {name: 施工单位}}
tasks:
"""


def folder(path: Path, start: str, tasks: str, **weeks: str) -> Path:
    (path / "updates").mkdir(parents=True)
    (path / "plan.yaml").write_text(HEAD % start + tasks, encoding="utf-8")
    for day, progress in weeks.items():
        name = day.removeprefix("on_").replace("_", "-")
        (path / "updates" / f"{name}.yaml").write_text(f"data_date: {name}\nprogress:\n{progress}", encoding="utf-8")
    return path


def met(path: Path) -> Meeting:
    project = schedule.load(path)
    return schedule.meeting(project, schedule.latest_data_date(project))


def papers(path: Path, lang: str = "zh") -> dict[str, str]:
    out = path / "out"
    shown = CliRunner().invoke(main, ["meeting", str(path), "-o", str(out), "--lang", lang])
    assert shown.exit_code == 0, shown.output
    return {one.name: one.read_text(encoding="utf-8-sig") for one in out.iterdir() if one.suffix in (".md", ".csv")}


ROAD = """\
  a: {name: 路基, body: c, duration: 30wd, calendar: site}
  d: {name: 结算, body: c, duration: 10wd, after: [a]}
  done: {name: 竣工, body: c, milestone: finish, after: [d], deadline: 2026-12-20}
"""
BEGUN = """\
  permit: {name: 施工许可证, body: a, applicant: o, duration: 10wd}
  base: {name: 基础, body: c, duration: 20cd, after: [permit]}
  frame: {name: 主体, body: c, duration: 60cd, after: [base]}
  done: {name: 竣工, body: c, milestone: finish, after: [frame], deadline: 2026-08-30}
"""


class TestQuestion:
    """Nothing left and no finish: the secretary, the body that gets the notice, the clerk with the index are asked."""

    @pytest.mark.slow
    @pytest.mark.parametrize("left", ["percent: 100", "remaining: 0wd"])
    def test_the_body_that_gets_the_notice_is_asked(self, tmp_path: Path, left: str) -> None:
        path = folder(tmp_path / "p", "2026-10-08", ROAD, on_2026_11_16=f"  a: {{started: 2026-10-08, {left}}}\n")
        found = papers(path)
        question = "路基（施工单位）报还需 0 天，没有报完成：是否已完成、哪天完成？"
        assert all(question in found[name] for name in ("meeting.md", "secretary.md", "notice.md", "index.md"))
        assert "没有发现新的问题" not in found["notice.md"]
        assert "报的情况要核实的 1 项：路基（施工单位）：报还需 0 天，没有报完成。" in found["notice.md"]

    def test_who_has_nothing_left_is_not_told_of_little_room(self, tmp_path: Path) -> None:
        # Done on 15 November at the latest; what follows has to begin on Monday 7 December: twenty days.
        path = folder(tmp_path / "p", "2026-10-08", ROAD, on_2026_11_16="  a: {started: 2026-10-08, percent: 100}\n")
        meeting = met(path)
        (alert,) = meeting.alerts
        assert (alert.code, alert.light) == ("asked", Light.YELLOW)
        said = voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan))
        assert said == "路基（施工单位）报还需 0 天，没有报完成，要核实。"

    @pytest.mark.slow
    def test_what_was_finished_ahead_is_asked_about_in_the_notice(self, tmp_path: Path) -> None:
        path = folder(tmp_path / "p", "2026-10-08", ROAD, on_2026_10_12="  done: {finished: 2026-10-10}\n")
        found = papers(path)
        for name in ("meeting.md", "secretary.md", "notice.md", "index.md"):
            assert (
                "竣工（施工单位）报 10月10日 完成，排在前面的结算（未开始）、路基（未开始）：哪一项报得不对？"
                in found[name]
            )


class TestPermit:
    """Work that was begun before the construction permit."""

    BASE = "  base: {started: 2026-03-12, remaining: 15cd}\n"

    @pytest.mark.slow
    def test_the_clerk_reads_it_first_in_the_index(self, tmp_path: Path) -> None:
        index = papers(folder(tmp_path / "p", "2026-03-02", BEGUN, on_2026_03_16=self.BASE))["index.md"]
        bold = [line for line in index.splitlines() if line.startswith("**")]
        assert bold[0].startswith("**未批先建：施工许可证")

    @pytest.mark.slow
    def test_nobody_is_asked_whether_it_may_go_first(self, tmp_path: Path) -> None:
        found = papers(folder(tmp_path / "p", "2026-03-02", BEGUN, on_2026_03_16=self.BASE))
        assert "是不是可以先做" not in "".join(found.values())
        assert "排在前面的施工许可证（未开始）：依法要先办好的，是不是已经办好、没有报？" in found["meeting.md"]

    def test_what_is_silent_has_one_light_on_one_paper(self, tmp_path: Path) -> None:
        meeting = met(folder(tmp_path / "p", "2026-03-02", BEGUN, on_2026_03_16=self.BASE))
        paper = in_words(bulletin(meeting), voice_of(meeting.schedule, "zh"))
        (silent,) = paper.sections[-1].items
        assert meeting.unreported == ("permit",)
        assert silent.light == meeting.lights["permit"].value == "red"

    @pytest.mark.slow
    def test_who_waits_through_finished_work_is_no_second_head(self, tmp_path: Path) -> None:
        # The frame waits for the permit through the base: a day less of the permit is a day less of all.
        week = "  base: {started: 2026-03-11, finished: 2026-03-15}\n"
        path = folder(tmp_path / "p", "2026-03-02", BEGUN, on_2026_03_16=week)
        assert holders(met(path)) == ("permit",)
        assert "只提前一件" not in papers(path)["secretary.md"]


class TestFirstDay:
    """A plan that cannot be kept on its first day says so from that day on, whatever season lies in between."""

    # From Monday 26 January for 20 days, then two working days: the Spring Festival lasts from 15 to 23 February, so
    # that they are 24 and 25 February: 31 days with the first, five after the 20th.
    NOTICE = """\
  show: {name: 公示, body: a, duration: 20cd}
  done: {name: 公示期满, body: a, milestone: finish, after: [show FS+2wd], deadline: 2026-02-20}
"""

    @pytest.mark.parametrize(
        ("lang", "said"),
        [
            (
                "zh",
                "从 1月26日 起最短需要 31 天（其间放假到 2月23日），最早 2月25日 完成，缺 5 天；"
                "卡在“公示期满”这一项上。",
            ),
            (
                "en",
                "from 26 Jan it needs 31 days (in between: holiday until 23 Feb) at least, to 25 Feb, 5 days too many;",
            ),
        ],
    )
    def test_the_secretary_can_count_the_days(self, tmp_path: Path, lang: str, said: str) -> None:
        meeting = met(folder(tmp_path / "p", "2026-01-26", self.NOTICE))
        assert said in voice_of(meeting.schedule, lang).tell(
            unmeetable_text(meeting.unmeetable["done"], voice_of(meeting.schedule, lang).plan)
        )

    @pytest.mark.slow
    def test_a_milestone_of_next_month_waits_for_no_report(self, tmp_path: Path) -> None:
        letter = papers(folder(tmp_path / "p", "2026-01-26", self.NOTICE))["secretary.md"]
        assert "等报完成" not in letter
        assert "公示期满，住建局负责，预计 2月25日 完成。" in letter

    def test_a_winter_within_the_work_is_counted(self, tmp_path: Path) -> None:
        # Twenty calendar days from 12 October to the 31st, then the site from 1 to 14 November, 26 days after 10 March.
        tasks = """\
  papers: {name: 手续, body: a, duration: 20cd}
  works: {name: 路面, body: c, duration: 40wd, calendar: site, after: [papers]}
  done: {name: 竣工, body: c, milestone: finish, after: [works], deadline: 2026-12-31}
"""
        meeting = met(folder(tmp_path / "p", "2026-10-12", tasks))
        said = voice_of(meeting.schedule, "zh").tell(
            unmeetable_text(meeting.unmeetable["done"], voice_of(meeting.schedule, "zh").plan)
        )
        assert (
            "从 2026年10月12日 起最短需要 176 天（其间停工到 2027年3月10日），最早 2027年4月5日 完成，缺 95 天" in said
        )
        # Then every day is needed: the papers until 31 October, the road until 5 April, and nothing has room.
        assert {row.task: (row.latest_finish, row.float) for row in meeting.deadlines if row.task != "done"} == {
            "papers": (minutes(date(2026, 11, 1)), 0),
            "works": (minutes(date(2027, 4, 6)), 0),
        }

    @pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 4, 6), date(2027, 5, 4)])
    def test_an_engineer_finds_the_latest_dates_of_the_plan_with_that_deadline(self, tmp_path: Path, day: date) -> None:
        tasks = """\
  papers: {name: 手续, body: a, duration: 20cd}
  works: {name: 路面, body: c, duration: 40wd, calendar: site, after: [papers]}
  opened: {name: 通车, body: c, milestone: finish, after: [works FS+3wd], deadline: 2027-06-30}
  done: {name: 竣工, body: c, milestone: finish, after: [works], deadline: 2026-12-31}
"""
        found = met(folder(tmp_path / "p", "2026-10-12", tasks)).schedule
        later = replace(found.state.plan.tasks["done"], deadline=minutes(day))
        state = replace(found.state, plan=replace(found.state.plan, tasks={**found.state.plan.tasks, "done": later}))
        kept, computed = keeping(found, state), compute(state)
        assert kept is not None
        assert {name: one.latest for name, one in kept.tasks.items()} == {
            name: one.latest for name, one in computed.tasks.items()
        }

    def test_the_first_day_is_walked_once_for_all_meetings(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        week = "  show: {started: 2026-01-26, remaining: %dcd}\n"
        path = folder(tmp_path / "p", "2026-01-26", self.NOTICE, on_2026_02_02=week % 13, on_2026_02_09=week % 6)
        asked: list[str | None] = []

        def counted(schedule: Schedule, target: str | None) -> dict[str, int]:
            asked.append(target)
            return held_until(schedule, target)

        monkeypatch.setattr(feasible, "held_until", counted)
        meeting = met(path)
        assert streaks(meeting.history, meeting.data_date)["done"].meetings == 2
        assert list(meeting.unmeetable) == asked == ["done"]


class TestReachedAndNotReported:
    """A milestone that waits for nothing but its report stands where its work ended, on every paper."""

    # The works end on Friday 23 October; on Monday the 26th nobody has said that the milestone is reached.
    WORKS = """\
  works: {name: 土建, body: c, duration: 10wd}
  done: {name: 建成, body: c, milestone: finish, after: [works], deadline: 2026-10-31}
"""
    WEEK = "  works: {started: 2026-10-12, finished: 2026-10-23}\n"

    @pytest.mark.slow
    def test_the_secretary_the_minutes_and_the_table_name_one_day(self, tmp_path: Path) -> None:
        first = "  works: {started: 2026-10-12, remaining: 10wd}\n"
        path = folder(tmp_path / "p", "2026-10-12", self.WORKS, on_2026_10_19=first, on_2026_10_26=self.WEEK)
        found = papers(path)
        said = "能按期完成：建成要做的 10月23日 已做完，还没有报完成，期限 10月31日"
        assert all(said in found[name] for name in ("meeting.md", "secretary.md", "notice.md", "index.md"))
        assert "10月25日" not in "".join(found.values())
        # Ten working days from Monday the 19th end on Friday the 30th: seven days after the 23rd.
        assert "| 10月26日 | 10月23日 | 早 8 天 | ▲ 提前 7 天 |" in found["secretary.md"]
        assert "| 建成 | 施工单位 | 10月30日 | 10月23日 | 提前 7 天 | 提前 7 天 |" in found["meeting.md"]
        assert "建成预计" not in found["notice.md"]  # nobody forecasts a day that has passed

    @pytest.mark.parametrize("due", ["2026-10-24", "2026-10-23"])
    def test_the_alert_asks_as_the_headline_does_and_neither_counts_silence_as_late(
        self, tmp_path: Path, due: str
    ) -> None:
        # The works ended on Friday the 23rd, in time for either deadline; who is silent on Monday is asked.
        path = folder(tmp_path / "p", "2026-10-12", self.WORKS.replace("2026-10-31", due), on_2026_10_26=self.WEEK)
        meeting = met(path)
        (alert,) = meeting.alerts
        said = (
            voice_of(meeting.schedule, "zh").tell(sentence(alert, voice_of(meeting.schedule, "zh").plan)),
            in_words(bulletin(meeting), voice_of(meeting.schedule, "zh")).headline,
        )
        assert all("建成" in one and "要做的 10月23日 已做完" in one and "晚" not in one for one in said)

    @pytest.mark.slow
    def test_what_a_missing_report_costs_is_told_in_days(self, tmp_path: Path) -> None:
        first = "  works: {started: 2026-10-12, remaining: 10wd}\n"
        path = folder(tmp_path / "p", "2026-10-12", self.WORKS, on_2026_10_19=first, on_2026_10_26=self.WEEK)
        assert "小时" not in papers(path)["meeting.md"]
