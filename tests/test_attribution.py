"""Whose the days of a move are, as a committee would work it out by hand: accounts, not tasks, and no order of lines.

Every day is a working day of 24 hours and the plan begins on 1 January 2026; `m` is the milestone at the end. Owner and
Contractor are the two parties.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import plan, span, state
from networks import task as made

import schedule
from schedule.analysis.history import History
from schedule.analysis.move.accounts import (
    Account,
    Entry,
    PartKind,
    concurrent,
    enough_alone,
    used_up_together,
    won_together,
)
from schedule.analysis.move.ledger import Ledger, ledger
from schedule.analysis.move.totals import float_accounts
from schedule.analysis.move.windows import Windows, windows
from schedule.analysis.move.worlds import Worlds
from schedule.calendars.worktime import DAY
from schedule.commands import main
from schedule.engine.compute import compute
from schedule.model import Project, Status
from schedule.output.tables.terminal import Screen
from schedule.output.why.answer import why_lines
from schedule.output.why.parts import windows_json
from schedule.output.why.sentences import joint_words
from schedule.output.words.phrases import voice_of

HEAD = """daopai: 1
project: {name: Works, start: 2026-01-01, calendar: all}
calendars: {all: {week: mon-sun}}
bodies: {owner: {name: Owner}, con: {name: Contractor}, sub: {name: Sub}, other: {name: Other}}
tasks:
"""


def works(folder: Path, tasks: str, *weeks: tuple[str, str]) -> Project:
    """A plan's folder with these lines of tasks, nothing reported on its first day, and then week by week."""
    (folder / "updates").mkdir(parents=True)
    (folder / "plan.yaml").write_text(HEAD + tasks, encoding="utf-8")
    for day, said in (("2026-01-01", "progress: {}"), *weeks):
        text = f"data_date: {day}\n{said}\n"
        (folder / "updates" / f"{day}.yaml").write_text(text, encoding="utf-8")
    return schedule.load(folder)


def read(project: Project) -> Windows:
    return windows(History(project), [update.data_date for update in project.updates], "m")


def task(name: str, body: str, days: int, *after: str) -> str:
    waits = f", after: [{', '.join(after)}]" if after else ""
    return f"  {name}: {{name: {name}, body: {body}, duration: {days}cd{waits}}}\n"


def end(*after: str) -> str:
    return f"  m: {{name: m, body: owner, milestone: finish, after: [{', '.join(after)}]}}\n"


def figures(found: Windows) -> dict[str, tuple[float, float, float, float, float]]:
    """By account: share, but-for, its alone, concurrent and together, in days."""
    names = ("moved", "but_for", "sole", "concurrent", "together")
    return {
        one.account.body or one.account.kind.value: tuple(getattr(one, name) / DAY for name in names)  # type: ignore[misc]
        for one in found.totals
    }


PARALLEL = task("a", "owner", 10) + task("b", "con", 10) + end("a", "b")
SERIES = task("a", "owner", 10) + task("b", "con", 10, "a") + end("b")

