"""The call KPIs with pandas, as most would write them: the same files, the same values, nothing checked.

python -m bench.with_pandas --raw DIR --out FILE.parquet
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from bench.call_kpis import CALL_KPIS, ICCS, KEY, LEVELS, LIFEX, PERIODS, QUANTILES, read_arguments
from bench.twins import twins_in_iccs

SEEDS = Path(__file__).resolve().parents[1] / "dbt" / "seeds"
OSLO = "Europe/Oslo"
SKEW = pd.Timedelta(seconds=2)


def main() -> None:
    """Deliveries to a Parquet file of `kpi_values`."""
    raw, out = read_arguments("The call KPIs with pandas.")
    calls = read_calls(raw)
    measures = pd.concat(
        [
            _measures(calls, period, level, has_segments)
            for period in PERIODS
            for level in LEVELS
            for has_segments in (True, False)
        ],
        ignore_index=True,
    )
    _values(measures).to_parquet(out)


def read_calls(raw: Path) -> pd.DataFrame:
    """One row per counted call: organisations, periods, what happened, and the times of answered calls (s)."""
    calls = pd.concat([_iccs(raw), _lifex(raw)], ignore_index=True)
    calls = calls[~calls["call_id"].isin(_twins(calls)) & ~calls["is_test"]]
    calls = calls.merge(pd.read_csv(SEEDS / "control_rooms.csv")[["room_id", "hf_id", "rhf_id"]], on="room_id")
    is_offered = calls["direction"] == "inbound"
    is_counted = is_offered & (calls["outcome"] != "unanswered")
    wait_s = (calls["answered_at"] - calls["queued_at"]).dt.total_seconds().clip(lower=0)
    talk_s = (calls["ended_at"] - calls["answered_at"]).dt.total_seconds()
    day = calls["local_date"]
    return pd.DataFrame(
        {
            "segment": calls["line"].str.removesuffix("_local").astype("category"),
            "nation": pd.Series("NO", index=calls.index, dtype="category"),
            "rhf": calls["rhf_id"].astype("category"),
            "hf": calls["hf_id"].astype("category"),
            "room": calls["room_id"].astype("category"),
            "day": day,
            "week": day - pd.to_timedelta(day.dt.day_of_week, unit="D"),
            "month": day.dt.to_period("M").dt.to_timestamp(),
            "tertial": pd.to_datetime(
                {"year": day.dt.year, "month": (day.dt.month - 1) // 4 * 4 + 1, "day": np.ones(len(day), dtype="int8")}
            ),
            "year": day.dt.to_period("Y").dt.to_timestamp(),
            "is_offered": is_offered,
            "is_overflowed": is_counted & (calls["answering_room_id"] != calls["room_id"]),
            "is_transferred": is_counted & (calls["outcome"] == "transferred"),
            "wait_s": wait_s.where(is_counted),
            "talk_s": talk_s.where(is_counted),
        }
    )


def _iccs(raw: Path) -> pd.DataFrame:
    files = sorted((raw / "calls_iccs").glob("*.csv"))
    calls = pd.concat(
        [pd.read_csv(file, sep=";", encoding="cp1252", header=0, names=ICCS, dtype=str) for file in files],
        ignore_index=True,
    )
    queued, answered, ended = (
        pd.to_datetime(calls[name], format="%d.%m.%Y %H:%M:%S") for name in ("queued", "answered", "ended")
    )
    calls["local_date"] = queued.dt.normalize()
    calls["queued_at"] = _instant(queued, is_first=True)
    calls["answered_at"] = _not_before(calls["queued_at"] - SKEW, answered)
    calls["ended_at"] = _not_before(calls["answered_at"].fillna(calls["queued_at"]), ended)
    calls["is_lifex"] = False
    calls["is_test"] = calls["is_test"] == "J"
    calls["line"] = calls["line"].replace({"LOKAL": "116117_local", "ANNEN": "other"})
    calls["direction"] = calls["direction"].replace({"INN": "inbound", "UT": "outbound", "INTERN": "internal"})
    calls["outcome"] = calls["outcome"].replace(
        {"BESVART": "answered", "UBESVART": "unanswered", "OVERFØRT": "transferred"}
    )
    return calls.drop(columns=["queued", "answered", "ended"])


def _instant(wall: pd.Series[pd.Timestamp], *, is_first: bool) -> pd.Series[pd.Timestamp]:
    summer = np.full(len(wall), is_first)
    return wall.dt.tz_localize(OSLO, ambiguous=summer).dt.tz_convert("UTC")


def _not_before(bound: pd.Series[pd.Timestamp], wall: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    first = _instant(wall, is_first=True)
    return first.where(~(first < bound), _instant(wall, is_first=False))


def _lifex(raw: Path) -> pd.DataFrame:
    files = sorted((raw / "calls_lifex").glob("*.csv"))
    if not files:
        return pd.DataFrame()
    calls = pd.concat(
        [pd.read_csv(file, header=0, names=list(LIFEX.values()), dtype=str) for file in files], ignore_index=True
    )
    for name in ("queued", "answered", "ended"):
        calls[f"{name}_at"] = pd.to_datetime(calls.pop(name), format="ISO8601", utc=True)
    calls["local_date"] = calls["queued_at"].dt.tz_convert(OSLO).dt.tz_localize(None).dt.normalize()
    calls["is_lifex"] = True
    calls["is_test"] = calls["is_test"] == "true"
    calls["line"] = calls["line"].replace({"local": "116117_local"})
    return calls


def _twins(calls: pd.DataFrame) -> list[str]:
    platforms = pd.read_csv(SEEDS / "room_platform.csv", parse_dates=["valid_from"])
    moves = platforms[(platforms["platform"] == "lifex") & (platforms["mode"] == "full")]
    cutover_calls = calls.merge(moves, left_on=["room_id", "local_date"], right_on=["room_id", "valid_from"])
    columns = ["room_id", "line", "is_lifex", "queued_at", "call_id"]
    return twins_in_iccs(cutover_calls[columns].itertuples(index=False, name=None))


def _measures(calls: pd.DataFrame, period: str, level: str, has_segments: bool) -> pd.DataFrame:
    keys = [period, level, *(["segment"] if has_segments else [])]
    groups = calls.assign(
        within_10s=calls["wait_s"] <= 10, within_2min=calls["wait_s"] <= 120, within_10min=calls["wait_s"] <= 600
    ).groupby(keys, observed=True)
    measures = groups.agg(
        total=("is_offered", "size"),
        offered=("is_offered", "sum"),
        answered=("wait_s", "count"),
        overflowed=("is_overflowed", "sum"),
        transferred=("is_transferred", "sum"),
        within_10s=("within_10s", "sum"),
        within_2min=("within_2min", "sum"),
        within_10min=("within_10min", "sum"),
        wait_s=("wait_s", "sum"),
        talk_s=("talk_s", "sum"),
    )
    measures["unanswered"] = measures["offered"] - measures["answered"]
    for name, quantile in QUANTILES.items():
        measures[name] = groups["wait_s"].quantile(quantile)
    measures = measures.reset_index().rename(columns={period: "period_start", level: "org_id"})
    measures["period_type"], measures["org_level"] = period, level
    if not has_segments:
        measures["segment"] = "all"
    return measures.astype({"segment": str, "org_id": str})


def _values(measures: pd.DataFrame) -> pd.DataFrame:
    values = []
    for kpi in CALL_KPIS:
        chosen = measures[measures["segment"].isin(kpi.segments) & (measures[kpi.n] > 0)]
        values.append(
            chosen[list(KEY)].assign(
                kpi_id=kpi.kpi_id,
                value=chosen[kpi.numerator] / (chosen[kpi.denominator] if kpi.denominator else 1),
                n=chosen[kpi.n],
            )
        )
    return pd.concat(values, ignore_index=True)


if __name__ == "__main__":
    main()
