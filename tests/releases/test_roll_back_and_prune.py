"""Older releases can be gone back to, and are deleted without harm to anyone."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pytest

from dagster_project.releases import (
    Facts,
    Release,
    ReleaseNotFoundError,
    current_release,
    list_releases,
    prune,
    publish,
    roll_back_to,
)
from dagster_project.settings import Settings


@pytest.fixture
def releases(settings: Settings, build: Callable[[int], None], facts: Facts) -> list[Release]:
    """Four releases, with one call in the first, two in the second and so on."""
    published = []
    for number in range(1, 5):
        build(number)
        published.append(publish(settings, facts))
    return published


def test_list_gives_the_oldest_first(settings: Settings, releases: list[Release]) -> None:
    assert list_releases(settings) == releases


def test_roll_back_and_forward(settings: Settings, releases: list[Release]) -> None:
    assert roll_back_to(settings, releases[1].release_id) == releases[1]
    assert current_release(settings) == releases[1]
    with duckdb.connect(str(settings.current / "warehouse.duckdb"), read_only=True) as reader:
        assert reader.execute("SELECT count(*) FROM marts.fct_call").fetchone() == (2,)
    roll_back_to(settings, releases[3].release_id)
    assert current_release(settings) == releases[3]


def test_roll_back_to_an_unknown_id_changes_nothing(settings: Settings, releases: list[Release]) -> None:
    with pytest.raises(ReleaseNotFoundError, match="20010101T000000Z"):
        roll_back_to(settings, "20010101T000000Z")
    with pytest.raises(ReleaseNotFoundError):
        roll_back_to(settings, "../build")
    assert current_release(settings) == releases[3]


def test_prune_keeps_the_newest(settings: Settings, releases: list[Release]) -> None:
    assert prune(settings, keep=2) == releases[:2]
    assert list_releases(settings) == releases[2:]
    assert {path.name for path in settings.releases.iterdir()} == {r.release_id for r in releases[2:]}


def test_prune_never_takes_the_current_one(settings: Settings, releases: list[Release]) -> None:
    roll_back_to(settings, releases[0].release_id)
    prune(settings, keep=1)
    assert list_releases(settings) == [releases[0], releases[3]]
    assert current_release(settings) == releases[0]


def test_prune_keeps_at_least_one(settings: Settings, releases: list[Release]) -> None:
    with pytest.raises(ValueError, match="at least one"):
        prune(settings, keep=0)
    assert list_releases(settings) == releases


def test_a_reader_of_a_pruned_release_goes_on_reading_it(settings: Settings, releases: list[Release]) -> None:
    with duckdb.connect(str(releases[0].database), read_only=True) as reader:
        prune(settings, keep=1)
        assert not releases[0].path.exists()
        assert reader.execute("SELECT max(wait_s), count(*) FROM marts.fct_call").fetchone() == (0.0, 1)
