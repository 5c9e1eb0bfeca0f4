"""A change of an extract's columns is a new version, which the package announces."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from dagster_project.extracts.contract import DATA_SETS, FOLDER, SUFFIX, load_contract
from dagster_project.extracts.package import Content
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.recipients import Recipient
from dagster_project.releases import Release

RECORDED = {("air_ambulance", "1.0.0"): "03914963fac9e7f5"}
"""Every version that was ever sent, and the digest of its columns. Only ever added to."""


@pytest.mark.parametrize("data_set", DATA_SETS)
def test_columns_are_those_that_their_version_was_sent_with(data_set: str) -> None:
    contract = load_contract(data_set)
    assert contract.digest == contract.recorded_digest == RECORDED[data_set, contract.version], (
        "the columns have changed: give the contract a new version, with the new digest and what it changed, in its "
        "list of versions, and add it here"
    )


@pytest.mark.parametrize("data_set", DATA_SETS)
def test_every_version_that_was_sent_is_in_the_contracts_list(data_set: str) -> None:
    document = yaml.safe_load((FOLDER / f"{data_set}{SUFFIX}").read_text(encoding="utf-8"))
    listed = next(entry["value"] for entry in document["customProperties"] if entry["property"] == "versions")
    assert {(data_set, entry["version"]): entry["columns"] for entry in listed} == RECORDED
    assert document["version"] == listed[-1]["version"]


def test_another_column_type_or_key_is_another_digest() -> None:
    contract = load_contract("air_ambulance")
    table = contract.tables[1]
    for column in (
        replace(table.columns[0], name="x"),
        replace(table.columns[0], type="integer"),
        replace(table.columns[0], is_key=False),
    ):
        changed = replace(table, columns=(column, *table.columns[1:]))
        assert replace(contract, tables=(contract.tables[0], changed, *contract.tables[2:])).digest != contract.digest


@pytest.mark.parametrize("data_set", DATA_SETS)
def test_the_contract_is_one_by_the_standard(data_set: str) -> None:
    text = (FOLDER / f"{data_set}{SUFFIX}").read_text(encoding="utf-8")
    assert OpenDataContractStandard.from_string(text).version == load_contract(data_set).version


def test_a_new_version_is_announced_and_the_first_is_not(release: Release, lat: Recipient) -> None:
    contract = replace(load_contract("air_ambulance"), version="1.1.0", changes="Ny kolonne: fly.")
    content = Content(lat, parse_period("2025-11"), 1, contract, release, {}, None, True)  # type: ignore[arg-type]
    assert content.schema_news is None
    assert replace(content, previous_schema="1.1.0").schema_news is None
    assert replace(content, previous_schema="1.0.0").schema_news == (
        "Nye kolonner: versjon 1.0.0 → 1.1.0. Ny kolonne: fly."
    )