# tasks, reports of the week to 8 January (unless another day is said), the move, then by account share, but-for, its
# alone, concurrent, together
WORKED: dict[str, tuple[str, str, str, float, Mapping[str, tuple[float, ...]]]] = {
    "series 3 and 2": (
        SERIES,
        "2026-01-24",
        "progress: {a: {started: 2026-01-01, finished: 2026-01-13}, b: {started: 2026-01-14, remaining: 2cd}}",
        5,
        {"owner": (3, 3, 3, 0, 0), "con": (2, 2, 2, 0, 0)},
    ),
    "equal parallel": (
        PARALLEL,
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 7cd}, b: {started: 2026-01-01, remaining: 7cd}}",
        4,
        {"owner": (2, 0, 0, 2, 0), "con": (2, 0, 0, 2, 0)},
    ),
    # Owner alone 6, Contractor alone 2: shares (6 + 4) / 2 and (2 + 0) / 2.
    "unequal parallel": (
        PARALLEL,
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 9cd}, b: {started: 2026-01-01, remaining: 5cd}}",
        6,
        {"owner": (5, 4, 4, 1, 0), "con": (1, 0, 0, 1, 0)},
    ),
    # A party does not escape by being late twice, nor is it concurrent with itself.
    "one party twice": (
        task("a1", "owner", 10) + task("a2", "owner", 10) + end("a1", "a2"),
        "2026-01-08",
        "progress: {a1: {started: 2026-01-01, remaining: 8cd}, a2: {started: 2026-01-01, remaining: 8cd}}",
        5,
        {"owner": (5, 5, 5, 0, 0)},
    ),
    "one party twice beside another": (
        task("a1", "owner", 10) + task("a2", "owner", 10) + task("b", "con", 10) + end("a1", "a2", "b"),
        "2026-01-08",
        "progress: {a1: {started: 2026-01-01, remaining: 8cd}, a2: {started: 2026-01-01, remaining: 8cd}, "
        "b: {started: 2026-01-01, remaining: 6cd}}",
        5,
        {"owner": (3.5, 2, 2, 1.5, 0), "con": (1.5, 0, 0, 1.5, 0)},
    ),
    # a and b 1..2 and 3..4 beside c 1..7: three days of room, two days more each.
    "room of 3 used up by two in series": (
        task("a", "owner", 2) + task("b", "con", 2, "a") + task("c", "sub", 7) + end("b", "c"),
        "2026-01-09",
        "progress: {a: {started: 2026-01-01, finished: 2026-01-04}, b: {started: 2026-01-05, finished: 2026-01-08}, "
        "c: {started: 2026-01-01, finished: 2026-01-07}, m: {finished: 2026-01-08}}",
        1,
        {"owner": (0.5, 1, 0.5, 0, 0.5), "con": (0.5, 1, 0.5, 0, 0.5)},
    ),
    # a and b 1..5, a day more; then c and d, four days, beside e's seven: two days more each. 12 becomes 14.
    "both in one window": (
        task("a", "owner", 5)
        + task("b", "con", 5)
        + task("c", "sub", 2, "a", "b")
        + task("d", "other", 2, "c")
        + task("e", "owner", 7, "a", "b")
        + end("d", "e"),
        "2026-01-15",
        "progress: {a: {started: 2026-01-01, finished: 2026-01-06}, b: {started: 2026-01-01, finished: 2026-01-06}, "
        "c: {started: 2026-01-07, finished: 2026-01-10}, d: {started: 2026-01-11, finished: 2026-01-14}, "
        "e: {started: 2026-01-07, finished: 2026-01-13}, m: {finished: 2026-01-14}}",
        2,
        {
            "owner": (0.5, 0, 0, 0.5, 0),
            "con": (0.5, 0, 0, 0.5, 0),
            "sub": (0.5, 1, 0.5, 0, 0.5),
            "other": (0.5, 1, 0.5, 0, 0.5),
        },
    ),
    "two parallel lines both shortened": (
        PARALLEL,
        "2026-01-07",
        "progress: {a: {started: 2026-01-01, finished: 2026-01-06}, b: {started: 2026-01-01, finished: 2026-01-06}}",
        -4,
        {"owner": (-2, -4, -2, 0, -2), "con": (-2, -4, -2, 0, -2)},
    ),
    # a 1..10, b 11..20; on the 8th a has 7 days left (+4) and 2 of b's 10 are done ahead of it.
    "out of sequence": (
        SERIES,
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 7cd}, b: {started: 2026-01-06, remaining: 8cd}}",
        2,
        {"owner": (4, 4, 4, 0, 0), "con": (-2, -2, -2, 0, 0)},
    ),
    # a 1..20 takes three days more; the decision lets b begin eight days before a ends, then as now after the 8th.
    "progress beside a decision about logic": (
        task("a", "owner", 20) + task("b", "con", 10, "a") + end("b"),
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 16cd}}\n"
        "revisions: [{task: b, set: {after: ['a FS-8cd']}, reason: overlap, approved_by: board}]",
        -5,
        {"owner": (3, 3, 3, 0, 0), "revision": (-8, -8, -8, 0, 0)},
    ),
    "added scope": (
        task("a", "con", 10) + task("b", "con", 10, "a") + end("b"),
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 5cd}}\n"
        "revisions:\n"
        "  - {add: x, task: {name: x, body: owner, duration: 7cd, after: [a]}, reason: change, approved_by: Owner}\n"
        "  - {task: b, set: {after: [a, x]}, reason: change, approved_by: Owner}",
        9,
        {"con": (2, 2, 2, 0, 0), "revision": (7, 7, 7, 0, 0)},
    ),
    # One reason, one approver, one day, but each body asked for its own: two decisions.
    "two bodies that each asked for more": (
        task("a", "other", 10) + task("b", "owner", 10, "a") + task("c", "con", 10, "b") + end("c"),
        "2026-01-08",
        "progress: {a: {started: 2026-01-01, remaining: 3cd}}\n"
        "revisions:\n"
        "  - {task: b, set: {duration: 12cd}, reason: more, approved_by: board, for: owner}\n"
        "  - {task: c, set: {duration: 13cd}, reason: more, approved_by: board, for: con}",
        5,
        {"owner": (2, 2, 2, 0, 0), "con": (3, 3, 3, 0, 0)},
    ),
    "days off by decision": (
        task("a", "owner", 5) + "  b: {name: b, body: con, duration: 10wd, after: [a]}\n" + end("b"),
        "2026-01-06",
        "progress: {a: {started: 2026-01-01, finished: 2026-01-05}}\n"
        "revisions: [{calendar: all, off: [2026-01-10..2026-01-12], reason: storm, approved_by: Owner}]",
        3,
        {"revision": (3, 3, 3, 0, 0)},
    ),
}


