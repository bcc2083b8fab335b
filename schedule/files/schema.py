"""What an editor is told of the files of a plan: one JSON Schema (draft 2020-12) made from the keys' own declarations.

One schema holds all files, so that an editor needs one setting: the keys at the top of a file tell which it is, a plan,
an update, a baseline, a portfolio or a channels file. It refuses no file that reading takes without a fault, but a text
that says `null`, which an editor cannot tell from an empty one. What needs names, dates or other files to be judged it
takes: that remains for reading. This module must never know a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from schedule.files.channels import CHANNELS
from schedule.files.plans.plan import PLAN
from schedule.files.plans.portfolio import PORTFOLIO
from schedule.files.sealed.baselines import BASELINE
from schedule.files.sealed.updates import UPDATE
from schedule.files.yaml.keys import Fragment, Named, Table
from schedule.files.yaml.kinds import MESSAGE, which
from schedule.version import THIS

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILES = which(
    {
        ("daopai-portfolio",): PORTFOLIO,
        ("channels",): CHANNELS,
        ("dates",): BASELINE,
        ("plan_digest",): BASELINE,
        ("data_date",): UPDATE,
        ("progress",): UPDATE,
        ("revisions",): UPDATE,
    },
    PLAN,
)
"""Which file it is, by what stands at its top; a new one is a plan."""

Described = Callable[[str, str], str]
"""What a key of a table is for."""
Told = Callable[[str, str], str]
"""What to tell of a text that has not the form (`schema.…` in the catalogue), with examples."""


def schema(described: Described, told: Told) -> dict[str, Any]:
    """The JSON Schema of all files, as an object for `json.dumps`.

    Args:
        described: the words for a table's key, by the names of both.
        told: the words about a text that has not the form. The examples are only for them: an editor would offer them.
    """
    definitions: dict[str, Any] = {}

    def resolved(part: Any) -> Any:
        if isinstance(part, Table | Named):
            return {"$ref": f"#/$defs/{defined(part)}"}
        if isinstance(part, Mapping):
            found = {str(key): resolved(value) for key, value in part.items() if key != "examples"}
            if "pattern" in part:
                found[MESSAGE] = told(part.get(MESSAGE, "form"), ", ".join(part.get("examples", ())))
            return found
        return [resolved(one) for one in part] if isinstance(part, list | tuple) else part

    def defined(part: Table | Named) -> str:
        name = f"{part.name}.{part.variant}" if isinstance(part, Table) and part.variant else part.name
        if name not in definitions:
            definitions[name] = None  # its place, in the order in which they are named
            definitions[name] = listed(part) if isinstance(part, Table) else resolved(part.fragment)
        return name

    def listed(table: Table) -> Fragment:
        return {
            "type": "object",
            "properties": {
                key.name: {**resolved(key.value.form), "description": described(table.name, key.name)}
                for key in table.keys
            },
            "required": list(table.required),
            "additionalProperties": False,
            **resolved(table.rules),
        }

    files = resolved(FILES)
    return {"$schema": DRAFT, "title": "daopai", "$comment": str(THIS), **files, "$defs": definitions}
