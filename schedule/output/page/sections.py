"""What the HTML page says beside its chart: lights by body, the minutes' sections, deadlines, every task's story.

The sections are those of the minutes (`schedule.output.minutes.bulletin`) and the deadline table is that of the
spreadsheet: the same values, so that no two papers disagree. This module must never compute a date or judge a light.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.engine.schedule import Stage
from schedule.output.minutes.bulletin import Bulletin, Item, Section
from schedule.output.page.markup import PILLS, Grid, Line, Marks, Pill, Places, pill, table_rows
from schedule.output.page.stories import Story
from schedule.output.tables.contents import (
    DEADLINES,
    Table,
    deadline_records,
    deadline_table,
    deadlines_answer,
    problem,
    progress_cell,
    waits_for,
)
from schedule.output.why.tables import ledger_table
from schedule.output.words.disputed import to_settle
from schedule.output.words.phrases import Value, Voice, predecessors

DEADLINE_KEYS = tuple(one.key for one in sorted(DEADLINES, key=lambda one: one.page) if one.page)
"""Which columns of the deadline table the page has, in its own order: the light first, the dates side by side."""


@dataclass(frozen=True, slots=True)
class Card:
    """How a body stands: its number, its name, its lights with their counts, and how much of its work is finished."""

    number: int
    name: str
    lights: tuple[Pill, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list: its light, its text, and its marks and where it leads, if it is about tasks."""

    light: Pill | None
    text: str
    marks: Marks | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the minutes: what stands in it, or only its heading where there is nothing to tell.

    `filtered` says whether a filter may leave nothing of it, `ledger` is the table of whose the days are.
    """

    heading: str
    entries: tuple[Entry, ...] = ()
    table: Grid | None = None
    place: str = ""
    filtered: bool = False
    ledger: Grid | None = None

    @property
    def calm(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.entries and self.table is None


@dataclass(frozen=True, slots=True)
class Detail:
    """A task with its facts by their headings and why it stands where it stands, and what a search finds it by."""

    marks: Marks
    anchor: str
    name: str
    body: str
    light: Pill
    critical: bool
    story: Story
    facts: tuple[tuple[str, str], ...]
    searched: str


def board(meeting: Meeting, found: Places, voice: Voice) -> tuple[Card, ...]:
    """How many lights of each kind every body has; each body is a switch for the filter."""
    cards = []
    for body, number in found.bodies.items():
        names = [name for name, whose in found.body_of.items() if whose == body]
        if not names:  # it only decides what others have to submit first
            continue
        counts = {light: sum(meeting.lights[name] is light for name in names) for light in PILLS}
        done = sum(meeting.schedule.tasks[name].stage is Stage.FINISHED for name in names)
        lights = tuple(
            pill(light, voice.say("page.count", light=voice.say(f"light.{light}"), number=count))
            for light, count in counts.items()
            if count
        )
        cards.append(Card(number, voice.body(body), lights, voice.say("page.finished", done=done, total=len(names))))
    return tuple(cards)


def totals(meeting: Meeting, voice: Voice) -> tuple[tuple[Pill, int], ...]:
    """How many tasks stand under each light, in the order of what they ask for."""
    return tuple((pill(light, voice.say(f"light.{light}")), meeting.counts[light].tasks) for light in PILLS)


def finished_words(meeting: Meeting, voice: Voice) -> str:
    """How many tasks of the plan are finished."""
    done = sum(dates.stage is Stage.FINISHED for dates in meeting.schedule.tasks.values())
    return voice.say("page.finished", done=done, total=len(meeting.lights))


def minutes_sections(
    paper: Bulletin, meeting: Meeting, found: Places, voice: Voice
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The sections of the minutes: those about now (alerts, what holds the date), and those that follow."""
    now: list[Part] = []
    after: list[Part] = []
    for section in paper.sections:
        empty = not (section.items or section.table)
        first = section.noun in ("alert", "conflict", "doubt") or section.picture == "critical" or empty
        urgent = first and not after
        (now if urgent else after).append(_part(section, meeting, found, voice))
    return tuple(now), tuple(after)


def _part(section: Section, meeting: Meeting, found: Places, voice: Voice) -> Part:
    if section.table is not None:
        table = _minutes_table(section.table, meeting, found, voice)
        place = "upcoming" if section.table.columns[0].key == "body" else ""
        said = tuple(_entry(item, (), found, voice) for item in section.items)
        return Part(voice.tell(section.heading), said, table, place, filtered=True)
    if not section.items:
        return Part(voice.tell(section.heading))
    names = _items_of(section, meeting)
    said = tuple(_entry(item, about, found, voice) for item, about in zip(section.items, names, strict=True))
    ledger = _ledger(meeting, found, voice) if section.file == "ledger.csv" else None
    return Part(voice.tell(section.heading), said, filtered=any(names), ledger=ledger)


def _items_of(section: Section, meeting: Meeting) -> Sequence[tuple[str, ...]]:
    """The tasks that each of a section's items is about, the one that explains it first; none of the whole plan."""
    if section.noun == "alert":
        light = section.items[0].light
        return [_about(alert) for alert in meeting.alerts if alert.light.value == light]
    if section.noun == "conflict":
        return [(name,) for name in meeting.disputes]
    if section.noun == "doubt":
        return [one.tasks for one in meeting.doubts_apart]
    if all(item.light for item in section.items):
        return [(name,) for name in meeting.unreported]
    return [()] * len(section.items)


def _about(alert: Alert) -> tuple[str, ...]:
    """An alert's task; of work before its permit also what has begun, so that a filter by its body finds the line."""
    begun = () if alert.breach is None else (one.task for one in alert.breach.begun)
    return alert.task, *begun


