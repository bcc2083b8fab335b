"""The formats of other tools: how their files end, what reads and what writes them. One row each.

A reader or a writer is imported when a file asks for it, for who opens one tool's file does not wait for the others'.
This module must never know how a schedule is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from schedule.calendars.worktime import Calendar
from schedule.diagnostics import Diagnostic
from schedule.model import Project, State, StoredDates
from schedule.rules import Profile

Content = Callable[[int], bytes | None]
"""At most so many bytes of a file and one more; None where it cannot be read, which is told."""
Read = Callable[[Path, Content, str | None], tuple[Project | None, tuple[Diagnostic, ...]]]
"""Reads a file: its path, its content, and which project of it, by name. Raises PlanError as the reader does."""
Dates = Mapping[str, StoredDates]
Write = Callable[[State, Mapping[str, Calendar], Dates, Path, str | None], tuple[bytes, tuple[Diagnostic, ...]]]
"""Makes a file of a state, its compiled calendars and its dates by task, for a path, in an encoding that is asked for;
returns what it does not say with it. Raises PlanError as the writer does."""


@dataclass(frozen=True, slots=True)
class Format:
    """`endings` are those of its files, in small letters; `tool` is whose it is, as people call it.

    `write` is None where nothing is written in it, `is_encoded` says whether one may ask for an encoding of what is,
    and `profile` by whose rules its readers will compute it.
    """

    tool: str
    endings: tuple[str, ...]
    read: Read
    write: Write | None = None
    profile: Profile | None = None
    is_encoded: bool = False


def _read_xer(path: Path, content: Content, wanted: str | None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    from schedule.files.xer.project import xer_project
    from schedule.files.xer.table import MAX_BYTES

    data = content(MAX_BYTES)
    return (None, ()) if data is None else xer_project(data, str(path), wanted)


def _read_foreign(path: Path, _: Content, wanted: str | None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    from schedule.files.exchange.interop import read_foreign

    return read_foreign(path, wanted)


def _write_xer(
    state: State, calendars: Mapping[str, Calendar], dates: Dates, _: Path, encoding: str | None
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    from schedule.files.xer.writer import xer_bytes, xer_text

    text, warnings = xer_text(state, calendars, dates)
    return xer_bytes(text, encoding), warnings


def _write_mspdi(
    state: State, calendars: Mapping[str, Calendar], dates: Dates, path: Path, _: str | None
) -> tuple[bytes, tuple[Diagnostic, ...]]:
    from schedule.files.exchange.interop import from_xer
    from schedule.files.xer.lags import elapsed_lags
    from schedule.files.xer.writer import deadlines, manual_starts, xer_text

    text, warnings = xer_text(state, calendars, dates, beside=True)
    return from_xer(text, path, deadlines(state), elapsed_lags(state), manual_starts(state)), warnings


XER = ".xer"
FORMATS = (
    Format("P6", (XER,), _read_xer, _write_xer, Profile.P6, is_encoded=True),
    Format("Microsoft Project", (".xml",), _read_foreign, _write_mspdi, Profile.MSP),
    Format("Microsoft Project", (".mpp", ".mpt", ".mpx", ".mpd"), _read_foreign),
    Format("Primavera", (".pmxml",), _read_foreign),
    Format("GanttProject", (".gan",), _read_foreign),
    Format("ProjectLibre", (".pod",), _read_foreign),
    Format("Planner", (".planner",), _read_foreign),
    Format(
        "MPXJ",
        (
            *(".pp", ".sp", ".prx", ".stx", ".fts", ".pep", ".cdpx", ".cdpz", ".cdptz", ".ppx", ".gnt", ".pc"),
            *(".sdef", ".schedule_grid", ".bk3"),
        ),
        _read_foreign,
    ),
)
"""What `import` and every command that takes a plan read, and what `export` writes. What a file that goes to MPXJ is,
its content tells; the last row is whatever else MPXJ reads."""
IMPORTED = tuple(ending for one in FORMATS for ending in one.endings)
"""The endings of files that other tools write and that hold one or more whole projects."""


def format_of(path: Path) -> Format | None:
    """The format of a file by its ending; None for ours and for what nobody reads."""
    return next((one for one in FORMATS if path.suffix.lower() in one.endings), None)
