"""`daopai law`: the statutory periods in force, which of them a plan uses, and what its author has to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from schedule.analysis.views.statutes_used import in_force, questions, uses
from schedule.calendars.worktime import minutes, start_day
from schedule.commands import options
from schedule.commands.printing import answer, answer_csv, screen, tell
from schedule.commands.reading import day_of, opened
from schedule.engine.compute import compute
from schedule.engine.state import as_of
from schedule.law.statutes import PERIODS
from schedule.model import CHINA, Instant, Plan, Project
from schedule.output.answers.law import law_table, question_lines, used_lines
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.terminal import joined, table_text, wrapped
from schedule.output.words.phrases import voice_of


@click.command()
@options.plan_or_none
@options.date_of(("最近一次周报；没有计划时是今天", "the latest update's; without a plan, today"))
@options.formats(*options.TEXTS)
@options.answered
@options.lang
def command(plan: Path | None, data_date: Instant | None, form: str | None, out: Path | None, lang: str) -> None:
    """法定期限：某一天有哪些规定有效，计划用了哪些，要核实什么。Statutory periods: in force, used, to be confirmed.

    Without PLAN, the rules that are in force on the day. With a plan, also which of its tasks name which rule, in the
    version that the day of their event asks for, and what its author has to confirm: rules that nobody has held against
    the official text, texts that say 日, thresholds without an amount, what the plan says otherwise and why. Nothing
    here is legal advice（不是法律意见，请核对国家法律法规数据库）.
    """
    form = options.form_of(form, out)
    today = minutes(date.today()) if data_date is None else data_date
    project = Project(Plan("", today, CHINA.id, {})) if plan is None else opened(plan, lang)
    schedule = compute(as_of(project, today if plan is None else day_of(project, data_date)))
    state = schedule.state
    law, day = state.plan.settings.law, start_day(state.data_date)
    voice, show = replace(voice_of(schedule, lang), year=0), screen(out)  # laws hold for decades
    statutes, used = in_force(schedule, day), uses(schedule)
    table = law_table(statutes, used, law, voice)
    if form != "table":
        texts = csv_text(table.titles(voice), table.rows, separator=voice.say("comma"))
        answer_csv(texts, out) if form == "csv" else answer(json_text(table.records()), out)
        return
    periods = sum(one.kind in PERIODS for one in statutes)
    head = voice.say("law.head", day=voice.whole_day(day), count=voice.count(len(statutes), "rule"), periods=periods)
    lines = [*wrapped(head, show), *table_text(table, voice, show)]
    for key, said in (
        ("law.used", used_lines(used, law, voice)),
        ("law.asked", question_lines(questions(schedule), voice)),
    ):
        if said:
            lines += ["", *wrapped(voice.say(key), show)]
            lines += [line for text in said for line in wrapped(f"- {text}", show, indent="  ", first="")]
    answer(joined(lines), out)
    tell([voice.say("law.advice")])
