"""Summaries of plans that have not changed, kept by their fingerprint: what was worked out once is read.

Only of a plan that nothing ties and of which there is nothing to tell beside its figures; everything else is worked out
anew. A file that cannot be read is as if it were not there. This module must never decide what a summary says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from schedule.analysis.dates.alerts import Light
from schedule.analysis.portfolio.summary import File, Named, Outlook, Shift, Summary, Work
from schedule.analysis.portfolio.zone import Roll
from schedule.commands.portfolio.allowance import bounded
from schedule.diagnostics import PlanError
from schedule.files.records.json_data import read_json
from schedule.files.records.reading import read_contents, unread
from schedule.files.records.writing import make_folder, write_atomically
from schedule.portfolio import Portfolio, plan_of
from schedule.version import THIS


def remembered(portfolio: Portfolio, keys: Sequence[str], day: date | None, cache: Path | None) -> Roll:
    """What `bounded` gives, read from the folder `cache` where the same was worked out from the same files before."""
    name = None if cache is None else _fingerprint(portfolio, keys, day)
    if cache is None or name is None:
        return bounded(portfolio, keys, day)
    file = cache / f"{name}-{'last' if day is None else day.isoformat()}.json"
    kept = _read(file, keys[0])
    if kept is not None:
        return Roll({keys[0]: kept})
    roll = bounded(portfolio, keys, day)
    (summary,) = roll.summaries.values() or (None,)
    if summary is not None and not summary.aside and roll == Roll({keys[0]: summary}):
        make_folder(cache)
        write_atomically(file, kept_document(summary))
    return roll


def _fingerprint(portfolio: Portfolio, keys: Sequence[str], day: date | None) -> str | None:
    """The SHA-256 of all that a component's summary follows from; None of one that is not kept.

    That is every byte of the plan and its records, the version of product and rules, the plan's key, and which of its
    bodies and crews the zone names.
    """
    (key, *others), path = keys, portfolio.members[keys[0]].path
    if others or not path.is_dir() or any(plan_of(task) == key for one in portfolio.deadlines for task in one.after):
        return None
    try:
        contents = read_contents(path, published=True)
        if unread(path):
            return None
    except (PlanError, OSError):
        return None
    bodies = [name for one in portfolio.bodies.values() for name in one.members]
    crews = [name for one in portfolio.crews.values() for name in one.members]
    named = [sorted(name for name in names if plan_of(name) == key) for names in (bodies, crews)]
    digests = {name: sha256(data).hexdigest() for name, data in contents.items()}
    said = [str(THIS), key, str(path), None if day is None else day.isoformat(), named, digests]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def kept_document(summary: Summary) -> str:
    """A summary as JSON; the inverse of `kept_summary`."""
    return json.dumps(asdict(_keyed(summary)), ensure_ascii=False, default=str)


def _keyed(summary: Summary) -> Summary:
    """A summary whose mappings JSON can hold: days and lights as text."""
    works = tuple(replace(one, weeks={str(day): days for day, days in one.weeks.items()}) for one in summary.bodies)  # type: ignore[misc]
    shifts = tuple(replace(one, units={str(day): n for day, n in one.units.items()}) for one in summary.crews)  # type: ignore[misc]
    return replace(summary, bodies=works, crews=shifts, counts={str(light): n for light, n in summary.counts.items()})  # type: ignore[misc]


def _read(file: Path, key: str) -> Summary | None:
    if not file.is_file():
        return None
    try:
        found = kept_summary(read_json(file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return found if found.key == key else None


def kept_summary(document: Any) -> Summary:
    """What a JSON document says.

    Raises ValueError, KeyError, TypeError or AttributeError for what is no summary.
    """
    named, day = _named, date.fromisoformat
    if set(document) != {one.name for one in fields(Summary)}:
        raise ValueError(document)
    outlooks = tuple(
        Outlook(
            named(one["task"]),
            None if one["deadline"] is None else day(one["deadline"]),
            day(one["forecast"]),
            one["margin"],
            None if one["before"] is None else day(one["before"]),
            one["reached"],
            one["undated"],
        )
        for one in document["outlooks"]
    )
    works = tuple(
        Work(
            one["body"],
            named(one["names"]),
            one["open"],
            one["due"],
            one["red"],
            tuple(
                File(named(file["task"]), file["days"], file["allowed"], file["working"], file["over"])
                for file in one["files"]
            ),
            {day(monday): days for monday, days in one["weeks"].items()},
        )
        for one in document["bodies"]
    )
    return Summary(
        document["key"],
        named(document["project"]),
        day(document["data_date"]),
        outlooks,
        None if document["light"] is None else Light(document["light"]),
        {Light(light): number for light, number in document["counts"].items()},
        tuple((named(task), None if body is None else named(body)) for task, body in document["stuck"]),
        tuple(map(named, document["path"])),
        works,
        document["unlawful"],
        document["sample"],
        tuple(document["altered"]),
        trend=tuple((day(met), day(forecast)) for met, forecast in document["trend"]),
        crews=tuple(
            Shift(
                one["crew"],
                {day(at): units for at, units in one["units"].items()},
                tuple((named(task), day(first), day(last)) for task, first, last in one["spans"]),
            )
            for one in document["crews"]
        ),
    )


def _named(one: Mapping[str, Any]) -> Named:
    return Named(one["id"], one["name"], one["name_en"])
