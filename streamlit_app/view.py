"""What the reader has chosen to look at: handed to every page, and to every part of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from streamlit_app import formats
from streamlit_app.access import COUNTRY_ID, Source
from streamlit_app.period import Period
from streamlit_app.release import Release

OrgLevel = Literal["nation", "rhf", "hf", "room", "selection"]


@dataclass(frozen=True)
class Organisation:
    """The country, a regional health authority, a health trust, a room, or several rooms taken together."""

    level: OrgLevel
    org_ids: tuple[str, ...]
    """One `org_id` of `kpi_values`; for a selection those of its rooms."""
    name: str

    @property
    def is_country(self) -> bool:
        """Whether it is all of Norway."""
        return self.level == "nation"


COUNTRY = Organisation("nation", (COUNTRY_ID,), "hele landet")


@dataclass(frozen=True)
class View:
    """One choice of period, organisation and line, on one release."""

    source: Source
    period: Period
    org: Organisation = COUNTRY
    segment: str = "all"
    """The registry's segment: a line, an urgency, a solution."""

    @property
    def release(self) -> Release:
        """The release that everything on the page is of."""
        return self.source.release

    @property
    def is_over(self) -> bool:
        """Whether the period had ended when the release was built."""
        return self.period.last < formats.local(self.release.built_at).date()

    def of(self, segment: str) -> View:
        """The same choice on another line."""
        return replace(self, segment=segment)
