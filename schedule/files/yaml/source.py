"""YAML text → nodes that know their line and column, and nothing else: every scalar stays text.

The reader takes PyYAML's events, not its objects: no type is guessed (`on` is a key, `2016-02-30` is text), nothing is
constructed, and what a plan has no use for is a fault of its own: anchors, tags, several documents, duplicate keys.
Long sections of a file are mostly written in a regular way, a key or an entry a line: these lines are read as they
stand (`_Lines`), to the very same nodes in half the time; whatever else stands in a file is the parser's.
All limits stand here. This module must never know a key of a plan, an update or a baseline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from schedule.diagnostics import MORE, Diagnostic, Location, Severity, Source, nearest

if TYPE_CHECKING:
    from yaml import YAMLError

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read: a plan of 100,000 tasks has some 25 MB."""
MAX_LINES = 2_000_000
"""The most lines of a file that is read; a plan of 100,000 tasks with a line a key has some 1,000,000."""
MAX_NODES = 3_000_000
"""The most keys and values a file may hold; of a plan of 100,000 tasks each has some 25."""
MAX_IN_LINE = 1_500_000
"""The most commas in a line; beyond them nobody wrote it."""
MAX_DEPTH = 16
"""How deep lists and mappings may be nested; a plan needs seven levels."""
MAX_FAULTS = 1_000
"""How many errors, and how many warnings, of one reading are told with their places; the rest is counted."""
MAX_SUGGESTIONS = 20
"""How many unknown names of one reading are compared with all known names: each costs a pass over them."""

FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(
    zip("\u3000\xa0、。【】〔〕“”‘’—–−〜", "  ,.[][]\"\"''---~", strict=True)
)
"""Full-width and typographic characters that stand where structure is meant, and the character that is meant."""
_FULL_WIDTH = re.compile("[" + "".join(FULL_WIDTH) + "]")
_SEPARATOR = re.compile("[：，；＋]")
"""Full-width signs that part what YAML or a relation consists of: with one, it is no name that is wrong."""
_KEY_WITH_FULL_WIDTH_COLON = re.compile(r"\s*(?:- )?[\"'{\[]?[A-Za-z0-9_.-]+\s*(：)")
_PARTING = re.compile("[：，]")
_KEY_END, _KEY_BEHIND = re.compile("[A-Za-z0-9_.-]"), re.compile(r"\s*[A-Za-z0-9_.-]+\s*[:：]")
"""Of the words that a key within braces is: its last character, and one with what follows it."""
_INDENTING_TAB = re.compile(r" *(\t)")
# Everything YAML cannot hold, and what ends a line for some programs but not for others (NEL, LS, PS) or stands for
# nothing (BOM): the lines that this module counts are then the lines that an editor shows.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_OPENED = ("while parsing a flow mapping", "while parsing a flow sequence", "while scanning a quoted scalar")
"""What the parser was at when a bracket or quote is not closed: then the fault is where it was opened."""
_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")

Meant = Callable[[str, Collection[str]], str | None]
"""Tells which known name was meant by another text, or None."""


class ScalarNode(NamedTuple):
    """A piece of text and its place. `line` and `column` count from 1; `width` is what it takes in its (first) line."""

    text: str
    source: Source
    line: int
    column: int
    width: int

    @property
    def location(self) -> Location:
        """Where the text stands."""
        return tuple.__new__(Location, (self.source, self.line, self.column, self.width or 1))  # in half the time

    def part(self, begin: int, end: int) -> Location:
        """Where characters `begin` to `end` of the text stand; the whole text where escapes or folding hide that."""
        line = self.source.lines[self.line - 1]
        column = self.column - 1
        if line[column : column + 1] in ("'", '"'):
            column += 1
        if end <= begin or line[column + begin : column + end] != self.text[begin:end]:
            return self.location
        return Location(self.source, self.line, column + begin + 1, end - begin)

    def cut(self, begin: int, end: int) -> ScalarNode:
        """Characters `begin` to `end` of the text as a text of its own, at its place."""
        place = self.part(begin, end)
        return ScalarNode(self.text[begin:end], self.source, place.line, place.column, place.width)


