"""A folder of further languages, looked at before it is used: what somebody translates is seldom whole at once.

It must never add a language that a command would fall over in the middle of its answer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.words.catalogue import own_words, words
from schedule.output.words.languages import DEFAULT, ROWS, Language, languages, languages_of, register

_ROW = {field.name for field in fields(Language)} - {"code", "words"}
_OPTIONAL = {"falls_back", "reviewed"}


def use_languages(folder: Path) -> None:
    """Add the languages of a folder to those of the package (`register`).

    Raises:
        PlanError: what is wrong with the folder, all at once: `language-missing` (a file is not there),
            `language-unread` (it is no TOML, or no words),
            `language-row` (a row lacks a property or has one that is not known), `language-fallback` (it falls back on
            what is no whole language), `language-words` (words are missing, and it falls back on none).
    """
    rows = _toml(folder / ROWS)
    if isinstance(rows, Diagnostic):
        raise PlanError([rows])
    faults = [fault for code, row in rows.items() for fault in _of_row(folder, code, row)]
    if not faults:
        faults = [fault for language in languages_of(folder).values() for fault in _of_words(language)]
    if faults:
        raise PlanError(faults)
    register(folder)


def _toml(path: Path) -> Mapping[str, object] | Diagnostic:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Diagnostic("language-missing", None, {"found": str(path)})
    except (OSError, ValueError) as error:  # TOML's errors and those of UTF-8 are values'
        return Diagnostic("language-unread", None, {"found": str(path), "said": str(error)})


def _of_row(folder: Path, code: str, row: object) -> Iterator[Diagnostic]:
    path = str(folder / ROWS)
    given = set(row) if isinstance(row, dict) else set()
    for name in sorted(given ^ _ROW):
        if name not in _OPTIONAL:
            key = "language-row" if name in given else "language-row-lacks"
            yield Diagnostic(key, None, {"found": name, "language": code, "path": path})


def _of_words(language: Language) -> Iterator[Diagnostic]:
    facts = {"language": language.code, "path": str(language.words)}
    own = _toml(language.words)
    if isinstance(own, Diagnostic):
        yield own
        return
    if other := sorted(key for key, text in own.items() if not isinstance(text, str)):
        yield Diagnostic("language-unread", None, {"found": str(language.words), "said": other[0]})
        return
    if language.falls_back:
        if language.falls_back not in languages():
            yield Diagnostic("language-fallback", None, facts | {"found": language.falls_back})
        return
    missing = [key for key in _wanted(language) if key not in own_words(language)]
    if missing:
        yield Diagnostic("language-words", None, facts | {"found": missing[0], "number": str(len(missing))})


def _wanted(language: Language) -> Iterator[str]:
    """The keys that a language needs: those of the default one, counts in each of its own plurals."""
    plural = {key.removesuffix(".one") for one in languages() for key in words(one) if key.endswith(".one")}
    for key in words(DEFAULT):
        base, _, category = key.rpartition(".")
        if category == "other" and base in plural:
            yield from (f"{base}.{each}" for each in language.categories)
        else:
            yield key
