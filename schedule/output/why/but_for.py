"""What a milestone would be without one body's delays, in words, as a table and for programs.

This module must never compute a date: `analysis.move.but_for` has them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from schedule.analysis.move.but_for import ButFor
from schedule.calendars.worktime import moment, start_day
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.csv_json import json_value
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.why.tables import signed
from schedule.output.words.phrases import Cell, Value, Voice
from schedule.output.words.saying import Phrase, apart, body_name, say, say_of, task_name

BUT_FOR_COLUMNS = ("data_date", "milestone", "body", "forecast", "without", "days", "but_for_min")
"""The columns of `daopai why --but-for BODY --format csv`: one row a meeting."""


def but_for_lines(found: ButFor, voice: Voice, screen: Screen) -> list[str]:
    """The answer, week by week, and what it does not say."""
    title, (view, *legend) = but_for_sentence(found), without_words(found)
    rows: list[tuple[Cell, ...]] = [
        (say("why.start", day=start_day(found.since).isoformat()), found.expected, found.expected, None)
    ]
    rows += [
        (start_day(one.data_date).isoformat(), one.forecast, one.without, signed(one.days)) for one in found.meetings
    ]
    columns = (Column("until"), Column("forecast"), Column("without"), Column("but_for", right=True))
    lines = [screen.paint(line, "title") for line in wrapped(voice.tell(title), screen)]
    lines += ["", *wrapped(voice.say("sentence.end", text=view), screen)]
    lines += ["", *table_text(Table(columns, tuple(rows)), voice, screen), ""]
    return [
        *lines,
        *(
            screen.paint(line, "grey")
            for text in voice.told(legend)
            for line in wrapped(text, screen, first="- ", indent="  ")
        ),
    ]


def but_for_sentence(found: ButFor) -> Phrase:
    """The answer at the last meeting, in one sentence."""
    last = found.last
    key = "later" if last.days > 0 else "earlier" if last.days < 0 else "same"
    return say_of(
        found.milestone,
        f"why.without.{key}",
        body=body_name(found.body),
        task=task_name(found.milestone),
        now=last.forecast,
        without=last.without,
        days=apart(abs(last.days), abs(last.but_for)),
        since=start_day(found.since).isoformat(),
        until=start_day(last.data_date).isoformat(),
    )


def without_words(found: ButFor) -> list[Phrase]:
    """In which view it is, what was taken back, and what the differences do not sum to."""
    view = say("why.view.known" if found.as_known else "why.view.reported", until=_day(found))
    return [view, *(say(f"why.legend.{key}") for key in ("without", "without.sums"))]


def _day(found: ButFor) -> date:
    return start_day(found.last.data_date)


def but_for_rows(found: ButFor) -> Iterator[tuple[Value, ...]]:
    """One row a meeting, with the columns of `BUT_FOR_COLUMNS`."""
    for one in found.meetings:
        day = start_day(one.data_date).isoformat()
        yield day, found.milestone, found.body, one.forecast, one.without, one.days, one.but_for


def but_for_json(found: ButFor) -> str:
    """The same as one JSON object."""
    whole = {
        "milestone": found.milestone,
        "body": found.body,
        "from": moment(found.since).isoformat(timespec="minutes"),
        "expected": found.expected,
        "view": "as-known" if found.as_known else "as-reported",
        "meetings": [dict(zip(BUT_FOR_COLUMNS, row, strict=True)) for row in but_for_rows(found)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=json_value) + "\n"
