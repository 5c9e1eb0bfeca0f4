"""`make audit`: what is locked, under which licences, and with which known vulnerabilities; into var/audit/.

Three answers, each a line, and exit code 1 unless all three are good. Whatever could not be found out is never good.
Runs in .venv-audit, whose tools look at requirements.lock and at .venv, which was installed from it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from license_expression import LicenseSymbol, get_spdx_licensing

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0", "MIT-CMU",
    "NCSA", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib",
}  # fmt: skip
"""Permissive, so without a claim on what is built on them; SPDX names."""
ALLOWED_BECAUSE = {
    "MPL-2.0": "copyleft of the changed files alone; nothing here changes them",
}
EXCEPTIONS: Mapping[str, str] = {
    "asyncssh": "EPL-2.0 or GPL-2.0-or-later: used as it is, under the EPL, whose copyleft is of its own files",
    "text-unidecode": "Artistic License or GPL-2.0-or-later: used as it is, under the former; dbt brings it",
}
"""Packages whose licence is none of these, and why they may stay."""
SAYS_LESS: Mapping[str, str] = {
    "antlr4-python3-runtime": "BSD-3-Clause",
    "protobuf": "BSD-3-Clause",
    "pydeck": "Apache-2.0",
}
"""Packages whose metadata says nothing that tools understand, and what somebody has read in their files."""
_CLASSIFIERS = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""What older metadata has instead of an SPDX name; of BSD's kinds the one that asks for most."""

_LICENSING = get_spdx_licensing()


class AuditError(Exception):
    """An answer that is not good, or none."""


def bill_of_materials(folder: Path) -> str:
    """Write sbom.json, the lock as CycloneDX with its hashes."""
    _run("cyclonedx-py", "requirements", "--output-reproducible", "--pyproject", ROOT / "pyproject.toml",
         "--output-file", folder / "sbom.json", LOCK)  # fmt: skip
    return f"{len(_components(folder / 'sbom.json'))} packages in {folder / 'sbom.json'}"


def licences(folder: Path) -> str:
    """Write installed.json, the environment as CycloneDX. Raises AuditError for a licence that is not allowed."""
    _run("cyclonedx-py", "environment", "--output-reproducible", "--output-file", folder / "installed.json",
         ROOT / ".venv")  # fmt: skip
    components = _components(folder / "installed.json")
    if found := list(not_allowed(components)):
        raise AuditError("\n  ".join(["not allowed, or not known:", *found]))
    return f"the licences of {len(components)} packages are allowed"


def not_allowed(components: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The packages that nobody has allowed, with what they say of their licence; and exceptions that none needs."""
    for one in components:
        said = [SAYS_LESS[one["name"]]] if one["name"] in SAYS_LESS else list(map(_said, one.get("licenses", [])))
        if one["name"] in EXCEPTIONS or one["name"] == "nodstat":
            continue
        # Of several it is not said whether one may choose: all have to do.
        if not said or not all(map(_is_allowed, said)):
            yield f"{one['name']} {one.get('version', '')}: {', '.join(filter(None, said)) or 'says nothing'}"
    for name in sorted({*EXCEPTIONS, *SAYS_LESS} - {one["name"] for one in components}):
        yield f"{name}: is not installed, and needs no exception"


def vulnerabilities(folder: Path) -> str:
    """Ask about every package of the lock. Raises AuditError for any that is known, or for no answer."""
    answer = folder / "vulnerabilities.json"
    answer.unlink(missing_ok=True)
    asked = subprocess.run(
        [*_tool("pip-audit"), "--requirement", LOCK, "--require-hashes", "--disable-pip", "--progress-spinner", "off",
         "--format", "json", "--output", answer],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if not answer.exists():
        last = (asked.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1]
        raise AuditError(f"not known: the vulnerability service gave no answer, so nothing was checked ({last:.200})")
    known = json.loads(answer.read_bytes())["dependencies"]
    if skipped := [one["skip_reason"] for one in known if "skip_reason" in one]:
        raise AuditError(f"not known of {len(skipped)} of {len(known)} packages, such as: {skipped[0]}")
    found = [f"{one['name']} {one['version']}: {flaw['id']}" for one in known for flaw in one["vulns"]]
    if found:
        raise AuditError("\n  ".join(["known, see " + str(answer), *found]))
    return f"no known vulnerability in {len(known)} packages"


def main() -> int:
    """Ask all three, whatever the others say; the exit code."""
    folder = ROOT / "var" / "audit"
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    for question in (bill_of_materials, licences, vulnerabilities):
        name = question.__name__.replace("_", " ")
        try:
            print(f"{name}: {question(folder)}", flush=True)
        except AuditError as error:
            failed = 1
            print(f"{name}: {error}", file=sys.stderr, flush=True)
    return failed


def _is_allowed(expression: str) -> bool:
    """Of alternatives one has to be allowed, of parts all."""
    try:
        parsed = _LICENSING.parse(expression, validate=True)
    except Exception:  # its errors have no base of their own
        return False
    return parsed is not None and _holds(parsed)


def _holds(parsed: Any) -> bool:
    if isinstance(parsed, LicenseSymbol):
        return parsed.key in ALLOWED or parsed.key in ALLOWED_BECAUSE
    if isinstance(parsed, _LICENSING.OR):
        return any(map(_holds, parsed.args))
    return isinstance(parsed, _LICENSING.AND) and all(map(_holds, parsed.args))


def _said(choice: Mapping[str, Any]) -> str:
    named = choice.get("license", {})
    name = str(named.get("name", ""))
    return str(choice.get("expression") or named.get("id") or _CLASSIFIERS.get(name, name))


def _components(file: Path) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = json.loads(file.read_bytes())["components"]
    return components


def _tool(name: str) -> list[str]:
    return [str(Path(sys.executable).with_name(name))]


def _run(name: str, *arguments: object) -> None:
    ran = subprocess.run([*_tool(name), *map(str, arguments)], check=False, capture_output=True, text=True)
    if ran.returncode:
        raise AuditError(f"{name} failed: {ran.stderr.strip()[-300:]}")


if __name__ == "__main__":
    sys.exit(main())
