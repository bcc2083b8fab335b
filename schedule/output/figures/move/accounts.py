"""The colour and the stripes of every account to which a chart of the ledger books days.

A body has the same colour in every chart of a plan, by its place among their ids. The nine colours are Paul Tol's
"muted" scheme, which the colour-blind can tell apart; a tenth body begins them anew with stripes, and every account is
named beside what is drawn of it. What is nobody's is grey. This module must never know a task or a day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.ledger import Part
from schedule.analysis.move.windows import booked_to
from schedule.analysis.reports.causes import Cause
from schedule.output.words.phrases import Voice

_MUTED = ("#332288", "#CC6677", "#117733", "#DDCC77", "#88CCEE", "#882255", "#44AA99", "#999933", "#AA4499")


@dataclass(frozen=True, slots=True)
class Style:
    """A colour, and matplotlib's letters for its stripes (none: plain)."""

    face: str
    hatch: str = ""


_NOBODYS = {
    PartKind.REVISION: Style("#6F7680"),
    PartKind.CALENDAR: Style("#B4BAC2", "...."),
    PartKind.LAW: Style("#8C93A0", "////"),
    PartKind.EDITED: Style("#1A1D21"),
    PartKind.SELF_TEST: Style("#D9DDE2"),
}
_CAUSES = {
    Cause.SUPERIOR: Style("#7B6A58", "xx"),
    Cause.MONEY: Style("#7B6A58", "oo"),
    Cause.WEATHER: Style("#7B6A58", "++"),
}
_BODILESS = Style("#7C93AB")


def style_of(account: Account, voice: Voice) -> Style:
    """How an account is drawn in every chart of the voice's plan; what a body asked for has its colour, dotted."""
    if account.kind is PartKind.REVISION and account.body is not None:
        own = style_of(Account(PartKind.PROGRESS, account.body), voice)
        return replace(own, hatch=f"{own.hatch}..")
    if account.kind is not PartKind.PROGRESS:
        return _NOBODYS[account.kind]
    bodies = sorted(voice.plan.bodies)
    if account.body not in bodies:
        return _BODILESS if account.cause is None else _CAUSES.get(account.cause, _BODILESS)
    again, place = divmod(bodies.index(account.body), len(_MUTED))
    return Style(_MUTED[place], ("", "||", "--")[min(again, 2)])


def shares_of(part: Part) -> tuple[tuple[Account, float], ...]:
    """The accounts of a part with their shares of its bar, in order; the whole where they do not all point its way."""
    booked = booked_to(part)
    days, total = list(booked.values()), sum(booked.values())
    if total and (min(days) >= 0 or max(days) <= 0):
        return tuple((account, float(one / total)) for account, one in booked.items() if one)
    own = Account(part.kind, part.body) if len(booked) > 1 else next(iter(booked))
    return ((own, 1.0),)


def dark(face: str) -> bool:
    """Whether a colour ("#332288") wants white type: its luminance by Rec. 709 is below a half."""
    red, green, blue = (int(face[k : k + 2], 16) for k in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
