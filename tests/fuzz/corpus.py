"""Spoilt deliveries of every feed, of every kind, as many as are asked for; the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from dagster_project.contracts import Contract, load_contracts
from dagster_project.settings import PROJECT_ROOT
from tests.fuzz.mutators import DELIMITED, GZIPPED, JSON_LINES, Mutator
from tests.fuzz.workbooks import WORKBOOK

SAMPLES = PROJECT_ROOT / "data_raw" / "samples"


@dataclass(frozen=True)
class Mutant:
    """A spoilt delivery: its kind of fault, and its name, which is a good one."""

    feed: str
    kind: str
    name: str
    content: bytes


def sample(contract: Contract) -> tuple[str, bytes]:
    """The name and the bytes of the feed's good delivery."""
    (path,) = (SAMPLES / contract.feed).iterdir()
    return path.name, path.read_bytes()


def kinds(contract: Contract) -> tuple[Mutator, ...]:
    """All that can go wrong with a delivery of the feed."""
    if contract.format == "xlsx":
        return WORKBOOK
    return (*(JSON_LINES if contract.format == "jsonl" else DELIMITED), *GZIPPED)


def mutants(seed: int, rounds: int) -> Iterator[Mutant]:
    """In each round one of every kind for every feed; all of a feed are versions of one delivery."""
    for contract in load_contracts().values():
        name, content = sample(contract)
        stem, _, extension = name.partition(".")
        version = count(2)
        for number in range(rounds):
            for mutate in kinds(contract):
                spoilt = mutate(content, Random(f"{seed} {number} {contract.feed} {mutate.__name__}"))
                end = f"{extension}.gz" if mutate in GZIPPED else extension
                yield Mutant(contract.feed, mutate.__name__, f"{stem}_v{next(version)}.{end}", spoilt)
