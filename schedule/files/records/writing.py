"""How a file is written: whole or not at all, whatever happens meanwhile; and what killed writers left behind.

A writer holds its temporary file until that has its name, so that whoever finds one that nobody holds may take it away.
This module must never know what is in a file.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

ATTRIBUTES_FILE, ATTRIBUTES = ".gitattributes", "*.yaml -text\ncertificates/*.json -text\n"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever its ending: no file can be called so there."""
_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{8}\.tmp")


def write_atomically(path: Path, content: str | bytes, *, exclusive: bool = False, mode: int | None = None) -> None:
    """Write a file so that, whatever happens, there is the whole new file or what was there before.

    Args:
        path: the file; its folder must exist.
        content: text is written as UTF-8.
        exclusive: leave a file that is there alone. Otherwise it is replaced and keeps its mode; a link stays a link to
            the file that is written; what is no file (a pipe, a terminal) is written to.
        mode: the permissions of the file from its first byte on, whatever those of a file that is there.

    Raises:
        FileExistsError: there is a file, and `exclusive` is asked.
        OSError: it cannot be written; its filename is `path`.
    """
    data = content.encode() if isinstance(content, str) else content
    if not exclusive and path.exists() and not path.is_file():
        with named(path):
            path.write_bytes(data)
        return
    with _prepared(path, data, exclusive, mode) as take_name:
        take_name()


def write_together(files: Mapping[Path, bytes], *, new: Collection[Path] = ()) -> None:
    """Write files that belong together, in their order: the disk has them before the first takes its name.

    So a full disk leaves all as it was, but where they are more than `_AT_ONCE`: then those that went before, never
    for the want of room for what is `new`. Whoever is killed between two names leaves the first ones.

    Args:
        files: what is to be in each; their folders must exist.
        new: those of them that must not be there yet.

    Raises:
        FileExistsError: one of the `new` is there; those before it are written.
        OSError: one of them cannot be written; its filename is that path.
    """
    paths = [*files]
    with ExitStack() as held:
        first = {path: held.enter_context(_prepared(path, files[path], exclusive=True)) for path in new}
        for begin in range(0, len(paths), _AT_ONCE):
            with ExitStack() as stack:
                ready = [
                    first[path] if path in first else stack.enter_context(_prepared(path, files[path]))
                    for path in paths[begin : begin + _AT_ONCE]
                ]
                for take_name in ready:
                    take_name()


_AT_ONCE = 100
"""So many files are open at most, of which a system allows a process some hundred."""


@contextmanager
def _prepared(
    path: Path, data: bytes, exclusive: bool = False, mode: int | None = None
) -> Iterator[Callable[[], None]]:
    """Data on the disk under a temporary name; called, what is given lets it take its own. Else it is taken away."""
    target = path if exclusive else Path(os.path.realpath(path))
    old = target.stat().st_mode if not exclusive and target.exists() else None
    sweep(target.parent, target.name)
    temporary = None
    try:
        with named(path):  # who asked does not know the temporary file
            file, temporary = _held(target)
        with file:
            with named(path):
                if mode is not None:
                    temporary.chmod(mode)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                if mode is None and old is not None:
                    temporary.chmod(S_IMODE(old))
            held = temporary

            def take_name() -> None:
                if fcntl is None:
                    file.close()  # Windows renames no open file
                with named(path):
                    if exclusive:
                        _link_new(held, target)
                    else:
                        held.replace(target)
                sync_folder(target.parent)

            yield take_name
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def temporary_name(target: Path) -> Path:
    """A name beside a file or folder for as long as that is being made; `sweep` knows such names."""
    return target.with_name(f".{_spared(target.name)}.{os.urandom(4).hex()}.tmp")


def _spared(name: str) -> str:
    """A file's name as its temporary names have it: a digest where a system that takes it would not take more."""
    data = os.fsencode(name)
    return name if len(data) <= _ROOMY else sha256(data).hexdigest()


_ROOMY = 200
"""Bytes of a name beside which there is room for what a temporary name adds; systems take 255."""


def _held(target: Path) -> tuple[BinaryIO, Path]:
    """A new temporary file for a target, held for as long as it is open."""
    while True:
        temporary = temporary_name(target)
        file = temporary.open("xb")
        hold(file.fileno())
        if fcntl is None or os.fstat(file.fileno()).st_nlink:
            return file, temporary
        file.close()  # somebody took it away before it was held


def hold(descriptor: int, *, wait: bool = True) -> bool:
    """Hold an open file or folder until it is closed, or the program ends; False where somebody else does.

    Where a system cannot hold it, it counts as held by whoever asks to wait, and by somebody else otherwise.
    """
    if fcntl is None:
        return wait
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return wait
    return True


@contextmanager
def held_folder(folder: Path) -> Iterator[None]:
    """Hold a folder (`hold`), waiting for whoever does; where a system cannot hold a folder, nobody does."""
    if not hasattr(os, "O_DIRECTORY"):
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        hold(descriptor)
        yield
    finally:
        os.close(descriptor)


def sweep(folder: Path, name: str | None = None) -> bool:
    """Take away what killed writers left in a folder: temporary files and folders that nobody holds.

    Args:
        folder: where to look; not in the folders in it.
        name: only those of this file or folder.

    Returns:
        Whether there were some. What cannot be looked at or taken away is left.
    """
    found = False
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _TEMPORARY.fullmatch(entry.name)
            if match is None or entry.is_symlink() or (name is not None and match[1] != _spared(name)):
                continue
            with suppress(OSError):
                found |= _swept(Path(entry.path), is_folder=entry.is_dir())
    return found


def _swept(path: Path, *, is_folder: bool) -> bool:
    if fcntl is None:  # Windows removes no file that is open; whether somebody is busy in a folder it cannot say
        if not is_folder:
            path.unlink()
        return not is_folder
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        if not hold(descriptor, wait=False):
            return False
        shutil.rmtree(path) if is_folder else path.unlink()
        return True
    finally:
        os.close(descriptor)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Give an error of the system the name of what was to be written: a full disk names none, or a temporary one."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        # The fourth is what Windows calls it; elsewhere it is None, and nobody asks.
        raise OSError(error.errno, error.strerror, str(path), getattr(error, "winerror", None)) from None


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it, where they are not there yet.

    Raises:
        NotADirectoryError: a file stands where it is to be: the system says of both that something is there.
        OSError: it cannot be made; its filename is that of what could not be.
    """
    try:
        folder.mkdir(mode, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename) from None


def write_attributes(folder: Path) -> None:
    """Tell git, wherever a plan's folder comes to lie, to leave the line ends of its files alone: they are sealed."""
    write_atomically(folder / ATTRIBUTES_FILE, ATTRIBUTES)


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


def sync_file(path: Path) -> None:
    """Have what is in a file on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
