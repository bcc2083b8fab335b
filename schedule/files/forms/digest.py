"""The digest by which a form is known again as one of this plan and this week.

This module must never know a workbook or an answer.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from schedule.files.yaml.updates import update_text
from schedule.model import Instant, Project
from schedule.questionnaire import before, undecided


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
    """The digests that forms of a data date may bear: now, and before each decision of the days just before it.

    A decision that was recorded after the forms went out does not make them forms of another plan.
    """
    earlier, known = before(project, data_date).updates, len(undecided(project, data_date).updates)
    return tuple(
        digest_before(replace(project, updates=earlier[:number]), data_date)
        for number in range(len(earlier), known - 1, -1)
    )
