"""The addresses that pages link to each other by, relative to any page."""

from __future__ import annotations

from urllib.parse import urlencode

DEFINITIONS = "definisjoner"
KPI = "kpi"
"""The query parameter that names the KPI."""


def definition(kpi_id: str) -> str:
    """Where the definition of one KPI stands alone."""
    return f"{DEFINITIONS}?{urlencode({KPI: kpi_id})}"
