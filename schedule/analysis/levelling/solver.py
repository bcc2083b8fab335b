"""OR-Tools' CP-SAT beside the search: a better order where there is one, and a proof or a bound.

It computes in whole days: a task begins on one of its working days and finishes on a day that its calendar says
(`element`); crews are `cumulative`. Where everything in the plan is whole days from midnight to midnight, that is the
plan, and what is proved of it is proved; elsewhere only the order is taken. One worker, a fixed seed and a limit in the
solver's own count of work, not in seconds: the same answer everywhere. OR-Tools is the extra `level`.

This module must never know a sentence.
"""

from __future__ import annotations

from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from schedule.analysis.levelling.levelled import Question, Solved, Solver
from schedule.calendars.worktime import DAY, add, table_of
from schedule.engine import cpm
from schedule.engine.cpm import NEVER

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

LARGEST = 400
"""More tasks than these are not given to it: it would find nothing in the time there is."""


def solver() -> Solver | None:
    """Who is asked; None where OR-Tools is not installed."""
    return solved if find_spec("ortools") is not None else None


def solved(question: Question) -> Solved:
    """What CP-SAT finds. Nothing where the plan is too large for it, or cannot be said in days."""
    model = _Model(question)
    if len(question.problem.due) > LARGEST or not model.is_sayable:
        return Solved(None, None, None, exact=False)
    return model.solved()


