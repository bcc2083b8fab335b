"""Frozen values that are made by the hundred thousand: the same dataclasses, filled in a third of the time.

A frozen dataclass with slots fills each field by a call of `object.__setattr__`, since its own attributes refuse to be
set. A plan of 100,000 tasks has 28 fields for each of them and six for each of 170,000 relations, and half of what
making them took was these calls. This module must never know what a value means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def quickly_made(cls: type[_T]) -> type[_T]:
    """A frozen dataclass with slots whose `__init__` fills them at once; what it takes, and all else, stays as it was.

    While it is filled an instance is of a class with the same slots whose attributes can be set; Python lets an
    instance change between two such classes. Only for fields that are given or have a default value.

    Raises:
        TypeError: a default has to be made (`default_factory`), or something is done after filling (`__post_init__`).

    >>> from dataclasses import dataclass, replace
    >>> @quickly_made
    ... @dataclass(frozen=True, slots=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> replace(Point(1), y=2)
    Point(x=1, y=2)
    """
    known = fields(cls)  # type: ignore[arg-type]  # a dataclass, which no type says
    if hasattr(cls, "__post_init__") or any(one.default_factory is not MISSING or not one.init for one in known):
        raise TypeError(f"{cls.__name__} is filled by more than what is given")
    unfrozen = type(cls.__name__, (), {"__slots__": tuple(one.name for one in known)})
    given = [one for one in known if not one.kw_only]
    named = [one for one in known if one.kw_only]
    parameters = ["self", *map(_parameter, given), *(["*", *map(_parameter, named)] if named else [])]
    lines = [
        f"def __init__({', '.join(parameters)}):",
        " _set(self, '__class__', _unfrozen)",
        *(f" self.{one.name} = {one.name}" for one in known),
        " self.__class__ = _frozen",
    ]
    names: dict[str, Any] = {"_set": object.__setattr__, "_unfrozen": unfrozen, "_frozen": cls}
    names |= {f"_default_{one.name}": one.default for one in known}
    exec("\n".join(lines), names)  # as `dataclasses` itself makes it
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = cls.__init__.__annotations__
    cls.__init__ = made  # type: ignore[method-assign]
    return cls


def _parameter(one: Field[Any]) -> str:
    return one.name if one.default is MISSING else f"{one.name}=_default_{one.name}"
