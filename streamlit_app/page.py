"""What a page is to the dashboard; `navigation.py` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from streamlit_app.view import View

Units = Literal["rooms", "bases", "country"]


@dataclass(frozen=True)
class Page:
    """A page: its address, its name in the menu, the question that is its title, and what draws the answer."""

    path: str
    """Its address, in Norwegian; also its place in the menu, see `navigation.ORDER`."""
    menu: str
    question: Callable[[View], str]
    show: Callable[[View], None]
    """Draws everything below the filter bar."""
    covers: str | None = None
    """What stands for the period on a page that the filter bar does not govern, and which has none."""
    lines: tuple[str, ...] = ()
    """The lines that the filter bar offers; `view.segment` is the chosen one, `all` without a choice."""
    for_outsiders: Page | None = None
    """What stands at the address instead for whoever sees of the air ambulance what packages have told them."""
    says_source: bool = False
    """Its figures are not those of the current release, and it says itself where they are from."""
    units: Units = "rooms"
    """What the filter bar offers to choose among beside the country: regions, trusts and rooms, or the air ambulance's
    bases, or nothing.
    """
