"""The charts, read back from the specifications that the browser gets, and held against Vega-Lite's own schema."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pytest

from streamlit_app.charts import picture
from streamlit_app.charts.bars import Bar, bars
from streamlit_app.charts.distribution import distribution
from streamlit_app.charts.heatmap import heatmap
from streamlit_app.charts.rooms import MOST_RANKED, RoomShare, rooms
from streamlit_app.charts.theme import Spec, share_axis
from streamlit_app.charts.trend import Break, Line, trend
from streamlit_app.figures import TrendPoint
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
    return [layer | {"rows": spec["datasets"][layer.get("data", spec.get("data"))["name"]]} for layer in spec["layer"]]


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
    "bars": bars([Bar("Oslo → Bergen", 3, "3")]),
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
