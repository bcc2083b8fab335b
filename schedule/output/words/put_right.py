"""What was put right of the reports, in words: what was reported, what is true, how it went wrong.

One sentence, wherever the corrected fact stands. This module must never know a meeting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from schedule.analysis.reports.corrections import Corrected, Said
from schedule.calendars.worktime import finish_day, start_day
from schedule.model import Duration
from schedule.output.words.causes import cause_text
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import decimal
from schedule.output.words.saying import Narrow, Opening, OwnLength, Phrase, fitting, joined, say, task_name


def corrected(found: Mapping[str, Sequence[Corrected]], room: int | None = None) -> tuple[Phrase, ...]:
    """What was put right, by task: a clause for each task and each reason, with the task's name, unstopped.

    Where one would be wider than `room`, in Chinese characters, it tells whose report was put right, and where it is
    told what of it.
    """
    return tuple(
        fitting(
            (
                say("correction.of", task=task_name(task), correction=text),
                Narrow(say("correction.elsewhere", task=task_name(task))),
            ),
            room,
        )
        for task, said in found.items()
        for text in corrections_of(said)
    )


def correction_notes(found: Mapping[str, Sequence[Corrected]]) -> tuple[Phrase, ...]:
    """The same as sentences, for whoever answers with dates alone."""
    return tuple(say("sentence.end", text=text) for text in corrected(found))


def corrections_of(said: Sequence[Corrected]) -> tuple[Phrase, ...]:
    """What was put right of one task's reports: a clause for each reason, without the task's name, unstopped."""
    by_reason: dict[str, list[Corrected]] = {}
    for one in said:
        by_reason.setdefault(one.reason, []).append(one)
    return tuple(
        say("correction", said=_put_right(ones), reason=unstopped(reason)) for reason, ones in by_reason.items()
    )


def correction_sentences(said: Sequence[Corrected]) -> tuple[Phrase, ...]:
    """What was put right of one task's reports, as sentences."""
    return tuple(say("sentence.end", text=Opening(text)) for text in corrections_of(said))


def _put_right(said: Sequence[Corrected]) -> Phrase:
    """What of one task's report was replaced, and what was taken back."""
    texts = [
        say("correction.changed", before=reported(one.key, one.before, one.task), after=after)
        for one in said
        if (after := reported(one.key, one.after, one.task))
    ]
    gone = [reported(one.key, one.before, one.task) for one in said if not one.after]
    if gone:
        texts.append(say("correction.withdrawn", before=joined(gone, "comma"), number=len(gone)))
    return joined(texts, "clause")


def reported(key: str, said: Sequence[Said], name: str) -> Phrase:
    """What was reported of a task under a key; nothing where nothing was."""
    texts: list[Phrase] = []
    for one in said:
        match one:
            case Duration():
                texts.append(OwnLength(one, name))
            case Fraction():
                texts.append(decimal(one))
            case str():
                texts.append(cause_text(one) if key == "cause" else one)
            case _:
                at_the_end = key in ("finished", "returned", "decided")
                texts.append(finish_day(one) if at_the_end else start_day(one))
    return say(f"correction.{key}", said=joined(texts, "comma")) if texts else ""
