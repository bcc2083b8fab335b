"""The money of a plan at a data date: what came, what is to come, and which dates wait for it.

Two schedules are compared: the one that papers speak of, and the one of logic, in which money holds nothing. This
module must never know a sentence, nor how money becomes a floor.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schedule.analysis.history import History
from schedule.analysis.speaking_order import milestone_of
from schedule.engine.paths import driving_chain, everything_before
from schedule.engine.schedule import Overdraft, Reason, Schedule, TaskDates, Wait
from schedule.model import Funds, Instant


@dataclass(frozen=True, slots=True)
class Held:
    """A task that waits for money: its dates as logic has them, and as they come out; None where nobody can tell."""

    wait: Wait
    by_logic: TaskDates
    by_money: TaskDates | None

    @property
    def days(self) -> int | None:
        """By how many days it ends later because of money, as its days are shown; None where nobody can tell."""
        return None if self.by_money is None else (self.by_money.last_day - self.by_logic.last_day).days


@dataclass(frozen=True, slots=True)
class Position:
    """What there is of the money, and what it does to the date that a meeting speaks of first.

    `planned` is what was agreed, or came beyond that; `in_place` what came, `expected` what has a day of arrival, and
    `undated` what has none. `asked`: whether any task says that it needs or uses money, without which nobody knows
    whether money holds anything. `goal` is the task whose date is spoken of; `by_money` its dates, None where nobody
    can tell. `through` are the tasks by which money holds it, `held` all that wait, in the schedule's order.
    """

    funds: Funds
    planned: Fraction
    in_place: Fraction
    expected: Fraction
    undated: Fraction
    asked: bool
    goal: str
    by_logic: TaskDates
    by_money: TaskDates | None
    through: tuple[Held, ...]
    held: tuple[Held, ...]
    overdrafts: tuple[Overdraft, ...] = ()

    @property
    def days(self) -> int | None:
        """By how many days money holds the goal; None where nobody can tell."""
        return None if self.by_money is None else (self.by_money.last_day - self.by_logic.last_day).days

    @property
    def holds_goal(self) -> bool:
        """Whether the goal waits for money, or nobody can tell when it is reached because of it."""
        return self.days != 0


def position(history: History, data_date: Instant) -> Position | None:
    """What there is of the money at a data date; None of a plan that says nothing of any."""
    schedule = history.schedule(data_date)
    funds = schedule.state.plan.funds
    if funds is None:
        return None
    return position_of(schedule, history.by_logic(data_date), funds)


def position_of(schedule: Schedule, logic: Schedule, funds: Funds) -> Position:
    """The same of two schedules, with money and without."""
    goal, funding = milestone_of(schedule), schedule.funding
    waits = sorted(funding.waits.values(), key=lambda wait: list(schedule.tasks).index(wait.task))
    held = tuple(Held(wait, logic.tasks[wait.task], _told(schedule, wait.task)) for wait in waits)
    tranches = funds.tranches.values()
    come = [(one, max(one.amount, one.in_place)) for one in tranches]
    return Position(
        funds=funds,
        planned=sum((amount for _, amount in come), Fraction(0)),
        in_place=sum((one.in_place for one in tranches), Fraction(0)),
        expected=sum((one.missing for one in tranches if one.expected is not None), Fraction(0)),
        undated=sum((one.missing for one in tranches if one.expected is None), Fraction(0)),
        asked=any(task.commits or task.needs_funds for task in schedule.state.plan.tasks.values()),
        goal=goal,
        by_logic=logic.tasks[goal],
        by_money=_told(schedule, goal),
        through=_through(schedule, goal, held),
        held=held,
        overdrafts=funding.overdrafts,
    )


def _told(schedule: Schedule, task: str) -> TaskDates | None:
    return None if task in schedule.funding.undated else schedule.tasks[task]


def _through(schedule: Schedule, goal: str, held: tuple[Held, ...]) -> tuple[Held, ...]:
    """By which waiting tasks money holds the goal: on the chain that drives it, or before it without a date."""
    holding = {one.task.id for one in driving_chain(schedule, goal) if one.early_bound.reason is Reason.FUNDS}
    if goal in schedule.funding.undated:
        before = everything_before(schedule, [goal])[goal] | {goal}
        holding |= {one.wait.task for one in held if one.by_money is None and one.wait.until is None} & before
    return tuple(one for one in held if one.wait.task in holding)
