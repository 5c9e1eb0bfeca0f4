"""Turn raw rows into canonical events, and give each faulty row its reason. All of it lazy expressions."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from dagster_project.contracts import Column, Contract, Duration
from dagster_project.ingest.clock import Clock
from dagster_project.ingest.personal import holds_identifier
from dagster_project.ingest.reference import Room, is_known
from dagster_project.ingest.schema import event_schema

SKEW = timedelta(seconds=2)
"""A response up to this long before what it responds to is two clocks that disagree (feeds.md)."""
LONGEST = timedelta(hours=24)
"""From first to last time of a row (feeds.md)."""

REASON = "reason"
RAW = "raw."
"""Prefix of a column's text as delivered."""


def conform(raw: pl.LazyFrame, contract: Contract, rooms: tuple[Room, ...], start: date, end: date) -> pl.LazyFrame:
    """Canonical events from raw rows (`formats.header.raw_schema`) of deliveries from `start` to `end`.

    Raw rows come with `delivery_id`, `period_start` and `period_end`; `rooms` are those of the contract's reference
    table, rooms or bases. Returns the columns of `event_schema`, `reason` (null for a good row), and the raw columns,
    the contract's prefixed with `RAW`.
    """
    clock = Clock(start, end)
    frame = raw.rename({column.name: RAW + column.name for column in contract.sourced})
    frame = frame.with_columns(
        _value(column, contract.time_format) for column in contract.columns if column.kind != "seconds"
    )
    frame = frame.with_columns(
        (pl.col(RAW + column.name).is_in(codes)).fill_null(False).alias(flag)
        for column in contract.columns
        for flag, codes in (column.marks or {}).items()
    )
    frame = frame.with_columns(is_unreadable=_is_unreadable(contract))
    frame = _with_times(frame, contract, clock)
    return frame.with_columns(_reason(contract, rooms)).select(
        *event_schema(contract), REASON, "line_number", "text", pl.col(f"^{RAW}.*$"), "malformed"
    )


def _value(column: Column, time_format: str) -> pl.Expr:
    """A column's canonical value from its text, null where it cannot be read; a time as its text says it."""
    if column.source is None:
        return pl.lit(column.constant, dtype=pl.String).alias(column.name)
    text = pl.col(RAW + column.name)
    if column.codes is not None:
        meanings: list[str] | list[bool] = list(column.codes.values())
        if column.kind == "flag":
            meanings = [meaning == "true" for meaning in column.codes.values()]
        return text.replace_strict(list(column.codes), meanings, default=None).alias(column.name)
    if column.kind == "time":
        return (
            text.str.to_datetime(time_format, time_unit="ms", strict=False, cache=False)
            .dt.replace_time_zone(None)
            .alias(column.name)
        )
    if column.kind == "date":
        return text.str.to_date("%Y-%m-%d", strict=False).alias(column.name)
    if column.kind == "count":
        return text.cast(pl.Int64, strict=False).alias(column.name)
    return text.alias(column.name)


def _with_times(frame: pl.LazyFrame, contract: Contract, clock: Clock) -> pl.LazyFrame:
    """Times as UTC, durations in seconds, the local date and hour of the beginning, and the marks."""
    if not contract.times:
        return frame
    begin = contract.times[0].name
    if contract.is_wall_clock:
        frame = _with_instants(frame, contract, clock)
    else:
        local = clock.local(pl.col(begin))
        frame = frame.with_columns(
            local_date=local.dt.date(),
            local_hour=local.dt.hour(),
            time_ambiguous=pl.lit(False),
            is_skipped=pl.lit(False),
        )
    durations = [(column.name, column.duration) for column in contract.columns if column.duration]
    skewed = [_is_skewed(duration) for _, duration in durations if duration.is_response]
    return frame.with_columns(
        *(_seconds(duration).alias(name) for name, duration in durations),
        clock_skew=pl.any_horizontal(skewed).fill_null(False) if skewed else pl.lit(False),
    )


def _with_instants(frame: pl.LazyFrame, contract: Contract, clock: Clock) -> pl.LazyFrame:
    """Local wall-clock times to UTC: in a repeated hour the earliest instant not before the time to its left.

    A response may be up to `SKEW` before what it responds to, here too: otherwise an answer one second early by
    its clock would become one that took an hour.
    """
    names = [column.name for column in contract.times]
    begin = pl.col(names[0])
    frame = frame.with_columns(
        local_date=begin.dt.date(),
        local_hour=begin.dt.hour(),
        time_ambiguous=pl.any_horizontal(clock.is_repeated(pl.col(name)) for name in names).fill_null(False),
        is_skipped=pl.any_horizontal(clock.is_skipped(pl.col(name)) for name in names).fill_null(False),
    )
    if not clock.repeats_an_hour:
        return frame.with_columns(clock.earliest(pl.col(name)) for name in names)
    responses = {d.end for column in contract.columns if (d := column.duration) and d.is_response}
    left = pl.lit(None, dtype=pl.Datetime("ms"))
    for name in names:
        earliest, latest = clock.earliest(pl.col(name)), clock.latest(pl.col(name))
        bound = left - SKEW if name in responses else left
        frame = frame.with_columns(pl.when(earliest < bound).then(latest).otherwise(earliest).alias(name))
        left = pl.coalesce(pl.col(name), left)
    return frame


