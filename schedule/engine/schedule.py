"""The answer: every task's dates, floats and reasons, as values.

`schedule.engine.compute` makes them. This module must never know how a date is computed, nor a file, a baseline or last
week.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from dataclasses import field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast, overload

from schedule.calendars.worktime import DAY, Calendar, Provisional, finish_day, start_day
from schedule.frozen import dataclass
from schedule.model import ConstraintKind, Instant, Minutes, Relation, State, Status, Task, TaskKind, Threshold

if TYPE_CHECKING:
    import networkx as nx

    from schedule.engine.network import Network
    from schedule.engine.run import Passes


class Stage(StrEnum):
    """How far a task has come at the data date."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    FINISHED = "finished"


class Reason(StrEnum):
    """What can set a date beside the constraints of its task."""

    RELATION = "relation"
    PROJECT_START = "project-start"
    DATA_DATE = "data-date"
    ACTUAL = "actual"
    RESUMED = "resumed"
    DEADLINE = "deadline"
    PROJECT_FINISH = "project-finish"
    MUST_FINISH_BY = "must-finish-by"
    OPEN_END = "open-end"
    AS_LATE_AS_POSSIBLE = "as-late-as-possible"
    SPAN = "span"
    FUNDS = "funds"


Cause: TypeAlias = Reason | ConstraintKind
"""What set a date: the constraint itself, by its kind, or another reason."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What set a date: a relation, a constraint, the data date, an actual, a deadline or the project's own ends."""

    reason: Cause
    instant: Instant
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """What a task waits for in money.

    Without waiting it would begin at `since`; the money is there at `until`, None where nobody can tell: no tranche
    with a date brings it, or one does only later (`at_latest`) than one without a date, which the dates beside it
    suppose to come when it is needed. `short` is what is missing where it would stand without waiting, in the unit of
    its plan's funds; where nobody can tell, what is missing once those before it have theirs, so that what several lack
    sums to what is missing. `tranches` are those that bring it at last. `purposes` are those that it is for (none: any
    money counts); `threshold` is what has to be in place, None where it is what the task uses.
    """

    task: str
    since: Instant
    until: Instant | None
    short: Fraction
    tranches: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    threshold: Threshold | None = None
    at_latest: Instant | None = None


@dataclass(frozen=True, slots=True)
class Overdraft:
    """What has begun used more money than was in place: so much was missing, from an instant on, through these tasks.

    The schedule goes on with nothing left until what is missing has come.
    """

    instant: Instant
    amount: Fraction
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """What money does to a schedule: who waits for it, and whose dates nobody can tell because of it.

    The dates of what is `undated` are those that it would have if the money without a date came when it is needed; so
    are the dates of what comes before it, where that waits for other money only because this has no date. Of these
    `at_latest` tells when they finish at the latest, whether that money comes or not.
    """

    waits: Mapping[str, Wait] = field(default_factory=dict)
    undated: frozenset[str] = frozenset()
    overdrafts: tuple[Overdraft, ...] = ()
    at_latest: Mapping[str, Instant] = field(default_factory=dict)

    def is_open(self, dates: Figures | TaskDates) -> bool:
        """Whether nobody can tell that a task keeps its deadline, or of one without a deadline when it is done."""
        known, due = self.at_latest.get(dates.task.id), dates.task.deadline
        return dates.task.id in self.undated and (known is None or due is None or known > due)


NO_FUNDING = Funding()
"""A plan that says nothing of money, or has enough of it."""


