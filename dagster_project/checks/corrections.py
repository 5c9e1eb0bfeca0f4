"""Corrections: each one changes something, and what counts was read with those that there are."""

from collections.abc import Iterable

import dagster as dg
import polars as pl

from dagster_project.contracts import Contract
from dagster_project.ingest import load_corrections, read_ledger
from dagster_project.ingest.correction_files import correction_file
from dagster_project.ingest.corrections import Correction, fingerprint_of
from dagster_project.settings import Settings


def correction_checks(contracts: Iterable[Contract]) -> list[dg.AssetChecksDefinition]:
    """One check per feed of the lake. A feed with a correction that no longer corrects anything is not built upon."""
    return [_check(contract) for contract in contracts]


def faults(settings: Settings, contract: Contract) -> list[str]:
    """What keeps the corrections of a feed from being true, a line for each: none, if all is well.

    A correction without a delivery to look into yet is no fault. Raises CorrectionError.
    """
    path = correction_file(settings.raw, contract.feed)
    corrections = load_corrections(settings.raw, contract)
    counting = read_ledger(settings.lake, contract.feed).filter(state="accepted")
    otherwise = [row["file"] for row in counting.iter_rows(named=True) if row["corrections"] != _due(row, corrections)]
    if otherwise:
        return [
            f"{len(otherwise)} deliveries that count, such as {otherwise[0]}, were not read with the corrections of "
            f"{path}: lay them under {settings.raw} again, or the corrections as they were"
        ]
    changed = set(_effects(settings, contract.feed, counting)["correction_id"])
    return [
        f"{correction.correction_id} changes no row of {_days(correction)}: if the source has mended it, take it out "
        f"of {path}, else mend what it matches ({correction.matched})"
        for correction in corrections
        if correction.correction_id not in changed and _concerned(correction, counting)
    ]


def waiting(settings: Settings, contract: Contract) -> list[str]:
    """The corrections that have no delivery to look into yet: for one that is to come, or with wrong days."""
    counting = read_ledger(settings.lake, contract.feed).filter(state="accepted")
    corrections = load_corrections(settings.raw, contract)
    return [f"{c.correction_id} ({_days(c)})" for c in corrections if not _concerned(c, counting)]


def _due(row: dict[str, object], corrections: Iterable[Correction]) -> str | None:
    """The fingerprint that a delivery of the ledger has when it was read with these corrections."""
    return fingerprint_of([c for c in corrections if c.concerns(row["period_start"], row["period_end"])])  # type: ignore[arg-type]


def _concerned(correction: Correction, counting: pl.DataFrame) -> bool:
    return not counting.filter(
        pl.col("period_start") <= correction.last, pl.col("period_end") >= correction.first
    ).is_empty()


def _effects(settings: Settings, feed: str, counting: pl.DataFrame) -> pl.DataFrame:
    files = sorted((settings.lake / feed / "corrections").glob("month=*/*.parquet"))
    return pl.read_parquet(files, hive_partitioning=False).join(counting, on="delivery_id", how="semi")


def _days(correction: Correction) -> str:
    if correction.first == correction.last:
        return str(correction.first)
    return f"{correction.first} to {correction.last}"


def _check(contract: Contract) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=["lake", contract.feed],
        name="corrections",
        description="Every correction changes some row, and what counts was read with the corrections there are.",
        blocking=True,
    )
    def corrections(home: dg.ResourceParam[Settings]) -> dg.AssetCheckResult:
        wrong, early = faults(home, contract), waiting(home, contract)
        told = wrong or [f"no delivery yet for {', '.join(early)}"] * bool(early)
        return dg.AssetCheckResult(
            passed=not told,
            # A warning is shown and holds nothing back.
            severity=dg.AssetCheckSeverity.ERROR if wrong else dg.AssetCheckSeverity.WARN,
            description="; ".join(told) or None,
            metadata={"corrections without effect": len(wrong), "corrections without a delivery yet": len(early)},
        )

    return corrections
