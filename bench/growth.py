"""One, three and ten years from nothing, with each engine: time, memory and disk, and where they stop being linear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.measure import DONE, median_s, peak_gb
from bench.site import Site, bytes_in, stages

LAST_YEAR = 2025
YEARS = (1, 3, 10)
MEMORY_LIMIT_GB = 6.0
"""Of DuckDB's runs."""
SPARK_LIMIT_S = 3600.0
"""When a run on Spark is stopped, which is a finding too."""
SPARK_MEMORY = "8g"
"""Spark's heap; its default is for a laptop."""


def measure(site: Site) -> Measured:
    """Runs of each number of years and each engine in turn; on Spark one of each, since it is not near any limit."""
    sides: dict[str, dict[str, list[Measured]]] = {"DuckDB": {}, "Spark": {}}
    for years in YEARS:
        raw = site.deliveries("growth", date(LAST_YEAR + 1 - years, 1, 1), date(LAST_YEAR, 12, 31))
        site.warm(raw)
        delivered = bytes_in(raw)
        for number in range(1, site.runs + 1):
            home = site.empty("home")
            done = site.nodstat(raw, home, f"growth, years {years}, run {number}")
            measured = done.summary() | {"stages": stages(done.output)} | _held(home) | {"delivered_bytes": delivered}
            sides["DuckDB"].setdefault(f"{years}", []).append(measured)
            site.wipe(home)
        home = site.empty("home")
        done = site.nodstat(
            raw,
            home,
            f"growth, years {years}, Spark",
            "--engine",
            "spark",
            settings={"NODSTAT_SPARK_MEMORY": SPARK_MEMORY},
            time_limit_s=SPARK_LIMIT_S,
        )
        measured = done.summary() | {"stages": stages(done.output)} | {"delivered_bytes": delivered}
        sides["Spark"][f"{years}"] = [measured | (_held(home) if done.outcome == DONE else {})]
        site.wipe(home)
    return {"sides": sides}


def _held(home: Path) -> dict[str, int]:
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
    """A row per engine and number of years, and the stages that grow."""
    rows, stage_rows = [], []
    for engine, sides in measured["sides"].items():
        for years, runs in sides.items():
            rows.append((engine, years, *_size(runs[0]), *_cost(runs, sides["1"]), *_disk(runs[0])))
            stage_rows.append((engine, years, *(_stage(runs, name) for name in STAGES)))
    headings = ("engine", ">years", ">calls", ">deliveries", ">median", ">× 1 year", ">peak memory")
    return (
        table((*headings, ">lake", ">build", ">release"), rows)
        + "\n"
        + table(("engine", ">years", *(f">{name.lower()}" for name in STAGES)), stage_rows)
    )


STAGES = ("Reading deliveries", "Building and testing the warehouse", "Publishing the release")


def _size(run: Mapping[str, Any]) -> tuple[str, str]:
    return f"{run['calls']:,}" if "calls" in run else "–", _gb(run, "delivered_bytes")


def _cost(runs: Sequence[Mapping[str, Any]], one: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    seconds = median_s(runs)
    if runs[0]["outcome"] != DONE:
        return f"{runs[0]['outcome']} ({seconds:.0f} s)", "–", f"{peak_gb(runs):.1f} GB"
    return f"{seconds:.0f} s", f"{seconds / median_s(one):.2f}", f"{peak_gb(runs):.1f} GB"


def _disk(run: Mapping[str, Any]) -> tuple[str, str, str]:
    return _gb(run, "lake_bytes"), _gb(run, "build_bytes"), _gb(run, "release_bytes")


def _stage(runs: Sequence[Mapping[str, Any]], name: str) -> str:
    taken = [run["stages"][name] for run in runs if name in run["stages"]]
    return f"{median(taken):.0f} s" if taken else "–"


def _gb(run: Mapping[str, Any], name: str) -> str:
    return f"{run[name] / 1e9:.1f} GB" if name in run else "–"


def verdict(measured: Measured) -> Verdict:
    """By DuckDB's time per year beside that of one year, and by its highest peak."""
    sides = measured["sides"]["DuckDB"]
    one = median_s(sides["1"])
    times = {years: median_s(runs) / one for years, runs in sides.items()}
    peak = max(peak_gb(runs) for runs in sides.values())
    is_linear = all(ratio <= int(years) for years, ratio in times.items())
    said = ", ".join(f"{years} years take {ratio:.2f} times one" for years, ratio in times.items() if years != "1")
    return Verdict(is_linear and peak < MEMORY_LIMIT_GB, f"on DuckDB {said}; at most {peak:.1f} GB")


BENCHMARK = Benchmark(
    name="growth",
    title="Growth",
    requirement=f"On DuckDB, time at most linear in the years, and peak memory below {MEMORY_LIMIT_GB:.0f} GB.",
    years=tuple(range(LAST_YEAR + 1 - max(YEARS), LAST_YEAR + 1)),
    homes_gb=25,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