class MappingNode(NamedTuple):
    """Keys with their values, in the order of the text. A value of None was unusable, and its fault is told already."""

    entries: dict[str, tuple[ScalarNode, Node | None]]
    location: Location


class SequenceNode(NamedTuple):
    """A list. An item of None was unusable, and its fault is told already."""

    items: list[Node | None]
    location: Location


Node = ScalarNode | MappingNode | SequenceNode


class Faults:
    """The faults of one reading, collected so that an author sees all of them at once."""

    def __init__(self) -> None:
        self._diagnostics: list[Diagnostic] = []
        self._count = dict.fromkeys(Severity, 0)
        self._first_more: dict[Severity, Location | None] = {}
        self._suggestions = 0
        self.sealed = False
        self._named: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {}
        self._ids: dict[str, dict[str, str]] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was collected, in the order of path, line and column; behind all, how many more there are."""
        more = [
            Diagnostic(MORE, place, {"found": str(self._count[severity] - MAX_FAULTS)}, severity)
            for severity, place in self._first_more.items()
        ]
        return (*sorted(self._diagnostics, key=_place), *more)

    @property
    def errors(self) -> int:
        """How many faults worse than a warning were collected so far."""
        return self._count[Severity.ERROR]

    def add(self, code: str, location: Location | None, *related: Location, **facts: str) -> None:
        """Add an error."""
        self._add(Severity.ERROR, code, location, related, facts)

    def warn(self, code: str, location: Location | None, *related: Location, **facts: str) -> None:
        """Add a warning."""
        self._add(Severity.WARNING, code, location, related, facts)

    def _add(
        self,
        severity: Severity,
        code: str,
        location: Location | None,
        related: tuple[Location, ...],
        facts: dict[str, str],
    ) -> None:
        self._count[severity] += 1
        if self._count[severity] <= MAX_FAULTS:
            self._diagnostics.append(Diagnostic(code, location, facts, severity, related))
        else:
            self._first_more.setdefault(severity, location)

    def beyond(self, code: str, location: Location | None, **facts: str) -> None:
        """Add an error about a value beyond a limit; of a record that is `sealed` a warning, for it stays as it is."""
        self._add(Severity.WARNING if self.sealed else Severity.ERROR, code, location, (), facts)

    def bad(self, code: str, scalar: ScalarNode, expected: str = "", **facts: str) -> None:
        """Add an error about a text that cannot be read, or about the full-width character that is the reason."""
        if self.full_width(scalar):
            return
        if expected:
            facts["expected"] = expected
        self.add(code, scalar.location, found=scalar.text, **facts)

    def named(self, code: str, names: Callable[[], Iterable[tuple[str, str]]]) -> None:
        """Know the names of things that are called by ids, as pairs of name and id, for the faults of this code."""
        self._named[code] = names
        self._ids.pop(code, None)

    def unknown(
        self, code: str, scalar: ScalarNode, known: Collection[str], meant_by: Meant = nearest, **facts: str
    ) -> None:
        """Add an error about a name that nobody defined, with the known name that was probably meant.

        Where nothing known is near, it may be the name of what is called by an id (`named`): then the id is said too.
        Full-width brackets, quotation marks and letters are what is wrong only where no name is near without them.
        """
        if _SEPARATOR.search(scalar.text) and self.full_width(scalar):
            return
        self._suggestions += 1
        meant = None
        if self._suggestions <= MAX_SUGGESTIONS:
            ids = self._ids_of(code)
            name = scalar.text if scalar.text in ids else None
            meant = None if name else meant_by(scalar.text[:100], known)
            name = name or (nearest(scalar.text[:100], ids) if meant is None else None)
            meant = f"{ids[name]} ({name})" if name else meant
        if meant is not None:
            facts["nearest"] = meant
        elif self.full_width(scalar):
            return
        self.add(code, scalar.location, found=scalar.text, **facts)

    def _ids_of(self, code: str) -> dict[str, str]:
        """The ids by the names that only one has."""
        if code not in self._ids:
            pairs = [(name, id_) for name, id_ in self._named.get(code, tuple)() if name != id_]
            count = Counter(name for name, _ in pairs)
            self._ids[code] = {name: id_ for name, id_ in pairs if count[name] == 1}
        return self._ids[code]

    def full_width(self, scalar: ScalarNode) -> bool:
        """Add an error if a text holds a full-width character; only for texts that are no names or notes."""
        match = _FULL_WIDTH.search(scalar.text)
        if match:
            self.add("full-width", scalar.part(*match.span()), found=match[0], expected=FULL_WIDTH[match[0]])
        return match is not None


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    location = diagnostic.location
    return (location.path, location.line, location.column) if location else ("", 0, 0)


def read_yaml(data: bytes, path: str, faults: Faults) -> MappingNode | None:
    """Read one YAML document whose top level is a mapping.

    Args:
        data: the file's bytes: UTF-8, with or without a byte order mark; lines end with LF or CRLF.
        path: the path to show in faults.
        faults: gets what is wrong: `too-large`, `too-many-lines`, `gb18030`, `not-utf-8`, `control-character`,
            `empty-file`, `tab`, `yaml-syntax`, `full-width`, `anchor`, `tag`, `several-documents`, `duplicate-key`,
            `not-a-key`, `too-deep`, `too-many-nodes`, `not-a-mapping`.

    Returns:
        The top mapping, or None where there is none to go on with.
    """
    from yaml import YAMLError

    text = _decode(data, path, faults)
    if text is None:
        return None
    source = Source(path, tuple(_LINE_END.split(text)))
    if _has_too_many(source, text, faults):
        return None
    control = _CONTROL.search(text)
    if control:
        line = len(_LINE_END.findall(text, 0, control.start()))
        before = max((text.rfind(end, 0, control.start()) for end in "\n\r"), default=-1)
        where = Location(source, line + 1, control.start() - before)
        faults.add("control-character", where, found=f"U+{ord(control[0]):04X}")
        return None
    try:
        root = _by_lines(source)
        if root is None:
            root = _Composer(source, text, faults).document()
    except YAMLError as error:
        if not _add_depth(error, source, text, faults):
            _add_syntax_fault(error, source, faults)
        return None
    except _TooMuchError:
        return None
    if root is None:
        faults.add("empty-file", Location(source, 1))
        return None
    if not isinstance(root, MappingNode):
        if not (isinstance(root, ScalarNode) and faults.full_width(root)):
            faults.add("not-a-mapping", root.location, found=kind(root))
        return None
    return root


def kind(node: Node) -> str:
    """What a node is, as the word that faults use: `text`, `mapping` or `list`."""
    return "text" if isinstance(node, ScalarNode) else "mapping" if isinstance(node, MappingNode) else "list"


def _decode(data: bytes, path: str, faults: Faults) -> str | None:
    if len(data) > MAX_BYTES:
        facts = {"found": f"{len(data) / 2**20:.1f} MB", "expected": f"{MAX_BYTES / 2**20:.0f} MB"}
        faults.add("too-large", Location(Source(path), 1), **facts)
        return None
    ends = max(data.count(b"\n"), data.count(b"\r"))
    if ends > MAX_LINES:
        faults.add("too-many-lines", Location(Source(path), 1), found=str(ends), expected=str(MAX_LINES))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding, begin = _other_encoding(data, error.start)
        lines = tuple(_LINE_END.split(data.decode(encoding or "utf-8", "replace")))
        line_begin = data.rfind(b"\n", 0, begin) + 1
        column = len(data[line_begin:begin].decode("utf-8", "replace")) + 1
        place = Location(Source(path, lines), data.count(b"\n", 0, begin) + 1, column)
        found = "UTF-16" if encoding.startswith("utf-16") else f"{data[begin]:02X}"
        faults.add("gb18030" if encoding == "gb18030" else "not-utf-8", place, found=found, expected="UTF-8")
        return None


def _has_too_many(source: Source, text: str, faults: Faults) -> bool:
    """Whether its commas alone say that a file holds too much to be read: told before anything is made of it."""
    long = (k for k, line in enumerate(source.lines) if len(line) > MAX_IN_LINE and line.count(",") > MAX_IN_LINE)
    first, most = next(long, None), MAX_IN_LINE
    if first is None and text.count(",") > MAX_NODES:
        first, most = 0, MAX_NODES
    if first is not None:
        faults.add("too-many-nodes", Location(source, first + 1), expected=str(most))
    return first is not None


def _other_encoding(data: bytes, error: int) -> tuple[str, int]:
    """The encoding that bytes have instead of UTF-8, "" where it cannot be known, and the first byte that tells."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16", 0
    if data[:2].count(0) == 1:  # without a mark: a zero beside the first key's first letter
        return "utf-16-be" if data[0] == 0 else "utf-16-le", 0
    # Damaged UTF-8 is mostly good; of Chinese in GB18030, hardly a character is good UTF-8 by chance.
    characters = data.decode("utf-8", "replace")
    bad = characters.count("\ufffd")
    good = sum(character > "\x7f" for character in characters) - bad
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "", error
    first = next(k for k, byte in enumerate(data) if byte > 0x7F)
    return ("gb18030", first) if bad > good else ("", error)


