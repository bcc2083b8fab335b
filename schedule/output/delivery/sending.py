"""What a run of sending says of itself: what would be sent to whom, what was, what was not and why.

An address or a secret is never among the words: what a robot said comes without them. This module must never send.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule.files.channels import Channel
from schedule.files.records.sent import State
from schedule.output.delivery.robots import Outcome, Part, Verdict
from schedule.output.words.saying import Phrase, body_name, joined, number_of, say

_MARGIN = "  | "


def channel_text(channel: Channel) -> Phrase:
    """A channel by its name and what it is."""
    return say("send.channel", name=channel.name, kind=say(f"send.kind.{channel.kind}"))


def counted(parts: Sequence[Part]) -> Phrase:
    """How many alerts some messages tell of."""
    return number_of(sum(len(part.matters) for part in parts), "alert")


def preview(channel: Channel, messages: Sequence[Part], *, chart: bool) -> list[Phrase]:
    """What would be sent to a channel, word for word."""
    to, lines = channel_text(channel), list[Phrase]()
    if messages:
        number = number_of(len(messages), "message")
        lines.append(say("send.would", channel=to, count=counted(messages), messages=number))
        lines += [f"{_MARGIN}{line}".rstrip() for part in messages for line in (part.title, *part.lines, "")][:-1]
    if chart:
        lines.append(say("send.would-chart", channel=to))
    return lines or [say("send.nothing", channel=to)]


def known_lines(channel: Channel, sent: int, unsettled: int, *, chart_unsettled: bool = False) -> list[Phrase]:
    """What is not sent again, because it was sent, or because nobody knows whether it was."""
    to = channel_text(channel)
    lines: list[Phrase] = [say("send.known", channel=to, count=number_of(sent, "alert"))] if sent else []
    unknown: list[Phrase] = [number_of(unsettled, "alert")] if unsettled else []
    unknown += [say("send.chart")] if chart_unsettled else []
    return lines + ([say("send.open", channel=to, count=joined(unknown, "comma"))] if unknown else [])


def outcome_text(channel: Channel, found: Verdict, what: Phrase, seconds: float) -> Phrase:
    """What became of a message: `what` names it, `seconds` is how long a robot may take."""
    to = channel_text(channel)
    if found.outcome is Outcome.SENT:
        return say("send.sent", channel=to, count=what)
    key = "send.not-sent" if found.outcome.state is State.FAILED else "send.maybe-sent"
    text = say(key, channel=to, count=what, why=_why(found, seconds))
    return say("sentence.end", text=text)


def uncovered_text(bodies: Sequence[tuple[str | None, int]]) -> Phrase:
    """Whom no channel reaches, each with how many alerts it has."""
    named = (
        say("send.uncovered.body", body=body_name(body), count=number_of(number, "alert")) for body, number in bodies
    )
    return say("send.uncovered", bodies=joined(named, "comma"))


def _why(found: Verdict, seconds: float) -> Phrase:
    hint = found.hint
    match found.outcome:
        case Outcome.UNREACHED:
            return say(f"send.why.unreached.{hint or 'network'}")
        case Outcome.UNCLEAR:
            return say(f"send.why.{hint or 'unclear'}")
        case Outcome.TIMEOUT:
            return say("send.why.timeout", seconds=f"{seconds:g}")
        case Outcome.SERVER:
            return say("send.why.server", code=found.code)
    advice: Phrase = say(f"send.hint.{hint}") if hint else ""
    if found.code is None:
        return advice
    said: Phrase = say("send.why.said", text=found.said) if found.said else ""
    refusal = say("send.why.refused", code=found.code, said=said)
    return say("send.why.advised", why=refusal, advice=advice) if advice else refusal
