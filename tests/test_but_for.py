"""What a date would be without one body's delays, worked by hand: January 2026, every day worked, `m` at the end."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_charts import whole

from schedule import load
from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.but_for import but_for
from schedule.analysis.move.windows import window, without
from schedule.commands import main
from schedule.output.figures import collapsed
from schedule.output.words.phrases import voice_of

HEAD = """daopai: 1
project: {name: 示例, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
bodies: {owner: {name: 业主, name_en: Owner}, con: {name: 施工单位, name_en: Contractor}}
tasks:
"""
PARALLEL = """  a: {name: 甲, body: owner, duration: 10cd}
  b: {name: 乙, body: con, duration: 10cd}
  m: {name: 完工, body: owner, milestone: finish, after: [a, b]}
"""
SERIES = PARALLEL.replace("duration: 10cd}\n  m", "duration: 10cd, after: [a]}\n  m")


def works(folder: Path, tasks: str, *lefts: tuple[str, str]) -> Path:
    """A plan's folder with what is left of `a` and `b` on the 8th, the 15th..."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(HEAD + tasks, encoding="utf-8")
    said = ["progress: {}", *(f"progress: {{{', '.join(one for one in left if one)}}}" for left in lefts)]
    for k, text in enumerate(said):
        day = f"2026-01-{1 + 7 * k:02}"
        (folder / "updates" / f"{day}.yaml").write_text(f"data_date: {day}\n{text}\n", encoding="utf-8")
    return folder


def left(name: str, days: int) -> str:
    return f"{name}: {{started: 2026-01-01, remaining: {days}cd}}"


def asked(plan: Path, body: str, *more: str) -> list[tuple[str, str, str]]:
    done = CliRunner().invoke(
        main, ["why", str(plan), "--from", "2026-01-01", "--but-for", body, *more, "--format", "csv"]
    )
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [(row["forecast"], row["without"], row["days"]) for row in rows]


@pytest.mark.parametrize(
    ("tasks", "reports", "owner", "con"),
    [
        # a has 7 left on the 8th, four more than the 3 expected, and so has b: neither alone brings the 10th back.
        (PARALLEL, (left("a", 7), left("b", 7)), ("2026-01-14", "2026-01-14", "0"), ("2026-01-14", "2026-01-14", "0")),
        # Six and two more: without a b ends on the 12th.
        (PARALLEL, (left("a", 9), left("b", 5)), ("2026-01-16", "2026-01-12", "4"), ("2026-01-16", "2026-01-16", "0")),
        # In series a three days late alone; b has not begun.
        (SERIES, (left("a", 6), ""), ("2026-01-23", "2026-01-20", "3"), ("2026-01-23", "2026-01-23", "0")),
        # Won days are taken back too: a two days early, b ten days after it.
        (SERIES, (left("a", 1), ""), ("2026-01-18", "2026-01-20", "-2"), ("2026-01-18", "2026-01-18", "0")),
    ],
)
def test_the_engineer_takes_one_body_s_delays_out_of_a_week(
    tasks: str,
    reports: tuple[str, str],
    owner: tuple[str, str, str],
    con: tuple[str, str, str],
    tmp_path: Path,
) -> None:
    plan = works(tmp_path / "p", tasks, reports)
    assert asked(plan, "owner") == [owner]
    assert asked(plan, "con") == [con]


def test_the_whole_history_is_taken_and_no_sum_of_weeks(tmp_path: Path) -> None:
    """The engineer: a loses 4 days in the first week, b the same 4 in the second, within that delay.

    On the 8th the Owner's delay alone moves the 10th to the 14th. On the 15th, when both have ended on the 14th, it is
    the 14th without either: the sum of the weeks, which is 4 days of the Owner, would say that the 10th came back.
    """
    ended = "{started: 2026-01-01, finished: 2026-01-14}"
    plan = works(tmp_path / "p", PARALLEL, (left("a", 7), left("b", 3)), (f"a: {ended}", f"b: {ended}"))
    reported = asked(plan, "owner", "--as-reported")
    assert reported == [("2026-01-14", "2026-01-10", "4"), ("2026-01-14", "2026-01-14", "0")]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "若没有业主的延误，完工预测在 1月12日，比现在的 1月16日 早 4 天（2026-01-01 → 2026-01-08）"),
        ("en", "Without the delays of Owner the forecast of 完工 would be 12 Jan, 4 days before the 16 Jan that it is"),
    ],
)
def test_the_secretary_reads_it_as_one_sentence(lang: str, said: str, tmp_path: Path) -> None:
    plan = works(tmp_path / "p", PARALLEL, (left("a", 9), left("b", 5)))
    done = CliRunner().invoke(main, ["why", str(plan), "--but-for", "业主", "--lang", lang])
    assert done.stdout.startswith(said)


