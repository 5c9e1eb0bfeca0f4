"""The fixed words of the data dictionary in both languages; what is said of a table or a KPI has its home in dbt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["nb", "en"]
PAGES: Mapping[Language, str] = {"nb": "index.html", "en": "en.html"}
"""The file of each language; the first is the one that opens by itself."""
CHECK_PAGES: Mapping[Language, str] = {"nb": "checks.html", "en": "checks.en.html"}
"""The result page's files."""


@dataclass(frozen=True)
class Text:
    """The same words in Norwegian bokmål and in English."""

    nb: str
    en: str

    def in_language(self, language: Language) -> str:
        """Those of one language."""
        return self.nb if language == "nb" else self.en


UNITS: Mapping[str, Text] = {
    "s": Text("sekunder", "seconds"),
    "share": Text("andel, 0–1", "share, 0–1"),
    "fraction": Text("brøk, 0–1", "fraction, 0–1"),
    "count": Text("antall", "count"),
    "utc": Text("tidspunkt, UTC", "time, UTC"),
    "date": Text("dato, Oslo", "date, Oslo"),
    "hour": Text("time, 0–23", "hour, 0–23"),
    "number": Text("nummer", "number"),
    "kpi": Text("KPI-ens enhet", "the KPI's unit"),
    "figure": Text("tallets enhet", "the figure's unit"),
}
"""What a column's values are measured in."""

KPI_UNITS: Mapping[str, Text] = {
    "count": Text("antall", "count"),
    "share": Text("andel, 0–1", "share, 0–1"),
    "seconds": Text("sekunder", "seconds"),
}
DIRECTIONS: Mapping[str, Text] = {
    "higher": Text("høyere er bedre", "higher is better"),
    "lower": Text("lavere er bedre", "lower is better"),
}
SECTIONS: Mapping[str, Text] = {
    "kpis": Text("Nøkkeltall", "Key figures"),
    "events": Text("Hendelser", "Events"),
    "distributions": Text("Fordelinger", "Distributions"),
    "reference": Text("Kalender, sentraler og baser", "Calendar, rooms and bases"),
    "deliveries": Text("Leveranser og kvalitet", "Deliveries and quality"),
}
"""The sections that tables stand under, in the order of the page."""
OTHER = Text("Andre tabeller", "Other tables")

SUBJECTS: Mapping[str, Text] = {
    "calls": Text("Anrop", "Calls"),
    "alarms": Text("Ambulansealarmer", "Ambulance alarms"),
    "video": Text("Video", "Video"),
    "nodsms": Text("NødSMS", "NødSMS"),
    "rooms": Text("Sentraler", "Rooms"),
    "air": Text("Luftambulanse", "Air ambulance"),
}
FEEDS: Mapping[str, Text] = {
    "calls_iccs": Text("Anrop, ICCS", "Calls, ICCS"),
    "calls_lifex": Text("Anrop, LifeX", "Calls, LifeX"),
    "ambulance_alarms": Text("Ambulansealarmer", "Ambulance alarms"),
    "video_hjelp113": Text("Video, Hjelp 113", "Video, Hjelp 113"),
    "video_bliksund": Text("Video, SMS til Video", "Video, SMS til Video"),
    "nodsms": Text("NødSMS", "NødSMS"),
    "air_ambulance_missions": Text("Luftambulanseoppdrag", "Air ambulance missions"),
}

FIGURES: Mapping[str, Text] = {
    "feed": Text("Kilde", "Feed"),
    "local_date": Text("Dag", "Day"),
    "rows": Text("Rader", "Rows"),
    "usual": Text("Vanlig", "Usual"),
    "low": Text("Minst", "Lowest"),
    "high": Text("Høyst", "Highest"),
    "deviation": Text("Standardavvik", "Standard deviations"),
    "room": Text("Sentral", "Room"),
    "label": Text("Nøkkeltall", "Key figure"),
    "last_date": Text("Siste hendelse", "Last event"),
    "silent_days": Text("Stille dager", "Silent days"),
    "expected": Text("Ventet", "Expected"),
    "segment": Text("Segment", "Segment"),
    "org_id": Text("Organisasjon", "Organisation"),
    "period_start": Text("Uke fra", "Week from"),
    "n": Text("Hendelser", "Events"),
    "value": Text("Verdi", "Value"),
    "event_date": Text("Siste hendelse", "Last event"),
    "delivery_date": Text("Siste leveranse", "Last delivery"),
    "days_ahead": Text("Dager etter i dag", "Days after today"),
    "missing": Text("Mangler", "Missing"),
    "first_missing": Text("Første som mangler", "First missing"),
    "last_missing": Text("Siste som mangler", "Last missing"),
    "month": Text("Måned", "Month"),
    "rows_before": Text("Rader i forrige utgivelse", "Rows in the previous release"),
    "rows_now": Text("Rader nå", "Rows now"),
    "loss_share": Text("Tap", "Loss"),
    "table": Text("Tabell", "Table"),
}
"""The columns of the result page's tables."""

