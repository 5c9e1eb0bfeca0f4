"""The deliveries that parity is shown on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import yaml

from dagster_project.extracts import audit
from dagster_project.ingest.correction_files import correction_file
from dagster_project.settings import Settings
from dagster_project.synthetic import generate, plant_refusals

LEAP_DAY = (date(2024, 2, 28), date(2024, 3, 1))
SPRING_NIGHT = (date(2025, 3, 29), date(2025, 3, 31))
CUTOVER_DAY = (date(2025, 6, 15), date(2025, 6, 17))
"""On the 16th three rooms move to LifeX, and both systems log some of their calls."""
AUTUMN_NIGHT = (date(2025, 10, 25), date(2025, 10, 27))
ALL_OF_JUNE = (date(2025, 6, 1), date(2025, 6, 30))

_CORRECTION = {
    "id": "room-moved",
    "match": {"intended_room_id": "AMK-BGO"},
    "set": {"intended_room_id": "AMK-FDE"},
    "from": "2025-06-16",
    "reason": "The calls of one night were logged on the wrong room",
    "by": "HDO",
    "date": "2025-07-01",
}


def dirty(
    settings: Settings,
    scale: float = 0.05,
    spans: Sequence[tuple[date, date]] = (LEAP_DAY, SPRING_NIGHT, CUTOVER_DAY, AUTUMN_NIGHT),
) -> None:
    """Days around everything that is odd about time, 4 % of the rows broken, refused deliveries, a correction, and an
    audit of extracts with a line that was cut off."""
    for first, last in spans:
        generate(settings.raw, first, last, scale=scale, error_rate=0.04)
    plant_refusals(settings.raw)
    path = correction_file(settings.raw, "calls_iccs")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump([_CORRECTION]), encoding="utf-8")
    _deliver_extracts(settings)


def month(settings: Settings, scale: float = 1.0) -> None:
    """June 2025, at full scale: some 900,000 calls, and the cut-over of the 16th."""
    generate(settings.raw, *ALL_OF_JUNE, scale=scale)


SETS: dict[str, Callable[[Settings], None]] = {"dirty": dirty, "month": month}


def _deliver_extracts(settings: Settings) -> None:
    for recipient, state, period in (("fhi", "delivered", "2025-05"), ("ssb", "failed", "2025-05")):
        audit.write(
            settings,
            audit.Delivery(
                tried_at=f"2025-06-0{len(recipient)}T04:05:06+00:00",
                recipient_id=recipient,
                recipient=recipient.upper(),
                agreement="A-1",
                data_set="kpi",
                schema_version="1.0",
                period_type="month",
                period=period,
                version=1,
                state=state,
                detail="" if state == "delivered" else "The other end didn't answer",
                release_id="20250601T040000Z",
                is_synthetic=True,
                destination="folder",
                manifest_sha256="0" * 64,
                bytes=2**33,
                files={"kpi.csv": "1" * 64, "readme.txt": "2" * 64},
            ),
        )
    whole = audit.audit_file(settings)
    _cut_off(whole)


def _cut_off(path: Path) -> None:
    last = path.read_bytes().splitlines()[-1]
    path.write_bytes(path.read_bytes() + last[: len(last) // 2])
