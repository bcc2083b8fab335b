"""The newest record, which nothing follows: no cut and no strip of it passes, and papers let its absence be found."""

from __future__ import annotations

import random
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lengths import share_of
from manual import manual

from schedule.calendars.worktime import DAY, minutes
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.records.chain import Condition, chain_of, sealed
from schedule.files.records.plan_folder import read_history, read_project, write_baseline, write_update
from schedule.files.yaml.content import OPENING
from schedule.model import Baseline, BaselineDates, Update

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {land: {name: 国土局}}
tasks:
  survey: {name: 勘察, duration: 7wd, body: land}
  design: {name: 设计, duration: 20wd, after: [survey], body: land, deadline: 2016-06-30}
"""
MONDAY = minutes(date(2016, 3, 7))
WEEKS = ["updates/2016-03-07.yaml", "updates/2016-03-14.yaml", "updates/2016-03-21.yaml"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    files = [folder / "plan.yaml", *folder.glob("updates/*.yaml"), *folder.glob("baselines/*.yaml")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def faults_of(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(record.name, str(record.condition)) for record in chain_of(files).faults]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    write_baseline(tmp_path, Baseline("B0", MONDAY, "x", "领导小组", {"survey": BaselineDates(MONDAY, MONDAY + DAY)}))
    for week in range(3):
        write_update(tmp_path, Update(MONDAY + week * 7 * DAY, note=f"第 {week} 周"))
    return tmp_path


@pytest.mark.parametrize("name", WEEKS)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_a_record_that_an_editor_saved_in_another_encoding_is_not_one_that_nobody_sealed(
    folder: Path, encoding: str, name: str
) -> None:
    """Windows' editor calls it Unicode: the newest week was unsealed to verify, and could say anything."""
    files = contents(folder)
    text = files[name].decode().replace("第", "改")
    for saved in (text, text[: text.index("follows:")]):
        found = {one.name: one.condition for one in chain_of(files | {name: saved.encode(encoding)}).records}
        assert found[name] in (Condition.CHANGED, Condition.CUT)
    (folder / name).write_bytes(files[name].decode().encode(encoding))
    assert run("verify", folder).exit_code == Exit.CHANGED
    told = run("check", folder).stderr
    assert ("GB18030" if encoding == "gb18030" else "UTF-16") in told
    assert "里什么也没有" not in told


@pytest.mark.parametrize("end", ["\r", "\x85", "\u2028", "\u2029"])
def test_a_record_whose_lines_end_otherwise_is_not_called_empty(folder: Path, end: str) -> None:
    files = contents(folder)
    files[WEEKS[-1]] = files[WEEKS[-1]].decode().replace("\n", end).encode()
    (found,) = [one.condition for one in chain_of(files).records if one.name == WEEKS[-1]]
    assert found in (Condition.CHANGED, Condition.REMARKS)


def digest(path: Path) -> str:
    """As `sha256sum` gives it."""
    return sha256(path.read_bytes()).hexdigest()


# cut and stripped


@pytest.mark.slow
def test_the_clerk_finds_every_cut_of_every_record_also_of_the_newest(folder: Path) -> None:
    """Cut at every seventh byte, the newest at each: it is named, and is never one that nobody has sealed yet."""
    files = contents(folder)
    assert faults_of(files) == []
    for name in files.keys() - {"plan.yaml"}:
        for cut in range(0, len(files[name]), 1 if name == WEEKS[-1] else 7):
            (fault, *_) = chain_of({**files, name: files[name][:cut]}).faults
            assert fault.name == name, cut
            if name == WEEKS[-1]:
                assert fault.condition in (Condition.EMPTY, Condition.CUT, Condition.CHANGED), cut


