"""The addresses that pages link to each other by, relative to any page."""

from __future__ import annotations

from urllib.parse import urlencode

from streamlit_app import filters
from streamlit_app.period import Period
from streamlit_app.text import filters as text

DEFINITIONS, QUALITY, EXTRACTS = "definisjoner", "datakvalitet", "uttrekk"
KPI = "kpi"
"""The query parameter that names the KPI."""


def definition(kpi_id: str) -> str:
    """Where the definition of one KPI stands alone."""
    return f"{DEFINITIONS}?{urlencode({KPI: kpi_id})}"


def page(path: str, period: Period, org_name: str | None = None) -> str:
    """A page with this period and, if named, one organisation in its filter bar."""
    chosen = {filters.TYPE: text.TYPES[period.type]}
    if period.type == "range":
        chosen |= {filters.FROM: period.first.isoformat(), filters.TO: period.last.isoformat()}
    else:
        name = period.first.isoformat() if period.type == "day" else period.name
        chosen[filters.PERIOD_KEYS[period.type]] = name
    return f"{path}?{urlencode(chosen | ({filters.ORG: org_name} if org_name else {}))}"
