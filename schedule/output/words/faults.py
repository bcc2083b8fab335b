"""Faults in words: what is wrong, where, and what to write instead, in Chinese and in English.

The sentences themselves stand in `schedule.output.words.fault_words`. This module must never know how a fault is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schedule.diagnostics import Diagnostic, Location, Severity, Source, excerpt
from schedule.output.words.fault_words import CODES, PROBLEMS, WORDS

__all__ = ["CODES", "render", "render_all"]

ROOM = 100
"""Characters of a line that are shown around a fault."""
FACT = 200
"""Characters of a fact that are shown."""

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"[\xa0\u3000]")


def render(diagnostic: Diagnostic, lang: str) -> str:
    """A fault in words: a sentence, the place, the line with a caret under what is meant, and further places.

    Args:
        diagnostic: the fault.
        lang: `zh` or `en`.

    >>> source = Source("plan.yaml", ("    after: [drawing-reveiw]",))
    >>> facts = {"found": "drawing-reveiw", "nearest": "drawing-review"}
    >>> print(render(Diagnostic("unknown-task", Location(source, 1, 13, 14), facts), "en"))
    error: There is no task “drawing-reveiw”. Did you mean “drawing-review”?
      plan.yaml:1:13
          after: [drawing-reveiw]
                  ^^^^^^^^^^^^^^
    """
    language = _language(lang)
    facts = {name: _shown(value) for name, value in diagnostic.facts.items()}
    sentence = CODES.get(diagnostic.code, (diagnostic.code, diagnostic.code))[language]
    stop = WORDS["stop"][language]
    text = sentence.format_map(_Facts(facts, language)) + stop
    if "nearest" in facts:
        text += ("" if language == 0 else " ") + WORDS["nearest"][language].format_map(facts)
    lines = [WORDS[diagnostic.severity][language] + WORDS["colon"][language] + text]
    if diagnostic.location is not None:
        lines += _place(diagnostic.location)
    lines += (f"  {WORDS['related'][language].format(place=_shown(str(place)))}" for place in diagnostic.related)
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    """All faults in words, with an empty line after each, and a last line that counts errors and warnings.

    The empty text where there is none.
    """
    listed = list(diagnostics)
    if not listed:
        return ""
    language = _language(lang)
    counts = []
    for severity, noun in ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings")):
        count = sum(diagnostic.severity is severity for diagnostic in listed)
        if count:
            counts.append(WORDS[f"{noun}.{'one' if count == 1 else 'many'}"][language].format(count=count))
    return "\n\n".join([*(render(diagnostic, lang) for diagnostic in listed), WORDS["comma"][language].join(counts)])


class _Facts(dict[str, str]):
    """The facts of a fault and the phrases made of them; a fact that is not there shows as nothing."""

    def __init__(self, facts: Mapping[str, str], language: int) -> None:
        super().__init__(facts)
        found = facts.get("found", "")
        article = facts.get("article")
        self["under"] = WORDS["under"][language].format(article=article) if article else ""
        self["reason"] = WORDS[facts["because"]][language] if facts.get("because") in WORDS else ""
        self["kind"] = WORDS[found][language] if found in ("text", "mapping", "list") else found
        problems = (words[language] for problem, words in PROBLEMS.items() if found.startswith(problem))
        self["problem"] = next(problems, found)

    def __missing__(self, name: str) -> str:
        return ""


def _language(lang: str) -> int:
    return ("zh", "en").index(lang)


def _shown(fact: str) -> str:
    """A fact that is safe and short enough to show; what is invisible becomes its code."""
    text = fact if len(fact) <= FACT else f"{fact[:FACT]}…"
    text = " ".join(text.splitlines()) if "\n" in text else text
    return re.sub(f"{_INVISIBLE.pattern}|{_SPACE.pattern}", lambda match: f"U+{ord(match[0]):04X}", text)


def _place(location: Location) -> list[str]:
    """The place, the line and its caret; of a long line, what is around the place."""
    # Where no line was read, as of a file that cannot be opened, line and column would promise too much.
    lines = [f"  {_shown(str(location) if location.source.lines else location.path)}"]
    if location.text.strip():
        begin = max(location.column - 1 - ROOM // 2, 0) if len(location.text) > ROOM else 0
        text = _INVISIBLE.sub("�", location.text.replace("\t", " "))[begin : begin + ROOM]
        place = Location(Source("", (text,)), 1, location.column - begin, min(location.width, ROOM))
        lines += [f"  {line}" for line in excerpt(place)]
    return lines
