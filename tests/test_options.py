"""One style of options: one spelling, one meaning, one help text; help that can be read; what is wrong is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

import schedule
from schedule.commands import COMMANDS, main
from schedule.commands.conduct import options

ROOT = Path(schedule.__file__).parent.parent
KASHGAR = ROOT / "plans" / "kashgar"
TWO = ROOT / "tests" / "xer" / "two-projects.xer"
SITE = ROOT / "tests" / "xer" / "site.xer"
NEEDED: dict[str, list[object]] = {
    "explain": [KASHGAR, "works-done"],
    "baseline": [KASHGAR, "B9", "--approved-by", "组"],
    "update": [KASHGAR, "--date", "2016-04-11", "--note", "x"],
    "decide": [KASHGAR, "works-done deadline=2016-07-10", "--date", "2016-04-11", "--corrects", "x"],
    "preview": [KASHGAR, "--set", "works-done deadline=2016-07-10"],
    "forms": [KASHGAR, "--date", "2016-04-11"],
    "collect": [KASHGAR, KASHGAR],
    "new": ["nowhere"],
    "import": [TWO, "-o", "nowhere"],
    "export": [KASHGAR, "-o", "nowhere.xer"],
    "gantt": [KASHGAR, "-o", "nowhere.png"],
}
"""What a command needs beside its options; the others need a plan."""
OF_ITS_COMMAND = {"--out", "--only", "--format", "--date", "--as-revision"}
"""Options whose help says what is written, or what is taken where nothing is said."""
CHOSEN = {"--as-revision"}
"""An option that names one of several answers where there are several: menus of `recover`, the one order of `level`."""
COMPUTED = {"schedule", "deadlines", "page", "gantt", "figures", "alerts", "meeting"}
ASKED = {"check", "custody", "explain", "why", "paths"}
RECORDED = {"baseline", "update", "decide", "collect"}
SEVERAL = {"portfolio", "preview", "recover"}
WHERE = {
    "--lang": set(COMMANDS),
    "--project": COMPUTED | ASKED | {"import", "export"},
    "--date": COMPUTED | ASKED | RECORDED | {"forms", "export", "law", "funds", "level"} | SEVERAL,
    "--profile": COMPUTED | ASKED,
    "--stored": COMPUTED,
    "--body-from": {"import", "why"},
    "--baseline": (COMPUTED | {"why"}) - {"schedule"},
    "--format": {"schedule", "deadlines", "alerts", "custody", "why", "paths", "figures", "law", "funds", "level"}
    | SEVERAL,
    "--out": COMPUTED | ASKED | SEVERAL | {"forms", "import", "export", "law", "schema", "funds", "level"},
    "--as-revision": {"level", "recover"},
    "--body": {"deadlines", "gantt", "forms"},
    "--only": {"meeting", "figures"},
    "--all": {"explain", "figures", "gantt", "why"},
    "--dry-run": {"alerts", "collect", "decide", "portfolio"},
    "--yes": {"collect", "portfolio"},
    "--send": {"alerts", "portfolio"},
    "--channels": {"alerts", "portfolio"},
    "--resend": {"alerts", "portfolio"},
    "--note": {"baseline", "update", "decide"},
    "--approved-by": {"baseline", "decide"},
    "--corrects": {"update", "decide"},
    "--letterhead": {"meeting", "portfolio"},
    "--force": {"meeting", "page", "figures", "deadlines", "export", "forms", "portfolio"},
}
"""Every option that several commands have, and all that have it."""
PLACES = {"--letterhead", "--out", "--csv", "--channels", "--revision", "--cache"}
"""The options that are places: one to write to, three to read from, one for what is kept."""


def command_of(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def each() -> Iterator[tuple[str, click.Option]]:
    for name in COMMANDS:
        for param in command_of(name).params:
            if isinstance(param, click.Option):
                yield name, param


def long_name(option: click.Option) -> str:
    return next(opt for opt in option.opts if opt.startswith("--"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_an_option_of_several_commands_is_one_option() -> None:
    helps, kinds, spelled = defaultdict(set), defaultdict(set), defaultdict(set)
    for _, option in each():
        name = long_name(option)
        helps[name].add(option.help)
        kinds[name].add((option.metavar, option.is_flag, option.multiple))
        spelled[name].add(tuple(option.opts))
    assert {name for name, texts in helps.items() if len(texts) > 1} <= OF_ITS_COMMAND
    asked = [found for name, found in kinds.items() if name not in CHOSEN]
    assert all(len(found) == 1 for found in [*asked, *spelled.values()])


def test_an_option_stands_wherever_it_makes_sense() -> None:
    found = defaultdict(set)
    for name, option in each():
        found[long_name(option)].add(name)
    assert {name: commands for name, commands in found.items() if len(commands) > 1} == WHERE


def test_a_place_to_write_is_out() -> None:
    assert {long_name(option) for _, option in each() if isinstance(option.type, click.Path)} == PLACES
    assert all(option.opts == ["-o", "--out"] for _, option in each() if long_name(option) == "--out")


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_terminal_and_no_language_begins_within_a_line_that_breaks(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(*([name] if name else []), "--help").stdout.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert not [line for line in lines if re.match(r" *[，。；：、）”]", line)]
    assert not [line for line in lines if line != line.rstrip()]


def wrong(option: click.Option) -> tuple[str, str] | None:
    """A bad value for an option, and what its answer names; None where every text is a value."""
    if isinstance(option.type, options.OneOf):
        word = str(max(option.type.choices, key=len))
        return f"{word}x", word if len(word) > 2 else f"{word}x"
    if isinstance(option.type, options.Whole):
        return "-7", str(option.type.most)
    if option.metavar and option.metavar.startswith("DATE"):
        return "2016-02-30", "2016-02-30"
    return None


BAD = [(name, long_name(option), *pair) for name, option in each() if (pair := wrong(option)) is not None]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "option", "value", "named"), BAD)
def test_a_bad_value_is_a_usage_error_that_names_what_was_meant(
    name: str, option: str, value: str, named: str, lang: str
) -> None:
    done = run(name, *NEEDED.get(name, [KASHGAR]), f"--lang={lang}", f"{option}={value}")
    assert (done.exit_code, done.stdout) == (2, "")
    said = done.stderr.splitlines()[-1]
    assert option in said or "-o" in said
    assert value in said
    assert named in said
    assert bool(re.search("[一-鿿]", said)) is (lang == "zh" or option == "--lang")


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option_names_the_nearest_in_the_readers_language(name: str) -> None:
    done = run(name, *NEEDED.get(name, [KASHGAR]), "--lnag", "en")
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1] == f"Error: {name}：没有“--lnag”。最接近的是 --lang"
    for language in (["--lang", "en"], ["--lang=en"]):
        english = CliRunner().invoke(main, [name, *map(str, NEEDED.get(name, [KASHGAR])), "--lnag", "en", *language])
        assert english.stderr.splitlines()[-1] == f"Error: {name}: There is no “--lnag”. Did you mean --lang?"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["forms", KASHGAR], "--date：没有写，必须写"),
        (["gantt", KASHGAR], "-o' / '--out：没有写"),
        (["schedule"], "PLAN：没有写"),
        (["schedule", KASHGAR, "--format", "csv", "-o", "dates.json"], "-o：文件名以 .json 结尾，格式却是 csv"),
        (["deadlines", KASHGAR, "--format", "xlsx"], "-o：xlsx 要写进文件：-o 文件名.xlsx"),
        (["deadlines", KASHGAR, "--format", "xlsx", "-o", "table.csv"], "-o：xlsx 要写进文件"),
        (["deadlines", KASHGAR, "--format", "ics"], "-o：ics 要写进文件夹"),
        (["deadlines", KASHGAR, "-o", KASHGAR], "是文件夹，要写文件名"),
        (["why", KASHGAR, "--format", "png"], "-o：png 要写进文件"),
        (["export", KASHGAR, "-o", "plan.mpp"], "-o：“plan.mpp”的结尾要是 "),
        (["meeting", TWO, "--project", "PARK", "--stored", "--profile", "msp"], "不能一起用"),
        (["custody", KASHGAR, "drawing-reviw"], "TASK：没有“drawing-reviw”。最接近的是 drawing-review"),
        (["forms", KASHGAR, "--date", "2016-04-11", "--body", "lnd"], "--body：没有“lnd”。最接近的是 land"),
        (
            ["new", "nowhere", "--start", "2020-01-02", "--deadline", "2020-01-01"],
            "--deadline：完成时限 2020-01-01",
        ),
        (["schedule", TWO, "--project", "PRAK"], "PARK"),
        (["check", SITE, "--date", "2026-03-10"], "--date：文件自带的日期只有 2026-03-09"),
        (["new", "--template", "industrial-prak"], "最接近的是 industrial-park"),
    ],
)
def test_what_is_asked_for_wrongly_is_told(arguments: list[object], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.slow
def test_the_ending_says_the_format(tmp_path: Path) -> None:
    """`-o dates.json` alone is the JSON that `--format json` prints."""
    for name in ("schedule", "deadlines", "alerts", "paths", "custody", "why"):
        for form in ("csv", "json"):
            file = tmp_path / f"{name}.{form}"
            assert run(name, KASHGAR, "-o", file).exit_code == 0
            # A CSV in a file opens in Excel by its mark; what is printed goes on to a program, which wants none.
            marked = "utf-8-sig" if form == "csv" else "utf-8"
            assert file.read_text(encoding=marked) == run(name, KASHGAR, "--format", form).stdout, name


@pytest.mark.slow
def test_another_profile_is_named_on_what_it_computed(tmp_path: Path) -> None:
    for lang, said in (("zh", "按 msp 的规则计算"), ("en", "Computed by the rules of msp")):
        for name in ("schedule", "deadlines", "alerts", "paths", "custody", "check", "why"):
            assert said in run(name, KASHGAR, "--profile", "msp", "--lang", lang).stdout
            assert said not in run(name, KASHGAR, "--lang", lang).stdout
    few = [word for paper in ("minutes", "secretary", "page") for word in ("--only", paper)]
    assert run("meeting", KASHGAR, "--profile", "msp", "-o", tmp_path, *few).exit_code == 0
    assert "按 msp 的规则计算" in (tmp_path / "meeting.md").read_text(encoding="utf-8")
    assert "按 msp 的规则计算" in (tmp_path / "meeting.html").read_text(encoding="utf-8")


def test_one_bodys_form_alone(tmp_path: Path) -> None:
    done = run("forms", KASHGAR, "--date", "2016-04-11", "--body", "城投公司", "-o", tmp_path)
    assert done.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["城投公司.xlsx"]


@pytest.mark.parametrize(
    ("words", "ending", "forms"),
    [
        (("deadlines",), "docx", "table、csv、json、xlsx"),
        (("recover",), "xlsx", "table、json、png"),
        (("funds",), "DOCX", "table、json"),
        (("law",), "png", "table、csv、json"),
        (("recover", "--as-revision", "1", "--date", "2016-02-29"), "png", "yaml"),
    ],
)
def test_a_secretary_gets_no_file_that_no_program_opens(
    words: tuple[str, ...], ending: str, forms: str, tmp_path: Path
) -> None:
    """Text under the name of a document, a workbook or a picture is refused, with what the command writes."""
    out = tmp_path / f"paper.{ending}"
    command, *more = words
    found = CliRunner().invoke(main, [command, str(KASHGAR), *more, "-o", str(out), "--lang", "zh"])
    assert found.exit_code == 2
    assert f"-o：这个命令写不出 .{ending.lower()}；能写的是 {forms}" in found.stderr
    assert not out.exists()