class _TooMuchError(Exception):
    """A limit was passed; the fault is told already."""


def _by_lines(source: Source) -> Node | None:
    """The root, its regular sections read by lines and the rest by the parser, to which these lines are empty.

    None where nothing is regular or anything is wrong: the parser reads it all, and says what. That a section is one,
    and no part of a text of several lines, the parser tells: it sees nothing behind the section's key, and finds this
    key in the root without a value. So a value of the root begins there, and ends with the next line at the margin.
    """
    from yaml import YAMLError

    lines = source.lines
    margin = [k for k, line in enumerate(lines) if line and line[0] not in " #"]
    sections: dict[int, MappingNode] = {}
    reader, rest = _Lines(source), list(lines)
    for begin, end in pairwise((*margin, len(lines))):
        if end - begin > 1 and _SECTION.fullmatch(lines[begin]):
            try:
                sections[begin] = reader.section(begin + 1, end)
            except _IrregularError:
                continue
            rest[begin + 1 : end] = [""] * (end - begin - 1)
    if not sections:
        return None
    faults = Faults()
    composer = _Composer(source, "\n".join(rest), faults, reader.nodes)
    try:
        root = composer.document()
    except (YAMLError, _TooMuchError):
        return None
    if faults.diagnostics or not isinstance(root, MappingNode):
        return None
    found = 0
    for name, (key, value) in root.entries.items():
        section = sections.get(key.line - 1)
        missing = isinstance(value, ScalarNode) and value.line == key.line and not value.width
        if section is not None and key.column == 1 and missing:
            root.entries[name] = key, section
            found += 1
    return root if found == len(sections) else None


