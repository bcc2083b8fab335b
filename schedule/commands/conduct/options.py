"""The options and arguments of the commands: each once, with one spelling, one meaning and one help text.

The style: what a command is about stands without an option (the plan, then a task, a form, a report); a place to write
is `-o/--out`; the ending of that place says the format, or `--format` does. An option that one command alone has stands
with that command. This module must never read a plan.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from schedule.calendars.worktime import minutes
from schedule.commands import LANG
from schedule.diagnostics import bare, nearest
from schedule.model import PLAN, UPDATES, Instant
from schedule.output.words.catalogue import word
from schedule.output.words.further import use_languages
from schedule.output.words.languages import DEFAULT, offered
from schedule.rules import Profile

FIRST_YEAR, LAST_YEAR = 1970, 2199
FURTHER_LANGUAGES = "DAOPAI_LANGUAGES"
"""The environment's variable that names a folder of further languages, as `use_languages` wants it."""
if os.environ.get(FURTHER_LANGUAGES):
    use_languages(Path(os.environ[FURTHER_LANGUAGES]))
TEXTS = ("table", "csv", "json")
"""The formats of an answer that can be read where it is printed; the first where nothing says another."""
CHARTS = ("png", "svg", "pdf")
OPENED = (*CHARTS, "docx", "doc", "wps", "xlsx", "xls", "et", "html", "htm", "mpp", "xer")
"""The endings of files that people open in a program of their own, and that no text is."""
FOLDERS = ("ics", "papers")
"""The formats of which there are several files, in a folder."""

_Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def refused(hint: str, key: str, **values: object) -> click.UsageError:
    """A usage error about one argument or option, in the language of the command that runs."""
    return click.UsageError(hint + said("colon") + said(key, **values), click.get_current_context(silent=True))


def unknown(hint: str, found: str, names: Mapping[str, Iterable[str]]) -> click.UsageError:
    """A usage error about a word that is none of the ids nor of their names: the nearest, else all that are known."""
    of = {**{name: id_ for id_, called in names.items() for name in called}, **{id_: id_ for id_ in names}}
    near = nearest(found, of)
    told = said("usage.unknown", found=found)
    if near is None:
        return refused(hint, "usage.known", said=told, ids=said("comma").join(names))
    id_ = of[near]
    shown = next(iter(names[id_]), None)
    key = "usage.nearest-id" if shown is None else "usage.nearest"
    return refused(hint, key, said=told, id=id_, name=shown)


def said(key: str, **values: object) -> str:
    """The words of a label's key, in the language of the command that runs."""
    ctx = click.get_current_context(silent=True)
    return word(key, ctx.meta.get(LANG, DEFAULT) if ctx is not None else DEFAULT, **values)


def heard(ctx: click.Context, spoken: Sequence[str]) -> None:
    """The language that the words of a command ask for, where one of them stopped click before it read any option."""
    if LANG not in ctx.meta:
        asked = [value for name, value in pairwise(spoken) if name == "--lang"]
        asked += [one.removeprefix("--lang=") for one in spoken if one.startswith("--lang=")]
        for value in filter(offered().__contains__, asked):
            ctx.meta[LANG] = value


def retold(error: click.UsageError) -> click.UsageError:
    """What click says about an option that is not there or a parameter that is missing, in the command's language."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        known = [name for param in error.ctx.command.get_params(error.ctx) for name in param.opts if name[:2] == "--"]
        told = unknown(error.ctx.info_name or "", error.option_name, dict.fromkeys(known, ()))
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        told = refused(error.param.get_error_hint(error.ctx).strip("'"), "usage.missing")
    elif isinstance(error, click.BadOptionUsage) and "requires" in error.message:
        told = refused(error.option_name, "usage.no-value")
    elif (extra := _EXTRA.match(error.message)) and error.ctx is not None:
        spoken = extra[1].strip() or "''"  # what an empty variable of a script becomes
        first, *_ = spoken.split()
        if bare(first).startswith("-"):  # with the dash of a Chinese keyboard
            return retold(click.NoSuchOption(first, ctx=error.ctx))
        told = refused(error.ctx.info_name or "", "usage.extra", found=spoken)
    else:
        return error
    told.ctx = error.ctx
    return told


_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
"""How click begins what it says of words that no argument takes."""


class Place(click.Path):
    """A file or a folder; one that is not there, or the other of the two, is told in the command's language."""

    def __init__(self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True) -> None:
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        found = Path(value)
        hint = "" if param is None or ctx is None else param.get_error_hint(ctx).split(" / ")[0].strip("'")
        if self.exists and not found.exists():
            from schedule.files.records.reading import path_meant

            if meant := path_meant(found):
                raise refused(hint, "usage.nearest-id", said=said("usage.absent", found=found), id=meant)
            raise refused(hint, "usage.absent", found=found)
        if not self.dir_okay and found.is_dir():
            raise refused(hint, "usage.not-folder", found=found)
        if not self.file_okay and found.is_file():
            raise refused(hint, "usage.not-file", found=found)
        return found


