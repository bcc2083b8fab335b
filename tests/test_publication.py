"""What a zone publishes to its plans: sealed, accepted by each plan itself, and told where it has changed since."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import schedule
from schedule.commands import main
from schedule.commands.conduct.exits import Exit
from schedule.files.sealed.external import external_text, read_external
from schedule.model import External, Published

P = """\
daopai: 1
project: {name: 甲园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {land: {name: 国土局}}
tasks:
  a: {name: 地块, duration: 5wd, body: land}
  b: {name: 道路, duration: 3wd, after: [a], body: land}
"""
Q = """\
daopai: 1
project: {name: 乙园, start: 2016-03-07, calendar: office}
calendars: {office: {week: mon-fri}}
bodies: {dilian: {name: 地区国土局}}
tasks:
  c: {name: 场平, duration: 4wd, body: dilian}
  d: {name: 货场, duration: 2wd, after: [c], body: dilian, deadline: 2016-03-18}
"""
ZONE = """\
daopai-portfolio: 1
name: 一区
plans: {p: {plan: p}, q: {plan: q}}
relations: [{from: p.b, to: q.d, type: FS+1wd}]
"""


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    for key, text in {"p": P, "q": Q}.items():
        (tmp_path / key).mkdir()
        (tmp_path / key / "plan.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "zone.yaml"
    path.write_text(ZONE, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


def publish(zone: Path, day: str) -> Result:
    done = run("portfolio", "publish", zone, "--date", day)
    assert done.exit_code == 0, done.output
    return done


def accept(park: Path, day: str, begins: str) -> None:
    said = ("--reason", "甲园道路", "--approved-by", "乙园专班")
    assert run("decide", park, f"d external_early_start={begins}", "--date", day, *said).exit_code == 0


def last_day(park: Path) -> date:
    return schedule.meeting(schedule.load(park)).schedule.tasks["d" if park.name == "q" else "b"].last_day


def told(park: Path, lang: str = "zh") -> str:
    found = run("schedule", park, "--lang", lang)
    return found.stdout + found.stderr


def test_what_is_published_moves_no_plan_until_it_accepts_it(zone: Path) -> None:
    """b ends on Wednesday 16, one working day later d can begin: Friday 18, to Monday 21. Alone d ends on Monday 14."""
    park = zone.parent / "q"
    said = publish(zone, "2016-03-07").stdout
    assert "external_early_start=2016-03-18" in said
    assert last_day(park) == date(2016, 3, 14)
    assert "3月18日以前不能开始；本计划还没有接受" in told(park)
    assert "没有接受" in run("portfolio", "meeting", zone).stdout
    accept(park, "2016-03-07", "2016-03-18")
    assert "3月18日" in run("portfolio", "meeting", zone).stdout
    assert last_day(park) == date(2016, 3, 21)
    assert "发布" not in told(park)
    assert "要等别的项目" in run("explain", park, "d").stdout
    assert publish(zone, "2016-03-07").stdout.count("已在") == 2
    assert "daopai decide" not in publish(zone, "2016-03-07").stdout


def test_both_secretaries_read_what_has_changed_since_it_was_accepted(zone: Path) -> None:
    """On the 14th a has two working days left: to the 15th; b 16 to 18; lag Monday 21: d Tuesday 22."""
    giver, taker = zone.parent / "p", zone.parent / "q"
    publish(zone, "2016-03-07")
    accept(taker, "2016-03-07", "2016-03-18")
    assert run("update", giver, "--date", "2016-03-14", "a started=2016-03-07 remaining=2wd").exit_code == 0
    assert "“道路”有乙园“货场”在等：3月7日发布给它的是3月16日，现在预计3月18日" in told(giver)
    assert "发布" not in told(taker)
    publish(zone, "2016-03-14")
    assert "发布给它" not in told(giver)
    assert run("update", taker, "--date", "2016-03-14", "c started=2016-03-07 finished=2016-03-10").exit_code == 0
    assert "3月14日发布的是3月22日以前不能开始，本计划接受的是3月18日" in told(taker)
    assert "accepted 18 Mar" in told(taker, "en")
    assert last_day(taker) == date(2016, 3, 21)


def test_what_no_longer_holds_a_plan_back_is_told_too(zone: Path) -> None:
    """b was done on Wednesday 9: d waits for c alone, which ends on Thursday 10."""
    giver, taker = zone.parent / "p", zone.parent / "q"
    publish(zone, "2016-03-07")
    accept(taker, "2016-03-07", "2016-03-18")
    done = ("a started=2016-03-07 finished=2016-03-07", "b started=2016-03-08 finished=2016-03-09")
    assert run("update", giver, "--date", "2016-03-10", *done).exit_code == 0
    publish(zone, "2016-03-10")
    assert run("update", taker, "--date", "2016-03-10", "c started=2016-03-07 remaining=1wd").exit_code == 0
    assert "3月10日发布的已不推后它，本计划还按接受的3月18日以前不能开始排" in told(taker)


def test_a_record_that_was_changed_is_not_read_and_that_is_told(zone: Path) -> None:
    publish(zone, "2016-03-07")
    (record,) = (zone.parent / "q" / "external").iterdir()
    record.write_text(record.read_text(encoding="utf-8").replace("2016-03-18", "2016-03-28"), encoding="utf-8")
    _, faults = schedule.read(zone.parent / "q")
    assert [fault.code for fault in faults if fault.code.startswith("external")] == ["external-altered"]
    assert schedule.load(zone.parent / "q").external == ()
    assert "2016-03-07.yaml" in run("check", zone.parent / "q").output
    publish(zone, "2016-03-07")
    assert [one.day for one in schedule.load(zone.parent / "q").external] == [date(2016, 3, 7)]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("data_date: 2016-03-07", "data_date: 2016-02-30", "bad-date"),
        ("comes: 2016-03-16", "comes: soon", "bad-date"),
        ("early_start: 2016-03-18", "early_start: 3999-01-01", "bad-date"),
        ("daopai-external: 1", "daopai-external: 2", "unknown-format"),
    ],
)
def test_a_record_that_a_zone_sealed_and_nobody_can_read_is_told(zone: Path, was: str, now: str, code: str) -> None:
    """Its seal is right, so that it was written so: that is no reason to pass over it in silence."""
    publish(zone, "2016-03-07")
    (record,) = (zone.parent / "q" / "external").iterdir()
    text = record.read_text(encoding="utf-8").partition("seal:")[0]
    assert was in text
    text = text.replace(was, now)
    record.write_text(f"{text}seal: {sha256(text.encode()).hexdigest()}\n", encoding="utf-8")
    _, faults = schedule.read(zone.parent / "q")
    (fault,) = faults
    assert fault.code == code
    assert fault.location is not None
    assert text.splitlines()[fault.location.line - 1].strip().startswith(("data", "daopai", "- {"))


def test_a_meeting_of_before_knows_nothing_of_what_was_published_later(zone: Path) -> None:
    publish(zone, "2016-03-14")
    assert "发布" not in run("schedule", zone.parent / "q", "--date", "2016-03-10").output


@pytest.mark.parametrize(
    ("relation", "said", "place"),
    [
        ("{from: p.b, to: q.dd}", "没有编号为“q.dd”的任务。是不是“q.d”", "zone.yaml:4:20"),
        ("{from: p.bb, to: q.d}", "没有编号为“p.bb”的任务。是不是“p.b”", "zone.yaml:4:20"),
        ("{from: p.b, to: q.c}, {from: q.d, to: p.a}", "前置关系绕成了圈", "plan.yaml:7"),
    ],
)
def test_a_coordinator_is_told_where_the_zones_relations_are_wrong(
    zone: Path, relation: str, said: str, place: str
) -> None:
    """What the zone's meeting refuses, publishing refuses as well, in the same words; nothing is written."""
    zone.write_text(ZONE.replace("{from: p.b, to: q.d, type: FS+1wd}", relation), encoding="utf-8")
    done = run("portfolio", "publish", zone, "--date", "2016-03-07")
    assert done.exit_code == Exit.FAULTY
    assert said in done.stderr
    assert place in done.stderr
    assert said.split("。")[0] in run("portfolio", "meeting", zone).output
    assert not (zone.parent / "q" / "external").exists()


def test_a_coordinator_is_told_which_relation_nobody_could_publish(zone: Path) -> None:
    (zone.parent / "p" / "plan.yaml").unlink()
    done = run("portfolio", "publish", zone, "--date", "2016-03-07")
    assert done.exit_code == Exit.FAULTY
    assert "p.b → q.d 没有算进去：有一头的园区读不进来" in done.stderr
    assert "没有关系" not in done.stderr, "there is one"


def test_a_coordinator_is_told_that_an_option_means_nothing_here(zone: Path) -> None:
    for idle in (("-o", zone.parent / "out.txt"), ("--workers", 2)):
        assert run("portfolio", "publish", zone, "--date", "2016-03-07", *idle).exit_code == Exit.USAGE
    assert not (zone.parent / "q" / "external").exists()


# What a plan refuses in a name, a park's record of it does not hold either.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text)
DAY = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.slow
@given(st.builds(Published, TEXT, TEXT, TEXT, DAY, st.just(True), st.none(), st.booleans()), TEXT, DAY)
def test_a_record_is_read_as_it_was_written(row: Published, zone: str, day: date) -> None:
    made = External(zone, day, (Published("d", "甲", "乙", day, early_start=24307200), row))
    assert read_external(external_text(made).encode(), "external/zone.yaml") == (made, ())


def resealed(park: Path, old: str, new: str) -> str:
    """What `check` says of a publication that says something else, sealed as a release would have written it."""
    (file,) = (park / "external").iterdir()
    text = file.read_text(encoding="utf-8").rpartition("seal: ")[0]
    assert old in text
    text = text.replace(old, new, 1)
    file.write_text(f"{text}seal: {sha256(text.encode()).hexdigest()}\n", encoding="utf-8")
    done = run("check", park)
    assert done.exit_code == 1
    return done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("daopai-external: 1", "daopai-external: 2", ":1:18"),
        ("data_date: 2016-03-07", "data_date: 3月7日", "“3月7日”不是日期"),
        ("comes: 2016-03-16", "comes: 2016-02-30", "“2016-02-30”不是日期"),
        ("early_start: 2016-03-18", "early_start: soon", "“soon”不是日期"),
        ("task: d, ", "", "task"),
    ],
)
def test_an_engineer_is_told_where_a_publication_cannot_be_read(zone: Path, old: str, new: str, said: str) -> None:
    """No row of it is left out without a word: what the zone said would be gone from every paper of the park."""
    publish(zone, "2016-03-07")
    assert said in resealed(zone.parent / "q", old, new)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the publishers are forks")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the threads of a test runner hold nothing of ours
