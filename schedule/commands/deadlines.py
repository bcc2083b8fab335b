"""`daopai deadlines`: the backward-scheduled deadline table (工期倒排表)."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.printing import answer_table
from schedule.commands.reading import identified, met, names_of, opened
from schedule.model import Instant
from schedule.output.phrases import voice_of
from schedule.output.tables import deadline_table, deadlines_answer


@click.command()
@options.plan
@options.project_name
@options.date
@click.option(
    "--body", metavar="BODY", help="只看一个单位，写代号或名称  One responsible body only, by its id or name."
)
@options.baseline
@options.formats
@options.output
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    body: str | None,
    baseline: str | None,
    form: str,
    output: Path | None,
    lang: str,
) -> None:
    """工期倒排表：从期限往回排，每项工作最迟哪天启动、哪天完成。The backward-scheduled deadline table.

    From each deadline back: the latest start and finish of every unfinished task before it, by latest finish. Days are
    days of the task's own calendar, but for those behind the baseline, which are days of the year. In CSV a cell that a
    spreadsheet would run as a formula gets a leading apostrophe.
    """
    project = opened(plan, lang, project_name)
    if body is not None:
        body = identified(body, names_of(project.plan.bodies, lang), "--body")
    snapshot = met(project, data_date, baseline)
    voice = voice_of(snapshot.schedule, lang)
    nothing = deadlines_answer(snapshot, voice, body)
    answer_table(deadline_table(snapshot, voice, body), snapshot.schedule, voice, form, output, nothing=nothing)
