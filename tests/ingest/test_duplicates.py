"""An id seen before in its delivery: `duplicate` when its contents are the same, else in conflict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site

CALLS, ALARMS = "calls_iccs", "ambulance_alarms"


def fate(site: Site, feed: str, rows: list[Any]) -> tuple[int, int, int, dict[int, str]]:
    """Accepted, quarantined, duplicate; and the reasons by line."""
    row = site.take(feed, rows)
    assert row.rows_read == row.accepted + row.quarantined + row.duplicate == len(rows)
    return row.accepted, row.quarantined, row.duplicate, site.reasons(feed)


@pytest.mark.parametrize("feed", list(feeds.ROW))
def test_the_same_row_again_is_a_duplicate(site: Site, feed: str) -> None:
    row = feeds.ROW[feed]()
    assert fate(site, feed, [row, row]) == (1, 0, 1, {})
    assert len(site.accepted(feed)) == 1


@pytest.mark.parametrize(
    ("feed", "first", "second"),
    [
        (CALLS, feeds.iccs(), feeds.iccs(ended="01.03.2025 07:05:42")),
        ("calls_lifex", feeds.lifex(), feeds.lifex(test="true")),
        (ALARMS, feeds.alarm(), feeds.alarm(unit="NLSH-1-4")),
        ("video_hjelp113", feeds.hjelp113(), feeds.hjelp113(os="Android")),
        ("video_bliksund", feeds.bliksund(), feeds.bliksund(room="AMK-BGO")),
        ("nodsms", feeds.nodsms(), feeds.nodsms(tests="1")),
    ],
)
def test_the_same_id_with_other_contents_is_in_conflict(site: Site, feed: str, first: object, second: object) -> None:
    line = 2 if feed == "video_hjelp113" else 3
    assert fate(site, feed, [first, second]) == (1, 1, 0, {line: "conflicting_duplicate"})


def test_the_first_of_its_id_is_the_one_that_counts(site: Site) -> None:
    fate(site, CALLS, [feeds.iccs(answered_by="AMK-OSL"), feeds.iccs()])
    assert [event["answering_room_id"] for event in site.accepted(CALLS)] == ["AMK-OSL"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("aaa", (1, 0, 2, {})),
        ("aba", (1, 1, 1, {3: "conflicting_duplicate"})),
        ("abb", (1, 1, 1, {3: "conflicting_duplicate"})),
        ("aab", (1, 1, 1, {4: "conflicting_duplicate"})),
        ("abc", (1, 2, 0, {3: "conflicting_duplicate", 4: "conflicting_duplicate"})),
        ("abab", (1, 1, 2, {3: "conflicting_duplicate"})),
    ],
)
def test_three_of_a_kind(site: Site, rows: str, expected: tuple[int, int, int, dict[int, str]]) -> None:
    kinds = {"a": feeds.iccs(), "b": feeds.iccs(line="ANNEN"), "c": feeds.iccs(line="116117")}
    assert fate(site, CALLS, [kinds[kind] for kind in rows]) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # x and y are faulty, a and b good; all have one id.
        ("xx", (0, 1, 1, {2: "unknown_code"})),
        ("ax", (1, 1, 0, {3: "unknown_code"})),
        ("xa", (0, 2, 0, {2: "unknown_code", 3: "conflicting_duplicate"})),
        ("xy", (0, 2, 0, {2: "unknown_code", 3: "unknown_room"})),
        ("axx", (1, 1, 1, {3: "unknown_code"})),
        ("xax", (0, 2, 1, {2: "unknown_code", 3: "conflicting_duplicate"})),
        ("xaa", (0, 2, 1, {2: "unknown_code", 3: "conflicting_duplicate"})),
    ],
)
def test_faulty_rows_repeat_too(site: Site, rows: str, expected: tuple[int, int, int, dict[int, str]]) -> None:
    kinds = {"a": feeds.iccs(), "x": feeds.iccs(line="112"), "y": feeds.iccs(room="AMK-XYZ")}
    assert fate(site, CALLS, [kinds[kind] for kind in rows]) == expected


def test_rows_without_an_id_and_lines_that_cannot_be_parted_repeat_nothing(site: Site) -> None:
    rows = [feeds.iccs(""), feeds.iccs(""), feeds.iccs() + ";x", feeds.iccs() + ";x", feeds.iccs()]
    assert fate(site, CALLS, rows) == (
        1,
        4,
        0,
        {2: "missing_value", 3: "missing_value", 4: "malformed_line", 5: "malformed_line"},
    )


def test_quoting_and_ignored_columns_are_not_contents(site: Site) -> None:
    header = feeds.ICCS_HEADER + ";Merknad"
    rows = [feeds.iccs() + ";en", feeds.iccs() + ";to", feeds.iccs(room='"AMK-BGO"') + ";en"]
    row = site.take(CALLS, "\n".join([header, *rows]))
    assert (row.accepted, row.duplicate) == (1, 2)


def test_the_same_id_in_two_deliveries_is_no_repetition(site: Site) -> None:
    second = {"queued": "02.03.2025 07:00:00", "answered": "02.03.2025 07:00:09", "ended": "02.03.2025 07:01:00"}
    site.deliver(CALLS, [feeds.iccs()])
    site.deliver(CALLS, [feeds.iccs(**second)], "calls_iccs_2025-03-02.csv")
    assert [(row.accepted, row.duplicate) for row in site.ingest(CALLS)] == [(1, 0), (1, 0)]


def test_a_day_has_one_row_of_counts_however_its_date_is_written(site: Site) -> None:
    accepted, quarantined, duplicate, _ = fate(site, "nodsms", [feeds.nodsms(), feeds.nodsms("2025-3-1")])
    assert (accepted, quarantined + duplicate) == (1, 1)


def test_an_identical_row_far_down_the_file_is_found(site: Site) -> None:
    rows = [*feeds.calls(2_000), feeds.iccs("84000001")]
    assert fate(site, CALLS, rows) == (2_000, 0, 1, {})
