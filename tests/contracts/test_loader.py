"""A contract that cannot be used says in one line which file, what and where."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.contracts import ContractError, load_contract, load_contracts
from dagster_project.contracts.loader import FOLDER

Edit = Callable[[str, str], str]


@pytest.fixture
def broken(tmp_path: Path) -> Edit:
    """Replace one text in ICCS's contract; give the error that follows."""

    def edit(old: str, new: str) -> str:
        text = (FOLDER / "calls_iccs.odcs.yaml").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "calls_iccs.odcs.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ContractError) as error:
            load_contract("calls_iccs", tmp_path)
        message = str(error.value)
        assert "\n" not in message
        assert message.startswith("calls_iccs.odcs.yaml: ")
        return message

    return edit


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("name: calls_iccs\n", "", "name is missing"),
        ("  period: day", "  periode: day", "period is missing"),
        ("  clock: wall", "  ur: wall", "clock is missing"),
        ("volumeBand", "volume", "volumeBand is missing"),
        ("sourceSystem", "system", "sourceSystem is missing"),
        ("property: delivery", "property: levering", "delivery is missing"),
        ("timeOfAvailability", "availability", "timeOfAvailability is missing"),
        ("        logicalType: string", "        type: string", "logicalType is missing"),
        ("column: outcome", "kolonne: outcome", "column is missing"),
        ("columns: [answered_at", "columns: [svart_at", "svart_at"),
        ("column: outcome", "column: utfall", "utfall"),
        ("rule: requiredWhen", "rule: neededWhen", "neededWhen"),
        ("from: queued_at", "from: ringing_at", "ringing_at"),
        ("was_transferred: [", "was_passed_on: [", "was_passed_on"),
        ("        primaryKey: true\n", "", "primaryKey"),
        ("[15000, 45000]", "[15000]", ""),
        ('"05:00"', '"tidlig"', ""),
    ],
)
def test_what_is_missing_or_wrong_is_named(broken: Edit, old: str, new: str, part: str) -> None:
    assert part in broken(old, new)


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("        logicalType: string", "        logicalType: text", "logicalType"),
        ("  period: day", "  period: week", "week"),
        ("  format: csv", "  format: cvs", "cvs"),
        ("  encoding: cp1252", "  encoding: ebcdic", "ebcdic"),
        ("  clock: wall", "  clock: cuckoo", "cuckoo"),
        ("is: [answered]", "is: [BESVART]", "BESVART"),
        ("was_transferred: [OVERFØRT]", "was_transferred: [OVERFORT]", "OVERFORT"),
        ("from: queued_at", "from: line", "line"),
        ("value: control_rooms", "value: rooms", "rooms"),
        ("value: control_rooms", "value: air_bases", "every reference must be to the same table"),
    ],
)
def test_a_value_that_nothing_would_come_of_is_an_error_and_named(broken: Edit, old: str, new: str, part: str) -> None:
    # Each of these would otherwise be taken, and fail later or, worse, switch a rule off without a word.
    assert part in broken(old, new)


@pytest.mark.parametrize("content", ["", "# nothing\n", "- a\n- list\n", "just text\n", "42\n"])
def test_yaml_that_is_no_contract(tmp_path: Path, content: str) -> None:
    (tmp_path / "nodsms.odcs.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match=r"^nodsms\.odcs\.yaml: .+") as error:
        load_contract("nodsms", tmp_path)
    assert "\n" not in str(error.value)
    assert "NoneType" not in str(error.value)


@pytest.mark.parametrize("content", ["a: [1, 2\n", "a: b: c\n", "\tname: x\n", "a: 'x\n"])
def test_what_is_not_yaml(tmp_path: Path, content: str) -> None:
    (tmp_path / "nodsms.odcs.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match=r"^nodsms\.odcs\.yaml: is not YAML") as error:
        load_contract("nodsms", tmp_path)
    assert "\n" not in str(error.value)


def test_a_contract_in_another_encoding(tmp_path: Path) -> None:
    text = (FOLDER / "nodsms.odcs.yaml").read_text(encoding="utf-8")
    (tmp_path / "nodsms.odcs.yaml").write_bytes(text.encode("latin-1"))
    with pytest.raises(ContractError, match=r"^nodsms\.odcs\.yaml: is not YAML"):
        load_contract("nodsms", tmp_path)


def test_a_feed_without_a_contract(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"^nodsms\.odcs\.yaml: cannot be read"):
        load_contract("nodsms", tmp_path)


def test_a_contract_is_found_by_being_in_the_folder(tmp_path: Path) -> None:
    for feed in ("nodsms", "calls_lifex"):
        shutil.copy(FOLDER / f"{feed}.odcs.yaml", tmp_path)
    assert list(load_contracts(tmp_path)) == ["calls_lifex", "nodsms"]


def test_an_edited_contract_has_another_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "nodsms.odcs.yaml"
    shutil.copy(FOLDER / path.name, path)
    assert load_contract("nodsms", tmp_path).fingerprint == load_contracts()["nodsms"].fingerprint
    path.write_text(path.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    assert load_contract("nodsms", tmp_path).fingerprint != load_contracts()["nodsms"].fingerprint
