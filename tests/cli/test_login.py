"""The login's settings are whole or refused, its secrets reach Streamlit alone, and nobody is let in by mistake."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from dagster_project.login import login
from dagster_project.releases import Release
from dagster_project.settings import Settings

Call = Callable[..., Result]
Started = list[tuple[str, list[str], dict[str, str]]]
COOKIE_SECRET, CLIENT_SECRET = "c" * 31 + '"', 'not "to" be\\seen'
WHOLE = {
    "NODSTAT_OIDC_METADATA_URL": "https://login.example.org/.well-known/openid-configuration",
    "NODSTAT_OIDC_CLIENT_ID": "nodstat",
    "NODSTAT_OIDC_CLIENT_SECRET": CLIENT_SECRET,
    "NODSTAT_OIDC_REDIRECT_URI": "https://nodstat.example.org/oauth2callback",
    "NODSTAT_OIDC_COOKIE_SECRET": COOKIE_SECRET,
}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What this process would have become."""
    seen: Started = []
    monkeypatch.setattr(os, "execve", lambda *arguments: seen.append(arguments))
    return seen


@pytest.fixture
def serve(
    call: Call, settings: Settings, publish_calls: Callable[[Settings], Release], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """`nodstat dashboard` on a release, in an environment with these variables."""
    publish_calls(settings)

    def run(*arguments: str, **variables: str) -> Result:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return call("dashboard", "--home", settings.home, *arguments)

    return run


def test_without_variables_there_is_no_login() -> None:
    assert login({"NODSTAT_HOME": "var", "NODSTAT_OIDC_CLIENT_ID": ""}) is None


@pytest.mark.parametrize("missing", sorted(WHOLE))
def test_half_a_login_is_refused_by_the_name_of_what_is_missing(missing: str) -> None:
    with pytest.raises(ValueError, match=f"lacks {missing}") as refused:
        login({name: value for name, value in WHOLE.items() if name != missing})
    assert CLIENT_SECRET not in str(refused.value)
    assert COOKIE_SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("NODSTAT_OIDC_METADATA_URL", "http://login.example.org/x", "https://"),
        ("NODSTAT_OIDC_METADATA_URL", "login.example.org", "https://"),
        ("NODSTAT_OIDC_REDIRECT_URI", "http://nodstat.example.org/oauth2callback", "https://"),
        ("NODSTAT_OIDC_REDIRECT_URI", "https://nodstat.example.org/", "must end in /oauth2callback"),
        ("NODSTAT_OIDC_REDIRECT_URI", "https://nodstat.example.org/oauth2callback/", "must end in /oauth2callback"),
        ("NODSTAT_OIDC_SESSION_HOURS", "0", "whole number from 1 up"),
        ("NODSTAT_OIDC_SESSION_HOURS", "ten", "whole number from 1 up"),
        ("NODSTAT_OIDC_CLIENT_SECRET_FILE", "secret", "both set"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        login({**WHOLE, name: value})
    assert name.removesuffix("_FILE") in str(refused.value)


def test_on_this_machine_it_need_not_be_encrypted() -> None:
    local = {
        "NODSTAT_OIDC_METADATA_URL": "http://127.0.0.1:1/x",
        "NODSTAT_OIDC_REDIRECT_URI": "http://localhost/oauth2callback",
    }
    assert login({**WHOLE, **local}) is not None


def test_the_secrets_are_in_a_file_of_the_owners_and_nowhere_else(
    serve: Callable[..., Result], settings: Settings, started: Started
) -> None:
    result = serve(**WHOLE)
    assert result.exit_code == 0, result.stderr
    file = settings.dashboard_secrets
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert list(file.parent.iterdir()) == [file]
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "auth": {
            "redirect_uri": WHOLE["NODSTAT_OIDC_REDIRECT_URI"],
            "cookie_secret": COOKIE_SECRET,
            "client_id": "nodstat",
            "client_secret": CLIENT_SECRET,
            "server_metadata_url": WHOLE["NODSTAT_OIDC_METADATA_URL"],
            "client_kwargs": {"scope": "openid"},
        }
    }
    ((_, arguments, _),) = started
    assert f"--secrets.files={file}" in arguments
    for said in (*arguments, result.stdout, result.stderr):
        assert CLIENT_SECRET not in said
        assert COOKIE_SECRET not in said


def test_secrets_may_lie_in_files(
    serve: Callable[..., Result], settings: Settings, started: Started, tmp_path: Path
) -> None:
    (tmp_path / "client").write_text(f"{CLIENT_SECRET}\n", encoding="utf-8")
    variables = {name: value for name, value in WHOLE.items() if name != "NODSTAT_OIDC_CLIENT_SECRET"}
    assert serve(**variables, NODSTAT_OIDC_CLIENT_SECRET_FILE=str(tmp_path / "client")).exit_code == 0
    auth = tomllib.loads(settings.dashboard_secrets.read_text(encoding="utf-8"))["auth"]
    assert auth["client_secret"] == CLIENT_SECRET


def test_a_login_that_is_taken_away_leaves_no_secret(
    serve: Callable[..., Result], settings: Settings, started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(**WHOLE)
    assert settings.dashboard_secrets.exists()
    for name in WHOLE:
        monkeypatch.delenv(name)
    assert serve().exit_code == 0
    assert not settings.dashboard_secrets.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"NODSTAT_OIDC_COOKIE_SECRET": "c" * 31}, "NODSTAT_OIDC_COOKIE_SECRET is too short"),
        ({"NODSTAT_OIDC_CLIENT_ID": ""}, "lacks NODSTAT_OIDC_CLIENT_ID"),
        ({"NODSTAT_OIDC_CLIENT_SECRET": "", "NODSTAT_OIDC_CLIENT_SECRET_FILE": "no-such-file"}, "cannot be read"),
        ({"NODSTAT_DASHBOARD_BEHIND_PROXY": "yes"}, "must be one of 1, 0"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_served(
    serve: Callable[..., Result], started: Started, changed: dict[str, str], said: str
) -> None:
    result = serve(**{**WHOLE, **changed})
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert started == []


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_without_a_login_it_serves_this_machine_alone(
    serve: Callable[..., Result], started: Started, address: str
) -> None:
    result = serve("--address", address)
    assert result.exit_code == 2
    assert "would see everything" in result.stderr
    assert started == []


@pytest.mark.parametrize("variables", [WHOLE, {"NODSTAT_DASHBOARD_BEHIND_PROXY": "1"}])
def test_with_a_login_or_behind_a_proxy_it_serves_others(
    serve: Callable[..., Result], started: Started, variables: dict[str, str]
) -> None:
    assert serve("--address", "0.0.0.0", **variables).exit_code == 0
    assert len(started) == 1
