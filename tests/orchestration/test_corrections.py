"""A correction that corrects nothing holds a feed back, and so does what was read with other corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.checks.corrections import faults, waiting
from dagster_project.contracts import load_contract, load_contracts
from dagster_project.ingest import ingest_month, plan, prepare
from dagster_project.settings import Settings
from tests.ingest.feeds import calls, content, iccs

FEED = "calls_iccs"
NAME = "calls_iccs_2025-03-01.csv"
CORRECTION = """
- id: short-code
  from: {day}
  match: {{intended_room_id: AMK-BG}}
  set: {{intended_room_id: AMK-BGO}}
  reason: Typed by hand
  by: HDO
  date: 2025-04-01
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Three good calls and one of AMK-BG, on 1 March 2025; nothing is read yet."""
    settings = Settings(home=tmp_path / "home", raw=tmp_path / "raw", max_error_share=1)
    prepare(settings.lake, load_contracts().values())
    deliver(settings, NAME, "AMK-BG")
    return settings


def deliver(settings: Settings, name: str, room: str) -> Path:
    path = settings.raw / FEED / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content(FEED, [*calls(3), iccs("84000090", room=room)]))
    return path


def correct(settings: Settings, day: str = "2025-03-01") -> Path:
    path = settings.raw / "corrections" / f"{FEED}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(CORRECTION.format(day=day), encoding="utf-8")
    return path


def ingest(settings: Settings) -> None:
    contract = load_contract(FEED)
    for month, deliveries in plan(contract, settings).months.items():
        ingest_month(contract, month, deliveries, settings)


def said(settings: Settings) -> tuple[list[str], list[str]]:
    contract = load_contract(FEED)
    return faults(settings, contract), waiting(settings, contract)


def test_a_correction_that_changes_a_row_is_well(settings: Settings) -> None:
    correct(settings)
    ingest(settings)
    assert said(settings) == ([], [])


def test_without_corrections_all_is_well(settings: Settings) -> None:
    ingest(settings)
    assert said(settings) == ([], [])


def test_a_correction_that_the_source_has_mended_is_a_fault(settings: Settings) -> None:
    path = correct(settings)
    ingest(settings)
    deliver(settings, NAME.replace(".csv", "_v2.csv"), "AMK-BGO")
    ingest(settings)
    assert said(settings) == (
        [
            "short-code changes no row of 2025-03-01: if the source has mended it, take it out "
            f"of {path}, else mend what it matches (intended_room_id = AMK-BG)"
        ],
        [],
    )


def test_a_correction_of_days_that_have_not_come_waits(settings: Settings) -> None:
    correct(settings, "2025-03-02")
    ingest(settings)
    assert said(settings) == ([], ["short-code (2025-03-02)"])


def test_a_refused_delivery_does_not_count(settings: Settings) -> None:
    correct(settings)
    (settings.raw / FEED / NAME).write_bytes(b"")
    ingest(settings)
    assert said(settings) == ([], ["short-code (2025-03-01)"])


@pytest.mark.parametrize("is_corrected_first", [True, False])
def test_a_delivery_that_is_not_there_to_be_read_again_is_a_fault(settings: Settings, is_corrected_first: bool) -> None:
    path = correct(settings)
    if not is_corrected_first:
        path.unlink()
    ingest(settings)
    (settings.raw / FEED / NAME).unlink()
    path.unlink() if is_corrected_first else correct(settings)
    ingest(settings)
    ((fault,), _) = said(settings)
    assert fault.startswith(f"1 deliveries that count, such as {NAME}, were not read with the corrections of {path}: ")
