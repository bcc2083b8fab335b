"""What an account of the ledger is called, on every paper. This module must never know what is booked to it."""

from __future__ import annotations

from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.reports.causes import Cause
from schedule.output.words.saying import Name, Named, Phrase, body_name, say

_CAUSES = (Cause.SUPERIOR, Cause.MONEY, Cause.WEATHER)


def account_name(account: Account) -> Phrase:
    """The name of an account; where a plan has no bodies at all, progress is just that."""
    if account.kind is PartKind.REVISION and account.body is not None:
        return say("why.kind.revision.for", body=body_name(account.body))
    if account.kind is not PartKind.PROGRESS:
        return say(f"why.kind.{account.kind}")
    if account.body is not None:
        return body_name(account.body)
    if account.cause in _CAUSES:
        return say(f"why.waiting.{account.cause}")
    return Name(Named.UNNAMED, None)


def account_heading(account: Account) -> Phrase:
    """The name of an account over many parts, among which a calendar may have been announced or only changed."""
    return say("why.calendar") if account.kind is PartKind.CALENDAR else account_name(account)
