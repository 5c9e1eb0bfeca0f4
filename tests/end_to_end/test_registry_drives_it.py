"""A new row of the registry, and no SQL: a KPI that is computed, and explained on the page and in the dictionary."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dagster_project.contracts import load_contracts
from dagster_project.dictionary import dictionary
from dagster_project.releases import Facts, Release, publish
from dagster_project.settings import Settings
from tests.warehouse import scenario
from tests.warehouse.build import Warehouse, build
from tests.warehouse.registry import project_with, read_registry

APP = Path(__file__).parents[2] / "streamlit_app" / "app.py"
HEADLINE, NEW = "calls_answered_within_10s_share", "calls_answered_within_20s_share"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("registry")


@pytest.fixture(scope="module")
def built(folder: Path) -> Iterator[Warehouse]:
    """The scenario, with "113 within 20 s" beside what there is, and "within 10 s" made "within 2 s" from 2025 on."""
    rows = read_registry()
    headline = next(row for row in rows if row["kpi_id"] == HEADLINE)
    rows += [
        headline | {"valid_from": "2025-01-01", "threshold_s": "2", "formula_nb": "Innen 2 sekunder / besvarte"},
        headline
        | {
            "kpi_id": NEW,
            "label_nb": "113 besvart innen 20 sekunder",
            "formula_nb": "Besvart innen 20 sekunder / besvarte anrop",
            "threshold_s": "20",
            "target": "0.99",
            "legal_basis": "",
            "source": "Et forslag",
        },
    ]
    headline["valid_to"] = "2024-12-31"
    built = build(scenario.lay(folder), folder, project_with(folder, rows))
    yield built
    built.connection.close()


@pytest.fixture(scope="module")
def release(built: Warehouse, folder: Path) -> Release:
    settings = Settings(home=folder / "home", raw=folder)
    settings.build.mkdir(parents=True)
    shutil.copy(folder / "warehouse.duckdb", settings.build_file)
    manifest = json.loads((folder / "target" / "manifest.json").read_bytes())
    pages = partial(dictionary, dbt=manifest, feeds=list(load_contracts()))
    return publish(settings, Facts(False, {}, [], {}, [], "registry"), pages)


def values(built: Warehouse, kpi_id: str, period_type: str) -> list[tuple[object, ...]]:
    """First day, numerator, denominator, value and whether the target is met, for the country."""
    return built.rows(
        "select cast(period_start as varchar), numerator, denominator, value, target_met from marts.kpi_values"
        " where kpi_id = ? and period_type = ? and org_level = 'nation' order by period_start",
        kpi_id,
        period_type,
    )


def definition_page(release: Release, kpi_id: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the page says at the KPI's own address."""
    monkeypatch.setenv("NODSTAT_HOME", str(release.path.parents[1]))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["kpi"] = kpi_id
    app._page_hash = calc_hash("definisjoner")
    app.run()
    assert not app.exception
    html = " ".join(element.proto.body for element in app.get("html"))
    assert html.count("<article") == 1
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_new_row_is_computed(built: Warehouse) -> None:
    # In June 2025 113 was answered after 4, 10, 11 and 120 s on the 10th, and after just 20 s on the 11th.
    assert values(built, NEW, "month")[-1] == ("2025-06-01", 4, 5, 0.8, False)
    assert values(built, NEW, "day")[-2:] == [
        ("2025-06-10", 3, 4, 0.75, False),
        ("2025-06-11", 1, 1, 1.0, True),
    ]


def test_a_new_row_is_explained_with_its_newest_value(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    page = definition_page(release, NEW, monkeypatch)
    for part in (
        "113 besvart innen 20 sekunder",
        "Formel Besvart innen 20 sekunder / besvarte anrop",
        "Mål minst 99 %",
        "Kilde Et forslag",
        f"ID i datasettet {NEW}",
    ):
        assert part in page
    assert "Rettslig grunnlag" not in page
    # No month or year is complete; the newest complete week is that of the 16th, which has no calls to 113.
    assert "Hele landet, uke 24 2025 Utvalg Verdi Tallgrunnlag 113 ▼ 80,0 % under målet 5" in page


def test_a_new_row_is_explained_in_the_dictionary(release: Release) -> None:
    page = unescape((release.path / "docs" / "index.html").read_text(encoding="utf-8"))
    for part in ("113 besvart innen 20 sekunder", "Besvart innen 20 sekunder / besvarte anrop", NEW, "Et forslag"):
        assert part in page


def test_two_definitions_are_computed_side_by_side(built: Warehouse) -> None:
    # One call each in 2024's leap day and 30 December, after 6 and 1 s; in 2025 none within 2 s.
    assert values(built, HEADLINE, "year") == [("2024-01-01", 2, 2, 1.0, True), ("2025-01-01", 0, 6, 0.0, False)]
    assert values(built, HEADLINE, "month")[-1] == ("2025-06-01", 0, 5, 0.0, False)


def test_two_definitions_are_shown_side_by_side(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    page = definition_page(release, HEADLINE, monkeypatch)
    new, old = page.index("Gjelder fra 01.01.2025"), page.index("Gjelder 01.01.2010–31.12.2024")
    assert new < page.index("Formel Innen 2 sekunder / besvarte") < page.index("▼ 0,0 %") < old
    assert old < page.index("Formel Besvart innen 10 sekunder / besvarte anrop") < page.index("100,0 %")
