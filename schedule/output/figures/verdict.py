"""The line under a chart's title: whether the deadlines hold, in as many words as there is room for, and its colour.

This module must never judge: what is missed is the meeting's to say.
"""

from __future__ import annotations

from schedule.analysis.meeting import Meeting
from schedule.output.figures import ink
from schedule.output.figures.typeface import clean, width
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import NAMED, verdicts


def verdict(meeting: Meeting, voice: Voice, room: float, least: float) -> str:
    """Whether the deadlines hold, on one line of `room` points in type of `least` points.

    Where there is no room for all, it is left out first how the date moved and why a plan cannot be met, then the
    names of all missed deadlines but the first; never that there are others.
    """
    variants = (verdicts(meeting, voice, moves=moves, named=named, whole=moves) for moves, named in _SHORTER)
    texts = [clean(voice.say("sentence.gap").join(variant)) for variant in variants]
    return next((text for text in texts if width(text, least) <= room), texts[-1])


_SHORTER = ((True, NAMED), (False, NAMED), (False, 1))


def color(meeting: Meeting) -> str:
    """The colour of the line, which only repeats what it says."""
    return ink.INK if meeting.holds is None else ink.EARLY if meeting.holds else ink.LATE
