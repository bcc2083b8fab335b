"""The chain of a plan's records: each says what it follows and seals itself, so that no past byte changes in silence.

A record (an update, a baseline) begins in a line and ends in two, written once:

    # 已封存：… Sealed by daopai: …
    follows: <SHA-256 of the whole record before it>  # <its name> -> <this record's name>
    seal: <SHA-256 of this file's bytes before this line>  # <digest of what the file says> <check of this line>

The first line lets every beginning of a record be told from one that a hand wrote, also of the newest, which nothing
follows: cut anywhere, it says that there was more; and what says nothing at all is no record. Records of releases
before it have none and stay as they are: the next record, which follows them, holds them as much.

The first record follows plan.yaml. A record follows whatever was last when it was written: the order of the chain is
that of writing, which no later record changes, even where a baseline of an earlier data date is approved afterwards.
The names let a change, a removal and a renaming be told apart; what is true, the digests alone decide.

It is what a file says that is sealed. Where its bytes are others and it says the same, the chain holds, and what
changed is told as what it is: the line ends, as git changes them, or remarks (comments, blanks, quotes). The digest of
what a file says goes on from that of the record before it, so that neither can be written anew by itself; records that
were sealed before there was one show only line ends, and remarks that were added.

What a chain cannot show is that its newest records were taken away, or that somebody wrote all of it anew: for that,
the last record's fingerprint stands in papers that were handed out, and `known_by` finds the record that it is of.
Everything here is a function of bytes. This module
must never know what a record says beyond its data date, and must never read or write a file.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from schedule.diagnostics import Diagnostic, Location, Severity, Source
from schedule.files.sealed.record_names import update_place
from schedule.files.yaml.content import OPENING, content_of, is_bare, is_opened, legible, plain
from schedule.model import PLAN, UPDATES, RecordSeal


class Condition(StrEnum):
    """How a record stands to its seal and to the records around it.

    `cut`: its first line is that of a sealed record and its seal is gone. `empty`: nothing stands in it but remarks.
    `line-ends`: only the line ends are others, or a byte order mark. `remarks`: it says the same, in other words of its
    author: comments, blanks, quotes. Both are no faults.
    """

    SEALED = "sealed"
    UNSEALED = "unsealed"
    LINE_ENDS = "line-ends"
    REMARKS = "remarks"
    CHANGED = "changed"
    CUT = "cut"
    EMPTY = "empty"
    MISSING = "missing"
    RENAMED = "renamed"
    INSERTED = "inserted"
    FORKED = "forked"


@dataclass(frozen=True, slots=True)
class Record:
    """One link: its name in the folder (`updates/2016-03-14.yaml`), how it stands, and what it was written after.

    `data_date` is as written, None where nothing says it; `digest` the SHA-256 of the whole file, as it was sealed
    where only line ends are others, empty for a missing one; `known` what the record that follows it gives for that,
    empty where none does. `by` is the record that shows the fault: the one that
    follows it, the later one, the name that it was sealed under; empty where the record shows it by itself.
    """

    name: str
    condition: Condition
    data_date: str | None = None
    follows: str | None = None
    digest: str = ""
    by: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """All records in the order of the chain, the plan first and those that nobody has sealed yet last."""

    records: tuple[Record, ...]

    @property
    def faults(self) -> tuple[Record, ...]:
        """What is not as it was sealed, the earliest first."""
        return tuple(one for one in self.records if one.condition not in (*_HOLDS, Condition.UNSEALED))

    @property
    def notices(self) -> tuple[Record, ...]:
        """What is written otherwise than when it was sealed, and says the same."""
        return tuple(one for one in self.records if one.condition in (Condition.LINE_ENDS, Condition.REMARKS))

    @property
    def begun(self) -> bool:
        """Whether any record is sealed, or was."""
        return self.records[0].condition is not Condition.UNSEALED

    @property
    def unsealed(self) -> tuple[str, ...]:
        """The names of the records at the end that nobody has sealed yet, in the order in which they will be."""
        return tuple(one.name for one in self.records if one.condition is Condition.UNSEALED and one.name != PLAN)

    @property
    def seals(self) -> tuple[RecordSeal, ...]:
        """The plan and the records that are as they were sealed, and those that nobody has sealed yet."""
        return tuple(
            RecordSeal(one.name, _date(one.data_date), "" if one.condition is Condition.UNSEALED else one.digest)
            for one in self.records
            if one.condition in (*_HOLDS, Condition.UNSEALED)
        )

    @property
    def tip(self) -> Record:
        """The last record that is sealed, or else the plan: what a new record follows."""
        return next((one for one in reversed(self.records) if one.condition in _HOLDS), self.records[0])

    def known_by(self, fingerprint: str) -> Record | None:
        """The last record that is sealed, or was, and whose digest begins in these hexadecimal digits."""
        marked = (one for one in reversed(self.records) if one.condition is not Condition.UNSEALED)
        return next((one for one in marked if any(d.startswith(fingerprint) for d in (one.known, one.digest))), None)

    def after(self, record: Record) -> tuple[str, ...]:
        """The names of the records that come after one of them and are sealed."""
        rest = self.records[self.records.index(record) + 1 :]
        return tuple(one.name for one in rest if one.condition is not Condition.UNSEALED)


_HOLDS = (Condition.SEALED, Condition.LINE_ENDS, Condition.REMARKS)


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the first line and the last two of a record say.

    `traced`: there is something of them; `ended`: of the last two; `whole`: both are as they were written; `intact`:
    the seal is that of the bytes before it. `link` is the first of the last two as it was written, `seal` the digest of
    the second, `content` that of what the file says.
    """

    traced: bool = False
    ended: bool = False
    intact: bool = False
    digest: str = ""
    before: str | None = None
    own: str | None = None
    whole: bool = False
    link: bytes = b""
    seal: str = ""
    content: str = ""


