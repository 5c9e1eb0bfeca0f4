"""The trend chart, read back from the specification that the browser gets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from streamlit_app import charts
from streamlit_app.records import KpiValue


def month(year: int, number: int, share: float | None, *, is_complete: bool = True) -> KpiValue:
    start = date(year, number, 1)
    return KpiValue("any", "113", start, start, "NO", None, None, share, 1, 0.9, None, is_complete)


def layers(*args: Any) -> list[dict[str, Any]]:
    chart = charts.share_trend(*args).to_dict()
    return [
        {
            "mark": layer["mark"],
            "rows": chart["datasets"][layer["data"]["name"]],
            "encoding": layer["encoding"],
        }
        for layer in chart["layer"]
    ]


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
    assert charts.share_axis(shares, target) == pytest.approx(ends)


def test_every_layer_has_the_same_axis() -> None:
    drawn = layers([month(2025, 1, 0.92)], [month(2024, 1, 0.91)], 0.9)
    assert {tuple(layer["encoding"]["y"]["scale"]["domain"]) for layer in drawn} == {(0.85, 0.95)}


def test_a_missing_month_breaks_the_line() -> None:
    drawn = layers([month(2025, 1, 0.92), month(2025, 4, 0.93)], [], None)
    line = next(layer for layer in drawn if layer["mark"]["type"] == "line")
    assert [(row["month"], row["share"]) for row in line["rows"]] == [
        ("jan.", 0.92), ("feb.", None), ("mars", None), ("apr.", 0.93),
    ]  # fmt: skip


def test_an_incomplete_month_is_marked() -> None:
    drawn = layers([month(2025, 1, 0.92), month(2025, 2, 0.5, is_complete=False)], [], 0.9)
    points = next(layer for layer in drawn if layer["mark"]["type"] == "point")
    assert [row["complete"] for row in points["rows"]] == [True, False]
    assert points["encoding"]["fill"] == {
        "condition": {"test": "datum.complete", "value": "#0072b2"},
        "value": "#ffffff",
    }


def test_the_target_is_named_in_norwegian() -> None:
    rule, label, *_ = layers([month(2025, 1, 0.92)], [], 0.9)
    assert (rule["mark"]["type"], rule["rows"][0]["share"]) == ("rule", 0.9)
    assert (label["mark"]["type"], label["rows"][0]["label"]) == ("text", "Mål 90\N{NO-BREAK SPACE}%")


def test_a_years_label_is_on_the_side_away_from_the_other_line() -> None:
    before = [month(2024, 10, 0.92), month(2024, 12, 0.90)]
    labels = layers([month(2025, 10, 0.91)], before, None)[-2:]
    sides = {label["rows"][0]["year"]: label["mark"]["dy"] for label in labels}
    assert sides["2025"] > 0 > sides["2024"]


def test_numbers_are_norwegian() -> None:
    locale = charts.share_trend([month(2025, 1, 0.92)], [], None).to_dict()["config"]["locale"]["number"]
    assert (locale["decimal"], locale["thousands"], locale["percent"]) == (",", "\u00a0", "\u00a0%")
