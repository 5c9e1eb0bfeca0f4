"""Which deliveries have to be read: the new ones, the changed ones, and refused ones that deserve another try."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from dagster_project.contracts import Contract
from dagster_project.ingest.corrections import fingerprint_of
from dagster_project.ingest.deliveries import Delivery, find
from dagster_project.ingest.ledger import ACCEPTED, REFUSED, read_ledger
from dagster_project.ingest.reference import reference_file
from dagster_project.settings import Settings


class MixedDataError(Exception):
    """Synthetic and real deliveries would meet in one home."""


@dataclass(frozen=True)
class Plan:
    """The deliveries of a feed that have to be read, by month, and how many are as they were."""

    months: Mapping[str, tuple[Delivery, ...]]
    unchanged: int


def plan(contract: Contract, settings: Settings, *, everything: bool = False) -> Plan:
    """Compare the deliveries under `settings.raw` with the ledger; with `everything`, read all of them again.

    Unchanged is a file whose bytes are those last seen under its name, or, under a new name, those that already
    count for its period; and whose corrections are those it was read with. Raises MixedDataError, CorrectionError.
    """
    ledger = read_ledger(settings.lake, contract.feed)
    latest = {row["file"]: row for row in ledger.sort("ingested_at").iter_rows(named=True)}
    seen = {row["delivery_id"]: row for row in latest.values()}
    counting = {
        row["period"]: (row["sha256"], row["corrections"])
        for row in ledger.filter(state=ACCEPTED).iter_rows(named=True)
    }
    current = fingerprint(contract, settings)
    found = sorted(
        find(contract, settings, hash_anew=everything), key=lambda d: (d.month, d.period or "", d.version, d.file)
    )
    planned: dict[str, Delivery] = {}
    for delivery in found:
        known = latest.get(delivery.file) or seen.get(delivery.delivery_id)
        content = delivery.sha256, fingerprint_of(delivery.corrections)
        if known is None:
            is_unchanged = delivery.period is not None and counting.get(delivery.period) == content
        else:
            is_retried = known["state"] == REFUSED and known["fingerprint"] != current
            # What superseded an emptied delivery may have been refused since: then this one has to be read to count.
            is_missed = known["emptied_at"] is not None and delivery.period not in counting
            is_unchanged = (known["sha256"], known["corrections"]) == content and not is_retried and not is_missed
        if everything or not is_unchanged:
            planned.setdefault(delivery.delivery_id, delivery)
            counting[delivery.period] = content
    _check_unmixed(settings, planned.values())
    months = {month: tuple(of_month) for month, of_month in groupby(planned.values(), key=lambda d: d.month)}
    return Plan(months, unchanged=len(found) - len(planned))


def fingerprint(contract: Contract, settings: Settings) -> str:
    """What a delivery's fate depends on besides its bytes: contract, rooms or bases, and the limit of errors."""
    known = reference_file(contract.reference).read_bytes() if contract.reference else b""
    parts = (
        contract.fingerprint,
        hashlib.sha256(known).hexdigest(),
        str(settings.max_error_share),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _check_unmixed(settings: Settings, planned: Iterable[Delivery]) -> None:
    held = set(read_ledger(settings.lake)["is_synthetic"])
    coming = {delivery.is_synthetic for delivery in planned}
    if held and coming - held:
        there, here = ("real", "synthetic") if held == {False} else ("synthetic", "real")
        raise MixedDataError(
            f"{settings.home} holds {there} data, but {settings.raw} has {here} deliveries: "
            f"give them a home of their own with --home"
        )
