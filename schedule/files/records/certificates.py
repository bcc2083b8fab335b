"""PLAN/certificates/DATE.json: where the certificate of a meeting lies, beside the plan's records.

It is no record: nothing is computed from it, and the meeting's next run writes the same. This module must never know
what a certificate says.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from schedule.files.records.writing import make_folder, named, write_atomically

CERTIFICATES = "certificates"
MAX_BYTES = 10**9
"""As many as its checker reads."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.json")


def certificate_file(folder: Path, day: date) -> Path:
    """Where the certificate of a day's meeting lies in a plan's folder."""
    return folder / CERTIFICATES / f"{day.isoformat()}.json"


def write_certificate(folder: Path, day: date, text: str) -> Path:
    """Write a certificate, whole or not at all, over the one of an earlier run; its path.

    Raises:
        OSError: the folder cannot be written; its filename is that of what could not be.
    """
    path = certificate_file(folder, day)
    with named(path.parent):
        make_folder(path.parent)
    write_atomically(path, text)
    return path


def written_certificates(folder: Path) -> dict[date, bytes]:
    """The certificates of a plan's folder by day, as they are on the disk.

    Raises:
        OSError: one of them cannot be read.
    """
    found: dict[date, bytes] = {}
    if not (folder / CERTIFICATES).is_dir():
        return found
    for path in sorted((folder / CERTIFICATES).iterdir()):
        match = _NAME.fullmatch(path.name)
        if match is None or not path.is_file():
            continue
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            continue
        with path.open("rb") as stream:
            found[day] = stream.read(MAX_BYTES + 1)
    return found
