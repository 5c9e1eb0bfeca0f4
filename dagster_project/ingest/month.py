"""Read a feed's deliveries of one month in one go: conform, split, write the lake, then the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest.conform import conform
from dagster_project.ingest.corrections import correct, effects, fingerprint_of
from dagster_project.ingest.deliveries import Delivery, RefusalError
from dagster_project.ingest.lake import accepted_file, corrected_file, quarantine_file, write_parquet
from dagster_project.ingest.ledger import ACCEPTED, REFUSED, LedgerRow, forget, record
from dagster_project.ingest.plan import fingerprint
from dagster_project.ingest.read import read_rows, unpacked_bytes
from dagster_project.ingest.reference import load_rooms, reference_file
from dagster_project.ingest.schema import CORRECTION
from dagster_project.ingest.split import Counts, Split, split
from dagster_project.settings import Settings

BATCH_BYTES = 12 * 1024**2
"""About four days of calls: with a whole month in one query, memory was four times as much and no time was saved."""
NOTHING = Counts(read=0, accepted=0, duplicate=0, reasons={})


@dataclass(frozen=True)
class MonthResult:
    """What became of a month's deliveries, and the quarantined rows of those not refused, by reason."""

    rows: tuple[LedgerRow, ...]
    reasons: Counter[str]


def ingest_months(
    contract: Contract, months: Mapping[str, Sequence[Delivery]], settings: Settings
) -> Iterator[tuple[str, MonthResult]]:
    """Take in several months of one feed, each as `ingest_month` does; results come in the months' order.

    Two at a time: while one is conformed on all cores, the next one is read and decoded on one.
    """
    with ThreadPoolExecutor(max_workers=2) as workers:
        results = workers.map(lambda month: ingest_month(contract, month, months[month], settings), months)
        yield from zip(months, results, strict=True)


def ingest_month(contract: Contract, month: str, deliveries: Sequence[Delivery], settings: Settings) -> MonthResult:
    """Take in the deliveries of one feed and month.

    Events and quarantine are written before the ledger names them, so a run that is cut off has changed nothing
    that counts. Raises OSError when the lake cannot be written.
    """
    # Until it is recorded anew, a delivery that was read before counts as never seen: see `forget`.
    forget(settings.lake, contract.feed, month, {delivery.delivery_id for delivery in deliveries})
    results = [_ingest_batch(contract, month, batch, settings) for batch in _batches(deliveries)]
    rows = record(settings.lake, contract.feed, month, [row for result in results for row in result.rows])
    return MonthResult(rows, sum((result.reasons for result in results), Counter()))


def _batches(deliveries: Sequence[Delivery]) -> Iterator[list[Delivery]]:
    """Deliveries that are conformed together: enough to be worth a query, few enough to stay small in memory."""
    batch: list[Delivery] = []
    size = 0
    for delivery in deliveries:
        batch.append(delivery)
        size += unpacked_bytes(delivery.path)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _ingest_batch(contract: Contract, month: str, deliveries: Sequence[Delivery], settings: Settings) -> MonthResult:
    frames: list[pl.LazyFrame] = []
    tallies: list[pl.LazyFrame] = []
    extras: dict[str, str] = {}
    refusals: dict[str, RefusalError] = {}
    for delivery in deliveries:
        try:
            frame, tally, extra = _read(contract, delivery, settings.max_delivery_bytes)
        except RefusalError as refusal:
            refusals[delivery.delivery_id] = refusal
        else:
            frames.append(frame)
            tallies.append(tally)
            extras[delivery.delivery_id] = ", ".join(extra)
    parts, corrections = _parted(contract, frames, tallies, [d for d in deliveries if d.delivery_id in extras])
    refusals |= _too_many_errors(parts.counts, settings.max_error_share)
    _write(contract, month, parts, corrections, settings, except_for=set(refusals))
    stamp = _now(), fingerprint(contract, settings)
    rows = tuple(
        _ledger_row(d, refusals.get(d.delivery_id), parts.counts.get(d.delivery_id, NOTHING), extras, stamp)
        for d in deliveries
    )
    kept = (counts for delivery_id, counts in parts.counts.items() if delivery_id not in refusals)
    return MonthResult(rows, sum((Counter(counts.reasons) for counts in kept), Counter()))


