"""Words of Datakvalitet: deliveries, quarantine, corrections, checks, and what each means for the figures."""

from __future__ import annotations

from streamlit_app import formats

MENU = "Datakvalitet"
QUESTION = "Er tallene til å stole på?"
COVERS = "alle leveranser"

LATE_FEEDS = "Forsinkede kilder"
ARRIVED = "Leveranser kommet"
IN_QUARANTINE = "Andel rader i karantene"
WARNED = "Kontroller med advarsel"

FEEDS_TITLE = "Hva er kommet?"
FEEDS_CAPTION = "Leveranser per kilde"
FEEDS_NOTE = (
    "Forsinket: dataene skulle nådd lenger nå, etter fristen i avtalen med kilden. Mangler: perioder uten godtatt "
    "leveranse, fram til siste dag som noen kilde har levert. Perioder som mangler dager, er merket ufullstendige i "
    "alle tall og sammenlignes ikke."
)
REFUSALS_TITLE = "Hva er avvist?"
REFUSALS_CAPTION = "Leveranser som er avvist i sin helhet"
REFUSALS_NOTE = (
    "En avvist leveranse er ikke med i noe tall. Er perioden erstattet, er tallene hele. Ellers mangler den, eller den "
    "har tall fra en tidligere leveranse."
)
NO_REFUSALS = "Ingen leveranser er avvist."
QUARANTINE_TITLE = "Hvilke rader er holdt utenfor?"
QUARANTINE_CAPTION = "Rader i karantene"
QUARANTINE_NOTE = "Rader i karantene er ikke med i noe tall. Mørkere er flere rader."
QUARANTINE_ALT = "Varmekart: rader i karantene etter årsak og måned. Tallene står i tabellen."
NO_QUARANTINE = "Ingen rader er i karantene: alt som er lest, er med i tallene."
CORRECTIONS_TITLE = "Hva er rettet?"
CORRECTIONS_CAPTION = "Rettelser av leveranser"
CORRECTIONS_NOTE = "Radene er med i tallene slik de er etter rettelsen. Filene er som de ble levert."
NO_CORRECTIONS = "Ingen leveranser er rettet."
CHECKS_TITLE = "Hva er kontrollert?"
CHECKS_REPORT, DICTIONARY = "Last ned kontrollrapporten (HTML)", "Last ned dataordboken (HTML)"

FEED = "Kilde"
STATE = "Status"
LAST_DAY = "Data til og med"
DEADLINE = "Frist"
LATE, ON_TIME, NOT_BEGUN = "forsinket", "i rute", "ikke tatt i bruk"
EXPECTED, CAME, MISSING, REFUSED = "Ventet", "Kommet", "Mangler", "Avvist"
LAST_DELIVERY = "Sist mottatt"
ACCEPTED_ROWS, QUARANTINED_ROWS, QUARANTINED_SHARE = "Godtatte rader", "Rader i karantene", "Andel i karantene"
FILE, PERIOD, REASON, RECEIVED, MENDED = "Fil", "Periode", "Årsak", "Mottatt", "Er perioden erstattet?"
UNKNOWN_PERIOD = "ukjent"
REASON_CODE, MONTH, ROWS = "Årsakskode", "Måned", "Rader"
MATCHED, CHANGED, DECIDED_BY, DECIDED, ROWS_CHANGED, DAYS = (
    "Sto", "Rettet til", "Bestemt av", "Bestemt", "Rader rettet", "Leveranser for",
)  # fmt: skip

REFUSAL_REASONS = {
    "unreadable": "filen kan ikke leses",
    "missing_columns": "kolonner mangler",
    "empty": "filen er tom",
    "bad_name": "filnavnet følger ikke mønsteret",
    "too_many_errors": "for mange rader har feil",
}
QUARANTINE_REASONS = {
    "malformed_line": "linjen kan ikke leses",
    "personal_identifier": "fødselsnummer eller telefonnummer i fritekst",
    "missing_value": "en påkrevd verdi mangler",
    "unknown_code": "ukjent kode",
    "unknown_room": "ukjent sentral eller base",
    "bad_value": "tid, dato eller tall kan ikke leses",
    "nonexistent_local_time": "klokkeslett som ikke finnes (overgang til sommertid)",
    "outside_period": "utenfor leveransens periode",
    "times_out_of_order": "tidspunkt i feil rekkefølge",
    "duration_over_24h": "varer mer enn et døgn",
    "inconsistent": "verdier som motsier hverandre",
    "conflicting_duplicate": "samme ID med ulikt innhold",
}

PASSED_WORD, WARNED_WORD = "✓ Bestått", "▲ Advarsel"
MEANINGS = {
    "volume_is_as_usual": "En dag med uvanlig få rader kan gi for lave antall i perioden den ligger i.",
    "no_room_is_silent": "Sentralen mangler i tallene fra dagen den ble stille, og landets antall er for lave.",
    "shares_do_not_jump": "Andelen er regnet riktig av det som er levert, men les den med forbehold.",
    "medians_do_not_jump": "Medianen er regnet riktig av det som er levert, men les den med forbehold.",
    "no_date_is_in_the_future": "Hendelser kan være talt i feil periode.",
    "no_delivery_is_missing": "Periodene med hull er merket ufullstendige og sammenlignes ikke.",
    "no_month_shrinks": "Tall som er vist før, kan være lavere nå.",
    "no_restated_month_shrinks": "Tall som er vist før, er erstattet av lavere.",
    "no_table_shrinks": "Sentraler eller definisjoner kan mangle.",
}
"""What it means for the figures when a check remarks on something, by the check's own name."""
TECHNICAL_MEANING = "Teknisk kontroll: spør dem som driver løsningen hva den betyr for tallene."


def of(some: int, all_of_them: int) -> str:
    """How many of how many."""
    return f"{formats.count(some)} av {formats.count(all_of_them)}"


def deadline(period: str, hour: int) -> str:
    """When a delivery is due."""
    return f"kl. {hour:02} dagen etter" if period == "day" else f"kl. {hour:02} den 1. i neste måned"


def mended(is_mended: bool) -> str:
    """Whether a refused delivery has been replaced."""
    return "ja" if is_mended else "nei"


def reading(late: int, missing: int, unmended: int, warned: int) -> str:
    """The sentence that says how far the figures can be trusted."""
    faults = [
        said
        for number, said in (
            (late, f"{formats.count(late)} {'kilde er forsinket' if late == 1 else 'kilder er forsinket'}"),
            (missing, f"{formats.count(missing)} {'leveranse' if missing == 1 else 'leveranser'} mangler"),
            (unmended, f"{formats.count(unmended)} avviste er ikke erstattet"),
            (warned, f"{formats.count(warned)} {'kontroll' if warned == 1 else 'kontroller'} har advarsel"),
        )
        if number
    ]
    if not faults:
        return "Alt som skulle vært levert, er kommet, og alle kontroller er bestått."
    joined = f"{', '.join(faults[:-1])} og {faults[-1]}" if faults[1:] else faults[0]
    return f"{joined[:1].upper()}{joined[1:]}."


def passed_technical(count: int) -> str:
    """The checks that only the technical staff reads."""
    return f"{formats.count(count)} tekniske kontroller av nøkler, regnestykker og typer er bestått."
