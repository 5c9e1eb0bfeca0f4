"""Turn canonical events into the cells a source would deliver: its own codes, and times as it writes them.

Names, codes and the time format come from the contract. The order of the columns and how finely a source writes
its times are not part of a contract, so they are here, as in the samples of feeds.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dagster_project.contracts import Column, Contract
from dagster_project.synthetic.clock import ZONE


@dataclass(frozen=True)
class Layout:
    """What a delivery looks like beyond its contract."""

    columns: tuple[str, ...]
    """Canonical names in the order of the source's columns."""
    fraction: str = ""
    """How fractions of a second are written, in place of the contract's `%.f`."""
    is_utc: bool = False
    """Times in UTC with `Z`, not in local time with its offset."""
    line_end: str = "\n"


LAYOUTS = {
    "calls_iccs": Layout(
        (
            *("call_id", "intended_room_id", "line", "direction", "queued_at", "answered_at", "ended_at"),
            *("outcome", "answering_room_id", "is_test"),
        ),
        line_end="\r\n",
    ),
    "calls_lifex": Layout(
        (
            *("call_id", "intended_room_id", "answering_room_id", "line", "direction", "queued_at"),
            *("answered_at", "ended_at", "outcome", "is_test"),
        ),
        fraction="%.3f",
    ),
    "ambulance_alarms": Layout(
        ("alarm_id", "amk_room_id", "mission_id", "unit", "urgency", "sent_at", "acknowledged_at", "channel"),
        fraction="%.3f",
    ),
    "video_hjelp113": Layout(
        ("session_id", "centre_room_id", "call_id", "link_sent_at", "started_at", "ended_at", "status", "device_os"),
        is_utc=True,
    ),
    "video_bliksund": Layout(
        ("session_id", "centre_room_id", "link_sent_at", "started_at", "ended_at", "status"),
    ),
    "nodsms": Layout(("local_date", "received", "forwarded", "filtered", "test_messages")),
    "air_ambulance_missions": Layout(
        (
            *("mission_no", "base_id", "resource", "vehicle", "category", "alerted_at", "departed_at"),
            *("at_patient_at", "delivered_at", "outcome", "cause"),
        ),
    ),
}


def check_layout(contract: Contract) -> Layout:
    """The feed's layout. Raises ValueError when the contract has other columns than the generator can fill."""
    layout = LAYOUTS[contract.feed]
    sourced = {column.name for column in contract.sourced}
    if sourced != set(layout.columns):
        names = ", ".join(sorted(sourced ^ set(layout.columns)))
        raise ValueError(f"{contract.feed}: contract and generator do not agree on the columns {names}")
    return layout


def cells(events: pl.DataFrame, contract: Contract, layout: Layout) -> pl.DataFrame:
    """The events as the source writes them, under canonical names: text, and naive local times for a workbook."""
    return events.select(_cell(contract.column(name), contract, layout).alias(name) for name in layout.columns)


def time_text(wall: datetime, contract: Contract, layout: Layout) -> str | datetime:
    """A naive wall-clock time as `cells` would give it."""
    if contract.format == "xlsx":
        return wall
    return wall.strftime(_time_format(contract, layout))


def source_code(column: Column, meaning: str) -> str:
    """The first of the source's codes that has this meaning. Raises ValueError when none has."""
    for code, canonical in (column.codes or {}).items():
        if canonical == meaning:
            return code
    raise ValueError(f"{column.name}: the contract has no code for '{meaning}'")


def _cell(column: Column, contract: Contract, layout: Layout) -> pl.Expr:
    value = pl.col(column.name)
    if column.codes is not None:
        return _code(column)
    if column.kind == "time":
        if not layout.is_utc:
            value = value.dt.replace_time_zone("UTC").dt.convert_time_zone(ZONE)
        if contract.format == "xlsx":
            return value.dt.replace_time_zone(None)
        return value.dt.strftime(_time_format(contract, layout))
    if column.kind == "date":
        return value.dt.strftime("%Y-%m-%d")
    return value.cast(pl.String)


def _code(column: Column) -> pl.Expr:
    codes = column.codes or {}
    marked = {code for marking in (column.marks or {}).values() for code in marking}
    value = pl.col(column.name).cast(pl.String)
    plain = {meaning: code for code, meaning in reversed([*codes.items()]) if code not in marked}
    expression = value.replace_strict(plain, default=None, return_dtype=pl.String)
    for flag, marking in (column.marks or {}).items():
        with_mark = {codes[code]: code for code in marking}
        marked_value = value.replace_strict(with_mark, default=None, return_dtype=pl.String)
        expression = pl.when(pl.col(flag)).then(marked_value).otherwise(expression)
    return expression


def _time_format(contract: Contract, layout: Layout) -> str:
    # A contract's format is for reading: `%.f` takes any fraction and `%#z` any offset.
    time_format = contract.time_format.replace("%.f", layout.fraction)
    return re.sub("%[#:]?z", "Z" if layout.is_utc else "%:z", time_format)
