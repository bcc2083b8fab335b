"""A plan's folder: plan.yaml, updates/DATE.yaml, baselines/NAME.yaml → `Project`; and how its records are written.

Updates and baselines are written only here: whole or not at all, under a lock, never over one that is there, no update
before another one, nothing behind a record that was changed, and nothing that a `Check` refuses, because the folder is
the project's history. What a
record says is never touched; one that a hand wrote gets its seal (`schedule.files.records.chain`) when the next is
written, or when that is asked for. A file of another tool is a project too, which nothing is written into. This module
must never know the keys of a file.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from schedule.calendars.worktime import start_day
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.files.plans.as_text import plan_text
from schedule.files.records.chain import Chain, chain_faults, chain_of, tail_sealed
from schedule.files.records.reading import BASELINES, name_of, raise_errors, read_contents, read_with
from schedule.files.records.writing import (
    RESERVED,
    held_folder,
    make_folder,
    sweep,
    sync_folder,
    temporary_name,
    write_atomically,
    write_attributes,
    write_together,
)
from schedule.files.sealed.baselines import baseline_text
from schedule.files.sealed.record_names import update_name, update_place
from schedule.files.sealed.same_day import united
from schedule.files.sealed.updates import update_text
from schedule.files.yaml.scalars import is_id, start_text
from schedule.files.yaml.source import Faults
from schedule.model import PLAN, UPDATES, Baseline, Instant, Project, Update
from schedule.version import THIS

Recorded = TypeVar("Recorded", Update, Baseline)

Check: TypeAlias = Callable[[Project, Collection[str]], None]
"""Raises PlanError where a record with one of these names in the folder cannot be computed; this room computes none."""

LOCK = ".daopai.lock"
LOCK_SECONDS = 10
"""How long a writer waits for another one to finish."""


def read_project(path: Path, project: str | None = None) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Read a plan's folder, a plan file, or a file of another tool, and tell every fault of every file at once.

    A file called plan.yaml stands for its folder; another plan file stands alone, without updates and baselines. A
    file of another tool (`IMPORTED`) is told by its ending; those that need MPXJ need the extra `interop`.

    Args:
        path: the folder or file; faults show it as it is given.
        project: which project of a file of another tool, where several have activities; see `read_xer`.

    Returns:
        The project, and its faults in the order of plan, updates by name, baselines by name, each in the order of its
        file. With errors the project is partial. It is None where there is no plan to speak of, and then updates and
        baselines were not read; nor are the updates after one that could not be read. Faults of its own:
        `file-missing`, `broken-link`, `unreadable`, `wrong-extension` (a warning), and, last, as warnings, those of
        `chain_faults`. Of an `.xer`: those of `xer_project`; of another tool's file: those of `read_foreign`. Such a
        project is None with any error.
    """
    return read_with(path, {}, project)


def read_history(folder: Path) -> Chain:
    """The chain of a plan's folder; a plan that cannot be computed has one too.

    Raises:
        PlanError: there is no plan (`file-missing`), or a file cannot be opened (`unreadable`).
    """
    return chain_of(read_contents(folder))


def seal_history(folder: Path, check: Check = lambda *_: None) -> tuple[Path, ...]:
    """Seal the records at the end of the chain that nobody has sealed yet, in the order of their data dates.

    A line is added at its head and two at its end; nothing that it says is touched, and no sealed record either.

    Returns:
        The paths of the files that were sealed.

    Raises:
        PlanError: the folder is faulty, for what is sealed can no longer be corrected; or a sealed record, or the plan
            before them, is not as it was (`chain_faults`, as errors).
    """
    with locked(folder):
        done = _sealed_tail(folder, {}, check)
        write_together(done)
    return tuple(done)


class OvertakenError(Exception):
    """Another writer has recorded something since the folder was looked at; what was to be written rests on less."""


def record_names(folder: Path) -> frozenset[str]:
    """The names of all records in a plan's folder. None ever changes: where there is no other, nothing was recorded."""
    return frozenset(f"{kind}/{name}" for kind in (UPDATES, BASELINES) for name in _names(folder / kind))


