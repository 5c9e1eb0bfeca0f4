"""What a benchmark is: something to measure, and how to read what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.site import Site

Measured = dict[str, Any]
"""What a benchmark measured, as it goes into its JSON file."""


@dataclass(frozen=True)
class Verdict:
    """Whether the requirement is met, and by which numbers."""

    is_met: bool
    reason: str


@dataclass(frozen=True)
class Benchmark:
    """A benchmark. Tables and verdict come from what was measured and nothing else."""

    name: str
    title: str
    requirement: str
    years: tuple[int, ...]
    """Of deliveries."""
    homes_gb: float
    """Disk for homes and databases at scale 1."""
    measure: Callable[[Site], Measured]
    tables: Callable[[Measured], str]
    verdict: Callable[[Measured], Verdict]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; headings that begin with `>` are of columns set to the right."""
    right = ["--:" if heading.startswith(">") else "---" for heading in headings]
    lines = [[heading.removeprefix(">") for heading in headings], right, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
