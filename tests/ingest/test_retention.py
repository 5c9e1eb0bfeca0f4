"""What the lake no longer needs is emptied; what counts stays, the accounts add up, and nothing empty ever counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from dagster_project.checks.accounting import discrepancies
from dagster_project.contracts import load_contract, load_contracts
from dagster_project.ingest import empty_quarantine, empty_superseded, ingest_month, plan, prepare, read_ledger
from dagster_project.settings import Settings
from dagster_project.synthetic import generate

FEED = "calls_iccs"
NAMES = ("calls_iccs_2025-03-01.csv", "calls_iccs_2025-03-01_v2.csv", "calls_iccs_2025-03-02.csv")
YEAR = timedelta(days=365)

Read = Callable[..., None]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two days of calls with errors; the first day came once more, corrected."""
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw", max_error_share=0.5)
    generate(settings.raw, date(2025, 3, 1), date(2025, 3, 2), scale=0.004, error_rate=0.1)
    first, second, _ = (settings.raw / FEED / name for name in NAMES)
    lines = first.read_bytes().splitlines(keepends=True)
    second.write_bytes(b"".join(lines[:-5]))
    prepare(settings.lake, load_contracts().values())
    return settings


@pytest.fixture
def read(settings: Settings) -> Read:
    """Read what is new, or everything."""

    def read(settings: Settings = settings, *, everything: bool = False) -> None:
        contract = load_contract(FEED)
        for month, deliveries in plan(contract, settings, everything=everything).months.items():
            ingest_month(contract, month, deliveries, settings)

    read()
    return read


def row(settings: Settings, name: str) -> dict[str, object]:
    (row,) = read_ledger(settings.lake, FEED).filter(file=name).to_dicts()
    return row


def events(settings: Settings, name: str, part: str = "accepted") -> pl.DataFrame:
    return pl.read_parquet(place(settings, name, part))


def place(settings: Settings, name: str, part: str = "accepted") -> Path:
    return settings.lake / FEED / part / "month=2025-03" / f"{row(settings, name)['delivery_id']}.parquet"


def empty(settings: Settings, after: timedelta = YEAR) -> int:
    """As if so long had gone by since the deliveries came, and events stayed 180 days."""
    now = datetime.now() + after
    return empty_superseded(settings.lake, [FEED], now - timedelta(days=180), now)


@pytest.mark.usefixtures("read")
def test_a_superseded_delivery_loses_its_events_and_keeps_its_rows(settings: Settings) -> None:
    full, others = events(settings, NAMES[0]), [events(settings, name) for name in NAMES[1:]]
    before = read_ledger(settings.lake)
    assert empty(settings) == 1
    emptied = events(settings, NAMES[0])
    assert emptied.schema == full.schema
    assert emptied["delivery_id"].to_list() == full["delivery_id"].to_list()
    assert all(emptied[name].null_count() == full.height for name in emptied.columns if name != "delivery_id")
    assert [events(settings, name).equals(frame) for name, frame in zip(NAMES[1:], others, strict=True)] == [True, True]
    assert discrepancies(settings.lake, FEED).is_empty()
    assert read_ledger(settings.lake).drop("emptied_at").equals(before.drop("emptied_at"))
    assert row(settings, NAMES[0])["emptied_at"] is not None


@pytest.mark.usefixtures("read")
def test_it_is_emptied_once_and_not_before_its_time(settings: Settings) -> None:
    assert empty(settings, timedelta(days=179)) == 0
    assert [empty(settings), empty(settings)] == [1, 0]
    stamp = row(settings, NAMES[0])["emptied_at"]
    empty(settings, 2 * YEAR)
    assert row(settings, NAMES[0])["emptied_at"] == stamp


@pytest.mark.usefixtures("read")
def test_one_whose_file_was_left_full_by_a_crash_is_emptied_the_next_time(settings: Settings) -> None:
    full = place(settings, NAMES[0]).read_bytes()
    empty(settings)
    place(settings, NAMES[0]).write_bytes(full)
    assert empty(settings) == 1


def test_nothing_new_is_seen_in_it(settings: Settings, read: Read) -> None:
    empty(settings)
    assert plan(load_contract(FEED), settings).months == {}


def test_an_emptied_delivery_does_not_come_to_count_when_its_successor_is_refused(
    settings: Settings, read: Read
) -> None:
    empty(settings)
    (settings.raw / FEED / NAMES[0]).rename(settings.home / "away")
    strict = replace(settings, max_error_share=0.0001)
    read(strict, everything=True)
    assert row(settings, NAMES[1])["state"] == "refused"
    assert row(settings, NAMES[0])["state"] == "superseded"
    assert read_ledger(settings.lake, FEED).filter(state="accepted").is_empty()


def test_it_counts_again_once_it_is_read_again(settings: Settings, read: Read) -> None:
    empty(settings)
    away = (settings.raw / FEED / NAMES[0]).rename(settings.home / "away")
    read(replace(settings, max_error_share=0.0001), everything=True)
    (settings.raw / FEED / NAMES[1]).unlink()
    away.rename(settings.raw / FEED / NAMES[0])
    read()
    counts = row(settings, NAMES[0])
    assert (counts["state"], counts["emptied_at"]) == ("accepted", None)
    assert events(settings, NAMES[0])["call_id"].null_count() == 0
    assert discrepancies(settings.lake, FEED).is_empty()


@pytest.mark.usefixtures("read")
def test_quarantined_lines_lose_their_text_and_keep_line_and_reason(settings: Settings) -> None:
    before = events(settings, NAMES[1], "quarantine")
    assert before["text"].null_count() < before.height
    ledger = read_ledger(settings.lake)
    assert empty_quarantine(settings.lake, [FEED], datetime.now() - timedelta(days=1)) == 0
    assert empty_quarantine(settings.lake, [FEED], datetime.now() + timedelta(days=1)) == 3
    after = events(settings, NAMES[1], "quarantine")
    assert after.drop("text").equals(before.drop("text"))
    assert after["text"].null_count() == after.height
    assert discrepancies(settings.lake, FEED).is_empty()
    assert read_ledger(settings.lake).equals(ledger)
    assert empty_quarantine(settings.lake, [FEED], datetime.now() + timedelta(days=1)) == 0


@pytest.mark.usefixtures("read")
def test_a_ledger_of_before_there_was_retention_is_read(settings: Settings) -> None:
    for path in (settings.lake / FEED / "ledger").glob("*.parquet"):
        pl.read_parquet(path).drop("emptied_at").write_parquet(path)
    assert read_ledger(settings.lake, FEED)["emptied_at"].null_count() == 3
    assert empty(settings) == 1
