"""From a release to a package that is there, told of and written down; and every way in which it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dagster_project.extracts import audit, extraction, making
from dagster_project.extracts.delivery import DeliveryError
from dagster_project.extracts.disclosure import Loss
from dagster_project.extracts.extraction import extract
from dagster_project.extracts.making import ExtractError
from dagster_project.extracts.package import read_manifest, sha256
from dagster_project.extracts.periods import parse_period
from dagster_project.extracts.protection import ProtectedFigures
from dagster_project.extracts.recipients import Recipient, Sftp
from dagster_project.releases import Release
from dagster_project.settings import Settings
from tests.alerts.conftest import smtp
from tests.alerts.servers import mail_server
from tests.extracts.site import COUNTS, make_release

NOVEMBER = parse_period("2025-11")
RESTATED = {**COUNTS, ("completed", None): (90, 30, 35, 60, 20)}


def outgoing(lat: Recipient) -> Path:
    return Path(lat.delivery.path)  # type: ignore[union-attr]


def table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{folder.name}_{name}.parquet")


BODO_DECLINED = {"vehicle": "rescue_helicopter", "outcome": "declined", "cause": "all"}


def test_a_package_holds_what_its_manifest_says(settings: Settings, release: Release, lat: Recipient) -> None:
    result = extract(settings, release, lat, NOVEMBER)
    assert (result.state, result.remarks) == ("delivered", ())
    folder = outgoing(lat) / "lat_2025-11_v1"
    manifest = read_manifest(folder)
    told = {file["name"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    assert told == {
        path.name: (path.stat().st_size, sha256(path)) for path in folder.iterdir() if path.name != "manifest.json"
    }
    assert {name.removeprefix("lat_2025-11_v1") for name in told} == {
        *(
            f"_{table}.{kind}"
            for table in ("nokkeltall", "oppdrag_per_base", "utfall_og_arsak", "kategori", "tider")
            for kind in ("csv", "parquet")
        ),
        ".xlsx",
        ".odcs.yaml",
    }
    assert manifest["release_id"] == release.release_id
    assert manifest["is_synthetic"]
    frame = table(folder, "utfall_og_arsak")
    assert manifest["control_totals"]["utfall_og_arsak"] == {"rows": len(frame), "missions": frame["missions"].sum()}
    assert manifest["suppressed_cells"]["utfall_og_arsak"] == frame["is_suppressed"].sum() > 0
    assert frame.filter(pl.col("is_suppressed") != pl.col("missions").is_null()).is_empty()


def test_small_numbers_are_in_no_table(settings: Settings, release: Release, lat: Recipient) -> None:
    extract(settings, release, lat, NOVEMBER)
    folder = outgoing(lat) / "lat_2025-11_v1"
    outcomes, kpis = table(folder, "utfall_og_arsak"), table(folder, "nokkeltall")
    # Bodø's rescue helicopter declined three, by COUNTS.
    assert outcomes.filter(**BODO_DECLINED)["missions"].to_list() == [None]
    declined = kpis.filter(kpi_id="air_missions_declined_share", segment="rescue_helicopter")
    assert declined.select("numerator", "denominator", "value", "n", "is_suppressed").rows() == [(None,) * 4 + (True,)]
    for name in ("oppdrag_per_base", "utfall_og_arsak", "kategori"):
        assert table(folder, name).filter(pl.col("missions") < 5).is_empty()
    assert kpis.filter(pl.col("numerator").is_between(1, 4)).is_empty()
    # 185 completed, 67 aborted and 41 declined, by COUNTS.
    total = table(folder, "oppdrag_per_base").filter(base_id="all", vehicle="all")
    assert total["missions"].to_list() == [185 + 67 + 41]


def test_the_same_package_again_changes_nothing(settings: Settings, release: Release, lat: Recipient) -> None:
    first = extract(settings, release, lat, NOVEMBER)
    before = {path: path.stat().st_mtime_ns for path in [*outgoing(lat).rglob("*"), audit.audit_file(settings)]}
    again = extract(settings, make_release(settings.home, "20260106T050000Z"), lat, NOVEMBER)
    assert (again.state, again.folder) == ("unchanged", first.folder)
    assert {path: path.stat().st_mtime_ns for path in [*outgoing(lat).rglob("*"), audit.audit_file(settings)]} == before


def test_a_restated_period_is_a_new_version_that_says_what_changed(
    settings: Settings, release: Release, lat: Recipient
) -> None:
    extract(settings, release, lat, NOVEMBER)
    extract(settings, make_release(settings.home, "20260106T050000Z", months={"2025-11": RESTATED}), lat, NOVEMBER)
    assert {path.name for path in outgoing(lat).iterdir()} == {"lat_2025-11_v1", "lat_2025-11_v2"}
    manifest = read_manifest(outgoing(lat) / "lat_2025-11_v2")
    assert manifest["replaces_version"] == 1
    total = {"table": "oppdrag_per_base", "row": "2025-11, all, all", "column": "missions"}
    assert {**total, "before": "293", "after": "343"} in manifest["changes"]
    assert not any("FLY-ALTA, plane" in change["row"] for change in manifest["changes"])


def test_what_was_hidden_stays_hidden_in_the_next_version(settings: Settings, release: Release, lat: Recipient) -> None:
    extract(settings, release, lat, NOVEMBER)
    declined = {**COUNTS, ("declined", "weather"): (8, 9, 9, 12, 40)}
    extract(settings, make_release(settings.home, "20260106T050000Z", months={"2025-11": declined}), lat, NOVEMBER)
    outcomes = table(outgoing(lat) / "lat_2025-11_v2", "utfall_og_arsak")
    assert outcomes.filter(**BODO_DECLINED)["missions"].to_list() == [None]


def test_a_tertial_after_its_months_tells_nothing_that_they_hid(settings: Settings, lat: Recipient) -> None:
    release = make_release(settings.home, months={"2025-11": COUNTS, "2025-12": COUNTS})
    for code in ("2025-11", "2025-12", "2025-T3"):
        assert extract(settings, release, lat, parse_period(code)).state == "delivered"
    rows = table(outgoing(lat) / "lat_2025-T3_v1", "utfall_og_arsak")
    assert set(rows["period"]) == {"2025-11", "2025-12", "2025-T3"}
    assert rows.filter(pl.col("period") != "2025-T3", **BODO_DECLINED)["missions"].to_list() == [None, None]
    of_bases = rows.filter(pl.col("base_id") != "all")
    assert set(of_bases["period"]) == {"2025-T3"}, "a base's outcomes are told of long periods only"


def test_without_an_agreement_nothing_is_delivered(settings: Settings, release: Release, lat: Recipient) -> None:
    with pytest.raises(ExtractError, match=r"^lat has no agreement, so nothing is delivered: give its reference in "):
        extract(settings, release, replace(lat, agreement=None), NOVEMBER)
    assert not outgoing(lat).exists()


def test_an_incomplete_period_is_not_delivered(settings: Settings, lat: Recipient) -> None:
    release = make_release(settings.home, complete=False)
    with pytest.raises(ExtractError, match=r"^2025-11 is not complete in release 20260105T050000Z"):
        extract(settings, release, lat, NOVEMBER)


def test_a_package_that_fails_the_attack_is_not_delivered(
    settings: Settings, release: Release, lat: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(figures: object, threshold: int, published: object) -> ProtectedFigures:
        return ProtectedFigures({}, pl.DataFrame(), pl.DataFrame(), Loss(), Loss(), narrow=1)

    monkeypatch.setattr(making, "protect", leaking)
    result = extract(settings, release, lat, NOVEMBER)
    assert (result.state, result.folder) == ("withheld", None)
    assert not outgoing(lat).exists()
    assert [(line.state, line.files) for line in audit.read(settings)] == [("withheld", {})]


def test_an_error_that_nobody_foresaw_withholds_the_package_and_its_text_stays_at_home(
    settings: Settings, release: Release, lat: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Bodø declined 3")

    monkeypatch.setattr(making, "protect", broken)
    result = extract(settings, release, lat, NOVEMBER)
    log = settings.home / "logs" / "extract-lat-2025-11.log"
    assert result.line == (
        f"lat 2025-11 is withheld: it could not be protected: KeyError, a fault of nodstat itself; {log} says where"
    )
    assert "Bodø declined 3" in log.read_text(encoding="utf-8")
    assert [(line.state, "declined" in line.detail) for line in audit.read(settings)] == [("withheld", False)]
    assert not outgoing(lat).exists()


def test_a_package_that_cannot_be_written_has_failed_and_is_told_of(
    settings: Settings, release: Release, lat: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise TypeError

    monkeypatch.setattr(extraction, "store", broken)
    with mail_server() as mailbox:
        result = extract(replace(settings, alert_smtp=smtp(mailbox.port)), release, lat, NOVEMBER)
        assert "nodstat: Uttrekk ikke levert: lat, november 2025" in [mail["Subject"] for mail in mailbox.mails]
    assert result.line.startswith("lat 2025-11 is not delivered: it could not be made: TypeError, a fault of nodstat")
    assert [line.state for line in audit.read(settings)] == ["failed"]


def test_a_delivery_that_failed_is_taken_up_with_the_same_bytes(
    settings: Settings, release: Release, lat: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise DeliveryError("the server is down")

    with monkeypatch.context() as patch:
        patch.setattr(extraction, "deliver", down)
        failed = extract(settings, release, lat, NOVEMBER)
    assert failed.line == "lat_2025-11_v1 was not delivered: the server is down"
    assert extract(settings, release, lat, NOVEMBER).state == "delivered"
    lines = audit.read(settings)
    assert [line.state for line in lines] == ["failed", "delivered"]
    assert lines[0].manifest_sha256 == lines[1].manifest_sha256


def test_the_recipient_is_told_when_it_is_there_and_we_when_it_is_not(
    settings: Settings, release: Release, lat: Recipient, tmp_path: Path
) -> None:
    with mail_server() as mailbox:
        settings = replace(settings, alert_smtp=smtp(mailbox.port))
        lat = replace(lat, notify=("tall@lat.example",))
        nowhere = replace(lat, delivery=Sftp("127.0.0.1", "lat", "/inbox", tmp_path / "known_hosts"))
        assert extract(settings, release, nowhere, NOVEMBER).state == "failed"
        assert extract(settings, release, lat, NOVEMBER).state == "delivered"
        mails = {mail["Subject"]: mail["To"] for mail in mailbox.mails}
    assert mails["nodstat: Uttrekk ikke levert: lat, november 2025"] == "vakt@example.org, drift@example.org"
    assert mails["nodstat, syntetiske data: Tall for november 2025 er levert"] == "tall@lat.example"


def test_the_audit_only_grows_and_notices_a_changed_line(settings: Settings, release: Release, lat: Recipient) -> None:
    extract(settings, release, lat, NOVEMBER)
    extract(settings, make_release(settings.home, "20260106T050000Z", months={"2025-11": RESTATED}), lat, NOVEMBER)
    first, second = audit.read(settings)
    assert (first.version, second.version) == (1, 2)
    assert first.files == {
        file["name"]: file["sha256"] for file in read_manifest(outgoing(lat) / "lat_2025-11_v1")["files"]
    }
    path = audit.audit_file(settings)
    path.write_bytes(path.read_bytes() + b'{"half a li')
    audit.write(settings, second)
    assert len(audit.read(settings)) == 3
    path.write_bytes(path.read_bytes().replace(b"LAT-2026-01", b"LAT-2026-02", 1))
    with pytest.raises(audit.AuditError, match=r"deliveries\.jsonl, line 2: what stood before it was changed"):
        audit.read(settings)
