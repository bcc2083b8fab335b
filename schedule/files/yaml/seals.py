"""`follows:` and `seal:`, the last two keys of an update or a baseline ⇄ the digests that they give.

What they are held against is `schedule.files.records.chain`'s business, and needs the file's bytes. This module
must never know what a digest is of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from schedule.files.yaml.scalars import Reader, form
from schedule.files.yaml.text import Document

_DIGEST = re.compile("[0-9a-f]{64}")


def _parse_digest(text: str) -> str | None:
    """A SHA-256 in hexadecimal digits."""
    return text if _DIGEST.fullmatch(text) else None


def seal_document(follows: str | None, seal: str | None) -> dict[str, Document]:
    """The two keys, as far as they are there."""
    return {key: digest for key, digest in (("follows", follows), ("seal", seal)) if digest is not None}


_READ_DIGEST = form(_parse_digest, "bad-digest", "64 × 0-9 a-f")
SEAL_KEYS: Mapping[str, Reader[Any]] = {"follows": _READ_DIGEST, "seal": _READ_DIGEST}
"""The readers of both keys. Fault: `bad-digest`."""
