"""Personal identifiers in free text: Norwegian birth numbers and telephone numbers."""

from __future__ import annotations

import re

import polars as pl

# People write numbers in groups, so there may be space between any two digits.
_PHONE = r"(?:^|\D)(?:(?:\+|00)47\s*)?[2-9](?:\s*\d){7}(?:\D|$)"
_ELEVEN_DIGITS = r"\d(?:\s*\d){10}"
# Looked for from every place where digits begin: "2-5 01017012345" has two.
_ELEVEN = re.compile(rf"(?=(?<!\d)({_ELEVEN_DIGITS})(?!\d))")
# The weights of the two check digits: Skatteetaten, "Fødselsnummer", https://www.skatteetaten.no/person/folkeregister/
_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def holds_identifier(text: pl.Expr) -> pl.Expr:
    """Whether a text holds a birth number with valid check digits, or an eight-digit telephone number."""
    return text.str.contains(_PHONE) | holds_birth_number(text)


def holds_birth_number(text: pl.Expr) -> pl.Expr:
    """Whether a text holds eleven digits in a row with valid check digits."""
    return text.map_batches(_birth_numbers, return_dtype=pl.Boolean, is_elementwise=True)


def is_birth_number(digits: str) -> bool:
    """Whether eleven digits end in the two check digits that the other nine ask for."""
    numbers = [int(digit) for digit in digits if digit.isdecimal()]
    for weights in _WEIGHTS:
        remainder = sum(w * n for w, n in zip(weights, numbers, strict=False)) % 11
        check = 0 if remainder == 0 else 11 - remainder
        if check != numbers[len(weights)]:
            return False
    return True


def _birth_numbers(texts: pl.Series) -> pl.Series:
    # Almost no text has eleven digits in a row, so only those few are looked at one by one.
    candidates = texts.str.contains(_ELEVEN_DIGITS).fill_null(False)
    found = [any(is_birth_number(digits) for digits in _ELEVEN.findall(text)) for text in texts.filter(candidates)]
    result = pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True).alias(texts.name)
    return result.scatter(candidates.arg_true(), found) if found else result