HEADINGS: Mapping[str, Text] = {
    "title": Text("Dataordbok", "Data dictionary"),
    "lead": Text(
        "Hva tabellene, kolonnene og nøkkeltallene i denne utgivelsen betyr, og hvor de kommer fra.",
        "What the tables, columns and key figures of this release mean, and where they come from.",
    ),
    "synthetic": Text("Syntetiske data", "Synthetic data"),
    "synthetic_meaning": Text(
        "Tallene er laget av en generator og beskriver ingen virkelige hendelser.",
        "The figures were made by a generator and describe no real events.",
    ),
    "release": Text("Utgivelse", "Release"),
    "built_at": Text("Laget", "Built"),
    "oslo": Text("norsk tid", "Oslo time"),
    "contains": Text("Innhold", "Contents"),
    "tables": Text("Tabeller", "Tables"),
    "kpis": Text("KPI-er", "KPIs"),
    "checks": Text("Kontroller", "Checks"),
    "passed": Text("bestått", "passed"),
    "warned": Text("med advarsel", "with a warning"),
    "checks_lead": Text(
        "Hva som er kontrollert før denne utgivelsen ble til, med tallene bak.",
        "What was checked before this release was made, with the figures behind it.",
    ),
    "state_passed": Text("Bestått", "Passed"),
    "state_warned": Text("Advarsel", "Warning"),
    "state_failed": Text("Feilet", "Failed"),
    "finding": Text("Funn", "Finding"),
    "judged": Text("Vurdert", "Judged"),
    "outside": Text("Utenfor", "Outside"),
    "band": Text("Tillatt", "Allowed"),
    "severity": Text("Alvor", "Severity"),
    "severity_error": Text("stanser utgivelsen", "holds the release back"),
    "severity_warn": Text("advarer, utgivelsen slipper gjennom", "warns, the release passes"),
    "worst_rows": Text("Radene som ligger lengst fra det vanlige.", "The rows farthest from the usual."),
    "other_checks": Text("Øvrige kontroller", "Other checks"),
    "other_checks_note": Text(
        "Nøkler, regnestykker og typer (dbt) per tabell, og leveranseregnskapet per kilde.",
        "Keys, identities and types (dbt) per table, and the accounting of deliveries per feed.",
    ),
    "stands_on": Text("Tabell eller kilde", "Table or feed"),
    "found_rows": Text("Rader med feil", "Rows at fault"),
    "took_s": Text("Sekunder", "Seconds"),
    "data_as_at": Text("Data til og med", "Data as at"),
    "feeds_none": Text("Ingen leveranser er godtatt.", "No delivery has been accepted."),
    "rules": Text("Slik leses tallene", "How to read the figures"),
    "lineage": Text("Fra leveranse til tabell", "From delivery to table"),
    "lineage_note": Text(
        "Boksene under «Tabeller» er tabellene i skjemaet marts; resten er veien dit og finnes ikke i utgivelsen. "
        "Mellomledd er samlet per tema. Referansedata og leveranseregnskap brukes også av temaene over; «Kommer fra» "
        "ved hver tabell har alt.",
        "The boxes under “Marts” are the tables of schema marts; the others are the way there and not in the release. "
        "Intermediate models are gathered per subject. Reference data and the ledger of deliveries serve the subjects "
        "above too; “Comes from” beside each table has all of it.",
    ),
    "ledger": Text("leveranseregnskap", "delivery ledger"),
    "reference": Text("referansedata", "reference data"),
    "layer_source": Text("Leveranser", "Deliveries"),
    "layer_staging": Text("Staging", "Staging"),
    "layer_intermediate": Text("Mellomledd", "Intermediate"),
    "layer_mart": Text("Tabeller", "Marts"),
    "rows": Text("rader", "rows"),
    "column": Text("Kolonne", "Column"),
    "type": Text("Type", "Type"),
    "unit": Text("Enhet", "Unit"),
    "description": Text("Beskrivelse", "Description"),
    "key": Text("nøkkel", "key"),
    "nullable": Text("kan være NULL", "may be NULL"),
    "held_by": Text("Kontrolleres av", "Held by"),
    "unique_key": Text("Entydig nøkkel", "Unique key"),
    "contract": Text("Kolonner og typer er låst av en kontrakt.", "Columns and types are fixed by a contract."),
    "comes_from": Text("Kommer fra", "Comes from"),
    "by_way_of": Text("Veien dit", "By way of"),
    "used_by": Text("Brukes av", "Used by"),
    "definition": Text("Definisjon", "Definition"),
    "formula": Text("Formel", "Formula"),
    "inclusion": Text("Omfatter", "Includes"),
    "segments": Text("Segmenter", "Segments"),
    "statistic": Text("Beregning", "Statistic"),
    "count": Text("antall", "number of"),
    "numerator": Text("teller", "numerator"),
    "denominator": Text("nevner", "denominator"),
    "mean": Text("gjennomsnitt", "mean"),
    "quantile": Text("kvantil", "quantile"),
    "duration": Text("varighet", "duration"),
    "over": Text("over", "over"),
    "threshold": Text("grense", "threshold"),
    "target": Text("Mål", "Target"),
    "direction": Text("Retning", "Direction"),
    "legal_basis": Text("Rettslig grunnlag", "Legal basis"),
    "source": Text("Kilde", "Source"),
    "validity": Text("Gyldig", "Valid"),
    "from": Text("fra", "from"),
    "to": Text("til", "to"),
    "at_least": Text("minst", "at least"),
    "at_most": Text("høyst", "at most"),
    "top": Text("Til toppen", "To the top"),
    "other_language": Text("English", "Norsk"),
    "made_by": Text("Laget av nodstat sammen med utgivelsen", "Made by nodstat together with the release"),
}

