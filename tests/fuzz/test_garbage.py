"""Whatever a file holds, it is refused or its rows are judged: nothing is lost, made up, given away or blown up."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
import pytest

from dagster_project.checks.accounting import discrepancies
from dagster_project.contracts import load_contract, load_contracts
from dagster_project.ingest import LedgerRow, ingest_month, plan, prepare
from dagster_project.settings import Settings
from tests.fuzz.corpus import Mutant, kinds, mutants, sample
from tests.fuzz.mutators import BIRTH_NUMBER, LIMIT
from tests.ingest.site import assert_refused

ROUNDS = 7
"""Of every kind for every feed: 1,008 files in all."""
REFUSALS = {"unreadable", "missing_columns", "empty", "too_many_errors"}
FEEDS = list(load_contracts())
SOAK = [pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 22)]


def test_the_corpus_holds_a_thousand_files_of_every_kind_for_every_feed() -> None:
    found = Counter((mutant.feed, mutant.kind) for mutant in mutants(1, ROUNDS))
    assert found.total() >= 1000
    assert {(feed, kind.__name__) for feed in FEEDS for kind in kinds(load_contract(feed))} == found.keys()


@pytest.mark.slow
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("seed", [1, *SOAK])
def test_a_spoilt_delivery_is_refused_or_its_rows_are_judged(
    tmp_path: Path, feed: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        home=tmp_path / "home",
        raw=tmp_path / "raw",
        max_error_share=1.0,  # so that the rows of the worst are looked at
        max_delivery_bytes=LIMIT,
    )
    corpus = {mutant.name: mutant for mutant in mutants(seed, ROUNDS) if mutant.feed == feed}
    control = _deliver(settings, feed, corpus.values())
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    before = dict(_files(tmp_path))

    rows = _ingest(settings, feed)

    # The same bytes as those before it are no news, so they are not read.
    read = {corpus[name].content for name in rows if name != control}
    assert control in rows
    for name, mutant in corpus.items():
        assert name in rows or mutant.content in read, mutant
        if name in rows:
            _check(rows[name], mutant)
    assert discrepancies(settings.lake, feed).is_empty()
    assert BIRTH_NUMBER not in "".join(_quarantined_texts(settings, feed)).replace(" ", "")
    assert BIRTH_NUMBER not in "".join(f"{row.detail} {row.extra_columns}" for row in rows.values())
    assert {path: state for path, state in _files(tmp_path) if not path.is_relative_to(settings.home)} == before
    assert _events(settings, rows[control]) == _events_of_control_alone(tmp_path / "alone", feed)


def _deliver(settings: Settings, feed: str, corpus: Iterable[Mutant]) -> str:
    """Lay the corpus and, as a version after all of it, the good delivery, whose name is given."""
    folder = settings.raw / feed
    folder.mkdir(parents=True)
    for mutant in corpus:
        (folder / mutant.name).write_bytes(mutant.content)
    name, content = sample(load_contract(feed))
    last = name.replace(".", "_v99999.", 1)
    (folder / last).write_bytes(content)
    return last


def _ingest(settings: Settings, feed: str) -> dict[str, LedgerRow]:
    prepare(settings.lake, load_contracts().values())
    contract = load_contract(feed)
    return {
        row.file: row
        for month, deliveries in plan(contract, settings).months.items()
        for row in ingest_month(contract, month, deliveries, settings).rows
    }


def _check(row: LedgerRow, mutant: Mutant) -> None:
    """Refused with a reason of the list, in one line; or accounted for to the last row."""
    if row.state == "refused":
        assert row.reason in REFUSALS, mutant
        assert_refused(row, row.reason)
    else:
        assert row.rows_read > 0, mutant
        assert row.rows_read == row.accepted + row.quarantined + row.duplicate, mutant
    assert len(row.extra_columns or "") < 5000, mutant


def _quarantined_texts(settings: Settings, feed: str) -> list[str]:
    folder = settings.lake / feed / "quarantine"
    return pl.read_parquet(folder / "month=*" / "*.parquet", hive_partitioning=False)["text"].drop_nulls().to_list()


def _events(settings: Settings, row: LedgerRow) -> list[tuple[object, ...]]:
    (path,) = (settings.lake / row.feed / "accepted").glob(f"month=*/{row.delivery_id}.parquet")
    return pl.read_parquet(path, hive_partitioning=False).drop("delivery_id").rows()


def _events_of_control_alone(folder: Path, feed: str) -> list[tuple[object, ...]]:
    settings = Settings(home=folder / "home", raw=folder / "raw")
    name = _deliver(settings, feed, ())
    return _events(settings, _ingest(settings, feed)[name])


def _files(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Every file below a folder, with its size and when it changed."""
    for place, _, names in os.walk(folder):
        for path in map(Path(place).joinpath, names):
            status = path.stat()
            yield path, (status.st_size, status.st_mtime_ns)
