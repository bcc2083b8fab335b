"""The names of a plan that its charts cannot write in full, told before a chart is drawn.

A chart is drawn all the same, with a mark for each character that no typeface has. This module must never draw, and
must not import matplotlib for a plan of ordinary Chinese and English names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schedule.diagnostics import Diagnostic, Location, Severity
from schedule.model import Body, Phase, Plan, Task

CERTAIN = re.compile("[ -~一-龥·—‘’“”…、。《》〔〕！（），：；？～]*")
"""What the first typeface has without asking (by test)."""


def unwritten(plan: Plan) -> tuple[Diagnostic, ...]:
    """A warning `missing-glyph` for each name of project, phase, group, body or task that lacks a character.

    Facts: `text` the name, `found` the characters, each once, `points` their numbers.

    Raises:
        MissingFontError: see `schedule.output.figures.ground.typeface`.
    """
    found: dict[str, Diagnostic] = {}
    for name, location in _names(plan):
        if name in found or CERTAIN.fullmatch(name):
            continue
        from schedule.output.figures.ground.typeface import lacking

        if characters := lacking(name):
            points = " ".join(f"U+{ord(character):04X}" for character in characters)
            facts = {"found": characters, "points": points, "text": name}
            found[name] = Diagnostic("missing-glyph", location, facts, Severity.WARNING)
    return tuple(found.values())


def _names(plan: Plan) -> Iterator[tuple[str, Location | None]]:
    """Every name that a chart may show, in either language, with the place where it is written."""
    named: list[Plan | Phase | Body | Task]
    named = [plan, *plan.phases.values(), *plan.bodies.values(), *plan.tasks.values()]
    for one in named:
        for name in (one.name, one.name_en):
            if name is not None:
                yield name, one.location
    for task in plan.tasks.values():
        for group in task.group:
            yield group, task.location
            yield plan.groups.get(group, ""), task.location
