"""What `daopai alerts --send` does with a meeting: whom it tells what, and what was told before.

Before a message leaves, the sent-ledger says so. What was sent is not sent again; what may have arrived only when
somebody asks for it (`--resend`). After a failure a channel is left alone until the next run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from schedule.analysis.meeting import Meeting
from schedule.analysis.views.escalation import streaks
from schedule.calendars.worktime import start_day
from schedule.commands.conduct.exits import Exit
from schedule.commands.conduct.printing import answer, tell
from schedule.commands.conduct.reading import known
from schedule.commands.delivery import SECONDS, notify, post
from schedule.files.channels import EVERYTHING, PICTURED, Channel, Kind, read_channels
from schedule.files.records.sent import State, read_sent, record, sending, sent_file
from schedule.model import Instant
from schedule.output.delivery.messages import Letter, letter, uncovered
from schedule.output.delivery.robots import Outcome, Part, Verdict, parts, picture
from schedule.output.delivery.sending import channel_text, counted, known_lines, outcome_text, preview, uncovered_text
from schedule.output.tables.terminal import joined
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, say

EXITS: Mapping[Outcome, Exit] = {
    Outcome.SENT: Exit.FINE,
    Outcome.REFUSED: Exit.REFUSED,
    Outcome.SERVER: Exit.SERVER,
    Outcome.TIMEOUT: Exit.TIMEOUT,
    Outcome.UNREACHED: Exit.UNREACHED,
    Outcome.UNCLEAR: Exit.UNCLEAR,
}
"""How a run ends; that of the first message that failed counts, else whether an earlier one is unsettled."""

CHANNELS = "DAOPAI_CHANNELS"
"""The environment variable that names the channels file; else it is channels.yaml in the user's configuration."""

