"""How much of the long tests is drawn: all, or the share that `LONG_SCALE` names (`make test-laws`: a tenth)."""

import os

from hypothesis import settings

SCALE = float(os.environ.get("LONG_SCALE", "1"))


def share_of(count: int, least: int = 1) -> int:
    """So many of the examples, networks, weeks of a long test."""
    return max(least, round(count * SCALE))


def short_of(percent: int) -> settings:
    """Settings of a law that a long test draws thousands of times: with so much of the default run's examples, always.

    What the long run would draw of it beyond that, its long test draws anyway.
    """
    least = min(settings().max_examples, settings.get_profile("default").max_examples)
    return settings(max_examples=max(1, least * percent // 100))
