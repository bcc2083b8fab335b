"""The digest by which a form is known again as one of this plan and this week, and when it may have been made.

This module must never know a workbook or an answer.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from schedule.files.sealed.same_day import united
from schedule.files.sealed.updates import update_text
from schedule.files.yaml.source import Faults
from schedule.model import Instant, Project, Update
from schedule.questionnaire import before


def digest_before(project: Project, data_date: Instant) -> str:
    """The SHA-256 of the plan's file and of what all updates before a data date say.

    Neither who wrote an update nor sealing it changes it; a changed plan or a changed earlier week does.
    """
    digest = sha256(project.plan.digest.encode())
    for update in before(project, data_date).updates:
        text = update_text(replace(update, written_by=None, follows=None, seal=None))
        digest.update(sha256(text.encode(errors="surrogatepass")).digest())
    return digest.hexdigest()


def digests_before(project: Project, data_date: Instant) -> tuple[str, ...]:
    """The digests that forms of a data date may bear: now, and before each decision and correction just before it.

    What was decided or put right after the forms went out does not make them forms of another plan.
    """
    return tuple(digest_before(one, data_date) for one in when_sent(project, data_date))


def as_sent(project: Project, data_date: Instant) -> Project:
    """The project before a data date as it was when its forms may have gone out first: the last of `when_sent`."""
    return when_sent(project, data_date)[-1]


def when_sent(project: Project, data_date: Instant) -> tuple[Project, ...]:
    """The project before a data date as it may have been when forms went out: now, and before each record since.

    Those are the decisions and the corrections recorded just before the data date, of a day's records the last ones: a
    decision says nothing of what is, and a correction asks nobody anything new. Nor does what forms contradict.
    """
    earlier = before(project, data_date)
    found = [earlier]
    while (last := earlier.updates[-1:]) and (shorter := _without_last(last[0])) is not None:
        earlier = replace(earlier, updates=(*earlier.updates[:-1], *shorter))
        found.append(earlier)
    return tuple(found)


def _without_last(update: Update) -> tuple[Update, ...] | None:
    """A data date's records without the last, if that is a decision, a correction or a conflict; else None."""
    *others, last = update.records or (update,)
    if last.corrects is None and (last.progress or not (last.revisions or last.disputes)):
        return None
    return (united(others, Faults()),) if others else ()
