"""What a run starts from: the deliveries that have to be read, and a fingerprint of all that a release comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import replace

from dagster_project.contracts import Contract, load_contracts
from dagster_project.dbt_project import source_hash
from dagster_project.ingest import Delivery, Plan, check_corrections, load_corrections, plan, read_ledger
from dagster_project.ingest.corrections import fingerprint_of
from dagster_project.releases import newest_release
from dagster_project.settings import Settings


class Inputs:
    """The plan of each feed, made once: hashing a year of deliveries takes seconds.

    Lives as long as a run, no longer: it does not see what is delivered afterwards.
    """

    def __init__(self, settings: Settings, *, everything: bool = False, only: Collection[str] | None = None) -> None:
        """`everything`: what is unchanged too; `only`: nothing but these months, such as `2025-03`."""
        self.settings = settings
        self._everything = everything
        self._only = only
        self._plans: dict[str, Plan] = {}

    def plan(self, contract: Contract) -> Plan:
        """What has to be read of a feed. Raises MixedDataError, CorrectionError (of whichever feed), OSError."""
        if not self._plans:
            check_corrections(self.settings.raw, load_contracts())
        if contract.feed not in self._plans:
            made = plan(contract, self.settings, everything=self._everything)
            if self._only is not None:
                made = replace(made, months={m: d for m, d in made.months.items() if m in self._only})
            self._plans[contract.feed] = made
        return self._plans[contract.feed]

    def deliveries(self) -> list[Delivery]:
        """Every delivery, of any feed, that has to be read."""
        plans = map(self.plan, load_contracts().values())
        return [delivery for plan in plans for month in plan.months.values() for delivery in month]

    def months(self) -> set[str]:
        """The months of these deliveries."""
        return {delivery.month for delivery in self.deliveries()}

    def unchanged(self) -> int:
        """How many deliveries are as they were."""
        return sum(self.plan(contract).unchanged for contract in load_contracts().values())


def is_released(settings: Settings) -> bool:
    """Whether the newest release holds what the lake holds now.

    It does not when a run was cut off, or a check failed, after it had ingested something; nor after the dbt project,
    a contract or the corrections have changed. A roll-back does not count: what was rolled back from is not released
    again.
    """
    newest = newest_release(settings)
    return newest is not None and newest.manifest["inputs_fingerprint"] == fingerprint(settings)


def fingerprint(settings: Settings) -> str:
    """The same for two runs exactly when they release the same: ledger, contracts, corrections, the dbt project.

    Corrections count also while no delivery is concerned by them, since a check looks at every one.
    """
    ledger = read_ledger(settings.lake)
    contracts = load_contracts().values()
    parts = {
        "deliveries": ledger.select("delivery_id", "state", "reason", "fingerprint", "corrections")
        .sort("delivery_id")
        .rows(),
        "contracts": [contract.fingerprint for contract in contracts],
        "corrections": [fingerprint_of(load_corrections(settings.raw, contract)) for contract in contracts],
        "dbt": source_hash(),
    }
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
