"""Calls that both systems logged on the day a room moved from ICCS to LifeX."""

from __future__ import annotations

from tests.warehouse.build import Warehouse


def test_a_call_that_both_systems_logged_is_kept_once_as_lifex_has_it(warehouse: Warehouse) -> None:
    pairs = warehouse.rows("select call_id, kept_call_id from marts.calls_double_logged order by call_id")
    assert pairs == [
        # In the chain ICCS rings at 0 and 1 s, LifeX at 1.2 and 2.9 s: first with first, second with second. Pairing
        # the nearest first (1 with 1.2) would leave 0 and 2.9 alone.
        ("i-after-lifex", "l-before-iccs"),
        ("i-chain-1", "l-chain-1"),
        ("i-chain-2", "l-chain-2"),
        # LifeX rings once at 1 s; of ICCS's calls at 0 and 2 s the first takes it.
        ("i-first-of-two", "l-of-two"),
        ("i-pair", "l-pair"),
        # Exactly two seconds apart.
        ("i-two-seconds", "l-two-seconds"),
    ]
    dropped = {iccs for iccs, _ in pairs}
    kept = {call_id for (call_id,) in warehouse.rows("select call_id from marts.fct_call")}
    assert not dropped & kept
    assert {lifex for _, lifex in pairs} <= kept


def test_other_calls_at_the_same_time_are_all_kept(warehouse: Warehouse) -> None:
    kept = {call_id for (call_id,) in warehouse.rows("select call_id from marts.fct_call")}
    assert {
        "i-too-far", "l-too-far",  # 2.001 s apart
        "i-second-of-two",
        "i-other-line", "l-other-line",
        "i-other-room",
        "i-limited-pilot", "l-limited-pilot",  # the room has not moved
        "i-day-after", "l-day-after",
    } <= kept  # fmt: skip


def test_kpis_count_the_kept_calls_only(warehouse: Warehouse) -> None:
    # Nine of ICCS and eight of LifeX in Bodø, less six twins.
    assert warehouse.kpi("calls_offered", "116117", "day 2025-06-16", "LVS-1804") == (11, 11)
