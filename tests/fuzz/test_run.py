"""`nodstat run` on a file of every kind: refusals in a line, no traceback, nothing outside its home, no bombs."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.contracts import load_contracts
from tests.fuzz.corpus import mutants, sample
from tests.fuzz.test_garbage import _files

_NODSTAT = "from dagster_project.cli import main; main()"
MOST_BYTES = 3 * 1024**3
"""What the whole run may take at its height; its largest bomb is of 4 GiB."""


@pytest.mark.slow
def test_a_run_over_every_kind_of_spoilt_file_refuses_them_and_says_so(tmp_path: Path) -> None:
    raw, home, elsewhere = tmp_path / "raw", tmp_path / "home", tmp_path / "elsewhere"
    for contract in load_contracts().values():
        name, content = sample(contract)
        (raw / contract.feed).mkdir(parents=True)
        (raw / contract.feed / name.replace(".", "_v99999.", 1)).write_bytes(content)
    for mutant in mutants(1, 1):
        (raw / mutant.feed / mutant.name).write_bytes(mutant.content)
    # 4 GiB of blanks, in members that follow each other.
    bomb = gzip.compress(b" " * 16 * 1024**2) * 256
    (raw / "calls_iccs" / "calls_iccs_2025-03-01_v900.csv.gz").write_bytes(bomb)
    elsewhere.mkdir()
    before = {path: state for path, state in _files(tmp_path) if not path.is_relative_to(home)}

    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _NODSTAT,
            "run",
            "--raw",
            str(raw),
            "--home",
            str(home),
        ],
        cwd=elsewhere,
        env={**os.environ, "TMPDIR": str(elsewhere), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=(tmp_path / "stdout").open("wb"),
        stderr=(tmp_path / "stderr").open("wb"),
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    said = "".join((tmp_path / name).read_text(encoding="utf-8") for name in ("stdout", "stderr"))

    assert process.returncode == 3, said
    assert "Traceback" not in said
    assert "calls_iccs_2025-03-01_v900.csv.gz" in said
    assert "is larger than any delivery can be" in said
    assert used.ru_maxrss * 1024 < MOST_BYTES
    after = {path: state for path, state in _files(tmp_path) if not path.is_relative_to(home)}
    assert after.keys() - before.keys() == {tmp_path / "stdout", tmp_path / "stderr"}
    assert before.items() <= after.items()
