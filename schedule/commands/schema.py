"""`daopai schema`: what an editor needs to complete keys and to mark faults while a plan is typed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from schedule.commands.conduct import options
from schedule.commands.conduct.printing import answer
from schedule.files.schema import schema
from schedule.output.words.catalogue import word
from schedule.output.words.languages import languages


@click.command()
@options.answered
@options.lang
def command(out: Path | None, lang: str) -> None:
    """编辑器用的 plan.schema.json：写的时候补全键名、说明每个键、标出写错的。What editors complete and mark faults by.

    A JSON Schema (draft 2020-12) of plan.yaml, updates, baselines and channels; every key is described in Chinese and
    in English, the language of --lang first. VS Code with the YAML extension finds it by the first line of a file:

    \b
      # yaml-language-server: $schema=plan.schema.json

    It marks what can be seen in one file; `daopai check` tells all faults.
    """  # noqa: D301 -- click's mark of a line that is not to be wrapped is the backspace itself
    asked = dict.fromkeys((lang, *languages()))
    found = schema(
        lambda table, key: _lines(f"key.{table}.{key}", asked),
        lambda form, examples: _lines(f"schema.{form}", asked, examples=examples),
    )
    answer(f"{json.dumps(found, ensure_ascii=False, indent=1)}\n", out)


def _lines(key: str, asked: dict[str, None], **values: object) -> str:
    """The words of a key in all languages, a line each, the one that was asked for first."""
    return "\n".join(word(key, one, **values) for one in asked)
