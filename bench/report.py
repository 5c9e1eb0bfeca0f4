"""RESULTS.md: what the result files say, with notes that are written by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.benchmark import Benchmark

NOTES = Path(__file__).resolve().parent / "notes.md"
_TOP = """# Benchmarks

Made by `make bench` from `results/*.json` and `notes.md`: change those, never this file. What is compared is run side
by side and in turn, each side in processes of its own; times are medians of wall times, memory is the peak of all
processes together. The deliveries are synthetic, at the published volume of 2025 unless it says another scale.
"""


def render(results: Path, benchmarks: Sequence[Benchmark], notes: Path = NOTES) -> str:
    """The text of RESULTS.md for the result files in a folder."""
    by_hand = _sections(notes.read_text(encoding="utf-8"))
    parts = [_TOP, *(_part(benchmark, results, by_hand.get(benchmark.name, "")) for benchmark in benchmarks)]
    return "\n".join(parts)


def result_file(results: Path, benchmark: Benchmark) -> Path:
    """Where a benchmark's result lies."""
    return results / f"{benchmark.name}.json"


def _part(benchmark: Benchmark, results: Path, by_hand: str) -> str:
    heading = f"## {benchmark.title}\n\n**Required:** {benchmark.requirement}\n"
    path = result_file(results, benchmark)
    if not path.exists():
        return f"{heading}\nNot measured yet: `make bench BENCH={benchmark.name}`.\n{by_hand}"
    result = json.loads(path.read_text(encoding="utf-8"))
    verdict = benchmark.verdict(result["measured"])
    said = f"**{'Met' if verdict.is_met else 'Not met'}:** {verdict.reason}.\n"
    return "\n".join(
        (heading, benchmark.tables(result["measured"]), said, _circumstances(result), *filter(None, [by_hand]))
    )


def _circumstances(result: dict[str, Any]) -> str:
    machine, versions = result["machine"], result["versions"]
    return (
        f"`{result['command']}`, {result['measured_on']}. {machine['cpu']}, "
        f"{machine['cores']} cores, {machine['memory_gb']:g} GB, {machine['os']}. "
        f"{', '.join(f'{name} {number}' for name, number in versions.items())}.\n"
    )


def _sections(text: str) -> dict[str, str]:
    """What stands below each `## <benchmark>` of the notes."""
    parts = re.split(r"^## (\w+)\n", text, flags=re.MULTILINE)
    return {
        name: body.strip("\n") + "\n" if body.strip() else ""
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }
