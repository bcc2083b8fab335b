"""Frozen values are what the standard library's are: an engineer who knows those knows ours."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, field
from typing import Any, Generic, TypeVar

import pytest

from schedule import frozen
from schedule.model import Relation, State, Task


def span(make: Any) -> Any:
    """A class with every kind of field that ours have."""

    @make(frozen=True, slots=True)
    class Span:
        begin: int
        end: int = 3
        names: dict[str, int] = field(default_factory=dict, compare=False)
        place: str = field(default="", compare=False, repr=False)
        by: tuple[int, ...] = field(default=(), kw_only=True)

        def __post_init__(self) -> None:
            if self.end < self.begin:
                raise ValueError(self.end)

    return Span


T = TypeVar("T")
STANDARD, OURS = span(dataclasses.dataclass), span(frozen.dataclass)


@pytest.mark.parametrize(
    ("given", "named"), [((1,), {}), ((1, 2), {}), ((1, 2, {"a": 1}, "x"), {"by": (4,)}), ((), {"begin": 0, "end": 9})]
)
def test_a_value_is_filled_shown_and_hashed_as_the_standard_librarys(given: tuple[Any, ...], named: Any) -> None:
    theirs = STANDARD(*given, **named)
    ours = OURS(*given, **named)
    for one in dataclasses.fields(theirs):
        assert getattr(ours, one.name) == getattr(theirs, one.name)
    assert repr(ours) == repr(theirs)
    assert hash(ours) == hash(theirs)
    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)


def test_what_is_not_compared_makes_no_other_value_and_another_class_does() -> None:
    one = OURS(1, 2, {"a": 1}, "x")
    assert one == OURS(1, 2)
    assert one != OURS(1, 3)
    assert one != STANDARD(1, 2)
    assert one.names is not OURS(1, 2).names  # each has its own, made when it was


def test_nobody_sets_or_deletes_what_is_frozen_nor_adds_to_it() -> None:
    value = OURS(1)
    for name in ("begin", "unknown"):
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 2)
    with pytest.raises(FrozenInstanceError):
        del value.begin
    assert value.begin == 1
    assert not hasattr(value, "__dict__")


def test_a_value_is_refused_changed_and_copied_as_the_standard_librarys() -> None:
    with pytest.raises(ValueError, match="0"):
        OURS(1, 0)
    with pytest.raises(TypeError):
        OURS()
    with pytest.raises(TypeError):
        OURS(1, 2, {}, "", (4,))  # which is given by its name alone
    assert dataclasses.replace(OURS(1), end=5) == OURS(1, 5)
    task = Task("a", "甲", relations=(Relation("b", "a"),))
    assert pickle.loads(pickle.dumps(task)) == task
    assert copy.deepcopy(task) == task
    match Relation("b", "a"):
        case Relation(predecessor=before, successor=after):
            assert (before, after) == ("b", "a")


def test_a_value_that_is_a_sequence_or_fills_in_more_is_made_too() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Row(Sequence[int]):
        cells: tuple[int, ...]

        def __len__(self) -> int:
            return len(self.cells)

        def __getitem__(self, at: Any) -> Any:
            return self.cells[at]

    assert list(Row((1, 2))) == [1, 2]
    assert {one.name for one in dataclasses.fields(State)} >= {"plan", "homes"}


@pytest.mark.parametrize("make", [dataclasses.dataclass, frozen.dataclass])
def test_what_inherits_is_made_as_by_the_standard_library(make: Any) -> None:
    """An engineer adds fields, or only a method, to a class of ours, or has one of a type that is not yet known."""

    @make(frozen=True, slots=True)
    class Base:
        a: int
        b: list[int] = field(default_factory=list, hash=False)

    @make(frozen=True, slots=True)
    class More(Base):
        c: int = 3

        def __post_init__(self) -> None:
            object.__setattr__(self, "c", self.a + self.c)

    class Named(Base):
        __slots__ = ()

    class Open(More):
        pass

    @make(frozen=True, slots=True)
    class Box(Generic[T]):
        inside: T

    assert (More(1).b, More(1).c, More(1, [2], c=4).c) == ([], 4, 5)
    assert (type(Named(1)), Named(1).a, Named(1) == Base(1)) == (Named, 1, False)
    assert (type(Open(1)), Open(1).c) == (Open, 4)
    assert Box(1).inside == 1
    assert hash(Base(1)) == hash((1,))  # its list is compared, and has no hash
    with pytest.raises(FrozenInstanceError):
        Named(1).a = 2  # type: ignore[misc]


def test_what_is_not_frozen_or_has_no_slots_is_left_to_the_standard_library() -> None:
    make: Any = frozen.dataclass
    for options in ({"frozen": True, "slots": False}, {"frozen": False, "slots": True}):
        with pytest.raises(TypeError):
            make(**options)
