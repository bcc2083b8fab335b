"""`daopai explain`: why a task stands where it stands."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.reasons import reasons
from schedule.commands import options
from schedule.commands.printing import answer, screen
from schedule.commands.reading import day_of, identified, names_of, opened
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.model import Instant
from schedule.output.explanation import explanation
from schedule.output.phrases import voice_of
from schedule.output.sentences import notices
from schedule.output.terminal import joined, wrapped


@click.command()
@options.plan
@click.argument("task")
@options.date
@options.lang
def command(plan: Path, task: str, data_date: Instant | None, lang: str) -> None:
    """事项 TASK 为什么排在这几天。Why TASK stands where it stands: what holds it, back to a fact, on to a deadline.

    TASK is its id, or its name where only one task has it（代号，或者不重复的名称）.
    """
    project = opened(plan, lang)
    computed = compute(as_of(project, day_of(project, data_date)))
    tasks = {name: dates.task for name, dates in computed.tasks.items()}
    task = identified(task, names_of(tasks, lang), "TASK")
    voice, show = voice_of(computed, lang), screen()
    marks = notices(computed, voice)
    lines = [*marks, *([""] if marks else []), *explanation(reasons(computed, task), computed, voice)]
    answer(joined(line for text in lines for line in wrapped(text, show, indent="   ", first="")))
