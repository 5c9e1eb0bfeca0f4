"""Uttrekk, without a browser: the audit for those who see all, and for LAT its own packages and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from dagster_project.extracts.recipients import Directory
from dagster_project.settings import RECIPIENTS
from streamlit_app.access import EVERYBODY, Viewer
from streamlit_app.data import package_tables, packages
from streamlit_app.text import uttrekk as text
from tests.app.conftest import Visit
from tests.app.delivered import LAT, NOVEMBER, OCTOBER, deliver, recipient, source
from tests.app.releases import publish
from tests.app.seen import html, metrics, notes, title, words

OpenApp = Callable[..., AppTest]
THEIRS = ["november 2025, versjon 2", "oktober 2025, versjon 1", "november 2025, versjon 1"]


def offered(app: AppTest) -> list[str]:
    return list(app.selectbox(key="pakke").options)


def everything(app: AppTest) -> str:
    """All that the page says, in its HTML and around it."""
    parts = [*app.markdown, *app.caption, *app.info, *app.warning, *app.subheader]
    return words(" ".join([html(app), *(one.value for one in parts), *offered(app)]))


def test_lat_has_its_own_packages_the_newest_version_of_each_period_first(home: Path, visit: Visit) -> None:
    app = visit(home, "uttrekk", "nodstat:lat")
    assert title(app) == "Hva er levert til dere?"
    assert offered(app) == THEIRS
    said = everything(app)
    assert "3 pakker levert til Luftambulansetjenesten HF · siste: november 2025, versjon 2 Syntetiske data" in said
    assert "utgivelse 20251208T050000Z · data til og med 31.12.2025 · kontrakt" in said
    # Ten more from Bergen: the total is among what was changed.
    rows = package_tables.tables(source(home, LAT), packages.packages(source(home, LAT))[0])
    hidden = sum(row["is_suppressed"] is True for table in rows.values() for row in table.rows)
    assert metrics(app)[text.HIDDEN_ROWS] == f"{hidden}"
    assert int(metrics(app)[text.changed_since(1)]) > 0
    assert "232 242" in said


def test_lat_meets_nothing_of_another_recipient(home: Path, visit: Visit) -> None:
    (other,) = (one for one in packages.packages(source(home, EVERYBODY)) if one.recipient_id == "kommune")
    said = everything(visit(home, "uttrekk", "nodstat:lat"))
    for theirs in ("Testkommunen", "kommune", other.sha256[:12], other.release_id):
        assert theirs not in said


@pytest.mark.parametrize(
    "asked",
    [
        "kommune_2025-10_v1", "../kommune/kommune_2025-10_v1", "oktober 2025, versjon 1 · kommune",
        "/etc/passwd", "../../../audit/deliveries.jsonl", "oktober 2025, versjon 1/../../kommune", "*",
    ],
)  # fmt: skip
def test_no_address_leads_out_of_ones_own_packages(home: Path, visit: Visit, asked: str) -> None:
    app = visit(home, "uttrekk", "nodstat:lat", pakke=asked)
    assert notes(app) == ["Adressen hadde et valg som ikke finnes (pakke). Siden viser det vanlige i stedet."]
    assert app.selectbox(key="pakke").value == THEIRS[0]
    assert "kommune" not in everything(app)


def test_a_leader_has_no_package(home: Path) -> None:
    assert packages.packages(source(home, Viewer("kari", frozenset({"leader"}), frozenset({"AMK-BGO"})))) == []


def test_what_did_not_get_there_is_not_lats_yet_and_it_is_told(home: Path, visit: Visit, open_app: OpenApp) -> None:
    (home / "a file").write_text("no folder")
    lat = replace(recipient(home), delivery=Directory(str(home / "a file")))
    current = (home / "current").resolve()
    months = {"2025-10": OCTOBER, "2025-11": NOVEMBER, "2025-12": OCTOBER}
    assert deliver(home, lat, "2025-12", months, "20260109T050000Z").state == "failed"
    (home / "current").unlink()
    (home / "current").symlink_to(current)
    app = visit(home, "uttrekk", "nodstat:lat")
    assert offered(app) == THEIRS
    assert [one.value for one in app.warning] == [
        "Pakken for desember 2025 kom ikke fram, og prøves på nytt hver time. HDO har fått beskjed."
    ]
    assert metrics(visit(home, "uttrekk", "nodstat:analyst"))[text.FAILED] == "1"


def test_the_audit_says_who_got_what_in_words(home: Path, open_app: OpenApp) -> None:
    app = open_app(home, "uttrekk")
    assert title(app) == "Hvem har fått hvilke tall?"
    assert metrics(app)[text.DELIVERED] == "4"
    said = words(html(app))
    assert "Luftambulansetjenesten HF november 2025 2 levert 20251208T050000Z" in said
    assert "Testkommunen oktober 2025 1 levert 20251207T050000Z" in said
    assert "Alt som er forsøkt levert, er kommet fram." in [one.value for one in app.markdown]


def test_the_audit_is_filtered_by_recipient_and_state(home: Path, open_app: OpenApp) -> None:
    theirs = words(html(open_app(home, "uttrekk", mottaker="Testkommunen")))
    assert theirs.count("Testkommunen oktober 2025 1 levert") == 1
    assert "november 2025 2 levert" not in theirs
    none = open_app(home, "uttrekk", status="holdt tilbake")
    assert text.NO_SUCH_TRIES in [one.value for one in none.markdown]


def test_the_page_says_what_the_release_cannot_know_yet(home: Path, open_app: OpenApp) -> None:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb")) as warehouse:
        warehouse.execute("insert into marts.extract_delivery (line_no) select unnest(range(3))")
    (said,) = (one.value for one in open_app(home, "uttrekk").caption if "revisjonsloggen" in one.value)
    assert "4 linjer" in said and "1 av dem er kommet etter at utgivelse 2026-11-22T044100Z ble laget" in said


def test_lines_that_are_gone_from_the_end_are_noticed(home: Path, open_app: OpenApp) -> None:
    with duckdb.connect(str(home / "current" / "warehouse.duckdb")) as warehouse:
        warehouse.execute("insert into marts.extract_delivery (line_no) select unnest(range(5))")
    assert [one.value for one in open_app(home, "uttrekk").error] == [text.LINES_MISSING]


@pytest.mark.parametrize("claim", ["nodstat:analyst", "nodstat:lat"])
def test_a_changed_audit_is_not_believed(home: Path, visit: Visit, claim: str) -> None:
    audit = home / "extracts" / "audit" / "deliveries.jsonl"
    audit.write_text(audit.read_text(encoding="utf-8").replace("Testkommunen", "Storkommunen"), encoding="utf-8")
    app = visit(home, "uttrekk", claim)
    title(app)
    assert [one.value for one in app.subheader] == [text.UNREADABLE[0]]
    assert not app.selectbox and not app.metric


@pytest.mark.parametrize(
    ("recipients", "said"),
    [
        (lambda told: told, "ikke registrert noen avtale"),
        (lambda told: told.replace("  lat:", "  other:"), "ikke satt opp som mottaker"),
        (lambda told: told.replace("agreement: null", "agreement: LAT-2026-01"), "Neste pakke er"),
    ],
)
def test_lat_without_packages_is_told_why(
    tmp_path: Path, visit: Visit, monkeypatch: pytest.MonkeyPatch, recipients: Callable[[str], str], said: str
) -> None:
    publish(tmp_path)
    file = tmp_path / "recipients.yaml"
    file.write_text(recipients(RECIPIENTS.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setenv("NODSTAT_RECIPIENTS", str(file))
    for page in ("uttrekk", "luftambulanse"):
        app = visit(tmp_path, page, "nodstat:lat")
        title(app)
        assert [one.value for one in app.subheader] == [text.NONE]
        assert said.casefold() in " ".join(one.value for one in app.markdown).casefold()


@pytest.mark.parametrize(
    ("agreement", "said", "comes"), [("null", text.NO_AGREEMENTS, False), ("LAT-2026-01", text.NO_TRIES, True)]
)
def test_before_the_first_delivery_the_page_says_why_there_is_none(
    tmp_path: Path, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, *, agreement: str, said: str, comes: bool
) -> None:
    publish(tmp_path)
    file = tmp_path / "recipients.yaml"
    told = RECIPIENTS.read_text(encoding="utf-8").replace("agreement: null", f"agreement: {agreement}")
    file.write_text(told, encoding="utf-8")
    monkeypatch.setenv("NODSTAT_RECIPIENTS", str(file))
    app = open_app(tmp_path, "uttrekk")
    assert [one.value for one in app.markdown].count(said) == 1
    assert [one.value for one in app.subheader] == [text.UPCOMING_TITLE]
    assert (metrics(app)[text.NEXT] != "–") == comes


def test_a_package_that_cannot_be_read_hides_no_other(home: Path) -> None:
    folder = home / "extracts" / "packages" / "lat" / "lat_2025-10_v1"
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    assert [one.name for one in packages.packages(source(home, LAT))] == ["lat_2025-11_v2", "lat_2025-11_v1"]


def test_a_manifest_that_was_changed_is_no_delivered_package(home: Path) -> None:
    manifest = home / "extracts" / "packages" / "lat" / "lat_2025-10_v1" / "manifest.json"
    changed = json.loads(manifest.read_text(encoding="utf-8")) | {"threshold": 3}
    manifest.write_text(json.dumps(changed), encoding="utf-8")
    names: Callable[[Viewer], set[str]] = lambda viewer: {  # noqa: E731
        one.name for one in packages.packages(source(home, viewer))
    }
    assert "lat_2025-10_v1" not in names(LAT)
    assert "lat_2025-10_v1" in names(EVERYBODY)
