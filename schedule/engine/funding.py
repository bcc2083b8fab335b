"""Money as a bound of early dates: what waits for it starts when it has come, and what comes after waits with it.

Facts come first: what has begun has used its money and never moves. Then tasks are placed one after the other (serial
generation), always the one with the least float to its deadline of those whose predecessors are all placed, each at
the first instant from which all that it uses can be paid, then and ever after. Each such instant is a floor of the
ordinary passes, so that everything that reads a schedule reads this one; late dates count back by relations alone.
A task that no dated money lets start is `undated`, and so is what follows it. Their dates are those of a second
placing, in which all money without a date is there from the data date on; so are the dates of what comes before them,
where they are earlier in it: one date supposes one thing. A plan that says nothing of money is left as it is.

This module must never know a purpose's name, a sentence, or what a schedule is compared with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from schedule.calendars.worktime import DAY, Calendar, add, start_day, table_of
from schedule.engine import cpm
from schedule.engine.bounds import is_started
from schedule.engine.network import Network
from schedule.engine.purse import Pot, Purse, Use, at, due_parts, first_reaching, left_from, overdrawn
from schedule.engine.run import Passes, left_to_do, run
from schedule.engine.schedule import Funding, Overdraft, Reason, Schedule, Wait
from schedule.law.statutes import on_day, versions
from schedule.model import ANY_PURPOSE, Due, Funds, Instant, State, Task, Threshold


class Spending(NamedTuple):
    """What has been used of one plan's money by what has happened, and by what was placed."""

    purse: Purse
    facts: list[Use]
    planned: list[Use]


def counts_money(state: State) -> bool:
    """Whether tasks need or use money of a plan: then what takes less time may change who gets it, and when."""
    has_funds = any(home.funds is not None for home in state.homes.values())
    return has_funds and any(task.commits or task.needs_funds for task in state.plan.tasks.values())


def funded(state: State, network: Network, passes: Passes) -> tuple[Network, Passes]:
    """A network with its tasks held by money, and its passes; both as they are where no plan says anything of money."""
    if not counts_money(state):
        return network, passes
    placing = Placing(state, network, passes)
    placing.hold_by_thresholds()
    placing.place_all()
    held = placing.held()
    return held, passes if held.arrays.floor == network.arrays.floor else run(held)


def needed(one: Threshold, tasks: Mapping[str, Task], purse: Purse) -> int:
    """How much a threshold wants to be in place."""
    if one.amount is not None:
        return purse.scaled(one.amount)
    assert one.share is not None
    return purse.scaled(one.share * sum(amount for _, amount in tasks[one.of or ""].price))


def counting(one: Threshold, tasks: Mapping[str, Task]) -> tuple[str, ...]:
    """The purposes whose money a threshold counts; none where it counts all."""
    if one.purposes or one.of is None:
        return () if ANY_PURPOSE in one.purposes else one.purposes
    labels = tuple(label for label, _ in tasks[one.of].price)
    return () if ANY_PURPOSE in labels else labels


def purses(state: State, beside: State | None = None) -> dict[str, Purse]:
    """The money of each home that has any, by the home's key; its amounts as exact as those of another state's."""
    found = {}
    for key, home in state.homes.items():
        if home.funds is not None:
            tasks = [task for task in state.plan.tasks.values() if state.key(task.id) == key]
            amounts = [one.amount for task in tasks for one in task.needs_funds if one.amount is not None]
            other = beside.homes[key].funds if beside is not None else None
            if other is not None:
                amounts += [amount for one in other.tranches.values() for _, amount in one.coming]
            found[key] = Purse(home.funds, (one for task in tasks for one in task.commits), amounts)
    return found


def with_undated(funds: Funds, day: Instant) -> Funds:
    """The money as it would be if all that has no date of arrival came on a day."""
    coming = {
        one.id: replace(one, expected=day, lapsed=None)
        for one in funds.tranches.values()
        if one.missing and one.expected is None
    }
    return replace(funds, tranches={**funds.tranches, **coming})


def supposing(state: State, since: State | None = None) -> State:
    """A state with the money of each home that has no date there from its data date on, or from that of another."""
    days = {key: home.data_date - home.data_date % DAY for key, home in (since or state).homes.items()}
    homes = {
        key: home if home.funds is None else replace(home, funds=with_undated(home.funds, days[key]))
        for key, home in state.homes.items()
    }
    if "" in homes:
        return replace(state, plan=replace(state.plan, funds=homes[""].funds))
    return replace(state, homes=homes)


