"""Every benchmark, in the order of RESULTS.md."""

from __future__ import annotations

from bench import alternatives, dashboard, engines, full_year, growth, new_day, questions

BENCHMARKS = (
    full_year.BENCHMARK,
    alternatives.BENCHMARK,
    new_day.BENCHMARK,
    growth.BENCHMARK,
    engines.BENCHMARK,
    questions.BENCHMARK,
    dashboard.BENCHMARK,
)
