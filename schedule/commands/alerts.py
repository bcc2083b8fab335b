"""`daopai alerts`: the slippage alerts, told to whom they concern."""

from __future__ import annotations

from pathlib import Path

import click

from schedule.analysis.meeting import Snapshot
from schedule.commands import options
from schedule.commands.printing import answer, screen, tell
from schedule.commands.reading import home_of, met, opened
from schedule.files.records.writing import write_atomically
from schedule.model import Instant
from schedule.output.minutes.bulletin import alert_sections
from schedule.output.minutes.screen import section_text
from schedule.output.tables.contents import ALERT_COLUMNS, alert_records, alert_rows
from schedule.output.tables.csv_json import csv_text, json_text
from schedule.output.tables.terminal import joined, noted
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import notices

LEVELS = ("red", "yellow", "grey")
ALERTED = 3


@click.command()
@options.plan
@options.project_name
@options.date
@options.baseline
@options.formats
@options.output
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    help="有这一级或更重的预警时以 3 退出  Exit with 3 where an alert is this bad or worse.",
)
@click.option(
    "--send",
    "names",
    metavar="CHANNEL",
    multiple=True,
    help="发到哪个通道，可写多次；all 是全部  Send to a channel of the channels file, several times; `all` to all.",
)
@click.option(
    "--channels",
    type=click.Path(dir_okay=False, path_type=Path),
    help="通道文件，默认 $DAOPAI_CHANNELS  The channels file; by default $DAOPAI_CHANNELS or the user's own.",
)
@click.option(
    "--dry-run", is_flag=True, help="只看要发什么、发给谁，不发  Show what would be sent to whom; send nothing."
)
@click.option("--resend", is_flag=True, help="不知道送到没有的，再发一次  Send again what may not have arrived.")
@click.option(
    "--ics",
    type=click.Path(file_okay=False, path_type=Path),
    help="把各单位的期限写成日历，放在这个文件夹  Write each body's deadlines as calendars into this folder.",
)
@options.lang
@click.pass_context
def command(
    ctx: click.Context,
    plan: Path,
    project_name: str | None,
    data_date: Instant | None,
    baseline: str | None,
    form: str,
    output: Path | None,
    fail_on: str | None,
    names: tuple[str, ...],
    channels: Path | None,
    dry_run: bool,
    resend: bool,
    ics: Path | None,
    lang: str,
) -> None:
    """滞后预警，按对期限的影响排列；发给各单位。Slippage alerts, by what they cost the deadline; sent to the bodies.

    With --send each body's channel gets its own alerts, once: what was sent stands in PLAN/sent/DATE.json. A red alert
    sharpens by the meeting. Exit codes beside 3: 4 refused by the robot, 5 its server broke down, 6 no answer in time,
    7 not reached, 8 an answer that cannot be understood, 9 not known whether an earlier message arrived.
    """
    if (dry_run or resend or channels) and not names:
        raise options.refused("--dry-run, --resend, --channels", "usage.with-send")
    snapshot = met(opened(plan, lang, project_name), data_date, baseline)
    voice, failed = voice_of(snapshot.schedule, lang), 0
    if ics is not None:
        _write_calendars(snapshot, ics, voice)
    if names:
        from schedule.commands.sending import send

        failed = send(snapshot, names, channels, home_of(plan), voice, resend=resend, dry_run=dry_run)
    if not names and ics is None:
        _show(snapshot, form, output, voice)
    alerted = fail_on is not None and any(
        alert.light in LEVELS[: LEVELS.index(fail_on) + 1] for alert in snapshot.alerts
    )
    ctx.exit(failed or (ALERTED if alerted else 0))


def _show(snapshot: Snapshot, form: str, output: Path | None, voice: Voice) -> None:
    """Answer with the alerts in the form asked for."""
    marks = notices(snapshot.schedule, voice)
    if form == "table":
        show = screen(output)
        lines: list[str] = []
        for section in alert_sections(snapshot, voice):
            lines += ["", *section_text(section, voice, show, whole=True)]
        answer(joined([*lines, *([""] if marks else []), *noted(marks, show)]).lstrip("\n"), output)
    else:
        tell(marks)
        rows = csv_text(ALERT_COLUMNS, alert_rows(snapshot, voice), separator="; ")
        answer(rows if form == "csv" else json_text(alert_records(snapshot, voice.lang)), output)


def _write_calendars(snapshot: Snapshot, folder: Path, voice: Voice) -> None:
    """Write one .ics for each body that has a deadline ahead, and answer with their names."""
    from schedule.output.delivery.icalendar import calendar_files

    files = calendar_files(snapshot, voice)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        write_atomically(folder / name, text.encode())
    answer(joined(str(folder / name) for name in files))
    tell([] if files else [voice.say("ics.none")])
