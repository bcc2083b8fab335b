"""Random plans under way, and when each of their tasks is done by a count of hours that shares no code with daopai.

An oracle: it walks along calendars hour by hour, one task after another, and never asks for a late date, a float or a
margin. Instants are hours since midnight before `START`. What it is told of progress is in sequence, and nothing with
a report is followed from its start, so that no rule about half a lag comes in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

START = date(2025, 10, 20)
"""A Monday. The site closes four weeks later, until 10 March; New Year and the Spring Festival lie in between."""

ALL = tuple(range(24))
OFF = {
    "office": [
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ],
    "shift": [(date(2026, 2, 10), date(2026, 2, 24))],
}
MADE_UP = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20)}
"""The State Council's days for 2026 (notice of 4 November 2025), as `base: china` has them."""

HEAD = """daopai: 1
project: {name: 随机, start: 2025-10-20, calendar: %s%s}
calendars:
  office: {base: china}
  site: {week: mon-sun, closed: [11-15..03-10]}
  shift:
    week: mon-sat
    hours: [00:00-02:00, 08:00-12:00, 18:00-24:00]
    hours_on: {sat: [08:00-12:00]}
    off: [2026-02-10..2026-02-24]
bodies: {a: {name: 住建局}, b: {name: 城投公司}}
%stasks:
"""
CALENDARS = ("office", "site", "shift")
DAY_HOURS = {"office": 24, "site": 24, "shift": 12}


