"""What the warehouse says of deliveries, quarantine and feeds."""

from __future__ import annotations

from tests.warehouse.build import Warehouse


def test_every_delivery_is_there_whatever_became_of_it(warehouse: Warehouse) -> None:
    assert warehouse.rows("select state, count(*) from marts.delivery group by state order by state") == [
        # ICCS 14 days and 3 more, LifeX 6, alarms 2, video 1, NødSMS 2, air ambulance 1.
        ("accepted", 17 + 6 + 2 + 1 + 2 + 1),
        ("refused", 1),
        ("superseded", 1),
    ]


def test_a_superseded_delivery_is_in_no_fact(warehouse: Warehouse) -> None:
    assert warehouse.rows("select local_date::text, received from marts.fct_nodsms_day order by 1") == [
        ("2025-05-01", 26),
        ("2025-05-02", 0),
        ("2025-06-01", 7),
    ]


def test_quarantined_rows_are_counted_by_reason(warehouse: Warehouse) -> None:
    assert warehouse.rows("select feed, month::text, reason, rows from marts.quarantine_summary order by reason") == [
        ("calls_lifex", "2025-06-01", "missing_value", 1),
        ("calls_lifex", "2025-06-01", "unknown_room", 1),
    ]


def test_a_feed_knows_what_it_lacks(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select feed, first_date::text, last_date::text, expected_deliveries, missing_deliveries, accepted,"
        " quarantined, refused from marts.data_status"
    )
    assert {row[0]: row[1:] for row in rows} == {
        # From 29 February 2024 to 22 June 2025 there are 480 days (to 28 February 2025: 366 - 0 and 114 more).
        "calls_iccs": ("2024-02-29", "2025-06-22", 480, 480 - 17, 3 + 15 + 1 + 11 + 1 + 10, 0, 0),
        # From the contract's start, 16 June: seven days, and the 19th was refused.
        "calls_lifex": ("2025-06-16", "2025-06-22", 7, 1, 9 + 1 + 1 + 3, 2, 1),
        # From the first delivery, 10 June: 13 days.
        "ambulance_alarms": ("2025-06-10", "2025-06-11", 13, 11, 7, 0, 0),
        "video_hjelp113": ("2025-06-10", "2025-06-10", 13, 12, 4, 0, 0),
        # June is not over, so only May is expected.
        "nodsms": ("2025-05-01", "2025-06-30", 1, 0, 3, 0, 0),
        "air_ambulance_missions": ("2025-05-01", "2025-05-31", 1, 0, 6, 0, 0),
        # Never delivered: nothing is known of when it begins.
        "video_bliksund": (None, None, 0, 0, 0, 0, 0),
    }
