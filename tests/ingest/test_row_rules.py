"""Each reason code, in every feed that can have it: one good row changed in one way.

The rows of a feed are ingested together, once, since a test that asks about one row needs no file of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.ingest import feeds, mission_rules
from tests.ingest.site import Site

ICCS, LIFEX, ALARM = "calls_iccs", "calls_lifex", "ambulance_alarms"
HJELP113, BLIKSUND, NODSMS = "video_hjelp113", "video_bliksund", "nodsms"

NO_ANSWER = {"outcome": "UBESVART", "answered": "", "answered_by": ""}
NO_VIDEO: dict[str, Any] = {"status": "failed", "started": None, "ended": None}
NO_SESSION: dict[str, Any] = {"status": "Feilet", "started": None, "ended": None}
GOOD: list[tuple[str, dict[str, Any]]] = [
    *((feed, {}) for feed in feeds.ROW),
    (ICCS, NO_ANSWER),
    (ICCS, {**NO_ANSWER, "answered_by": "AMK-BGO"}),
    (ICCS, {"outcome": "OVERFØRT", "answered_by": "AMK-OSL"}),
    (ICCS, {"line": "LOKAL", "direction": "UT", "test": "J"}),
    (LIFEX, {"outcome": "unanswered", "answered": "", "answered_by": ""}),
    (LIFEX, {"outcome": "transferred", "line": "other", "direction": "internal", "test": "true"}),
    (ALARM, {"acknowledged": "", "urgency": "Vanlig", "channel": "mobile"}),
    (HJELP113, NO_VIDEO),
    (HJELP113, {**NO_VIDEO, "started": feeds.ABSENT, "ended": "", "call_id": None, "os": None}),
    (BLIKSUND, NO_SESSION),
    (BLIKSUND, {**NO_SESSION, "status": "Avslått"}),
    (BLIKSUND, {**NO_SESSION, "status": "Utløpt"}),
    (NODSMS, {"received": "0", "forwarded": "0", "stopped": "0", "tests": "7"}),
]

FAULTY: list[tuple[str, str, dict[str, Any]]] = [
    # Required values, and those that an outcome asks for.
    *(
        ("missing_value", ICCS, {name: ""})
        for name in ("call_id", "room", "line", "direction", "queued", "ended", "outcome", "test")
    ),
    ("missing_value", ICCS, {"answered": ""}),
    ("missing_value", ICCS, {"answered_by": ""}),
    ("missing_value", ICCS, {"outcome": "OVERFØRT", "answered": ""}),
    ("missing_value", ICCS, {"outcome": "OVERFØRT", "answered_by": ""}),
    *(
        ("missing_value", LIFEX, {name: ""})
        for name in ("call_id", "room", "line", "direction", "queued", "ended", "outcome", "test")
    ),
    ("missing_value", LIFEX, {"answered": ""}),
    ("missing_value", LIFEX, {"answered_by": ""}),
    ("missing_value", LIFEX, {"outcome": "transferred", "answered": ""}),
    ("missing_value", LIFEX, {"outcome": "transferred", "answered_by": ""}),
    *(
        ("missing_value", ALARM, {name: ""})
        for name in ("alarm_id", "amk", "mission", "unit", "urgency", "sent", "channel")
    ),
    *(
        ("missing_value", HJELP113, {name: empty})
        for name in ("session_id", "centre", "sent", "started", "ended", "status")
        for empty in (None, "")
    ),
    *(
        ("missing_value", BLIKSUND, {name: None})
        for name in ("session_id", "room", "sent", "started", "ended", "status")
    ),
    *(("missing_value", NODSMS, {name: ""}) for name in ("day", "received", "forwarded", "stopped", "tests")),
    # Codes are as written, letter for letter.
    ("unknown_code", ICCS, {"line": "112"}),
    ("unknown_code", ICCS, {"line": "0113"}),
    ("unknown_code", ICCS, {"direction": "inn"}),
    ("unknown_code", ICCS, {"outcome": "OVERFORT"}),
    ("unknown_code", ICCS, {"test": "0"}),
    ("unknown_code", LIFEX, {"line": "LOKAL"}),
    ("unknown_code", LIFEX, {"direction": "INN"}),
    ("unknown_code", LIFEX, {"outcome": "abandoned"}),
    ("unknown_code", LIFEX, {"test": "False"}),
    ("unknown_code", ALARM, {"urgency": "rød"}),
    ("unknown_code", ALARM, {"channel": "sms"}),
    ("unknown_code", HJELP113, {"status": "Completed"}),
    ("unknown_code", HJELP113, {"status": True}),
    ("unknown_code", BLIKSUND, {"status": "fullført"}),
    # Rooms, and bases, which are none.
    ("unknown_room", ICCS, {"room": "AMK-XYZ"}),
    ("unknown_room", ICCS, {"answered_by": "AMK-XYZ"}),
    ("unknown_room", ICCS, {**NO_ANSWER, "answered_by": "AMK-XYZ"}),
    ("unknown_room", LIFEX, {"room": "LVS-9999"}),
    ("unknown_room", LIFEX, {"answered_by": "LVS-9999"}),
    ("unknown_room", ALARM, {"amk": "amk-boo"}),
    ("unknown_room", HJELP113, {"centre": "AMK-XYZ"}),
    ("unknown_room", BLIKSUND, {"room": "Bergen"}),
    ("unknown_room", ALARM, {"amk": "HEL-BERGEN"}),
    # Times, dates and numbers.
    *(
        ("bad_value", ICCS, {name: text})
        for name in ("queued", "answered", "ended")
        for text in ("2025-03-01 07:03:00", "01.03.2025", "31.02.2025 07:03:00", "01.03.2025 24:03:00", "?")
    ),
    *(
        ("bad_value", LIFEX, {name: text})
        for name in ("queued", "answered", "ended")
        for text in ("2025-11-17T07:03:00.000", "2025-11-17 07:03", "2025-02-30T07:03:00+01:00", "17.11.2025 07:03:00")
    ),
    ("bad_value", ALARM, {"sent": "2025-03-01T07:03:10"}),
    ("bad_value", ALARM, {"acknowledged": "-"}),
    ("bad_value", ALARM, {"acknowledged": "2025-03-01T25:03:52.000+01:00"}),
    ("bad_value", HJELP113, {"sent": "2025-03-01T06:04:00"}),
    ("bad_value", HJELP113, {"started": "06:04:31"}),
    ("bad_value", HJELP113, {"ended": 1740809342}),
    ("bad_value", BLIKSUND, {"sent": "01.03.2025 07:02:47"}),
    ("bad_value", BLIKSUND, {"started": 45717.29}),
    ("bad_value", BLIKSUND, {"ended": "ukjent"}),
    ("bad_value", NODSMS, {"day": "01.03.2025"}),
    ("bad_value", NODSMS, {"day": "2025-02-29"}),
    ("bad_value", NODSMS, {"received": "26.0"}),
    ("bad_value", NODSMS, {"received": "tjueseks"}),
    ("bad_value", NODSMS, {"received": "20", "forwarded": "-3"}),
    ("bad_value", NODSMS, {"received": "-26", "forwarded": "-3", "stopped": "-23"}),
    ("bad_value", NODSMS, {"tests": "-1"}),
    ("bad_value", NODSMS, {"tests": "99999999999999999999"}),
    # The delivery's own period, by the local date of the beginning alone.
    ("outside_period", ICCS, {"queued": "28.02.2025 23:59:59"}),
    (
        "outside_period",
        ICCS,
        {"queued": "02.03.2025 00:00:00", "answered": "02.03.2025 00:00:01", "ended": "02.03.2025 00:00:09"},
    ),
    ("outside_period", LIFEX, {"queued": "2025-11-16T23:59:59.999+01:00"}),
    ("outside_period", LIFEX, {"queued": "2025-11-17T00:30:00.000+02:00"}),
    ("outside_period", ALARM, {"sent": "2025-02-28T22:59:59.999Z"}),
    ("outside_period", HJELP113, {**NO_VIDEO, "sent": "2025-03-01T23:00:00Z"}),
    ("outside_period", BLIKSUND, {**NO_SESSION, "sent": datetime(2025, 4, 1)}),
    ("outside_period", BLIKSUND, {"sent": datetime(2025, 2, 28, 23, 59, 59)}),
    ("outside_period", NODSMS, {"day": "2025-04-01"}),
    ("outside_period", NODSMS, {"day": "2024-03-01"}),
    # Later before earlier.
    ("times_out_of_order", ICCS, {"answered": "01.03.2025 07:02:44"}),
    ("times_out_of_order", ICCS, {"ended": "01.03.2025 07:02:50"}),
    ("times_out_of_order", ICCS, {**NO_ANSWER, "ended": "01.03.2025 07:02:46"}),
    ("times_out_of_order", LIFEX, {"ended": "2025-11-17T07:02:51.479+01:00"}),
    ("times_out_of_order", ALARM, {"acknowledged": "2025-03-01T07:03:07.999+01:00"}),
    ("times_out_of_order", HJELP113, {"started": "2025-03-01T06:03:57Z"}),
    ("times_out_of_order", HJELP113, {"ended": "2025-03-01T06:04:30Z"}),
    ("times_out_of_order", BLIKSUND, {"started": datetime(2025, 3, 1, 7, 2, 44)}),
    ("times_out_of_order", BLIKSUND, {"ended": datetime(2025, 3, 1, 7, 3, 16)}),
    # First to last.
    ("duration_over_24h", ICCS, {"ended": "02.03.2025 07:02:48"}),
    ("duration_over_24h", LIFEX, {"ended": "2025-11-18T07:02:47.121+01:00"}),
    ("duration_over_24h", ALARM, {"acknowledged": "2025-03-02T07:03:10.001+01:00"}),
    ("duration_over_24h", HJELP113, {"ended": "2025-03-02T06:04:01Z"}),
    ("duration_over_24h", BLIKSUND, {"ended": datetime(2025, 3, 2, 7, 2, 48)}),
    # Columns that contradict each other.
    ("inconsistent", ICCS, {"outcome": "UBESVART", "answered_by": ""}),
    ("inconsistent", LIFEX, {"outcome": "unanswered"}),
    *(("inconsistent", HJELP113, {"status": status}) for status in ("failed", "declined", "expired")),
    ("inconsistent", HJELP113, {"status": "failed", "ended": None}),
    ("inconsistent", HJELP113, {"status": "failed", "started": None}),
    *(("inconsistent", BLIKSUND, {"status": status}) for status in ("Feilet", "Avslått", "Utløpt")),
    ("inconsistent", NODSMS, {"received": "27"}),
    ("inconsistent", NODSMS, {"received": "26", "tests": "26", "stopped": "22"}),
]


MALFORMED: list[tuple[str, str]] = [
    (ICCS, feeds.iccs("m1") + ";"),
    (ICCS, feeds.iccs("m2").removesuffix(";N")),
    (ICCS, "hele linjen er noe annet"),
    (ICCS, feeds.iccs("m3", room='"AMK-BGO')),
    (ICCS, feeds.iccs("m4", room='"AMK"-BGO')),
    (ICCS, feeds.iccs("m5", room='"AMK-BGO"') + ";N"),
    (LIFEX, feeds.lifex("m6") + ",false"),
    (LIFEX, feeds.lifex("m7").replace(",", ";")),
    (ALARM, feeds.alarm("m8", unit="NLSH;1-3")),
    (NODSMS, "2025-03-30;26;3;23"),
    (HJELP113, feeds.hjelp113("m9")[:-1]),
    (HJELP113, "[" + feeds.hjelp113("m10") + "]"),
    (HJELP113, '"completed"'),
    (HJELP113, "null"),
    (HJELP113, feeds.hjelp113("m11") + ","),
    (HJELP113, "[" * 100_000),
]

ROWS: list[tuple[str | None, str, Any]] = [
    *((None, feed, changes) for feed, changes in (*GOOD, *mission_rules.GOOD)),
    *FAULTY,
    *mission_rules.FAULTY,
    *(("malformed_line", feed, line) for feed, line in (*MALFORMED, *mission_rules.MALFORMED)),
]
"""Reason, feed, and the changes to a good row or the line itself."""

KEY = {ICCS: "call_id", LIFEX: "call_id", ALARM: "alarm_id", HJELP113: "session_id", BLIKSUND: "session_id"}
KEY[mission_rules.MISSION] = "mission_no"


@pytest.fixture(scope="module")
def reasons(tmp_path_factory: pytest.TempPathFactory) -> dict[int, str | None]:
    """What became of each row of `ROWS`: its reason, None when it was accepted."""
    site = Site(tmp_path_factory.mktemp("rows"))
    found: dict[int, str | None] = {}
    for feed in feeds.ROW:
        mine = [index for index, row in enumerate(ROWS) if row[1] == feed]
        row = site.take(feed, [_row(index) for index in mine])
        quarantined = site.reasons(feed)
        # A line on which nothing is said to be wrong must be among the accepted: nothing is lost on the way.
        assert row.accepted == len(mine) - len(quarantined) == len(site.accepted(feed))
        found |= {index: quarantined.get(line) for line, index in enumerate(mine, start=1 if feed == HJELP113 else 2)}
    return found


def _row(index: int) -> Any:
    """The row, with an id of its own unless the id is what the test is about."""
    _, feed, changes = ROWS[index]
    if isinstance(changes, str):
        return changes
    own = {"day": f"2025-03-{index % 20 + 1:02}"} if feed == NODSMS else {KEY[feed]: f"id-{index}"}
    return feeds.ROW[feed](**{**own, **changes})


def _name(index: int) -> str:
    reason, feed, changes = ROWS[index]
    if isinstance(changes, dict):
        changes = ",".join(f"{k}={v}" for k, v in changes.items())
    return f"{feed}-{reason or 'good'}-{changes[:60]}"


@pytest.mark.parametrize("index", range(len(ROWS)), ids=_name)
def test_a_row_has_the_fate_that_the_rules_give_it(reasons: dict[int, str | None], index: int) -> None:
    assert reasons[index] == ROWS[index][0]
