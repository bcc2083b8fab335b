"""snapshot.json ⇄ `Issued`: the figures of a meeting, kept in its folder beside the papers.

One task a line, so that two versions of the file can be compared by eye. This module must never know what a figure
means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from schedule.files.records.json_data import read_json
from schedule.issued import Issued, Replaced
from schedule.version import Version

ISSUED = "snapshot.json"
FORMAT = 1
"""The format of the file, for whoever reads it later."""
MAX_BYTES = 1 << 28


def read_issued(path: Path) -> Issued | None:
    """The figures that a file keeps; None where there is no such file, or where it cannot be understood.

    It is no record: nothing rests on it but a comparison, and the next run writes it anew.

    Raises:
        OSError: the file is there and cannot be read.
    """
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    try:
        return _issued(read_json(data))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def issued_text(issued: Issued) -> str:
    """The text of the file; the inverse of `read_issued`, and the same for the same figures."""
    head: dict[str, Any] = {
        "daopai_snapshot": FORMAT,
        "made_by": version_object(issued.made_by),
        "data_date": issued.data_date,
    }
    if issued.network:
        head["network"] = issued.network
    if issued.replaced is not None:
        found = issued.replaced
        head["replaced"] = {
            "made_by": version_object(found.made_by),
            "figures": found.figures,
            "sources": list(found.sources),
        }
    lines = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    lines.append(f'"sources": {_by_line(issued.sources)}')
    lines.append(f'"headline": {_by_line(issued.headline)}')
    lines.append(f'"tasks": {_by_line(issued.tasks)}')
    lines.append(f'"ledger": {_by_line(issued.ledger)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _issued(found: Any) -> Issued:
    if found["daopai_snapshot"] != FORMAT:
        raise ValueError("another format")
    replaced = found.get("replaced")
    return Issued(
        made_by=_version(found["made_by"]),
        data_date=_text(found["data_date"]),
        sources={name: _text(digest) for name, digest in found["sources"].items()},
        headline=_figures(found["headline"]),
        tasks={name: _figures(figures) for name, figures in found["tasks"].items()},
        ledger={name: _figures(figures) for name, figures in found["ledger"].items()},
        network=_text(found.get("network", "")),
        replaced=None
        if replaced is None
        else Replaced(
            _version(replaced["made_by"]), int(replaced["figures"]), tuple(_text(name) for name in replaced["sources"])
        ),
    )


def _version(found: Any) -> Version:
    return Version(_text(found["product"]), int(found["rules"]))


def version_object(version: Version) -> dict[str, Any]:
    """A version as files name it."""
    return {"product": version.product, "rules": version.rules}


def _figures(found: Any) -> dict[str, Any]:
    """One thing's figures. Raises TypeError for what is none."""
    for value in found.values():
        if not (value is None or isinstance(value, str | int)):
            raise TypeError("a figure is a text, a whole number, yes, no or nothing")
    return dict(found)


def _text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("not a text")
    return found


def _by_line(found: Mapping[str, Any]) -> str:
    return "{" + ",".join(f"\n  {_json(key)}: {_json(value)}" for key, value in found.items()) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
