"""The papers of a folder: which of them a run wrote, and how those of the next run take their places, all or none.

`papers.json` lists what the last run wrote, with size and SHA-256. Only such a file, byte for byte as it was written,
is ever replaced or removed: what a person changed or put there stays, and the new paper is laid beside it.

A run gathers its papers in a hidden folder (`workplace`). When all of them are there, it writes down there what goes
where, and only then gives them their names; a copy of what they replace lies beside them. Whoever finds such a folder
that nobody holds (`recover`) finishes what was written down, or takes away what was not. This module must never know
what a paper says, nor in which order papers are written.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from errno import EISDIR
from os import strerror
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any

from schedule.files.records.json_data import read_json
from schedule.files.records.writing import held_folder, named, sync_file, sync_folder, write_atomically

if TYPE_CHECKING:
    from filelock import FileLock

MANIFEST = "papers.json"
FORMAT = 1
MAX_BYTES = 1 << 24

WORKPLACE = ".writing-"
_LOCK = ".lock"
_OLD = "old"
_FORWARD, _BACK = "forward.json", "back.json"
"""What goes where, while that is being done, and while it is being taken back after an error."""
_NO_FILE = "no file"
"""In the place of a digest: what is there is a link that leads nowhere, a pipe, a device; nothing of ours."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a run wrote: which kind of paper, how many bytes, and their SHA-256 in hexadecimal digits."""

    kind: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Own:
    """A file that is not as a run wrote it: it stays. `new` is where this run's lies; None where it has no such one."""

    kept: str
    new: str | None


class Recovered(StrEnum):
    """What became of the papers of a run that was killed."""

    FINISHED = "finished"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class _Put:
    """A file of the workplace that gets a name. `was` and `now` are digests; `was` is None where there was nothing."""

    source: str
    name: str
    was: str | None
    now: str


@dataclass(frozen=True, slots=True)
class _Take:
    name: str
    was: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the files of a workplace go: `names` from the name that each asks for to the one that it gets.

    `own` are the files of people that stand in the way, or would have been removed.
    """

    names: Mapping[str, str]
    own: tuple[Own, ...]
    puts: tuple[_Put, ...] = field(repr=False)
    takes: tuple[_Take, ...] = field(repr=False)
    papers: Mapping[str, Paper] = field(repr=False)


def digest_of(path: Path) -> str | None:
    """The SHA-256 of what is there under this name; None where there is nothing. What is no file has no such thing."""
    try:
        if not S_ISREG(path.stat().st_mode):
            return _NO_FILE
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return _NO_FILE if path.is_symlink() else None


def paper_of(path: Path, kind: str) -> Paper:
    """A file as it is now, as a paper of this kind. Raises OSError where it is none that can be read."""
    return Paper(kind, path.stat().st_size, str(digest_of(path)))


def listed(folder: Path) -> dict[str, Paper] | None:
    """What the last run wrote into a folder, by name; None where nothing says so."""
    for name in (MANIFEST, *_beside(MANIFEST, 1)):
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            with (folder / name).open("rb") as stream:
                found = read_json(stream.read(MAX_BYTES))
            if found["daopai_papers"] == FORMAT:
                rows = found["papers"].items()
                return {_plain(name): _paper(one) for name, one in rows}
    return None


def _paper(row: Any) -> Paper:
    if not isinstance(row["size"], int):
        raise ValueError("no number of bytes")
    return Paper(str(row["kind"]), row["size"], str(row["sha256"]))


def list_text(papers: Mapping[str, Paper], made_by: Mapping[str, object]) -> str:
    """The text of `papers.json`: the same for the same papers, one a line, by name."""
    rows = [
        f"  {json.dumps(name, ensure_ascii=False)}: "
        + json.dumps({"kind": one.kind, "size": one.size, "sha256": one.sha256}, ensure_ascii=False)
        for name, one in sorted(papers.items())
    ]
    head = f'"daopai_papers": {FORMAT},\n"made_by": {json.dumps(made_by, ensure_ascii=False)},\n'
    return "{\n" + head + '"papers": {\n' + ",\n".join(rows) + "\n}\n}\n"


@contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A hidden folder beside the papers for the time of writing; it is gone afterwards.

    It stays only where papers could not be taken back after an error: then it knows how, and the next run does it.
    """
    work, lock = _entered(folder)
    try:
        yield work
    finally:
        if not (work / _BACK).exists() and not (work / _FORWARD).exists():
            shutil.rmtree(work, ignore_errors=True)
        lock.release()
        if not (work / _BACK).exists() and not (work / _FORWARD).exists():
            shutil.rmtree(work, ignore_errors=True)  # where a lock that is held cannot be removed


