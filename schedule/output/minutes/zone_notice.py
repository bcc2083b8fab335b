"""The zone's bulletin (通报) as a letter: whether the zone opens in time, who moved it, each park, what is asked.

Two pages that go to all parks and bodies after the zone has met. Every sentence and figure is the page's; the lists are
as long as the pages allow, and what is left out is counted. This module must never compute.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from schedule.analysis.portfolio.zone import Row, Zone
from schedule.output.letters import official
from schedule.output.letters.docx import write_docx
from schedule.output.letters.letterhead import Letterhead, sheet_of
from schedule.output.letters.official import STANDARD, Block, Grid, Paper, Paragraph, Sheet, Style
from schedule.output.letters.wording import blank, listed, numbered, rest_said, short
from schedule.output.minutes.bulletin import Bulletin
from schedule.output.minutes.zone import (
    crew_text,
    move_lines,
    name_of,
    park_of,
    promise_sentence,
    room_of,
    stale_text,
    urgent,
    zone_page,
)
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import say

PAGES = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How many parks stand in the table, and how many items in any other list; a `dense` letter is set smaller.

    `width` is how wide a name in the table may be.
    """

    parks: int
    items: int
    dense: bool = False
    width: int = 40


_LIMITS = (
    *(Limits(20, items, dense) for dense in (False, True) for items in (8, 6, 5, 4, 3)),
    *(Limits(parks, 3, dense=True, width=20) for parks in (20, 16, 12, 8, 6, 4)),
    Limits(3, 1, dense=True, width=20),
)
_WIDTHS = (46, 24, 24, 24, 38)


def write_zone_notice(zone: Zone, target: Path | BinaryIO, voice: Voice, letterhead: Letterhead | None = None) -> None:
    """Write the bulletin as `.docx` to a path or a stream. Raises OSError where that cannot be written."""
    fields = {"project": voice.project(), "day": voice.whole_day(zone.day)}
    write_docx(zone_notice(zone, voice, sheet_of(letterhead)), target, letterhead, fields)


def zone_notice(zone: Zone, voice: Voice, sheet: Sheet = STANDARD) -> Paper:
    """The bulletin as a paper, with lists as long as two pages allow."""
    return official.fewest(lambda one: _paper(zone, one, voice), PAGES, _LIMITS, sheet)


def _paper(zone: Zone, limits: Limits, voice: Voice) -> Paper:
    title = voice.say("circular.title", project=short(voice.project(), 30))
    page, rows = zone_page(zone), urgent(zone.rows())
    return Paper(
        title=title,
        day=zone.day,
        lang=voice.lang,
        dense=limits.dense,
        blocks=(
            Paragraph(title, Style.TITLE),
            Paragraph(voice.say("circular.number", number=blank("number")), Style.NUMBER),
            *(Paragraph(text, Style.NOTE) for text in voice.told(page.sample)),
            Paragraph(voice.say("zone.notice.addressees"), Style.ADDRESSEE),
            Paragraph(voice.say("circular.overall"), Style.HEADING),
            Paragraph(voice.tell(page.headline), Style.BODY),
            *(Paragraph(text, Style.BODY) for text in voice.told(move_lines(zone))),
            Paragraph(voice.say("zone.notice.parks"), Style.HEADING),
            *_parks(zone, rows, limits, voice),
            Paragraph(voice.say("zone.notice.promises"), Style.HEADING),
            *_listed([voice.tell(promise_sentence(zone, one)) for one in zone.promises_at_risk()], limits.items, voice),
            Paragraph(voice.say("zone.notice.asked"), Style.HEADING),
            *_listed([*_unsure(zone, page, voice), *_short_of(zone, voice), *_asked(zone, voice)], limits.items, voice),
            Paragraph(voice.tell(blank("issuer")), Style.SIGNED),
            Paragraph(voice.whole_day(zone.day), Style.SIGNED),
            Paragraph(voice.say("paper.copies", bodies=_bodies(zone, limits, voice)), Style.COPIES),
            Paragraph(
                voice.say("paper.printed", day=voice.whole_day(zone.day)), Style.PRINTED, voice.tell(blank("issuer"))
            ),
        ),
    )


def _parks(zone: Zone, rows: Sequence[Row], limits: Limits, voice: Voice) -> Iterable[Block]:
    """A table of the parks, those that are late first."""
    if not rows:
        yield Paragraph(voice.say("zone.notice.none"), Style.BODY)
        return
    heads = tuple(voice.say(f"column.{key}") for key in ("zone_plan", "zone_deadline", "zone_forecast", "zone_room"))
    lines = tuple(
        (
            short(voice.tell(park_of(zone, one.summary.key)), limits.width),
            "" if one.outlook.deadline is None else str(voice.day(one.outlook.deadline)),
            str(voice.day(one.outlook.forecast)),
            voice.tell(room_of(one)) or "",
            short(voice.say("comma").join(_stuck(one, voice)), limits.width),
        )
        for one in rows[: limits.parks]
    )
    yield Grid(((*heads, voice.say("column.zone_stuck")), *lines), _WIDTHS, heads=True)
    for text in voice.told(rest_said(len(rows) - len(lines))):
        yield Paragraph(text, Style.BODY)


def _stuck(row: Row, voice: Voice) -> list[str]:
    """The bodies that hold a park's date, or that another park does."""
    if row.is_put_off:
        return [voice.say("zone.notice.outside")]
    return [*dict.fromkeys(voice.tell(name_of(body)) for _, body in row.summary.stuck if body is not None)]


def _listed(texts: Sequence[str], most: int, voice: Voice) -> Iterable[Paragraph]:
    if not texts:
        yield Paragraph(voice.say("zone.notice.none"), Style.BODY)
    for text in voice.told((*numbered(texts[:most]), *rest_said(len(texts) - most))):
        yield Paragraph(text, Style.BODY)


def _unsure(zone: Zone, page: Bulletin, voice: Voice) -> list[str]:
    """What cannot be relied on, as the page has it; who has not reported is asked to."""
    items = next((one.items for one in page.sections if one.heading == say("zone.unreliable")), ())
    stale = {stale_text(zone, row) for row in zone.rows() if row.stale}
    told = (say("zone.notice.stale", said=one.text) if one.text in stale else one.text for one in items)
    return list(voice.told(told))


def _short_of(zone: Zone, voice: Voice) -> list[str]:
    """The crews of the zone of which parks together ask for more than there are."""
    return list(voice.told(crew_text(zone, one) for one in zone.crews() if one.short))


def _asked(zone: Zone, voice: Voice) -> list[str]:
    """What each body has to do over all parks within two weeks, or has in its hands."""
    found = []
    for one in zone.loads():
        if one.due or one.files:
            facts = {"body": voice.tell(name_of(one.names)), "open": voice.count(one.open, "task")}
            said = [voice.say("zone.notice.due", due=voice.count(one.due, "task"))] if one.due else []
            if one.files:
                held = voice.say("comma").join(
                    voice.say("zone.notice.file", plan=park_of(zone, key), task=name_of(file.task))
                    for key, file in one.files
                )
                said.append(voice.say("zone.notice.files", files=held))
            found.append(voice.say("zone.notice.body", said=voice.say("clause").join(said), **facts))
    return found


def _bodies(zone: Zone, limits: Limits, voice: Voice) -> str:
    """The bodies that have work in the parks, each once."""
    names = dict.fromkeys(voice.tell(name_of(one.names)) for one in zone.loads())
    return voice.tell(listed([*names], limits.items, "paper.more-bodies"))
