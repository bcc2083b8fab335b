"""What a reader is told: the README of a language with the pages that it names, in the order in which it names them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = {"en": "README.md", "zh": "README.zh.md"}
PAGES = {
    "en": tuple(
        f"docs/{page}.md" for page in ("commands", "plan", "meeting", "portfolio", "exchange", "python", "languages")
    ),
    "zh": tuple(f"docs/{page}.zh.md" for page in ("commands", "plan", "meeting", "portfolio", "exchange", "languages")),
}


def readme(lang: str) -> str:
    """The front door."""
    return (ROOT / READMES[lang]).read_text(encoding="utf-8")


def manual(lang: str) -> str:
    """The front door and the pages behind it, one after the other."""
    return "\n".join([readme(lang), *((ROOT / page).read_text(encoding="utf-8") for page in PAGES[lang])])


def blocks(lang: str, kind: str) -> list[str]:
    """What stands between the fences of a kind: `yaml`, `console`, `python`."""
    return re.findall(rf"```{kind}\n(.*?)```", manual(lang), re.DOTALL)
