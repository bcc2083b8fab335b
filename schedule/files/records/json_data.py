"""JSON of our own files, which anybody may have edited: what it says can be counted with and written again.

JSON can name what no file can hold, half of a letter (one surrogate of two), and what is no number, `Infinity`.
This module must never know which file it reads.
"""

from __future__ import annotations

import json
import math
from typing import Any


def read_json(text: str | bytes) -> Any:
    """What a JSON text says.

    Raises:
        ValueError: it is no JSON (then with its place, as `json.JSONDecodeError`), no UTF-8, has a number that is none
            or a text that UTF-8 cannot write.
        RecursionError: brackets in brackets without end.
    """
    text = text if isinstance(text, str) else text.decode("utf-8")
    found = json.loads(text, parse_float=_number, parse_constant=_number)
    if "\\u" in text:
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"no number: {text}")
    return number