def write_update(
    folder: Path, update: Update, check: Check = lambda *_: None, known: Collection[str] | None = None
) -> Path:
    """Write a new update into a plan's folder, sealed; what an old one says is never touched.

    Records before it that nobody has sealed yet are sealed with it. `known` are the names of the records that it rests
    on (`record_names`, asked before the folder was read).

    Returns:
        The path of the new file, `updates/DATE.yaml`; where the data date has records already, `updates/DATE-2.yaml`
        and so on: what was decided and what came in on one day are told by one meeting.

    Raises:
        PlanError: the data date's records say all of it already (`update-exists`); there is an update of a later date
            (`data-date-order`): what it was measured against would change; the update contradicts the plan or another
            update, or the folder itself is faulty: whatever `read_project` would tell afterwards; or what it would
            follow is not as it was sealed (`chain_faults`, as errors).
        ValueError: a revision takes a value away, which an update file cannot say.
        OvertakenError: there are other records than the known ones.
    """
    text = update_text(_unsealed(update)).encode(errors="surrogatepass")

    def behind_all() -> tuple[Path, Project | None]:
        there = [place for file in _names(folder / UPDATES) if (place := update_place(file)) is not None]
        number = max((number for day, number in there if day == start_day(update.data_date)), default=0) + 1
        path = folder / UPDATES / update_name(update.data_date, number)
        project, faults = read_with(folder, {path: text})
        latest = None if project is None else latest_until(project, update.data_date)
        raise_errors(faults)
        if latest is not None and len(latest.records) > 1 and _adds_nothing(latest):
            before = folder / UPDATES / update_name(update.data_date, number - 1)
            raise PlanError([Diagnostic("update-exists", None, {"found": str(before)})])
        return path, project

    return _write_new(folder, behind_all, text, check, known)


def latest_until(project: Project, data_date: Instant) -> Update | None:
    """A project's last update, behind which a record of a data date may be put; None where there is none.

    Raises:
        PlanError: it is of a later date (`data-date-order`): what that was measured against would change.
    """
    latest = max(project.updates, key=lambda one: one.data_date, default=None)
    if latest is not None and latest.data_date > data_date:
        facts = {"found": start_text(data_date), "expected": start_text(latest.data_date)}
        raise PlanError([Diagnostic("data-date-order", latest.location, facts)])
    return latest


def _adds_nothing(day: Update) -> bool:
    """Whether the last record of a data date says only what the records before it said."""
    before, with_it = (united(records, Faults()) for records in (day.records[:-1], day.records))
    return update_text(_unsealed(before)) == update_text(_unsealed(with_it))


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()] if folder.is_dir() else []


def write_baseline(
    folder: Path, baseline: Baseline, check: Check = lambda *_: None, known: Collection[str] | None = None
) -> Path:
    """Write a new baseline into a plan's folder, sealed; what an old one says is never touched.

    Records before it that nobody has sealed yet are sealed with it; `known` as in `write_update`.

    Returns:
        The path of the new file, `baselines/NAME.yaml`.

    Raises:
        PlanError: a baseline of that name exists, in whatever capitals (`baseline-exists`), its name is no id
            (`bad-id`) or one of Windows' devices (`reserved-name`), or the folder is faulty: whatever `read_project`
            would tell afterwards; or what it would follow is not as it was sealed (`chain_faults`, as errors).
        OvertakenError: there are other records than the known ones.
    """
    if not is_id(baseline.name):
        raise PlanError([Diagnostic("bad-id", None, {"found": baseline.name})])
    if RESERVED.fullmatch(baseline.name):
        raise PlanError([Diagnostic("reserved-name", None, {"found": baseline.name})])
    path, text = folder / BASELINES / f"{baseline.name}.yaml", baseline_text(_unsealed(baseline))

    def exists(name: str) -> PlanError:
        return PlanError([Diagnostic("baseline-exists", None, {"found": str(path.with_name(name))})])

    def free() -> tuple[Path, None]:
        for name in _names(path.parent):
            if _alike(name) == _alike(path.name):
                raise exists(name)
        return path, None

    try:
        return _write_new(folder, free, text.encode(errors="surrogatepass"), check, known)
    except FileExistsError:
        raise exists(path.name) from None


def _alike(name: str) -> str:
    """The same for names that are one where systems tell no capitals apart: copied there, one of two would be lost."""
    return unicodedata.normalize("NFC", name).casefold()


