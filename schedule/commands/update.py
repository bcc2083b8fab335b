"""`daopai update`: record a week's progress."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import tell
from schedule.commands.conduct.reading import day_of, folder_of, opened
from schedule.commands.conduct.recording import record_update
from schedule.engine.state import as_of
from schedule.files.forms.reports import csv_report, read_reports, words_report
from schedule.files.records.plan_folder import read_history
from schedule.files.yaml.source import MAX_BYTES, Faults
from schedule.model import Instant, Update
from schedule.output.answers.chain import sealed_words
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import planless


@click.command()
@options.plan
@click.argument("reports", metavar="[REPORT]...", nargs=-1)
@options.date_required
@click.option("--csv", "table", type=options.Place(exists=True, dir_okay=False), help="进展表  A CSV of progress.")
@options.note
@options.corrects
@options.lang
def command(
    plan: Path,
    reports: tuple[str, ...],
    data_date: Instant,
    table: Path | None,
    note: str | None,
    corrects: str | None,
    lang: str,
) -> None:
    """登记一周进展，写成新文件，旧的从不改动。Record a week's progress in a new file; old ones never change.

    REPORT is what is reported of one task, as one word of the command line: its id, then KEY=VALUE. The data date is
    that morning: what was done on the day belongs to the next update. KEY is one of started, finished, remaining,
    percent, submitted, returned, accepted, decided, document, cause, note, request, suspended, resumed
    （停工、复工）; a CSV has the columns task and any of these but the last two (or 任务, 实际开始, 实际完成,
    剩余, 完成百分比, 报送, 退回补正, 受理, 办结, 文号, 原因, 说明, 需协调), in UTF-8 or GB18030, and a task may
    be called by its name; an empty cell says nothing, and a file that was returned twice has both dates in its cell,
    joined by “、”. A note alone records a week in which nobody
    reported. A day may have several records, and one meeting sees them all; they may not contradict, unless the later
    one says by --corrects why the earlier was a mistake. It may also take back what any earlier record reported of a
    task: KEY= with nothing behind it, or KEY=none. For example:

    \b
    daopai update PLAN --date 2016-03-14 'drawing-review remaining=3wd cause=补正'
    daopai update PLAN --date 2016-03-14 'review started=' --corrects 填错行
    """  # noqa: D301 -- click's mark of a line that is not to be wrapped is the backspace itself
    folder, project = folder_of(plan), opened(plan, lang)
    data_date, faults = day_of(project.whole, data_date), Faults()
    try:
        nodes = [words_report(reports, faults)]
    except ValueError as error:
        raise options.refused("REPORT", "usage.report", found=error) from None
    if table is not None:
        with table.open("rb") as stream:
            nodes.append(csv_report(stream.read(MAX_BYTES + 1), str(table), faults))
    progress = read_reports(nodes, as_of(project.whole, data_date), faults, corrects=corrects is not None)
    if not progress and not note:
        raise options.refused("REPORT", "usage.nothing")
    beside = read_history(folder).unsealed
    path = record_update(folder, Update(data_date, progress, note=note, corrects=corrects))
    tell([render_all(faults.diagnostics, lang)] if faults.diagnostics else [])
    tell([word("written", lang, path=path), *planless(lang).told(sealed_words(beside, beside=True))])
