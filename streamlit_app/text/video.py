"""Words of Video."""

from __future__ import annotations

from streamlit_app import formats
from streamlit_app.text.places import Kinds

MENU = "Video"
SOLUTION = "Videoløsning"
SOLUTIONS_TITLE = "Hvordan går det med hver løsning?"
USE_TITLE = "Hvor ofte brukes video?"
STATUSES_TITLE = "Hva ble det av invitasjonene?"
COVERAGE_TITLE = "Hvem har video?"
ROOMS = Kinds("Hvor kommer videoen i gang?", "Sentral", "sentraler", "Helseforetak", "Invitasjoner")
PER_1000 = "Per 1 000 anrop"
SESSIONS, CALLS, INVITATIONS = "Videosamtaler", "Anrop til 113 og 116117", "Invitasjoner"
KIND, OF_KIND = "Sentraltype", "Sentraler med video"
KINDS = {"amk": "AMK-sentraler", "lvs": "Legevaktsentraler", "akuttmottak": "Akuttmottak"}
STATUS = "Utfall"
STATUSES = {
    "completed": "ble videosamtale",
    "expired": "lenken utløp",
    "failed": "feilet",
    "declined": "innringer avslo",
}
USE_NOTE = (
    "Videosamtaler per 1 000 innkommende anrop til 113 og 116117 hos de samme sentralene, på dager da sentralen hadde "
    "video og begge deler er levert. Dette er ingen andel: et anrop kan ha flere videosamtaler, og de kan ikke alltid "
    "knyttes til anropet."
)
COVERAGE_NOTE = "Publiserte tall er fra HDOs årlige melding. Tallet for datavarehuset er for det samme året."
NO_COVERAGE = "Utgivelsen har ingen publiserte tall om video."
FIGURE, AT_END, PUBLISHED, WAREHOUSE, AGREES = "Tall", "Ved periodens slutt", "Publisert", "Datavarehuset", "Stemmer"
AGREEMENT = {True: "✓ ja", False: "▼ nei", None: formats.NOTHING}


def question(is_over: bool) -> str:
    """The page's title."""
    return f"{'Kom' if is_over else 'Kommer'} videosamtalene i gang?"


def none(org: str, period: str) -> str:
    """What is said when the chosen organisation sent no invitations."""
    return f"{org[:1].upper()}{org[1:]} har ingen videoinvitasjoner i {period}."


def sentence(sessions: float, invitations: float, per_1000: float | None) -> str:
    """How many invitations became sessions, and how that compares with calls."""
    became = f"{formats.count(sessions)} av {formats.count(invitations)} invitasjoner ble videosamtaler"
    often = "" if per_1000 is None else f", {formats.rate(per_1000)} for hvert tusende anrop"
    return f"{became}{often}."


def use_caption(org: str, period: str) -> str:
    """What the table of use holds."""
    return f"Videosamtaler og anrop hos sentraler med video, {org}, {period}"


def statuses_caption(org: str, period: str) -> str:
    """What the table of invitations holds."""
    return f"Videoinvitasjoner etter utfall, {org}, {period}"


def statuses_description() -> str:
    """The bars in words, for a screen reader."""
    return "Søylediagram: videoinvitasjoner etter utfall, flest først. Tallene står i tabellen."


def coverage_caption(period: str) -> str:
    """What the table of coverage holds."""
    return f"Hele landet, ved slutten av {period}, og som publisert"


def published(amount: str, year: int) -> str:
    """A figure with the year that it is of."""
    return f"{amount} ({year})"