class _Model:
    """A question in days, counted from the earliest day on which anything begins."""

    def __init__(self, question: Question) -> None:
        self.question, problem = question, question.problem
        net, self.count = problem.net, len(problem.due)
        self.early = cpm.empty_dates(self.count)
        self.work = [0] * self.count
        cpm.forward(net, problem.clock, self.early, self.work, [0] * len(net.pred))
        self.open = [i for i in range(self.count) if net.kind[i] != cpm.FINISHED]
        self.first = min((self.early.start[i] for i in self.open), default=0) // DAY
        self.last = max((question.best.finish[i] for i in self.open), default=0) // DAY + 1
        self.is_sayable = not question.best.never and not any(map(self._is_beyond_words, range(len(net.pred))))
        self.exact = self._is_in_days()

    def _is_beyond_words(self, relation: int) -> bool:
        """Whether the model has no place for a relation: start to finish, or of what has begun to what is put off."""
        net, fixed = self.question.problem.net, self.question.problem.fixed
        before, after = net.pred[relation], net.succ[relation]
        moves = fixed[after] and not fixed[before] and net.kind[before] != cpm.FINISHED and not net.only_late[relation]
        return moves or bool(net.enters_finish[relation] and not net.leaves_finish[relation])

    def _is_in_days(self) -> bool:
        """Whether days say all: every calendar works from midnight to midnight, every amount is whole days."""
        net, clock = self.question.problem.net, self.question.problem.clock
        used = {net.calendar[i] for i in self.open} | set(net.lag_calendar)
        for calendar in used:
            starts, ends, _, low, high = table_of(clock, calendar)
            if any(starts[k] % DAY or ends[k] % DAY for k in range(low, high)):
                return False
        crews = self.question.crews
        for place, crew in enumerate(crews):
            asking = [i for i in self.open if any(room == place for room, _, _ in self.question.problem.uses[i])]
            if crew.calendar is not None or len({net.calendar[i] for i in asking}) > 1:
                return False
            if any(
                table_of(clock, net.calendar[i])[4] - table_of(clock, net.calendar[i])[3] > 1 for i in asking
            ) and any(holds for i in asking for _, _, holds in self.question.problem.uses[i]):
                return False
        if any(net.expected[i] > -NEVER or net.legs_first[i] < net.legs_first[i + 1] for i in self.open):
            return False  # how long it takes depends on where it begins, or on other calendars
        amounts = [*(net.duration[i] for i in self.open), *net.lag, *(self.early.start[i] for i in self.open)]
        return not net.periods_first[-1] and all(one % DAY == 0 for one in amounts)

    def solved(self) -> Solved:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        begins, finishes = self._tasks(model)
        self._relations(model, begins, finishes)
        self._crews(model, begins, finishes)
        dated = [(i, self.question.problem.due[i] // DAY - self.first) for i in self.open]
        dated = [(i, due) for i, due in dated if self.question.problem.due[i] < NEVER]
        horizon = self.last - self.first
        lates = []
        for i, due in dated:
            late = model.new_int_var(0, horizon, f"late{i}")
            model.add(late >= finishes[i] - due)
            lates.append(late)
        end = model.new_int_var(0, horizon, "end")
        model.add_max_equality(end, [finishes[i] for i in self.open])
        model.minimize(sum(lates) if dated else end)
        for i in self.open:
            model.add_hint(begins[i], self.question.best.start[i] // DAY - self.first)
        engine = cp_model.CpSolver()
        engine.parameters.num_workers = 1
        engine.parameters.random_seed = 1
        engine.parameters.max_deterministic_time = float(self.question.seconds)
        status = engine.solve(model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        least = round(engine.best_objective_bound)
        if dated:
            least = min(least, self._late_beyond())
        starts = list(self.early.start)
        if found:
            for i in self.open:
                starts[i] = (engine.value(begins[i]) + self.first) * DAY
        known = self.exact and status != cp_model.MODEL_INVALID and status != cp_model.INFEASIBLE
        return Solved(
            tuple(starts) if found else None,
            least * DAY if known and dated else None,
            (least + self.first) * DAY if known and not dated else None,
            exact=known,
        )

    def _late_beyond(self) -> int:
        """By how many days deadlines are missed at least by what the model leaves out, which ends after its last day.

        Deadlines may be kept better by an order with a later end; what leads to none may end at any time.
        """
        problem, horizon = self.question.problem, self.last - self.first
        net, soonest = problem.net, list(problem.due)
        for r in sorted(range(len(net.pred)), key=lambda r: -net.succ[r]):
            if net.leaves_finish[r] and net.lag[r] >= 0 and not net.only_late[r] and not problem.fixed[net.succ[r]]:
                soonest[net.pred[r]] = min(soonest[net.pred[r]], soonest[net.succ[r]])
        dues = (soonest[i] // DAY - self.first for i in self.open if not problem.fixed[i])
        return min((max(0, horizon + 1 - due) for due in dues), default=0)

    def _dates(self, i: int) -> list[tuple[int, int]]:
        """The days on which a task may begin and what day it is finished before, of each."""
        problem = self.question.problem
        net, clock = problem.net, problem.clock
        if problem.fixed[i]:
            return [(self.early.start[i] // DAY - self.first, -(-self.early.finish[i] // DAY) - self.first)]
        table, found = table_of(clock, net.calendar[i]), []
        for day in range(self.early.start[i] // DAY, self.last + 1):
            start = max(cpm.settled(net, clock, i, table, day * DAY), self.early.start[i])
            finish = cpm.finish_for(net, clock, i, table, start, self.work[i])
            if start // DAY == day and finish <= self.last * DAY:
                found.append((day - self.first, -(-finish // DAY) - self.first))
        return found or [(self.early.start[i] // DAY - self.first, -(-self.early.finish[i] // DAY) - self.first)]

    def _tasks(self, model: cp_model.CpModel) -> tuple[dict[int, Any], dict[int, Any]]:
        from ortools.sat.python import cp_model

        begins, finishes = dict[int, Any](), dict[int, Any]()
        for i in self.open:
            dates = self._dates(i)
            begins[i] = model.new_int_var_from_domain(cp_model.Domain.from_values([a for a, _ in dates]), f"b{i}")
            lengths = {b - a for a, b in dates}
            if len(lengths) == 1:
                finishes[i] = begins[i] + lengths.pop()
                continue
            finishes[i] = model.new_int_var(dates[0][1], dates[-1][1], f"f{i}")
            low = dates[0][0]
            known, row = dict(dates), list[int]()
            for day in range(low, dates[-1][0] + 1):
                row.append(known.get(day, row[-1] if row else dates[0][1]))
            model.add_element(begins[i] - low, row, finishes[i])
        return begins, finishes

    def _relations(self, model: cp_model.CpModel, begins: dict[int, Any], finishes: dict[int, Any]) -> None:
        problem = self.question.problem
        net, clock = problem.net, problem.clock
        horizon = self.last - self.first
        for r in range(len(net.pred)):
            p, i = net.pred[r], net.succ[r]
            if net.only_late[r] or p not in begins or i not in begins or problem.fixed[i]:
                continue
            leaves = finishes[p] if net.leaves_finish[r] else begins[p]
            enters = finishes[i] if net.enters_finish[r] else begins[i]
            if net.lag[r]:
                table, row = table_of(clock, net.lag_calendar[r]), list[int]()
                for day in range(horizon + 1):
                    row.append(-(-add(table, (day + self.first) * DAY, net.lag[r]) // DAY) - self.first)
                at = model.new_int_var(min(row), max(row), f"lag{r}")
                model.add_element(leaves, row, at)
                leaves = at
            model.add(enters >= leaves)

    def _crews(self, model: cp_model.CpModel, begins: dict[int, Any], finishes: dict[int, Any]) -> None:
        horizon = self.last - self.first
        for place, crew in enumerate(self.question.crews):
            intervals, demands = list[Any](), list[int]()
            for i in self.open:
                for room, units, _ in self.question.problem.uses[i]:
                    if room == place:
                        size = model.new_int_var(0, horizon, f"s{i}.{place}")
                        intervals.append(model.new_interval_var(begins[i], size, finishes[i], f"i{i}.{place}"))
                        demands.append(units)
            edges = sorted({0, horizon, *(edge for one in self._absent(place) for edge in one[:2])})
            for begin, end in pairwise(edges):
                missing = sum(units for first, last, units in self._absent(place) if first <= begin < last)
                if missing:
                    intervals.append(model.new_fixed_size_interval_var(begin, end - begin, f"away{place}.{begin}"))
                    demands.append(missing)
            model.add_cumulative(intervals, demands, crew.most)

    def _absent(self, place: int) -> list[tuple[int, int, int]]:
        """How many units of a crew are not there, in days of the model."""
        from schedule.analysis.levelling.load import absent

        horizon, found = self.last - self.first, []
        for begin, end, units in absent(self.question.crews[place]):
            first, last = max(0, begin // DAY - self.first), min(horizon, end // DAY - self.first)
            if first < last:
                found.append((first, last, units))
        return found
