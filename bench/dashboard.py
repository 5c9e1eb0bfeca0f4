"""The dashboard on three years: pages opened and filters changed in Chromium, and fifty readers at once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import quantiles

from bench import pages
from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.site import Site
from dagster_project.settings import PROJECT_ROOT
from streamlit_app.navigation import PAGES

YEARS = (2023, 2024, 2025)
OPENED_S, CHANGED_S, LOADED_S = 1.5, 0.7, 3.0
"""p95 of opening a page, of changing a filter, and of either with fifty sessions."""
SESSIONS, LOAD_S = 50, 300.0
FLAT = 1.1
"""How much more memory the server may have at the end of the load than when all sessions had been served a while."""
VIEWS = (
    {"periode": "Måned", "maned": "mars 2025"},
    {"periode": "Måned", "maned": "mars 2025", "enhet": "Helse Vest RHF"},
    {"periode": "Måned", "maned": "november 2025", "enhet": "Oslo universitetssykehus"},
    {"periode": "Uke", "uke": "uke 24 2025"},
    {"periode": "År", "aar": "2024"},
    {"periode": "Fra–til", "fra": "2023-01-10", "til": "2025-12-20"},
)
ADDRESSES: pages.Views = {
    # The first one is where the dashboard opens, and has no address.
    "" if page is PAGES[0] else page.path: [
        view for view in VIEWS if page.covers is None and (page.units == "rooms" or "enhet" not in view)
    ]
    or [{}]
    for page in PAGES
}
"""Every page in the views that its filter bar can show."""
CHOICES = ("Uke", "Tertial", "År", "Dag", "Måned")


def measure(site: Site) -> Measured:
    """A release of three years, a server on it, Chromium alone with it, and then the sessions."""
    raw = site.deliveries("dashboard", date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    home = site.empty("dashboard-home")
    site.nodstat(raw, home, "release for the dashboard")
    return readers(site, home)


def readers(site: Site, home: Path, sessions: int = SESSIONS, seconds: float = LOAD_S) -> Measured:
    """What readers of a home's dashboard meet."""
    with serving(home, site.work / "logs" / "dashboard-server.log") as (address, server):
        site.say("  Chromium …")
        alone = pages.times(address, ADDRESSES, CHOICES, site.runs)
        done = site.script(
            "sessions", address, f"{server}", f"{sessions}", f"{seconds}", *ADDRESSES, name=f"{sessions} sessions"
        )
    load = json.loads(done.output.splitlines()[-1])
    return {"alone": asdict(alone), "load": load | {"sessions": sessions, "length_s": seconds}}


@contextmanager
def serving(home: Path, log: Path) -> Iterator[tuple[str, int]]:
    """A dashboard on a home: its address and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [
        sys.executable, "-m", "streamlit", "run", f"{PROJECT_ROOT / 'streamlit_app' / 'app.py'}",
        "--server.address", "127.0.0.1", "--server.port", f"{port}", "--server.headless", "true",
    ]  # fmt: skip
    environment = {**os.environ, "NODSTAT_HOME": str(home), "PYTHONPATH": str(PROJECT_ROOT)}
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        while not _answers(address):
            if server.poll() is not None:
                raise RuntimeError(f"the dashboard did not start: {log.read_text(errors='replace')}")
            time.sleep(0.2)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
        return bool(answer.status == 200)
    return False


def tables(measured: Measured) -> str:
    """A row per page, and one for the sessions."""
    alone, load = measured["alone"], measured["load"]
    rows = [
        (path or PAGES[0].path, *_shown(opened), *_shown(alone["changed"].get(path, [])))
        for path, opened in alone["opened"].items()
    ]
    rows.append(("all pages", *_shown(_all(alone["opened"])), *_shown(_all(alone["changed"]))))
    first, last = _memory(load)
    rows.append((f"{load['sessions']} sessions", *_shown(load["seconds"]["open"]), *_shown(load["seconds"]["change"])))
    memory = f"\n{load['sessions']} sessions for {load['length_s']:.0f} s: {len(_all(load['seconds']))} scripts, "
    memory += f"{len(load['errors'])} errors, server {first / 1e9:.2f} GB after a third of the time, "
    memory += f"{last / 1e9:.2f} GB at the end.\n"
    return table(("page", ">opened, p50", ">p95", ">filter changed, p50", ">p95"), rows) + memory


def verdict(measured: Measured) -> Verdict:
    """By the p95 over all pages and views, and what the sessions met."""
    alone, load = measured["alone"], measured["load"]
    opened, changed = p95(_all(alone["opened"])), p95(_all(alone["changed"]))
    loaded, (first, last) = p95(_all(load["seconds"])), _memory(load)
    is_met = opened <= OPENED_S and changed <= CHANGED_S and loaded <= LOADED_S
    return Verdict(
        is_met and not load["errors"] and last <= FLAT * first,
        f"p95 {opened:.2f} s to open a page, {changed:.2f} s to change a filter; with {load['sessions']} sessions "
        f"{loaded:.2f} s, {len(load['errors'])} errors, memory × {last / first:.2f}",
    )


def p95(seconds: Sequence[float]) -> float:
    """The 95th percentile, interpolated; a single value is its own."""
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]


def _shown(seconds: Sequence[float]) -> tuple[str, str]:
    if not seconds:
        return "–", "–"
    return f"{sorted(seconds)[len(seconds) // 2]:.2f} s", f"{p95(seconds):.2f} s"


def _all(seconds: Mapping[str, Sequence[float]]) -> list[float]:
    return [one for some in seconds.values() for one in some]


def _memory(load: Measured) -> tuple[int, int]:
    """The server's memory after a third of the load, when caches have filled, and at its end."""
    taken = [resident for _, resident in load["memory"]]
    return taken[len(taken) // 3], taken[-1]


BENCHMARK = Benchmark(
    name="dashboard",
    title="The dashboard",
    requirement=(
        f"On three years, warm, in Chromium: figures visible p95 ≤ {OPENED_S} s after opening a page, ≤ {CHANGED_S} s "
        f"after changing a filter. {SESSIONS} sessions for {LOAD_S / 60:.0f} minutes: no errors, p95 ≤ {LOADED_S:.0f} "
        "s, memory flat."
    ),
    years=YEARS,
    homes_gb=8,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
