"""The zone's meeting on one HTML page: a single file that opens on a phone, from a chat, without a network.

The sections are those of the zone's minutes in the same order, each table in a frame that becomes cards where a screen
is narrow; the page has no script. This module must never compute, nor say anything that the minutes do not.
"""

from __future__ import annotations

from itertools import compress
from pathlib import Path

from schedule.analysis.dates.alerts import Light
from schedule.analysis.portfolio.zone import Zone
from schedule.files.records.writing import write_atomically
from schedule.output.minutes.bulletin import Section
from schedule.output.minutes.zone import WEEKS, zone_page
from schedule.output.page.html import POLICY, asset
from schedule.output.page.markup import Cell, Grid, Line, Pill, pill, rendered
from schedule.output.page.sections import Entry, Part
from schedule.output.tables.contents import Table
from schedule.output.words.phrases import Voice
from schedule.output.words.sentences import made_by_text
from schedule.version import THIS


def write_zone_page(zone: Zone, path: Path, voice: Voice) -> Path:
    """Write the page, whole or not at all, and return its path. Raises OSError where it cannot be written."""
    write_atomically(path, zone_html(zone, voice))
    return path


def zone_html(zone: Zone, voice: Voice) -> str:
    """The whole page as text, UTF-8 when written."""
    paper, rows = zone_page(zone), zone.rows()
    lights = (Light.RED, Light.YELLOW, Light.GREY, Light.GREEN)
    totals = [(pill(one, voice.say(f"light.{one}")), sum(row.light is one for row in rows)) for one in lights]
    return rendered(
        "zone.html.j2",
        say=voice.say,
        tell=voice.tell,
        told=voice.told,
        language=voice.language,
        policy=POLICY,
        made_by=str(THIS),
        style=asset("style.css") + asset("zone.css"),
        paper=paper,
        state={Light.RED: "late", Light.GREEN: "holds"}.get(paper.light, "open") if paper.light else "open",
        verdict=voice.say(f"zone.verdict.{paper.light or 'none'}"),
        totals=totals,
        parts=[_part(one, voice) for one in paper.sections],
        footnotes=[*voice.told(paper.notices), voice.tell(made_by_text(THIS))],
    )


def _part(section: Section, voice: Voice) -> Part:
    entries = tuple(Entry(_sign(item.light, voice), voice.tell(item.text)) for item in section.items)
    return Part(voice.tell(section.heading), entries, None if section.table is None else _grid(section.table, voice))


def _sign(light: str, voice: Voice) -> Pill | None:
    return pill(Light(light), voice.say(f"light.{light}")) if light else None


def _grid(table: Table, voice: Voice) -> Grid:
    """A table's head and rows; columns without any value are left out, as in the minutes."""
    cells = [[voice.show(value) for value in row] for row in table.rows]
    kept = [any(column) for column in zip(*cells, strict=True)] if cells else [True] * len(table.columns)
    keys = [column.key for column in compress(table.columns, kept)]
    head = tuple(zip(keys, compress(table.titles(voice), kept), strict=True))
    lights = table.lights or ("",) * len(cells)
    lines = []
    for row, light in zip(cells, lights, strict=True):
        written = zip(head, compress(row, kept), strict=True)
        sign = {"light": _sign(light, voice)}
        lines.append(Line(tuple(Cell(key, title, words, light=sign.get(key)) for (key, title), words in written)))
    return Grid(head, (tuple(lines),), "zone weeks" if table.columns == WEEKS else "zone")
