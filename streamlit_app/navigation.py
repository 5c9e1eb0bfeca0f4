"""Which pages there are, in the order of the menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from streamlit_app import addresses, text
from streamlit_app.release import Release
from streamlit_app.views import definisjoner, oversikt


@dataclass(frozen=True)
class Page:
    """A page of the dashboard: its address, its name in the menu and the view that draws a release."""

    path: str
    title: str
    view: Callable[[Release], None]


PAGES = (
    Page("oversikt", text.OVERVIEW, oversikt.show),
    Page(addresses.DEFINITIONS, text.DEFINITIONS, definisjoner.show),
)
"""The first one is where the dashboard opens."""
