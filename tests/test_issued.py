"""A meeting's papers say who made them, its figures are kept beside them, and a later run is held against those."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import schedule
from schedule.analysis.views.issued import issued
from schedule.commands import main
from schedule.files.records.issued import ISSUED, issued_text, read_issued
from schedule.files.records.papers import MANIFEST
from schedule.files.records.plan_folder import seal_history
from schedule.issued import Change, Comparison, Issued, Part, Replaced, compared, is_same_meeting, replaced
from schedule.output import meeting_folder
from schedule.output.answers.issued import change_table, comparison_text, figure_name, told_changes
from schedule.output.figures.album import draw_all
from schedule.output.words.catalogue import words
from schedule.output.words.languages import languages
from schedule.output.words.phrases import voice_of
from schedule.version import RULES, THIS, Version

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"
XER = Path(__file__).parent / "xer"
PLAN = """\
daopai: 1
project: {name: 示例, start: 2016-03-01, calendar: china}
bodies: {works: {name: 城投公司}}
tasks:
  survey: {name: 勘察, name_en: Survey, duration: 7wd, body: works}
  design: {name: 设计, name_en: Design, duration: 20wd, after: [survey], deadline: 2016-05-31}
"""
WEEK = "data_date: 2016-03-07\nprogress:\n  survey: {started: 2016-03-01, remaining: 4wd}\n"
OLD = Version("0.0.9", 0)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan with one week, typed and not sealed yet; its meetings draw no charts, which take seconds."""
    monkeypatch.setattr(meeting_folder, "PAPERS", {**meeting_folder.PAPERS, "charts": lambda *_: []})
    home = tmp_path / "road"
    (home / "updates").mkdir(parents=True)
    (home / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (home / "updates" / "2016-03-07.yaml").write_text(WEEK, encoding="utf-8")
    return home


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def meeting(folder: Path, *words: str) -> Result:
    """One run of the meeting."""
    done = run("meeting", folder, *words)
    assert done.exit_code == 0, done.stderr
    return done


def papers(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "meetings" / "2016-03-07").iterdir()}


def keep(folder: Path, change: dict[str, object]) -> None:
    """Put other figures beside the papers than those that were computed."""
    path = folder / "meetings" / "2016-03-07" / ISSUED
    found = read_issued(path)
    assert found is not None
    path.write_text(issued_text(replace(found, **change)), encoding="utf-8")  # type: ignore[arg-type]


def kept(folder: Path) -> Issued:
    found = read_issued(folder / "meetings" / "2016-03-07" / ISSUED)
    assert found is not None
    return found


# the figures


def every_meeting() -> Iterator[Issued]:
    project = schedule.load(KASHGAR)
    for update in project.updates:
        yield issued(schedule.meeting(project, update.data_date))
    for path in sorted(XER.glob("*.xer"))[:3]:
        found, _ = schedule.read(path)
        if found is not None:
            yield issued(schedule.meeting(found))


@pytest.mark.slow
def test_what_is_kept_is_read_as_it_was_written(tmp_path: Path) -> None:
    for found in every_meeting():
        for one in (found, replace(found, replaced=Replaced(OLD, 3, ("plan", "updates/2016-03-07")))):
            (tmp_path / ISSUED).write_text(issued_text(one), encoding="utf-8")
            assert read_issued(tmp_path / ISSUED) == one


def test_the_figures_are_those_of_the_snapshot() -> None:
    """Against the schedule's own values, by hand, for one task and the headline of a week with a move."""
    snapshot = schedule.meeting(schedule.load(KASHGAR))
    found, head = issued(snapshot), snapshot.headline
    assert found.made_by == THIS
    assert found.data_date == "2016-04-05T00:00"
    assert (found.headline["target"], found.headline["margin_min"]) == (head.target, head.margin)
    assert list(found.tasks) == list(snapshot.schedule.state.plan.tasks)
    dates = snapshot.schedule.tasks["workshop-frame"]
    task = found.tasks["workshop-frame"]
    assert (task["total_float_min"], task["stage"]) == (dates.total_float, dates.stage.value)
    assert {name: one["light"] for name, one in found.tasks.items()} == {
        name: one.value for name, one in snapshot.lights.items()
    }
    assert snapshot.ledger is not None
    parts = [one["moved_min"] for name, one in found.ledger.items() if not name.startswith("move ")]
    assert sum(part for part in parts if isinstance(part, int)) == snapshot.ledger.moved
    assert len(parts) == len(snapshot.ledger.parts), "no two parts share a name"
    assert next(iter(found.sources)) == "plan"
    assert len(found.sources) == 1 + 13 + 1


