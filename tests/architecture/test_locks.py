"""The locks: exact versions, hashes, no address of where they come from, and in step with pyproject.toml."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from dagster_project.releases.database import OLDEST_READER

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
OLDEST_DUCKDB = "requirements-oldest-duckdb.lock"
AUDIT = "requirements-audit.lock"
AZURITE = ROOT / "tests" / "extracts" / "azurite"
PYTHONS = ["3.11", "3.12", "3.13"]


def _entries(lock: str) -> dict[Requirement, list[str]]:
    """Every pinned requirement of a lock and its hashes."""
    joined = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    entries: dict[Requirement, list[str]] = {}
    for words in lines:
        hashes = [word for word in words if word.startswith("--hash=")]
        entries[Requirement(" ".join(words[: len(words) - len(hashes)]))] = hashes
    return entries


def _versions(lock: str, python: str) -> dict[str, Version]:
    """What a lock installs on Linux with that Python."""
    environment = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux"}
    return {
        canonicalize_name(entry.name): Version(str(entry.specifier).removeprefix("=="))
        for entry in _entries(lock)
        if entry.marker is None or entry.marker.evaluate(environment)
    }


def _declared(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [text for extra in extras for text in project["optional-dependencies"][extra]]
    return [Requirement(text) for text in [*project["dependencies"], *optional]]


@pytest.mark.parametrize(("lock", "packages"), [(LOCKS[0], 100), (LOCKS[1], 100), (OLDEST_DUCKDB, 1), (AUDIT, 10)])
def test_every_package_is_pinned_and_hashed(lock: str, packages: int) -> None:
    entries = _entries(lock)
    assert len(entries) >= packages
    for entry, hashes in entries.items():
        assert re.fullmatch(r"==[^=,*]+", str(entry.specifier)), entry
        assert entry.url is None, entry
        assert hashes, f"{entry} has no hash"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text) for text in hashes), entry


@pytest.mark.parametrize("lock", [*LOCKS, OLDEST_DUCKDB, AUDIT])
def test_a_lock_names_no_index_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?!hash)\S+|^-\w.*", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ("build",)), (LOCKS[1], ("build", "dev", "spark", "fabric"))])
def test_a_lock_satisfies_pyproject(lock: str, extras: tuple[str, ...], python: str) -> None:
    locked = _versions(lock, python)
    for requirement in _declared(*extras):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not locked: make lock"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}, not {version}: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_both_locks_install_the_same_versions(python: str) -> None:
    use, work = (_versions(lock, python) for lock in LOCKS)
    assert {name: work.get(name) for name in use} == use


def test_dbt_core_stays_below_the_version_that_downloads_its_parser() -> None:
    assert _versions(LOCKS[0], "3.11")["dbt-core"] < Version("1.12")


def test_the_oldest_duckdb_is_the_first_of_the_version_that_a_release_is_written_for() -> None:
    assert _versions(OLDEST_DUCKDB, "3.11") == {"duckdb": Version(".".join(map(str, (*OLDEST_READER, 0))))}
    assert _versions(LOCKS[0], "3.11")["duckdb"].release[:2] > OLDEST_READER, "then it needs no lock of its own"


def test_what_comes_by_npm_is_pinned_and_hashed_and_has_no_address() -> None:
    wanted = json.loads((AZURITE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packages = json.loads((AZURITE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages.pop("")["dependencies"] == wanted, "make lock"
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert len(packages) > 100
    for path, package in packages.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", package["version"]), path
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]), path
        assert "resolved" not in package, path
