"""Every paper and answer of a plan's meetings from two checkouts, compared: text byte for byte, charts pixel for pixel.

    python tests/compare_checkouts.py main . --quick              # the last week in both languages, half a minute
    python tests/compare_checkouts.py ../before . --keep ../papers  # every week: some seven minutes on two cores
    python tests/compare_checkouts.py v0.1.0 . --only '2016-03-07-zh/why' --allow 'daopai \\d\\S*'

BEFORE and AFTER are folders of checkouts or revisions of this repository. Each runs with its own code, but with one
interpreter, one environment and one plan (that of BEFORE), in folders of the same relative names: whatever differs is
the code's doing. A command's stdout, stderr and exit code are one paper; every file that it writes is another; so is
what becomes of the plan's folder, which no question may change. The commands of a side share a few processes, because
most of a short command's time is imports. Workbooks and letters are compared member by member, pictures by
their pixels and their dots an inch; what else a picture says of itself, and how a file is packed, is noted and does not
count. Exit code: 0 all equal, 1 something differs, or a command crashed on either side.

The process that compares must never import `schedule`: which one it got would be a matter of luck.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import click
import numpy as np
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh", "en")
USAGE = 2
CRASHED = 70
"""The exit code written down for an exception that nobody caught (`EX_SOFTWARE` of sysexits.h)."""


# What is run


@dataclass(frozen=True, slots=True)
class Run:
    """One command line, or several of which the first that a checkout understands counts.

    Attributes:
        name: what its answer is called; may hold a placeholder.
        ways: the command line as a shell would read it, `--lang` left out. Placeholders are {plan}, {date}, {next} and
            {channels}; one of {task}, {body} and {approval} in the name makes a run for each of the plan's.
        terminal: whether stdout says that it is a terminal, of 100 columns and in colour.
    """

    name: str
    ways: tuple[str, ...]
    terminal: bool = False


TABLES = ("schedule", "deadlines", "alerts", "paths", "custody")
"""The commands whose answer is a table, CSV or JSON of one meeting."""
WHEN = ("--date", "--to")
"""How `why` is told its data date, and how it was."""

MEETING: tuple[Run, ...] = (
    Run("meeting", ("meeting {plan} --date {date} --out meeting", "meeting {plan} --date {date} -o meeting")),
    *(
        Run(f"{name}-{form}", (f"{name} {{plan}} --date {{date}} --format {form}",))
        for name in TABLES
        for form in ("table", "csv", "json")
    ),
    *(Run(f"{name}-terminal", (f"{name} {{plan}} --date {{date}}",), terminal=True) for name in TABLES),
    *(
        Run(f"why-{form}", tuple(f"why {{plan}} {to} {{date}} --format {form}" for to in WHEN))
        for form in ("table", "csv", "json")
    ),
    *(
        Run(
            f"why-baseline-{form}",
            tuple(f"why {{plan}} --from baseline {to} {{date}} --all --format {form}" for to in WHEN),
        )
        for form in ("table", "csv", "json")
    ),
    Run("why-terminal", tuple(f"why {{plan}} {to} {{date}} --all" for to in WHEN), terminal=True),
    Run("why-chart", tuple(f"why {{plan}} {to} {{date}} -o why.png" for to in WHEN)),
    Run(
        "why-baseline-chart",
        tuple(f"why {{plan}} --from baseline {to} {{date}} -o why-baseline.png" for to in WHEN),
    ),
    Run(
        "meeting-terminal",
        tuple(f"meeting {{plan}} --date {{date}} {out} again --only minutes" for out in ("--out", "-o")),
        terminal=True,
    ),
    Run("schedule-msp", ("schedule {plan} --date {date} --profile msp --format csv",)),
    Run("schedule-file", ("schedule {plan} --date {date} --format csv -o schedule.csv",)),
    Run("deadlines-xlsx", ("deadlines {plan} --date {date} -o deadlines.xlsx",)),
    Run("deadlines-of-{body}", ("deadlines {plan} --date {date} --body {body}",)),
    Run("alerts-fail-on-yellow", ("alerts {plan} --date {date} --fail-on yellow",)),
    Run(
        "deadlines-ics",
        (
            "deadlines {plan} --date {date} --format ics -o calendars",
            "alerts {plan} --date {date} --ics calendars",
        ),
    ),
    Run("alerts-messages", ("alerts {plan} --date {date} --send all --dry-run --channels {channels}",)),
    Run(
        "custody-of-{approval}",
        ("custody {plan} {approval} --date {date}", "custody {plan} --task {approval} --date {date}"),
    ),
    Run("explain-{task}", ("explain {plan} {task} --date {date}",)),
    Run("explain-all-{task}", ("explain {plan} {task} --date {date} --all",)),
    Run("paths-to-{task}", ("paths {plan} {task} --date {date} --limit 3",)),
    Run("figures", ("figures {plan} --date {date} --out figures",)),
    Run("gantt", ("gantt {plan} --date {date} -o gantt.png",)),
    Run("gantt-a3", ("gantt {plan} --date {date} -o gantt-a3.png --paper a3",)),
    Run(
        "gantt-critical",
        tuple(
            f"gantt {{plan}} --date {{date}} -o gantt-critical.svg {only}" for only in ("--critical", "--only critical")
        ),
    ),
    Run("page", ("page {plan} --date {date} -o page.html",)),
    Run("forms", ("forms {plan} --date {date} --out forms",)),
    Run("export", ("export {plan} --date {date} -o export.xer",)),
)
"""What is asked of every meeting."""

ONCE: tuple[Run, ...] = (
    Run("check", ("check {plan}",)),
    Run("check-terminal", ("check {plan}",), terminal=True),
    Run("verify", ("verify {plan}",)),
    *(Run(f"{name}-latest", (f"{name} {{plan}}",)) for name in (*TABLES, "why")),
    Run("meeting-latest", ("meeting {plan} --only minutes",)),
    Run("page-latest", ("page {plan}",)),
    Run("usage", ("explain {plan} no-such-task",)),
    Run("new", ("new park --name 产业园 --start 2027-03-01 --deadline 2028-12-31",)),
    Run("check-new", ("check park",)),
    Run("export", ("export {plan} -o export.xer",)),
    Run("import", ("import export.xer -o imported",)),
    Run("schedule-xer", ("schedule export.xer --format csv",)),
    Run("schedule-stored", ("schedule export.xer --format csv --stored",)),
    # From here on the plan's folder changes.
    Run("baseline", ("baseline {plan} compared --approved-by 专班 --approved-on {date}",)),
    Run("update", ("update {plan} --date {next} --note 无报送",)),
    Run("verify-recorded", ("verify {plan}",)),
)
"""What is asked of the plan as a whole, and what writes its records; {date} is the last meeting, {next} a week on."""

CHANNELS_FILE = "channels.yaml"
CHANNELS = """daopai: 1
channels:
  wecom: {kind: wecom, url: "https://robots.invalid/wecom?key=0"}
  dingtalk: {kind: dingtalk, url: "https://robots.invalid/dingtalk", secret: "0"}
  feishu: {kind: feishu, url: "https://robots.invalid/feishu", bodies: [BODY]}
  plain: {kind: wecom, url: "https://robots.invalid/plain?key=0", format: text}
  webhook: {kind: webhook, url: "https://robots.invalid/webhook", secret: "0"}
