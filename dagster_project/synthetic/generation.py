"""Write synthetic deliveries for a range of dates: make a day, plant errors, write each feed's file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import numpy as np
import polars as pl

from dagster_project.contracts import Contract, load_contracts
from dagster_project.synthetic import alarms, call_logs, missions, nodsms, video
from dagster_project.synthetic.bases import load_bases
from dagster_project.synthetic.breakage import Breaker
from dagster_project.synthetic.calls import calls_of_day
from dagster_project.synthetic.clock import local_day
from dagster_project.synthetic.errors import plant
from dagster_project.synthetic.manifest import Delivered, Manifest, open_folder
from dagster_project.synthetic.render import check_layout
from dagster_project.synthetic.rooms import REFERENCE, load_rooms
from dagster_project.synthetic.world import World
from dagster_project.synthetic.write import Quirks, write_delivery

FEEDS = (
    *("calls_iccs", "calls_lifex", "ambulance_alarms", "video_hjelp113", "video_bliksund", "nodsms"),
    "air_ambulance_missions",
)
_BOM_SHARE = 0.3  # assumed: feeds.md says only that the alarms come with or without
_TOTAL_SHARE = 0.75  # assumed: feeds.md says that total rows occur


@dataclass(frozen=True)
class _Batch:
    """The good rows of one delivery, and what is true about them."""

    feed: str
    days: tuple[date, ...]
    events: pl.DataFrame
    truth: dict[str, int]


def generate(
    out: Path,
    start: date,
    end: date,
    *,
    scale: float = 1.0,
    seed: int = 2025,
    error_rate: float = 0.0,
    progress: Callable[[str], None] | None = None,
    contracts: Mapping[str, Contract] | None = None,
    reference: Path = REFERENCE,
) -> Manifest:
    """Write the deliveries of every feed for the local dates `start` to `end`, both included.

    A day's rows depend on seed and scale alone, not on the other days asked for; a month's file holds the days of
    the month that were asked for. At `scale` 1 the year 2025 has the published totals. `error_rate` is the number
    of broken rows and duplicates added per good row. `SYNTHETIC.json` in `out` says what is true; deliveries that
    are there already, of the same seed, scale and error rate, are kept or replaced.

    Returns the manifest of the whole folder. Raises ValueError when `out` holds other deliveries, or for
    arguments that make no sense.
    """
    if end < start:
        raise ValueError(f"the last day, {end}, is before the first, {start}")
    if scale <= 0 or not 0 <= error_rate <= 1:
        raise ValueError("scale must be above 0, and the error rate from 0 to 1")
    contracts = contracts or load_contracts()
    manifest = open_folder(out, FEEDS, Manifest(seed, scale, error_rate))
    # First of all, so that a generation that is broken off leaves nothing that could be taken for real.
    manifest.save(out)
    world = World(load_rooms(reference), scale, seed, load_bases(reference))
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    months = {month: tuple(of_month) for month, of_month in groupby(days, key=lambda day: f"{day:%Y-%m}")}

    def deliver(month: str) -> list[Delivered]:
        batches = _month(months[month], world)
        return [_deliver(out, batch, contracts[batch.feed], world, error_rate) for batch in batches]

    # NumPy and Polars let go of the interpreter, so two threads use two cores; more would only cost memory.
    with ThreadPoolExecutor(max_workers=2) as threads:
        for month, delivered in zip(months, threads.map(deliver, months), strict=True):
            manifest = manifest.with_deliveries(delivered)
            if progress:
                progress(_summary(month, delivered))
    manifest.save(out)
    return manifest


def _month(days: tuple[date, ...], world: World) -> Iterator[_Batch]:
    sessions = []
    for day in days:
        yield from _day(day, world)
        if world.rooms.seats("bliksund", day):
            sessions.append((day, video.bliksund_of_day(day, world)))
    if any(len(events) for _, events in sessions):
        truth = _added(video.truth(events, day, is_wall_clock=True) for day, events in sessions)
        yield _Batch("video_bliksund", days, pl.concat([events for _, events in sessions]), truth)
    counts = pl.concat([nodsms.nodsms_of_day(day, world) for day in days])
    yield _Batch("nodsms", days, counts, nodsms.truth(counts))
    flown = pl.concat([missions.missions_of_day(day, world) for day in days])
    if len(flown):
        yield _Batch("air_ambulance_missions", days, flown, missions.truth(flown))


def _day(day: date, world: World) -> Iterator[_Batch]:
    calls = call_logs.log_calls(calls_of_day(day, world), day, world)
    logs = {"calls_iccs": call_logs.iccs_events(calls, day, world), "calls_lifex": call_logs.lifex_events(calls)}
    for feed, events in logs.items():
        if len(events):
            yield _Batch(feed, (day,), events, call_logs.truth(events, day, is_wall_clock=feed == "calls_iccs"))
    alarmed = alarms.alarms_of_day(day, world)
    yield _Batch("ambulance_alarms", (day,), alarmed, alarms.truth(alarmed))
    if world.rooms.seats("hjelp113", day):
        sessions = video.hjelp113_of_day(day, world, calls)
        yield _Batch("video_hjelp113", (day,), sessions, video.truth(sessions, day, is_wall_clock=False))


def _deliver(out: Path, batch: _Batch, contract: Contract, world: World, error_rate: float) -> Delivered:
    layout = check_layout(contract)
    first = batch.days[0]
    period = f"{first:%Y-%m-%d}" if contract.period == "day" else f"{first:%Y-%m}"
    turn = first.toordinal() if contract.period == "day" else first.year * 12 + first.month
    rng = world.rng(f"deliver {batch.feed}", first)
    quirks = _quirks(contract, rng)
    breaker = Breaker(contract, layout, rng, _gap(batch.days))
    planted = plant(batch.events, contract, error_rate, breaker, turn)
    path = out / batch.feed / f"{batch.feed}_{period}.{contract.format}"
    write_delivery(path, planted, contract, layout, quirks)
    return Delivered(
        feed=batch.feed,
        file=path.name,
        period=period,
        rows=len(planted.events),
        good=len(batch.events),
        duplicates=planted.duplicates,
        errors=planted.errors,
        truth=batch.truth,
    )


def _quirks(contract: Contract, rng: np.random.Generator) -> Quirks:
    if contract.format == "xlsx":
        label = str(rng.choice(contract.total_labels)) if rng.random() < _TOTAL_SHARE else ""
        return Quirks(title_rows=int(rng.integers(0, 5)), total_label=label)
    return Quirks(has_bom=contract.feed == "ambulance_alarms" and bool(rng.random() < _BOM_SHARE))


def _gap(days: tuple[date, ...]) -> datetime | None:
    return next((gap for day in days if (gap := local_day(day).nonexistent)), None)


def _added(truths: Iterator[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for truth in truths:
        total = {name: total.get(name, 0) + value for name, value in truth.items()}
    return total


def _summary(month: str, delivered: list[Delivered]) -> str:
    here = Manifest(0, 0, 0, tuple(delivered))
    calls = here.totals(("calls_iccs", "calls_lifex"))
    alarmed = here.totals("ambulance_alarms")
    sessions = here.totals(("video_hjelp113", "video_bliksund"))
    sent = sum(count for name, count in alarmed.items() if name.startswith("sent_"))
    flights = here.totals("air_ambulance_missions")
    flown = sum(count for name, count in flights.items() if name.startswith("missions_"))
    planted = sum(sum(delivery.errors.values()) + delivery.duplicates for delivery in delivered)
    return (
        f"{month}: {calls.get('calls', 0):,} calls, {sent:,} alarms, {sessions.get('sessions', 0):,} video sessions, "
        f"{here.totals('nodsms').get('received', 0):,} NødSMS, {flown:,} air ambulance missions, "
        f"{planted:,} planted errors and duplicates"
    )
