"""What each task of a window did, as one schedule has it: `schedule.engine.replay.Happening`s, in the network's order.

The forecast of the earlier schedule, beside what was reported, or the reports. What is told is a fact and has an
instant; what is forecast stands by rules, and a rule is kept as one: that a task may come as late as its successors let
it, that it is held, that P6 shows it on the next morning. This module must never play anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from schedule.engine.bounds import is_suspended, work_done
from schedule.engine.cpm import MOVED, NEVER
from schedule.engine.network import Network
from schedule.engine.replay import Happening
from schedule.engine.schedule import Figures, Schedule, Stage, TaskDates
from schedule.model import Instant, Minutes
from schedule.rules import LateAsPossible, ProgressRule


def forecast_happenings(
    network: Network, before: Schedule, expected: Schedule, milestone: str, reported: Schedule
) -> list[Happening]:
    """What a forecast says of every task, as seen from the earlier data date, beside what was reported."""
    return _Teller(network, before, expected, milestone, reported).all()


def reported_happenings(network: Network, before: Schedule, reported: Schedule, milestone: str) -> list[Happening]:
    """What was reported of every task, and is forecast since, as seen from the earlier data date.

    What had happened by then and was only told later is as much a fact as what was told in time: what the task did
    since is how it went in the window, and a task in two lines is ahead of that date once.
    """
    return _Teller(network, before, reported, milestone, None).all()


@dataclass(frozen=True, slots=True)
class _Teller:
    """`schedule` is the forecast for the later data date, `beside` the reports; or it is those, beside nothing."""

    network: Network
    before: Schedule
    schedule: Schedule
    milestone: str
    beside: Schedule | None

    def all(self) -> list[Happening]:
        names = [task.id for task in self.network.tasks]
        both = zip(self.before.figures_of(names), self.schedule.figures_of(names), strict=True)
        return [self._of(i, earlier, dates) for i, (earlier, dates) in enumerate(both)]

    def _of(self, i: int, earlier: Figures | TaskDates, dates: Figures | TaskDates) -> Happening:
        """What a task did, by its dates at the earlier data date and now.

        A milestone that was to be reached, and that nobody has said to be, is as the forecast has it: on the clock and
        in P6's dates, which are of the next morning where it stands in the evening. As a fact it would have one
        instant, and the night would be somebody's.
        """
        name, told = dates.task.id, self.beside is None
        untold = self.beside is not None and _is_untold(self.before, dates, self.beside)
        reached_or_to_come = dates.task.is_milestone and not untold  # it stands on the clock
        if untold:
            dates = earlier
        since, ended = self.before.state.home(name).data_date, dates.stage is Stage.FINISHED
        over = earlier.stage is Stage.FINISHED or (told and ended and dates.finish < since)
        starts = told and earlier.stage is Stage.NOT_STARTED and dates.stage is not Stage.NOT_STARTED
        told_late = starts and not over and dates.start < since
        begun = earlier.stage is Stage.IN_PROGRESS or told_late
        late = _is_put_off(self.schedule, name)
        # What is expected to end on a day is work, also where it can begin no sooner than that.
        stands = dates.is_no_work and not late and self.network.arrays.expected[i] == -NEVER
        start, finish = self._instants(dates, stands=stands)
        begin = earlier.early_start if begun and earlier.early_start is not None else start
        length, waits, left = self._length(i, dates, since if told_late else begin, finish)
        put_off, may_wait = self._put_off(dates, late=late, was_late=not reached_or_to_come)
        reached = ended and dates.task.is_milestone  # and stands on the clock, wherever else it may come to stand
        is_expected_to_begin = self.beside is not None and earlier.stage is Stage.NOT_STARTED
        resumes, worked = (-NEVER, 0) if is_expected_to_begin else self._rest(i, dates)
        return Happening(
            start=-NEVER if put_off else start,
            finish=finish,
            fixed=over or name in self.before.network.implied,
            begun=begun,
            told_late=told_late,
            done=max(0, self._work(i, start, since)) if told_late else 0,
            ended=ended,
            length=length,
            waits=waits,
            left=left,
            put_off=may_wait,
            stands=dates.finish if (stands or reached) and not put_off else -NEVER,
            resumes=resumes,
            worked=worked,
        )

    def _rest(self, i: int, dates: Figures | TaskDates) -> tuple[Instant, Minutes]:
        """Until when the work of a task that has started rests, or rested last, and how much was done before.

        It rests where it is suspended, and what remains of it does where a relation holds it. A lag from its start
        rests with it by P6's rule alone (`bounds.lag_left`), and not where that runs from the actual start. Where no
        lag is left to rest with it, none of this is seen by others.
        """
        name, none = dates.task.id, (-NEVER, 0)
        status, home = self.schedule.state.status(name), self.schedule.state.home(name)
        if status.started is None or home.rules.progress is ProgressRule.AS_PLANNED or home.rules.ss_lag_from_actual:
            return none
        calendar = self.network.calendars[int(self.network.arrays.calendar[i])]
        suspended, resumed, data_date = status.suspended, status.resumed, home.data_date
        if dates.stage is Stage.IN_PROGRESS and dates.early_start is not None:
            is_held = self.schedule.passes.early.set_by[self.schedule.network.number[name]] >= 0
            is_stopped = is_suspended(status, data_date)
            since = min(suspended, data_date) if is_stopped and suspended is not None else data_date
            if (is_held or is_stopped) and calendar.work(since, dates.early_start) > 0:
                done = work_done(status, calendar, data_date)
                return (dates.early_start, done) if self._longest_lag(i) > done else none
        if suspended is None or resumed is None or calendar.work(suspended, resumed) <= 0:
            return none
        done = max(0, calendar.work(status.started, suspended))
        return (resumed, done) if self._longest_lag(i) > done else none

    def _longest_lag(self, i: int) -> Minutes:
        """Of the relations that leave a task's start the longest lag; 0 where there is none."""
        net = self.network.arrays
        relations = net.outgoing[net.outgoing_first[i] : net.outgoing_first[i + 1]]
        return max((int(net.lag[k]) for k in relations if not net.leaves_finish[k]), default=0)

    def _instants(self, dates: Figures | TaskDates, *, stands: bool) -> tuple[Instant, Instant]:
        """Start and finish of a task: what stands on the clock, and is none, by P6's dates."""
        start, finish = dates.start, dates.finish
        if stands and dates.early_start is not None:
            start = dates.early_start if dates.stage is Stage.NOT_STARTED else dates.start
            finish = dates.early_start
        if dates.task.id in self.schedule.network.implied:  # nobody said so, and nothing waits for it since
            start = finish = self.schedule.network.implied[dates.task.id]
        return start, finish

    def _length(
        self, i: int, dates: Figures | TaskDates, begin: Instant, finish: Instant
    ) -> tuple[Minutes, bool, Minutes | None]:
        """The working time from where a task began to its finish, and whether it waits in between, which is no work.

        Then what it has left, where it is under way.
        """
        length = max(0, self._work(i, begin, finish))
        if dates.stage is not Stage.IN_PROGRESS or dates.early_start is None:
            return length, False, None
        data_date = self.schedule.state.home(dates.task.id).data_date
        done, left = self._work(i, begin, data_date), self._work(i, dates.early_start, finish)
        worked = max(0, done) + left
        return min(worked, length), worked < length, left

    def _work(self, i: int, begin: Instant, end: Instant) -> Minutes:
        """The working minutes of a task's calendar between two instants."""
        calendar = int(self.network.arrays.calendar[i])
        return self.network.calendars[calendar].work(begin, end)

    def _put_off(self, dates: Figures | TaskDates, *, late: bool, was_late: bool) -> tuple[bool, Instant]:
        """Whether a task may begin as late as its successors let it, and the instant to which it is put off, if any.

        P6 puts a task off by free float alone: no date but its own knows of it, and its successors are the cause.
        """
        name = dates.task.id
        home = self.schedule.state.home(name)
        puts_off = home.rules.as_late_as_possible is LateAsPossible.FREE_FLOAT
        if not (puts_off and dates.task.as_late_as_possible and name != self.milestone):
            return False, -NEVER
        ahead = dates.stage is Stage.NOT_STARTED
        if self.beside is None:
            return ahead and late, home.data_date if ahead else -NEVER
        was_put_off = was_late and _is_put_off(self.before, name)
        put_off = ahead and (late or was_put_off)
        # It begins when it is put off to, also where that has come by the later data date.
        return put_off, min(home.data_date, dates.start) if put_off or was_put_off else -NEVER


def _is_put_off(schedule: Schedule, name: str) -> bool:
    """Whether nothing but that it is as late as possible sets where a task stands (`Reason.AS_LATE_AS_POSSIBLE`)."""
    return bool(schedule.passes.stood.set_by[schedule.network.number[name]] == MOVED)


def _is_untold(before: Schedule, expected: Figures | TaskDates, reported: Schedule) -> bool:
    """Whether a task is a milestone that was expected to be reached, and that nobody has said to be.

    It waits, or its last condition alone is reported: then it was reached when its own calendar let it, as forecast.
    """
    name = expected.task.id
    return (
        expected.stage is Stage.FINISHED
        and expected.task.is_milestone
        and name not in before.network.implied
        and all(
            dates.stage is Stage.NOT_STARTED and dates.early_start is not None
            for schedule in (before, reported)
            for dates in schedule.figures_of((name,))
        )
    )
