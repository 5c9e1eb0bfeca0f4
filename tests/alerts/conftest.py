"""A home, a ledger of a few deliveries, and servers on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from dagster_project.alerts.messages import Message
from dagster_project.settings import Settings, Smtp
from tests.alerts.servers import Hook, Mailbox, certificate, mail_server, web_server


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is asked directly, whatever the machine's proxy."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", raw=tmp_path / "raw")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def hook() -> Iterator[Hook]:
    with web_server() as hook:
        yield hook


@pytest.fixture(scope="session")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def message() -> Message:
    return Message("run_failed", "run_failed:1", "2025-03-10", "nodstat: Kjøringen feilet", "Hendt", "Betydning", "Råd")


def smtp(port: int, **changes: object) -> Smtp:
    """Through a server on loopback, in the clear unless `changes` says otherwise."""
    fields: dict[str, object] = {
        "host": "127.0.0.1",
        "sender": "nodstat@example.org",
        "recipients": ("vakt@example.org", "drift@example.org"),
        "port": port,
        "security": "none",
    }
    return Smtp(**(fields | changes))  # type: ignore[arg-type]


def ledger(*rows: tuple[str, str, str, str | None, date | None, int]) -> pl.DataFrame:
    """Feed, file, state, reason, last day, and the hour of 9 March at which it was ingested."""
    return pl.DataFrame(
        [
            (f"id-{file}", feed, file, state, reason, f"{file} is wrong", end, datetime(2025, 3, 9, hour), False)
            for feed, file, state, reason, end, hour in rows
        ],
        schema={
            "delivery_id": pl.String,
            "feed": pl.String,
            "file": pl.String,
            "state": pl.String,
            "reason": pl.String,
            "detail": pl.String,
            "period_end": pl.Date,
            "ingested_at": pl.Datetime,
            "is_synthetic": pl.Boolean,
        },
        orient="row",
    )