def test_json_says_since_when_and_in_which_view(tmp_path: Path) -> None:
    plan = works(tmp_path / "p", PARALLEL, (left("a", 9), left("b", 5)))
    told = json.loads(CliRunner().invoke(main, ["why", str(plan), "--but-for", "owner", "--format", "json"]).stdout)
    assert (told["from"], told["expected"], told["view"]) == ("2026-01-01T00:00", "2026-01-10", "as-known")
    assert [one["but_for_min"] for one in told["meetings"]] == [4 * 1440]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--but-for", "ownr"], "owner"),
        (["--but-for", "owner", "--method"], "--method"),
        (["--but-for", "owner", "--decisions"], "--but-for"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: list[str], said: str, tmp_path: Path) -> None:
    plan = works(tmp_path / "p", PARALLEL, (left("a", 9), left("b", 5)))
    done = CliRunner().invoke(main, ["why", str(plan), *arguments])
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("lang", "said", "lines"),
    [
        ("zh", "若没有业主的延误，完工预测在 1月12日，比现在的 1月16日 早 4 天", ["照实际的预测", "若业主都按预计"]),
        ("en", "Without the delays of Owner the forecast of 完工 would be 12 Jan", ["The forecast as things went"]),
    ],
)
def test_the_liaison_sees_the_forecast_with_and_without_the_body_in_one_picture(
    lang: str, said: str, lines: list[str], tmp_path: Path
) -> None:
    """a has 9 left on the 8th and ends on the 16th, b on the 12th: two lines from the 10th, four days apart."""
    plan = works(tmp_path / "p", PARALLEL, (left("a", 9), left("b", 5)))
    project = load(plan)
    history, dates = History(project), [update.data_date for update in project.updates]
    found = but_for(history, dates, "m", "owner", known=True)
    ax = collapsed.draw(found, take(history, dates[-1]), voice_of(history.schedule(dates[-1]), lang))
    texts = [str(text.get_text()) for text in ax.texts]
    assert any(text.startswith(said) for text in texts)
    assert set(lines) <= set(texts)
    days = [text.get_text() for text in ax.texts if text.get_label() == "moved"]
    # The first expected, then as it was and without.
    assert days == (["1-10", "1-16", "1-12"] if lang == "zh" else ["10 Jan", "16 Jan", "12 Jan"])
    whole(ax)


def test_the_chart_is_written_where_the_answer_says(tmp_path: Path) -> None:
    plan, out = works(tmp_path / "p", PARALLEL, (left("a", 9), left("b", 5))), tmp_path / "without.svg"
    done = CliRunner().invoke(main, ["why", str(plan), "--but-for", "owner", "-o", str(out)])
    assert (done.exit_code, done.stdout.strip()) == (0, str(out))
    assert out.stat().st_size > 5000


@pytest.mark.slow
def test_asked_of_one_body_it_is_what_the_ledger_of_all_says() -> None:
    """Of every body, over every stretch of the sample from its beginning and of a week."""
    history = History(load(Path(__file__).parents[1] / "plans" / "kashgar"))
    days = [update.data_date for update in history.project.updates]
    for since, until in [*((days[0], day) for day in days[1:]), *pairwise(days)]:
        whole = window(history, since, until, "works-done")
        for body in history.project.plan.bodies:
            mine = [one for one in whole.entries if one.account == Account(PartKind.PROGRESS, body)]
            told = sum(one.but_for for one in mine), sum(one.unreached for one in mine)
            assert without(history, since, until, "works-done", Account(PartKind.PROGRESS, body)) == told, body
