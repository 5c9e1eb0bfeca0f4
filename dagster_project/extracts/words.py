"""The Norwegian words of a package, beside those of the registry and of the contract."""

from __future__ import annotations

CODES = {
    "all": "I alt",
    "NO": "Hele landet",
    "helicopter": "Ambulansehelikopter",
    "plane": "Ambulansefly",
    "rescue_helicopter": "Redningshelikopter",
    "rapid_response_car": "Legebil",
    "completed": "Fullført",
    "aborted": "Avbrutt",
    "declined": "Avvist",
    "primary": "Primær (til pasient)",
    "secondary": "Sekundær (mellom sykehus)",
    "other": "Annet",
    "weather": "Vær",
    "competing_mission": "Samtidig oppdrag",
    "no_longer_indicated": "Ikke lenger behov",
    "technical": "Teknisk",
    "duty_time": "Tjenestetid",
    "rare": "Teknisk, tjenestetid eller annet",
    "activation": "Aktiveringstid",
    "response": "Responstid",
    "113": "113",
    "116117": "116117",
}
"""What the codes of files are called in the workbook."""

UNITS = {"count": "antall", "share": "andel", "seconds": "tid"}
SYNTHETIC = "SYNTETISKE DATA – ingen av hendelsene har funnet sted"
INCOMPLETE = "UFULLSTENDIG PERIODE – leveranser mangler, og tallene kan endre seg"
THREE_UNITS = (
    "Ambulansealarmer, oppdrag bak ambulansealarmer og luftambulanseoppdrag er tre forskjellige enheter. "
    "De legges aldri sammen, og de sammenlignes ikke som om de var det samme."
)
NO_ROW = "En kombinasjon uten rad hadde ingen oppdrag i perioden."
BASES_LATER = "Tall for hver base kommer med tertialet og året: i en måned er de for små til å vises."
TIMES = (
    "Tider vises som minutter og sekunder (mm:ss). En strek betyr at nøkkeltallet ikke finnes for gruppen.",
    "Aktiveringstid: fra varsel til avgang. Responstid: fra varsel til ankomst hos pasienten. Median: halvparten var "
    "raskere. Ni av ti innen: 90-persentilen, tiden som ni av ti oppdrag ikke overskred.",
)
CARS_AND_BASES_LATER = (
    "Tall for legebiler og for hver base kommer med tertialet og året: i en måned er de for små til å vises."
)
FIRST = "Dette er den første leveransen for perioden."
SHEETS = {
    "cover": "Forside",
    "key_figures": "Nøkkeltall",
    "bases": "Baser",
    "months": "Måneder",
    "outcomes": "Utfall og årsak",
    "categories": "Kategori",
    "times": "Tider",
    "context": "Nasjonale tall",
    "definitions": "Definisjoner",
    "changes": "Endringer",
}
