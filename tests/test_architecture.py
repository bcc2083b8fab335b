"""The walls of the house: which room may import which, which library lives where, what a module says of itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import schedule

ROOT = Path(schedule.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
ROOMS = ["diagnostics", "rules", "model", "calendars", "files", "engine", "analysis", "output", "commands"]
LIBRARIES = {
    "pandas": {"output"},
    "matplotlib": {"output"},
    "rich": {"output", "commands"},
    "yaml": {"files"},
    "networkx": {"engine"},
    "click": {"commands"},
    "holidays": {"calendars"},
    "jpype": {"files"},
    "numba": {"engine"},
    "PIL": {"output"},
    "docx": {"output"},
    "python_calamine": {"files"},
    "xlsxwriter": {"output"},
    "apprise": {"commands"},
    "urllib": {"commands"},
}
LONG = {"schedule.model": "every value of the house in one place, headed by the glossary of the field's words"}
"""Modules past 400 lines, each with its reason."""
CLOCKS = {"environ", "getenv", "today", "now", "utcnow", "localtime", "monotonic", "getlocale"}
OWNERS = {"os", "date", "datetime", "time", "locale"}
INTEGERS_ONLY = {"schedule.calendars.worktime"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def room_of(path: Path) -> str:
    """The room a module lives in; the package's own front door belongs to none."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.append(node.module or "")
            found += [f"{node.module}.{alias.name}" for alias in node.names if node.module == "schedule"]
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = room_of(path)
    if not room or room == "templates":
        return
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "schedule" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) <= ROOMS.index(room), f"{name_of(path)} imports {module}"
        if module == "schedule":
            assert room == "commands", f"{name_of(path)} imports the front door"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_stays_in_its_room(path: Path) -> None:
    for module in imports(path):
        library = module.split(".")[0]
        if library in LIBRARIES:
            assert room_of(path) in LIBRARIES[library], f"{name_of(path)} imports {library}"


def test_the_passes_know_integers_only() -> None:
    ours = [module for module in imports(ROOT / "engine" / "cpm.py") if module.startswith("schedule")]
    assert set(ours) <= INTEGERS_ONLY


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_commands_read_the_clock_the_locale_and_the_environment(path: Path) -> None:
    if room_of(path) == "commands":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).split(".")[-1]
            assert node.attr not in CLOCKS or owner not in OWNERS, f"{name_of(path)} reads {owner}.{node.attr}"
        if isinstance(node, ast.ImportFrom):
            assert not {alias.name for alias in node.names} & CLOCKS, name_of(path)
    assert not {module.split(".")[0] for module in imports(path)} & {"locale", "random", "getpass", "time"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for_and_what_it_must_never_know(path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text, f"{name_of(path)} has no docstring"
    if path.name != "__init__.py" and room_of(path) != "commands":
        assert "must never" in text, f"{name_of(path)} does not say what it must never know"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_past_four_hundred_lines_justifies_itself(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400 or name_of(path) in LONG


def test_no_room_for_vague_names() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "process", "common", "misc"}
    assert not {path.stem for path in MODULES} & vague


def test_schedule_is_ours() -> None:
    """`schedule` is also a name on PyPI; ours must be the one that is imported."""
    assert (ROOT / "engine" / "cpm.py").is_file()
    assert schedule.__doc__ is not None
    assert schedule.__doc__.startswith("daopai")


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
