"""`daopai deadlines`: the backward-scheduled deadline table (工期倒排表)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, answer_table, tell
from schedule.commands.conduct.reading import identified, met, names_of, opened
from schedule.files.records.papers import Own
from schedule.files.records.writing import write_atomically
from schedule.model import Instant
from schedule.output.delivery.icalendar import calendar_files
from schedule.output.tables.contents import deadline_table, deadlines_answer
from schedule.output.tables.terminal import joined
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import outdated_notes
from schedule.output.workbooks.deadlines import write_workbook

FORMS = (*options.TEXTS, "xlsx", "ics")


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.body
@options.formats(*FORMS)
@options.out(
    "写入文件；.xlsx 是带横道的工作簿；ics 的日历写入文件夹  Write to a file instead; .xlsx: a workbook with bars; for"
    " ics a folder.",
    folder=None,
)
@options.force
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    body: str | None,
    form: str | None,
    out: Path | None,
    force: bool,
    lang: str,
) -> None:
    """工期倒排表：从期限往回排，每项工作最迟哪天启动、哪天完成。The backward-scheduled deadline table.

    From each deadline back: the latest start and finish of every unfinished task before it, by latest finish. Days are
    calendar days, the differences of the dates beside them; only what is left to do keeps its own unit. In CSV a cell
    that a spreadsheet would run as a formula gets a leading apostrophe. An xlsx has a sheet for all and one for each
    body, with the bars beside the rows, ready for A3. `--format ics -o DIR` writes each body's calendar for phones.
    """
    form = options.form_of(form, out, FORMS)
    project = opened(plan, lang, project_name, profile)
    meeting = met(project, data_date, baseline, stored=stored)
    if body is not None:
        body = identified(body, names_of(meeting.schedule.state.plan.bodies, lang), "--body")
    voice = voice_of(meeting.schedule, lang)
    if form == "xlsx" and out is not None:
        write_workbook(meeting, out, voice, body)
        tell(
            [
                *voice.told(outdated_notes(meeting)),
                *voice.told(notices(meeting.schedule)),
                voice.say("written", path=out),
            ]
        )
        return
    if form == "ics" and out is not None:
        _write_calendars(calendar_files(meeting, voice, body), out, voice, force=force)
        return
    nothing = voice.tell(deadlines_answer(meeting, body))
    marks = voice.told(outdated_notes(meeting))
    table = deadline_table(meeting, body)
    answer_table(table, meeting.schedule, voice, form, out, nothing=nothing, put_right=marks)


def _write_calendars(files: Mapping[str, str], folder: Path, voice: Voice, *, force: bool) -> None:
    """Write one .ics for each body that has a deadline ahead, and answer with their names."""
    from schedule.output.meeting_folder import own_text, write_files

    own: list[Own] = []

    def write(place: Path) -> dict[str, str]:
        for name, text in files.items():
            write_atomically(place / name, text)
        return dict.fromkeys(files, "calendars")

    answer(joined(map(str, write_files(folder, write, force=force, own=own.append))))
    tell(voice.told(map(own_text, own)))
    tell([] if files else [voice.say("ics.none")])
