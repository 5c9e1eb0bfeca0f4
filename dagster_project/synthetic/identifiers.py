"""Ids that look like the source's, and personal identifiers that belong to nobody."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

_HEX = np.array([f"{n:02x}" for n in range(256)])
_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def uuids(rng: np.random.Generator, count: int) -> pl.Series:
    """Random UUIDs (version 4) as text."""
    raw = rng.integers(0, 256, (count, 16), dtype=np.uint8)
    raw[:, 6] = raw[:, 6] & 0x0F | 0x40
    raw[:, 8] = raw[:, 8] & 0x3F | 0x80
    pairs = np.frombuffer("".join(_HEX).encode(), dtype="S2")[raw]
    text = np.full((count, 36), b"-", dtype="S1")
    digits = pairs.view("S1").reshape(count, 32)
    places = [n for n in range(36) if n not in (8, 13, 18, 23)]
    text[:, places] = digits
    return pl.Series(text.view("S36").ravel().astype("U36"), dtype=pl.String)


def birth_number(rng: np.random.Generator) -> str:
    """An 11-digit birth number with valid check digits.

    The month is 80 too high, as in Skatteetaten's synthetic population, so no person has it.
    """
    while True:
        born = date.fromordinal(int(rng.integers(date(1940, 1, 1).toordinal(), date(1999, 12, 31).toordinal())))
        digits = [int(n) for n in f"{born.day:02}{born.month + 80:02}{born.year % 100:02}{rng.integers(0, 500):03}"]
        for weights in (_WEIGHTS_1, _WEIGHTS_2):
            digits.append(-sum(w * d for w, d in zip(weights, digits, strict=True)) % 11)
        if max(digits) < 10:
            return "".join(map(str, digits))


def phone_number(rng: np.random.Generator) -> str:
    """An eight-digit phone number, with or without +47, in the series 59, which is not given to people."""
    return f"{rng.choice(['', '+47', '+47 '])}59{rng.integers(0, 1_000_000):06}"