def chain_of(files: Mapping[str, bytes]) -> Chain:
    """The chain of a plan's folder, from the bytes of its files by name: plan.yaml, updates and baselines.

    >>> week = sealed(b"data_date: 2016-03-14", "updates/2016-03-14.yaml", b"daopai: 1", "plan.yaml")
    >>> [str(one.condition) for one in chain_of({"plan.yaml": b"daopai: 1", "updates/2016-03-14.yaml": week}).records]
    ['sealed', 'sealed']
    >>> [one.name for one in chain_of({"plan.yaml": b"daopai: 2", "updates/2016-03-14.yaml": week}).faults]
    ['plan.yaml']
    """
    files, otherwise = _restored(files)
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    marks = {name: _mark(data) for name, data in files.items() if name != PLAN}
    holders = {digest: name for name, digest in digests.items()}
    holders |= {digests[name]: name for name, mark in marks.items() if mark.own == name}  # rather than a copy of it
    days = {name: _day(name, files.get(name, b"")) for name in {PLAN, *files}}
    conditions: _Told = {}
    for name, mark in marks.items():
        if is_bare(files[name]):
            conditions[name] = (Condition.EMPTY, "")
        elif mark.traced and not mark.ended:
            conditions[name] = (Condition.CUT, "")
        elif mark.traced and not mark.intact:
            conditions[name] = (Condition.CHANGED, "")
        elif mark.intact and mark.own != name:
            conditions[name] = (Condition.RENAMED, mark.own or "")
    parents: dict[str, str] = {}
    for name in sorted(marks):
        mark = marks[name]
        if mark.before is None:
            continue
        parents[name] = holders.get(mark.digest, mark.before)
        if mark.intact and mark.digest not in holders:
            there = mark.before in files
            conditions[mark.before] = (Condition.CHANGED if there else Condition.MISSING, name)
            days.setdefault(mark.before, _day(mark.before, b""))
    order = _Order(days)
    conditions = _forks(marks, parents, order, conditions)
    late = sorted((name for name in marks if not marks[name].traced and name not in conditions), key=order.key)
    chained = _linked(days.keys() - set(late), parents, order)
    conditions = _backwards(chained, marks, order, conditions)
    for name in [name for name, (condition, _) in conditions.items() if condition is Condition.CHANGED]:
        if _says_the_same(name, files, marks, parents):
            conditions[name] = (Condition.REMARKS, conditions[name][1])
    intact = [name for name in chained if marks.get(name, _NO_MARK).intact]
    for name in late:
        later = next((other for other in intact if order.update_before(name, other)), None)
        if later is None:
            chained.append(name)
        else:
            conditions[name] = (Condition.INSERTED, later)
            chained.insert(chained.index(later), name)
    begun = any(mark.traced for mark in marks.values())
    known = {parents[name]: mark.digest for name, mark in marks.items() if mark.intact}

    def record(name: str) -> Record:
        traced = begun if name == PLAN else name in marks and marks[name].traced
        held = otherwise.get(name, Condition.SEALED)
        condition, by = conditions.get(name, (held if traced else Condition.UNSEALED, ""))
        return Record(name, condition, days[name], parents.get(name), digests.get(name, ""), by, known.get(name, ""))

    return Chain(tuple(record(name) for name in chained))


