"""Words of the annual report: its page, its sentences, and its documents."""

from __future__ import annotations

from streamlit_app import formats
from streamlit_app.period import Period

MENU = "Årsrapport"
QUESTION = "Hva skal stå i årsrapporten?"
COVERS = "hele år og tertialer"
PERIOD = "År eller tertial"
NO_PERIOD = "Utgivelsen har ingen tall for et helt år eller tertial ennå."
PARAGRAPH_TITLE = "Tekst til rapporten"
PARAGRAPH_NOTE = "Laget av tallene. Kopier med knappen øverst til høyre i feltet."
FIGURES_TITLE = "Alle tallene"
PUBLISHED_TITLE = "Hvordan står tallene til det som er publisert?"
NOT_PUBLISHED = "Ingen publiserte tall gjelder denne perioden; de vi kjenner, gjelder hele år."
ROOMS_TITLES = {"113": "113 per sentral", "116117": "116117 per sentral"}
MONTHS_TITLE = "Måned for måned"
PDF, EXCEL = "Last ned PDF", "Last ned Excel"
SUMMARY = "Sammendrag"
COVER_SHEET, FIGURES_SHEET, PUBLISHED_SHEET, MONTHS_SHEET = "Forside", "Nøkkeltall", "Publiserte tall", "Måneder"
PAGE, OF = "side", "av"

GROUP = "Område"
FIGURE = "Tall"
UNIT = "Enhet"
VALUE = "Verdi"
CHANGE = "Endring"
TARGET = "Mål"
MET = "Når målet"
COMPLETE = "Fullstendig"
MONTH = "Måned"
ROOM, TRUST = "Sentral", "Helseforetak"
OFFERED = "Innkommende"
INTERVAL = "95 % intervall"
LOW, HIGH = "95 % intervall, nedre", "95 % intervall, øvre"
MEDIAN = "Median svartid"
INCOMPLETE = "Perioden er ikke fullstendig: tallene er foreløpige."
INCOMPLETE_MARK = "foreløpig"
TARGET_NOTE = "✓ når målet, ▼ når det ikke."
FEW = "få anrop, holdes ikke mot målet"

GROUPS = {
    "calls": "Anrop i alt", "113": "113", "116117": "116117", "alarms": "Ambulansealarmer", "video": "Video",
    "nodsms": "NødSMS", "rooms": "Sentraler",
}  # fmt: skip


def title(period: Period) -> str:
    """The document's title."""
    kind = "Årsrapport" if period.type == "year" else "Tertialrapport"
    return f"{kind} for nødmeldetjenestens kommunikasjon"


def published_caption(period: str) -> str:
    """What the table of published figures holds."""
    return f"Publiserte tall for {period}, ved siden av utgivelsens egne"


def published_sentence(agreeing: int, total: int) -> str:
    """How many published figures the release agrees with."""
    if agreeing == total:
        return f"Alle {total} publiserte tall stemmer, så nær som kilden sier dem."
    return f"{agreeing} av {total} publiserte tall stemmer, så nær som kilden sier dem."


def figures_caption(period: str) -> str:
    """What the table of figures holds."""
    return f"Hele landet, {period}"


def rooms_note(target: float | None) -> str:
    """How to read a table of rooms."""
    return "Lavest andel først." + ("" if target is None else f" ▼ under målet på {formats.goal(target)}.")


def chart_description(label: str, period: str) -> str:
    """A chart in words."""
    return f"Linjediagram: {label}, måned for måned i {period}. Tallene står i arbeidsboken."


def more_or_fewer(change: float | None, then: str) -> str:
    """How a count differs from that of another period, as the end of a clause; empty when they are not compared."""
    if change is None:
        return ""
    if not round(1000 * change):
        return f", like mange som i {then}"
    return f", {formats.share(abs(change))} {'flere' if change > 0 else 'færre'} enn i {then}"


def higher_or_lower(change: float | None, then: str) -> str:
    """How a share differs from that of another period, as the end of a clause; empty when they are not compared."""
    if change is None:
        return ""
    if not round(1000 * change):
        return f", som i {then}"
    return f", {formats.points(change)} {'høyere' if change > 0 else 'lavere'} enn i {then}"


def all_calls(period: str, calls: float, change: str) -> str:
    """The sentence on all calls."""
    return f"I {period} ble det håndtert {formats.count(calls)} anrop i alt{change}."


def emergency_calls(number: str, calls: float, change: str) -> str:
    """The sentence on the calls to a number."""
    return f"{number} fikk {formats.count(calls)} innkommende anrop{change}."


def in_time(*, number: str, share: float, limit_s: float, change: str, target: float, is_met: bool) -> str:
    """The sentence on a legal requirement."""
    whose = "de besvarte anropene" if number == "113" else "alle anropene"
    goal = f"målet på {formats.goal(target)} er {'nådd' if is_met else 'ikke nådd'}"
    limit = "2 minutter" if limit_s == 120 else f"{limit_s:.0f} sekunder"
    return f"Av {whose} til {number} ble {formats.share(share)} besvart innen {limit}{change}; {goal}."


def rooms_meeting(meeting: int, judged: int, number: str) -> str:
    """The sentence on how many rooms meet the target."""
    return f"{meeting} av {judged} sentraler når målet for {number}."


def alarms(sent: float, change: str) -> str:
    """The sentence on alarms."""
    return f"Det ble sendt {formats.count(sent)} ambulansealarmer{change}."


def video(sessions: float, change: str, success: float | None) -> str:
    """The sentence on video."""
    rate = "" if success is None else f" {formats.share(success)} av invitasjonene ble videosamtale."
    return f"Det ble gjennomført {formats.count(sessions)} videosamtaler{change}.{rate}"


def nodsms(received: float, change: str, forwarded: float | None) -> str:
    """The sentence on NødSMS."""
    part = "" if forwarded is None else f" {formats.share(forwarded)} av dem ble videresendt til AMK Bodø."
    return f"NødSMS mottok {formats.count(received)} meldinger{change}.{part}"


def lifex(on_lifex: float, total: float) -> str:
    """The sentence on LifeX."""
    return f"Ved periodens slutt var {formats.count(on_lifex)} av {formats.count(total)} sentraler på LifeX."
