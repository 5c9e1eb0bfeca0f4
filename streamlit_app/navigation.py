"""Which pages there are, in the order of the menu."""

from __future__ import annotations

from streamlit_app.page import Page
from streamlit_app.views import anrop, definisjoner, oversikt

ORDER = (
    "oversikt", "113", "116117", "ambulansealarmer", "video", "nodsms", "luftambulanse", "sentral", "lifex",
    "arsrapport", "uttrekk", "datakvalitet", "definisjoner",
)  # fmt: skip
"""The addresses in the order of the menu; a page that does not exist yet has its place."""

PAGES: tuple[Page, ...] = tuple(
    sorted(
        (
            oversikt.PAGE,
            *anrop.PAGES,
            definisjoner.PAGE,
        ),
        key=lambda page: ORDER.index(page.path),
    )
)
"""The first one is where the dashboard opens."""
