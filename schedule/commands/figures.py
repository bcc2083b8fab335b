"""`daopai figures`: all charts of a meeting, and a sheet that shows them all."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, tell, tell_unwritten
from schedule.commands.conduct.reading import home_of, met, opened
from schedule.files.records.papers import Own
from schedule.model import Instant
from schedule.output.figures import NAMES
from schedule.output.tables.terminal import joined
from schedule.output.words.catalogue import word
from schedule.output.words.phrases import voice_of


class Album(click.Command):
    """The command, whose help names every chart."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's form
        """The charts, each with what it is called on the sheet."""
        with formatter.section("NAME"):
            formatter.write_dl(
                [(name, "  ".join(word(f"chart.name.{name}", lang) for lang in _HELP)) for name in NAMES]
            )


_HELP = ("zh", "en")
"""The languages of the help."""


@click.command(cls=Album)
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.only(NAMES)
@options.whole
@options.formats(*options.CHARTS, default="png")
@options.out(
    "图放在哪里，默认 PLAN/meetings/日期/figures  Where they go; by default PLAN/meetings/DATE/figures.", folder=True
)
@options.force
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    only: tuple[str, ...],
    whole: bool,
    form: str,
    out: Path | None,
    force: bool,
    lang: str,
) -> None:
    """画全部图表和一张总览，打印写出的文件名。Draw all charts and a sheet of them; print the files' names.

    超过 120 项的计划，横道图按阶段汇总，另有 weeks、late；加 --all 才逐项画。A plan of more than 120 tasks is summed
    up, with weeks and late beside it; --all draws each task.
    """
    from schedule.output.figures.album import Drawn, draw_all, sheet
    from schedule.output.meeting_folder import own_text, write_files

    meeting = met(opened(plan, lang, project_name, profile), data_date, baseline, stored=stored)
    folder = out or home_of(plan) / "meetings" / start_day(meeting.data_date).isoformat() / "figures"
    drawn: list[Drawn] = []
    own: list[Own] = []

    def draw(place: Path) -> dict[str, str]:
        drawn.extend(draw_all(meeting, place, form=form, only=only, lang=lang, whole=whole))
        kinds = {path.name: f"figures/{one.name}.{form}" for one in drawn for path in one.paths}
        if drawn and len(only) != 1:
            kinds[sheet(meeting, drawn, place, lang=lang).name] = "figures"
        return kinds

    renewed = [f"figures/{name}.{form}" for name in only or NAMES]
    answer(joined(map(str, write_files(folder, draw, renewed=renewed, force=force, own=own.append))))
    voice = voice_of(meeting.schedule, lang)
    tell(voice.told(map(own_text, own)))
    tell_unwritten(meeting.schedule, plan, voice)
    if idle := [name for name in only if name not in {one.name for one in drawn}]:
        tell([voice.say("figures.none", names=voice.say("comma").join(idle))])
