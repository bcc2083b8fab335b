"""The meeting's folder of papers: two charts, the tables, the alerts, the minutes, all from one snapshot.

The papers are written into a temporary folder and moved when all of them are there, so that after a fault no chart of
one run lies beside the table of another. This module must never choose what a paper says, nor where the folder lies.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EISDIR
from os import strerror
from pathlib import Path
from tempfile import mkdtemp

from filelock import FileLock, Timeout

from schedule.analysis.meeting import Snapshot
from schedule.analysis.windows import Windows
from schedule.output.bulletin import bulletin
from schedule.output.figures import gantt
from schedule.output.markdown import markdown
from schedule.output.phrases import Voice
from schedule.output.records import csv_text, json_text
from schedule.output.tables import ALERT_COLUMNS, alert_records, alert_rows, deadline_table
from schedule.output.why_tables import sheet

EXCEL = "utf-8-sig"
"""The encoding of the tables: with the mark by which a spreadsheet on Windows knows UTF-8."""

_WORKPLACE = ".writing-"
_LOCK = ".lock"
_OWN = re.compile(r"(gantt|critical)(-\d+)?\.png|ledger\.csv")
"""The papers of which a run may have more or fewer than the one before it."""


def write_papers(snapshot: Snapshot, folder: Path, voice: Voice) -> tuple[Path, ...]:
    """Write the papers of a meeting into `folder`, over those of an earlier run, and return their paths in order.

    gantt.png and critical.png (numbered where they need several pages), deadlines.csv, ledger.csv (from the second
    meeting on) and alerts.csv (UTF-8 with a mark for spreadsheets), alerts.json, meeting.md.

    Raises:
        OSError: the folder cannot be written, or one of the papers cannot be replaced; then the papers are those that
            were there, and a folder that was not there is not.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _workplace(folder) as workplace:
            names = _draw_and_write(snapshot, workplace, voice)
            _move(workplace, folder, names)
    except BaseException:
        with suppress(OSError):
            for path in made:
                path.rmdir()
        raise
    return tuple(folder / name for name in names)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder for the time of writing. Those of runs that were killed are taken away: nobody holds their lock."""
    workplace = Path(mkdtemp(prefix=_WORKPLACE, dir=folder))
    try:
        with FileLock(workplace / _LOCK):
            for other in folder.glob(f"{_WORKPLACE}*"):
                if other != workplace and (other / _LOCK).is_file():
                    with suppress(Timeout, OSError), FileLock(other / _LOCK, timeout=0):
                        shutil.rmtree(other, ignore_errors=True)
            yield workplace
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _draw_and_write(snapshot: Snapshot, folder: Path, voice: Voice) -> list[str]:
    pictures = {
        name: [path.name for path in gantt.save(snapshot, folder / f"{name}.png", lang=voice.lang, only=only)]
        for name, only in (("gantt", None), ("critical", "critical"))
        if name == "gantt" or snapshot.critical_path
    }
    deadlines = deadline_table(snapshot, voice)
    texts = {
        "deadlines.csv": (csv_text(deadlines.titles(voice), deadlines.rows, separator=voice.say("comma")), EXCEL),
        **_ledger(snapshot, voice),
        "alerts.csv": (
            csv_text(
                [voice.say(f"column.{key}") for key in ALERT_COLUMNS], alert_rows(snapshot, voice), separator="; "
            ),
            EXCEL,
        ),
        "alerts.json": (json_text(alert_records(snapshot, voice.lang)), "utf-8"),
        "meeting.md": (markdown(bulletin(snapshot, voice), voice, pictures), "utf-8"),
    }
    for name, (text, encoding) in texts.items():
        (folder / name).write_bytes(text.encode(encoding))
    return [*(name for names in pictures.values() for name in names), *texts]


def _ledger(snapshot: Snapshot, voice: Voice) -> dict[str, tuple[str, str]]:
    """Why the forecast moved since the last meeting; nothing at the first."""
    if snapshot.ledger is None:
        return {}
    table = sheet(Windows(snapshot.ledger.milestone, (snapshot.ledger,)), voice)
    return {"ledger.csv": (csv_text(table.titles(voice), table.rows), EXCEL)}


def _move(workplace: Path, folder: Path, names: Sequence[str]) -> None:
    """Put the papers in place of those of an earlier run, whose further pages go too; or leave all as it was."""
    old = [path for path in folder.iterdir() if path.name in names or _OWN.fullmatch(path.name)]
    for path in old:
        if path.is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR), str(path))
    aside = workplace / "old"
    aside.mkdir()
    moves = [(path, aside / path.name) for path in old] + [(workplace / name, folder / name) for name in names]
    done: list[tuple[Path, Path]] = []
    try:
        for begin, end in moves:
            done.append((begin, end))
            begin.replace(end)
    except BaseException as error:
        for begin, end in reversed(done):
            with suppress(OSError):  # the move that failed has nothing to take back
                end.replace(begin)
        if isinstance(error, OSError) and error.errno is not None:
            paper = folder / done[-1][0].name
            raise OSError(error.errno, error.strerror, str(paper)) from None
        raise
