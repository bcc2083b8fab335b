"""`daopai alerts`: the slippage alerts, told to whom they concern."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.meeting import Meeting
from schedule.commands.conduct import options
from schedule.commands.conduct.exits import Exit, leave
from schedule.commands.conduct.printing import answer, answer_csv, screen, tell
from schedule.commands.conduct.reading import home_of, met, opened
from schedule.model import Instant
from schedule.output.minutes.bulletin import alert_sections
from schedule.output.minutes.screen import section_text
from schedule.output.tables.contents import ALERT_COLUMNS, alert_records, alert_table
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.terminal import joined, noted
from schedule.output.words.notices import notices
from schedule.output.words.phrases import Voice, voice_of

LEVELS = ("red", "yellow", "grey")


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.stored
@options.profile
@options.formats(*options.TEXTS)
@options.answered
@click.option(
    "--fail-on",
    type=options.OneOf(LEVELS),
    help="有这一级或更重的预警时以 3 退出  Exit with 3 where an alert is this bad or worse.",
)
@options.send
@options.channels
@options.dry_run
@options.resend
@options.lang
def command(
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    stored: bool,
    profile: str | None,
    form: str | None,
    out: Path | None,
    fail_on: str | None,
    names: tuple[str, ...],
    channels: Path | None,
    dry_run: bool,
    resend: bool,
    lang: str,
) -> None:
    """滞后预警，按对期限的影响排列；发给各单位。Slippage alerts, by what they cost the deadline; sent to the bodies.

    With --send each body's channel gets its own alerts, once: what was sent stands in PLAN/sent/DATE.json. A red alert
    sharpens by the meeting. Where a message failed, the exit code says how (4 to 9, see docs/meeting.md).
    """
    if (dry_run or resend or channels) and not names:
        raise options.refused("--dry-run, --resend, --channels", "usage.with-send")
    form = options.form_of(form, out)
    meeting = met(opened(plan, lang, project_name, profile), data_date, baseline, stored=stored)
    voice, failed = voice_of(meeting.schedule, lang), Exit.FINE
    if names:
        from schedule.commands.sending import send

        failed = send(meeting, names, channels, home_of(plan), voice, resend=resend, dry_run=dry_run)
    else:
        _show(meeting, form, out, voice)
    alerted = fail_on is not None and any(
        alert.light in LEVELS[: LEVELS.index(fail_on) + 1] for alert in meeting.alerts
    )
    leave(failed or (Exit.ALERTED if alerted else Exit.FINE))


def _show(meeting: Meeting, form: str, out: Path | None, voice: Voice) -> None:
    """Answer with the alerts in the form asked for."""
    marks = voice.told(notices(meeting.schedule))
    if form == "table":
        show = screen(out)
        lines: list[str] = []
        for section in alert_sections(meeting):
            lines += ["", *section_text(section, voice, show, whole=True)]
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]).lstrip("\n"), out)
    else:
        tell(marks)
        if form == "csv":
            answer_csv(csv_text(ALERT_COLUMNS, alert_table(meeting).values(voice), listed="; ".join), out)
        else:
            answer(json_text(alert_records(meeting, voice.lang)), out)
