"""`daopai law`: the statutory periods in force, which of them a plan uses, and what its author has to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from schedule.analysis.history import History
from schedule.analysis.meeting import Meeting
from schedule.analysis.reports.ceilings import is_passed
from schedule.analysis.views.statutes_used import in_force, questions, uses
from schedule.calendars.worktime import minutes, start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_csv, screen, tell
from schedule.commands.conduct.reading import day_of, opened
from schedule.law.statutes import PERIODS
from schedule.model import CHINA, Instant, Plan, Project
from schedule.output.answers.law import law_table, question_lines, used_lines
from schedule.output.answers.limits import limits_table, total_words, unfiled_words
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.terminal import Screen, joined, table_text, wrapped
from schedule.output.words.notices import unannounced
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import by_law


@click.command()
@options.plan_or_none
@options.date_of(("最近一次周报；没有计划时是今天", "the latest update's; without a plan, today"))
@options.formats(*options.TEXTS)
@options.answered
@options.lang
def command(plan: Path | None, data_date: Instant | None, form: str | None, out: Path | None, lang: str) -> None:
    """法定期限：某一天有哪些规定有效，计划用了哪些，要核实什么。Statutory periods: in force, used, to be confirmed.

    Without PLAN, the rules that are in force on the day. With a plan, also which of its tasks name which rule, in the
    version that the day of their event asks for; of each file that was handed in, since when it is accepted, how long
    its authority may take, what is used and stopped, the last day and how much is over
    （受理日、期限、已用、停表、到期日、超期）; and what its author has to confirm: rules that nobody has held
    against the official text, texts that say 日, thresholds without an amount, what the plan says otherwise and
    why. Nothing here is legal advice（不是法律意见，请核对国家法律法规数据库）.
    """
    form = options.form_of(form, out)
    today = minutes(date.today()) if data_date is None else data_date
    project = Project(Plan("", today, CHINA.id, {})) if plan is None else opened(plan, lang)
    meeting = Meeting(History(project), today if plan is None else day_of(project, data_date))
    schedule, state = meeting.schedule, meeting.schedule.state
    law, day = state.plan.settings.law, start_day(state.data_date)
    voice, show = replace(voice_of(schedule, lang), year=0), screen(out)  # laws hold for decades
    statutes, used = in_force(schedule, day), uses(schedule, meeting.ceilings)
    table = law_table(statutes, used, law)
    if form != "table":
        texts = csv_text(table.titles(voice), table.values(voice), listed=voice.listed)
        answer_csv(texts, out) if form == "csv" else answer(json_text(table.records(voice)), out)
        return
    periods = sum(one.kind in PERIODS for one in statutes)
    head = voice.say("law.head", day=voice.whole_day(day), count=voice.count(len(statutes), "rule"), periods=periods)
    lines = [*wrapped(head, show), *table_text(table, voice, show)]
    lines += _listed("law.used", voice.told(used_lines(used, law)), voice, show)
    lines += [] if plan is None else _limits(meeting, voice, show)
    lines += _listed("law.asked", voice.told(question_lines(questions(schedule, meeting.ceilings))), voice, show)
    answer(joined(lines), out)
    tell([*([] if plan is None else voice.told(unannounced(schedule))), voice.say("law.advice")])


def _listed(key: str, said: Sequence[str], voice: Voice, show: Screen) -> list[str]:
    """A heading and its lines; nothing without a line."""
    if not said:
        return []
    items = [line for text in said for line in wrapped(f"- {text}", show, indent="  ", first="")]
    return ["", *wrapped(voice.say(key), show), *items]


def _limits(meeting: Meeting, voice: Voice, show: Screen) -> list[str]:
    """The limits on authorities, and how many of the days that are left the law fixes."""
    table, passed = limits_table(meeting.ceilings, voice.plan), sum(is_passed(one.clock) for one in meeting.ceilings)
    lines: list[str] = []
    if table.rows:
        counts = {"count": voice.count(len(table.rows), "file"), "over": voice.count(passed, "file")}
        lines += ["", *wrapped(voice.say("limit.heading", **counts), show), *table_text(table, voice, show)]
        lines += wrapped(voice.say("limit.note"), show)
    unfiled = voice.tell(unfiled_words(meeting.ceilings, voice.plan))
    lines += wrapped(unfiled, show) if unfiled is not None and table.rows else []
    total = voice.tell(total_words(meeting))
    said = (*voice.told(by_law(meeting)), *([] if total is None else [total]))
    return [*lines, *(line for text in said for line in ("", *wrapped(text, show)))]