def _entered(folder: Path) -> tuple[Path, FileLock]:
    from filelock import FileLock

    while True:
        # Not `mkdtemp`: on Windows its folders are their owner's alone, and so are files that leave them: papers on a
        # shared drive that nobody else could open.
        work = folder / f"{WORKPLACE}{os.urandom(4).hex()}"
        work.mkdir()
        lock = FileLock(work / _LOCK)
        try:
            lock.acquire()
        except FileNotFoundError:
            continue  # somebody took the empty folder for one that was left behind
        return work, lock


def placement(
    folder: Path,
    work: Path,
    kinds: Mapping[str, str],
    renewed: Collection[str],
    known: Mapping[str, Paper],
    *,
    force: bool = False,
) -> Placement:
    """Where the files of a workplace go; nothing is moved.

    Args:
        folder: the folder of papers, held by `held_folder`.
        work: the workplace.
        kinds: the files of the workplace, each with its kind of paper.
        renewed: the kinds of which the last run's further files go: a chart may have fewer pages than it had.
        known: what earlier runs wrote.
        force: replace what a person changed, too.

    Raises:
        IsADirectoryError: there is a folder where a paper should stand.
    """
    ours = {paper.sha256 for paper in known.values()}
    names: dict[str, str] = {}
    own, puts, papers = [], [], dict(known)
    for name, kind in kinds.items():
        if (folder / name).is_dir():
            raise IsADirectoryError(EISDIR, strerror(EISDIR), str(folder / name))
        now, size = str(digest_of(work / name)), (work / name).stat().st_size
        allowed = {None, now, *ours}
        was, place = digest_of(folder / name), name
        if was not in allowed and not force:
            taken = {*kinds, *names.values()}
            free = (one for one in _beside(name) if one not in taken and digest_of(folder / one) in allowed)
            place = next(free)
            own.append(Own(name, place))
            was = digest_of(folder / place)
        names[name] = place
        papers[place] = Paper(kind, size, now)
        puts.append(_Put(name, place, was, now))
    takes = []
    for name, paper in known.items():
        if paper.kind not in renewed or name in names.values() or name in kinds:
            continue
        found = digest_of(folder / name)
        del papers[name]
        if found in ours and found is not None:
            takes.append(_Take(name, found))
        elif found is not None:
            own.append(Own(name, None))
    return Placement(names, tuple(own), tuple(puts), tuple(takes), papers)


def take_places(folder: Path, work: Path, found: Placement, made_by: Mapping[str, object]) -> None:
    """Give the files of a workplace their places, and `papers.json` what it has to say: all of it, or nothing.

    Whoever is killed meanwhile leaves in the workplace what `recover` needs to finish.

    Raises:
        OSError: one of them cannot be replaced; its filename is that paper's, and all is as it was before.
    """
    with named(folder):  # who asked does not know what is written in the workplace
        text = list_text(found.papers, made_by)
        listing = digest_of(folder / MANIFEST)
        place = MANIFEST if listing is None or listed_at(folder / MANIFEST) else next(iter(_beside(MANIFEST, 1)))
        write_atomically(work / MANIFEST, text)
        last = _Put(MANIFEST, place, digest_of(folder / place), str(digest_of(work / MANIFEST)))
        puts = [*found.puts, last]
        (work / _OLD).mkdir()
        for name in (*(put.name for put in puts if put.was is not None), *(take.name for take in found.takes)):
            _copy(folder / name, work / _OLD / name)
        for put in puts:
            sync_file(work / put.source)
        sync_folder(work / _OLD)
        sync_folder(work)
        write_atomically(work / _FORWARD, _journal_text(puts, found.takes))
    begun = folder
    try:
        for put in puts:
            begun = folder / put.name
            (work / put.source).replace(begun)
        for take in found.takes:
            begun = folder / take.name
            begun.unlink()
    except BaseException as error:
        _undo(folder, work, puts, found.takes)
        if isinstance(error, OSError) and error.errno is not None:
            raise OSError(error.errno, error.strerror, str(begun)) from None
        raise
    sync_folder(folder)
    (work / _FORWARD).unlink()


def listed_at(path: Path) -> bool:
    """Whether a file is a list of papers, of this or a later format, and not a stranger's file of the same name."""
    with suppress(OSError, ValueError, TypeError, RecursionError), path.open("rb") as stream:
        return "daopai_papers" in read_json(stream.read(MAX_BYTES))
    return False


