"""`daopai paths`: the chains of tasks that decide a date, and those that would decide it next."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import click

from schedule.analysis.dates.near_critical import near_critical
from schedule.analysis.speaking_order import last_task, open_milestone
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_table, screen
from schedule.commands.conduct.reading import day_of, opened, task_meant
from schedule.engine.compute import compute
from schedule.engine.paths import float_paths
from schedule.engine.state import as_of
from schedule.model import Instant
from schedule.output.answers.float_paths import chosen_words, path_lines, path_table
from schedule.output.tables.terminal import joined, noted
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of


@click.command()
@options.plan
@options.project_name
@options.task_or_all
@options.date
@options.profile
@click.option(
    "--limit",
    type=options.Whole(1, 9999),
    default=10,
    show_default=True,
    metavar="NUMBER",
    help="最多几条线路  How many paths.",
)
@click.option(
    "--near",
    type=options.Whole(0, 9999),
    default=5,
    show_default=True,
    metavar="DAYS",
    help="比关键工作最多多几天余地，才算快要关键  Days more to spare than critical tasks that are nearly critical.",
)
@options.formats(*options.TEXTS)
@options.answered
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    task: str | None,
    data_date: Instant | None,
    profile: str | None,
    limit: int,
    near: int,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """哪几条线路决定 TASK 的日期，接下来会轮到哪条。The paths that decide the date of TASK, and those that come next.

    Path 1 sets the date and has nothing to spare; each next path joins an earlier one and has the least to spare of
    those left. Then the tasks that are nearly critical. TASK is an id or a name; by default the one that the
    meeting speaks of first: what is missed, the plan's target, the next deadline, or the task that finishes last
    （默认是例会先说的那一项：保不住的期限、计划的目标、最近的期限，或最后完成的工作）.
    """
    form = options.form_of(form, out)
    project = opened(plan, lang, project_name, profile)
    computed = compute(as_of(project, day_of(project, data_date)))
    target = open_milestone(computed) if task is None else task_meant(task, computed, lang)
    voice, show, within = voice_of(computed, lang), screen(out), Fraction(near)
    found = float_paths(computed, target, limit)
    close = near_critical(computed, within, target, set(found[0].tasks) if found else ())
    if form == "table":
        marks = voice.told(notices(computed))
        title, *lines = path_lines(found, close, target, within, computed, voice, show)
        chosen = () if task is not None else voice.told(chosen_words(target, last_task(computed), computed))
        answer(joined([title, *chosen, *lines, *([""] if marks else []), *noted(marks, show)]), out)
    else:
        answer_table(path_table(found, close, target, computed), computed, voice, form, out)
