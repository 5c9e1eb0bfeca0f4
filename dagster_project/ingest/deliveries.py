"""A delivery: one file of one feed for one period. Find them, read their names, hash their bytes."""

from __future__ import annotations

import calendar
import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dagster_project.contracts import Contract
from dagster_project.ingest.correction_files import correction_file, load_corrections
from dagster_project.ingest.corrections import Correction
from dagster_project.ingest.hashes import hash_files
from dagster_project.settings import SYNTHETIC_MARK, Settings

UNDATED = "undated"
"""The month of deliveries whose name does not say one."""

_NAME = re.compile(
    r"(?P<feed>[a-z0-9_]+?)_(?P<period>\d{4}-\d{2}(?:-\d{2})?)(?:_v(?P<version>[1-9]\d{0,5}))?\.(?P<ext>.+)"
)
_EXAMPLE = {"day": "2025-03-01", "month": "2025-03"}


_LONGEST_DETAIL = 280
"""What a file calls its columns or sheets may be of any length, but is told in a line."""


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


class RefusalError(Exception):
    """A delivery that is refused whole: `reason` is a code of feeds.md, the message says what, where and the mend."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = shortened(" ".join(detail.split()), _LONGEST_DETAIL)


@dataclass(frozen=True)
class Delivery:
    """A file, and what its name and bytes say. `file` is its path within the feed's folder.

    `period` is `2025-03-01` or `2025-03`; period, start and end are None, and `name_error` says why, when the
    name is not one of a delivery of the feed.
    """

    feed: str
    path: Path
    file: str
    sha256: str
    is_synthetic: bool
    period: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    version: int = 1
    name_error: str | None = None
    corrections: tuple[Correction, ...] = ()
    """Those that it has to be read with, in the order of their file."""

    @property
    def delivery_id(self) -> str:
        """Feed, period, version and the beginning of the hash; the same bytes always give the same id."""
        if self.period is None:
            return f"{self.feed}_{UNDATED}_{self.sha256[:8]}_{hashlib.sha256(self.file.encode()).hexdigest()[:8]}"
        return f"{self.feed}_{self.period}_v{self.version}_{self.sha256[:8]}"

    @property
    def month(self) -> str:
        """`YYYY-MM` of the period, or `UNDATED`."""
        return UNDATED if self.period is None else self.period[:7]


def find(contract: Contract, settings: Settings, *, hash_anew: bool = False) -> list[Delivery]:
    """Every delivery of the feed in `<raw>/<feed>/`, by name. Hidden files, temporary files and READMEs are none.

    Unless `hash_anew`, a file that has not changed since the last time is not read: see `hashes`.
    Raises CorrectionError.
    """
    is_synthetic = (settings.raw / SYNTHETIC_MARK).exists()
    corrections = load_corrections(settings.raw, contract)
    folder = settings.raw / contract.feed
    paths = _files(folder)
    hashes = hash_files(paths, settings.build / "hashes" / f"{contract.feed}.parquet", anew=hash_anew)
    return [
        _with_corrections(
            _delivery(contract, path, path.relative_to(folder).as_posix(), sha256, is_synthetic), corrections
        )
        for path, sha256 in zip(paths, hashes, strict=True)
    ]


def last_change(contract: Contract, settings: Settings) -> float:
    """When a delivery or the corrections of the feed last changed, in seconds since 1970; 0 for none. Reads no file.

    By the inode's time, which no copying tool can set back. Raises FileNotFoundError when one goes away meanwhile.
    """
    paths = _files(settings.raw / contract.feed)
    if (corrections := correction_file(settings.raw, contract.feed)).exists():
        paths.append(corrections)
    return max((path.stat().st_ctime for path in paths), default=0.0)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and _is_meant(path))


def _is_meant(path: Path) -> bool:
    name = path.name
    return not (name.startswith((".", "~$")) or name.upper().startswith("README") or name.endswith((".part", ".tmp")))


def _delivery(contract: Contract, path: Path, file_name: str, sha256: str, is_synthetic: bool) -> Delivery:
    try:
        period, start, end, version = parse_name(contract, path.name)
    except RefusalError as refusal:
        return Delivery(contract.feed, path, file_name, sha256, is_synthetic, name_error=refusal.detail)
    return Delivery(contract.feed, path, file_name, sha256, is_synthetic, period, start, end, version)


def _with_corrections(delivery: Delivery, corrections: tuple[Correction, ...]) -> Delivery:
    if delivery.period_start is None or delivery.period_end is None:
        return delivery
    concerning = (c for c in corrections if c.concerns(delivery.period_start, delivery.period_end))
    return replace(delivery, corrections=tuple(concerning))


def parse_name(contract: Contract, name: str) -> tuple[str, date, date, int]:
    """Period, its first and last day, and version, from a file name.

    Raises RefusalError `bad_name`, telling what the name should have been.
    """
    example = f"{contract.feed}_{_EXAMPLE[contract.period]}[_vN].{contract.format}"
    match = _NAME.fullmatch(name)
    allowed: set[str] = {contract.format}
    if contract.format != "xlsx":
        allowed.add(f"{contract.format}.gz")
        example += "[.gz]"
    if not match or match["feed"] != contract.feed or match["ext"] not in allowed:
        raise RefusalError("bad_name", f"the name is not of the form {example}")
    period = match["period"]
    if (len(period) == 10) != (contract.period == "day"):
        raise RefusalError("bad_name", f"{contract.feed} comes by the {contract.period}: the form is {example}")
    try:
        start = date.fromisoformat(period if len(period) == 10 else f"{period}-01")
    except ValueError:
        raise RefusalError("bad_name", f"there is no date {period}") from None
    last = calendar.monthrange(start.year, start.month)[1] if contract.period == "month" else start.day
    return period, start, start.replace(day=last), int(match["version"] or 1)
