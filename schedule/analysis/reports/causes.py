"""What a week's report gives as its cause, recognised in words of Chinese and English, and when it was in force.

A cause is one line that a body writes; what it means for the count is one of a few kinds. This module must never know
whose days they are: that is `schedule.analysis.reports.custody`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from schedule.model import Instant, Progress, Project


class Cause(StrEnum):
    """What is in the way: the body itself, or what it cannot answer for.

    `review`: hearings, tenders, auctions, inspections, tests, quarantine, expert reviews, publicity: an authority's
    days that a legal period does not count (行政许可法第45条).
    """

    OWN = "own"
    CORRECTION = "correction"
    SUPERIOR = "superior"
    MONEY = "money"
    REVIEW = "review"
    WEATHER = "weather"
    HOLIDAY = "holiday"
    REVISION = "revision"
    NOT_REPORTED = "not-reported"
    OTHER = "other"


_WORDS = (
    (Cause.NOT_REPORTED, r"^(本周|上周|本期)?(未报|没有报|没报|未报送)$|not[ -]reported|unreported"),
    (
        Cause.CORRECTION,
        r"补正|补件|补齐|补充材料|补充资料|材料不(全|齐)|资料不(全|齐)|退回|\bcorrect|\breturned\b|\bresubmi",
    ),
    (Cause.MONEY, r"资金|拨款|经费|付款|欠款|\bmoney\b|\bfund|\bpayment"),
    (Cause.SUPERIOR, r"上级|上报|自治区|国务院|\bsuperior|\b(higher|upper)[ -]"),
    (
        Cause.REVIEW,
        r"专家|听证|公示|招标|拍卖|检验|检测|检疫|鉴定"
        r"|\bexpert|\bhearing|\bpublicity\b|\btender(ing)?\b|\bauction|\binspection|\bquarantine\b|\bapprais",
    ),
    (
        Cause.WEATHER,
        r"天气|沙尘|风沙|大风|降雨|下雨|暴雨|降雪|大雪|严寒|寒潮|冰冻|洪水|不可抗力|政策|疫情"
        r"|\bweather\b|\b(sand|dust|snow)?storm|\brain|\bsnow|\bfrost|\bflood|force majeure|\bpolicy\b",
    ),
    (Cause.HOLIDAY, r"节假日|放假|假期|春节|国庆节|肉孜节|古尔邦节|\bholiday|\bfestival"),
    (Cause.REVISION, r"计划调整|调整计划|计划变更|\brevision|\breplan|\bre-plan"),
    (Cause.OWN, r"自身|内部|人手|\bown\b|\binternal|\bstaff"),
)
"""Patterns in the order in which they are tried: what sends a file back says more than what it lacks."""
_PATTERNS = tuple((cause, re.compile(pattern, re.IGNORECASE)) for cause, pattern in _WORDS)


def cause_of(text: str) -> Cause:
    """The kind of a cause as a body wrote it; `OTHER` where no known word is in it.

    >>> cause_of("报件补正"), cause_of("waiting for a higher authority"), cause_of("设备故障")
    (<Cause.CORRECTION: 'correction'>, <Cause.SUPERIOR: 'superior'>, <Cause.OTHER: 'other'>)
    """
    return next((cause for cause, pattern in _PATTERNS if pattern.search(text.strip())), Cause.OTHER)


class _Same:
    """A project as a key: itself and no other that says the same, so that nothing of it has to be compared."""

    __slots__ = ("project",)

    def __init__(self, project: Project) -> None:
        self.project = project

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.project is self.project

    def __hash__(self) -> int:
        return id(self.project)


@lru_cache(maxsize=4)
def _by_task(same: _Same) -> dict[str, dict[int, Progress]]:
    """By task, what each update, by its number, says of it: all approvals of a meeting ask for the same reports."""
    found: dict[str, dict[int, Progress]] = {}
    for k, update in enumerate(same.project.updates):
        for progress in update.progress:
            found.setdefault(progress.task, {}).setdefault(k, progress)
    return found


class Weeks:
    """The causes of one task by week: a report tells what was in the way since the report before it.

    A week without a report of the task, and the days after the last, go on as was told last; so does one that only
    tells the finish. A report of an unfinished task without a cause says that nothing is in the way.
    """

    def __init__(self, project: Project, task: str, until: Instant) -> None:
        self.ends: list[Instant] = []
        self._causes: list[Cause | None] = []
        self._said: list[Progress | None] = []
        last: Cause | None = None
        told: Progress | None = None
        reports = _by_task(_Same(project)).get(task, {})
        for k, update in enumerate(project.updates):
            if update.data_date > until:
                break
            said = reports.get(k)
            if said is not None and said.cause is not None:
                last, told = cause_of(said.cause), said
            elif said is not None and said.finished is None:
                last, told = None, None
            self.ends.append(update.data_date)
            self._causes.append(last)
            self._said.append(told)

    def cause(self, instant: Instant) -> Cause | None:
        """The cause in force at an instant; the data date that ends a week does not belong to it."""
        week = min(bisect_right(self.ends, instant), len(self.ends) - 1)
        return self._causes[week] if self._causes else None

    def said(self, instant: Instant) -> Progress | None:
        """The report that gave the cause in force at an instant; None where none is."""
        week = min(bisect_right(self.ends, instant), len(self.ends) - 1)
        return self._said[week] if self._said else None

    def within(self, since: Instant, until: Instant) -> Iterable[Instant]:
        """The ends of weeks that lie between two instants."""
        return (end for end in self.ends if since < end < until)
