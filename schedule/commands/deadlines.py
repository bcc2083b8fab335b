"""`daopai deadlines`: the backward-scheduled deadline table (工期倒排表)."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.printing import answer_table, tell
from schedule.commands.reading import identified, met, names_of, opened
from schedule.model import Instant
from schedule.output.tables.contents import deadline_table, deadlines_answer
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import notices
from schedule.output.workbooks.deadlines import write_workbook


@click.command()
@options.plan
@options.project_name
@options.date
@click.option(
    "--body", metavar="BODY", help="只看一个单位，写代号或名称  One responsible body only, by its id or name."
)
@options.baseline
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "xlsx"]),
    help="输出格式；xlsx 是带横道的工作簿，要加 -o  Format of the answer; xlsx needs -o.  [default: table]",
)
@options.output
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    body: str | None,
    baseline: str | None,
    form: str | None,
    output: Path | None,
    lang: str,
) -> None:
    """工期倒排表：从期限往回排，每项工作最迟哪天启动、哪天完成。The backward-scheduled deadline table.

    From each deadline back: the latest start and finish of every unfinished task before it, by latest finish. Days are
    days of the task's own calendar, but for those behind the baseline, which are days of the year. In CSV a cell that a
    spreadsheet would run as a formula gets a leading apostrophe. The xlsx has a sheet for all and one for each body,
    with the bars beside the rows, ready for A3; -o FILE.xlsx alone asks for it.
    """
    form = form or ("xlsx" if output is not None and output.suffix.lower() == ".xlsx" else "table")
    if form == "xlsx" and (output is None or output.suffix.lower() != ".xlsx"):
        raise options.refused("-o", "usage.xlsx-file")
    project = opened(plan, lang, project_name)
    if body is not None:
        body = identified(body, names_of(project.plan.bodies, lang), "--body")
    snapshot = met(project, data_date, baseline)
    voice = voice_of(snapshot.schedule, lang)
    if form == "xlsx" and output is not None:
        write_workbook(snapshot, output, voice, body)
        tell([*notices(snapshot.schedule, voice), voice.say("written", path=output)])
        return
    nothing = deadlines_answer(snapshot, voice, body)
    answer_table(deadline_table(snapshot, voice, body), snapshot.schedule, voice, form, output, nothing=nothing)
