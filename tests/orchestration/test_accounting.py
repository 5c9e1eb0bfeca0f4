"""The accounts of a feed hold ledger and lake against each other, and show what was tampered with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dagster_project.checks.accounting import discrepancies
from dagster_project.contracts import load_contract, load_contracts
from dagster_project.ingest import ingest_month, plan, prepare
from dagster_project.settings import Settings
from dagster_project.synthetic import generate

FEED = "calls_iccs"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """The calls of two days, with errors, so that there is a quarantine."""
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw", max_error_share=1)
    generate(settings.raw, date(2025, 3, 1), date(2025, 3, 2), scale=0.004, error_rate=0.1)
    prepare(settings.lake, load_contracts().values())
    contract = load_contract(FEED)
    for month, deliveries in plan(contract, settings).months.items():
        ingest_month(contract, month, deliveries, settings)
    return settings.lake


def first_file(lake: Path, part: str) -> Path:
    return sorted((lake / FEED / part / "month=2025-03").glob("*.parquet"))[0]


def test_what_was_ingested_adds_up(lake: Path) -> None:
    assert first_file(lake, "quarantine").exists()
    assert discrepancies(lake, FEED).is_empty()


@pytest.mark.parametrize("part", ["accepted", "quarantine"])
def test_a_row_that_is_gone_shows(lake: Path, part: str) -> None:
    path = first_file(lake, part)
    pl.read_parquet(path)[1:].write_parquet(path)
    assert discrepancies(lake, FEED)["delivery_id"].to_list() == [path.stem]


@pytest.mark.parametrize("part", ["accepted", "quarantine"])
def test_a_file_that_is_gone_shows(lake: Path, part: str) -> None:
    path = first_file(lake, part)
    path.unlink()
    assert discrepancies(lake, FEED)["delivery_id"].to_list() == [path.stem]


@pytest.mark.parametrize("column", ["rows_read", "accepted", "quarantined", "duplicate"])
def test_a_ledger_that_does_not_add_up_shows(lake: Path, column: str) -> None:
    path = lake / FEED / "ledger" / "2025-03.parquet"
    ledger = pl.read_parquet(path)
    ledger.with_columns(pl.col(column) + pl.int_range(ledger.height)).write_parquet(path)  # +0, +1
    assert discrepancies(lake, FEED)["delivery_id"].to_list() == [ledger["delivery_id"][1]]


def test_an_empty_lake_adds_up(tmp_path: Path) -> None:
    prepare(tmp_path, load_contracts().values())
    assert discrepancies(tmp_path, FEED).is_empty()
