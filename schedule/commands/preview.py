"""`daopai preview`: what a proposal would bring, or several side by side, before anybody decides."""

from __future__ import annotations

import re
from pathlib import Path

import click

from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.views.proposals import proposed
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_csv, screen, tell, tell_unwritten
from schedule.commands.conduct.reading import day_of, opened
from schedule.engine.state import as_of
from schedule.files.forms.changes import Said, read_changes, read_unsigned
from schedule.files.yaml.source import Faults
from schedule.model import Instant, Revision, State, Update
from schedule.output.answers.side_by_side import Variant, preview_lines, preview_records, preview_table
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.terminal import joined, noted, table_text, wrapped
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of

_ARROW = re.compile(r"\s*(?:->|→|＞|－＞)\s*")


@click.command()
@options.plan
@options.date
@click.option(
    "--set",
    "sets",
    metavar="'TASK KEY=VALUE'",
    multiple=True,
    help="改一项工作，写法同 decide，可写多次  Change a task, in the words of decide; may be repeated.",
)
@click.option(
    "--drop",
    "drops",
    metavar="'A -> B'",
    multiple=True,
    help="B 不再等 A，可写多次  B no longer waits for A; may be repeated.",
)
@click.option(
    "--calendar",
    "calendars",
    metavar="'ID on=DATE off=DATE'",
    multiple=True,
    help="改日历，写法同 decide，可写多次  Change a calendar, in the words of decide; may be repeated.",
)
@click.option(
    "--revision",
    "files",
    metavar="FILE",
    type=options.Place(exists=True, dir_okay=False),
    multiple=True,
    help="文件里的 revisions，不用批准，每份是一个方案  A file's revisions, which need no approval; each a proposal.",
)
@click.option(
    "--each",
    is_flag=True,
    help="几处改动也逐个单看，并排比  Each change by itself too, side by side.",
)
@options.formats(*options.TEXTS, *options.CHARTS)
@options.out("写入文件；.png .svg .pdf 画成图  Write to a file instead; .png .svg .pdf: a chart.")
@options.lang
def command(
    plan: Path,
    data_date: Instant | None,
    sets: tuple[str, ...],
    drops: tuple[str, ...],
    calendars: tuple[str, ...],
    files: tuple[Path, ...],
    each: bool,
    form: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """先看再定：这样改，每个期限动几天。Look before deciding: what a change would do to every deadline; writes nothing.

    For every deadline the finish without and with it, and the days of room; then which tasks become red, where a
    statutory period would be cut short, who would have to start earlier than the papers ask, and where less time makes
    a date later（新增红灯、不足法定期限、谁要提早开工、越压越晚）. What --set, --drop and --calendar say is one
    proposal, all together; each --revision FILE is another. For example:

    \b
    daopai preview PLAN --set 'asphalt duration=10wd' \\
        --drop 'base-course -> asphalt'
    """  # noqa: D301 -- click's mark of a line that is not to be wrapped is the backspace itself
    form = options.form_of(form, out, (*options.TEXTS, *options.CHARTS))
    spoken = (*sets, *map(_dropped, drops), *(f"calendar {text}" for text in calendars))
    if not spoken and not files:
        raise options.refused("--set", "usage.no-change")
    project = opened(plan, lang)
    day = day_of(project.whole, data_date)
    state, faults, history = as_of(project.whole, day), Faults(), History(project)
    before = take(history, day)
    voice, show = voice_of(before.schedule, lang), screen(out)
    asked = [(text, _read((text,), state, faults)) for text in spoken] if each and len(spoken) > 1 else []
    if spoken:
        name = spoken[0] if len(spoken) == 1 else voice.say("preview.together")
        asked.append((name, _read(spoken, state, faults)))
    asked += [(path.name, read_unsigned(path.read_bytes(), str(path), state, faults)) for path in files]
    if faults.diagnostics:
        tell([render_all(faults.diagnostics, lang)])
    variants = [Variant(name, proposed(history, Update(day, revisions=revised))) for name, revised in asked]
    if form in options.CHARTS and out is not None:
        from schedule.output.figures import dumbbell

        answer(f"{dumbbell.save(before, variants, out, lang=lang)}\n")
        tell_unwritten(before.schedule, plan, voice)
        tell([word("preview.unwritten", lang)])
        return
    if form == "json":
        answer(json_text(preview_records(before, variants, voice)), out)
        return
    table = preview_table(before, variants)
    if form == "csv":
        answer_csv(csv_text(table.titles(voice), table.values(voice), listed=voice.listed), out)
        return
    lines = wrapped(voice.say("preview.head", day=voice.weekday(start_day(day))), show)
    lines += table_text(table, voice, show) if table.rows else wrapped(voice.say("preview.no-deadline"), show)
    for variant in variants:
        lines += ["", show.paint(voice.say("preview.of", proposal=variant.name), "title")]
        for text in voice.told(preview_lines(before, variant)):
            lines += wrapped(text, show, indent="  ", first="- ")
    marks = voice.told(notices(before.schedule))
    answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]), out)
    tell([word("preview.unwritten", lang)])


def _dropped(text: str) -> str:
    """`A -> B` in the words of a decision: what B comes after, without A."""
    ends = _ARROW.split(text.strip())
    if len(ends) != 2 or not all(ends):
        raise options.refused("--drop", "usage.drop", found=text)
    before, after = ("".join(end.split()) for end in ends)
    return f"{after} after-={before}"


def _read(words: tuple[str, ...], state: State, faults: Faults) -> tuple[Revision, ...]:
    try:
        return read_changes(words, Said(reason="?", approved_by="?"), state, faults)
    except ValueError as error:
        raise options.refused("--set", "usage.change", found=error) from None
