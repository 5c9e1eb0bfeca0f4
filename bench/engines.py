"""DuckDB and Spark on the same machine and the same years: what it costs that the models run on both."""

from __future__ import annotations

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.growth import LAST_YEAR, YEARS, deliveries, held
from bench.measure import DONE, median_s, peak_gb
from bench.site import Site, stages

ENGINES = ("duckdb", "spark")
LIMIT_S = 3600.0
"""When a run is stopped, which is a finding too."""
SPARK_MEMORY = "8g"
"""Of its heap; the default is for less."""


def measure(site: Site) -> Measured:
    """One run of each engine and number of years, in turn: they differ by more than runs do."""
    sides: dict[str, dict[str, Measured]] = {engine: {} for engine in ENGINES}
    for years in YEARS:
        raw = deliveries(site, years)
        for engine in ENGINES:
            home = site.empty("home")
            done = site.nodstat(
                raw, home, f"engines, years {years}, {engine}", "--engine", engine,
                settings={"NODSTAT_SPARK_MEMORY": SPARK_MEMORY}, time_limit_s=LIMIT_S, may_fail=engine == "spark",
            )  # fmt: skip
            found = held(home) if done.outcome == DONE else {}
            sides[engine][f"{years}"] = done.summary() | {"stages": stages(done.output)} | found
            site.wipe(home)
    return {"sides": sides}


def tables(measured: Measured) -> str:
    """A row per number of years and engine."""
    sides = measured["sides"]
    rows = []
    for years, duckdb in sides["duckdb"].items():
        for engine in ENGINES:
            run = sides[engine][years]
            is_done = run["outcome"] == DONE
            building = run["stages"].get("Building and testing the warehouse")
            rows.append(
                (
                    years,
                    engine,
                    f"{run['seconds']:.0f} s" if is_done else run["outcome"],
                    f"{median_s([run]) / median_s([duckdb]):.1f}" if is_done else "–",
                    f"{building:.0f} s" if building is not None else "–",
                    f"{peak_gb([run]):.1f} GB",
                    f"{run['build_bytes'] / 1e9:.2f} GB" if is_done else "–",
                )
            )
    return table((">years", "engine", ">time", ">× DuckDB", ">building", ">peak memory", ">build's disk"), rows)


def verdict(measured: Measured) -> Verdict:
    """Whether Spark came to an end with every number of years."""
    ended = [years for years, run in measured["sides"]["spark"].items() if run["outcome"] == DONE]
    return Verdict(len(ended) == len(YEARS), f"Spark came to an end with {' and '.join(ended) or 'no'} years")


BENCHMARK = Benchmark(
    name="engines",
    title="DuckDB and Spark",
    requirement="None on time. Spark comes to the end of each, on this machine too.",
    years=tuple(range(LAST_YEAR + 1 - max(YEARS), LAST_YEAR + 1)),
    homes_gb=25,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
