"""When several things are wrong with a row, the first in the order of the rules is its reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site

FEED = "ambulance_alarms"
IN_AN_ALARM: list[tuple[str, dict[str, str]]] = [
    ("malformed_line", {"unit": "91234567;"}),
    ("personal_identifier", {"unit": "91234567"}),
    ("missing_value", {"mission": ""}),
    ("unknown_code", {"channel": "fax"}),
    ("unknown_room", {"amk": "AMK-XYZ"}),
    ("bad_value", {"acknowledged": "straks"}),
    ("outside_period", {"sent": "2025-02-28T07:03:10.000+01:00"}),
]
"""In the order of the rules; each fault and all that follow are put into one row."""


@pytest.mark.parametrize("first", range(len(IN_AN_ALARM)), ids=[reason for reason, _ in IN_AN_ALARM])
def test_the_first_of_many_faults_in_an_alarm_counts(site: Site, first: int) -> None:
    changes: dict[str, str] = {}
    for _, fault in reversed(IN_AN_ALARM[first:]):
        changes |= fault
    site.take(FEED, [feeds.alarm(**changes), feeds.alarm(alarm_id="another")])
    assert site.reasons(FEED) == {2: IN_AN_ALARM[first][0]}


@pytest.mark.parametrize(
    ("reason", "queued", "answered", "ended"),
    [
        # 02:30 on 30 March 2025 does not exist; the delivery is that day's.
        ("bad_value", "29.03.2025 07:00:00", "30.03.2025 02:30:00", "x"),
        ("nonexistent_local_time", "29.03.2025 07:00:00", "30.03.2025 02:30:00", "29.03.2025 06:00:00"),
        ("outside_period", "29.03.2025 07:00:00", "31.03.2025 07:00:00", "30.03.2025 07:00:00"),
        ("times_out_of_order", "30.03.2025 07:00:00", "31.03.2025 09:00:00", "31.03.2025 08:00:00"),
        ("duration_over_24h", "30.03.2025 07:00:00", "30.03.2025 07:00:05", "31.03.2025 08:00:00"),
        ("inconsistent", "30.03.2025 07:00:00", "30.03.2025 07:00:05", "30.03.2025 08:00:00"),
    ],
)
def test_the_first_of_many_faults_in_a_calls_times_counts(
    site: Site, reason: str, queued: str, answered: str, ended: str
) -> None:
    faulty = feeds.iccs(queued=queued, answered=answered, ended=ended, outcome="UBESVART", answered_by="")
    row = site.take("calls_iccs", [faulty], "calls_iccs_2025-03-30.csv")
    assert site.reasons("calls_iccs") == {2: reason}
    assert row.quarantined == 1


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("bad_value", {"received": "-27"}),
        ("outside_period", {"day": "2025-04-01", "received": "27"}),
        ("missing_value", {"day": "", "received": "x"}),
        ("inconsistent", {"received": "27"}),
    ],
)
def test_the_first_of_many_faults_in_a_days_counts_counts(site: Site, reason: str, changes: dict[str, str]) -> None:
    site.take("nodsms", [feeds.nodsms(**changes), feeds.nodsms("2025-03-02")])
    assert site.reasons("nodsms") == {2: reason}


def test_a_missing_answer_comes_before_an_unknown_code_elsewhere(site: Site) -> None:
    site.take("calls_iccs", [feeds.iccs(answered="", line="112"), feeds.iccs("another")])
    assert site.reasons("calls_iccs") == {2: "missing_value"}


def test_the_reason_of_a_row_does_not_depend_on_what_is_ingested_with_it(site: Site, tmp_path: Any) -> None:
    # A call of the hour that does not exist, in the delivery of another day.
    stray = feeds.iccs(queued="30.03.2025 02:30:00", answered="30.03.2025 02:30:04", ended="30.03.2025 02:31:00")
    site.take("calls_iccs", [stray, feeds.iccs("another")])
    alone = site.reasons("calls_iccs")
    together = Site(tmp_path / "together")
    together.deliver("calls_iccs", [stray, feeds.iccs("another")])
    thirtieth = {"queued": "30.03.2025 07:00:00", "answered": "30.03.2025 07:00:09", "ended": "30.03.2025 07:01:00"}
    together.deliver("calls_iccs", feeds.calls(1, **thirtieth), "calls_iccs_2025-03-30.csv")
    together.ingest("calls_iccs")
    assert together.reasons("calls_iccs") == {2: "nonexistent_local_time"}
    assert alone == {2: "nonexistent_local_time"}
