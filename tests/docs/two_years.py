"""Two years of calls, alarms, video and air missions, made up by a seed: what the worked queries are tried on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from tests.warehouse.lake import Row, alarm, call, mission, session

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
CUTOVER = date(2025, 6, 16)
"""LVS-1804 moves to LifeX."""
HOLE = date(2024, 7, 10)
"""No communication system delivers for this day."""
Wait = Callable[[Random], float]


def _quick(random: Random) -> float:
    # The limits themselves, 10 s here and 120 s below, are among the waits.
    return 10.0 if random.random() < 0.1 else round(random.expovariate(1 / 4), 3)


def _seconds(typical: float) -> Wait:
    # Some waits are the same, so that calls tie.
    return lambda random: random.choice((round(random.lognormvariate(0, 1) * typical, 3), 120.0, float(typical // 1)))


ROOMS: dict[str, tuple[str, float, Wait]] = {
    "AMK-BGO": ("113", 2, _quick),
    "AMK-STA": ("113", 1, _quick),
    "AMK-TRO": ("113", 1, lambda random: 2.5 * _quick(random)),
    "LVS-4601": ("116117", 2, lambda random: random.uniform(5, 124)),
    "LVS-4621": ("116117", 1, _seconds(300)),
    "LVS-4627": ("116117_local", 0.1, _seconds(60)),
    "LVS-1804": ("116117", 1, _seconds(80.5)),
    "LVS-5610": ("116117", 0, _seconds(60)),
}
"""Line, calls a day and wait. All but the last one have video."""


def events() -> dict[str, Sequence[Row]]:
    """Accepted events by feed; of the feeds that are not there nothing has been delivered."""
    random = Random(116117)
    calls: list[Row] = []
    alarms: list[Row] = []
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if day != HOLE:
            calls += [row for room in ROOMS for row in _calls(random, room, day)]
        alarms += _alarms(random, day)
    return {
        "calls_iccs": [row for row in calls if row["source_system"] == "iccs"],
        "calls_lifex": [row for row in calls if row["source_system"] == "lifex"],
        "ambulance_alarms": alarms,
        **_video_and_air(),
    }


def _video_and_air() -> dict[str, list[Row]]:
    # Made by a seed of their own, so that the calls and alarms are what they were without them.
    random = Random(330)
    found: dict[str, list[Row]] = {"video_hjelp113": [], "video_bliksund": [], "air_ambulance_missions": []}
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for room, solution in (("AMK-BGO", "hjelp113"), ("LVS-4601", "hjelp113"), ("AMK-TRO", "bliksund")):
            is_completed = random.random() < 0.8
            found[f"video_{solution}"].append(
                session(
                    room,
                    _moment(random, day),
                    solution=solution,
                    connect=round(random.lognormvariate(3.3, 0.5), 3) if is_completed else None,
                    duration=round(random.lognormvariate(5.4, 0.6), 3) if is_completed else None,
                    status="completed" if is_completed else "expired",
                )
            )
        for base, vehicle in (("HEL-BERGEN", "helicopter"), ("FLY-ALTA", "plane")):
            outcome = random.choice(("completed", "completed", "aborted", "declined"))
            found["air_ambulance_missions"].append(
                mission(
                    base,
                    _moment(random, day),
                    vehicle=vehicle,
                    outcome=outcome,
                    activation=None if outcome == "declined" else float(random.randrange(60, 900)),
                    response=float(random.randrange(900, 4000)) if outcome == "completed" else None,
                )
            )
    return found


def _calls(random: Random, room: str, day: date) -> list[Row]:
    line, a_day, wait = ROOMS[room]
    number = int(a_day) + int(random.random() < a_day % 1)
    return [
        call(
            room,
            _moment(random, day),
            line,
            wait=None if random.random() < 0.05 else round(wait(random), 3),
            answered_by=random.choice(("AMK-BGO", "AMK-STA")) if line == "113" and random.random() < 0.2 else None,
            system="lifex" if room == "LVS-1804" and day >= CUTOVER else "iccs",
            direction="outbound" if random.random() < 0.1 else "inbound",
            test=random.random() < 0.05,
            call_id=f"{room}-{day}-{order}",
        )
        for order in range(number)
    ]


def _alarms(random: Random, day: date) -> list[Row]:
    acknowledged = None if random.random() < 0.1 else round(random.lognormvariate(3.6, 0.5), 3)
    urgency = random.choice(("akutt", "haster", "vanlig"))
    return [alarm("AMK-BGO", _moment(random, day), f"M{day}", urgency, acknowledged=acknowledged)]


def _moment(random: Random, day: date) -> str:
    """Never between midnight and 3, so that every moment exists, and once only."""
    return f"{day} {random.randrange(3, 24):02}:{random.randrange(60):02}:{random.randrange(60):02}"
