"""Checks on assets that are neither a contract's row rules nor dbt's tests."""
