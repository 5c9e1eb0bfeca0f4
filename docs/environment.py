"""`python docs/environment.py`: write docs/environment.md, every variable that nodstat reads, from its settings."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dagster_project.login import Login
from dagster_project.settings import PROJECT_ROOT, Settings, Smtp

PAGE = Path(__file__).resolve().with_suffix(".md")

_VARIABLES = re.compile(r"(?:^|\. )(`NODSTAT_\S+`(?: or `NODSTAT_\S+`)?)[,.]? ?(.*?)\.?$")
"""The end of a field's text: its variables, and what is said of their form."""
_DEFAULT = re.compile(r"^default (.*)$")
_FEW = 3
_READ_BY = {Settings: "settings", Login: "login", Smtp: "smtp"}
"""What an object of a class is called where its fields are read."""
_SECTIONS: dict[str, tuple[str | tuple[str, ...], str]] = {
    "Where things lie, and limits": ("", "[Running nodstat](operations.md) tells what they do."),
    "What is kept": ("NODSTAT_KEEP_", "[What is kept](operations.md#what-is-kept) has the whole picture."),
    "The dashboard": ("NODSTAT_DASHBOARD_", "To others than this machine only with a login, or behind a proxy."),
    "The dashboard's login": ("NODSTAT_OIDC_", "All of it or nothing: [access](access.md)."),
    "Orchestration": ("NODSTAT_ORCHESTRATE_", "Dagster's pages have no login: leave them on localhost."),
    "Alerts": ("NODSTAT_ALERT_", "Off without `SMTP_HOST` or `WEBHOOK_URL`: [alerts](../README.md#alerts)."),
    "Extracts": (("NODSTAT_RECIPIENTS", "NODSTAT_EXTRACT_"), "[Extracts](extracts.md) tells of recipients."),
}
"""A heading, with what its variables begin with and where more is said; the first has what no other has."""

_TOP = """# Settings

<!-- Made from dagster_project/settings.py and login.py by `python docs/environment.py`; a test holds it to them. -->

Everything that nodstat takes from the environment. What cannot be read, or is half there, ends a command at once with
exit code 2 and the variable's name. An option of a command (`--home`, `--raw`, `--address`, `--port`) wins over its
variable. Of a secret's two variables one is given: the text, or `…_FILE`, the path of a file that holds it.

`NODSTAT_LAKE`, `NODSTAT_EXTRACTS`, `NODSTAT_BUILD_FILE` and `NODSTAT_BUILD_DAYS` are no settings: nodstat gives them to
dbt. `NODSTAT_SPARK_…` and `NODSTAT_FABRIC_…` are dbt's own, for other engines than DuckDB
([dbt/README.md](../dbt/README.md)).
`NODSTAT_NO_BROWSER`, `NODSTAT_NO_AZURITE`, `NODSTAT_AZURITE` and `NODSTAT_OLDEST_DUCKDB` are for the tests alone.
"""


@dataclass(frozen=True)
class Variable:
    """A field of the settings, as whoever sets it sees it."""

    names: str
    """In backticks; two of a secret."""
    meaning: str
    default: str
    read_in: str
    """The modules that read it, or of many the rooms they are in."""


def variables() -> list[Variable]:
    """Every field with a variable of its own, in the order of the classes."""
    readers = _readers()
    return [
        _variable(kind, field, text, readers)
        for kind in (Settings, Login, Smtp)
        for field, text in _documented(kind)
        if _VARIABLES.search(text)
    ]


def page() -> str:
    """docs/environment.md."""
    left = variables()
    parts = []
    for heading, (beginnings, more) in reversed(_SECTIONS.items()):
        here = [one for one in left if one.names[1:].startswith(beginnings)]
        left = [one for one in left if one not in here]
        lines = [f"| {one.names} | {one.default} | {one.meaning} | {one.read_in} |" for one in here]
        table = ["| variable | default | | read in |", "|---|---|---|---|", *lines]
        parts.append("\n".join([f"## {heading}", "", more, "", *table]))
    return "\n\n".join([_TOP.strip(), *reversed(parts)]) + "\n"


def _variable(
    kind: type, field: dataclasses.Field[Any], text: str, readers: dict[tuple[str, str], set[str]]
) -> Variable:
    found = _VARIABLES.search(text)
    assert found is not None
    names, form = found.groups()
    default = _default(field)
    if said := _DEFAULT.match(form):
        default, form = said.group(1), ""
    meaning = text[: found.start()].rstrip(".") + (f" ({form})" if form else "")
    return Variable(names, meaning, default, _places(readers.get((_READ_BY[kind], field.name), set())))


def _documented(kind: type) -> Iterator[tuple[dataclasses.Field[Any], str]]:
    """The fields of a class, with the text below each."""
    (tree,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for one, below in zip(tree.body, tree.body[1:], strict=False):
        match one, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield fields[name], " ".join(text.split())


def _default(field: dataclasses.Field[Any]) -> str:
    match field.default:
        case bool(value):
            return f"`{int(value)}`"
        case Path() as path:
            return f"`{path.relative_to(PROJECT_ROOT)}`"
        case int() | float() | str() as value:
            return f"`{value}`"
    return ""


def _readers() -> dict[tuple[str, str], set[str]]:
    """The modules that read a field of an object by that name: `("settings", "raw")` in `ingest/plan`, for one."""
    readers: dict[tuple[str, str], set[str]] = {}
    for top in ("dagster_project", "streamlit_app"):
        for path in (PROJECT_ROOT / top).rglob("*.py"):
            module = path.relative_to(PROJECT_ROOT / "dagster_project" if top == "dagster_project" else PROJECT_ROOT)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute):
                    owner = ast.unparse(node.value).rpartition(".")[2].lstrip("_")
                    readers.setdefault((owner, node.attr), set()).add(module.with_suffix("").as_posix())
    return readers


def _places(modules: set[str]) -> str:
    few = modules if len(modules) <= _FEW else {module.partition("/")[0] for module in modules}
    return ", ".join(sorted(few))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
