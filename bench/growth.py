"""One, two and four years from nothing: does time grow faster than the data, and does memory stay?"""

from __future__ import annotations

from datetime import date

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.measure import median_s, peak_gb
from bench.site import Site

LAST_YEAR = 2025
YEARS = (1, 2, 4)
MEMORY_LIMIT_GB = 6.0


def measure(site: Site) -> Measured:
    """Runs of each number of years in turn."""
    sides: dict[str, list[Measured]] = {f"{years}": [] for years in YEARS}
    for number in range(1, site.runs + 1):
        for years in YEARS:
            raw = site.deliveries("growth", date(LAST_YEAR + 1 - years, 1, 1), date(LAST_YEAR, 12, 31))
            site.warm(raw)
            home = site.empty("home")
            done = site.nodstat(raw, home, f"growth, years {years}, run {number}")
            sides[f"{years}"].append(done.summary())
            site.wipe(home)
    return {"sides": sides}


def tables(measured: Measured) -> str:
    """A row per number of years."""
    one = median_s(measured["sides"]["1"])
    rows = [
        (years, f"{median_s(runs):.1f} s", f"{median_s(runs) / one:.2f}", f"{peak_gb(runs):.1f} GB")
        for years, runs in measured["sides"].items()
    ]
    return table((">years", ">median", ">× 1 year", ">peak memory"), rows)


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
    homes_gb=8,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
