"""What the HTML page says beside its chart: lights by body, the minutes' sections, deadlines, every task's story.

The sections are those of the minutes (`schedule.output.minutes.bulletin`) and the deadline table is that of the
spreadsheet: the same values, so that no two papers disagree. This module must never compute a date or judge a light.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from schedule.analysis.dates.alerts import Alert, Light
from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.engine.schedule import Stage
from schedule.output.minutes.bulletin import Bulletin, Item, Section
from schedule.output.page.markup import PILLS, Places, left_out, pill, plain, table_rows, whole_table
from schedule.output.page.stories import Story
from schedule.output.tables.contents import Table, deadline_table, deadlines_answer, problem, progress_cell
from schedule.output.why.tables import ledger_table
from schedule.output.words.disputed import to_settle
from schedule.output.words.phrases import Value, Voice, predecessors

DEADLINE_KEYS = (
    "light",
    "number",
    "task",
    "body",
    "owner",
    "support",
    "leader",
    "after",
    "start",
    "requested_start",
    "requested_finish",
    "latest_start",
    "latest_finish",
    "forecast",
    "float_days",
    "behind_days",
    "progress",
    "problem",
    "request",
    "document",
    "deadline_task",
    "deadline",
)
"""Which columns of the deadline table the page has, in its own order: the light first, the dates side by side."""


def board(meeting: Meeting, found: Places, voice: Voice) -> str:
    """How many lights of each kind every body has; each body is a switch for the filter."""
    cards = []
    for body, number in found.bodies.items():
        names = [name for name, whose in found.body_of.items() if whose == body]
        if not names:  # it only decides what others have to submit first
            continue
        counts = {light: sum(meeting.lights[name] is light for name in names) for light in PILLS}
        done = sum(meeting.schedule.tasks[name].stage is Stage.FINISHED for name in names)
        pills = "".join(
            pill(light, voice.say("page.count", light=voice.say(f"light.{light}"), number=count))
            for light, count in counts.items()
            if count
        )
        total = voice.say("page.finished", done=done, total=len(names))
        cards.append(
            f'<label class="body" for="b{number}"><b>{plain(voice.body(body))}</b>'
            f'<span class="pills">{pills}</span><small>{plain(total)}</small></label>'
        )
    return f'<div class="board">{"".join(cards)}</div>'


def totals(meeting: Meeting, voice: Voice) -> str:
    """How many tasks stand under each light, in the order of what they ask for."""
    done = sum(dates.stage is Stage.FINISHED for dates in meeting.schedule.tasks.values())
    cells = [
        f'<li class="{kind if meeting.counts[light].tasks else "zero"}"><b>{meeting.counts[light].tasks}</b>'
        f"{plain(voice.say(f'light.{light}'))}</li>"
        for light, kind in PILLS.items()
    ]
    total = voice.say("page.finished", done=done, total=len(meeting.lights))
    return f'<ul class="totals">{"".join(cells)}</ul><p class="done">{plain(total)}</p>'


def minutes_sections(paper: Bulletin, meeting: Meeting, found: Places, voice: Voice) -> tuple[str, str]:
    """The sections of the minutes: those about now (alerts, what holds the date), and those that follow."""
    now: list[str] = []
    after: list[str] = []
    for section in paper.sections:
        empty = not (section.items or section.table)
        first = section.noun in ("alert", "conflict", "doubt") or section.picture == "critical" or empty
        urgent = first and not after
        (now if urgent else after).append(_section(section, meeting, found, voice))
    return "".join(now), "".join(after)


def _section(section: Section, meeting: Meeting, found: Places, voice: Voice) -> str:
    title = f"<h2>{plain(section.heading)}</h2>"
    if section.table is not None:
        table = _minutes_table(section.table, meeting, found, voice)
        place = ' id="upcoming"' if section.table.columns[0].key == "body" else ""
        said = "".join(_item(item, (), found, voice) for item in section.items)
        above = f'<ul class="items">{said}</ul>' if said else ""
        return f'<section class="paper"{place}>{title}{above}{table}{none(voice)}</section>'
    if not section.items:
        return f'<section class="paper calm">{title}</section>'
    names = _items_of(section, meeting)
    lines = "".join(_item(item, about, found, voice) for item, about in zip(section.items, names, strict=True))
    body = f'<ul class="items">{lines}</ul>' + (none(voice) if any(names) else "")
    if section.file == "ledger.csv" and meeting.ledger is not None:
        body += _ledger(meeting, found, voice)
    return f'<section class="paper">{title}{body}</section>'


def none(voice: Voice) -> str:
    """What stands in a section of which the filters leave nothing."""
    return f'<p class="none">{plain(voice.say("page.none"))}</p>'


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


def _item(item: Item, names: tuple[str, ...], found: Places, voice: Voice) -> str:
    sign = pill(Light(item.light), voice.say(f"light.{item.light}")) if item.light else ""
    names = tuple(name for name in names if name in found.tasks)
    if not names:
        return f"<li>{sign}<span>{plain(item.text)}</span></li>"
    line = f"{sign}<span>{plain(item.text)}</span>"
    return f'<li {found.marks(names)}><a href="#{found.anchor(names[0])}">{line}</a></li>'


def _minutes_table(table: Table, meeting: Meeting, found: Places, voice: Voice) -> str:
    """A table of the minutes; that of the bodies has a heading for each of them."""
    keys = [column.key for column in table.columns]
    if keys[0] == "body":
        return _by_body(table, meeting, found, voice)
    names = meeting.moved if "moved" in keys else meeting.critical_path
    head, rows = table_rows(table, voice, names, found, meeting.lights)
    return whole_table(head, rows) + left_out(len(names) - len(rows), voice)


def _by_body(table: Table, meeting: Meeting, found: Places, voice: Voice) -> str:
    names = list(chain.from_iterable(meeting.upcoming.values()))
    bare = Table(table.columns[1:], tuple(row[1:] for row in table.rows))
    head, rows = table_rows(bare, voice, names, found, meeting.lights)
    lines, left = [], iter(rows)
    for body, all_of_it in meeting.upcoming.items():
        mine = [name for name in all_of_it if name in found.tasks]
        title = f'<th colspan="{len(bare.columns)}" scope="rowgroup">{plain(voice.body(body))}</th>'
        lines.append(f"<tr {found.marks(mine, 'group')}>{title}</tr>")
        lines += [next(left) for _ in mine]
    return whole_table(head, lines) + left_out(len(names) - len(rows), voice)


def _ledger(meeting: Meeting, found: Places, voice: Voice) -> str:
    """Whose each day of the move since the last meeting is, line by line, with the sum."""
    one = meeting.ledger
    if one is None:
        return ""
    table = ledger_table(Windows(one.milestone, (one,)), voice, whole=True)
    head, rows = table_rows(table, voice, [None] * len(table.rows), found, meeting.lights)
    return f"<h3>{plain(voice.say('page.ledger'))}</h3>{whole_table(head, rows, 'ledger')}"


def deadlines(meeting: Meeting, found: Places, voice: Voice) -> str:
    """The deadline table (工期倒排表): cards on a phone, a table where there is room."""
    answer = deadlines_answer(meeting, voice)
    if answer is not None:
        return f"<p>{plain(answer)}</p>"
    table = deadline_table(meeting, voice)
    one_deadline = len({row.deadline for row in meeting.deadlines}) == 1
    keys = [key for key in DEADLINE_KEYS if not (one_deadline and key.startswith("deadline"))]
    place = {column.key: k for k, column in enumerate(table.columns)}
    chosen = [place[key] for key in keys]
    shown = Table(tuple(table.columns[k] for k in chosen), tuple(tuple(row[k] for k in chosen) for row in table.rows))
    names = [row.task for row in meeting.deadlines]
    head, rows = table_rows(shown, voice, names, found, meeting.lights)
    hint = f'<p class="hint">{plain(voice.say("page.more"))}</p>'
    return hint + whole_table(head, rows, "deadlines") + left_out(len(names) - len(rows), voice) + none(voice)


def details(meeting: Meeting, story_of: Mapping[str, Story], found: Places, voice: Voice) -> str:
    """Every task with its facts and why it stands where it stands; open until a script closes it."""
    owed = {
        row.task: record
        for row, record in zip(meeting.deadlines, deadline_table(meeting, voice).records(), strict=True)
    }
    return "".join(
        _detail(name, meeting, story_of[name], owed.get(name, {}), found, voice) for name in found.tasks
    ) + none(voice)


def _detail(name: str, meeting: Meeting, story: Story, owed: Mapping[str, Value], found: Places, voice: Voice) -> str:
    dates, light = meeting.schedule.tasks[name], meeting.lights[name]
    task = dates.task
    body = voice.acting_name(task)
    who = "" if body is None else f"<small>{plain(body)}</small>"
    signs = pill(light, voice.say(f"light.{light}"))
    signs += f'<i class="crit">{plain(voice.say("page.is-critical"))}</i>' if name in found.critical else ""
    facts = "".join(
        f"<dt>{plain(voice.say(f'column.{key}'))}</dt><dd>{plain(voice.show(value))}</dd>"
        for key, value in _facts(name, meeting, owed, voice)
        if voice.show(value)
    )
    alerts = "".join(f"<p>{plain(text)}</p>" for text in story.alerts)
    why = "".join(
        f"<h4>{plain(title)}</h4>"
        + (f"<ul>{''.join(f'<li>{plain(line)}</li>' for line in lines)}</ul>" if lines else "")
        for title, lines in story.groups
    )
    searched = plain(" ".join(_searched(name, meeting, voice)).lower())
    return (
        f'<details {found.marks([name])} id="{found.anchor(name)}" data-s="{searched}" open><summary>{signs}'
        f"<span>{plain(voice.task_name(task))}</span>{who}</summary>"
        f'<p class="lead">{plain(story.head)}</p>{alerts}<dl>{facts}</dl>{why}</details>'
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
        "after": predecessors(task, meeting.schedule, voice),
        "start": dates.first_day,
        "finish" if dates.stage is Stage.FINISHED else "forecast": dates.last_day,
        "progress": progress_cell(dates, voice),
        "problem": problem(status.cause, status.note, meeting.corrected.get(name, ()), voice),
        "request": to_settle(status.request, meeting.disputes.get(name), voice),
        "document": status.document,
    }
    keys = ("latest_start", "latest_finish", "float_days", "behind_days", "deadline_task", "deadline")
    request = meeting.requests.get(name)
    yield from own.items()
    if request is not None:
        yield from (("requested_start", request.start), ("requested_finish", request.finish))
    yield from ((key, owed.get(key)) for key in keys)
    yield "id", name
