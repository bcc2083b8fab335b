"""`daopai schedule`: the computed dates."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.reports.corrections import corrections
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import kept
from schedule.commands.conduct.printing import answer, answer_csv, answer_table, tell
from schedule.commands.conduct.reading import brought, day_of, opened
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Instant
from schedule.output.tables.csv_json import csv_of_columns, json_text
from schedule.output.tables.instants import SCHEDULE_COLUMNS, schedule_columns, schedule_rows
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of
from schedule.output.words.put_right import correction_notes


@click.command()
@options.plan
@options.project_name
@options.date
@options.stored
@options.profile
@options.formats(*options.TEXTS)
@options.answered
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    stored: bool,
    profile: str | None,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """全部工作的计算日期。The computed dates of every task, in plan order.

    In CSV and JSON an instant is exact: work that ends on Friday at 24:00 finishes on Saturday at T00:00. Durations and
    floats are hours of work on the task's own calendar. A cell that a spreadsheet would run as a formula gets a leading
    apostrophe.
    """
    form = options.form_of(form, out)
    project = opened(plan, lang, project_name, profile)
    computed = kept(compute(as_of(project, day_of(project, data_date))))
    if stored:
        computed = brought(project, data_date, computed)
    voice = voice_of(computed, lang)
    put_right = voice.told(correction_notes(corrections(project, computed.state.data_date)))
    if form == "table":
        from schedule.output.tables.contents import schedule_heading, schedule_table, with_years

        table = schedule_table(computed)
        heading = voice.tell(schedule_heading(computed))
        answer_table(table, computed, with_years(table, voice), form, out, heading=heading, put_right=put_right)
        return
    tell([*put_right, *voice.told(notices(computed))])
    if form == "csv":
        answer_csv(csv_of_columns(SCHEDULE_COLUMNS, schedule_columns(computed)), out)
    else:
        answer(json_text(dict(zip(SCHEDULE_COLUMNS, row, strict=True)) for row in schedule_rows(computed)), out)
