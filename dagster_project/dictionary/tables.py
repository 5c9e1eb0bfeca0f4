"""The tables of a release as dbt describes them: grain, columns, units, keys and tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.dictionary.words import Text

SCHEMA = "marts"
_UNITS_BY_TYPE = {"date": "date", "timestamp": "utc"}
_UNITS_BY_NAME = {"_s": "s", "_share": "share"}


@dataclass(frozen=True)
class Column:
    """A column. `unit` is a key of `words.UNITS`, None for words and truth values."""

    name: str
    type: str
    unit: str | None
    description: Text
    is_key: bool
    is_nullable: bool


@dataclass(frozen=True)
class Check:
    """A test over several columns or tables; its description is empty when dbt has none."""

    name: str
    description: Text


@dataclass(frozen=True)
class Table:
    """A table of schema `marts`. The description's first sentence is the grain."""

    name: str
    section: str
    """A key of `words.SECTIONS`; empty when the model names none."""
    description: Text
    rows: int
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    has_contract: bool
    checks: tuple[Check, ...]


def read_tables(manifest: Mapping[str, Any], row_counts: Mapping[str, int]) -> list[Table]:
    """The released tables by name, dimensions last. `manifest` is dbt's, `row_counts` what the release holds.

    Raises KeyError for a released table that the manifest does not have.
    """
    models = {
        node["alias"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == SCHEMA
    }
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    return [_table(models[name], rows, tests) for name, rows in sorted(row_counts.items(), key=_place)]


def _place(table: tuple[str, int]) -> tuple[bool, str]:
    return table[0].startswith("dim_"), table[0]


def _table(model: Mapping[str, Any], rows: int, tests: list[Mapping[str, Any]]) -> Table:
    mine = [test for test in tests if model["unique_id"] in test["depends_on"]["nodes"]]
    key = next((_key(test) for test in mine if _generic(test) == "unique_key"), ())
    return Table(
        name=model["alias"],
        section=model["config"]["meta"].get("section", ""),
        description=_described(model),
        rows=rows,
        columns=tuple(_columns(model, key)),
        key=key,
        has_contract=model["contract"]["enforced"],
        checks=tuple(
            Check(test["name"], _described(test))
            for test in sorted(mine, key=lambda test: str(test["name"]))
            if _generic(test) is None
        ),
    )


def _columns(model: Mapping[str, Any], key: tuple[str, ...]) -> Iterator[Column]:
    for column in model["columns"].values():
        name, type_ = column["name"], column["data_type"] or ""
        yield Column(
            name=name,
            type=type_,
            unit=column["config"]["meta"].get("unit") or _unit(name, type_),
            description=_described(column),
            is_key=name in key,
            is_nullable=not any(constraint["type"] == "not_null" for constraint in column["constraints"]),
        )


def _unit(name: str, type_: str) -> str | None:
    """What the type, or the end of the name, says of the unit."""
    if type_ in _UNITS_BY_TYPE:
        return _UNITS_BY_TYPE[type_]
    return next((unit for ending, unit in _UNITS_BY_NAME.items() if name.endswith(ending)), None)


def _described(node: Mapping[str, Any]) -> Text:
    """Both languages; English where the Norwegian is missing, which a test of the repository does not let pass."""
    english = " ".join(node["description"].split())
    norwegian = " ".join(node["config"]["meta"].get("description_nb", "").split())
    return Text(nb=norwegian or english, en=english)


def _generic(test: Mapping[str, Any]) -> str | None:
    """The name of the generic test that it is a use of; None for one that stands by itself."""
    metadata = test.get("test_metadata")
    return str(metadata["name"]) if metadata else None


def _key(test: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(test["test_metadata"]["kwargs"]["columns"])
