"""Every page of the menu, opened as everybody: who gets figures, whose, and that a refusal is logged."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from streamlit_app.navigation import PAGES
from streamlit_app.text import access as text
from streamlit_app.text import app as words
from streamlit_app.text import oversikt
from tests.app import two_years
from tests.app.conftest import Visit
from tests.app.releases import publish
from tests.app.seen import html, title
from tests.app.seen import words as said
from tests.app.subjects import lay

OWN, OTHER = two_years.AMK[5][0], two_years.AMK[0][0]
LEADER = f"nodstat:leader:{OWN.room_id}"
LAT_PAGES = {"luftambulanse", "uttrekk", "definisjoner"}
AIR_PAGES = {"luftambulanse", "uttrekk"}
PATHS = [page.path for page in PAGES]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("roles")
    lay(publish(home, two_years.facts(), two_years.ROOMS))
    return home


@pytest.fixture
def own_home(tmp_path: Path, home: Path) -> Path:
    """The same release in a home whose log has nothing yet."""
    (tmp_path / "current").symlink_to((home / "current").resolve())
    return tmp_path


def refusals(home: Path) -> list[dict[str, Any]]:
    lines = [file.read_text(encoding="utf-8").splitlines() for file in (home / "logs").glob("access-*.log")]
    return [json.loads(line) for some in lines for line in some]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_sees_a_page_without_logging_in(home: Path, visit: Visit, path: str) -> None:
    app = visit(home, path, None)
    assert title(app) == text.LOGIN_NEEDED[0]
    assert [button.label for button in app.button] == [text.LOG_IN]
    assert not app.metric


@pytest.mark.parametrize("path", PATHS)
def test_a_session_ends(home: Path, visit: Visit, path: str) -> None:
    assert title(visit(home, path, "nodstat:analyst", age_h=10.1)) == text.EXPIRED[0]
    assert title(visit(home, path, "nodstat:analyst", age_h=9.9)) != text.EXPIRED[0]


@pytest.mark.parametrize("path", PATHS)
def test_without_a_role_there_is_nothing_and_the_visit_is_logged(own_home: Path, visit: Visit, path: str) -> None:
    app = visit(own_home, path, ["someone:else"])
    assert title(app) == text.NO_ROLE[0]
    assert not app.metric
    assert OWN.name not in html(app)
    (line,) = refusals(own_home)
    assert (line["subject"], line["role"], line["page"]) == ("kari", "none", path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("claim", "closed"),
    [
        ("nodstat:analyst", set()),
        (LEADER, AIR_PAGES),
        ("nodstat:lat", {path for path in PATHS if path not in LAT_PAGES}),
    ],
)
def test_a_role_opens_its_pages_and_no_other_by_their_addresses(
    own_home: Path, visit: Visit, path: str, claim: str, closed: set[str]
) -> None:
    app = visit(own_home, path, claim)
    is_start = path == PATHS[0]
    if path not in closed:
        assert title(app) not in {words.REFUSED[0], words.UNREADABLE_RELEASE[0], words.EMPTY_RELEASE[0]}
        assert refusals(own_home) == []
    elif not is_start:
        assert title(app) == words.REFUSED[0]
        assert not app.metric
        assert [(line["page"], line["refused"]) for line in refusals(own_home)] == [(path, "page")]
    else:
        assert title(app) == "Hvor mange luftambulanseoppdrag ble fullført?", "it leads on to the first page of theirs"


@pytest.mark.parametrize("path", PATHS)
def test_a_leader_meets_no_figure_of_another_room(home: Path, visit: Visit, path: str) -> None:
    """Others' names may stand there, as in a list of who is on which platform; rankings have none of them."""
    as_analyst, as_leader = visit(home, path, "nodstat:analyst"), visit(home, path, LEADER)
    others = {room.name for room in two_years.ROOMS} - {OWN.name}

    def ranked(app: AppTest) -> set[str]:
        tables = [one.split("</table>")[0] for one in html(app).split("<table>")[1:]]
        return {name for table in tables if "platform" not in table.casefold() for name in others if name in table}

    if path in {"113"}:
        assert OTHER.name in ranked(as_analyst)
    assert ranked(as_leader) == set()


@pytest.mark.parametrize("path", PATHS)
def test_another_room_asked_for_in_the_address_is_refused_and_logged(own_home: Path, visit: Visit, path: str) -> None:
    if path in AIR_PAGES:
        pytest.skip("no leader's page anyway")
    app = visit(own_home, path, LEADER, enhet=OTHER.name)
    assert title(app) == words.REFUSED[0]
    assert not app.metric
    (line,) = refusals(own_home)
    assert (line["subject"], line["role"], line["page"]) == ("kari", "leader", path)
    assert OTHER.room_id in line["refused"]


def test_a_leader_chooses_among_their_own_and_is_told_what_they_see(home: Path, visit: Visit) -> None:
    app = visit(home, "113", LEADER)
    assert app.multiselect[0].options == [OWN.name]
    captions = [one.value for one in app.caption]
    assert text.limits([OWN.name]) in captions
    assert text.who({"leader"}, [OWN.name]) in captions
    assert text.LOG_OUT in [button.label for button in app.button]


def test_nothing_is_said_of_rooms_that_the_leader_does_not_see(home: Path, visit: Visit) -> None:
    said = " ".join(one.value for one in visit(home, "", LEADER).markdown)
    assert oversikt.ALL_WELL_OF_ONES_OWN in said
    assert oversikt.ALL_WELL not in said


def test_a_unit_that_does_not_exist_is_logged_and_gives_nothing(own_home: Path, visit: Visit) -> None:
    assert title(visit(own_home, "113", "nodstat:leader:atlantis")) == text.NO_ROLE[0]
    assert "unknown unit atlantis" in [line["refused"] for line in refusals(own_home)]


def test_a_rerun_is_no_second_visit(own_home: Path, visit: Visit) -> None:
    visit(own_home, "113", "nodstat:lat").run().run()
    assert len(refusals(own_home)) == 1


def test_without_a_login_everybody_sees_all_and_there_is_nothing_to_leave(
    home: Path, open_app: Callable[..., AppTest]
) -> None:
    app = open_app(home, "113")
    assert OTHER.name in said(html(app))
    assert not app.button