@pytest.mark.parametrize("case", WORKED)
def test_the_engineer_s_answer_by_account(case: str, tmp_path: Path) -> None:
    tasks, day, said, moved, expected = WORKED[case]
    found = read(works(tmp_path, tasks, (day, said)))
    assert found.moved == moved * DAY
    assert figures(found) == expected


WINDOWS = (
    ("2026-01-08", "progress: {a: {started: 2026-01-01, remaining: 9cd}, b: {started: 2026-01-01, remaining: 17cd}}"),
    ("2026-01-15", "progress: {a: {remaining: 12cd}, b: {remaining: 10cd}}"),
    ("2026-01-22", "progress: {a: {remaining: 8cd}, b: {remaining: 8cd}}"),
)


def test_two_lines_exchanged_in_a_file_move_no_day(tmp_path: Path) -> None:
    """Contractor +4; Owner +10 with 8 days of room, +2; then 3 more that either alone would have cost: 1.5 each."""
    lines = task("a", "owner", 16), task("b", "con", 20)
    texts = []
    for name, order in (("first", lines), ("then", lines[::-1])):
        found = read(works(tmp_path / name, "".join(order) + end("a", "b"), *WINDOWS))
        assert {one.account.body: one.by_window for one in found.totals} == {
            "con": (4, 0, 1.5),
            "owner": (0, 2, 1.5),
        }
        voice = voice_of(found.ledgers[-1].after, "en")
        texts.append((windows_json(found, ()), [voice.told(joint_words(one)) for one in found.ledgers]))
    assert texts[0] == texts[1]


def test_a_sentence_of_concurrency_names_the_parties_the_days_and_that_no_one_alone_helps(tmp_path: Path) -> None:
    tasks, day, said, *_ = WORKED["one party twice beside another"]
    [one] = read(works(tmp_path / "two", tasks, (day, said))).ledgers
    [zh] = voice_of(one.after, "zh").told(joint_words(one))
    assert zh == "并行延误 3 天：Owner、Contractor 同时耽误，单独哪一家全部追回，这 3 天也提前不了（a1、a2、b）"
    tasks, day, said, *_ = WORKED["one party twice"]
    [one] = read(works(tmp_path / "one", tasks, (day, said))).ledgers
    assert joint_words(one) == []


def test_a_gain_is_never_called_a_delay(tmp_path: Path) -> None:
    """Both lines had to be shortened: one alone would have brought no day forward."""
    tasks, day, said, *_ = WORKED["two parallel lines both shortened"]
    [one] = read(works(tmp_path, tasks, (day, said))).ledgers
    [zh] = voice_of(one.after, "zh").told(joint_words(one))
    assert zh.startswith("缺一不可 4 天：Contractor、Owner 都提前了")
    [en] = voice_of(one.after, "en").told(joint_words(one))
    assert en.startswith("Won together, 4 days")
    assert "delay" not in en


def test_a_cause_that_is_nobody_s_is_an_account_of_its_own(tmp_path: Path) -> None:
    """The storm's days are the weather's, and concurrent with the Contractor's beside them."""
    late = "started: 2026-01-01, remaining: 7cd"
    said = f"progress: {{a: {{{late}, cause: 大风停工}}, b: {{{late}}}}}"
    found = read(works(tmp_path, PARALLEL, ("2026-01-08", said)))
    assert [(one.account.body, one.account.cause, one.days) for one in found.totals] == [
        ("con", None, 2),
        (None, "weather", 2),
    ]
    [one] = found.ledgers
    [zh] = voice_of(one.after, "zh").told(joint_words(one))
    assert "Contractor、天气、不可抗力同时耽误" in zh


