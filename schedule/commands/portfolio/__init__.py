"""`daopai portfolio`: one meeting over many plans."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import click

from schedule.analysis.portfolio.zone import Roll, Zone, zone_of
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import Exit, leave
from schedule.commands.conduct.printing import answer, answer_csv, screen, tell
from schedule.commands.portfolio.allowance import limit_memory
from schedule.commands.portfolio.remembered import remembered
from schedule.diagnostics import Diagnostic
from schedule.files.plans.portfolio import read_portfolio
from schedule.files.records.writing import make_folder, write_atomically
from schedule.model import Instant
from schedule.output.letters.letterhead import Letterhead, read_letterhead
from schedule.output.minutes.markdown import markdown
from schedule.output.minutes.screen import bulletin_text
from schedule.output.minutes.zone import plans_table, zone_page, zone_records, zone_voice
from schedule.output.tables.csv_json import BYTE_ORDER_MARK, csv_text, json_text
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice
from schedule.portfolio import Portfolio

_FILES = ("html", "docx", *options.CHARTS)
PAPERS = ("md", "csv", "json", "html", "docx", "png")
"""What a folder of the zone's papers holds."""
PAGES = ("table", "csv", "json", "md", *_FILES, "papers")
"""The forms of the zone's page."""
ACTIONS = ("meeting", "forms", "collect", "publish", "alerts")


@click.command()
@click.argument("action", metavar="|".join(ACTIONS), type=options.OneOf(ACTIONS))
@click.argument("path", metavar="FILE", type=options.Place(exists=True, dir_okay=False))
@click.argument("forms", metavar="[FORM…]", nargs=-1, type=options.Place(exists=True))
@options.date_of(("各园区最近一次周报", "the newest update of any park"))
@click.option(
    "--workers",
    type=options.Whole(1, 256),
    default=1,
    help="几个进程一起算，结果一样  How many processes compute; the answer is the same.",
)
@click.option(
    "--cache",
    type=options.Place(file_okay=False),
    help="没有变的园区不重算，算过的放在这个文件夹  Keep what was worked out there; what has not changed is read.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="几台机器一起算：Dask 调度器的地址，tcp://机器:8786  The Dask scheduler whose machines compute.",
)
@options.formats(*PAGES)
@options.letterhead
@options.out("写入文件；forms 的表放在哪里  Write to a file instead; where the forms go.", folder=None)
@options.send
@options.channels
@options.dry_run
@options.resend
@options.yes
@options.force
@options.lang
def command(
    action: str,
    path: Path,
    forms: tuple[Path, ...],
    data_date: Instant | None,
    workers: int,
    cache: Path | None,
    cluster: str | None,
    form: str | None,
    letterhead: Path | None,
    out: Path | None,
    names: tuple[str, ...],
    channels: Path | None,
    dry_run: bool,
    resend: bool,
    yes: bool,
    force: bool,
    lang: str,
) -> None:
    """多园协调会：一区多园一页纸。One meeting over many plans: which park holds, what one waits for from another.

    FILE lists the parks' plans, the relations between them, the bodies that are the same, and the zone's own deadlines
    (daopai-portfolio: 1). Each plan stays a whole plan with its own meeting. A park that cannot be read or has not
    reported stands first, and never stops the others（读不进来的不耽误别的园区）; the exit code is then 1.

    `forms` writes one form (.xlsx) for each of the zone's bodies, over all its parks（一个单位一张表）;
    `collect` reads them back, each row into its own park's week, as `daopai collect` does. `publish` writes what each
    park waits for, and what others wait for from it, into its folder; a park accepts a date by its own decision.
    `alerts --send` tells each body once, of all its parks（一个单位一条消息）.
    """
    given = {"FORM…": forms, "--format": form, "-o": out, "--dry-run": dry_run, "--yes": yes, "--force": force}
    given |= {"--workers": workers > 1, "--cache": cache, "--cluster": cluster, "--letterhead": letterhead}
    _refuse_idle(action, given | {"--send": names, "--channels": channels, "--resend": resend})
    portfolio, warnings = read_portfolio(path)
    tell([render_all(warnings, lang)] if warnings else [])
    for home in (path.parent, *(member.path for member in portfolio.members.values())):  # the zone has forms of its own
        options.tidied(home)
    if action == "forms":
        from schedule.commands.portfolio.forms import write_forms

        if data_date is None:
            raise options.refused("--date", "usage.missing")
        day = start_day(data_date)
        leave(write_forms(portfolio, day, out or path.parent / "forms" / day.isoformat(), lang, force=force))
    if action == "alerts":
        from schedule.commands.portfolio.alerts import send_alerts

        if not names:
            raise options.refused("--send", "usage.missing")
        of = None if data_date is None else start_day(data_date)
        leave(send_alerts(portfolio, of, path.parent, names, channels, lang, resend=resend, dry_run=dry_run))
    if action == "publish":
        from schedule.commands.portfolio.publishing import publish

        if data_date is None:
            raise options.refused("--date", "usage.missing")
        leave(publish(portfolio, path.stem, start_day(data_date), lang))
    if action == "collect":
        from schedule.commands.portfolio.forms import collect_forms

        if not forms:
            raise options.refused("FORM…", "usage.missing")
        leave(collect_forms(portfolio, forms, data_date, lang, dry_run=dry_run, yes=yes))
    form = options.form_of(form, out, PAGES)
    if letterhead is not None and form not in ("docx", "papers"):
        raise options.refused("--letterhead", "usage.of-action", action="-o FILE.docx")
    if cluster is not None and workers > 1:
        raise options.refused("--cluster", "usage.with-workers")
    page = None if letterhead is None else read_letterhead(letterhead)
    zone = met(portfolio, None if data_date is None else start_day(data_date), workers, cache, cluster)
    _answer(zone, form, out, lang, page)