def test_secretaries_who_publish_at_the_same_instant_all_hear_that_it_is_there(zone: Path) -> None:
    children = []
    for k in range(6):
        child = os.fork()
        if not child:
            done = run("portfolio", "publish", zone, "--date", "2016-03-07")
            (zone.parent / f"said{k}").write_text(f"{done.exit_code} {done.output}", encoding="utf-8")
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    assert {(zone.parent / f"said{k}").read_text(encoding="utf-8")[0] for k in range(6)} == {"0"}
    assert [one.name for one in (zone.parent / "q" / "external").iterdir()] == ["zone-2016-03-07.yaml"]


def test_two_who_publish_something_else_at_the_same_instant_both_leave_a_record(
    zone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another publisher takes the name between the question whether it is free and the writing."""
    from schedule.commands.portfolio import publishing

    write, other = publishing.write_atomically, External("别区", date(2016, 3, 7))

    def overtaken(path: Path, data: bytes, *, exclusive: bool) -> None:
        if not path.exists() and path.name == "zone-2016-03-07.yaml":
            path.write_text(external_text(other), encoding="utf-8")
        write(path, data, exclusive=exclusive)

    monkeypatch.setattr(publishing, "write_atomically", overtaken)
    publish(zone, "2016-03-07")
    names = sorted(one.name for one in (zone.parent / "q" / "external").iterdir())
    assert names == ["zone-2016-03-07-2.yaml", "zone-2016-03-07.yaml"]
    assert len(schedule.load(zone.parent / "q").external) == 2


def test_a_secretary_publishes_to_the_others_where_one_folder_takes_nothing(zone: Path) -> None:
    """A file stands where the first park's folder of publications is to be: told, and the second has its record."""
    (zone.parent / "p" / "external").write_text("x", encoding="utf-8")
    done = run("portfolio", "publish", zone, "--date", "2016-03-07")
    assert done.exit_code == 18
    assert f"这里要的是文件夹，却有一个文件 {zone.parent / 'p' / 'external'}" in done.stderr
    assert "File exists" not in done.output
    assert (zone.parent / "q" / "external" / "zone-2016-03-07.yaml").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
@pytest.mark.parametrize("endless", ["pipe", "zero"])
def test_a_zones_meeting_with_a_cache_ends_where_a_publication_never_would(zone: Path, endless: str) -> None:
    park, text = zone.parent / "q", zone.read_text(encoding="utf-8")
    zone.write_text(text.partition("relations:")[0], encoding="utf-8")  # only summaries of untied plans are kept
    (park / "external").mkdir()
    place = park / "external" / "zone-2016-03-07.yaml"
    if endless == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/zero")
    done = run("portfolio", "meeting", zone, "--cache", zone.parent / "kept")
    assert done.exit_code == 1
    assert f"文件读不出来：{place}" in done.stderr
    assert "甲园" in done.stdout


def test_a_zones_command_takes_away_what_killed_ones_left_in_its_parks(zone: Path) -> None:
    """A record, a publication and a certificate whose writers were killed before they had their names."""
    left = [
        zone.parent / "q" / folder / f".{name}.0123abcd.tmp"
        for folder, name in (
            ("updates", "2016-03-07.yaml"),
            ("external", "zone-2016-03-07.yaml"),
            ("certificates", "2016-03-07.json"),
        )
    ]
    mine = zone.parent / "q" / "updates" / ".mine.tmp"
    for place in (*left, mine):
        place.parent.mkdir(exist_ok=True)
        place.write_text("half", encoding="utf-8")
    assert run("portfolio", "meeting", zone).exit_code == 0
    assert [one for one in (*left, mine) if one.exists()] == [mine]