@pytest.mark.parametrize("due", ["", ", deadline: 2026-01-21"])
def test_room_that_another_s_delay_made_is_used_whether_or_not_a_deadline_is_missed(due: str, tmp_path: Path) -> None:
    """Owner loses 8 days; the week after, Contractor slows by 8, exactly into the room that this made."""
    tasks = (
        task("a", "owner", 20)
        + task("b", "con", 20)
        + end("a", "b").replace("after:", f"{due.strip(', ')}, after:" if due else "after:")
    )
    weeks = (
        (
            "2026-01-08",
            "progress: {a: {started: 2026-01-01, remaining: 21cd}, b: {started: 2026-01-01, remaining: 13cd}}",
        ),
        ("2026-01-15", "progress: {a: {remaining: 14cd}, b: {remaining: 14cd}}"),
    )
    found = read(works(tmp_path, tasks, *weeks))
    assert figures(found) == {"owner": (8, 8, 8, 0, 0)}
    first, second = found.ledgers
    assert {one.body: one.used for one in float_accounts([first]) if one.used} == {}
    assert {one.body: one.used for one in float_accounts([second])} == {"con": 8}
    # Towards the 21st b had a day on the 8th; without a deadline the plan's end, the 28th, is the forecast itself.
    assert {one.body: one.used_due for one in float_accounts([second])} == {"con": 1 if due else 8}


def weeks_of(*weeks: dict[str, int]) -> list[tuple[str, str]]:
    """Reports of the meetings of 8, 15, 22 January...: the days that are left of each task, begun on the first."""
    found = []
    for k, left in enumerate(weeks):
        said = ", ".join(f"{name}: {{started: 2026-01-01, remaining: {days}cd}}" for name, days in left.items())
        found.append((f"2026-01-{8 + 7 * k:02}", f"progress: {{{said}}}"))
    return found


# Lengths and bodies of the tasks, what is left of them week by week, and days used within whose delays in the last.
PACED: dict[str, tuple[tuple[tuple[str, str, int], ...], list[dict[str, int]], dict[tuple[str, str], float]]] = {
    "into what another's delay made": (
        (("a", "owner", 20), ("b", "con", 20)),
        [{"a": 21, "b": 13}, {"a": 14, "b": 14}],
        {("con", "owner"): 8},
    ),
    "its own room goes first": (
        (("a", "owner", 20), ("b", "con", 17)),
        [{"a": 21, "b": 10}, {"a": 14, "b": 11}],
        {("con", "owner"): 5},
    ),
    "no more than its own room": (
        (("a", "owner", 20), ("b", "con", 17)),
        [{"a": 21, "b": 10}, {"a": 14, "b": 6}],
        {},
    ),
    "room that it made itself": (
        (("a", "con", 20), ("b", "con", 20)),
        [{"a": 21, "b": 13}, {"a": 14, "b": 14}],
        {},
    ),
    "in the same week": ((("a", "owner", 20), ("b", "con", 20)), [{"a": 21, "b": 21}], {}),
    "room that two made side by side": (
        (("a", "owner", 20), ("b", "con", 20), ("c", "sub", 20)),
        [{"a": 21, "b": 13, "c": 21}, {"a": 14, "b": 14, "c": 14}],
        {("con", "owner"): 4, ("con", "sub"): 4},
    ),
    # The forecast is 8 days later, then 5 days earlier: b has three days of its own and three of the delay left.
    "what came back is gone": (
        (("a", "owner", 20), ("b", "con", 17)),
        [{"a": 21, "b": 10}, {"a": 9, "b": 3}, {"a": 2, "b": 0}],
        {("con", "owner"): 1},
    ),
}


