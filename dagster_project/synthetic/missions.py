"""The air ambulance missions of one day. Values that say "assumed" are published nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from dagster_project.synthetic.bases import HOME, bases_of
from dagster_project.synthetic.clock import draw_durations, draw_instants, local_day
from dagster_project.synthetic.shape import profile
from dagster_project.synthetic.world import World, day_of_year

TIMES = ("alerted_at", "departed_at", "at_patient_at", "delivered_at")
_OUTCOMES = ("completed", "aborted", "declined")
_CATEGORIES = ("primary", "secondary", "other")
_CAUSES = ("no_longer_indicated", "weather", "competing_mission", "technical", "duty_time", "other")
_CAUSE_SHARES = {
    "aborted": (0.70, 0.14, 0.07, 0.03, 0.01, 0.05),
    "declined": (0.14, 0.42, 0.28, 0.05, 0.06, 0.05),
}  # assumed: mostly the first three, an alert called off once it is no longer indicated, one declined for weather
_DEPARTED_SHARE = 0.75  # assumed: of aborted missions, those that were under way
_UNNOTED_SHARE = 0.01  # assumed: of completed missions, those that lack each of the times but the delivery
_UNDELIVERED_SHARE = 0.08  # assumed: patients treated where they are, or taken on by others
_SKEW_SHARE = 0.003  # assumed: crews already aboard, whose clock is behind
_AT_PATIENT_S = (2400.0, 0.45)  # median and sigma, assumed: from there to the delivery


@dataclass(frozen=True)
class _Kind:
    """What is usual for a kind of vehicle; times are median and sigma of lognormals, in seconds."""

    word: str
    outcomes: tuple[float, float, float]
    categories: tuple[float, float, float]
    activation: tuple[float, float]
    travel: tuple[float, float]


# The medians over all vehicles are 5 minutes from alert to departure, and 24 to the patient; what each kind adds to
# that is assumed, as are the shares, but that a third of the helicopters' missions are not completed.
_KINDS = {
    "helicopter": _Kind("helikopter", (2 / 3, 0.20, 2 / 15), (0.80, 0.16, 0.04), (300, 0.35), (1095, 0.45)),
    "plane": _Kind("fly", (0.88, 0.05, 0.07), (0.30, 0.68, 0.02), (300, 0.60), (1080, 0.50)),
    "rescue_helicopter": _Kind("redningshelikopter", (0.76, 0.13, 0.11), (0.68, 0.14, 0.18), (660, 0.35), (1500, 0.45)),
    "rapid_response_car": _Kind("legebil", (0.72, 0.23, 0.05), (0.97, 0.01, 0.02), (120, 0.40), (780, 0.45)),
}


def missions_of_day(day: date, world: World) -> pl.DataFrame:
    """Every mission alerted on the day, in time order; none on a day before the reference data has bases.

    Columns: mission_no, base_id, resource, vehicle, category, alerted_at, departed_at, at_patient_at, delivered_at
    (UTC, whole seconds), outcome, cause. A declined mission has no later time, and an aborted one departs at most.
    """
    rng = world.rng("air_missions", day)
    counts = {vehicle: world.counts(f"air_{vehicle}", day.year) for vehicle in _KINDS}
    number = day_of_year(day)
    before = sum(sum(of_year[:number]) for of_year in counts.values())
    frame = pl.concat([_missions(rng, vehicle, day, counts[vehicle][number], world) for vehicle in _KINDS])
    sequence = pl.int_range(before + 1, before + frame.height + 1).cast(pl.String).str.zfill(6)
    frame = frame.sort("alerted_at", maintain_order=True)
    return frame.select(pl.format(f"L{day.year}-{{}}", sequence).alias("mission_no"), *frame.columns)


def truth(events: pl.DataFrame) -> dict[str, int]:
    """Missions by vehicle, outcome and cause, the milliseconds of activation and response, and rows with skew."""
    activation = (pl.col("departed_at") - pl.col("alerted_at")).dt.total_milliseconds()
    response = (pl.col("at_patient_at") - pl.col("alerted_at")).dt.total_milliseconds()
    counts = {f"missions_{vehicle}": (pl.col("vehicle") == vehicle).sum() for vehicle in _KINDS}
    counts |= {outcome: (pl.col("outcome") == outcome).sum() for outcome in _OUTCOMES}
    counts |= {f"cause_{cause}": (pl.col("cause") == cause).sum() for cause in _CAUSES}
    counts |= {
        "departed": pl.col("departed_at").count(),
        "at_patient": pl.col("at_patient_at").count(),
        "activation_ms": activation.clip(lower_bound=0).sum(),
        "response_ms": response.clip(lower_bound=0).sum(),
        "clock_skew": (activation < 0).sum(),
        "time_ambiguous": pl.lit(0),
    }
    return {name: int(total) for name, total in events.select(**counts).row(0, named=True).items()}


def _missions(rng: np.random.Generator, vehicle: str, day: date, count: int, world: World) -> pl.DataFrame:
    """The day's missions of one kind of vehicle, without numbers."""
    kind, bases = _KINDS[vehicle], bases_of(vehicle, day, world.bases)
    count = count if bases else 0
    fleet = np.array([base.vehicles for base in bases], dtype=float)
    base = rng.choice(len(bases), count, p=fleet / fleet.sum()) if count else np.array([], dtype=np.int64)
    if vehicle != HOME[vehicle]:
        fleet = np.ones(len(bases))  # one car, however many helicopters
    unit = 1 + (rng.random(count) * fleet[base]).astype(np.int64)
    alerted = draw_instants(rng, local_day(day), profile(f"air_{vehicle}", day), count)[0] // 1000 * 1000
    activation = draw_durations(rng, kind.activation, count, (20, 4 * 3600))
    is_skewed = rng.random(count) < _SKEW_SHARE
    departed = alerted + np.where(is_skewed, -1000 * rng.integers(1, 3, count), activation)
    at_patient = np.maximum(alerted, departed) + draw_durations(rng, kind.travel, count, (60, 6 * 3600))
    delivered = at_patient + draw_durations(rng, _AT_PATIENT_S, count, (300, 8 * 3600))
    outcome = pl.Series(_OUTCOMES).gather(rng.choice(len(_OUTCOMES), count, p=kind.outcomes))
    causes = {
        name: pl.Series(_CAUSES).gather(rng.choice(len(_CAUSES), count, p=shares))
        for name, shares in _CAUSE_SHARES.items()
    }
    is_noted = {name: pl.Series(rng.random(count) >= _UNNOTED_SHARE) for name in ("departed", "at_patient")}
    is_delivered = pl.Series(rng.random(count) >= _UNDELIVERED_SHARE)
    is_under_way = pl.Series(rng.random(count) < _DEPARTED_SHARE)
    completed, aborted = pl.col("outcome") == "completed", pl.col("outcome") == "aborted"
    names = pl.Series([base.name for base in bases], dtype=pl.String)
    return (
        pl.DataFrame(
            {
                "base_id": pl.Series([base.base_id for base in bases], dtype=pl.String).gather(base),
                "resource": names.gather(base),
                "unit": unit,
                "category": pl.Series(_CATEGORIES).gather(rng.choice(len(_CATEGORIES), count, p=kind.categories)),
                **dict(zip(TIMES, (alerted, departed, at_patient, delivered), strict=True)),
                "outcome": outcome,
                **causes,
            }
        )
        .with_columns(pl.col(name).cast(pl.Datetime("ms")) for name in TIMES)
        .select(
            "base_id",
            pl.format(f"{{}} {kind.word} {{}}", "resource", "unit").alias("resource"),
            pl.lit(vehicle).alias("vehicle"),
            "category",
            "alerted_at",
            pl.when((completed & is_noted["departed"]) | (aborted & is_under_way)).then("departed_at"),
            pl.when(completed & is_noted["at_patient"]).then("at_patient_at"),
            pl.when(completed & is_delivered).then("delivered_at"),
            "outcome",
            pl.when(aborted).then("aborted").when(~completed).then("declined").alias("cause"),
        )
    )
