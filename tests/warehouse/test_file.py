"""The file itself: what is in it, what it says of itself, and who can open it."""

from __future__ import annotations

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest.schema import event_schema
from tests.warehouse.build import Warehouse

TABLES = {
    "answer_time_distribution",
    "calls_by_answering_room",
    "calls_by_hour",
    "calls_double_logged",
    "correction",
    "data_status",
    "delivery",
    "dim_air_base",
    "dim_control_room",
    "dim_date",
    "dim_kpi",
    "extract_delivery",
    "fct_air_ambulance_mission",
    "fct_ambulance_alarm",
    "fct_call",
    "fct_nodsms_day",
    "fct_video_session",
    "kpi_values",
    "published_reconciliation",
    "quarantine_summary",
}


def test_the_marts_are_tables_and_no_views(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select table_name, table_type from information_schema.tables where table_schema = 'marts' order by 1"
    )
    assert rows == [(name, "BASE TABLE") for name in sorted(TABLES)]


def test_every_table_says_its_grain_and_every_column_what_it_holds(warehouse: Warehouse) -> None:
    tables = dict(warehouse.rows("select table_name, comment from duckdb_tables() where schema_name = 'marts'"))
    assert {name for name, comment in tables.items() if not (comment or "").startswith("One row per ")} == set()
    columns = warehouse.rows(
        "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
    )
    assert [(table, column) for table, column, comment in columns if not (comment or "").endswith(".")] == []


@pytest.mark.parametrize(
    ("table", "feed"),
    [
        ("fct_call", "calls_iccs"),
        ("fct_call", "calls_lifex"),
        ("fct_ambulance_alarm", "ambulance_alarms"),
        ("fct_video_session", "video_hjelp113"),
        ("fct_video_session", "video_bliksund"),
        ("fct_nodsms_day", "nodsms"),
        ("fct_air_ambulance_mission", "air_ambulance_missions"),
    ],
)
def test_an_event_has_the_columns_of_its_contract(warehouse: Warehouse, table: str, feed: str) -> None:
    columns = [row[0] for row in warehouse.rows(f"describe marts.{table}")]
    assert columns == list(event_schema(load_contracts()[feed]))


def test_duckdb_1_5_can_open_it(warehouse: Warehouse) -> None:
    ((version,),) = warehouse.rows(
        "select tags['storage_version'] from duckdb_databases() where database_name = current_database()"
    )
    assert version.startswith("v1.5.")


def test_published_figures_of_rooms_agree_with_the_reference_data(warehouse: Warehouse) -> None:
    rows = warehouse.rows("select figure, warehouse_value, agrees from marts.published_reconciliation")
    found = {figure: (value, agrees) for figure, value, agrees in rows}
    assert found["seats_with_hjelp113"] == (330, True)
    assert found["seats_with_bliksund"] == (76, True)
    assert found["lifex_rooms_left"] == (141, True)
    assert found["lvs_with_video_share"] == (pytest.approx(91 / 96), True)
    # Three days of NødSMS are not 9,574; and of 2022 there is nothing.
    assert found["nodsms_received"] == (26 + 7, False)
    assert found["calls_113"] == (None, None)
