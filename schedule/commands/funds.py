"""`daopai funds`: what there is of a plan's money, which dates wait for it, and what is missing by when."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.funds.gaps import latest_gaps, plain_gaps
from schedule.analysis.funds.paying_order import best_order
from schedule.analysis.funds.position import position
from schedule.analysis.funds.worth import worths
from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting, take
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, screen, tell_unwritten
from schedule.commands.conduct.reading import day_of, opened
from schedule.engine.schedule import Schedule
from schedule.model import Instant
from schedule.output.answers.funds import Answer, funds_lines, funds_record
from schedule.output.tables.csv_json import json_text
from schedule.output.tables.terminal import joined, noted, wrapped
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of

FORMS = ("table", "json", *options.CHARTS)


@click.command()
@options.plan
@options.date
@options.formats(*FORMS)
@options.out("写入文件；.png .svg .pdf 画成图  Write to a file instead; .png .svg .pdf: a chart.")
@options.lang
def command(plan: Path, data_date: Instant | None, form: str | None, out: Path | None, lang: str) -> None:
    """资金：到位多少、卡住哪几项、最迟哪天到位。What money there is, which dates wait for it, what is missing by when.

    Of the plan's `funds:` what came, what is expected and what has no date; the date that the meeting speaks of first,
    by logic and by money（例会先说的那一项，不算资金、算上资金各是哪天）; each task that waits for money; the days that
    a tranche wins if it comes a week earlier, and the last day on which it may come（早到一周早几天、最迟哪天到）; and
    how much is missing by which day, for nothing to wait and for the deadlines alone（最迟到位表）. Where money paid in
    another order reaches that date earlier and costs no other, that order is proposed（换个付款先后）.
    """
    form = options.form_of(form, out, FORMS)
    project = opened(plan, lang)
    history, day = History(project), day_of(project, data_date)
    schedule = history.schedule(day)
    found, voice, show = position(history, day), voice_of(schedule, lang), screen(out)
    if found is None and form in options.CHARTS:
        raise options.refused("--out", "funds.none")
    if found is None:
        answer(json_text([]) if form == "json" else joined(wrapped(voice.say("funds.none"), show)), out)
        return
    state, logic = history.state(day), history.by_logic(day)
    if form in options.CHARTS and out is not None:
        answer(joined([str(_drawn(take(history, day), logic, out, lang))]))
        tell_unwritten(schedule, plan, voice)
        return
    gaps, better = (plain_gaps(state, logic), latest_gaps(state, logic)), best_order(schedule, found.goal)
    whole = Answer(found, worths(schedule, logic, found.goal), *gaps, better)
    if form == "json":
        answer(json_text([funds_record(whole)]), out)
        return
    marks = voice.told(notices(schedule))
    answer(joined([*funds_lines(whole, voice, show), *([""] if marks else []), *noted(marks, show)]), out)


def _drawn(meeting: Meeting, logic: Schedule, out: Path, lang: str) -> Path:
    """The staircase; matplotlib is only loaded for it."""
    from schedule.output.figures import staircase

    return staircase.save(meeting, logic, out, lang=lang)
