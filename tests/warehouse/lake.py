"""A lake written by hand: accepted events and ledger as ingest leaves them, from rows in the test's own words."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dagster_project.contracts import load_contracts
from dagster_project.ingest import prepare
from dagster_project.ingest.lake import accepted_file, quarantine_file, write_parquet
from dagster_project.ingest.schema import LEDGER, QUARANTINE, event_schema

OSLO = ZoneInfo("Europe/Oslo")
INGESTED_AT = datetime(2026, 1, 2, 3, 4, 5)
Row = dict[str, Any]


@dataclass
class Lake:
    """Deliveries are laid one by one; `write_ledgers` ends it."""

    path: Path
    _ledgers: dict[tuple[str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        prepare(self.path, load_contracts().values())

    def deliver(self, feed: str, period: str, rows: Iterable[Row] = (), *, version: int = 1, **ledger: Any) -> str:
        """Lay a delivery with these accepted events, and give its id. `ledger` overrides what the ledger says."""
        start, end = _period(period)
        delivery_id = f"{feed}_{period}_v{version}_{version:08x}"
        events = [{**row, "delivery_id": delivery_id} for row in rows]
        if events:
            frame = pl.DataFrame(events, schema=event_schema(load_contracts()[feed]))
            write_parquet(frame, accepted_file(self.path, feed, f"{start:%Y-%m}", delivery_id))
        entry = dict.fromkeys(LEDGER) | {
            "delivery_id": delivery_id,
            "feed": feed,
            "file": f"{feed}_{period}_v{version}.csv",
            "period": period,
            "period_start": start,
            "period_end": end,
            "version": version,
            "sha256": f"{version:064x}",
            "rows_read": len(events),
            "accepted": len(events),
            "quarantined": 0,
            "duplicate": 0,
            "state": "accepted",
            "ingested_at": INGESTED_AT,
            "is_synthetic": False,
            "fingerprint": "0",
        }
        self._ledgers[feed, f"{start:%Y-%m}"].append(entry | ledger)
        return delivery_id

    def supersede(self, feed: str, period: str, newest: str) -> None:
        """Have the delivery `newest` count for its period instead of the others."""
        for entry in self._ledgers[feed, period[:7]]:
            if entry["period"] == period and entry["delivery_id"] != newest:
                entry |= {"state": "superseded", "superseded_by": newest}

    def quarantine(self, feed: str, delivery_id: str, reasons: Iterable[str]) -> None:
        """Lay a quarantined row for each reason; the ledger has to be told by the delivery itself."""
        rows = [(delivery_id, feed, number, reason, None) for number, reason in enumerate(reasons, start=2)]
        month = delivery_id.removeprefix(f"{feed}_")[:7]
        frame = pl.DataFrame(rows, schema=QUARANTINE, orient="row")
        write_parquet(frame, quarantine_file(self.path, feed, month, delivery_id))

    def write_ledgers(self) -> None:
        """Write what the deliveries so far say of themselves, a file per feed and month."""
        for (feed, month), rows in self._ledgers.items():
            write_parquet(pl.DataFrame(rows, schema=LEDGER), self.path / feed / "ledger" / f"{month}.parquet")


def call(
    room: str,
    at: str,
    line: str = "113",
    *,
    wait: float | None = None,
    talk: float = 60.0,
    answered_by: str | None = None,
    system: str = "iccs",
    call_id: str | None = None,
    direction: str = "inbound",
    transferred: bool = False,
    test: bool = False,
) -> Row:
    """A call that rings at a local time such as `2025-06-10 08:00:00.120`; without `wait` nobody answers."""
    queued = _utc(at)
    answered = None if wait is None else queued + timedelta(seconds=wait)
    return {
        "call_id": call_id or f"{system}-{room}-{line}-{at}-{direction}-{test}",
        "source_system": system,
        "line": line,
        "direction": direction,
        "intended_room_id": room,
        "answering_room_id": None if answered is None else answered_by or room,
        "queued_at": queued,
        "answered_at": answered,
        "ended_at": queued + timedelta(seconds=5) if answered is None else answered + timedelta(seconds=talk),
        "outcome": "unanswered" if answered is None else "answered",
        "was_transferred": transferred,
        "is_test": test,
        "wait_s": wait,
        "talk_s": None if answered is None else talk,
        **_local(at),
    }


def alarm(room: str, at: str, mission: str, urgency: str, *, acknowledged: float | None = None, number: int = 1) -> Row:
    """An alarm sent at a local time; `number` tells a mission's alarms apart."""
    sent = _utc(at)
    return {
        "alarm_id": f"{mission}-{room}-{number}",
        "amk_room_id": room,
        "mission_id": mission,
        "unit": f"A{number}",
        "urgency": urgency,
        "sent_at": sent,
        "acknowledged_at": None if acknowledged is None else sent + timedelta(seconds=acknowledged),
        "channel": "nodnett",
        "acknowledge_s": acknowledged,
        **_local(at),
    }


def session(
    room: str,
    at: str,
    *,
    solution: str = "hjelp113",
    connect: float | None = None,
    duration: float | None = None,
    status: str = "completed",
) -> Row:
    """A link sent at a local time; a session with neither times is not completed."""
    sent = _utc(at)
    started = None if connect is None else sent + timedelta(seconds=connect)
    return {
        "session_id": f"{room}-{at}",
        "solution": solution,
        "centre_room_id": room,
        "call_id": None,
        "link_sent_at": sent,
        "started_at": started,
        "ended_at": None if started is None or duration is None else started + timedelta(seconds=duration),
        "status": status,
        "device_os": None,
        "connect_s": connect,
        "duration_s": duration,
        **_local(at),
    }


def mission(
    base: str,
    at: str,
    *,
    vehicle: str = "helicopter",
    outcome: str = "completed",
    activation: float | None = None,
    response: float | None = None,
    number: int = 1,
) -> Row:
    """An air ambulance mission alerted at a local time; `number` tells those of one moment apart."""
    alerted = _utc(at)
    return {
        "mission_no": f"{base}-{at}-{number}",
        "base_id": base,
        "resource": f"{base} {number}",
        "vehicle": vehicle,
        "category": "primary",
        "alerted_at": alerted,
        "departed_at": None if activation is None else alerted + timedelta(seconds=activation),
        "at_patient_at": None if response is None else alerted + timedelta(seconds=response),
        "delivered_at": None,
        "outcome": outcome,
        "cause": None if outcome == "completed" else "weather",
        "activation_s": activation,
        "response_s": response,
        **_local(at),
    }


def nodsms(day: str, *, forwarded: int, filtered: int, test: int = 0) -> Row:
    """A day's counts; received is what adds up."""
    return {
        "local_date": date.fromisoformat(day),
        "received": forwarded + filtered,
        "forwarded": forwarded,
        "filtered": filtered,
        "test_messages": test,
    }


def _utc(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=OSLO).astimezone(UTC).replace(tzinfo=None)


def _local(at: str) -> Row:
    local = datetime.fromisoformat(at)
    return {"clock_skew": False, "time_ambiguous": False, "local_date": local.date(), "local_hour": local.hour}


def _period(period: str) -> tuple[date, date]:
    if len(period) == len("2025-03"):
        year, month = map(int, period.split("-"))
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    day = date.fromisoformat(period)
    return day, day
