"""What a run of sending says of itself: what would be sent to whom, what was, what was not and why.

An address or a secret is never among the words: what a robot said comes without them. This module must never send.
"""

from __future__ import annotations

from collections.abc import Sequence

from schedule.files.channels import Channel
from schedule.files.records.sent import State
from schedule.output.delivery.robots import Outcome, Part, Verdict
from schedule.output.words.phrases import Voice

_MARGIN = "  | "


def channel_text(channel: Channel, voice: Voice) -> str:
    """A channel by its name and what it is."""
    return voice.say("send.channel", name=channel.name, kind=voice.say(f"send.kind.{channel.kind}"))


def counted(parts: Sequence[Part], voice: Voice) -> str:
    """How many alerts some messages tell of."""
    return voice.count(sum(len(part.matters) for part in parts), "alert")


def preview(channel: Channel, messages: Sequence[Part], *, chart: bool, voice: Voice) -> list[str]:
    """What would be sent to a channel, word for word."""
    to, lines = channel_text(channel, voice), list[str]()
    if messages:
        number = voice.count(len(messages), "message")
        lines.append(voice.say("send.would", channel=to, count=counted(messages, voice), messages=number))
        lines += [f"{_MARGIN}{line}".rstrip() for part in messages for line in (part.title, *part.lines, "")][:-1]
    if chart:
        lines.append(voice.say("send.would-chart", channel=to))
    return lines or [voice.say("send.nothing", channel=to)]


def known_lines(
    channel: Channel, sent: int, unsettled: int, voice: Voice, *, chart_unsettled: bool = False
) -> list[str]:
    """What is not sent again, because it was sent, or because nobody knows whether it was."""
    to = channel_text(channel, voice)
    lines = [voice.say("send.known", channel=to, count=voice.count(sent, "alert"))] if sent else []
    unknown = [voice.count(unsettled, "alert")] if unsettled else []
    unknown += [voice.say("send.chart")] if chart_unsettled else []
    return lines + ([voice.say("send.open", channel=to, count=voice.say("comma").join(unknown))] if unknown else [])


def outcome_text(channel: Channel, found: Verdict, what: str, seconds: float, voice: Voice) -> str:
    """What became of a message: `what` names it, `seconds` is how long a robot may take."""
    to = channel_text(channel, voice)
    if found.outcome is Outcome.SENT:
        return voice.say("send.sent", channel=to, count=what)
    key = "send.not-sent" if found.outcome.state is State.FAILED else "send.maybe-sent"
    text = voice.say(key, channel=to, count=what, why=_why(found, seconds, voice))
    return voice.say("sentence.end", text=text)


def uncovered_text(bodies: Sequence[tuple[str | None, int]], voice: Voice) -> str:
    """Whom no channel reaches, each with how many alerts it has."""
    named = (
        voice.say("send.uncovered.body", body=voice.body(body), count=voice.count(number, "alert"))
        for body, number in bodies
    )
    return voice.say("send.uncovered", bodies=voice.say("comma").join(named))


def _why(found: Verdict, seconds: float, voice: Voice) -> str:
    hint = found.hint
    match found.outcome:
        case Outcome.UNREACHED:
            return voice.say(f"send.why.unreached.{hint or 'network'}")
        case Outcome.UNCLEAR:
            return voice.say(f"send.why.{hint or 'unclear'}")
        case Outcome.TIMEOUT:
            return voice.say("send.why.timeout", seconds=f"{seconds:g}")
        case Outcome.SERVER:
            return voice.say("send.why.server", code=found.code)
    advice = voice.say(f"send.hint.{hint}") if hint else ""
    if found.code is None:
        return advice
    said = voice.say("send.why.said", text=found.said) if found.said else ""
    refusal = voice.say("send.why.refused", code=found.code, said=said)
    return voice.say("send.why.advised", why=refusal, advice=advice) if advice else refusal
