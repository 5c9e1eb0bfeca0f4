"""Real logs in the feeds' formats: every row is read and accounted for.

They may not lie in the project (research data without a formal licence), so the tests look beside the checkout.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import ingest_month, plan, read_ledger
from dagster_project.settings import Settings

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real logs are not there: {REAL}")


@pytest.mark.parametrize(("feed", "rows"), [("calls_iccs", 33_016), ("ambulance_alarms", 4_993)])
def test_every_row_of_the_real_logs_is_accounted_for(tmp_path: Path, feed: str, rows: int) -> None:
    settings = Settings(home=tmp_path / "home", raw=REAL)
    contract = load_contracts()[feed]
    reasons: Counter[str] = Counter()
    for month, deliveries in plan(contract, settings).months.items():
        reasons.update(ingest_month(contract, month, deliveries, settings).reasons)
    ledger = read_ledger(settings.lake, feed)
    assert set(ledger["state"]) == {"accepted"}
    assert ledger["rows_read"].sum() == rows
    assert ledger["quarantined"].sum() == reasons.total()
    mismatched = ledger.filter(ledger["rows_read"] != ledger["accepted"] + ledger["quarantined"] + ledger["duplicate"])
    assert mismatched.is_empty()
    assert dict(reasons) == by_plain_python(feed)
    assert plan(contract, settings).months == {}


def by_plain_python(feed: str) -> Counter[str]:
    """The faults that these logs have, found again with nothing but datetime: times out of order."""
    if feed != "calls_iccs":
        return Counter()
    skew, form = timedelta(seconds=2), "%d.%m.%Y %H:%M:%S"
    found: Counter[str] = Counter()
    for path in (REAL / feed).iterdir():
        for row in csv.DictReader(path.read_text(encoding="cp1252").splitlines(), delimiter=";"):
            queued, ended = datetime.strptime(row["Inn på kø"], form), datetime.strptime(row["Avsluttet"], form)
            answered = datetime.strptime(row["Besvart"], form) if row["Besvart"] else queued
            if answered < queued - skew or ended < min(answered, queued):
                found["times_out_of_order"] += 1
    return found
