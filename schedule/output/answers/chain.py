"""The chain of a plan's records as a table and in words: what is as it was sealed, and what is the first that is not.

This module must never know how a chain is verified, nor what a record says.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from schedule.diagnostics import Severity
from schedule.files.records.chain import Chain, Condition, Record, chain_faults
from schedule.model import FINGERPRINT
from schedule.output.tables.contents import Column, Table
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.words.faults import render_all
from schedule.output.words.phrases import planless
from schedule.output.words.saying import Phrase, joined, say

_COLUMNS = (
    Column("record"),
    Column("data_date"),
    Column("follows", drop=2),
    Column("fingerprint", drop=1),
    Column("condition"),
)


def history_lines(chain: Chain, folder: Path, lang: str, screen: Screen, tip: str | None = None) -> list[str]:
    """What `verify` answers: the finding, the chain, then each fault in words; of a fingerprint first what it is of."""
    voice = planless(lang)
    style = "bad" if chain.faults else "title"
    asked = [] if tip is None else tip_words(chain, tip)
    style = "bad" if tip is not None and chain.known_by(tip) is None else style
    found = [*asked, *_finding(chain, folder)]
    said = [screen.paint(line, style) for text in voice.told(found) for line in wrapped(text, screen)]
    table = history_table(chain)
    lines = [*said, "", *table_text(table, voice, screen)] if table.rows else said
    faults = chain_faults(chain, folder, Severity.ERROR)
    return [*lines, "", render_all(faults, lang)] if faults else lines


def history_table(chain: Chain) -> Table:
    """One row a record in the order of the chain; without any record, none for the plan either."""
    records = chain.records if len(chain.records) > 1 else ()
    rows = tuple(
        (
            record.name,
            record.data_date,
            record.follows,
            record.digest[:FINGERPRINT],
            say(f"history.{record.condition}"),
        )
        for record in records
    )
    return Table(_COLUMNS, rows, tuple(_LIGHTS.get(record.condition, "red") for record in records))


def tip_words(chain: Chain, fingerprint: str) -> list[Phrase]:
    """Of which record a fingerprint is, and what came after it; of one that is of none, what that may mean."""
    record = chain.known_by(fingerprint)
    shown = fingerprint[:FINGERPRINT]
    if record is None:
        return [say("history.tip.unknown", fingerprint=shown)]
    later = chain.after(record)
    facts = {"fingerprint": shown, "name": record.name}
    if chain.faults:
        said = [say("history.tip.broken", **facts)]
    elif later:
        names = joined(later[:_NAMED] + ("…",) * (len(later) > _NAMED), "comma")
        said = [say("history.tip.older", **facts, number=len(later), names=names)]
    else:
        said = [say("history.tip.newest", **facts)]
    if len(fingerprint) < FINGERPRINT:
        said.append(say("history.tip.short", digits=len(fingerprint), all=FINGERPRINT))
    return said


_NAMED = 6
"""How many of the records after a fingerprint's are named."""


def sealed_words(names: Iterable[str], *, beside: bool = False) -> list[Phrase]:
    """That records were sealed, because that was asked or beside a new one; nothing where there are none."""
    listed = joined(names, "comma")
    if beside:
        return [say("history.sealed-too", names=listed)] if listed else []
    return [say("history.sealed-now", names=listed) if listed else say("history.nothing-to-seal")]


_LIGHTS = {
    **dict.fromkeys((Condition.SEALED, Condition.LINE_ENDS, Condition.REMARKS), ""),
    Condition.UNSEALED: "grey",
}


def _finding(chain: Chain, folder: Path) -> list[Phrase]:
    first: Record | None = next(iter(chain.faults), None)
    if first is not None:
        return [say("history.first", name=first.name)]
    if len(chain.records) == 1:
        return [say("history.none")]
    if not chain.begun:
        return [say("history.unbegun", plan=folder)]
    number = sum(record.condition is not Condition.UNSEALED for record in chain.records)
    said = [say("history.sound", number=number, fingerprint=chain.tip.digest[:FINGERPRINT])]
    if chain.notices:
        said.append(say("history.holds", number=len(chain.notices)))
    if chain.unsealed:
        said.append(say("history.tail", names=joined(chain.unsealed, "comma"), plan=folder))
    return said
