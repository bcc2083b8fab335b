"""Files as LibreOffice opens and saves them, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_PLAIN = {".docx": ("plain.rtf", r"{\rtf1 plain}"), ".xlsx": ("plain.csv", "plain")}
"""What the part of LibreOffice that opens such a file opens as well: it can be installed without Writer, or Calc."""


def converted(files: Sequence[Path], ending: str, to: Path) -> list[Path]:
    """Files of one kind, each opened and saved in a folder with another ending; all of them can be opened.

    Skips the test where LibreOffice, or the part that opens such files, is not installed.
    """
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    name, text = _PLAIN[files[0].suffix]
    plain = to / "plain" / name
    plain.parent.mkdir(parents=True)
    plain.write_text(text, encoding="utf-8")
    home = f"-env:UserInstallation={(to / 'profile').as_uri()}"
    command = [program, home, "--headless", "--convert-to", ending, "--outdir", to, plain, *files]
    done = subprocess.run(command, capture_output=True, timeout=110, check=False)
    if not (to / f"plain.{ending}").exists():
        pytest.skip(f"LibreOffice does not open {plain.suffix}: its part for {files[0].suffix} is not installed")
    saved = [to / f"{file.stem}.{ending}" for file in files]
    assert all(file.exists() for file in saved), done.stderr
    return saved
