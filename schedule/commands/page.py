"""`daopai page`: the meeting on one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.calendars.worktime import start_day
from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer, tell
from schedule.commands.conduct.reading import home_of, met, opened
from schedule.files.records.papers import Own
from schedule.model import Instant
from schedule.output.page.html import write_page
from schedule.output.words.phrases import voice_of

SUFFIXES = (".html", ".htm")


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.out("网页的文件名，默认 PLAN/meetings/日期/meeting.html  The page's file; by default in the meeting's folder.")
@options.force
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    out: Path | None,
    force: bool,
    lang: str,
) -> None:
    """写一个网页，发到群里用手机打开，不用联网。One HTML page for a chat: opens on a phone, needs no network.

    Headline, lights by body, alerts, Gantt chart, deadlines and why, with filters; prints the page's file name.
    """
    if out is not None:
        options.suffixed(out, SUFFIXES)
    meeting = met(opened(plan, lang, project_name, profile), data_date, baseline, stored=stored)
    voice = voice_of(meeting.schedule, lang)
    if out is not None:
        from schedule.files.records.writing import make_folder

        make_folder(out.parent)
        answer(f"{write_page(meeting, out, voice)}\n")
        return
    from schedule.output.meeting_folder import own_text, write_files

    folder = home_of(plan) / "meetings" / start_day(meeting.data_date).isoformat()
    own: list[Own] = []

    def write(place: Path) -> dict[str, str]:
        return {write_page(meeting, place / "meeting.html", voice).name: "page"}

    answer("".join(f"{path}\n" for path in write_files(folder, write, force=force, own=own.append)))
    tell(voice.told(map(own_text, own)))
