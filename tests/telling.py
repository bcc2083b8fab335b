"""The minutes as one reader has them: every phrase of a paper, a section or a table in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from schedule.output.minutes.bulletin import Bulletin, Section
from schedule.output.words.phrases import Voice


def in_words(paper: Bulletin, voice: Voice) -> Bulletin:
    """A paper whose every phrase is its text."""
    one = {name: voice.tell(getattr(paper, name)) for name in ("title", "day", "headline")}
    several = ("begun", "asked", "decided", "remedy", "sample", "notices")
    return replace(
        paper,
        **one,
        **{name: voice.told(getattr(paper, name)) for name in several},
        sections=sections_in_words(paper.sections, voice),
    )


def sections_in_words(sections: Iterable[Section], voice: Voice) -> tuple[Section, ...]:
    """Sections whose every phrase is its text; days and amounts of a table stay what they are."""
    return tuple(
        replace(
            one,
            heading=voice.tell(one.heading),
            items=tuple(replace(item, text=voice.tell(item.text)) for item in one.items),
            table=None if one.table is None else replace(one.table, rows=one.table.values(voice)),
        )
        for one in sections
    )
