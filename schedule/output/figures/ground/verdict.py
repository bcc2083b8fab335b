"""The line under a chart's title: what was begun before its permit, whether the deadlines hold, and its colour.

This module must never judge: what is missed is the meeting's to say.
"""

from __future__ import annotations

from schedule.analysis.dates.alerts import Light
from schedule.analysis.meeting import Meeting
from schedule.output.figures.ground import ink
from schedule.output.figures.ground.typeface import clean, width
from schedule.output.words.phrases import Voice, voice_of
from schedule.output.words.sentences import NAMED, before_permits, verdicts


def verdict(meeting: Meeting, voice: Voice, room: float, least: float) -> str:
    """What was begun before its permit, then whether the deadlines hold, on a line of `room` points in `least` type.

    Where there is no room for all, it is left out first how the date moved and why a plan cannot be met, then the
    names of all missed deadlines but the first, and of all permits but one; never that there are others.
    """
    variants = (
        (
            *voice.told(before_permits(meeting, works=0, most=named)),
            *voice.told(verdicts(meeting, moves=moves, named=named, whole=moves)),
        )
        for moves, named in _SHORTER
    )
    texts = [clean(voice.say("sentence.gap").join(variant)) for variant in variants]
    return next((text for text in texts if width(text, least) <= room), texts[-1])


_SHORTER = ((True, NAMED), (False, NAMED), (False, 1))


def warning(meeting: Meeting, lang: str) -> str:
    """What was begun before its permit, for a chart whose title says something else; empty where nothing was."""
    voice = voice_of(meeting.schedule, lang)
    return voice.say("sentence.gap").join(voice.told(before_permits(meeting, works=0, most=1)))


def color(meeting: Meeting) -> str:
    """The colour of the line, which only repeats what it says."""
    return ink.INK if meeting.light is None else _COLORS.get(meeting.light, ink.INK)


_COLORS = {Light.RED: ink.LATE, Light.GREEN: ink.EARLY}