def _entry(item: Item, names: tuple[str, ...], found: Places, voice: Voice) -> Entry:
    sign = pill(Light(item.light), voice.say(f"light.{item.light}")) if item.light else None
    names = tuple(name for name in names if name in found.tasks)
    if not names:
        return Entry(sign, voice.tell(item.text))
    return Entry(sign, voice.tell(item.text), found.marks(names), found.anchor(names[0]))


def _minutes_table(table: Table, meeting: Meeting, found: Places, voice: Voice) -> Grid:
    """A table of the minutes; that of the bodies has a heading for each of them."""
    keys = [column.key for column in table.columns]
    if keys[0] == "body":
        return _by_body(table, meeting, found, voice)
    names = meeting.moved if "moved" in keys else meeting.critical_path
    return table_rows(table, voice, names, found, meeting.lights)


def _by_body(table: Table, meeting: Meeting, found: Places, voice: Voice) -> Grid:
    names = list(chain.from_iterable(meeting.upcoming.values()))
    bare = Table(table.columns[1:], tuple(row[1:] for row in table.rows))
    grid = table_rows(bare, voice, names, found, meeting.lights)
    lines, left = [], iter(grid.groups[0])
    for body, all_of_it in meeting.upcoming.items():
        mine = [name for name in all_of_it if name in found.tasks]
        lines.append(Line(marks=found.marks(mine, "group"), heading=voice.body(body)))
        lines += [next(left) for _ in mine]
    return replace(grid, groups=(tuple(lines),))


def _ledger(meeting: Meeting, found: Places, voice: Voice) -> Grid | None:
    """Whose each day of the move since the last meeting is, line by line, with the sum."""
    one = meeting.ledger
    if one is None:
        return None
    table = ledger_table(Windows(one.milestone, (one,)), whole=True)
    return replace(table_rows(table, voice, [None] * len(table.rows), found, meeting.lights), kind="ledger")


def deadlines(meeting: Meeting, found: Places, voice: Voice) -> Grid | str:
    """The deadline table (工期倒排表): cards on a phone, a table where there is room; or why there is none."""
    answer = voice.tell(deadlines_answer(meeting))
    if answer is not None:
        return answer
    table = deadline_table(meeting)
    one_deadline = len({row.deadline for row in meeting.deadlines}) == 1
    keys = [key for key in DEADLINE_KEYS if not (one_deadline and key.startswith("deadline"))]
    place = {column.key: k for k, column in enumerate(table.columns)}
    chosen = [place[key] for key in keys]
    shown = Table(tuple(table.columns[k] for k in chosen), tuple(tuple(row[k] for k in chosen) for row in table.rows))
    names = [row.task for row in meeting.deadlines]
    return replace(table_rows(shown, voice, names, found, meeting.lights), kind="deadlines")


def details(meeting: Meeting, story_of: Mapping[str, Story], found: Places, voice: Voice) -> tuple[Detail, ...]:
    """Every task with its facts and why it stands where it stands; open until a script closes it."""
    owed = {row.task: record for row, record in zip(meeting.deadlines, deadline_records(meeting, voice), strict=True)}
    return tuple(_detail(name, meeting, story_of[name], owed.get(name, {}), found, voice) for name in found.tasks)


def _detail(
    name: str, meeting: Meeting, story: Story, owed: Mapping[str, Value], found: Places, voice: Voice
) -> Detail:
    light, task = meeting.lights[name], meeting.schedule.tasks[name].task
    facts = (
        (voice.say(f"column.{key}"), shown)
        for key, value in _facts(name, meeting, owed, voice)
        if (shown := voice.show(value))
    )
    return Detail(
        found.marks([name]),
        found.anchor(name),
        voice.task_name(task),
        voice.acting_name(task) or "",
        pill(light, voice.say(f"light.{light}")),
        name in found.critical,
        story,
        tuple(facts),
        " ".join(_searched(name, meeting, voice)).lower(),
    )


def _searched(name: str, meeting: Meeting, voice: Voice) -> Iterator[str]:
    """What a search finds a task by: its names, its id, and who is responsible."""
    task, plan = meeting.schedule.tasks[name].task, voice.plan
    for text in (task.name, task.name_en, task.id, task.owner, task.leader):
        yield text or ""
    for key in dict.fromkeys((task.body, voice.acting(task))):
        body = plan.bodies.get(key or "")
        if body is not None:
            yield from (body.name, body.name_en or "", body.lead or "", body.lead_en or "")


def _facts(name: str, meeting: Meeting, owed: Mapping[str, Value], voice: Voice) -> Iterator[tuple[str, Value]]:
    """A task's facts by the headings of the deadline table; what owes nothing to a deadline has its own."""
    dates = meeting.schedule.tasks[name]
    task, status = dates.task, dates.status
    own: dict[str, Value] = {
        "body": voice.acting_name(task),
        "owner": voice.person(task),
        "support": voice.support(task),
        "leader": task.leader,
        "after": voice.told(predecessors(task, meeting.schedule)),
        "start": None if task.is_milestone else dates.first_day,
        "finish" if dates.stage is Stage.FINISHED else "forecast": dates.last_day,
        "progress": voice.tell(progress_cell(dates, voice.duties.get(name), meeting.schedule.state.data_date)),
        "problem": voice.tell(
            problem(status.cause, status.note, meeting.corrected.get(name, ()), waits_for(name, meeting.schedule))
        ),
        "request": voice.tell(to_settle(status.request, meeting.disputes.get(name))),
        "document": status.document,
    }
    keys = ("latest_start", "latest_finish", "float_days", "behind_days", "deadline_task", "deadline")
    request = meeting.requests.get(name)
    yield from own.items()
    if request is not None:
        yield from (("requested_start", request.start), ("requested_finish", request.finish))
    yield from ((key, owed.get(key)) for key in keys)
    yield "id", name