class _IrregularError(Exception):
    """What is not written in the regular way: the parser reads it."""


# Classes by what is not in them, all of it within a byte: by what is in them Python takes 30 ms at each start.
_FIRST = r"[^\x00-/:-@\[-^`{-\xa0]"
"""What a word begins with: a letter or digit of ASCII, an underscore, any sign beyond the non-breaking space."""
_INNER = r"[^\x00- \"#',:?\[-\]`{}\x7f-\xa0]"
"""What may stand inside of a word; no question mark, which PyYAML without libyaml refuses in brackets."""
_WORD = rf"{_FIRST}{_INNER}*"
_PLAIN = rf"{_WORD}(?:(?: +|:(?=[0-9A-Za-z])){_INNER}+)*"
_SECTION = re.compile(rf"{_WORD}: *")
_LINE = re.compile(rf"( +)({_WORD}):(?: +({_PLAIN})?|$)")
"""A line of a mapping: its indent, its key, and a value that is one plain text, or the beginning of another one."""
_PAIR = re.compile(rf" *({_WORD}): +(?:({_PLAIN}) *([,}}]))?")
_ITEM = re.compile(rf" *(?:({_PLAIN}) *([,\]]))?")
_QUOTED = re.compile(r"\"[^\"\\]*\"|'[^']*'")
_AFTER = re.compile(" *([]},])")
_MAX_KEY, _MAX_INSIDE = 200, 6
"""How long a key is that YAML surely takes for one, and how deep a value may be nested: else the parser reads it."""


