"""Words of the filter bar."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit_app.period import PeriodType

PERIOD_TYPE = "Periode"
TYPES: dict[PeriodType, str] = {
    "day": "Dag", "week": "Uke", "month": "Måned", "tertial": "Tertial", "year": "År", "range": "Fra–til",
}  # fmt: skip
FROM = "Fra og med"
TO = "Til og med"
ORGANISATION = "Region, helseforetak eller sentral"
COUNTRY = "Hele landet"
LINE = "Nummer"
DATE_FORMAT = "DD.MM.YYYY"
SWAPPED = "Til-dagen lå før fra-dagen. Dagene er byttet om."
INCOMPLETE = "Perioden er ikke fullstendig: tallene er foreløpige, og sammenlignes ikke."


def not_understood(names: Sequence[str]) -> str:
    """What is said when the address asks for what there is not."""
    return f"Adressen hadde et valg som ikke finnes ({', '.join(names)}). Siden viser det vanlige i stedet."


def several(names: Sequence[str]) -> str:
    """Several organisations taken together."""
    return f"{', '.join(names[:-1])} og {names[-1]}" if len(names) <= 3 else f"{len(names)} valgte enheter"
