"""Every command of the operations page works, in the page's order, on a home of two days; and nothing is left out."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_ROOT
from dagster_project.synthetic import generate

PAGE = PROJECT_ROOT / "docs" / "operations.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = [textwrap.dedent(block) for block in re.findall(r"^ *```sh\n(.*?)^ *```$", TEXT, re.DOTALL | re.MULTILINE)]
SERVED = "nodstat orchestrate\n"

# What would need a network or a new environment: as far as it goes without.
_PRELUDE = """
set -euo pipefail
make() { (cd checkout && command make --dry-run "$@" > make.log); }
git() { (cd checkout && command git "$@"); }
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with deliveries of two days, and a clone of what `make` needs of this repository."""
    generate(tmp_path / "var" / "deliveries", date(2025, 6, 10), date(2025, 6, 11), scale=0.003)
    (tmp_path / "origin").mkdir()
    for path in [PROJECT_ROOT / "Makefile", PROJECT_ROOT / "pyproject.toml", *PROJECT_ROOT.glob("requirements*.lock")]:
        shutil.copy(path, tmp_path / "origin")
    by = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (["init"], ["add", "."], [*by, "commit", "-m", "all"], ["clone", ".", "../checkout"]):
        subprocess.run(["git", *command], cwd=tmp_path / "origin", check=True, capture_output=True)
    nodstat = tmp_path / ".venv" / "bin" / "nodstat"
    nodstat.parent.mkdir(parents=True)
    nodstat.write_text(f"#!/bin/sh\nexec {sys.executable} -c 'from dagster_project.cli import main; main()' \"$@\"\n")
    nodstat.chmod(0o755)
    return tmp_path


@pytest.fixture
def shell(place: Path) -> Iterator[subprocess.Popen[str]]:
    """One shell for the whole page, since a block goes on where the one before ended."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        ["bash"],
        cwd=place,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as shell:
        yield shell
        if shell.poll() is None:
            os.killpg(shell.pid, signal.SIGTERM)


def say(shell: subprocess.Popen[str], commands: str, until: str) -> list[str]:
    """Have the shell do this, and give what it says up to a line that holds `until`."""
    assert shell.stdin is not None
    assert shell.stdout is not None
    shell.stdin.write(commands)
    shell.stdin.flush()
    said = []
    for line in shell.stdout:
        said.append(line)
        if until in line:
            return said
    raise AssertionError(f"{commands}\nended the shell:\n{''.join(said)}")


@pytest.mark.slow
def test_every_command_of_the_page_works_in_its_order(shell: subprocess.Popen[str]) -> None:
    say(shell, f"{_PRELUDE}\necho 'begun'\n", "begun")
    said: dict[str, str] = {}
    for number, block in enumerate(BLOCKS):
        if block == SERVED:
            say(shell, f"{block.strip()} &\n", "Ctrl-C ends")
            block = "kill %1; wait %1\n"  # noqa: PLW2901 - a service manager's way
        done = f"block {number} is done"
        said[block] = "".join(say(shell, f"{block}\necho '{done}'\n", done))
    assert "Rolled back: " in next(text for block, text in said.items() if "rollback" in block)
    read_again = next(text for block, text in said.items() if "--reingest\nnodstat run --months" in block)
    assert "Nothing new of 2025-01 to 2025-06" in read_again


def test_the_page_has_commands() -> None:
    assert len(BLOCKS) > 10
    assert SERVED in BLOCKS


def test_its_own_links_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    linked = set(re.findall(r"\]\(#([^)]+)\)", TEXT))
    assert linked - anchors == set()
    assert len(linked) >= 4


def test_the_readme_leads_to_it() -> None:
    assert "](docs/operations.md)" in (PROJECT_ROOT / "README.md").read_text(encoding="utf-8")
