"""Plant deliveries that are to be refused whole, one of each kind that feeds.md names."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster_project.contracts import load_contracts
from dagster_project.synthetic.manifest import Delivered, Manifest

_BAD_SHARE = 5  # every fifth row: 20 %, well over the 5 % of feeds.md


@dataclass(frozen=True)
class _Refusal:
    code: str
    feed: str
    spoil: Callable[[bytes], bytes]
    suffix: str = ""
    name: str = "{stem}_v2{extension}"


def _half_a_gzip(content: bytes) -> bytes:
    packed = gzip.compress(content, mtime=0)
    return packed[: len(packed) // 2]


def _other_encoding(content: bytes) -> bytes:
    return content.decode("utf-8-sig").encode("utf-16")


def _header_only(content: bytes) -> bytes:
    return content.splitlines(keepends=True)[0]


def _without_last_column(content: bytes) -> bytes:
    return b"\n".join(line.rsplit(b";", 1)[0] for line in content.splitlines()) + b"\n"


def _many_bad_rows(content: bytes) -> bytes:
    header, *lines = content.splitlines()
    bad = [b"?" if number % _BAD_SHARE == 0 else line for number, line in enumerate(lines)]
    return b"\r\n".join([header, *bad]) + b"\r\n"


_REFUSALS = (
    _Refusal("unreadable", "calls_iccs", _half_a_gzip, suffix=".gz"),
    _Refusal("unreadable", "ambulance_alarms", _other_encoding),
    _Refusal("unreadable", "video_bliksund", lambda content: content[: len(content) // 2]),
    _Refusal("missing_columns", "ambulance_alarms", _without_last_column),
    _Refusal("missing_columns", "air_ambulance_missions", _without_last_column),
    _Refusal("empty", "calls_iccs", _header_only),
    _Refusal("empty", "video_hjelp113", lambda content: b""),
    _Refusal("bad_name", "nodsms", lambda content: content, name="nodsms_{period}-kopi{extension}"),
    _Refusal("too_many_errors", "calls_iccs", _many_bad_rows),
)


def plant_refusals(out: Path) -> Manifest:
    """Add a spoilt version 2 of some of the deliveries in `out`, one or more for every refusal code.

    Each spoils another delivery while there are enough of its feed. The good version 1 stays, so all that
    SYNTHETIC.json says is true of the data still is; the spoilt files are listed there with their `refusal`.

    Returns the manifest. Raises FileNotFoundError when `out` holds no synthetic deliveries, ValueError when it lacks
    a delivery to spoil.
    """
    manifest = Manifest.load(out)
    extensions = {feed: f".{contract.format}" for feed, contract in load_contracts().items()}
    spoilt: list[Delivered] = []
    for refusal in _REFUSALS:
        good = [d for d in manifest.deliveries if d.feed == refusal.feed and d.refusal is None]
        taken = {delivery.period for delivery in spoilt if delivery.feed == refusal.feed}
        original = next((delivery for delivery in good if delivery.period not in taken), None)
        if original is None:
            raise ValueError(f"{out} has too few deliveries of {refusal.feed} to spoil one as {refusal.code}")
        extension = extensions[refusal.feed]
        stem = original.file.removesuffix(extension)
        name = refusal.name.format(stem=stem, period=original.period, extension=extension) + refusal.suffix
        content = (out / refusal.feed / original.file).read_bytes()
        (out / refusal.feed / name).write_bytes(refusal.spoil(content))
        spoilt.append(Delivered(refusal.feed, name, original.period, 0, 0, refusal=refusal.code))
    manifest = manifest.with_deliveries(spoilt)
    manifest.save(out)
    return manifest
