"""Deliveries look as the samples in the feeds' description do."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import fastexcel
import pytest

from dagster_project.contracts import load_contracts
from dagster_project.synthetic import generate

HEADERS = {
    "calls_iccs/calls_iccs_2025-06-16.csv": (
        "cp1252",
        "Samtale-ID;Sentral;Linje;Retning;Inn på kø;Besvart;Avsluttet;Utfall;Besvart av;Testanrop\r",
    ),
    "calls_lifex/calls_lifex_2025-06-16.csv": (
        "utf-8",
        "call_id,intended_room,answering_room,line,direction,ring_started,answered,ended,outcome,is_test",
    ),
    "ambulance_alarms/ambulance_alarms_2025-06-16.csv": (
        "utf-8-sig",
        "alarm_id;amk;mission_id;unit;urgency;sent_at;acknowledged_at;channel",
    ),
    "nodsms/nodsms_2025-06.csv": (
        "utf-8",
        "Dato;Innkommende;Videresendt AMK Bodø;Stoppet ikke registrert;Testmeldinger",
    ),
    "air_ambulance_missions/air_ambulance_missions_2025-06.csv": (
        "utf-8",
        "mission_no;base;resource;vehicle;category;alerted_at;departed_at;at_patient_at;delivered_at;outcome;cause",
    ),
}
ROWS = {
    "calls_iccs/calls_iccs_2025-06-16.csv": (
        r"\d+;[A-Z]+-[\w-]+;(113|116117|LOKAL|ANNEN);(INN|UT|INTERN);16\.06\.2025 \d\d:\d\d:\d\d;"
        r"((\d\d\.06\.2025 [\d:]{8};){2}(BESVART|OVERFØRT);[A-Z]+-[\w-]+|;\d\d\.06\.2025 [\d:]{8};UBESVART;);[JN]\r"
    ),
    "calls_lifex/calls_lifex_2025-06-16.csv": (
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12},[\w-]+,[\w-]*,"
        r"(113|116117|local|other),(inbound|outbound|internal),2025-06-16T\d\d:\d\d:\d\d\.\d{3}\+02:00,"
        r"(2025-06-1[67]T[\d:.]{12}\+02:00)?,2025-06-1[67]T[\d:.]{12}\+02:00,(answered|unanswered|transferred),(true|false)"
    ),
    "ambulance_alarms/ambulance_alarms_2025-06-16.csv": (
        r"A2025-\d{7};AMK-[A-Z]{3};250616-\d{4};[A-Z]{3}-\d-\d;(Akutt|Haster|Vanlig);"
        r"2025-06-16T[\d:.]{12}\+02:00;(2025-06-1[67]T[\d:.]{12}\+02:00)?;(nodnett|mobile)"
    ),
    "air_ambulance_missions/air_ambulance_missions_2025-06.csv": (
        r"L2025-\d{6};(HEL|FLY|SAR)-[A-Z]+;[A-ZÅØa-zåø]+ (helikopter|fly|redningshelikopter|legebil) [12];"
        r"(helicopter|plane|rescue_helicopter|rapid_response_car);(primary|secondary|other);"
        r"2025-06-1[567]T[\d:]{8}\+02:00;((2025-06-1[5678]T[\d:]{8}\+02:00)?;){3}"
        r"(completed;|(aborted|declined);[a-z_]+)"
    ),
    "nodsms/nodsms_2025-06.csv": r"2025-06-1[567];\d+;\d+;\d+;\d+",
}


@pytest.mark.parametrize("path", HEADERS)
def test_text_deliveries_have_the_sources_header_and_rows(move_days: Path, path: str) -> None:
    encoding, header = HEADERS[path]
    lines = (move_days / path).read_bytes().decode(encoding).split("\n")
    assert lines[0] == header
    assert lines[-1] == ""
    wrong = [line for line in lines[1:-1] if not re.fullmatch(ROWS[path], line)]
    assert len(lines) > 4
    assert wrong == []


def test_iccs_is_windows_1252(move_days: Path) -> None:
    assert b"Inn p\xe5 k\xf8" in (move_days / "calls_iccs/calls_iccs_2025-06-16.csv").read_bytes()


def test_alarms_come_with_and_without_a_byte_order_mark(dirty_days: Path) -> None:
    marked = [path.read_bytes().startswith(b"\xef\xbb\xbf") for path in (dirty_days / "ambulance_alarms").iterdir()]
    assert 0 < sum(marked) < len(marked)


def test_hjelp113_is_nested_json_with_utc_times_and_the_id_of_a_call_of_the_day(move_days: Path) -> None:
    lines = (move_days / "video_hjelp113/video_hjelp113_2025-06-15.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    calls = (move_days / "calls_iccs/calls_iccs_2025-06-15.csv").read_text(encoding="cp1252").splitlines()
    to_room = {
        line.split(";")[0]: line.split(";")[8]
        for line in calls
        if ";113;" in line or ";116117;" in line or ";LOKAL;" in line
    }
    for record in records:
        assert list(record) == [
            *("sessionId", "centre", "callId", "linkSentAt", "startedAt", "endedAt", "status", "device")
        ]
        assert re.fullmatch(r"2025-06-1[45]T\d\d:\d\d:\d\dZ", record["linkSentAt"])
        assert (record["startedAt"] is None) == (record["endedAt"] is None) == (record["status"] != "completed")
        assert to_room[record["callId"]] == record["centre"]["id"]


def test_bliksund_is_a_workbook_with_titles_above_and_a_total_below(dirty_days: Path) -> None:
    above, below = set(), set()
    for path in sorted((dirty_days / "video_bliksund").iterdir()):
        sheet = fastexcel.read_excel(path).load_sheet("Økter", header_row=None, dtypes="string").to_polars().rows()
        header = next(n for n, row in enumerate(sheet) if row[0] == "Økt-ID")
        assert sheet[header] == ("Økt-ID", "Sentral", "SMS sendt", "Video startet", "Video avsluttet", "Status")
        above.add(header)
        below.add(sheet[-1][0] in ("Sum", "Totalt", "Total", "Antall"))
    assert len(above) > 1
    assert True in below


def test_bliksund_has_date_cells_in_local_time(move_days: Path) -> None:
    path = move_days / "video_bliksund/video_bliksund_2025-06.xlsx"
    frame = fastexcel.read_excel(path).load_sheet("Økter", header_row=None).to_polars()
    cells = fastexcel.read_excel(path).load_sheet("Økter", header_row=_header(path)).to_polars()["SMS sendt"]
    assert frame.width == 6
    assert all(isinstance(cell, datetime) for cell in cells.drop_nulls())
    assert {cell.date() for cell in cells.drop_nulls()} == {date(2025, 6, day) for day in (15, 16, 17)}


def test_a_column_that_is_renamed_in_the_contract_is_renamed_in_the_delivery(tmp_path: Path) -> None:
    contracts = dict(load_contracts())
    for feed, column, source in (
        ("calls_iccs", "call_id", "Anrops-ID"),
        ("video_hjelp113", "device_os", "client.platform"),
    ):
        renamed = tuple(replace(c, source=source) if c.name == column else c for c in contracts[feed].columns)
        contracts[feed] = replace(contracts[feed], columns=renamed)
    generate(tmp_path, date(2025, 3, 1), date(2025, 3, 1), scale=0.01, contracts=contracts)
    header = next(tmp_path.glob("calls_iccs/*")).read_text(encoding="cp1252").splitlines()[0]
    record = json.loads(next(tmp_path.glob("video_hjelp113/*")).read_text(encoding="utf-8").splitlines()[0])
    assert header.startswith("Anrops-ID;Sentral;")
    assert record["client"]["platform"] in ("iOS", "Android", "Other")


def _header(path: Path) -> int:
    sheet = fastexcel.read_excel(path).load_sheet("Økter", header_row=None, dtypes="string").to_polars().rows()
    return next(n for n, row in enumerate(sheet) if row[0] == "Økt-ID")
