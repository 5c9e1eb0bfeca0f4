"""A page that is open when a release is published, without a browser; `tests/browser/test_newer.py` has the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app import newer
from tests.app.releases import Fact, publish
from tests.app.seen import html, metrics

OpenApp = Callable[..., AppTest]


def alarms(home: Path, release_id: str, number: int) -> Path:
    return publish(home, [Fact("alarms_sent", "all", "NO", date(2025, 1, 1), number)], release_id=release_id)


@pytest.fixture
def published_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose second release comes just when the page, which shows the first, looks for one."""
    alarms(tmp_path, "r1", 7)
    look = newer._resolved

    def publish_once(current: Path) -> Path | None:
        if not (tmp_path / "releases" / "r2").exists():
            alarms(tmp_path, "r2", 8)
        return look(current)

    monkeypatch.setattr(newer, "_resolved", publish_once)
    return tmp_path


def test_a_page_that_nobody_touches_shows_the_new_release_as_a_whole(
    published_meanwhile: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newer, "_UNTOUCHED_S", 0)
    app = open_app(published_meanwhile)
    assert metrics(app)["Ambulansealarmer"] == "8"
    assert "utgivelse r2" in html(app) and "utgivelse r1" not in html(app)


def test_a_reader_who_is_busy_is_asked_first(published_meanwhile: Path, open_app: OpenApp) -> None:
    app = open_app(published_meanwhile)
    assert metrics(app)["Ambulansealarmer"] == "7"
    assert "utgivelse r1" in html(app) and "utgivelse r2" not in html(app)
    (show,) = [button for button in app.button if button.label == "Vis dem nå"]
    show.click().run()
    assert metrics(app)["Ambulansealarmer"] == "8"
    assert "utgivelse r2" in html(app)
    assert not [button for button in app.button if button.label == "Vis dem nå"]
