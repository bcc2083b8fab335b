"""Construction networks of any size, the same on every machine: what the benchmarks schedule.

A network is a grid, as a works programme is: sections of the site one way, the trades that pass over each section the
other. A task follows the trade before it in its section and the same crew in the section it comes from; some crews are
free to come from anywhere, which leaves about 1.7 relations a task. Office work counts on the government's calendar
with its holidays, outdoor work stops in winter, curing goes on every day. `chain` is the other extreme: one task after
the other. Both are made as rows, and from the rows as the text of a plan and as `Plan` values.
This module must never know a clock or the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from schedule.calendars.worktime import minutes
from schedule.model import CalendarSpec, Closure, Duration, Phase, Plan, Relation, RelationType, Task, Unit

START = date(2016, 3, 1)
WAVES = 16
"""How often each crew moves on, whatever the size: a larger network is a wider site, not a longer programme."""

CALENDARS = {
    "government": CalendarSpec("government", base="china", region="xinjiang"),
    "site": CalendarSpec("site", week=(0, 1, 2, 3, 4, 5, 6), closures=(Closure((11, 15), (3, 10)),)),
}
CALENDARS_TEXT = """\
calendars:
  government: {base: china, region: xinjiang}
  site: {week: mon-sun, closed: [11-15..03-10]}
"""


@dataclass(frozen=True, slots=True)
class Trade:
    """One column of the grid. `calendar` is None where the duration counts calendar days."""

    name: str
    phase: str
    calendar: str | None
    unit: str
    shortest: int
    longest: int


TRADES = (
    Trade("drawings", "design", "government", "wd", 5, 20),
    Trade("review", "design", "government", "wd", 5, 15),
    Trade("foundations", "construction", "site", "wd", 6, 20),
    Trade("frame", "construction", "site", "wd", 8, 25),
    Trade("curing", "construction", None, "cd", 7, 14),
    Trade("envelope", "construction", "site", "wd", 5, 15),
    Trade("services", "construction", "site", "wd", 5, 15),
    Trade("inspection", "acceptance", "government", "wd", 1, 5),
)
PHASES = ("design", "construction", "acceptance")


@dataclass(frozen=True, slots=True)
class Row:
    """One task as both forms need it. `after` are relations as (predecessor, type, lag amount, lag unit)."""

    id: str
    phase: str
    calendar: str | None
    amount: int
    unit: str
    after: tuple[tuple[str, str, int, str], ...] = ()


def construction(tasks: int, seed: int = 1) -> tuple[Row, ...]:
    """A works programme of `tasks` tasks; a larger one is not an extension of a smaller one."""
    random = Random(seed)
    sections = -(-tasks // len(TRADES))
    crews = -(-sections // WAVES)
    rows = []
    for number in range(tasks):
        section, column = divmod(number, len(TRADES))
        trade = TRADES[column]
        after = []
        if column:
            after.append((_name(section, column - 1), *_overlap(random)))
        if section >= crews and random.random() < 0.9:
            after.append((_name(section - crews, column), "FS", 0, "wd"))
        length = trade.shortest + int(random.random() * (trade.longest - trade.shortest + 1))
        rows.append(Row(_name(section, column), trade.phase, trade.calendar, length, trade.unit, tuple(after)))
    return tuple(rows)


def chain(tasks: int) -> tuple[Row, ...]:
    """One task after the other, an hour each, so that 100,000 of them stay within some 11 years."""
    names = [f"link-{number}" for number in range(tasks)]
    return tuple(
        Row(name, "construction", "calendar-days", 1, "h", ((names[number - 1], "FS", 0, "wd"),) if number else ())
        for number, name in enumerate(names)
    )


def _name(section: int, column: int) -> str:
    return f"{TRADES[column].name}-{section + 1}"


def _overlap(random: Random) -> tuple[str, int, str]:
    """How a trade follows the one before it in its section: the mix of types and lags of a works programme."""
    draw = random.random()
    if draw < 0.62:
        return "FS", 0, "wd"
    if draw < 0.74:
        return "FS", 1 + int(random.random() * 7), "cd"
    if draw < 0.88:
        return "SS", 2 + int(random.random() * 6), "wd"
    if draw < 0.97:
        return "FF", 1 + int(random.random() * 5), "wd"
    return "SF", 3 + int(random.random() * 5), "wd"


def text(rows: Iterable[Row]) -> str:
    """The rows as the text of a plan file."""
    lines = [
        f"daopai: 1\nproject: {{name: Benchmark, start: {START}, calendar: government}}\n{CALENDARS_TEXT}"
        f"phases: [{', '.join(PHASES)}]\ntasks:"
    ]
    for row in rows:
        lines.append(f"  {row.id}:\n    name: {row.id}\n    phase: {row.phase}\n    duration: {row.amount}{row.unit}")
        if row.calendar:
            lines.append(f"    calendar: {row.calendar}")
        if row.after:
            lines.append(f"    after: [{', '.join(_words(*relation) for relation in row.after)}]")
    return "\n".join(lines) + "\n"


def _words(predecessor: str, type_: str, amount: int, unit: str) -> str:
    lag = f"+{amount}{unit}" if amount else ""
    return predecessor if type_ == "FS" and not lag else f"{predecessor} {type_}{lag}"


def plan(rows: Sequence[Row]) -> Plan:
    """The rows as the values that reading `text` gives, without places and digest."""
    return Plan(
        name="Benchmark",
        start=minutes(START),
        calendar="government",
        tasks={row.id: _task(row) for row in rows},
        calendars=CALENDARS,
        phases={name: Phase(name) for name in PHASES},
    )


def _task(row: Row) -> Task:
    relations = tuple(
        Relation(predecessor, row.id, RelationType(type_), Duration(Fraction(lag), Unit(unit)) if lag else None)
        for predecessor, type_, lag, unit in row.after
    )
    return Task(
        row.id,
        row.id,
        duration=Duration(Fraction(row.amount), Unit(row.unit)),
        calendar=row.calendar,
        phase=row.phase,
        relations=relations,
    )
