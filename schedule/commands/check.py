"""`daopai check`: every fault, every warning, and what is weak in the plan."""

from __future__ import annotations

from pathlib import Path

import click

import schedule
from schedule.analysis.quality import findings
from schedule.commands import options
from schedule.commands.printing import answer, screen
from schedule.commands.reading import sound
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.output.faults import render_all
from schedule.output.phrases import voice_of
from schedule.output.quality import quality
from schedule.output.sentences import notices
from schedule.output.terminal import joined, wrapped


@click.command()
@options.plan
@options.lang
def command(plan: Path, lang: str) -> None:
    """检查计划、周报和基准，逐处指出错误。Report every fault with its place, then the schedule's quality."""
    project, warnings = sound(plan)
    computed = compute(as_of(project, schedule.latest_data_date(project)))
    voice, show = voice_of(computed, lang), screen()
    lines = [*quality(project, findings(computed), computed, voice), *notices(computed, voice)]
    told = f"{render_all(warnings, lang)}\n" if warnings else ""
    answer(told + joined(line for text in lines for line in wrapped(text, show, indent="  ", first="")))
