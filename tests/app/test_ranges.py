"""Any days and any rooms: held against `kpi_values` where the two coincide, and against NumPy where they do not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from dagster_project.releases import Release as Published
from streamlit_app.access import EVERYBODY, Source
from streamlit_app.data import kpis, organisations, ranges, registry
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
def source(two_year_release: Published) -> Source:
    release = find_release(two_year_release.path)
    assert release is not None
    return Source(release, EVERYBODY)


@pytest.fixture(scope="module")
def everything(source: Source) -> tuple[Measure, ...]:
    return tuple(Measure(one.kpi_id, segment) for one in registry.definitions(source) for segment in one.segments)


@pytest.mark.parametrize("kind", ["day", "week", "month", "tertial", "year"])
def test_days_that_are_a_period_give_what_kpi_values_has(
    source: Source, everything: tuple[Measure, ...], kind: PeriodType
) -> None:
    known = organisations.organisations(source)
    orgs = [COUNTRY, *(next(org for org in known if org.level == level) for level in ("rhf", "hf", "room"))]
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


def test_days_without_their_deliveries_are_incomplete(source: Source) -> None:
    whole, with_hole = (Period(two_years.HOLE + timedelta(days=after), date(2024, 8, 20)) for after in (1, 0))
    for days, is_complete in ((whole, True), (with_hole, False)):
        assert [value.is_complete for value in ranges.recomputed(source, (OFFERED,), COUNTRY, days)] == [is_complete]
