"""How much of the long tests is drawn: all, or the share that `LONG_SCALE` names (`make test-laws`: a tenth)."""

import os

SCALE = float(os.environ.get("LONG_SCALE", "1"))


def share_of(count: int, least: int = 1) -> int:
    """So many of the examples, networks, weeks of a long test."""
    return max(least, round(count * SCALE))
