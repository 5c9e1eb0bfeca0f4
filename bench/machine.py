"""Where and with what a benchmark was run."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from dagster_project.settings import PROJECT_ROOT

_LIBRARIES = ("duckdb", "polars", "pandas", "dbt-core", "dbt-duckdb", "dagster", "streamlit")
_OWN_OUTPUT = (":!bench/results", ":!bench/RESULTS.md")


def machine() -> dict[str, str | int | float]:
    """CPU, cores, memory (GB) and operating system; no name and no address."""
    return {
        "cpu": _cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "os": f"{_distribution()}, {platform.system()} {platform.release()}",
    }


def available_bytes() -> int:
    """Memory that programs may still take, by Linux's own estimate."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    available = next(line.split()[1] for line in lines if line.startswith("MemAvailable:"))
    return int(available) * 1024


def versions() -> dict[str, str]:
    """Python, the libraries that do the work, and nodstat's commit, marked when files were changed since."""
    return {
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
        "nodstat": _commit(),
    }


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return "unknown distribution"


def _commit() -> str:
    if not (PROJECT_ROOT / ".git").exists() or shutil.which("git") is None:
        return "not a git checkout"
    commit = _git("rev-parse", "--short=10", "HEAD").strip()
    return f"{commit}, changed" if _git("status", "--porcelain", "--", ".", *_OWN_OUTPUT) else commit


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=PROJECT_ROOT, check=True, capture_output=True, text=True).stdout
