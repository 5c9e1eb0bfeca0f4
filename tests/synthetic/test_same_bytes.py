"""Same arguments, same bytes; and a day is the same whichever days are made with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from dagster_project.synthetic import generate

Digests = Callable[[Path], dict[str, bytes]]
SPAN = (date(2025, 6, 29), date(2025, 7, 1))


def test_the_same_seed_gives_the_same_bytes_in_every_format(tmp_path: Path, digests: Digests) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, *SPAN, scale=0.02, error_rate=0.05)
    one, two = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert {path.split("/")[0] for path in one} == {
        *("calls_iccs", "calls_lifex", "ambulance_alarms", "video_hjelp113", "video_bliksund", "nodsms"),
        "air_ambulance_missions",
    }
    assert one == two
    assert (tmp_path / "one/SYNTHETIC.json").read_bytes() == (tmp_path / "two/SYNTHETIC.json").read_bytes()


def test_a_workbook_does_not_tell_when_it_was_made(tmp_path: Path) -> None:
    generate(tmp_path, *SPAN, scale=0.02)
    with ZipFile(tmp_path / "video_bliksund/video_bliksund_2025-06.xlsx") as book:
        assert {member.date_time[0] for member in book.infolist()} == {1980}
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", book.read("docProps/core.xml").decode())) == {"2000-01-01T"}


def test_another_seed_gives_other_deliveries(tmp_path: Path, digests: Digests) -> None:
    generate(tmp_path / "one", *SPAN, scale=0.02)
    generate(tmp_path / "two", *SPAN, scale=0.02, seed=7)
    one, two = digests(tmp_path / "one"), digests(tmp_path / "two")
    assert all(one[path] != two[path] for path in one if "calls" in path or "video" in path)


def test_a_day_alone_is_the_same_as_among_others(tmp_path: Path, digests: Digests) -> None:
    generate(tmp_path / "alone", date(2025, 6, 30), date(2025, 6, 30), scale=0.02, error_rate=0.05)
    generate(tmp_path / "among", *SPAN, scale=0.02, error_rate=0.05)
    alone, among = digests(tmp_path / "alone"), digests(tmp_path / "among")
    daily = [path for path in alone if "2025-06-30" in path]
    assert len(daily) == 4
    assert all(alone[path] == among[path] for path in daily)
