"""Deliveries that cannot be read: cut off, garbled, in another encoding, or not what their name says."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest

from tests.ingest import feeds
from tests.ingest.site import Site, assert_refused

CALLS, ALARMS, HJELP113, BLIKSUND, NODSMS = (
    "calls_iccs",
    "ambulance_alarms",
    "video_hjelp113",
    "video_bliksund",
    "nodsms",
)

GOOD_CALLS = feeds.content(CALLS, feeds.calls(300))
GOOD_SESSIONS = feeds.workbook([feeds.bliksund(str(number)) for number in range(50)])


def archive_without(member: str) -> bytes:
    """A workbook that lacks one of the files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD_SESSIONS)) as whole, zipfile.ZipFile(buffer, "w") as part:
        for name in whole.namelist():
            if member not in name:
                part.writestr(name, whole.read(name))
    return buffer.getvalue()


def garbled(data: bytes, at: float) -> bytes:
    """The same number of bytes, some of them wrong."""
    position = int(len(data) * at)
    return data[:position] + bytes(byte ^ 0xFF for byte in data[position : position + 40]) + data[position + 40 :]


UNREADABLE: dict[str, tuple[str, str, bytes]] = {
    "gzip cut off": (CALLS, "calls_iccs_2025-03-01.csv.gz", feeds.zipped(GOOD_CALLS)[:-200]),
    "gzip cut off in its last bytes": (CALLS, "calls_iccs_2025-03-01.csv.gz", feeds.zipped(GOOD_CALLS)[:-1]),
    "gzip cut off in its head": (CALLS, "calls_iccs_2025-03-01.csv.gz", feeds.zipped(GOOD_CALLS)[:5]),
    "gzip garbled": (CALLS, "calls_iccs_2025-03-01.csv.gz", garbled(feeds.zipped(GOOD_CALLS), 0.5)),
    "gzip with a wrong checksum": (CALLS, "calls_iccs_2025-03-01.csv.gz", feeds.zipped(GOOD_CALLS)[:-8] + bytes(8)),
    "plain text called gzip": (CALLS, "calls_iccs_2025-03-01.csv.gz", GOOD_CALLS),
    "gzip called plain text": (CALLS, "calls_iccs_2025-03-01.csv", feeds.zipped(GOOD_CALLS)),
    "gzip called plain text, in utf-8": (
        ALARMS,
        "ambulance_alarms_2025-03-01.csv",
        feeds.zipped(feeds.content(ALARMS, [feeds.alarm()])),
    ),
    "utf-16 with a byte order mark": (CALLS, "calls_iccs_2025-03-01.csv", GOOD_CALLS.decode("cp1252").encode("utf-16")),
    "utf-16 without": (CALLS, "calls_iccs_2025-03-01.csv", GOOD_CALLS.decode("cp1252").encode("utf-16-le")),
    "utf-16 where utf-8 is due": (
        ALARMS,
        "ambulance_alarms_2025-03-01.csv",
        feeds.content(ALARMS, [feeds.alarm()]).decode().encode("utf-16-be"),
    ),
    "utf-8 where Windows-1252 is due": (
        CALLS,
        "calls_iccs_2025-03-01.csv",
        GOOD_CALLS.decode("cp1252").encode("utf-8"),
    ),
    "utf-8 with a byte order mark where Windows-1252 is due": (
        CALLS,
        "calls_iccs_2025-03-01.csv",
        codecs.BOM_UTF8 + GOOD_CALLS.decode("cp1252").encode("utf-8"),
    ),
    "a byte that Windows-1252 does not have": (
        CALLS,
        "calls_iccs_2025-03-01.csv",
        GOOD_CALLS + feeds.iccs("x\x81").encode("latin-1"),
    ),
    "latin-1 where utf-8 is due, in the header": (
        NODSMS,
        "nodsms_2025-03.csv",
        feeds.content(NODSMS, [feeds.nodsms()]).decode().encode("latin-1"),
    ),
    "latin-1 where utf-8 is due, far down": (
        ALARMS,
        "ambulance_alarms_2025-03-01.csv",
        feeds.content(ALARMS, [*(feeds.alarm(str(n)) for n in range(99)), "Troms"]).rstrip() + b"\xf8",
    ),
    "latin-1 where utf-8 is due, in json": (
        HJELP113,
        "video_hjelp113_2025-03-01.jsonl",
        feeds.hjelp113(call_id="å").encode("latin-1"),
    ),
    "workbook cut off": (BLIKSUND, "video_bliksund_2025-03.xlsx", GOOD_SESSIONS[:-100]),
    "workbook cut in half": (BLIKSUND, "video_bliksund_2025-03.xlsx", GOOD_SESSIONS[: len(GOOD_SESSIONS) // 2]),
    "workbook garbled": (BLIKSUND, "video_bliksund_2025-03.xlsx", garbled(GOOD_SESSIONS, 0.3)),
    "workbook without its sheet's file": (BLIKSUND, "video_bliksund_2025-03.xlsx", archive_without("sheet1.xml")),
    "workbook without its index": (BLIKSUND, "video_bliksund_2025-03.xlsx", archive_without("workbook.xml")),
    "text called workbook": (BLIKSUND, "video_bliksund_2025-03.xlsx", GOOD_CALLS),
    "any archive called workbook": (BLIKSUND, "video_bliksund_2025-03.xlsx", archive_without("xl/")),
    "no sheet of that name": (
        BLIKSUND,
        "video_bliksund_2025-03.xlsx",
        feeds.workbook([feeds.bliksund()], sheet="Ark1"),
    ),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused(site: Site, case: str) -> None:
    feed, name, data = UNREADABLE[case]
    assert_refused(site.take(feed, data, name), "unreadable")
    assert site.accepted(feed) == site.quarantine(feed) == []


def test_a_refusal_for_encoding_says_where(site: Site) -> None:
    _, name, data = UNREADABLE["latin-1 where utf-8 is due, far down"]
    detail = site.take(ALARMS, data, name).detail
    assert detail is not None
    assert "line 101" in detail
    assert "utf-8" in detail


def test_a_refusal_for_a_sheet_says_which_there_are(site: Site) -> None:
    detail = site.take(BLIKSUND, feeds.workbook([feeds.bliksund()], sheet="Ark1")).detail
    assert detail is not None
    assert "Økter" in detail
    assert "Ark1" in detail
