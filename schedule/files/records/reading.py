"""The files of a plan's folder, or one of another tool, → `Project`, with the faults of all of them.

Files that are yet to be written can be read among those of the folder, so that nothing is written that could not be
read afterwards. Each file is read once: what is parsed and what is held against its seal are the same bytes. A reader
is imported where a file asks for it: who opens another tool's file does not wait for that of ours. This module must
never write, and must never know the keys of a file.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from schedule.diagnostics import Diagnostic, Location, PlanError, Severity, Source, nearest
from schedule.files.exchange.formats import Format, format_of
from schedule.files.sealed.record_names import update_place
from schedule.files.yaml.source import MAX_BYTES, Faults
from schedule.model import PLAN, UPDATES, Aside, Baseline, External, Instant, Plan, Project, Update

if TYPE_CHECKING:
    from schedule.files.records.chain import Chain

BASELINES = "baselines"
EXTERNAL = "external"
"""The folder of what zones publish to a plan."""
UNREAD = ("wrong-extension", "unread-copy", "folder-name", "misplaced-record", "external-altered")
"""The codes of warnings that something was not read: whoever asks for papers is told at once."""
_YAML_LIKE = re.compile(r"\.ya?ml", re.IGNORECASE)
"""Endings that editors, habits and systems give to a file whose name should end in .yaml hold this somewhere."""
_DATED = re.compile(r"([0-9]{4})[-_.年]?([0-9]{2})[-_.月]?([0-9]{2})")
_OTHER_ENDINGS = (".txt", ".json")
_ENDING = re.compile(r"\.(?:ya?ml|txt|json)", re.IGNORECASE)
_FOLDERS = {
    **dict.fromkeys(("updates", "update", "周报", "更新"), UPDATES),
    **dict.fromkeys(("baselines", "baseline", "基准"), BASELINES),
}
"""What the folders of records are called, if not by their names."""


def read_with(
    path: Path, unwritten: Mapping[Path, bytes], wanted: str | None = None
) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Read a project as if the unwritten files were in its folder.

    See `schedule.files.records.plan_folder.read_project`.
    """
    with _without_collection():
        return _ProjectReader(unwritten, wanted).project(path)


def read_contents(folder: Path, *, published: bool = False) -> dict[str, bytes]:
    """The bytes of the plan and of its records, by name, and of what zones published to it where that is asked.

    Raises PlanError for what cannot be read.
    """
    reader = _ProjectReader({}, None)
    contents = reader.contents(folder, EXTERNAL) if published else reader.contents(folder)
    raise_errors(reader.diagnostics)
    return contents


def unread(folder: Path) -> tuple[Diagnostic, ...]:
    """The warnings of what stands in a plan's folder and looks like a record, and is not read (`UNREAD`)."""
    reader = _ProjectReader({}, None)
    reader.contents(folder)
    reader.misplaced(folder)
    return tuple(fault for fault in reader.diagnostics if fault.code in UNREAD)


def name_of(file: Path, folder: Path) -> str:
    """The name of a record in its folder, the same on every system: `updates/2016-03-14.yaml`."""
    return file.relative_to(folder).as_posix()


def raise_errors(faults: Iterable[Diagnostic]) -> None:
    """Raise a PlanError of the errors among the faults, if there are any."""
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        raise PlanError(errors)


def _right_name(name: str) -> str:
    """What a record's file should be called: `2016-04-05.yaml`.

    >>> _right_name("2016-04-05.YAML.txt"), _right_name("20160405.json"), _right_name("B0.yml~")
    ('2016-04-05.yaml', '2016-04-05.yaml', 'B0.yaml')
    """
    stem, dated = _ENDING.split(name.strip())[0], _DATED.match(name)
    if dated is None or update_place(f"{stem}.yaml") is not None:
        return f"{stem}.yaml"
    return f"{'-'.join(dated.groups())}.yaml"


