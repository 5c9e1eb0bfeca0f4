"""The control rooms of the reference data, how busy and how quick each one is, and which system logs its calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import NormalDist
from typing import Literal
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dagster_project.settings import PROJECT_ROOT

REFERENCE = PROJECT_ROOT / "dbt" / "seeds"

Platform = Literal["iccs", "cutover", "lifex", "limited"]
"""ICCS alone; both, on the date of the move; LifeX alone; ICCS with a limited LifeX pilot."""
Values = NDArray[np.float64]

# SSB, population on 1 January 2024 in thousands, by county number.
_COUNTIES = {
    **{"03": 718, "11": 499, "15": 271, "18": 243, "31": 312, "32": 729, "33": 270, "34": 376, "39": 256},
    **{"40": 177, "42": 320, "46": 651, "50": 483, "55": 170, "56": 75},
}
# The same people by AMK. AMK Oslo serves three counties; where a county has two AMK the split is assumed.
_AMK_AREAS = {
    **{"AMK-OSL": 1759, "AMK-VTE": 433, "AMK-INN": 376, "AMK-SOR": 320, "AMK-VVI": 270, "AMK-BGO": 481},
    **{"AMK-FDE": 110, "AMK-HAU": 175, "AMK-STA": 384, "AMK-AES": 271, "AMK-TRD": 348, "AMK-NAM": 135},
    **{"AMK-KIR": 75, "AMK-TRO": 170, "AMK-BOO": 165, "AMK-HEL": 78},
}
_OTHER_LINES = {"amk": 0.40, "lvs": 0.35, "akuttmottak": 0.25}  # share of the other lines' calls: assumed

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Rooms:
    """All rooms of the reference data, as columns; the arrays have one value per room."""

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    valid: tuple[tuple[date, date], ...]
    """First and last date of each."""
    weights: dict[str, Values]
    """Relative volume on the lines `113`, `116117` and `other`."""
    within_target: Values
    """AMK: 113 calls within 10 s of those answered. LVS: 116117 calls within 2 min of all. Else NaN."""
    neighbour: NDArray[np.int64]
    """The room that takes this room's overflow: the next one of its kind in its region."""
    moves: dict[str, tuple[tuple[date, Platform], ...]]
    """Dates from which a room is on another platform, oldest first."""
    video: dict[str, tuple[tuple[str, int, date], ...]]
    """By solution: room, operator seats and from when."""

    def open_on(self, day: date) -> NDArray[np.bool_]:
        """Which rooms exist on that date."""
        return np.array([first <= day <= last for first, last in self.valid])

    def platform(self, room_id: str, day: date) -> Platform:
        """What logs the room's calls on that date."""
        current: Platform = "iccs"
        for start, platform in self.moves.get(room_id, ()):
            if start <= day:
                current = "cutover" if platform == "lifex" and start == day else platform
        return current

    def seats(self, solution: str, day: date) -> dict[str, int]:
        """Operator seats per room that has the video solution on that date."""
        return {room: seats for room, seats, start in self.video.get(solution, ()) if start <= day}


