"""The `funds` of a plan and of its weeks: tranches, what tasks need of them and use, and what came; read and written.

What a task says of money is read with its other keys; whether there is any money that it could be paid from is told
once the whole plan is known (`check_money`). This module must never know when a task begins, nor whether money
suffices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction
from typing import Any

from schedule.diagnostics import Location, nearest
from schedule.files.yaml.keys import Fragment, Key, Table, Value, valued
from schedule.files.yaml.kinds import (
    ID,
    POSITIVE_FORM,
    POSITIVE_NUMBER,
    START,
    TEXT,
    TITLE,
    by_id,
    list_of,
    one_or_more,
    pattern,
    shaped,
    word_of,
)
from schedule.files.yaml.scalars import (
    Reader,
    as_it_is,
    check_id,
    form,
    number_text,
    parse_number,
    read_fields,
    read_id,
    read_items,
    read_mapping,
    read_name,
    read_positive_number,
    start_text,
)
from schedule.files.yaml.source import Faults, MappingNode, Node, ScalarNode, SequenceNode
from schedule.files.yaml.text import Document
from schedule.model import (
    ANY_PURPOSE,
    Arrival,
    Commitment,
    Due,
    Funds,
    FundsReport,
    Instant,
    Task,
    Threshold,
    Tranche,
)

MOST_PURPOSES = 12
"""The most purposes that money can be set apart for: every set of them is weighed against what serves it."""
_SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%")
_CHANCE_PATTERN = r"^(?:0+(?:\.[0-9]+)?|0*1(?:\.0+)?|[0-9]{1,3}(?:\.[0-9]+)?%)$"
_SHARE_FORM, _CHANCE_FORM = "50%", "0.6"


def _parse_share(text: str) -> Fraction | None:
    """A share in per cent, more than nothing and no more than all.

    >>> _parse_share("50%"), _parse_share("0%"), _parse_share("120%")
    (Fraction(1, 2), None, None)
    """
    match = _SHARE.fullmatch(text)
    share = Fraction(match[1]) / 100 if match else Fraction(0)
    return share if 0 < share <= 1 else None


def _parse_chance(text: str) -> Fraction | None:
    """A chance from 0 to 1, as a number or in per cent."""
    chance = _parse_share(text) if text.endswith("%") else parse_number(text)
    return chance if chance is not None and chance <= 1 else None


def _read_purposes(node: Node, faults: Faults) -> tuple[str, ...] | None:
    """One purpose or a list of different ones; where `any` is among them, that alone."""
    if not isinstance(node, SequenceNode):
        scalar = read_id(node, faults)
        return None if scalar is None else (scalar.text,)
    found: dict[str, Location] = {}
    for item in read_items(node, faults):
        scalar = read_id(item, faults)
        if scalar is None:
            continue
        if scalar.text in found:
            faults.add("duplicate-item", scalar.location, found[scalar.text], found=scalar.text)
        found.setdefault(scalar.text, scalar.location)
    if not node.items:
        faults.add("empty-value", node.location)
    return (ANY_PURPOSE,) if ANY_PURPOSE in found else tuple(found) or None


def _purposes_document(purposes: tuple[str, ...]) -> Document:
    return list(purposes)


def _read_purpose(node: Node, faults: Faults) -> str | None:
    scalar = read_id(node, faults)
    return None if scalar is None else scalar.text


def _read_price(node: Node, faults: Faults) -> tuple[tuple[str, Fraction], ...] | None:
    """What a contract comes to: one amount, or one for each purpose."""
    if not isinstance(node, MappingNode):
        amount = read_positive_number(node, faults)
        return None if amount is None else ((ANY_PURPOSE, amount),)
    found = []
    for purpose, (key, value) in node.entries.items():
        if check_id(key, faults) and value is not None:
            amount = read_positive_number(value, faults)
            if amount is not None:
                found.append((purpose, amount))
    return tuple(found) or None


def _price_document(price: tuple[tuple[str, Fraction], ...]) -> Document:
    if [purpose for purpose, _ in price] == [ANY_PURPOSE]:
        return number_text(price[0][1])
    return {purpose: number_text(amount) for purpose, amount in price}


def _share_text(share: Fraction) -> str:
    return f"{number_text(share * 100)}%"


_AMOUNT = valued(read_positive_number, POSITIVE_FORM, number_text)
_PURPOSES = valued(_read_purposes, one_or_more(ID, alike=False), _purposes_document)
_PURPOSE = valued(_read_purpose, ID)
_CHANCE = valued(
    form(_parse_chance, "bad-chance", _CHANCE_FORM),
    {"type": ["number", "string"], "minimum": 0, "maximum": 1, "pattern": _CHANCE_PATTERN, "examples": [_CHANCE_FORM]},
    number_text,
)
_SHARE_VALUE = valued(form(_parse_share, "bad-share", _SHARE_FORM), pattern(_SHARE.pattern, _SHARE_FORM), _share_text)
PRICE = valued(
    _read_price,
    shaped(POSITIVE_FORM, mapped={"type": "object", "propertyNames": ID, "additionalProperties": POSITIVE_FORM}),
    _price_document,
)
"""What the contract that a task is about comes to."""

COMMITMENT = Table("commits", (Key("amount", _AMOUNT, "amount"), Key("purpose", _PURPOSE), Key("when", word_of(Due))))
_READERS_OF_COMMITMENTS = COMMITMENT.readers()


def _either_one_or_more(node: Node, faults: Faults) -> list[MappingNode]:
    """The mappings of a list, or one that stands alone."""
    if isinstance(node, MappingNode):
        return [node]
    found = (read_mapping(item, faults) for item in read_items(node, faults))
    return [one for one in found if one is not None]


def _place(mapping: MappingNode) -> Location:
    """Where it says for what money is used, else where it begins."""
    purpose = mapping.entries.get("purpose", (None, None))[1]
    return mapping.location if purpose is None else purpose.location


def _read_commitments(node: Node, faults: Faults) -> tuple[Commitment, ...]:
    found = []
    for mapping in _either_one_or_more(node, faults):
        values = read_fields(mapping, _READERS_OF_COMMITMENTS, faults, COMMITMENT.required)
        if "amount" in values:
            found.append(Commitment(**values, location=_place(mapping)))
    return tuple(found)


def _stated_commitment(one: Commitment) -> Document:
    stated = COMMITMENT.stated(one)
    if one.purpose == ANY_PURPOSE:
        stated["purpose"] = None
    if one.when is Due.START:
        stated["when"] = None
    return COMMITMENT.document(stated)


def _commitments_document(commits: tuple[Commitment, ...]) -> Document:
    listed = [_stated_commitment(one) for one in commits]
    return listed[0] if len(listed) == 1 else listed


COMMITS = valued(_read_commitments, shaped(list_of(COMMITMENT), mapped=COMMITMENT), _commitments_document)
"""What a task uses of the funds."""


def threshold_table(task: Value, rule: Value) -> Table:
    """The keys of what has to be in place, given the kinds of value that name a task of the plan and a rule of law."""
    return Table(
        "needs_funds",
        (
            Key("amount", _AMOUNT),
            Key("share", _SHARE_VALUE),
            Key("of", task),
            Key("purpose", _PURPOSES, attribute="purposes", silent=()),
            Key("when", word_of((Due.START, Due.FINISH))),
            Key("rule", rule),
        ),
        {
            "oneOf": [{"required": ["amount"]}, {"required": ["share"]}],
            "dependentRequired": {"share": ["of"], "of": ["share"]},
        },
    )


def thresholds_reader(table: Table) -> Callable[[Any], Reader[tuple[Threshold, ...]]]:
    """Makes the reader of a task's thresholds from what knows the file's names."""

    def of(known: Any) -> Reader[tuple[Threshold, ...]]:
        readers = table.readers(known)

        def read(node: Node, faults: Faults) -> tuple[Threshold, ...]:
            found = (_threshold(one, readers, table, faults) for one in _either_one_or_more(node, faults))
            return tuple(one for one in found if one is not None)

        return read

    return of


def _threshold(mapping: MappingNode, readers: dict[str, Reader[Any]], table: Table, faults: Faults) -> Threshold | None:
    values, entries = read_fields(mapping, readers, faults), mapping.entries
    if "amount" in entries and "share" in entries:
        places = entries["share"][0].location, entries["amount"][0].location
        faults.add("conflicting-keys", *places, found="amount, share")
        return None
    if "amount" not in entries and "share" not in entries:
        faults.add("missing-key", mapping.location, expected="amount, share")
        return None
    if "share" in entries and "of" not in entries:
        faults.add("missing-key", entries["share"][0].location, expected="of")
    if "of" in entries and "amount" in entries:
        places = entries["of"][0].location, entries["amount"][0].location
        faults.add("conflicting-keys", *places, found="amount, of")
        return None
    whole = "amount" in values or {"share", "of"} <= values.keys()
    attributes = table.attributes
    return (
        Threshold(**{attributes[key]: one for key, one in values.items()}, location=_place(mapping)) if whole else None
    )


def thresholds_document(table: Table, thresholds: tuple[Threshold, ...]) -> Document:
    """Thresholds as their author would write them; the inverse of the reader."""
    listed: list[Document] = []
    for one in thresholds:
        stated = table.stated(one)
        listed.append(table.document({**stated, "when": None if one.when is Due.START else one.when}))
    return listed[0] if len(listed) == 1 else listed


def _ask_of(bodies: Collection[str]) -> Reader[str]:
    return lambda node, faults: read_name(node, faults, bodies, "unknown-body")


TRANCHE = Table(
    "tranche",
    (
        Key("amount", _AMOUNT, "amount"),
        Key("name", TITLE),
        Key("name_en", TITLE),
        Key("in_place", START, attribute="arrived"),
        Key("expected", START),
        Key("chance", _CHANCE),
        Key("source", TITLE),
        Key("purpose", _PURPOSES, attribute="serves"),
        Key("ask", Value(_ask_of, ID)),
        Key("status", TEXT),
        Key("document", TEXT),
        Key("stated", TEXT),
        Key("assumed", TEXT),
    ),
    {
        "not": {"required": ["in_place", "expected"]},
        "dependentRequired": {"chance": ["expected"], "document": ["in_place"]},
    },
)


def _as_written(tranches: Document) -> Document:
    return tranches


FUNDS = Table("funds", (Key("unit", TITLE), Key("tranches", valued(as_it_is, by_id(TRANCHE), _as_written), "tranches")))
"""The money of a plan."""


def read_funds(node: Node, bodies: Collection[str], faults: Faults) -> Funds | None:
    """The money of a plan with these bodies.

    Faults: `missing-key`, `conflicting-keys`, `bad-chance`, `bad-number`, `unknown-body`, and those of ids, dates and
    keys in general.
    """
    mapping = read_mapping(node, faults)
    if mapping is None:
        return None
    values = read_fields(mapping, FUNDS.readers(), faults, FUNDS.required)
    listed = read_mapping(values["tranches"], faults) if "tranches" in values else None
    readers, tranches = TRANCHE.readers(bodies), dict[str, Tranche]()
    for id_, (key, value) in listed.entries.items() if listed else ():
        own = read_mapping(value, faults) if value is not None and check_id(key, faults) else None
        found = None if own is None else _tranche(id_, key.location, own, readers, faults)
        if found is not None:
            tranches[id_] = found
    return Funds(tranches, values.get("unit"))


def _tranche(
    id_: str, at: Location, mapping: MappingNode, readers: dict[str, Reader[Any]], faults: Faults
) -> Tranche | None:
    values, entries = read_fields(mapping, readers, faults, TRANCHE.required, at), mapping.entries
    for first, second in (("in_place", "expected"), ("in_place", "chance")):
        if first in entries and second in entries:
            places = entries[second][0].location, entries[first][0].location
            faults.add("conflicting-keys", *places, found=f"{first}, {second}")
            values.pop(second, None)
    for key, needed in (("chance", "expected"), ("document", "in_place")):
        if key in entries and needed not in entries and "in_place" not in entries:
            faults.add("missing-key", entries[key][0].location, expected=needed)
    if "amount" not in values:
        return None
    came, document = values.pop("in_place", None), values.pop("document", None)
    arrivals = () if came is None else (Arrival(came, values["amount"], document),)
    named = {TRANCHE.attributes[key]: found for key, found in values.items()}
    return Tranche(id=id_, arrivals=arrivals, location=at, **named)


def funds_document(funds: Funds) -> Document:
    """The money of a plan as its author would write it; the inverse of `read_funds`.

    Raises:
        ValueError: money came in parts, which only updates say.
    """
    tranches: dict[str, Document] = {}
    for id_, one in funds.tranches.items():
        if len(one.arrivals) > 1 or (one.arrivals and one.missing):
            raise ValueError(f"{id_} came in parts")
        came = one.arrivals[0] if one.arrivals else None
        stated: dict[str, Any] = {
            key: getattr(one, attribute)
            for key, attribute in TRANCHE.attributes.items()
            if key not in ("in_place", "document")
        }
        stated |= {"in_place": came and came.instant, "document": came and came.document}
        stated["purpose"] = None if one.serves == (ANY_PURPOSE,) else one.serves
        tranches[id_] = TRANCHE.document(stated)
    return FUNDS.document({"unit": funds.unit, "tranches": tranches})


def check_money(asked: Iterable[Task], tasks: Mapping[str, Task], funds: Funds | None, faults: Faults) -> None:
    """What is wrong with the money of some tasks of a plan that has these tasks and funds.

    Faults: `money-without-funds`, `unknown-purpose`, `unlisted-purpose` (a warning: what is paid from money for
    anything, and is nearly called as what money is set apart for), `too-many-purposes`, `share-without-price`.
    """
    served = {} if funds is None else dict.fromkeys(label for one in funds.tranches.values() for label in one.serves)
    known = [label for label in served if label != ANY_PURPOSE]
    for task in asked:
        said: list[tuple[Location | None, Collection[str]]] = [
            *((one.location or task.location, (one.purpose,)) for one in task.commits),
            *((one.location or task.location, one.purposes) for one in task.needs_funds),
        ]
        if said and funds is None:
            faults.add("money-without-funds", said[0][0], found=task.id)
            continue
        for place, labels in said:
            for label in labels:
                if label in served:
                    continue
                if ANY_PURPOSE in served:
                    meant = nearest(label, known)
                    if meant is not None:
                        faults.warn("unlisted-purpose", place, found=label, nearest=meant)
                    continue
                _tell_purpose(label, place, known, ", ".join(served), faults)
        for one in task.needs_funds:
            if one.of is not None and one.of in tasks and not tasks[one.of].price:
                related = [place for place in (tasks[one.of].location,) if place is not None]
                faults.add("share-without-price", one.location or task.location, *related, found=one.of)
    labels = {*known, *(one.purpose for task in tasks.values() for one in task.commits)} - {ANY_PURPOSE}
    if len(labels) > MOST_PURPOSES and funds is not None:
        place = next((one.location for one in funds.tranches.values()), None)
        faults.add("too-many-purposes", place, found=str(len(labels)), expected=str(MOST_PURPOSES))


def _tell_purpose(label: str, place: Location | None, known: Collection[str], expected: str, faults: Faults) -> None:
    if place is None:
        faults.add("unknown-purpose", None, found=label, expected=expected)
        return
    node = ScalarNode(label, place.source, place.line, place.column, place.width)
    faults.unknown("unknown-purpose", node, known, expected=expected)


REPORT = Table(
    "funds-report",
    (
        Key("in_place", START),
        Key("amount", POSITIVE_NUMBER),
        Key("expected", START),
        Key("chance", _CHANCE),
        Key("status", TEXT),
        Key("document", TEXT),
    ),
    {
        "anyOf": [{"required": [key]} for key in ("in_place", "expected", "status")],
        "dependentRequired": {"amount": ["in_place"], "document": ["in_place"], "chance": ["expected"]},
    },
)
_READERS_OF_REPORT = REPORT.readers()
FUNDS_REPORTS: Fragment = by_id(REPORT)


def read_funds_reports(
    node: Node | None, funds: Funds | None, data_date: Instant | None, faults: Faults, *, corrects: bool
) -> tuple[FundsReport, ...]:
    """What an update says of money, checked against the plan's.

    Faults: `report-without-funds`, `unknown-tranche`, `funds-after-data-date`, `more-than-tranche` (a warning),
    `missing-key`, and those of keys and values in general.
    """
    mapping = read_mapping(node, faults) if node is not None else None
    known = {} if funds is None else funds.tranches
    faults.named("unknown-tranche", lambda: ((one.name or id_, id_) for id_, one in known.items()))
    found = []
    for id_, (key, value) in mapping.entries.items() if mapping else ():
        if funds is None:
            faults.add("report-without-funds", key.location, found=id_)
        elif id_ not in known:
            faults.unknown("unknown-tranche", key, known, expected=", ".join(known))
        said = read_mapping(value, faults) if value is not None else None
        if said is None:
            continue
        entries, errors = said.entries, faults.errors
        values = read_fields(said, _READERS_OF_REPORT, faults)
        if not {"in_place", "expected", "status"} & entries.keys():
            faults.add("missing-key", key.location, expected="in_place, expected")
        for own, needed in (("amount", "in_place"), ("document", "in_place"), ("chance", "expected")):
            if own in entries and needed not in entries:
                faults.add("missing-key", entries[own][0].location, expected=needed)
        report = FundsReport(id_, corrects=corrects, location=key.location, **values)
        if report.in_place is not None and data_date is not None and report.in_place > data_date:
            facts = {"found": start_text(report.in_place), "expected": start_text(data_date)}
            faults.add("funds-after-data-date", entries["in_place"][0].location, **facts)
        if id_ in known and faults.errors == errors:
            _tell_more(report, known[id_], key.location, faults)
        found.append(report)
    return tuple(found)


def _tell_more(report: FundsReport, tranche: Tranche, at: Location, faults: Faults) -> None:
    """Warn where more came than was agreed, or something came after all had."""
    before = Fraction(0) if report.corrects else tranche.in_place
    came = report.amount if report.amount is not None else tranche.amount - before
    if report.in_place is not None and (before + came > tranche.amount or came <= 0):
        facts = {"found": number_text(before + (report.amount or 0)), "expected": number_text(tranche.amount)}
        faults.warn("more-than-tranche", at, **facts)


def funds_reports_document(reports: tuple[FundsReport, ...]) -> Document:
    """What an update says of money as its author would write it; the inverse of `read_funds_reports`."""
    return {one.tranche: REPORT.document(REPORT.stated(one)) for one in reports}
