"""A full year from deliveries to a release, beside the floor; and whether the two have the same values."""

from __future__ import annotations

from datetime import date
from statistics import median

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.compare import compare
from bench.measure import median_s, peak_gb
from bench.site import Site, stages

YEAR = 2025
LIMIT = 2.0
"""Times the floor."""


def measure(site: Site) -> Measured:
    """Runs of both sides in turn, nodstat's stages, and the comparison of the last release with the last floor."""
    raw = site.deliveries("year", date(YEAR, 1, 1), date(YEAR, 12, 31))
    site.warm(raw)
    sides: dict[str, list[Measured]] = {"nodstat": [], "floor": []}
    for number in range(1, site.runs + 1):
        home, floor = site.empty("home"), site.empty("floor") / "floor.duckdb"
        nodstat = site.nodstat(raw, home, f"full year, nodstat {number}")
        sides["nodstat"].append(nodstat.summary() | {"stages": stages(nodstat.output)})
        plain = site.script("floor", "--raw", raw, "--database", floor, name=f"full year, floor {number}")
        sides["floor"].append(plain.summary())
    site.say("  comparing every KPI value")
    agreement = compare(floor, home / "current" / "warehouse.duckdb")
    site.wipe(home)
    site.wipe(floor.parent)
    return {"sides": sides, "agreement": agreement.summary()}


def tables(measured: Measured) -> str:
    """Both sides, then nodstat's stages."""
    sides = measured["sides"]
    floor = median_s(sides["floor"])
    rows = [
        (
            name,
            f"{median_s(runs):.1f} s",
            f"{min(run['seconds'] for run in runs):.1f}–{max(run['seconds'] for run in runs):.1f} s",
            f"{median_s(runs) / floor:.2f}",
            f"{peak_gb(runs):.1f} GB",
        )
        for name, runs in sides.items()
    ]
    names = dict.fromkeys(name for run in sides["nodstat"] for name in run["stages"])
    medians = {name: median(run["stages"].get(name, 0.0) for run in sides["nodstat"]) for name in names}
    # Python's own start and end, imports before the first stage, and what is said at the end.
    medians["Outside the stages"] = median(run["seconds"] - sum(run["stages"].values()) for run in sides["nodstat"])
    stage_rows = [(name, f"{seconds:.1f} s", f"{seconds / floor:.2f}") for name, seconds in medians.items()]
    return (
        table(("", ">median", ">range", ">× floor", ">peak memory"), rows)
        + "\n"
        + table(("nodstat's stages", ">median", ">× floor"), stage_rows)
        + f"\n{_agreement(measured['agreement'])}\n"
    )


def verdict(measured: Measured) -> Verdict:
    """By the ratio of the medians, and only if the values agree."""
    sides, agreement = measured["sides"], measured["agreement"]
    ratio = median_s(sides["nodstat"]) / median_s(sides["floor"])
    values = "the same values" if agreement["is_full"] else "other values"
    return Verdict(ratio <= LIMIT and agreement["is_full"], f"{ratio:.2f} times the floor, and {values}")


def _agreement(agreement: Measured) -> str:
    compared = f"{agreement['compared']:,} KPI values compared"
    if agreement["is_full"]:
        return f"{compared}, every one that either side has: counts equal, other values within 1e-9 of each other."
    return (
        f"{compared}: {agreement['different']:,} differ; {agreement['only_here']:,} only the floor has, "
        f"{agreement['only_there']:,} only nodstat. First: {agreement['example']}."
    )


BENCHMARK = Benchmark(
    name="full_year",
    title="A full year, from deliveries to a release",
    requirement="At most twice the floor: plain DuckDB that reads the same deliveries and makes the same `kpi_values`, "
    "checks nothing and publishes nothing. The goal is once.",
    years=(YEAR,),
    homes_gb=3,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
