"""What the system refused, as its user needs it: which file, why, and the way out.

This module must never know what was to be written.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path

from schedule.output.words.catalogue import word

_NAMES: Mapping[str, str] = {
    "EACCES EPERM EBUSY ETXTBSY": "system.refused",
    "ENOSPC EDQUOT EFBIG": "system.full",
    "ENOENT ENOTDIR": "system.missing",
    "ELOOP": "system.broken-link",
    "EROFS": "system.read-only",
    "EEXIST": "system.exists",
    "ENAMETOOLONG": "system.long-name",
    "EISDIR": "system.folder",
}
_KEYS: Mapping[int, str] = {
    getattr(errno, name): key for names, key in _NAMES.items() for name in names.split() if hasattr(errno, name)
}
"""The word for each number; a system may lack some of the names."""

_OF_WINDOWS: Mapping[int, str] = {
    19: "system.read-only",  # ERROR_WRITE_PROTECT
    123: "system.bad-name",  # ERROR_INVALID_NAME: a colon, a question mark, …
    206: "system.long-name",  # ERROR_FILENAME_EXCED_RANGE
    267: "system.bad-name",  # ERROR_DIRECTORY
}
"""The word for the numbers of Windows' own that Python's are too few for: they come as ENOENT, EACCES and EINVAL."""

MAX_PATH = 260
"""Characters of a path that Windows takes where nobody switched long ones on; of a longer one it finds no folder."""


def system_text(error: OSError | UnicodeEncodeError, lang: str, *, elsewhere: bool = True) -> str:
    """An error of the system in words: a sentence, and what the error carries as notes, each on its line.

    `elsewhere` is whether the command has an option by which the same can be written to another place. A name that
    cannot be encoded has letters that the locale does not know.
    """
    if isinstance(error, UnicodeEncodeError):
        name = word("system.at", lang, path=Path(error.object).name)
        return f"daopai{word('colon', lang)}{word('system.letters', lang, at=name)}"
    path = _known(error.filename)
    said = word("system.at", lang, path=path) if path else ""
    key = _OF_WINDOWS.get(getattr(error, "winerror", None) or 0) or _KEYS.get(error.errno or 0)
    if key == "system.missing" and hasattr(error, "winerror") and len(str(Path(path).absolute())) >= MAX_PATH:
        key = "system.long-name"
    if key == "system.refused" and path and (Path(path).is_dir() or not Path(path).suffix):
        key = "system.no-permission"  # no program has a folder open
    lock = _lock_of(Path(path)) if key == "system.refused" and path else None
    if lock is not None:
        key = "system.open"
    if key == "system.missing" and path:
        key, path = _in_the_way(Path(path))
        said = word("system.at", lang, path=path)
    if key is None:
        first = word("system.other", lang, said=error.strerror or error, at=said)
    else:
        way_out = word("system.elsewhere", lang) if elsewhere else ""
        first = word(key, lang, at=said, elsewhere=way_out, lock=lock)
    return "\n".join([f"daopai{word('colon', lang)}{first}", *getattr(error, "__notes__", ())])


def _lock_of(path: Path) -> str | None:
    """The lock file that an office program put beside a file: Excel and WPS, Word, LibreOffice. None without one.

    One that broke down leaves its lock behind, so that the file only may be open.
    """
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#", f".~{path.name}")
    return next((mark for mark in marks if (path.parent / mark).exists()), None)


def _in_the_way(path: Path) -> tuple[str, str]:
    """Why a path leads nowhere: a file stands for a folder on the way, a link is broken, or a folder is not there."""
    for one in (*reversed(path.parents), path):
        if one.is_symlink() and not one.exists():
            return "system.broken-link", str(one)
        if one.is_file():
            return "system.not-folder", str(one)
    return "system.missing", str(path)


def _known(filename: object) -> str:
    """The file as its user knows it: for a file of ours that nobody sees, the folder in which it was to be."""
    if not isinstance(filename, (str, bytes, Path)):
        return ""
    path = Path(filename.decode(errors="replace") if isinstance(filename, bytes) else filename)
    seen = Path(*(part for part in path.parts if not part.startswith(".writing-")))
    hidden = seen.name.startswith(".") and seen.name not in (".", "..")
    return str(seen.parent if hidden else seen)
