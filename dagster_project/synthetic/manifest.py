"""SYNTHETIC.json: marks a folder of deliveries as synthetic and says everything that is true about them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from dagster_project.settings import SYNTHETIC_MARK

_ABOUT = "Synthetic deliveries made by `nodstat generate`. No event in them ever happened."


@dataclass(frozen=True)
class Delivered:
    """One delivery and what is in it: `rows` = `good` + `duplicates` + the sum of `errors`."""

    feed: str
    file: str
    period: str
    """`2025-03-01` or `2025-03`."""
    rows: int
    """Rows without header, titles and total."""
    good: int
    """Rows that belong among the accepted."""
    duplicates: int = 0
    errors: dict[str, int] = field(default_factory=dict)
    """Rows to quarantine, by reason code."""
    refusal: str | None = None
    """The code for which the whole delivery is to be refused; then its rows count for nothing."""
    truth: dict[str, int] = field(default_factory=dict)
    """What the good rows hold: counts and sums, all of them additive over deliveries."""


@dataclass(frozen=True)
class Manifest:
    """What lies in a folder of synthetic deliveries, and how it was made."""

    seed: int
    scale: float
    error_rate: float
    deliveries: tuple[Delivered, ...] = ()

    @property
    def months(self) -> tuple[str, ...]:
        """The months, `YYYY-MM`, that have deliveries."""
        return tuple(sorted({delivery.period[:7] for delivery in self.deliveries}))

    def totals(self, feeds: str | Iterable[str], month: str = "") -> dict[str, int]:
        """The truth of one or more feeds added up over all deliveries, or a month's (`2025`: a year's)."""
        wanted = {feeds} if isinstance(feeds, str) else set(feeds)
        total: Counter[str] = Counter()
        for delivery in self.deliveries:
            if delivery.feed in wanted and delivery.period.startswith(month):
                total.update(delivery.truth)
        return dict(total)

    def with_deliveries(self, deliveries: Iterable[Delivered]) -> Manifest:
        """This manifest with more deliveries; one of the same feed and file takes the older one's place."""
        known = {(delivery.feed, delivery.file): delivery for delivery in self.deliveries}
        known |= {(delivery.feed, delivery.file): delivery for delivery in deliveries}
        return replace(self, deliveries=tuple(known[key] for key in sorted(known)))

    def save(self, folder: Path) -> None:
        """Write `SYNTHETIC.json` in `folder`, with the totals per feed and month for people to read."""
        feeds = sorted({delivery.feed for delivery in self.deliveries})
        document = {
            "about": _ABOUT,
            "seed": self.seed,
            "scale": self.scale,
            "error_rate": self.error_rate,
            "months": self.months,
            "truth": {feed: {month: self.totals(feed, month) for month in self.months} for feed in feeds},
            "deliveries": [asdict(delivery) for delivery in self.deliveries],
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SYNTHETIC_MARK).write_text(
            json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """The manifest of `folder`. Raises FileNotFoundError when it has none."""
        document = json.loads((folder / SYNTHETIC_MARK).read_text(encoding="utf-8"))
        deliveries = tuple(Delivered(**delivery) for delivery in document["deliveries"])
        return cls(document["seed"], document["scale"], document["error_rate"], deliveries)


def open_folder(folder: Path, feeds: Iterable[str], empty: Manifest) -> Manifest:
    """The manifest to continue in `folder`: the one it has, else `empty`.

    Raises ValueError when the folder holds deliveries that are not marked synthetic, or synthetic ones of another
    seed, scale or error rate.
    """
    if (folder / SYNTHETIC_MARK).exists():
        found = Manifest.load(folder)
        if replace(found, deliveries=()) != empty:
            raise ValueError(
                f"{folder} holds synthetic deliveries of seed {found.seed}, scale {found.scale:g}, errors "
                f"{found.error_rate:g}; use the same values, or another folder"
            )
        return found
    for feed in feeds:
        if next((folder / feed).glob("*"), None) is not None:
            raise ValueError(f"{folder / feed} holds deliveries that are not synthetic; use another folder")
    return empty
