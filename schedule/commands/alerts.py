"""`daopai alerts`: the slippage alerts."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands import options
from schedule.commands.printing import answer, screen, tell
from schedule.commands.reading import met, opened
from schedule.model import Instant
from schedule.output.bulletin import alert_sections
from schedule.output.phrases import voice_of
from schedule.output.records import csv_text, json_text
from schedule.output.sentences import notices
from schedule.output.tables import ALERT_COLUMNS, alert_records, alert_rows
from schedule.output.terminal import joined, noted, section_text

LEVELS = ("red", "yellow", "grey")
ALERTED = 3


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.formats
@options.output
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="有这一级或更重的预警时以 3 退出  Exit with 3 where an alert is this bad or worse.",
)
@options.lang
@click.pass_context
def command(
    ctx: click.Context,
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    form: str,
    output: Path | None,
    fail_on: str | None,
    lang: str,
) -> None:
    """滞后预警，按对期限的影响排列。Slippage alerts, by what they cost the deadline."""
    snapshot = met(opened(plan, lang, project_name), data_date, baseline)
    voice = voice_of(snapshot.schedule, lang)
    marks = notices(snapshot.schedule, voice)
    if form == "table":
        show = screen(output)
        lines: list[str] = []
        for section in alert_sections(snapshot, voice):
            lines += ["", *section_text(section, voice, show, whole=True)]
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]).lstrip("\n"), output)
    else:
        tell(marks)
        rows = csv_text(ALERT_COLUMNS, alert_rows(snapshot, voice), separator="; ")
        answer(rows if form == "csv" else json_text(alert_records(snapshot, lang)), output)
    if fail_on is not None and any(alert.light in LEVELS[: LEVELS.index(fail_on) + 1] for alert in snapshot.alerts):
        ctx.exit(ALERTED)
