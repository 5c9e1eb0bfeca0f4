"""Recipients: who gets which figures, when, where, and by which agreement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from dagster_project.extracts.contract import DATA_SETS
from dagster_project.extracts.periods import PERIOD_TYPES, PeriodType
from dagster_project.extracts.reading import (
    Reader,
    RecipientError,
    addresses,
    all_or_texts,
    mapping,
    one_of,
    some_of,
    text,
    whole,
)

FORMATS = ("csv", "parquet", "xlsx")
THRESHOLDS = range(3, 101)


@dataclass(frozen=True)
class Directory:
    """A folder that this machine sees; a relative path lies in the home."""

    path: str

    @property
    def shown(self) -> str:
        """Where it is, without a secret."""
        return self.path


@dataclass(frozen=True)
class Sftp:
    """A folder on a server: login by key, and the server's own key in `known_hosts`, never taken on trust."""

    host: str
    user: str
    path: str
    known_hosts: Path
    port: int = 22

    @property
    def shown(self) -> str:
        """Where it is, without a secret."""
        return f"sftp://{self.user}@{self.host}:{self.port}/{self.path.lstrip('/')}"


@dataclass(frozen=True)
class Azure:
    """A container of Azure Blob Storage, and a path in it."""

    container: str
    path: str = ""

    @property
    def shown(self) -> str:
        """Where it is, without a secret."""
        return f"az://{self.container}/{self.path}".rstrip("/")


@dataclass(frozen=True)
class Cadence:
    """A package for every period of a type, on the n-th Norwegian working day after it."""

    every: PeriodType
    working_day: int


@dataclass(frozen=True)
class Recipient:
    """One recipient. `agreement` is its reference; `org_units` and `segments` are None for all."""

    recipient_id: str
    name: str
    purpose: str
    agreement: str | None
    data_set: str
    org_units: tuple[str, ...] | None
    segments: tuple[str, ...] | None
    period_types: tuple[PeriodType, ...]
    formats: tuple[str, ...]
    cadence: Cadence
    threshold: int
    delivery: Directory | Sftp | Azure
    notify: tuple[str, ...] = ()


def load_recipients(path: Path) -> dict[str, Recipient]:
    """The recipients of a file, by id. Raises RecipientError."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RecipientError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise RecipientError(f"{path}: is not UTF-8; save it as such") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RecipientError(f"{path}: is not YAML{f', line {mark.line + 1}' if mark else ''}") from None
    top = Reader(document, f"{path}: ")
    entries = top.get("recipients", mapping)
    top.done()
    return {str(name): _recipient(str(name), entry, path) for name, entry in entries.items()}


def _recipient(name: str, entry: object, file: Path) -> Recipient:
    reader = Reader(entry, f"{file}: {name}: ")
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", name):
        raise reader.wrong("a recipient's id is a lower-case word of letters, digits and hyphens, such as 'lat'")
    scope, cadence = reader.inner("scope"), reader.inner("cadence")
    found = Recipient(
        recipient_id=name,
        name=reader.get("name", text),
        purpose=reader.get("purpose", text),
        agreement=reader.get("agreement", lambda value: None if value is None else text(value), None),
        data_set=reader.get("data_set", one_of(DATA_SETS)),
        org_units=scope.get("org_units", all_or_texts),
        segments=scope.get("segments", all_or_texts),
        period_types=scope.get("period_types", some_of(PERIOD_TYPES)),
        formats=reader.get("formats", some_of(FORMATS)),
        cadence=Cadence(cadence.get("every", one_of(PERIOD_TYPES)), cadence.get("working_day", whole(range(1, 21)))),
        threshold=reader.get("threshold", whole(THRESHOLDS)),
        delivery=_delivery(reader.inner("delivery"), file.parent),
        notify=reader.get("notify", addresses, ()),
    )
    for read in (scope, cadence, reader):
        read.done()
    if found.cadence.every not in found.period_types:
        raise reader.wrong(f"cadence: every: {found.cadence.every} is not among scope's period_types")
    if "week" in found.period_types and len(found.period_types) > 1:
        raise reader.wrong("scope: period_types: weeks and longer periods together cannot be protected; choose one")
    return found


def _delivery(reader: Reader, folder: Path) -> Directory | Sftp | Azure:
    kind = reader.get("to", one_of(("directory", "sftp", "azure")))
    found: Directory | Sftp | Azure
    if kind == "directory":
        found = Directory(reader.get("path", text))
    elif kind == "sftp":
        found = Sftp(
            host=reader.get("host", text),
            user=reader.get("user", text),
            path=reader.get("path", text),
            known_hosts=folder / reader.get("known_hosts", text),
            port=reader.get("port", whole(range(1, 65536)), 22),
        )
    else:
        found = Azure(reader.get("container", text), reader.get("path", text, ""))
    reader.done()
    return found
