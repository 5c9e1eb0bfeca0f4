"""Random good rows become files, and the files the same values again: by Python's own means on the way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.ingest import feeds
from tests.ingest.site import Site

OSLO, UTC = ZoneInfo("Europe/Oslo"), ZoneInfo("UTC")
ROOMS = st.sampled_from(["AMK-BGO", "AMK-OSL", "AMK-BOO", "LVS-4601", "LVS-0301"])
# Ordinary days, both nights when the clock is changed, leap day and New Year.
DAYS = st.sampled_from(
    [date(2025, 3, 1), date(2025, 3, 30), date(2025, 7, 1), date(2025, 10, 26), date(2024, 2, 29), date(2025, 1, 1)]
)
SPANS = st.one_of(st.integers(0, 3_600_000), st.integers(0, 12 * 3_600_000 - 1))
"""Milliseconds, up to twelve hours: two of them are less than a day."""
FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    # The failing event itself is shown, so there is no need to spend minutes on finding a smaller file.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
Times = tuple[datetime, datetime | None, datetime]


@st.composite
def instants(draw: st.DrawFn, day: date, *, step: timedelta, can_skew: bool = True) -> Times:
    """UTC times of a call of a local day: queued, answered or None, ended."""
    midnight = datetime.combine(day, time(), OSLO).astimezone(UTC)
    length = datetime.combine(day + timedelta(days=1), time(), OSLO).astimezone(UTC) - midnight
    queued = midnight + timedelta(milliseconds=draw(st.integers(0, length // timedelta(milliseconds=1) - 1)))
    waited = timedelta(milliseconds=draw(st.one_of(SPANS, st.integers(-2000, 0)) if can_skew else SPANS))
    answered = queued + waited if draw(st.booleans()) else None
    ended = (answered or queued) + timedelta(milliseconds=draw(SPANS))
    return tuple(  # type: ignore[return-value]
        None if moment is None else midnight + (moment - midnight) // step * step
        for moment in (queued, answered, ended)
    )


def naive(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)


def expected_of(times: Times) -> dict[str, object]:
    """What an event says of its times, worked out with Python's own datetime."""
    queued, answered, ended = times
    wait = None if answered is None else (answered - queued).total_seconds()
    local = queued.astimezone(OSLO)
    return {
        "queued_at": naive(queued),
        "answered_at": naive(answered),
        "ended_at": naive(ended),
        "wait_s": None if wait is None else max(0.0, wait),
        "talk_s": None if answered is None else (ended - answered).total_seconds(),
        "clock_skew": wait is not None and wait < 0,
        "local_date": local.date(),
        "local_hour": local.hour,
    }


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Site]:
    return lambda: Site(tmp_path_factory.mktemp("site"))


def iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(OSLO).isoformat(timespec="milliseconds")


