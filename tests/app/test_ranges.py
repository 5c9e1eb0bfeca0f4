"""Any days and any rooms: held against `kpi_values` where the two coincide, and against NumPy where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
import streamlit as st

from dagster_project.releases import Release as Published
from streamlit_app.access import EVERYBODY, Source
from streamlit_app.data import air, kpis, organisations, ranges, registry, video
from streamlit_app.data.connection import NOBODY, rows
from streamlit_app.period import Period, PeriodType, period_of
from streamlit_app.records import KpiValue, Measure
from streamlit_app.release import find_release
from streamlit_app.view import COUNTRY, Organisation
from tests.docs import two_years

pytestmark = pytest.mark.slow  # the warehouse of two years is built first

HEADLINE, OFFERED, P90 = (
    Measure(kpi_id, "113") for kpi_id in ("calls_answered_within_10s_share", "calls_offered", "answer_time_p90_s")
)


@pytest.fixture(scope="module")
def source(two_year_release: Published) -> Iterator[Source]:
    release = find_release(two_year_release.path)
    assert release is not None
    yield Source(release, EVERYBODY)
    # DuckDB opens a file with one configuration at a time, and other tests have theirs.
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def everything(source: Source) -> tuple[Measure, ...]:
    return tuple(Measure(one.kpi_id, segment) for one in registry.definitions(source) for segment in one.segments)


@pytest.mark.parametrize("kind", ["day", "week", "month", "tertial", "year"])
def test_days_that_are_a_period_give_what_kpi_values_has(
    source: Source, everything: tuple[Measure, ...], kind: PeriodType
) -> None:
    known = organisations.organisations(source)
    base = Organisation("base", ("HEL-BERGEN",), "Bergen")
    orgs = [COUNTRY, base, *(next(org for org in known if org.level == level) for level in ("rhf", "hf", "room"))]
    period = period_of(kind, date(2025, 3, 12))
    compared = 0
    for org in orgs:
        stored = kpis.values(source, everything, org, [period])
        exact = ranges.recomputed(source, everything, org, Period(period.first, period.last))
        recomputed = {(Measure(value.kpi_id, value.segment), period): value for value in exact}
        assert recomputed.keys() == stored.keys()
        for key, value in stored.items():
            assert told(recomputed[key]) == pytest.approx(told(value), rel=1e-12, nan_ok=True), key
        compared += len(stored)
    assert compared > 50


def told(value: KpiValue) -> list[float]:
    """Everything a value says, as numbers; what it does not say as NaN."""
    said = (value.numerator, value.denominator, value.value, value.n, value.target, value.target_met, value.is_complete)
    return [float("nan") if one is None else float(one) for one in said]


def test_other_days_and_rooms_give_what_numpy_makes_of_the_calls(source: Source) -> None:
    days = Period(date(2025, 2, 10), date(2025, 4, 17))
    calls = rows(
        source,
        NOBODY,
        "select intended_room_id, wait_s from marts.fct_call "
        "where line = '113' and direction = 'inbound' and not is_test and local_date between ? and ?",
        days.first,
        days.last,
    )
    rooms = tuple(sorted({room for room, _ in calls}))[:2]
    assert len(rooms) == 2
    waits = [wait for room, wait in calls if room in rooms]
    answered = np.array([wait for wait in waits if wait is not None])
    selection = Organisation("selection", rooms, "to sentraler")
    found = kpis.values(source, [HEADLINE, OFFERED, P90], selection, [days])
    assert found[OFFERED, days].value == len(waits)
    assert found[HEADLINE, days].value == pytest.approx((answered <= 10).mean(), abs=1e-12)
    assert found[P90, days].value == pytest.approx(np.percentile(answered, 90), abs=1e-9)
    assert (found[P90, days].n, found[HEADLINE, days].denominator) == (len(answered), len(answered))

    by_room = {one.room.room_id: one.values for one in kpis.by_room(source, [OFFERED, P90], days)}
    for room in rooms:
        own = [wait for one, wait in calls if one == room]
        assert by_room[room][OFFERED.kpi_id].value == len(own)
        expected = np.percentile([wait for wait in own if wait is not None], 90)
        assert by_room[room][P90.kpi_id].value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "org", "share", "events"),
    [
        (
            Measure("alarm_acknowledge_time_p90_s", "haster"), COUNTRY, 90,
            "select acknowledge_s from marts.fct_ambulance_alarm where urgency = 'haster'",
        ),
        (
            Measure("video_connect_time_median_s", "hjelp113"), Organisation("room", ("AMK-BGO",), "AMK Bergen"), 50,
            "select connect_s from marts.fct_video_session where centre_room_id = 'AMK-BGO'",
        ),
        (
            Measure("video_duration_median_s"), Organisation("selection", ("AMK-BGO", "AMK-TRO"), "to"), 50,
            "select duration_s from marts.fct_video_session where centre_room_id in ('AMK-BGO', 'AMK-TRO')",
        ),
        (
            Measure("air_activation_time_median_s", "plane"), COUNTRY, 50,
            "select activation_s from marts.fct_air_ambulance_mission where vehicle = 'plane'",
        ),
        (
            Measure("air_response_time_median_s", "all"), Organisation("base", ("HEL-BERGEN",), "Bergen"), 50,
            "select response_s from marts.fct_air_ambulance_mission where base_id = 'HEL-BERGEN'",
        ),
    ],
)  # fmt: skip
def test_percentiles_of_alarms_video_and_air_over_other_days_are_those_of_numpy(
    source: Source, measure: Measure, org: Organisation, share: float, events: str
) -> None:
    days = Period(date(2025, 2, 10), date(2025, 4, 17))
    times = [
        time for (time,) in rows(source, NOBODY, f"{events} and local_date between ? and ?", days.first, days.last)
    ]
    known = np.array([time for time in times if time is not None])
    assert 0 < len(known) < len(times)
    found = kpis.values(source, [measure], org, [days])[measure, days]
    assert (found.value, found.n) == (pytest.approx(np.percentile(known, share), abs=1e-9), len(known))


def test_missions_are_counted_among_all_alarms_only(source: Source) -> None:
    days = Period(date(2025, 2, 10), date(2025, 4, 17))
    measures = [Measure("missions_alarmed", segment) for segment in ("all", "akutt")]
    found = kpis.values(source, measures, COUNTRY, [days])
    assert [found[one, days].value if (one, days) in found else None for one in measures] == [67, None]


def test_every_base_over_other_days_is_what_its_missions_are(source: Source) -> None:
    days = Period(date(2025, 2, 10), date(2025, 4, 17))
    measures = [Measure("air_missions"), Measure("air_missions_completed_share"), Measure("air_response_time_median_s")]
    found = air.by_base(source, measures, days)
    for base in ("HEL-BERGEN", "FLY-ALTA"):
        missions = rows(
            source,
            NOBODY,
            "select outcome, response_s from marts.fct_air_ambulance_mission "
            "where base_id = ? and local_date between ? and ?",
            base,
            days.first,
            days.last,
        )
        times = [time for _, time in missions if time is not None]
        completed = sum(outcome == "completed" for outcome, _ in missions)
        values = [found[base][measure.kpi_id].value for measure in measures]
        assert values == pytest.approx([67, completed / 67, np.percentile(times, 50)], abs=1e-9)


def test_video_is_held_against_calls_on_the_days_that_have_both(source: Source) -> None:
    days = Period(two_years.HOLE - timedelta(days=20), two_years.HOLE + timedelta(days=20))
    used = {one.room_id: one for one in video.use(source, COUNTRY, "all", days)}
    (sessions,), (calls,) = (
        rows(source, NOBODY, sql, days.first, days.last, two_years.HOLE)[0]
        for sql in (
            "select count(*) from marts.fct_video_session where centre_room_id = 'LVS-4601' and status = 'completed' "
            "and local_date between ? and ? and local_date <> ?",
            "select count(*) from marts.fct_call where intended_room_id = 'LVS-4601' and direction = 'inbound' "
            "and not is_test and line = '116117' and local_date between ? and ? and local_date <> ?",
        )
    )
    assert (used["LVS-4601"].sessions, used["LVS-4601"].calls) == (sessions, calls)
    assert "LVS-5610" not in used  # has no video


def test_days_without_their_deliveries_are_incomplete(source: Source) -> None:
    whole, with_hole = (Period(two_years.HOLE + timedelta(days=after), date(2024, 8, 20)) for after in (1, 0))
    for days, is_complete in ((whole, True), (with_hole, False)):
        assert [value.is_complete for value in ranges.recomputed(source, (OFFERED,), COUNTRY, days)] == [is_complete]
