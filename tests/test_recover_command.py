"""`daopai recover`: the paper for a deadline that does not hold, on the sample plan and on small ones."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.views import remedy
from schedule.calendars.worktime import minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.reading import opened
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.markdown import markdown
from schedule.output.words.phrases import voice_of

ROOT = Path(__file__).parent.parent


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample as it lies there, with its levers and its seals; all costs in it are invented."""
    folder = tmp_path_factory.mktemp("sample") / "kashgar"
    return Path(shutil.copytree(ROOT / "plans" / "kashgar", folder, ignore=shutil.ignore_patterns("meetings")))


@pytest.mark.parametrize(
    ("to", "cost", "steps"),
    [
        ("2016-06-25", 3, {"workshop-finishes": "3cd"}),
        ("2016-06-22", 16, {"workshop-finishes": "6cd", "workshop-envelope": "3wd", "workshop-frame": "1wd"}),
        ("2016-06-20", 30, {"workshop-finishes": "8cd", "workshop-envelope": "5wd", "workshop-frame": "3wd"}),
    ],
)
def test_the_samples_menus_are_those_of_the_law(sample: Path, to: str, cost: int, steps: dict[str, str]) -> None:
    done = run("recover", sample, "--to", to, "--menus", 1, "--format", "json")
    assert done.exit_code == 0, done.stderr
    (found,) = json.loads(done.stdout)
    assert (found["forecast"], found["earliest"]) == ("2016-06-28", "2016-06-20")
    (menu,) = found["menus"]
    assert menu["cost"] == cost
    assert {one["task"]: one["compress"] for one in menu["measures"]} == steps
    assert menu["finish"] <= to
    assert all(one["finish_with_a_step_less"] > to for one in menu["measures"])


def test_the_secretary_reads_what_to_do_for_whom_and_that_nothing_less_does(sample: Path) -> None:
    done = run("recover", sample, "--to", "2016-06-25")
    assert done.exit_code == Exit.FINE
    said = done.stdout
    assert "6月25日 守不住：主要路段及厂房完成施工预计 6月28日 完成，晚 3 天" in said
    assert "可用的措施全用上，最早可到 6月20日" in said
    assert "方案1（假定 3万元）：地坪、装饰、室内水电压缩 3 天（增加一个装修班组） → 6月25日" in said
    assert "地坪、装饰、室内水电：要代建中心同意，风险：返工" in said
    assert "地坪、装饰、室内水电少压 1 天，重排是 6月26日" in said
    assert "质量管理条例第10条" in said
    assert "政府投资条例" not in said, "in force since 2019, and this is 2016"
    assert "演示数据" in said


def test_a_date_that_no_measure_reaches_is_told_with_the_earliest_and_what_holds_it(sample: Path) -> None:
    done = run("recover", sample, "--to", "2016-06-18", "--lang", "en")
    assert done.exit_code == Exit.ALERTED == 3
    assert "18 Jun cannot be reached" in done.stdout
    assert "20 Jun at the earliest" in done.stdout
    assert "Floor, finishes, building services (Construction Agency): 32 days" in done.stdout
    held = run("recover", sample, "--to", "2016-06-30")
    assert held.exit_code == Exit.FINE
    assert "6月30日 守得住，不用措施" in held.stdout


NOTICED = """daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: every, target: done}
calendars: {every: {week: mon-sun}}
tasks:
  footing: {name: 基础, duration: 20cd%s}
  notice: {name: 公示, duration: %s, after: [footing], basis: {article: 示例第1条, floor: %s}%s}
  done: {name: 完工, milestone: finish, after: [notice], deadline: 2016-03-21}
"""
LEVERS = (", levers: [{compress: 2cd, cost: 1}]", ", levers: [{compress: 9cd, cost: 1}]")


