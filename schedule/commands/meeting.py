"""`daopai meeting`: the weekly run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from schedule import latest_data_date
from schedule.analysis.meeting import Meeting
from schedule.analysis.views.certificate import certificate
from schedule.analysis.views.issued import issued
from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, progress, screen, tell, tell_unwritten
from schedule.commands.conduct.reading import home_of, met, opened
from schedule.commands.conduct.system_errors import system_text
from schedule.diagnostics import PlanError
from schedule.files.records.certificates import write_certificate
from schedule.files.records.issued import ISSUED, read_issued
from schedule.files.records.papers import Own
from schedule.issued import Issued, compared, is_same_meeting, replaced
from schedule.model import PLAN, Instant
from schedule.output.answers.issued import change_table, comparison_text, told_changes
from schedule.output.letters.letterhead import read_letterhead
from schedule.output.meeting_folder import INDEX, PAPERS, known_papers, own_text, write_papers
from schedule.output.minutes.bulletin import bulletin
from schedule.output.minutes.screen import bulletin_text
from schedule.output.tables.terminal import joined, table_text, wrapped
from schedule.output.words.phrases import Voice, voice_of


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.only(list(PAPERS))
@options.out("材料放在哪里，默认 PLAN/meetings/日期  Where the papers go; by default PLAN/meetings/DATE.", folder=True)
@options.letterhead
@options.force
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    only: tuple[str, ...],
    out: Path | None,
    letterhead: Path | None,
    force: bool,
    lang: str,
) -> None:
    """开周例会：结论、预警、关键线路、变动、各单位两周任务，并写出全套材料。The weekly meeting.

    Will the deadline hold, alerts, critical path, what moved, each body's next two weeks; then the
    papers, which index.md lists: charts 图表, minutes 会议材料, page 手机网页, secretary 一页纸, notice
    通报, supervision 督办单, deadlines 倒排表, ledger 算谁的, alerts 预警, calendars 期限日历. Where the papers
    of the same meeting are there already, and its rules, its files or its figures were others then, that is said with
    each figure that differs, before they are replaced. Only what a run wrote is replaced or removed: what somebody
    changed or put there stays, and the new paper lies beside it, unless --force says to replace it.
    """
    page = None if letterhead is None else read_letterhead(letterhead)
    project = opened(plan, lang, project_name, profile)
    meeting = met(project, data_date, baseline, stored=stored)
    voice = voice_of(meeting.schedule, lang)
    folder = out or home_of(plan) / "meetings" / start_day(meeting.data_date).isoformat()
    answer(bulletin_text(bulletin(meeting), voice, screen()))
    undrawn: list[PlanError] = []
    own: list[Own] = []
    try:
        kept = _held_against(folder, issued(meeting), voice)
        with progress(len(only) or len(PAPERS)) as step:
            papers = write_papers(
                meeting,
                folder,
                voice,
                only=only,
                kept=kept,
                force=force,
                told=lambda name: step(voice.say("papers.writing", what=voice.say(f"papers.{name}"))),
                missing=undrawn.append,
                own=own.append,
                letterhead=page,
            )
    except OSError as error:
        # The screen has the new headline, so that whoever opens the folder must know that it has not.
        error.add_note(voice.say("papers.unchanged", path=folder))
        raise
    tell(["", voice.say("written", path=folder), "  " + " ".join(paper.name for paper in papers)])
    tell(voice.told(map(own_text, own)))
    if not only and profile is None:
        _certify(plan, meeting, voice)
    if "charts" in (only or PAPERS):
        tell_unwritten(meeting.schedule, plan, voice)
    if undrawn:
        # Everything else is there for the meeting; that the charts are not is an error all the same.
        raise PlanError([fault for error in undrawn for fault in error.diagnostics])


def _certify(plan: Path, meeting: Meeting, voice: Voice) -> None:
    """Write the certificate of the current meeting into the plan's folder, or say why there is none.

    What lies in that folder is the project's history: an earlier meeting's certificate was written then.
    """
    if not plan.is_dir() and plan.name != PLAN:
        return
    if meeting.data_date < latest_data_date(meeting.project):
        tell([voice.say("certificate.earlier")])
        return
    found = meeting.once(certificate)
    if found is None:
        tell([voice.say("certificate.no-network")])
        return
    try:
        path = write_certificate(home_of(plan), start_day(meeting.data_date), found.text)
    except OSError as error:
        tell([voice.say("certificate.unwritable"), system_text(error, voice.lang, elsewhere=False)])
    else:
        tell([voice.say("certificate.written", path=path)])


def _held_against(folder: Path, now: Issued, voice: Voice) -> Issued:
    """The figures to keep, with what they replace; what differs from the papers that are there is answered first.

    A folder may hold another meeting's papers, where one is named with `--out`: those are nothing to compare with.
    """
    was = read_issued(folder / ISSUED)
    if was is None:
        tell([voice.say("issued.unknown", path=folder)] if INDEX in known_papers(folder) else [])
        return now
    if not is_same_meeting(was, now):
        return now
    found, show = compared(was, now), screen()
    if found.is_told:
        text = voice.tell(comparison_text(found.was, found.now, found.sources, len(found.changes)))
        told, more = told_changes(found), len(found.changes) - told_changes(found)
        rows = ["", *table_text(change_table(found, voice.plan, told), voice, show)] if found.changes else []
        rows += ["", voice.say("issued.more", count=voice.count(more, "figure"))] if more else []
        answer(joined(["", *(show.paint(line, "title") for line in wrapped(text, show)), *rows]))
    return replace(now, replaced=replaced(was, now))
