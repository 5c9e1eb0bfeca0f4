"""`nodstat extract`: clear lines, exit codes, and nothing delivered that may not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import Result

from dagster_project.extracts.package import MANIFEST
from dagster_project.settings import RECIPIENTS
from tests.extracts.site import make_release


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a release, and a recipient that has an agreement."""
    make_release(tmp_path / "home")
    document = yaml.safe_load(RECIPIENTS.read_text(encoding="utf-8"))
    document["recipients"]["lat"] |= {"agreement": "A-1", "delivery": {"to": "directory", "path": "ut"}}
    (tmp_path / "recipients.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    monkeypatch.setenv("NODSTAT_RECIPIENTS", str(tmp_path / "recipients.yaml"))
    return tmp_path / "home"


def test_a_period_is_delivered_once(call: Callable[..., Result], home: Path) -> None:
    first = call("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    assert (first.exit_code, first.stdout) == (0, "lat_2025-11_v1 is delivered to ut\n")
    assert (home / "ut" / "lat_2025-11_v1" / MANIFEST).is_file()
    again = call("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    assert (again.exit_code, again.stdout) == (0, "lat_2025-11_v1 is delivered already, and nothing has changed\n")


def test_a_dry_run_needs_no_agreement_and_delivers_nothing(
    call: Callable[..., Result], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NODSTAT_RECIPIENTS")
    arguments = ("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    result = call(*arguments, "--dry-run", str(tmp_path / "look"))
    assert result.exit_code == 0
    assert (tmp_path / "look" / "lat_2025-11_v1" / MANIFEST).is_file()
    assert not (home / "extracts").exists()
    assert re.search(
        r"^Hidden: \d+ of \d+ counts \(\d+\.\d%\), .* of events; by the naive method \d+ of \d+ ", result.stdout, re.M
    )
    refused = call(*arguments)
    assert refused.exit_code == 2
    assert "lat has no agreement, so nothing is delivered" in refused.stderr


@pytest.mark.parametrize(
    ("recipient", "period", "said"),
    [
        ("nobody", "2025-11", "there is no recipient 'nobody' in "),
        ("lat", "2025-13", "'2025-13' is no period: give a month (2025-11)"),
        ("lat", "2025-W07", "lat gets month, tertial, year, and 2025-W07 is a week"),
        ("lat", "2024-11", "2024-11 is not complete in release 20260105T050000Z"),
    ],
)
def test_what_cannot_be_is_one_line(
    call: Callable[..., Result], home: Path, recipient: str, period: str, said: str
) -> None:
    result = call("extract", "--home", str(home), "--recipient", recipient, "--period", period)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_package_that_does_not_get_there_is_exit_code_five(call: Callable[..., Result], home: Path) -> None:
    path = home.parent / "recipients.yaml"
    server = "delivery: {to: sftp, host: h, user: u, path: p, known_hosts: nowhere}"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["recipients"]["lat"] |= yaml.safe_load(server)
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    result = call("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    assert result.exit_code == 5
    assert result.stderr == (
        "lat_2025-11_v1 was not delivered: NODSTAT_EXTRACT_SECRET_LAT (or NODSTAT_EXTRACT_SECRET_LAT_FILE) is not set: "
        "it must hold the private key\n"
    )


def test_an_error_in_the_protection_is_one_line_and_exit_code_five(
    call: Callable[..., Result], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("dagster_project.extracts.making.protect", broken)
    result = call("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    assert result.exit_code == 5
    assert result.stderr.startswith("lat 2025-11 is withheld: it could not be protected: ZeroDivisionError, ")
    assert result.stderr.count("\n") == 1


def test_a_release_without_what_the_extract_reads_is_one_line(call: Callable[..., Result], home: Path) -> None:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb")) as connection:
        connection.execute("drop table marts.fct_air_ambulance_mission")
    arguments = ("extract", "--home", str(home), "--recipient", "lat", "--period", "2025-11")
    result = call(*arguments, "--dry-run", str(home / "look"))
    assert result.exit_code == 2
    assert "release 20260105T050000Z does not have what the extract reads: " in result.stderr
    assert "Traceback" not in result.stderr
