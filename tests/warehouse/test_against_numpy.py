"""Whatever happens, every KPI at every grain is what an independent calculation over the same events gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.warehouse.build import Warehouse
from tests.warehouse.independent import Values, expected
from tests.warehouse.lake import Row, alarm, call, mission, nodsms, session
from tests.warehouse.rebuild import Rebuilder

AMKS, LVSS = ["AMK-BGO", "AMK-FDE", "AMK-TRO"], ["LVS-4601", "LVS-1804", "LVS-1806"]
ROOMS = [*AMKS, *LVSS, "AKM-VOSS"]
DAYS = [
    "2024-02-29",
    "2024-12-30", "2024-12-31", "2025-01-01",  # one ISO week, two years
    "2025-03-30", "2025-10-26",  # 23 and 25 hours
    "2025-06-16", "2025-11-10",  # rooms of the list move to LifeX
    "2025-06-17", "2026-01-04",
]  # fmt: skip
TIMES = ["00:00:00", "01:30:00", "08:00:00", "08:00:01", "08:00:02.000", "08:00:02.001", "08:00:03.5", "23:59:59.999"]
at = st.builds("{} {}".format, st.sampled_from(DAYS), st.sampled_from(TIMES))
seconds = st.one_of(
    st.sampled_from([0.0, 0.001, 9.999, 10.0, 10.001, 119.999, 120.0, 120.001, 600.0, 600.001, 86400.0]),
    st.integers(0, 900_000).map(lambda ms: ms / 1000),
)
calls = st.builds(
    call,
    st.sampled_from(ROOMS),
    at,
    st.sampled_from(["113", "116117", "116117_local", "other"]),
    wait=st.none() | seconds,
    talk=seconds,
    answered_by=st.none() | st.sampled_from(ROOMS),
    system=st.sampled_from(["iccs", "lifex"]),
    direction=st.sampled_from(["inbound", "inbound", "inbound", "outbound", "internal"]),
    test=st.sampled_from([False, False, False, True]),
)
alarms = st.builds(
    alarm,
    st.sampled_from(AMKS),
    at,
    st.sampled_from(["M1", "M2", "M3"]),
    st.sampled_from(["akutt", "haster", "vanlig"]),
    acknowledged=st.none() | seconds,
)
completed = st.builds(
    session,
    st.sampled_from(ROOMS),
    at,
    solution=st.sampled_from(["hjelp113", "bliksund"]),
    connect=seconds,
    duration=seconds,
)
failed = st.builds(session, st.sampled_from(ROOMS), at, status=st.sampled_from(["failed", "declined", "expired"]))
days = st.builds(
    nodsms,
    st.sampled_from(DAYS),
    forwarded=st.integers(0, 9),
    filtered=st.integers(0, 9),
    test=st.integers(0, 9),
)
flown = st.builds(
    mission,
    st.sampled_from(["HEL-BERGEN", "HEL-AL", "FLY-ALTA", "SAR-SOLA"]),
    at,
    vehicle=st.sampled_from(["helicopter", "plane", "rescue_helicopter", "rapid_response_car"]),
    outcome=st.sampled_from(["completed", "completed", "aborted"]),
    activation=st.none() | seconds,
    response=st.none() | seconds,
)
declined = st.builds(mission, st.sampled_from(["HEL-BERGEN", "SAR-SOLA"]), at, outcome=st.just("declined"))


def _numbered(rows: list[Row], *keys: str) -> list[Row]:
    return [row | {key: f"{row[key]}-{number}" for key in keys} for number, row in enumerate(rows)]


worlds = st.fixed_dictionaries(
    {
        "calls": st.lists(calls, max_size=40).map(lambda rows: _numbered(rows, "call_id")),
        "alarms": st.lists(alarms, max_size=15).map(lambda rows: _numbered(rows, "alarm_id")),
        "sessions": st.lists(completed | failed, max_size=15).map(lambda rows: _numbered(rows, "session_id")),
        "days": st.lists(days, max_size=5, unique_by=lambda row: row["local_date"]),
        "missions": st.lists(flown | declined, max_size=15).map(lambda rows: _numbered(rows, "mission_no")),
    }
)
EMPTY: dict[str, list[Row]] = {"calls": [], "alarms": [], "sessions": [], "days": [], "missions": []}
ONE_CALL = EMPTY | {"calls": [call("AMK-BGO", "2024-02-29 08:00:00", wait=10.0)]}


@pytest.fixture(scope="module")
def rebuilder(
    warehouse: Warehouse, warehouse_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Rebuilder]:
    again = Rebuilder(warehouse_folder, tmp_path_factory.mktemp("rebuild"), ROOMS)
    yield again
    again.connection.close()


@pytest.mark.slow
@example(world=EMPTY)
@example(world=ONE_CALL)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(world=worlds)
def test_kpis_are_what_an_independent_calculation_gives(rebuilder: Rebuilder, world: dict[str, list[Row]]) -> None:
    rebuilder.rebuild(
        {
            "calls_iccs": [row for row in world["calls"] if row["source_system"] == "iccs"],
            "calls_lifex": [row for row in world["calls"] if row["source_system"] == "lifex"],
            "ambulance_alarms": world["alarms"],
            "video_hjelp113": [row for row in world["sessions"] if row["solution"] == "hjelp113"],
            "video_bliksund": [row for row in world["sessions"] if row["solution"] == "bliksund"],
            "nodsms": world["days"],
            "air_ambulance_missions": world["missions"],
        }
    )
    rows = rebuilder.connection.execute(
        "select kpi_id, segment, period_type, period_start, org_id, value, n from marts.kpi_values"
        " where kpi_id not like 'rooms_%' and n > 0"
    ).fetchall()
    found: Values = {(*row[:5],): (row[5], row[6]) for row in rows}
    assert len(found) == len(rows)
    wanted: dict[Any, Any] = expected(**world)
    assert found.keys() == wanted.keys()
    assert {key: n for key, (_, n) in found.items()} == {key: n for key, (_, n) in wanted.items()}
    assert {key: value for key, (value, _) in found.items()} == pytest.approx(
        {key: value for key, (value, _) in wanted.items()}, rel=1e-12, abs=1e-9
    )
