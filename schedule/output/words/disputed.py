"""What forms say differently of one task, in words: who says what. One clause, wherever it stands until it is settled.

This module must never know a meeting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from schedule.model import DATED, Dispute, Statement
from schedule.output.words.plain_text import line_text
from schedule.output.words.put_right import reported
from schedule.output.words.saying import Phrase, body_name, counted, fitting, joined, say, task_name


def dispute_text(one: Dispute, room: int | None = None) -> Phrase:
    """Who says what of the fields in dispute, without the task's name, unstopped.

    Where that would be wider than `room`, in Chinese characters, it tells how many say it and where it is told what.
    """
    told = _told(one, one.fields)
    elsewhere = counted("dispute.elsewhere", len(one.said))
    return fitting((told, elsewhere), room)


def disputes_of(found: Iterable[Dispute]) -> tuple[Phrase, ...]:
    """A sentence for each task, with what is held back for it, for whoever lists them all."""
    texts = []
    for one in found:
        text: Phrase = say("dispute.of", task=task_name(one.task), said=dispute_text(one))
        rest = [name for name in one.told if name in DATED and name not in one.fields]
        if held := _told(one, rest):
            text = joined((text, say("dispute.held-back", said=held)))
        texts.append(say("sentence.end", text=text))
    return tuple(texts)


def _told(one: Dispute, fields: Collection[str]) -> Phrase:
    """Who says what of some fields, what two say in the same words once; nothing where nobody says anything."""
    texts = [
        say("dispute.said", who=_who(said, one), said=words) for said in one.said if (words := _said(said, fields))
    ]
    return joined(dict.fromkeys(texts), "clause")


def to_settle(request: str | None, dispute: Dispute | None) -> Phrase | None:
    """What a table has as to be settled: what forms say differently, and what the body asks for."""
    differ = [] if dispute is None else [say("dispute", said=dispute_text(dispute))]
    return joined([*differ, *([request] if request else [])], "paper.semicolon") or None


def _said(said: Statement, fields: Iterable[str]) -> Phrase:
    """What one form says of some fields; nothing where it says nothing of them."""
    one = Dispute(said.progress.task, (said,))
    told = {name: value for name, ((_, value),) in one.told.items() if name in fields}
    texts = []
    for name, value in told.items():
        value = value if isinstance(value, tuple) else (value,)
        plain = [line_text(v) if isinstance(v, str) else v for v in value]
        texts.append(reported(name, plain, one.task))
    return joined(texts, "comma")


def _who(said: Statement, one: Dispute) -> Phrase:
    """The body; of several forms of one body also who filled it in, or the form's file; or that it is recorded."""
    if said.body is None:
        return say("dispute.recorded", record=line_text(said.form))
    if Counter(other.body for other in one.said)[said.body] < 2:
        return body_name(said.body)
    return say("dispute.form", body=body_name(said.body), form=line_text(said.person or said.form, longest=40))
