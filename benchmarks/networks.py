"""Construction networks of any size, the same on every machine: what every contender of the benchmark schedules.

A network is a grid, as a works programme is: sections of the site one way, the trades that pass over each section the
other. A task follows the trade before it in its section and the same crew in the section it comes from; some crews are
free to come from anywhere, which leaves about 1.7 relations a task. Office work counts on a five-day week with
holidays, site work on a six-day week that stops in winter, curing goes on day and night. `chain` is the other extreme:
one task after the other, each on the next calendar. Tasks and relations come in shuffled order, tasks named by strings.
Everything here is numpy and the standard library, so that contenders of other environments can read it.
This module must never know a clock, an engine or a contender.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

DAY = 24 * 60
WAVES = 16
"""How often each crew moves on, whatever the size: a larger network is a wider site, not a longer programme."""

START = date(2016, 3, 14)
"""A Monday on which all three calendars work; the instant is its midnight, from which each finds its own morning."""

CLOCK = 2
"""The calendar that works all hours, by its index."""

TYPES = ("FS", "SS", "FF", "SF")
Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A calendar in plain data: weekdays (0 = Monday), hours in minutes of the day, days off as (first, last)."""

    name: str
    weekdays: tuple[int, ...]
    hours: Ranges
    off: tuple[tuple[date, date], ...] = ()

    @property
    def day_minutes(self) -> int:
        """What one working day is worth."""
        return sum(end - begin for begin, end in self.hours)

    def days_off(self) -> list[date]:
        """Every single day off, in order."""
        return [a + timedelta(days=k) for a, b in self.off for k in range((b - a).days + 1)]


@dataclass(frozen=True, slots=True)
class Network:
    """n tasks and m relations in shuffled order, in columns.

    `ids`: n names. `durations`: working minutes on the task's calendar. `calendar_of`: index into `calendars`.
    `pred`, `succ`: positions in `ids`, of length m. `types`: index into TYPES. `lags`: working minutes on the
    predecessor's calendar. `rank`: for each task its place in one topological order, which no contender is told but
    the C loop, whose arrays are made before its clock starts. `years`: the calendars hold from the start's year on.
    """

    name: str
    ids: list[str]
    durations: Ints
    calendar_of: Ints
    pred: Ints
    succ: Ints
    types: Ints
    lags: Ints
    rank: Ints
    years: int

    @property
    def calendars(self) -> tuple[WorkingTime, ...]:
        """The three calendars over the network's years."""
        return calendars(self.years)


def minutes(day: date) -> int:
    """The instant of a day's beginning: minutes since 1970-01-01T00:00."""
    return (day - date(1970, 1, 1)).days * DAY


def calendars(years: int) -> tuple[WorkingTime, ...]:
    """Office (holidays), site (holidays and a winter closure) and around the clock, for so many years from START's."""
    span = range(START.year, START.year + years)
    holidays = [
        (date(year, *first), date(year, *last))
        for year in span
        for first, last in (((1, 1), (1, 1)), ((2, 8), (2, 14)), ((5, 1), (5, 3)), ((10, 1), (10, 7)))
    ]
    winters = [(date(year, 11, 15), date(year + 1, 3, 10)) for year in span]
    summer = [(date(year, *first), date(year, *last)) for year in span for first, last in (((5, 1), (5, 1)),)]
    return (
        WorkingTime("office", (0, 1, 2, 3, 4), ((480, 720), (780, 1020)), tuple(sorted(holidays))),
        WorkingTime("site", (0, 1, 2, 3, 4, 5), ((420, 720), (780, 1080)), tuple(sorted(winters + summer))),
        WorkingTime("clock", (0, 1, 2, 3, 4, 5, 6), ((0, DAY),)),
    )


_TRADES = (  # name, calendar, shortest and longest in working days
    ("drawings", 0, 5, 20),
    ("review", 0, 5, 15),
    ("foundations", 1, 6, 20),
    ("frame", 1, 8, 25),
    ("curing", 2, 7, 14),
    ("envelope", 1, 5, 15),
    ("services", 1, 5, 15),
    ("inspection", 0, 1, 5),
)


