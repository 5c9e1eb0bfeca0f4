"""The call KPIs of a year made with pandas, with Polars alone and by the floor, beside nodstat's whole run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.call_kpis import CALL_KPIS
from bench.compare import compare
from bench.machine import available_bytes
from bench.measure import DONE, Run, median_s, peak_gb
from bench.site import Site

YEAR = 2025
MEMORY_SHARE = 0.8
"""Of the memory that is free: whoever needs more is stopped, before the machine stands still."""
TIME_LIMIT_S = 3600.0
ONCE = {"pandas"}
_DOES = {
    "nodstat": "every feed; checked, published",
    "floor": "calls only, plain DuckDB",
    "Polars": "calls only",
    "pandas": "calls only",
}


def measure(site: Site) -> Measured:
    """Runs of all sides in turn (pandas once), and each side's values held against nodstat's."""
    raw = site.deliveries("year", date(YEAR, 1, 1), date(YEAR, 12, 31))
    site.warm(raw)
    sides: dict[str, list[Measured]] = {name: [] for name in _DOES}
    for number in range(1, site.runs + 1):
        made, home = site.empty("alternatives"), site.empty("home")
        for name, runs in sides.items():
            if number == 1 or name not in ONCE:
                runs.append(_run(site, name, number, (raw, home, made)).summary())
        if number == 1:
            site.say("  comparing the call KPIs")
            agreements = {
                name: _compare(made, home, name)
                for name, runs in sides.items()
                if name != "nodstat" and runs[0]["outcome"] == DONE
            }
    site.wipe(made)
    site.wipe(home)
    return {"sides": sides, "agreements": agreements}


def _run(site: Site, name: str, number: int, places: tuple[Path, Path, Path]) -> Run:
    raw, home, made = places
    label = f"alternatives, {name} {number}"
    limits = {"memory_limit_bytes": int(MEMORY_SHARE * available_bytes()), "time_limit_s": TIME_LIMIT_S}
    match name:
        case "nodstat":
            return site.nodstat(raw, home, label)
        case "floor":
            database = made / "floor.duckdb"
            return site.script("floor", "--raw", raw, "--database", database, "--calls-only", name=label)
        case _:
            module = f"with_{name.lower()}"
            return site.script(module, "--raw", raw, "--out", made / f"{name}.parquet", name=label, **limits)


def _compare(made: Path, home: Path, name: str) -> Measured:
    release = home / "current" / "warehouse.duckdb"
    there = made / ("floor.duckdb" if name == "floor" else f"{name}.parquet")
    return compare(there, release, [kpi.kpi_id for kpi in CALL_KPIS]).summary()


def tables(measured: Measured) -> str:
    """A row per side."""
    nodstat = median_s(measured["sides"]["nodstat"])
    rows = []
    for name, runs in measured["sides"].items():
        is_done = all(run["outcome"] == DONE for run in runs)
        agreement = measured["agreements"].get(name)
        rows.append(
            (
                name,
                _DOES[name],
                f"{median_s(runs):.1f} s" if is_done else f"{runs[0]['outcome']} after {runs[0]['seconds']:.0f} s",
                f"{median_s(runs) / nodstat:.2f}" if is_done else "",
                f"{peak_gb(runs):.1f} GB",
                f"{len(runs)}",
                f"{agreement['compared'] - agreement['different']:,} of {agreement['compared']:,}" if agreement else "",
            )
        )
    return table(("", "makes", ">median", ">× nodstat", ">peak memory", ">runs", ">values equal to nodstat's"), rows)


def verdict(measured: Measured) -> Verdict:
    """Whether all that came to an end have the same values: there is no requirement on time."""
    agreements = measured["agreements"]
    odd = [name for name, agreement in agreements.items() if not agreement["is_full"]]
    stopped = [name for name in measured["sides"] if name not in agreements and name != "nodstat"]
    reason = (
        f"other values from {', '.join(odd)}" if odd else f"nodstat, {', '.join(agreements)} have the same call KPIs"
    )
    return Verdict(
        bool(agreements) and not odd, reason + (f"; {', '.join(stopped)} did not come to an end" if stopped else "")
    )


BENCHMARK = Benchmark(
    name="alternatives",
    title="The call KPIs, otherwise",
    requirement="None on time; whoever comes to an end has the same values as nodstat.",
    years=(YEAR,),
    homes_gb=3,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
