"""Words about the year's months over the years."""

from __future__ import annotations

PER_DAY = "Per dag"


def title(label: str, is_count: bool) -> str:
    """The heading of a season."""
    return f"{label} per dag, måned for måned" if is_count else f"{label}, måned for måned"


def caption(label: str, is_count: bool, org: str) -> str:
    """What the table holds."""
    return f"{title(label, is_count)}, {org}"


def description(label: str, is_count: bool) -> str:
    """The chart in words, for a screen reader."""
    return f"Linjediagram: {title(label, is_count)}, én linje for hvert år. Tallene står i tabellen."


def note(is_count: bool) -> str:
    """How to read the chart."""
    return "Gjennomsnitt per dag, fordi månedene ikke er like lange. Bare fullstendige måneder." if is_count else ""