_OF: Mapping[str, Collection[str]] = {
    "meeting": ("--format", "-o", "--workers", "--cache", "--cluster", "--letterhead"),
    "forms": ("-o", "--force"),
    "collect": ("FORM…", "--dry-run", "--yes"),
    "publish": (),
    "alerts": ("--send", "--channels", "--dry-run", "--resend"),
}
"""What belongs to one action and means nothing to the others."""


def _refuse_idle(action: str, given: Mapping[str, object]) -> None:
    """What an action has no use for is a usage error: nobody should believe that it was heeded."""
    for name, value in given.items():
        if value and name not in _OF[action]:
            of = options.said("comma").join(one for one, known in _OF.items() if name in known)
            raise options.refused(name, "usage.of-action", action=of)


def _answer(zone: Zone, form: str, out: Path | None, lang: str, letterhead: Letterhead | None) -> None:
    """Answer with the zone's page, its letter, its chart, or with all of its papers in a folder."""
    voice = zone_voice(zone, lang)
    if form == "papers" and out is not None:
        make_folder(out)
        paths = [out / f"zone.{one}" for one in PAPERS]
        for path, one in zip(paths, PAPERS, strict=True):
            _write(zone, one, path, voice, letterhead)
        answer("".join(f"{path}\n" for path in paths))
    elif form in _FILES and out is not None:
        make_folder(out.parent)
        _write(zone, form, out, voice, letterhead)
        answer(f"{out}\n")
    elif form == "csv":
        answer_csv(_text(zone, form, voice), out)
    elif form == "table":
        answer(bulletin_text(zone_page(zone), voice, screen(out)), out)
    else:
        answer(_text(zone, form, voice), out)
    unread = [fault for roll in zone.rolls for found in roll.warnings.values() for fault in found]
    if zone.wrong or unread:
        tell([render_all([*zone.wrong, *unread], lang)])
    leave(Exit.FAULTY if zone.wrong else Exit.FINE)


def _text(zone: Zone, form: str, voice: Voice) -> str:
    """The zone's page as rows for programs, or as Markdown."""
    if form == "csv":
        table = plans_table(zone, zone.rows())
        return csv_text(table.titles(voice), table.values(voice))
    if form == "json":
        return json_text([dict(zone_records(zone, voice))])
    return markdown(zone_page(zone), voice, {})


def _write(zone: Zone, form: str, path: Path, voice: Voice, letterhead: Letterhead | None) -> None:
    """Write one of the zone's papers, whole or not at all; what draws and what writes letters is loaded only for it."""
    if form == "docx":
        from schedule.output.minutes.zone_notice import write_zone_notice

        written = BytesIO()
        write_zone_notice(zone, written, voice, letterhead)
        write_atomically(path, written.getvalue())
    elif form == "html":
        from schedule.output.page.zone import write_zone_page

        write_zone_page(zone, path, voice)
    elif form in options.CHARTS:
        from schedule.output.figures.zone import save

        save(zone, path, lang=voice.lang)
    else:
        text = _text(zone, form, voice)
        write_atomically(path, f"{BYTE_ORDER_MARK}{text}" if form == "csv" else text)


def met(
    portfolio: Portfolio, day: date | None, workers: int, cache: Path | None = None, cluster: str | None = None
) -> Zone:
    """The zone's meeting, its components worked out by so many processes, or by those of a cluster at an address.

    Where all is one component and no cluster is asked for, by this process.
    """
    portfolio = portfolio if day is None else portfolio.at(day)
    components = portfolio.components()
    if cluster is not None:
        from schedule.commands.portfolio import cluster as machines

        there, kept = machines.seen_from_everywhere(portfolio, Path.cwd()), cache and cache.absolute()
        with machines.cluster(cluster) as (executor, ended):
            rolls = rolls_by(executor, there, components, day, kept, ended=(ended,))
    elif workers == 1 or len(components) == 1:
        return zone_of(portfolio, [remembered(portfolio, keys, day, cache) for keys in components], day)
    else:
        with ProcessPoolExecutor(min(workers, len(components)), initializer=limit_memory) as executor:
            rolls = rolls_by(executor, portfolio, components, day, cache)
        for k, keys in enumerate(components):
            if rolls[k] is None:  # a worker that dies takes its pool with it, and whatever waited there
                with ProcessPoolExecutor(1, initializer=limit_memory) as executor:
                    (rolls[k],) = rolls_by(executor, portfolio, (keys,), day, cache)
    return zone_of(portfolio, [roll or _lost(keys) for keys, roll in zip(components, rolls, strict=True)], day)


def rolls_by(
    executor: Executor,
    portfolio: Portfolio,
    components: tuple[tuple[str, ...], ...],
    day: date | None,
    cache: Path | None = None,
    *,
    ended: tuple[type[Exception], ...] = (),
) -> list[Roll | None]:
    """The components in the file's order, each worked out by whatever an executor has; None where a worker ended.

    `ended` is what an executor raises for that beside what those of the standard library do.
    """
    work: Callable[..., Roll] = partial(remembered, portfolio)
    futures = [executor.submit(work, keys, day, cache) for keys in components]
    over: tuple[type[Exception], ...] = (BrokenExecutor, MemoryError, *ended)
    found: list[Roll | None] = []
    for future in futures:
        try:
            found.append(future.result())
        except over:
            found.append(None)
    return found


def _lost(keys: tuple[str, ...]) -> Roll:
    """Plans that ended the process which computed them: killed, or out of memory."""
    return Roll({}, {key: (Diagnostic("worker-lost", None, {"found": key}),) for key in keys})
