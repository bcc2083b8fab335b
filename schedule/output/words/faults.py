"""Faults in words: what is wrong, where, and what to write instead.

A code's sentence is the word `fault.CODE`, without its full stop; a fact that it names and the fault lacks shows as
nothing. This module must never know how a fault is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schedule.diagnostics import MORE, Diagnostic, Location, Severity, Source, excerpt
from schedule.output.words.catalogue import counted, named_in, word, words
from schedule.output.words.languages import language_of

ROOM = 100
"""Characters of a line that are shown around a fault."""
MOST = 1_000
"""Errors, and warnings, that are shown one by one."""
FACT = 200
"""Characters of a fact that are shown."""

_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACE = re.compile(r"[\xa0\u3000]")


def render(diagnostic: Diagnostic, lang: str) -> str:
    """A fault in words: a sentence, the place, the line with a caret under what is meant, and further places.

    Args:
        diagnostic: the fault.
        lang: a language's code.

    >>> source = Source("plan.yaml", ("    after: [drawing-reveiw]",))
    >>> facts = {"found": "drawing-reveiw", "nearest": "drawing-review"}
    >>> print(render(Diagnostic("unknown-task", Location(source, 1, 13, 14), facts), "en"))
    error: There is no task “drawing-reveiw”. Did you mean “drawing-review”?
      plan.yaml:1:13
          after: [drawing-reveiw]
                  ^^^^^^^^^^^^^^
    """
    facts = {name: _shown(value) for name, value in diagnostic.facts.items()}
    language = language_of(lang)
    text = fault_sentence(diagnostic, lang) + language.full_stop
    if "nearest" in facts:
        text += language.gap + _said("fault.said.nearest", lang, facts)
    lines = [word(f"fault.said.{diagnostic.severity}", lang) + word("colon", lang) + text]
    if diagnostic.location is not None:
        lines += _place(diagnostic.location)
    # Of a file that has no lines, a further place is no other.
    related = [place for place in diagnostic.related if place.source.lines or place != diagnostic.location]
    lines += (f"  {word('fault.said.related', lang, place=_shown(str(place)))}" for place in related)
    return "\n".join(lines)


def fault_sentence(diagnostic: Diagnostic, lang: str) -> str:
    """What is wrong, in one sentence without its full stop."""
    facts = {name: _shown(value) for name, value in diagnostic.facts.items()}
    key = f"fault.{diagnostic.code}"
    return _said(key, lang, _facts(facts, lang)) if key in words(lang) else diagnostic.code


def render_all(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    """All faults in words, with an empty line after each, and a last line that counts errors and warnings.

    Of more than `MOST` errors or warnings the first are shown and the rest is only counted.

    The empty text where there is none.
    """
    found = list(diagnostics)
    if not found:
        return ""
    listed = [diagnostic for diagnostic in found if diagnostic.code != MORE]
    counts, shown, more = [], [], dict.fromkeys(Severity, 0)
    for severity, noun in ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings")):
        ones = [diagnostic for diagnostic in listed if diagnostic.severity is severity]
        beyond = sum(int(one.facts["found"]) for one in found if one.code == MORE and one.severity is severity)
        more[severity] = beyond + len(ones[MOST:])
        if count := len(ones) + beyond:
            counts.append(counted(f"fault.said.{noun}", lang, count, count=count))
            shown += ones[:MOST]
    kept = set(map(id, shown))
    said = [render(diagnostic, lang) for diagnostic in listed if id(diagnostic) in kept]
    said += [render(Diagnostic(MORE, None, {"found": str(n)}, severity), lang) for severity, n in more.items() if n]
    return "\n\n".join([*said, word("clause", lang).join(counts)])


def _said(key: str, lang: str, facts: Mapping[str, str]) -> str:
    return word(key, lang, **{name: facts.get(name, "") for name in named_in(key, lang)})


def _facts(facts: Mapping[str, str], lang: str) -> dict[str, str]:
    """The facts of a fault and the phrases that sentences make of them."""
    found, article, because = (facts.get(name, "") for name in ("found", "article", "because"))
    reason, kind = f"fault.said.{because}", f"fault.said.{found}"
    problems = (key for key in words(lang) if key.startswith(_YAML) and found.startswith(key.removeprefix(_YAML)))
    problem = next(problems, None)
    inner = {name.removeprefix(_OF): fact for name, fact in facts.items() if name.startswith(_OF)}
    return {
        **facts,
        **{name: _period(facts[name], lang) for name in ("period", "each") if name in facts},
        "why": _said(f"fault.{facts['code']}", lang, _facts(inner, lang)) if "code" in facts else "",
        "under": word("fault.said.under", lang, article=article) if article else "",
        "counted": word("fault.said.counted.unwritten" if "unwritten" in facts else "fault.said.counted", lang),
        "again": word("fault.said.times", lang, times=facts["next"]) if "next" in facts else "",
        "extended": word("fault.said.extended", lang) if "until" in facts else "",
        **{name: _events(facts[name], lang) for name in ("event", "recorded", "needed") if name in facts},
        "lacking": word("fault.said.lacking", lang, needed=_events(facts["needed"], lang)) if "needed" in facts else "",
        "reason": word(reason, lang) if reason in words(lang) else "",
        "kind": word(kind, lang) if found in ("text", "mapping", "list") else found,
        "problem": facts.get("problem", found) if problem is None else word(problem, lang),
    }


def _period(fact: str, lang: str) -> str:
    """A period of the law in words: 3个月 for 3M; hours, and what is no period, as they are."""
    found = _COUNTED.fullmatch(fact)
    return fact if found is None else counted(f"law.unit.{found[2]}", lang, found[1])


def _events(fact: str, lang: str) -> str:
    """The events of an approval's file in words, by their keys."""
    return word("comma", lang).join(word(f"fault.said.{key}", lang) for key in fact.split(", "))


_COUNTED = re.compile(r"(\d+)(cd|wd|M|Y)")
_OF = "of."
"""Before the facts of a fault that another one, its `code`, is the reason for."""
_YAML = "fault.yaml."
"""Before what libyaml says, by its beginning."""


def _shown(fact: str) -> str:
    """A fact that is safe and short enough to show; what is invisible becomes its code."""
    text = fact if len(fact) <= FACT else f"{fact[:FACT]}…"
    text = " ".join(text.splitlines()) if "\n" in text else text
    return re.sub(f"{_INVISIBLE.pattern}|{_SPACE.pattern}", lambda match: f"U+{ord(match[0]):04X}", text)


def _place(location: Location) -> list[str]:
    """The place, the line and its caret; of a long line, what is around the place."""
    # Where no line was read, as of a file that cannot be opened, line and column would promise too much.
    lines = [f"  {_shown(str(location) if location.source.lines else location.path)}"]
    begin = max(location.column - 1 - ROOM // 2, 0) if len(location.text) > ROOM else 0
    shown = location.text[begin : begin + ROOM]  # before anything else is done to it: a line may have megabytes
    if shown.strip():
        text = _INVISIBLE.sub("�", shown.replace("\t", " "))
        place = Location(Source("", (text,)), 1, location.column - begin, min(location.width, ROOM))
        lines += [f"  {line}" for line in excerpt(place)]
    return lines