@pytest.mark.parametrize("keep", ["", "\n\n", "# 已封", "# 清明节，例会改在周二。\n"])
def test_an_emptied_week_is_told_as_that(folder: Path, keep: str) -> None:
    (folder / WEEKS[-1]).write_text(keep, encoding="utf-8")
    assert faults_of(contents(folder)) == [(WEEKS[-1], "empty")]
    done = run("verify", folder, "--lang", "zh")
    assert done.exit_code == Exit.CHANGED
    assert f"“{WEEKS[-1]}”里什么也没有" in done.stdout


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_newest_week_stripped_of_its_seal_and_edited_is_no_week_that_a_hand_wrote(folder: Path, end: bytes) -> None:
    week = folder / WEEKS[-1]
    text = week.read_bytes().split(b"follows: ")[0].replace("第 2".encode(), "第 9".encode())
    week.write_bytes(text.replace(b"\n", end))
    assert faults_of(contents(folder)) == [(WEEKS[-1], "cut")]
    before = contents(folder)
    for arguments in (
        ("update", folder, "--date", "2016-03-28", "--note", "x"),
        ("verify", folder, "--seal"),
        ("baseline", folder, "B1", "--approved-by", "x"),
    ):
        done = run(*arguments, "--lang", "zh")
        assert done.exit_code == Exit.CHANGED
        assert "末尾的封条却不见了" in done.stderr
    assert contents(folder) == before, "what was cut off is not sealed for good"
    shown = run("meeting", folder, "--only", "minutes", "--lang", "zh")
    assert f"历史记录封存以后被改过：{WEEKS[-1]}" in shown.stdout


def test_a_record_says_in_its_first_line_that_it_is_sealed_and_says_the_same_without(folder: Path) -> None:
    """Only a remark: taken out, it is told as that, and neither a form's digest nor a figure knows of it."""
    week = folder / WEEKS[-1]
    with_it, _ = read_project(folder)
    assert week.read_bytes().startswith(OPENING)
    week.write_bytes(week.read_bytes().removeprefix(OPENING))
    (notice,) = read_history(folder).notices
    assert (notice.name, notice.condition) == (WEEKS[-1], Condition.REMARKS)
    without, _ = read_project(folder)
    assert with_it is not None
    assert without is not None
    assert [one.digest for one in with_it.updates] == [one.digest for one in without.updates]


def test_the_records_of_an_older_release_stay_as_they_are_and_the_next_one_holds_them(folder: Path) -> None:
    """They have no first line. Nobody rewrites them; what follows has one, and holds them to the last byte."""
    files = {"plan.yaml": (folder / "plan.yaml").read_bytes()}
    before = "plan.yaml"
    for name in WEEKS[:2]:
        data = contents(folder)[name].split(b"follows: ")[0].removeprefix(OPENING)
        link = f"follows: {sha256(files[before]).hexdigest()}  # {before} -> {name}\n".encode()
        files[name] = data + link + b"seal: " + sha256(data + link).hexdigest().encode() + b"\n"
        before = name
    shutil.rmtree(folder / "baselines")
    (folder / WEEKS[2]).unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    assert faults_of(files) == []
    assert run("verify", folder).exit_code == 0
    assert faults_of({**files, WEEKS[1]: files[WEEKS[1]][:60]}) == [], "no file can show this alone: the tip does"
    assert run("update", folder, "--date", "2016-03-21", "--note", "x").exit_code == 0
    now = contents(folder)
    assert {name: now[name] for name in files} == files
    assert now[WEEKS[2]].startswith(OPENING)
    for cut in range(len(now[WEEKS[1]])):
        assert faults_of({**now, WEEKS[1]: now[WEEKS[1]][:cut]})[0] == (WEEKS[1], "changed")


# the fingerprint on a paper


@pytest.mark.parametrize(
    "typed",
    [
        lambda digits: digits,
        lambda digits: digits[:16],
        lambda digits: digits[:8],
        lambda digits: digits[:16].upper(),
        lambda digits: " ".join([digits[:4], digits[4:8], digits[8:12], digits[12:16]]),
        lambda digits: digits[:16].replace("0", "O").replace("1", "l"),
        lambda digits: digits[:16].translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789abcdef"}),
    ],
    ids=["whole", "printed", "eight", "capitals", "blanks", "letters", "full-width"],
)
def test_the_secretary_types_last_weeks_fingerprint(folder: Path, typed: Callable[[str], str]) -> None:
    """The notice of 14 March names its record; a week was recorded since. The digits are those of `sha256sum`."""
    done = run("verify", folder, "--tip", typed(digest(folder / WEEKS[1])), "--lang", "zh")
    assert done.exit_code == 0, done.stdout
    first = done.stdout.splitlines()[0]
    assert f"是 {WEEKS[1]} 的" in first
    assert f"以后又封存了 1 份：{WEEKS[2]}" in first
    newest = run("verify", folder, "--tip", typed(digest(folder / WEEKS[2])), "--lang", "zh")
    assert f"是末一份 {WEEKS[2]} 的" in newest.stdout.splitlines()[0]
    assert ("只核对了前 8 位" in newest.stdout) == (len(typed(digest(folder / WEEKS[2]))) == 8)


