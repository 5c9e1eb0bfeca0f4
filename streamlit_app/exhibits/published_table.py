"""Published figures beside the release's own, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from streamlit_app import formats
from streamlit_app.data.reconciliation import Published
from streamlit_app.tables import Column, Table
from streamlit_app.text import published as text


def table(caption: str, rows: Sequence[Published]) -> Table[Published]:
    """The figures in the order given."""

    def verdict(row: Published) -> str:
        said = escape(text.verdict(row.agrees))
        return f'<strong class="below">{said}</strong>' if row.agrees is False else said

    columns: list[Column[Published]] = [
        Column(text.FIGURE, lambda row: escape(row.label), raw=lambda row: row.label),
        Column(text.YEAR, None, raw=lambda row: row.year),
        Column(
            text.PUBLISHED, lambda row: text.stated(row.published, row.qualifier, row.unit),
            raw=lambda row: row.published, is_number=True,
        ),
        Column(text.QUALIFIER, None, raw=lambda row: text.QUALIFIERS.get(row.qualifier, row.qualifier)),
        Column(text.OWN, lambda row: formats.value(row.own, row.unit), raw=lambda row: row.own, is_number=True),
        Column(
            text.DIFFERENCE, lambda row: text.difference(row.difference, row.difference_share, row.unit),
            raw=lambda row: row.difference, is_number=True, is_wide_only=True,
        ),
        Column(text.DIFFERENCE_SHARE, None, raw=lambda row: row.difference_share),
        Column(text.VERDICT, verdict, raw=lambda row: row.agrees),
        Column(text.SOURCE, lambda row: escape(row.source), raw=lambda row: row.source, is_wide_only=True),
    ]  # fmt: skip
    return Table(caption, columns, rows)