@pytest.mark.parametrize(
    ("duration", "floor", "levers", "said"),
    [
        ("20cd", "17cd", ("", ""), "20 天，计划没有给它措施；示例第1条只要求不早于 4月7日 完成"),
        ("18cd", "17cd", ("", ""), "18 天，示例第1条，法定期限不能压缩"),
        ("20cd", "17cd", LEVERS, "18 天，示例第1条，法定期限不能压缩"),
        ("30cd", "17cd", LEVERS, "21 天，能用的措施已经算进去了"),
        ("48h", "48h", ("", ""), "2 天，示例第1条，法定期限不能压缩"),
        ("72h", "48h", ("", ""), "3 天，计划没有给它措施"),
    ],
)
def test_a_secretary_is_told_that_the_law_forbids_less_only_where_it_does(
    duration: str, floor: str, levers: tuple[str, str], said: str, tmp_path: Path
) -> None:
    """By hand: the footing takes 1 to 20 March, the notice begins on the 21st, and 17 days after that is 7 April.

    So it takes 18 days at least. Two days less of the footing let it begin on Saturday the 19th: 17 days on is Tuesday
    5 April, the first working day after Qingming, again 18 days. Of 30 days its nine leave 21, more than the law asks.
    """
    text = NOTICED % (levers[0], duration, floor, levers[1])
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = run("recover", tmp_path)
    assert done.exit_code == Exit.ALERTED
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("- 公示"))
    assert line == f"- 公示：{said}"


def test_a_clerk_turns_a_menu_into_a_decision_that_nobody_can_record_before_it_is_signed(sample: Path) -> None:
    done = run("recover", sample, "--to", "2016-06-22", "--as-revision", 1)
    assert done.exit_code == 0, done.stderr
    written = yaml.safe_load(done.stdout)
    assert [one["approved_by"] for one in written["revisions"]] == [None] * 3
    changed = {one["task"]: one["set"] for one in written["revisions"]}
    assert changed["workshop-finishes"]["duration"] == "34cd"
    assert changed["workshop-finishes"]["levers"][0]["compress"] == "2cd", "six of the eight days are used up"
    file = sample.parent / "menu.yaml"
    file.write_text(done.stdout, encoding="utf-8")
    seen = run("preview", sample, "--revision", file, "--format", "json")
    (found,) = json.loads(seen.stdout)
    assert found["deadlines"][0]["finish_with"] == "2016-06-22"
    assert found["retarded"] == [], "it is shortened by what keeps its start"
    refused = run("recover", sample, "--to", "2016-06-22", "--as-revision", 9)
    assert refused.exit_code == Exit.USAGE


PLAN = """daopai: 1
project: {name: 招标, start: 2026-03-02, calendar: every, target: done}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
bodies: {finance: {name: 财政局}}
tasks:
  review: {name: 财政评审, duration: 10cd, body: finance, applicant: finance}
  tender:
    {name: 招标, duration: 21cd, after: [review ~], basis: {article: 招标投标法第24条, floor: 20cd},
     levers: [{overlap: review, to: SS+5cd, risk: 控制价可能返工, ask: finance, authority: 地区}]}
  done: {name: 开标, milestone: finish, after: [tender], deadline: 2026-03-27}
"""
WITHOUT = PLAN.split("     levers")[0].rstrip(",\n ") + "}\n" + PLAN.split("]}\n")[1]
"""The same plan in which nothing may be bought."""


