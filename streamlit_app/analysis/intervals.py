"""Values with their 95 % intervals, and what can be said of the difference between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from streamlit_app.analysis import figures


@dataclass(frozen=True)
class Estimate:
    """A share or a time, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Events behind it."""


@dataclass(frozen=True)
class Difference:
    """How one estimate differs from another, and the ends of the 95 % interval of that."""

    amount: float
    low: float
    high: float

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def of_share(numerator: float | None, denominator: float | None) -> Estimate | None:
    """A share with its score interval; None without anything to have a share of."""
    if numerator is None or not denominator:
        return None
    return Estimate(numerator / denominator, *figures.wilson(numerator, denominator), round(denominator))


def difference(after: Estimate, before: Estimate) -> Difference:
    """The difference of two independent estimates by their own intervals.

    For shares it is the hybrid score interval (Newcombe 1998, method 10), which holds near 0 and 1 and for small
    numbers; the same construction serves any two estimates with intervals (Zou and Donner 2008).
    """
    amount = after.value - before.value
    return Difference(
        amount,
        amount - hypot(after.value - after.low, before.high - before.value),
        amount + hypot(after.high - after.value, before.value - before.low),
    )
