"""A few random networks against the brute-force engine, in small portions, so that a mutant dies early.

Not collected by name: `make mutation` asks for it (see README.md beside it).
"""

from __future__ import annotations

import pytest
from oracle.networks_small import EVERYTHING, small_state
from test_against_brute_force import RELATIONS, UNDER_WAY, differences, told_otherwise


@pytest.mark.parametrize("first", range(0, 120, 8))
def test_a_few_networks(first: int) -> None:
    for seed in range(first, first + 8):
        features = (RELATIONS, UNDER_WAY, EVERYTHING, EVERYTHING)[seed % 4]
        assert differences(small_state(seed, features)) == []


@pytest.mark.parametrize("first", range(150, 300, 10))
def test_what_a_few_readers_are_told(first: int) -> None:
    for seed in range(first, first + 10):
        assert told_otherwise(small_state(seed, UNDER_WAY)) == []
