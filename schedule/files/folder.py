"""A plan's folder: plan.yaml, updates/DATE.yaml, baselines/NAME.yaml → `Project`; and how a file is written safely.

Updates and baselines are written only here: whole or not at all, under a lock, never over one that is there, and no
update before another one, because the folder is the project's history. A file of another tool is a project too, which
nothing is written into. This module must never know the keys of a file.
"""

from __future__ import annotations

import gc
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_ISREG

from filelock import FileLock, Timeout

from schedule.diagnostics import Diagnostic, Location, PlanError, Severity, Source
from schedule.files.baselines import baseline_text, read_baseline
from schedule.files.interop import FOREIGN, read_foreign
from schedule.files.plan import read_plan
from schedule.files.plan_text import plan_text
from schedule.files.scalars import is_id, start_text
from schedule.files.updates import first_standing, read_update, update_name, update_text
from schedule.files.xer import xer_project
from schedule.files.xer_table import MAX_BYTES as MAX_XER_BYTES
from schedule.files.yaml_source import MAX_BYTES, Faults
from schedule.model import Baseline, Instant, Plan, Project, Update

PLAN = "plan.yaml"
UPDATES = "updates"
BASELINES = "baselines"
XER = ".xer"
IMPORTED = (XER, *FOREIGN)
"""The endings of files that other tools write and that hold one or more whole projects."""
_MISNAMED = (".yaml.txt", ".yml.txt", ".yml")
"""Endings that editors and habits give to a file whose name should end in .yaml."""
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
        `file-missing`, `unreadable`, `wrong-extension` (a warning). Of an `.xer`: those of `xer_project`; of another
        tool's file: those of `read_foreign`. Such a project is None with any error.
    """
    return _read_project(path, {}, project)


def write_update(folder: Path, update: Update) -> Path:
    """Write a new update into a plan's folder; an old one is never touched.

    Returns:
        The path of the new file, `updates/DATE.yaml`.

    Raises:
        PlanError: an update of that data date exists (`update-exists`) or one of a later date (`data-date-order`): what
            it was measured against would change; the update contradicts the plan or another update, or the folder
            itself is faulty: whatever `read_project` would tell afterwards.
        ValueError: a revision takes a value away, which an update file cannot say.
    """
    name = Path(UPDATES, update_name(update.data_date))
    return _write_new(folder, name, update_text(update), "update-exists", update.data_date)


def write_baseline(folder: Path, baseline: Baseline) -> Path:
    """Write a new baseline into a plan's folder; an old one is never touched.

    Returns:
        The path of the new file, `baselines/NAME.yaml`.

    Raises:
        PlanError: a baseline of that name exists (`baseline-exists`), its name is no id (`bad-id`), or the folder is
            faulty: whatever `read_project` would tell afterwards.
    """
    if not is_id(baseline.name):
        raise PlanError([Diagnostic("bad-id", None, {"found": baseline.name})])
    return _write_new(folder, Path(BASELINES, f"{baseline.name}.yaml"), baseline_text(baseline), "baseline-exists")


def write_project(folder: Path, project: Project) -> tuple[Path, ...]:
    """Write a whole project as a new plan's folder: everything, or nothing.

    The files are read back before they are written, then gathered in a hidden folder beside it that takes its name at
    the end. An interrupted call can leave that hidden folder behind, but no part of a plan.

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
    texts |= {Path(UPDATES, update_name(update.data_date)): update_text(update) for update in project.updates}
    texts |= {Path(BASELINES, f"{name}.yaml"): baseline_text(one) for name, one in project.baselines.items()}
    contents = {name: text.encode(errors="surrogatepass") for name, text in texts.items()}
    target = Path(os.path.realpath(folder))
    occupied = PlanError([Diagnostic("folder-not-empty", None, {"found": str(folder)})])
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise occupied
    _, faults = _read_project(folder / PLAN, {folder / name: data for name, data in contents.items()})
    if errors := [fault for fault in faults if fault.severity is Severity.ERROR]:
        raise PlanError(errors)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for kind in (UPDATES, BASELINES):
            (temporary / kind).mkdir(parents=True)
        for name, data in contents.items():
            write_atomically(temporary / name, data)
        _take_name(temporary, target, occupied)
    except OSError as error:
        if error.filename is None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(folder)) from None  # who asked does not know the hidden folder
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    _sync_folder(target.parent)
    return tuple(folder / name for name in texts)


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
    try:
        with FileLock(folder / LOCK, timeout=LOCK_SECONDS):
            yield
    except Timeout:
        raise PlanError([Diagnostic("folder-locked", None, {"found": str(folder)})]) from None


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
        path.write_bytes(data)
        return
    target = path if exclusive else Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
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
    except OSError as error:
        if error.filename is None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from None  # who asked does not know the temporary file
    finally:
        with suppress(OSError):
            temporary.unlink()
    _sync_folder(target.parent)


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


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return  # Windows has no way to do it
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_new(folder: Path, name: Path, text: str, code: str, data_date: Instant | None = None) -> Path:
    """Write a file that is not there yet; with a data date, only behind all updates that are there."""
    path = folder / name
    exists = PlanError([Diagnostic(code, None, {"found": str(path)})])
    if not folder.is_dir():
        raise PlanError([Diagnostic("file-missing", None, {"found": str(folder)})])
    with locked(folder):
        if path.exists():
            raise exists
        data = text.encode(errors="surrogatepass")
        project, faults = _read_project(folder, {path: data})
        latest = max(project.updates, key=lambda update: update.data_date) if project and project.updates else None
        if data_date is not None and latest is not None and latest.data_date > data_date:
            facts = {"found": start_text(data_date), "expected": start_text(latest.data_date)}
            raise PlanError([Diagnostic("data-date-order", latest.location, facts)])
        errors = [fault for fault in faults if fault.severity is Severity.ERROR]
        if errors:
            raise PlanError(errors)
        path.parent.mkdir(exist_ok=True)
        try:
            write_atomically(path, data, exclusive=True)
        except FileExistsError:
            raise exists from None
    return path