def load_rooms(folder: Path = REFERENCE) -> Rooms:
    """The rooms from `control_rooms.csv`, `room_platform.csv` and `room_video.csv` in `folder`."""
    table = _read(folder / "control_rooms.csv").sort("room_id").unique("room_id", keep="last", maintain_order=True)
    ids, kinds, regions = (tuple(table[name]) for name in ("room_id", "kind", "rhf_id"))
    weights = _weights(table)
    return Rooms(
        ids=ids,
        kinds=kinds,
        valid=tuple(
            (date.fromisoformat(first), date.fromisoformat(last) if last else date.max)
            for first, last in table.select("valid_from", "valid_to").rows()
        ),
        weights=weights,
        within_target=_within_target(ids, weights),
        neighbour=_neighbours(kinds, regions),
        moves=_moves(_read(folder / "room_platform.csv")),
        video=_video(_read(folder / "room_video.csv")),
    )


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _weights(table: pl.DataFrame) -> dict[str, Values]:
    kinds, ids = table["kind"].to_numpy(), table["room_id"].to_list()
    in_county = table.select(pl.len().over("kind", "county_code")).to_series().to_numpy()
    people = np.array([_COUNTIES.get(code, 100) for code in table["county_code"]]) / in_county
    # Rooms of a county differ in size by a fixed draw of their own (assumed: sigma 0.5 of the logarithm).
    people = people * np.exp([0.5 * _NORMAL.inv_cdf(_draw(room)) for room in ids])
    areas = np.array([_AMK_AREAS.get(room, 150) for room in ids], dtype=float)
    size = np.where(kinds == "amk", areas, people)

    def of(kind: str) -> Values:
        share: Values = np.where(kinds == kind, size, 0.0)
        share /= share.sum()
        return share

    return {
        "113": of("amk"),
        "116117": of("lvs"),
        "other": sum((share * of(kind) for kind, share in _OTHER_LINES.items()), np.zeros(len(ids))),
    }


def _within_target(ids: tuple[str, ...], weights: dict[str, Values]) -> Values:
    """Spread the rooms' quickness over the published ranges, by a fixed draw per room."""
    target = np.full(len(ids), np.nan)
    amk = _ranked(ids, weights["113"])
    # kpis.md: 8-13 % over 10 s in the busiest room; Helsedirektoratet: 15 of 16 AMK at or over 90 %.
    target[amk] = np.linspace(0.915, 0.97, len(amk))
    target[np.argmax(weights["113"])] = 0.885
    lvs = _ranked(ids, weights["116117"])
    # kpis.md: rooms from 21 % to 95 % within 2 minutes; Helsedirektoratet: 63 % nationally.
    rank, weight = np.linspace(0, 1, len(lvs)), weights["116117"][lvs]
    low, high = 0.1, 10.0
    for _ in range(40):
        power = (low + high) / 2
        spread = 0.21 + (0.95 - 0.21) * rank**power
        low, high = (power, high) if (spread * weight).sum() > 0.63 else (low, power)
    target[lvs] = spread
    return target


def _ranked(ids: tuple[str, ...], weights: Values) -> NDArray[np.int64]:
    present = np.flatnonzero(weights)
    return present[np.argsort([_draw(ids[n]) for n in present], kind="stable")]


def _draw(room_id: str) -> float:
    """A number between 0 and 1 that belongs to the room, whatever the seed and the other rooms."""
    return (crc32(room_id.encode()) + 0.5) / 2**32


def _neighbours(kinds: tuple[str, ...], regions: tuple[str, ...]) -> NDArray[np.int64]:
    groups: dict[tuple[str, str], list[int]] = {}
    for number, group in enumerate(zip(kinds, regions, strict=True)):
        groups.setdefault(group, []).append(number)
    neighbour = np.arange(len(kinds))
    for members in groups.values():
        neighbour[members] = np.roll(members, -1)
    return neighbour


def _moves(table: pl.DataFrame) -> dict[str, tuple[tuple[date, Platform], ...]]:
    moves: dict[str, list[tuple[date, Platform]]] = {}
    for room, platform, start, mode in table.select("room_id", "platform", "valid_from", "mode").rows():
        kind: Platform = "iccs" if platform == "iccs" else "limited" if mode == "limited" else "lifex"
        moves.setdefault(room, []).append((date.fromisoformat(start), kind))
    return {room: tuple(sorted(steps)) for room, steps in moves.items()}


def _video(table: pl.DataFrame) -> dict[str, tuple[tuple[str, int, date], ...]]:
    video: dict[str, list[tuple[str, int, date]]] = {}
    for room, solution, seats, start in table.rows():
        video.setdefault(solution, []).append((room, int(seats), date.fromisoformat(start)))
    return {solution: tuple(rooms) for solution, rooms in video.items()}
