"""A small release of the real dbt project, whose registry has been added to, and its dictionary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.dictionary import dictionary
from dagster_project.releases import Check, Facts, Release, publish
from dagster_project.settings import Settings
from tests.dictionary.page import Page, read_page
from tests.warehouse import scenario
from tests.warehouse.build import build
from tests.warehouse.registry import project_with, read_registry

HEADLINE = "calls_answered_within_10s_share"


@dataclass(frozen=True)
class Published:
    """A release, the dbt manifest it was built from, and its pages by language."""

    release: Release
    dbt: Mapping[str, Any]
    html: Mapping[str, str]

    def page(self, language: str) -> Page:
        return read_page(self.html[language])


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """From 2025 on the headline KPI asks for an answer within 2 s; and a KPI is new, and lacks its English words."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), raw=Path("raw"))
    settings.build.mkdir()
    rows = read_registry()
    headline = next(row for row in rows if row["kpi_id"] == HEADLINE)
    english = dict.fromkeys(("label_en", "description_en", "formula_en", "inclusion_en"), "")
    new = {"kpi_id": "within_20s", "threshold_s": "20", "legal_basis": "", "target": "0.85"}
    words = {"label_nb": "Besvart <b>raskt</b> & greit", "formula_nb": "Innen 20 s / besvarte"}
    rows = [row for row in rows if row is not headline]
    rows += [
        headline | {"valid_to": "2024-12-31"},
        headline | {"valid_from": "2025-01-01", "threshold_s": "2"},
        headline | english | new | words,
    ]
    build(scenario.lay(settings.home), settings.build, project_with(settings.home, rows)).connection.close()
    manifest = json.loads((settings.build / "target" / "manifest.json").read_bytes())
    facts = Facts(
        is_synthetic=True,
        data_as_at={"calls_iccs": date(2025, 6, 30), "nodsms": date(2025, 5, 31)},
        checks=[Check("one", "passed", "error"), Check("two", "passed", "error"), Check("three", "warned", "warn")],
        versions={},
        deliveries=[],
        inputs_fingerprint="",
    )
    release = publish(settings, facts, partial(dictionary, dbt=manifest, feeds=list(load_contracts())))
    html = {
        language: (release.path / "docs" / name).read_text(encoding="utf-8")
        for language, name in (("nb", "index.html"), ("en", "en.html"))
    }
    return Published(release, manifest, html)
