"""Synthetic and real deliveries never meet in one home."""

from __future__ import annotations

import pytest

from dagster_project.ingest import MixedDataError, plan
from tests.ingest import feeds
from tests.ingest.site import Site


def mark_synthetic(site: Site) -> None:
    site.settings.raw.mkdir(parents=True, exist_ok=True)
    (site.settings.raw / "SYNTHETIC.json").write_text("{}")


def mark_real(site: Site) -> None:
    (site.settings.raw / "SYNTHETIC.json").unlink()


@pytest.mark.parametrize("is_synthetic", [True, False])
def test_the_ledger_says_whether_a_delivery_is_synthetic(site: Site, is_synthetic: bool) -> None:
    if is_synthetic:
        mark_synthetic(site)
    row = site.take("calls_iccs", [feeds.iccs()])
    assert row.is_synthetic is is_synthetic
    assert [entry["is_synthetic"] for entry in site.ledger("calls_iccs").values()] == [is_synthetic]


@pytest.mark.parametrize("feed", ["calls_iccs", "nodsms"])
def test_real_deliveries_do_not_come_into_a_synthetic_home(site: Site, feed: str) -> None:
    mark_synthetic(site)
    site.take("calls_iccs", [feeds.iccs()])
    mark_real(site)
    site.deliver(feed, [feeds.ROW[feed](), feeds.ROW[feed]()])
    with pytest.raises(MixedDataError, match=r"holds synthetic data.* real .*--home"):
        plan(site.contract(feed), site.settings)


def test_synthetic_deliveries_do_not_come_into_a_real_home(site: Site) -> None:
    site.take("nodsms", [feeds.nodsms()])
    mark_synthetic(site)
    site.deliver("calls_iccs", [feeds.iccs()])
    with pytest.raises(MixedDataError, match=r"holds real data.* synthetic .*--home"):
        plan(site.contract("calls_iccs"), site.settings)
    assert site.accepted("calls_iccs") == []


def test_the_error_is_one_line(site: Site) -> None:
    site.take("nodsms", [feeds.nodsms()])
    mark_synthetic(site)
    site.deliver("calls_iccs", [feeds.iccs()])
    with pytest.raises(MixedDataError) as error:
        plan(site.contract("calls_iccs"), site.settings)
    assert "\n" not in str(error.value)


def test_unchanged_files_of_the_other_kind_do_not_come_in_either(site: Site) -> None:
    # The same bytes and names, now said to be synthetic: there is nothing to read, so nothing can be mixed.
    site.take("calls_iccs", [feeds.iccs()])
    mark_synthetic(site)
    assert plan(site.contract("calls_iccs"), site.settings).months == {}
    assert [entry["is_synthetic"] for entry in site.ledger("calls_iccs").values()] == [False]
