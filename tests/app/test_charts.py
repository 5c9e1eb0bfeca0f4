"""The charts, read back from the specifications that the browser gets, and held against Vega-Lite's own schema."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import altair as alt
import pytest
import vl_convert

from streamlit_app.analysis.figures import TrendPoint
from streamlit_app.analysis.intervals import Estimate
from streamlit_app.analysis.rollout import MonthEnd
from streamlit_app.analysis.standing import Spread
from streamlit_app.charts import picture
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.charts.changes import ChangeBar, changes
from streamlit_app.charts.columns import Column, columns
from streamlit_app.charts.distribution import distribution
from streamlit_app.charts.heatmap import heatmap
from streamlit_app.charts.platforms import platforms
from streamlit_app.charts.quarantine import quarantine
from streamlit_app.charts.rooms import MOST_RANKED, RoomShare, rooms
from streamlit_app.charts.season import SeasonMonth, season
from streamlit_app.charts.strip import Strip, strips
from streamlit_app.charts.theme import Spec, share_axis
from streamlit_app.charts.times import PlaceTime, times
from streamlit_app.charts.trend import Break, Line, trend
from streamlit_app.period import period_of
from streamlit_app.records import HourCell, KpiValue, WaitBin


def point(number: int, share: float | None, *, is_complete: bool = True) -> TrendPoint:
    month = period_of("month", date(2025, number, 1))
    if share is None:
        return TrendPoint(month, None)
    value = KpiValue("any", "113", month.first, month.last, "NO", None, None, share, 1, 0.9, None, is_complete)
    return TrendPoint(month, value)


def line(*shares: float | None, name: str = "hele landet") -> Line:
    return Line(name, [point(number, share) for number, share in enumerate(shares, start=1)])


def room(number: int, *, is_judged: bool = True) -> RoomShare:
    return RoomShare(f"AMK {number}", 0.9, 0.85, 0.95, 100 + number, False, is_judged, False)


def layers(spec: Spec) -> list[dict[str, Any]]:
    return [layer | {"rows": layer["data"]["values"]} for layer in spec["layer"]]


SPECS = {
    "trend": trend(
        line(0.92, 0.93, None), "share", 0.9, behind=line(0.91, 0.92), breaks=[Break(date(2025, 2, 9), "LifeX")]
    ),
    "trend of times": trend(line(4.0, 600.0), "seconds", None),
    "trend of counts": trend(line(4.0, 600.0), "count", None),
    "heat map": heatmap([HourCell(1, 0, 4, 8, 7, 6)], lambda cell: cell.offered, "rate", low_is_dark=False),
    "distribution": distribution([WaitBin(0, 5, 90), WaitBin(5, 10, 5), WaitBin(10, None, 5)], 5),
    "ranking": rooms([room(1), room(2, is_judged=False)], 0.9, 0.9),
    "funnel": rooms([room(number) for number in range(MOST_RANKED + 1)], 0.9, 0.9),
    "trend among peers": trend(
        line(0.92, 0.93),
        "share",
        0.9,
        spread=[Spread(point(1, None).period, 0.5, 0.97)],
        breaks=[Break(date(2025, 2, 9), "LifeX")],
    ),
    "platforms": platforms([MonthEnd(date(2025, 6, 30), {"lifex": 3, "limited": 2, "iccs": 161}, False)]),
    "changes": changes([ChangeBar("AMK 1", 1.0, -1.0, 3.0, "+1,0", "−1,0 til +3,0", False, None)]),
    "strips": strips([Strip("113 besvart innen 10 sekunder", Estimate(0.9, 0.8, 1.0, 9), [("AMK 2", 0.8)], 0.85)]),
    "quarantine": quarantine({("ukjent kode", date(2025, 1, 1)): 3, ("ukjent kode", date(2025, 4, 1)): 5}),
    "bars": bars([Bar("Oslo → Bergen", 3, "3")]),
    "heat map of times": heatmap([HourCell(1, 0, 4, 8, 7, 6)], lambda _: 40.0, "seconds", low_is_dark=False),
    "ranking without target": rooms([room(1)], None, 0.9, events="Oppdrag", size="Oppdrag"),
    "times": times(
        [PlaceTime("AMK 1", 51, 48, 55, 900, True, False), PlaceTime("AMK 2", 70, 40, 90, 20, False, True)],
        50,
        "Alarmer",
    ),
    "season": season(
        [SeasonMonth(2024, 1, 3.0, True), SeasonMonth(2025, 1, 3.1, True), SeasonMonth(2025, 2, 4.0, False)], "rate"
    ),
    "season of shares": season([SeasonMonth(2025, 1, 0.9, True)], "share"),
    "columns": columns(
        [Column(point(1, None).period, 3, 7), Column(point(2, None).period, 4, 9)], "Videresendt", "Stoppet"
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_is_valid_vega_lite_in_norwegian(name: str) -> None:
    alt.LayerChart.from_dict(SPECS[name], validate=True)
    locale = SPECS[name]["config"]["locale"]["number"]
    assert (locale["decimal"], locale["thousands"], locale["percent"]) == (",", "\u00a0", "\u00a0%")


@pytest.mark.parametrize("name", SPECS)
def test_a_chart_can_be_taken_away_as_a_picture(name: str) -> None:
    assert picture.png(SPECS[name], "Tittel", ["2025 · hele landet"]).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("shares", "target", "ends"),
    [
        ([0.925, 0.94], 0.9, (0.85, 0.95)),
        ([0.63, 0.6], 0.8, (0.55, 0.85)),
        ([0.999, None], None, (0.95, 1.0)),
        ([0.0, 1.0], 0.9, (0.0, 1.0)),
        ([], None, (0.0, 1.0)),
    ],
)
def test_the_axis_holds_the_shares_and_the_target(
    shares: list[float | None], target: float | None, ends: tuple[float, float]
) -> None:
    assert share_axis(shares, target) == pytest.approx(ends)


def test_a_missing_month_breaks_the_line() -> None:
    drawn = next(
        layer for layer in layers(trend(line(0.92, None, 0.93), "share", None)) if layer["mark"]["type"] == "line"
    )
    assert [row["value"] for row in drawn["rows"]] == [0.92, None, 0.93]


def test_an_incomplete_month_is_an_open_ring_and_says_so() -> None:
    spec = trend(Line("x", [point(1, 0.92), point(2, 0.5, is_complete=False)]), "share", None)
    points = next(layer for layer in layers(spec) if layer["mark"]["type"] == "point")
    assert [row["complete"] for row in points["rows"]] == [True, False]
    assert points["encoding"]["fill"]["scale"] == {"domain": [True, False], "range": ["#0072b2", "#ffffff"]}
    assert points["rows"][1]["name"] == "februar 2025 (ufullstendig)"


def test_counts_and_times_start_at_zero_and_shares_need_not() -> None:
    scales = {
        unit: trend(line(0.92, 0.93), unit, None)["layer"][0]["encoding"]["y"]["scale"] for unit in ("count", "share")
    }
    assert (scales["count"]["zero"], scales["share"]["zero"]) == (True, False)


@pytest.mark.parametrize("name", ["trend of few", "columns of few", "rooms of few"])
def test_no_two_ticks_of_few_events_have_the_same_label(name: str) -> None:
    spec = {
        "trend of few": trend(line(0.0, 2.0), "count", None),
        "columns of few": columns([Column(point(1, None).period, 1, 1)], "Videresendt", "Stoppet"),
        "rooms of few": platforms([MonthEnd(date(2025, 6, 30), {"lifex": 1, "limited": 0, "iccs": 1}, False)]),
    }[name]
    drawn = vl_convert.vegalite_to_svg({**spec, "width": 600})
    labels = re.search(r"Y-axis.*?role-axis-label(.*?)</g>", drawn, re.DOTALL)
    assert labels is not None
    assert re.findall(r">(\d+)</text>", labels[1]) == ["0", "1", "2"]


def test_a_break_is_marked_in_the_period_it_lies_in() -> None:
    rules = [
        layer for layer in layers(SPECS["trend"]) if layer["mark"]["type"] == "rule" and "period" in layer["rows"][0]
    ]
    assert [row["period"] for row in rules[0]["rows"]] == ["2025-02-01|feb. 25"]


def test_a_room_with_few_calls_is_an_open_ring() -> None:
    dots = next(layer for layer in layers(SPECS["ranking"]) if layer["mark"]["type"] == "point")
    assert [row["fill"] for row in dots["rows"]] == ["other", "few"]


def test_waits_beyond_the_limit_are_told_apart() -> None:
    drawn = next(layer for layer in layers(SPECS["distribution"]) if layer["mark"]["type"] == "bar")
    assert [(row["late"], row["share"]) for row in drawn["rows"]] == [(False, 0.9), (True, 0.05), (True, 0.05)]


def test_a_ranking_without_target_has_the_country_in_its_place() -> None:
    against = {
        name: next(layer for layer in layers(SPECS[name]) if len(layer["rows"]) == 1 and "name" not in layer["rows"][0])
        for name in ("ranking", "ranking without target")
    }
    assert [one["mark"].get("strokeDash") for one in against.values()] == [[5, 4], None]


def test_the_names_of_years_do_not_lie_on_each_other() -> None:
    months = [SeasonMonth(2023, 1, 100.0, True), SeasonMonth(2024, 1, 100.5, True), SeasonMonth(2025, 1, 100.2, True)]
    names = [layer["mark"]["dy"] for layer in layers(season(months, "count", 260)) if layer["mark"]["type"] == "text"]
    heights = [260 * (1 - value / (100.5 * 1.05)) + dy for value, dy in zip((100.0, 100.5, 100.2), names, strict=True)]
    assert min(b - a for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False)) >= 14.9


def test_the_newest_year_stands_out_and_an_incomplete_month_is_open() -> None:
    lines = [layer for layer in layers(SPECS["season"]) if layer["mark"]["type"] == "line"]
    assert [line["mark"]["color"] for line in lines] == ["#8a939c", "#0072b2"]
    fills = [
        row["fill"] for layer in layers(SPECS["season"]) if layer["mark"]["type"] == "point" for row in layer["rows"]
    ]
    assert fills == ["#8a939c", "#0072b2", "#ffffff"]


def test_the_part_to_look_at_lies_lowest() -> None:
    rows = layers(SPECS["columns"])[0]["rows"]
    assert [(row["kind"], row["place"], row["value"]) for row in rows[:2]] == [("Videresendt", 0, 3), ("Stoppet", 1, 7)]


def test_times_begin_at_zero_and_few_events_are_an_open_ring() -> None:
    dots = next(layer for layer in layers(SPECS["times"]) if layer["mark"]["type"] == "point")
    assert dots["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert [row["fill"] for row in dots["rows"]] == ["other", "few"]