def _seconds(duration: Duration) -> pl.Expr:
    """The duration; 0 where a response is skewed."""
    between = (pl.col(duration.end) - pl.col(duration.start)).dt.total_milliseconds()
    if duration.is_response:
        between = between.clip(lower_bound=0)
    # Polars divides by a constant as it multiplies by 0.001, which is off in the last digit for one in seven.
    return (between / 1000).round(3)


def _is_skewed(duration: Duration) -> pl.Expr:
    between = pl.col(duration.end) - pl.col(duration.start)
    return (between < timedelta(0)) & (between >= -SKEW)


def _reason(contract: Contract, rooms: tuple[Room, ...]) -> pl.Expr:
    """The first reason, in the order of feeds.md, why a row is faulty; null for a good one."""
    conditions = {
        "malformed_line": [pl.col("malformed")],
        "personal_identifier": [holds_identifier(_text(c)) for c in contract.columns if c.is_scanned and c.source],
        "missing_value": _missing(contract),
        "unknown_code": [
            _text(c).is_not_null() & pl.col(c.name).is_null() for c in contract.columns if c.codes is not None
        ],
        "unknown_room": [
            ~is_known(_text(c), pl.coalesce("local_date", "period_start"), rooms)
            for c in contract.columns
            if c.kind == "room"
        ],
        "bad_value": [pl.col("is_unreadable"), *(pl.col(c.name) < 0 for c in contract.columns if c.kind == "count")],
        "nonexistent_local_time": [pl.col("is_skipped")] if contract.times else [],
        "outside_period": [~pl.col("local_date").is_between("period_start", "period_end")],
        "times_out_of_order": _out_of_order(contract),
        "duration_over_24h": _too_long(contract),
        "inconsistent": _inconsistent(contract),
    }
    return pl.coalesce(
        *(
            pl.when(pl.any_horizontal(c.fill_null(False) for c in faults)).then(pl.lit(code))
            for code, faults in conditions.items()
            if faults
        ),
        pl.lit(None, dtype=pl.String),
    ).alias(REASON)


def _text(column: Column) -> pl.Expr:
    return pl.col(RAW + column.name)


def _missing(contract: Contract) -> list[pl.Expr]:
    required = [_text(column).is_null() for column in contract.sourced if column.is_required]
    conditional = [
        pl.col(rule.column).is_in(rule.values) & pl.col(RAW + name).is_null()
        for rule in contract.rules
        if rule.rule == "requiredWhen"
        for name in rule.columns
    ]
    return [*required, *conditional]


def _is_unreadable(contract: Contract) -> pl.Expr:
    """Whether the text of a time, date or number is none; asked before local times become UTC."""
    return pl.any_horizontal(
        _text(c).is_not_null() & pl.col(c.name).is_null()
        for c in contract.sourced
        if c.kind in ("time", "date", "count")
    )


def _out_of_order(contract: Contract) -> list[pl.Expr]:
    """Any later time before an earlier one, skew aside.

    Where a response is skewed, what follows it was written by the same clock as the response, so it too may be
    up to `SKEW` before what was responded to.
    """
    responses = [d for column in contract.columns if (d := column.duration) and d.is_response]
    names = [column.name for column in contract.times]
    faults: list[pl.Expr] = []
    for index, earlier in enumerate(names):
        for later in names[index + 1 :]:
            bound = pl.col(earlier)
            if to_it := [response for response in responses if response.start == earlier]:
                is_skewed = pl.any_horizontal(_is_skewed(response).fill_null(False) for response in to_it)
                bound = pl.when(is_skewed).then(bound - SKEW).otherwise(bound)
            faults.append(pl.col(later) < bound)
    return faults


def _too_long(contract: Contract) -> list[pl.Expr]:
    names = [column.name for column in contract.times]
    return [pl.max_horizontal(names) - pl.col(names[0]) > LONGEST] if names else []


def _inconsistent(contract: Contract) -> list[pl.Expr]:
    faults: list[pl.Expr] = []
    for rule in contract.rules:
        if rule.rule == "emptyWhen":
            faults += [
                pl.col(rule.column).is_in(rule.values) & pl.col(RAW + name).is_not_null() for name in rule.columns
            ]
        elif rule.rule == "sumOf":
            faults.append(pl.col(rule.column) != pl.sum_horizontal(rule.columns))
    return faults