"""
"""Where messages would be sent, were they sent. BODY is the plan's first."""

FOREIGN = re.compile(
    r"No such (option|command)|Missing (argument|option|parameter)|unexpected extra argument|is not one of"
)
"""How click refuses a command line that a checkout does not know, as opposed to one that it knows and cannot answer."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a plan's folder decides which runs there are, read without any checkout's code."""

    name: str
    updates: tuple[date, ...]
    start: date
    each: Mapping[str, tuple[str, ...]]

    @property
    def meetings(self) -> tuple[date, ...]:
        """Each update's day; a day before the first, one in the widest gap, and one after the last: nobody reported."""
        week = timedelta(days=7)
        gaps = [(after - before, before) for before, after in pairwise(self.updates)]
        between = [before + gap / 2 for gap, before in [max(gaps)] if gap.days > 1] if gaps else []
        return tuple(
            sorted({max(self.start, self.updates[0] - week), *self.updates, *between, self.updates[-1] + week})
        )


def facts_of(plan: Path) -> Facts:
    """The facts of a plan's folder. Raises OSError where it is none, ValueError where it has no updates."""
    read = yaml.safe_load((plan / "plan.yaml").read_text(encoding="utf-8"))
    tasks: dict[str, Any] = dict(read["tasks"])
    dates = []
    for path in sorted((plan / "updates").glob("*.yaml")):
        dates.append(date.fromisoformat(path.stem))
        for revision in yaml.safe_load(path.read_text(encoding="utf-8")).get("revisions") or ():
            if "add" in revision:
                tasks[revision["add"]] = revision["task"]
    if not dates:
        raise ValueError(f"{plan}: no updates")
    approvals = tuple(name for name, task in tasks.items() if task and "applicant" in task)
    each = {"task": tuple(tasks), "body": tuple(read.get("bodies") or ()), "approval": approvals}
    return Facts(plan.name, tuple(dates), date.fromisoformat(str(read["project"]["start"])[:10]), each)


