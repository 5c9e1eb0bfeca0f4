"""Two sets of KPI values: what counts as agreement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from bench.compare import compare

KEY = ("calls_offered", "113", "day", date(2025, 3, 1), "nation", "NO")
OTHER = ("calls_offered", "113", "day", date(2025, 3, 2), "nation", "NO")
Row = tuple[tuple[str, str, str, date, str, str], float | None, int]


def _write(path: Path, rows: list[Row]) -> Path:
    names = ["kpi_id", "segment", "period_type", "period_start", "org_level", "org_id", "value", "n"]
    pl.DataFrame([(*key, value, n) for key, value, n in rows], names, orient="row").write_parquet(path)
    return path


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ([(KEY, 20.0, 20)], (1, 0, 0, 0, True)),
        ([(KEY, 20.0 * (1 + 1e-10), 20)], (1, 0, 0, 0, True)),
        ([(KEY, 20.0 * (1 + 1e-8), 20)], (1, 1, 0, 0, False)),
        ([(KEY, 20.0, 21)], (1, 1, 0, 0, False)),
        ([(KEY, None, 20)], (1, 1, 0, 0, False)),
        ([(OTHER, 20.0, 20)], (0, 0, 1, 1, False)),
        ([(KEY, 20.0, 20), (OTHER, 0.0, 0)], (1, 0, 0, 0, True)),
        ([(KEY, 20.0, 20), (OTHER, 5.0, 5)], (1, 0, 0, 1, False)),
    ],
)
def test_a_row_agrees_by_key_and_n_and_value_within_a_billionth(
    tmp_path: Path, there: list[Row], found: tuple[int, int, int, int, bool]
) -> None:
    agreement = compare(_write(tmp_path / "a.parquet", [(KEY, 20.0, 20)]), _write(tmp_path / "b.parquet", there))
    numbers = (agreement.compared, agreement.different, agreement.only_here, agreement.only_there)
    assert (*numbers, agreement.is_full) == found


def test_nothing_to_compare_is_no_agreement(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.parquet", [(KEY, 20.0, 20)])
    assert not compare(path, path, ["alarms_sent"]).is_full