def _in_order(name: str) -> tuple[str, int, str]:
    """By name, a day's records by their numbers: the tenth comes after the second."""
    place = update_place(name)
    return (name.removesuffix(".yaml"), 0, "") if place is None else (place[0].isoformat(), place[1], name)


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
        self._listed: dict[Path, list[Path]] = {}
        self._read: dict[Path, bytes | None] = {}
        self.diagnostics: list[Diagnostic] = []
        self._aside: list[Aside] = []

    def project(self, path: Path) -> tuple[Project | None, tuple[Diagnostic, ...]]:
        try:
            file = path / PLAN if path.is_dir() else path
        except OSError as error:
            self._add_unreadable(path, error)
            return None, tuple(self.diagnostics)
        if (form := format_of(file)) is not None:
            return self._imported(file, form)
        plan = self._plan(file)
        if plan is None:
            return None, tuple(self.diagnostics)
        if file.name != PLAN:
            return Project(plan, folder=str(file.parent)), tuple(self.diagnostics)
        from schedule.files.records.chain import chain_faults, chain_of

        self.misplaced(file.parent)
        chain = chain_of(self.contents(file.parent))
        updates, known = self._updates(file.parent, plan, chain)
        baselines = self._baselines(file.parent, known)
        self.diagnostics += chain_faults(chain, file.parent)
        altered = tuple(record.name for record in chain.faults)
        aside = tuple(self._aside)
        external = self._external(file.parent)
        project = Project(
            plan,
            updates,
            baselines,
            str(file.parent),
            altered=altered,
            seals=chain.seals,
            aside=aside,
            external=external,
        )
        return project, tuple(self.diagnostics)

    def contents(self, folder: Path, *others: str) -> dict[str, bytes]:
        """The bytes of the plan and its records, and of what is in other folders, by name in the folder."""
        files = [
            folder / PLAN,
            *(file for name in (UPDATES, BASELINES, *others) for file in self._files(folder / name)),
        ]
        found = {name_of(file, folder): self._bytes(file) for file in files}
        return {name: data for name, data in found.items() if data is not None}

    def _imported(self, file: Path, form: Format) -> tuple[Project | None, tuple[Diagnostic, ...]]:
        try:
            found, faults = form.read(file, lambda most: self._bytes(file, most), self._wanted)
        except PlanError as error:
            return None, tuple(error.diagnostics)
        return found, (*self.diagnostics, *faults)

    def _plan(self, file: Path) -> Plan | None:
        data = self._bytes(file)
        if data is None:
            return None
        from schedule.files.plans.plan import read_plan
        from schedule.files.records.chain import chain_of

        plan, faults = read_plan(data, str(file))
        beyond = any(fault.code == "text-too-long" for fault in faults)
        if beyond and file.name == PLAN and chain_of(self.contents(file.parent)).begun:
            plan, faults = read_plan(data, str(file), sealed=True)
        self.diagnostics += faults
        return plan

    def _updates(self, folder: Path, plan: Plan, chain: Chain) -> tuple[tuple[Update, ...], set[str]]:
        """The updates, one a data date, whose records are read in the order in which they were written.

        One that is as it was sealed, by a release that took what this one does not, nobody can mend: it is set aside.
        """
        from schedule.files.sealed.same_day import united
        from schedule.files.sealed.updates import first_standing, read_update

        sealed = {one.name for one in chain.seals if one.digest}
        by_date: dict[tuple[Instant, date | None], list[Update]] = {}
        standing = first_standing(plan)
        for file in self._files(folder / UPDATES):
            data = self._bytes(file)
            if data is None:
                break
            update, after, faults = read_update(data, str(file), standing)
            errors = tuple(fault for fault in faults if fault.severity is Severity.ERROR)
            if errors and update is not None and name_of(file, folder) in sealed:
                self._aside.append(Aside(update, errors))
                continue
            standing = after
            self.diagnostics += faults
            if update is None:
                break  # what later updates say stands on this one
            place = update_place(file.name)
            by_date.setdefault((update.data_date, place and place[0]), []).append(update)
        faults_of_days = Faults()
        updates = tuple(united(records, faults_of_days) for records in by_date.values())
        self.diagnostics += faults_of_days.diagnostics
        return updates, standing.ever

    def _baselines(self, folder: Path, known: set[str]) -> dict[str, Baseline]:
        from schedule.files.sealed.baselines import read_baseline

        baselines: dict[str, Baseline] = {}
        for file in self._files(folder / BASELINES):
            data = self._bytes(file)
            if data is not None:
                baseline, faults = read_baseline(data, str(file), known)
                self.diagnostics += faults
                baselines |= {baseline.name: baseline} if baseline else {}
        return baselines

    def _external(self, folder: Path) -> tuple[External, ...]:
        """What zones published to the plan, in order of their days."""
        found = []
        for file in self._files(folder / EXTERNAL):
            data = self._bytes(file)
            if data is not None:
                from schedule.files.sealed.external import read_external

                one, faults = read_external(data, str(file))
                self.diagnostics += faults
                found += [] if one is None else [one]
        return tuple(sorted(found, key=lambda one: one.day))

    def _files(self, folder: Path) -> list[Path]:
        """The YAML files of a folder by name, those that are yet to be written among them."""
        if folder in self._listed:
            return self._listed[folder]
        try:
            names = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
        except OSError as error:
            self._add_unreadable(folder, error)
            names = set()
        for name in sorted(names):
            self._add_unread(folder, name, names)
        names |= {file.name for file in self._unwritten if file.parent == folder}
        yaml = [folder / name for name in sorted(names, key=_in_order) if name.endswith(".yaml") and name[0] != "."]
        self._listed[folder] = yaml
        return yaml

    def _bytes(self, file: Path, limit: int = MAX_BYTES) -> bytes | None:
        """A file's content, read once, so that what is parsed and what is held against its seal are the same."""
        if file in self._unwritten:
            return self._unwritten[file]
        if file not in self._read:
            self._read[file] = self._from_disk(file, limit)
        return self._read[file]

    def _from_disk(self, file: Path, limit: int) -> bytes | None:
        place = Location(Source(str(file)), 1)
        try:
            if not file.exists():
                self.diagnostics.append(_absent(file))
                for other in self._names(file.parent):
                    alike = other.casefold().split(".")[0] == file.stem.casefold() and other != file.name
                    if alike and _YAML_LIKE.search(other) and not other.endswith(".yaml"):
                        self._warn("wrong-extension", file.parent / other, other, file.name)
                return None
            if not file.is_file():
                self.diagnostics.append(Diagnostic("unreadable", place, {"found": str(file)}))
                return None
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except (OSError, ValueError) as error:
            self._add_unreadable(file, error)
            return None

    def misplaced(self, folder: Path) -> None:
        """Tell the folders that look like those of records, and the weeks that lie beside the plan."""
        for name in self._names(folder):
            meant, path = _FOLDERS.get(name.strip().casefold()), folder / name
            if meant is not None and name != meant and self._names(path):
                right = folder / meant
                if not (right.exists() and right.samefile(path)):  # as it is where systems tell no capitals apart
                    self._warn("folder-name", path, name, meant)
            elif _DATED.match(name) and _YAML_LIKE.search(name) and path.is_file():
                self._warn("misplaced-record", path, name, f"{UPDATES}/{_right_name(name)}")

    def _names(self, folder: Path) -> list[str]:
        try:
            return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []
        except OSError as error:
            self._add_unreadable(folder, error)
            return []

    def _add_unread(self, folder: Path, name: str, names: Collection[str]) -> None:
        """Tell a file that looks like a record and is not read, because of its name."""
        if name.endswith(".yaml") or name.startswith("."):
            return
        of_week = folder.name == UPDATES and _DATED.match(name) is not None
        stored = folder.name == BASELINES and name.casefold().strip().endswith(_OTHER_ENDINGS)
        if (folder / name).is_dir():
            if any(_YAML_LIKE.search(inner) for inner in self._names(folder / name)):
                self._warn("folder-name", folder / name, f"{folder.name}/{name}", folder.name)
        elif of_week or stored or _YAML_LIKE.search(name):
            expected = _right_name(name)
            self._warn("unread-copy" if expected in names else "wrong-extension", folder / name, name, expected)

    def _warn(self, code: str, path: Path, found: str, expected: str) -> None:
        place = Location(Source(str(path)), 1)
        self.diagnostics.append(Diagnostic(code, place, {"found": found, "expected": expected}, Severity.WARNING))

    def _add_unreadable(self, file: Path, error: OSError | ValueError) -> None:
        facts = {"found": getattr(error, "strerror", None) or str(error)}
        self.diagnostics.append(Diagnostic("unreadable", Location(Source(str(file)), 1), facts))


def path_meant(path: Path) -> Path | None:
    """What was probably meant by the path of a file or folder that is not there: what is called nearly so, or its plan.

    A plan is looked for where plans lie, too (`plans/NAME`), and in the folder above that of its records.
    """
    with suppress(OSError, ValueError):
        if path.name == PLAN and (path.parent.parent / PLAN).is_file():
            return path.parent.parent
        gone = next((one for one in (*reversed(path.parents), path) if not one.exists()), path)
        for folder in (gone.parent, gone.parent / "plans"):
            names = [one.name for one in folder.iterdir() if one.name[0] not in ".~"] if folder.is_dir() else []
            if near := nearest(gone.name[:100], names):
                whole = folder / near / path.relative_to(gone)
                return whole if whole.exists() else folder / near
    return None


def _absent(file: Path) -> Diagnostic:
    """That a file is not there, or the link to it leads nowhere."""
    if file.is_symlink():
        return Diagnostic("broken-link", None, {"found": str(file), "expected": str(file.readlink())})
    meant = path_meant(file)
    return Diagnostic("file-missing", None, {"found": str(file), **({"nearest": str(meant)} if meant else {})})