@dataclass(frozen=True, slots=True)
class Unit:
    """The runs that share one folder, in their order: of one meeting in one language, or of the plan as a whole."""

    folder: str
    runs: tuple[Run, ...]


def units_of(facts: Facts, *, quick: bool = False, only: Sequence[re.Pattern[str]] = ()) -> tuple[Unit, ...]:
    """All units, or the last week's; of each the runs in whose `folder/name` one of the patterns is found, if any."""
    days = facts.updates[-1:] if quick else facts.meetings
    last, week = facts.updates[-1], timedelta(days=7)
    asked = [(f"{day}-{lang}", MEETING, day, lang) for day in days for lang in LANGUAGES]
    asked += [(f"plan-{lang}", ONCE, last, lang) for lang in LANGUAGES]
    units = []
    for folder, table, day, lang in asked:
        known = {"plan": facts.name, "date": str(day), "next": str(last + week), "channels": CHANNELS_FILE}
        runs = tuple(one for run in table for one in _filled(run, known, facts.each, lang))
        if only:
            runs = tuple(run for run in runs if any(one.search(f"{folder}/{run.name}") for one in only))
        if runs:
            units.append(Unit(folder, runs))
    return tuple(units)


def _filled(run: Run, known: Mapping[str, str], each: Mapping[str, Sequence[str]], lang: str) -> Iterator[Run]:
    """The run with every placeholder filled in: once, or for each task, body or approval."""
    several = next((key for key in each if f"{{{key}}}" in run.name), "")
    for one in each[several] if several else ("",):
        values = {key: shlex.quote(value) for key, value in {**known, several: one}.items()}
        ways = tuple(f"{way.format_map(values)} --lang {lang}" for way in run.ways)
        yield Run(run.name.format_map(values), ways, run.terminal)


# Running, in a process with one checkout's code


Taken = Sequence[tuple[str, int, int]]
"""Name, exit code and way of every run of one side."""


class _Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def answer_units() -> None:
    """Run the units of the job on stdin, each in its folder; print name, exit code and way of every run as JSON."""
    job = json.load(sys.stdin)
    from schedule import commands

    checkout, found = Path(job["checkout"]), Path(commands.__file__).resolve()
    if not found.is_relative_to(checkout):
        sys.exit(f"{found} is not of the checkout {checkout}")
    warnings.formatwarning = lambda message, category, *_, **__: f"{category.__name__}: {message}\n"
    taken: list[tuple[str, int, int]] = []
    for unit in job["units"]:
        os.chdir(unit["path"])
        Path("answers").mkdir()
        runs = [Run(**run) for run in unit["runs"]]
        taken += [(f"{unit['folder']}/{run.name}", *_answer(commands.main, run)) for run in runs]
    json.dump(taken, sys.stdout)


def _answer(main: Any, run: Run) -> tuple[int, int]:
    """Run the first way that is understood, or else the last, and write its answer down. Returns exit code and way."""
    for way, line in enumerate(run.ways, start=1):
        code, out, err = _spoken(main, shlex.split(line), terminal=run.terminal)
        if way == len(run.ways) or code != USAGE or not FOREIGN.search(err.decode()):
            text = f"exit code {code}\n--- stdout\n".encode() + out + b"\n--- stderr\n" + err
            Path("answers", f"{run.name}.txt").write_bytes(text)
            return code, way
    raise ValueError(f"{run.name}: no command line")


