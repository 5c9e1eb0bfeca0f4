"""Everything read again, with another contract or other reference data: the lake says what the ledger says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dagster_project.contracts import Contract, load_contracts
from dagster_project.ingest import month as month_module
from dagster_project.ingest.reference import Room
from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "calls_iccs"
ROWS = [*feeds.calls(40), feeds.iccs("new", line="112")]


def knowing_112() -> Contract:
    """ICCS's contract with one more code, as after an edit of its file."""
    contract = load_contracts()[FEED]
    columns = tuple(
        replace(column, codes={**(column.codes or {}), "112": "other"}) if column.name == "line" else column
        for column in contract.columns
    )
    return replace(contract, columns=columns, fingerprint="edited")


def test_a_mended_contract_gives_refused_deliveries_another_try(strict_site: Site) -> None:
    strict_site.take(FEED, [feeds.iccs(line="112")])
    assert strict_site.ingest(FEED) == []
    strict_site.contracts[FEED] = knowing_112()
    assert [row.state for row in strict_site.ingest(FEED)] == ["accepted"]
    assert strict_site.ingest(FEED) == []
    assert [event["line"] for event in strict_site.accepted(FEED)] == ["other"]


def test_a_mended_contract_alone_does_not_reread_what_was_accepted(strict_site: Site) -> None:
    strict_site.take(FEED, ROWS)
    strict_site.contracts[FEED] = knowing_112()
    assert strict_site.ingest(FEED) == []


def test_reading_everything_again_changes_nothing_by_itself(strict_site: Site) -> None:
    strict_site.take(FEED, ROWS)
    before = (strict_site.accepted(FEED), strict_site.quarantine(FEED), list(strict_site.ledger(FEED)))
    (row,) = strict_site.ingest(FEED, everything=True)
    assert (row.accepted, row.quarantined) == (40, 1)
    assert (strict_site.accepted(FEED), strict_site.quarantine(FEED), list(strict_site.ledger(FEED))) == before


def test_rows_that_a_mended_contract_accepts_leave_quarantine(strict_site: Site) -> None:
    strict_site.take(FEED, ROWS)
    assert strict_site.reasons(FEED) == {42: "unknown_code"}
    strict_site.contracts[FEED] = knowing_112()
    (row,) = strict_site.ingest(FEED, everything=True)
    assert (row.accepted, row.quarantined) == (41, 0)
    assert strict_site.quarantine(FEED) == []
    assert len(strict_site.accepted(FEED)) == 41


def test_rows_that_the_reference_data_no_longer_knows_leave_the_lake(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.take(FEED, [feeds.iccs()])
    monkeypatch.setattr(month_module, "load_rooms", lambda _: (Room("AMK-OSL", date(2010, 1, 1), None),))
    (row,) = site.ingest(FEED, everything=True)
    assert (row.accepted, row.quarantined) == (0, 1)
    assert site.accepted(FEED) == []
    assert site.reasons(FEED) == {2: "unknown_room"}


def test_a_rereading_that_is_cut_off_is_done_again(strict_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    strict_site.take(FEED, ROWS)
    before = strict_site.accepted(FEED)

    def cut_off(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(month_module, "record", cut_off)
        with pytest.raises(OSError, match="no space"):
            strict_site.ingest(FEED, everything=True)
    assert [row.state for row in strict_site.ingest(FEED)] == ["accepted"]
    assert strict_site.accepted(FEED) == before
