"""Words of Uttrekk: packages of figures, who got them, and what comes next."""

from __future__ import annotations

from datetime import date

from streamlit_app import formats
from streamlit_app.data.packages import Package

MENU = "Uttrekk"
QUESTION, OWN_QUESTION = "Hvem har fått hvilke tall?", "Hva er levert til dere?"
COVERS = "alle leveranser av uttrekk"

DELIVERED, FAILED, WITHHELD, NEXT = "Leverte pakker", "Kom ikke fram", "Holdt tilbake", "Neste pakke"
STATES = {"delivered": "levert", "failed": "feilet", "withheld": "holdt tilbake"}
STATE_MEANING = (
    "Levert: pakken er lest tilbake hos mottakeren og er hel. Feilet: den kom ikke fram, og prøves på nytt hver time. "
    "Holdt tilbake: små tall lot seg ikke skjule godt nok, så ingen har fått den."
)
EVERY_RECIPIENT, EVERY_STATE = "Alle mottakere", "Alle"
RECIPIENT, STATE = "Mottaker", "Status"

AUDIT_TITLE = "Hvem fikk hva, og når?"
AUDIT_CAPTION = "Forsøk på levering, siste først"
NO_TRIES = "Ingenting er levert ennå. `nodstat extract` lager og leverer det som er klart."
NO_AGREEMENTS = (
    "Ingen mottaker har en avtale, så ingenting leveres. Avtalens referanse skrives i mottakerfilen, som "
    "`NODSTAT_RECIPIENTS` peker på."
)
NO_SUCH_TRIES = "Ingen forsøk på levering passer med valget."
WHEN, PERIOD, VERSION, RELEASE, SIZE, FILES = "Tidspunkt", "Periode", "Versjon", "Utgivelse", "Størrelse", "Filer"
AGREEMENT, DATA_SET, SCHEMA, DESTINATION = "Avtale", "Datasett", "Kontraktsversjon", "Levert til"
BYTES, SEAL, WHY, IS_SYNTHETIC, PERIOD_CODE = (
    "Byte", "SHA-256 av manifest.json", "Hvorfor ikke levert", "Syntetiske data", "Periodekode",
)  # fmt: skip
SEAL_NOTE = "første 12 av 64 tegn"

UPCOMING_TITLE = "Hva kommer?"
UPCOMING_CAPTION = "Mottakere og neste pakke"
UPCOMING_NOTE = "En pakke lages fra og med dagen den forfaller, når utgivelsen har alle leveransene for perioden."
NEWEST_DUE, FOLLOWING, DUE_ON = "Sist forfalt", "Neste", "Forfaller"
NO_AGREEMENT = "ingen avtale: leveres ikke"
MISSING = "mangler"
BAD_RECIPIENTS = "Filen med mottakere har en feil, så det kan ikke sies hva som kommer. `nodstat extract` sier hvilken."

FETCH_TITLE = "Hent en pakke"
PACKAGE = "Pakke"
OWN_TITLE = "Alle pakkene deres"
OWN_CAPTION = "Leverte pakker, siste utgave av hver periode først"
WORKBOOK, WHOLE = "Last ned arbeidsboken (Excel)", "Last ned hele pakken (ZIP)"
ROWS, HIDDEN_ROWS = "Rader", "Rader med skjulte tall"
CHANGED_SINCE = "Endret siden forrige versjon"
FILES_TITLE, CHANGES_TITLE = "Filer og SHA-256", "Hva er endret?"
FILE, SHA256 = "Fil", "SHA-256"
TABLE, ROW, COLUMN, BEFORE, AFTER = "Tabell", "Rad", "Kolonne", "Før", "Nå"
MANIFEST = "manifest.json"
MOST_CHANGES = 200
ON_RECORD = "Det blir loggført hvem som henter pakken, og når."
IS_WHOLE = "Filene kontrolleres mot manifestet når de hentes."

