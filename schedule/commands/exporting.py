"""`daopai export`: the plan as a file of another tool."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import tell
from schedule.commands.conduct.reading import day_of, opened
from schedule.diagnostics import Diagnostic, PlanError, Severity
from schedule.engine.compute import compute
from schedule.engine.schedule import Schedule
from schedule.engine.state import as_of
from schedule.files.exchange.formats import FORMATS, format_of
from schedule.files.records.writing import sweep, write_atomically
from schedule.files.xer.writer import ENCODINGS
from schedule.files.yaml.scalars import finish_text
from schedule.model import Instant, StoredDates
from schedule.output.words.catalogue import word
from schedule.output.words.faults import render_all
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of
from schedule.rules import LateAsPossible, Profile, in_force

WRITTEN = tuple(one for one in FORMATS if one.write is not None)
_NAMED = {one.endings[0]: one.tool for one in WRITTEN}


@click.command("export")
@options.plan
@options.project_name
@options.date
@click.option(
    "--encoding",
    type=options.OneOf(ENCODINGS),
    metavar="NAME",
    help="XER 的编码，默认西文 cp1252、中文 gb18030  cp1252, gb18030 or utf-8, of an .xer.",
)
@options.force
@options.out(
    f"写到哪个文件：{'或 '.join(f'{ending}（{tool}）' for ending, tool in _NAMED.items())}  "
    f"The file: {' or '.join(f'{ending} ({tool})' for ending, tool in _NAMED.items())}.",
    required=True,
)
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    encoding: str | None,
    force: bool,
    out: Path,
    lang: str,
) -> None:
    """把计划写成别的软件的文件，是哪一种看 -o 的结尾。Write the plan as a file of another tool, by the ending of -o.

    The file holds the plan, its progress up to the data date, and the computed dates. What it cannot hold is told. An
    .xml needs the extra `interop`.
    """
    options.suffixed(out, [one.endings[0] for one in WRITTEN if encoding is None or one.is_encoded])
    exists = PlanError([Diagnostic("file-exists", None, {"found": str(out)})])
    sweep(out.parent, out.name)  # what a killed run left is gone also where the file itself stays as it is
    if out.exists() and not force:
        raise exists
    project = opened(plan, lang, project_name)
    computed = compute(as_of(project, day_of(project, data_date)))
    data, warnings = _contents(computed, out, encoding)
    try:
        write_atomically(out, data, exclusive=not force)
    except FileExistsError:
        raise exists from None
    tell(voice_of(computed, lang).told(notices(computed)))
    if warnings:
        tell([render_all(warnings, lang), ""])
    tell([word("written", lang, path=out)])


def _contents(computed: Schedule, out: Path, encoding: str | None) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """The file, and what it does not say."""
    form = format_of(out)
    assert form is not None
    assert form.write is not None
    data, warnings = form.write(computed.state, computed.calendars, _dates(computed), out, encoding)
    return data, (*warnings, *(shown_otherwise(computed) if form.profile is Profile.P6 else ()))


def shown_otherwise(computed: Schedule) -> tuple[Diagnostic, ...]:
    """Warnings (`xer-other-dates`) for the tasks that P6, which fills its columns its own way, will show elsewhere.

    It puts what is as late as possible past its own late dates, and has a finish that a relation asks for on a rest
    day stand at the next start; a plan typed by hand has neither. What follows such a task may come later with it.
    """
    state = computed.state
    own = in_force(state.plan.settings)
    if own.profile is not Profile.P6 or own.as_late_as_possible is LateAsPossible.TOTAL_FLOAT:
        return ()
    settings = replace(own, as_late_as_possible=LateAsPossible.ALL_FREE_FLOAT, finishes_kept=True)
    if settings == own:
        return ()
    theirs = compute(replace(state, plan=replace(state.plan, settings=settings))).tasks
    found = []
    for name, dates in computed.tasks.items():
        task, other = dates.task, theirs[name].early_finish
        begins = task.as_late_as_possible or any(relation.type.enters_finish for relation in task.relations)
        if begins and other is not None and other != dates.early_finish:
            facts = {"task": name, "found": finish_text(other), "expected": finish_text(dates.finish)}
            found.append(Diagnostic("xer-other-dates", task.location, facts, Severity.WARNING))
    return tuple(found)


def _dates(computed: Schedule) -> dict[str, StoredDates]:
    return {
        name: StoredDates(
            one.early_start,
            one.early_finish,
            one.late_start,
            one.late_finish,
            one.total_float,
            one.free_float,
            one.longest_path,
        )
        for name, one in computed.tasks.items()
    }
