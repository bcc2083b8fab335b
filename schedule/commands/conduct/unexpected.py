"""What nobody foresaw: one sentence for the user, and for whoever mends it a file with the details.

The file lies where the system keeps its temporary files, readable by its owner alone. It holds the command line, the
version and the call stack with what the error says, which may name a task or a file; no values of variables besides,
and no address. This module must never know a plan.
"""

from __future__ import annotations

import os
import platform
import re
import shlex
import sys
import traceback
from pathlib import Path
from tempfile import mkstemp

from schedule.version import THIS

_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)


def unexpected_text(error: Exception, lang: str | None) -> str:
    """An error that no part of the program foresaw, as its user needs it.

    Where no file can be written, or not even the words can be found, the sentence itself says where it happened. None
    is the language that a command has by default.
    """
    frames = traceback.extract_tb(error.__traceback__)
    at = f"{type(error).__name__}, {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else repr(error)
    try:
        from schedule.output.words.catalogue import word
        from schedule.output.words.languages import DEFAULT

        path, said_in = _written(error), lang or DEFAULT
        key = "unexpected.untold" if path is None else "unexpected"
        return f"daopai{word('colon', said_in)}{word(key, said_in, path=path, at=at)}"
    except Exception:
        return f"daopai: unexpected error ({at})"


def _written(error: Exception) -> str | None:
    """The file with the details; None where there is no room for one."""
    asked = shlex.join(["daopai", *sys.argv[1:]])
    about = f"{THIS}\nPython {platform.python_version()}, {platform.platform()}\n$ {asked}\n\n"
    stack = "".join(traceback.TracebackException.from_exception(error).format())
    data = _ADDRESS.sub("***", about + stack).encode("utf-8", errors="backslashreplace")
    try:
        number, path = mkstemp(prefix="daopai-", suffix=".txt")
    except OSError:
        return None
    try:
        with os.fdopen(number, "wb") as stream:
            stream.write(data)
    except OSError:
        Path(path).unlink(missing_ok=True)
        return None
    return path