def test_a_meeting_rests_only_on_what_it_knew() -> None:
    project = schedule.load(KASHGAR)
    first = issued(schedule.meeting(project, project.updates[0].data_date))
    assert [*first.sources] == ["plan", "updates/2016-01-04", "baselines/B0"]
    assert first.ledger == {}


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b"[]", b"null", b'{"daopai_snapshot": 2}', b"[" * 9999]))
def test_what_cannot_be_understood_is_nothing_to_compare_with(data: bytes) -> None:
    with TemporaryDirectory() as place:
        path = Path(place) / ISSUED
        assert read_issued(path) is None
        path.write_bytes(data)
        assert read_issued(path) is None


def test_each_figure_that_is_no_figure_is_refused(tmp_path: Path) -> None:
    text = issued_text(next(every_meeting()))
    for old, new in (
        ('"reached": false', '"reached": []'),
        (f'"rules": {RULES}', '"rules": "x"'),
        ('"plan": "', '"plan": 1, "x": "'),
    ):
        assert old in text
        (tmp_path / ISSUED).write_text(text.replace(old, new, 1), encoding="utf-8")
        assert read_issued(tmp_path / ISSUED) is None


def test_differences_are_told_once_and_in_order() -> None:
    task = {"start": "a", "early_start": "a", "finish": "b", "early_finish": "b", "light": "red"}
    was = Issued(
        OLD, "d", {"plan": "1", "updates/x": "2"}, {"margin_min": 5}, {"t": task, "gone": {}}, {"p": {"days": 1}}
    )
    later = {"start": "A", "early_start": "A", "finish": "b", "early_finish": "c", "light": "red", "new": 1}
    now = Issued(
        THIS, "d", {"plan": "1", "updates/x": "3"}, {"margin_min": 4}, {"t": later, "come": {}}, {"p": {"days": 2}}
    )
    found = compared(was, now)
    assert found.changes == (
        Change(Part.HEADLINE, "", "margin_min", 5, 4),
        Change(Part.TASK, "t", "start", "a", "A"),
        Change(Part.TASK, "t", "early_finish", "b", "c"),
        Change(Part.TASK, "come", "", None, True),
        Change(Part.TASK, "gone", "", True, None),
        Change(Part.LEDGER, "p", "days", 1, 2),
    )
    assert found.sources == ("updates/x",)
    assert replaced(was, now) == Replaced(OLD, 6, ("updates/x",))
    assert not compared(now, now).is_told
    assert compared(replace(now, made_by=OLD), now).is_told, "other rules are said, whether or not a figure differs"
    other = replace(now, made_by=Version("9.9.9", THIS.rules))
    assert not compared(other, now).is_told, "another product with the same rules and figures is not"
    assert is_same_meeting(was, now)
    assert not is_same_meeting(was, replace(now, data_date="e"))
    assert not is_same_meeting(was, replace(now, tasks={"other": {}}))


# a meeting that is run again


@pytest.mark.slow
def test_a_meeting_run_twice_says_nothing_and_gives_the_same_bytes(folder: Path) -> None:
    first = meeting(folder)
    before = papers(folder)
    again = meeting(folder)
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert papers(folder) == before
    assert kept(folder).replaced is None


@pytest.mark.slow
@pytest.mark.parametrize("lang", languages())
def test_other_rules_are_said_in_one_line_and_which_figures_differ(folder: Path, lang: str) -> None:
    first = meeting(folder, "--lang", lang)
    tasks = {**kept(folder).tasks, "design": {**kept(folder).tasks["design"], "finish": "2016-04-30T00:00"}}
    keep(folder, {"made_by": OLD, "tasks": tasks})
    again = meeting(folder, "--lang", lang)
    told = again.stdout.removeprefix(first.stdout).splitlines()
    begin, clause, end = {
        "zh": ("先前的材料由 daopai 0.0.9、规则 0 生成，现在是 daopai {}、规则 {}", "；", "有 1 个数不同"),
        "en": (
            "The papers before these were made by daopai 0.0.9, rules 0; this is daopai {}, rules {}",
            "; ",
            "1 figure changed",
        ),
    }[lang]
    since = [words(lang)[f"rules.{number}"] for number in range(1, RULES + 1)]
    line = clause.join([begin.format(THIS.product, THIS.rules), *since, end])
    assert told[1] == line
    assert again.stderr == first.stderr
    name, figure = {"zh": ("设计", "完成时间"), "en": ("Design", "Finish")}[lang]
    # A finish at midnight is that of the day before, as on every paper. Twenty days from 11 March end on 8 April: the
    # 4th is Qingming.
    days = {"zh": ["4月29日", "4月8日"], "en": ["29 Apr", "8 Apr"]}[lang]
    assert re.split(r"\s{2,}", told[-1]) == [name, figure, *days]
    minutes = (folder / "meetings" / "2016-03-07" / "meeting.md").read_text(encoding="utf-8")
    assert minutes.splitlines().count(line) == 1
    assert kept(folder).replaced == Replaced(OLD, 1)
    # What was said once stays said: the next run finds nothing new, and its papers are the same bytes.
    before = papers(folder)
    assert meeting(folder, "--lang", lang).stdout == first.stdout
    assert papers(folder) == before


