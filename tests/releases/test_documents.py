"""A release's documents: made of the release itself, before anybody sees it, and then as fixed as the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dagster_project.releases import Facts, clear_leftovers, current_release, list_releases, publish
from dagster_project.settings import Settings

Build = Callable[[int], None]


def test_documents_lie_in_the_release_made_of_what_is_in_it_and_cannot_be_written(
    settings: Settings, build: Build, facts: Facts
) -> None:
    build(4)

    def pages(database: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
        return {
            "index.html": f"{manifest['release_id']}: {database.name}, {list(manifest['row_counts'])}, på norsk",
            "en.html": "…",
        }

    release = publish(settings, facts, pages)
    assert release.dictionary == release.path / "docs" / "index.html"
    assert (
        release.dictionary.read_text(encoding="utf-8")
        == f"{release.release_id}: warehouse.duckdb, ['fct_call'], på norsk"
    )
    files = [path for path in release.path.rglob("*") if path.is_file()]
    assert sorted(path.name for path in files) == ["en.html", "index.html", "manifest.json", "warehouse.duckdb"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o444}


def test_a_release_that_cannot_be_documented_is_none(settings: Settings, build: Build, facts: Facts) -> None:
    build(1)
    before = publish(settings, facts)
    assert before.dictionary is None

    def broken(database: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
        raise KeyError("fct_call")

    with pytest.raises(KeyError) as caught:
        publish(settings, facts, broken)
    assert caught.value.__notes__ == ["(while making the release's data dictionary)"]
    assert current_release(settings) == before
    assert list_releases(settings) == [before]
    clear_leftovers(settings)
    assert [path.name for path in settings.releases.iterdir()] == [before.release_id]