class Refunding:
    """A schedule placed anew with its money otherwise, as far as early dates go: for whoever asks for many of them."""

    def __init__(self, schedule: Schedule) -> None:
        self._state, self._network = schedule.state, schedule.network.by_logic
        self._passes = schedule.passes if schedule.network.unfunded is None else run(self._network)
        self._known: list[tuple[Funds, Placing]] = []
        self._bare: tuple[Funds, Placing] | None = None

    def finish(self, funds: Funds, task: str) -> Instant | None:
        """The instant that a task that has not finished would finish at; None where nobody can tell."""
        placed = self._placed(funds)
        return None if task in placed.undated() else placed.stands(self._network.number[task])

    def waits(self, funds: Funds) -> bool:
        """Whether anything would wait for money."""
        placed = self._placed(funds)
        return bool(placed.waits or placed.never)

    def spenders(self, funds: Funds) -> tuple[str, ...]:
        """The tasks that are still to be paid, in the order in which the rule lets them take the money.

        Those that take none, for nobody can tell when it comes, are the last.
        """
        return tuple(self._network.tasks[i].id for i in self._placed(funds).taken)

    def finishes(self, funds: Funds, order: Sequence[str], tasks: Sequence[str]) -> tuple[Instant | None, ...]:
        """Where tasks would finish if those that use money took it in this order; None where nobody can tell.

        What comes before another by relations takes it before that in any order.
        """
        placing = self._fresh(funds)
        placing.place_all([self._network.number[name] for name in order])
        undated = placing.undated()
        return tuple(None if name in undated else placing.stands(self._network.number[name]) for name in tasks)

    def keeps(self, funds: Funds, limits: Mapping[str, Instant]) -> bool:
        """Whether some tasks could all finish by these instants, whoever takes the money first (`late_uses`)."""
        if self._bare is None or self._bare[0] != funds:
            self._bare = funds, self._fresh(funds)
        return self._bare[1].late_uses(self._numbered(limits)) is not None

    def order_keeping(self, funds: Funds, limits: Mapping[str, Instant]) -> tuple[str, ...] | None:
        """An order of paying by which these tasks finish by these instants; None where none does.

        Of several that which keeps to the rule's own as far as it can. Of money that is due otherwise than at a start
        it is looked for and not certain: `finishes` says what comes of it.
        """
        placing = self._fresh(funds)
        late = placing.late_uses(self._numbered(limits))
        if late is None:
            return None
        placing.place_within(late)
        return tuple(self._network.tasks[i].id for i in placing.taken)

    def _numbered(self, limits: Mapping[str, Instant]) -> dict[int, Instant]:
        return {self._network.number[name]: limit for name, limit in limits.items()}

    def _fresh(self, funds: Funds) -> Placing:
        state = replace(self._state, plan=replace(self._state.plan, funds=funds))
        placing = Placing(state, self._network, self._passes)
        placing.hold_by_thresholds()
        return placing

    def _placed(self, funds: Funds) -> Placing:
        for known, placing in self._known:
            if known == funds:
                return placing
        placing = self._fresh(funds)
        placing.place_all()
        self._known.append((funds, placing))
        return placing