UNREADABLE = (
    "Leveransene kan ikke vises akkurat nå",
    "Revisjonsloggen er ikke slik den ble skrevet. Den som drifter løsningen, finner linjen i tjenerens logg og henter "
    "filen tilbake fra en sikkerhetskopi.",
)
SPOILT = (
    "Pakken kan ikke vises",
    "En av filene er ikke slik den ble levert. Si fra til HDO, som har den i en sikkerhetskopi.",
)
NONE = "Det er ikke levert noen pakke ennå"
LINES_MISSING = (
    "Revisjonsloggen har færre linjer enn utgivelsen vet om. Noe er tatt bort: hent loggen tilbake fra en "
    "sikkerhetskopi."
)
_NOT_A_RECIPIENT = "Virksomheten deres er ikke satt opp som mottaker av uttrekk. Be HDO om å bli det."
_NO_AGREEMENT = (
    "Det er ikke registrert noen avtale om utlevering, og uten avtale leveres ingenting. Ta kontakt med HDO for å "
    "inngå en, eller for å få den registrert."
)
ONLY_DELIVERED = "Siden viser bare tall som er levert til dere i pakker, der små tall er skjult."


def none(agreement: str | None, *, is_recipient: bool) -> str:
    """Why there is no package, where the reason is one of papers."""
    return _NOT_A_RECIPIENT if not is_recipient else _NO_AGREEMENT if not agreement else ""


def awaited(period: str, due_on: date) -> str:
    """The package that should have been there by now."""
    return (
        f"Pakken for {period} skulle vært klar {formats.day(due_on)}. Mangler leveranser for perioden, kommer den når "
        "de er kommet; spør HDO om den lar vente på seg."
    )


def coming(period: str, due_on: date) -> str:
    """The package that comes next."""
    return f"Neste pakke er {period}. Den forfaller {formats.day(due_on)}."


def stopped(period: str, state: str) -> str:
    """What came of the newest try, when it was not delivered."""
    why = (
        "kom ikke fram, og prøves på nytt hver time"
        if state == "failed"
        else "er holdt tilbake, fordi små tall ikke lot seg skjule godt nok"
    )
    return f"Pakken for {period} {why}. HDO har fått beskjed."


def own_source(count: int, newest: Package) -> str:
    """The line under the title of a recipient's own page."""
    packages = f"{formats.count(count)} {'pakke' if count == 1 else 'pakker'} levert til {newest.recipient}"
    return f"{packages} · siste: {named(newest)}"


def named(package: Package) -> str:
    """A package as it is chosen among one's own."""
    return f"{package.period.name}, versjon {package.version}"


def about(package: Package) -> str:
    """What a package is of."""
    parts = [
        package.recipient,
        f"levert {formats.instant(package.delivered_at)}" if package.delivered_at else "ikke levert",
        f"utgivelse {package.release_id}",
        *([f"data til og med {formats.day(package.data_as_at)}"] if package.data_as_at else []),
        f"kontrakt {package.schema_version}",
        f"tall under {package.threshold} er skjult",
    ]
    return " · ".join(parts)


def size(count: int) -> str:
    """Bytes, as people say them."""
    if not count:
        return formats.NOTHING
    kilo = count / 1000
    return f"{formats.rate(kilo / 1000)}{formats.NBSP}MB" if kilo >= 1000 else f"{formats.count(kilo)}{formats.NBSP}kB"


def changed_since(version: int) -> str:
    """How many numbers are other ones than in an earlier version."""
    return f"Tall endret siden versjon {version}"


def first_changes(count: int) -> str:
    """What is said below the first of many changes."""
    return f"De {MOST_CHANGES} første av {formats.count(count)} endringer. Alle står i arbeidsboken og i manifest.json."


def audit_note(in_release: int, count: int, release: str) -> str:
    """Where the table is from."""
    since = count - in_release
    newer = f" {formats.count(since)} av dem er kommet etter at utgivelse {release} ble laget." if since > 0 else ""
    return (
        f"Fra revisjonsloggen slik den er nå: {formats.count(count)} linjer, hver forseglet av den neste.{newer} "
        f"I utgivelsen står loggen i tabellen extract_delivery. {STATE_MEANING}"
    )


def reading(tried: int, failed: int, withheld: int, *, has_agreements: bool) -> str:
    """The sentence that says whether recipients have what they should have; before the first try, why there is none."""
    faults = [
        said
        for number, said in (
            (failed, f"{formats.count(failed)} {'pakke' if failed == 1 else 'pakker'} har ikke kommet fram"),
            (withheld, f"{formats.count(withheld)} {'pakke' if withheld == 1 else 'pakker'} er holdt tilbake"),
        )
        if number
    ]
    if faults:
        return f"{' og '.join(faults)}. Hvorfor, står i filene til tabellen «{AUDIT_TITLE}»."
    if tried:
        return "Alt som er forsøkt levert, er kommet fram."
    return NO_TRIES if has_agreements else NO_AGREEMENTS
