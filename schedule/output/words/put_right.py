"""What was put right of the reports, in words: what was reported, what is true, how it went wrong.

One sentence, wherever the corrected fact stands. This module must never know a meeting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from schedule.analysis.reports.corrections import Corrected, Said
from schedule.calendars.worktime import start_day
from schedule.model import Duration
from schedule.output.words.languages import unstopped
from schedule.output.words.phrases import Voice, decimal
from schedule.output.words.plain_text import fitting


def corrected(found: Mapping[str, Sequence[Corrected]], voice: Voice, room: int | None = None) -> tuple[str, ...]:
    """What was put right, by task: a clause for each task and each reason, with the task's name, unstopped.

    Where one would be wider than `room`, in Chinese characters, it tells whose report was put right, and where it is
    told what of it.
    """

    def shorter(task: str) -> str:
        narrow = voice if room is None else voice.narrow()
        return narrow.say("correction.elsewhere", task=narrow.task(task))

    return tuple(
        fitting((voice.say("correction.of", task=voice.task(task), correction=text), shorter(task)), room)
        for task, said in found.items()
        for text in corrections_of(said, voice)
    )


def correction_notes(found: Mapping[str, Sequence[Corrected]], voice: Voice) -> tuple[str, ...]:
    """The same as sentences, for whoever answers with dates alone."""
    return tuple(voice.say("sentence.end", text=text) for text in corrected(found, voice))


def corrections_of(said: Sequence[Corrected], voice: Voice) -> tuple[str, ...]:
    """What was put right of one task's reports: a clause for each reason, without the task's name, unstopped."""
    by_reason: dict[str, list[Corrected]] = {}
    for one in said:
        by_reason.setdefault(one.reason, []).append(one)
    return tuple(
        voice.say("correction", said=_put_right(ones, voice), reason=unstopped(reason))
        for reason, ones in by_reason.items()
    )


def correction_sentences(said: Sequence[Corrected], voice: Voice) -> tuple[str, ...]:
    """What was put right of one task's reports, as sentences."""
    return tuple(voice.say("sentence.end", text=text[:1].upper() + text[1:]) for text in corrections_of(said, voice))


def _put_right(said: Sequence[Corrected], voice: Voice) -> str:
    """What of one task's report was replaced, and what was taken back."""
    texts = [
        voice.say("correction.changed", before=reported(one.key, one.before, one.task, voice), after=after)
        for one in said
        if (after := reported(one.key, one.after, one.task, voice))
    ]
    gone = [reported(one.key, one.before, one.task, voice) for one in said if not one.after]
    if gone:
        texts.append(voice.say("correction.withdrawn", before=voice.say("comma").join(gone), number=len(gone)))
    return voice.say("clause").join(texts)


def reported(key: str, said: Sequence[Said], name: str, voice: Voice) -> str:
    """What was reported of a task under a key; nothing where nothing was."""
    texts, task = [], voice.plan.tasks.get(name)
    for one in said:
        match one:
            case Duration():
                texts.append(voice.duration(one) if task is None else voice.duration_of(one, task))
            case Fraction():
                texts.append(decimal(one))
            case str():
                texts.append(one)
            case _:
                at_the_end = key in ("finished", "returned", "decided")
                texts.append(voice.finish(one) if at_the_end else voice.day(start_day(one)))
    return voice.say(f"correction.{key}", said=voice.say("comma").join(texts)) if texts else ""
