"""`daopai check`: every fault, every warning, what is weak in the plan or cannot be drawn, and what lacks evidence."""

from __future__ import annotations

import json
from pathlib import Path

import click

from schedule import latest_data_date
from schedule.analysis.dates.compressed import unreviewed_now
from schedule.analysis.dates.feasible import unmeetable
from schedule.analysis.dates.lawful import is_sealed, still_unlawful
from schedule.analysis.dates.quality import findings
from schedule.analysis.dates.stale import contradictions
from schedule.analysis.dates.stored import agreement, rules_of
from schedule.analysis.history import History
from schedule.analysis.meeting import take
from schedule.analysis.reports.evidence import audit
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, screen
from schedule.commands.conduct.reading import by_rules_of, day_of, sound
from schedule.model import Instant
from schedule.output.answers.differences import agreement_words, difference_table
from schedule.output.answers.evidence import doubts_words, evidence_words, untold
from schedule.output.answers.quality import quality
from schedule.output.figures.ground.unwritten import unwritten
from schedule.output.tables.terminal import joined, table_text, wrapped
from schedule.output.words.catalogue import borrowed, word, words
from schedule.output.words.faults import render_all
from schedule.output.words.languages import language_of
from schedule.output.words.notices import notices
from schedule.output.words.phrases import voice_of
from schedule.output.words.sentences import before_permits


@click.command()
@options.plan_or_none
@options.project_name
@options.date
@options.profile
@click.option("--words", "listed", is_flag=True, help="列出这种语言还缺的词  List the words that a language lacks.")
@options.answered
@options.lang
def command(
    plan: Path | None,
    project_name: str | None,
    data_date: Instant | None,
    profile: str | None,
    listed: bool,
    out: Path | None,
    lang: str,
) -> None:
    """检查计划、周报和基准，逐处指出错误。Report every fault with its place, then the schedule's quality.

    Then the tasks reported finished without their document, what reports give reason to ask, what to look at on site.

    Of an .xer also: where the dates that we compute differ from those in the file, and by which rule ours came about.
    """
    if listed:
        answer(joined(_words(lang)), out)
        return
    if plan is None:
        raise options.refused("PLAN", "usage.missing")
    project, warnings = sound(plan, project_name)
    history = History(by_rules_of(profile, project))
    project, day = history.project, day_of(project, data_date)
    computed, own = history.schedule(day), latest_data_date(project)
    if project.stored and day != own:
        raise options.refused("--date", "usage.stored-date", date=start_day(own))
    voice, show, met = voice_of(computed, lang), screen(out), take(history, day)
    found, audited = agreement(computed, project), history.once(audit, day)
    impossible = tuple(history.once(unmeetable, day).values())
    said = [*quality(project, findings(computed), computed, impossible)]
    said += before_permits(met, works=1) if met.shortfalls or met.lapsed else ()
    said += evidence_words(project, audited, computed)
    said += doubts_words([one for one in met.doubts if one.code != "unevidenced"], computed)
    rules = rules_of(found, computed)
    if found.compared:
        said += agreement_words(found, rules, contradictions(computed, project, found))
    told = voice.told([*said, *notices(computed)])
    lines = [line for text in told for line in wrapped(text, show, indent="  ", first="")]
    if found.differences:
        lines += ["", *table_text(difference_table(found, rules, computed), voice, show)]
    lawless = (*still_unlawful(computed), *unreviewed_now(computed)) if is_sealed(project) else ()
    others = (*untold(warnings, audited), *lawless, *unwritten(computed.state.plan))
    answer((f"{render_all(others, lang)}\n" if others else "") + joined(lines), out)


def _words(lang: str) -> list[str]:
    """How many words a language has of its own, whether somebody has read them, and which it borrows, a line each."""
    language, lacking = language_of(lang), borrowed(lang)
    facts = {"own": len(words(lang)) - len(lacking), "language": lang, "other": language.falls_back}
    key = "check.words.whole" if not lacking else "check.words"
    unread = [] if language.reviewed else [word("notice.unread", lang)]
    listed = [f'"{key}" = {json.dumps(text, ensure_ascii=False)}' for key, text in lacking.items()]
    return [word(key, lang, missing=len(lacking), **facts), *unread, *listed]
