"""The chain of records: no byte of the past changes, no record goes or comes, without being named."""

from __future__ import annotations

import errno
import itertools
import os
import random
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.diagnostics import PlanError, Severity
from schedule.files.forms.digest import digest_before
from schedule.files.plans.plan import read_plan
from schedule.files.records.chain import Condition, chain_of, sealed, tail_sealed
from schedule.files.records.papers import MANIFEST
from schedule.files.records.plan_folder import (
    read_history,
    read_project,
    seal_history,
    write_baseline,
    write_project,
    write_update,
)
from schedule.files.sealed.baselines import baseline_text, read_baseline
from schedule.files.sealed.updates import first_standing, read_update, update_text
from schedule.files.yaml.content import OPENING, content_of
from schedule.model import Baseline, BaselineDates, Progress, Update
from schedule.version import THIS, Version

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
tasks:
  survey: {name: 勘察, duration: 7wd}
  design: {name: 设计, duration: 20wd, after: [survey]}
"""
MONDAY = minutes(date(2016, 3, 7))
BASELINE = Baseline("B0", MONDAY, "x", "领导小组", {"survey": BaselineDates(MONDAY, MONDAY + DAY)})


def bare(data: bytes) -> bytes:
    """A record without its first line and its two last ones, where it has them."""
    marks = ("# 已封存".encode(), b"follows: ", b"seal: ")
    return b"".join(line for line in data.splitlines(keepends=True) if not line.startswith(marks))


def contents(folder: Path) -> dict[str, bytes]:
    files = [folder / "plan.yaml", *folder.glob("updates/*.yaml"), *folder.glob("baselines/*.yaml")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def faults_of(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(record.name, str(record.condition)) for record in chain_of(files).faults]


SEALS = re.compile(rb"^(follows|seal): ([0-9a-f]{64})", re.MULTILINE)


def named(before: dict[str, bytes], after: dict[str, bytes], name: str) -> bool:
    """Whether a change of one file is named, and as a change of what it says unless both files say the same."""
    chain = chain_of(after)
    if [record.name for record in (*chain.faults, *chain.notices)] != [name]:
        return False
    one, other = before[name], after[name]
    if not chain.faults:
        assert content_of(one) == content_of(other), "what is no fault says the same"
        assert [SEALS.findall(data) for data in (one, other)] == [SEALS.findall(one)] * 2
    return True


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample plan, sealed here, whether or not the one in the repository is."""
    folder = Path(shutil.copytree(KASHGAR, tmp_path / "kashgar", ignore=shutil.ignore_patterns("meetings")))
    for name, data in contents(folder).items():
        (folder / name).write_bytes(bare(data))
    seal_history(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def weeks(folder: Path, number: int = 3) -> list[str]:
    """The names of a baseline and so many weeks, recorded."""
    paths = [write_baseline(folder, BASELINE)]
    paths += [write_update(folder, Update(MONDAY + week * 7 * DAY, note=f"第 {week} 周")) for week in range(number)]
    return [path.relative_to(folder).as_posix() for path in paths]


def by_hand(folder: Path, day: str, text: str = "note: 手写\n") -> Path:
    path = folder / "updates" / f"{day}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(f"data_date: {day}\n{text}".encode())
    return path


# what is written


def test_each_record_ends_in_the_digest_of_the_one_before_and_its_own(folder: Path) -> None:
    """The arithmetic once more, by lines and `hashlib` alone, as anybody can do it with `sha256sum`."""
    names = ["plan.yaml", *weeks(folder)]
    for before, name in pairwise(names):
        data = (folder / name).read_bytes()
        *text, follows, seal = data.splitlines(keepends=True)
        whole = sha256((folder / before).read_bytes()).hexdigest()
        assert follows.decode() == f"follows: {whole}  # {before} -> {name}\n"
        own, content, check = seal.decode().removeprefix("seal: ").replace("  # ", " ").split()
        assert own == sha256(b"".join(text) + follows).hexdigest()
        assert check == sha256(f"{own} {content}".encode()).hexdigest()[:16]
    project, faults = read_project(folder)
    assert project is not None
    assert not faults
    assert project.updates[0].follows == sha256((folder / names[1]).read_bytes()).hexdigest()
    assert project.baselines["B0"].follows == project.plan.digest
    assert [record.name for record in read_history(folder).records] == names


def test_a_seal_is_read_as_it_was_written() -> None:
    follows, seal = "a" * 64, "0" * 63 + "f"
    plan, _ = read_plan(PLAN.encode(), "plan.yaml")
    assert plan is not None
    update = Update(MONDAY, note="x", written_by=THIS, follows=follows, seal=seal)
    read, _, faults = read_update(update_text(update).encode(), "2016-03-07.yaml", first_standing(plan))
    assert not faults
    assert read is not None
    assert replace(read, digest="") == update
    assert update_text(update).endswith(f'written_by: "{THIS}"\nfollows: {follows}\nseal: {seal}\n')
    baseline = replace(BASELINE, written_by=THIS, follows=follows, seal=seal)
    again, told = read_baseline(baseline_text(baseline).encode(), "B0.yaml", ["survey"])
    assert not told
    assert again is not None
    assert replace(again, digest="") == baseline


def test_a_record_that_is_written_elsewhere_takes_no_seal_along(folder: Path, tmp_path: Path) -> None:
    weeks(folder)
    project, _ = read_project(folder)
    assert project is not None
    write_project(tmp_path / "other", project)
    assert not read_history(tmp_path / "other").begun
    (tmp_path / "third").mkdir()
    (tmp_path / "third" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    write_update(tmp_path / "third", project.updates[2])
    assert not read_history(tmp_path / "third").faults


def test_a_record_follows_what_was_last_when_it_was_written(folder: Path) -> None:
    """A baseline of an earlier data date, approved later, comes last and breaks nothing."""
    names = weeks(folder)
    write_baseline(folder, replace(BASELINE, name="A1", data_date=MONDAY - DAY))
    write_update(folder, Update(MONDAY + 70 * DAY, note="x"))
    chain = read_history(folder)
    assert not chain.faults
    expected = ["plan.yaml", *names, "baselines/A1.yaml", "updates/2016-05-16.yaml"]
    assert [record.name for record in chain.records] == expected


@pytest.mark.slow
def test_two_people_recording_at_once_make_one_chain(folder: Path) -> None:
    weeks(folder, 1)

    def baseline(number: int) -> None:
        write_baseline(folder, replace(BASELINE, name=f"B{number}"))

    def update(number: int) -> None:
        # Of two weeks the later one may be quicker; then the earlier one is refused, and that is right.
        try:
            write_update(folder, Update(MONDAY + number * 7 * DAY, note="x"))
        except PlanError as error:
            assert [fault.code for fault in error.diagnostics] == ["data-date-order"]

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(one, number) for number in range(1, 5) for one in (baseline, update)]:
            future.result()
    chain = read_history(folder)
    assert not chain.faults
    assert not chain.unsealed
    followed = [record.follows for record in chain.records]
    assert followed == [None, *(record.name for record in chain.records[:-1])]
    assert {"baselines/B1.yaml", "baselines/B4.yaml"} <= set(followed) | {chain.tip.name}


# one byte


def edited(data: bytes, chance: random.Random) -> bytes:
    """A text with one byte changed to another."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([(data[at] + chance.randrange(1, 256)) % 256]) + data[at + 1 :]


@pytest.mark.slow
def test_of_a_thousand_bytes_changed_in_the_sample_none_is_missed(sample: Path) -> None:
    files = contents(sample)
    assert len(files) == 15
    assert not faults_of(files)
    chance, hit = random.Random(4), dict.fromkeys(files, 0)
    for _ in range(1000):
        name = chance.choice(sorted(files))
        hit[name] += 1
        assert named(files, {**files, name: edited(files[name], chance)}, name)
    assert min(hit.values()) > 30, "the plan, the baseline and every week had their share"


@pytest.mark.slow
@pytest.mark.parametrize("bits", [(32,), pytest.param((1, 2, 4, 8, 16, 64, 128), marks=pytest.mark.long)])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_no_byte_of_the_newest_record_can_change(folder: Path, end: bytes, bits: tuple[int, ...]) -> None:
    """Nothing follows it, so that its own two lines have to hold each other. Each byte: others, none, twice."""
    *_, before, newest = weeks(folder)
    files = contents(folder)
    data = sealed(bare(files[newest]).replace(b"\n", end), newest, files[before], before)
    assert faults_of({**files, newest: data}) == []
    for at in range(len(data)):
        others = {bytes([data[at] ^ bit]) for bit in bits} | {b"\n", b"\r", b" ", b"#", b""}
        for other in others - {data[at : at + 1]}:
            assert named({newest: data}, {**files, newest: data[:at] + other + data[at + 1 :]}, newest)
        if data[at : at + 1] != data[at + 1 : at + 2]:
            assert named({newest: data}, {**files, newest: data[:at] + data[at : at + 1] + data[at:]}, newest)


LINES = st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"").replace(b"\r", b"")), max_size=4)
ENDS = st.sampled_from([b"\n", b"\r\n"])


@st.composite
def chains(draw: st.DrawFn) -> dict[str, bytes]:
    """A plan and up to six records, of any bytes that no key of ours begins, sealed one after the other."""
    files = {"plan.yaml": b"daopai: 1\n" + draw(st.binary(max_size=20))}
    for number in range(draw(st.integers(1, 6))):
        end = draw(ENDS)
        name = f"baselines/B{number}.yaml" if draw(st.booleans()) else f"updates/2016-01-{number + 1:02}.yaml"
        text = end.join([f"note: {number}".encode(), *(b"  " + line for line in draw(LINES))])
        files[name] = text + draw(st.sampled_from([b"", end]))
        files |= tail_sealed(files, name)
    return files


@pytest.mark.slow
@given(chains(), st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_a_chain_holds_one_byte_is_named(files: dict[str, bytes], data: st.DataObject) -> None:
    assert not faults_of(files)
    name = data.draw(st.sampled_from(sorted(files)))
    old = files[name]
    at = data.draw(st.integers(0, len(old) - 1))
    byte = bytes([(old[at] + data.draw(st.integers(1, 255))) % 256])
    assert named(files, {**files, name: old[:at] + byte + old[at + 1 :]}, name)
    shuffled = dict(data.draw(st.permutations(list(files.items()))))
    assert chain_of(shuffled) == chain_of(files)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_verify_names_the_first_week_that_was_changed(sample: Path, lang: str) -> None:
    sound = run("verify", sample, "--lang", lang)
    assert (sound.exit_code, sound.stderr) == (0, "")
    tip = sha256((sample / "updates" / "2016-04-05.yaml").read_bytes()).hexdigest()[:16]
    assert tip in sound.stdout.splitlines()[0]
    # Two weeks are changed: a remaining duration, and a note so that the file is no YAML any more.
    for name, old, new in (("2016-03-07", b"\n", b"\n: ["), ("2016-01-11", b"6wd", b"5wd")):
        path = sample / "updates" / f"{name}.yaml"
        assert old in path.read_bytes()
        path.write_bytes(path.read_bytes().replace(old, new, 1))
    broken = run("verify", sample, "--lang", lang)
    assert broken.exit_code == Exit.CHANGED
    assert "updates/2016-01-11.yaml" in broken.stdout.splitlines()[0]
    assert "2016-03-07" not in broken.stdout.splitlines()[0]
    told = [line.split()[0] for line in broken.stdout.splitlines() if line.endswith(("改过", "changed"))]
    assert told == ["updates/2016-01-11.yaml", "updates/2016-03-07.yaml"]


# records that go, come, change places


WEEKS = ["updates/2016-03-07.yaml", "updates/2016-03-14.yaml", "updates/2016-03-21.yaml"]


@pytest.mark.parametrize("name", ["baselines/B0.yaml", *WEEKS[:2]])
def test_a_record_that_is_taken_away_is_missing(folder: Path, name: str) -> None:
    names = weeks(folder)
    (folder / name).unlink()
    chain = read_history(folder)
    after = names[names.index(name) + 1]
    assert [(one.name, one.condition, one.by) for one in chain.faults] == [(name, Condition.MISSING, after)]
    assert [one.name for one in chain.records] == ["plan.yaml", *names], "it keeps its place"


def test_two_records_that_change_places_are_both_named(folder: Path) -> None:
    weeks(folder)
    first, second = (folder / name for name in WEEKS[:2])
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    told = {(record.name, record.condition, record.by) for record in read_history(folder).faults}
    assert told == {(WEEKS[0], Condition.RENAMED, WEEKS[1]), (WEEKS[1], Condition.RENAMED, WEEKS[0])}


@pytest.mark.parametrize("old", ["baselines/B0.yaml", *WEEKS])
def test_a_record_that_gets_another_name_is_named(folder: Path, old: str) -> None:
    weeks(folder)
    new = f"{Path(old).parent}/2016-03-09.yaml"
    (folder / old).rename(folder / new)
    (fault,) = read_history(folder).faults
    assert (fault.name, fault.condition, fault.by) == (new, Condition.RENAMED, old)


def test_a_copy_of_a_record_is_named_and_not_the_record(folder: Path) -> None:
    weeks(folder)
    for copy in ("2016-03-08", "2016-12-31"):
        shutil.copy(folder / WEEKS[1], folder / "updates" / f"{copy}.yaml")
        assert faults_of(contents(folder)) == [(f"updates/{copy}.yaml", "renamed")]
        follows = {record.name: record.follows for record in read_history(folder).records}
        assert follows[WEEKS[2]] == WEEKS[1]
        (folder / "updates" / f"{copy}.yaml").unlink()
    shutil.copy(folder / WEEKS[0], folder / WEEKS[1])
    assert faults_of(contents(folder)) == [(WEEKS[1], "changed")], "what stood there is nowhere any more"


def test_a_week_put_between_sealed_ones_is_named(folder: Path) -> None:
    weeks(folder)
    by_hand(folder, "2016-03-10")
    chain = read_history(folder)
    (fault,) = chain.faults
    assert (fault.name, fault.condition, fault.by) == ("updates/2016-03-10.yaml", Condition.INSERTED, WEEKS[1])
    assert [one.name for one in chain.records][3] == fault.name, "it stands where its date puts it"
    with pytest.raises(PlanError, match="history-inserted"):
        seal_history(folder)
    # Sealed with the right arithmetic it still comes after weeks that are later than it.
    files = contents(folder)
    forged = sealed(files[fault.name], fault.name, files[WEEKS[2]], WEEKS[2])
    assert faults_of({**files, fault.name: forged}) == [(fault.name, "inserted")]
    # And behind the week that it claims to follow, another one stands already.
    forged = sealed(files[fault.name], fault.name, files[WEEKS[0]], WEEKS[0])
    assert faults_of({**files, fault.name: forged}) == [(WEEKS[1], "forked")]


def test_a_record_that_is_changed_and_sealed_again_is_named_by_the_next(folder: Path) -> None:
    names = weeks(folder)
    files = contents(folder)
    for before, name in zip(["plan.yaml", *names], names[:-1], strict=False):
        text = bare(files[name]).replace("第 ".encode(), "第".encode()).replace("领导".encode(), b"x")
        assert faults_of({**files, name: sealed(text, name, files[before], before)}) == [(name, "changed")]
        assert faults_of({**files, name: text}) == [(name, "changed")], "without a seal it was sealed before"
        assert faults_of({**files, name: b""}) == [(name, "changed")]


def test_two_records_behind_one_are_told(folder: Path, tmp_path: Path) -> None:
    weeks(folder, 1)
    other = Path(shutil.copytree(folder, tmp_path / "elsewhere"))
    write_update(folder, Update(MONDAY + 7 * DAY, note="x"))
    path = write_baseline(other, replace(BASELINE, name="B1", data_date=MONDAY + 7 * DAY))
    shutil.copy(path, folder / "baselines")
    (fault,) = read_project(folder)[1]
    assert fault.code == "history-forked"
    facts = {"found": WEEKS[1], "by": "baselines/B1.yaml", "follows": WEEKS[0]}
    assert fault.facts == facts


def test_a_forger_who_leads_in_a_circle_ends(folder: Path) -> None:
    plan, (one, other) = PLAN.encode(), WEEKS[:2]
    first = sealed(b"data_date: 2016-03-07", one, b"?", other)
    second = sealed(b"data_date: 2016-03-14", other, first, one)
    assert faults_of({"plan.yaml": plan, one: first, other: second}) == [(other, "changed")]


# sealing what a hand wrote


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_file_keeps_its_way_of_ending_lines(folder: Path, end: str, last: bool) -> None:
    path = by_hand(folder, "2016-03-07")
    text = f"data_date: 2016-03-07{end}note: 手写" + (end if last else "")
    path.write_bytes(text.encode())
    assert seal_history(folder) == (path,)
    data = path.read_bytes()
    assert data.startswith(OPENING.replace(b"\n", end.encode()) + text.encode())
    assert data.count(b"\n") == 5
    assert data.count(b"\r\n") == (5 if end == "\r\n" else 0)
    assert not read_project(folder)[1]
    other = data.replace(b"\r\n", b"\n") if end == "\r\n" else data.replace(b"\n", b"\r\n")
    (notice,) = chain_of({"plan.yaml": PLAN.encode(), WEEKS[0]: other}).notices
    assert (notice.name, notice.condition) == (WEEKS[0], Condition.LINE_ENDS)


def test_sealing_goes_by_data_date_and_only_at_the_end(folder: Path) -> None:
    for day in ("2016-03-14", "2016-03-07"):
        by_hand(folder, day)
    (folder / "baselines").mkdir()
    for name, day in (("B0", MONDAY + 3 * DAY), ("B1", MONDAY)):
        text = baseline_text(replace(BASELINE, name=name, data_date=day))
        (folder / "baselines" / f"{name}.yaml").write_text(text, encoding="utf-8")
    texts = contents(folder)
    names = ["baselines/B1.yaml", WEEKS[0], "baselines/B0.yaml", WEEKS[1]]
    assert [path.relative_to(folder).as_posix() for path in seal_history(folder)] == names
    assert seal_history(folder) == (), "what is sealed is not sealed again"
    before = contents(folder)
    assert {name: bare(data) for name, data in before.items()} == texts
    third = by_hand(folder, "2016-03-21")
    assert seal_history(folder) == (third,)
    assert {name: data for name, data in contents(folder).items() if name != WEEKS[2]} == before
    third.write_bytes(third.read_bytes().replace("手写".encode(), "改写".encode()))
    with pytest.raises(PlanError, match="history-changed"):
        seal_history(folder)


def test_a_faulty_week_is_not_sealed(folder: Path) -> None:
    """Sealed, it could not be corrected any more."""
    path = by_hand(folder, "2016-03-07", "progress: {survye: {started: 2016-03-01}}\n")
    before = path.read_bytes()
    for refused in (lambda: seal_history(folder), lambda: write_baseline(folder, BASELINE)):
        with pytest.raises(PlanError, match="unknown-task"):
            refused()
    assert path.read_bytes() == before
    assert not (folder / "baselines").exists()


def test_a_hand_written_week_is_sealed_with_the_next(folder: Path) -> None:
    weeks(folder, 1)
    by_hand(folder, "2016-03-14")
    assert read_history(folder).unsealed == (WEEKS[1],)
    assert not read_project(folder)[1]
    done = run("update", folder, "--date", "2016-03-21", "--note", "x", "--lang", "en")
    assert done.exit_code == 0
    assert WEEKS[1] in done.stderr.splitlines()[-1]
    chain = read_history(folder)
    assert [one.condition for one in chain.records] == [Condition.SEALED] * 5
    assert [one.follows for one in chain.records][-1] == WEEKS[1]
    by_hand(folder, "2016-03-28")
    write_baseline(folder, replace(BASELINE, name="A1"))
    assert [one.name for one in read_history(folder).records][-2:] == ["updates/2016-03-28.yaml", "baselines/A1.yaml"]


def test_an_interrupted_sealing_leaves_a_chain_and_is_taken_up_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in ("2016-03-07", "2016-03-14", "2016-03-21"):
        by_hand(folder, day)
    rename = Path.replace

    def fail(temporary: Path, target: Path) -> Path:
        if target.name == "2016-03-14.yaml":
            raise OSError("pulled out")
        return rename(temporary, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="pulled out"):
        seal_history(folder)
    assert not read_history(folder).faults
    assert read_history(folder).unsealed == tuple(WEEKS[1:])
    monkeypatch.undo()
    assert len(seal_history(folder)) == 2
    assert not read_history(folder).faults
    assert sorted(path.name for path in (folder / "updates").iterdir()) == [Path(name).name for name in WEEKS]


@pytest.mark.slow
@pytest.mark.parametrize("full_at", range(1, 4))
@pytest.mark.parametrize("number", [2, 130])
def test_a_week_that_the_clerk_typed_is_not_sealed_for_a_record_that_finds_no_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch, full_at: int, number: int
) -> None:
    """The command ends with an error and says nothing of a seal: the week can be put right by hand as before."""
    for day in range(number):
        by_hand(folder, (date(2016, 3, 7) + timedelta(days=day)).isoformat())
    before = {path: path.read_bytes() for path in (folder / "updates").iterdir()}
    sync, calls = os.fsync, itertools.count(1)

    def full(descriptor: int) -> None:
        if next(calls) == full_at:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    done = run("baseline", folder, "B1", "--approved-by", "领导小组")
    assert (done.exit_code, "已封存" in done.output) == (18, False), done.output
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (folder / "updates").iterdir()} == before
    assert run("baseline", folder, "B1", "--approved-by", "领导小组").exit_code == 0
    assert read_history(folder).unsealed == ()
    assert run("verify", folder).exit_code == 0


# what the commands say and refuse


def test_a_plan_that_nobody_sealed_warns_nobody(folder: Path) -> None:
    by_hand(folder, "2016-03-07")
    assert read_project(folder)[1] == ()
    done = run("verify", folder, "--lang", "en")
    assert done.exit_code == 0
    assert "--seal" in done.stdout.splitlines()[0]
    # Nor does a change of the plan before the first record.
    (folder / "plan.yaml").write_text(PLAN.replace("20wd", "15wd"), encoding="utf-8")
    assert read_project(folder)[1] == ()


def test_verify_does_not_pass_over_what_is_not_sealed(folder: Path) -> None:
    weeks(folder, 1)
    by_hand(folder, "2016-03-14")
    for lang, said in (("zh", "未封存"), ("en", "not sealed")):
        done = run("verify", folder, "--lang", lang)
        assert done.exit_code == 0
        assert any(line.startswith(WEEKS[1]) and line.endswith(said) for line in done.stdout.splitlines())
        assert WEEKS[1] in done.stdout.splitlines()[1]
    done = run("verify", folder, "--seal", "--lang", "en")
    assert done.exit_code == 0
    assert done.stderr == f"Sealed {WEEKS[1]}\n"
    assert "not sealed" not in done.stdout


def test_a_plan_that_was_edited_after_a_record_stops_the_next(folder: Path) -> None:
    weeks(folder, 1)
    (folder / "plan.yaml").write_text(PLAN.replace("20wd", "15wd"), encoding="utf-8")
    (fault,) = read_project(folder)[1]
    assert (fault.code, fault.severity) == ("plan-edited-after-record", Severity.WARNING)
    assert fault.facts == {"found": "plan.yaml", "by": "baselines/B0.yaml"}
    before = contents(folder)
    for arguments in (
        ("update", folder, "--date", "2016-03-14", "--note", "x"),
        ("baseline", folder, "B1", "--approved-by", "x"),
        ("verify", folder, "--seal"),
    ):
        done = run(*arguments, "--lang", "en")
        assert done.exit_code == Exit.CHANGED
        assert "baselines/B0.yaml" in done.stderr
        assert "revision" in done.stderr
        assert "reason" in done.stderr
    assert contents(folder) == before
    assert run("verify", folder).exit_code == Exit.CHANGED
    assert "plan.yaml" in run("verify", folder).stdout.splitlines()[0]
    checked = run("check", folder, "--lang", "en")
    assert checked.exit_code == 0
    assert "edited after baselines/B0.yaml" in checked.stdout
    assert "daopai check" in run("schedule", folder).stderr, "every command tells that there is a warning"
    # The same change as a revision is an update like any other.
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    revised = "revisions:\n  - {task: design, set: {duration: 15wd}, reason: 压缩, approved_by: 领导小组}\n"
    by_hand(folder, "2016-03-14", revised)
    assert run("verify", folder, "--seal").exit_code == 0


def test_nothing_is_appended_to_a_broken_chain(folder: Path) -> None:
    weeks(folder)
    path = folder / WEEKS[0]
    path.write_bytes(path.read_bytes().replace("第 0".encode(), "第 9".encode()))
    before = contents(folder)
    for refused in (
        lambda: write_update(folder, Update(MONDAY + 70 * DAY, (Progress("survey", MONDAY, MONDAY + DAY),))),
        lambda: write_baseline(folder, replace(BASELINE, name="B1")),
    ):
        with pytest.raises(PlanError) as error:
            refused()
        assert [(fault.code, fault.severity) for fault in error.value.diagnostics] == [
            ("history-changed", Severity.ERROR)
        ]
    assert contents(folder) == before


def test_verify_of_nothing(tmp_path: Path) -> None:
    assert run("verify", tmp_path).exit_code == 1
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    done = run("verify", tmp_path, "--seal")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1
    assert run("verify", tmp_path / "plan.xer").exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "said"), [("zh", "封存以后被改过"), ("en", "not as they were sealed")])
def test_every_paper_of_a_meeting_on_a_changed_history_says_so(sample: Path, lang: str, said: str) -> None:
    week = sample / "updates" / "2016-01-18.yaml"
    week.write_bytes(week.read_bytes().replace(b"remaining: 6wd", b"remaining: 5wd"))
    few = [word for paper in ("minutes", "page") for word in ("--only", paper)]
    done = run("meeting", sample, "--lang", lang, *few)
    assert f"{said}{'：' if lang == 'zh' else ': '}updates/2016-01-18.yaml" in done.stdout.replace("\n", " ")
    for paper in (sample / "meetings" / "2016-04-05").iterdir():
        if paper.name == MANIFEST:  # the list of the papers is none of them
            continue
        assert said in paper.read_text(encoding="utf-8"), paper.name


# who wrote it


def test_what_is_written_says_by_which_version_of_product_and_rules(folder: Path) -> None:
    names = weeks(folder)
    for name in names:
        assert f'\nwritten_by: "{THIS}"\nfollows: ' in (folder / name).read_text(encoding="utf-8")
    project, faults = read_project(folder)
    assert not faults
    assert project is not None
    assert {record.written_by for record in (*project.updates, *project.baselines.values())} == {THIS}


def test_what_a_hand_wrote_names_nobody_even_when_it_is_sealed(folder: Path) -> None:
    by_hand(folder, "2016-03-14")
    seal_history(folder)
    project, _ = read_project(folder)
    assert project is not None
    assert project.updates[0].written_by is None
    assert project.updates[0].seal is not None


def test_a_newer_record_is_read_with_a_warning(folder: Path) -> None:
    by_hand(folder, "2016-03-14", f"note: x\nwritten_by: daopai 9.9.9, rules {THIS.rules + 1}\n")
    by_hand(folder, "2016-03-21", f"note: x\nwritten_by: daopai 9.9.9, rules {THIS.rules}\n")
    project, faults = read_project(folder)
    assert [(fault.code, fault.severity, fault.location and fault.location.line) for fault in faults] == [
        ("newer-rules", Severity.WARNING, 3)
    ]
    assert project is not None
    assert project.updates[0].written_by == Version("9.9.9", THIS.rules + 1)


def test_a_seal_changes_the_file_and_not_the_digest_of_what_it_says(folder: Path) -> None:
    path = by_hand(folder, "2016-03-14", "note: 手写")  # no line end: sealing adds one
    typed, before = read_project(folder)[0], path.read_bytes()
    seal_history(folder)
    sealed_now = read_project(folder)[0]
    assert path.read_bytes() != before
    assert typed is not None
    assert sealed_now is not None
    assert typed.updates[0].digest == sealed_now.updates[0].digest != sha256(path.read_bytes()).hexdigest()


def test_a_form_stays_valid_whoever_wrote_the_weeks_before_it(folder: Path) -> None:
    """The digest by which a form is known is the same for a typed, a sealed and a written week that say the same."""
    by_hand(folder, "2016-03-14")
    digests = []
    for _ in range(2):
        project, _ = read_project(folder)
        assert project is not None
        digests.append(digest_before(project, MONDAY + 14 * DAY))
        seal_history(folder)
    (folder / "updates" / "2016-03-14.yaml").unlink()
    write_update(folder, replace(project.updates[0], note="手写"))
    project, _ = read_project(folder)
    assert project is not None
    assert project.updates[0].written_by == THIS
    assert {*digests, digest_before(project, MONDAY + 14 * DAY)} == {digests[0]}
