"""What money does to a date, in words: what a task waits for, and that nobody can tell.

This module must never know how a date is computed, nor which paper it speaks on.
"""

from __future__ import annotations

from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Wait
from schedule.output.words.phrases import Voice


def tranche_name(name: str, voice: Voice) -> str:
    """What a tranche is called: its name, else where it comes from, else its id."""
    funds = voice.plan.funds
    if funds is None or name not in funds.tranches:
        return name
    one = funds.tranches[name]
    return voice.language.name(one.name or one.source or name, one.name_en) or name


def wait_text(wait: Wait, voice: Voice) -> str:
    """What a task waits for: how much is missing, which tranche brings it, and when; or that it has no date."""
    short = voice.money(wait.short)
    if wait.until is None:
        return voice.say("money.waits.undated", short=short)
    return voice.say(
        "money.waits",
        short=short,
        tranches=voice.listed(tranche_name(name, voice) for name in wait.tranches),
        day=voice.day(start_day(wait.until)),
    )
