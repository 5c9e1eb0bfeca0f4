"""The NødSMS counts of one day."""

from __future__ import annotations

from datetime import date
from functools import cache
from zlib import crc32

import numpy as np
import polars as pl

from dagster_project.synthetic.shape import day_counts
from dagster_project.synthetic.world import World, day_of_year

_FORWARDED_SHARE = 0.10  # HDO, årlig melding 2025: about 10 %; the rest are stopped
_TEST_MESSAGES = 0.4  # assumed: mean a day


def nodsms_of_day(day: date, world: World) -> pl.DataFrame:
    """One row: local_date, received, forwarded, filtered, test_messages."""
    received = world.count("nodsms", day)
    forwarded = _forwarded(day.year, world.scale, world.seed)[day_of_year(day)]
    return pl.DataFrame(
        {
            "local_date": [day],
            "received": [received],
            "forwarded": [forwarded],
            "filtered": [received - forwarded],
            "test_messages": [int(world.rng("nodsms", day).poisson(_TEST_MESSAGES))],
        }
    )


def truth(events: pl.DataFrame) -> dict[str, int]:
    """The sums of the four counts."""
    return {name: int(events[name].sum()) for name in ("received", "forwarded", "filtered", "test_messages")}


@cache
def _forwarded(year: int, scale: float, seed: int) -> tuple[int, ...]:
    """Forwarded messages of each day: a tenth of the year's, drawn among all of them, so that the share is exact."""
    received = np.array(day_counts("nodsms", year, scale, seed))
    rng = np.random.default_rng([seed, crc32(b"nodsms forwarded"), year])
    is_forwarded = rng.permutation(np.arange(received.sum()) < received.sum() * _FORWARDED_SHARE)
    until = np.concatenate([[0], np.cumsum(is_forwarded)])[np.cumsum(received)]
    return tuple(int(count) for count in np.diff(until, prepend=0))
