"""A source that renames a column costs one line of its contract, and nothing else."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.contracts import load_contract, load_contracts
from dagster_project.contracts.loader import FOLDER
from tests.ingest import feeds
from tests.ingest.site import Site

OLD_FILE = "\n".join([feeds.ICCS_HEADER, feeds.iccs()])
NEW_FILE = OLD_FILE.replace("Inn på kø", "Køstart")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A place whose contracts are a copy that a test may edit."""
    shutil.copytree(FOLDER, tmp_path / "contracts", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Site(tmp_path)


def edit(site: Site, feed: str, old: str, new: str) -> None:
    """Put one line of a contract in another's place, and use it."""
    path = site.folder / "contracts" / f"{feed}.odcs.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (number,) = (number for number, line in enumerate(lines) if line.strip() == old)
    lines[number] = lines[number].replace(old, new)
    path.write_text("".join(lines), encoding="utf-8")
    site.contracts[feed] = load_contract(feed, path.parent)


def test_one_line_lets_a_renamed_column_in(site: Site) -> None:
    assert site.take("calls_iccs", NEW_FILE).reason == "missing_columns"
    edit(site, "calls_iccs", "physicalName: Inn på kø", "physicalName: Køstart")
    (row,) = site.ingest("calls_iccs")
    assert (row.state, row.accepted, row.extra_columns) == ("accepted", 1, None)
    assert [event["queued_at"] for event in site.accepted("calls_iccs")] == [datetime(2025, 3, 1, 6, 2, 47)]


def test_the_old_name_is_then_no_longer_the_column(site: Site) -> None:
    edit(site, "calls_iccs", "physicalName: Inn på kø", "physicalName: Køstart")
    row = site.take("calls_iccs", OLD_FILE)
    assert (row.state, row.reason) == ("refused", "missing_columns")
    assert "Køstart" in (row.detail or "")


def test_a_former_name_keeps_old_files_readable(site: Site) -> None:
    edit(
        site,
        "calls_iccs",
        "physicalName: Inn på kø",
        "physicalName: Køstart\n        customProperties: [{property: formerNames, value: [Inn på kø, Kø inn]}]",
    )
    for name in ("Inn på kø", "Kø inn", "Køstart"):
        row = site.take("calls_iccs", OLD_FILE.replace("Inn på kø", name))
        assert (row.state, row.extra_columns) == ("accepted", None)
    row = site.take("calls_iccs", OLD_FILE.replace("Inn på kø", "Inn"))
    assert (row.reason, row.detail and "Køstart" in row.detail) == ("missing_columns", True)


def test_the_new_name_wins_where_both_stand(site: Site) -> None:
    edit(
        site,
        "calls_iccs",
        "physicalName: Inn på kø",
        "physicalName: Køstart\n        customProperties: [{property: formerNames, value: [Inn på kø]}]",
    )
    row = site.take("calls_iccs", f"Køstart;{feeds.ICCS_HEADER}\n01.03.2025 07:02:40;{feeds.iccs()}\n")
    assert (row.state, row.extra_columns) == ("accepted", "Inn på kø")
    assert [event["queued_at"] for event in site.accepted("calls_iccs")] == [datetime(2025, 3, 1, 6, 2, 40)]


@pytest.mark.parametrize("feed", ["calls_lifex", "ambulance_alarms", "nodsms"])
def test_the_column_of_every_delimited_feed_can_be_renamed(site: Site, feed: str) -> None:
    text = feeds.content(feed, [feeds.ROW[feed]()]).decode()
    for column in load_contracts()[feed].sourced:
        edit(site, feed, f"physicalName: {column.source}", f"physicalName: Ny {column.source}")
        header, row = text.split("\n", 1)
        delimiter = load_contracts()[feed].delimiter
        names = [f"Ny {name}" if name == column.source else name for name in header.split(delimiter)]
        text = f"{delimiter.join(names)}\n{row}"
        assert site.take(feed, text).accepted == 1


def test_a_nested_json_value_can_move(site: Site) -> None:
    edit(site, "video_hjelp113", "physicalName: centre.id", "physicalName: sender.room.code")
    record = json.loads(feeds.hjelp113())
    del record["centre"]
    row = site.take("video_hjelp113", json.dumps({**record, "sender": {"room": {"code": "AMK-OSL"}}}))
    assert (row.accepted, row.extra_columns) == (1, None)
    assert [event["centre_room_id"] for event in site.accepted("video_hjelp113")] == ["AMK-OSL"]


def test_a_workbooks_column_can_be_renamed(site: Site) -> None:
    edit(site, "video_bliksund", "physicalName: SMS sendt", "physicalName: Sendt")
    header = tuple("Sendt" if name == "SMS sendt" else name for name in feeds.BLIKSUND_HEADER)
    assert site.take("video_bliksund", feeds.workbook([feeds.bliksund()], header=header)).accepted == 1


def test_a_new_code_is_one_line_too(site: Site) -> None:
    edit(
        site,
        "ambulance_alarms",
        "- {property: codes, value: {nodnett: nodnett, mobile: mobile}}",
        "- {property: codes, value: {nodnett: nodnett, mobile: mobile, TETRA: nodnett}}",
    )
    site.take("ambulance_alarms", [feeds.alarm(channel="TETRA")])
    assert [event["channel"] for event in site.accepted("ambulance_alarms")] == ["nodnett"]
