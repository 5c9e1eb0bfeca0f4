"""Read the contract files (Open Data Contract Standard v3) into `Contract` objects."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from dagster_project.contracts.model import Column, Contract, ContractError, Duration, Kind, RowRule

_Word = TypeVar("_Word", bound=str)

FOLDER = Path(__file__).parent
SUFFIX = ".odcs.yaml"
REFERENCES = ("control_rooms", "air_bases")
"""The reference tables that a contract may name."""
# Safe too, in C: a tenth of the time. PyYAML has it where it was built with libyaml.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_KINDS: dict[str, Kind] = {
    "string": "text",
    "timestamp": "time",
    "date": "date",
    "integer": "count",
    "boolean": "flag",
    "number": "seconds",
}


@cache
def load_contracts(folder: Path = FOLDER) -> dict[str, Contract]:
    """The contract of every feed that has a file in `folder`, by feed, in their order. Raises ContractError."""
    feeds = (path.name.removesuffix(SUFFIX) for path in folder.glob(f"*{SUFFIX}"))
    contracts = sorted((load_contract(feed, folder) for feed in feeds), key=lambda contract: contract.position)
    return {contract.feed: contract for contract in contracts}


def load_contract(feed: str, folder: Path = FOLDER) -> Contract:
    """The contract of one feed from `<folder>/<feed>.odcs.yaml`.

    Raises ContractError, with the file and the missing or wrong part, when it cannot be used.
    """
    path = folder / f"{feed}{SUFFIX}"
    try:
        content = path.read_bytes()
        document = yaml.load(content, Loader=_LOADER)
    except OSError as error:
        raise ContractError(f"{path.name}: cannot be read ({error.strerror})") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{path.name}: is not YAML ({str(error).splitlines()[0]})") from error
    if not isinstance(document, dict):
        raise ContractError(f"{path.name}: holds no contract")
    try:
        return _contract(document, hashlib.sha256(content).hexdigest())
    except KeyError as error:
        raise ContractError(f"{path.name}: {error.args[0]} is missing") from error
    except (TypeError, ValueError, IndexError, AttributeError) as error:
        raise ContractError(f"{path.name}: {error}") from error


def _contract(document: dict[str, Any], fingerprint: str) -> Contract:
    custom = _custom(document)
    delivery = custom["delivery"]
    table = document["schema"][0]
    agreed = {entry["property"]: entry["value"] for entry in document["slaProperties"]}
    columns = tuple(_column(entry) for entry in table["properties"])
    rules = tuple(_rule(entry["implementation"]) for entry in table.get("quality", ()))
    _check_names(columns, rules)
    low, high = custom["volumeBand"]
    return Contract(
        feed=document["name"],
        position=custom["position"],
        title=document["description"]["purpose"],
        source_system=custom["sourceSystem"],
        owner=document["team"]["name"],
        period=_one_of(("day", "month"), delivery["period"], "period"),
        format=_one_of(("csv", "jsonl", "xlsx"), delivery["format"], "format"),
        encoding=_one_of(("utf-8", "cp1252"), delivery.get("encoding", "utf-8"), "encoding"),
        delimiter=delivery.get("delimiter", ""),
        sheet=delivery.get("sheet", ""),
        total_labels=tuple(delivery.get("totalLabels", ())),
        time_format=delivery.get("timeFormat", ""),
        clock=_one_of(("wall", "offset", "none"), delivery["clock"], "clock"),
        due_hour=int(agreed["timeOfAvailability"].split(":")[0]),
        starts=_date(delivery.get("starts")),
        volume_band=(low, high),
        columns=columns,
        rules=rules,
        fingerprint=fingerprint,
    )


def _column(entry: dict[str, Any]) -> Column:
    custom = _custom(entry)
    codes = custom.get("codes")
    kind = _KINDS[_one_of(tuple(_KINDS), entry["logicalType"], "logicalType")]
    if codes is not None and kind == "text":
        kind = "code"
    if "reference" in custom:
        kind = "room"
    duration = custom.get("duration")
    return Column(
        name=entry["name"],
        kind=kind,
        description=entry["description"],
        source=entry.get("physicalName"),
        former_sources=tuple(custom.get("formerNames", ())),
        is_required=entry.get("required", False),
        is_key=entry.get("primaryKey", False),
        is_scanned=custom.get("scanned", False),
        codes=None if codes is None else {str(code): _text(meaning) for code, meaning in codes.items()},
        marks={flag: tuple(values) for flag, values in custom["marks"].items()} if "marks" in custom else None,
        constant=custom.get("constant"),
        reference=_reference(custom),
        duration=None
        if duration is None
        else Duration(duration["from"], duration["to"], duration.get("isResponse", False)),
    )


def _reference(custom: dict[str, Any]) -> str | None:
    """The name of a reference table, a seed that is there."""
    name = custom.get("reference")
    return None if name is None else _one_of(REFERENCES, name, "reference")


def _rule(implementation: dict[str, Any]) -> RowRule:
    return RowRule(
        rule=_one_of(("requiredWhen", "emptyWhen", "sumOf"), implementation["rule"], "rule"),
        column=implementation["column"],
        columns=tuple(implementation["columns"]),
        values=tuple(implementation.get("is", ())),
    )


def _check_names(columns: tuple[Column, ...], rules: tuple[RowRule, ...]) -> None:
    """Whatever names a column or a code must name one that is there. Raises ValueError."""
    by_name = {column.name: column for column in columns}
    if sum(column.is_key for column in columns) != 1:
        raise ValueError("exactly one property must be the primaryKey")
    if len({column.reference for column in columns if column.reference}) > 1:
        raise ValueError("every reference must be to the same table")
    times = {column.name for column in columns if column.kind == "time"}
    for column in columns:
        if column.duration:
            _check_known((column.duration.start, column.duration.end), times, "a timestamp property")
        for flag, codes in (column.marks or {}).items():
            _check_known((flag,), by_name, "a property")
            _check_known(codes, column.codes or {}, f"a code of {column.name}")
    for rule in rules:
        _check_known((rule.column, *rule.columns), by_name, "a property")
        _check_known(rule.values, (by_name[rule.column].codes or {}).values(), f"a meaning of {rule.column}'s codes")


def _check_known(names: Iterable[str], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{name} is not {what}")


def _one_of(allowed: tuple[_Word, ...], value: object, what: str) -> _Word:
    for word in allowed:
        if word == value:
            return word
    raise ValueError(f"{what} is {value}, but must be one of {', '.join(allowed)}")


def _custom(entry: dict[str, Any]) -> dict[str, Any]:
    return {item["property"]: item["value"] for item in entry.get("customProperties", ())}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _date(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
