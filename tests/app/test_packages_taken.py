"""Packages as they are taken away: only one's own, whole, byte for byte, and on record before they are handed out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from streamlit_app.access import EVERYBODY, AccessRefusedError
from streamlit_app.data import package_tables, packages
from streamlit_app.data.packages import PackageSpoiltError
from streamlit_app.text import uttrekk as text
from tests.app.conftest import Visit
from tests.app.delivered import LAT, source
from tests.app.seen import title


def taken(home: Path) -> list[dict[str, str]]:
    """What the log has of packages taken, but for when."""
    lines = [line for file in (home / "logs").glob("access-*.log") for line in file.read_text("utf-8").splitlines()]
    found = [json.loads(line) for line in lines]
    assert all(datetime.fromisoformat(line.pop("at")).tzinfo for line in found)
    return [line for line in found if "fetched" in line]


def test_another_recipients_package_is_refused_whoever_hands_it_over(home: Path) -> None:
    lat = source(home, LAT)
    (other,) = (one for one in packages.packages(source(home, EVERYBODY)) if one.recipient_id == "kommune")
    asked: list[Callable[[], object]] = [
        lambda: packages.content(lat, other, other.files[0]),
        lambda: packages.zipped(lat, other),
        lambda: package_tables.tables(lat, other),
    ]
    for ask in asked:
        with pytest.raises(AccessRefusedError, match="kommune_2025-10_v1"):
            ask()
    assert taken(home) == []


def test_the_whole_package_is_what_was_delivered_byte_for_byte(home: Path) -> None:
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    with zipfile.ZipFile(io.BytesIO(packages.zipped(lat, package))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    outgoing = home / "outgoing" / "lat" / package.name
    delivered = {f"{package.name}/{file.name}": file.read_bytes() for file in outgoing.iterdir()}
    assert held == delivered
    assert f"{package.name}/manifest.json" in held


def test_what_is_taken_is_on_record_with_who_which_release_and_which_bytes(home: Path, visit: Visit) -> None:
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    assert title(visit(home, "uttrekk", "nodstat:lat"))
    assert taken(home) == [], "to look is not to take"
    assert package.workbook is not None
    workbook = packages.content(lat, package, package.workbook)
    packages.zipped(lat, package)
    release_id = json.loads((package.folder / "manifest.json").read_text(encoding="utf-8"))["release_id"]
    manifest = hashlib.sha256((package.folder / "manifest.json").read_bytes()).hexdigest()
    who = {"subject": "per", "role": "lat", "release_id": release_id}
    assert taken(home) == [
        who | {"fetched": "lat_2025-11_v2.xlsx", "sha256": hashlib.sha256(workbook).hexdigest()},
        who | {"fetched": "lat_2025-11_v2.zip", "sha256": manifest},
    ]


def test_what_cannot_be_put_on_record_is_not_handed_out(home: Path) -> None:
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    (home / "logs").write_text("no folder")
    assert package.workbook is not None
    with pytest.raises(OSError, match="logs"):
        packages.content(lat, package, package.workbook)
    with pytest.raises(OSError, match="logs"):
        packages.zipped(lat, package)


def test_a_spoilt_file_is_not_handed_out_and_the_page_says_so(home: Path, visit: Visit) -> None:
    lat = source(home, LAT)
    package = packages.packages(lat)[0]
    table = next(package.folder.glob("*_nokkeltall.parquet"))
    table.write_bytes(table.read_bytes()[:-1] + b"x")
    with pytest.raises(PackageSpoiltError, match=r"nokkeltall\.parquet is not what its package's manifest says"):
        packages.zipped(lat, package)
    assert taken(home) == []
    app = visit(home, "luftambulanse", "nodstat:lat")
    title(app)
    assert [one.value for one in app.subheader] == [text.SPOILT[0]]
    assert not app.metric
