"""The contracts of the feeds: one `<feed>.odcs.yaml` each, and the loader that turns one into types and rules."""

from dagster_project.contracts.loader import load_contract, load_contracts
from dagster_project.contracts.model import Column, Contract, ContractError, Duration, RowRule

__all__ = ["Column", "Contract", "ContractError", "Duration", "RowRule", "load_contract", "load_contracts"]
