"""What a milestone would be without one body's delays: the collapsed as-built of the whole history (AACE 29R-03, 3.9).

Of all windows made one, from the first data date to each meeting, everything that this body did otherwise than was
expected is taken back and all else stays as it was reported. It is the but-for of one account, not its share: what
others did beside it still counts, so the differences of all bodies do not sum to the move. This module must never know
a word that a reader sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schedule.analysis.history import History
from schedule.analysis.move.accounts import Account, PartKind
from schedule.analysis.move.known import as_known
from schedule.analysis.move.windows import without
from schedule.engine.schedule import TaskDates, shown_days
from schedule.model import Instant, Minutes


@dataclass(frozen=True, slots=True)
class Collapsed:
    """A milestone's forecast at one data date, and what it would be there without one body's delays.

    `but_for` are the elapsed minutes between the two instants (positive: its delays made it later), `days` those
    between the two days as they are shown.
    """

    data_date: Instant
    forecast: date
    without: date
    but_for: Minutes

    @property
    def days(self) -> int:
        """Days by which the forecast is later for what the body did; negative: earlier."""
        return (self.forecast - self.without).days


@dataclass(frozen=True, slots=True)
class ButFor:
    """The forecasts of one milestone with and without one body's delays, from the second of some data dates on.

    `since` is the first, whose forecast, shown as `expected`, is what everything is measured by. `as_known`: as of
    `analysis.move.windows.Windows`.
    """

    milestone: str
    body: str
    since: Instant
    expected: date
    meetings: tuple[Collapsed, ...]
    as_known: bool

    @property
    def last(self) -> Collapsed:
        """The last data date."""
        return self.meetings[-1]


def but_for(history: History, dates: Sequence[Instant], milestone: str, body: str, *, known: bool) -> ButFor:
    """What a milestone would be without a body's delays, at each of some data dates after the first.

    Delays are the working time that the body answers for (of an approval: while it held the file), and what it won is
    taken back with them; what it asked to be decided stays, and so do a higher authority, money and the weather.
    Raises KeyError where the milestone is not in the plan at one of them, or only spans other tasks.
    """
    first, last = dates[0], dates[-1]
    view = as_known(history, last) if known else history
    account = Account(PartKind.PROGRESS, body)
    found = []
    for until in dates[1:]:
        minutes, silent = view.once(without, first, until, milestone, account)
        dates_now = view.schedule(until).tasks[milestone]
        # Days by which it is shown later for a report that is missing are those of who owes it.
        more = dates_now.last_day - _shown(dates_now, 0)
        earlier = _shown(dates_now, minutes) + more - timedelta(silent)
        found.append(Collapsed(until, dates_now.last_day, earlier, minutes))
    return ButFor(milestone, body, first, view.schedule(first).tasks[milestone].last_day, tuple(found), known)


def _shown(dates: TaskDates, earlier: Minutes) -> date:
    """The day on which a milestone is shown that is so many minutes earlier."""
    finish = dates.finish - earlier
    return shown_days(dates.task, min(dates.start, finish), finish)[1]
