"""One, three and ten years from nothing: does time grow faster than the data, does memory stay, what does disk hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.measure import median_s, peak_gb
from bench.site import Site, bytes_in, stages

LAST_YEAR = 2025
YEARS = (1, 3, 10)
MEMORY_LIMIT_GB = 6.0
STAGES = ("Reading deliveries", "Building and testing the warehouse", "Publishing the release")


def measure(site: Site) -> Measured:
    """Runs of each number of years in turn."""
    sides: dict[str, list[Measured]] = {f"{years}": [] for years in YEARS}
    for number in range(1, site.runs + 1):
        for years in YEARS:
            raw = deliveries(site, years)
            home = site.empty("home")
            done = site.nodstat(raw, home, f"growth, years {years}, run {number}")
            found = {"stages": stages(done.output), "delivered_bytes": bytes_in(raw)} | held(home)
            sides[f"{years}"].append(done.summary() | found)
            site.wipe(home)
    return {"sides": sides}


def deliveries(site: Site, years: int) -> Path:
    """Of the last so many years, read once."""
    raw = site.deliveries("growth", date(LAST_YEAR + 1 - years, 1, 1), date(LAST_YEAR, 12, 31))
    site.warm(raw)
    return raw


def held(home: Path) -> dict[str, int]:
    """What a home holds after its first run: the release's calls, and bytes of its parts."""
    release = home / "current" / "warehouse.duckdb"
    with duckdb.connect(release, read_only=True) as connection:
        counted = connection.execute("select count(*) from marts.fct_call").fetchone()
    assert counted is not None
    return {
        "calls": counted[0],
        "lake_bytes": bytes_in(home / "lake"),
        "build_bytes": bytes_in(home / "build"),
        "release_bytes": release.stat().st_size,
    }


def tables(measured: Measured) -> str:
    """A row per number of years: time and memory, then the stages that grow, then what lies on disk."""
    sides: Mapping[str, Sequence[Mapping[str, Any]]] = measured["sides"]
    one = median_s(sides["1"])
    cost = [
        (
            years,
            f"{runs[0]['calls']:,}",
            f"{median_s(runs):.0f} s",
            f"{median_s(runs) / one:.2f}",
            *(f"{median(run['stages'].get(name, 0.0) for run in runs):.0f} s" for name in STAGES),
            f"{peak_gb(runs):.1f} GB",
        )
        for years, runs in sides.items()
    ]
    parts = ("delivered_bytes", "lake_bytes", "build_bytes", "release_bytes")
    disk = [(years, *(f"{runs[0][part] / 1e9:.2f} GB" for part in parts)) for years, runs in sides.items()]
    return (
        table(
            (">years", ">calls", ">median", ">× 1 year", ">reading", ">building", ">publishing", ">peak memory"), cost
        )
        + "\n"
        + table((">years", ">deliveries", ">lake", ">build file", ">release"), disk)
    )


def verdict(measured: Measured) -> Verdict:
    """By time per year beside that of one year, and by the highest peak."""
    sides = measured["sides"]
    one = median_s(sides["1"])
    times = {years: median_s(runs) / one for years, runs in sides.items()}
    peak = max(peak_gb(runs) for runs in sides.values())
    is_linear = all(ratio <= int(years) for years, ratio in times.items())
    said = ", ".join(f"{years} years take {ratio:.2f} times one" for years, ratio in times.items() if years != "1")
    return Verdict(is_linear and peak < MEMORY_LIMIT_GB, f"{said}; at most {peak:.1f} GB")


BENCHMARK = Benchmark(
    name="growth",
    title="Growth",
    requirement=f"Time at most linear in the years, and peak memory below {MEMORY_LIMIT_GB:.0f} GB.",
    years=tuple(range(LAST_YEAR + 1 - max(YEARS), LAST_YEAR + 1)),
    homes_gb=12,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
