"""Synthetic deliveries never come to lie among real ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dagster_project.synthetic import Manifest, generate

DAY = date(2025, 3, 1)


def test_a_folder_with_real_deliveries_is_left_alone(tmp_path: Path) -> None:
    real = tmp_path / "nodsms" / "nodsms_2025-02.csv"
    real.parent.mkdir()
    real.write_text("Dato\n", encoding="utf-8")
    with pytest.raises(ValueError, match="nodsms holds deliveries that are not synthetic"):
        generate(tmp_path, DAY, DAY, scale=0.01)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [real]


def test_more_days_are_added_to_what_is_there(tmp_path: Path) -> None:
    generate(tmp_path, DAY, DAY, scale=0.01)
    manifest = generate(tmp_path, date(2025, 4, 1), date(2025, 4, 2), scale=0.01)
    assert manifest.months == ("2025-03", "2025-04")
    assert manifest == Manifest.load(tmp_path)
    assert len(manifest.deliveries) == len(list(tmp_path.glob("*/*")))


def test_the_same_days_again_change_nothing(tmp_path: Path) -> None:
    first = generate(tmp_path, DAY, DAY, scale=0.01)
    assert generate(tmp_path, DAY, DAY, scale=0.01) == first


def test_another_seed_does_not_mix_with_what_is_there(tmp_path: Path) -> None:
    generate(tmp_path, DAY, DAY, scale=0.01)
    with pytest.raises(ValueError, match="of seed 2025, scale"):
        generate(tmp_path, DAY, DAY, scale=0.01, seed=3)


def test_a_generation_that_is_broken_off_is_marked_synthetic_all_the_same(tmp_path: Path) -> None:
    def stop(message: str) -> None:
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt):
        generate(tmp_path, DAY, DAY, scale=0.01, progress=stop)
    assert Manifest.load(tmp_path).deliveries == ()
    assert list(tmp_path.glob("calls_iccs/*"))


def test_progress_is_told_once_a_month(tmp_path: Path) -> None:
    lines: list[str] = []
    generate(tmp_path, date(2025, 3, 31), date(2025, 4, 1), scale=0.01, progress=lines.append)
    assert [line[:8] for line in lines] == ["2025-03:", "2025-04:"]


@pytest.mark.parametrize(
    ("start", "end", "options"),
    [(date(2025, 3, 2), DAY, {}), (DAY, DAY, {"scale": 0.0}), (DAY, DAY, {"error_rate": 1.5})],
)
def test_arguments_that_make_no_sense_are_refused(
    tmp_path: Path, start: date, end: date, options: dict[str, float]
) -> None:
    with pytest.raises(ValueError):
        generate(tmp_path, start, end, **options)  # type: ignore[arg-type]


def test_before_the_reference_data_begins_there_is_nothing_to_make(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no control room"):
        generate(tmp_path, date(2009, 1, 1), date(2009, 1, 1), scale=0.01)