@cache
def works(calendar: str, hour: int) -> bool:
    """Whether an hour is worked."""
    day, of_day = START + timedelta(days=hour // 24), hour % 24
    if any(first <= day <= last for first, last in OFF.get(calendar, ())):
        return False
    match calendar:
        case "office":
            return day in MADE_UP or day.weekday() < 5
        case "site":
            return (3, 10) < (day.month, day.day) < (11, 15)
        case "shift":
            worked = (8, 9, 10, 11) if day.weekday() == 5 else (0, 1, 8, 9, 10, 11, *range(18, 24))
            return day.weekday() < 6 and of_day in worked
    return True


def after(calendar: str, hour: int, amount: int) -> int:
    """When so many hours are worked that are begun at an hour; before it where they are negative."""
    while amount > 0:
        amount -= works(calendar, hour)
        hour += 1
    while amount < 0:
        hour -= 1
        amount += works(calendar, hour)
    return hour


def open_at(calendar: str, hour: int) -> int:
    """The first hour from one on that is worked."""
    while not works(calendar, hour):
        hour += 1
    return hour


@dataclass(frozen=True)
class Link:
    """A relation as it is typed; `amount` of `unit` wd, h or cd is its lag."""

    before: str
    type: str = "FS"
    amount: int = 0
    unit: str = "wd"
    soft: bool = False

    def typed(self) -> str:
        lag = f"+{self.amount}{self.unit}" if self.amount else ""
        return f"{self.before} {self.type}{lag}{' ~' if self.soft else ''}"


@dataclass(frozen=True)
class Line:
    """A task as it is typed, and what is reported of it.

    `kind` is work, finish or start; `days` of `unit` wd or cd are to be done; `due` and `floor` (no start before) are
    days since `START`. Told: work `begun` on a day and `ended` on one, or with `left` days; a milestone `ended` on one.
    """

    name: str
    kind: str = "work"
    calendar: str | None = None
    days: int = 0
    unit: str = "wd"
    links: tuple[Link, ...] = ()
    due: int | None = None
    floor: int | None = None
    alap: bool = False
    begun: int | None = None
    ended: int | None = None
    left: int | None = None

    def typed(self) -> str:
        what = f"duration: {self.days}{self.unit}" if self.kind == "work" else f"milestone: {self.kind}"
        told = [f"name: {named(self.name)}", f"body: {'ab'[len(self.links) % 2]}", what]
        told += [f"calendar: {self.calendar}"] if self.calendar else []
        told += [f"after: [{', '.join(link.typed() for link in self.links)}]"] if self.links else []
        told += [f"deadline: {day(self.due)}"] if self.due is not None else []
        told += [f"start_no_earlier_than: {day(self.floor)}"] if self.floor is not None else []
        told += ["as_late_as_possible: true"] if self.alap else []
        return f"  {self.name}: {{{', '.join(told)}}}\n"

    def reported(self) -> str:
        if self.kind == "start":
            return f"  {self.name}: {{started: {day(self.ended)}}}\n"
        said = [f"started: {day(self.begun)}"] if self.begun is not None else []
        said += [f"finished: {day(self.ended)}"] if self.ended is not None else []
        said += [f"remaining: {self.left}{self.unit}"] if self.left is not None else []
        return f"  {self.name}: {{{', '.join(said)}}}\n"

    @property
    def is_told(self) -> bool:
        return self.begun is not None or self.ended is not None


NAMES = "甲乙丙丁戊己庚辛"


def named(task: str) -> str:
    """What a task is called."""
    return f"{NAMES[int(task[1:])]}项"


def day(number: int | None) -> date:
    assert number is not None
    return START + timedelta(days=number)


@dataclass(frozen=True)
class Drawn:
    """A plan, its project's calendar, the days from `START` to its meeting, and whose deadline the meeting asks for."""

    lines: tuple[Line, ...]
    calendar: str = "office"
    now: int = 0
    target: str | None = None
    lags: str = "predecessor"

    @property
    def dated(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.due is not None)

    def write(self, folder: Path) -> Path:
        """The plan's folder."""
        folder.mkdir(exist_ok=True)
        rules = f"settings: {{lag_calendar: {self.lags}}}\n" if self.lags != "predecessor" else ""
        head = HEAD % (self.calendar, f", target: {self.target}" if self.target else "", rules)
        (folder / "plan.yaml").write_text(head + "".join(line.typed() for line in self.lines), encoding="utf-8")
        if self.now:
            told = "".join(line.reported() for line in self.lines if line.is_told)
            text = f"data_date: {day(self.now)}\n" + (f"progress:\n{told}" if told else "note: 无\n")
            (folder / "updates").mkdir(exist_ok=True)
            (folder / "updates" / f"{day(self.now)}.yaml").write_text(text, encoding="utf-8")
        return folder

    def own(self, line: Line) -> str:
        """Whose days a task counts: its own, else the plan's; by `cd`, and of a milestone with none, every day."""
        if line.calendar is None and (line.kind != "work" or line.unit == "cd"):
            return "every"
        return line.calendar or self.calendar

    def left(self, line: Line) -> int:
        """How many hours of work are left."""
        days = line.days if line.left is None else line.left
        return days * DAY_HOURS.get(self.own(line), 24)


@dataclass
class Lived:
    """When each task begins and ends, in hours since `START`: on the clock, and as what follows sees it."""

    begins: dict[str, int]
    ends: dict[str, int]
    seen_begins: dict[str, int]
    seen: dict[str, int]
    over: set[str]


def asked(
    plan: Drawn, line: Line, link: Link, begins: dict[str, int], ends: dict[str, int], *, on_clock: bool = False
) -> int:
    """The hour that a relation asks of the end that it holds."""
    known = {one.name: one for one in plan.lines}
    before = known[link.before]
    event = (ends if link.type[0] == "F" else begins)[link.before]
    whose = {"predecessor": before, "successor": line, "project": None, "24h": None}[plan.lags]
    if not link.amount:  # what follows a start waits for a working hour of the lag's calendar, as in P6
        named = {"project": plan.calendar, "24h": "every"}.get(plan.lags) or plan.own(whose or before)
        return event if on_clock or link.type[0] == "F" else open_at(named, event)
    if link.unit == "cd":
        return event + 24 * link.amount
    if plan.lags == "24h":  # a day is worth what the predecessor's is
        worth = DAY_HOURS.get(plan.own(before), 24) if link.unit == "wd" else 1
        return event + link.amount * worth
    # Working days by what counts every day are the project's, and so is every lag by a milestone with no calendar.
    named = plan.calendar if whose is None else plan.own(whose)
    calendar = plan.calendar if named == "every" and (link.unit == "wd" or (whose and whose.kind != "work")) else named
    return after(calendar, event, link.amount * (DAY_HOURS.get(calendar, 24) if link.unit == "wd" else 1))


def lived(plan: Drawn) -> Lived:
    """When each task is done: one task after the other, hour by hour.

    What is no work stands on the clock where all that it waits for has ended; where it waits for nothing, now. Work
    that follows it waits for a working hour of the calendar that it names, as in P6; where all that it waits for is
    told, and its calendar had reached it by now, since then.
    """
    found, now = Lived({}, {}, {}, {}, set()), plan.now * 24
    for line in plan.lines:
        if line.ended is not None:
            first = line.begun if line.begun is not None else line.ended
            at = line.ended * 24 if line.kind == "start" else (line.ended + 1) * 24
            found.begins[line.name] = found.seen_begins[line.name] = first * 24 if line.kind == "work" else at
            found.ends[line.name] = found.seen[line.name] = at
            found.over.add(line.name)
            continue
        floor = line.floor * 24 if line.floor is not None and line.begun is None else 0
        if line.kind == "work":
            own, work, begin = plan.own(line), plan.left(line), max(now, floor)
            for link in line.links:
                instant = asked(plan, line, link, found.seen_begins, found.seen)
                begin = max(begin, after(own, instant, -work) if link.type[1] == "F" else instant)
            begin = open_at(own, begin)
            found.begins[line.name] = found.seen_begins[line.name] = begin
            found.ends[line.name] = found.seen[line.name] = after(own, begin, work)
            continue
        clock = max([floor, *(asked(plan, line, one, found.begins, found.ends, on_clock=True) for one in line.links)])
        waits = max([floor, *(asked(plan, line, one, found.seen_begins, found.seen) for one in line.links)])
        is_told = bool(line.links) and all(one.before in found.over for one in line.links) and floor <= now
        reached = opened(line, waits) if line.links else now
        if is_told and reached <= now:
            found.over.add(line.name)
        else:
            reached = opened(line, max(now, waits))
            clock = clock if line.links else max(now, clock)
        found.begins[line.name] = found.ends[line.name] = clock
        found.seen_begins[line.name] = found.seen[line.name] = reached
    return found


def opened(line: Line, hour: int) -> int:
    """When a milestone is reached that may be from an hour on: on a working hour of the calendar that it names."""
    if line.calendar is None or (line.kind == "finish" and works(line.calendar, hour - 1)):
        return hour
    return open_at(line.calendar, hour)


def lateness(plan: Drawn) -> dict[str, int]:
    """By task with a deadline the hours by which what it waits for ends after it; 0 or less where it is kept.

    What is told by the day on which it started was not reached on the evening before.
    """
    ends, late = lived(plan).ends, {}
    for line in plan.dated:
        morning = line.kind == "start" and line.ended is not None
        late[line.name] = ends[line.name] + 24 * morning - 24 * ((line.due or 0) + 1)
    return late


LAGS = st.sampled_from(
    [(0, "wd"), (0, "wd"), (0, "wd"), (3, "wd"), (2, "cd"), (5, "h"), (26, "h"), (1, "wd"), (9, "cd")]
)


@st.composite
def drawn(draw: st.DrawFn, largest: int = 8, *, progress: bool = True, types: str = "FS FS FS SS FF SF") -> Drawn:
    """A plan of up to so many tasks with at least one deadline, and what is reported of it at its meeting."""
    lines: list[Line] = []
    for k in range(draw(st.integers(1, largest))):
        kind = draw(st.sampled_from(["work", "work", "work", "finish", "finish", "start"]))
        unit = draw(st.sampled_from(["wd", "wd", "wd", "cd"])) if kind == "work" else "wd"
        calendar = draw(st.sampled_from([*CALENDARS, None])) if unit == "wd" else None
        chosen = draw(st.lists(st.integers(0, k - 1), max_size=2, unique=True)) if k else []
        links = tuple(
            Link(f"t{p}", draw(st.sampled_from(types.split())), *draw(LAGS), soft=draw(st.integers(0, 5)) == 5)
            for p in chosen
        )
        alap = kind == "work" and draw(st.integers(0, 9)) == 9
        lines.append(
            Line(
                f"t{k}",
                kind,
                calendar,
                draw(st.integers(1, 12)) if kind == "work" else 0,
                unit,
                links,
                due=None if alap else draw(st.none() | st.integers(0, 200)),
                floor=draw(st.integers(0, 60)) if draw(st.integers(0, 7)) == 7 else None,
                alap=alap,
            )
        )
    if all(line.due is None for line in lines):
        lines[-1] = replace(lines[-1], due=draw(st.integers(0, 200)), alap=False)
    plan = Drawn(
        tuple(lines),
        draw(st.sampled_from(CALENDARS)),
        draw(st.sampled_from([0, 0, *range(1, 150)])),
        draw(st.sampled_from([None, *(line.name for line in lines if line.due is not None)])),
        draw(st.sampled_from(["predecessor", "predecessor", "successor", "project", "24h"])),
    )
    return draw(told(plan)) if progress and plan.now else plan


@st.composite
def told(draw: st.DrawFn, plan: Drawn) -> Drawn:
    """What the bodies report by the meeting: in sequence, of nothing that others follow from its start."""
    followed = {link.before for line in plan.lines for link in line.links if link.type[0] == "S"}
    for k, line in enumerate(plan.lines):
        known = {one.name: one for one in plan.lines}
        if line.name in followed or line.alap or any(known[one.before].ended is None for one in line.links):
            continue
        so_far = lived(replace(plan, lines=plan.lines[:k]))
        held = [asked(plan, line, one, so_far.seen_begins, so_far.seen) for one in line.links]
        first = max([0, *held, *([24 * line.floor] if line.floor is not None else [])])
        first = max(0, -(-first // 24) - (line.kind != "work" and first > 0))
        if first >= plan.now:
            continue
        how = draw(st.sampled_from(["silent", "ended", "ended", "ended", "running"]))
        begun = draw(st.integers(first, min(plan.now - 1, first + 4)))
        if how == "ended":
            ended = draw(st.integers(begun, min(plan.now - 1, begun + 30)))
            line = replace(line, begun=begun, ended=ended) if line.kind == "work" else replace(line, ended=begun)
        elif how == "running" and line.kind == "work":
            line = replace(line, begun=begun, left=draw(st.integers(1, 9)))
        plan = replace(plan, lines=(*plan.lines[:k], line, *plan.lines[k + 1 :]))
    return plan
