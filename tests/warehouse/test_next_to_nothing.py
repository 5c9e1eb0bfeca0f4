"""A home where hardly anything has been delivered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.build import build
from tests.warehouse.lake import Lake, call


@pytest.mark.slow
def test_nothing_accepted_builds_an_empty_warehouse(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.deliver("calls_iccs", "2025-06-10", state="refused", reason="empty", detail="The file has no rows.")
    lake.write_ledgers()
    built = build(lake.path, tmp_path)
    assert built.rows("select count(*) from marts.kpi_values") == [(0,)]
    assert built.rows("select feed, refused from marts.data_status where refused > 0") == [("calls_iccs", 1)]


@pytest.mark.slow
def test_one_call_of_one_feed_is_enough(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    lake.deliver("calls_lifex", "2025-06-16", [call("LVS-1804", "2025-06-16 08:00:00", "116117", system="lifex")])
    lake.write_ledgers()
    built = build(lake.path, tmp_path)
    assert built.kpi("calls_unanswered", "116117", "year 2025-01-01", "helse-nord") == (1, 1)
    assert built.kpi("calls_answered_within_2min_share", "116117", "day 2025-06-16") == (0, 1)
    assert built.is_complete("calls_offered", "all", "day 2025-06-16") is False
    # A feed that has never delivered is neither late nor zero, and its table is there.
    assert built.rows("select count(*) from marts.kpi_values where kpi_id like 'air%'") == [(0,)]
    assert built.rows("select count(*), sum(activation_s) from marts.fct_air_ambulance_mission") == [(0, None)]
    assert built.rows(
        "select expected_deliveries, missing_deliveries from marts.data_status where feed = 'air_ambulance_missions'"
    ) == [(0, 0)]
