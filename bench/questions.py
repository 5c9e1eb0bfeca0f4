"""How long a question takes: the worked queries of docs/queries, and every query of the dashboard's pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import duckdb
import numpy as np

from bench.benchmark import Benchmark, Measured, Verdict, table
from bench.recording import Recorded, record_pages
from bench.site import Site
from dagster_project.releases import Release, current_release, open_locked
from dagster_project.settings import PROJECT_ROOT, Settings

YEARS = (2023, 2024, 2025)
REPETITIONS = 20
LIMIT_MS = 150.0
QUERIES = PROJECT_ROOT / "docs" / "queries"
_EVENTS = re.compile(r"\b(?:fct_\w+|calls_by_hour|answer_time_distribution|calls_double_logged)\b")
Open = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


def measure(site: Site) -> Measured:
    """Milliseconds of each question: on a new connection, then again and again on one that stays open."""
    raw = site.deliveries("3-years", date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    home = site.empty("home")
    site.nodstat(raw, home, "questions, release of 3 years")
    settings = Settings.from_environment(home=home, environment={})
    release = current_release(settings)
    assert release is not None, "nodstat run ended well"
    asked = [*_worked(release, site), *_dashboard(record_pages(home), site)]
    site.wipe(home)
    return {"repetitions": REPETITIONS, "questions": asked}


def _worked(release: Release, site: Site) -> Iterator[Measured]:
    for path in sorted(QUERIES.glob("*.sql")):
        site.say(f"  docs/queries/{path.name}")
        yield _ask(lambda: open_locked(release), path.read_text(encoding="utf-8"), None) | {
            "asked_by": "docs/queries",
            "question": path.stem,
        }


def _dashboard(pages: list[Recorded], site: Site) -> Iterator[Measured]:
    for page in pages:
        site.say(f"  dashboard, {page.page}: {len(page.queries)} queries")
        assert page.connect is not None, "a page that asks has connected"
        for number, (sql, parameters) in enumerate(page.queries, start=1):
            yield _ask(page.connect, sql, parameters) | {
                "asked_by": f"dashboard, {page.page}",
                "question": f"{number}",
                "sql": " ".join(sql.split()),
            }


def _ask(open_connection: Open, sql: str, parameters: Any) -> Measured:
    with open_connection() as connection:
        first_ms, rows = _time(connection, sql, parameters)
        again_ms = [_time(connection, sql, parameters)[0] for _ in range(REPETITIONS)]
    return {
        "is_kpi_question": is_about_kpis(sql),
        "rows": rows,
        "first_ms": round(first_ms, 2),
        "p50_ms": round(float(np.percentile(again_ms, 50)), 2),
        "p95_ms": round(float(np.percentile(again_ms, 95)), 2),
    }


def is_about_kpis(sql: str) -> bool:
    """Whether a query reads `kpi_values` and no events."""
    code = re.sub("--.*", "", sql)
    return "kpi_values" in code and not _EVENTS.search(code)


def _time(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any) -> tuple[float, int]:
    began = time.perf_counter()
    rows = connection.execute(sql, parameters).fetchall()
    return (time.perf_counter() - began) * 1000, len(rows)


def tables(measured: Measured) -> str:
    """A row per worked query, and one per page for the slowest of its queries."""
    asked = measured["questions"]
    rows = []
    for by in dict.fromkeys(question["asked_by"] for question in asked):
        mine = [question for question in asked if question["asked_by"] == by]
        if by.startswith("dashboard"):
            rows += [_row(f"{by}, slowest of {len(mine)}", max(mine, key=lambda question: question["p95_ms"]))]
        else:
            rows += [_row(question["question"], question) for question in mine]
    return table(("question", "about KPIs", ">rows", ">p50", ">p95", ">first time"), rows)


def _row(name: str, question: Measured) -> tuple[str, ...]:
    times = (f"{question[column]:.0f} ms" for column in ("p50_ms", "p95_ms", "first_ms"))
    return (name, "yes" if question["is_kpi_question"] else "no", f"{question['rows']:,}", *times)


def verdict(measured: Measured) -> Verdict:
    """By the slowest p95 of the questions that KPIs answer."""
    slowest = max((q for q in measured["questions"] if q["is_kpi_question"]), key=lambda question: question["p95_ms"])
    return Verdict(
        slowest["p95_ms"] <= LIMIT_MS,
        f"the slowest question about KPIs ({slowest['asked_by']}, {slowest['question']}) has a p95 of "
        f"{slowest['p95_ms']:.0f} ms",
    )


BENCHMARK = Benchmark(
    name="questions",
    title="Questions to a release of three years",
    requirement=f"p95 at most {LIMIT_MS:.0f} ms for questions that `kpi_values` answers, on a connection that is open.",
    years=YEARS,
    homes_gb=8,
    measure=measure,
    tables=tables,
    verdict=verdict,
)