@pytest.mark.parametrize("case", PACED)
def test_room_within_another_s_delay_is_marked(case: str, tmp_path: Path) -> None:
    """The engineer: what b used would not have been there without the delay of a, in an earlier week."""
    tasks, lefts, expected = PACED[case]
    text = "".join(task(*one) for one in tasks) + end(*(name for name, _, _ in tasks))
    weeks = weeks_of(*lefts)
    if case == "what came back is gone":  # four days late, and two before the forecast
        weeks[-1] = "2026-01-22", "progress: {a: {remaining: 2cd}, b: {finished: 2026-01-21}}"
    found = read(works(tmp_path, text, *weeks))
    *earlier, last = found.ledgers
    accounts = float_accounts([last], earlier=earlier)
    told = {(one.user.body, one.maker.body): one.days for each in accounts for one in each.within}
    assert told == expected
    assert {key: days for key, days in told.items() if days} == {
        (one.user.body, one.maker.body): one.days for each in float_accounts(found.ledgers) for one in each.within
    }


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "8 天用的是 Owner 误期让出的余地"), ("en", "8 days within the delay of Owner")]
)
def test_the_secretary_reads_in_the_answer_of_one_week_whose_delay_made_the_room(
    lang: str, said: str, tmp_path: Path
) -> None:
    text = task("a", "owner", 20) + task("b", "con", 20) + end("a", "b")
    works(tmp_path, text, *weeks_of({"a": 21, "b": 13}, {"a": 14, "b": 14}))
    done = CliRunner().invoke(main, ["why", str(tmp_path), "--lang", lang])
    assert said in done.stdout
    told = json.loads(CliRunner().invoke(main, ["why", str(tmp_path), "--format", "json"]).stdout)
    assert [one["within"] for one in told["float"]] == [
        [{"kind": "progress", "body": "owner", "cause": None, "days": 8}]
    ]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "按各项工作自己的工作日计，用掉余地：Contractor 8 天（8 天用的是 Owner 误期让出的余地）"),
        ("en", "Room used, in days of each task's own calendar: Contractor 8 days (8 days within the delay of Owner)"),
    ],
)
def test_the_secretary_reads_the_same_in_the_minutes(lang: str, said: str, tmp_path: Path) -> None:
    """A week after the Owner lost 8 days: the minutes say whose delay made the room, in the words of `why`."""
    text = task("a", "owner", 20) + task("b", "con", 20) + end("a", "b")
    works(tmp_path, text, *weeks_of({"a": 21, "b": 13}, {"a": 14, "b": 14}))
    out = tmp_path / "papers"
    done = CliRunner().invoke(main, ["meeting", str(tmp_path), "--only", "minutes", "-o", str(out), "--lang", lang])
    assert said in (out / "meeting.md").read_text(encoding="utf-8"), done.output


@pytest.mark.parametrize(
    ("a", "b", "said", "back"),
    [
        # The forecast comes forward by the two and a half days that a wins: nobody has more room.
        (10, 5, "a: {started: 2026-01-01, remaining: 0.5cd}, b: {started: 2026-01-01, finished: 2026-01-05}", {}),
        # b has a day of room and wins a day and a half.
        (10, 9, "a: {started: 2026-01-01, remaining: 3cd}, b: {started: 2026-01-01, remaining: 0.5cd}", {"con": 1.5}),
        # It wins two, and has finished.
        (10, 9, "a: {started: 2026-01-01, remaining: 3cd}, b: {started: 2026-01-01, finished: 2026-01-07}", {"con": 2}),
        # a wins two and a half days, of which one brings the forecast forward to b's end: a day and a half is room.
        (10, 9, "a: {started: 2026-01-01, remaining: 0.5cd}, b: {started: 2026-01-01, remaining: 2cd}", {"owner": 1.5}),
    ],
)
def test_only_what_is_room_again_was_given_back(
    a: int, b: int, said: str, back: dict[str, float], tmp_path: Path
) -> None:
    """The secretary: days by which the forecast came forward are in the ledger, and are no room as well."""
    found = read(
        works(
            tmp_path,
            task("a", "owner", a) + task("b", "con", b) + end("a", "b"),
            ("2026-01-08", f"progress: {{{said}}}"),
        )
    )
    assert {one.body: one.regained for one in float_accounts(found.ledgers) if one.regained} == back


def entry(name: str, moved: int, alone: int, but_for: int) -> Entry:
    return Entry(Account(PartKind.PROGRESS, name), moved, alone, but_for)


def test_what_several_did_at_once_by_hand() -> None:
    # A and B early in series, held by a date 6 days before: -6 and -2 alone; -6 both; without A -2, without B -6.
    early = entry("a", -5, -6, -4), entry("b", -1, -2, 0)
    assert enough_alone(early).minutes == 2
    assert not (concurrent(early).minutes or won_together(early).minutes or used_up_together(early).minutes)
    # Three used up two days of room, one each: one day late, but for any of them none.
    late = [entry(name, 1, 0, 3) for name in "abc"]
    assert used_up_together(late).minutes == 3
    # One alone is never concurrent, whatever its share holds beyond its but-for.
    assert concurrent([entry("a", 3, 5, 0), entry("b", -3, 0, -5)]).minutes == 0


