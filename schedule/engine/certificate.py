"""What a schedule rests on, stated so that a stranger can check it: the network, every date, and the reason of each.

A projection of what the passes computed, by their own integers: whoever checks it needs the rules of the field and
nothing of ours. What has nothing to do (a milestone, what is done) can stand at two instants: where all that it waits
for has ended, which papers show, and where P6 has it when the work that follows it can begin. Where the two could
differ it is stated twice, the second under its id and `AT_WORK`; so one rule holds for all. What the rules of the
certificate do not reach is named in `not_proved`. This module must never know a file's format, nor a reader.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, TypeAlias

from schedule.calendars.worktime import DAY, add, next_start, previous_finish, table_of, work_at
from schedule.diagnostics import Location
from schedule.engine import cpm
from schedule.engine.compute import target_of
from schedule.engine.cpm import NEVER, Dates
from schedule.engine.run import left_to_do
from schedule.engine.schedule import Reason, Schedule
from schedule.engine.spans import members
from schedule.model import ConstraintKind, Instant
from schedule.rules import ProgressRule

Stated: TypeAlias = Mapping[str, Any]
"""One calendar, task, relation, deadline or span: names with texts, whole numbers, nothing, or tuples of these."""

AT_WORK = "@work"
"""What the second id of a task ends with, for those who work after it."""
AT_FINISH = "@finish"
"""What the id of a finish ends with that P6 keeps until a relation lets it come."""
EVERY_MINUTE = "every-minute"
_TASK, _FINISH, _STANDS = 0, 2, 3


@dataclass(frozen=True, slots=True)
class Statement:
    """The network of a schedule with its dates and reasons, as `docs/certificate.md` describes each key.

    `now` is the instant behind which no lead reaches, None where nothing limits them. `target` is the number of the
    task that `claim` is the finish of, `chain` the numbers of the tasks that lead to it. `not_proved` are pairs of a
    code and the id that it is about.
    """

    calendars: tuple[Stated, ...]
    tasks: tuple[Stated, ...]
    relations: tuple[Stated, ...]
    deadlines: tuple[Stated, ...]
    spans: tuple[Stated, ...]
    now: Instant | None
    target: int
    claim: Instant
    chain: tuple[int, ...]
    not_proved: tuple[tuple[str, str], ...]


def statement(schedule: Schedule) -> Statement | None:
    """What a computed schedule rests on; None of one without work, or of several plans.

    Nor is there one where what is as late as possible does not keep what follows to the minute (`_Made.is_kept`).
    """
    if not schedule.network.tasks or len(schedule.network.homes) > 1:
        return None
    made = _Made(schedule)
    if not made.is_kept():
        return None
    made.state_tasks()
    made.state_late()
    return made.statement()


def place_of(location: Location | None) -> str:
    """The file in its plan's folder, and the line; of a record no line, which its seal moves."""
    if location is None:
        return ""
    parts = PurePath(location.path.replace("\\", "/")).parts
    return "/".join(parts[-2:]) if parts[-2:-1] == ("updates",) else f"{parts[-1]}:{location.line}"


