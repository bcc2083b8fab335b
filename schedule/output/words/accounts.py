"""What an account of the ledger is called, on every paper. This module must never know what is booked to it."""

from __future__ import annotations

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.reports.causes import Cause
from schedule.output.words.phrases import Voice

_CAUSES = (Cause.SUPERIOR, Cause.MONEY, Cause.WEATHER)


def account_name(account: Account, voice: Voice) -> str:
    """The name of an account; where a plan has no bodies at all, progress is just that."""
    if account.kind is PartKind.REVISION and account.body is not None:
        return voice.say("why.kind.revision.for", body=voice.body(account.body))
    if account.kind is not PartKind.PROGRESS:
        return voice.say(f"why.kind.{account.kind}")
    if account.body is not None:
        return voice.body(account.body)
    if account.cause in _CAUSES:
        return voice.say(f"why.waiting.{account.cause}")
    return voice.body(None) if voice.plan.bodies else voice.say("why.kind.progress")


def account_heading(account: Account, voice: Voice) -> str:
    """The name of an account over many parts, among which a calendar may have been announced or only changed."""
    return voice.say("why.calendar") if account.kind is PartKind.CALENDAR else account_name(account, voice)
