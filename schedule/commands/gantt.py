"""`daopai gantt`: one chart."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.printing import answer
from schedule.commands.reading import identified, met, names_of, opened
from schedule.engine.schedule import Schedule
from schedule.model import Instant
from schedule.output.figures import gantt
from schedule.output.figures.rows import FilterError
from schedule.output.tables.terminal import joined
from schedule.output.words.languages import languages
from schedule.output.words.phrases import voice_of

SUFFIXES = (".png", ".svg", ".pdf")


@click.command()
@options.plan
@options.project_name
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="图的文件名：.png .svg .pdf  The chart's file.",
)
@click.option(
    "--only",
    metavar="WHAT",
    help="只画一部分：critical、body=单位、phase=阶段、weeks=周数，可用逗号合写  critical, body=ID, phase=ID, weeks=N.",
)
@click.option("--paper", type=click.Choice(["screen", "a3"]), default="screen", show_default=True, help="纸张  Paper.")
@options.date
@options.baseline
@options.recompute
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    output: Path,
    only: str | None,
    paper: str,
    data_date: Instant | None,
    baseline: str | None,
    recompute: bool,
    lang: str,
) -> None:
    """画横道图，打印写出的文件名。Draw the Gantt chart and print the names of its files, one a page."""
    if output.suffix.lower() not in SUFFIXES:
        raise options.refused("-o", "usage.suffix", found=output.name, suffixes=", ".join(SUFFIXES))
    snapshot = met(opened(plan, lang, project_name), data_date, baseline, recompute=recompute)
    try:
        pages = gantt.save(snapshot, output, lang=lang, only=_by_id(only, snapshot.schedule, lang), paper=paper)
    except FilterError as error:
        raise options.refused("--only", "usage.only", found=error.found, expected=error.expected) from error
    answer(joined(str(page) for page in pages))


def _by_id(only: str | None, schedule: Schedule, lang: str) -> str | None:
    """The filter with the ids of bodies and phases that it gives by their names."""
    if only is None:
        return None
    plan = schedule.state.plan
    voices = [voice_of(schedule, one) for one in sorted(languages(), key=lambda one: one != lang)]
    known = {
        "body": names_of(plan.bodies, lang),
        "phase": {phase: [voice.phase(phase) for voice in voices] for phase in plan.phases},
    }
    parts = []
    for part in only.split(","):
        kind, _, value = (word.strip() for word in part.partition("="))
        parts.append(f"{kind}={identified(value, known[kind], '--only')}" if kind in known else part)
    return ",".join(parts)
