"""Run the warehouse's own compiled SQL again on other events, without dbt: a fraction of a second each time."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dagster_project.contracts import load_contracts
from dagster_project.ingest.schema import LEDGER, event_schema
from tests.warehouse.lake import INGESTED_AT, Row


class Rebuilder:
    """A finished build, whose staging relations are replaced and whose models are then made again, in order."""

    def __init__(self, build: Path, folder: Path, rooms: Sequence[str]) -> None:
        """`rooms` are all the rooms there are from now on: the fewer, the faster."""
        nodes = json.loads((build / "target" / "manifest.json").read_text(encoding="utf-8"))["nodes"]
        models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
        order = TopologicalSorter({key: node["depends_on"]["nodes"] for key, node in models.items()})
        self._statements = [
            f"create or replace {_kind(node)} {node['relation_name']} as {node['compiled_code']}"
            for node in (models[key] for key in order.static_order() if key in models)
            if node["schema"] != "staging" and node["name"] != "published_reconciliation"
        ]
        # The copy keeps the build file's name, which is the database's name in the compiled SQL.
        self.connection = duckdb.connect(shutil.copy(build / "warehouse.duckdb", folder))
        self.connection.execute("set TimeZone = 'UTC'")
        for name in (*load_contracts(), "ledger"):
            self.connection.execute(f"drop view staging.stg_{name}")
        for seed in ("control_rooms", "room_platform", "room_video"):
            self.connection.execute(f"delete from reference.{seed} where room_id not in (select unnest(?))", [rooms])

    def rebuild(self, events: dict[str, Sequence[Row]]) -> None:
        """Make every model again on these events, a delivery for each feed and day that has some."""
        deliveries: dict[str, Row] = {}
        for feed, contract in load_contracts().items():
            rows = []
            for event in events.get(feed, ()):
                delivery = _delivery(feed, event["local_date"])
                deliveries.setdefault(delivery["delivery_id"], delivery)["accepted"] += 1
                rows.append(event | {"delivery_id": delivery["delivery_id"]})
            self._stage(feed, pl.DataFrame(rows, schema=event_schema(contract)))
        self._stage("ledger", pl.DataFrame(list(deliveries.values()), schema=LEDGER))
        for statement in self._statements:
            self.connection.execute(statement)

    def _stage(self, name: str, frame: pl.DataFrame) -> None:
        self.connection.register("staged", frame.to_arrow())
        self.connection.execute(f"create or replace table staging.stg_{name} as select * from staged")
        self.connection.unregister("staged")


def _delivery(feed: str, day: Any) -> Row:
    return dict.fromkeys(LEDGER) | {
        "delivery_id": f"{feed}_{day}",
        "feed": feed,
        "file": f"{feed}_{day}",
        "period": str(day),
        "period_start": day,
        "period_end": day,
        "version": 1,
        "sha256": "0",
        "rows_read": 0,
        "accepted": 0,
        "quarantined": 0,
        "duplicate": 0,
        "state": "accepted",
        "ingested_at": INGESTED_AT,
        "is_synthetic": False,
        "fingerprint": "0",
    }


def _kind(node: dict[str, Any]) -> str:
    """`view` or `table`: an incremental model is a table that is made whole here."""
    return "view" if node["config"]["materialized"] == "view" else "table"