def test_an_overlap_of_practice_is_a_menu_and_its_assumed_cost_is_said(tmp_path: Path) -> None:
    """By hand: ten days of review and 21 of tender end on 1 April; after five days of review, on 27 March."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = run("recover", tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "开标预计 4月1日 完成，晚 5 天" in done.stdout
    assert "招标搭接，财政评审开始后 5 天就可以 → 3月27日" in done.stdout
    assert "要财政局同意，要报地区定，风险：控制价可能返工" in done.stdout
    assert "每一档按 1 计，这是假定" in done.stdout
    assert "招标这一件不用，重排是 4月1日" in done.stdout
    assert "能赶到的一共就这 1 个方案" in done.stdout
    assert "质量管理条例" not in done.stdout, "no works are compressed"
    signed = run("recover", tmp_path, "--as-revision", 1).stdout.replace("approved_by:", "approved_by: 县委")
    (tmp_path / "updates").mkdir()
    (tmp_path / "updates" / "2026-03-02.yaml").write_text(signed, encoding="utf-8")
    assert "守得住" in run("recover", tmp_path).stdout


def test_a_clerk_signs_a_short_decision_as_well_as_a_long_one(tmp_path: Path) -> None:
    """A decision that stands in one line is YAML before it is signed, and is refused for want of a name."""
    lever = "{compress: 8cd, cost: 1, how: '按 approved_by: ? 办'}"
    text = WITHOUT.replace("duration: 10cd,", f"duration: 10cd, levers: [{lever}],")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    written = run("recover", tmp_path, "--as-revision", 1).stdout
    (one,) = yaml.safe_load(written)["revisions"]
    assert one["approved_by"] is None
    assert "按 approved_by: ? 办" in one["reason"]
    (tmp_path / "updates").mkdir()
    week = tmp_path / "updates" / "2026-03-02.yaml"
    week.write_text(written, encoding="utf-8")
    assert "这里没有写值" in run("check", tmp_path).stderr
    week.write_text(re.sub(r"approved_by: ?(?=[}\n])", "approved_by: 县委", written), encoding="utf-8")
    assert "守得住" in run("recover", tmp_path).stdout


def test_a_plan_that_asks_for_no_menu_is_refused(tmp_path: Path) -> None:
    """Of no menu at all it was said that nothing cheaper reaches the date."""
    text = PLAN.replace("tasks:", "settings: {recovery: {max_menus: 0}}\ntasks:", 1)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    done = run("recover", tmp_path)
    assert done.exit_code == Exit.FAULTY
    assert "plan.yaml:5:34" in done.stderr


def test_a_secretary_does_not_wait_for_a_task_with_a_hundred_levers(tmp_path: Path) -> None:
    """A re-run looks at each lever as at each task: over three hundred of one task a meeting sat for a minute."""
    levers = ", ".join(["{compress: 2cd, cost: 1, ask: finance}"] * 100)
    text = WITHOUT.replace("duration: 10cd,", f"duration: 10cd, levers: [{levers}],")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    history = History(opened(tmp_path, "zh"))
    found = remedy.remedy(take(history, minutes(date(2026, 3, 2))))
    assert found is not None
    assert found.found is not None
    assert found.found.asked * (3 + 100) <= 1.1 * remedy.TASK_RUNS, "the last choice is looked at to its end"
    assert found.found.menus, "one is told all the same"


def test_what_is_asked_of_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN.replace(", deadline: 2026-03-27", ""), encoding="utf-8")
    assert "--to" in run("recover", tmp_path, "done").stderr
    (tmp_path / "plan.yaml").write_text(WITHOUT, encoding="utf-8")
    none = run("recover", tmp_path)
    assert none.exit_code == Exit.ALERTED
    assert "没有写可用的措施" in none.stdout


WEEKENDS = """daopai: 1
project: {name: 周末, start: 2026-03-02, calendar: office, target: done}
calendars: {every: {name: 每天, week: mon-sun}, office: {week: mon-fri}}
tasks:
"""


def _weekends(folder: Path, stages: int, deadline: str) -> Path:
    """Works of five office days each, one after the other from a Monday, each of which may work at weekends too."""
    text = WEEKENDS
    for k in range(stages):
        after = f", after: [t{k - 1}]" if k else ""
        text += f"  t{k}: {{name: 第{k + 1}段, duration: 5wd{after}, levers: [{{calendar: every, cost: {k + 1}}}]}}\n"
    text += f"  done: {{name: 完工, milestone: finish, after: [t{stages - 1}], deadline: {deadline}}}\n"
    folder.mkdir(exist_ok=True)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_an_engineer_is_told_no_cheapest_where_not_every_combination_was_tried(tmp_path: Path) -> None:
    """Eight weeks end on 24 April, forty days from 2 March on 10 April. Six levers are all tried, eight are not."""
    proved = run("recover", _weekends(tmp_path / "six", 6, "2026-04-08"), "--menus", 1).stdout
    assert "更省的组合都赶不到" in proved
    reached = run("recover", _weekends(tmp_path / "eight", 8, "2026-04-20"))
    assert reached.exit_code == Exit.FINE
    assert "方案1" in reached.stdout
    assert "没有逐个组合试完，不能说是最省的" in reached.stdout
    for claim in ("更省的组合都赶不到", "少一点都不行", "挡住", "能赶到的一共", "最早可到"):
        assert claim not in reached.stdout, claim
    missed = run("recover", _weekends(tmp_path / "early", 8, "2026-04-08"))
    assert missed.exit_code == Exit.ALERTED
    assert "没有找到能赶到 4月8日 的办法" in missed.stdout
    assert "不能说一定赶不到" in missed.stdout
    assert "再早不行" not in missed.stdout
    (record,) = json.loads(run("recover", tmp_path / "eight", "--format", "json").stdout)
    assert (record["exact"], record["proved"]) == (False, False)


UNUSABLE = """daopai: 1
project: {name: 用不上, start: 2026-03-02, calendar: every, target: done}
calendars: {every: {week: mon-sun}, office: {week: mon-fri}}
tasks:
  crane: {name: 吊装, duration: 5wd, resources: [{duration: 120h}], levers: [{compress: 2cd, cost: 1}]}
  paint: {name: 油漆, duration: 5cd, after: [crane], expected_finish: 2026-03-15, levers: [{compress: 3cd, cost: 1}]}
  clear: {name: 清场, duration: 1cd, after: [paint], levers: [{compress: 3cd, cost: 1}]}
  test: {name: 试车, duration: 6cd, after: [clear], levers: [{compress: 2cd, unit: 3cd, cost: 1}]}
  green: {name: 绿化, duration: 9cd, levers: [{compress: 3cd, cost: 1}]}
  done: {name: 完工, milestone: finish, after: [test], deadline: 2026-03-20, levers: [{calendar: office}]}