@pytest.mark.slow
def test_the_secretary_reads_days_as_on_the_papers_and_minutes_only_where_the_days_are_the_same(folder: Path) -> None:
    meeting(folder)
    room = kept(folder).headline["margin_min"]
    assert isinstance(room, int)
    tasks = {**kept(folder).tasks}
    tasks["survey"] = {
        **tasks["survey"],
        "finish": "2016-03-10T17:00",
        "requested_finish": "2016-03-09",
        "stage": "finished",
    }
    headline = {**kept(folder).headline, "margin_min": room + 3 * 1440}
    ledger = {"progress survey": {"held": "works:1440:1"}}
    keep(folder, {"headline": headline, "tasks": tasks, "ledger": ledger})
    rows = {
        tuple(cells[:2]): cells[2:]
        for line in kept_changes(meeting(folder).stdout)
        if (cells := re.split(r"\s{2,}", line))
    }
    # Four working days are left on Monday the 7th, to the end of Thursday the 10th. From 8 April to 31 May are 53 days.
    assert rows["总的结论", "余地(日历日)"] == ["56 天", "53 天"]
    assert rows["勘察", "完成时间"] == ["2016-03-10 17:00", "2016-03-11 00:00"]
    assert rows["勘察", "完成时限"] == ["3月9日", "3月10日"]
    assert rows["勘察", "当前进展"] == ["已完成", "未完成"]


def test_a_week_with_more_records_tells_the_first_figures_and_counts_the_others(tmp_path: Path) -> None:
    """Thirty tasks move by a day, each with several figures; the deadline's stand first."""
    voice = voice_of(schedule.meeting(schedule.load(KASHGAR)).schedule, "zh")
    head = Change(Part.HEADLINE, "", "margin_min", 1440, 0)
    changes = (head, *(Change(Part.TASK, "works-done", "remaining_min", k, k + 1) for k in range(30)))
    explained = Comparison(THIS, THIS, changes, ("updates/2016-03-07-2",))
    assert (told_changes(explained), told_changes(replace(explained, sources=()))) == (20, 31)
    rows = change_table(explained, voice.plan, told_changes(explained)).rows
    assert (len(rows), tuple(map(voice.show, rows[0]))) == (20, ("总的结论", "余地(日历日)", "1 天", "0 天"))


@pytest.mark.slow
def test_a_record_that_changed_is_named_and_one_that_was_sealed_is_not(folder: Path) -> None:
    first = meeting(folder, "--lang", "en")
    seal_history(folder)
    assert meeting(folder, "--lang", "en").stdout == first.stdout
    week = folder / "updates" / "2016-03-07.yaml"
    week.write_text(WEEK.replace("4wd", "6wd"), encoding="utf-8")
    told = meeting(folder, "--lang", "en").stdout
    said = voice(folder).tell(comparison_text(THIS, THIS, ["updates/2016-03-07"], len(kept_changes(told))))
    assert f"\n{said}\n" in told
    assert "changed since: updates/2016-03-07" in said
    assert kept(folder).replaced == Replaced(THIS, len(kept_changes(told)), ("updates/2016-03-07",))


def kept_changes(told: str) -> list[str]:
    """The rows of the table of what differs, which stands last."""
    return told.rstrip("\n").split("\n\n")[-1].splitlines()[1:]


def voice(folder: Path):  # type: ignore[no-untyped-def]
    return voice_of(schedule.meeting(schedule.load(folder)).schedule, "en")


@pytest.mark.slow
def test_other_figures_by_the_same_rules_and_files_are_not_explained_away(folder: Path) -> None:
    meeting(folder)
    keep(folder, {"headline": {**kept(folder).headline, "margin_min": 1}})
    assert "此后规则和文件都没有变；有 1 个数不同" in meeting(folder).stdout


