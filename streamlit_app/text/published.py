"""Words about published figures beside our own."""

from __future__ import annotations

from streamlit_app import formats

FIGURE = "Tall"
YEAR = "År"
PUBLISHED = "Publisert"
OWN = "nodstat"
DIFFERENCE = "Avvik"
DIFFERENCE_SHARE = "Avvik, andel"
VERDICT = "Stemmer"
QUALIFIER = "Slik kilden sier det"
SOURCE = "Kilde"
NO_OWN = "ingen tall for året"

QUALIFIERS = {"exact": "nøyaktig", "about": "om lag", "over": "litt over"}


def stated(value: float, qualifier: str, unit: str) -> str:
    """A published figure with the source's own reservation."""
    word = {"exact": "", "about": "om lag ", "over": "over "}.get(qualifier, f"{qualifier} ")
    return word + (formats.goal(value) if unit == "share" else formats.count(value))


def difference(amount: float | None, relative: float | None, unit: str) -> str:
    """How far the release's own figure lies from the published one."""
    if amount is None:
        return formats.NOTHING
    if unit == "share":
        return formats.change(amount, "share")
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    part = f" ({formats.change(relative, 'count')})" if relative is not None and round(1000 * relative) else ""
    return f"{sign}{formats.count(abs(amount))}{part}"


def verdict(agrees: bool | None) -> str:
    """Whether the two agree as closely as the source's words promise, by symbol and word."""
    return NO_OWN if agrees is None else "✓ ja" if agrees else "▼ nei"
