"""Words of Luftambulanse as LAT sees it: figures of packages, small numbers hidden."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit_app import formats
from streamlit_app.data.packages import Package
from streamlit_app.text import luftambulanse, registry
from streamlit_app.text.app import SYNTHETIC, SYNTHETIC_MEANING

PERIOD = "Levert periode"
HIDDEN_NOTE = "Skjult: bygger på for få oppdrag, eller kunne avslørt et slikt tall."
NO_TABLES = "Pakkene har ingen CSV- eller Parquet-filer, så tallene kan ikke vises her. De står i arbeidsboken:"
NO_ROWS = (
    "Pakken har ingen tall for dette fartøyet her. Legebiler og noen av basenes tall kommer med tertialet og året."
)
NO_BASES = "Pakken har ingen tall per base for dette fartøyet."
NO_TIMES = "Pakken har ingen tider per base for dette fartøyet."
SPOILT = "En av filene i pakken er ikke slik den ble levert, og tallene vises derfor ikke. Si fra til HDO."
TO_PACKAGES = "Hent pakkene på siden Uttrekk"
TREND_TITLE = "Hvordan har det utviklet seg?"
BASES_TITLE = "Hvordan er det fra hver base?"
BASE, VEHICLE, PACKAGE = "Base", luftambulanse.VEHICLE, "Pakke"
EVERY_TABLE = "Flere tabeller fra pakken"
NOT_DELIVERED = "{then} er ikke levert"
NO_VALUE = "ingen tall for {then}"
WAS_HIDDEN = "ikke sammenlignet: tallet for {then} er skjult"
IS_HIDDEN = "ikke sammenlignet"
CODES = {
    code: name[:1].upper() + name[1:]
    for code, name in {
        **luftambulanse.CAUSES,
        **luftambulanse.CATEGORIES,
        **luftambulanse.OUTCOMES,
        **registry.SEGMENTS,
        "other": "annet",
        "rare": "teknisk feil, tjenestetid eller annet",
        "activation": "aktiveringstid",
        "response": "responstid",
        "median": "median",
        "p90": "ni av ti innen",
    }.items()
}
"""What codes of the tables are called."""


TABLES = {
    "oppdrag_per_base": "Oppdrag per base", "utfall_og_arsak": "Utfall og årsak", "kategori": "Kategori",
    "tider": "Tider",
}  # fmt: skip
"""Tables of a package that the page can do without."""


def missing(names: Sequence[str]) -> str:
    """Which tables are not there."""
    said = " og ".join(f"«{TABLES[name]}»" for name in names)
    return f"Pakken mangler {said} som CSV eller Parquet, så de tallene kan ikke vises her."


def source(package: Package) -> str:
    """The line under the title."""
    parts = [package.period.name, "hele landet og basene", f"tall fra pakken {package.name}"]
    if package.delivered_at:
        parts.append(f"levert {formats.instant(package.delivered_at)}")
    if package.data_as_at:
        parts.append(f"data til og med {formats.day(package.data_as_at)}")
    return " · ".join([*parts, f"utgivelse {package.release_id}"])


def hidden(threshold: int) -> str:
    """What ":" means."""
    return (
        f"«:» betyr at tallet er skjult av hensyn til personvernet: det bygger på færre enn {threshold} oppdrag, eller "
        "kunne sammen med andre tall ha avslørt et slikt. Tallene her er de samme som i pakken."
    )


def file_header(package: Package, title: str, selection: str) -> list[tuple[str, str]]:
    """The rows that begin every downloaded file."""
    said = [
        ("Tall", title),
        ("Periode", package.period.name),
        ("Utvalg", selection),
        ("Utgivelse", package.release_id),
        ("Pakke", package.name),
        ("Skjulte tall", hidden(package.threshold)),
    ]
    return [*said, ("Merk", f"{SYNTHETIC}. {SYNTHETIC_MEANING}")] if package.is_synthetic else said


def trend_caption(label: str, vehicle: str) -> str:
    """What the table of periods holds."""
    return f"{label}, hele landet, {vehicle}, leverte perioder"


def bases_caption(vehicle: str, period: str) -> str:
    """What the table of bases holds."""
    return f"Nøkkeltall per base, {vehicle}, {period}"


def bars_description(caption: str) -> str:
    """Bars in words, for a screen reader."""
    return f"Søylediagram: {caption}. Tallene står i tabellen."
