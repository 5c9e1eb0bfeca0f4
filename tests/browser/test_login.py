"""Logging in, in Chromium, at a real OpenID Connect provider on this machine: each role, and what it must not see."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from streamlit_app.text import access as text
from streamlit_app.text import app as words
from streamlit_app.text import luftambulanse_levert, rooms, uttrekk
from tests.app import two_years
from tests.app.delivered import deliver_packages
from tests.app.releases import publish
from tests.app.subjects import lay
from tests.browser.conftest import DESK, ROOT, free_port, wait_for
from tests.browser.test_accessibility import grave

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIMS = {
    "analyst": ["nodstat:analyst"],
    "bergen": ["nodstat:leader:AMK-BGO", "another-system:admin"],
    "west": "nodstat:leader:helse-vest",
    "lat": ["nodstat:lat"],
    "nobody": ["another-system:admin"],
    "atlantis": ["nodstat:leader:atlantis"],
}
CLIENT_SECRET = "the-clients-secret"


@dataclass(frozen=True)
class Served:
    """A dashboard with a login, and the provider."""

    address: str
    provider: str
    home: Path

    def logged(self) -> list[dict[str, Any]]:
        files = sorted((self.home / "logs").glob("access-*.log"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def grant(self, subject: str, roles: object) -> None:
        httpx.put(f"{self.provider}/users/{subject}", json={"roles": roles}).raise_for_status()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    deliver_packages(home)
    lay(publish(home, two_years.facts(), two_years.ROOMS))
    port, log = free_port(), home / "dashboard.log"
    with run_server_in_thread() as server:
        provider, address = f"http://localhost:{server.server_port}", f"http://localhost:{port}"
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "NODSTAT_OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
            "NODSTAT_OIDC_CLIENT_ID": "nodstat",
            "NODSTAT_OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "NODSTAT_OIDC_REDIRECT_URI": f"{address}/oauth2callback",
            "NODSTAT_OIDC_COOKIE_SECRET": "0123456789abcdef0123456789abcdef",
        }
        command = [sys.executable, "-c", "from dagster_project.cli import main; main()", "dashboard"]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--home", str(home), "--port", str(port)],
                cwd=home, env=environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            wait_for(f"{address}/_stcore/health", process, log)
            found = Served(address, provider, home)
            for subject, roles in CLAIMS.items():
                found.grant(subject, roles)
            yield found
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a browser that has never been here."""
    context = chromium.new_context(viewport=DESK)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def log_in(page: Page, served: Served, subject: str) -> None:
    page.goto(served.address)
    page.get_by_role("button", name=text.LOG_IN).click()
    page.locator("input[name=sub]").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{served.address}/**")


def title(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def menu(page: Page) -> set[str]:
    """What it offers; nothing where there is one page only."""
    return set(page.get_by_test_id("stTopNavLink").all_inner_texts())


def test_nothing_is_seen_without_logging_in_at_any_address(page: Page, served: Served) -> None:
    for path in ("", "113", "definisjoner?kpi=calls_total"):
        page.goto(f"{served.address}/{path}")
        expect(title(page)).to_have_text(text.LOGIN_NEEDED[0])
        assert page.get_by_test_id("stMetric").count() == 0
        assert page.get_by_test_id("stTopNavLink").count() == 0


def test_an_analyst_sees_every_room_and_logs_out(page: Page, served: Served) -> None:
    log_in(page, served, "analyst")
    expect(page.get_by_text(text.who({"analyst"}, ()))).to_be_visible()
    page.goto(f"{served.address}/113?enhet=AMK+Oslo")
    expect(title(page)).to_have_text("Hvor raskt ble 113 besvart?")
    expect(page.get_by_text("AMK Oslo har").first).to_be_visible()
    page.get_by_role("button", name=text.LOG_OUT).click()
    page.get_by_role("button", name="End session").click()
    page.goto(f"{served.address}/113")
    expect(title(page)).to_have_text(text.LOGIN_NEEDED[0])


@pytest.mark.parametrize(
    ("subject", "unit", "own", "other"),
    [("bergen", "AMK Bergen", "AMK Bergen", "AMK Stavanger"), ("west", "Helse Vest RHF", "AMK Stavanger", "AMK Oslo")],
)
def test_a_leader_sees_the_country_and_their_own(  # noqa: PLR0917
    page: Page, served: Served, subject: str, unit: str, own: str, other: str
) -> None:
    log_in(page, served, subject)
    expect(page.get_by_text(text.limits([unit]))).to_be_visible()
    page.goto(f"{served.address}/113")
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.get_by_role("heading", name=rooms.TITLE)).to_be_visible()
    page.locator(".st-key-sentraler-113-table").get_by_role("button").click()
    expect(page.get_by_test_id("stPopoverBody").locator("tbody")).to_contain_text(own)
    assert other not in page.content()
    page.goto(f"{served.address}/113?enhet={own.replace(' ', '+')}")
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    page.goto(f"{served.address}/113?enhet={other.replace(' ', '+')}")
    expect(title(page)).to_have_text(words.REFUSED[0])
    assert page.get_by_test_id("stMetric").count() == 0
    last = served.logged()[-1]
    assert (last["subject"], last["role"], last["page"]) == (subject, "leader", "113")


def test_lat_has_its_pages_and_no_other(page: Page, served: Served) -> None:
    log_in(page, served, "lat")
    expect(page.get_by_text(text.who({"lat"}, ()))).to_be_visible()
    expect(title(page)).not_to_have_text(words.REFUSED[0])
    assert menu(page) <= {"Luftambulanse", "Uttrekk", "Definisjoner"}
    page.goto(f"{served.address}/113")
    expect(title(page)).to_have_text(words.REFUSED[0])
    last = served.logged()[-1]
    assert (last["subject"], last["role"], last["page"], last["refused"]) == ("lat", "lat", "113", "page")
    page.get_by_role("link", name=text.TO_START).click()
    expect(title(page)).not_to_have_text(words.REFUSED[0])
    page.goto(f"{served.address}/definisjoner")
    expect(title(page)).to_have_text("Hva betyr tallene?")


def test_lat_sees_what_its_packages_tell_and_takes_one_away(page: Page, served: Served, tmp_path: Path) -> None:
    log_in(page, served, "lat")
    page.goto(f"{served.address}/luftambulanse")
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("242")
    expect(page.get_by_text("«:» betyr at tallet er skjult")).to_be_visible()
    hidden = page.locator(".rows tr", has_text="Redningshelikopter").first
    expect(hidden.locator("td").nth(1)).to_have_text(":")
    assert grave(page) == []
    page.get_by_role("link", name=luftambulanse_levert.TO_PACKAGES).click()
    expect(title(page)).to_have_text(uttrekk.OWN_QUESTION)
    assert grave(page) == []
    assert "Testkommunen" not in page.content()
    with page.expect_download() as download:
        page.get_by_role("button", name=uttrekk.WHOLE).click()
    assert download.value.suggested_filename == "lat_2025-11_v2.zip"
    download.value.save_as(tmp_path / "package.zip")
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        held = {Path(name).name: archive.read(name) for name in archive.namelist()}
    sent = served.home / "outgoing" / "lat" / "lat_2025-11_v2"
    assert held == {file.name: file.read_bytes() for file in sent.iterdir()}
    last = served.logged()[-1]
    assert (last["subject"], last["role"], last["fetched"]) == ("lat", "lat", "lat_2025-11_v2.zip")
    assert last["sha256"] == hashlib.sha256(held["manifest.json"]).hexdigest()
    page.goto(f"{served.address}/uttrekk?pakke=..%2Fkommune%2Fkommune_2025-10_v1")
    expect(page.get_by_role("button", name=uttrekk.WHOLE)).to_be_visible()
    assert "Testkommunen" not in page.content()
    page.goto(f"{served.address}/datakvalitet")
    expect(title(page)).to_have_text(words.REFUSED[0])


def test_a_leader_gets_no_package(page: Page, served: Served) -> None:
    log_in(page, served, "bergen")
    page.goto(f"{served.address}/uttrekk")
    expect(title(page)).to_have_text(words.REFUSED[0])
    assert page.get_by_role("button", name=uttrekk.WHOLE).count() == 0


@pytest.mark.parametrize("subject", ["nobody", "atlantis"])
def test_who_has_no_role_sees_nothing_and_is_logged(page: Page, served: Served, subject: str) -> None:
    log_in(page, served, subject)
    expect(title(page)).to_have_text(text.NO_ROLE[0])
    assert page.get_by_test_id("stMetric").count() == 0
    assert [line["refused"] for line in served.logged() if line["subject"] == subject]


def test_a_changed_claim_counts_from_the_next_login(page: Page, served: Served) -> None:
    served.grant("mover", ["nodstat:leader:AMK-BGO"])
    log_in(page, served, "mover")
    expect(page.get_by_text(text.limits(["AMK Bergen"]))).to_be_visible()
    served.grant("mover", ["nodstat:leader:AMK-OSL"])
    page.get_by_role("button", name=text.LOG_OUT).click()
    page.get_by_role("button", name="End session").click()
    log_in(page, served, "mover")
    expect(page.get_by_text(text.limits(["AMK Oslo"]))).to_be_visible()
    page.goto(f"{served.address}/113?enhet=AMK+Bergen")
    expect(title(page)).to_have_text(words.REFUSED[0])


def test_a_forged_cookie_is_nobody(page: Page, served: Served) -> None:
    log_in(page, served, "lat")
    expect(page.get_by_text(text.who({"lat"}, ()))).to_be_visible()
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "_streamlit_user"]
    head, dot, rest = cookie["value"].rpartition(".")
    page.context.add_cookies([{**cookie, "value": f"{head}{dot}{rest[::-1]}"}])  # type: ignore[list-item]
    page.goto(f"{served.address}/definisjoner")
    expect(title(page)).to_have_text(text.LOGIN_NEEDED[0])


def test_no_log_has_a_secret(served: Served) -> None:
    for log in (served.home / "dashboard.log", *(served.home / "logs").glob("*")):
        assert CLIENT_SECRET not in log.read_text(encoding="utf-8", errors="replace")
