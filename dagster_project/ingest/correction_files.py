"""Read `corrections/<feed>.yaml` strictly: a correction that is not wholly understood corrects nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from dagster_project.contracts import Contract
from dagster_project.ingest.corrections import Correction, Texts
from dagster_project.ingest.personal import holds_birth_number, holds_identifier
from dagster_project.settings import CORRECTIONS

SUFFIX = ".yaml"

_REQUIRED = ("id", "from", "match", "set", "reason", "by", "date")
_OPTIONAL = ("to",)
_EMPTY = ("", "null", "~")
_LONGEST = 1000


class CorrectionError(ValueError):
    """A file of corrections that cannot be used; the message names the file, the correction, the fault and the mend."""


# Every scalar is its text: a room 0301 keeps its zero, and NO is not false.
class _Loader(yaml.BaseLoader):
    """Refuses a key that is there twice, of which YAML would take the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise CorrectionError(f"line {node.start_mark.line + 1}: {key} is there twice")
        return super().construct_mapping(node, deep)


def correction_file(raw: Path, feed: str) -> Path:
    """Where the corrections of a feed lie; there need not be such a file."""
    return raw / CORRECTIONS / f"{feed}{SUFFIX}"


def check_corrections(raw: Path, contracts: Mapping[str, Contract]) -> None:
    """Raises CorrectionError for any file in the folder that cannot be used, also one that is of no feed."""
    folder = raw / CORRECTIONS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith((".", "README")) or path.name.endswith("~"):
            continue
        if path.suffix != SUFFIX or path.stem not in contracts:
            known = ", ".join(f"{feed}{SUFFIX}" for feed in contracts)
            raise CorrectionError(f"{path}: is of no feed. Corrections lie in {known}")
        load_corrections(raw, contracts[path.stem])


def load_corrections(raw: Path, contract: Contract) -> tuple[Correction, ...]:
    """The corrections of a feed, in the file's order; none without a file. Raises CorrectionError, OSError."""
    path = correction_file(raw, contract.feed)
    if not path.exists():
        return ()
    try:
        return _corrections(contract, yaml.load(path.read_bytes(), Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}: {error.problem}" if isinstance(error, yaml.MarkedYAMLError) and mark else ""
        raise CorrectionError(f"{path}: is not YAML in UTF-8{where}") from error
    except (CorrectionError, RecursionError) as error:
        raise CorrectionError(f"{path}: {error}") from error


def _corrections(contract: Contract, document: object) -> tuple[Correction, ...]:
    if document in (None, ""):
        return ()
    if not isinstance(document, list):
        raise CorrectionError("must be a list: each correction begins with '- id: …'")
    found: dict[str, Correction] = {}
    for number, entry in enumerate(document, start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        place = name if isinstance(name, str) and name else f"correction {number}"
        try:
            correction = _correction(contract, entry)
        except CorrectionError as error:
            raise CorrectionError(f"{place}: {error}") from error
        if place in found:
            raise CorrectionError(f"{place}: is there twice, each correction has an id of its own")
        found[place] = correction
    return tuple(found.values())


def _correction(contract: Contract, entry: object) -> Correction:
    if not isinstance(entry, dict):
        raise CorrectionError(f"must have {', '.join(_REQUIRED)}")
    for key in entry:
        if key not in (*_REQUIRED, *_OPTIONAL):
            raise CorrectionError(f"{key} is unknown; there are {', '.join((*_REQUIRED, *_OPTIONAL))}")
    for key in _REQUIRED:
        if not entry.get(key):
            raise CorrectionError(f"{key} is missing")
    first, last = _day(entry, "from"), _day(entry, "to" if entry.get("to") else "from")
    if last < first:
        raise CorrectionError(f"to {last} is before from {first}")
    changes = tuple((name, _text(name, value)) for name, value in _columns(contract, entry, "set").items())
    for name, text in changes:
        column = contract.column(name)
        if column.is_key:
            raise CorrectionError(f"set: {name} is what a row is found by in its source, so it stays as it is")
        if column.is_required and text is None:
            raise CorrectionError(f"set: {name} is required, so it cannot be made empty")
    correction = Correction(
        correction_id=_words(entry, "id"),
        first=first,
        last=last,
        match=tuple((name, _texts(name, value)) for name, value in _columns(contract, entry, "match").items()),
        changes=changes,
        reason=_words(entry, "reason"),
        decided_by=_words(entry, "by"),
        decided=_day(entry, "date"),
    )
    _check_impersonal(contract, correction)
    return correction


def _columns(contract: Contract, entry: Mapping[str, Any], key: str) -> dict[str, Any]:
    columns = entry[key]
    if not isinstance(columns, dict):
        raise CorrectionError(f"{key} must name columns and their values, such as {contract.sourced[1].name}: …")
    known: Collection[str] = [column.name for column in contract.sourced]
    for name in columns:
        if name not in known:
            raise CorrectionError(f"{key}: there is no column {name}; {contract.feed} has {', '.join(known)}")
    return columns


def _texts(name: str, value: object) -> Texts:
    return tuple(_text(name, one) for one in value) if isinstance(value, list) and value else (_text(name, value),)


def _text(name: str, value: object) -> str | None:
    if not isinstance(value, str):
        raise CorrectionError(f"{name} must be a text as the source writes it")
    return None if value in _EMPTY else value


def _words(entry: Mapping[str, Any], key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise CorrectionError(f"{key} must be a text of at most {_LONGEST} characters")
    return " ".join(value.split())


def _day(entry: Mapping[str, Any], key: str) -> date:
    try:
        return date.fromisoformat(entry[key])
    except (TypeError, ValueError):
        raise CorrectionError(f"{key} must be a date such as 2025-03-01") from None


def _check_impersonal(contract: Contract, correction: Correction) -> None:
    """What a correction says is released. A call's number may look like a telephone's; a birth number is no id."""
    free = [correction.reason, correction.decided_by]
    other = [correction.correction_id]
    values = [*correction.match, *((name, (text,)) for name, text in correction.changes)]
    for name, texts in values:
        (free if contract.column(name).is_scanned else other).extend(text for text in texts if text is not None)
    found = pl.select(
        pl.any_horizontal(
            holds_identifier(pl.lit(pl.Series(free))).any(), holds_birth_number(pl.lit(pl.Series(other))).any()
        )
    ).item()
    if found:
        raise CorrectionError("it holds a birth or telephone number; name the row by its id and leave the number out")
