"""One new day's deliveries on top of a month, a year and three years of history."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.measure import median_s, peak_gb
from bench.site import Site, copy_home, stages

DAY = date(2025, 12, 31)
HISTORIES = {"1 month": date(2025, 12, 1), "1 year": date(2025, 1, 1), "3 years": date(2023, 1, 1)}
"""Its first day; the last is the day before the new one."""
LIMIT_S = 30.0
GROWTH_LIMIT = 1.5
"""Three years, as times one month."""


def measure(site: Site) -> Measured:
    """Runs on each history in turn. Building a history and copying its home are not part of a run."""
    roots, homes = {}, {}
    for history, first in HISTORIES.items():
        name = history.replace(" ", "-")
        roots[history] = site.deliveries(name, first, DAY - timedelta(days=1))
        homes[history] = site.empty(f"home-{name}")
        site.nodstat(roots[history], homes[history], f"new day, history of {history}")
        copy_home(homes[history], homes[history].with_suffix(".before"))
        site.add_day(roots[history], DAY)
        site.warm(roots[history])
    sides: dict[str, list[Measured]] = {history: [] for history in HISTORIES}
    for number in range(1, site.runs + 1):
        for history, runs in sides.items():
            # Copied back to the same place: what dbt remembers of a project holds for one place only.
            copy_home(homes[history].with_suffix(".before"), homes[history])
            done = site.nodstat(roots[history], homes[history], f"new day on {history} {number}")
            runs.append(done.summary() | {"stages": stages(done.output)})
    for home in homes.values():
        site.wipe(home)
        site.wipe(home.with_suffix(".before"))
    return {"sides": sides}


def tables(measured: Measured) -> str:
    """A row per history, with the stages."""
    sides = measured["sides"]
    names = dict.fromkeys(name for runs in sides.values() for run in runs for name in run["stages"])
    rows = [
        (
            history,
            f"{median_s(runs):.1f} s",
            f"{median_s(runs) / median_s(sides['1 month']):.2f}",
            f"{peak_gb(runs):.1f} GB",
            *(f"{median(run['stages'].get(name, 0.0) for run in runs):.1f} s" for name in names),
        )
        for history, runs in sides.items()
    ]
    return table(("history", ">median", ">× 1 month", ">peak memory", *(f">{name}" for name in names)), rows)


def verdict(measured: Measured) -> Verdict:
    """By the slowest history, and by three years beside one month."""
    medians = {history: median_s(runs) for history, runs in measured["sides"].items()}
    slowest = max(medians.values())
    growth = medians["3 years"] / medians["1 month"]
    reason = f"at most {slowest:.1f} s; three years take {growth:.2f} times one month"
    return Verdict(slowest <= LIMIT_S and growth <= GROWTH_LIMIT, reason)


BENCHMARK = Benchmark(
    name="new_day",
    title="A new day",
    requirement=f"At most {LIMIT_S:.0f} s, and on three years of history at most {GROWTH_LIMIT} times what it takes on "
    "one month.",
    years=(2023, 2024, 2025),
    homes_gb=16,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