"""


def test_a_clerk_reads_which_measures_were_not_counted_in_and_why(tmp_path: Path) -> None:
    """Nothing that was written is passed over in silence, but for what does not lead to the date (the greenery)."""
    (tmp_path / "plan.yaml").write_text(UNUSABLE, encoding="utf-8")
    done = run("recover", tmp_path)
    assert done.exit_code == Exit.ALERTED
    said = [line for line in "".join(done.stdout).splitlines() if line.startswith("没有算进去：")]
    assert [line.split("：")[1].split("，")[0] for line in said] == ["吊装", "油漆", "清场", "试车", "完工"]
    assert "各项资源的用时" in said[0]
    assert "预定完成日期" in said[1]
    assert "不超过一档" in said[2]
    assert "比最多能压的还长" in said[3]
    assert "没有自己的工期" in said[4]
    assert "对它一条也用不上" in done.stdout
    assert "计划没有给它措施" not in done.stdout
    assert "可用的措施全用上" not in done.stdout


def test_an_expected_finish_that_the_engine_does_not_obey_bars_no_measure(tmp_path: Path) -> None:
    """With `use_expected_finish: false`: crane 2-6 March (24-hour days), paint 7-11, clear 12, test 13-18."""
    text = UNUSABLE.replace("calendars:", "settings: {use_expected_finish: false}\ncalendars:", 1)
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    (found,) = json.loads(run("recover", tmp_path, "--to", "2026-03-17", "--format", "json").stdout)
    assert [one["task"] for one in found["unusable"]] == ["crane", "clear", "test", "done"]
    assert found["forecast"] == "2026-03-18"
    assert [(one["task"], one["compress"]) for one in found["menus"][0]["measures"]] == [("paint", "1cd")]


def _told(folder: Path, day: date) -> tuple[str, str]:
    """What the minutes and the secretary's page of a day say."""
    meeting = take(History(opened(folder, "zh")), minutes(day))
    voice = voice_of(meeting.schedule, "zh")
    return markdown(bulletin(meeting), voice, {}), secretary_markdown(meeting, voice)


def test_the_secretary_reads_what_would_keep_a_red_deadline_among_what_to_decide(sample: Path) -> None:
    """On 29 February the sample is two days late, and its cheapest lever wins a day for 1: two days for 2."""
    protocol, page = _told(sample, date(2016, 2, 29))
    said = "要守住 6月30日，最省的措施（假定 2万元）：地坪、装饰、室内水电压缩 2 天（增加一个装修班组），"
    said += "主要路段及厂房完成施工预计 6月30日 完成。要代建中心同意。压缩施工工期的，先作专家论证"
    assert said in protocol
    assert protocol.count("最省的措施") == 1
    decide = page[page.index("三、需要决定的事") : page.index("四、")]
    brief = "守住 6月30日 最省的措施（假定 2万元）：地坪、装饰、室内水电压缩 2 天。要代建中心同意。"
    brief += "压缩施工工期的，先作专家论证。"
    assert brief in decide
    assert "银行3月1日前出具履约保函" in decide, "what bodies ask for is not pushed out"
    assert "中标通知、签订合同，城投公司" in page, "nor is the second thing that holds the date"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "6月30日 守不住：主要路段及厂房完成施工预计 7月2日 完成，晚 2 天",
                "方案1（假定 2万元）：地坪、装饰、室内水电压缩 2 天（增加一个装修班组） → 6月30日",
                "方案2（假定 3万元）：厂房基础搭接，三通一平、临时设施开始后 5 天就可以",
                "（先平整厂房区，分区交地） → 6月29日",
                "厂房基础：要城投公司同意，风险：交叉作业",
                "能赶到的一共就这 2 个方案",
                "地坪、装饰、室内水电少压 1 天，重排是 7月1日",
            ],
        ),
        (
            "en",
            ["Menu 1 (2 万元, assumed): Floor, finishes, building services 2 days less", "Menu 2 (3 万元, assumed):"],
        ),
    ],
)
def test_a_secretary_reads_the_two_cures_of_29_february_with_costs_that_are_told_as_assumed(
    sample: Path, lang: str, said: list[str]
) -> None:
    """What decides is a chain of starts: 15 days of foundations, 22 of frame, 18 of envelope, then 40 of finishes.

    A day less of the finishes is a day; so is a day less between site preparation's eight and the foundations, of which
    the overlap leaves five. Less time for foundations, frame or envelope moves none of these starts.
    """
    done = run("recover", sample, "--date", "2016-02-29", "--lang", lang)
    assert done.exit_code == Exit.FINE
    for sentence in said:
        assert sentence in done.stdout
    record = run("recover", sample, "--date", "2016-02-29", "--format", "json")
    assert [one["cost_assumed"] for one in json.loads(record.stdout)[0]["menus"]] == [True, True]