def _read_project(
    path: Path, unwritten: Mapping[Path, bytes], wanted: str | None = None
) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Read a project as if the unwritten files were in its folder."""
    with _without_collection():
        return _ProjectReader(unwritten, wanted).project(path)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Spare the cyclic collector's walks over nodes that live on: a third of the time of reading a large plan."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _ProjectReader:
    """Reads files, from the folder or from those that are yet to be written, and collects their faults."""

    def __init__(self, unwritten: Mapping[Path, bytes], wanted: str | None) -> None:
        self._unwritten = unwritten
        self._wanted = wanted
        self._faults = Faults()
        self._diagnostics: list[Diagnostic] = []

    def project(self, path: Path) -> tuple[Project | None, tuple[Diagnostic, ...]]:
        try:
            file = path / PLAN if path.is_dir() else path
        except OSError as error:
            self._add_unreadable(path, error)
            return None, tuple(self._diagnostics)
        if file.suffix.lower() in IMPORTED:
            return self._imported(file)
        plan = self._plan(file)
        if plan is None:
            return None, tuple(self._diagnostics)
        if file.name != PLAN:
            return Project(plan, folder=str(file.parent)), tuple(self._diagnostics)
        updates, known = self._updates(file.parent, plan)
        baselines = self._baselines(file.parent, known)
        return Project(plan, updates, baselines, str(file.parent)), tuple(self._diagnostics)

    def _imported(self, file: Path) -> tuple[Project | None, tuple[Diagnostic, ...]]:
        if file.suffix.lower() == XER:
            data = self._bytes(file, MAX_XER_BYTES)
            return xer_project(data, str(file), self._wanted) if data is not None else (None, tuple(self._diagnostics))
        try:
            return read_foreign(file, self._wanted)
        except PlanError as error:
            return None, tuple(error.diagnostics)

    def _plan(self, file: Path) -> Plan | None:
        data = self._bytes(file)
        if data is None:
            return None
        plan, faults = read_plan(data, str(file))
        self._diagnostics += faults
        return plan

    def _updates(self, folder: Path, plan: Plan) -> tuple[tuple[Update, ...], set[str]]:
        updates: list[Update] = []
        standing = first_standing(plan)
        for file in self._files(folder / UPDATES):
            data = self._bytes(file)
            if data is None:
                break
            update, standing, faults = read_update(data, str(file), standing)
            self._diagnostics += faults
            if update is None:
                break  # what later updates say stands on this one
            updates.append(update)
        return tuple(updates), standing.ever

    def _baselines(self, folder: Path, known: set[str]) -> dict[str, Baseline]:
        baselines: dict[str, Baseline] = {}
        for file in self._files(folder / BASELINES):
            data = self._bytes(file)
            if data is not None:
                baseline, faults = read_baseline(data, str(file), known)
                self._diagnostics += faults
                baselines |= {baseline.name: baseline} if baseline else {}
        return baselines

    def _files(self, folder: Path) -> list[Path]:
        """The YAML files of a folder by name, those that are yet to be written among them."""
        try:
            names = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
        except OSError as error:
            self._add_unreadable(folder, error)
            names = set()
        for name in sorted(names):
            self._add_misnamed(folder / name)
        names |= {file.name for file in self._unwritten if file.parent == folder}
        return [folder / name for name in sorted(names) if name.endswith(".yaml") and not name.startswith(".")]

    def _bytes(self, file: Path, limit: int = MAX_BYTES) -> bytes | None:
        if file in self._unwritten:
            return self._unwritten[file]
        place = Location(Source(str(file)), 1)
        try:
            if not file.exists():
                self._diagnostics.append(Diagnostic("file-missing", None, {"found": str(file)}))
                for ending in _MISNAMED:
                    if (meant := file.with_suffix(ending)).is_file():
                        self._add_misnamed(meant)
                return None
            if not file.is_file():
                self._diagnostics.append(Diagnostic("unreadable", place, {"found": str(file)}))
                return None
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except (OSError, ValueError) as error:
            self._add_unreadable(file, error)
            return None

    def _add_misnamed(self, file: Path) -> None:
        ending = next((ending for ending in _MISNAMED if file.name.endswith(ending)), None)
        if ending is not None:
            facts = {"found": file.name, "expected": f"{file.name.removesuffix(ending)}.yaml"}
            place = Location(Source(str(file)), 1)
            self._diagnostics.append(Diagnostic("wrong-extension", place, facts, Severity.WARNING))

    def _add_unreadable(self, file: Path, error: OSError | ValueError) -> None:
        facts = {"found": getattr(error, "strerror", None) or str(error)}
        self._diagnostics.append(Diagnostic("unreadable", Location(Source(str(file)), 1), facts))
