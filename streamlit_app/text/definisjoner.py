"""Words of Definisjoner."""

from __future__ import annotations

MENU = "Definisjoner"
TITLE = "Hva betyr tallene?"
ALL_DEFINITIONS = "Alle definisjoner"
SEARCH = "Søk i definisjonene"
SEARCH_EXAMPLE = "for eksempel svartid, video eller § 13"
TOPIC = "Tema"
ALL_TOPICS = "Alle"
NO_MATCH = "Ingen definisjon inneholder alle ordene."


def no_such_definition(kpi_id: str) -> str:
    """What stands above the definitions when the address asks for one that is not there."""
    return f"Det finnes ingen definisjon med ID «{kpi_id}»."