def _spoken(main: Any, words: Sequence[str], *, terminal: bool) -> tuple[int, bytes, bytes]:
    """Exit code, stdout and stderr of one command. An exception is told without its traceback, which names the code."""
    out, err = io.BytesIO(), io.BytesIO()
    stdout = (_Terminal if terminal else io.TextIOWrapper)(out, encoding="utf-8", write_through=True)
    stderr = io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    code = 0
    with redirect_stdout(stdout), redirect_stderr(stderr):
        try:
            main(list(words), prog_name="daopai")
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
        except Exception as error:
            code = CRASHED
            sys.stderr.write("".join(traceback.format_exception_only(error)))
            traceback.print_exc(file=sys.__stderr__)
    return code, out.getvalue(), err.getvalue()


def _clean_environment(checkout: Path) -> dict[str, str]:
    """The environment of either side: nothing of the caller's locale, clock, terminal or Python."""
    ours = ("LC_", "LANG", "PYTHON", "DAOPAI", "TZ", "COLUMNS", "LINES", "NO_COLOR", "TERM", "MPLBACKEND")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(ours)},
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "xterm-256color",
        "COLUMNS": "100",
        "PYTHONPATH": str(checkout),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run_side(checkout: Path, plan: Path, folder: Path, units: Sequence[Unit]) -> Taken:
    """Run units with the code of a checkout, each in its own folder below `folder` beside a copy of the plan.

    Raises RuntimeError where the process itself failed.
    """
    job: dict[str, Any] = {"checkout": str(checkout.resolve()), "units": []}
    bodies = facts_of(plan).each["body"]
    for unit in units:
        path = folder / unit.folder
        shutil.copytree(plan, path / plan.name, ignore=shutil.ignore_patterns("meetings", "forms", "sent", "*.lock"))
        channels = path / CHANNELS_FILE
        channels.write_text(CHANNELS.replace("BODY", bodies[0] if bodies else ""), encoding="utf-8")
        channels.chmod(0o600)
        job["units"].append(
            {"folder": unit.folder, "path": str(path.resolve()), "runs": [asdict(run) for run in unit.runs]}
        )
    done = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).resolve()), _ANSWER],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=_clean_environment(checkout.resolve()),
    )
    if done.returncode:
        raise RuntimeError(f"{checkout}: the runs ended with exit code {done.returncode}")
    return [(name, code, way) for name, code, way in json.loads(done.stdout)]


