"""What tokens say, what roles may open, and that a narrowed release holds nobody else's rows."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from streamlit_app import access_log
from streamlit_app.access import EVERY_ROOM, EVERYBODY, AccessRefusedError, Grant, Role, Source, Viewer, grant
from streamlit_app.data import connection, kpis, organisations, viewers
from streamlit_app.data.narrowed import NO_DETAILS, WHOSE, WHOSE_PACKAGE, WITHOUT_AIR
from streamlit_app.navigation import ORDER
from streamlit_app.period import period_of
from streamlit_app.records import Measure
from streamlit_app.release import Release, find_release
from tests.app.releases import Call, Check, Fact, RoomFact, publish

MARTS = Path(__file__).parents[2] / "dbt" / "models" / "marts"
MAY = date(2025, 5, 1)
ROOMS = [
    RoomFact("AMK-BGO", "AMK Bergen"),
    RoomFact("LVS-BGO", "Bergen legevakt", kind="lvs"),
    RoomFact("AMK-STA", "AMK Stavanger", hf="Helse Stavanger"),
    RoomFact("AMK-OSL", "AMK Oslo", hf="OUS", rhf="Helse Sør-Øst RHF"),
]
OFFERED = Measure("calls_offered", "113")


@pytest.fixture
def release(tmp_path: Path) -> Release:
    facts = [Fact("calls_offered", "113", room.room_id, MAY, 10 + place) for place, room in enumerate(ROOMS)]
    calls = [Call(room.room_id, "113", date(2025, 5, 5), 14, 3.0) for room in ROOMS]
    publish(tmp_path, facts, ROOMS, calls)
    found = find_release(tmp_path / "current")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("claim", "roles", "units"),
    [
        ("nodstat:analyst", {"analyst"}, ()),
        (["nodstat:lat"], {"lat"}, ()),
        (["nodstat:leader:AMK-BGO", "nodstat:leader:ous"], {"leader"}, ("AMK-BGO", "ous")),
        (["other:analyst", "analyst", "nodstat:local", "nodstat:", "nodstat:leader", "nodstat:leader:"], set(), ()),
        (["nodstat:analyst:x", "nodstat:ANALYST", "xnodstat:analyst", 7, None, {"nodstat:analyst": 1}], set(), ()),
        ({"nodstat:analyst": True}, set(), ()),
        (None, set(), ()),
    ],
)
def test_only_the_exact_words_of_the_claim_give_a_role(claim: object, roles: set[str], units: tuple[str, ...]) -> None:
    assert grant({"sub": "kari", "roles": claim}, "roles") == Grant("kari", frozenset(roles), units)


def test_the_role_is_looked_for_in_its_claim_alone() -> None:
    assert grant({"sub": "kari", "groups": ["nodstat:analyst"]}, "roles").roles == frozenset()


@pytest.mark.parametrize(
    ("unit", "below", "name"),
    [
        ("AMK-BGO", {"AMK-BGO"}, "AMK Bergen"),
        ("amk-bgo", {"AMK-BGO"}, "AMK Bergen"),
        ("helse-bergen", {"helse-bergen", "AMK-BGO", "LVS-BGO"}, "Helse Bergen"),
        (
            "helse-vest",
            {"helse-vest", "helse-bergen", "helse-stavanger", "AMK-BGO", "LVS-BGO", "AMK-STA"},
            "Helse Vest RHF",
        ),
    ],
)
def test_a_leader_sees_their_unit_and_everything_below_it(
    release: Release, unit: str, below: set[str], name: str
) -> None:
    viewer, unknown = viewers.viewer(release, Grant("kari", frozenset({"leader"}), (unit,)))
    assert (viewer.org_ids, viewer.units, unknown) == (below, (name,), ())


def test_a_leader_of_nothing_known_is_no_leader(release: Release) -> None:
    viewer, unknown = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("atlantis",)))
    assert (viewer.roles, viewer.org_ids, unknown) == (frozenset(), frozenset(), ("atlantis",))


def test_a_unit_that_is_unknown_takes_nothing_from_one_that_is_not(release: Release) -> None:
    viewer, unknown = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("atlantis", "AMK-OSL")))
    assert (viewer.roles, viewer.org_ids, unknown) == ({"leader"}, {"AMK-OSL"}, ("atlantis",))


def test_an_analyst_sees_all_and_lat_no_room(release: Release) -> None:
    analyst, _ = viewers.viewer(release, Grant("ola", frozenset({"analyst", "lat"})))
    lat, _ = viewers.viewer(release, Grant("per", frozenset({"lat"})))
    assert analyst.sees_all
    assert not lat.may_read(["AMK-BGO"])
    assert lat.may_read(["NO"])


def test_each_role_has_its_pages() -> None:
    def pages(*roles: str) -> set[str]:
        viewer = Viewer("kari", frozenset(roles), frozenset())  # type: ignore[arg-type]
        return {page for page in ORDER if viewer.may_open(page)}

    lat = {"luftambulanse", "uttrekk", "definisjoner"}
    assert pages("analyst") == pages("local") == set(ORDER)
    assert pages("lat") == lat
    assert pages("leader") == set(ORDER) - {"luftambulanse", "uttrekk"}
    assert pages("leader", "lat") == set(ORDER)
    assert pages() == set()


def test_a_query_about_every_room_meets_none_but_the_viewers_own(release: Release) -> None:
    viewer, _ = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("helse-bergen",)))
    source = Source.of(release, viewer)
    found = kpis.by_room(source, [OFFERED], period_of("month", MAY))
    assert {one.room.room_id: one.values["calls_offered"].value for one in found} == {"AMK-BGO": 10, "LVS-BGO": 11}
    for about in ((EVERY_ROOM,), ()):
        for table, whose in WHOSE.items():
            if table in {"kpi_values", "fct_call", "calls_by_hour", "answer_time_distribution"}:
                owners = {owner for (owner,) in connection.rows(source, about, f"select {whose} from marts.{table}")}
                assert owners - {"NO"} == {"AMK-BGO", "LVS-BGO"}, table


def test_what_the_country_has_is_all_of_it(release: Release) -> None:
    viewer, _ = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("AMK-BGO",)))
    assert connection.rows(Source(release, viewer), ("NO",), "select count(*) from marts.fct_call") == [(4,)]


def test_answers_are_not_handed_from_one_viewer_to_the_next(release: Release) -> None:
    """In the order that would show it: who sees all, who sees some, and who sees something else."""
    seen = []
    for granted in (
        Grant("a", frozenset({"analyst"})),
        *(Grant("b", frozenset({"leader"}), (r,)) for r in ("AMK-BGO", "ous")),
    ):
        viewer, _ = viewers.viewer(release, granted)
        found = kpis.by_room(Source.of(release, viewer), [OFFERED], period_of("month", MAY))
        seen.append({one.room.room_id for one in found})
    assert seen == [{room.room_id for room in ROOMS}, {"AMK-BGO"}, {"AMK-OSL"}]


def test_a_cached_answer_is_refused_to_who_may_not_have_it(release: Release) -> None:
    oslo = next(org for org in organisations.organisations(Source(release, EVERYBODY)) if org.name == "AMK Oslo")
    month = period_of("month", MAY)
    assert kpis.values(Source(release, EVERYBODY), [OFFERED], oslo, [month])
    viewer, _ = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("AMK-BGO",)))
    with pytest.raises(AccessRefusedError, match="AMK-OSL"):
        kpis.values(Source(release, viewer), [OFFERED], oslo, [month])


def test_every_mart_is_known_to_have_somebodys_details_or_nobodys() -> None:
    marts = {
        model["name"]: {column["name"] for column in model["columns"]}
        for path in MARTS.glob("*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    }
    assert set(marts) == set(WHOSE) | NO_DETAILS | set(WHOSE_PACKAGE)
    assert {table: whose for table, whose in WHOSE.items() if whose not in marts[table]} == {}
    with_owner = {
        table for table, columns in marts.items() if any(c.endswith(("room_id", "base_id", "org_id")) for c in columns)
    }
    assert with_owner - set(WHOSE) == {"dim_control_room", "dim_air_base"}
    with_air = {
        table
        for table, columns in marts.items()
        if columns & {"feed", "vehicle", "base_id"} or {"kpi_id", "value"} <= columns
    }
    assert with_air == set(WITHOUT_AIR)


@pytest.mark.parametrize(
    ("roles", "seen"),
    [({"lat"}, ["lat"]), ({"lat", "leader"}, ["lat"]), ({"leader"}, []), ({"analyst"}, ["kommune", "lat"])],
)
def test_of_deliveries_to_recipients_everybody_meets_their_own(
    release: Release, roles: set[Role], seen: list[str]
) -> None:
    with duckdb.connect(str(release.warehouse)) as warehouse:
        warehouse.execute("insert into marts.extract_delivery (recipient_id) values ('lat'), ('kommune')")
    viewer, _ = viewers.viewer(release, Grant("kari", frozenset(roles), ("AMK-BGO",)))
    found = connection.rows(
        Source(release, viewer), (), "select recipient_id from marts.extract_delivery order by recipient_id"
    )
    assert [recipient for (recipient,) in found] == seen


def test_a_mart_that_nobody_has_placed_is_not_there_for_a_leader(release: Release) -> None:
    with duckdb.connect(str(release.warehouse)) as warehouse:
        warehouse.execute("create table marts.new_details as select 'AMK-OSL' as room_id")
    viewer, _ = viewers.viewer(release, Grant("kari", frozenset({"leader"}), ("AMK-BGO",)))
    with pytest.raises(connection.ReleaseUnreadableError, match="new_details"):
        connection.rows(Source(release, viewer), (), "select * from marts.new_details")


def test_what_checks_remarked_on_is_for_those_who_see_all(tmp_path: Path) -> None:
    said = "AMK Oslo har ingen anrop 3. mai"
    check = Check("marts/kpi_values: no_room_is_silent", "warned", title_nb="Stille", detail_nb=said)
    publish(tmp_path, checks=[check])
    release = find_release(tmp_path / "current")
    assert release is not None
    leader = Viewer("kari", frozenset({"leader"}), frozenset({"AMK-BGO"}))
    assert [(check.title, check.detail) for check in Source.of(release, leader).release.warnings] == [("Stille", "")]
    assert [check.detail for check in Source.of(release, EVERYBODY).release.warnings] == [said]


def test_a_refused_visit_is_a_line_that_only_the_owner_reads(tmp_path: Path) -> None:
    for page in ("sentral", "uttrekk"):
        access_log.refused(tmp_path / "logs", "kari", "leader", page, "page")
    (file,) = (tmp_path / "logs").glob("access-*.log")
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line.pop("page") for line in lines] == ["sentral", "uttrekk"]
    assert all(set(line) == {"at", "subject", "role", "refused"} for line in lines)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
