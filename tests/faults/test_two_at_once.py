"""Two runs at once: one writes, the other says so and leaves, or waits for its turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.command import Home, start


# That one leaves is held by tests/orchestration/test_run_faults.py too.
@pytest.mark.parametrize("second", [pytest.param("leaves", marks=pytest.mark.soak), "waits"])
def test_two_runs_at_once_are_never_two_writers(second: str, fresh: Home, reference: Home, raw: Path) -> None:
    run = ["run", "--raw", str(raw), "--home", str(fresh.path)]
    wait = ["--wait"] if second == "waits" else []
    # Begun in the same moment: either may be first.
    processes = [start(*run, *wait), start(*run, *wait)]
    said = [process.communicate(timeout=300)[0] for process in processes]
    codes = [process.returncode for process in processes]
    writers = [text for text in said if "is current, after" in text]
    (other,) = [text for text in said if text not in writers]
    assert len(writers) == 1, said
    if second == "leaves":
        assert sorted(codes) == [0, 2], said
        assert len(other.splitlines()) == 1
        assert f"{fresh.path} is being written by process" in other
    else:
        assert codes == [0, 0], said
        assert "Nothing new" in other
    fresh.check()
    assert fresh.differs_from(reference) == {}