def sealed(data: bytes, name: str, before: bytes, before_name: str) -> bytes:
    """A record with its first line and its two last ones, in the file's own manner of ending a line.

    Args:
        data: the file's bytes, unsealed.
        name: its name in the folder.
        before: the bytes of the record that it follows, of plan.yaml for the first.
        before_name: that record's name.
    """
    end = b"\r\n" if data[: data.rfind(b"\n") + 1].endswith(b"\r\n") else b"\n"
    text = data if not data or data.endswith(b"\n") else data + end
    if not is_opened(text):
        mark = BOM_UTF8 if text.startswith(BOM_UTF8) else b""
        text = mark + OPENING.replace(b"\n", end) + text.removeprefix(mark)
    link = f"follows: {sha256(before).hexdigest()}  # {before_name} -> {name}".encode()
    content = _content_seal(text, link, before)
    text += link + end
    seal = sha256(text).hexdigest()
    said = f"  # {content} {_check(seal, content)}" if content else ""
    return text + f"seal: {seal}{said}".encode() + end


def tail_sealed(files: Mapping[str, bytes], newest: str | None = None) -> dict[str, bytes]:
    """The new bytes of the records at the end of a chain without faults that nobody has sealed yet, in their order.

    Args:
        files: as for `chain_of`.
        newest: one of them that goes last whatever its data date, because it is being written now.

    Raises:
        ValueError: the chain has faults.
    """
    chain = chain_of(files)
    if chain.faults:
        raise ValueError("only a chain without faults can be sealed")
    last, before = chain.tip.name, _restored(files)[0][chain.tip.name]
    done: dict[str, bytes] = {}
    for name in sorted(chain.unsealed, key=lambda name: name == newest):
        done[name] = sealed(files[name], name, before, last)
        last, before = name, done[name]
    return done


def chain_faults(chain: Chain, folder: Path, severity: Severity = Severity.WARNING) -> tuple[Diagnostic, ...]:
    """What is not as it was sealed, as diagnostics with the file's place (no line: what stood there is not known).

    Codes: `history-changed`, `history-cut`, `history-empty`, `plan-edited-after-record`, `history-missing` (at the
    record that follows), `history-renamed`, `history-inserted`, `history-forked`; and of what says the same, whatever
    the severity asked for, the warnings `history-line-ends` (one for all of them) and `history-remarks`.
    """
    faults = [_fault(record, folder, severity) for record in chain.faults]
    ends = [record.name for record in chain.notices if record.condition is Condition.LINE_ENDS]
    if ends:
        facts = {"found": ends[0], "number": str(len(ends))}
        at = Location(Source(str(folder / ends[0])), 1)
        faults.append(Diagnostic("history-line-ends", at, facts, Severity.WARNING))
    for record in chain.notices:
        if record.condition is Condition.REMARKS:
            at = Location(Source(str(folder / record.name)), 1)
            faults.append(Diagnostic("history-remarks", at, {"found": record.name}, Severity.WARNING))
    return tuple(faults)


def _fault(record: Record, folder: Path, severity: Severity) -> Diagnostic:
    place = record.by if record.condition is Condition.MISSING else record.name
    at = Location(Source(str(folder / place)), 1)
    facts = {"found": record.name, "by": record.by}
    if record.condition is Condition.MISSING:
        return Diagnostic("history-missing", at, facts, severity)
    if record.condition in (Condition.CUT, Condition.EMPTY):
        return Diagnostic(f"history-{record.condition}", at, {"found": record.name}, severity)
    if record.condition is Condition.RENAMED:
        return Diagnostic("history-renamed", at, {"found": record.name, "expected": record.by}, severity)
    if record.condition is Condition.INSERTED:
        return Diagnostic("history-inserted", at, facts, severity)
    if record.condition is Condition.FORKED:
        return Diagnostic("history-forked", at, {**facts, "follows": record.follows or ""}, severity)
    if record.name == PLAN:
        return Diagnostic("plan-edited-after-record", at, facts, severity)
    return Diagnostic("history-changed", at, {"found": record.name}, severity)