Records = Mapping[str, Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of sending: what each channel is told, of which data date, the ledger, whose words, what goes again.

    `draw` makes the chart that goes along, None where there is none.
    """

    letter: Callable[[Channel], Letter]
    data_date: Instant
    ledger: Path
    voice: Voice
    resend: bool
    draw: Callable[[Channel], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """What is left for a channel: the letter without what it has, how much that is, and whether the chart goes too.

    `unsettled` and `chart_unsettled` are what may have arrived and is not sent again.
    """

    channel: Channel
    letter: Letter
    sent: int
    unsettled: int
    chart: str | None
    chart_unsettled: bool

    @property
    def settled(self) -> Exit:
        """How the run ends for this channel if nothing fails."""
        return Exit.UNSETTLED if self.unsettled or self.chart_unsettled else Exit.FINE


def send(
    meeting: Meeting,
    names: Sequence[str],
    channels: Path | None,
    folder: Path,
    voice: Voice,
    *,
    resend: bool = False,
    dry_run: bool = False,
) -> Exit:
    """Send a meeting's alerts to channels and say what became of it: successes on stdout, the rest on stderr.

    Returns:
        How the run ends: that of the first failure (`EXITS`), else `UNSETTLED` or `FINE`.

    Raises:
        PlanError: the channels file or the sent-ledger is faulty, or another sender is at work.
    """
    weeks = meeting.history.once(streaks, meeting.data_date)
    run = Run(
        lambda channel: letter(meeting, weeks, channel, voice),
        meeting.data_date,
        sent_file(folder, start_day(meeting.data_date)),
        voice,
        resend,
        lambda channel: _drawn(channel, meeting, voice),
    )
    told = [alert.bodies for alert in meeting.alerts]
    return deliver(run, told, names, channels, folder, dry_run=dry_run)


def deliver(
    run: Run,
    told: Iterable[Sequence[str | None]],
    names: Sequence[str],
    channels: Path | None,
    folder: Path,
    *,
    dry_run: bool,
) -> Exit:
    """Tell channels what a run has for them, and say what became of it, as `send` does.

    `told` are the bodies of each alert: who is reached by no channel is named.
    """
    voice = run.voice
    listed = read_channels(channels or _usual_file(), folder)
    wanted = [known(name, [*listed.entries, EVERYTHING], "--send") for name in names]
    names = list(listed.entries) if EVERYTHING in wanted else wanted
    chosen = listed.chosen(names, voice.plan, None if dry_run else os.environ)
    missed = uncovered(told, listed.covered(), voice.plan.bodies)
    tell([render_all(listed.warnings, voice.lang), ""] if listed.warnings else [])
    tell([voice.tell(uncovered_text(missed))] if missed else [])
    if dry_run:
        for mail in (_mail(channel, run) for channel in chosen):
            shown = preview(mail.channel, parts(mail.letter, mail.channel, voice), chart=mail.chart is not None)
            answer(joined(voice.told([*shown, *_known(mail)])))
        tell([voice.say("send.dry-run")])
        return Exit.FINE
    with sending(folder):
        codes = [_deliver(_mail(channel, run), run) for channel in chosen]
    failed = (code for code in codes if code not in (Exit.FINE, Exit.UNSETTLED))
    return next(failed, Exit.UNSETTLED if Exit.UNSETTLED in codes else Exit.FINE)


def _usual_file() -> Path:
    named = os.environ.get(CHANNELS)
    return Path(named) if named else Path(click.get_app_dir("daopai"), "channels.yaml")


def _mail(channel: Channel, run: Run) -> Mail:
    """What a channel is still to be told, as the ledger stands."""
    states = read_sent(run.ledger)
    whole = run.letter(channel)
    of = [(matter, states.get(matter.key(channel.name, run.data_date))) for matter in whole.matters]
    unsettled = 0 if run.resend else sum(state is not None and state.is_open for _, state in of)
    fresh = tuple(matter for matter, state in of if _is_due(state, run))
    key = sha256(json.dumps([channel.name, run.data_date, "chart"]).encode()).hexdigest()
    pictured = run.draw is not None and channel.chart and channel.kind in PICTURED
    state = states.get(key) if pictured and whole.matters else State.SENT
    chart = key if _is_due(state, run) else None
    chart_unsettled = chart is None and state is not None and state.is_open
    sent = sum(state is State.SENT for _, state in of)
    return Mail(channel, replace(whole, matters=fresh), sent, unsettled, chart, chart_unsettled)


def _known(mail: Mail) -> list[Phrase]:
    return known_lines(mail.channel, mail.sent, mail.unsettled, chart_unsettled=mail.chart_unsettled)


def _is_due(state: State | None, run: Run) -> bool:
    return state in (None, State.FAILED) or (run.resend and state is not State.SENT)


def _deliver(mail: Mail, run: Run) -> Exit:
    """Send what is left for a channel, one message after the other until one fails; returns the exit code."""
    channel, voice = mail.channel, run.voice
    messages = parts(mail.letter, channel, voice)
    tell(voice.told(_known(mail)))
    if not messages and mail.chart is None:
        nothing = [voice.say("send.nothing", channel=channel_text(channel))]
        answer(joined([] if mail.sent or mail.settled else nothing))
    attached = mail.chart if channel.kind is Kind.APPRISE else None
    for part in messages:
        records = {one.key(channel.name, run.data_date): one.record(channel.name) for one in part.matters}
        chart = run.draw(channel) if attached and run.draw is not None else None
        if attached:
            records[attached] = {"channel": channel.name, "chart": "gantt.png"}
            attached = None
        code = _attempt(mail, part, chart, records, counted([part]), run)
        if code:
            return code
    if mail.chart and channel.kind is Kind.WECOM:
        return _picture(mail, mail.chart, run) or mail.settled
    return mail.settled


def _picture(mail: Mail, key: str, run: Run) -> Exit:
    """Send the chart as a message of its own."""
    channel = mail.channel
    payload = None if run.draw is None else picture(run.draw(channel))
    if payload is None:
        tell([run.voice.say("send.large", channel=channel_text(channel))])
        return Exit.FINE
    part = Part((), "", (), payload)
    records = {key: {"channel": channel.name, "chart": "gantt.png"}}
    return _attempt(mail, part, None, records, say("send.chart"), run)


def _attempt(mail: Mail, part: Part, chart: bytes | None, records: Records, what: Phrase, run: Run) -> Exit:
    """Send one message between its two records, and say what became of it; returns the exit code."""
    channel = mail.channel
    record(run.ledger, records, State.SENDING, _now())
    found: Verdict = notify(channel, part, chart) if channel.kind is Kind.APPRISE else post(channel, part.payload)
    record(run.ledger, records, found.outcome.state, _now())
    text = run.voice.tell(outcome_text(channel, found, what, SECONDS))
    if found.outcome is Outcome.SENT:
        answer(joined([text]))
    else:
        tell([text])
    return EXITS[found.outcome]


def _drawn(channel: Channel, meeting: Meeting, voice: Voice) -> bytes:
    """The first page of the Gantt chart, of the channel's own bodies only."""
    from schedule.output.figures import gantt
    from schedule.output.figures.ground.rows import Only

    only = Only(bodies=tuple(channel.bodies or ()))
    with TemporaryDirectory() as folder:
        pages = gantt.save(meeting, Path(folder, "gantt.png"), lang=voice.lang, only=only)
        return pages[0].read_bytes()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
