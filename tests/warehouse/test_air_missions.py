"""The air ambulance's KPIs against numbers worked out by hand, from the missions of scenario.py."""

from __future__ import annotations

import pytest

from tests.warehouse.build import Kpi, Warehouse

MAY_10, MAY, HEL = "day 2025-05-10", "month 2025-05-01", "HEL-BERGEN"


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        (("air_missions", "helicopter", MAY_10, HEL), 3, 3),
        (("air_missions", "rapid_response_car", MAY_10, HEL), 1, 1),
        (("air_missions", "all", MAY_10, HEL), 4, 4),
        (("air_missions", "all", MAY_10, "NO"), 5, 5),
        # Of all that were alerted, those declined and aborted too.
        (("air_missions_completed_share", "helicopter", MAY_10, HEL), 1 / 3, 3),
        (("air_missions_aborted_share", "helicopter", MAY_10, HEL), 1 / 3, 3),
        (("air_missions_declined_share", "helicopter", MAY_10, HEL), 1 / 3, 3),
        (("air_missions_declined_share", "plane", MAY_10, "NO"), 0, 1),
        (("air_missions_completed_share", "all", MAY, "NO"), 4 / 6, 6),
        # 240 and 360 s: the aborted one departed, the declined one did not.
        (("air_activation_time_median_s", "helicopter", MAY_10, HEL), 300, 2),
        # ... with the car's 100: 100, 240, 360.
        (("air_activation_time_median_s", "all", MAY_10, "NO"), 240, 3),
        (("air_response_time_median_s", "helicopter", MAY_10, HEL), 1200, 1),
        # 700, 1200 and the plane's 3000.5, whose departure nobody noted.
        (("air_response_time_median_s", "all", MAY_10, "NO"), 1200, 3),
        (("air_response_time_median_s", "plane", "year 2025-01-01", "FLY-ALTA"), 3000.5, 1),
    ],
)
def test_air_ambulance_missions(warehouse: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


def test_air_ambulance_missions_belong_to_a_base_and_the_nation(warehouse: Warehouse) -> None:
    rows = warehouse.rows("select distinct org_level from marts.kpi_values where kpi_id like 'air%' order by 1")
    assert rows == [("base",), ("nation",)]
    # Only bases: no other KPI has that level.
    assert warehouse.rows("select distinct left(kpi_id, 4) from marts.kpi_values where org_level = 'base'") == [
        ("air_",)
    ]


def test_a_base_has_zeros_of_its_own_kind_in_a_month_that_was_delivered(warehouse: Warehouse) -> None:
    assert warehouse.kpi("air_missions", "helicopter", MAY_10, "HEL-TROMSO") == (0, 0)
    assert warehouse.kpi("air_missions", "rapid_response_car", MAY_10, "HEL-TROMSO") == (0, 0)
    assert warehouse.kpi("air_missions", "all", MAY_10, "SAR-SOLA") == (0, 0)
    assert warehouse.kpi("air_missions", "plane", MAY_10, "HEL-TROMSO") is None
    assert warehouse.kpi("air_missions", "rapid_response_car", MAY_10, "FLY-ALTA") is None
    # A share or a median of no missions is none; and of June nothing is known.
    assert warehouse.kpi("air_missions_completed_share", "helicopter", MAY_10, "HEL-TROMSO") is None
    assert warehouse.kpi("air_activation_time_median_s", "helicopter", "day 2025-05-31", "HEL-AL") is None
    assert warehouse.kpi("air_missions", "all", "day 2025-06-10", "NO") is None
