"""Deliveries in the feeds' formats: a good row of each, changed as a test asks, and files made of such rows.

Written from the feeds' description, not from the contracts, so that the two can disagree.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

import xlsxwriter

ICCS_HEADER = "Samtale-ID;Sentral;Linje;Retning;Inn på kø;Besvart;Avsluttet;Utfall;Besvart av;Testanrop"
LIFEX_HEADER = "call_id,intended_room,answering_room,line,direction,ring_started,answered,ended,outcome,is_test"
ALARM_HEADER = "alarm_id;amk;mission_id;unit;urgency;sent_at;acknowledged_at;channel"
NODSMS_HEADER = "Dato;Innkommende;Videresendt AMK Bodø;Stoppet ikke registrert;Testmeldinger"
MISSION_HEADER = (
    "mission_no;base;resource;vehicle;category;alerted_at;departed_at;at_patient_at;delivered_at;outcome;cause"
)
BLIKSUND_HEADER = ("Økt-ID", "Sentral", "SMS sendt", "Video startet", "Video avsluttet", "Status")

Cells = tuple[Any, ...]


class _Mark(Enum):
    ABSENT = auto()


ABSENT = _Mark.ABSENT
"""Leaves a JSON key out."""


def iccs(
    call_id: str = "84000017",
    *,
    room: str = "AMK-BGO",
    line: str = "113",
    direction: str = "INN",
    queued: str = "01.03.2025 07:02:47",
    answered: str = "01.03.2025 07:02:51",
    ended: str = "01.03.2025 07:05:41",
    outcome: str = "BESVART",
    answered_by: str = "AMK-BGO",
    test: str = "N",
) -> str:
    return ";".join((call_id, room, line, direction, queued, answered, ended, outcome, answered_by, test))


def lifex(
    call_id: str = "b3c10000-0000-4000-8000-000000000001",
    *,
    room: str = "LVS-1804",
    answered_by: str = "LVS-1804",
    line: str = "116117",
    direction: str = "inbound",
    queued: str = "2025-11-17T07:02:47.120+01:00",
    answered: str = "2025-11-17T07:02:51.480+01:00",
    ended: str = "2025-11-17T07:05:41.002+01:00",
    outcome: str = "answered",
    test: str = "false",
) -> str:
    return ",".join((call_id, room, answered_by, line, direction, queued, answered, ended, outcome, test))


def alarm(
    alarm_id: str = "A2025-0000017",
    *,
    amk: str = "AMK-BOO",
    mission: str = "250301-0598",
    unit: str = "NLSH-1-3",
    urgency: str = "Akutt",
    sent: str = "2025-03-01T07:03:10.000+01:00",
    acknowledged: str = "2025-03-01T07:03:52.000+01:00",
    channel: str = "nodnett",
) -> str:
    return ";".join((alarm_id, amk, mission, unit, urgency, sent, acknowledged, channel))


def hjelp113(
    session_id: object = "5e55-0001",
    *,
    centre: object = "AMK-BOO",
    call_id: object = "84000017",
    sent: object = "2025-03-01T06:04:00Z",
    started: object = "2025-03-01T06:04:31Z",
    ended: object = "2025-03-01T06:09:02Z",
    status: object = "completed",
    os: object = "iOS",
) -> str:
    record = {
        "sessionId": session_id,
        "centre": {"id": centre},
        "callId": call_id,
        "linkSentAt": sent,
        "startedAt": started,
        "endedAt": ended,
        "status": status,
        "device": {"os": os},
    }
    return json.dumps({key: value for key, value in record.items() if value is not ABSENT}, ensure_ascii=False)


def bliksund(
    session_id: object = "BL-0001",
    *,
    room: object = "LVS-4601",
    sent: object = datetime(2025, 3, 1, 7, 2, 47),
    started: object = datetime(2025, 3, 1, 7, 3, 17),
    ended: object = datetime(2025, 3, 1, 7, 9, 17),
    status: object = "Fullført",
) -> Cells:
    return (session_id, room, sent, started, ended, status)


def nodsms(
    day: str = "2025-03-01", received: str = "26", forwarded: str = "3", stopped: str = "23", tests: str = "0"
) -> str:
    return ";".join((day, received, forwarded, stopped, tests))


def mission(
    mission_no: str = "L2025-003101",
    *,
    base: str = "HEL-BERGEN",
    resource: str = "Bergen helikopter 1",
    vehicle: str = "helicopter",
    category: str = "primary",
    alerted: str = "2025-03-01T12:04:10+01:00",
    departed: str = "2025-03-01T12:09:02+01:00",
    at_patient: str = "2025-03-01T12:27:40+01:00",
    delivered: str = "2025-03-01T13:11:05+01:00",
    outcome: str = "completed",
    cause: str = "",
) -> str:
    times = (alerted, departed, at_patient, delivered)
    return ";".join((mission_no, base, resource, vehicle, category, *times, outcome, cause))


def workbook(
    rows: Sequence[Cells],
    *,
    header: Cells = BLIKSUND_HEADER,
    above: Sequence[Cells] = (),
    below: Sequence[Cells] = (),
    first_row: int = 1,
    sheet: str = "Økter",
) -> bytes:
    """A workbook as made by hand: a date as a date cell, a text that begins with = as a formula, None left blank.

    `first_row` is the sheet's row, 1-based, on which the first of `above`, or the header, stands.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"})
        page = book.add_worksheet(sheet)
        for number, cells in enumerate((*above, header, *rows, *below), start=first_row - 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    page.write_datetime(number, column, cell, dated)
                elif cell is not None:
                    page.write(number, column, cell)
    return buffer.getvalue()


def content(feed: str, rows: Sequence[Any]) -> bytes:
    """A whole file of these rows in the feed's format and encoding."""
    if feed == "video_bliksund":
        return workbook(rows)
    if feed == "video_hjelp113":
        return "".join(f"{row}\n" for row in rows).encode()
    header = {
        "calls_iccs": ICCS_HEADER,
        "calls_lifex": LIFEX_HEADER,
        "ambulance_alarms": ALARM_HEADER,
        "nodsms": NODSMS_HEADER,
        "air_ambulance_missions": MISSION_HEADER,
    }[feed]
    return "".join(f"{line}\n" for line in (header, *rows)).encode("cp1252" if feed == "calls_iccs" else "utf-8")


ROW: dict[str, Callable[..., Any]] = {
    "calls_iccs": iccs,
    "calls_lifex": lifex,
    "ambulance_alarms": alarm,
    "video_hjelp113": hjelp113,
    "video_bliksund": bliksund,
    "nodsms": nodsms,
    "air_ambulance_missions": mission,
}
"""A good row of each feed."""

NAME = {
    "calls_iccs": "calls_iccs_2025-03-01.csv",
    "calls_lifex": "calls_lifex_2025-11-17.csv",
    "ambulance_alarms": "ambulance_alarms_2025-03-01.csv",
    "video_hjelp113": "video_hjelp113_2025-03-01.jsonl",
    "video_bliksund": "video_bliksund_2025-03.xlsx",
    "nodsms": "nodsms_2025-03.csv",
    "air_ambulance_missions": "air_ambulance_missions_2025-03.csv",
}
"""The name of a delivery that the good row belongs in."""


def calls(number: int, **changes: str) -> list[str]:
    """So many good ICCS calls with ids of their own."""
    return [iccs(call_id=str(84000001 + index), **changes) for index in range(number)]


def zipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
