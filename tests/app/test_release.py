"""Which release is found, and what happens when it cannot be read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from streamlit_app.access import EVERYBODY, AccessRefusedError, Source, Viewer
from streamlit_app.data import calendar, connection, kpis, registry
from streamlit_app.period import period_of
from streamlit_app.records import Measure
from streamlit_app.release import Release, ReleaseUnreadableError, find_release
from streamlit_app.view import COUNTRY, Organisation
from tests.app.releases import Fact, point, publish

JANUARY = date(2025, 1, 1)
CALLS = Measure("calls_total")


def calls(release: Release) -> list[float | None]:
    found = kpis.values(source(release), [CALLS], COUNTRY, [period_of("month", JANUARY)])
    return [value.value for value in found.values()]


def source(release: Release) -> Source:
    return Source(release, EVERYBODY)


def found(home: Path) -> Release:
    release = find_release(home / "current")
    assert release is not None
    return release


def test_a_home_without_releases_has_none(tmp_path: Path) -> None:
    assert find_release(tmp_path / "current") is None


def test_the_manifest_says_what_the_release_is(tmp_path: Path) -> None:
    directory = publish(
        tmp_path, release_id="r1", built_at="2026-11-22T04:41:00Z", data_as_at={"nodsms": "2025-12-31", "video": None}
    )
    assert found(tmp_path) == Release(
        directory=directory.resolve(),
        release_id="r1",
        built_at=datetime(2026, 11, 22, 4, 41, tzinfo=UTC),
        is_synthetic=True,
        data_as_at=(("nodsms", date(2025, 12, 31)),),
    )


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"release_id": "r1", "built_at": "i går"}', None])
def test_a_release_without_readable_manifest_is_unreadable(tmp_path: Path, manifest: str | None) -> None:
    path = publish(tmp_path) / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest, encoding="utf-8")
    with pytest.raises(ReleaseUnreadableError, match="releases"):
        find_release(tmp_path / "current")


def test_a_new_release_is_read_without_restart_and_the_old_one_stays_as_it_was(tmp_path: Path) -> None:
    publish(tmp_path, [Fact("calls_total", "all", "NO", JANUARY, 7)], release_id="r1")
    old = found(tmp_path)
    assert calls(old) == [7]
    publish(tmp_path, [Fact("calls_total", "all", "NO", JANUARY, 8)], release_id="r2")
    assert calls(found(tmp_path)) == [8]
    # A rerun that began before the swap goes on reading the release that it began with.
    year = period_of("year", JANUARY)
    assert kpis.values(source(old), [CALLS], COUNTRY, [year])[CALLS, year].value == 7
    point(tmp_path, "r1")
    assert calls(found(tmp_path)) == [7]


def test_a_warehouse_that_is_none_is_unreadable(tmp_path: Path) -> None:
    (publish(tmp_path) / "warehouse.duckdb").write_bytes(b"not a database")
    with pytest.raises(ReleaseUnreadableError):
        calendar.calendar(source(found(tmp_path)))


def test_a_release_can_be_read_but_neither_changed_nor_left(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    publish(tmp_path)
    release = found(tmp_path)
    for sql in (
        "create table marts.mine (x integer)",
        f"select * from read_csv('{secret}')",
        f"attach '{tmp_path / 'other.duckdb'}'",
        "set enable_external_access = true",
    ):
        with pytest.raises(ReleaseUnreadableError):
            connection.rows(source(release), (), sql)


def test_a_kpi_that_the_registry_lacks_is_no_figure(tmp_path: Path) -> None:
    publish(tmp_path)
    with pytest.raises(ReleaseUnreadableError, match="no_such_kpi"):
        registry.definition(source(found(tmp_path)), "no_such_kpi", JANUARY)


def test_no_query_is_answered_about_what_a_viewer_may_not_see(tmp_path: Path) -> None:
    publish(tmp_path, [Fact("calls_offered", "113", "AMK-BGO", JANUARY, 7)])
    bergen = Source(found(tmp_path), Viewer("Kari", "leader", frozenset({"AMK-BGO"})))
    january, measure = period_of("month", JANUARY), Measure("calls_offered", "113")

    def offered(org: Organisation) -> list[float | None]:
        return [value.value for value in kpis.values(bergen, [measure], org, [january]).values()]

    assert offered(COUNTRY) == offered(Organisation("room", ("AMK-BGO",), "AMK Bergen")) == [7]
    with pytest.raises(AccessRefusedError, match="AMK-OSL"):
        offered(Organisation("room", ("AMK-OSL",), "AMK Oslo"))
    with pytest.raises(AccessRefusedError):
        kpis.by_room(bergen, [measure], january)