def recover(folder: Path) -> tuple[Recovered, ...]:
    """Finish or undo what killed runs had begun in a folder of papers, and take away what they left; see the module.

    What a running one holds is left alone, and so is all where nothing can be written. A folder with nothing else in it
    goes as well: a run was killed there before its first paper.
    """
    done: list[Recovered] = []
    swept = False
    with suppress(OSError):
        for work in sorted(folder.glob(f"{WORKPLACE}*")):
            if not work.is_dir() or work.is_symlink():
                continue
            if not (work / _LOCK).is_file():
                with suppress(OSError):
                    work.rmdir()
                    swept = True  # killed before it had begun; what is not empty is not ours
                continue
            from filelock import FileLock, Timeout

            with suppress(Timeout, OSError), FileLock(work / _LOCK, timeout=0):
                with held_folder(folder):
                    done += _recovered(folder, work)
                if not (work / _BACK).exists() and not (work / _FORWARD).exists():
                    shutil.rmtree(work, ignore_errors=True)
            swept |= not work.exists()
        if swept:
            folder.rmdir()
    return tuple(done)


def _recovered(folder: Path, work: Path) -> list[Recovered]:
    """Finish or undo one workplace. Raises OSError where that is not possible now; its journal is still there then."""
    if (work / _BACK).is_file():
        _undo(folder, work, *_journal(work / _BACK))
        return [] if (work / _BACK).exists() else [Recovered.UNDONE]
    if (work / _FORWARD).is_file():
        _finish(folder, work, *_journal(work / _FORWARD))
        return [Recovered.FINISHED]
    return []


def _finish(folder: Path, work: Path, puts: Iterable[_Put], takes: Iterable[_Take]) -> None:
    """Go on with what was written down. What a person has changed since then stays, with the new paper beside it."""
    for put in puts:
        if not (work / put.source).is_file():
            continue  # it has its place already
        place = put.name
        if digest_of(folder / place) not in (None, put.was, put.now):
            place = next(one for one in _beside(place) if digest_of(folder / one) in (None, put.now))
        (work / put.source).replace(folder / place)
    for take in takes:
        if digest_of(folder / take.name) == take.was:
            (folder / take.name).unlink()
    sync_folder(folder)
    (work / _FORWARD).unlink()


def _undo(folder: Path, work: Path, puts: Iterable[_Put], takes: Iterable[_Take]) -> None:
    """Take back what was done. What is not possible now is left to the next run: the journal stays until all is."""
    all_back = True
    try:
        if (work / _FORWARD).exists():
            (work / _FORWARD).replace(work / _BACK)
    except OSError:
        return  # then the next run finishes what it says
    for put in puts:
        old, path = work / _OLD / put.name, folder / put.name
        if (work / put.source).exists():
            continue  # it never left
        try:
            if digest_of(path) != put.now:
                continue  # somebody changed it since, or it is back already
            if put.was is None:
                path.replace(work / put.source)
            else:
                old.replace(path)
        except OSError:
            all_back = False
    for take in takes:
        try:
            if digest_of(folder / take.name) is None and (work / _OLD / take.name).exists():
                (work / _OLD / take.name).replace(folder / take.name)
        except OSError:
            all_back = False
    if all_back:
        with suppress(OSError):
            sync_folder(folder)
            (work / _BACK).unlink()


def _copy(path: Path, old: Path) -> None:
    """A second name for what is there; a copy where a file has but one name."""
    try:
        os.link(path, old, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(path, old, follow_symlinks=False)


def _beside(name: str, most: int = 10_000) -> Iterator[str]:
    """The names for the new version of a paper whose own name is taken.

    >>> list(_beside("notice.docx", 2))
    ['notice.new.docx', 'notice.new-2.docx']
    """
    path = Path(name)
    for number in range(1, most + 1):
        yield f"{path.stem}.new{f'-{number}' if number > 1 else ''}{path.suffix}"


def _journal_text(puts: Iterable[_Put], takes: Iterable[_Take]) -> str:
    rows = [[put.source, put.name, put.was, put.now] for put in puts]
    return json.dumps({"puts": rows, "takes": [[take.name, take.was] for take in takes]}, ensure_ascii=False)


def _journal(path: Path) -> tuple[list[_Put], list[_Take]]:
    """What a journal says; it is written whole or not at all. One that cannot be ours says nothing."""
    try:
        found = read_json(path.read_bytes())
        puts = [_Put(_plain(source), _plain(name), was, str(now)) for source, name, was, now in found["puts"]]
        return puts, [_Take(_plain(name), str(was)) for name, was in found["takes"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return [], []


def _plain(name: object) -> str:
    """A file's bare name: a list may never lead out of its folder. Raises ValueError for another one."""
    if not isinstance(name, str) or name in ("", ".", "..") or re.search(r"[/\\\x00]", name):
        raise ValueError("no name of a file")
    return name
