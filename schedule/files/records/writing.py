"""How a file is written: whole or not at all, whatever happens meanwhile.

This module must never know what is in a file.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISREG

ATTRIBUTES = "*.yaml -text\n"


def write_atomically(path: Path, content: str | bytes, *, exclusive: bool = False) -> None:
    """Write a file so that, whatever happens, there is the whole new file or what was there before.

    Args:
        path: the file; its folder must exist.
        content: text is written as UTF-8.
        exclusive: leave a file that is there alone. Otherwise it is replaced and keeps its mode; a link stays a link to
            the file that is written; what is no file (a pipe, a terminal) is written to.

    Raises:
        FileExistsError: there is a file, and `exclusive` is asked.
        OSError: it cannot be written; its filename is `path`.
    """
    data = content.encode() if isinstance(content, str) else content
    mode = None if exclusive or not path.exists() else path.stat().st_mode
    if mode is not None and not S_ISREG(mode):
        with named(path):
            path.write_bytes(data)
        return
    target = path if exclusive else Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with named(path):  # who asked does not know the temporary file
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                temporary.chmod(S_IMODE(mode))
            if exclusive:
                _link_new(temporary, target)
            else:
                temporary.replace(target)
    finally:
        with suppress(OSError):
            temporary.unlink()
    sync_folder(target.parent)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Give an error of the system the name of what was to be written: a full disk names none, or a temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None


def write_attributes(folder: Path) -> None:
    """Tell git, wherever a plan's folder comes to lie, to leave the line ends of its files alone: they are sealed."""
    write_atomically(folder / ".gitattributes", ATTRIBUTES)


def _link_new(temporary: Path, path: Path) -> None:
    """Give the temporary file its name, unless a file has it already; the name and the content appear together."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links (FAT, some network drives). Writers hold the lock, so that nobody else of us can
        # take the name between the question and the answer.
        if path.exists():
            raise FileExistsError(str(path)) from None
        temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk, where the system has a way to do it."""
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows has no way to do it
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
