"""Every word a reader sees, by key and language: the files `CODE.toml` beside this one, and the one look-up.

A word is a template for `str.format`; all languages name the same values, which come in as finished phrases (see
`schedule.output.words.phrases`), so no grammar is left to the templates but a number's plural. A file is read when the
first word of its language is asked for. This module must never know a schedule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from string import Formatter

from schedule.output.words.languages import DEFAULT, Language, language_of, languages


@lru_cache(maxsize=16)
def own_words(language: Language) -> Mapping[str, str]:
    """What stands in a language's own file. Raises OSError or ValueError where that is no file of words."""
    return tomllib.loads(language.words.read_text(encoding="utf-8"))


@lru_cache(maxsize=16)
def _read(language: Language) -> Mapping[str, str]:
    """The words of a language, and of the one it falls back on where it has none."""
    if not language.falls_back:
        return own_words(language)
    return {**_read(language_of(language.falls_back)), **own_words(language)}


def words(lang: str) -> Mapping[str, str]:
    """All words of a language by their keys. Raises KeyError for an unknown language."""
    return _read(language_of(lang))


def knows(key: str) -> bool:
    """Whether there are words for a key that is made of an id: all languages have the same keys."""
    return key in words(DEFAULT)


def borrowed(lang: str) -> Mapping[str, str]:
    """The words that a language lacks, as the one it falls back on says them. Raises KeyError for an unknown one."""
    own = own_words(language_of(lang))
    return {key: text for key, text in words(lang).items() if key not in own}


def word(key: str, lang: str, /, **values: object) -> str:
    """The words of a key in a language ("zh", "en"), with its values filled in.

    In Chinese a space stands between a Latin name and the words around it.

    Raises KeyError for an unknown key or a value that the template names and the caller does not give.

    >>> word("days.other", "en", number="5")
    '5 days'
    >>> word("headline.open", "zh", task="Roof deck", forecast="6月3日")
    'Roof deck 预计 6月3日 完成'
    """
    language = language_of(lang)
    template = _read(language)[key]
    if language.spaced:
        return template.format(**values)
    for name, value in values.items():
        if _LATIN.search(str(value)):
            values[name] = f"{_MARK}{value}{_MARK}"
    text = template.format(**values)
    return _JOINT.sub(" ", text).replace(_MARK, "") if _MARK in text else text


def counted(key: str, lang: str, number: object, /, **values: object) -> str:
    """The words of a key in the plural form of a number as it is shown, which the template calls `number`.

    >>> counted("days", "en", 1), counted("days", "en", "1.5"), counted("days", "zh", 1)
    ('1 day', '1.5 days', '1 天')
    """
    language = language_of(lang)
    said = f"{key}.{language.category(number)}"
    if language.falls_back and said not in _read(language):  # a language without this plural has lent the words
        said = f"{key}.other"
    return word(said, lang, number=number, **values)


@lru_cache(maxsize=512)
def named_in(key: str, lang: str) -> frozenset[str]:
    """The values that the words of a key name. Raises KeyError for an unknown key."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words(lang)[key]) if name is not None)


def everywhere(key: str) -> tuple[str, ...]:
    """The words of a key in every language, the default one's first."""
    return tuple(word(key, lang) for lang in languages())


_MARK = "\ue000"
_LATIN = re.compile("[A-Za-z]{2}|[A-Za-z][0-9]")
_JOINT = re.compile(f"(?<=[A-Za-z0-9)\\]]){_MARK}(?=[一-鿿])|(?<=[一-鿿]){_MARK}(?=[A-Za-z0-9\\[(])")
"""Where a Latin name meets a Chinese template."""
