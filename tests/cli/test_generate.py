"""`nodstat generate` writes what was asked for, and nothing among other deliveries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Call = Callable[..., Result]


def test_a_range_of_days(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = call("generate", "--from", "2025-03-30", "--to", "2025-04-01", "--scale", "0.002", "--out", out)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"Synthetic deliveries from 2025-03-30 to 2025-04-01 are in {out}"
    assert [path.name for path in sorted((out / "calls_iccs").iterdir())] == [
        f"calls_iccs_2025-{day}.csv" for day in ("03-30", "03-31", "04-01")
    ]
    assert (out / "SYNTHETIC.json").exists()


def test_by_default_they_lie_in_the_home(call: Call, tmp_path: Path) -> None:
    call("generate", "--from", "2025-03-01", "--to", "2025-03-01", "--scale", "0.001", "--home", tmp_path)
    assert (tmp_path / "synthetic" / "SYNTHETIC.json").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--year", "2025", "--from", "2025-01-01", "--to", "2025-01-02"], "not both"),
        (["--from", "2025-01-01"], "go together"),
        (["--from", "2025-01-02", "--to", "2025-01-01"], "before the first"),
        (["--from", "2025-01-01", "--to", "2025-01-01", "--scale", "0"], "scale must be above 0"),
        (["--from", "2025-01-01", "--to", "2025-01-01", "--errors", "2"], "error rate"),
        (["--from", "01.01.2025", "--to", "2025-01-01"], "01.01.2025"),
    ],
)
def test_what_makes_no_sense_is_said_to(call: Call, tmp_path: Path, arguments: list[str], says: str) -> None:
    result = call("generate", *arguments, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written(call: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = call(
        "generate", "--from", "2025-01-01", "--to", "2025-01-01", "--scale", "0.001", "--out", tmp_path / "file" / "out"
    )
    assert result.exit_code == 2
    assert "could not be written" in result.stderr
