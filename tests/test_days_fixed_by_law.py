"""How many of the days that are left the law fixes: one sentence, wherever the date is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import schedule
from schedule.commands import main
from schedule.output.letters.notice import notice_markdown
from schedule.output.letters.secretary import secretary_markdown
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import by_law

PLAN = """daopai: 1
project: {name: 示例, start: 2016-03-04, calendar: china, target: contract}
bodies: {agent: {name: 代建中心}}
tasks:
  bid: {name: 投标期, body: agent, duration: BID, basis: {rule: BID_PERIOD}}
  opening: {name: 开标, body: agent, duration: 1wd, after: [bid]}
  publicity: {name: 公示, body: agent, duration: 4cd, after: [opening], basis: {rule: WIN_PUB}}
  contract: {name: 合同, body: agent, duration: 6wd, after: [publicity], deadline: 2016-05-06}
"""


def made(folder: Path, bid: str, week: str) -> Path:
    (folder / "updates").mkdir()
    (folder / "plan.yaml").write_text(PLAN.replace("BID,", f"{bid},"), encoding="utf-8")
    (folder / "updates" / "2016-03-04.yaml").write_text("data_date: 2016-03-04\n", encoding="utf-8")
    if week:
        text = f"data_date: 2016-03-14\nprogress:\n  bid: {week}\n"
        (folder / "updates" / "2016-03-14.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("bid", "week", "said"),
    [
        # Issued on Friday 4 March, twenty days to Thursday the 24th; published from Saturday the 26th on,
        # three days to Tuesday the 29th; the contract on 30, 31 March, 1, 5, 6 and 7 April, the 4th being Qingming.
        ("21cd", "", "剩余 35 天中法定期限 23 天（投标期 20、公示 3），不可压缩。"),
        # A bid period of 28 days ends on the 31st, and the law fixes 20 of them; the contract on 13 April.
        ("28cd", "", "剩余 41 天中法定期限 23 天（投标期 20、公示 3），不可压缩。"),
        # On the 14th eleven of the twenty are left, the 14th among them.
        (
            "21cd",
            "{started: 2016-03-04, remaining: 11cd}",
            "剩余 25 天中法定期限 14 天（投标期 11、公示 3），不可压缩。",
        ),
    ],
)
def test_a_secretary_reads_how_many_of_the_days_left_the_law_fixes(
    tmp_path: Path, bid: str, week: str, said: str
) -> None:
    meeting = schedule.meeting(schedule.load(made(tmp_path, bid, week)))
    voice = voice_of(meeting.schedule, "zh")
    assert voice.told(by_law(meeting)) == (said,)
    assert said in notice_markdown(meeting, voice)
    assert said in secretary_markdown(meeting, voice)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        # Documents are on sale from Friday 4 to Wednesday 9 March, which lies in the bid period: 20 and 3 make 23.
        ("sale SS, sale FF", "法定期限 23 天（投标期 20、公示 3），不可压缩"),
        # Bids are due from Monday the 7th on: day 20 is Sunday the 27th, so Monday the 28th. The sale's five days are 5
        # to 9 March, the bids' 21 are 8 to 28 March: 24 in all. Opened on the 29th, published on the 30th, three days
        # to Saturday 2 April, which rolls past Qingming (2 to 4 April) to Tuesday the 5th: six days.
        ("sale SS+3cd", "法定期限 30 天（发售 5、投标期 21、公示 6，重叠的日子只算一次），不可压缩"),
    ],
)
def test_the_days_in_brackets_are_those_in_front_of_them(tmp_path: Path, after: str, said: str) -> None:
    sale = "  sale: {name: 发售, body: agent, duration: 6cd, basis: {rule: BID_SALE}}\n"
    bid = PLAN.replace("duration: BID,", f"duration: 21cd, after: [{after}],")
    (tmp_path / "plan.yaml").write_text(bid.replace("tasks:\n", f"tasks:\n{sale}"), encoding="utf-8")
    project = schedule.load(tmp_path)
    meeting = schedule.meeting(project, project.plan.start)
    (told,) = voice_of(meeting.schedule, "zh").told(by_law(meeting))
    assert said in told


def test_every_paper_of_a_meeting_says_it_in_one_wording(tmp_path: Path) -> None:
    folder, out = made(tmp_path, "21cd", ""), tmp_path / "out"
    args = ["meeting", str(folder), "-o", str(out)]
    names = ("minutes", "page", "secretary", "notice")
    done = CliRunner().invoke(main, [*args, *(word for one in names for word in ("--only", one))])
    assert done.exit_code == 0, done.output
    said = "法定期限 23 天（投标期 20、公示 3），不可压缩"
    for paper in ("meeting.md", "meeting.html", "secretary.md", "notice.md"):
        assert said in (out / paper).read_text(encoding="utf-8"), paper
    assert said in CliRunner().invoke(main, ["law", str(folder)], catch_exceptions=False).output