_Told: TypeAlias = dict[str, tuple[Condition, str]]
"""What is not as it was sealed, by name, each with the record that shows it."""
_NO_MARK = _Mark()
_FOLLOWS = re.compile(rb"^follows: ([0-9a-f]{64})  # (\S+) -> (\S+?)(\r?\n)", re.MULTILINE)
_SEAL = re.compile(rb"seal: ([0-9a-f]{64})(?:  # ([0-9a-f]{64}) ([0-9a-f]{16}))?(\r?\n)")
_TRACE = re.compile(rb"^(?:follows|seal)\b", re.MULTILINE)
_DATA_DATE = re.compile(rb"^data_date: *[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.MULTILINE)


def _mark(data: bytes) -> _Mark:
    """What the two ends of a record say.

    One byte that changes the seal's own line leaves the line before it as a trace, and the other way round: a record
    that was sealed never looks as if nobody had.
    """
    if _TRACE.search(legible(data)) is None:
        return _Mark(traced=True) if is_opened(data) else _NO_MARK
    found = _FOLLOWS.search(data)
    if found is None:
        return _Mark(traced=True, ended=True)
    seal = _SEAL.fullmatch(data, found.end())
    whole = seal is not None and seal[4] == found[4]
    content = ""
    if seal is not None and seal[2] is not None:
        content = seal[2].decode()
        whole = whole and _check(seal[1].decode(), content) == seal[3].decode()
    intact = whole and seal is not None and sha256(data[: found.end()]).hexdigest().encode() == seal[1]
    before, own = (name.decode(errors="replace") for name in (found[2], found[3]))
    link = data[found.start() : found.start(4)]
    digest = "" if seal is None else seal[1].decode()
    return _Mark(True, True, intact, found[1].decode(), before, own, whole, link, digest, content)


def _check(seal: str, content: str) -> str:
    """By which a seal's two digests hold each other: a slip in either is not taken for a remark."""
    return sha256(f"{seal} {content}".encode()).hexdigest()[:16]


def _content_seal(data: bytes, link: bytes, before: bytes) -> str:
    """The digest of what a record says behind the record before it; empty where either cannot be read."""
    content, behind = content_of(data), _content_link(before)
    return "" if content is None or not behind else sha256(b"\n".join([behind, link, content])).hexdigest()


def _content_link(data: bytes) -> bytes:
    """The digest of what a record says, as it was sealed, or else as it is."""
    mark = _mark(data)
    if mark.content:
        return mark.content.encode()
    content = content_of(data)
    if content is None:
        return b""
    return sha256(b"\n".join([content, mark.link, mark.seal.encode()])).hexdigest().encode()


def _says_the_same(
    name: str, files: Mapping[str, bytes], marks: Mapping[str, _Mark], parents: Mapping[str, str]
) -> bool:
    """Whether a file whose bytes were changed says what it said when it was sealed.

    Its own seal has to say so, and that of the record behind it, which goes on from it; a file without such a seal of
    its own, as the plan, needs the latter.
    """

    def holds(record: str) -> bool:
        mark = marks[record]
        before = files.get(parents.get(record, ""))
        text = files[record]
        return before is not None and _content_seal(text, mark.link, before) == mark.content

    own = marks.get(name)
    if own is not None and not (own.whole and own.own == name):
        return False
    behind = [other for other, mark in marks.items() if mark.before == name and mark.whole]
    witnesses = [*([name] if own is not None and own.content else []), *behind]
    return bool(witnesses) and all(marks[witness].content and holds(witness) for witness in witnesses)


def _restored(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], dict[str, Condition]]:
    """The files as they were sealed, as far as only line ends or added remarks are to be taken back, and which are.

    What holds as it is is not looked at any further.
    """
    followed = {found[1].decode() for data in files.values() for found in _FOLLOWS.finditer(data)}
    done, otherwise = dict(files), dict[str, Condition]()
    for name, data in files.items():
        if _holds(name, data, followed) or (name != PLAN and not _mark(data).traced):
            continue
        for condition, other in _written_otherwise(data):
            if _holds(name, other, followed) and (condition is not Condition.REMARKS or _agree(data, other)):
                done[name], otherwise[name] = other, condition
                break
    return done, otherwise


def _holds(name: str, data: bytes, followed: Collection[str]) -> bool:
    """Whether a record is as it was sealed, or the plan is what a record follows, where any does."""
    if name == PLAN:
        return not followed or sha256(data).hexdigest() in followed
    return _mark(data).intact


def _written_otherwise(data: bytes) -> Iterator[tuple[Condition, bytes]]:
    """A file with other line ends, and without remarks that may have been added to it."""
    bare = plain(data)
    ends = [bare, bare.replace(b"\n", b"\r\n")]
    for other in ends:
        yield Condition.LINE_ENDS, other
    for less in _with_less(bare) if len(data) <= _SEARCHED else ():
        yield Condition.REMARKS, less
        yield Condition.REMARKS, less.replace(b"\n", b"\r\n")


