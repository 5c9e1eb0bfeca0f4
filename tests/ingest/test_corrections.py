"""A corrected row is judged as any other, its file stays as it was, and only what is concerned is read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
import yaml

from dagster_project.ingest.correction_files import correction_file
from tests.ingest import feeds
from tests.ingest.feeds import alarm, calls, iccs, nodsms
from tests.ingest.site import Site

FEED = "calls_iccs"
TO_BERGEN = {"match": {"intended_room_id": "AMK-BG"}, "set": {"intended_room_id": "AMK-BGO"}}
NUMBER = "98765432"


def correct(site: Site, *entries: dict[str, Any], feed: str = FEED, day: str = "2025-03-01") -> None:
    """Lay these corrections, each with an id, days, a reason and who decided it when."""
    path = correction_file(site.settings.raw, feed)
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"from": day, "reason": "A room's code was typed by hand", "by": "HDO", "date": "2025-04-01"}
    listed = [{"id": f"c{number}", **told, **entry} for number, entry in enumerate(entries, start=1)]
    path.write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")


def effects(site: Site, feed: str = FEED) -> dict[str, int]:
    """How many rows each correction changed, over all deliveries."""
    found: dict[str, int] = {}
    for row in site.corrections(feed):
        found[row["correction_id"]] = found.get(row["correction_id"], 0) + row["rows_changed"]
    return found


def test_a_corrected_room_goes_from_quarantine_to_the_events(site: Site) -> None:
    path = site.deliver(FEED, [*calls(3), iccs("84000090", room="AMK-BG"), iccs("84000091", room="AMK-XX")])
    before = path.read_bytes()
    (row,) = site.ingest(FEED)
    assert (row.accepted, row.quarantined) == (3, 2)
    correct(site, TO_BERGEN)
    (row,) = site.ingest(FEED)
    assert (row.rows_read, row.accepted, row.quarantined) == (5, 4, 1)
    (event,) = (event for event in site.accepted(FEED) if event["call_id"] == "84000090")
    assert event["intended_room_id"] == "AMK-BGO"
    assert site.reasons(FEED) == {6: "unknown_room"}
    assert effects(site) == {"c1": 1}
    assert path.read_bytes() == before


def test_what_was_changed_and_why_lies_beside_the_events(site: Site) -> None:
    site.deliver(FEED, [iccs("84000090", room="AMK-BG"), iccs("84000091", room="BERGEN", answered_by="")])
    correct(
        site,
        {
            "match": {"intended_room_id": ["AMK-BG", "BERGEN"], "answering_room_id": ["AMK-BGO", None]},
            "set": {"intended_room_id": "AMK-BGO", "answering_room_id": None},
        },
    )
    site.ingest(FEED)
    (told,) = site.corrections(FEED)
    assert told["matched"] == "answering_room_id = AMK-BGO or (empty) and intended_room_id = AMK-BG or BERGEN"
    assert told["changed"] == "answering_room_id = (empty), intended_room_id = AMK-BGO"
    assert (told["reason"], told["decided_by"], str(told["decided_date"])) == (
        "A room's code was typed by hand",
        "HDO",
        "2025-04-01",
    )
    assert told["rows_changed"] == 2


def test_only_deliveries_that_a_correction_concerns_are_read_again(site: Site) -> None:
    for day in ("2025-03-01", "2025-03-02"):
        date = f"{day[8:]}.03.2025"
        row = iccs(room="AMK-BG", queued=f"{date} 07:02:47", answered=f"{date} 07:02:51", ended=f"{date} 07:05:41")
        site.deliver(FEED, [row], f"calls_iccs_{day}.csv")
    site.ingest(FEED)
    correct(site, TO_BERGEN)
    assert [row.period for row in site.ingest(FEED)] == ["2025-03-01"]
    assert site.ingest(FEED) == []
    correct(site, TO_BERGEN, {**TO_BERGEN, "from": "2025-03-02", "to": "2025-03-09"})
    assert [row.period for row in site.ingest(FEED)] == ["2025-03-02"]
    correct(site, TO_BERGEN, {**TO_BERGEN, "from": "2025-03-02", "to": "2025-03-09", "reason": "As agreed in May"})
    assert [row.period for row in site.ingest(FEED)] == ["2025-03-02"]
    correction_file(site.settings.raw, FEED).unlink()
    assert [row.period for row in site.ingest(FEED)] == ["2025-03-01", "2025-03-02"]
    assert effects(site) == {}
    assert [row["reason"] for row in site.quarantine(FEED)] == ["unknown_room", "unknown_room"]


def test_a_month_is_concerned_by_a_day_in_it(site: Site) -> None:
    site.deliver("nodsms", [nodsms(stopped="20"), nodsms("2025-03-02")])
    sums = {"match": {"local_date": "2025-03-01"}, "set": {"filtered": "23"}}
    correct(site, sums, feed="nodsms", day="2025-03-31")
    (row,) = site.ingest("nodsms")
    assert (row.accepted, row.quarantined) == (2, 0)
    assert effects(site, "nodsms") == {"c1": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"set": {"line": "112"}}, "unknown_code"),
        ({"set": {"intended_room_id": "AMK-XX"}}, "unknown_room"),
        ({"set": {"queued_at": "01.04.2025 07:02:47"}}, "outside_period"),
        ({"set": {"queued_at": "in the morning"}}, "bad_value"),
        ({"set": {"answered_at": None}}, "missing_value"),
        ({"set": {"outcome": "UBESVART"}}, "inconsistent"),
    ],
)
def test_a_correction_is_judged_by_the_contract(site: Site, change: dict[str, Any], reason: str) -> None:
    correct(site, {"match": {"call_id": "84000002"}, **change})
    row = site.take(FEED, calls(3))
    assert (row.rows_read, row.accepted, row.quarantined) == (3, 2, 1)
    assert site.reasons(FEED) == {3: reason}
    assert effects(site) == {"c1": 1}


def test_corrections_are_applied_in_the_order_of_the_file(site: Site) -> None:
    first = {"match": {"intended_room_id": "AMK-BGO"}, "set": {"intended_room_id": "AMK-BOO"}}
    then = {"match": {"intended_room_id": "AMK-BOO"}, "set": {"intended_room_id": "AMK-TRO"}}
    correct(site, first, then)
    site.take(FEED, calls(2))
    assert {event["intended_room_id"] for event in site.accepted(FEED)} == {"AMK-TRO"}
    assert effects(site) == {"c1": 2, "c2": 2}
    correct(site, then, first)
    site.ingest(FEED)
    assert {event["intended_room_id"] for event in site.accepted(FEED)} == {"AMK-BOO"}
    assert effects(site) == {"c2": 2}


def test_a_row_that_is_right_already_is_not_counted(site: Site) -> None:
    correct(site, {"match": {"call_id": ["84000001", "84000002"]}, "set": {"line": "116117"}})
    site.take(FEED, [iccs("84000001", line="116117"), iccs("84000002", line="113")])
    assert effects(site) == {"c1": 1}


def test_a_line_that_cannot_be_parted_is_not_corrected(site: Site) -> None:
    correct(site, {"match": {"answering_room_id": None}, "set": {"line": "113"}})
    row = site.take(FEED, [iccs(), "84000002;AMK-BGO"])
    assert (row.accepted, site.reasons(FEED)) == (1, {3: "malformed_line"})
    assert effects(site) == {}


def test_a_delivery_that_had_too_many_errors_is_accepted_when_corrected(strict_site: Site) -> None:
    site = strict_site
    assert site.take(FEED, calls(3, room="AMK-BG")).reason == "too_many_errors"
    correct(site, TO_BERGEN)
    (row,) = site.ingest(FEED)
    assert (row.state, row.accepted) == ("accepted", 3)
    correction_file(site.settings.raw, FEED).unlink()
    (row,) = site.ingest(FEED)
    assert row.state == "refused"
    assert effects(site) == {}


@pytest.mark.parametrize("urgency", ["Akutt", "Straks"])
def test_a_number_that_a_correction_takes_away_is_nowhere_in_the_lake(site: Site, urgency: str) -> None:
    correct(site, {"match": {"alarm_id": "A2025-0000017"}, "set": {"unit": "ukjent"}}, feed="ambulance_alarms")
    row = site.take("ambulance_alarms", [alarm(unit=f"ring {NUMBER}", urgency=urgency), alarm("A2025-0000018")])
    assert row.accepted == (2 if urgency == "Akutt" else 1)
    assert NUMBER not in site.everything_kept()


@pytest.mark.parametrize("feed", feeds.ROW)
def test_every_feed_can_be_corrected(site: Site, feed: str) -> None:
    """By its id, so that the value is the one that the source writes."""
    contract = site.contract(feed)
    path = site.deliver(feed, [feeds.ROW[feed]()])
    site.ingest(feed)
    before = site.accepted(feed)
    column = next(column for column in contract.sourced if column.kind in ("room", "count"))
    key = before[0][contract.key.name]
    day = path.name.removeprefix(f"{feed}_").split(".")[0]
    wrong = {"match": {contract.key.name: str(key)}, "set": {column.name: "-1"}}
    correct(site, wrong, feed=feed, day=day if len(day) == 10 else f"{day}-01")
    (row,) = site.ingest(feed)
    assert (row.rows_read, row.accepted, row.quarantined) == (1, 0, 1)


def ids(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["call_id"] for row in rows]


def test_rows_that_become_the_same_are_duplicates(site: Site) -> None:
    correct(site, TO_BERGEN)
    row = site.take(FEED, [iccs(), iccs(room="AMK-BG"), iccs("84000099")])
    assert (row.accepted, row.duplicate, row.quarantined) == (2, 1, 0)
    assert ids(site.accepted(FEED)) == ["84000017", "84000099"]


def test_a_ledger_of_before_there_were_corrections_is_read(site: Site) -> None:
    site.take(FEED, calls(2))
    (path,) = (site.settings.lake / FEED / "ledger").glob("2025-03.parquet")
    pl.read_parquet(path).drop("corrections").write_parquet(path)
    assert site.ingest(FEED) == []
    correct(site, {"match": {"call_id": "84000001"}, "set": {"line": "116117"}})
    assert [row.accepted for row in site.ingest(FEED)] == [2]
