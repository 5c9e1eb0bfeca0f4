"""The committed samples are what data_raw/README.md says: one whole, well-formed delivery per feed."""

from __future__ import annotations

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import LedgerRow, ingest_month, plan, prepare
from dagster_project.settings import PROJECT_ROOT, Settings

SAMPLES = PROJECT_ROOT / "data_raw" / "samples"
ROWS = {
    "calls_iccs": 12,
    "calls_lifex": 7,
    "ambulance_alarms": 5,
    "video_hjelp113": 4,
    "video_bliksund": 5,
    "nodsms": 5,
    "air_ambulance_missions": 6,
}
"""Counted in the files: without headers, and without the workbook's title rows and total."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[LedgerRow]]:
    """What became of every sample, by feed."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), raw=SAMPLES)
    contracts = load_contracts()
    prepare(settings.lake, contracts.values())
    return {
        feed: [
            row
            for month, deliveries in plan(contract, settings).months.items()
            for row in ingest_month(contract, month, deliveries, settings).rows
        ]
        for feed, contract in contracts.items()
    }


def test_every_feed_has_a_sample_and_every_sample_a_feed(ledger: dict[str, list[LedgerRow]]) -> None:
    folders = {path.name for path in SAMPLES.iterdir() if path.is_dir()}
    assert {feed for feed, rows in ledger.items() if rows} == folders == set(ROWS)


@pytest.mark.parametrize("feed", ROWS)
def test_every_row_of_a_sample_is_accepted(ledger: dict[str, list[LedgerRow]], feed: str) -> None:
    (row,) = ledger[feed]
    assert (row.state, row.rows_read, row.accepted) == ("accepted", ROWS[feed], ROWS[feed])


@pytest.mark.parametrize("feed", ROWS)
def test_a_sample_is_marked_synthetic(ledger: dict[str, list[LedgerRow]], feed: str) -> None:
    assert ledger[feed][0].is_synthetic is True


def test_the_samples_keep_their_encodings() -> None:
    iccs = (SAMPLES / "calls_iccs" / "calls_iccs_2025-03-01.csv").read_bytes()
    alarms = (SAMPLES / "ambulance_alarms" / "ambulance_alarms_2025-03-01.csv").read_bytes()
    assert b"Inn p\xe5 k\xf8" in iccs
    assert alarms.startswith(b"\xef\xbb\xbf")
