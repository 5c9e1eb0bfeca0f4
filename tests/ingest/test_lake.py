"""What readers of the lake count on: places, columns, and files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import month as month_module
from dagster_project.ingest import prepare
from dagster_project.ingest.lake import write_parquet
from dagster_project.ingest.schema import LEDGER, QUARANTINE, event_schema
from tests.ingest import feeds
from tests.ingest.site import Site


def schema_of(pattern: Path) -> dict[str, pl.DataType]:
    return dict(pl.scan_parquet(pattern, hive_partitioning=False).collect_schema())


@pytest.mark.parametrize("feed", list(feeds.ROW))
def test_an_empty_lake_has_the_columns_of_a_full_one(site: Site, feed: str) -> None:
    lake = site.settings.lake
    prepare(lake, load_contracts().values())
    empty = [schema_of(lake / feed / kind / "*" / "*.parquet") for kind in ("accepted", "quarantine")]
    ledger = schema_of(lake / feed / "ledger" / "*.parquet")
    faulty = {"nodsms": {"received": "1"}, "ambulance_alarms": {"channel": "?"}, "calls_iccs": {"line": "?"}}
    faulty["air_ambulance_missions"] = {"vehicle": "?"}
    bad = feeds.ROW[feed](**faulty.get(feed, {"direction": "?"} if feed == "calls_lifex" else {"status": "?"}))
    row = site.take(feed, [feeds.ROW[feed](), bad])
    assert (row.accepted, row.quarantined) == (1, 1)
    for path in lake.glob(f"{feed}/*/month=2025-*/*.parquet"):
        assert dict(pl.read_parquet_schema(path)) == empty["quarantine" in str(path)]
    assert schema_of(lake / feed / "ledger" / "2025-*.parquet") == ledger == LEDGER
    assert empty == [event_schema(site.contract(feed)), QUARANTINE]


def test_files_lie_by_feed_month_and_delivery(site: Site) -> None:
    row = site.take("calls_iccs", [feeds.iccs(), feeds.iccs("2", line="112")])
    bad_name = site.take("calls_iccs", [feeds.iccs()], "mars.csv")
    files = {str(path.relative_to(site.settings.lake)) for path in site.settings.lake.rglob("*.parquet")}
    assert files == {
        f"calls_iccs/accepted/month=2025-03/{row.delivery_id}.parquet",
        f"calls_iccs/quarantine/month=2025-03/{row.delivery_id}.parquet",
        "calls_iccs/ledger/2025-03.parquet",
        "calls_iccs/ledger/undated.parquet",
    }
    assert bad_name.delivery_id.startswith("calls_iccs_undated_")


def test_the_contracts_lie_beside_the_feeds(site: Site) -> None:
    prepare(site.settings.lake, load_contracts().values())
    table = pl.read_parquet(site.settings.lake / "contracts.parquet")
    assert table["feed"].to_list() == list(load_contracts())
    assert table.filter(feed="calls_lifex").select("source_system", "period", "due_hour").row(0) == ("lifex", "day", 5)
    assert table.filter(feed="nodsms").select("period", "due_hour", "starts").row(0) == ("month", 12, None)


def test_preparing_again_keeps_what_is_there_and_renews_old_columns(site: Site) -> None:
    lake = site.settings.lake
    prepare(lake, load_contracts().values())
    row = site.take("nodsms", [feeds.nodsms()])
    schema = lake / "nodsms" / "accepted" / "month=0000-00" / "schema.parquet"
    pl.DataFrame({"old": []}, schema={"old": pl.Int64}).write_parquet(schema)
    prepare(lake, load_contracts().values())
    assert dict(pl.read_parquet_schema(schema)) == dict(event_schema(site.contract("nodsms")))
    assert [event["delivery_id"] for event in site.accepted("nodsms")] == [row.delivery_id]


def test_a_file_that_cannot_be_written_whole_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.parquet"
    write_parquet(pl.DataFrame({"n": [1]}), path)

    def cut_off(frame: pl.DataFrame, draft: Path, **_: object) -> None:
        draft.write_bytes(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", cut_off)
    with pytest.raises(OSError, match="no space"):
        write_parquet(pl.DataFrame({"n": [2]}), path)
    assert [file.name for file in tmp_path.iterdir()] == ["rows.parquet"]
    assert pl.read_parquet(path)["n"].to_list() == [1]


def test_a_run_cut_off_before_the_ledger_has_changed_nothing_that_counts(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.take("calls_iccs", feeds.calls(1))

    def cut_off(*_: object) -> None:
        raise OSError("no space left")

    site.deliver("calls_iccs", feeds.calls(2), "calls_iccs_2025-03-01_v2.csv")
    with monkeypatch.context() as broken:
        broken.setattr(month_module, "record", cut_off)
        with pytest.raises(OSError, match="no space"):
            site.ingest("calls_iccs")
    assert len(site.accepted("calls_iccs")) == 1
    assert [row.state for row in site.ingest("calls_iccs")] == ["accepted"]
    assert len(site.accepted("calls_iccs")) == 2