@dataclass(frozen=True, slots=True)
class Late:
    """A late start, a late finish, what set the finish, and total float to them in working minutes."""

    start: Instant
    finish: Instant
    bound: Bound
    float: Minutes | None


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest dates of one task that keep the deadlines after it, whatever the project's own finish.

    `bound` is what asked for the finish: a relation, or the task's own deadline; `start_bound` what asked for the
    start, which is the same but for a task in progress whose start others follow. Of such a task `finish` may be
    unlimited (`cpm.is_limited`): only its remaining work's start is. Taken all together these dates are feasible on any
    mix of calendars (`cpm.backward`, `safe`).
    """

    start: Instant
    finish: Instant
    bound: Bound
    start_bound: Bound


@dataclass(frozen=True, slots=True)
class TaskDates:
    """One task of a schedule. Instants in minutes; durations and floats in working minutes of `calendar`.

    `start` and `finish` are what a reader is shown: actual where there is one, else early; of what is no work (a
    milestone, a task with nothing left) where it stands on the clock (`cpm.stand`), while its early dates are P6's.
    `at_beginning` says that it stands with a beginning, a bound of its own or another's start, and at no end; its own
    deadline is an end. A milestone that was reported by the day on which it started has its beginning too.

    For a task in progress the early and late starts are those of the remaining work. A finished task has actual dates
    only: its early and late dates and floats are None. `latest` is None where the task serves no unfinished deadline;
    that of a finished task only leads from what pushes it on to the deadline. `fixed` are the latest start and
    finish that keep all dates which the plan fixes, late constraints and the day by which it must finish among them;
    None where it fixes none but deadlines. `statutory` is the instant that a statutory period which holds dates lets it
    end at the earliest, None without one. `early_bound` and `late_bound` say what
    set the early start (or the early finish, for FF and SF; of no work where it stands) and the late finish. `told` are
    the late dates that a reader is told where the late ones count back from what waited for a start that has happened
    (`run.after_starts`), which total float does as P6's; None elsewhere.
    """

    task: Task
    status: Status
    stage: Stage
    calendar: Calendar
    duration: Minutes
    remaining: Minutes
    start: Instant
    finish: Instant
    early_start: Instant | None = None
    early_finish: Instant | None = None
    late_start: Instant | None = None
    late_finish: Instant | None = None
    total_float: Minutes | None = None
    free_float: Minutes | None = None
    critical: bool = False
    longest_path: bool = False
    at_beginning: bool = False
    early_bound: Bound = field(kw_only=True)
    late_bound: Bound = field(kw_only=True)
    driving: tuple[Relation, ...] = field(default=(), kw_only=True)
    latest: Latest | None = field(default=None, kw_only=True)
    fixed: tuple[Instant, Instant] | None = field(default=None, kw_only=True)
    statutory: Instant | None = field(default=None, kw_only=True)
    told: Late | None = field(default=None, kw_only=True)

    @property
    def late(self) -> Late | None:
        """The late dates as a reader is told them; None of a finished task."""
        if self.told is not None or self.late_start is None or self.late_finish is None:
            return self.told
        return Late(self.late_start, self.late_finish, self.late_bound, self.total_float)

    @property
    def float_told(self) -> Minutes | None:
        """Total float as a reader is told it, to the `late` dates; None where there is no total float."""
        return self.total_float if self.told is None else self.told.float

    @property
    def is_set_by_law(self) -> bool:
        """Whether it could not end a day earlier: a statutory period ends on the day on which it does."""
        return self.statutory is not None and finish_day(self.finish) <= finish_day(self.statutory)

    @property
    def is_no_work(self) -> bool:
        """Whether a task that has not finished has nothing to do: a milestone, or one with nothing left."""
        return self.early_start is not None and self.early_start == self.early_finish

    @property
    def margin(self) -> Minutes | None:
        """Elapsed minutes from its finish to its own deadline, negative where that is missed; None without a deadline.

        The finish is the one on the clock, also where no working time is lost: whether a deadline holds is asked here.
        What is reported to have started on a day was not reached on the evening before it.
        """
        if self.task.deadline is None:
            return None
        of_day = DAY if self.at_beginning and self.stage is Stage.FINISHED else 0
        return self.task.deadline - self.finish - of_day

    @property
    def misses_deadline(self) -> bool:
        """Whether its own deadline is missed: as things stand, or in fact where it has finished."""
        return self.margin is not None and self.margin < 0

    @property
    def is_too_late(self) -> bool:
        """Whether it ends, on the clock, after what keeps all dates that the plan fixes.

        Float below 0 does not say so: where calendars differ P6's late dates take the far end of a gap, and fall behind
        the early ones of a plan that fixes no date at all.
        """
        return self.fixed is not None and self.finish > self.fixed[1]

    @property
    def late_told(self) -> Instant | None:
        """The late finish as a reader is told it: before the finish only where a date that the plan fixes is lost."""
        if self.fixed is not None and self.is_too_late:
            return self.fixed[1]
        return None if self.late is None else max(self.late.finish, self.finish)

    @property
    def first_day(self) -> date:
        """The day that the start is shown on; a milestone starts on the day that it is reached."""
        return self.shown[0]

    @property
    def last_day(self) -> date:
        """The day that the finish is shown on; a milestone finishes on the day that it is reached."""
        return self.shown[1]

    @property
    def shown(self) -> tuple[date, date]:
        """The first and the last day that the task is shown on."""
        return shown_days(self.task, self.start, self.finish, self.at_beginning)


class Figures(NamedTuple):
    """What `TaskDates` says of a task in figures, by the same names and in the same order, without what set them.

    A table of 100,000 tasks needs no more, and a reason takes longer than a figure.
    """

    task: Task
    status: Status
    stage: Stage
    calendar: Calendar
    duration: Minutes
    remaining: Minutes
    start: Instant
    finish: Instant
    early_start: Instant | None = None
    early_finish: Instant | None = None
    late_start: Instant | None = None
    late_finish: Instant | None = None
    total_float: Minutes | None = None
    free_float: Minutes | None = None
    critical: bool = False
    longest_path: bool = False
    at_beginning: bool = False

    @property
    def is_no_work(self) -> bool:
        """As `TaskDates.is_no_work`."""
        return self.early_start is not None and self.early_start == self.early_finish

    @property
    def float_told(self) -> Minutes | None:
        """Total float as a reader is told it: of a task whose late dates are told otherwise there are no figures."""
        return self.total_float

    @property
    def shown(self) -> tuple[date, date]:
        """The first and the last day that the task is shown on, as of `TaskDates`."""
        return shown_days(self.task, self.start, self.finish, self.at_beginning)


class DatedTasks(Mapping[str, TaskDates]):
    """The dates of tasks by id, in an order: each is made when it is first asked for, and kept.

    Who asks for all has them made at once. `figures` are those of the tasks that `make` makes the dates of; all others
    are among `made`, which are there from the beginning. `order` puts the ids in order; it is asked when somebody asks
    for that, which a table in the order of the plan never does.
    """

    __slots__ = ("_figures", "_known", "_make", "_missing", "_order")

    def __init__(
        self,
        names: Iterable[str],
        figures: Mapping[str, Figures],
        made: Mapping[str, TaskDates],
        make: Callable[[str], TaskDates],
        order: Callable[[], Iterable[str]] | None = None,
    ) -> None:
        self._known: dict[str, TaskDates | None] = dict.fromkeys(names)
        self._known.update(made)
        self._figures, self._make, self._order = figures, make, order
        self._missing = len(self._known) - len(made)

    def __getitem__(self, name: str) -> TaskDates:
        """The dates of a task. Raises KeyError for an unknown one."""
        dates = self._known[name]
        if dates is None:
            dates = self._known[name] = self._make(name)
            self._missing -= 1
        return dates

    def __iter__(self) -> Iterator[str]:
        """The ids, in order."""
        return iter(self._in_order())

    def __len__(self) -> int:
        """How many tasks there are."""
        return len(self._known)

    def __contains__(self, name: object) -> bool:
        """Whether there is a task of this id; nothing is made for the question."""
        return name in self._known

    def values(self) -> ValuesView[TaskDates]:
        """All dates, in order."""
        return self._whole().values()

    def items(self) -> ItemsView[str, TaskDates]:
        """All ids with their dates, in order."""
        return self._whole().items()

    def figures_of(self, names: Iterable[str]) -> Iterator[Figures | TaskDates]:
        """The figures of some tasks, for which no dates are made. Raises KeyError for an unknown one."""
        known = self._figures.get
        return (known(name) or self[name] for name in names)

    def _in_order(self) -> dict[str, TaskDates | None]:
        if self._order is not None:
            self._known = {name: self._known[name] for name in self._order()}
            self._order = None
        return self._known

    def _whole(self) -> dict[str, TaskDates]:
        known, make = self._in_order(), self._make
        if self._missing:
            for name, dates in known.items():
                if dates is None:
                    known[name] = make(name)
            self._missing = 0
        return cast("dict[str, TaskDates]", self._known)


@dataclass(frozen=True, slots=True)
class Chain(Sequence[TaskDates]):
    """Some tasks of a schedule, one after the other: the dates of each are made when it is asked for."""

    tasks: Mapping[str, TaskDates] = field(repr=False)
    names: tuple[str, ...]

    def __len__(self) -> int:
        """How many tasks it has."""
        return len(self.names)

    @overload
    def __getitem__(self, at: int) -> TaskDates: ...

    @overload
    def __getitem__(self, at: slice) -> Chain: ...

    def __getitem__(self, at: int | slice) -> TaskDates | Chain:
        """The dates of the task at a place, or a part of the chain."""
        return Chain(self.tasks, self.names[at]) if isinstance(at, slice) else self.tasks[self.names[at]]


@dataclasses.dataclass(frozen=True)
class Schedule:
    """All tasks `in_date_order`, the project's start and early finish, and what the calendars had to assume.

    `network` is what was computed, compiled once, and `passes` the integers that came out, by its numbers of tasks and
    relations: whoever asks about relations reads them here, and about paths the `graph`.
    """

    state: State = field(repr=False)
    tasks: Mapping[str, TaskDates] = field(repr=False)
    start: Instant
    finish: Instant
    calendars: Mapping[str, Calendar] = field(repr=False)
    network: Network = field(repr=False, compare=False)
    passes: Passes = field(repr=False, compare=False)
    provisional: tuple[Provisional, ...] = ()

    @property
    def funding(self) -> Funding:
        """What money does to it."""
        return self.network.funding

    def in_plan_order(self) -> Iterator[TaskDates]:
        """All tasks in the order of the plan's file, for the lists that are the plan itself: its tables, its charts."""
        return (self.tasks[name] for name in self.state.plan.tasks)

    def figures(self) -> Iterator[Figures | TaskDates]:
        """The figures of all tasks in the order of the plan's file, without what set them."""
        return self.figures_of(self.state.plan.tasks)

    def figures_of(self, names: Iterable[str]) -> Iterator[Figures | TaskDates]:
        """The figures of some tasks, in the order of their ids here. Raises KeyError for an unknown one."""
        tasks = self.tasks
        return tasks.figures_of(names) if isinstance(tasks, DatedTasks) else map(tasks.__getitem__, names)

    def where(self, holds: Callable[[Figures | TaskDates], object]) -> Iterator[TaskDates]:
        """The tasks of which something holds by their figures, in the order of `tasks`. Only they get dates."""
        return (self.tasks[one.task.id] for one in self.figures_of(self.tasks) if holds(one))

    def reported(self) -> Iterator[Figures | TaskDates]:
        """The figures of what something was reported of, and of what spans others; nothing has happened to the rest."""
        statuses, number = self.state.statuses, self.network.number
        return self.figures_of(name for name in self.tasks if name in statuses or name not in number)

    def reported_where(self, holds: Callable[[Figures | TaskDates], object]) -> Iterator[TaskDates]:
        """As `where`, of something that can only hold of what is `reported`."""
        return (self.tasks[one.task.id] for one in self.reported() if holds(one))

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The schedule as a networkx graph, frozen: made when it is first asked for, and kept.

        A node is a task's id, with what `TaskDates` says: `early_start`, `early_finish`, `late_start`, `late_finish`,
        `start`, `finish` (instants), `total_float`, `free_float` (working minutes on the task's calendar), `critical`,
        `longest_path` and `stage`. An edge is a relation, from predecessor to successor, its key the relation's number
        in `network.relations`; it has the `relation` itself, what is left of its `lag` (working minutes on the lag's
        calendar), its `slack` (working minutes on the successor's calendar before it would hold it) and whether it is
        `driving`. Two tasks may have several. Relations that progress has settled are not there, nor those of tasks
        that only span others, which hold nothing. Where a file's own dates stand in the place of the computed ones, lag
        and slack are still the computed ones.
        """
        from schedule.engine.graph import graph_of

        return graph_of(self)


def in_date_order(tasks: Iterable[TaskDates], number: Mapping[str, int]) -> dict[str, TaskDates]:
    """Tasks `names_in_date_order`."""
    known = {dates.task.id: dates for dates in tasks}
    shown = ((name, dates.start, dates.finish) for name, dates in known.items())
    return {name: known[name] for name in names_in_date_order(shown, number)}


def names_in_date_order(shown: Iterable[tuple[str, Instant, Instant]], number: Mapping[str, int]) -> list[str]:
    """Ids by start, then by finish, then as they follow each other: the order of every list that asks for no other.

    `shown` are ids with start and finish; `number` is the network's: its topological order, equals by id, so that of
    two that stand at one instant the one that waits comes second. What only spans others follows them, by id. The
    order in which the plan's file lists the tasks decides nothing; who wants that one asks for it
    (`Schedule.in_plan_order`).
    """
    last = len(number)
    return [row[3] for row in sorted((start, finish, number.get(id_, last), id_) for id_, start, finish in shown)]


def shown_days(task: Task, start: Instant, finish: Instant, at_beginning: bool = False) -> tuple[date, date]:
    """The days on which a start and a finish are shown: midnight begins a start's day and ends a finish's.

    A milestone is one instant and one day: the evening on which what it waits for is done. Only a start milestone that
    waits for nobody's finish is a morning; its own deadline is an evening all the same, and a day on which its plan
    lets it start at the earliest is that day for any start milestone. `at_beginning` (as in
    `TaskDates`): what the data date alone holds is reached on its day, not on the evening before it, which would be in
    time, and so is what is reported by the day on which it started.
    """
    morning = task.kind is TaskKind.START_MILESTONE and _is_morning(task, finish)
    first = finish_day(start) if task.is_milestone and not morning else start_day(start)
    last = start_day(finish) if morning else finish_day(finish)
    if at_beginning:
        last = start_day(finish)
        first = last if task.is_milestone else first
    return first, last


def _is_morning(task: Task, instant: Instant) -> bool:
    """Whether a start milestone at an instant stands at a beginning, by what it waits for and is held to."""
    stated = [one.kind.effect for one in task.constraints if one.instant == instant]
    if any(one.of_start and one.early for one in stated):
        return True
    ends = instant == task.deadline or any(not one.of_start for one in stated)
    return not ends and not any(one.type.leaves_finish for one in task.relations)
