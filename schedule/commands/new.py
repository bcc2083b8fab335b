"""`daopai new`: start a plan from a template.

Where a project lies decides its holidays and whether its sites rest in winter. Neither is guessed: on a terminal it is
asked, elsewhere the plan has neither and the answer says so.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from schedule.calendars.china import REGIONS
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.reading import refuse_imported
from schedule.files.plans.calendars import parse_closure
from schedule.files.templates import available, render, write_new
from schedule.model import Instant
from schedule.output.words.catalogue import word
from schedule.output.words.languages import language_of

NOWHERE = "none"
"""The answer to either question that adds nothing."""


def _season(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """A season as a plan writes it, or `NOWHERE`; anything else is a usage error."""
    if value not in (None, NOWHERE) and parse_closure(str(value)) is None:
        raise options.refused("--winter", "usage.season", found=value)
    return value


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=options.Place())
@click.option("--list", "listed", is_flag=True, help="列出模板  List the templates.")
@click.option(
    "--template",
    type=options.OneOf([template.name for template in available()]),
    metavar="NAME",
    default="industrial-park",
    show_default=True,
    help="用哪个模板，见 --list  The template; --list names them.",
)
@click.option("--name", help="项目名称，默认用文件夹名  The project's name; by default the folder's.")
@click.option("--start", metavar="DATE", callback=options.day, help="开始日期，默认今天  First day; by default today.")
@click.option(
    "--deadline", metavar="DATE", callback=options.day, help="完成时限  The day by whose end it must be complete."
)
@click.option(
    "--region",
    type=options.OneOf([*REGIONS, NOWHERE]),
    metavar="REGION",
    help="哪个地区的节假日：xinjiang 或 none；不写就问  Whose regional holidays, xinjiang or none; asked if not said.",
)
@click.option(
    "--winter",
    metavar="MM-DD..MM-DD",
    callback=_season,
    help="户外每年停工的起止，如 11-15..03-10，或 none；不写就问  "
    "When outdoor work rests each year, or none; asked if not said.",
)
@options.lang
def command(
    folder: Path | None,
    listed: bool,
    template: str,
    name: str | None,
    start: Instant | None,
    deadline: Instant | None,
    region: str | None,
    winter: str | None,
    lang: str,
) -> None:
    """从模板新建计划文件夹 DIR。Start a plan in the new folder DIR from a template."""
    if listed:
        for each in available():
            click.echo(f"{each.name}  {language_of(lang).name(each.title, each.title_en)}")
        return
    if folder is None:
        raise options.refused("DIR", "new.where")
    refuse_imported(folder, "DIR")
    first = date.today() if start is None else start_day(start)
    last = None if deadline is None else start_day(deadline)
    if last is not None and last < first:
        raise options.refused("--deadline", "usage.before-start", deadline=last, start=first)
    place = _region(lang) if region is None else region
    season = _winter(lang) if winter is None else winter
    text = render(
        template,
        project_name=folder.resolve().name if name is None else name,
        start=first,
        deadline=last,
        region=None if place == NOWHERE else place,
        winter=None if season == NOWHERE else parse_closure(season),
    )
    click.echo(word("new.written", lang, path=write_new(folder, text), folder=folder), err=True)
    if region is None and place == NOWHERE:
        click.echo(word("new.no-region", lang), err=True)
    if winter is None and season == NOWHERE:
        click.echo(word("new.no-winter", lang), err=True)


def _region(lang: str) -> str:
    if not sys.stdin.isatty():
        return NOWHERE
    known = click.Choice([*REGIONS, NOWHERE])
    return str(click.prompt(word("new.region", lang), type=known, default=NOWHERE, err=True))


def _winter(lang: str) -> str:
    while sys.stdin.isatty():
        said = str(click.prompt(word("new.winter", lang), default=NOWHERE, err=True))
        if said == NOWHERE or parse_closure(said) is not None:
            return said
        click.echo(word("usage.season", lang, found=said), err=True)
    return NOWHERE