@st.composite
def crews(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Lines of tasks on a few paths, and what is reported of them on 15 January."""
    lines, reports = [], []
    for k in range(draw(st.integers(2, 7))):
        body = draw(st.sampled_from(["owner", "con", "sub", "other"]))
        after = [f"t{j}" for j in range(k) if draw(st.integers(0, 3)) == 0]
        lines.append(task(f"t{k}", body, draw(st.integers(4, 20)), *after))
        if not after and draw(st.booleans()):
            reports.append(
                f"  t{k}: {{started: 2026-01-0{draw(st.integers(1, 9))}, remaining: {draw(st.integers(1, 20))}cd}}\n"
            )
    return lines, reports


@pytest.mark.slow
@settings(max_examples=12)
@given(crews(), st.integers(0, 999))
def test_permuted_files_tell_the_same(crew: tuple[list[str], list[str]], seed: int) -> None:
    """Tasks, update lines, bodies and revisions in another order: no account, no sentence and no table is another."""
    lines, reports = crew
    names = [f"t{k}" for k in range(len(lines))]
    # Two decisions of one meeting, each asked for by somebody; the other may stand between the first one's two changes.
    decided = [
        f"  - {{task: {one}, set: {{duration: 21cd}}, reason: {why}, approved_by: board, for: {body}}}\n"
        for one, why, body in zip(names, ("more", "other", "more"), ("con", "owner", "con"), strict=False)
    ]
    said = []
    for shuffled in (False, True):
        parts = [list(lines), list(reports), list(decided)]
        head = HEAD
        if shuffled:
            for part in parts:
                Random(seed).shuffle(part)
            head = HEAD.replace(
                "owner: {name: Owner}, con: {name: Contractor}", "con: {name: Contractor}, owner: {name: Owner}"
            )
        with tempfile.TemporaryDirectory() as folder:
            week = f"progress:\n{''.join(parts[1])}" if reports else "progress: {}"
            project = works(
                Path(folder, "p"),
                "".join(parts[0]) + end(*names),
                ("2026-01-15", f"{week}\nrevisions:\n{''.join(parts[2])}"),
            )
            Path(folder, "p", "plan.yaml").write_text(head + "".join(parts[0]) + end(*names), encoding="utf-8")
            project = schedule.load(Path(folder, "p"))
        [one] = read(project).ledgers
        voice = voice_of(one.after, "zh")
        accounts = {entry.account: entry for entry in one.entries if entry.plays}
        said.append((list(accounts.items()), voice.told(joint_words(one)), booked(one)))
    assert said[0] == said[1]


ONE = task("a", "owner", 2) + task("b", "con", 6, "a") + end("b")
TWO = task("a", "owner", 2) + task("b1", "con", 2, "a") + task("b2", "con", 4, "b1") + end("b2")


@pytest.mark.parametrize(
    ("tasks", "day", "reports", "move", "owner", "con"),
    [
        # a 1..2, b 3..8. On the 5th a has not begun, so it is 5..6; four of b's six days are done, the rest is 7..8.
        # With b as expected a would move m to the 12th; with a in time b would be four days ahead: 4 and -4.
        (ONE, "2026-01-05", "b: {started: 2026-01-01, remaining: 2cd}", 0, 4, -4),
        (
            TWO,
            "2026-01-05",
            "b1: {started: 2026-01-01, finished: 2026-01-02}, b2: {started: 2026-01-03, remaining: 2cd}",
            *(0, 4, -4),
        ),
        # All of b is done by the 6th; on the 8th a is 8..9, and m with it: 7 and -6.
        (ONE, "2026-01-08", "b: {started: 2026-01-01, finished: 2026-01-06}", 1, 7, -6),
        (
            TWO,
            "2026-01-08",
            "b1: {started: 2026-01-01, finished: 2026-01-02}, b2: {started: 2026-01-03, finished: 2026-01-06}",
            *(1, 7, -6),
        ),
    ],
)
def test_work_done_before_its_time_is_won_once_also_where_it_is_written_as_two_tasks(
    tmp_path: Path, tasks: str, day: str, reports: str, move: int, owner: int, con: int
) -> None:
    """The committee: how many lines the contractor's work is in is no matter of the owner's days."""
    found = read(works(tmp_path / "p", tasks, (day, f"progress: {{{reports}}}")))
    assert found.days == move
    assert {body: shares[:2] for body, shares in figures(found).items()} == {"owner": (owner, owner), "con": (con, con)}


LAGGED = task("a", "owner", 4) + task("b", "other", 1, "a")
CURED, CURED_IN_TWO = (
    LAGGED + task("c", "con", 6, "b +3cd") + end("c"),
    LAGGED + task("c1", "con", 2, "b +3cd") + task("c2", "con", 4, "c1") + end("c2"),
)


@pytest.mark.parametrize(
    ("tasks", "first", "second"),
    [
        (CURED, "c: {started: 2026-01-06, remaining: 3cd}", "c: {started: 2026-01-06, remaining: 1cd}"),
        (
            CURED_IN_TWO,
            "c1: {started: 2026-01-06, finished: 2026-01-07}, c2: {started: 2026-01-08, remaining: 3cd}",
            "c2: {started: 2026-01-08, remaining: 1cd}",
        ),
    ],
)
def test_a_lag_that_has_run_is_not_waited_for_again_when_its_turn_comes(
    tmp_path: Path, tasks: str, first: str, second: str
) -> None:
    """The contractor: three days of curing ran from the 2nd, when b was done, however late the owner is with a.

    a 1..4, b 5, three days, c 9..14. On the 9th b is done on the 2nd, half of c on the 6th to 8th, and a is 9..12: the
    rest of c is 13..15. Of this a alone makes 22 of 14; b, done and cured before a is, lets c be 5..10; and c, of which
    three days of six are left when its turn comes, ends on the 11th. On the 11th a is 11..14 and the last day of c the
    15th: two days each.
    """
    weeks = (
        ("2026-01-09", f"progress: {{b: {{started: 2026-01-02, finished: 2026-01-02}}, {first}}}"),
        (
            "2026-01-11",
            f"progress: {{{second}}}",
        ),
    )
    found = read(works(tmp_path / "p", tasks, *weeks))
    shares = [
        {entry.account.body: (entry.moved // DAY, entry.but_for // DAY) for entry in one.entries}
        for one in found.ledgers
    ]
    assert [one.days for one in found.ledgers] == [1, 0]
    assert shares == [
        {"owner": (8, 8), "other": (-4, -4), "con": (-3, -3)},
        {"owner": (2, 2), "con": (-2, -2)},
    ]


TOLD_LATE = task("a", "owner", 1)
AS_ONE = TOLD_LATE + task("b", "con", 6, "a") + end("b")
AS_TWO = TOLD_LATE + task("b1", "con", 2, "a") + task("b2", "con", 4, "b1") + end("b2")


@pytest.mark.parametrize(
    ("tasks", "reports", "move", "owner", "con"),
    [
        # One day is left on the 8th: m on the 8th. Had a been done on the 5th, as was forecast, b with its four days
        # since then would be 6..9; with a told and b not yet begun on the 5th it is 5..10.
        (AS_ONE, "b: {started: 2026-01-02, remaining: 1cd}", -3, -1, -2),
        (
            AS_TWO,
            "b1: {started: 2026-01-02, finished: 2026-01-03}, b2: {started: 2026-01-04, remaining: 1cd}",
            *(-3, -1, -2),
        ),
        # Two days of work and then none: the other four are 8..11, three days of idling since the 5th and four of work.
        (AS_ONE, "b: {started: 2026-01-02, remaining: 4cd}", 0, -1, 1),
        (AS_TWO, "b1: {started: 2026-01-02, finished: 2026-01-03}", 0, -1, 1),
    ],
)
def test_work_told_a_week_late_is_ahead_of_that_week_once_also_where_it_is_written_as_two_tasks(
    tmp_path: Path, tasks: str, reports: str, move: int, owner: int, con: int
) -> None:
    """The liaison: nobody reported on the 5th, so a was forecast for the 5th and b for 6..11. On the 8th all is told.

    a was done on the 1st and b began on the 2nd: what lies before the 5th is a fact, and how b went in the window is
    what it did since.
    """
    told = ("2026-01-08", f"progress: {{a: {{started: 2026-01-01, finished: 2026-01-01}}, {reports}}}")
    found = read(works(tmp_path / "p", tasks, ("2026-01-05", "progress: {}"), told))
    silent, late = found.ledgers
    assert (silent.days, late.days) == (4, move)
    assert {one.account.body: (one.days, one.but_for // DAY) for one in silent.entries} == {"owner": (4, 4)}
    assert {one.account.body: (one.days, one.but_for // DAY) for one in late.entries} == {
        "owner": (owner, owner),
        "con": (con, con),
    }


def test_who_follows_work_that_was_done_before_its_time_wins_nothing_while_others_delay_it(tmp_path: Path) -> None:
    """The owner: b was done on the 4th, a has still not begun. Each day until it does is a's, and c's in no week."""
    tasks = task("a", "owner", 2) + task("b", "con", 4, "a") + task("c", "sub", 3, "b") + end("c")
    done = ("2026-01-08", "progress: {b: {started: 2026-01-01, finished: 2026-01-04}}")
    # On the 8th a is 8..9 and c 10..12; on the 10th a is 10..11 and c 12..14; on the 14th 14..15 and 16..18.
    found = read(works(tmp_path / "p", tasks, done, ("2026-01-10", "progress: {}"), ("2026-01-14", "progress: {}")))
    weeks = [{entry.account.body: entry.moved // DAY for entry in one.entries if entry.moved} for one in found.ledgers]
    assert weeks[1:] == [{"owner": 2}, {"owner": 4}]


def test_two_decisions_about_one_day_off_are_told_alike_in_any_order_of_lines(tmp_path: Path) -> None:
    """The secretary: both say that the 7th is off. Half a day each; no order of lines says whose comes first."""
    lines = [
        f"  - {{calendar: all, off: [2026-01-07], reason: {why}, approved_by: board, for: {body}}}\n"
        for why, body in (("storm", "owner"), ("flood", "con"))
    ]
    tasks = ONE.replace("cd", "wd")
    week = "progress: {a: {started: 2026-01-01, finished: 2026-01-02}, b: {started: 2026-01-03, remaining: 4wd}}"
    rows = []
    for k, order in enumerate((lines, lines[::-1])):
        found = read(works(tmp_path / str(k), tasks, ("2026-01-05", f"{week}\nrevisions:\n{''.join(order)}")))
        [one] = found.ledgers
        rows.append([(part.name[-2], part.moved / DAY) for part in one.parts if part.step is not None])
    assert rows == [[("flood", 0.5), ("storm", 0.5)]] * 2


def booked(found: Ledger) -> dict[tuple[str, ...], tuple[int, Fraction]]:
    return {part.name: (part.moved, part.days) for part in found.parts if part.plays}


@pytest.mark.slow
def test_of_eight_accounts_with_forty_changes_each_world_is_played_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five tasks of each of eight bodies on forty paths of their own, all late side by side by other days.

    Eight accounts are 256 sets, and within each the 32 sets of its five tasks beside the 128 of the others are 4,096:
    all of these are 33,024 worlds, each of which is played once at most.
    """
    played, finish = [], Worlds.finish

    def counted(self: Worlds, *given: Any) -> Callable[[int, int], int]:
        found = finish(self, *given)
        return lambda mask, chosen: (played.append(mask), found(mask, chosen))[1]

    monkeypatch.setattr(Worlds, "finish", counted)
    tasks = [made(f"t{k}", f"{10 + k % 3}wd", body=f"body {k % 8}") for k in range(40)]
    after = [made(f"u{k}", "3wd", f"t{k}", body=f"body {k % 8}") for k in range(40)]
    of = plan(*tasks, *after, made("m", None, *(one.id for one in after)), calendar="calendar-days")
    before = compute(state(of))
    data_date = before.state.data_date + 5 * DAY
    said = {f"t{k}": Status(started=of.start, remaining=span(f"{7 + k % 11}wd"), reported=data_date) for k in range(40)}
    later = compute(replace(before.state, data_date=data_date, statuses=said))
    found = ledger(before, later, "m", ())
    assert len(found.progress) >= 36
    assert len(found.entries) == 8
    assert not any(one.error for one in found.entries)
    assert sum(part.moved for part in found.parts) == found.moved > 0
    assert 256 <= len(played) <= 256 + 8 * 32 * 128


def test_the_answer_says_that_the_order_of_the_walk_is_one_of_many(tmp_path: Path) -> None:
    tasks, day, said, *_ = WORKED["unequal parallel"]
    found = read(works(tmp_path, tasks, (day, said)))
    lines = why_lines(found, (), voice_of(found.ledgers[-1].after, "en"), Screen(200, False))
    total = next(line for line in lines if line.startswith("Sum"))
    assert total.split() == ["Sum", "+6"]  # and nothing under the column of the walk
    assert any("another order gives others" in line for line in lines)
