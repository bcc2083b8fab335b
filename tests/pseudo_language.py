"""A language that nobody speaks, and a plan that nobody wrote: whatever is still Latin or Chinese stands in the code.

The words are the English ones with every letter a Cyrillic one, and with a plural more; the plan's own words are the
sample's with every ideograph a kana and every Latin letter beside one a Greek letter. Run as a program, in a folder:
makes both there, asks every command, and writes down what was said and what was drawn, for
`test_another_language.py`.
"""

from __future__ import annotations

import os
import re
import shutil
import string
import sys
import tomllib
from pathlib import Path

CODE = "qps"
ROOT = Path(__file__).parent.parent
WORDS = ROOT / "schedule" / "output" / "words"
DATE = "2016-02-29"

CYRILLIC = "абцдефгхийклмнопярстувшжыз"
GREEK = "αβχδεφγηιξκλμνοπψρστυωςζθΔ"
LETTERS = str.maketrans(string.ascii_letters, CYRILLIC + CYRILLIC.upper())
AUTHORS = str.maketrans(string.ascii_letters, GREEK + GREEK)
FEW_MARK = "ъ"
"""What the plural that English lacks ends in."""
FEW = {"one": "v = 0 and i % 10 = 1 and i % 100 != 11", "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"}


def in_pseudo(template: str) -> str:
    """A template in the language; what stands in braces is kept."""
    parts = re.split(r"(\{\{|\}\}|\{[^{}]+\})", template)
    return "".join(part if part.startswith(("{", "}")) else part.translate(LETTERS) for part in parts)


def quoted(text: str) -> str:
    """A text as TOML's basic string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write_language(folder: Path) -> None:
    """The language as somebody would bring it: a row, and a file of words."""
    folder.mkdir()
    words = tomllib.loads((WORDS / "en.toml").read_text(encoding="utf-8"))
    few = {
        key.removesuffix("one") + "few": words[key.removesuffix("one") + "other"] + FEW_MARK
        for key in words
        if key.endswith(".one")
    }
    lines = [f"{quoted(key)} = {quoted(in_pseudo(text))}" for key, text in (words | few).items()]
    (folder / f"{CODE}.toml").write_text("\n".join(lines), encoding="utf-8")
    row = tomllib.loads((WORDS / "languages.toml").read_text(encoding="utf-8"))["en"]
    row |= {"tag": "x-pseudo", "direction": "rtl", "english_names": False, "full_stop": "!", "sheet_day": "d.m"}
    row |= {"sheet_day_year": "d.m.yyyy"}
    said = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else quoted(value)}"
        for key, value in row.items()
        if key != "plurals"
    ]
    said.append("plurals = { " + ", ".join(f"{name} = {quoted(rule)}" for name, rule in FEW.items()) + " }")
    (folder / "languages.toml").write_text("\n".join([f"[{CODE}]", *said]), encoding="utf-8")


def in_kana(text: str) -> str:
    """A plan's text with other letters in its own words; keys, ids, dates and durations stay."""
    text = re.sub(r"(?<=name_en: )[^,}\n]+", lambda match: match[0].translate(AUTHORS), text)
    text = re.sub(r"[^,:{}\[\]\n\"']*[〇-鿿！-～][^,:{}\[\]\n\"']*", lambda match: match[0].translate(AUTHORS), text)
    return re.sub("[一-鿿]", lambda match: chr(0x30A1 + ord(match[0]) % 86), re.sub("[、-〿！-～]", "・", text))


def write_plan(folder: Path) -> None:
    """The sample plan in no language, not sealed."""
    shutil.copytree(ROOT / "plans" / "kashgar", folder, ignore=shutil.ignore_patterns("meetings"))
    for path in folder.rglob("*.yaml"):
        lines = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if not line.startswith(("#", "follows:", "seal:"))
        ]
        path.write_text(in_kana("\n".join(lines)) + "\n", encoding="utf-8")


CHANNELS = """daopai: 1
channels:
  ガ: {kind: wecom, url: "https://robots.invalid/wecom?key=0"}
  ギ: {kind: feishu, url: "https://robots.invalid/feishu", bodies: [land]}
  グ: {kind: webhook, url: "https://robots.invalid/webhook", secret: "0"}
"""
RUNS = (
    "verify plan",
    "verify plan --seal",
    "verify plan",
    "check plan",
    f"meeting plan --date {DATE}",
    *(
        f"{name} plan --date {DATE} --format {form}"
        for name in ("schedule", "deadlines", "alerts", "custody")
        for form in ("table", "csv", "json")
    ),
    *(f"paths plan --date {DATE} --format {form}" for form in ("table", "csv", "json")),
    *(f"why plan --date {DATE} --format {form}" for form in ("table", "csv", "json")),
    *(f"why plan --from baseline --date {DATE} --all --format {form}" for form in ("table", "csv", "json")),
    f"why plan --from baseline --date {DATE} --method",
    "why plan --decisions --from 2016-02-29",
    *(f"explain plan {task} --date {DATE} --all" for task in ("contract", "works-done", "fire-design-approval")),
    f"alerts plan --date {DATE} --send all --dry-run --channels channels.yaml",
    f"figures plan --date {DATE} --only float",
    f"gantt plan --date {DATE} -o gantt.png --critical --weeks 3",
    f"forms plan --date {DATE} --out forms",
    f"collect plan forms --date {DATE} --dry-run",
    "export plan -o export.xer",
    "import export.xer -o imported",
    "check imported",
    "schedule export.xer --stored",
    "explain plan no-such-task",
    "explain plan works-dome",
    "new park --name ガ --start 2027-03-01 --deadline 2026-12-31",
    "new park --name ガ --start 2027-03-01 --deadline 2028-12-31",
    "baseline plan B1 --approved-by ガ --approved-on 2016-04-05",
    "update plan --date 2016-04-11 --note ガ",
    "verify plan",
    "check broken.yaml",
)


def run(folder: Path) -> None:
    """Ask every command in the folder, which has the language and the plan; what was said goes into `said/`."""
    os.environ["DAOPAI_LANGUAGES"] = str(folder / "languages")
    os.chdir(folder)
    from click.testing import CliRunner
    from matplotlib.text import Text

    from schedule.commands import main

    drawn: set[str] = set()
    told = Text.set_text

    def noted(text: Text, words: object) -> None:
        drawn.add(str(words))
        told(text, words)

    Text.set_text = noted  # type: ignore[method-assign, assignment]
    said = folder / "said"
    said.mkdir()
    for number, line in enumerate(RUNS):
        name, *rest = line.split()
        result = CliRunner().invoke(main, [name, *rest[:1], "--lang", CODE, *rest[1:]])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        (said / f"{number:02} {name}.txt").write_text(
            f"$ {line}\n{result.exit_code}\n{result.output}", encoding="utf-8"
        )
    (said / "drawn.txt").write_text("\n".join(sorted(drawn)), encoding="utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    write_language(place / "languages")
    write_plan(place / "plan")
    shutil.copytree(ROOT / "tests" / "plans" / "errors", place / "errors")
    (place / "channels.yaml").write_text(CHANNELS, encoding="utf-8")
    (place / "broken.yaml").write_text("daopai: 1\nproject: {name: ガ\n", encoding="utf-8")
    run(place)
