"""The contracts are valid Open Data Contract Standard files and agree with the feeds' description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import open_data_contract_standard
import pytest
import yaml

from dagster_project.contracts import load_contracts
from dagster_project.contracts.loader import FOLDER
from tests.ingest import feeds

FILES = sorted(FOLDER.glob("*.odcs.yaml"))
FEEDS = [
    *("calls_iccs", "calls_lifex", "ambulance_alarms", "video_hjelp113"),
    *("video_bliksund", "nodsms", "air_ambulance_missions"),
]


def document(path: Path) -> dict[str, Any]:
    """The file as JSON would hold it: a date is its text."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(json.loads(json.dumps(content, default=str)))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft201909Validator:
    path = Path(open_data_contract_standard.__file__).with_name("schema.json")
    return jsonschema.Draft201909Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_contract_is_valid_odcs(path: Path, validator: jsonschema.Draft201909Validator) -> None:
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document(path))]
    assert errors == []


def test_the_schema_would_notice_a_contract_that_is_not(validator: jsonschema.Draft201909Validator) -> None:
    broken = document(FILES[0])
    del broken["apiVersion"]
    broken["schema"][0]["properties"][0]["logicalType"] = "varchar"
    paths = {error.json_path for error in validator.iter_errors(broken)}
    assert len(paths) == 2


def test_every_feed_has_a_contract_in_the_order_in_which_people_see_them() -> None:
    assert list(load_contracts()) == FEEDS


@pytest.mark.parametrize("feed", FEEDS)
def test_a_contract_is_named_as_its_file(feed: str) -> None:
    assert load_contracts()[feed].feed == feed
    assert document(FOLDER / f"{feed}.odcs.yaml")["schema"][0]["name"] == feed


@pytest.mark.parametrize(
    ("feed", "header"),
    [
        ("calls_iccs", feeds.ICCS_HEADER.split(";")),
        ("calls_lifex", feeds.LIFEX_HEADER.split(",")),
        ("ambulance_alarms", feeds.ALARM_HEADER.split(";")),
        ("video_bliksund", list(feeds.BLIKSUND_HEADER)),
        ("nodsms", feeds.NODSMS_HEADER.split(";")),
        ("air_ambulance_missions", feeds.MISSION_HEADER.split(";")),
        (
            "video_hjelp113",
            ["sessionId", "centre.id", "callId", "linkSentAt", "startedAt", "endedAt", "status", "device.os"],
        ),
    ],
)
def test_a_contracts_source_columns_are_those_of_the_feed(feed: str, header: list[str]) -> None:
    properties = document(FOLDER / f"{feed}.odcs.yaml")["schema"][0]["properties"]
    assert sorted(entry["physicalName"] for entry in properties if "physicalName" in entry) == sorted(header)
    assert sorted(str(column.source) for column in load_contracts()[feed].sourced) == sorted(header)


@pytest.mark.parametrize(
    ("feed", "period", "file_format", "encoding", "delimiter", "clock"),
    [
        ("calls_iccs", "day", "csv", "cp1252", ";", "wall"),
        ("calls_lifex", "day", "csv", "utf-8", ",", "offset"),
        ("ambulance_alarms", "day", "csv", "utf-8", ";", "offset"),
        ("video_hjelp113", "day", "jsonl", "utf-8", "", "offset"),
        ("video_bliksund", "month", "xlsx", "utf-8", "", "wall"),
        ("nodsms", "month", "csv", "utf-8", ";", "none"),
        ("air_ambulance_missions", "month", "csv", "utf-8", ";", "offset"),
    ],
)
def test_a_contract_says_how_a_delivery_looks(
    *, feed: str, period: str, file_format: str, encoding: str, delimiter: str, clock: str
) -> None:
    contract = load_contracts()[feed]
    assert (contract.period, contract.format, contract.encoding) == (period, file_format, encoding)
    assert (contract.delimiter, contract.clock, contract.is_wall_clock) == (delimiter, clock, clock == "wall")
    assert contract.sheet == ("Økter" if feed == "video_bliksund" else "")


