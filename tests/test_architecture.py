"""The walls of the house: which room may import which, which library lives where, what a module says of itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import schedule

ROOT = Path(schedule.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
ROOMS = ["frozen", "version", "diagnostics", "rules", "model", "issued", "questionnaire", "portfolio"]
ROOMS += ["calendars", "law", "files", "engine", "analysis", "output", "commands"]
"""A room imports only from rooms before it and from itself."""
APART = [{"files", "engine"}, {"files", "analysis"}]
"""Rooms that never import each other, whatever their order: nothing that computes opens a file."""
FILES_FOR_OUTPUT = {
    "schedule.files.channels",  # where a message goes
    "schedule.files.records.sent",  # what was sent already
    "schedule.files.records.chain",  # what `verify` shows
    "schedule.files.records.issued",  # the figures beside the papers
    "schedule.files.records.papers",  # which files of a folder a run wrote
    "schedule.files.records.writing",  # how a paper becomes a file
    "schedule.files.yaml.scalars",  # dates and durations in the author's own form
}
"""All that `output` knows of `files`: values and how to write. It reads no plan file."""
WINGS = {
    "files": [
        {"yaml"},
        {"plans"},
        {"sealed"},
        {"xer", "forms"},
        {"exchange"},
        {"records"},
        {"channels", "templates"},
        {"schema"},
    ],
    "analysis": [
        {"rounding", "history", "speaking_order"},
        {"reports"},
        {"dates", "move"},
        {"funds", "levelling"},
        {"meeting", "recovery"},
        {"views", "weekly"},
        {"portfolio"},
    ],
    "output": [
        {"words"},
        {"tables"},
        {"delivery", "why", "letters", "answers"},
        {"minutes"},
        {"figures"},
        {"page", "workbooks"},
        {"meeting_folder"},
    ],
}
"""The wings of a room, and the modules that stand flat in it, by floor: each imports only from floors below its own."""
FLAT = 10
"""How many modules may stand flat in a room of wings."""
ONE_MEANING = {
    "move": "why a forecast moved",
    "accounts": "to whom the days of a move are booked",
    "alerts": "slippage alerts",
    "calendars": "working time",
    "causes": "what reports give as the cause",
    "certificate": "what a schedule rests on, for whoever checks it",
    "chain": "the sealed records of a plan",
    "but_for": "what a milestone would be without one body's delays",
    "crews": "the crews of a plan",
    "custody": "who holds the file of an approval",
    "deadlines": "the backward-scheduled deadline table",
    "decided": "what decisions are worth, and what was promised for them",
    "delivery": "sending to the bodies' groups",
    "evidence": "the audit of what was reported",
    "figures": "charts",
    "forms": "what the bodies are asked to fill in",
    "funds": "the money of a plan",
    "gantt": "the Gantt chart",
    "issued": "the figures that a meeting's papers were issued with",
    "law": "what statutes fix",
    "ledger": "why a forecast moved between two meetings",
    "levelling": "what becomes of a plan whose crews do not suffice",
    "limits": "the days within which an authority has to decide",
    "meeting": "the weekly meeting",
    "network": "tasks and the relations between them",
    "page": "the meeting on one HTML page",
    "paths": "chains of relations",
    "portfolio": "several plans of one zone",
    "quality": "what is weak in a plan",
    "reading": "a project from its files",
    "recovery": "measures that keep a deadline",
    "reports": "what bodies say of their tasks",
    "revisions": "what was decided about a plan",
    "schedule": "the computed dates",
    "schema": "what an editor is told of the files",
    "sending": "one run of sending messages",
    "sentences": "facts as whole sentences",
    "tables": "rows under columns",
    "tasks": "the tasks of a file",
    "templates": "new plans to begin from",
    "trend": "forecasts from meeting to meeting",
    "why": "why a forecast moved",
    "windows": "the ledger over many weeks",
    "words": "what a reader reads",
    "zone": "the meeting of a portfolio",
}
"""Names that stand in several folders, each with the one thing that it means in all of them."""
LIBRARIES = {
    "pandas": {"output"},
    "matplotlib": {"output"},
    "rich": {"output", "commands"},
    "yaml": {"files"},
    "networkx": {"engine"},
    "click": {"commands"},
    "distributed": {"commands"},
    "holidays": {"calendars"},
    "icalendar": {"output"},
    "jinja2": {"output"},
    "jpype": {"files"},
    "highspy": {"analysis"},
    "ortools": {"analysis"},
    "numba": {"engine"},
    "PIL": {"output"},
    "docx": {"output"},
    "python_calamine": {"files"},
    "xlsxwriter": {"output"},
    "apprise": {"commands"},
    "urllib": {"commands"},
}
CLOCKS = {"environ", "getenv", "today", "now", "utcnow", "localtime", "monotonic", "getlocale"}
OWNERS = {"os", "date", "datetime", "time", "locale"}
INTEGERS_ONLY = {"schedule.calendars.worktime"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def room_of(path: Path) -> str:
    """The room a module lives in; the package's own front door belongs to none."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


parsed = cache(read)
"""A module of the package, which every wall reads."""


