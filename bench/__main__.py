"""`python -m bench`: run benchmarks, keep what they measured, and write RESULTS.md anew."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from bench.catalogue import BENCHMARKS
from bench.machine import machine, versions
from bench.measure import CommandFailedError
from bench.report import render, result_file
from bench.site import Site

HERE = Path(__file__).resolve().parent
_BY_NAME = {benchmark.name: benchmark for benchmark in BENCHMARKS}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(_BY_NAME)))
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), default=1.0, help="Another one is a try.")
@click.option("--runs", type=click.IntRange(min=1), default=3, help="Of each side.")
@click.option("--report", "is_report_only", is_flag=True, help="Measure nothing; only write RESULTS.md anew.")
def main(names: tuple[str, ...], scale: float, runs: int, is_report_only: bool) -> None:
    """Run the benchmarks of these NAMES, or all of them.

    At scale 1 the results go to bench/, to be committed; at any other they stay in var/bench/work/<scale>/.
    """
    site = Site(scale, runs)
    target = HERE if scale == 1 else site.work
    results = target / "results"
    results.mkdir(parents=True, exist_ok=True)
    for name in () if is_report_only else names or _BY_NAME:
        _run(name, site, results)
        _write_report(target)
    _write_report(target)
    click.echo(f"Results: {target / 'RESULTS.md'}")


def _run(name: str, site: Site, results: Path) -> None:
    benchmark = _BY_NAME[name]
    site.check_disk(benchmark.years, benchmark.homes_gb)
    click.echo(f"{name}: {benchmark.title}, scale {site.scale:g}, {site.runs} runs")
    began = time.monotonic()
    result = {
        "benchmark": name,
        "command": _command(name, site),
        "scale": site.scale,
        "runs": site.runs,
        "measured_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine(),
        "versions": versions(),
    }
    try:
        result["measured"] = measured = benchmark.measure(site)
    except CommandFailedError as error:
        raise click.ClickException(str(error)) from None
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    result_file(results, benchmark).write_text(text, encoding="utf-8")
    verdict = benchmark.verdict(measured)
    met = "met" if verdict.is_met else "not met"
    click.echo(f"{name}: {met}, {verdict.reason}. All of it took {time.monotonic() - began:.0f} s")


def _command(name: str, site: Site) -> str:
    scale = "" if site.scale == 1 else f" SCALE={site.scale:g}"
    return f"make bench BENCH={name} RUNS={site.runs}{scale}"


def _write_report(target: Path) -> None:
    (target / "RESULTS.md").write_text(render(target / "results", BENCHMARKS), encoding="utf-8")


if __name__ == "__main__":
    main()