def construction(tasks: int, seed: int = 1) -> Network:
    """A works programme of `tasks` tasks; a larger one is not an extension of a smaller one.

    Of the relations 85 % are FS (some with a lag, a few with a lead), 9 % SS and 6 % FF, nearly all of these with lags.
    """
    random = np.random.default_rng(seed)
    number = np.arange(tasks, dtype=np.int64)
    section, column = np.divmod(number, len(_TRADES))
    crews = -(-(int(section[-1]) + 1) // WAVES)
    calendar_of, shortest, longest = (np.array([trade[k] for trade in _TRADES])[column] for k in (1, 2, 3))
    worth = np.array([calendar.day_minutes for calendar in calendars(1)])
    durations = random.integers(shortest, longest + 1) * worth[calendar_of]

    inside = number[column > 0]
    moved = number[(section >= crews) & (random.random(tasks) < 0.9)]
    pred = np.concatenate([inside - 1, moved - crews * len(_TRADES)])
    succ = np.concatenate([inside, moved])
    draw = random.random(inside.size)
    types = np.zeros(pred.size, dtype=np.int64)
    types[: inside.size] = np.select([draw < 0.175, draw < 0.29], [1, 2], 0)
    days = np.zeros(pred.size, dtype=np.int64)
    days[: inside.size] = np.select(
        [draw < 0.175, draw < 0.29, draw < 0.42, draw < 0.45],
        [
            random.integers(2, 8, inside.size),
            random.integers(0, 4, inside.size),
            random.integers(1, 6, inside.size),
            -1,
        ],
        0,
    )
    names = [f"{_TRADES[c][0]}-{s + 1}" for s, c in zip(section.tolist(), column.tolist(), strict=True)]
    lags = days * worth[calendar_of[pred]]
    plain = Network(f"{tasks:,}", names, durations, calendar_of, pred, succ, types, lags, number, years=10)
    return shuffled(plain, random)


def chain(tasks: int, seed: int = 1) -> Network:
    """One task after the other, a working day each, calendar after calendar.

    As long as a plan of n tasks can be: a chain of 10,000 takes some forty years.
    """
    number = np.arange(tasks, dtype=np.int64)
    calendar_of = number % 3
    worth = np.array([calendar.day_minutes for calendar in calendars(1)])
    none = np.zeros(tasks - 1, dtype=np.int64)
    years = 10 + tasks // 200
    names = [f"link-{k}" for k in number.tolist()]
    columns = (worth[calendar_of], calendar_of, number[:-1], number[1:], none, none, number)
    return shuffled(Network(f"chain of {tasks:,}", names, *columns, years=years), np.random.default_rng(seed))


def shuffled(network: Network, random: np.random.Generator) -> Network:
    """The same network with its tasks and its relations in random order."""
    order = random.permutation(len(network.ids))
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    turn = random.permutation(network.pred.size)
    return replace(
        network,
        ids=[network.ids[k] for k in order.tolist()],
        durations=network.durations[order],
        calendar_of=network.calendar_of[order],
        rank=network.rank[order],
        pred=place[network.pred[turn]],
        succ=place[network.succ[turn]],
        types=network.types[turn],
        lags=network.lags[turn],
    )


def finish_to_start(network: Network) -> Network:
    """The network with every relation FS and without lags: what the simplest of the contenders can do."""
    none = np.zeros_like(network.types)
    return replace(network, name=f"{network.name}, FS only", types=none, lags=none)


def in_days(network: Network) -> Network:
    """The network in whole working days of 24 hours, lags in as many days: what a tool of whole days is given."""
    worth = np.array([one.day_minutes for one in network.calendars])
    days = network.durations // worth[network.calendar_of]
    lags = network.lags // worth[network.calendar_of[network.pred]]
    return replace(network, durations=days * DAY, lags=lags * DAY)


KINDS: dict[str, Callable[[int], Network]] = {
    "construction": construction,
    "fs": lambda tasks: finish_to_start(construction(tasks)),
    "chain": chain,
}
"""The networks by the name that the command line gives them."""

_COLUMNS = ("durations", "calendar_of", "pred", "succ", "types", "lags", "rank")


def save(network: Network, path: Path) -> None:
    """Writes a network where another process can read it."""
    columns = {name: getattr(network, name) for name in _COLUMNS}
    np.savez(path, ids=np.array(network.ids), about=json.dumps([network.name, network.years]), **columns)


def load(path: Path) -> Network:
    """Reads what `save` wrote."""
    with np.load(path) as stored:
        name, years = json.loads(str(stored["about"]))
        columns = {column: stored[column] for column in _COLUMNS}
        return Network(name=name, years=years, ids=stored["ids"].tolist(), **columns)
