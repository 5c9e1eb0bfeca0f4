"""Who is looking, and what they may see: every page and every query asks here.

There is no login yet. Everybody who reaches the dashboard is the same viewer, who may see everything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from streamlit_app.release import Release

COUNTRY_ID = "NO"
EVERY_ROOM = "*"
"""Stands for all rooms beside each other, as a ranking shows them."""


class AccessRefusedError(Exception):
    """The viewer may not see what was asked for."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at the dashboard."""

    name: str | None
    """None where nobody has logged in."""
    role: str
    org_ids: frozenset[str] | None
    """The organisations whose details they may see, beside the country; None for all."""

    def may_open(self, page: str) -> bool:
        """Whether a page, by its address, is open to them."""
        return True

    def may_read(self, org_ids: Collection[str]) -> bool:
        """Whether they may see the details of all these organisations."""
        return self.org_ids is None or self.org_ids.issuperset(set(org_ids) - {COUNTRY_ID})


EVERYBODY = Viewer(name=None, role="local", org_ids=None)


def current_viewer() -> Viewer:
    """The viewer of this session."""
    return EVERYBODY


@dataclass(frozen=True)
class Source:
    """A release as one viewer may read it: what every query needs."""

    release: Release
    viewer: Viewer

    def require(self, org_ids: Collection[str]) -> None:
        """Raise AccessRefusedError unless the viewer may see the details of these organisations."""
        if not self.viewer.may_read(org_ids):
            raise AccessRefusedError(f"{self.viewer.role} {self.viewer.name}: {', '.join(sorted(org_ids))}")