class _Lines:
    """Reads sections that are written in a regular way, each line a key, with its value in the same line or below.

    What it takes is a small part of YAML, in which a text means what stands there: plain words, quoted texts without
    escapes, lists and mappings in brackets that end in their line; no value that goes on in the next line, none that is
    missing, no key twice, no comment behind a value. `nodes` counts what was read.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._line = ""
        self._number = 0
        self.nodes = 0

    def section(self, begin: int, end: int) -> MappingNode:
        """The mapping that lines `begin` to `end` are, all deeper than the margin. Raises _IrregularError."""
        before = self.nodes
        try:
            return self._section(begin, end)
        except _IrregularError:
            self.nodes = before
            raise

    def _section(self, begin: int, end: int) -> MappingNode:
        source, match_of, new = self._source, _LINE.match, tuple.__new__
        lines = source.lines
        # The mappings that a line may belong to, outermost first: the indent of each, and what it holds so far.
        open_: list[tuple[int, dict[str, tuple[ScalarNode, Node | None]]]] = []
        top: MappingNode | None = None
        waiting: tuple[dict[str, tuple[ScalarNode, Node | None]], ScalarNode] | None = None
        indent, entries = -1, dict[str, tuple[ScalarNode, Node | None]]()
        for number in range(begin, end):
            line = lines[number]
            match = match_of(line)
            if match is None:
                if line.strip(" ") and line.lstrip(" ")[0] != "#":
                    raise _IrregularError
                continue
            spaces, name, text = match.groups()
            depth, at = len(spaces), match.end()
            if waiting is not None:
                if depth <= indent:
                    raise _IrregularError
                entries = {}
                into, key = waiting
                begun = new(Location, (source, number + 1, depth + 1, 1))
                into[key.text] = key, new(MappingNode, (entries, begun))
                waiting, indent = None, depth
                open_.append((depth, entries))
                if len(open_) > _MAX_INSIDE:
                    raise _IrregularError
            elif top is None:
                top, indent = MappingNode(entries, Location(source, number + 1, depth + 1)), depth
                open_.append((depth, entries))
                self.nodes += 1
            elif depth != indent:
                while open_ and open_[-1][0] > depth:
                    open_.pop()
                if not open_ or open_[-1][0] != depth:
                    raise _IrregularError
                indent, entries = open_[-1]
            if name in entries or len(name) > _MAX_KEY:
                raise _IrregularError
            key = new(ScalarNode, (name, source, number + 1, depth + 1, len(name)))
            self.nodes += 2
            if text is not None:
                if at != len(line) and line[at:].strip(" "):
                    raise _IrregularError
                column = match.start(3) + 1
                entries[name] = key, new(ScalarNode, (text, source, number + 1, column, len(text)))
            elif at == len(line):
                waiting = entries, key
            else:
                self._line, self._number = line, number + 1
                node, at = self._value(at, 1)
                if at != len(line) and line[at:].strip(" "):
                    raise _IrregularError
                entries[name] = key, node
        if top is None or waiting is not None:
            raise _IrregularError
        return top

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        """What is no plain text and begins at a place of the line, and the place behind it."""
        first = self._line[at : at + 1]
        if first in ("{", "[") and first and depth <= _MAX_INSIDE:
            return self._mapping(at, depth) if first == "{" else self._sequence(at, depth)
        match = _QUOTED.match(self._line, at)
        if match is None:
            raise _IrregularError
        return ScalarNode(match[0][1:-1], self._source, self._number, at + 1, len(match[0])), match.end()

    def _mapping(self, at: int, depth: int) -> tuple[MappingNode, int]:
        line, source, number, new = self._line, self._source, self._number, tuple.__new__
        pair_of, begin = _PAIR.match, at
        entries: dict[str, tuple[ScalarNode, Node | None]] = {}
        end = ","
        at += 1
        value: Node
        while end == ",":
            match = pair_of(line, at)
            if match is None:
                raise _IrregularError
            name, text, end = match.groups()
            at = match.end()
            if name in entries or len(name) > _MAX_KEY:
                raise _IrregularError
            if text is None:
                value, at = self._value(at, depth + 1)
                end, at = self._end(at, "}")
            else:
                value = new(ScalarNode, (text, source, number, match.start(2) + 1, len(text)))
            entries[name] = new(ScalarNode, (name, source, number, match.start(1) + 1, len(name))), value
        self.nodes += 2 * len(entries)
        return new(MappingNode, (entries, new(Location, (source, number, begin + 1, 1)))), at

    def _sequence(self, at: int, depth: int) -> tuple[SequenceNode, int]:
        line, source, number, new = self._line, self._source, self._number, tuple.__new__
        item_of, begin = _ITEM.match, at
        items: list[Node | None] = []
        end = ","
        at += 1
        value: Node
        while end == ",":
            match = item_of(line, at)
            assert match is not None
            text, end = match.groups()
            at = match.end()
            if text is None:
                value, at = self._value(at, depth + 1)
                end, at = self._end(at, "]")
            else:
                value = new(ScalarNode, (text, source, number, match.start(1) + 1, len(text)))
            items.append(value)
        self.nodes += len(items)
        return new(SequenceNode, (items, new(Location, (source, number, begin + 1, 1)))), at

    def _end(self, at: int, closing: str) -> tuple[str, int]:
        """The comma or bracket behind a value, and the place behind that."""
        match = _AFTER.match(self._line, at)
        if match is None or match[1] not in (",", closing):
            raise _IrregularError
        return match[1], match.end()


@cache
def _loader() -> Any:
    """PyYAML's loader, in C where it was built; PyYAML is only loaded where a file of YAML is read."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Composer:
    """Builds nodes from events. Recursion ends at MAX_DEPTH.

    Most of the time of reading a large plan is spent here: the scalar's way is kept short.
    """

    def __init__(self, source: Source, text: str, faults: Faults, nodes: int = 0) -> None:
        self._source = source
        self._faults = faults
        self._nodes = nodes
        # Any: the stubs know neither the C parser nor that its events always have marks.
        self._next: Callable[[], Any] = _loader()(text).get_event
        from yaml import events

        self._events = events

    def document(self) -> Node | None:
        """The root of the only document; None where there is none or where it is empty."""
        root: Node | None = None
        documents = 0
        self._next()
        while not isinstance(event := self._next(), self._events.StreamEndEvent):
            if isinstance(event, self._events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._faults.add("several-documents", self._location(event, 3))
                    break
            elif not isinstance(event, self._events.DocumentEndEvent):
                root = self._node(event, 1)
        return None if isinstance(root, ScalarNode) and not root.text else root

    def _location(self, event: Any, width: int = 1) -> Location:
        mark = event.start_mark
        return Location(self._source, mark.line + 1, mark.column + 1, width)

    def _node(self, event: Any, depth: int) -> Node | None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._faults.add("too-many-nodes", self._location(event), expected=str(MAX_NODES))
            raise _TooMuchError
        if type(event) is self._events.ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)
        if event.anchor is not None:
            alias = isinstance(event, self._events.AliasEvent)
            found = f"{'*' if alias else '&'}{event.anchor}"
            self._faults.add("anchor", self._location(event, len(found)), found=found)
            if alias:
                return None
        if event.tag is not None:
            self._faults.add("tag", self._location(event), found=event.tag)
        if type(event) is self._events.ScalarEvent:
            return self._scalar(event)
        if depth > MAX_DEPTH:
            self._faults.add("too-deep", self._location(event), expected=str(MAX_DEPTH))
            raise _TooMuchError
        if type(event) is self._events.MappingStartEvent:
            return self._mapping(event, depth + 1)
        items: list[Node | None] = []
        while type(following := self._next()) is not self._events.SequenceEndEvent:
            items.append(self._node(following, depth + 1))
        return SequenceNode(items, self._location(event))

    def _mapping(self, event: Any, depth: int) -> MappingNode:
        entries: dict[str, tuple[ScalarNode, Node | None]] = {}
        following, read, end = self._next, self._node, self._events.MappingEndEvent
        while type(first := following()) is not end:
            key = read(first, depth)
            value = read(following(), depth)
            if type(key) is not ScalarNode or not key.text:
                if key is not None:
                    self._faults.add("not-a-key", key.location)
            elif key.text in entries:
                self._faults.add("duplicate-key", key.location, entries[key.text][0].location, found=key.text)
            else:
                entries[key.text] = key, value
        return MappingNode(entries, self._location(event))

    def _scalar(self, event: Any) -> ScalarNode:
        start, end, style, text = event.start_mark, event.end_mark, event.style, event.value
        line, column = start.line, start.column
        if end.line == line:
            width = end.column - column
        else:
            width = len(self._source.lines[line]) - column
            if not style:
                self._check_swallowed_keys(line, end.line)
        # As `ScalarNode(...)`, in half the time.
        node = tuple.__new__(ScalarNode, (text, self._source, line + 1, column + 1, width))
        if style == '"':
            control = _CONTROL.search(text)
            if control:
                self._faults.add("control-character", node.location, found=f"U+{ord(control[0]):04X}")
        return node

    def _check_swallowed_keys(self, first: int, last: int) -> None:
        # A text may go on in the next line; `duration：7wd` there was meant as a key and would vanish in the text.
        for line in range(first + 1, last + 1):
            match = _KEY_WITH_FULL_WIDTH_COLON.match(self._source.lines[line])
            if match:
                place = Location(self._source, line + 1, match.start(1) + 1)
                self._faults.add("full-width", place, found="：", expected=":")


