"""Figures that others have published, beside what the release itself comes to."""

from __future__ import annotations

from dataclasses import dataclass

from streamlit_app.access import COUNTRY_ID, Source
from streamlit_app.data.connection import kept, rows


@dataclass(frozen=True)
class Published:
    """One published figure; shares are fractions from 0 to 1."""

    figure: str
    label: str
    year: int
    qualifier: str
    """`exact`, `about` or `over`: how the source says it."""
    published: float
    own: float | None
    """None where the release has no such year."""
    difference: float | None
    difference_share: float | None
    agrees: bool | None
    """Whether the two differ by no more than the qualifier allows."""
    unit: str
    """`count` or `share`."""
    source: str


@kept(4)
def published(source: Source) -> list[Published]:
    """Every published figure, by year and name."""
    found = rows(
        source,
        (COUNTRY_ID,),
        """
        select
            figure, label_nb, year, qualifier, published_value, warehouse_value, difference, difference_share, agrees,
            unit, source
        from marts.published_reconciliation
        order by year, figure
        """,
    )
    return [Published(*row) for row in found]