@cache
def imports(path: Path) -> tuple[str, ...]:
    found = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
            found += [f"{node.module}.{alias.name}" for alias in node.names if node.module == "schedule"]
    return tuple(found)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if not room or room == "templates":
        return
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "schedule" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) <= ROOMS.index(room), f"{name_of(path)} imports {module}"
            assert not any({room, parts[1]} == pair for pair in APART), f"{name_of(path)} imports {module}"
        if module == "schedule":
            assert room == "commands", f"{name_of(path)} imports the front door"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_wing_imports_only_from_the_floors_below_it(path: Path) -> None:
    room, floors = room_of(path), WINGS.get(room_of(path), [])
    floor = {wing: k for k, wings in enumerate(floors) for wing in wings}
    wing = path.relative_to(ROOT / room).with_suffix("").parts[0] if floor else ""
    if wing in {"", "__init__"}:
        return
    assert wing in floor, f"{room} has no place for {wing}"
    for module in imports(path):
        parts = module.split(".")
        if parts[:2] == ["schedule", room] and parts[2] != wing:
            assert floor[parts[2]] < floor[wing], f"{name_of(path)} imports {module}"


def defined(path: Path) -> set[str]:
    """The names that a module makes itself, those of its own submodules included."""
    found = {child.stem for child in path.parent.iterdir()} if path.name == "__init__.py" else set()
    for node in parsed(path).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        else:
            found |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    return found


@pytest.mark.slow
def test_a_name_is_imported_from_where_it_lives() -> None:
    """No module passes on what another one made: who looks a name up finds its one home."""
    homes = {name_of(path): defined(path) for path in MODULES}
    written = [*MODULES, *(path for room in ("tests", "benchmarks") for path in (ROOT.parent / room).rglob("*.py"))]
    borrowed = [
        f"{path.relative_to(ROOT.parent)}: {alias.name} is not at home in {node.module}"
        for path in written
        for node in ast.walk(parsed(path) if path in MODULES else read(path))
        if isinstance(node, ast.ImportFrom) and node.module in homes
        for alias in node.names
        if alias.name not in homes[node.module]
    ]
    assert not borrowed


def test_output_knows_of_files_only_how_to_write_and_what_was_sealed_or_sent() -> None:
    known = {
        module
        for path in MODULES
        if room_of(path) == "output"
        for module in imports(path)
        if module.startswith("schedule.files")
    }
    assert known == FILES_FOR_OUTPUT


@pytest.mark.parametrize("room", WINGS)
def test_few_modules_stand_flat_in_a_room_of_wings(room: str) -> None:
    assert len(list((ROOT / room).glob("*.py"))) <= FLAT


def test_a_file_does_not_repeat_its_folder_and_no_name_means_two_things() -> None:
    names = [path for path in MODULES if path.name != "__init__.py"]
    for path in names:
        assert not path.stem.startswith(path.parent.name.removesuffix("s") + "_"), path
        assert path.stem != path.parent.name, path
    folders = [path.parent.name for path in MODULES if path.name == "__init__.py"]
    places = Counter([*(path.stem for path in names), *folders])
    assert {name for name, count in places.items() if count > 1} == set(ONE_MEANING)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_stays_in_its_room(path: Path) -> None:
    for module in imports(path):
        library = module.split(".")[0]
        if library in LIBRARIES and module != "urllib.parse":  # which only knows how an address is written
            assert room_of(path) in LIBRARIES[library], f"{name_of(path)} imports {library}"


def test_the_passes_know_integers_only() -> None:
    ours = [module for module in imports(ROOT / "engine" / "cpm.py") if module.startswith("schedule")]
    assert set(ours) <= INTEGERS_ONLY


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_commands_read_the_clock_the_locale_and_the_environment(path: Path) -> None:
    if room_of(path) == "commands":
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            owner = ast.unparse(node.value).split(".")[-1]
            assert owner not in OWNERS, f"{name_of(path)} reads {owner}.{node.attr}"
        if isinstance(node, ast.ImportFrom):
            assert not {alias.name for alias in node.names} & CLOCKS, name_of(path)
    assert not {module.split(".")[0] for module in imports(path)} & {"locale", "random", "getpass", "time"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_what_it_must_never_know(path: Path) -> None:
    text = ast.get_docstring(parsed(path))
    assert text, f"{name_of(path)} has no docstring"
    if path.name != "__init__.py" and room_of(path) != "commands":
        assert "must never" in text, f"{name_of(path)} does not say what it must never know"


def test_no_room_for_vague_names() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "process", "common", "misc"}
    assert not {path.stem for path in MODULES} & vague


def test_schedule_is_ours() -> None:
    """`schedule` is also a name on PyPI; ours must be the one that is imported."""
    assert (ROOT / "engine" / "cpm.py").is_file()
    assert schedule.__doc__ is not None
    assert schedule.__doc__.startswith("daopai")


@pytest.mark.slow
def test_a_meeting_without_figures_imports_neither_matplotlib_nor_pandas() -> None:
    """Reading, computing and taking a snapshot stay light; so does asking for help."""
    code = (
        "import sys, schedule, schedule.commands;"
        "snapshot = schedule.meeting(schedule.load(sys.argv[1]));"
        "print(sorted({'matplotlib', 'pandas', 'numba'} & set(sys.modules)))"
    )
    plan = ROOT.parent / "plans" / "kashgar"
    done = subprocess.run([sys.executable, "-c", code, plan], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
