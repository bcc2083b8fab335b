"""The comparison of two checkouts can fail: every kind of difference is found, and nothing is where there is none."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from compare_checkouts import MEETING, Facts, compare, compare_checkouts, compare_folders, facts_of, tell, units_of
from PIL import Image
from PIL.PngImagePlugin import PngInfo

KASHGAR = Path(__file__).parent.parent / "plans" / "kashgar"


def picture(*dots: tuple[int, int], size: tuple[int, int] = (20, 10), dpi: int = 100, said: str = "") -> bytes:
    """A white PNG with some dots that are nearly white."""
    image = Image.new("RGB", size, (255, 255, 255))
    for dot in dots:
        image.putpixel(dot, (255, 254, 252))
    about = PngInfo()
    about.add_text("Software", said)
    out = io.BytesIO()
    image.save(out, "png", dpi=(dpi, dpi), pnginfo=about)
    return out.getvalue()


def archive(members: dict[str, bytes], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as into:
        for name, data in members.items():
            into.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "before", "after", "what"),
    [
        ("a.png", picture(), picture((3, 4), (5, 8)), "pixels: 2 of 200 (1 %) in (3, 4, 6, 9), by up to 3 of 255"),
        ("a.png", picture(), picture(size=(20, 11)), "size in pixels: (20, 10) -> (20, 11)"),
        ("a.md", b"one\ntwo\n", b"one\ntoo\n", "line 2: 'two' -> 'too'"),
        ("a.md", b"one\n", b"one\r\n", r"line 1: 'one' -> 'one\r'"),
        ("a.md", b"one", b"one\n", "line 2: no such line -> ''"),
        ("a.csv", b"\xef\xbb\xbfid", b"id", r"line 1: '\ufeffid' -> 'id'"),
        ("a.xer", "工期".encode("gb18030"), "工日".encode("gb18030"), r"line 1: '\udcb9"),
        ("a.pdf", b"%PDF\0\1", b"%PDF\0\2", r"byte 5: b'\x01' -> b'\x02'"),
        ("a.html", b"x" * 500 + b"old" + b"y" * 500, b"x" * 500 + b"new" + b"y" * 500, f"line 1: …'{'x' * 30}oldyyy"),
    ],
)
def test_a_difference_is_found_and_placed(name: str, before: bytes, after: bytes, what: str) -> None:
    found = compare(name, before, after)
    assert found is not None
    assert found.counts
    assert found.what.startswith(what)
    assert compare(name, before, before) is None


def test_dots_an_inch_count() -> None:
    found = compare("a.png", picture(), picture(dpi=200))
    assert found is not None
    assert found.counts
    assert found.what.startswith("dots an inch")


def test_a_picture_that_only_says_otherwise_who_drew_it_is_noted() -> None:
    found = compare("a.png", picture(said="1"), picture(said="2"))
    assert found is not None
    assert not found.counts
    assert found.what == "the same pixels; Software: '1' -> '2'"


LETTER = {"word/document.xml": "<w:t>六月三十日前完成</w:t>".encode(), "word/media/a.png": picture()}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (
            {"word/document.xml": "<w:t>六月三十日后完成</w:t>".encode()},
            "word/document.xml line 1: '<w:t>六月三十日前完成</w:t>' -> '<w:t>六月三十日后完成</w:t>'",
        ),
        ({"word/media/a.png": picture((1, 1))}, "word/media/a.png pixels: 1 of 200"),
        ({"word/more.xml": b""}, "word/more.xml: missing before"),
        ({"word/document.xml": b"", "word/media/a.png": picture((1, 1))}, "word/document.xml line 1: "),
    ],
)
def test_a_changed_member_of_a_letter_is_found(changed: dict[str, bytes], what: str) -> None:
    found = compare("notice.docx", archive(LETTER), archive({**LETTER, **changed}))
    assert found is not None
    assert found.counts
    assert found.what.startswith(what)
    assert found.what.endswith("(and 1 more members)") == (len(changed) == 2)


def test_a_member_that_is_gone_is_found() -> None:
    found = compare("notice.docx", archive(LETTER), archive(dict([*LETTER.items()][:1])))
    assert found is not None
    assert found.counts
    assert found.what == "word/media/a.png: missing after"


def test_the_same_members_packed_otherwise_are_noted() -> None:
    found = compare("a.xlsx", archive(LETTER), archive(LETTER, packed=zipfile.ZIP_STORED))
    assert found is not None
    assert not found.counts


def test_what_is_allowed_to_differ_is_noted_and_everything_else_still_found() -> None:
    allowed = [re.compile(r"daopai \d[.\d]*")]
    noted = compare("a.md", b"made by daopai 0.1\non time", b"made by daopai 0.2.1\non time", allowed)
    assert noted is not None
    assert not noted.counts
    found = compare("a.md", b"made by daopai 0.1\non time", b"made by daopai 0.2.1\nlate", allowed)
    assert found is not None
    assert found.what == "line 2: 'on time' -> 'late'"


def test_a_missing_paper_is_found_on_either_side_and_a_lock_is_none(tmp_path: Path) -> None:
    for side, names in (("before", ["same.md", "old.md", ".daopai.lock"]), ("after", ["same.md", "new.md"])):
        (tmp_path / side / "meeting").mkdir(parents=True)
        for name in names:
            (tmp_path / side / "meeting" / name).write_text("text")
    found = compare_folders(tmp_path / "before", tmp_path / "after")
    said = {name: one and one.what for name, one in found.items()}
    assert said == {
        "meeting/same.md": None,
        "meeting/old.md": "missing after",
        "meeting/new.md": "missing before",
    }


def test_the_meetings_are_all_updates_and_three_days_without_one() -> None:
    days = (date(2016, 1, 4), date(2016, 1, 11), date(2016, 2, 1))
    extra = [date(2015, 12, 28), date(2016, 1, 21), date(2016, 2, 8)]
    assert Facts("plan", days, date(2015, 1, 1), {}).meetings == tuple(sorted([*days, *extra]))
    sample = facts_of(KASHGAR)
    assert len(sample.meetings) == 16
    assert len(sample.each["task"]) == 44


def test_every_meeting_is_asked_everything_in_both_languages() -> None:
    facts = facts_of(KASHGAR)
    units = {unit.folder: {run.name for run in unit.runs} for unit in units_of(facts)}
    asked = {f"{day}-{lang}" for day in facts.meetings for lang in ("zh", "en")}
    assert units.keys() == asked | {"plan-zh", "plan-en"}
    plain = {run.name for run in MEETING if "{" not in run.name}
    assert all(plain | {f"explain-{task}" for task in facts.each["task"]} <= units[folder] for folder in asked)
    chosen = units_of(facts, quick=True, only=[re.compile("zh/meeting$")])
    assert [(unit.folder, [run.name for run in unit.runs]) for unit in chosen] == [("2016-04-05-zh", ["meeting"])]
    assert chosen[0].runs[0].ways[0] == "meeting kashgar --date 2016-04-05 --out meeting --lang zh"


def test_answers_that_are_gone_from_both_sides_are_not_taken_for_equal(capsys: pytest.CaptureFixture[str]) -> None:
    runs = [("2016-04-05-zh/meeting", 0, 1)]
    assert tell({"2016-04-05-zh/answers/meeting.txt": None}, runs, runs)
    assert not tell({}, runs, runs)
    assert "2 answers were written and are gone, the first of 2016-04-05-zh/meeting" in capsys.readouterr().out


CODE = """
import sys
from pathlib import Path

