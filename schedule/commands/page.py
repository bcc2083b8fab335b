"""`daopai page`: the meeting on one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.calendars.worktime import start_day
from schedule.commands import options
from schedule.commands.printing import answer
from schedule.commands.reading import home_of, met, opened
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
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    out: Path | None,
    lang: str,
) -> None:
    """写一个网页，发到群里用手机打开，不用联网。One HTML page for a chat: opens on a phone, needs no network.

    Headline, lights by body, alerts, Gantt chart, deadlines and why, with filters; prints the page's file name.
    """
    if out is not None:
        options.suffixed(out, SUFFIXES)
    meeting = met(opened(plan, lang, project_name, profile), data_date, baseline, stored=stored)
    folder = home_of(plan) / "meetings" / start_day(meeting.data_date).isoformat()
    path = out or folder / "meeting.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    answer(f"{write_page(meeting, path, voice_of(meeting.schedule, lang))}\n")