def test_an_engineer_reads_an_assumed_cost_that_only_compares(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(
        PLAN.replace("\ntasks:", "\nsettings: {recovery: {costs_assumed: true}}\ntasks:", 1), encoding="utf-8"
    )
    assert "（假定费用 1）" in run("recover", tmp_path, "--date", "2026-03-02").stdout
    assert "(assumed cost 1)" in run("recover", tmp_path, "--date", "2026-03-02", "--lang", "en").stdout


@pytest.mark.slow
def test_a_deadline_that_holds_is_told_no_measures(sample: Path) -> None:
    """On 5 April there are two days of room."""
    protocol, page = _told(sample, date(2016, 4, 5))
    assert "措施（" not in protocol
    assert "措施（" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAN, "要守住 3月27日，最省的措施（费用 1）：招标搭接，财政评审开始后 5 天就可以，开标预计 3月27日 "),
        (PLAN.replace("2026-03-27", "2026-03-20"), "计划里写的措施全用上，开标也赶不到 3月20日，最早 3月27日。"),
        (PLAN.replace("2026-03-27", "2026-04-30"), None),
        (WITHOUT, None),
    ],
)
def test_a_liaison_reads_in_the_minutes_whether_measures_reach_the_date(
    tmp_path: Path, text: str, said: str | None
) -> None:
    """Ten days of review and 21 of tender end on 1 April, overlapped after five days on 27 March (see above)."""
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    protocol, page = _told(tmp_path, date(2026, 3, 2))
    if said is None:
        assert "措施" not in protocol + page
    else:
        assert said in protocol


@pytest.mark.slow
def test_an_engineer_is_told_that_a_meeting_did_not_try_all(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many re-runs and no more, counted and not timed, so that papers are the same on every machine."""
    of_plan = yaml.safe_load((sample / "plan.yaml").read_text(encoding="utf-8"))["tasks"]
    levers = sum(len(task.get("levers", ())) for task in of_plan.values())
    monkeypatch.setattr(remedy, "TASK_RUNS", (len(of_plan) + levers) * (42 + 3 * levers))
    protocol, page = _told(sample, date(2016, 2, 29))
    assert "要守住 6月30日，可以用这些措施（" in protocol
    assert "没有全部试完，不能说是最省的" in protocol
    assert "没有全部试完，不能说最省" in page
    monkeypatch.setattr(remedy, "TASK_RUNS", len(of_plan))
    protocol, _ = _told(sample, date(2016, 2, 29))
    assert "没有算出用哪几项，请用 daopai recover 单独算" in protocol


def test_an_english_reader_is_told_how_and_at_what_risk_in_english(sample: Path) -> None:
    """And an author's Chinese words where no English ones are given; Chinese papers have only Chinese ones."""
    english = run("recover", sample, "--date", "2016-02-29", "--lang", "en").stdout
    assert "2 days less (one more finishing crew)" in english
    assert "risk: rework" in english
    assert "装修班组" not in english
    chinese = run("recover", sample, "--date", "2016-02-29").stdout
    assert "增加一个装修班组" in chinese
    assert "crew" not in chinese
    plan = sample / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    try:
        plan.write_text(text.replace("risk_en: rework, ", ""), encoding="utf-8")
        assert "risk: 返工" in run("recover", sample, "--date", "2016-02-29", "--lang", "en").stdout
    finally:
        plan.write_text(text, encoding="utf-8")
