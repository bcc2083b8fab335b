"""The decision ledger as lines, tables and records: what each decision is worth each week, what was delivered of it.

Other programs read the names of the records: only ever add at the end. This module must never compute a worth or
choose a state.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from schedule.analysis.move.decided import DecisionLedger, Entry
from schedule.calendars.worktime import finish_day, moment, start_day
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.csv_json import json_value
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.why.tables import Titled, signed
from schedule.output.words.phrases import Cell, Value, Voice
from schedule.output.words.promised import promised_text, state_word, title, worth_text
from schedule.output.words.saying import Days, Phrase, body_name, joined, say, task_name

DECISION_COLUMNS = (
    "date",
    "milestone",
    "kind",
    "id",
    "decided_on",
    "task",
    "reason",
    "approved_by",
    "asked_by",
    "forecast",
    "without",
    "worth_min",
    "worth_days",
    "promises",
    "due",
    "delivered",
    "by_due",
    "measures",
    "reported",
    "state",
    "overdue",
)
"""The columns of `daopai why --decisions --format csv`: one row a decision and meeting, then what all are worth."""


def decided_lines(weeks: Sequence[DecisionLedger], voice: Voice, screen: Screen) -> list[str]:
    """The decisions at the last of some meetings; of several also what each was worth from meeting to meeting."""
    found = weeks[-1]
    heading = voice.say(
        "decided.heading",
        task=task_name(found.milestone),
        day=start_day(found.data_date),
        now=found.dates.last_day,
    )
    lines = [screen.paint(line, "title") for line in wrapped(heading, screen)]
    if not found.entries:
        return [*lines, "", *wrapped(voice.say("decided.nothing"), screen)]
    lines += ["", *table_text(decided_table(found), voice, screen)]
    said = [voice.tell(promised_text(one)) if one.event.is_promised else "" for one in found.entries]
    for k, (one, promised) in enumerate(zip(found.entries, said, strict=True), 1):
        texts = (voice.tell(worth_text(one, found)), *([promised] if promised else []))
        text = voice.say("sentence.gap").join(voice.say("sentence.end", text=text) for text in texts)
        lines += wrapped(text, screen, first=f"{k}. ", indent=" " * len(f"{k}. "))
    if len(weeks) > 1:
        heading = voice.say("decided.weeks")
        lines += ["", *(screen.paint(line, "title") for line in wrapped(heading, screen))]
        lines += table_text(weeks_of_decisions(weeks), voice, screen)
    keys = ["worth", *(["together"] if len(found.entries) > 1 else [])]
    keys += ["delivered"] if any(one.event.is_promised for one in found.entries) else []
    lines += ["", screen.paint(voice.say("why.legend"), "grey")]
    for key in keys:
        legend = wrapped(voice.say(f"decided.legend.{key}"), screen, first="- ", indent="  ")
        lines += [screen.paint(line, "grey") for line in legend]
    return lines


def decided_table(found: DecisionLedger) -> Table:
    """One row a decision; then the single worths added, what all are worth together, and the difference."""
    rows: list[tuple[Cell, ...]] = [_row(k, one) for k, one in enumerate(found.entries, 1)]
    if len(found.entries) > 1:
        sums = ("alone", found.alone), ("joint", found.joint_days), ("together", found.together)
        rows += [
            (None, say(f"decided.{key}"), None, None, _signed(days), *(None,) * 5)
            for key, days in sums
            if days is not None
        ]
    columns = (
        Column("number", right=True),
        Column("decision", shrink=True),
        Column("decided_on"),
        Column("asked_by", drop=4, shrink=True),
        Column("worth", right=True),
        Column("without_it", drop=1),
        Column("promised", drop=3, shrink=True),
        Column("delivered_days", drop=2),
        Column("due_on"),
        Column("delivery_state"),
    )
    return Table(columns, tuple(rows))


def _row(number: int, one: Entry) -> tuple[Cell, ...]:
    event = one.event
    promised = (
        say("decided.promise.short", task=task_name(each.promise.task), days=Days(each.promise.days))
        for each in one.promises
    )
    return (
        number,
        title(event),
        start_day(event.day),
        None if event.asked_by is None else body_name(event.asked_by),
        _signed(one.days),
        None if one.without is None else one.without.last_day,
        joined((*promised, *event.measures), "comma") or None,
        joined(("?" if each.days is None else str(each.days) for each in one.promises), "comma") or None,
        None if event.due is None else finish_day(event.due),
        state_word(one),
    )


def _signed(days: int | None) -> str:
    return "?" if days is None else signed(days)


def weeks_of_decisions(weeks: Sequence[DecisionLedger]) -> Table:
    """What each decision was worth at each of some meetings, then what all of them were together."""
    every = [one.event for one in weeks[-1].entries]
    rows: list[tuple[Cell, ...]] = []
    for week in weeks:
        known = {id(one.event): one for one in week.entries}
        cells = [None if id(event) not in known else _signed(known[id(event)].days) for event in every]
        day = start_day(week.data_date).isoformat()
        rows.append((day, week.dates.last_day, *cells, None if not week.count else _signed(week.joint_days)))
    headings: list[Phrase] = [say("column.until"), say("column.forecast")]
    headings += [*(str(k) for k in range(1, len(every) + 1)), say("decided.joint")]
    columns = tuple(Column("week", right=k > 1) for k in range(len(headings)))
    return Titled(columns, tuple(rows), headings=tuple(headings))


def decision_rows(weeks: Sequence[DecisionLedger]) -> Iterator[tuple[Value, ...]]:
    """The rows of `DECISION_COLUMNS`: `kind` is decision, alone (the sum), joint, together (what joint has beyond it).

    `worth_min` and `worth_days` are those by which the milestone is later (positive) or earlier for the decision.
    `promises` are `task:days`, `delivered` and `by_due` the days of each in that order, `reported` the data dates of
    the first reports of each of the measures; empty where there is no value.
    """
    for week in weeks:
        at = start_day(week.data_date), week.milestone
        for one in week.entries:
            record = _record(one, week)
            joined = {
                "promises": [f"{each['task']}:{each['days']}" for each in record["promises"]],
                "delivered": [each["delivered_days"] for each in record["promises"]],
                "by_due": [each["by_due_days"] for each in record["promises"]],
                "measures": [each["text"] for each in record["measures"]],
                "reported": [each["reported"] for each in record["measures"]],
            }
            flat = record | {key: _joined(values) for key, values in joined.items()}
            yield (*at, "decision", *(flat[key] for key in DECISION_COLUMNS[3:]))
        sums = ("alone", None, week.alone), ("joint", week.joint, week.joint_days), ("together", None, week.together)
        for kind, minutes, days in sums if week.count else ():
            of_all = {"forecast": week.dates.last_day, "worth_min": minutes, "worth_days": days}
            yield (*at, kind, *(of_all.get(key) for key in DECISION_COLUMNS[3:]))


def _joined(values: Sequence[object]) -> str | None:
    known = ["-" if value is None else str(value) for value in values]
    return " ".join(known) or None


def decisions_json(weeks: Sequence[DecisionLedger]) -> str:
    """The same as one JSON object: a list of meetings, each with its decisions and what they are worth together."""
    meetings = [
        {
            "date": start_day(week.data_date),
            "milestone": week.milestone,
            "forecast": week.dates.last_day,
            "decisions": [_record(one, week) for one in week.entries],
            "alone_days": week.alone,
            "joint_min": week.joint,
            "joint_days": week.joint_days,
            "together_days": week.together,
        }
        for week in weeks
    ]
    return json.dumps({"meetings": meetings}, ensure_ascii=False, indent=1, default=json_value) + "\n"


def _record(one: Entry, week: DecisionLedger) -> dict[str, Any]:
    event = one.event
    return {
        "id": event.id,
        "decided_on": start_day(event.day),
        "task": event.revisions[event.leading].task or None,
        "reason": event.reason,
        "approved_by": event.approved_by,
        "asked_by": event.asked_by,
        "forecast": week.dates.last_day,
        "without": None if one.without is None else one.without.last_day,
        "worth_min": one.worth,
        "worth_days": one.days,
        "promises": [
            {
                "task": each.promise.task,
                "days": json_value(Days(each.promise.days)),
                "delivered_days": each.days,
                "by_due_days": each.by_due,
                "kept": each.kept,
            }
            for each in one.promises
        ],
        "due": None if event.due is None else finish_day(event.due),
        "measures": [
            {"text": each.text, "reported": None if each.reported is None else moment(each.reported).date()}
            for each in one.measures
        ],
        "state": None if one.state is None else one.state.value,
        "overdue": one.is_overdue,
    }
