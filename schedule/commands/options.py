"""The arguments and options that several commands share. This module must never read a plan."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from schedule.calendars.worktime import minutes
from schedule.commands import LANG
from schedule.model import Instant
from schedule.output.words.catalogue import word
from schedule.output.words.languages import DEFAULT, languages, register
from schedule.rules import Profile

FIRST_YEAR, LAST_YEAR = 1970, 2199
FURTHER_LANGUAGES = "DAOPAI_LANGUAGES"
"""The environment's variable that names a folder of further languages, as `register` wants it."""
if os.environ.get(FURTHER_LANGUAGES):
    register(Path(os.environ[FURTHER_LANGUAGES]))


def refused(hint: str, key: str, **values: object) -> click.UsageError:
    """A usage error about one argument or option, in the language of the command that runs."""
    return click.UsageError(hint + said("colon") + said(key, **values), click.get_current_context(silent=True))


def said(key: str, **values: object) -> str:
    """The words of a label's key, in the language of the command that runs."""
    ctx = click.get_current_context(silent=True)
    return word(key, ctx.meta.get(LANG, DEFAULT) if ctx is not None else DEFAULT, **values)


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> Instant | None:  # noqa: ARG001
    """A date `YYYY-MM-DD` as the instant of its beginning; anything else is a usage error.

    Calendars are known for some hundred years: a year that no plan can mean is refused here.
    """
    if value is None:
        return None
    hint = param.opts[0]
    try:
        found = datetime.strptime(value, "%Y-%m-%d")
    except ValueError:
        raise refused(hint, "usage.date", found=value) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refused(hint, "usage.date", found=value)
    return minutes(found)


def _remember(ctx: click.Context, param: click.Parameter, value: str) -> str:  # noqa: ARG001
    """Faults are told in this language too, and they are caught where no option is known."""
    ctx.meta[LANG] = value
    return value


plan = click.argument("plan", type=click.Path(path_type=Path))
project_name = click.option(
    "--project",
    "project_name",
    metavar="NAME",
    help="P6 文件里有几个项目时，用哪一个（简称或编号）  Which project of an .xer, by short name or id.",
)
recompute = click.option(
    "--recompute/--stored",
    "recompute",
    default=True,
    help="重新计算，或显示 P6 文件自带的日期  Compute the dates, or show those that the .xer brings.",
)
profile = click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    help="这一次按谁的规则算：P6 或 Microsoft Project  Whose rules, this once: P6's or Microsoft Project's.",
)
lang = click.option(
    "--lang",
    type=click.Choice(tuple(languages())),
    default=DEFAULT,
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