# Comparing


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not the same in two papers: where and how, on one line; and whether it counts as a difference."""

    what: str
    counts: bool = True


def compare_folders(before: Path, after: Path, allowed: Sequence[re.Pattern[str]] = ()) -> dict[str, Finding | None]:
    """Every file below either folder by its relative name, with what differs; None where nothing does. No locks."""
    sides = [
        {
            path.relative_to(side).as_posix(): path
            for path in side.rglob("*")
            if path.is_file() and path.suffix != ".lock"
        }
        for side in (before, after)
    ]
    found: dict[str, Finding | None] = {}
    for name in sorted(sides[0].keys() | sides[1].keys()):
        if name not in sides[1]:
            found[name] = Finding("missing after")
        elif name not in sides[0]:
            found[name] = Finding("missing before")
        else:
            found[name] = compare(name, sides[0][name].read_bytes(), sides[1][name].read_bytes(), allowed)
    return found


def compare(name: str, before: bytes, after: bytes, allowed: Sequence[re.Pattern[str]] = ()) -> Finding | None:
    """What differs between two files of one name, which says how they are read."""
    if before == after:
        return None
    suffix = Path(name).suffix.lower()
    if suffix in (".docx", ".xlsx", ".zip"):
        return compare_archives(before, after, allowed)
    if suffix == ".png":
        return compare_pictures(before, after)
    if b"\0" in before or b"\0" in after:
        return _first_byte(before, after)
    return compare_texts(before, after, allowed)


def compare_texts(before: bytes, after: bytes, allowed: Sequence[re.Pattern[str]] = ()) -> Finding | None:
    """The first line that differs, once everything that is allowed to differ is taken out of both texts."""
    # Surrogates keep every byte of a text that is not in UTF-8, such as an export in GB 18030.
    texts = [data.decode("utf-8", "surrogateescape") for data in (before, after)]
    for pattern in allowed:
        texts = [pattern.sub("", text) for text in texts]
    if texts[0] == texts[1]:
        return None if before == after else Finding("differs only where that is allowed", counts=False)
    for number, (old, new) in enumerate(zip_longest(*(text.split("\n") for text in texts)), start=1):
        if old != new:
            return Finding(f"line {number}: {_excerpts(old, new)}")
    raise AssertionError("two texts differ in no line")


def _excerpts(old: str | None, new: str | None) -> str:
    """Both lines around their first difference, with everything that cannot be seen escaped."""
    if old is None or new is None:
        return " -> ".join("no such line" if line is None else repr(line[:90]) for line in (old, new))
    first = next((place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    begin = max(0, first - 30)
    shown = [
        ("…" if begin else "", line[begin : begin + 90], "…" if len(line) > begin + 90 else "") for line in (old, new)
    ]
    return " -> ".join(f"{left}{text!r}{right}" for left, text, right in shown)


def _first_byte(before: bytes, after: bytes) -> Finding:
    pairs = enumerate(zip(before, after, strict=False))
    place = next((place for place, (a, b) in pairs if a != b), min(len(before), len(after)))
    return Finding(f"byte {place}: {before[place : place + 8]!r} -> {after[place : place + 8]!r}")


def compare_archives(before: bytes, after: bytes, allowed: Sequence[re.Pattern[str]] = ()) -> Finding | None:
    """The first member that differs; that the same members are packed otherwise does not count."""
    members = []
    for data in (before, after):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members.append({name: archive.read(name) for name in archive.namelist()})
    found = []
    for name in [*members[0], *(name for name in members[1] if name not in members[0])]:
        if name not in members[1]:
            found.append(Finding(f"{name}: missing after"))
        elif name not in members[0]:
            found.append(Finding(f"{name}: missing before"))
        elif (one := compare(name, members[0][name], members[1][name], allowed)) is not None:
            found.append(Finding(f"{name} {one.what}", one.counts))
    counted = [one for one in found if one.counts]
    if len(counted) > 1:
        return Finding(f"{counted[0].what} (and {len(counted) - 1} more members)")
    if found:
        return (counted or found)[0]
    return None if before == after else Finding("the same members, packed otherwise", counts=False)


def compare_pictures(before: bytes, after: bytes) -> Finding | None:
    """How many pixels differ, by how much and in which box (left, top, right, bottom; the last two outside it).

    Size and dots an inch count, because they decide what comes out of a printer; other metadata does not.
    """
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        old.load()
        new.load()
        if old.size != new.size:
            return Finding(f"size in pixels: {old.size} -> {new.size}")
        pixels = [np.asarray(image.convert("RGBA")).astype(np.int16) for image in (old, new)]
        away = np.abs(pixels[0] - pixels[1]).max(axis=2)
        if away.any():
            rows, columns = np.nonzero(away)
            box = int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
            share = 100 * rows.size / away.size
            return Finding(f"pixels: {rows.size} of {away.size} ({share:.3g} %) in {box}, by up to {away.max()} of 255")
        if old.info.get("dpi") != new.info.get("dpi"):
            return Finding(f"dots an inch: {old.info.get('dpi')} -> {new.info.get('dpi')}")
        said = [{"mode": image.mode, **image.info} for image in (old, new)]
    for key in sorted(said[0].keys() | said[1].keys()):
        if said[0].get(key) != said[1].get(key):
            return Finding(f"the same pixels; {key}: {said[0].get(key)!r} -> {said[1].get(key)!r}", counts=False)
    return None if before == after else Finding("the same pixels, packed otherwise", counts=False)


# Telling


def tell(found: Mapping[str, Finding | None], before: Taken, after: Taken) -> bool:
    """Print what differs, what is noted, what crashed, and the exit codes. True where both sides are equal."""
    for name, one in found.items():
        if one is not None:
            click.echo(f"{'' if one.counts else 'note: '}{name}: {one.what}")
    runs = list(zip(sorted(before), sorted(after), strict=True))
    for (name, old_code, _), (_, new_code, _) in runs:
        if CRASHED in (old_code, new_code):
            click.echo(f"crashed: {name}")
    ways = Counter((name.split("/", 1)[1], old, new) for (name, _, old), (_, _, new) in runs if old != new)
    for (name, old, new), number in ways.items():
        click.echo(f"note: {name}: asked by way {old} of its row before, by way {new} after ({number} times)")
    codes = [Counter(code for _, code, _ in side) for side in (before, after)]
    for when, counted in zip(("before", "after"), codes, strict=True):
        numbers = ", ".join(f"{number} with exit code {code}" for code, number in sorted(counted.items()))
        click.echo(f"{counted.total()} commands {when}: {numbers}")
    if not all(counted[0] for counted in codes):
        click.echo("no command succeeded on one side: nothing is shown by this")
    # Two folders that somebody emptied meanwhile would be equal too.
    lost = [name for name, _, _ in (*before, *after) if name.replace("/", "/answers/", 1) + ".txt" not in found]
    if lost:
        click.echo(f"{len(lost)} answers were written and are gone, the first of {lost[0]}")
    sound = not lost and all(counted[0] and not counted[CRASHED] for counted in codes)
    return sound and not any(one is not None and one.counts for one in found.values())


def _checkout(found: str, folder: Path) -> Path:
    """The folder of a checkout; a revision's files are laid out in `folder`, and no worktree is registered."""
    if (Path(found) / "schedule").is_dir():
        return Path(found).resolve()
    archived = subprocess.run(["git", "-C", str(ROOT), "archive", "--format=zip", found], capture_output=True)
    if archived.returncode:
        told = archived.stderr.decode().strip()
        raise click.UsageError(f"{found} is neither a checkout's folder nor a revision: {told}")
    with zipfile.ZipFile(io.BytesIO(archived.stdout)) as files:
        files.extractall(folder)
    return folder


