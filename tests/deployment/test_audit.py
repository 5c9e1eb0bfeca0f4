"""`make audit` passes only what it knows: licences that somebody allowed, and a vulnerability service that answered."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dagster_project.settings import PROJECT_ROOT

ANSWERS = {"dependencies": [{"name": "polars", "version": "2.1.0", "vulns": []}]}
FLAW = {"id": "GHSA-0000", "fix_versions": ["2.1.1"], "aliases": [], "description": ""}


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """.ci/audit.py, with no exceptions of its own."""
    found = importlib.util.spec_from_file_location("audit", PROJECT_ROOT / ".ci" / "audit.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "EXCEPTIONS", {})
    monkeypatch.setattr(module, "SAYS_LESS", {})
    return module


def pip_audit(folder: Path, answer: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands in for the real one: writes what the service answered, or fails as without a network."""
    tool = folder / "pip-audit"
    told = f"open(sys.argv[-1], 'w').write({json.dumps(json.dumps(answer))})" if answer else "sys.exit('no connection')"
    tool.write_text(f"#!{sys.executable}\nimport sys\n{told}\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))


def component(*licences: str, name: str = "some") -> dict[str, Any]:
    return {"name": name, "version": "1", "licenses": [{"expression": text} for text in licences]}


@pytest.mark.parametrize(
    "expression",
    ["MIT", "Apache-2.0 AND MIT", "GPL-2.0-only OR MIT", "MPL-2.0 AND (Apache-2.0 OR GPL-3.0-only)", "PSF-2.0"],
)
def test_a_permissive_licence_passes(audit: ModuleType, expression: str) -> None:
    assert list(audit.not_allowed([component(expression)])) == []


@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-or-later", "MIT AND AGPL-3.0-only", "LGPL-2.1-only", "BSD-like", "", "EPL-2.0 OR GPL-2.0-only"],
)
def test_copyleft_and_what_is_not_understood_do_not(audit: ModuleType, expression: str) -> None:
    assert list(audit.not_allowed([component(expression)])) == [f"some 1: {expression or 'says nothing'}"]


def test_of_several_licences_all_have_to_do(audit: ModuleType) -> None:
    assert list(audit.not_allowed([component("MIT", "GPL-3.0-only")])) == ["some 1: MIT, GPL-3.0-only"]
    assert list(audit.not_allowed([component("MIT", "ISC")])) == []


def test_a_package_that_says_nothing_does_not_pass(audit: ModuleType) -> None:
    assert list(audit.not_allowed([component()])) == ["some 1: says nothing"]


def test_an_exception_holds_for_its_package_alone_and_only_as_long_as_it_is_needed(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "EXCEPTIONS", {"some": "because"})
    assert list(audit.not_allowed([component("EPL-2.0")])) == []
    assert list(audit.not_allowed([component("EPL-2.0", name="other")])) == [
        "other 1: EPL-2.0",
        "some: is not installed, and needs no exception",
    ]


def test_no_known_vulnerability_passes(audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_audit(tmp_path, ANSWERS, monkeypatch)
    assert audit.vulnerabilities(tmp_path) == "no known vulnerability in 1 packages"


def test_a_known_vulnerability_is_named(audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pip_audit(tmp_path, {"dependencies": [ANSWERS["dependencies"][0] | {"vulns": [FLAW]}]}, monkeypatch)
    with pytest.raises(audit.AuditError, match=r"polars 2\.1\.0: GHSA-0000"):
        audit.vulnerabilities(tmp_path)


def test_a_service_that_cannot_be_reached_is_no_pass(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vulnerabilities.json").write_text(json.dumps(ANSWERS), encoding="utf-8")
    pip_audit(tmp_path, None, monkeypatch)
    with pytest.raises(audit.AuditError, match=r"nothing was checked \(no connection\)"):
        audit.vulnerabilities(tmp_path)


def test_a_service_that_knows_nothing_of_a_package_is_no_pass(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip-audit itself calls that success: a mirror without advisories would make everything look well."""
    unknown = {"name": "click", "skip_reason": "Dependency not found on PyPI and could not be audited: click (8.5.1)"}
    pip_audit(tmp_path, {"dependencies": [*ANSWERS["dependencies"], unknown]}, monkeypatch)
    with pytest.raises(audit.AuditError, match=r"not known of 1 of 2 packages, such as: .*click"):
        audit.vulnerabilities(tmp_path)


def test_every_question_is_asked_whatever_the_others_say(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_: Path) -> str:
        raise audit.AuditError("not known")

    monkeypatch.setattr(audit, "ROOT", tmp_path)
    for name in ("bill_of_materials", "vulnerabilities"):
        monkeypatch.setattr(audit, name, fails)
    fails.__name__ = "bill_of_materials"
    monkeypatch.setattr(audit, "licences", lambda _: "all allowed")
    assert audit.main() == 1
    said = capsys.readouterr()
    assert said.err.count("not known") == 2
    assert "all allowed" in said.out