class Target(Place):
    """What is written to: never among a plan's records, where it would be read as one, or stop what reads them."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        found = super().convert(value, param, ctx)
        real = Path(os.path.realpath(found))
        for folder in (real, *real.parents):
            if folder.name.casefold() in _OF_RECORDS and (folder.parent / PLAN).is_file():
                raise refused("-o", "usage.among-records", found=folder)
        return found


_OF_RECORDS = (UPDATES, "baselines", "sent", "certificates")


class OneOf(click.Choice[str]):
    """One of a few words; another one is told with the nearest."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The word."""
        if value not in self.choices:
            raise unknown(param.opts[0] if param else "", value, dict.fromkeys(map(str, self.choices), ()))
        return str(value)


class Whole(click.IntRange):
    """A whole number between two others, both included."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least, most)
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            hint = param.opts[0] if param else ""
            raise refused(hint, "usage.number", found=value, least=self.least, most=self.most) from None


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


def fingerprint(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    """The digits of a fingerprint as somebody reads them from a paper; anything else is a usage error.

    Blanks, hyphens, capitals and full-width digits are taken as meant, and so are letters that look like a digit.
    """
    if value is None:
        return None
    found = re.sub(r"[\s_.-]", "", unicodedata.normalize("NFKC", value)).casefold().translate(_LOOKS_LIKE)
    if re.fullmatch(f"[0-9a-f]{{{FINGERPRINT_LEAST},64}}", found) is None:
        raise refused(param.opts[0], "usage.tip", found=value, least=FINGERPRINT_LEAST)
    return found


FINGERPRINT_LEAST = 8
"""Hexadecimal digits below which a fingerprint could be that of a record by chance."""
_LOOKS_LIKE = str.maketrans("oil", "011")


def form_of(form: str | None, out: Path | None, known: Sequence[str] = TEXTS) -> str:
    """The format of an answer: the one that is asked for, else the one that the file's ending says, else the first.

    A file whose ending says another format than is asked for is a usage error, and so is a format that cannot be
    printed, where no place to write is given; also an ending of which people expect a paper or a picture that this
    answer cannot be: a table of text in a `.docx` opens nowhere.
    """
    ending = "" if out is None else out.suffix.lower().removeprefix(".")
    chosen = form or (ending if ending in known else known[0])
    if chosen in FOLDERS:
        if out is None or out.is_file():
            raise refused("-o", "usage.folder", form=chosen)
    elif chosen not in TEXTS and ending != chosen:
        raise refused("-o", "usage.file", form=chosen)
    elif out is not None and out.is_dir():
        raise refused("-o", "usage.not-folder", found=out)
    elif ending in OPENED and ending not in known:
        raise refused("-o", "usage.not-written", found=ending, forms=said("comma").join(known))
    elif ending in known and ending != chosen:
        raise refused("-o", "usage.ending", found=ending, form=chosen)
    return chosen


def no_chart(form: str) -> None:
    """Refuse a chart of what is an update's text, `--as-revision`."""
    if form in CHARTS:
        raise refused("-o", "usage.not-written", found=form, forms="yaml")


def suffixed(out: Path, suffixes: Sequence[str]) -> str:
    """The ending of a file that says its format; another one is a usage error."""
    if out.suffix.lower() not in suffixes:
        raise refused("-o", "usage.suffix", found=out.name, suffixes=said("comma").join(suffixes))
    return out.suffix.lower()


def _remember(ctx: click.Context, param: click.Parameter, value: str) -> str:  # noqa: ARG001
    """Faults are told in this language too, and they are caught where no option is known."""
    ctx.meta[LANG] = value
    return value


