"""The deployment files: pinned, unprivileged, hardened, and in step with each other and with the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from dagster_project.cli import main
from dagster_project.settings import PROJECT_ROOT
from tests.deployment import confined

FOLDER = PROJECT_ROOT / "docs" / "deployment"
UNITS = sorted(FOLDER.glob("*.service"))
CONTAINERFILE = (PROJECT_ROOT / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
NGINX = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
CODE, HOME, RAW = "/usr/local/lib/nodstat", "/var/lib/nodstat", "/srv/nodstat/deliveries"
MOST_EXPOSED = 2.0
"""Of 10, by systemd's own reckoning: below it calls a service OK."""


def instructions() -> list[tuple[str, str]]:
    """The Containerfile's, in order, with continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", CONTAINERFILE, flags=re.MULTILINE))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def directives(unit: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def verbs_and_options(command: list[str]) -> None:
    """Fails unless `nodstat` has the verb and the options."""
    known = main.commands[command[0]]
    options = {name for parameter in known.params for name in parameter.opts}
    assert {word for word in command[1:] if word.startswith("--")} <= options


def test_the_image_has_a_pinned_base_and_only_what_the_lock_says() -> None:
    said = instructions()
    assert said[0][0] == "ARG"
    assert re.fullmatch(r"BASE=python:3\.1[123]-slim-\w+", said[0][1])
    assert [rest.split(" AS ")[0] for word, rest in said if word == "FROM"] == ["${BASE}", "${BASE}"]
    installs = [part for word, rest in said if word == "RUN" for part in rest.split("&&") if "pip install" in part]
    assert ["--require-hashes" in part or "--no-deps" in part for part in installs] == [True, True]
    assert "ADD" not in {word for word, _ in said}


def test_the_image_runs_as_nobody_in_particular_and_tells_of_its_health() -> None:
    said = dict(instructions())
    assert said["USER"] == f"{confined.USER}:{confined.USER}"
    assert said["VOLUME"] == HOME
    assert "/_stcore/health" in said["HEALTHCHECK"]
    assert {f"NODSTAT_HOME={HOME}", f"NODSTAT_RAW={RAW}", "PYTHONDONTWRITEBYTECODE=1"} <= set(said["ENV"].split())
    verbs_and_options(yaml.safe_load(said["CMD"]))


def test_everything_that_the_image_copies_is_let_into_its_context_and_nothing_else_is() -> None:
    copied = {
        path.rstrip("/")
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for path in rest.split()[:-1]
    }
    lines = (PROJECT_ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    assert lines[1] == "*"
    assert all((PROJECT_ROOT / path).exists() for path in copied)


def test_hadolint_finds_no_fault_with_the_containerfile(tmp_path: Path) -> None:
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert hadolint is not None, "`make test` installs it"
    linted = subprocess.run([hadolint, PROJECT_ROOT / "Containerfile"], check=False, capture_output=True, text=True)
    assert (linted.returncode, linted.stdout) == (0, ""), linted.stderr
    (tmp_path / "Containerfile").write_text(CONTAINERFILE.replace("USER 10001:10001", "USER root"), encoding="utf-8")
    linted = subprocess.run([hadolint, tmp_path / "Containerfile"], check=False, capture_output=True, text=True)
    assert "DL3002" in linted.stdout


def test_the_compose_file_is_as_the_compose_specification_has_it(tmp_path: Path) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run([*check, FOLDER / "compose.yaml"], check=False, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    wrong = tmp_path / "compose.yaml"
    wrong.write_text((FOLDER / "compose.yaml").read_text(encoding="utf-8").replace("read_only", "readonly"), "utf-8")
    assert subprocess.run([*check, wrong], check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize("name", ["orchestrator", "dashboard"])
def test_a_service_of_the_compose_file_can_write_to_the_home_alone(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == [f"home:{HOME}"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"]), "only this machine reaches it"
    assert (FOLDER / service["build"]["context"] / service["build"]["dockerfile"]).resolve().exists()
    verbs_and_options(service["command"])


def test_a_unit_starts_what_there_is_and_only_the_home_is_writable() -> None:
    assert [unit.name for unit in UNITS] == ["nodstat-dashboard@.service", "nodstat-orchestrate.service"]
    for unit in UNITS:
        said = directives(unit)
        program, *command = said["ExecStart"][0].split()
        assert program == f"{CODE}/.venv/bin/nodstat"
        verbs_and_options(command)
        assert said["ProtectSystem"] == ["strict"]
        assert all(path.startswith(HOME) for path in said["ReadWritePaths"][0].split())
        assert said["User"] == ["nodstat"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_systemd_understands_every_line_of_a_unit(unit: Path, tmp_path: Path) -> None:
    """With a program that is there, and an instance for the template."""
    text = unit.read_text(encoding="utf-8").replace(f"{CODE}/.venv/bin/nodstat", sys.executable)
    here = tmp_path / unit.name.replace("@.", "@8501.")
    here.write_text(text, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", here], check=False, capture_output=True, text=True
    )
    assert [line for line in verified.stderr.splitlines() if here.name in line] == []
    here.write_text(text.replace("ProtectHome=", "ProtectHouse="), encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", here], check=False, capture_output=True, text=True
    )
    assert "ProtectHouse" in verified.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_systemd_finds_a_unit_hardly_exposed(unit: Path) -> None:
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={10 * MOST_EXPOSED:.0f}", "--no-pager", unit],
        check=False,
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout[-2000:] + judged.stderr


def test_the_proxy_leads_to_the_dashboards_with_tls_websockets_and_the_same_way_back() -> None:
    assert re.findall(r"^    server 127\.0\.0\.1:(\d+);$", NGINX, re.MULTILINE) == ["8501", "8502"]
    for line in (
        "listen 443 ssl;",
        "ssl_protocols TLSv1.2 TLSv1.3;",
        "hash $nodstat_route consistent;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_set_header Connection $nodstat_connection;",
        "proxy_set_header Host $http_host;",
    ):
        assert line in NGINX
    assert NGINX.count("{") == NGINX.count("}")
