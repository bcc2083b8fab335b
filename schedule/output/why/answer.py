"""Why a forecast moved, in words: the headline, whose each day is, who was late beside whom, room, and the legend.

This module must never compute a part: the ledger has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction

from schedule.analysis.move.totals import FloatAccount, task_totals
from schedule.analysis.move.windows import Windows
from schedule.calendars.worktime import start_day
from schedule.output.tables.contents import Table
from schedule.output.tables.terminal import Screen, table_text, wrapped
from schedule.output.why.sentences import cause_lines, headline, joint_words, view_words
from schedule.output.why.tables import (
    accounts_table,
    all_accounts_table,
    float_table,
    ledger_table,
    parted,
    parts_of,
    signed,
    told_by_account,
    totals_table,
    weeks_table,
)
from schedule.output.words.phrases import Voice
from schedule.output.words.saying import number_of

FEW = 6
"""So many parts that moved nothing are listed; of more, only their number is told."""
_LARGEST = 8


def why_lines(
    found: Windows, floats: Sequence[FloatAccount], voice: Voice, screen: Screen, *, whole: bool = False
) -> list[str]:
    """All that is said of a move over one window or many; `whole` leaves nothing out."""
    paint = _Painter(voice, screen)
    lines = paint.title(voice.tell(headline(found)))
    said = view_words(found)
    lines += ["", *(line for text in said for line in paint.text(voice.say("sentence.end", text=text)))] if said else []
    lines += _one(found, paint, whole) if len(found.ledgers) == 1 else _many(found, paint, whole)
    if floats:
        lines += ["", *paint.title(voice.say("why.float")), *paint.table(float_table(floats))]
    else:
        lines += ["", *paint.title(voice.say("why.float.none"))]
    return [*lines, "", *_legend(found, floats, paint)]


class _Painter:
    """A voice and the screen that its lines are for."""

    def __init__(self, voice: Voice, screen: Screen) -> None:
        self.voice, self.screen = voice, screen

    def title(self, text: str) -> list[str]:
        """A heading."""
        return [self.screen.paint(line, "title") for line in wrapped(text, self.screen)]

    def text(self, text: str) -> list[str]:
        """A paragraph."""
        return wrapped(text, self.screen)

    def item(self, text: str) -> list[str]:
        """A line of a list."""
        return wrapped(text, self.screen, first="- ", indent="  ")

    def quiet(self, text: str, first: str = "") -> list[str]:
        """A line of small print."""
        return [
            self.screen.paint(line, "grey") for line in wrapped(text, self.screen, first=first, indent=" " * len(first))
        ]

    def table(self, table: Table) -> list[str]:
        """A table."""
        return table_text(table, self.voice, self.screen)


def _one(found: Windows, paint: _Painter, whole: bool) -> list[str]:
    """One window: the parts and their sum, whose they are account by account, and who was late beside whom."""
    voice, one = paint.voice, found.ledgers[0]
    moving, still = parted(parts_of(found))
    if not moving and not still:
        return ["", *paint.text(voice.say("why.as-forecast"))]
    listed = whole or len(still) <= FEW
    lines = ["", *paint.table(ledger_table(found, whole=listed))]
    if not listed:
        lines += paint.quiet(voice.say("why.rest", count=number_of(len(still), "change")))
    if told_by_account(one):
        lines += ["", *paint.title(voice.say("why.accounts")), *paint.table(accounts_table(one))]
    for text in voice.told(joint_words(one)):
        lines += ["", *paint.text(text)]
    causes = voice.told(cause_lines((*moving, *(still if listed else ())), one))
    if causes:
        lines += ["", *paint.title(voice.say("why.causes")), *(line for text in causes for line in paint.item(text))]
    if any(part.step is not None and part.step.revision is None for part in one.parts):
        lines += ["", *paint.quiet(voice.say("why.found"))]
    return lines


def _many(found: Windows, paint: _Painter, whole: bool) -> list[str]:
    """Many windows: days by window and account, what moved most, that it all adds up; each window too if `whole`."""
    voice = paint.voice
    lines = ["", *paint.title(voice.say("why.weeks")), *paint.table(weeks_table(found))]
    if any(map(told_by_account, found.ledgers)):
        lines += ["", *paint.title(voice.say("why.accounts")), *paint.table(all_accounts_table(found)), ""]
    last = found.ledgers[-1].after.tasks[found.milestone].last_day
    first, total = last - timedelta(found.days), sum((one.days for one in found.totals), Fraction(0))
    sums = {"sum": signed(total), "moved": signed(found.days)}
    lines += paint.text(voice.say("why.reconciled", before=first, now=last, **sums))
    together = [
        f"{start_day(one.until).isoformat()} {text}" for one in found.ledgers for text in voice.told(joint_words(one))
    ]
    lines += ["", *(line for text in together for line in paint.item(text))] if together else []
    totals = task_totals(found)
    if totals:
        shown = totals if whole else totals[:_LARGEST]
        lines += ["", *paint.title(voice.say("why.largest")), *paint.table(totals_table(shown, found))]
    for k, one in enumerate(found.ledgers if whole else ()):
        window = Windows(found.milestone, (one,), found.edited if k == 0 else None)
        lines += ["", *paint.title(voice.tell(headline(window))), *_one(window, paint, whole)]
    return lines


def _legend(found: Windows, floats: Sequence[FloatAccount], paint: _Painter) -> Iterable[str]:
    voice = paint.voice
    keys = ["own", "effect", "moved"]
    if any(map(told_by_account, found.ledgers)):
        keys += ["but_for", "sole", "concurrent", "together"]
    keys += ["in_order"] if len(found.ledgers) == 1 and found.ledgers[0].by_order else []
    keys += ["float"] if floats else []
    keys += ["within"] if any(one.within for one in floats) else []
    yield from paint.quiet(voice.say("why.legend"))
    for key in keys:
        yield from paint.quiet(voice.say(f"why.legend.{key}"), first="- ")
