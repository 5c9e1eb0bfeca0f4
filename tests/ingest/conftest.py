"""A place of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Nothing is ever refused for too many errors."""
    return Site(tmp_path)


@pytest.fixture
def strict_site(tmp_path: Path) -> Site:
    """Over 5 % of bad rows refuses a delivery, as by default."""
    return Site(tmp_path, max_error_share=0.05)
