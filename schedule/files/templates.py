"""New plans: which templates there are, one of them filled in, and a folder made of the result.

Templates are the plans in `schedule/templates`. A file can hold several that share their steps: its first line names
them (`# templates: road utility-line`), and a line that ends in `# for: road` is in those alone; if it opens a block,
the block is. What a person says of the own project replaces the lines marked `# new:`. Everything else, above all the
comments that say what is law and what is practice, reaches the new plan as its authors wrote it. This module must never
know what day it is, nor anything of a plan but these marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.files.plans.calendars import closure_text
from schedule.files.plans.plan import read_plan
from schedule.files.records.reading import BASELINES
from schedule.files.records.writing import ATTRIBUTES, ATTRIBUTES_FILE, sweep, write_atomically, write_attributes
from schedule.model import PLAN, UPDATES, Closure

_MARKED = re.compile(r"( *\S+: ).*  # new: (\w+)")
_FOR = re.compile(r"(.*?)  # for: ([a-z0-9 -]+)")
_SEVERAL = re.compile(r"# templates: ([a-z0-9 -]+)")

EARLIER, LATER = timedelta(days=14), timedelta(days=21)
"""How much longer than other outdoor work asphalt rests in winter, before and after: assumed, as the templates say."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template: the name it is asked for by, and its title in both languages."""

    name: str
    title: str
    title_en: str


def available() -> tuple[Template, ...]:
    """All templates, by name.

    >>> [template.name for template in available()]
    ['government-2016', 'industrial-park', 'road', 'school-hospital', 'utility-line']
    """
    return tuple(Template(name, *_title(text_of(name))) for name in sorted(_files()))


def text_of(name: str) -> str:
    """A template as its author would read it alone: a plan, its marks of what is asked (`# new:`) still in it.

    Raises ValueError where no template is called so.
    """
    if name not in _files():
        raise ValueError(f"no template is called {name!r}")
    return "\n".join(_only(name, _read(_files()[name]).splitlines())) + "\n"


def render(
    name: str,
    *,
    project_name: str,
    start: date,
    deadline: date | None,
    region: str | None = None,
    winter: Closure | None = None,
) -> str:
    """The text of a new plan.

    Args:
        name: a template's name.
        project_name: what the project is called; runs of white space, line ends among them, become one space.
        start: the first day of the project.
        deadline: the day by whose end it has to be complete; None leaves the deadline out.
        region: whose regional holidays its offices keep (`calendars.china.REGIONS`); None: those of the whole country.
        winter: when outdoor work rests; None: it never does.

    Raises:
        ValueError: there is no template of that name.
    """
    values = {
        "name": _quoted(" ".join(project_name.split())),
        "start": start.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
        "region": region,
        "winter": f"[{closure_text(winter)}]" if winter else None,
        "asphalt": f"[{closure_text(asphalt_rests(winter))}]" if winter else None,
    }
    lines = []
    for line in text_of(name).splitlines():
        marked = _MARKED.fullmatch(line)
        value = values[marked[2]] if marked else None
        if marked is None:
            lines.append(line)
        elif value is not None:
            lines.append(marked[1] + value)
    return "\n".join(lines) + "\n"


def asphalt_rests(winter: Closure) -> Closure:
    """When asphalt rests where other outdoor work does: `EARLIER` before and `LATER` after.

    >>> asphalt_rests(Closure((11, 15), (3, 10)))
    Closure(first=(11, 1), last=(3, 31))
    """
    # In a common year: a rest of months that counts on one leap day more or less is no such rest.
    begins, ends = date(2001, *winter.first) - EARLIER, date(2001, *winter.last) + LATER
    return Closure((begins.month, begins.day), (ends.month, ends.day))


def write_new(folder: Path, text: str) -> Path:
    """Make a plan's folder: `plan.yaml` with this text, and empty folders for updates and baselines.

    The plan is written last, whole or not at all. What an interrupted call can leave behind is no plan yet, and a
    second call goes on with it.

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
    sweep(folder)
    occupied = PlanError([Diagnostic("folder-not-empty", None, {"found": str(folder)})])
    if not all(_is_begun(entry) for entry in folder.iterdir()):
        raise occupied
    write_attributes(folder)
    for name in (UPDATES, BASELINES):
        (folder / name).mkdir(exist_ok=True)
    try:
        write_atomically(path, text, exclusive=True)
    except FileExistsError:
        raise occupied from None
    return path


def _is_begun(entry: Path) -> bool:
    """Whether it is what a call leaves that was interrupted before it wrote the plan."""
    if entry.name in (UPDATES, BASELINES):
        return entry.is_dir() and not entry.is_symlink() and not any(entry.iterdir())
    return entry.name == ATTRIBUTES_FILE and entry.is_file() and entry.read_bytes() == ATTRIBUTES.encode()


_FOLDER = files("schedule.templates")


def _files() -> dict[str, str]:
    """The file of each template, without its ending, by the template's name."""
    found: dict[str, str] = {}
    for stem in (entry.name.removesuffix(".yaml") for entry in _FOLDER.iterdir() if entry.name.endswith(".yaml")):
        several = _SEVERAL.match(_read(stem))
        found |= dict.fromkeys(several[1].split() if several else [stem], stem)
    return found


def _only(name: str, lines: list[str]) -> Iterator[str]:
    """The lines of one of the templates that share a file."""
    skipped = None  # how far the block is indented that is another template's
    blank = False  # of two blocks' blank lines one is left where what was between them is another's
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if _SEVERAL.fullmatch(line) or (skipped is not None and (not line or indent > skipped)):
            continue
        marked, skipped = _FOR.fullmatch(line), None
        text = marked[1] if marked else line
        if marked and name not in marked[2].split():
            opens = text.split("  #")[0].endswith(":")
            skipped = indent if opens else None
            continue
        if not text and blank:
            continue
        blank = not text
        yield text


def _read(stem: str) -> str:
    return (_FOLDER / f"{stem}.yaml").read_text(encoding="utf-8")


def _title(text: str) -> tuple[str, str]:
    chinese, english = (line.removeprefix("# ").rstrip(".") for line in text.splitlines()[:2])
    return chinese, english


def _quoted(text: str) -> str:
    """A text as a YAML double-quoted scalar. What YAML cannot hold is left as it is: the reader names it as a fault."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
