"""Words of Luftambulanse."""

from __future__ import annotations

from streamlit_app import formats
from streamlit_app.text.places import Kinds
from streamlit_app.text.registry import SEGMENTS

MENU = "Luftambulanse"
VEHICLE = "Fartøy"
CATEGORY = "Oppdragstype"
VEHICLES_TITLE = "Hva ble det av oppdragene, fartøy for fartøy?"
CATEGORIES_TITLE = "Hva slags oppdrag var det?"
CAUSES_TITLE = "Hvorfor ble oppdrag avvist eller avbrutt?"
CAUSE = "Årsak"
MISSIONS, COMPLETED, ABORTED, DECLINED = "Oppdrag", "Fullført", "Avbrutt", "Avvist"
OF_ALL = "Av alle oppdrag"
HEADINGS = {
    "air_missions": MISSIONS,
    "air_missions_completed_share": COMPLETED,
    "air_missions_aborted_share": ABORTED,
    "air_missions_declined_share": DECLINED,
    "air_activation_time_median_s": "Aktiveringstid, median",
    "air_response_time_median_s": "Responstid, median",
}
BASES = Kinds("Hvor stor del fullføres fra hver base?", "Base", "baser", "Fartøy", MISSIONS, HEADINGS)
CATEGORIES = {"primary": "Primæroppdrag", "secondary": "Sekundæroppdrag", "other": "Annet"}
OUTCOMES = {"completed": COMPLETED, "aborted": ABORTED, "declined": DECLINED}
CAUSES = {
    "weather": "vær", "competing_mission": "samtidig oppdrag", "no_longer_indicated": "ikke lenger behov",
    "technical": "teknisk feil", "duty_time": "tjenestetid", "other": "annen årsak",
}  # fmt: skip
WHAT = (
    "Et luftambulanseoppdrag hører til en base, ikke til en sentral, og er ikke det samme som oppdragene bak "
    "ambulansealarmene. Avvist: ingen rykket ut. Avbrutt: oppdraget ble avsluttet underveis."
)
BASES_NOTE = "Velg et fartøy for å holde basene mot landet: fartøyene har ulike oppdrag."
NO_CAUSES = "Alle oppdrag ble fullført."
CAUSES_NOTE = "Andelen er av alle varslede oppdrag i utvalget."


def question(is_over: bool) -> str:
    """The page's title."""
    return f"Hvor mange luftambulanseoppdrag {'ble' if is_over else 'blir'} fullført?"


def none(org: str, vehicle: str, period: str) -> str:
    """What is said when the choice has no missions."""
    with_what = "" if vehicle == "all" else f" med {SEGMENTS.get(vehicle, vehicle)}"
    return f"{org[:1].upper()}{org[1:]} har ingen luftambulanseoppdrag{with_what} i {period}."


def sentence(completed: float, aborted: float, declined: float, cause: str, of_declined: float) -> str:
    """How missions ended, and why most of the declined ones were."""
    ended = (
        f"{formats.share(completed)} ble fullført, {formats.share(aborted)} avbrutt og {formats.share(declined)} avvist"
    )
    why = f"; {formats.share(of_declined)} av de avviste på grunn av {cause}" if cause else ""
    return f"{ended}{why}."


def causes_caption(org: str, period: str) -> str:
    """What the table of causes holds."""
    return f"Avviste og avbrutte oppdrag etter årsak, {org}, {period}"


def causes_description() -> str:
    """The bars in words, for a screen reader."""
    return "Søylediagram: antall oppdrag etter utfall og årsak, flest først. Tallene står i tabellen."


def categories_caption(org: str, period: str) -> str:
    """What the table of vehicles and categories holds."""
    return f"Oppdrag etter fartøy og type, {org}, {period}"