@pytest.mark.slow
def test_papers_of_another_week_or_without_figures_are_not_compared(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    assert meeting(folder, "--out", str(out)).stderr.count("snapshot.json") == 1  # its name among the papers
    shutil.copy(folder / "updates" / "2016-03-07.yaml", folder / "updates" / "2016-03-14.yaml")
    week = folder / "updates" / "2016-03-14.yaml"
    week.write_text(WEEK.replace("2016-03-07", "2016-03-14").replace("4wd", "1wd"), encoding="utf-8")
    assert "先前" not in meeting(folder, "--out", str(out)).stdout
    (out / ISSUED).unlink()
    told = meeting(folder, "--out", str(out))
    assert f"{out} 里先前的材料没有读得出的 snapshot.json" in told.stderr
    assert "先前" not in told.stdout


@pytest.mark.slow
def test_one_paper_alone_is_compared_and_keeps_no_figures(folder: Path) -> None:
    meeting(folder)
    keep(folder, {"made_by": OLD})
    told = meeting(folder, "--only", "minutes")
    assert "现在是" in told.stdout
    assert "现在是" in (folder / "meetings" / "2016-03-07" / "meeting.md").read_text(encoding="utf-8")
    assert kept(folder).made_by == OLD, "the other papers are still those"


@pytest.mark.parametrize("lang", languages())
def test_every_figure_has_words(lang: str) -> None:
    project = schedule.load(KASHGAR)
    snapshot = schedule.meeting(project)
    now, said = issued(snapshot), voice_of(snapshot.schedule, lang)
    figures = {name for found in (now.headline, *now.tasks.values(), *now.ledger.values()) for name in found}
    for name in figures:
        assert said.tell(figure_name(name))
    nothing = replace(
        now,
        headline=dict.fromkeys(now.headline),
        tasks={task: dict.fromkeys(found) for task, found in now.tasks.items()},
        ledger={part: dict.fromkeys(found) for part, found in now.ledger.items()},
    )
    for pair in ((now, nothing), (nothing, now)):
        for row in change_table(compared(*pair), said.plan).values(said):
            assert all(row)


# every paper says who made it


@pytest.mark.slow
def test_every_paper_names_the_version_that_made_it(tmp_path: Path) -> None:
    plan = tmp_path / "kashgar"
    shutil.copytree(KASHGAR, plan, ignore=shutil.ignore_patterns("meetings"))
    assert run("meeting", plan, "--date", "2016-03-07").exit_code == 0
    home, named = plan / "meetings" / "2016-03-07", set()
    for path in home.iterdir():
        match path.suffix:
            case ".png":
                with Image.open(path) as image:
                    assert image.info["Software"] == str(THIS), path
            case ".docx":
                assert docx.Document(str(path)).core_properties.comments == str(THIS)
            case ".xlsx":
                assert openpyxl.load_workbook(path).properties.description == str(THIS)
            case ".ics":
                assert (
                    f"\r\nPRODID:-//daopai//deadlines {THIS.product} rules {THIS.rules}//ZH\r\n".encode()
                    in path.read_bytes()
                )
            case ".html":
                text = path.read_text(encoding="utf-8")
                assert f'<meta name="generator" content="{THIS}">' in text
                assert f"<p>由 daopai {THIS.product}、规则 {THIS.rules} 生成</p><p>记录指纹 " in text
            case _:
                continue
        named.add(path.name)
    closing = f"\n\n由 daopai {THIS.product}、规则 {THIS.rules} 生成"
    assert f"{closing}\n\n记录指纹 " in (home / "meeting.md").read_text(encoding="utf-8")
    figures = f"{closing}；全部数字在 [snapshot.json](snapshot.json)\n\n记录指纹 "
    assert figures in (home / "index.md").read_text(encoding="utf-8")
    assert kept_at(home).made_by == THIS
    # What other programs read has no line of ours; the letters' text beside them says what the letters say.
    rest = {path.name for path in home.iterdir()} - named - {"meeting.md", "index.md", ISSUED, MANIFEST}
    assert {Path(name).suffix for name in rest} == {".csv", ".json", ".md"}
    assert not [name for name in rest if THIS.product.encode() in (home / name).read_bytes()]


def kept_at(home: Path) -> Issued:
    found = read_issued(home / ISSUED)
    assert found is not None
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_a_drawing_names_it_too(tmp_path: Path, form: str) -> None:
    snapshot = schedule.meeting(schedule.load(KASHGAR))
    for drawn in draw_all(snapshot, tmp_path, form=form, only=["gantt", "ladder"]):
        for path in drawn.paths:
            assert str(THIS).encode() in path.read_bytes(), path


def test_a_form_names_it(folder: Path) -> None:
    assert run("forms", folder, "--date", "2016-03-14").exit_code == 0
    (form,) = (folder / "forms" / "2016-03-14").glob("*.xlsx")
    with zipfile.ZipFile(io.BytesIO(form.read_bytes())) as file:
        assert str(THIS) in file.read("docProps/core.xml").decode()
