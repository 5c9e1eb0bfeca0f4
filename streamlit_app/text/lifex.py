"""Words about the move to LifeX."""

from __future__ import annotations

PLATFORMS = {"iccs": "ICCS", "lifex": "LifeX"}


def cutover(room: str, platform: str, is_limited_pilot: bool) -> str:
    """What a break in a trend is called."""
    name = "Begrenset pilot, LifeX" if is_limited_pilot else f"Over på {PLATFORMS.get(platform, platform)}"
    return f"{room}: {name}" if room else name
