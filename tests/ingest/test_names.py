"""What a file's name says, and names that say nothing."""

from __future__ import annotations

from datetime import date

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest.deliveries import RefusalError, parse_name
from tests.ingest import feeds
from tests.ingest.site import Site


@pytest.mark.parametrize(
    ("feed", "name", "period", "start", "end", "version"),
    [
        ("calls_iccs", "calls_iccs_2025-03-01.csv", "2025-03-01", "2025-03-01", "2025-03-01", 1),
        ("calls_iccs", "calls_iccs_2025-03-01_v1.csv", "2025-03-01", "2025-03-01", "2025-03-01", 1),
        ("calls_iccs", "calls_iccs_2025-03-01_v2.csv.gz", "2025-03-01", "2025-03-01", "2025-03-01", 2),
        ("calls_lifex", "calls_lifex_2024-02-29_v10.csv", "2024-02-29", "2024-02-29", "2024-02-29", 10),
        ("video_hjelp113", "video_hjelp113_2025-12-31.jsonl.gz", "2025-12-31", "2025-12-31", "2025-12-31", 1),
        ("video_bliksund", "video_bliksund_2025-02.xlsx", "2025-02", "2025-02-01", "2025-02-28", 1),
        ("video_bliksund", "video_bliksund_2024-02_v3.xlsx", "2024-02", "2024-02-01", "2024-02-29", 3),
        ("nodsms", "nodsms_2025-12.csv.gz", "2025-12", "2025-12-01", "2025-12-31", 1),
    ],
)
def test_a_name_says_period_and_version(
    *, feed: str, name: str, period: str, start: str, end: str, version: int
) -> None:
    assert parse_name(load_contracts()[feed], name) == (
        period,
        date.fromisoformat(start),
        date.fromisoformat(end),
        version,
    )


@pytest.mark.parametrize(
    ("feed", "name"),
    [
        # Another feed, or none.
        ("calls_iccs", "calls_lifex_2025-03-01.csv"),
        ("calls_iccs", "CALLS_ICCS_2025-03-01.csv"),
        ("calls_iccs", "calls-iccs_2025-03-01.csv"),
        ("calls_iccs", "2025-03-01.csv"),
        ("calls_iccs", "kopi av calls_iccs_2025-03-01.csv"),
        # Another period, or none.
        ("calls_iccs", "calls_iccs.csv"),
        ("calls_iccs", "calls_iccs_2025-03.csv"),
        ("calls_iccs", "calls_iccs_2025.csv"),
        ("calls_iccs", "calls_iccs_20250301.csv"),
        ("calls_iccs", "calls_iccs_01.03.2025.csv"),
        ("calls_iccs", "calls_iccs_2025-3-1.csv"),
        ("calls_iccs", "calls_iccs_2025-02-29.csv"),
        ("calls_iccs", "calls_iccs_2025-13-01.csv"),
        ("calls_iccs", "calls_iccs_0000-01-01.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01T00.csv"),
        ("calls_iccs", "calls_iccs_२०२५-०३-०१.csv"),
        ("nodsms", "nodsms_2025-03-01.csv"),
        ("nodsms", "nodsms_2025-00.csv"),
        ("video_bliksund", "video_bliksund_2025-03-01.xlsx"),
        # Another version than 1, 2, 3 …
        ("calls_iccs", "calls_iccs_2025-03-01_v0.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_v02.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_v.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_v-1.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_V2.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01v2.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_v2_v3.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01_ny.csv"),
        ("calls_iccs", "calls_iccs_2025-03-01 (1).csv"),
        # Another format.
        ("calls_iccs", "calls_iccs_2025-03-01"),
        ("calls_iccs", "calls_iccs_2025-03-01.txt"),
        ("calls_iccs", "calls_iccs_2025-03-01.CSV"),
        ("calls_iccs", "calls_iccs_2025-03-01.csv.zip"),
        ("calls_iccs", "calls_iccs_2025-03-01.csv.gz.gz"),
        ("calls_iccs", "calls_iccs_2025-03-01.gz"),
        ("calls_iccs", "calls_iccs_2025-03-01.xlsx"),
        ("video_hjelp113", "video_hjelp113_2025-03-01.json"),
        ("video_bliksund", "video_bliksund_2025-03.xls"),
        ("video_bliksund", "video_bliksund_2025-03.xlsx.gz"),
    ],
)
def test_a_name_of_another_form_is_bad(feed: str, name: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        parse_name(load_contracts()[feed], name)
    assert refusal.value.reason == "bad_name"
    assert "\n" not in refusal.value.detail


def test_a_delivery_with_a_bad_name_is_refused_and_in_the_ledger(site: Site) -> None:
    row = site.take("calls_iccs", [feeds.iccs()], "calls_iccs_mars.csv")
    assert (row.state, row.reason) == ("refused", "bad_name")
    assert row.detail is not None
    assert "calls_iccs_2025-03-01" in row.detail
    assert (row.period, row.period_start, row.period_end) == (None, None, None)
    assert (row.rows_read, row.accepted, row.quarantined, row.duplicate) == (0, 0, 0, 0)
    assert site.states("calls_iccs") == {"calls_iccs_mars.csv": "refused"}
    assert site.ingest("calls_iccs") == []


def test_a_bad_name_does_not_keep_the_others_out(site: Site) -> None:
    site.deliver("calls_iccs", [feeds.iccs()], "calls_iccs_2025-02-30.csv")
    site.deliver("calls_iccs", [feeds.iccs()], "calls_iccs_2025-02-31.csv")
    site.deliver("calls_iccs", [feeds.iccs()])
    site.ingest("calls_iccs")
    assert site.states("calls_iccs") == {
        "calls_iccs_2025-02-30.csv": "refused",
        "calls_iccs_2025-02-31.csv": "refused",
        "calls_iccs_2025-03-01.csv": "accepted",
    }


def test_a_file_given_its_right_name_is_taken(site: Site) -> None:
    path = site.deliver("calls_iccs", [feeds.iccs()], "mars.csv")
    site.ingest("calls_iccs")
    path.rename(path.with_name("calls_iccs_2025-03-01.csv"))
    assert [(row.file, row.state) for row in site.ingest("calls_iccs")] == [("calls_iccs_2025-03-01.csv", "accepted")]
    assert site.ingest("calls_iccs") == []


@pytest.mark.parametrize("name", [".calls_iccs_2025-03-01.csv", "~$calls.xlsx", "README.md", "x.csv.part", "x.tmp"])
def test_what_is_not_meant_as_a_delivery_is_none(site: Site, name: str) -> None:
    site.deliver("calls_iccs", [feeds.iccs()], name)
    assert site.ingest("calls_iccs") == []
    assert site.ledger("calls_iccs") == {}
