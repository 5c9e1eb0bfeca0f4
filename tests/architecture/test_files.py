"""No file of the project is tied to one machine, one registry or one reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

MACHINE_PATH = re.compile(r"(?<![\w.}~-])/(?:work|root|tmp|opt|home/\w|Users/\w)(?=[/\w])")
REGISTRY = re.compile(r"(?:pypi|pythonhosted|registry\.npmjs|deb\.debian)\.[a-z]{2,}")
LONGEST_MODULE = 250
NOT_TEXT = {".png", ".xlsx"}


def test_no_machine_path_and_no_registry_host(root: Path, project_files: list[Path]) -> None:
    texts = {
        path: (root / path).read_bytes().decode("utf-8", errors="replace")
        for path in project_files
        if path.suffix not in NOT_TEXT
    }
    assert {Path("pyproject.toml"), Path("Makefile"), Path("requirements.lock")} <= set(texts)
    found = {
        path: match.group()
        for path, text in texts.items()
        for pattern in (MACHINE_PATH, REGISTRY)
        for match in pattern.finditer(text)
    }
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("open('/" + "work/main/x.csv')", True),
        ("/" + "home/kari/nodstat", True),
        ("sys.path.insert(0, '/" + "tmp/x')", True),
        ("make setup PYTHON=/path/to/python3.12", False),
        ("docs/work/plan.md and ../shared/real", False),
        ("{tmp_path}/" + "tmp/lake", False),
        ("/usr/bin/env bash", False),
    ],
)
def test_what_counts_as_a_machine_path(text: str, found: bool) -> None:
    assert bool(MACHINE_PATH.search(text)) is found


def test_a_module_has_one_job(root: Path, project_files: list[Path]) -> None:
    lengths = {
        path: len((root / path).read_text(encoding="utf-8").splitlines())
        for path in project_files
        if path.suffix == ".py"
    }
    assert lengths[Path("dagster_project/settings.py")] > 0
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_delivery_is_committed_but_the_samples(project_files: list[Path]) -> None:
    delivered = [path for path in project_files if path.parts[0] == "data_raw"]
    assert len(delivered) > 1, "the samples are gone"
    assert [path for path in delivered if path.parts[1] not in {"README.md", "samples"}] == []