def test_a_newest_week_that_was_taken_away_or_written_anew_is_found_by_the_paper(folder: Path) -> None:
    printed, week = digest(folder / WEEKS[2])[:16], folder / WEEKS[2]
    before = (folder / WEEKS[1]).read_bytes()
    forged = sealed("data_date: 2016-03-21\nnote: 别的\n".encode(), WEEKS[2], before, WEEKS[1])
    for change in (lambda: week.write_bytes(forged), week.unlink):
        change()
        assert run("verify", folder).exit_code == 0, "the files alone do not show it"
        done = run("verify", folder, "--tip", printed, "--lang", "zh")
        assert done.exit_code == Exit.CHANGED
        assert done.stdout.startswith(f"指纹 {printed} 不是这里任何一份的")


def test_the_fingerprint_of_a_record_that_was_changed_since_still_names_it(folder: Path) -> None:
    printed, week = digest(folder / WEEKS[1]), folder / WEEKS[1]
    week.write_bytes(week.read_bytes().replace("第 1".encode(), "第 7".encode()))
    done = run("verify", folder, "--tip", printed[:16], "--lang", "en")
    assert done.exit_code == Exit.CHANGED
    assert f"{printed[:16]} is the fingerprint of {WEEKS[1]} as it was sealed" in " ".join(done.stdout.split("\n"))


@pytest.mark.parametrize("typed", ["1234567", "没有", "12345678g", "0" * 65])
def test_what_is_no_fingerprint_is_a_usage_error(folder: Path, typed: str) -> None:
    assert run("verify", folder, "--tip", typed).exit_code == Exit.USAGE


def readable(paper: Path) -> str:
    if paper.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(paper) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return paper.read_text(encoding="utf-8")


CARRY = {"meeting.md", "meeting.html", "notice.md", "notice.docx", "deadlines.xlsx"}
FEW = [word for paper in ("minutes", "page", "notice", "deadlines") for word in ("--only", paper)]


@pytest.mark.slow
def test_the_papers_carry_the_fingerprints_of_the_records_and_of_the_run(folder: Path, tmp_path: Path) -> None:
    """That of the newest record that the meeting knew, by `sha256sum`; one of the run, the same on all of them."""
    out = tmp_path / "papers"
    assert run("meeting", folder, "--date", "2016-03-14", "-o", out, *FEW, "--lang", "zh").exit_code == 0
    said = f"记录指纹 {digest(folder / WEEKS[1])[:16]}（截至 {WEEKS[1]}）；运算指纹 "
    runs = set()
    for name in CARRY:
        (found,) = {match[1] for match in re.finditer(f"{re.escape(said)}([0-9a-f]{{16}})", readable(out / name))}
        runs.add(found)
    assert len(runs) == 1
    first = {name: (out / name).read_bytes() for name in CARRY}
    write_update(folder, Update(MONDAY + 21 * DAY, note="以后的一周"))
    assert run("meeting", folder, "--date", "2016-03-14", "-o", out, *FEW, "--lang", "zh").exit_code == 0
    assert {name: (out / name).read_bytes() for name in CARRY} == first, "later weeks change no earlier paper"
    assert run("meeting", folder, "-o", tmp_path / "later", *FEW, "--lang", "en").exit_code == 0
    later = readable(tmp_path / "later" / "notice.docx")
    assert digest(folder / "updates" / "2016-03-28.yaml")[:16] in later
    assert runs.isdisjoint(re.findall("of the run ([0-9a-f]{16})", later)), "another meeting is another run"


@pytest.mark.parametrize(
    ("lang", "said"),
    [("zh", "2016-03-28.yaml 还没有封存，不在记录指纹内"), ("en", "nobody has sealed it yet: updates/2016-03-28.yaml")],
)
def test_a_week_that_nobody_has_sealed_is_not_in_the_fingerprint_and_the_paper_says_so(
    folder: Path, tmp_path: Path, lang: str, said: str
) -> None:
    (folder / "updates" / "2016-03-28.yaml").write_text("data_date: 2016-03-28\nnote: 手写\n", encoding="utf-8")
    assert run("meeting", folder, "-o", tmp_path / "out", "--only", "minutes", "--lang", lang).exit_code == 0
    last = (tmp_path / "out" / "meeting.md").read_text(encoding="utf-8").splitlines()[-1]
    assert said in last
    assert digest(folder / WEEKS[2])[:16] in last


