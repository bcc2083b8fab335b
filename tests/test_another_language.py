"""A third language is one row and one file: in its papers nothing is left of Chinese or English but names."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from language_faults import BEGUN, RED, write_language
from pseudo_language import CODE, FEW_MARK, ROOT, RUNS, in_pseudo

from schedule.diagnostics import PlanError
from schedule.output.words.further import use_languages
from schedule.output.words.languages import offered

LEFT = re.compile("[A-Za-z]+(?:[-_./][A-Za-z0-9]+)*|[、-〿一-鿿！-～]+")
"""Latin letters, ideographs and the marks between them: the language has none, and the plan's author wrote none."""
CODES = re.compile(r"[a-z0-9][a-z0-9_.:/+-]*(T[0-9:]+)?")
"""What programs read: ids, codes, points of time."""
REFUSED = {
    "explain plan no-such-task": 2,
    "explain plan works-dome": 2,
    "new park --name ガ --start 2027-03-01 --deadline 2026-12-31": 2,
    "check broken.yaml": 1,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command was run in the language."""
    folder = tmp_path_factory.mktemp("pseudo")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    subprocess.run([sys.executable, ROOT / "tests" / "pseudo_language.py", folder], check=True, env=environment)
    return folder


def answers(place: Path) -> Iterator[tuple[str, str, str]]:
    """What every command said: its command line, its exit code, its words."""
    for path in sorted((place / "said").glob("[0-9]*.txt")):
        line, code, said = path.read_text(encoding="utf-8").split("\n", 2)
        yield line.removeprefix("$ "), code, said


def names(place: Path) -> set[str]:
    """What stands in every language: the plan's ids, the names of files, the words of a file that is shown as it is."""
    plan, broken = ((place / name).read_text(encoding="utf-8") for name in ("plan/plan.yaml", "broken.yaml"))
    paths = [path.relative_to(place) for path in place.rglob("*")]
    parts = set(re.findall(r"\w+", broken))
    parts |= {part for path in paths for part in (*path.parts, str(path), path.stem, path.suffix)}
    return (
        parts
        | {str(path.relative_to("plan")) for path in paths if path.is_relative_to("plan")}
        | set(re.findall(r"^  ([a-z][a-z0-9-]+):", plan, re.MULTILINE))
    )


def left(text: str, known: set[str]) -> set[str]:
    """What of a text is in no language but Chinese or English."""
    found = set()
    text = re.sub(r"\b[0-9a-f]{16}\b", "", text)  # a fingerprint
    for match in LEFT.finditer(text):
        begin, end = match.span()
        while begin and re.match(r"[\w./-]", text[begin - 1], re.ASCII):
            begin -= 1
        while end < len(text) and re.match(r"[\w./-]", text[end], re.ASCII):
            end += 1
        if not {text[begin:end], text[begin:end].strip("./-")} & known and match[0] not in known:
            found.add(text[begin:end])
    return found


def html_texts(text: str) -> Iterator[str]:
    text = re.sub(r"(?s)<(style|script)>.*?</\1>", "", text)
    yield from map(unescape, re.findall(r">([^<]+)<", text))
    yield from map(unescape, re.findall(r'(?:aria-label|placeholder|data-say|title|alt)="([^"]*)"', text))


def letter_texts(data: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(data))
    yield document.core_properties.title
    paragraphs = [
        *document.paragraphs,
        *(p for table in document.tables for cell in table._cells for p in cell.paragraphs),
    ]
    for paragraph in paragraphs:
        yield paragraph.text
        yield paragraph.style.name


def workbook_texts(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
        if sheet.sheet_state != "visible":
            continue  # the stamp of a form, which programs read
        yield sheet.title
        for part in (sheet.oddHeader, sheet.oddFooter):
            yield from (re.sub("&[A-Z]", "", item.text or "") for item in (part.left, part.center, part.right))
        for rule in sheet.data_validations.dataValidation:
            yield from filter(None, (rule.prompt, rule.promptTitle, rule.error, rule.errorTitle))
        for row in sheet.iter_rows():
            for cell in row:
                yield from re.findall('"([^"]*)"', cell.number_format)
                if isinstance(cell.value, str) and not cell.value.startswith("="):
                    yield cell.value
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if "comments" in name or "drawing" in name:
                yield from re.findall(r"<(?:a:)?t[^>]*>([^<]*)<", archive.read(name).decode())


def table_texts(text: str) -> Iterator[str]:
    """The cells that people read; codes are for programs, and so are facts, `unit=cd; slip_days=57`."""
    for cell in (cell for row in csv.reader(StringIO(text)) for cell in row):
        parts = [re.sub(r"^\w+=", "", part) for part in cell.split("; ")] if re.match(r"\w+=", cell) else [cell]
        yield from (part for part in parts if not CODES.fullmatch(part))


def record_texts(value: object) -> Iterator[str]:
    """The values that people read; an alert's sentence stands in every language, each under its own name."""
    if isinstance(value, dict):
        for key, one in value.items():
            if not (key.startswith("sentence_") and key != f"sentence_{CODE}"):
                yield from record_texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from record_texts(one)
    elif isinstance(value, str) and not CODES.fullmatch(value):
        yield value


def calendar_texts(text: str) -> Iterator[str]:
    lines = text.replace("\r\n ", "").split("\r\n")
    yield from (
        line.partition(":")[2].replace("\\n", "\n")
        for line in lines
        if line.startswith(("SUMMARY", "DESCRIPTION", "X-WR-CALNAME"))
    )


def paper_texts(path: Path) -> list[str]:
    data = path.read_bytes()
    match path.suffix:
        case ".html":
            return [*html_texts(data.decode())]
        case ".docx":
            return [*letter_texts(data)]
        case ".xlsx":
            return [*workbook_texts(data)]
        case ".csv":
            return [*table_texts(data.decode("utf-8-sig"))]
        case ".json":
            return [*record_texts(json.loads(data))]
        case ".ics":
            return [*calendar_texts(data.decode())]
        case ".md":
            return data.decode().splitlines()
    return []


@pytest.mark.slow
def test_every_command_knows_the_language(place: Path) -> None:
    said = [*answers(place)]
    assert [line for line, _, _ in said] == [*RUNS]
    assert {line: int(code) for line, code, _ in said if code != "0"} == REFUSED


@pytest.mark.slow
def test_nothing_of_chinese_or_english_is_left_in_a_paper(place: Path) -> None:
    known = names(place)
    papers = [*(place / "plan" / "meetings").rglob("*.*"), *(place / "forms").iterdir()]
    assert {path.suffix for path in papers} == {".md", ".html", ".docx", ".xlsx", ".csv", ".json", ".ics", ".png"}
    for path in papers:
        texts = paper_texts(path)
        wordless = path.suffix == ".png" or path.name in ("snapshot.json", "papers.json")  # for programs
        assert wordless or any(re.search("[а-я]", text) for text in texts), path.name
        assert {text: found for text in texts if (found := left(text, known))} == {}, path.name


def test_nothing_of_chinese_or_english_is_left_in_a_chart(place: Path) -> None:
    drawn, known = (place / "said" / "drawn.txt").read_text(encoding="utf-8").splitlines(), names(place)
    assert len(drawn) > 200
    assert {text: found for text in drawn if (found := left(text, known))} == {}


def test_nothing_of_chinese_or_english_is_left_in_an_answer(place: Path) -> None:
    known = names(place)
    for line, _, said in answers(place):
        known_here = known | set(line.split())
        if line.endswith("csv"):
            texts = [*table_texts(said)]
        elif line.endswith("json"):
            texts = [
                *record_texts(json.loads(said[min(said.index(mark) for mark in ("\n[", "\n{") if mark in said) :]))
            ]
        else:
            # What click says of a refused command line is click's.
            texts = [
                re.sub("^(Usage: .*|Try '.*|Error: (Invalid value for |TASK: )?)", "", one) for one in said.splitlines()
            ]
        assert {text: found for text in texts if (found := left(text, known_here))} == {}, line


def test_the_page_is_written_from_right_to_left(place: Path) -> None:
    page = next((place / "plan" / "meetings").rglob("meeting.html")).read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="x-pseudo" dir="rtl">')


def test_the_languages_own_plurals_and_full_stop_are_used(place: Path) -> None:
    said = {line: text for line, _, text in answers(place)}
    assert in_pseudo("13 updates, 1 baseline") in said["check plan"]
    assert f": 2 {in_pseudo('tasks')}{FEW_MARK};" in said["forms plan --date 2016-02-29 --out forms"]
    assert said["check broken.yaml"].splitlines()[0].endswith("!")


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """How `check` of the sample ends with the languages of a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DAOPAI_LANGUAGES": str(folder)}
    line = [sys.executable, str(ROOT / "cli.py"), "check", str(ROOT / "plans" / "kashgar")]
    return subprocess.run(line, check=False, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("[kk\n", RED),
        ("kk = 1\n", RED),
        (BEGUN, '"day" = \n'),
        (BEGUN, '"day" = 3\n'),
        (BEGUN.replace('falls_back = "zh"', 'falls_back = "xx"'), RED),
        (BEGUN.replace('falls_back = "zh"', 'falls_back = "ug"'), RED),
    ],
    ids=["no rows", "a row that is a number", "no TOML", "a word that is a number", "on nobody", "on one begun"],
)
def test_a_translator_is_told_what_is_wrong_with_a_language_before_anything_is_answered(
    tmp_path: Path, row: str, words: str
) -> None:
    with pytest.raises(PlanError) as caught:
        use_languages(write_language(tmp_path / "languages", row, words))
    assert {fault.code.partition("-")[0] for fault in caught.value.diagnostics} == {"language"}
    assert "kk" not in offered()


@pytest.mark.slow
def test_a_command_ends_in_a_sentence_where_the_languages_are_none_and_goes_on_with_one_begun(tmp_path: Path) -> None:
    absent = checked(tmp_path / "nowhere")
    assert (absent.returncode, absent.stderr.splitlines()[0]) == (
        1,
        f"错误：读不了语言文件 {tmp_path / 'nowhere' / 'languages.toml'}：没有这个文件。",
    )
    begun = checked(write_language(tmp_path / "languages", BEGUN))
    assert (begun.returncode, begun.stderr) == (0, "")