def _add_depth(error: YAMLError, source: Source, text: str, faults: Faults) -> bool:
    """Add `too-deep` and say so where nesting goes too far in what can be read up to where the parser gave up.

    It reads ahead of its events where a key may stand; libyaml 0.2.6 can stumble there over a limit of its own.
    """
    from yaml import YAMLError

    before, mark = Faults(), getattr(error, "problem_mark", None)
    with suppress(YAMLError, _TooMuchError):
        _Composer(source, text[: mark.index] if mark else "", before).document()
    deep = [fault.location for fault in before.diagnostics if fault.code == "too-deep"]
    for place in deep:
        faults.add("too-deep", place, expected=str(MAX_DEPTH))
    return bool(deep)


def _add_syntax_fault(error: YAMLError, source: Source, faults: Faults) -> None:
    """Add the fault of a text that is no YAML: the tab or full-width colon that broke it, or what the parser says."""
    place = _place_of(getattr(error, "problem_mark", None), source)
    opened = _place_of(getattr(error, "context_mark", None) or getattr(error, "problem_mark", None), source)
    if _INDENTING_TAB.match(source.lines[place.line - 1]):
        for number, text in enumerate(source.lines, 1):
            if match := _INDENTING_TAB.match(text):
                faults.add("tab", Location(source, number, match.start(1) + 1))
        return
    for line in range(place.line, max(opened.line - 2, 0), -1):
        colon = _KEY_WITH_FULL_WIDTH_COLON.match(source.lines[line - 1])
        if colon:
            faults.add("full-width", Location(source, line, colon.start(1) + 1), found="：", expected=":")
            return
    found = getattr(error, "problem", None) or str(error)
    unclosed = (getattr(error, "context", None) or "").startswith(_OPENED)
    for line in range(opened.line, place.line + 1) if unclosed else ():
        if mark := _parted_by(source.lines[line - 1], opened.column if line == opened.line else 0):
            where = Location(source, line, mark.start() + 1)
            faults.add("full-width", where, found=mark[0], expected=FULL_WIDTH[mark[0]])
            return
    faults.add("yaml-syntax", *((opened, place) if unclosed else (place,)), found=found)


def _parted_by(line: str, begin: int) -> re.Match[str] | None:
    """The full-width colon behind a key, or comma before one, that parts what stands between braces from a place on.

    Asked for mark by mark, with what stands between: a line may be one word, or quotes, of 60 million characters.
    """
    before = begin
    for mark in _PARTING.finditer(line, begin):
        if mark[0] == "，":
            parts = _KEY_BEHIND.match(line, mark.end())
        else:
            parts = _KEY_END.match(line[before : mark.start()].rstrip()[-1:])
        if parts:
            return mark
        before = mark.end()
    return None


def _place_of(mark: Any, source: Source) -> Location:
    """The place of a parser's mark; a mark behind the text stands at its end."""
    if mark is None:
        return Location(source, 1)
    if mark.line >= len(source.lines):
        return Location(source, len(source.lines), len(source.lines[-1]) + 1)
    return Location(source, mark.line + 1, mark.column + 1)
