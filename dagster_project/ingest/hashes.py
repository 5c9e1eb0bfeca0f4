"""The deliveries' sha256, remembered: a file that the file system says is the same as last time is not read again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from dagster_project.ingest.lake import write_parquet

SETTLED_NS = 2_000_000_000
"""How long ago a file must have changed for its hash to be remembered: one that changes while it is read, or again
within the same tick of the file system's clock (up to 2 s on FAT), would look the same afterwards."""

_SCHEMA = {
    "device": pl.UInt64(),
    "inode": pl.UInt64(),
    "size": pl.Int64(),
    "modified_ns": pl.Int64(),
    "changed_ns": pl.Int64(),
    "sha256": pl.String(),
}
Signature = tuple[int, int, int, int, int]
"""Device, inode, size, and when content and inode last changed. The last one cannot be set back by copying tools."""


def hash_files(paths: Sequence[Path], memory: Path, *, anew: bool = False) -> list[str]:
    """The sha256 of each file's bytes; `memory` is the file where they are remembered, for these files only.

    With `anew` every file is read, whatever is remembered. Raises OSError.
    """
    signatures = [_signature(path) for path in paths]
    known = {} if anew else _load(memory)
    unknown = {s: path for s, path in zip(signatures, paths, strict=True) if s not in known}
    began_ns = time.time_ns()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as workers:  # hashing leaves Python's lock alone
        hashes = known | dict(zip(unknown, workers.map(_hash, unknown.values()), strict=True))
    if unknown or known.keys() - set(signatures):
        settled = (s for s in dict.fromkeys(signatures) if max(s[3:]) < began_ns - SETTLED_NS)
        _store(((*signature, hashes[signature]) for signature in settled), memory)
    return [hashes[signature] for signature in signatures]


def _signature(path: Path) -> Signature:
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(memory: Path) -> dict[Signature, str]:
    if not memory.exists():
        return {}
    return {row[:5]: row[5] for row in pl.read_parquet(memory, schema=_SCHEMA).iter_rows()}


def _store(rows: Iterable[tuple[int | str, ...]], memory: Path) -> None:
    write_parquet(pl.DataFrame(list(rows), schema=_SCHEMA, orient="row"), memory)
