"""Every family of KPIs against numbers worked out by hand, from the deliveries of scenario.py."""

from __future__ import annotations

import pytest

from tests.warehouse.build import Kpi, Warehouse

DAY, WEEK, JUNE = "day 2025-06-10", "week 2025-06-09", "month 2025-06-01"
BGO, FDE, STA, OSL, LVS, AKM = "AMK-BGO", "AMK-FDE", "AMK-STA", "AMK-OSL", "LVS-4601", "AKM-VOSS"


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        # Bergen, 113: four offered, answered after 4, 10 and 11 s.
        (("calls_offered", "113", DAY, BGO), 4, 4),
        (("calls_answered", "113", DAY, BGO), 3, 3),
        (("calls_unanswered", "113", DAY, BGO), 1, 1),
        (("calls_unanswered_share", "113", DAY, BGO), 1 / 4, 4),
        # The outbound call is in, the test call is not.
        (("calls_total", "all", DAY, BGO), 5, 5),
        (("calls_offered", "all", DAY, BGO), 4, 4),
        # Of answered calls, and exactly 10 s is within: 4 and 10 of 4, 10, 11.
        (("calls_answered_within_10s_share", "113", DAY, BGO), 2 / 3, 3),
        (("answer_time_median_s", "113", DAY, BGO), 10, 3),
        (("answer_time_mean_s", "113", DAY, BGO), 25 / 3, 3),
        # Rank (3 - 1) * 0.9 = 1.8, counted from 0: 10 + 0.8 * (11 - 10). In the same way 1.9 and 1.98.
        (("answer_time_p90_s", "113", DAY, BGO), 10.8, 3),
        (("answer_time_p95_s", "113", DAY, BGO), 10.9, 3),
        (("answer_time_p99_s", "113", DAY, BGO), 10.98, 3),
        (("talk_time_mean_s", "113", DAY, BGO), (100 + 200 + 330) / 3, 3),
        # Førde answered one of Bergen's: it stays Bergen's, and Førde has only its own.
        (("calls_overflow_share", "113", DAY, BGO), 1 / 3, 3),
        (("calls_transferred_share", "113", DAY, BGO), 1 / 3, 3),
        (("calls_offered", "113", DAY, FDE), 1, 1),
        (("calls_overflow_share", "113", DAY, FDE), 0, 1),
        # 116117: of all six offered 5 and 120 s are within two minutes; 121 and 600 s within ten.
        (("calls_offered", "116117", DAY, LVS), 6, 6),
        (("calls_answered_within_2min_share", "116117", DAY, LVS), 2 / 6, 6),
        (("calls_answered_within_10min_share", "116117", DAY, LVS), 4 / 6, 6),
        (("answer_time_median_s", "116117", DAY, LVS), 121, 5),
        # Rank 4 * 0.9 = 3.6: 600 + 0.6 * (601 - 600).
        (("answer_time_p90_s", "116117", DAY, LVS), 600.6, 5),
        (("calls_unanswered_share", "116117", DAY, LVS), 1 / 6, 6),
        # Another line.
        (("calls_offered", "other", DAY, AKM), 1, 1),
        (("answer_time_median_s", "other", DAY, AKM), 7, 1),
        (("answer_time_p99_s", "other", DAY, AKM), 7, 1),
        (("talk_time_mean_s", "other", DAY, AKM), 30, 1),
    ],
)
def test_calls_of_a_room(warehouse: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        # Helse Vest, 113: Bergen 4, 10, 11 and one lost; Førde 120; Stavanger one lost.
        (("calls_offered", "113", DAY, "helse-vest"), 6, 6),
        (("calls_unanswered_share", "113", DAY, "helse-vest"), 2 / 6, 6),
        # Not the mean of 2/3 and 0.
        (("calls_answered_within_10s_share", "113", DAY, "helse-vest"), 2 / 4, 4),
        # Of 4, 10, 11, 120: not the mean of the rooms' medians, which is 65.
        (("answer_time_median_s", "113", DAY, "helse-vest"), 10.5, 4),
        # Rank 3 * 0.9 = 2.7: 11 + 0.7 * (120 - 11).
        (("answer_time_p90_s", "113", DAY, "helse-vest"), 87.3, 4),
        (("answer_time_mean_s", "113", DAY, "helse-vest"), 145 / 4, 4),
        (("answer_time_median_s", "113", DAY, "NO"), 10.5, 4),
        # Helse Bergen has Bergen's AMK and the out-of-hours central: 4, 5, 10, 11, 120, 121, 600, 601 and 7 of Voss.
        (("answer_time_median_s", "all", DAY, "helse-bergen"), 11, 9),
        (("calls_offered", "all", DAY, "helse-bergen"), 4 + 6 + 1, 11),
        # Wednesday's 20 s comes in: 4, 10, 11, 20 over the week, and 1 and 3 of New Year over none of it.
        (("answer_time_median_s", "113", WEEK, BGO), 10.5, 4),
        (("calls_answered_within_10s_share", "113", JUNE, BGO), 2 / 4, 4),
        (("answer_time_mean_s", "113", "tertial 2025-05-01", BGO), 45 / 4, 4),
        # The year has 1 January's 3 s too: 3, 4, 10, 11, 20.
        (("answer_time_median_s", "113", "year 2025-01-01", BGO), 10, 5),
        (("calls_offered", "113", "year 2025-01-01", BGO), 6, 6),
    ],
)
def test_calls_of_larger_grains_come_from_their_own_events(
    warehouse: Warehouse, kpi: Kpi, value: float, n: int
) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        (("alarms_sent", "akutt", DAY, BGO), 2, 2),
        (("alarms_sent", "all", DAY, BGO), 4, 4),
        (("alarms_sent", "all", DAY, "NO"), 5, 5),
        (("alarms_acknowledged_share", "all", DAY, "NO"), 4 / 5, 5),
        (("alarms_acknowledged_share", "haster", DAY, BGO), 0, 1),
        # 30, 60.5 and 90; rank 2 * 0.9 = 1.8: 60.5 + 0.8 * 29.5.
        (("alarm_acknowledge_time_median_s", "akutt", DAY, "NO"), 60.5, 3),
        (("alarm_acknowledge_time_p90_s", "akutt", DAY, "NO"), 84.1, 3),
        (("alarm_acknowledge_time_median_s", "vanlig", WEEK, BGO), 50, 2),
        # Both AMKs alarmed for M1: once in each, and once in the nation, which also has M2 and M3.
        (("missions_alarmed", "all", DAY, BGO), 3, 3),
        (("missions_alarmed", "all", DAY, FDE), 1, 1),
        (("missions_alarmed", "all", DAY, "NO"), 3, 3),
        # M3 is alarmed on both sides of midnight: once on each day, once in the week, beside M1, M2 and M4.
        (("missions_alarmed", "all", "day 2025-06-11", "NO"), 2, 2),
        (("missions_alarmed", "all", WEEK, "NO"), 4, 4),
    ],
)
def test_alarms_and_missions(warehouse: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        (("video_invitations", "hjelp113", DAY, BGO), 3, 3),
        (("video_sessions", "hjelp113", DAY, BGO), 2, 2),
        (("video_success_share", "hjelp113", DAY, BGO), 2 / 3, 3),
        (("video_success_share", "all", DAY, "NO"), 2 / 4, 4),
        (("video_connect_time_median_s", "hjelp113", DAY, BGO), 25.5, 2),
        (("video_duration_median_s", "all", DAY, "NO"), 185.5, 2),
        (("video_duration_mean_s", "hjelp113", DAY, "helse-bergen"), 185.5, 2),
        (("video_sessions", "hjelp113", DAY, FDE), 0, 0),
    ],
)
def test_video(warehouse: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


@pytest.mark.parametrize(
    ("kpi_id", "value", "n"),
    [
        ("nodsms_received", 26, 26),
        ("nodsms_forwarded", 3, 3),
        ("nodsms_filtered", 23, 23),
        ("nodsms_forwarded_share", 3 / 26, 26),
    ],
)
def test_nodsms_counts_the_newest_delivery_and_no_test_messages(
    warehouse: Warehouse, kpi_id: str, value: float, n: int
) -> None:
    assert warehouse.kpi(kpi_id, "all", "month 2025-05-01") == (pytest.approx(value, abs=1e-9), n)


def test_nodsms_has_no_organisation_below_the_nation(warehouse: Warehouse) -> None:
    assert warehouse.rows("select distinct org_level from marts.kpi_values where kpi_id like 'nodsms%'") == [
        ("nation",)
    ]


@pytest.mark.parametrize(
    ("kpi", "value", "n"),
    [
        (("rooms_total", "amk", DAY, "NO"), 16, 16),
        (("rooms_total", "all", DAY, "NO"), 166, 166),
        (("rooms_on_lifex", "all", DAY, "NO"), 0, 0),
        # Three rooms moved on 16 June; Trondheim and Ålesund only try LifeX out.
        (("rooms_on_lifex", "all", JUNE, "NO"), 3, 3),
        (("rooms_on_lifex", "amk", JUNE, "NO"), 0, 0),
        (("rooms_on_lifex_share", "lvs", JUNE, "NO"), 2 / 96, 96),
        (("rooms_with_video", "lvs", JUNE, "NO"), 91, 91),
        (("rooms_with_video_share", "lvs", JUNE, "NO"), 91 / 96, 96),
        # The year is not over on 22 June, and its end is not a fact yet: six more rooms have a date in November.
        (("rooms_on_lifex", "all", "year 2025-01-01", "NO"), 3, 3),
        (("rooms_on_lifex", "all", "day 2025-06-16", "LVS-1804"), 1, 1),
    ],
)
def test_rooms_are_counted_as_they_stand_at_the_end(warehouse: Warehouse, kpi: Kpi, value: float, n: int) -> None:
    assert warehouse.kpi(*kpi) == (pytest.approx(value, abs=1e-9), n)


def test_a_share_of_nothing_has_no_value(warehouse: Warehouse) -> None:
    # Stavanger's only 113 call was lost: nothing was answered, so nothing was answered in time or late.
    assert warehouse.kpi("calls_unanswered_share", "113", DAY, STA) == (1, 1)
    assert warehouse.kpi("calls_answered_within_10s_share", "113", DAY, STA) is None
    assert warehouse.kpi("answer_time_median_s", "113", DAY, STA) is None
    # No NødSMS came in on 2 May.
    assert warehouse.kpi("nodsms_received", "all", "day 2025-05-02") == (0, 0)
    assert warehouse.kpi("nodsms_forwarded_share", "all", "day 2025-05-02") is None


def test_a_room_without_events_has_zeros_only_where_it_could_have_had_some(warehouse: Warehouse) -> None:
    assert warehouse.kpi("calls_offered", "113", DAY, OSL) == (0, 0)
    assert warehouse.kpi("calls_total", "all", DAY, OSL) == (0, 0)
    assert warehouse.kpi("alarms_sent", "akutt", DAY, OSL) == (0, 0)
    assert warehouse.kpi("missions_alarmed", "all", DAY, OSL) == (0, 0)
    # An out-of-hours central has no 113, an AMK no 116117, a room without Hjelp 113 no sessions of it.
    assert warehouse.kpi("calls_offered", "113", DAY, LVS) is None
    assert warehouse.kpi("calls_offered", "116117", DAY, OSL) is None
    assert warehouse.kpi("video_invitations", "hjelp113", DAY, OSL) is None


def test_a_day_without_delivery_has_no_zeros(warehouse: Warehouse) -> None:
    assert warehouse.kpi("calls_offered", "113", "day 2025-03-01", BGO) is None
    # LifeX's delivery of the 19th was refused: nothing is known of Bodø, but Oslo is on ICCS and had no calls.
    assert warehouse.kpi("calls_offered", "116117", "day 2025-06-19", "LVS-1804") is None
    assert warehouse.kpi("calls_offered", "113", "day 2025-06-19", OSL) == (0, 0)


def test_a_target_is_met_at_the_target_and_only_judged_where_there_is_one(warehouse: Warehouse) -> None:
    rows = warehouse.rows(
        "select kpi_id, target, target_met from marts.kpi_values"
        " where period_type = 'day' and period_start = date '2025-06-10' and org_id = 'NO'"
        " and segment in ('113', '116117') and kpi_id in ('calls_answered_within_10s_share',"
        " 'calls_answered_within_2min_share', 'calls_unanswered_share') order by kpi_id, segment"
    )
    assert rows == [
        ("calls_answered_within_10s_share", pytest.approx(0.9), False),
        ("calls_answered_within_2min_share", pytest.approx(0.8), False),
        ("calls_unanswered_share", None, None),
        ("calls_unanswered_share", None, None),
    ]
    met = "select target_met from marts.kpi_values where kpi_id = 'calls_answered_within_10s_share' and org_id = ?"
    assert warehouse.rows(met + " and period_start = date '2024-12-30' and period_type = 'day'", BGO) == [(True,)]


def test_hours_add_up_to_the_day_and_know_the_regulated_target(warehouse: Warehouse) -> None:
    hours = (
        "select local_hour, segment, offered, answered, within_target from marts.calls_by_hour"
        " where local_date = date '2025-06-10' and room_id = ? order by local_hour"
    )
    # 4 and 10 s in the first hour; 11 s and a lost one in the next. The test call and the outbound one are not there.
    assert warehouse.rows(hours, BGO) == [(8, "113", 2, 2, 2), (9, "113", 2, 1, 0)]
    # 5 and 120 s are within two minutes.
    assert warehouse.rows(hours, LVS) == [(18, "116117", 6, 5, 2)]
    # No regulation sets a time for other lines.
    assert warehouse.rows(hours, AKM) == [(12, "other", 1, 1, None)]


def test_the_distribution_has_every_wait_of_the_month(warehouse: Warehouse) -> None:
    waits = "select segment, wait_s, answered from marts.answer_time_distribution where room_id = ? and month = ?::date"
    assert sorted(warehouse.rows(waits, BGO, "2025-06-01")) == [("113", wait, 1) for wait in (4, 10, 11, 20)]
    # On the day Bodø moved 8 calls of LifeX after 8 s and 3 of ICCS after 9 s; the day after one more of each.
    assert sorted(warehouse.rows(waits, "LVS-1804", "2025-06-01")) == [
        ("116117", 0.25, 1),
        ("116117", 8, 8 + 1),
        ("116117", 9, 3 + 1),
    ]
