"""`daopai new`: start a plan from a template."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from schedule.calendars.worktime import start_day
from schedule.commands import options
from schedule.commands.reading import refuse_imported
from schedule.files.templates import available, render, write_new
from schedule.model import Instant
from schedule.output.words.catalogue import word
from schedule.output.words.languages import languages


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="列出模板  List the templates.")
@click.option(
    "--template",
    type=options.OneOf([template.name for template in available()]),
    metavar="NAME",
    default="government-now",
    show_default=True,
    help="用哪个模板，见 --list  The template; --list names them.",
)
@click.option("--name", help="项目名称，默认用文件夹名  The project's name; by default the folder's.")
@click.option("--start", metavar="DATE", callback=options.day, help="开始日期，默认今天  First day; by default today.")
@click.option(
    "--deadline", metavar="DATE", callback=options.day, help="完成时限  The day by whose end it must be complete."
)
@options.lang
def command(
    folder: Path | None,
    listed: bool,
    template: str,
    name: str | None,
    start: Instant | None,
    deadline: Instant | None,
    lang: str,
) -> None:
    """从模板新建计划文件夹 DIR。Start a plan in the new folder DIR from a template."""
    if listed:
        for each in available():
            click.echo(f"{each.name}  {languages()[lang].name(each.title, each.title_en)}")
        return
    if folder is None:
        raise options.refused("DIR", "new.where")
    refuse_imported(folder, "DIR")
    first = date.today() if start is None else start_day(start)
    last = None if deadline is None else start_day(deadline)
    if last is not None and last < first:
        raise options.refused("--deadline", "usage.before-start", deadline=last, start=first)
    text = render(
        template,
        project_name=folder.resolve().name if name is None else name,
        start=first,
        deadline=last,
    )
    click.echo(word("new.written", lang, path=write_new(folder, text), folder=folder), err=True)
