"""New plans: which templates there are, one of them filled in, and a folder made of the result.

Templates are the plans in `schedule/templates`. Only their marked lines are replaced; everything else, above all the
comments that say what is law and what is practice, reaches the new plan as its authors wrote it. This module must never
know what day it is, nor anything of a plan but the three marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.files.records.chain import PLAN, UPDATES
from schedule.files.records.reading import BASELINES
from schedule.files.records.writing import write_atomically
from schedule.files.yaml.plan import read_plan

_MARKED = re.compile(r"( *\w+: ).* # new: (\w+)")


@dataclass(frozen=True, slots=True)
class Template:
    """A template: the name it is asked for by, and its title in both languages."""

    name: str
    title: str
    title_en: str


def available() -> tuple[Template, ...]:
    """All templates, by name.

    >>> [template.name for template in available()]
    ['government-2016', 'government-now']
    """
    names = sorted(entry.name.removesuffix(".yaml") for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml"))
    return tuple(Template(name, *_title(_read(name))) for name in names)


def render(name: str, *, project_name: str, start: date, deadline: date | None) -> str:
    """The text of a new plan.

    Args:
        name: a template's name.
        project_name: what the project is called; runs of white space, line ends among them, become one space.
        start: the first day of the project.
        deadline: the day by whose end it has to be complete; None leaves the deadline out.

    Raises:
        ValueError: there is no template of that name.
    """
    if name not in (template.name for template in available()):
        raise ValueError(f"no template is called {name!r}")
    values = {
        "name": _quoted(" ".join(project_name.split())),
        "start": start.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
    }
    lines = []
    for line in _read(name).splitlines():
        marked = _MARKED.fullmatch(line)
        value = values[marked[2]] if marked else None
        if marked is None:
            lines.append(line)
        elif value is not None:
            lines.append(marked[1] + value)
    return "\n".join(lines) + "\n"


def write_new(folder: Path, text: str) -> Path:
    """Make a plan's folder: `plan.yaml` with this text, and empty folders for updates and baselines.

    The plan is written whole or not at all; what an interrupted call can leave behind is an empty folder, which a
    second call fills.

    Returns:
        The path of the plan file.

    Raises:
        PlanError: the text is no plan, with all its faults; or there is something in the folder (`folder-not-empty`).
        OSError: the folder cannot be made or written to.
    """
    path = folder / PLAN
    _, faults = read_plan(text.encode("utf-8", "surrogatepass"), str(path))
    if errors := [fault for fault in faults if fault.severity is Severity.ERROR]:
        raise PlanError(errors)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise PlanError([Diagnostic("folder-not-empty", None, {"found": str(folder)})])
    write_atomically(path, text, exclusive=True)
    for name in (UPDATES, BASELINES):
        (folder / name).mkdir(exist_ok=True)
    return path


_FOLDER = files("schedule.templates")


def _read(name: str) -> str:
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def _title(text: str) -> tuple[str, str]:
    chinese, english = (line.removeprefix("# ").rstrip(".") for line in text.splitlines()[:2])
    return chinese, english


def _quoted(text: str) -> str:
    """A text as a YAML double-quoted scalar. What YAML cannot hold is left as it is: the reader names it as a fault."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
