"""`daopai gantt`: one chart."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, tell_unwritten
from schedule.commands.conduct.reading import identified, met, names_of, opened
from schedule.engine.schedule import Schedule
from schedule.model import Instant
from schedule.output.figures import gantt
from schedule.output.figures.ground.rows import Only
from schedule.output.tables.terminal import joined
from schedule.output.words.languages import languages
from schedule.output.words.phrases import voice_of

SUFFIXES = tuple(f".{form}" for form in options.CHARTS)


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.body
@click.option("--phase", metavar="PHASE", help="只看一个阶段，写代号或名称  One phase only, by its id or name.")
@click.option(
    "--critical",
    is_flag=True,
    help="只看决定目标哪天完成的工作（它晚一天，目标就晚）  Only what holds the target: if it is later, so is that.",
)
@click.option(
    "--weeks",
    type=options.Whole(1, 999),
    metavar="NUMBER",
    help="只看今后几周要做的  Only what is to be worked on in so many weeks.",
)
@click.option(
    "--late",
    is_flag=True,
    help="只看红灯：期限保不住的、没有许可或没见文号就先动的  Only what is red: it misses a deadline or its permit.",
)
@options.whole
@click.option("--paper", type=options.OneOf(["screen", "a3"]), default="screen", show_default=True, help="纸张  Paper.")
@options.out("图的文件名：.png .svg .pdf  The chart's file.", required=True)
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    body: str | None,
    phase: str | None,
    critical: bool,
    weeks: int | None,
    late: bool,
    whole: bool,
    paper: str,
    out: Path,
    lang: str,
) -> None:
    """画横道图，打印写出的文件名。Draw the Gantt chart and print the names of its files, one a page.

    超过 120 项的计划按阶段汇总，加 --all 才逐项画。A plan of more than 120 tasks is summed up by phase, unless
    --all is given.
    """
    options.suffixed(out, SUFFIXES)
    project = opened(plan, lang, project_name, profile)
    meeting = met(project, data_date, baseline, stored=stored)
    known = names_of(meeting.schedule.state.plan.bodies, lang)
    bodies = () if body is None else (identified(body, known, "--body"),)
    phases = () if phase is None else (identified(phase, _phases(meeting.schedule, lang), "--phase"),)
    only = Only(critical, bodies, phases, weeks, late, whole)
    answer(joined(str(page) for page in gantt.save(meeting, out, lang=lang, only=only, paper=paper)))
    tell_unwritten(meeting.schedule, plan, voice_of(meeting.schedule, lang))


def _phases(schedule: Schedule, lang: str) -> dict[str, list[str]]:
    """The names of the phases by their ids; that of the reader's language first."""
    voices = [voice_of(schedule, one) for one in dict.fromkeys((lang, *languages()))]
    return {phase: [voice.phase(phase) for voice in voices] for phase in schedule.state.plan.phases}