def write_project(folder: Path, project: Project) -> tuple[Path, ...]:
    """Write a whole project as a new plan's folder: everything, or nothing.

    The files are read back before they are written, then gathered in a hidden folder beside it that takes its name at
    the end. An interrupted call can leave that hidden folder behind, which the next one takes away, but no part of a
    plan.

    Its history begins anew: nothing in it is sealed, so that the plan can be looked over and mended before its first
    week is recorded.

    Args:
        folder: where it goes; must not exist, or be empty.
        project: as its folder can hold it (`plan_text.writable`).

    Returns:
        The paths of the files: the plan, updates by date, baselines by name.

    Raises:
        PlanError: there is something in the folder (`folder-not-empty`), or what would be written has faults.
        ValueError: the project has what files cannot say; see `plan_text` and `update_text`.
        OSError: the folder cannot be made; its filename is `folder`.
    """
    texts = {Path(PLAN): plan_text(project.plan)}
    updates = [_unsealed(update) for update in project.updates]
    baselines = {name: _unsealed(one) for name, one in project.baselines.items()}
    texts |= {Path(UPDATES, update_name(update.data_date)): update_text(update) for update in updates}
    texts |= {Path(BASELINES, f"{name}.yaml"): baseline_text(one) for name, one in baselines.items()}
    contents = {name: text.encode(errors="surrogatepass") for name, text in texts.items()}
    target = Path(os.path.realpath(folder))
    occupied = PlanError([Diagnostic("folder-not-empty", None, {"found": str(folder)})])
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise occupied
    _, faults = read_with(folder / PLAN, {folder / name: data for name, data in contents.items()})
    if errors := [fault for fault in faults if fault.severity is Severity.ERROR]:
        raise PlanError(errors)
    temporary = temporary_name(target)
    try:
        make_folder(target.parent)
        sweep(target.parent, target.name)
        temporary.mkdir()
        with held_folder(temporary):
            for kind in (UPDATES, BASELINES):
                (temporary / kind).mkdir()
            for name, data in contents.items():
                write_atomically(temporary / name, data)
            write_attributes(temporary)
            _take_name(temporary, target, occupied)
    except OSError as error:
        if error.filename is None or error.errno is None:
            raise
        windows = getattr(error, "winerror", None)
        raise OSError(
            error.errno, error.strerror, str(folder), windows
        ) from None  # who asked does not know the hidden folder
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    sync_folder(target.parent)
    return tuple(folder / name for name in texts)


def _unsealed(record: Recorded) -> Recorded:
    """A record as this daopai writes it: it says so, and whoever wrote and sealed it before is forgotten."""
    return replace(record, written_by=THIS, follows=None, seal=None)


def _take_name(temporary: Path, target: Path, occupied: PlanError) -> None:
    """Give a folder its name, in the place of an empty one. Raises `occupied` where another was quicker."""
    try:
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    except OSError:
        if target.exists():
            raise occupied from None
        raise


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers out of a plan's folder.

    Raises:
        PlanError: another writer did not finish in time (`folder-locked`).
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / LOCK, timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise PlanError([Diagnostic("folder-locked", None, {"found": str(folder)})]) from None


def _write_new(
    folder: Path,
    place: Callable[[], tuple[Path, Project | None]],
    data: bytes,
    check: Check,
    known: Collection[str] | None,
) -> Path:
    """Write a record into a file that is not there yet, whose path is asked for while no other writer can take it.

    Whether nothing else was recorded meanwhile is asked under the same lock. With the path comes the project with the
    record, where whoever asked has read it. Raises OvertakenError where there are other records than the known ones,
    and FileExistsError where somebody who keeps no lock was quicker.
    """
    if not folder.is_dir():
        raise PlanError([Diagnostic("file-missing", None, {"found": str(folder)})])
    with locked(folder):
        if known is not None and record_names(folder) != known:
            raise OvertakenError
        path, project = place()
        sealed = _sealed_tail(folder, {path: data}, check, project)
        make_folder(path.parent)
        # In the order of the chain: whoever is interrupted leaves a chain whose end is not sealed yet. What was written
        # by hand is not sealed for a record that finds no room.
        write_together(sealed, new=[path])
    return path


def _sealed_tail(
    folder: Path, unwritten: Mapping[Path, bytes], check: Check, project: Project | None = None
) -> dict[Path, bytes]:
    """The records that nobody has sealed yet, and those that are yet to be written after them, with their seals.

    `project` is the folder's with them, where it was read already. Raises PlanError where the chain before them is
    broken, or where the folder would be faulty with them, or by the check: at the lines that their author knows, which
    a seal moves down by one.
    """
    contents = read_contents(folder) | {name_of(file, folder): data for file, data in unwritten.items()}
    raise_errors(chain_faults(chain_of(contents), folder, Severity.ERROR))
    newest = next((name_of(file, folder) for file in unwritten), None)
    sealed = {folder / name: data for name, data in tail_sealed(contents, newest).items()}
    if sealed and project is None:
        project, faults = read_with(folder, unwritten)
        raise_errors(faults)
    if project is not None:
        check(project, [name_of(file, folder) for file in sealed])
    raise_errors(read_with(folder, sealed)[1])
    return sealed
