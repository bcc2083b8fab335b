"""A folder of languages for each fault that one can have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from schedule.diagnostics import Diagnostic, PlanError
from schedule.output.words import languages
from schedule.output.words.further import use_languages

PACKAGE = Path(languages.__file__).parent / languages.ROWS
BEGUN = "[kk]" + PACKAGE.read_text(encoding="utf-8").partition("[ug]")[2]
"""The row of a language that is begun and falls back on Chinese."""
RED = '"light.red" = "қызыл"\n'


def write_language(folder: Path, row: str, words: str | None = RED) -> Path:
    """A folder of languages with this text of rows and of words."""
    folder.mkdir()
    (folder / languages.ROWS).write_text(row, encoding="utf-8")
    if words is not None:
        (folder / "kk.toml").write_text(words, encoding="utf-8")
    return folder


def _used(row: str, words: str | None = RED) -> Callable[[Path, pytest.MonkeyPatch], Sequence[Diagnostic]]:
    def faults(path: Path, _: pytest.MonkeyPatch) -> Sequence[Diagnostic]:
        with pytest.raises(PlanError) as caught:
            use_languages(write_language(path / "languages", row, words))
        return caught.value.diagnostics

    return faults


MADE_LANGUAGES = {
    "language-missing": _used(BEGUN, None),
    "language-unread": _used(BEGUN, '"day" = \n'),
    "language-row": _used(BEGUN + 'colour = "x"\n'),
    "language-row-lacks": _used(BEGUN.replace('tag = "ug"\n', "")),
    "language-fallback": _used(BEGUN.replace('falls_back = "zh"', 'falls_back = "kk"')),
    "language-words": _used(BEGUN.replace('falls_back = "zh"\n', "")),
}
