"""Which pages there are, in the order of the menu."""

from __future__ import annotations

from streamlit_app.page import Page
from streamlit_app.views import (
    ambulansealarmer,
    anrop,
    arsrapport,
    datakvalitet,
    definisjoner,
    lifex,
    luftambulanse,
    nodsms,
    oversikt,
    sentral,
    uttrekk,
    video,
)

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
            ambulansealarmer.PAGE,
            video.PAGE,
            nodsms.PAGE,
            luftambulanse.PAGE,
            sentral.PAGE,
            lifex.PAGE,
            arsrapport.PAGE,
            uttrekk.PAGE,
            datakvalitet.PAGE,
            definisjoner.PAGE,
        ),
        key=lambda page: ORDER.index(page.path),
    )
)
"""The first one is where the dashboard opens."""
