"""What a file says, apart from how it is written: the same for other comments, line ends, indents and quotes.

This module must never know a key but those of a seal, which are about the file and not of what it says.
"""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import TypeAlias

from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, read_yaml

SEAL_KEYS = ("follows", "seal")

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


def _tree(node: Node | None) -> _Tree:
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, MappingNode):
        return {key: _tree(value) for key, (_, value) in node.entries.items()}
    return [_tree(item) for item in node.items]