@pytest.mark.parametrize("week", range(3))
def test_a_plan_that_was_edited_does_not_take_the_fingerprint_of_its_records_away(week: int, tmp_path: Path) -> None:
    """Who edits plan.yaml must not silence the papers: they name the last record, with the digits of `sha256sum`."""
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for number in range(week + 1):
        write_update(tmp_path, Update(MONDAY + number * 7 * DAY, note=f"第 {number} 周"))
    (tmp_path / "plan.yaml").write_text(PLAN.replace("20wd", "19wd"), encoding="utf-8")
    assert run("meeting", tmp_path, "-o", tmp_path / "out", "--only", "minutes", "--lang", "zh").exit_code == 0
    last = (tmp_path / "out" / "meeting.md").read_text(encoding="utf-8").splitlines()[-1]
    assert last.startswith(f"记录指纹 {digest(tmp_path / WEEKS[week])[:16]}（截至 {WEEKS[week]}）；运算指纹 ")
    assert "没有封存" not in last


def test_where_every_sealed_week_was_edited_no_paper_says_that_none_was_sealed(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    week = write_update(tmp_path, Update(MONDAY, note="第一周"))
    week.write_bytes(week.read_bytes().replace("第一".encode(), "第二".encode()))
    (tmp_path / WEEKS[1]).write_text("data_date: 2016-03-14\nnote: 手写\n", encoding="utf-8")
    assert run("meeting", tmp_path, "-o", tmp_path / "out", "--only", "minutes", "--lang", "zh").exit_code == 0
    text = (tmp_path / "out" / "meeting.md").read_text(encoding="utf-8")
    assert "历史记录封存以后被改过" in text
    assert re.fullmatch("运算指纹 [0-9a-f]{16}", text.splitlines()[-1])


FRONT = ("minutes", "page", "secretary", "notice", "supervision", "deadlines", "calendars")


def words(paper: Path) -> str:
    """What a paper says, without its spaces, the lines of its file and the marks of its text."""
    if paper.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(paper) as packed:
            text = "".join(packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith(".xml"))
        return re.sub(r"<[^>]*>| ", "", text)  # letters set no space between a number and what it counts
    return paper.read_text(encoding="utf-8").replace("\\", "").replace("\n ", "").replace(" ", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "lang", "said"),
    [
        ([WEEKS[1]], "zh", f"历史记录封存以后被改过：{WEEKS[1]}。这里的数字可能受影响"),
        ([WEEKS[1]], "en", f"Past records are not as they were sealed: {WEEKS[1]}. These figures may rest on that"),
        (["plan.yaml"], "zh", "历史记录封存以后被改过：plan.yaml。"),
        (["baselines/B0.yaml", WEEKS[2]], "zh", f"历史记录封存以后被改过：baselines/B0.yaml、{WEEKS[2]}。"),
        (WEEKS, "zh", f"历史记录封存以后被改过：{WEEKS[0]}、{WEEKS[1]} 等 3 份。"),
    ],
)
def test_the_secretary_reads_on_every_front_paper_that_the_past_was_changed(
    folder: Path, changed: list[str], lang: str, said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Not on the minutes alone: the page that is carried into the meeting, the letters, the table, the chat."""
    beside = tmp_path_factory.mktemp("beside")
    for name in changed:
        text = (folder / name).read_text(encoding="utf-8")
        text = text.replace("week", "weak").replace("第 ", "第一 ").replace("领导小组", "张").replace("20wd", "80wd")
        (folder / name).write_text(text, encoding="utf-8")
    (beside / "channels.yaml").write_text(
        'daopai: 1\nchannels:\n  专班: {kind: wecom, url: "https://qyapi.weixin.qq.com/send?key=0123456789"}\n'
        '  国土: {kind: feishu, url: "https://open.feishu.cn/hook/0123456789", bodies: [land]}\n'
    )
    only = [word for name in FRONT for word in ("--only", name)]
    done = run("meeting", folder, "-o", beside / "out", "--date", "2016-07-04", "--lang", lang, *only)
    assert done.exit_code == 0, done.stderr
    papers = [paper for paper in (beside / "out").iterdir() if paper.suffix not in (".csv", ".json")]
    assert {"supervision.docx", "secretary.docx", "notice.docx", "deadlines.xlsx"} <= {paper.name for paper in papers}
    for paper in papers:
        assert said.replace(" ", "") in words(paper), paper.name
    command = "alerts", folder, "--date", "2016-07-04", "--send", "all", "--dry-run", "--lang", lang
    sent = run(*command, "--channels", beside / "channels.yaml")
    assert sent.stdout.count(said) == 2, sent.output


def test_a_plan_without_records_has_the_fingerprint_of_the_run_alone(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    assert run("meeting", tmp_path, "-o", tmp_path / "out", "--only", "minutes", "--lang", "zh").exit_code == 0
    last = (tmp_path / "out" / "meeting.md").read_text(encoding="utf-8").splitlines()[-1]
    assert re.fullmatch("运算指纹 [0-9a-f]{16}", last)


# the sample, whole


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_manual_compares_the_samples_own_fingerprint(lang: str) -> None:
    assert f"verify plans/kashgar --tip {digest(KASHGAR / 'updates' / '2016-04-05.yaml')[:16]}\n" in manual(lang)


@pytest.mark.long
def test_the_index_carries_the_fingerprint_and_how_to_compare_it(folder: Path, tmp_path: Path) -> None:
    assert run("meeting", folder, "-o", tmp_path / "out", "--lang", "zh").exit_code == 0
    printed = digest(folder / WEEKS[2])[:16]
    last = (tmp_path / "out" / "index.md").read_text(encoding="utf-8").splitlines()[-1]
    assert f"记录指纹 {printed}" in last
    assert last.endswith(f"--tip {printed}")


@pytest.mark.long
def test_every_two_hundredth_part_of_every_record_of_the_sample(tmp_path: Path) -> None:
    """Cut there, the file is the first that is named; of the newest `verify` ends with 12 as well."""
    files, parts = contents(KASHGAR), share_of(200)
    newest = "updates/2016-04-05.yaml"
    for name, data in files.items():
        for cut in sorted({len(data) * part // parts for part in range(parts)}):
            if name == "plan.yaml" and not data[cut:].strip():
                continue
            (fault, *_) = chain_of({**files, name: data[:cut]}).faults
            assert fault.name == name, (name, cut)
    folder = Path(shutil.copytree(KASHGAR, tmp_path / "k", ignore=shutil.ignore_patterns("meetings")))
    for cut in sorted({len(files[newest]) * part // parts for part in range(parts)}):
        (folder / newest).write_bytes(files[newest][:cut])
        assert run("verify", folder).exit_code == Exit.CHANGED, cut


@pytest.mark.long
def test_of_two_thousand_edits_of_the_sample_none_is_missed() -> None:
    """Bytes, lines and ends of every record, half of them of the newest, which nothing follows."""
    files = contents(KASHGAR)
    newest, names, chance = "updates/2016-04-05.yaml", sorted(files), random.Random(20261128)
    for _ in range(share_of(2000)):
        name = newest if chance.random() < 0.5 else chance.choice(names)
        data = files[name]
        lines, at = data.splitlines(keepends=True), chance.randrange(len(data))
        k = chance.randrange(len(lines))
        changed = chance.choice(
            [
                data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :],
                data[:at] + data[at + 1 :],
                data[:at] + chance.choice([b" ", b"\n", b"\r", b"x", b"#", b"0"]) + data[at:],
                data[:at],
                b"".join([*lines[:k], *lines[k + 1 :]]),
                b"".join([*lines[:k], lines[k], *lines[k:]]),
                b"".join(lines[: -chance.randrange(1, 4)]),
                b"".join(lines[: -chance.randrange(1, 3)]).replace(b"remaining: ", b"remaining: 1"),
            ]
        )
        if changed == data:
            continue
        chain = chain_of({**files, name: changed})
        told = [record.name for record in (*chain.faults, *chain.notices)]
        assert told[:1] == [name], (name, changed[-300:])
