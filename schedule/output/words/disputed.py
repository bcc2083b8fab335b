"""What forms say differently of one task, in words: who says what. One clause, wherever it stands until it is settled.

This module must never know a meeting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from schedule.model import DATED, Dispute, Statement
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import fitting, line_text
from schedule.output.words.put_right import reported


def dispute_text(one: Dispute, voice: Voice, room: int | None = None) -> str:
    """Who says what of the fields in dispute, without the task's name, unstopped.

    Where that would be wider than `room`, in Chinese characters, it tells how many say it and where it is told what.
    """
    told = _told(one, one.fields, voice)
    elsewhere = voice.counted("dispute.elsewhere", len(one.said))
    return fitting((told, elsewhere), room)


def disputes_of(found: Iterable[Dispute], voice: Voice) -> tuple[str, ...]:
    """A sentence for each task, with what is held back for it, for whoever lists them all."""
    texts = []
    for one in found:
        text = voice.say("dispute.of", task=voice.task(one.task), said=dispute_text(one, voice))
        rest = [name for name in one.told if name in DATED and name not in one.fields]
        if held := _told(one, rest, voice):
            text += voice.say("dispute.held-back", said=held)
        texts.append(voice.say("sentence.end", text=text))
    return tuple(texts)


def _told(one: Dispute, fields: Collection[str], voice: Voice) -> str:
    """Who says what of some fields, what two say in the same words once; nothing where nobody says anything."""
    texts = [
        voice.say("dispute.said", who=_who(said, one, voice), said=words)
        for said in one.said
        if (words := _said(said, fields, voice))
    ]
    return voice.say("clause").join(dict.fromkeys(texts))


def to_settle(request: str | None, dispute: Dispute | None, voice: Voice) -> str | None:
    """What a table has as to be settled: what forms say differently, and what the body asks for."""
    differ = [] if dispute is None else [voice.say("dispute", said=dispute_text(dispute, voice))]
    return voice.say("paper.semicolon").join([*differ, *([request] if request else [])]) or None


def _said(said: Statement, fields: Iterable[str], voice: Voice) -> str:
    """What one form says of some fields; nothing where it says nothing of them."""
    one = Dispute(said.progress.task, (said,))
    told = {name: value for name, ((_, value),) in one.told.items() if name in fields}
    texts = []
    for name, value in told.items():
        value = value if isinstance(value, tuple) else (value,)
        plain = [line_text(v) if isinstance(v, str) else v for v in value]
        texts.append(reported(name, plain, one.task, voice))
    return voice.say("comma").join(texts)


def _who(said: Statement, one: Dispute, voice: Voice) -> str:
    """The body; of several forms of one body also who filled it in, or the form's file; or that it is recorded."""
    if said.body is None:
        return voice.say("dispute.recorded", record=line_text(said.form))
    if Counter(other.body for other in one.said)[said.body] < 2:
        return voice.body(said.body)
    return voice.say("dispute.form", body=voice.body(said.body), form=line_text(said.person or said.form, longest=40))