def _patterns(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Regular expressions, read before minutes are spent on the runs."""
    try:
        return tuple(re.compile(one) for one in value)
    except re.error as error:
        raise click.BadParameter(str(error)) from None


@click.command(help=(__doc__ or "").replace("\n\n    python", "\n\n\b\n    python"))
@click.argument("before")
@click.argument("after")
@click.option("--plan", default="plans/kashgar", show_default=True, help="A plan's folder, in BEFORE.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes at a time.")
@click.option("--quick", is_flag=True, help="The last week only, in both languages.")
@click.option(
    "--only", multiple=True, metavar="REGEX", callback=_patterns, help="Runs with this in DATE-LANG/NAME only."
)
@click.option("--allow", multiple=True, metavar="REGEX", callback=_patterns, help="Text that may differ.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A new folder to keep the papers in.")
def compare_checkouts(
    before: str,
    after: str,
    plan: str,
    jobs: int,
    quick: bool,
    only: Sequence[re.Pattern[str]],
    allow: Sequence[re.Pattern[str]],
    keep: Path | None,
) -> None:
    begun = time.monotonic()
    if keep is not None and keep.exists():
        raise click.UsageError(f"{keep} is there already")
    with tempfile.TemporaryDirectory(prefix="compare-") as temporary:
        workplace = Path(temporary)
        sides = {"before": before, "after": after}
        checkouts = [_checkout(found, workplace / f"code-{side}") for side, found in sides.items()]
        source = checkouts[0] / plan
        try:
            facts = facts_of(source)
        except (OSError, ValueError) as error:
            raise click.UsageError(f"--plan: {error}") from None
        units = units_of(facts, quick=quick, only=only)
        if not units:
            raise click.UsageError("--only: no run has such a name")
        folders = [(keep or workplace) / side for side in sides]
        for folder in folders:
            folder.mkdir(parents=True)
        number = min(max(1, jobs // 2), len(units))
        parts = [units[first::number] for first in range(number)]
        with ThreadPoolExecutor(jobs) as pool:
            started = [
                [pool.submit(run_side, checkout, source, folder, part) for part in parts]
                for checkout, folder in zip(checkouts, folders, strict=True)
            ]
            taken = [[run for part in side for run in part.result()] for side in started]
        found = compare_folders(folders[0], folders[1], allow)
        equal = tell(found, taken[0], taken[1])
        given = {f"{facts.name}/{path.relative_to(source).as_posix()}" for path in source.rglob("*")} | {CHANNELS_FILE}
    papers = sum(name.split("/", 1)[1] not in given for name in found)
    differ = sum(one is not None and one.counts for one in found.values())
    weeks = len({unit.folder.rsplit("-", 1)[0] for unit in units} - {"plan"})
    click.echo(f"{papers} papers of {weeks} weeks, {differ} differ ({time.monotonic() - begun:.0f} s)")
    sys.exit(0 if equal else 1)


_ANSWER = "--answer-the-job-on-stdin"

if __name__ == "__main__":
    # Not an option of the command: click must not stand around the product's own click.
    if sys.argv[1:] == [_ANSWER]:
        answer_units()
    else:
        compare_checkouts()
