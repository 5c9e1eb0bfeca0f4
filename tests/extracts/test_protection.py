"""The tables of a package are protected as one: what one of them tells, the others do not hide."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dagster_project.extracts import protection
from dagster_project.extracts.figures import Figures, read_figures
from dagster_project.extracts.periods import parse_period
from dagster_project.releases import Release
from dagster_project.settings import Settings
from tests.extracts.site import COUNTS, make_release

VEHICLE = {"vehicle": "rescue_helicopter", "base_id": "all"}


@pytest.fixture
def figures(release: Release) -> Figures:
    return read_figures(release, parse_period("2025-11"), ("month",))


def test_the_whole_package_withstands_and_hides_less_than_by_hand(figures: Figures) -> None:
    found = protection.protect(figures, 5, [])
    assert found.narrow == 0
    assert 0 < found.lost.hidden <= found.by_hand.hidden < found.lost.cells


def test_the_same_count_is_hidden_or_shown_in_every_table(figures: Figures) -> None:
    found = protection.protect(figures, 5, [])
    cells = pl.concat(found.tables.values()).group_by(protection.CELL).agg(pl.col("missions").unique())
    assert cells.filter(pl.col("missions").list.len() > 1).is_empty()
    declined = found.tables["utfall_og_arsak"].filter(outcome="declined", **VEHICLE)["missions"].item()
    share = found.kpis.filter(kpi_id="air_missions_declined_share", segment="rescue_helicopter")
    assert (declined, share["numerator"].item(), share["is_suppressed"].item()) == (None, None, True)


def test_what_a_base_declined_is_not_worked_out_from_its_vehicle_and_the_other_bases(settings: Settings) -> None:
    """Bergen declined 3 of the helicopters' 203. Were the other two bases' 100 shown, and the 203, it would be told."""
    counts = {**COUNTS, ("declined", "weather"): (3, 100, 100, 12, 6)}
    figures = read_figures(
        make_release(settings.home, months={"2025-11": counts}), parse_period("2025-T3"), ("tertial",)
    )
    found = protection.protect(figures, 5, [])
    declined = found.tables["utfall_og_arsak"].filter(outcome="declined")
    of_bases = declined.filter(pl.col("base_id").is_in(["HEL-TROMSO", "HEL-AL"]))
    of_helicopters = declined.filter(base_id="all", vehicle="helicopter")
    assert declined.filter(base_id="HEL-BERGEN")["missions"].to_list() == [None]
    assert None in [*of_bases["missions"], *of_helicopters["missions"]]
    assert found.narrow == 0


@pytest.mark.parametrize(
    ("missions", "n", "median", "p90"),
    [(55, 50, True, True), (54, 50, True, False), (55, 49, True, False), (15, 10, True, False), (14, 10, False, False),
     (15, 9, False, False), (None, 50, False, False)],
)  # fmt: skip
def test_a_time_needs_events_on_either_side_and_tells_of_no_few_without_one(
    figures: Figures, missions: int | None, n: int, median: bool, p90: bool
) -> None:
    """A median of 10 and a percentile of 50 have five events beyond them; 14 missions would be 4 without a time."""
    cell = {"period": "2025-11", "base_id": "all", "vehicle": "plane", "category": "all", "outcome": "all"}
    cells = pl.DataFrame([{**cell, "missions": missions}], schema_overrides={"missions": pl.Int64})
    times = figures.times.filter(base_id="all", vehicle="plane", time="response").with_columns(n=n)
    found = protection._times(replace(figures, times=times), cells, 5)
    shown = dict(found.select("statistic", pl.col("value").is_not_null()).iter_rows())
    assert shown == {"median": median, "p90": p90}
