"""Words of NødSMS."""

from __future__ import annotations

from streamlit_app import formats
from streamlit_app.period import PeriodType

MENU = "NødSMS"
RECEIVED, FORWARDED, STOPPED = "Mottatt", "Videresendt til AMK Bodø", "Stoppet"
COUNTRY_ONLY = (
    "NødSMS finnes bare for hele landet, så her er det ingen region, helseforetak eller sentral å velge. Meldinger fra "
    "registrerte avsendere går til AMK Bodø; de andre stoppes. Testmeldinger er ikke med."
)
_EACH: dict[PeriodType, str] = {"day": "Dag for dag", "week": "Uke for uke", "month": "Måned for måned"}


def question(is_over: bool) -> str:
    """The page's title."""
    return f"Hvor mange NødSMS {'kom' if is_over else 'kommer'} fram til AMK?"


def sentence(received: float, forwarded: float, per_day: float, period: str) -> str:
    """What became of the messages."""
    return (
        f"Av {formats.count(received)} NødSMS i {period}, {formats.rate(per_day)} om dagen, ble "
        f"{formats.count(forwarded)} sendt videre til AMK Bodø. Resten ble stoppet fordi avsenderen ikke er registrert."
    )


def none(period: str) -> str:
    """What is said when there were none."""
    return f"Ingen NødSMS er mottatt i {period}."


def parts_title(kind: PeriodType) -> str:
    """The heading of the period's parts."""
    return f"{_EACH.get(kind, 'Periode for periode')}: videresendt og stoppet"


def parts_description(first: str, last: str) -> str:
    """The columns in words, for a screen reader."""
    return f"Stablede søyler: videresendte og stoppede NødSMS fra {first} til {last}. Tallene står i tabellen."
