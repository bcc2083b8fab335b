"""A letter before it is told: paragraphs and tables of phrases, which a voice turns into the blocks of a paper.

Whoever composes a letter returns these and knows no language; whoever writes it tells them, for how much room a text
takes only the text says. This module must never know what a letter says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from schedule.output.letters.official import Block, Grid, Paragraph, Style
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph to be told, as `Paragraph`."""

    text: Phrase
    style: Style = Style.BODY
    lead: Phrase = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table to be told, as `Grid`."""

    rows: tuple[tuple[Phrase, ...], ...]
    widths: tuple[int, ...]
    heads: bool = False
    tall: tuple[int, ...] = ()


Draft: TypeAlias = Passage | Ruled


def told(drafts: Iterable[Draft], voice: Voice) -> tuple[Block, ...]:
    """Parts of a letter in a reader's words."""
    return tuple(_told(one, voice) for one in drafts)


def _told(draft: Draft, voice: Voice) -> Block:
    if isinstance(draft, Ruled):
        return Grid(tuple(map(voice.told, draft.rows)), draft.widths, draft.heads, draft.tall)
    return Paragraph(voice.tell(draft.text), draft.style, voice.tell(draft.lead))
