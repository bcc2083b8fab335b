"""How the certificates of a plan's folder stand to those that are computed anew, in words.

This module must never know how one is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from schedule.analysis.views.certificate import Finding
from schedule.output.tables.terminal import Screen, wrapped
from schedule.output.words.catalogue import word


def certificate_lines(found: Mapping[date, Finding], folder: Path, lang: str, screen: Screen) -> list[str]:
    """One sentence a certificate, by day; or that there is none."""
    if not found:
        return wrapped(word("certificate.none", lang, path=folder), screen)
    lines: list[str] = []
    for day, one in sorted(found.items()):
        text = word(f"certificate.{one}", lang, file=f"certificates/{day.isoformat()}.json")
        lines += [screen.paint(line, "title" if one is Finding.SAME else "bad") for line in wrapped(text, screen)]
    return lines
