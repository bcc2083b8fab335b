"""The arguments and options that several commands share. This module must never read a plan."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from schedule.calendars.worktime import minutes
from schedule.commands import LANG
from schedule.model import Instant
from schedule.output.labels import LANGUAGES


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> Instant | None:  # noqa: ARG001
    """A date `YYYY-MM-DD` as the instant of its beginning; anything else is a usage error."""
    if value is None:
        return None
    try:
        return minutes(datetime.strptime(value, "%Y-%m-%d"))
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date like 2016-03-14") from None


def _remember(ctx: click.Context, param: click.Parameter, value: str) -> str:  # noqa: ARG001
    """Faults are told in this language too, and they are caught where no option is known."""
    ctx.meta[LANG] = value
    return value


plan = click.argument("plan", type=click.Path(path_type=Path))
lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="zh",
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="语言  Language.",
)
date = click.option(
    "--date",
    "data_date",
    metavar="DATE",
    callback=day,
    help="数据日期，默认最近一次周报  Data date; by default the latest update's.",
)
baseline = click.option("--baseline", metavar="NAME", help="对比哪个基准计划  The baseline to measure against.")
formats = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="输出格式  Format of the answer.",
)
output = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件  Write to a file instead."
)