@dataclass(slots=True)
class _Made:
    """A statement in the making. `stands[i]` and `works[i]` are the numbers of task i as it stands, and for work."""

    schedule: Schedule
    tasks: list[dict[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    stands: list[int] = field(default_factory=list)
    works: list[int] = field(default_factory=list)
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    """The number of relation r of the network that enters task k of the statement, by (r, k)."""
    follows: dict[int, int] = field(default_factory=dict)
    """The number of the relation that ties the second statement of a task to the first, by the first's number."""
    kept: dict[int, int] = field(default_factory=dict)
    """The finishes that P6 keeps, by the task's number in the network."""
    of: list[int] = field(default_factory=list)
    """The number in the network of each task of the statement."""
    not_proved: list[tuple[str, str]] = field(default_factory=list)
    deadlines: list[Stated] = field(default_factory=list)

    def state_tasks(self) -> None:
        """The tasks with their early dates, and the relations that hold them."""
        network, passes = self.schedule.network, self.schedule.passes
        net, early = network.arrays, passes.early
        stood = cpm.empty_dates(len(network.tasks))
        cpm.stand(net, network.clock, early, passes.work, stood)
        idle = [not passes.work[i] and early.start[i] == early.finish[i] for i in range(len(network.tasks))]
        one = [is_idle and self._stands_once(i, idle) for i, is_idle in enumerate(idle)]
        waited = self._waited_for(idle)
        alone = [True] * len(network.tasks)
        for i in range(len(network.tasks)):
            incoming = [r for r in range(net.incoming[i], net.incoming[i + 1]) if not net.only_late[r]]
            alone[i] = not idle[i] or (one[i] and all(alone[net.pred[r]] for r in incoming))
            if early.set_by[i] == cpm.MOVED:
                self.not_proved.append((Reason.AS_LATE_AS_POSSIBLE.value, network.tasks[i].id))
            if not idle[i] or alone[i]:
                k = self._add(i, "", early.start[i], early.finish[i], stands=idle[i])
                self.stands.append(k)
                self.works.append(k)
                for r in incoming:
                    self._link(r, self.works[net.pred[r]], k, at_rest=False)
                self._reason(k, i, early.set_by[i], early.start[i])
                if net.kind[i] == cpm.FINISH_KEPT and passes.work[i]:
                    self._keep_finish(i, k, incoming)
                continue
            k = self._add(i, "", stood.start[i], stood.finish[i], stands=True)
            self.stands.append(k)
            at_rest = [r for r in incoming if not (idle[net.pred[r]] and cpm.is_past_start(net, r))]
            for r in self._reason_first(at_rest, stood, stood.set_by[i]):
                self._link(r, self.stands[net.pred[r]], k, at_rest=True)
            self._reason(k, i, stood.set_by[i], stood.start[i], at_rest=True)
            if waited[i]:
                w = self._add(i, AT_WORK, early.start[i], early.finish[i], stands=net.kind[i] >= cpm.FINISHED)
                for r in incoming:
                    self._link(r, self.works[net.pred[r]], w, at_rest=False)
                self._reason(w, i, early.set_by[i], early.start[i])
                self._follow(k, w)
                self.works.append(w)
            else:
                self.works.append(k)

    def is_kept(self) -> bool:
        """Whether all relations are kept to the minute: P6 puts a task off by working time, past a lead by hours."""
        network, passes = self.schedule.network, self.schedule.passes
        net = network.arrays
        for r, after in enumerate(net.succ):
            put_off = passes.early.set_by[net.pred[r]] == cpm.MOVED
            if not put_off or net.only_late[r] or passes.early.set_by[after] == cpm.MOVED:
                continue
            table, asked = table_of(network.clock, net.calendar[after]), passes.asked[r]
            if net.enters_finish[r]:
                asked = cpm.start_for(net, network.clock, after, table, asked, net.duration[after])
            start = cpm.settled(net, network.clock, after, table, min(asked, net.cap[after]))
            if start > passes.early.start[after]:
                return False
        return True

    def _stands_once(self, i: int, idle: Sequence[bool]) -> bool:
        """Whether a task without work is done, and waits for no start that has come or would wait for working time."""
        net = self.schedule.network.arrays
        starts = (
            net.lag[r] == 0
            and not net.leaves_finish[r]
            and (not idle[net.pred[r]] or net.snaps_late[net.pred[r]] or cpm.is_past_start(net, r))
            for r in range(net.incoming[i], net.incoming[i + 1])
        )
        return bool(net.kind[i] >= cpm.FINISHED) and not any(starts)

    def _waited_for(self, idle: Sequence[bool]) -> list[bool]:
        """Whether work follows each task without work, directly or through others of that kind."""
        net = self.schedule.network.arrays
        waited = [False] * len(idle)
        for i in reversed(range(len(idle))):
            for r in net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]:
                if not net.only_late[r]:
                    waited[i] |= not idle[net.succ[r]] or waited[net.succ[r]]
        return waited

    def _add(self, i: int, suffix: str, start: Instant, finish: Instant, *, stands: bool) -> int:
        """Add a task of the network to the statement, as yet without a reason; its number."""
        network, passes = self.schedule.network, self.schedule.passes
        net, bounds, task = network.arrays, network.bounds[i], network.tasks[i]
        moved = passes.early.set_by[i] == cpm.MOVED
        floor, why = bounds.floor, bounds.floor_reason.value
        if moved:
            floor, why = passes.early.start[i], Reason.AS_LATE_AS_POSSIBLE.value
        stands = stands or net.kind[i] >= cpm.FINISHED
        kind = _STANDS if stands else net.kind[i] if net.kind[i] <= _FINISH else _TASK
        stated: dict[str, Any] = {
            "id": task.id + suffix,
            "calendar": net.calendar[i],
            "kind": kind,
            "work": passes.work[i],
            "floor": floor,
            "floor_why": why,
            "cap": None if bounds.cap >= NEVER else max(bounds.cap, floor) if moved else bounds.cap,
            "start": start,
            "finish": finish,
            "by": -1,
            "latest_start": None,
            "latest_finish": None,
            "late_by": -1,
            "least": None,
            "source": place_of(task.location),
        }
        expects = net.expected[i] >= passes.early.start[i]
        if expects:
            # In a gap it is the end of the shift before, also of what has nothing to do and stands at any instant.
            stated["expected"] = previous_finish(table_of(network.clock, net.calendar[i]), net.expected[i])
        legs = range(net.legs_first[i], net.legs_first[i + 1])
        if legs and passes.work[i] == net.duration[i] and not expects:
            stated["legs"] = [(net.leg_calendar[leg], net.leg_duration[leg]) for leg in legs]
            stated["work"] = max(net.leg_duration[leg] for leg in legs)
        periods = range(net.periods_first[i], net.periods_first[i + 1])
        if periods:
            columns = (net.period_days, net.period_how, net.period_office, net.period_since, net.period_until)
            stated["law"] = [tuple(column[k] for column in columns) for k in periods]
            if net.period_from[i] != -NEVER:
                stated["event"] = net.period_from[i]
        if net.base[i] > -NEVER:
            stated["base"] = net.base[i]
        self.tasks.append(stated)
        self.of.append(i)
        return len(self.tasks) - 1

    def _link(self, r: int, begin: int, end: int, *, at_rest: bool) -> None:
        """Add a relation of the network between two tasks of the statement.

        A start without a lag that is asked for at work waits for working time, unless it is the start of what is done.
        """
        net, relation = self.schedule.network.arrays, self.schedule.network.relations[r]
        leaves, calendar = "F" if net.leaves_finish[r] else "S", net.lag_calendar[r]
        if leaves == "S" and not net.lag[r]:
            before = net.pred[r]
            at_once = net.kind[before] >= cpm.FINISHED and not net.snaps_late[before]
            stated = self.tasks[begin]
            if (at_rest or at_once) and stated["start"] == stated["finish"] and not stated["work"]:
                leaves = "F"
            elif at_rest or at_once:
                calendar = len(self.schedule.network.calendars)
        self.numbers[r, end] = len(self.relations)
        self.relations.append(
            {
                "from": begin if leaves == "S" else self.kept.get(net.pred[r], begin),
                "to": end,
                "type": leaves + ("F" if net.enters_finish[r] else "S"),
                "lag": net.lag[r],
                "lag_calendar": calendar,
                "source": place_of(relation.location),
            }
        )

    def _reason_first(self, incoming: Sequence[int], stood: Dates, by: int) -> Sequence[int]:
        """The relations of a task that stands, the reason before those that ask for its instant as well.

        Of several the first counts, and a milestone stands with a beginning rather than at an end of that midnight.
        """
        net, clock = self.schedule.network.arrays, self.schedule.network.clock
        if by < 0 or not any(
            cpm.left_by(net, clock, stood, r) == cpm.left_by(net, clock, stood, by) for r in incoming if r < by
        ):
            return incoming
        return [by, *(r for r in incoming if r != by)]

    def _follow(self, begin: int, end: int) -> None:
        """Tie the second of a task's two statements to the first."""
        stated = self.tasks[end]
        self.follows[begin] = len(self.relations)
        self.relations.append(
            {
                "from": begin,
                "to": end,
                "type": "FS",
                "lag": 0,
                "lag_calendar": stated["calendar"],
                "source": stated["source"],
            }
        )

    def _reason(self, k: int, i: int, by: int, start: Instant, *, at_rest: bool = False) -> None:
        """Give task k of the statement, which is i of the network, the relation that set its start, or its floor."""
        network, passes = self.schedule.network, self.schedule.passes
        net, stated = network.arrays, self.tasks[k]
        preds = [net.pred[r] for r in range(net.incoming[i], net.incoming[i + 1])]
        if not at_rest and by != cpm.MOVED and any(passes.early.set_by[before] == cpm.MOVED for before in preds):
            by = self._first_reason(i)
        if not at_rest and self._waits_for_crew(i, stated, by, start):
            stated["kind"], stated["floor"], stated["floor_why"] = _STANDS, start, ConstraintKind.EXPECTED_FINISH.value
            stated["cap"] = None if stated["cap"] is None else max(stated["cap"], start)
            self.not_proved.append(("expected", network.tasks[i].id))
        elif by >= 0:
            stated["by"] = self.numbers[by, k]
        elif net.date_only[i] > -NEVER and not (stated["cap"] is not None and stated["cap"] <= start):
            stated["floor"] = max(stated["floor"], start)  # a day without a time has that of the start
            stated["floor_why"] = network.bounds[i].floor_reason.value

    def _waits_for_crew(self, i: int, stated: Stated, by: int, start: Instant) -> bool:
        """Whether a task begins when its crew does and is done on a day of its own calendar, which no rule here has."""
        net, passes = self.schedule.network.arrays, self.schedule.passes
        if "expected" not in stated or net.legs_first[i] == net.legs_first[i + 1]:
            return False
        asked = [
            net.floor[i],
            *([passes.asked[by]] if by >= 0 else []),
            *([start] if net.date_only[i] > -NEVER else []),
        ]
        own: Instant = next_start(table_of(self.schedule.network.clock, net.calendar[i]), min(max(asked), net.cap[i]))
        return own != start

    def _first_reason(self, i: int) -> int:
        """The relation that sets the start of a task after others were put off, or -1."""
        network, passes = self.schedule.network, self.schedule.passes
        net, by, latest = network.arrays, -1, network.arrays.floor[i]
        table = network.calendars[net.calendar[i]].table
        for r in range(net.incoming[i], net.incoming[i + 1]):
            if net.only_late[r]:
                continue
            instant = passes.asked[r]
            if net.enters_finish[r]:
                instant = cpm.start_for(net, network.clock, i, table, instant, net.duration[i])
            if instant > latest:
                latest, by = instant, r
        return by if latest <= net.cap[i] else -1

    def _keep_finish(self, i: int, k: int, incoming: Sequence[int]) -> None:
        """State the finish of task i apart, which P6 keeps until a relation lets it come."""
        net, passes, stated = self.schedule.network.arrays, self.schedule.passes, self.tasks[k]
        table = self.schedule.network.calendars[net.calendar[i]].table
        worked = cpm.finish_for(net, self.schedule.network.clock, i, table, stated["start"], passes.work[i])
        if worked == passes.early.finish[i]:
            return
        dropped = ("legs", "law", "event", "expected", "base")
        end = {name: value for name, value in stated.items() if name not in dropped}
        finish = passes.early.finish[i]
        end |= {
            "id": stated["id"] + AT_FINISH,
            "kind": _FINISH,
            "work": 0,
            "cap": None,
            "start": finish,
            "finish": finish,
        }
        stated["finish"] = worked
        self.kept[i] = len(self.tasks)
        self.tasks.append(end)
        self.of.append(i)
        end["by"] = len(self.relations)
        self._follow(k, self.kept[i])
        for r in incoming:
            if net.enters_finish[r] and work_at(table, passes.asked[r]) <= work_at(table, worked):
                self._link(r, self.works[net.pred[r]], self.kept[i], at_rest=False)
                if passes.asked[r] > worked:
                    worked, end["by"] = passes.asked[r], self.numbers[r, self.kept[i]]

    def state_late(self) -> None:
        """The latest dates that keep the deadlines, and the relation by which each could be no later."""
        network, passes = self.schedule.network, self.schedule.passes
        net, clock = network.arrays, network.clock
        if passes.latest is None:
            return
        work = left_to_do(network, passes.work)
        if self._has_other_rules(work):
            self.not_proved.append(("latest-dates", ""))
            return
        due = [NEVER] * len(network.tasks)
        for i, task in enumerate(network.tasks):
            if task.deadline is not None and net.kind[i] != cpm.FINISHED:
                due[i] = task.deadline
                self.deadlines.append({"task": self.stands[i], "at": task.deadline})
        found = passes.latest
        late = Dates(*map(list, found))  # in which what is no work has two latest dates (`cpm.backward`)
        for i in reversed(range(len(network.tasks))):
            k = self.stands[i]
            if work[i]:
                self._late(k, found.start[i], found.finish[i], found.set_by[i], found.other_by[i])
                continue
            late.finish[i], by_rest = cpm.limit_where_it_stands(net, clock, work, due, late, i)
            late.start[i], by_work = cpm.limit_where_it_waits(net, clock, work, late, i)
            waits = cpm.last_stand(net, clock, i, late.start[i])
            if self.works[i] != k:
                self._late(self.works[i], waits, waits, by_work, -1)
            if waits < late.finish[i]:
                self._late(k, waits, waits, by_work, -1)
                if k in self.follows and cpm.is_limited(waits):
                    self.tasks[k]["late_by"] = self.follows[k]
            else:
                self._late(k, late.finish[i], late.finish[i], by_rest, -1)

    def _has_other_rules(self, work: Sequence[int]) -> bool:
        """Whether the latest dates follow rules that the certificate cannot state."""
        network = self.schedule.network
        net, statuses = network.arrays, self.schedule.state.statuses
        planned = network.homes[0].rules.progress is ProgressRule.AS_PLANNED
        begun = planned and any(one.started is not None or one.finished is not None for one in statuses.values())
        legs = (net.legs_first[i] < net.legs_first[i + 1] for i in range(len(work)))
        crews = any(
            has and (not left or "expected" in self.tasks[self.stands[i]])
            for i, (has, left) in enumerate(zip(legs, work, strict=True))
        )
        return begun or crews or cpm.FINISH_KEPT in net.kind or self._begins_too_late(work)

    def _begins_too_late(self, work: Sequence[int]) -> bool:
        """Whether a latest date is not after all that a calendar of stated days alone has: nothing may keep it."""
        network, latest = self.schedule.network, self.schedule.passes.latest
        net = network.arrays
        begins = {
            k: calendar.table[0][calendar.table[3] + 1]
            for k, calendar in enumerate(network.calendars)
            if not cpm.is_limited(calendar.first)
        }
        if not begins or latest is None:
            return False
        for i, start in enumerate(latest.start):
            # A lag is counted back from a date that no column has: what lies on the first day may have been cut there.
            lags = (r for r in net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]] if net.lag[r])
            if any(start <= begins.get(net.lag_calendar[r], -2 * NEVER) for r in lags):
                return True
            legs = range(net.legs_first[i], net.legs_first[i + 1])
            own = [(net.leg_calendar[leg], net.leg_duration[leg]) for leg in legs] or [(net.calendar[i], work[i])]
            for k, length in own:
                first = begins.get(k, -2 * NEVER)
                fits = start > first or (start == first and length > 0)
                if not fits or (k in begins and work_at(network.calendars[k].table, latest.finish[i]) < length):
                    return True
        return False

    def _late(self, k: int, start: Instant, finish: Instant, by: int, by_start: int) -> None:
        """Give task k of the statement its latest dates and their reasons."""
        stated = self.tasks[k]
        if cpm.is_limited(start):
            stated["latest_start"] = start
            if by_start >= 0:
                stated["late_start_by"] = self._late_reason(k, by_start)
        if cpm.is_limited(finish):
            stated["latest_finish"] = finish
            stated["late_by"] = self._late_reason(k, by)

    def _late_reason(self, k: int, r: int) -> int:
        """The number of the relation of the statement that leaves task k by relation r of the network, or -1."""
        if r < 0:
            return -1
        network = self.schedule.network
        net, after, stated = network.arrays, network.arrays.succ[r], self.tasks[k]
        at_rest, at_work = (self.numbers.get((r, end)) for end in (self.stands[after], self.works[after]))
        if at_rest is None or self.relations[at_rest]["from"] != k:
            return at_work if at_work is not None and self.relations[at_work]["from"] == k else self.follows[k]
        limit = self.tasks[self.stands[after]]["latest_finish"]
        if at_work in (None, at_rest) or stated["latest_start"] is None or limit is None:
            return at_rest
        i = net.pred[r]
        table = network.calendars[net.calendar[i]].table
        later = cpm.settled(net, network.clock, i, table, stated["latest_start"] + 1)
        waits = not net.lag[r] and not net.leaves_finish[r] and later <= limit
        return at_work if waits else at_rest

    def _finish(self, i: int) -> Instant:
        """The finish that the statement gives task i of the network, where it stands on the clock."""
        finish: Instant = self.tasks[self.stands[i]]["finish"]
        return finish

    def statement(self) -> Statement:
        """What was made, with the calendars as far as it needs them, the claim and its chain."""
        schedule, network = self.schedule, self.schedule.network
        state, home = schedule.state, network.homes[0]
        named = target_of(state)
        number = network.number.get(named) if named is not None else None
        if number is None:
            waits = [k for k, kind in enumerate(network.arrays.kind) if kind != cpm.FINISHED] or range(
                len(network.tasks)
            )
            number = max(waits, key=lambda k: schedule.passes.stood.finish[k])
        target = self.stands[number]
        chain = [target]
        while self.tasks[chain[-1]]["by"] >= 0:
            chain.append(self.relations[self.tasks[chain[-1]]["by"]]["from"])
        claim = self.tasks[target]["finish"]
        dated = {one["task"] for one in self.deadlines}
        for i, task in enumerate(network.tasks):
            if (i == number or self.stands[i] in dated) and schedule.tasks[task.id].finish != self._finish(i):
                self.not_proved.append(("reached", task.id))
        spans = tuple(self._spans())
        return Statement(
            calendars=self._calendars(),
            tasks=tuple(self.tasks),
            relations=tuple(self.relations),
            deadlines=tuple(self.deadlines),
            spans=spans,
            now=None if home.rules.progress is ProgressRule.AS_PLANNED else max(home.start, home.data_date),
            target=target,
            claim=claim,
            chain=tuple(reversed(chain)),
            not_proved=tuple(sorted(self.not_proved)),
        )

    def _spans(self) -> Iterator[Stated]:
        """Summaries, which span what their members have still to do; what else only spans others is not proved."""
        schedule, number = self.schedule, self.schedule.network.number
        inside = members(schedule.state)
        for task in schedule.state.plan.tasks.values():
            dates = schedule.tasks[task.id]
            if not task.spans or dates.early_start is None or dates.early_finish is None:
                continue
            names = inside.get(task.id, ())
            held = [
                self.works[number[one]]
                for one in names
                if one in number and schedule.tasks[one].early_start is not None
            ]
            starts, finishes = ([self.tasks[k][end] for k in held] for end in ("start", "finish"))
            if held and (min(starts), max(finishes)) == (dates.early_start, dates.early_finish):
                yield {"id": task.id, "members": held, "start": dates.early_start, "finish": dates.early_finish}
            else:
                self.not_proved.append((Reason.SPAN.value, task.id))

    def _calendars(self) -> tuple[Stated, ...]:
        """The calendars, cut to what the statement speaks of, with a range of work more at either end.

        One of stated days alone works never before and never after them: in ranges before -NEVER and from NEVER on.
        """
        told = [instant for instant in self._instants() if cpm.is_limited(instant)]
        lowest, highest = min(told), max(told)
        found: list[Stated] = []
        for calendar in self.schedule.network.calendars:
            starts, ends, _, low, high = calendar.table
            first = max(low, bisect_right(starts, lowest, low, high) - 2)
            last = min(high, bisect_left(ends, highest, low, high) + 2)
            work = [
                (begin, end) if cpm.is_limited(begin) else (NEVER, 2 * NEVER) if begin > 0 else (-2 * NEVER, -NEVER)
                for begin, end in zip(starts[first:last], ends[first:last], strict=True)
            ]
            found.append({"name": calendar.name, "work": work})
        return (*found, {"name": EVERY_MINUTE, "work": [(lowest - DAY, highest + DAY)]})

    def _instants(self) -> Iterator[Instant]:
        """The instants of which a checker asks a calendar something: what is stated, and a minute of work beyond."""
        passes = self.schedule.passes
        yield from passes.asked
        yield from (one["at"] for one in self.deadlines)
        for k, stated in enumerate(self.tasks):
            names = ("floor", "cap", "start", "finish", "latest_start", "latest_finish", "expected", "base", "event")
            values = (stated.get(name) for name in names)
            yield from (value for value in values if value is not None)
            if stated["latest_start"] is not None:
                yield from self._beyond(k)
        for relation in self.relations:
            yield from self._asked(relation)

    def _asked(self, relation: Stated) -> Iterator[Instant]:
        """What a relation asks by early and by latest dates, and the starts from which a finish is then made."""
        clock = self.schedule.network.clock
        before, after = self.tasks[relation["from"]], self.tasks[relation["to"]]
        ends = ("finish", "latest_finish") if relation["type"][0] == "F" else ("start", "latest_start")
        for instant in (before[end] for end in ends):
            if instant is None:
                continue
            if relation["lag"]:
                instant = add(table_of(clock, relation["lag_calendar"]), instant, relation["lag"])
            yield instant
            if relation["type"][1] == "F":
                legs = after.get("legs", [(after["calendar"], after["work"])])
                yield from (add(table_of(clock, calendar), instant, -work) for calendar, work in legs)

    def _beyond(self, k: int) -> Iterator[Instant]:
        """Where a task and what it holds would be if it came a minute of work, or a day, after its latest dates."""
        network, stated, i = self.schedule.network, self.tasks[k], self.of[k]
        net, clock = network.arrays, network.clock
        tables = [table_of(clock, calendar) for calendar, _ in stated.get("legs", [(stated["calendar"], 0)])]
        later = max(next_start(table, stated["latest_start"] + 1) for table in tables)
        finish = stated["latest_finish"]
        longer = later if finish is None else max(add(table, finish, 1) for table in tables)
        yield from (later, longer)
        if "law" in stated:
            tomorrow = later // DAY * DAY + DAY
            yield cpm.finish_for(
                net, clock, i, tables[0], max(next_start(table, tomorrow) for table in tables), stated["work"]
            )
        for r in (stated["late_by"], stated.get("late_start_by", -1)):
            if r < 0 or self.relations[r]["lag_calendar"] == len(network.calendars):
                continue
            lag, table = self.relations[r]["lag"], table_of(clock, self.relations[r]["lag_calendar"])
            asked = max(add(table, instant, lag) if lag else next_start(table, instant) for instant in (later, longer))
            after = self.tasks[self.relations[r]["to"]]
            own = [table_of(clock, calendar) for calendar, _ in after.get("legs", [(after["calendar"], 0)])]
            yield from (asked, max(next_start(table, asked) for table in own))
