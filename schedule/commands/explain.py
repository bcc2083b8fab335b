"""`daopai explain`: why a task stands where it stands."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.dates.deadlines import by_task, rows_at
from schedule.analysis.dates.drag import drag
from schedule.analysis.dates.reasons import gains, reasons
from schedule.analysis.history import History
from schedule.analysis.reports.corrections import corrections
from schedule.analysis.speaking_order import last_task
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, screen
from schedule.commands.conduct.reading import day_of, opened, task_meant
from schedule.model import Instant
from schedule.output.tables.terminal import joined, noted, wrapped
from schedule.output.words.explanation import explanation, shown
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of
from schedule.output.words.put_right import correction_notes


@click.command()
@options.plan
@options.project_name
@options.task
@options.date
@options.profile
@options.whole
@options.answered
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    task: str,
    data_date: Instant | None,
    profile: str | None,
    whole: bool,
    out: Path | None,
    lang: str,
) -> None:
    """事项 TASK 为什么排在这几天。Why TASK stands where it stands: what holds it, back to a fact, on to a deadline.

    Also what set each of its four dates, and what it would gain if one of those before it took a day less. TASK is its
    id, or its name where only one task has it（代号，或者不重复的名称）. A long chain is shortened; --all
    shows and tries all of it.
    """
    project = opened(plan, lang, project_name, profile)
    history, day = History(project), day_of(project, data_date)
    computed = history.schedule(day)
    task = task_meant(task, computed, lang)
    voice, show = voice_of(computed, lang), screen(out)
    own = {name: said for name, said in corrections(project, day).items() if name == task}
    marks = (*voice.told(correction_notes(own)), *voice.told(notices(computed)))
    why = reasons(computed, task, by_task(history.once(rows_at, day)))
    gained = gains(computed, task, [step for part in shown(why.early, whole) for step in part])
    goal = last_task(computed) if why.row is None else why.row.deadline
    texts = list(voice.told(explanation(why, computed, gained, drag(computed, task, goal), whole=whole)))
    lines = [line for text in texts for line in wrapped(text, show, indent="   ", first="")]
    answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
