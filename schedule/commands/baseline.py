"""`daopai baseline`: store approved dates."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from schedule.analysis.dates.comparison import baseline_dates
from schedule.analysis.dates.lawful import refused
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import tell
from schedule.commands.conduct.reading import day_of, folder_of
from schedule.commands.conduct.recording import on_the_latest, record_baseline
from schedule.diagnostics import PlanError
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.files.records.plan_folder import read_history
from schedule.model import Baseline, Instant, Project
from schedule.output.answers.chain import sealed_words
from schedule.output.words.catalogue import word
from schedule.output.words.phrases import planless


@click.command()
@options.plan
@click.argument("name")
@options.approved_by(required=True)
@click.option("--approved-on", metavar="DATE", callback=options.day, help="哪天批准的  The day of approval.")
@options.note
@options.date
@options.lang
def command(
    plan: Path,
    name: str,
    approved_by: str,
    approved_on: Instant | None,
    note: str | None,
    data_date: Instant | None,
    lang: str,
) -> None:
    """把现在算出的日期存为基准计划 NAME。Store the computed dates as the approved baseline NAME, in a new file."""
    folder = folder_of(plan)

    def write(project: Project, known: Collection[str]) -> list[str]:
        at = day_of(project, data_date)
        approved = compute(as_of(project, at))
        if broken := refused(approved):
            raise PlanError(broken)
        baseline = Baseline(
            name=name,
            data_date=at,
            plan_digest=project.plan.digest,
            approved_by=approved_by,
            dates=baseline_dates(approved),
            approved_on=None if approved_on is None else start_day(approved_on),
            note=note,
        )
        beside = read_history(folder).unsealed
        path = record_baseline(folder, baseline, known)
        return [word("written", lang, path=path), *planless(lang).told(sealed_words(beside, beside=True))]

    tell(on_the_latest(plan, folder, lang, write))
