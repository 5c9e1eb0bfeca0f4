"""Ambulansealarmer, without a browser: urgencies, missions beside alarms, AMKs, hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.releases import Fact, RoomFact, publish
from tests.app.seen import html, metrics, notes, title, words
from tests.app.subjects import Alarm, lay

OpenApp = Callable[..., AppTest]
MAY = date(2025, 5, 1)
BERGEN, OSLO, LVS = RoomFact("AMK-BGO", "AMK Bergen"), RoomFact("AMK-OSL", "AMK Oslo"), RoomFact(
    "LVS-4601", "Legevaktsentral Bergen", "lvs"
)  # fmt: skip
# 40 alarms each: in Bergen acknowledged after 41 to 80 s, in Oslo after 21 to 60 s.
TIMES = {"AMK-BGO": range(41, 81), "AMK-OSL": range(21, 61)}


def facts() -> list[Fact]:
    found = [Fact("missions_alarmed", "all", "NO", MAY, 55)]
    for room in TIMES:
        for segment, median, number in (("akutt", 30, 10), ("haster", 50, 20), ("vanlig", 75, 10), ("all", 0, 40)):
            own = (60.5 if room == "AMK-BGO" else 40.5) if segment == "all" else median
            found += [
                Fact("alarms_sent", segment, room, MAY, number),
                Fact("alarms_acknowledged_share", segment, room, MAY, number - 1, number),
                Fact("alarm_acknowledge_time_median_s", segment, room, MAY, own, number - 1),
                Fact("alarm_acknowledge_time_p90_s", segment, room, MAY, 2 * own, number - 1),
            ]
    return found


def alarms() -> list[Alarm]:
    # All on the Mondays of May at 14, so that an hour's average and median can be worked out by hand.
    mondays = [date(2025, 5, 5) + timedelta(weeks=week) for week in range(4)]
    return [
        Alarm(room, f"{room}-{number}", "haster", mondays[number % 4], 14, float(seconds))
        for room, times in TIMES.items()
        for number, seconds in enumerate(times)
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    lay(publish(tmp_path, facts(), [BERGEN, OSLO, LVS]), alarms=alarms())
    return tmp_path


def test_alarms_and_missions_stand_beside_each_other_and_are_never_added(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "ambulansealarmer")
    assert title(app) == "Hvor raskt ble ambulansealarmene kvittert?"
    assert metrics(app)["Ambulansealarmer"] == "80"
    assert metrics(app)["Andel kvitterte alarmer"] == "97,5 %"
    said = words(" ".join(one.value for one in app.caption))
    assert "Hele landet i mai 2025: 80 alarmer til 55 oppdrag." in said
    assert "Alarmer, oppdrag og hendelser er tre ulike ting, og legges aldri sammen." in said
    assert "135" not in words(html(app)) + said


def test_every_urgency_has_its_row_and_only_all_of_them_have_missions(home: Path, open_app: OpenApp) -> None:
    page = words(html(open_app(home, "ambulansealarmer")))
    assert "Akutt 20 30 s 1 min 0 s 90,0 % – " in page
    assert "Vanlig 20 1 min 15 s 2 min 30 s 90,0 % – " in page
    assert "I alt 80 1 min 0 s 2 min 1 s 97,5 % 55" in page


def test_the_chosen_urgency_is_in_the_address(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "ambulansealarmer", hastegrad="Haster")
    assert metrics(app)["Ambulansealarmer"] == "40"
    assert metrics(app)["Tid til kvittering, median"] == "50 s"


def test_an_amk_is_named_as_slower_only_when_its_interval_lies_above_the_country(
    tmp_path: Path, open_app: OpenApp
) -> None:
    # The country's median is 50.5: Bergen's interval begins at place floor(20 - 0.98 * sqrt(40)) = 13 of 41, 42, …
    assert 41 + 13 - 1 > 50.5
    directory = publish(tmp_path, facts(), [BERGEN, OSLO])
    lay(directory, alarms=alarms(), country={"alarm_acknowledge_time_median_s": 50.5})
    said = words(" ".join(one.value for one in open_app(tmp_path, "ambulansealarmer").markdown))
    assert (
        "1 av 2 AMK-sentraler bruker lengre tid enn landet utover det tilfeldigheter forklarer; "
        "lengst tid bruker AMK Bergen, 1 min 0 s." in said
    )


def test_an_hour_has_its_average_and_the_median_of_its_alarms(home: Path, open_app: OpenApp) -> None:
    # 80 alarms on four Mondays; 21, 22, … 60 and 41, 42, … 80 together have the median 50.5.
    assert "mandag 14–15 20 80 50 s" in words(html(open_app(home, "ambulansealarmer")))


def test_a_room_that_sends_no_alarms_says_who_does(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "ambulansealarmer", enhet="Legevaktsentral Bergen")
    title(app)
    assert notes(app) == [
        "Legevaktsentral Bergen har ingen ambulansealarmer i mai 2025. Det er AMK-sentralene som sender dem."
    ]