RULES: tuple[Text, ...] = (
    Text(
        "Ta aldri gjennomsnittet av en andel, en median eller en persentil over sentraler, dager eller måneder. Hvert "
        "nivå er beregnet av sine egne hendelser: hent nivået du trenger, det finnes i `kpi_values`.",
        "Never average a share, a median or a percentile over rooms, days or months. Every grain is computed from its "
        "own events: ask for the grain you need, it is in `kpi_values`.",
    ),
    Text(
        "De to hovedtallene har ulike nevnere: 113 måles mot besvarte anrop, 116117 mot alle innkommende anrop, også "
        "de ubesvarte.",
        "The two headline KPIs have different denominators: 113 is measured against answered calls, 116117 against all "
        "inbound calls, unanswered included.",
    ),
    Text(
        "Et anrop hører til sentralen det var ment for, også når en annen sentral svarte. Bare innkommende anrop som "
        "ikke er testanrop, teller; `calls_total` teller alle retninger.",
        "A call belongs to the room it was meant for, also when another room answered. Only inbound calls that are not "
        "test calls count; `calls_total` counts every direction.",
    ),
    Text(
        "Perioden følger lokal dato og time da hendelsen begynte. Tidspunkter er lagret i UTC. «Innen» betyr høyst lik "
        "grensen. En andel uten nevner er NULL, aldri 0 eller 1.",
        "A period goes by the local date and hour of the event's beginning. Times are stored in UTC. “Within” means at "
        "most the threshold. A share with nothing in its denominator is NULL, never 0 or 1.",
    ),
    Text(
        "Persentiler er eksakte, med lineær interpolasjon. Alarm, oppdrag og hendelse er tre ulike enheter og skal "
        "aldri summeres eller sammenlignes som én.",
        "Percentiles are exact, with linear interpolation. Alarm, mission and incident are three different units, and "
        "are never added or compared as one.",
    ),
    Text(
        "`is_complete` er usann når perioden ikke er over, eller når en ventet leveranse mangler. Slike tall er "
        "foreløpige.",
        "`is_complete` is false when the period is not over yet or a delivery that was due is missing. Such figures "
        "are provisional.",
    ),
)
"""What must be known before a figure is used, in a few sentences."""


def headings(language: Language) -> dict[str, str]:
    """Every heading in one language."""
    return {name: text.in_language(language) for name, text in HEADINGS.items()}