def _apart(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Dates that are not computed are computed by nobody's rules: the two options exclude each other."""
    other = {"stored": "profile", "profile": "stored"}[param.name or ""]
    if value and ctx.params.get(other):
        raise refused(param.opts[0], "usage.stored-profile")
    return value


# what a command is about


def _tidied(ctx: click.Context, param: click.Parameter, value: Path) -> Path:  # noqa: ARG001
    tidied(value)
    return value


def tidied(plan: Path) -> None:
    """Whoever opens a plan finishes what a killed command had begun in its folder, and says so."""
    from schedule.commands.conduct.leftovers import tidy

    for folder, what in tidy(plan):
        click.echo(said(f"papers.{what}", path=folder), err=True)


plan = click.argument("plan", type=Place(), callback=_tidied)
plan_or_none = click.argument(
    "plan", type=Place(), required=False, callback=lambda ctx, param, value: value and _tidied(ctx, param, value)
)
task = click.argument("task")
task_or_all = click.argument("task", required=False)

# which question


def date_of(otherwise: tuple[str, str] | None) -> _Option:
    """`--date`: what it is where nobody says it, in Chinese and in English; None where somebody must."""
    help_text = "数据日期  Data date."
    if otherwise is not None:
        help_text = f"数据日期，默认{otherwise[0]}  Data date; by default {otherwise[1]}."
    return click.option("--date", "data_date", metavar="DATE", callback=day, required=otherwise is None, help=help_text)


date: _Option = date_of(("最近一次周报", "the latest update's"))
date_required: _Option = date_of(None)
project_name = click.option(
    "--project",
    "project_name",
    metavar="NAME",
    help="P6 文件里有几个项目时，用哪一个（简称或编号）  Which project of an .xer, by short name or id.",
)
body_from = click.option(
    "--body-from",
    metavar="code:TYPE|obs|resource|wbs:LEVEL",
    help="P6 文件里用什么表示责任单位：作业分类码、OBS、主要资源、WBS 第几层  What names the bodies in an .xer.",
)
baseline = click.option("--baseline", metavar="NAME", help="对比哪个基准计划  The baseline to measure against.")
stored = click.option(
    "--stored",
    is_flag=True,
    callback=_apart,
    help="不计算，用 P6 文件自带的日期  Take the dates that the .xer brings, compute none.",
)
profile = click.option(
    "--profile",
    type=OneOf([profile.value for profile in Profile]),
    callback=_apart,
    help="这一次按谁的规则算：P6 或 Microsoft Project  Whose rules, this once: P6's or Microsoft Project's.",
)
body = click.option("--body", metavar="BODY", help="只看一个单位，写代号或名称  One body only, by its id or name.")
whole = click.option("--all", "whole", is_flag=True, help="全部列出，不省略  List all of it.")

# where and how the answer goes


def out(help_text: str, *, folder: bool | None = False, required: bool = False) -> _Option:
    """`-o/--out`: the file that the answer is written to, or the folder; either where `folder` is None."""
    place = Target(file_okay=folder is not True, dir_okay=folder is not False)
    return click.option("-o", "--out", type=place, required=required, help=help_text)


def formats(*known: str, default: str | None = None) -> _Option:
    """`--format`, of a few; see `form_of`."""
    chosen = "默认看 -o 的结尾  Format; by default what the ending of -o says." if default is None else " Format."
    return click.option(
        "--format",
        "form",
        type=OneOf(known),
        default=default,
        show_default=default is not None,
        help=f"格式{'，' if default is None else ' '}{chosen}",
    )


def only(known: Sequence[str]) -> _Option:
    """`--only`, of a few papers or charts, several times."""
    help_text = "只要这一种，可写多次  This one only; may be repeated."
    return click.option("--only", metavar="NAME", multiple=True, type=OneOf(known), help=help_text)


answered = out("写入文件  Write to a file instead.")
dry_run = click.option(
    "--dry-run", is_flag=True, help="只看会怎样，不写也不发  Show what would be done; write and send nothing."
)
letterhead = click.option(
    "--letterhead",
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="DOCX",
    help="信件用本单位的版头（.docx）  The office's own page for the letters, a .docx with the field {{ 正文 }}.",
)
force = click.option(
    "--force",
    is_flag=True,
    help="覆盖已有的文件，有人改过的也覆盖  Replace files that are there, also those that somebody changed.",
)
send = click.option(
    "--send",
    "names",
    metavar="CHANNEL",
    multiple=True,
    help="发到哪个通道，可写多次；all 是全部  Send to a channel of the channels file, several times; `all` to all.",
)
channels = click.option(
    "--channels",
    type=Place(dir_okay=False),
    help="通道文件，默认 $DAOPAI_CHANNELS  The channels file; by default $DAOPAI_CHANNELS or the user's own.",
)
resend = click.option(
    "--resend", is_flag=True, help="不知道送到没有的，再发一次  Send again what may not have arrived."
)
yes = click.option("--yes", is_flag=True, help="不再询问，直接写  Write without asking.")
note = click.option("--note", help="说明  A note.")


def approved_by(*, required: bool) -> _Option:
    """`--approved-by`: who approved it."""
    return click.option("--approved-by", metavar="WHO", required=required, help="谁批准的  Who approved it.")


corrects = click.option(
    "--corrects",
    metavar="REASON",
    help="更正登记错的，写明怎么错的  Put right what was recorded by mistake, and say how it went wrong.",
)
lang = click.option(
    "--lang",
    type=OneOf(tuple(offered())),
    default=DEFAULT,
    show_default=True,
    is_eager=True,
    callback=_remember,
    help="语言  Language.",
)
