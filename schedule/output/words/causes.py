"""The causes that a form offers, and a reported one in its reader's words.

Reports are kept as they were written. This module must never know what a cause means for the count of days.
"""

from __future__ import annotations

from schedule.analysis.reports.causes import Cause
from schedule.output.words.catalogue import everywhere
from schedule.output.words.languages import unstopped
from schedule.output.words.saying import Phrase, say

CAUSES = (Cause.CORRECTION, Cause.SUPERIOR, Cause.MONEY, Cause.REVIEW, Cause.WEATHER, Cause.HOLIDAY, Cause.OWN)
"""What a body can pick from; a plan's revision is the meeting's to say, and who writes in has reported."""


def cause_text(text: str) -> Phrase:
    """A cause as it was reported; one that was picked from a form, of whichever language, in its reader's words."""
    said = unstopped(text.strip())
    picked = next((key for key in map(_key, CAUSES) if said in everywhere(key)), None)
    return text if picked is None else say(picked)


def _key(cause: Cause) -> str:
    return f"form.cause.{cause}"


def offered() -> tuple[Phrase, ...]:
    """What a form offers to pick from."""
    return tuple(say(_key(cause)) for cause in CAUSES)
