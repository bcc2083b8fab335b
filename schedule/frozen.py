"""`dataclass` for frozen values: the classes are made in a quarter of the time, their instances in a third of it.

The one of the standard library writes and compiles six functions for each class, which for the seventy that a short
command needs is a fifth of its time; and it fills each field by a call of `object.__setattr__`, since attributes refuse
to be set: 28 such calls for each of 100,000 tasks. Here one function is compiled, which fills an instance at once, and
all others are the same for all classes. This module must never know what a value means.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from types import new_class
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

_T = TypeVar("_T")


def _dataclass(
    *,
    frozen: bool,
    slots: bool,
    eq: bool = True,
    repr: bool = True,  # noqa: A002 -- as `dataclasses` calls it
) -> Callable[[type[_T]], type[_T]]:
    """As `dataclasses.dataclass(frozen=True, slots=True)`: what it takes, raises, shows and compares is the same.

    Raises TypeError for what is not frozen or has no slots. Only a class made here inherits from one made here with
    fields of its own: the standard library takes it for one that is not frozen.

    >>> @_dataclass(frozen=True, slots=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> dataclasses.replace(Point(1), y=2), Point(1) == Point(1, 0), hash(Point(1)) == hash(Point(1))
    (Point(x=1, y=2), True, True)
    """
    if not (frozen and slots):
        raise TypeError("made for frozen values with slots alone")

    def made(given: type[_T]) -> type[_T]:
        own = dict(vars(given))
        bare: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(given)
        known = dataclasses.fields(bare)
        names = [one.name for one in known]
        compared = _values_of([one.name for one in known if one.compare])
        hashed = _values_of([one.name for one in known if (one.compare if one.hash is None else one.hash)])
        bare.__init__ = _filling(bare, known)
        bare.__setattr__ = bare.__delattr__ = _refuse
        bare.__getstate__, bare.__setstate__ = _values_of(names), _refilling(names)
        if repr and "__repr__" not in own:
            bare.__repr__ = _showing([one.name for one in known if one.repr])
        if eq and "__eq__" not in own:
            bare.__eq__ = _equal(compared)
        if eq and own.get("__hash__") is None:
            bare.__hash__ = lambda self: hash(hashed(self))
        made: type[_T] = bare
        return made

    return made


def _filling(frozen: type, known: tuple[Field[Any], ...]) -> Callable[..., None]:
    """The `__init__` of a class.

    While an instance is filled it is of a class with the same slots, whose attributes can be set: Python lets an
    instance change between two such classes. One of a class that only inherits from it is filled field by field.
    """
    given = [one for one in known if one.init]
    by_place = [_parameter(one) for one in given if not one.kw_only]
    by_name = [_parameter(one) for one in given if one.kw_only]
    follows = ["self.__post_init__()"] if hasattr(frozen, "__post_init__") else []
    lines = [f"def __init__(self, {', '.join([*by_place, *(['*'] if by_name else []), *by_name])}):"]
    lines += [" if self.__class__ is not _frozen:"]
    lines += [f"  _set(self, {one.name!r}, {_value(one)})" for one in known]
    lines += [f"  {line}" for line in (*follows, "return")]
    lines += [" _set(self, '__class__', _unfrozen)"]
    lines += [f" self.{one.name} = {_value(one)}" for one in known]
    lines += [" self.__class__ = _frozen", *(f" {line}" for line in follows)]
    same = {"__slots__": vars(frozen)["__slots__"], "__setattr__": object.__setattr__}
    bases = vars(frozen).get("__orig_bases__", frozen.__bases__)
    unfrozen = new_class(frozen.__name__, bases, exec_body=lambda space: space.update(same))
    names: dict[str, Any] = {"_set": object.__setattr__, "_unfrozen": unfrozen, "_frozen": frozen, "_missing": MISSING}
    names |= {f"_default_{one.name}": one.default for one in known}
    names |= {f"_make_{one.name}": one.default_factory for one in known}
    exec("\n".join(lines), names)  # as `dataclasses` makes it
    init: Callable[..., None] = names["__init__"]
    init.__qualname__ = f"{frozen.__qualname__}.__init__"
    return init


def _parameter(one: Field[Any]) -> str:
    if one.default is not MISSING:
        return f"{one.name}=_default_{one.name}"
    return one.name if one.default_factory is MISSING else f"{one.name}=_missing"


def _value(one: Field[Any]) -> str:
    if one.default_factory is MISSING:
        return one.name if one.init else f"_default_{one.name}"
    return f"_make_{one.name}() if {one.name} is _missing else {one.name}" if one.init else f"_make_{one.name}()"


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """The values of some fields of an instance."""
    if len(names) > 1:
        get: Any = attrgetter(*names)
        return lambda self: get(self)
    return lambda self: tuple(getattr(self, name) for name in names)


def _refilling(names: list[str]) -> Callable[[Any, tuple[Any, ...]], None]:
    """The `__setstate__` of a class: pickling fills an instance without its `__init__`."""

    def refill(self: Any, state: tuple[Any, ...]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return refill


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot set or delete {type(self).__name__}.{name}")


def _showing(names: list[str]) -> Callable[[Any], str]:
    def show(self: Any) -> str:
        said = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({said})"

    return show


def _equal(compared: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def equal(self: Any, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return equal


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _dataclass
