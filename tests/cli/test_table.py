"""Plain text tables keep their columns under their headings."""

from __future__ import annotations

from dagster_project.cli.table import table


def test_numbers_go_to_the_right_and_no_line_ends_in_blanks() -> None:
    assert table(("feed", ">rows", ""), [("calls", "1,000", ""), ("nodsms", "5", "late")]) == (
        "feed     rows\ncalls   1,000\nnodsms      5  late"
    )


def test_no_rows() -> None:
    assert table(("feed", ">rows"), []) == "feed  rows"
