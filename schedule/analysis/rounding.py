"""Amounts in whole units that still sum to their total: the method of largest remainders; and tenths of a day.

This module must never know what the amounts are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor


def largest_remainder(parts: Sequence[int | Fraction], total: int, unit: int) -> tuple[int, ...]:
    """The parts in whole units, summing exactly to `total` units: Hamilton's method of largest remainders.

    `parts` are in minutes, `unit` is how many minutes a unit has (1440 a day), `total` is in units. Each part becomes
    its floor; those with the largest remainders become their ceiling until the sum is right, among equals the earlier
    first. 3600 and 3600 minutes in 5 days of 1440 (2.5 and 2.5) become 3 and 2. Parts may be negative: -2.5 has the
    floor -3 and the remainder 0.5.

    Where `total` lies beyond all floors or all ceilings, as where days shown are not elapsed days, the units missing
    are spread from there in proportion to the size of the parts, by the same method. A part of exactly zero stays zero,
    unless all parts are.

    Raises:
        ValueError: no parts to carry a total that is not zero; or a unit that is not positive.
    """
    if unit <= 0:
        raise ValueError(f"a unit of {unit} minutes")
    if total and not parts:
        raise ValueError(f"no parts for a total of {total}")
    quotas = [Fraction(part) / unit for part in parts]
    below, above = [floor(quota) for quota in quotas], [ceil(quota) for quota in quotas]
    if sum(below) <= total <= sum(above):
        return _rounded(quotas, total)
    nearest = above if total > sum(above) else below
    missing = total - sum(nearest)
    sizes = [abs(quota) for quota in quotas] if any(quotas) else [Fraction(1)] * len(quotas)
    spread = _rounded([missing * size / sum(sizes) for size in sizes], missing)
    return tuple(units + more for units, more in zip(nearest, spread, strict=True))


def _rounded(quotas: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Floors and ceilings that sum to a total between all floors and all ceilings; the largest remainders go up."""
    units = [floor(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: units[i] - quotas[i])
    for i in by_remainder[: total - sum(units)]:
        units[i] += 1
    return tuple(units)


def tenths(amount: Fraction) -> Fraction:
    """An amount to a tenth; what is not nothing is never nothing.

    >>> tenths(Fraction(-7, 2)), tenths(Fraction(-1, 1440))
    (Fraction(-7, 2), Fraction(-1, 10))
    """
    if amount.denominator == 1:
        return amount
    return Fraction(round(abs(amount) * 10) or 1, 10) * (-1 if amount < 0 else 1)
