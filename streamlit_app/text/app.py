"""Words of the dashboard as a whole: its name, its menu, and what stands where there is nothing to show."""

from __future__ import annotations

APP = "nodstat"
WHOLE_COUNTRY = "hele landet"
SYNTHETIC = "Syntetiske data"
SYNTHETIC_MEANING = "Tallene er laget av en generator og beskriver ingen virkelige hendelser."

# What stands on a page that has nothing to show: what is the matter, and what to do.
NO_RELEASE = (
    "Det finnes ingen tall å vise ennå",
    "Den første utgivelsen lages med kommandoen `nodstat run`. Last siden på nytt når den er ferdig.",
)
EMPTY_RELEASE = (
    "Utgivelsen inneholder ingen tall",
    "Ingen leveranser er godtatt. `nodstat status` viser hva som er mottatt, og hvorfor noe er avvist.",
)
UNREADABLE_RELEASE = (
    "Utgivelsen kan ikke leses akkurat nå",
    "Last siden på nytt. Hjelper ikke det, står årsaken i tjenerens logg.",
)
REFUSED = (
    "Du har ikke tilgang til dette",
    "Siden eller enheten hører ikke til det du kan se. Velg en annen side i menyen.",
)

FEEDS = {
    "calls_iccs": "Anrop, ICCS",
    "calls_lifex": "Anrop, LifeX",
    "ambulance_alarms": "Ambulansealarmer",
    "video_hjelp113": "Video, Hjelp 113",
    "video_bliksund": "Video, SMS til Video",
    "nodsms": "NødSMS",
    "air_ambulance_missions": "Luftambulanseoppdrag",
}
