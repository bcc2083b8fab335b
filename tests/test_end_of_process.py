"""How the process of the command ends: at once, with everything said and done that it was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from schedule.commands.conduct.exits import Exit
from schedule.version import THIS

FULL = Path("/dev/full")
RUN = "from schedule.commands import run; run()"


def ended(code: str, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A process of Python that ran a piece of code to its end."""
    line = [sys.executable, "-c", code, *words]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)


@pytest.mark.parametrize(("words", "code"), [(("--version",), 0), (("meetign",), 2)])
def test_a_command_ends_with_its_code_and_what_it_said(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    done = ended(RUN, *words, folder=tmp_path)
    assert done.returncode == code
    assert "meetign" in done.stderr if code else f"{THIS}\n" == done.stdout


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_an_answer_that_finds_no_room_or_no_reader_is_told_by_the_code(tmp_path: Path) -> None:
    """An engineer's `daopai … > file` on a full disk, and `daopai … | true`."""
    line = [sys.executable, "-c", RUN, "--help"]
    with FULL.open("wb") as nowhere:
        full = subprocess.run(line, stdout=nowhere, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    assert (full.returncode, b"disk" in full.stderr or "磁盘" in full.stderr.decode()) == (Exit.SYSTEM, True)
    reader, writer = os.pipe()
    os.close(reader)
    unread = subprocess.run(line, stdout=writer, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    os.close(writer)
    assert (unread.returncode, unread.stderr) == (Exit.PIPE_CLOSED, b"")


def test_what_others_asked_for_at_the_end_is_done(tmp_path: Path) -> None:
    """A chart's temporary folder, a Java machine: both are ended by `atexit`."""
    asked = "import atexit, pathlib; atexit.register(pathlib.Path('done').touch); " + RUN
    assert ended(asked, "--version", folder=tmp_path).returncode == 0
    assert (tmp_path / "done").exists()


@pytest.mark.slow
def test_a_thread_that_still_runs_is_waited_for(tmp_path: Path) -> None:
    later = "import threading, pathlib; threading.Timer(0.4, pathlib.Path('done').touch).start(); " + RUN
    assert ended(later, "--version", folder=tmp_path).returncode == 0
    assert (tmp_path / "done").exists()


def test_who_calls_the_commands_from_a_program_goes_on(tmp_path: Path) -> None:
    program = "from schedule.commands import main\ntry: main(['--version'])\nexcept SystemExit: print('on')"
    assert ended(program, folder=tmp_path).stdout.endswith("on\n")


def test_nothing_is_collected_at_the_end(tmp_path: Path) -> None:
    """Of a large plan the collector would walk over millions of values that the process takes with it."""
    told = "import atexit, gc; atexit.register(lambda: print(gc.isenabled())); " + RUN
    assert ended(told, "--version", folder=tmp_path).stdout.splitlines()[-1] == "False"
