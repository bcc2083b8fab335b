"""A key of a file, declared once: its name, the kind of value that it has, where it must stand and in which table.

From a `Table` come the readers of a mapping (and so what is unknown and which key was meant), the order in which it is
written, and what an editor is told of it (`schedule.files.schema`). What a key is for is said in the catalogue, by
`key.TABLE.KEY`. This module must never know which keys there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from schedule.files.yaml.scalars import Reader
from schedule.files.yaml.text import Document

Fragment = Mapping[str, Any]
"""What JSON Schema (draft 2020-12) says of a value. A `Table` or a `Named` in it stands for its definition."""


@dataclass(frozen=True, slots=True)
class Named:
    """A fragment that many keys have, with the name of its definition."""

    name: str
    fragment: Fragment


Form: TypeAlias = "Fragment | Named | Table"
"""What an editor can check of a value."""


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value.

    Attributes:
        reader: makes the reader of one file from whatever knows the file's names; most need none.
        form: what an editor can check; a pattern has `examples`, or the words about it (`kinds.MESSAGE`).
        write: the value as its author would write it; the inverse of the reader.
    """

    reader: Callable[[Any], Reader[Any]]
    form: Form
    write: Callable[[Any], Document] = str


def valued(read: Reader[Any], form: Form, write: Callable[[Any], Document] = str) -> Value:
    """A kind of value whose reader needs to know nothing of the file."""
    return Value(lambda _: read, form, write)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    Attributes:
        name: as it stands in a file.
        value: what may stand behind it.
        required: what to write where it must stand and does not; empty where it need not stand.
        attribute: the attribute of the value that is read, where that is called otherwise.
        silent: the attribute's value that says nothing and is not written; None never is.
    """

    name: str
    value: Value
    required: str = ""
    attribute: str = ""
    silent: Any = None


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose keys are known, in the order in which they are written and told.

    Attributes:
        name: what its keys belong to, in `key.NAME.KEY` of the catalogue.
        keys: the keys.
        rules: what JSON Schema can say of several keys at once.
        variant: what tells it from other tables of the same name; its keys are described in the same words.
    """

    name: str
    keys: tuple[Key, ...]
    rules: Fragment = field(default_factory=dict)
    variant: str = ""
    _places: Mapping[str, tuple[int, Key]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = dict[str, int]()
        for number, attribute in enumerate(self.attributes.values()):
            first.setdefault(attribute, number)
        places = {key.name: (first[key.attribute or key.name], key) for key in self.keys}
        object.__setattr__(self, "_places", places)

    def readers(self, names: Any = None) -> dict[str, Reader[Any]]:
        """The readers of the keys for one file, as `scalars.read_fields` takes them.

        `names` is whatever the kinds of value of this table need to know of the file.
        """
        return {key.name: key.value.reader(names) for key in self.keys}

    @property
    def required(self) -> dict[str, str]:
        """The keys that must stand, each with what to write where it does not."""
        return {key.name: key.required for key in self.keys if key.required}

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the value that is read, by key."""
        return {key.name: key.attribute or key.name for key in self.keys}

    def stated(self, owner: object) -> dict[str, Any]:
        """What a value that was read says under each key."""
        return {name: getattr(owner, attribute) for name, attribute in self.attributes.items()}

    def document(self, stated: Mapping[str, Any]) -> dict[str, Document]:
        """What is stated under each key as its author would write it, in this table's order.

        Keys of one attribute stand in the order in which they are stated. What is None, or says nothing under its key,
        is left out.
        """
        said = []
        for name, found in stated.items():
            place, key = self._places[name]
            if found is not None and found != key.silent:
                said.append((place, name, key.value.write(found)))
        said.sort(key=_place)
        return {name: document for _, name, document in said}

    def only(self, names: Collection[str], variant: str, rules: Fragment | None = None) -> Table:
        """Some of its keys, none of which must stand: what a later record may say of the same."""
        keys = tuple(replace(key, required="", silent=None) for key in self.keys if key.name in names)
        return Table(self.name, keys, rules or {}, variant)


def _place(said: tuple[int, str, Document]) -> int:
    return said[0]