class Placing:
    """One serial generation over a network; of a plan whose `purses` are not known it makes them."""

    def __init__(
        self, state: State, network: Network, passes: Passes, known: Mapping[str, Purse] | None = None
    ) -> None:
        self.state, self.network, self.passes = state, network, passes
        self.floor = list(network.arrays.floor)
        self.net = network.arrays._replace(floor=self.floor)
        count = len(network.tasks)
        self.early, self.work = cpm.empty_dates(count), [0] * count
        self.asked = [0] * len(network.relations)
        self._forward(range(count))
        self.waits: dict[int, Wait] = {}
        self.never: dict[int, Wait] = {}
        self.taken: list[int] = []
        self.books = {
            key: Spending(purse, [], []) for key, purse in (purses(state) if known is None else known).items()
        }
        self.asking = [
            i
            for i, task in enumerate(network.tasks)
            if (task.commits or task.needs_funds) and state.key(task.id) in self.books and not self._has_begun(i)
        ]
        self._amounts = {
            i: [(one, self._book(i).purse.scaled(one.amount)) for one in task.commits]
            for i, task in enumerate(network.tasks)
            if task.commits and state.key(task.id) in self.books
        }
        self.overdrafts: list[Overdraft] = []
        self._book_facts()

    def _has_begun(self, i: int) -> bool:
        name = self.network.tasks[i].id
        return is_started(self.state.status(name)) or name in self.network.implied

    def _book(self, i: int) -> Spending:
        return self.books[self.state.key(self.network.tasks[i].id)]

    def _calendar(self, i: int) -> Calendar:
        return self.network.calendars[int(self.net.calendar[i])]

    def _uses(self, i: int, start: Instant, finish: Instant) -> list[Use]:
        """What a task would use, and when, if it stood there."""
        calendar = self._calendar(i)
        return [part for one, amount in self._amounts[i] for part in due_parts(one, amount, start, finish, calendar)]

    def _book_facts(self) -> None:
        """What has begun has used its money, whether there was any or not."""
        by: dict[str, list[tuple[Use, str]]] = {key: [] for key in self.books}
        for i, task in enumerate(self.network.tasks):
            key = self.state.key(task.id)
            if key not in self.books or not task.commits or not self._has_begun(i):
                continue
            status, reached = self.state.status(task.id), self.network.implied.get(task.id, self.early.start[i])
            start = next((one for one in (status.started, status.finished) if one is not None), reached)
            finish = self.early.finish[i] if status.finished is None else status.finished
            uses = self._uses(i, start, max(start, finish))
            self.books[key].facts.extend(uses)
            by[key] += [(use, task.id) for use in uses]
        for key, uses_of in by.items():
            self.overdrafts += _overdrafts(self.books[key].purse, sorted(uses_of))

    def hold_by_thresholds(self) -> None:
        """Hold what has to wait until enough is in place, whatever is used of it."""
        tasks = self.state.plan.tasks
        for i in self.asking:
            purse, law = self._book(i).purse, self.state.home(self.network.tasks[i].id).rules.law
            for one in self.network.tasks[i].needs_funds:
                begins = start_day(self.early.start[i])
                if one.rule is not None and not on_day(versions(one.rule, law), begins):
                    continue
                amount, purposes = needed(one, tasks, purse), counting(one, tasks)
                money = purse.usable(purposes)
                since, due = self.early.start[i], self._due(i, one.when)
                until = first_reaching(money, amount)
                if until is not None and until <= due:
                    continue
                short = purse.plain(amount - at(money, due))
                by = () if until is None else purse.brought_by(purse.serving(purposes), due, until)
                wait = Wait(self.network.tasks[i].id, since, until, short, by, purposes, one)
                if until is None:
                    self.never.setdefault(i, wait)
                    continue
                self._raise(i, until if one.when is Due.START else self._begin_for(i, until))
                self.waits[i] = wait

    def _due(self, i: int, when: Due) -> Instant:
        """The start, or the finish, as it stands now."""
        at_finish: Instant = self.early.finish[i] if when is Due.FINISH else self.early.start[i]
        return at_finish

    def _begin_for(self, i: int, finish: Instant) -> Instant:
        """From when on a task cannot begin too early to finish at an instant."""
        table = table_of(self.network.clock, self.net.calendar[i])
        begins: Instant = add(table, finish, -self.net.duration[i])
        return begins

    def in_turn(self) -> list[int]:
        """What uses money, in the order in which the rule lets it take the next."""
        return sorted((i for i in self.asking if self.network.tasks[i].commits), key=self._priority)

    def place_all(self, order: Sequence[int] | None = None) -> None:
        """Place what uses money, one after the other, by the rule or in another order; what has no date uses none."""
        self._place_each(self.in_turn() if order is None else order, lambda ready, _: ready[0])

    def _place_each(self, order: Sequence[int], chosen: Callable[[list[int], set[int]], int]) -> None:
        """Place these tasks: of those that wait for none of them, in their order, always the one that is chosen."""
        pending = set(order)
        before = self._before(pending)
        pending -= self._behind(self.never)
        while pending:
            left = sum(1 << i for i in pending)
            i = chosen([one for one in order if one in pending and not before[one] & left], pending)
            pending.discard(i)
            self._place(i)
            if i in self.never:
                pending -= self._behind({i})
            else:
                self.taken.append(i)
        self.taken += [i for i in order if i not in self.taken]

    def late_uses(self, limits: Mapping[int, Instant]) -> dict[int, list[Use]] | None:
        """When tasks use their money if all stand as late as some may finish; None where no order keeps these limits.

        Whoever keeps the limits has used no less by any instant. So where the money does not suffice for this nothing
        keeps them; where it does, and is used at starts, paying in the order of these instants does: everybody finds
        at the latest then what is due by then (Carlier & Rinnooy Kan, Scheduling subject to nonrenewable-resource
        constraints, Operations Research Letters 1, 1982).
        """
        net, clock, count = self.net, self.network.clock, len(self.network.tasks)
        stood, late = cpm.empty_dates(count), cpm.empty_dates(count)
        cpm.stand(net, clock, self.early, self.work, stood)
        if any(stood.finish[i] > limit for i, limit in limits.items()):
            return None
        ceiling = [limits.get(i, cpm.NEVER) for i in range(count)]
        cpm.backward(net, clock, left_to_do(self.network, self.work), ceiling, True, late)
        spans = {i: (late.start[i], max(late.start[i], late.finish[i])) for i in self.in_turn()}
        uses = {i: self._uses(i, *span) for i, span in spans.items() if cpm.is_limited(span[1])}
        return uses if all(self._is_enough(book, uses) for book in self.books.values()) else None

    def place_within(self, late: Mapping[int, Sequence[Use]]) -> None:
        """Place what uses money so that what is late finds its own by then, in the rule's order as far as that lets.

        Whoever is next by the rule waits where all others could no longer be paid in time after it.
        """

        def chosen(ready: list[int], pending: set[int]) -> int:
            left = {i: late[i] for i in pending if i in late}
            first = min(ready, key=lambda i: min(late[i]).instant if i in late else cpm.NEVER)
            return next((i for i in ready if self._leaves_enough(i, left)), first)

        self._place_each(self.in_turn(), chosen)

    def _leaves_enough(self, i: int, late: Mapping[int, Sequence[Use]]) -> bool:
        """Whether a task placed next leaves the others what they use at the latest."""
        book = self._book(i)
        begins = self._first_begin(i, book) if self._short(i, book) else self.floor[i]
        if i not in late or begins is None:
            return False
        was, self.floor[i] = self.floor[i], max(self.floor[i], begins)
        self._forward([i])
        own = self._uses_now(i)
        self._try(i, was)
        return self._is_enough(book, {**late, i: own})

    def _is_enough(self, book: Spending, uses: Mapping[int, Sequence[Use]]) -> bool:
        """Whether money suffices for what was placed and for what some tasks, those of this purse, would use."""
        return not self._missing(book, [use for i, own in uses.items() if self._book(i) is book for use in own])

    def _priority(self, i: int) -> tuple[bool, int, Instant, int]:
        """Who takes the next money first: the least float to a deadline, then the first to have to finish.

        What serves no deadline comes behind, by the end of the plan. Equals go in the network's own order: where the
        file lists a task decides nothing.
        """
        latest, early = self.passes.latest, self.passes.early
        serves = latest is not None and cpm.is_limited(latest.finish[i])
        finish = latest.finish[i] if latest is not None and serves else self.passes.late.finish[i]
        return not serves, finish - early.finish[i], finish, i

    def _before(self, tasks: Collection[int]) -> list[int]:
        """Of each task which of some tasks come before it, directly or through others: bit i stands for task i."""
        net, found = self.net, [0] * len(self.net.duration)
        for i in range(len(found)):
            for r in range(net.incoming[i], net.incoming[i + 1]):
                if not net.only_late[r]:
                    p = net.pred[r]
                    found[i] |= found[p] | (1 << p if p in tasks else 0)
        return found

    def _behind(self, tasks: Collection[int]) -> set[int]:
        """Some tasks and what comes after them and has not finished."""
        if not tasks:
            return set()
        before = self._before(tasks)
        return {i for i, own in enumerate(before) if i in tasks or (own and self.net.kind[i] != cpm.FINISHED)}

    def _place(self, i: int) -> None:
        """Let a task begin at the first instant from which its money is there, and use that."""
        book, since, was = self._book(i), self.early.start[i], self.floor[i]
        short = self._short(i, book)
        if not short:
            book.planned.extend(self._uses_now(i))
            return
        task = self.network.tasks[i]
        labels = tuple(dict.fromkeys(one.purpose for one in task.commits))
        lacking = self._lacking(i, book)
        begins = self._first_begin(i, book)
        if begins is None:
            self._try(i, was)
            self.never[i] = Wait(task.id, since, None, book.purse.plain(short), (), labels)
            return
        self.floor[i] = begins
        self._forward(cpm.after(self.net, i, len(self.net.duration) - 1))
        uses = self._uses_now(i)
        book.planned.extend(uses)
        last = max(use.instant for use in uses)
        # Money for others may be what frees its own: of what it lacked, all that serves it or them is looked at.
        by = book.purse.brought_by({name for pot in lacking for name in pot.tranches}, since, last)
        come = [when for pot in lacking for when, _ in pot.money if since < when <= last]
        self.waits[i] = Wait(task.id, since, max(come, default=begins), book.purse.plain(short), by, labels)

    def _first_begin(self, i: int, book: Spending) -> Instant | None:
        """The first instant from which it can begin with the money for all that it uses; None where there is none.

        Money that is due at the start is there when it comes. Of any other money the first such day is looked for: a
        later beginning is never worse.
        """
        since = int(self.early.start[i])
        money = sorted({when for pot in book.purse.pots for when, _ in pot.money if when > since})
        if all(one.when is Due.START for one in self.network.tasks[i].commits):
            return next((when for when in money if self._fits(i, when, book)), None)
        first, last = since // DAY, max([since, *money]) // DAY + 1
        if not self._fits(i, last * DAY, book):
            return None
        while first < last:
            middle = (first + last) // 2
            if self._fits(i, middle * DAY, book):
                last = middle
            else:
                first = middle + 1
        return first * DAY

    def _fits(self, i: int, begins: Instant, book: Spending) -> bool:
        """Whether its money is there if it begins no earlier than that."""
        was, self.floor[i] = self.floor[i], max(self.floor[i], begins)
        self._forward([i])
        fits = not self._short(i, book)
        self._try(i, was)
        return fits

    def _try(self, i: int, floor: Instant) -> None:
        self.floor[i] = floor
        self._forward([i])

    def _uses_now(self, i: int) -> list[Use]:
        return self._uses(i, self.early.start[i], self.early.finish[i])

    def _short(self, i: int, book: Spending) -> int:
        """What is missing of the money for a task where it stands now, at the worst time from its first use on."""
        return max((short for _, short in self._shorts(i, book)), default=0)

    def _lacking(self, i: int, book: Spending) -> list[Pot]:
        """The pots in which something is missing for it where it stands now."""
        return [pot for pot, short in self._shorts(i, book) if short > 0]

    def _shorts(self, i: int, book: Spending) -> Iterator[tuple[Pot, int]]:
        """What is missing in each pot that it is weighed in; not more than nothing where it has enough."""
        own = self._uses_now(i)
        since = min(use.instant for use in own)
        for pot in book.purse.pots:
            if any(use.label in pot.labels for use in own):
                planned = _of(pot, [*book.planned, *own])
                yield pot, max(0, -left_from(pot, _of(pot, book.facts), planned, since))

    def _raise(self, i: int, begins: Instant) -> None:
        self.floor[i] = max(self.floor[i], begins)
        self._forward(cpm.after(self.net, i, len(self.net.duration) - 1))

    def _forward(self, tasks: Collection[int]) -> None:
        """Date some tasks anew, in topological order."""
        cpm.forward_over(self.net, self.network.clock, self.early, self.work, self.asked, tasks)

    def undated(self) -> frozenset[str]:
        """The tasks of whose dates nobody can tell."""
        return frozenset(self.network.tasks[i].id for i in self._behind(self.never))

    def stands(self, i: int) -> Instant:
        """Where a task ends on the clock."""
        return int(self._ends()[i])

    def _ends(self) -> Sequence[Instant]:
        """Where all tasks end on the clock."""
        stood = cpm.empty_dates(len(self.network.tasks))
        cpm.stand(self.net, self.network.clock, self.early, self.work, stood)
        ends: Sequence[Instant] = stood.finish
        return ends

    def _supposed(self) -> Placing:
        """The same with all money that has no date of arrival there from the data date on."""
        other = Placing(supposing(self.state), self.network, self.passes)
        other.hold_by_thresholds()
        other.place_all()
        return other

    def _leaning(self, other: Placing) -> set[int]:
        """What has to stand as in the other placing for the dates of what nobody can tell to be those of that one.

        It is what nobody can tell, what comes before it and is earlier there, and all that follows this in its turn.
        """
        count = range(len(self.network.tasks))
        earlier = {i for i in count if self._span(i) != other._span(i)}
        before, found = self._before(count), self._behind(self.never)
        while True:
            led = {i for i in earlier - found if any(before[k] >> i & 1 for k in found)}
            if not led:
                return found
            found |= self._behind(led)

    def _span(self, i: int) -> tuple[Instant, Instant]:
        return self.early.start[i], self.early.finish[i]

    def _short_in_turn(self) -> dict[int, Wait]:
        """What waits without a date, each short of what is missing when those before it by the rule have theirs.

        While they wait they take no money, which serves whoever it can let begin. But it is there once: what is left
        after that is taken in turn, also by what comes behind these, so that all that is missing is told once. What
        is looked at and not used (a threshold) is missing beside it.
        """
        found, behind = dict(self.never), self._behind(self.never)
        claims: dict[str, list[Use]] = {key: [] for key in self.books}
        missing = {key: self._missing(book, []) for key, book in self.books.items()}
        for i in self._turns():
            if i in behind:
                key, was = self.state.key(self.network.tasks[i].id), self.never.get(i)
                claims[key] += self._uses_now(i)
                before, missing[key] = missing[key], self._missing(self.books[key], claims[key])
                if was is not None and was.threshold is None:
                    found[i] = replace(was, short=self.books[key].purse.plain(missing[key] - before))
        return found

    def _turns(self) -> Iterator[int]:
        """What uses money, as the rule lets it take that if all of it gets some: what comes before others first."""
        order = self.in_turn()
        pending = set(order)
        before = self._before(pending)
        while pending:
            left = sum(1 << i for i in pending)
            i = next(one for one in order if one in pending and not before[one] & left)
            pending.discard(i)
            yield i

    def _missing(self, book: Spending, claims: Sequence[Use]) -> int:
        """What is missing for what was placed and some uses more, at the worst time and in the worst pot."""
        planned = [*book.planned, *claims]
        since = min((use.instant for use in planned), default=0)
        lefts = (left_from(pot, _of(pot, book.facts), _of(pot, planned), since) for pot in book.purse.pots)
        return max(0, -min(lefts, default=0))

    def held(self) -> Network:
        """The network with the floors that money sets."""
        network, floor, undated = self.network, self.floor, set[int]()
        waits, at_latest = {wait.task: wait for wait in self.waits.values()}, dict[str, Instant]()
        if self.never:
            other, firm = self._supposed(), self._behind(self.never)
            ends, theirs = self._ends(), other._ends()
            undated = self._leaning(other)
            floor = [(other if i in undated else self).floor[i] for i in range(len(floor))]
            for i in undated:
                name = network.tasks[i].id
                wait = waits.pop(name, None)
                if i in other.waits:
                    waits[name] = other.waits[i]
                elif wait is not None and i not in firm:
                    waits[name] = replace(wait, until=None, at_latest=wait.until)
                if i not in firm:
                    at_latest[name] = max(int(ends[i]), int(theirs[i]))
            waits |= {wait.task: wait for wait in self._short_in_turn().values()}
        bounds = list(network.bounds)
        for i, own in enumerate(floor):
            if own > network.arrays.floor[i]:
                bounds[i] = replace(bounds[i], floor=own, floor_reason=Reason.FUNDS)
        names = [task.id for task in network.tasks]
        funding = Funding(
            waits={name: waits[name] for name in names if name in waits},
            undated=frozenset(names[i] for i in undated),
            overdrafts=tuple(self.overdrafts),
            at_latest=at_latest,
        )
        arrays = network.arrays._replace(floor=floor)
        return replace(network, arrays=arrays, bounds=tuple(bounds), unfunded=network, funding=funding)


def _of(pot: Pot, uses: Collection[Use]) -> list[tuple[Instant, int]]:
    return [(use.instant, use.amount) for use in uses if use.label in pot.labels]


def _overdrafts(purse: Purse, uses: Sequence[tuple[Use, str]]) -> Iterator[Overdraft]:
    """When what has begun used more than there was: of all sets of purposes the one of which most was missing."""
    found: dict[Instant, tuple[int, Pot]] = {}
    for pot in purse.pots:
        for when, missing in overdrawn(pot, _of(pot, [use for use, _ in uses])):
            if missing > found.get(when, (0, pot))[0]:
                found[when] = missing, pot
    for when, (missing, pot) in sorted(found.items(), key=lambda one: one[0]):
        tasks = tuple(dict.fromkeys(name for use, name in uses if use.instant == when and use.label in pot.labels))
        yield Overdraft(when, purse.plain(missing), tasks)
