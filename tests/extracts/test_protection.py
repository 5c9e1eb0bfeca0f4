"""The three tables of a package are attacked as one: what one of them tells, the others do not hide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dagster_project.extracts import protection
from dagster_project.extracts.disclosure import attack
from dagster_project.extracts.figures import read_figures
from dagster_project.extracts.linked import joined
from dagster_project.extracts.periods import parse_period
from dagster_project.releases import Release


def test_a_number_that_another_table_tells_is_found_by_the_attack(release: Release) -> None:
    figures = read_figures(release, parse_period("2025-11"), ("month",))
    by_base = protection._by_base(figures, 5, [], (), [])
    kpis = protection._kpis(figures, 5, [], protection._margins(figures, by_base))
    parts = [(by_base, protection._of_bases(figures, by_base)), (kpis, protection._of_kpis(figures))]
    table, hidden = joined(parts)
    assert not len(attack(table, hidden, 5).narrow)
    # The KPIs' file shows everything: the tables of missions alone withstand, the package does not.
    shown = replace(kpis, hidden=np.zeros_like(kpis.hidden))
    table, hidden = joined([parts[0], (shown, parts[1][1])])
    assert by_base.attack().withstood
    assert len(attack(table, hidden, 5).narrow)


def test_the_whole_package_withstands(release: Release) -> None:
    found = protection.protect(read_figures(release, parse_period("2025-11"), ("month",)), 5, [])
    assert found.narrow == 0
    assert 0 < found.hidden < found.cells
