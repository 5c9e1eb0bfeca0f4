"""Recipients are read strictly: what is wrong is one line that says where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.extracts.reading import RecipientError
from dagster_project.extracts.recipients import Azure, Sftp, load_recipients
from dagster_project.settings import RECIPIENTS, Settings


@pytest.fixture
def entry() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(RECIPIENTS.read_text(encoding="utf-8"))["recipients"]["lat"]
    return found


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(entry: object, name: str = "lat") -> Path:
        path = tmp_path / "recipients.yaml"
        path.write_text(yaml.safe_dump({"recipients": {name: entry}}), encoding="utf-8")
        return path

    return write


def test_the_projects_own_file_has_lat_without_an_agreement() -> None:
    lat = load_recipients(RECIPIENTS)["lat"]
    assert (lat.agreement, lat.threshold, lat.cadence.every, lat.cadence.working_day) == (None, 5, "month", 5)


def test_a_server_and_a_container_are_read(entry: dict[str, Any], written: Callable[..., Path]) -> None:
    server = {"to": "sftp", "host": "h", "user": "u", "path": "/in", "known_hosts": "hosts"}
    path = written({**entry, "delivery": server})
    assert load_recipients(path)["lat"].delivery == Sftp("h", "u", "/in", path.parent / "hosts", 22)
    path = written({**entry, "delivery": {"to": "azure", "container": "c", "path": "p"}})
    assert load_recipients(path)["lat"].delivery == Azure("c", "p")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"threshold": 2}, "lat: threshold is '2', but must be a whole number from 3 to 100"),
        ({"threshold": True}, "lat: threshold is 'True', but must be"),
        ({"formats": ["pdf"]}, "lat: formats is 'pdf', but must be one of csv, parquet, xlsx"),
        ({"formats": []}, "lat: formats must be a list, each of it once"),
        ({"purpose": ""}, "lat: purpose must be a text on one line"),
        ({"notify": ["nobody"]}, "lat: notify must be a list of e-mail addresses"),
        ({"aggreement": "x"}, "lat: 'aggreement' is no word that is known here"),
        (
            {"cadence": {"every": "day", "working_day": 1}},
            "lat: cadence: every is 'day', but must be one of week, month",
        ),
        (
            {"cadence": {"every": "week", "working_day": 1}},
            "lat: cadence: every: week is not among scope's period_types",
        ),
        ({"cadence": {"every": "month"}}, "lat: cadence: working_day is missing"),
        ({"delivery": {"to": "sftp", "host": "h", "user": "u", "path": "p"}}, "lat: delivery: known_hosts is missing"),
        ({"delivery": "there"}, "lat: delivery must have names with values below it"),
    ],
)
def test_what_is_wrong_is_one_line(
    entry: dict[str, Any], written: Callable[..., Path], change: dict[str, Any], said: str
) -> None:
    path = written({**entry, **change})
    with pytest.raises(RecipientError) as caught:
        load_recipients(path)
    assert str(caught.value).startswith(f"{path}: {said}")
    assert "\n" not in str(caught.value)


def test_weeks_beside_months_cannot_be_protected(entry: dict[str, Any], written: Callable[..., Path]) -> None:
    entry["scope"]["period_types"] = ["week", "month"]
    with pytest.raises(RecipientError, match="weeks and longer periods together cannot be protected"):
        load_recipients(written(entry))


@pytest.mark.parametrize("content", ["recipients: [", "recipients: 5", "others: {}", ""])
def test_a_file_that_holds_no_recipients_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "recipients.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecipientError) as caught:
        load_recipients(path)
    assert "\n" not in str(caught.value)


def test_secrets_come_from_the_environment_by_recipient(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n", encoding="utf-8")
    environment = {
        "NODSTAT_EXTRACT_SECRET_LAT": "in the open",
        "NODSTAT_EXTRACT_SECRET_HELSE_VEST_FILE": str(tmp_path / "key"),
    }
    secrets = Settings.from_environment(environment=environment).extract_secrets
    assert {name: secret.read() for name, secret in secrets.items()} == {
        "lat": "in the open",
        "helse-vest": "from a file",
    }
    assert "in the open" not in repr(secrets)
