"""Deliveries become a lake: `prepare` it, `plan`, then `ingest_month`. Plain functions, no Dagster."""

from dagster_project.ingest.correction_files import CorrectionError, check_corrections, load_corrections
from dagster_project.ingest.deliveries import UNDATED, Delivery, last_change
from dagster_project.ingest.lake import prepare
from dagster_project.ingest.ledger import LedgerRow, read_ledger, still_refused
from dagster_project.ingest.month import MonthResult, ingest_month, ingest_months
from dagster_project.ingest.plan import MixedDataError, Plan, plan
from dagster_project.ingest.retention import empty_quarantine, empty_superseded

__all__ = [
    "UNDATED",
    "CorrectionError",
    "Delivery",
    "LedgerRow",
    "MixedDataError",
    "MonthResult",
    "Plan",
    "check_corrections",
    "empty_quarantine",
    "empty_superseded",
    "ingest_month",
    "ingest_months",
    "last_change",
    "load_corrections",
    "plan",
    "prepare",
    "read_ledger",
    "still_refused",
]
