"""`daopai deadlines`: the backward-scheduled deadline table (工期倒排表)."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.printing import answer_table
from schedule.commands.reading import known, met, opened
from schedule.model import Instant
from schedule.output.phrases import voice_of
from schedule.output.tables import deadline_table


@click.command()
@options.plan
@options.date
@click.option("--body", metavar="ID", help="只看一个单位  One responsible body only.")
@options.baseline
@options.formats
@options.output
@options.lang
def command(
    plan: Path,
    data_date: Instant | None,
    body: str | None,
    baseline: str | None,
    form: str,
    output: Path | None,
    lang: str,
) -> None:
    """工期倒排表：从期限往回排，每项工作最迟哪天启动、哪天完成。.

    From each deadline back: the latest start and finish of every unfinished task before it, by latest finish. Days are
    days of the task's own calendar. For a task under way the latest start is that of its remaining work. In CSV a cell
    that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    project = opened(plan, lang)
    if body is not None:
        known(body, project.plan.bodies, "--body")
    snapshot = met(project, data_date, baseline)
    voice = voice_of(snapshot.schedule, lang)
    answer_table(deadline_table(snapshot, voice, body), snapshot.schedule, voice, form, output)
