"""The last keys of an update or a baseline ⇄ who wrote it (`written_by:`), what it follows and its seal.

What the two digests are held against is `schedule.files.records.chain`'s business, and needs the file's bytes. This
module must never know what a digest is of.
"""

from __future__ import annotations

import re
from hashlib import sha256

from schedule.files.yaml.content import unopened
from schedule.files.yaml.keys import Key, valued
from schedule.files.yaml.kinds import pattern
from schedule.files.yaml.scalars import form
from schedule.files.yaml.source import Faults, Node
from schedule.version import THIS, VERSION_PATTERN, Version, parse_version

_DIGEST = re.compile("[0-9a-f]{64}")
_SEALED = re.compile(rb"^follows: [^\r\n]*\r?\nseal: [^\r\n]*\r?\n?\Z", re.MULTILINE)


def unsealed_digest(data: bytes) -> str:
    r"""The SHA-256 of a record's text without the lines of its seal, which sealing it therefore does not change.

    Nor does another manner of ending lines.

    >>> sealed = b"note: x\nfollows: 12  # plan.yaml -> updates/2016-03-14.yaml\nseal: 34\n"
    >>> unsealed_digest(sealed) == unsealed_digest(b"note: x") == unsealed_digest(b"note: x\n")
    True
    """
    data = unopened(data)
    found = _SEALED.search(data)
    return sha256((data[: found.start()] if found else data).rstrip(b"\r\n")).hexdigest()


def _parse_digest(text: str) -> str | None:
    """A SHA-256 in hexadecimal digits."""
    return text if _DIGEST.fullmatch(text) else None


def _read_version(node: Node, faults: Faults) -> Version | None:
    """Who wrote the record. That a newer daopai did is a warning: it may mean by its words what this one does not."""
    version = _READ_VERSION(node, faults)
    if version is not None and version.rules > THIS.rules:
        faults.warn("newer-rules", node.location, found=str(version), expected=str(THIS))
    return version


_DIGITS = "64 × 0-9 a-f"
_READ_VERSION = form(parse_version, "bad-version", str(THIS))
_READ_DIGEST = form(_parse_digest, "bad-digest", _DIGITS)
_DIGEST_FORM = pattern(_DIGEST.pattern, _DIGITS)
RECORD_KEYS = (
    Key("written_by", valued(_read_version, pattern(VERSION_PATTERN, str(THIS)))),
    Key("follows", valued(_READ_DIGEST, _DIGEST_FORM)),
    Key("seal", valued(_READ_DIGEST, _DIGEST_FORM)),
)
"""The last keys. Faults: `bad-version`, `newer-rules` (a warning), `bad-digest`."""
