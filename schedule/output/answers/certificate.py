"""How the certificates of a plan's folder stand to those that are computed anew, in words.

This module must never know how one is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schedule.analysis.views.certificate import Finding, Said
from schedule.output.tables.terminal import Screen, wrapped
from schedule.output.words.catalogue import word
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import Phrase, say, task_name


@dataclass(frozen=True, slots=True)
class Compared:
    """How a certificate stands to the one that is computed anew, and what that says of the menus for a deadline.

    `voice` names the deadline's task; there is none where nothing could be computed.
    """

    finding: Finding
    menus: Said | None = None
    voice: Voice | None = None


def certificate_lines(found: Mapping[date, Compared], folder: Path, lang: str, screen: Screen) -> list[str]:
    """One sentence a certificate, by day, and below it one of its menus; or that there is none."""
    if not found:
        return wrapped(word("certificate.none", lang, path=folder), screen)
    lines: list[str] = []
    for day, one in sorted(found.items()):
        is_same = one.finding is Finding.SAME
        text = word(f"certificate.{one.finding}", lang, file=f"certificates/{day.isoformat()}.json")
        lines += [screen.paint(line, "title" if is_same else "bad") for line in wrapped(text, screen)]
        if is_same and one.menus is not None and one.voice is not None:
            lines += wrapped(one.voice.tell(menus_words(one.menus)), screen)
    return lines


def menus_words(menus: Said) -> Phrase:
    """What a certificate proves of the menus for a missed deadline."""
    task = task_name(menus.task)
    if not menus.is_proved or not (menus.menus or menus.is_all):
        return say("certificate.menus.unproved", task=task)
    if not menus.menus:
        return say("certificate.menus.impossible", task=task)
    key = "all" if menus.is_all else "cheapest" if menus.is_cheapest else "reached"
    return say(f"certificate.menus.{key}", task=task, number=menus.menus)