CODES: list[tuple[str, str, dict[str, str]]] = [
    ("calls_iccs", "line", {"113": "113", "116117": "116117", "LOKAL": "116117_local", "ANNEN": "other"}),
    ("calls_iccs", "direction", {"INN": "inbound", "UT": "outbound", "INTERN": "internal"}),
    ("calls_iccs", "outcome", {"BESVART": "answered", "UBESVART": "unanswered", "OVERFØRT": "answered"}),
    ("calls_iccs", "is_test", {"J": "true", "N": "false"}),
    ("calls_lifex", "line", {"113": "113", "116117": "116117", "local": "116117_local", "other": "other"}),
    ("calls_lifex", "direction", {"inbound": "inbound", "outbound": "outbound", "internal": "internal"}),
    ("calls_lifex", "outcome", {"answered": "answered", "unanswered": "unanswered", "transferred": "answered"}),
    ("calls_lifex", "is_test", {"true": "true", "false": "false"}),
    ("ambulance_alarms", "urgency", {"Akutt": "akutt", "Haster": "haster", "Vanlig": "vanlig"}),
    ("ambulance_alarms", "channel", {"nodnett": "nodnett", "mobile": "mobile"}),
    ("video_hjelp113", "status", {code: code for code in ("completed", "failed", "declined", "expired")}),
    (
        "video_bliksund",
        "status",
        {"Fullført": "completed", "Feilet": "failed", "Avslått": "declined", "Utløpt": "expired"},
    ),
    *(
        ("air_ambulance_missions", column, {code: code for code in codes})
        for column, codes in {
            "vehicle": ("helicopter", "plane", "rescue_helicopter", "rapid_response_car"),
            "category": ("primary", "secondary", "other"),
            "outcome": ("completed", "aborted", "declined"),
            "cause": ("weather", "competing_mission", "no_longer_indicated", "technical", "duty_time", "other"),
        }.items()
    ),
]


@pytest.mark.parametrize(("feed", "column", "codes"), CODES)
def test_code_lists(feed: str, column: str, codes: dict[str, str]) -> None:
    assert load_contracts()[feed].column(column).codes == codes


def test_free_text_is_scanned_and_nothing_else_is() -> None:
    scanned = [
        (feed, column.source)
        for feed, contract in load_contracts().items()
        for column in contract.columns
        if column.is_scanned and column.source
    ]
    assert scanned == [
        ("ambulance_alarms", "unit"),
        ("video_hjelp113", "device.os"),
        ("air_ambulance_missions", "resource"),
    ]


def test_rooms_and_bases_are_checked_against_the_reference_data() -> None:
    rooms = [
        (feed, column.name, column.reference)
        for feed, contract in load_contracts().items()
        for column in contract.columns
        if column.kind == "room"
    ]
    assert rooms == [
        ("calls_iccs", "intended_room_id", "control_rooms"),
        ("calls_iccs", "answering_room_id", "control_rooms"),
        ("calls_lifex", "intended_room_id", "control_rooms"),
        ("calls_lifex", "answering_room_id", "control_rooms"),
        ("ambulance_alarms", "amk_room_id", "control_rooms"),
        ("video_hjelp113", "centre_room_id", "control_rooms"),
        ("video_bliksund", "centre_room_id", "control_rooms"),
        ("air_ambulance_missions", "base_id", "air_bases"),
    ]


def test_call_feeds_give_the_same_columns() -> None:
    contracts = load_contracts()
    names = {feed: [column.name for column in contracts[feed].columns] for feed in FEEDS}
    assert sorted(names["calls_iccs"]) == sorted(names["calls_lifex"])
    assert sorted(names["video_hjelp113"]) == sorted(names["video_bliksund"])


def test_a_column_can_be_asked_for_by_name() -> None:
    contract = load_contracts()["nodsms"]
    assert contract.column("filtered").source == "Stoppet ikke registrert"
    with pytest.raises(KeyError, match="stopped"):
        contract.column("stopped")