def _read(contract: Contract, delivery: Delivery, max_bytes: int) -> tuple[pl.LazyFrame, pl.LazyFrame, tuple[str, ...]]:
    """Raw rows as corrected, how many each correction changed, and the columns that the contract does not know."""
    if delivery.name_error is not None:
        raise RefusalError("bad_name", delivery.name_error)
    frame, extra = read_rows(contract, delivery.path, max_bytes)
    frame, tally = correct(frame, contract, delivery.corrections)
    frame = frame.with_columns(
        delivery_id=pl.lit(delivery.delivery_id),
        period_start=pl.lit(delivery.period_start, dtype=pl.Date),
        period_end=pl.lit(delivery.period_end, dtype=pl.Date),
    )
    return frame, tally, extra


def _parted(
    contract: Contract, frames: list[pl.LazyFrame], tallies: list[pl.LazyFrame], deliveries: list[Delivery]
) -> tuple[Split, pl.DataFrame]:
    """The rows of the deliveries, parted, and the corrections that changed some (`schema.CORRECTION`)."""
    starts = [delivery.period_start for delivery in deliveries if delivery.period_start]
    ends = [delivery.period_end for delivery in deliveries if delivery.period_end]
    if not frames:
        return Split(pl.DataFrame(), pl.DataFrame(), {}), pl.DataFrame(schema=CORRECTION)
    rooms = load_rooms(reference_file(contract.reference)) if contract.reference else ()
    rows = conform(pl.concat(frames), contract, rooms, min(starts), max(ends))
    # The in-memory engine keeps the order of the files; a month is small enough for it.
    corrected = [(d, tally) for d, tally in zip(deliveries, tallies, strict=True) if d.corrections]
    collected, *counts = pl.collect_all([rows, *(tally for _, tally in corrected)], engine="in-memory")
    changes = [
        effects(contract.feed, d.delivery_id, d.corrections, count)
        for (d, _), count in zip(corrected, counts, strict=True)
    ]
    return split(collected, contract), pl.concat([pl.DataFrame(schema=CORRECTION), *changes])


def _too_many_errors(counts: Mapping[str, Counts], limit: float) -> dict[str, RefusalError]:
    return {
        delivery_id: RefusalError(
            "too_many_errors",
            f"{c.quarantined} of {c.read} rows have errors ({c.quarantined / c.read:.1%}, the limit is {limit:.1%}): "
            + ", ".join(f"{reason} {number}" for reason, number in c.reasons.items()),
        )
        for delivery_id, c in counts.items()
        if c.read and c.quarantined / c.read > limit
    }


def _write(
    contract: Contract,
    month: str,
    parts: Split,
    corrections: pl.DataFrame,
    settings: Settings,
    *,
    except_for: set[str],
) -> None:
    """Write what each delivery gave, and take away what an earlier reading of the same delivery left."""
    for frame, place in (
        (parts.accepted, accepted_file),
        (parts.quarantine, quarantine_file),
        (corrections, corrected_file),
    ):
        files = _by_delivery(frame)
        for delivery_id in parts.counts:
            path = place(settings.lake, contract.feed, month, delivery_id)
            if delivery_id in files and delivery_id not in except_for:
                write_parquet(files[delivery_id], path)
            else:
                path.unlink(missing_ok=True)


def _by_delivery(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Each delivery's rows, which follow each other: slices, which cost nothing, and no search for them."""
    files: dict[str, pl.DataFrame] = {}
    offset = 0
    for run in frame["delivery_id"].rle() if len(frame) else ():
        if run["value"] in files:
            raise ValueError(f"the rows of {run['value']} do not follow each other")
        files[run["value"]] = frame.slice(offset, run["len"])
        offset += run["len"]
    return files


def _now() -> datetime:
    """UTC, as exact as the ledger keeps it."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _ledger_row(
    delivery: Delivery,
    refusal: RefusalError | None,
    counts: Counts,
    extras: Mapping[str, str],
    stamp: tuple[datetime, str],
) -> LedgerRow:
    counts = NOTHING if refusal else counts
    return LedgerRow(
        delivery_id=delivery.delivery_id,
        feed=delivery.feed,
        file=delivery.file,
        period=delivery.period,
        period_start=delivery.period_start,
        period_end=delivery.period_end,
        version=delivery.version,
        sha256=delivery.sha256,
        rows_read=counts.read,
        accepted=counts.accepted,
        quarantined=counts.quarantined,
        duplicate=counts.duplicate,
        state=REFUSED if refusal else ACCEPTED,
        reason=refusal.reason if refusal else None,
        detail=refusal.detail if refusal else None,
        superseded_by=None,
        ingested_at=stamp[0],
        is_synthetic=delivery.is_synthetic,
        extra_columns=extras.get(delivery.delivery_id) or None,
        fingerprint=stamp[1],
        corrections=fingerprint_of(delivery.corrections),
    )
