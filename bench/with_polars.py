"""The call KPIs with Polars alone: the same files, the same values, nothing checked and nothing published.

python -m bench.with_polars --raw DIR --out FILE.parquet
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl

from bench.call_kpis import CALL_KPIS, ICCS, KEY, LEVELS, LIFEX, PERIODS, QUANTILES, read_arguments
from bench.twins import twins_in_iccs

SEEDS = Path(__file__).resolve().parents[1] / "dbt" / "seeds"
OSLO = "Europe/Oslo"
SKEW = timedelta(seconds=2)


def main() -> None:
    """Deliveries to a Parquet file of `kpi_values`."""
    raw, out = read_arguments("The call KPIs with Polars alone.")
    calls = read_calls(raw)
    measures = pl.concat(
        _measures(calls, period, level, has_segments)
        for period in PERIODS
        for level in LEVELS
        for has_segments in (True, False)
    )
    _values(measures).write_parquet(out)


def read_calls(raw: Path) -> pl.DataFrame:
    """One row per counted call: organisations, periods, what happened, and the times of answered calls (s)."""
    frames = [_iccs(raw)]
    if any((raw / "calls_lifex").glob("*.csv")):
        frames.append(_lifex(raw))
    rooms = pl.read_csv(SEEDS / "control_rooms.csv").select("room_id", "hf_id", "rhf_id")
    is_offered = pl.col("direction") == "inbound"
    is_counted = is_offered & (pl.col("outcome") != "unanswered")
    wait = (pl.col("answered_at") - pl.col("queued_at")).dt.total_milliseconds().clip(lower_bound=0)
    talk = (pl.col("ended_at") - pl.col("answered_at")).dt.total_milliseconds()
    calls = pl.concat(frames).collect(engine="streaming")
    return (
        calls.filter(~pl.col("call_id").is_in(_twins(calls)), ~pl.col("is_test"))
        .lazy()
        .join(rooms.lazy(), on="room_id")
        .select(
            pl.col("line").str.replace("_local", "").cast(pl.Categorical).alias("segment"),
            pl.lit("NO").cast(pl.Categorical).alias("nation"),
            pl.col("rhf_id").cast(pl.Categorical).alias("rhf"),
            pl.col("hf_id").cast(pl.Categorical).alias("hf"),
            pl.col("room_id").cast(pl.Categorical).alias("room"),
            pl.col("local_date").alias("day"),
            pl.col("local_date").dt.truncate("1w").alias("week"),
            pl.col("local_date").dt.truncate("1mo").alias("month"),
            pl.date(pl.col("local_date").dt.year(), (pl.col("local_date").dt.month() - 1) // 4 * 4 + 1, 1).alias(
                "tertial"
            ),
            pl.col("local_date").dt.truncate("1y").alias("year"),
            is_offered.alias("is_offered"),
            (is_counted & (pl.col("answering_room_id") != pl.col("room_id"))).alias("is_overflowed"),
            (is_counted & (pl.col("outcome") == "transferred")).alias("is_transferred"),
            pl.when(is_counted).then(wait / 1000).alias("wait_s"),
            pl.when(is_counted).then(talk / 1000).alias("talk_s"),
        )
        .collect(engine="streaming")
    )


def _iccs(raw: Path) -> pl.LazyFrame:
    """ICCS's calls. Polars reads no Windows-1252; the only letter outside ASCII is in a word that has no like."""
    delivered = pl.scan_csv(
        raw / "calls_iccs" / "*.csv",
        separator=";",
        has_header=False,
        skip_rows=1,
        new_columns=ICCS,
        schema_overrides=dict.fromkeys(ICCS, pl.String),
        encoding="utf8-lossy",
        quote_char=None,
    )
    walls = delivered.with_columns(
        pl.col("queued", "answered", "ended").str.to_datetime("%d.%m.%Y %H:%M:%S", time_unit="ms")
    )
    times = ("queued", "answered", "ended")
    first = {name: pl.col(name).dt.replace_time_zone(OSLO, ambiguous="earliest") for name in times}
    second = {name: pl.col(name).dt.replace_time_zone(OSLO, ambiguous="latest") for name in times}
    answered = pl.when(first["answered"] < first["queued"] - SKEW).then(second["answered"]).otherwise(first["answered"])
    bound = pl.coalesce("answered_at", "queued_at")
    return (
        walls.with_columns(queued_at=first["queued"], answered_at=answered)
        .with_columns(ended_at=pl.when(first["ended"] < bound).then(second["ended"]).otherwise(first["ended"]))
        .select(
            "call_id",
            pl.lit(False).alias("is_lifex"),
            "room_id",
            "answering_room_id",
            pl.col("line").replace({"LOKAL": "116117_local", "ANNEN": "other"}),
            pl.col("direction").replace({"INN": "inbound", "UT": "outbound", "INTERN": "internal"}),
            pl.when(pl.col("outcome").str.starts_with("OVERF"))
            .then(pl.lit("transferred"))
            .otherwise(pl.col("outcome").replace({"BESVART": "answered", "UBESVART": "unanswered"}))
            .alias("outcome"),
            pl.col("is_test") == "J",
            pl.col("queued").dt.date().alias("local_date"),
            pl.col("queued_at", "answered_at", "ended_at").dt.convert_time_zone("UTC"),
        )
    )


