"""The meeting's paper as Markdown, with its pictures. This module must never choose what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress

from schedule.output.minutes.bulletin import MINUTES, Bulletin, Item, Section
from schedule.output.tables.contents import Table
from schedule.output.words.phrases import Voice
from schedule.output.words.plain_text import line_text

MOST = 200
"""Lines of a list or a table: more of them nobody reads in minutes."""


def markdown(paper: Bulletin, voice: Voice, pictures: Mapping[str, Sequence[str]]) -> str:
    """The paper as Markdown. `pictures` are the file names of "gantt" and "critical", relative to the paper."""
    blocks = [
        f"# {escaped(voice.tell(paper.title))}",
        escaped(voice.tell(paper.day)),
        *_quoted(voice.told(paper.sample)),
        *(f"**{escaped(text)}**" for text in voice.told((*paper.begun, paper.headline, *paper.asked))),
        *(escaped(text) for text in voice.told((*paper.decided, *paper.remedy))),
        *_images("gantt", voice, pictures),
    ]
    for section in paper.sections:
        blocks += _section(section, voice, pictures)
    blocks += _quoted(voice.told(paper.notices))
    return "\n\n".join(blocks) + "\n"


def _quoted(lines: Sequence[str]) -> list[str]:
    return [f"> {escaped(line)}" for line in lines]


def _section(section: Section, voice: Voice, pictures: Mapping[str, Sequence[str]]) -> list[str]:
    blocks = [f"## {escaped(voice.tell(section.heading))}", *_images(section.picture, voice, pictures)]
    count = len(section.items)
    if section.items:
        blocks.append("\n".join(_item(item, voice) for item in section.items[:MOST]))
    if section.table is not None:
        count = len(section.table.rows)
        blocks.append(_table(replace(section.table, rows=section.table.rows[:MOST]), voice))
    if count > MOST:
        file = section.file if section.file != MINUTES else "deadlines.xlsx"
        blocks.append(voice.say("and-more", count=voice.count(count - MOST, section.noun), file=file))
    return blocks


def _item(item: Item, voice: Voice) -> str:
    light = f"**{voice.say(f'light.{item.light}')}** " if item.light else ""
    return f"- {light}{escaped(voice.tell(item.text))}"


def _table(table: Table, voice: Voice) -> str:
    """A table; columns without any value are left out, as on a screen."""
    rows = [[voice.show(value) for value in row] for row in table.rows]
    kept = [any(cells) for cells in zip(*rows, strict=True)] if rows else [True] * len(table.columns)
    lines = [list(compress(line, kept)) for line in (table.titles(voice), ["---"] * len(table.columns), *rows)]
    return "\n".join("| " + " | ".join(escaped(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _images(picture: str, voice: Voice, pictures: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"![{voice.say(f'picture.{picture}')}]({name})" for name in pictures.get(picture, ())]


_SPECIAL = str.maketrans({mark: "\\" + mark for mark in "\\`*_<>[]#&~"})


def escaped(text: str) -> str:
    """Text that Markdown leaves alone, on one line, in which nothing is hidden or turned around."""
    return line_text(text).translate(_SPECIAL)
