"""How commands speak: answers to stdout or a file, talk to stderr. The only place that asks what the terminal is."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from schedule.engine.schedule import Schedule
from schedule.files.records.writing import write_atomically
from schedule.output.tables.csv_json import BYTE_ORDER_MARK, csv_text, json_text
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice

if TYPE_CHECKING:
    from schedule.output.tables.contents import Table
    from schedule.output.tables.terminal import Screen


def screen(output: Path | None = None) -> Screen:
    """The terminal that will show the answer; without limits and colour where the answer goes to a pipe or a file."""
    from schedule.output.tables.terminal import Screen

    if output is not None or not sys.stdout.isatty():
        return Screen()
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return Screen(shutil.get_terminal_size().columns, colour=not plain)


def answer(text: str, output: Path | None = None) -> None:
    """Print an answer, or write it to a file, whole or not at all."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_atomically(output, text)


def answer_csv(text: str, output: Path | None = None) -> None:
    """Answer with a CSV. A file gets the mark by which a spreadsheet knows UTF-8; a pipe and a device do not."""
    marked = output is not None and (output.is_file() or not output.exists())
    answer(f"{BYTE_ORDER_MARK}{text}" if marked else text, output)


def tell(lines: Iterable[str]) -> None:
    """Say something that is not the answer."""
    for line in lines:
        click.echo(line, err=True)


def tell_unwritten(schedule: Schedule, plan: Path, voice: Voice) -> None:
    """Say how many names of a plan its charts cannot write in full, where there are any; `check` names them."""
    from schedule.output.figures.ground.unwritten import unwritten

    if names := unwritten(schedule.state.plan):
        tell([voice.counted("unwritten", len(names), plan=plan)])


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal's stderr, gone when all is done: call with what comes next. Elsewhere nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        shown = bar.add_task("", total=steps)
        begun = False

        def step(what: str) -> None:
            nonlocal begun
            bar.update(shown, description=what, advance=1 if begun else 0)
            begun = True

        yield step


def answer_table(
    table: Table,
    schedule: Schedule,
    voice: Voice,
    form: str,
    output: Path | None,
    *,
    nothing: str | None = None,
    heading: str | None = None,
    put_right: Sequence[str] = (),
) -> None:
    """Answer with a table in the form asked for, then what the schedule has to say about itself.

    `nothing` is what is said of a table without rows, in its place; `heading` stands over the table for people.
    `put_right` is what was corrected of the reports that it rests on.
    """
    marks = (*put_right, *voice.told(notices(schedule)))
    if form == "table":
        from schedule.output.tables.terminal import joined, noted, table_text, wrapped

        show = screen(output)
        lines = table_text(table, voice, show) if nothing is None else wrapped(nothing, show)
        if heading is not None:
            lines = [*(show.paint(line, "title") for line in wrapped(heading, show)), *lines]
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), output)
        return
    tell([*marks, *([nothing] if nothing else [])])
    if form == "csv":
        answer_csv(csv_text(table.titles(voice), table.values(voice), listed=voice.listed), output)
    else:
        answer(json_text(table.records(voice)), output)
