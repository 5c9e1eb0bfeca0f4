"""A file of corrections that is not wholly understood corrects nothing, and one line says where it is wrong."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from dagster_project.contracts import load_contracts
from dagster_project.ingest import CorrectionError, check_corrections, load_corrections
from dagster_project.ingest.correction_files import correction_file

GOOD = """
- id: short-code
  from: 2025-03-01
  to: 2025-03-03
  match: {intended_room_id: [AMK-BG, 0301], answering_room_id: }
  set: {intended_room_id: AMK-BGO, answered_at: null}
  reason: The room's code was typed by hand, and cut off
  by: HDO Statistikk
  date: 2025-04-01
"""


def write(raw: Path, text: str, name: str = "calls_iccs.yaml") -> Path:
    path = raw / "corrections" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def message(raw: Path, text: str, name: str = "calls_iccs.yaml") -> str:
    """What is said of the file, which comes first in it."""
    path = write(raw, text, name)
    with pytest.raises(CorrectionError) as caught:
        check_corrections(raw, load_contracts())
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    return said.removeprefix(f"{path}: ")


def test_values_are_texts_as_they_stand(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (correction,) = load_corrections(tmp_path, load_contracts()["calls_iccs"])
    assert correction.match == (("intended_room_id", ("AMK-BG", "0301")), ("answering_room_id", (None,)))
    assert correction.changes == (("intended_room_id", "AMK-BGO"), ("answered_at", None))
    assert (str(correction.first), str(correction.last), str(correction.decided)) == (
        "2025-03-01",
        "2025-03-03",
        "2025-04-01",
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_a_file_may_hold_none(tmp_path: Path, text: str) -> None:
    write(tmp_path, text)
    check_corrections(tmp_path, load_contracts())
    assert load_corrections(tmp_path, load_contracts()["calls_iccs"]) == ()


def test_without_the_folder_there_are_none(tmp_path: Path) -> None:
    check_corrections(tmp_path, load_contracts())
    assert not correction_file(tmp_path, "calls_iccs").exists()
    assert load_corrections(tmp_path, load_contracts()["calls_iccs"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: short-code", "no: 1", "correction 1: no is unknown; there are id, from, "),
        ("  by: HDO Statistikk\n", "", "short-code: by is missing"),
        ("HDO Statistikk", "", "short-code: by is missing"),
        ("to: 2025-03-03", "to: 2025-02-03", "short-code: to 2025-02-03 is before from 2025-03-01"),
        ("from: 2025-03-01", "from: 1.3.2025", "short-code: from must be a date such as 2025-03-01"),
        (
            "set: {intended_room_id",
            "set: {rom",
            "short-code: set: there is no column rom; calls_iccs has call_id, line",
        ),
        ("match: {intended_room_id", "match: {wait_s", "short-code: match: there is no column wait_s"),
        ("answered_at: null", "queued_at: null", "short-code: set: queued_at is required, so it cannot be made empty"),
        ("answered_at: null", "call_id: 1", "short-code: set: call_id is what a row is found by"),
        ("answered_at: null", "answered_at: {}", "short-code: answered_at must be a text as the source writes it"),
        ("answered_at: null", "answered_at: [a, b]", "short-code: answered_at must be a text as the source writes it"),
        ("set: {intended_room_id: AMK-BGO, answered_at: null}", "set: AMK-BGO", "short-code: set must name columns"),
        ("set: {intended_room_id: AMK-BGO, answered_at: null}", "set: {}", "short-code: set is missing"),
        ("answered_at: null", "intended_room_id: AMK-BOO", "line 6: intended_room_id is there twice"),
        ("The room's code", "The code: it", "is not YAML in UTF-8, line 7: "),
        ("- id: short-code\n", "id: short-code\n", "is not YAML in UTF-8, line 3: "),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert message(tmp_path, GOOD.replace(old, new)).startswith(said)


@pytest.mark.parametrize("text", ["id: short-code\n", "short-code"])
def test_corrections_are_a_list(tmp_path: Path, text: str) -> None:
    assert message(tmp_path, text) == "must be a list: each correction begins with '- id: …'"


def test_an_id_is_used_once(tmp_path: Path) -> None:
    assert message(tmp_path, GOOD + GOOD) == ("short-code: is there twice, each correction has an id of its own")


@pytest.mark.parametrize("name", ["calls_icss.yaml", "calls_iccs.yml", "calls_iccs.csv"])
def test_a_file_of_no_feed_is_not_overlooked(tmp_path: Path, name: str) -> None:
    assert message(tmp_path, GOOD, name).startswith("is of no feed. Corrections lie in calls_iccs.yaml, ")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorrectionError, match=r"is not YAML in UTF-8$"):
        check_corrections(tmp_path, load_contracts())


@pytest.mark.parametrize(
    "field", ["reason: Caller 010170 00027 rang", "by: 98765432", "by: 010170 00027", "reason: ring 98 76 54 32"]
)
def test_personal_numbers_are_not_taken_into_a_release(tmp_path: Path, field: str) -> None:
    key = field.partition(":")[0]
    lines = [f"  {field}" if line.startswith(f"  {key}:") else line for line in GOOD.splitlines()]
    assert message(tmp_path, "\n".join(lines)).startswith("short-code: it holds a birth or telephone number")


def test_a_calls_id_may_look_like_a_telephone_number(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("intended_room_id: [AMK-BG, 0301]", "call_id: 84000017"))
    check_corrections(tmp_path, load_contracts())
