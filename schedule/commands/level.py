"""`daopai level`: the plan with its crews never asked for more than there is, beside the plain dates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from schedule.analysis.history import History
from schedule.analysis.levelling.levelled import Levelled, levelled
from schedule.analysis.levelling.solver import solver
from schedule.analysis.meeting import Meeting, take
from schedule.analysis.recovery.decided import UNSIGNED
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, screen, tell_unwritten
from schedule.commands.conduct.reading import day_of, opened
from schedule.files.sealed.updates import update_text
from schedule.files.yaml.text import scalar_text
from schedule.model import Instant, Revision, RevisionKind, Update
from schedule.output.answers.levelling import level_lines, level_record
from schedule.output.tables.csv_json import json_text
from schedule.output.tables.terminal import joined, noted, wrapped
from schedule.output.words.crews import reason_of
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice, voice_of

FORMS = ("table", "json", *options.CHARTS)


@click.command()
@options.plan
@options.date
@click.option(
    "--as-revision",
    is_flag=True,
    help="把错开的先后写成决定，批准人空着  Print the order as a decision that nobody has approved yet.",
)
@options.formats(*FORMS)
@options.out("写入文件；.png .svg .pdf 画成图  Write to a file instead; .png .svg .pdf: a chart.")
@options.lang
def command(
    plan: Path, data_date: Instant | None, as_revision: bool, form: str | None, out: Path | None, lang: str
) -> None:
    """班组不够怎么错开：各期限按计划、错开后各是哪天。The plan with its crews never asked for more than there is.

    Of the plan's `crews:` who waits for which, behind whom（等哪个班组、排在谁后面）; each deadline by the plan and
    levelled, beside the plan's dates and never instead（计划日期不动，错开的日期写在旁边）; the weeks in which crews
    do not suffice; and whether another order could be better（已证明最优，或离下界几天）: proved by all the work of a
    crew, or with the extra `level` by OR-Tools. With --as-revision the order is printed as relations of the plan.
    """
    form = options.form_of(form, out, FORMS)
    project = opened(plan, lang)
    history, day = History(project), day_of(project, data_date)
    schedule = history.schedule(day)
    found, voice, show = levelled(schedule, solver()), voice_of(schedule, lang), screen(out)
    if found is None and (form in options.CHARTS or as_revision):
        raise options.refused("--as-revision" if as_revision else "--out", "level.none")
    if found is None:
        answer(json_text([]) if form == "json" else joined(wrapped(voice.say("level.none"), show)), out)
    elif as_revision:
        options.no_chart(form)
        if not found.relations and not found.floors:
            raise options.refused("--as-revision", "level.enough")
        answer(_revision(found, voice), out)
    elif form in options.CHARTS and out is not None:
        answer(joined([str(_drawn(found, take(history, day), out, lang))]))
        tell_unwritten(schedule, plan, voice)
    elif form == "json":
        answer(json_text([level_record(found)]), out)
    else:
        marks = voice.told(notices(schedule))
        answer(joined([*level_lines(found, voice, show), *([""] if marks else []), *noted(marks, show)]), out)


def _drawn(found: Levelled, meeting: Meeting, out: Path, lang: str) -> Path:
    """The load of each crew; matplotlib is only loaded for it."""
    from schedule.output.figures import crew_load

    return crew_load.save(found, meeting, out, lang=lang)


def _revision(found: Levelled, voice: Voice) -> str:
    """The order as an update's file that cannot be recorded until somebody writes who approved it."""
    before, after = found.plain.state.plan.tasks, found.state.plan.tasks
    waits = {one.task: voice.tell(reason_of(one)) for one in found.waits}
    revisions = []
    for name, task in after.items():
        changes: dict[str, Any] = {
            key: getattr(task, key)
            for key in ("relations", "constraints", "as_late_as_possible")
            if getattr(task, key) != getattr(before[name], key)
        }
        if changes:
            reason = waits.get(name, voice.say("level.reason.order"))
            revisions.append(Revision(RevisionKind.SET, name, reason, UNSIGNED, changes))
    state = found.plain.state
    text = update_text(replace(Update(state.data_date, revisions=tuple(revisions)), sample=state.sample))
    unsigned = f"approved_by: {scalar_text(UNSIGNED)}"
    return text.replace(f"{unsigned}\n", "approved_by:\n").replace(unsigned, "approved_by: ")