def main(args, prog_name):
    "A product that draws nothing: it writes one paper, says so, and ends as it is told to."
    if "{refused}" in args:
        sys.stderr.write("Error: No such option: {refused}")
        raise SystemExit(2)
    folder = Path(args[args.index("{option}") + 1])
    folder.mkdir()
    (folder / "minutes.md").write_text("{text}")
    print("written", sys.stdout.isatty())
    {end}
"""


def checkout(folder: Path, *, option: str = "--out", text: str = "on time", end: str = "raise SystemExit(0)") -> str:
    """A checkout whose product knows one way to say where papers go."""
    (folder / "schedule" / "commands").mkdir(parents=True)
    (folder / "schedule" / "__init__.py").touch()
    refused = "-o" if option == "--out" else "--out"
    code = CODE.format(option=option, refused=refused, text=text, end=end)
    (folder / "schedule" / "commands" / "__init__.py").write_text(code)
    return str(folder)


def compared(*sides: str) -> tuple[int, str]:
    """Exit code and output of the comparison of one meeting's papers."""
    asked = ["--plan", str(KASHGAR), "--quick", "--only", "zh/meeting$"]
    done = CliRunner().invoke(compare_checkouts, [*sides, *asked], catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.slow
def test_two_products_that_differ_in_an_options_name_give_equal_papers(tmp_path: Path) -> None:
    code, said = compared(checkout(tmp_path / "before"), checkout(tmp_path / "after", option="-o"))
    assert code == 0, said
    assert "note: meeting: asked by way 1 of its row before, by way 2 after (1 times)\n" in said
    assert "2 papers of 1 weeks, 0 differ" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": "late"}, "meeting/minutes.md: line 1: 'on time' -> 'late'"),
        ({"end": "raise SystemExit(3)"}, "answers/meeting.txt: line 1: 'exit code 0' -> 'exit code 3'"),
        ({"end": "sys.stderr.write('hm')"}, "answers/meeting.txt: line 6: '' -> 'hm'"),
    ],
)
def test_another_paper_exit_code_or_talk_is_found(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    code, output = compared(checkout(tmp_path / "before"), checkout(tmp_path / "after", **changed))
    assert code == 1, output
    assert f"2016-04-05-zh/{said}\n" in output
    assert "2 papers of 1 weeks, 1 differ" in output


@pytest.mark.slow
def test_products_that_crash_alike_are_not_taken_for_equal(tmp_path: Path) -> None:
    code, said = compared(*(checkout(tmp_path / side, end="raise KeyError('x')") for side in ("before", "after")))
    assert code == 1, said
    assert "crashed: 2016-04-05-zh/meeting\n" in said
    assert "0 differ" in said
    assert "no command succeeded" in said
