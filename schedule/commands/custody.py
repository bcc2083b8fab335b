"""`daopai custody`: who holds the file of each approval, and for how long (责任倒逼)."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.reports.corrections import corrections
from schedule.analysis.reports.custody import custodies, totals
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_table, screen
from schedule.commands.conduct.reading import day_of, identified, names_of, opened
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Instant
from schedule.output.answers.custody import (
    approval_lines,
    custody_lines,
    custody_table,
    desks_table,
    differences,
    nothing_held,
)
from schedule.output.tables.terminal import joined
from schedule.output.words.phrases import voice_of
from schedule.output.words.put_right import correction_notes


@click.command()
@options.plan
@options.project_name
@options.task_or_all
@options.date
@options.profile
@options.formats(*options.TEXTS)
@options.answered
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    task: str | None,
    data_date: Instant | None,
    profile: str | None,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """责任倒逼：每件审批材料现在在谁手上，各用了几天，期限还剩几天。Who holds the file of each approval, for how long.

    An approval is a task with an applicant. An update says when its file was submitted, returned, accepted, decided;
    from that follow the days that the applicant and the authority held it. Days of waiting for a higher authority or
    for money are told apart. With TASK, its id or name, every desk that its file lay on.
    """
    form = options.form_of(form, out)
    project = opened(plan, lang, project_name, profile)
    schedule = compute(as_of(project, day_of(project, data_date)))
    voice, every = voice_of(schedule, lang), custodies(project, schedule)
    if task is not None:
        task = identified(task, names_of(schedule.state.plan.tasks, lang), "TASK")
        every = tuple(one for one in every if one.task.id == task)
    files = {one.task.id for one in every}
    own = {name: said for name, said in corrections(project, schedule.state.data_date).items() if name in files}
    put_right = voice.told(correction_notes(own))
    nothing, show = voice.tell(nothing_held(every, task)), screen(out)
    table = desks_table(every[0]) if task is not None and every else custody_table(every)
    if form != "table" or nothing is not None:
        # One file's desks have no column of remarks.
        notes = put_right if task is None else (*put_right, *voice.told(differences(every)))
        answer_table(table, schedule, voice, form, out, nothing=nothing, put_right=notes)
    elif task is not None:
        answer(joined(approval_lines(every[0], schedule, voice, show, put_right)), out)
    else:
        bodies = totals(every, schedule.state.plan.bodies, schedule.calendars[schedule.state.plan.calendar])
        answer(joined(custody_lines(every, bodies, schedule, voice, show, put_right)), out)