def _lifex(raw: Path) -> pl.LazyFrame:
    return (
        pl.scan_csv(raw / "calls_lifex" / "*.csv", infer_schema=False)
        .rename(LIFEX)
        .with_columns(
            pl.col("queued", "answered", "ended").str.to_datetime(
                "%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="ms", time_zone="UTC"
            )
        )
        .select(
            "call_id",
            pl.lit(True).alias("is_lifex"),
            "room_id",
            "answering_room_id",
            pl.col("line").replace({"local": "116117_local"}),
            "direction",
            "outcome",
            pl.col("is_test") == "true",
            pl.col("queued").dt.convert_time_zone(OSLO).dt.date().alias("local_date"),
            pl.col("queued").alias("queued_at"),
            pl.col("answered").alias("answered_at"),
            pl.col("ended").alias("ended_at"),
        )
    )


def _twins(calls: pl.DataFrame) -> list[str]:
    moves = pl.read_csv(SEEDS / "room_platform.csv", try_parse_dates=True).filter(
        pl.col("platform") == "lifex", pl.col("mode") == "full"
    )
    cutover_calls = calls.join(moves, left_on=["room_id", "local_date"], right_on=["room_id", "valid_from"], how="semi")
    return twins_in_iccs(cutover_calls.select("room_id", "line", "is_lifex", "queued_at", "call_id").iter_rows())


def _measures(calls: pl.DataFrame, period: str, level: str, has_segments: bool) -> pl.DataFrame:
    waits = pl.col("wait_s")
    return (
        calls.group_by(period, level, *(["segment"] if has_segments else []))
        .agg(
            pl.len().alias("total"),
            pl.col("is_offered").sum().alias("offered"),
            waits.count().alias("answered"),
            (pl.col("is_offered").sum() - waits.count()).alias("unanswered"),
            pl.col("is_overflowed").sum().alias("overflowed"),
            pl.col("is_transferred").sum().alias("transferred"),
            (waits <= 10).sum().alias("within_10s"),
            (waits <= 120).sum().alias("within_2min"),
            (waits <= 600).sum().alias("within_10min"),
            waits.sum(),
            pl.col("talk_s").sum(),
            *(waits.quantile(quantile, interpolation="linear").alias(name) for name, quantile in QUANTILES.items()),
        )
        .with_columns(
            pl.col("segment").cast(pl.String) if has_segments else pl.lit("all").alias("segment"),
            pl.lit(period).alias("period_type"),
            pl.col(period).alias("period_start"),
            pl.lit(level).alias("org_level"),
            pl.col(level).cast(pl.String).alias("org_id"),
        )
        .drop(period, level)
        .select(*KEY, pl.exclude(*KEY))
    )


def _values(measures: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        measures.filter(pl.col("segment").is_in(kpi.segments), pl.col(kpi.n) > 0).select(
            pl.lit(kpi.kpi_id).alias("kpi_id"),
            *KEY,
            (pl.col(kpi.numerator) / (pl.col(kpi.denominator) if kpi.denominator else 1)).alias("value"),
            pl.col(kpi.n).cast(pl.Int64).alias("n"),
        )
        for kpi in CALL_KPIS
    )


if __name__ == "__main__":
    main()
