"""Import only downwards: import-linter's contracts in pyproject.toml, and what they cannot say."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SLOW_TO_IMPORT = re.compile(r"great_expectations(\.|$)")
"""Nine seconds, for whoever imports a module that imports it."""


def test_every_import_contract_is_kept(root: Path) -> None:
    lint = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert lint is not None, "import-linter is not installed beside this Python"
    result = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_great_expectations_is_imported_inside_functions_only(root: Path, project_files: list[Path]) -> None:
    modules = {
        path: list(_imported_at_module_level(ast.parse((root / path).read_text(encoding="utf-8"))))
        for path in project_files
        if path.suffix == ".py"
    }
    assert any("polars" in names for names in modules.values()), "no imports are seen at all"
    assert [path for path, names in modules.items() if any(map(SLOW_TO_IMPORT.match, names))] == []


def test_every_imported_package_is_a_declared_dependency(root: Path, project_files: list[Path]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    brought_by = packages_distributions()
    imported = {
        name.split(".")[0]
        for path in project_files
        if path.suffix == ".py" and path.parts[0] in {"dagster_project", "streamlit_app"}
        for name in _imported(ast.parse((root / path).read_text(encoding="utf-8")))
    }
    foreign = imported - set(sys.stdlib_module_names) - {"dagster_project", "streamlit_app"}
    assert {"polars", "yaml", "dagster"} <= foreign
    distributions = {name: {canonicalize_name(text) for text in brought_by.get(name, [])} for name in foreign}
    assert {name for name, candidates in distributions.items() if not candidates & declared} == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import great_expectations as gx", True),
        ("from great_expectations.core import ExpectationSuite", True),
        ("try:\n    import great_expectations\nexcept ImportError:\n    pass", True),
        ("class Gate:\n    import great_expectations", True),
        ("def gate():\n    import great_expectations", False),
        ("if TYPE_CHECKING:\n    import great_expectations", False),
        ("import great_expectations_of_another_kind", False),
    ],
)
def test_what_counts_as_module_level(source: str, found: bool) -> None:
    names = _imported_at_module_level(ast.parse(source))
    assert any(SLOW_TO_IMPORT.match(name) for name in names) is found


def _imported(tree: ast.AST) -> Iterator[str]:
    """Names of all modules that are imported anywhere in a module."""
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module


def _imported_at_module_level(node: ast.AST) -> Iterator[str]:
    """Names of the modules that importing `node`'s module imports, those for type checkers left out."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                yield from (alias.name for alias in child.names)
            case ast.ImportFrom(module=str(module)):
                yield module
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                continue
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING")):
                continue
            case _:
                yield from _imported_at_module_level(child)
