"""The meeting's folder of papers: two charts, the tables, the alerts, the minutes, all from one snapshot.

The papers are written into a temporary folder and moved when all of them are there, so that after a fault no chart of
one run lies beside the table of another. This module must never choose what a paper says, nor where the folder lies.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from schedule.analysis.meeting import Snapshot
from schedule.output.bulletin import bulletin
from schedule.output.figures import gantt
from schedule.output.markdown import markdown
from schedule.output.phrases import Voice
from schedule.output.records import csv_text, json_text
from schedule.output.tables import ALERT_COLUMNS, alert_records, alert_rows, deadline_table

EXCEL = "utf-8-sig"
"""The encoding of the tables: with the mark by which a spreadsheet on Windows knows UTF-8."""

_OWN_PICTURES = re.compile(r"(gantt|critical)(-\d+)?\.png")


def write_papers(snapshot: Snapshot, folder: Path, voice: Voice) -> tuple[Path, ...]:
    """Write the papers of a meeting into `folder`, over those of an earlier run, and return their paths in order.

    gantt.png and critical.png (numbered where they need several pages), deadlines.csv and alerts.csv (UTF-8 with a mark
    for spreadsheets), alerts.json, meeting.md. Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Path(mkdtemp(prefix=".writing-", dir=folder))
    try:
        names = _draw_and_write(snapshot, workplace, voice)
        _move(workplace, folder, names)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return tuple(folder / name for name in names)


def _draw_and_write(snapshot: Snapshot, folder: Path, voice: Voice) -> list[str]:
    pictures = {
        name: [path.name for path in gantt.save(snapshot, folder / f"{name}.png", lang=voice.lang, only=only)]
        for name, only in (("gantt", None), ("critical", "critical"))
        if name == "gantt" or snapshot.critical_path
    }
    deadlines = deadline_table(snapshot, voice)
    texts = {
        "deadlines.csv": (csv_text(deadlines.titles(voice), deadlines.rows, separator=voice.say("comma")), EXCEL),
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


def _move(workplace: Path, folder: Path, names: Sequence[str]) -> None:
    """Put the papers in place and take away the pages of an earlier run that this one has not."""
    for name in names:
        (workplace / name).replace(folder / name)
    for old in folder.iterdir():
        if old.name not in names and _OWN_PICTURES.fullmatch(old.name):
            old.unlink()
