"""The dashboard run without a browser, on a home of each test's own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.app import two_years
from tests.app.delivered import lay_packages
from tests.app.releases import publish

Visit = Callable[..., AppTest]
APP = Path(__file__).parents[2] / "streamlit_app" / "app.py"


@pytest.fixture(scope="session")
def two_year_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic release with all of 2024 and 2025; not to be changed."""
    home = tmp_path_factory.mktemp("two_years")
    publish(home, two_years.facts(), two_years.ROOMS)
    return home


@pytest.fixture(scope="session")
def packaged_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home to which packages were delivered; not to be changed."""
    home = tmp_path_factory.mktemp("packages")
    lay_packages(home)
    return home


@pytest.fixture
def home(tmp_path: Path, packaged_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The dashboard's home: one with packages, of the test's own, to be spoilt."""
    copy = tmp_path / "home"
    shutil.copytree(packaged_home, copy, symlinks=True, ignore=shutil.ignore_patterns("logs"))  # others have visited
    monkeypatch.setenv("NODSTAT_HOME", str(copy))
    return copy


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page of the dashboard on a home as `st.user`, with the given query parameters, and runs it once."""

    def run(home: Path, page: str = "", *, user: dict[str, Any] | None = None, **query: str) -> AppTest:
        monkeypatch.setenv("NODSTAT_HOME", str(home))
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.user = user or {}
        for name, value in query.items():
            app.query_params[name] = value
        # AppTest.switch_page knows files only; pages that are functions go by the hash of their address.
        app._page_hash = calc_hash(page) if page else ""
        return app.run()

    return run


@pytest.fixture
def visit(open_app: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens a page as somebody with this claim; None for somebody who has not logged in."""
    for name, value in {
        "METADATA_URL": "http://localhost:1/.well-known/openid-configuration",
        "CLIENT_ID": "nodstat", "CLIENT_SECRET": "x", "COOKIE_SECRET": "x" * 32,
        "REDIRECT_URI": "http://localhost:8501/oauth2callback",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"NODSTAT_OIDC_{name}", value)

    def run(home: Path, page: str, claim: Any, *, age_h: float = 0, **query: str) -> AppTest:
        user = {"is_logged_in": True, "sub": "kari", "iat": time.time() - age_h * 3600, "roles": claim}
        return open_app(home, page, user={"is_logged_in": False} if claim is None else user, **query)

    return run
