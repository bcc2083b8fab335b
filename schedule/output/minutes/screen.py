"""The minutes on a screen: the headline big and first, each section cut to its limit.

This module must never choose what is said, nor ask how wide a terminal is.
"""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len

from schedule.analysis.dates.alerts import Light
from schedule.output.minutes.bulletin import Bulletin, Item, Section
from schedule.output.tables.terminal import GAP, Screen, joined, noted, table_text, wrapped
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import spaced


def bulletin_text(paper: Bulletin, voice: Voice, screen: Screen) -> str:
    """The meeting's paper on a screen: the headline big and first, each section cut to its limit."""
    style = {Light.GREEN: "good", Light.RED: "bad"}.get(paper.light, "title") if paper.light else "title"
    lines = [*(screen.paint(line, "title") for line in wrapped(voice.tell(spaced(paper.title, paper.day)), screen)), ""]
    first = voice.told((*paper.begun, paper.headline))
    lines += [screen.paint(line, style) for text in first for line in wrapped(text, screen)]
    lines += [line for text in voice.told(paper.asked) for line in wrapped(text, screen)]
    lines += [line for text in voice.told((*paper.decided, *paper.remedy)) for line in wrapped(text, screen)]
    lines += noted(voice.told(paper.sample), screen)
    for section in paper.sections:
        lines += ["", *section_text(section, voice, screen)]
    notices = voice.told(paper.notices)
    return joined([*lines, *([""] if notices else []), *noted(notices, screen)])


def section_text(section: Section, voice: Voice, screen: Screen, *, whole: bool = False) -> list[str]:
    """A section as lines; `whole` shows what is beyond its limit too."""
    lines = [screen.paint(line, "title") for line in wrapped(voice.tell(section.heading), screen)]
    limit = None if whole else section.limit
    for item in section.items[:limit]:
        lines += _item(item, voice, screen)
    count = len(section.items)
    if section.table is not None:
        table = section.table
        lines += table_text(replace(table, rows=table.rows[:limit], lights=table.lights[:limit]), voice, screen)
        count = len(table.rows)
    if limit is not None and count > limit:
        more = voice.say("and-more", count=voice.count(count - limit, section.noun), file=section.file)
        lines.append(screen.paint(more, "grey"))
    return lines


def _item(item: Item, voice: Voice, screen: Screen) -> list[str]:
    """One line of a list, with the light's word before it."""
    mark = voice.say(f"light.{item.light}") + GAP if item.light else "- "
    lines = wrapped(voice.tell(item.text), screen, indent=" " * cell_len(mark), first=mark)
    return [screen.paint(line, item.light) for line in lines]
