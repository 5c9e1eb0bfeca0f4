"""Where the benchmarks work: deliveries that are made once, homes that are wiped, runs in their own processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from bench.measure import Run, run
from dagster_project.contracts import load_contracts
from dagster_project.settings import PROJECT_ROOT, SYNTHETIC_MARK

YEAR_GB = 1.4
"""Deliveries of a year at scale 1."""
SEED = 2025
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_NODSTAT = Path(sys.executable).parent / "nodstat"
_STAGE = re.compile(r"^([A-Z][a-z ]+): (\d+\.\d) s$", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """The folders and settings of one go of the benchmarks."""

    scale: float
    """Of the synthetic deliveries; 1 is the published volume of 2025."""
    runs: int
    """How often each side of a comparison is run."""
    folder: Path = field(default=PROJECT_ROOT / "var" / "bench")

    @property
    def work(self) -> Path:
        """Homes, links to deliveries and logs; all of it can be wiped."""
        return self.folder / "work" / f"{self.scale:g}"

    @property
    def _raw(self) -> Path:
        return self.folder / "raw" / f"{self.scale:g}"

    def say(self, what: str) -> None:
        """Tell whoever waits."""
        click.echo(what)

    def check_disk(self, years: tuple[int, ...], homes_gb: float) -> None:
        """Raise ClickException when the disk is too small for deliveries that are not there yet, and for homes."""
        missing = [year for year in years if not self._stamp(year).exists()]
        needed = self.scale * (YEAR_GB * len(missing) + homes_gb) + 0.5
        self.folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder).free / 1e9
        if free < needed:
            raise click.ClickException(f"{needed:.0f} GB of disk are needed in {self.folder}, {free:.0f} GB are free")

    def deliveries(self, name: str, first: date, last: date) -> Path:
        """A root of links to every delivery whose period lies from `first` to `last`; makes what is missing."""
        root = self.empty(f"deliveries-{name}")
        for year in range(first.year, last.year + 1):
            made = self._year(year)
            for feed, contract in load_contracts().items():
                (root / feed).mkdir(exist_ok=True)
                for path in (made / feed).glob("*"):
                    period = path.name.removeprefix(f"{feed}_").split(".")[0]
                    # A month's delivery comes when the month is over.
                    begin, end = (period, period) if contract.period == "day" else (f"{period}-01", f"{period}-31")
                    if f"{first}" <= begin and end <= f"{last}":
                        (root / feed / path.name).symlink_to(path)
        (root / SYNTHETIC_MARK).write_text(json.dumps({"about": "Links to synthetic deliveries, for a benchmark"}))
        return root

    def add_day(self, root: Path, day: date) -> None:
        """Link a day's deliveries of the daily feeds too."""
        for path in self._year(day.year).glob(f"*/*_{day}.*"):
            (root / path.parent.name / path.name).symlink_to(path)

    def warm(self, root: Path) -> None:
        """Read every delivery once, so that no side pays for the disk."""
        for path in root.rglob("*"):
            if path.is_file():
                path.read_bytes()

    def empty(self, name: str) -> Path:
        """An empty folder to work in; what was there is wiped."""
        folder = self.work / name
        self.wipe(folder)
        folder.mkdir(parents=True)
        return folder

    def wipe(self, folder: Path) -> None:
        """Remove a folder and all in it."""
        shutil.rmtree(folder, ignore_errors=True)

    def nodstat(self, raw: Path, home: Path, name: str, *options: str, **limits: Any) -> Run:
        """`nodstat run` to a release."""
        return self.run(name, _NODSTAT, "run", "--raw", raw, "--home", home, *options, **limits)

    def script(self, module: str, *arguments: str | Path, name: str, **limits: Any) -> Run:
        """A script of this package."""
        return self.run(name, sys.executable, "-m", f"bench.{module}", *arguments, **limits)

    def run(self, name: str, *command: str | Path, settings: Mapping[str, str] = NO_SETTINGS, **limits: Any) -> Run:
        """Run a command with these settings of nodstat and none of the caller's, and say how it went."""
        self.say(f"  {name} …")
        environment = {key: value for key, value in os.environ.items() if not key.startswith("NODSTAT_")}
        done = run(
            command,
            log=self.work / "logs" / f"{name.replace(' ', '-').replace(',', '')}.log",
            environment={**environment, **settings},
            say=lambda line: self.say(f"    {line}"),
            **limits,
        )
        self.say(f"  {name}: {done.outcome}, {done.seconds:.1f} s, {done.peak_bytes / 1e9:.2f} GB")
        return done

    def _stamp(self, year: int) -> Path:
        return self._raw / f"{year}.complete"

    def _year(self, year: int) -> Path:
        """The deliveries of a year, made the first time."""
        folder = self._raw / f"{year}"
        if not self._stamp(year).exists():
            options = ["--year", f"{year}", "--scale", f"{self.scale}", "--seed", f"{SEED}", "--out", f"{folder}"]
            self.run(f"deliveries of {year}", _NODSTAT, "generate", *options)
            self._stamp(year).touch()
        return folder


def stages(output: str) -> dict[str, float]:
    """Seconds of each stage that `nodstat run` says it took."""
    return {title: float(seconds) for title, seconds in _STAGE.findall(output)}


def bytes_in(folder: Path) -> int:
    """What the files of a folder hold, those that links point at too."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def copy_home(home: Path, to: Path) -> None:
    """A copy with links and times as they are; shares blocks where the file system can."""
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["cp", "-a", "--reflink=auto", home, to], check=True)