def _agree(data: bytes, other: bytes) -> bool:
    """Whether two files say the same: a line that looks like a comment may be part of a text."""
    said = content_of(data)
    return said is not None and said == content_of(other)


def _with_less(text: bytes) -> Iterator[bytes]:
    """A text without any of its comments and blank lines, and without each run of them, and each comment at an end."""
    lines = text.splitlines(keepends=True)
    remarks = [line.strip() == b"" or line.lstrip().startswith(b"#") for line in lines]
    yield b"".join(line for line, remark in zip(lines, remarks, strict=True) if not remark)
    tried = 0
    for number, (line, remark) in enumerate(zip(lines, remarks, strict=True)):
        if tried > _TRIED:
            return
        if remark:
            # A run is added at one place: from each of its lines on, so many as there are.
            length = 1
            while number + length <= len(lines) and all(remarks[number : number + length]) and tried <= _TRIED:
                yield b"".join([*lines[:number], *lines[number + length :]])
                length, tried = length + 1, tried + 1
        elif b" #" in line and _TRACE.match(line) is None:
            ended = line.endswith(b"\n")
            yield b"".join([*lines[:number], line[: line.rindex(b" #")].rstrip() + b"\n" * ended, *lines[number + 1 :]])
            tried += 1


_SEARCHED = 1 << 18
_TRIED = 400
"""Bytes of a file, and places in it, at which added remarks are looked for."""


def _day(name: str, data: bytes) -> str | None:
    """The data date: an update's from its name, which stays when its text is damaged."""
    if _is_update(name):
        place = update_place(PurePosixPath(name).name)
        return PurePosixPath(name).stem if place is None else place[0].isoformat()
    found = _DATA_DATE.search(data)
    return found[1].decode() if found and name != PLAN else None


def _date(day: str | None) -> date | None:
    """A data date as a day; None where nothing says it, or says one that there is not."""
    try:
        return None if day is None else date.fromisoformat(day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Order:
    """The order of records that no link orders: data date, then number and name; a baseline comes before a week."""

    days: Mapping[str, str | None]

    def key(self, name: str) -> tuple[bool, str, int, str]:
        place = update_place(PurePosixPath(name).name) if _is_update(name) else None
        return name != PLAN, self.days.get(name) or "", 0 if place is None else place[1], name

    def update_before(self, one: str, other: str) -> bool:
        """Whether both are updates and the one reports an earlier day, or is an earlier record of the same."""
        return _is_update(one) and _is_update(other) and self.key(one) < self.key(other)


def _is_update(name: str) -> bool:
    return PurePosixPath(name).parent.name == UPDATES


def _forks(marks: Mapping[str, _Mark], parents: Mapping[str, str], order: _Order, conditions: _Told) -> _Told:
    """With the records told that follow one which another record follows already."""
    forks: _Told = {}
    first: dict[str, str] = {}
    for name in sorted((name for name, mark in marks.items() if mark.intact and name not in conditions), key=order.key):
        one = first.setdefault(parents[name], name)
        if one != name:
            forks[name] = (Condition.FORKED, one)
    return {**forks, **conditions}


def _backwards(chained: Sequence[str], marks: Mapping[str, _Mark], order: _Order, conditions: _Told) -> _Told:
    """With the updates told that report an earlier day than one before them in the chain."""
    found = dict(conditions)
    latest: str | None = None
    for name in chained:
        if not _is_update(name) or not marks.get(name, _NO_MARK).intact or name in conditions:
            continue
        if latest is not None and order.update_before(name, latest):
            found[name] = (Condition.INSERTED, latest)
        else:
            latest = name
    return found


def _linked(names: set[str], parents: Mapping[str, str], order: _Order) -> list[str]:
    """The names in the order of their links; a piece whose link is lost comes after those before it by date."""
    children: dict[str, list[str]] = {}
    for name in sorted(names, key=order.key):
        children.setdefault(parents.get(name, ""), []).append(name)
    seen: dict[str, None] = {}

    def walk(roots: Iterable[str]) -> None:
        stack = sorted(roots, key=order.key, reverse=True)
        while stack:
            name = stack.pop()
            if name not in seen:
                seen[name] = None
                stack += sorted(children.get(name, ()), key=order.key, reverse=True)

    walk(name for name in names if parents.get(name) not in names)
    walk(names)  # links that lead in a circle, which only a forger writes
    return list(seen)
