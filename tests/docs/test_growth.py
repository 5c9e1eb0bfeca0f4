"""docs/growth.md names every variable that dbt's profile reads for Fabric."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_variable_of_the_fabric_target_is_explained() -> None:
    page = (ROOT / "docs" / "growth.md").read_text(encoding="utf-8")
    profile = (ROOT / "dbt" / "profiles.yml").read_text(encoding="utf-8")
    # `METHOD` is for a test, which has no Livy.
    read = set(re.findall(r"env_var\('(\w*FABRIC\w*)'", profile)) - {"NODSTAT_FABRIC_METHOD"}
    assert len(read) > 5
    assert {name for name in read if f"`{name}`" not in page} == set()
