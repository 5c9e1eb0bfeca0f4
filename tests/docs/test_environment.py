"""The page of settings is what the settings say now, and they are what the environment says."""

from __future__ import annotations

import importlib.util
import re
import sys
from types import ModuleType

import pytest

from dagster_project.settings import PROJECT_ROOT, Settings

ROOT = PROJECT_ROOT / "docs"
TEXT = (ROOT / "environment.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`NODSTAT_[^|]*) \| ([^|]*) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = {name: default for names, default, _, _ in ROW.findall(TEXT) for name in re.findall(r"`(.*?)`", names)}

SMTP = {
    "NODSTAT_ALERT_SMTP_HOST": "mail.example.org",
    "NODSTAT_ALERT_SMTP_FROM": "nodstat@example.org",
    "NODSTAT_ALERT_SMTP_TO": "drift@example.org",
    "NODSTAT_ALERT_SMTP_USER": "nodstat",
    "NODSTAT_ALERT_SMTP_PASSWORD": "secret",
}
LOGIN = {
    "NODSTAT_OIDC_METADATA_URL": "https://login.example.org/.well-known/openid-configuration",
    "NODSTAT_OIDC_CLIENT_ID": "nodstat",
    "NODSTAT_OIDC_CLIENT_SECRET": "secret",
    "NODSTAT_OIDC_REDIRECT_URI": "https://nodstat.example.org/oauth2callback",
    "NODSTAT_OIDC_COOKIE_SECRET": "another",
}
OTHER = {
    "NODSTAT_OIDC_METADATA_URL": "https://other.example.org/.well-known/openid-configuration",
    "NODSTAT_OIDC_REDIRECT_URI": "https://other.example.org/oauth2callback",
    "NODSTAT_ALERT_SMTP_SECURITY": "ssl",
    "NODSTAT_DASHBOARD_BEHIND_PROXY": "1",
    "NODSTAT_ENGINE": "spark",
    "NODSTAT_MAX_ERROR_SHARE": "0.25",
}
"""Values that are allowed where not any number is."""


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    """docs/environment.py."""
    found = importlib.util.spec_from_file_location("environment_page", ROOT / "environment.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module  # dataclasses look there for the names in annotations
    found.loader.exec_module(module)
    return module


def test_the_page_is_what_the_settings_say(generator: ModuleType) -> None:
    assert generator.page() == TEXT, "python docs/environment.py"


def test_every_variable_of_the_code_is_on_the_page() -> None:
    readers = [PROJECT_ROOT / "dagster_project" / f"{name}.py" for name in ("settings", "login")]
    read = {
        name for reader in readers for name in re.findall(r"NODSTAT_[A-Z_]*[A-Z]\b", reader.read_text(encoding="utf-8"))
    }
    on_page = {name.replace("_<RECIPIENT>", "") for name in ROWS}
    assert len(read) > 20
    assert read - on_page - {"NODSTAT_OIDC"} == set()


@pytest.mark.parametrize("name", sorted(ROWS))
def test_every_variable_of_the_page_changes_the_settings(name: str) -> None:
    variable = name.replace("<RECIPIENT>", "SFTP_LAT")
    before = SMTP if "_SMTP_" in name else LOGIN if "_OIDC_" in name else {}
    after = {key: text for key, text in before.items() if key != variable.removesuffix("_FILE")}
    after[variable] = OTHER.get(variable, "7")
    settings = Settings.from_environment(environment=after)
    assert settings != Settings.from_environment(environment=before)


def test_a_default_of_the_page_is_what_holds_without_the_variable() -> None:
    """Of the numbers and texts: given as they stand, nothing changes."""
    before = SMTP | LOGIN
    given = {name: default.strip("`") for name, default in ROWS.items() if re.fullmatch("`.*`", default)}
    given["NODSTAT_RECIPIENTS"] = str(PROJECT_ROOT / given["NODSTAT_RECIPIENTS"])
    assert len(given) > 15
    assert Settings.from_environment(environment=before | given) == Settings.from_environment(environment=before)
    assert "`NODSTAT_ALERT_SMTP_PORT` | 587, 465 with `ssl`, 25 with `none` |" in TEXT


def test_every_variable_is_read_somewhere() -> None:
    assert [row[0] for row in ROW.findall(TEXT) if not row[3].strip()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "docs/deployment.md"])
def test_other_pages_lead_to_it(page: str) -> None:
    assert "environment.md)" in (PROJECT_ROOT / page).read_text(encoding="utf-8")
