"""Words around the login: who is logged in, what they may see, and what stands where they may not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

LOG_IN = "Logg inn"
LOG_OUT = "Logg ut"
TO_START = "Til forsiden"
# What stands in a page's place: what is the matter, and what to do.
LOGIN_NEEDED = ("Logg inn for å se tallene", "Du logger inn med kontoen du bruker ellers i virksomheten.")
EXPIRED = ("Økten er utløpt", "Logg inn på nytt for å fortsette.")
NO_ROLE = (
    "Kontoen din har ikke tilgang til nodstat",
    "Be den som styrer tilganger i virksomheten din om en rolle, og logg inn på nytt når du har fått den.",
)
ROLES = {"analyst": "analytiker", "lat": "luftambulansetjenesten (LAT)"}


def who(roles: Collection[str], units: Sequence[str]) -> str:
    """Who is logged in, by role."""
    parts = [ROLES[role] for role in ("analyst", "lat") if role in roles]
    if units and "analyst" not in roles:
        parts.append(f"leder for {_listed(units)}")
    return f"Innlogget: {', '.join(parts)}"


def limits(units: Sequence[str]) -> str:
    """What a leader sees, and so what lists and sentences leave out."""
    return f"Du ser landet og {_listed(units)}. Andre enheter er ikke med i lister, rangeringer og setninger."


def _listed(names: Sequence[str]) -> str:
    return " og ".join(filter(None, (", ".join(names[:-1]), names[-1])))
