"""PLAN/sent/DATE.json: what was sent where, so that nothing is sent twice.

A record is written before a message leaves ("sending") and after it ("sent", "failed", or "unknown" where nobody can
tell): whoever is killed in between leaves a message of which it is not known whether it arrived, and which is not sent
again by itself. Records are only ever appended; the last one about a key counts. This module must never know an
address or a secret, nor what a message says.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from schedule.diagnostics import Diagnostic, Location, PlanError, Source
from schedule.files.records.json_data import read_json
from schedule.files.records.writing import make_folder, write_atomically

SENT = "sent"
PRIVATE = 0o600
"""Who was told what is read by who sends, and by nobody else on the machine."""
LOCK_SECONDS = 60
"""How long a sender waits for another one: a message may take a minute to be answered."""


class State(StrEnum):
    """How far a message got. Of `sending` and `unknown` nobody can tell whether it arrived; `failed` did not."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_open(self) -> bool:
        """Whether the message may have arrived, or not."""
        return self in (State.SENDING, State.UNKNOWN)


def sent_file(folder: Path, day: date) -> Path:
    """Where the records of the meeting of a day stand, in a plan's folder."""
    return folder / SENT / f"{day.isoformat()}.json"


def read_sent(path: Path) -> dict[str, State]:
    """How far each message got, by key; nothing where no file is.

    Raises:
        PlanError: the file cannot be understood (`sent-unreadable`); nothing may be sent then, for nobody knows what
            was sent.
    """
    return {record["key"]: State(record["state"]) for record in _records(path)}


def record(path: Path, keys: Mapping[str, Mapping[str, str | None]], state: State, at: str) -> None:
    """Append what became of some messages; the file is replaced whole, or left as it was.

    Args:
        path: as `sent_file` gives it; call it under `sending`.
        keys: for each key what a reader should know of the message: its channel, body, task.
        state: how far the messages got.
        at: the moment, as ISO text.

    Raises:
        PlanError: see `read_sent`.
        OSError: the file cannot be written.
    """
    added = [{"key": key, "state": state.value, "at": at, **about} for key, about in keys.items()]
    write_atomically(path, _text([*_records(path), *added]), mode=PRIVATE)


@contextmanager
def sending(folder: Path) -> Iterator[None]:
    """Keep other senders of a plan out until this one has recorded what it sent.

    Raises:
        PlanError: another sender did not finish in time (`folder-locked`).
    """
    from filelock import FileLock, Timeout

    place = folder / SENT
    make_folder(place, 0o700)
    _close(place)
    try:
        with FileLock(place / ".sending.lock", timeout=LOCK_SECONDS, mode=PRIVATE):
            yield
    except Timeout:
        raise PlanError([Diagnostic("folder-locked", None, {"found": str(place)})]) from None


def _close(place: Path) -> None:
    """Take from others what they may see of the folder and of what an earlier version wrote there.

    A link is left as it is, for what it leads to is not ours; so is what belongs to somebody else.
    """
    if os.name != "posix" or place.is_symlink():
        return
    with suppress(OSError):
        place.chmod(0o700)
    for file in (*place.glob("*.json"), *place.glob(".sending.lock")):
        if not file.is_symlink():
            with suppress(OSError):
                file.chmod(PRIVATE)


def _records(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        found = read_json(text)
    except json.JSONDecodeError as error:
        raise _unreadable(path, text, error.lineno, error.colno) from None
    except (RecursionError, ValueError):  # no place is known
        raise _unreadable(path, text, 1, 1) from None
    states = {state.value for state in State}
    for number, one in enumerate(found if isinstance(found, list) else [found], 2):
        said = (one.get("key"), one.get("state")) if isinstance(one, dict) else ()
        if not (said and all(isinstance(each, str) for each in said) and said[1] in states):
            raise _unreadable(path, text, number, 1)
    if not isinstance(found, list):
        raise _unreadable(path, text, 1, 1)
    return found


def _unreadable(path: Path, text: str, line: int, column: int) -> PlanError:
    place = Location(Source(str(path), tuple(text.splitlines())), line, column)
    return PlanError([Diagnostic("sent-unreadable", place, {"found": path.name})])


def _text(records: Iterable[Mapping[str, Any]]) -> str:
    """One record a line, so that two states of the file can be compared by eye."""
    return "[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in records) + "\n]\n"
