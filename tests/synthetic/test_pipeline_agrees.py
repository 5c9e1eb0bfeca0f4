"""The manifest against the pipeline: two programs that share nothing but the contracts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import LedgerRow, ingest_month, plan, prepare
from dagster_project.settings import Settings
from dagster_project.synthetic import Manifest, generate, plant_refusals

MOVE = date(2025, 6, 16)


@dataclass(frozen=True)
class Ingested:
    """What the pipeline made of a folder of deliveries."""

    rows: tuple[LedgerRow, ...]
    reasons: Counter[tuple[str, str]]
    lake: Path

    def accepted(self, feed: str) -> pl.DataFrame:
        return pl.read_parquet(self.lake / feed / "accepted" / "*" / "*.parquet")


def ingest(raw: Path, home: Path) -> Ingested:
    settings = Settings(home=home, raw=raw)
    prepare(settings.lake, load_contracts().values())
    rows: list[LedgerRow] = []
    reasons: Counter[tuple[str, str]] = Counter()
    for contract in load_contracts().values():
        for month, deliveries in plan(contract, settings).months.items():
            result = ingest_month(contract, month, deliveries, settings)
            rows += result.rows
            reasons.update({(contract.feed, reason): n for reason, n in result.reasons.items()})
    return Ingested(tuple(rows), reasons, settings.lake)


@pytest.fixture(scope="module")
def ingested(dirty_days: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    return ingest(dirty_days, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def manifest(dirty_days: Path) -> Manifest:
    return Manifest.load(dirty_days)


def test_each_delivery_has_the_rows_that_were_written(ingested: Ingested, manifest: Manifest) -> None:
    counted = {row.file: (row.rows_read, row.accepted, row.duplicate, row.quarantined) for row in ingested.rows}
    assert counted == {d.file: (d.rows, d.good, d.duplicates, sum(d.errors.values())) for d in manifest.deliveries}


def test_every_broken_row_is_quarantined_for_what_was_broken(ingested: Ingested, manifest: Manifest) -> None:
    planted: Counter[tuple[str, str]] = Counter()
    for delivery in manifest.deliveries:
        planted.update({(delivery.feed, reason): n for reason, n in delivery.errors.items()})
    assert ingested.reasons == planted


def test_waits_skew_and_ambiguous_times_are_read_as_the_manifest_says(ingested: Ingested, manifest: Manifest) -> None:
    # The day of the move is left out: the manifest does not count its twins, and the lake still has them.
    calls = ingested.accepted("calls_iccs").filter(pl.col("local_date") != MOVE)
    inbound = calls.filter((pl.col("direction") == "inbound") & ~pl.col("is_test"))
    to_113 = inbound.filter(pl.col("line") == "113")
    to_116117 = inbound.filter(pl.col("line").is_in(["116117", "116117_local"]))
    truth: Counter[str] = Counter()
    for delivery in manifest.deliveries:
        if delivery.feed == "calls_iccs" and delivery.period != MOVE.isoformat():
            truth.update(delivery.truth)
    assert {
        "offered_113": len(to_113),
        "within_10s_113": (to_113["wait_s"] <= 10).sum(),
        "within_120s_116117": (to_116117["wait_s"] <= 120).sum(),
        "within_600s_116117": (to_116117["wait_s"] <= 600).sum(),
        "wait_ms_113": round(to_113["wait_s"].sum() * 1000),
        "wait_ms_116117": round(to_116117["wait_s"].sum() * 1000),
        "overflow_116117": (to_116117["answering_room_id"] != to_116117["intended_room_id"]).sum(),
        "clock_skew": calls["clock_skew"].sum(),
        "time_ambiguous": calls["time_ambiguous"].sum(),
    }.items() <= truth.items()
    assert truth["clock_skew"] > 0
    assert truth["time_ambiguous"] > 0


@pytest.mark.parametrize("feed", ["video_hjelp113", "video_bliksund"])
def test_video_is_read_as_the_manifest_says(ingested: Ingested, manifest: Manifest, feed: str) -> None:
    sessions = ingested.accepted(feed)
    assert manifest.totals(feed) == {
        "invitations": len(sessions),
        "sessions": (sessions["status"] == "completed").sum(),
        "connect_ms": round(sessions["connect_s"].sum() * 1000),
        "duration_ms": round(sessions["duration_s"].sum() * 1000),
        "clock_skew": sessions["clock_skew"].sum(),
        "time_ambiguous": sessions["time_ambiguous"].sum(),
    }


def test_alarms_are_read_as_the_manifest_says(ingested: Ingested, manifest: Manifest) -> None:
    alarms = ingested.accepted("ambulance_alarms")
    truth = manifest.totals("ambulance_alarms")
    assert truth["missions"] == alarms["mission_id"].n_unique()
    assert truth["clock_skew"] == alarms["clock_skew"].sum()
    for urgency in ("akutt", "haster", "vanlig"):
        sent = alarms.filter(pl.col("urgency") == urgency)
        assert truth[f"sent_{urgency}"] == len(sent)
        assert truth[f"acknowledged_{urgency}"] == sent["acknowledged_at"].count()


def test_nodsms_is_read_as_the_manifest_says(ingested: Ingested, manifest: Manifest) -> None:
    counts = ingested.accepted("nodsms").select("received", "forwarded", "filtered", "test_messages").sum()
    assert manifest.totals("nodsms") == counts.row(0, named=True)


def test_missions_are_read_as_the_manifest_says(ingested: Ingested, manifest: Manifest) -> None:
    missions = ingested.accepted("air_ambulance_missions")
    counted = {
        **{f"missions_{name}": n for name, n in missions["vehicle"].value_counts().rows()},
        **dict(missions["outcome"].value_counts().rows()),
        **{f"cause_{name}": n for name, n in missions["cause"].drop_nulls().value_counts().rows()},
        "departed": missions["departed_at"].count(),
        "at_patient": missions["at_patient_at"].count(),
        "activation_ms": round(missions["activation_s"].sum() * 1000),
        "response_ms": round(missions["response_s"].sum() * 1000),
        "clock_skew": missions["clock_skew"].sum(),
    }
    truth = manifest.totals("air_ambulance_missions")
    assert counted == {name: n for name, n in truth.items() if n or name == "clock_skew"}


def test_planted_deliveries_are_refused_for_what_they_are(tmp_path: Path) -> None:
    generate(tmp_path / "raw", date(2025, 3, 1), date(2025, 3, 4), scale=0.05)
    planted = {d.file: d.refusal for d in plant_refusals(tmp_path / "raw").deliveries if d.refusal}
    rows = ingest(tmp_path / "raw", tmp_path / "home").rows
    assert {row.file: row.reason for row in rows if row.state == "refused"} == planted
