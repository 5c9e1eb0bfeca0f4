"""What the columns of the checks' result page are called."""

from __future__ import annotations

from collections.abc import Mapping

from dagster_project.dictionary.words import Text

COLUMNS: Mapping[str, Text] = {
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
