"""What a file says, apart from how it is written: the same for other comments, line ends, indents and quotes.

This module must never know a key but those of a seal, which are about the file and not of what it says.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import TypeAlias

from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml

SEAL_KEYS = ("follows", "seal")
OPENING = (
    "# 已封存：末两行是封条，改了查得出来  Sealed by daopai: the last two lines hold what is above them\n".encode()
)
"""The first line of a sealed record, so that whatever is left of it after a cut says that there was more."""

_Tree: TypeAlias = "str | list[_Tree] | dict[str, _Tree] | None"


def content_of(data: bytes) -> bytes | None:
    r"""What a YAML file says, in one way of writing it; None where it cannot be read.

    >>> content_of(b"a: {b: 'x'}  # said\r\nseal: 12") == content_of(b"# said\na:\n  b: x\n")
    True
    """
    faults = Faults()
    root = read_yaml(data, "", faults)
    if root is None or faults.errors:
        return None
    said = MappingNode({key: entry for key, entry in root.entries.items() if key not in SEAL_KEYS}, root.location)
    return json.dumps(_tree(said), ensure_ascii=False).encode(errors="surrogatepass")


def plain(data: bytes) -> bytes:
    """A file's bytes without what editors and git change on their own: LF ends a line, no byte order mark begins it."""
    return data.removeprefix(BOM_UTF8).replace(b"\r\n", b"\n")


def legible(data: bytes) -> bytes:
    r"""A file's lines as far as their ASCII tells them, also of one that an editor saved as UTF-16 or with other ends.

    >>> legible("seal: 1\rnote: x\r".encode("utf-16-le"))
    b'seal: 1\nnote: x\n'
    """
    text = data.replace(b"\0", b"").replace(b"\r\n", b"\n")
    for end in _ENDS:
        text = text.replace(end, b"\n")
    return text


def unopened(data: bytes) -> bytes:
    """The plain bytes of a file (`plain`) without the first line of a sealed record, where it has that."""
    return plain(data).removeprefix(OPENING)


def is_opened(data: bytes) -> bool:
    """Whether the first line is that of a sealed record, with whatever behind its first words, in any encoding."""
    return plain(data).startswith(_OPENS) or _SEALED_BY in legible(data).partition(b"\n")[0]


def is_bare(data: bytes) -> bool:
    """Whether nothing but remarks stands in a file: it is empty, or what is left of it after a cut ends in them."""
    return all(not line.strip() or line.lstrip().startswith(b"#") for line in legible(plain(data)).split(b"\n"))


_OPENS = OPENING[: OPENING.index("：".encode())]
_SEALED_BY = b"Sealed by daopai: "
_ENDS = (b"\r", "\x85".encode(), "\u2028".encode(), "\u2029".encode())
"""What ends a line for some editors beside LF and CRLF."""


def _tree(node: Node | None) -> _Tree:
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, MappingNode):
        return {key: _tree(value) for key, (_, value) in node.entries.items()}
    return [_tree(item) for item in node.items]
