"""Personal identifiers in free text: Norwegian birth numbers and telephone numbers."""

from __future__ import annotations

import re

import polars as pl

_PHONE = r"(?:^|\D)(?:(?:\+|00)47)?[2-9]\d{7}(?:\D|$)"
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
# The weights of the two check digits: Skatteetaten, "Fødselsnummer", https://www.skatteetaten.no/person/folkeregister/
_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def holds_identifier(text: pl.Expr) -> pl.Expr:
    """Whether a text holds a birth number with valid check digits, or an eight-digit telephone number.

    Spaces between digits do not hide one: they are taken away first.
    """
    joined = text.str.replace_all(r"\s", "")
    return joined.str.contains(_PHONE) | holds_birth_number(joined)


def holds_birth_number(text: pl.Expr) -> pl.Expr:
    """Whether a text holds eleven digits in a row with valid check digits."""
    return text.map_batches(_birth_numbers, return_dtype=pl.Boolean, is_elementwise=True)


def is_birth_number(digits: str) -> bool:
    """Whether eleven digits end in the two check digits that the other nine ask for."""
    numbers = [int(digit) for digit in digits]
    for weights in _WEIGHTS:
        remainder = sum(w * n for w, n in zip(weights, numbers, strict=False)) % 11
        check = 0 if remainder == 0 else 11 - remainder
        if check != numbers[len(weights)]:
            return False
    return True


def _birth_numbers(texts: pl.Series) -> pl.Series:
    # Almost no text has eleven digits in a row, so only those few are looked at one by one.
    candidates = texts.str.contains(r"\d{11}").fill_null(False)
    found = [any(is_birth_number(digits) for digits in _ELEVEN.findall(text)) for text in texts.filter(candidates)]
    result = pl.Series(texts.name, [False]).new_from_index(0, len(texts)) if len(texts) else texts.cast(pl.Boolean)
    return result.scatter(candidates.arg_true(), found) if found else result