def wall(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(OSLO).strftime("%d.%m.%Y %H:%M:%S")


def named(write: Callable[[datetime | None], str], times: Times) -> dict[str, str]:
    return dict(zip(("queued", "answered", "ended"), map(write, times), strict=True))


def is_shown_twice(moment: datetime | None) -> bool:
    """Whether the clocks show the same an hour before or after."""
    hour = timedelta(hours=1)
    return moment is not None and wall(moment) in (wall(moment - hour), wall(moment + hour))


def readable(times: Times) -> Times:
    """The times as the rule reads them off the wall: each the earliest that is not before the one to its left.

    Of a call that ends long after in the second hour, the wall clock does not tell; the rule takes the first.
    """
    queued, answered, ended = times
    first = _earliest(queued, None)
    second = None if answered is None else _earliest(answered, first - timedelta(seconds=2))
    return first, second, _earliest(ended, second or first)


def _earliest(moment: datetime, bound: datetime | None) -> datetime:
    shown = moment.astimezone(OSLO).replace(tzinfo=None, fold=0)
    either = sorted(shown.replace(tzinfo=OSLO, fold=fold).astimezone(UTC) for fold in (0, 1))
    return next((each for each in either if bound is None or each >= bound), either[-1])


@FEW
@given(st.data())
def test_calls_of_lifex(new_site: Callable[[], Site], data: st.DataObject) -> None:
    day = data.draw(DAYS)
    calls = data.draw(
        st.lists(
            st.tuples(
                instants(day, step=timedelta(milliseconds=1)),
                ROOMS,
                ROOMS,
                st.sampled_from([("113", "113"), ("116117", "116117"), ("local", "116117_local"), ("other", "other")]),
                st.sampled_from(["inbound", "outbound", "internal"]),
                st.booleans(),
                st.booleans(),
            ),
            min_size=1,
            max_size=40,
        )
    )
    rows: list[str] = []
    expected: list[dict[str, object]] = []
    for number, (times, room, other, (line, canonical), direction, is_test, was_transferred) in enumerate(calls):
        is_answered = times[1] is not None
        outcome = ("transferred" if was_transferred else "answered") if is_answered else "unanswered"
        by = other if is_answered else ""
        rows.append(
            feeds.lifex(
                f"id {number}",
                room=room,
                answered_by=by,
                line=line,
                direction=direction,
                **named(iso, times),
                outcome=outcome,
                test=str(is_test).lower(),
            )
        )
        expected.append(
            {
                "call_id": f"id {number}",
                "source_system": "lifex",
                "line": canonical,
                "direction": direction,
                "intended_room_id": room,
                "answering_room_id": by or None,
                **expected_of(times),
                "outcome": "answered" if is_answered else "unanswered",
                "was_transferred": is_answered and was_transferred,
                "is_test": is_test,
                "time_ambiguous": False,
            }
        )
    site = new_site()
    row = site.take("calls_lifex", rows, f"calls_lifex_{day}.csv")
    assert (row.state, row.accepted, site.reasons("calls_lifex")) == ("accepted", len(rows), {})
    for event, should_be in zip(site.accepted("calls_lifex"), expected, strict=True):
        assert event == {**should_be, "delivery_id": row.delivery_id}


@FEW
@given(st.data())
def test_calls_of_iccs(new_site: Callable[[], Site], data: st.DataObject) -> None:
    day = data.draw(DAYS)
    calls = data.draw(st.lists(st.tuples(instants(day, step=timedelta(seconds=1)), ROOMS), min_size=1, max_size=40))
    rows: list[str] = []
    expected: list[dict[str, object]] = []
    for number, (times, room) in enumerate(calls):
        outcome, by = ("UBESVART", "") if times[1] is None else ("OVERFØRT", "AMK-OSL")
        rows.append(feeds.iccs(str(number), room=room, outcome=outcome, answered_by=by, **named(wall, times)))
        expected.append({**expected_of(readable(times)), "time_ambiguous": any(map(is_shown_twice, times))})
    site = new_site()
    row = site.take("calls_iccs", rows, f"calls_iccs_{day}.csv")
    assert (row.state, row.accepted, site.reasons("calls_iccs")) == ("accepted", len(rows), {})
    for event, should_be in zip(site.accepted("calls_iccs"), expected, strict=True):
        assert {name: event[name] for name in should_be} == should_be


@FEW
@given(st.data())
def test_alarms(new_site: Callable[[], Site], data: st.DataObject) -> None:
    day = data.draw(DAYS)
    units = st.text(st.characters(categories=("L", "P", "Zs"), exclude_characters=';"'), min_size=1, max_size=12)
    alarms = data.draw(
        st.lists(
            st.tuples(
                instants(day, step=timedelta(milliseconds=1)),
                ROOMS,
                units,
                st.sampled_from(["Akutt", "Haster", "Vanlig"]),
                st.sampled_from(["nodnett", "mobile"]),
            ),
            min_size=1,
            max_size=40,
        )
    )
    rows: list[str] = []
    expected: list[dict[str, object]] = []
    for number, ((sent, acknowledged, _), room, unit, urgency, channel) in enumerate(alarms):
        times = (sent, acknowledged, acknowledged or sent)
        others = {"mission": f"M{number % 3}", "unit": unit, "urgency": urgency, "channel": channel}
        rows.append(feeds.alarm(f"A{number}", amk=room, sent=iso(sent), acknowledged=iso(acknowledged), **others))
        worked_out = expected_of(times)
        expected.append(
            {
                "alarm_id": f"A{number}",
                "amk_room_id": room,
                "mission_id": f"M{number % 3}",
                "unit": unit,
                "urgency": urgency.lower(),
                "sent_at": worked_out["queued_at"],
                "acknowledged_at": worked_out["answered_at"],
                "channel": channel,
                "acknowledge_s": worked_out["wait_s"],
                **{name: worked_out[name] for name in ("clock_skew", "local_date", "local_hour")},
                "time_ambiguous": False,
            }
        )
    site = new_site()
    row = site.take("ambulance_alarms", rows, f"ambulance_alarms_{day}.csv")
    assert (row.state, row.accepted, site.reasons("ambulance_alarms")) == ("accepted", len(rows), {})
    for event, should_be in zip(site.accepted("ambulance_alarms"), expected, strict=True):
        assert event == {**should_be, "delivery_id": row.delivery_id}
