"""Add what this version makes to the corpus: the sample, and a plan of each template with a baseline and two weeks.

`python tests/corpus/add.py`, once, when a version is released.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

import schedule
from schedule.analysis.views.issued import issued
from schedule.calendars.worktime import start_day
from schedule.commands import main
from schedule.files.records.issued import ISSUED, issued_text
from schedule.version import PRODUCT

CORPUS = Path(__file__).parent
PLANS = CORPUS.parent.parent / "plans"
TYPED = """\
data_date: 2015-07-06
note: 示例，手写
progress:
  red-line: {finished: 2015-07-03}
  feasibility-study: {remaining: 12wd, note: 编制单位人手不足}
  eia-report: {started: 2015-06-25, remaining: 30cd, suspended: 2015-07-01, cause: 资料不全}
revisions:
  - {task: land-approval, set: {duration: 170cd}, reason: 增加地块, approved_by: 县专责领导小组}
  - calendar: government
    off: [{date: 2015-07-17, name: 肉孜节, source: 示例}]
    reason: 放假通知
    approved_by: 自治区人民政府
    announced: true
"""


def add(corpus: Path) -> Path:
    """Make the folder of this version in a corpus. Raises FileExistsError where there is one already."""
    home = corpus / PRODUCT
    home.mkdir(parents=True)
    shutil.copytree(
        PLANS / "kashgar", home / "kashgar", ignore=shutil.ignore_patterns("meetings", "forms", "sent", ".*")
    )
    _government_2016(home / "government-2016")
    _industrial_park(home / "industrial-park")
    for folder in home.iterdir():
        _keep_figures(folder)
        (folder / ".daopai.lock").unlink(missing_ok=True)
    return home


REGION = ("--region", "xinjiang", "--winter", "11-15..03-10")


def _new(folder: Path, start: str, deadline: str) -> None:
    named = ("--template", folder.name, "--name", "示例园区", "--start", start, "--deadline", deadline)
    _run("new", folder, *named, *REGION)


def _government_2016(folder: Path) -> None:
    _new(folder, "2015-05-31", "2016-12-30")
    _run("baseline", folder, "B0", "--approved-by", "县专责领导小组", "--approved-on", "2015-05-31")
    weeks = (
        "project-proposal started=2015-06-01 finished=2015-06-19 document=发改〔2015〕1号",
        "red-line started=2015-06-02 remaining=3wd cause=补正 note=等坐标",
        "feasibility-study started=2015-06-10 percent=35",
    )
    _run("update", folder, "--date", "2015-06-29", *weeks)
    (folder / "updates" / "2015-07-06.yaml").write_text(TYPED, encoding="utf-8")
    _run("verify", folder, "--seal")


def _industrial_park(folder: Path) -> None:
    _new(folder, "2022-03-01", "2023-12-29")
    _run("baseline", folder, "B0", "--approved-by", "区专责领导小组")
    filed = "project-proposal started=2022-03-02 submitted=2022-03-02 accepted=2022-03-04 remaining=2wd"
    _run("update", folder, "--date", "2022-03-28", filed)
    _run("update", folder, "--date", "2022-04-06", "project-proposal decided=2022-04-01 finished=2022-04-01")


def _keep_figures(folder: Path) -> None:
    project = schedule.load(folder)
    for update in project.updates:
        home = folder / "meetings" / start_day(update.data_date).isoformat()
        home.mkdir(parents=True)
        text = issued_text(issued(schedule.meeting(project, update.data_date)))
        (home / ISSUED).write_text(text, encoding="utf-8")


def _run(*words: str | Path) -> None:
    done = CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(done.stderr)


if __name__ == "__main__":
    add(CORPUS)
