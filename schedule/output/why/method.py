"""The method statement: which method gave the figures of a ledger, over which windows, from what, and what it leaves.

The page goes with the figures to a dispute board: methods by their names in AACE's recommended practice 29R-03 and in
the SCL protocol, what was rectified, what is not judged, and the fingerprints by which the records can be held against
the paper. Only what the ledger does is said here. This module must never compute a figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schedule.analysis.meeting import Meeting
from schedule.analysis.move.windows import Windows
from schedule.calendars.worktime import start_day
from schedule.engine.schedule import Schedule
from schedule.model import FINGERPRINT, PLAN, Baseline, Project
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.csv_json import json_value
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.why.sentences import rectified_words
from schedule.output.why.tables import signed
from schedule.output.words.notices import calendar_notices, head_marks
from schedule.output.words.phrases import Cell, Value, Voice
from schedule.output.words.saying import (
    Phrase,
    WholeDay,
    across,
    in_text,
    joined,
    number_of,
    project_name,
    say,
    task_name,
)
from schedule.output.words.sentences import fingerprint_check, version_text
from schedule.version import THIS


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the statement: its paragraphs, and a table below them where it has one."""

    heading: Phrase
    texts: tuple[Phrase, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What the figures come from: one project with its meeting at the last data date, or successive exports of one.

    `baseline` is the one from which the windows begin; None where they begin at a meeting.
    """

    projects: Sequence[Project]
    names: Sequence[str]
    meeting: Meeting | None = None
    baseline: Baseline | None = None


def method_title(found: Windows) -> Phrase:
    """What the statement is of: the project, the task, and from when to when."""
    since, until = (WholeDay(start_day(one)) for one in (found.ledgers[0].since, found.ledgers[-1].until))
    return say("method.title", project=project_name(), task=task_name(found.milestone), since=since, until=until)


def method(found: Windows, sources: Sources) -> tuple[Chapter, ...]:
    """The chapters of the statement, in the order in which a board reads them."""
    return (
        Chapter(say("method.which"), tuple(_which(found))),
        Chapter(say("method.how"), tuple(_how(found))),
        Chapter(say("method.windows"), (), _windows(found)),
        Chapter(say("method.sources"), tuple(_sources(found, sources))),
        Chapter(say("method.rectified"), tuple(across(_data_dates(found), text) for text in _rectified(found))),
        Chapter(say("method.not"), tuple(_said("not", _NOT))),
        Chapter(say("method.fingerprints"), tuple(_fingerprints(sources))),
    )


def _data_dates(found: Windows) -> list[date]:
    """Those of all windows: where they lie in different years, each day that stands among them has its own."""
    return [start_day(day) for one in found.ledgers for day in (one.since, one.until)]


_NOT = ("entitlement", "pacing", "truth", "disruption", "forecast")


def _said(chapter: str, keys: Sequence[str]) -> Iterator[Phrase]:
    return (say("sentence.end", text=say(f"method.{chapter}.{key}")) for key in keys)


def _which(found: Windows) -> Iterator[Phrase]:
    """The method by its names in the protocols."""
    reports = found.ledgers[0].has_reports
    keys = ["windows" if reports else "exports", "split"]
    if reports:
        keys.append("known" if found.as_known and found.rectified else "whole" if found.as_known else "reported")
    return _said("which", [*keys, "cited"])


def _how(found: Windows) -> Iterator[Phrase]:
    """How a move is taken apart."""
    if not found.ledgers[0].has_reports:
        return _said("how", ("sum", "own", "shares", "fragnets", "float"))
    silence = "silence.known" if found.as_known else "silence"
    return _said("how", ("sum", "own", silence, "shares", "custody", "decisions", "neutral", "float"))


def _windows(found: Windows) -> Table:
    """One row a window: its end, the forecasts at both ends, by how much it moved, what was not reported then.

    The forecasts are told in words, for programs too.
    """
    unreported, every = {one.data_date: one for one in found.rectified}, _data_dates(found)
    rows: list[tuple[Cell, ...]] = []
    if found.edited is not None:
        rows.append((say("why.kind.edited"), None, None, None, signed(found.edited.days), None))
    for one in found.ledgers:
        ends = (schedule.tasks[found.milestone].last_day for schedule in (one.before, one.after))
        before, after = (in_text(across(every, day)) for day in ends)
        days = (start_day(one.since).isoformat(), start_day(one.until).isoformat())
        told = unreported.get(one.until)
        missing = None if told is None else number_of(len(told.tasks), "task")
        rows.append((*days, before, after, signed(one.days), missing))
    rows.append((say("why.total"), None, None, None, signed(found.days), None))
    keys = ("window_since", "until", "before", "now", "moved_days", "not_reported")
    return Table(tuple(Column(key, right=key == "moved_days") for key in keys), tuple(rows))


def _sources(found: Windows, sources: Sources) -> Iterator[Phrase]:
    """The plan, the records, the baseline, whose rules of dates, what calendars assumed, and which daopai."""
    last: Schedule = found.ledgers[-1].after
    if sources.meeting is None:
        texts = [say("method.sources.exports", names=joined(sources.names, "comma"))]
    else:
        (project,) = sources.projects
        known = [one for one in project.updates if one.data_date <= found.ledgers[-1].until]
        texts = [say("method.sources.plan", name=PLAN, count=number_of(len(known), "update"))]
    if sources.baseline is not None:
        texts.append(
            say("method.sources.baseline", name=sources.baseline.name, approved_by=sources.baseline.approved_by)
        )
    texts.append(say(f"method.sources.rules.{last.state.plan.settings.profile}"))
    texts.append(say("method.sources.made-by", version=version_text(THIS)))
    yield from (say("sentence.end", text=text) for text in texts)
    yield from (*head_marks(last), *calendar_notices(last))


def _rectified(found: Windows) -> Iterator[Phrase]:
    """What was rectified, or that nothing was; of a ledger as reported what would have to be."""
    if not found.ledgers[0].has_reports:
        yield say("sentence.end", text=say("method.rectified.exports"))
        return
    texts = rectified_words(found) or [say("method.rectified.none")]
    if found.as_known and found.rectified:
        texts.append(say("method.rectified.rule"))
    yield from (say("sentence.end", text=text) for text in texts)


def _fingerprints(sources: Sources) -> Iterator[Phrase]:
    """Those of the plan and of its records with how they are checked, or those of the files that were compared."""
    for name, project in zip(sources.names, sources.projects, strict=True):
        if project.plan.digest:
            shown = PLAN if sources.meeting is not None else name
            yield say("method.fingerprints.file", name=shown, digest=project.plan.digest[:FINGERPRINT])
    if sources.meeting is not None:
        yield fingerprint_check(sources.meeting)


def method_lines(title: Phrase, chapters: Sequence[Chapter], voice: Voice, screen: Screen) -> list[str]:
    """The statement for people."""
    lines = [screen.paint(line, "title") for line in wrapped(voice.tell(title), screen)]
    for chapter in chapters:
        lines += ["", *(screen.paint(line, "title") for line in wrapped(voice.tell(chapter.heading), screen))]
        lines += [line for text in voice.told(chapter.texts) for line in wrapped(text, screen, first="- ", indent="  ")]
        lines += [] if chapter.table is None else table_text(chapter.table, voice, screen)
    return lines


METHOD_COLUMNS = ("chapter", "text")
"""The columns of `daopai why --method --format csv`: one row a paragraph, and one a window."""


def method_rows(chapters: Sequence[Chapter], voice: Voice) -> Iterator[tuple[Value, ...]]:
    """The statement as rows; those of a table with their cells side by side."""
    for chapter in chapters:
        heading = voice.tell(chapter.heading)
        yield from ((heading, text) for text in voice.told(chapter.texts))
        for row in () if chapter.table is None else chapter.table.rows:
            yield heading, " | ".join(voice.show(cell) for cell in row)


def method_json(title: Phrase, chapters: Sequence[Chapter], voice: Voice) -> str:
    """The statement as one JSON object."""
    stated = [
        {
            "heading": voice.tell(one.heading),
            "texts": list(voice.told(one.texts)),
            "rows": [] if one.table is None else list(one.table.records(voice)),
        }
        for one in chapters
    ]
    return (
        json.dumps({"title": voice.tell(title), "chapters": stated}, ensure_ascii=False, indent=1, default=json_value)
        + "\n"
    )
