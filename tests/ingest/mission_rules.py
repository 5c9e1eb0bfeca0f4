"""Rows of air ambulance missions and the fate that the rules give them, for `test_row_rules.py`."""

from __future__ import annotations

from typing import Any

from tests.ingest import feeds

MISSION = "air_ambulance_missions"
NOT_FLOWN = {"departed": "", "at_patient": "", "delivered": ""}
DECLINED = {**NOT_FLOWN, "outcome": "declined", "cause": "weather"}
ABORTED = {"at_patient": "", "delivered": "", "outcome": "aborted", "cause": "no_longer_indicated"}

GOOD: list[tuple[str, dict[str, Any]]] = [
    # Any time after the alert may be empty, whatever the others are.
    (MISSION, NOT_FLOWN),
    *((MISSION, {name: ""}) for name in NOT_FLOWN),
    (MISSION, {"departed": "", "at_patient": ""}),
    *((MISSION, {**DECLINED, "cause": cause}) for cause in ("weather", "competing_mission", "no_longer_indicated")),
    *((MISSION, {**ABORTED, "cause": cause}) for cause in ("technical", "duty_time", "other")),
    (MISSION, {**ABORTED, "departed": ""}),
    (MISSION, {"outcome": "aborted", "cause": "other"}),
    *((MISSION, {"vehicle": vehicle}) for vehicle in ("plane", "rescue_helicopter", "rapid_response_car")),
    *((MISSION, {"category": category}) for category in ("secondary", "other")),
    # Two clocks that disagree by up to two seconds.
    (MISSION, {"departed": "2025-03-01T12:04:08+01:00"}),
    (MISSION, {"departed": "", "at_patient": "2025-03-01T12:04:08+01:00", "delivered": "2025-03-01T12:04:08+01:00"}),
]

FAULTY: list[tuple[str, str, dict[str, Any]]] = [
    *(
        ("missing_value", MISSION, {name: ""})
        for name in ("mission_no", "base", "resource", "vehicle", "category", "alerted", "outcome")
    ),
    ("missing_value", MISSION, {**DECLINED, "cause": ""}),
    ("missing_value", MISSION, {**ABORTED, "cause": ""}),
    # Free text.
    ("personal_identifier", MISSION, {"resource": "Bergen, ring 412 34 567"}),
    ("unknown_code", MISSION, {"vehicle": "Helicopter"}),
    ("unknown_code", MISSION, {"category": "tertiary"}),
    ("unknown_code", MISSION, {"outcome": "fullført"}),
    ("unknown_code", MISSION, {"cause": "fog"}),
    ("unknown_code", MISSION, {**DECLINED, "cause": "none"}),
    ("unknown_room", MISSION, {"base": "AMK-BGO"}),
    ("unknown_room", MISSION, {"base": "HEL-OSLO"}),
    # The bases are known from 2021 on.
    ("unknown_room", MISSION, {"alerted": "2020-12-31T23:59:59+01:00"}),
    *(
        ("bad_value", MISSION, {name: text})
        for name in ("alerted", "departed", "at_patient", "delivered")
        for text in ("2025-03-01T12:04:10", "12:04", "2025-03-32T12:04:10+01:00")
    ),
    ("outside_period", MISSION, {**DECLINED, "alerted": "2025-04-01T00:00:00+02:00"}),
    ("outside_period", MISSION, {"alerted": "2025-02-28T22:59:59Z"}),
    ("times_out_of_order", MISSION, {"departed": "2025-03-01T12:04:07+01:00"}),
    ("times_out_of_order", MISSION, {"at_patient": "2025-03-01T12:09:01+01:00"}),
    ("times_out_of_order", MISSION, {"delivered": "2025-03-01T12:27:39+01:00"}),
    ("times_out_of_order", MISSION, {**NOT_FLOWN, "at_patient": "2025-03-01T12:04:07+01:00"}),
    # Nothing responded, so nothing is skewed.
    ("times_out_of_order", MISSION, {**NOT_FLOWN, "delivered": "2025-03-01T12:04:09+01:00"}),
    ("duration_over_24h", MISSION, {"delivered": "2025-03-02T12:04:11+01:00"}),
    ("duration_over_24h", MISSION, {"departed": "2025-03-02T12:04:11+01:00", "at_patient": "", "delivered": ""}),
    ("inconsistent", MISSION, {"cause": "weather"}),
    *(("inconsistent", MISSION, {**DECLINED, name: "2025-03-01T13:00:00+01:00"}) for name in NOT_FLOWN),
]

MALFORMED: list[tuple[str, str]] = [
    (MISSION, feeds.mission("m12") + ";"),
    (MISSION, feeds.mission("m13").removesuffix(";")),
]
