"""A warehouse written by hand: what the gate reads of one, for 140 days, quiet unless a test plants something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb

LAST = date(2025, 6, 29)
"""A Sunday, the last day with data."""
FIRST = LAST - timedelta(days=139)
HOLIDAY = date(2025, 6, 9)
"""Whit Monday."""
CALLS, LIFEX, ALARMS, NODSMS = "calls_iccs", "calls_lifex", "ambulance_alarms", "nodsms"
BGO, VOSS = "AMK-BGO", "LVS-4621"
SHARE, MEDIAN = "calls_answered_within_10s_share", "answer_time_median_s"

_FACTS = {CALLS: "fct_call", LIFEX: "fct_call", ALARMS: "fct_ambulance_alarm", NODSMS: "fct_nodsms_day"}


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def usual(day: date, weekday: int, sunday: int) -> int:
    """A count with its weekly rhythm, and a little unrest that is no chance."""
    is_free = day.weekday() >= 5 or day == HOLIDAY
    return (sunday if is_free else weekday) + day.toordinal() % 7


@dataclass
class World:
    """What the marts hold; a test changes it and has it written."""

    rows: dict[tuple[str, date], int] = field(
        default_factory=lambda: (
            {(CALLS, day): usual(day, 400, 250) for day in days()}
            | {(ALARMS, day): usual(day, 60, 60) for day in days()}
            | {(NODSMS, day): usual(day, 20, 20) for day in days()}
        )
    )
    """Events of a feed and day."""
    missing: set[tuple[str, date]] = field(default_factory=set)
    """Deliveries that were expected and did not come."""
    restated: set[tuple[str, date]] = field(default_factory=set)
    """Days whose delivery has a second version."""
    room_counts: dict[tuple[str, str, date], int] = field(
        default_factory=lambda: {
            ("calls_total", room, day): usual(day, 200, 120) for room in (BGO, VOSS) for day in days()
        }
    )
    incomplete: set[date] = field(default_factory=set)
    """Days that not all feeds cover."""
    on_lifex: dict[str, date] = field(default_factory=dict)
    """When rooms moved."""
    weeks: dict[tuple[str, str], dict[date, float]] = field(
        default_factory=lambda: {
            (SHARE, "share"): {day: 0.92 + day.day % 3 / 1000 for day in days() if day.weekday() == 0},
            (MEDIAN, "seconds"): {day: 5 + day.day % 3 / 10 for day in days() if day.weekday() == 0},
        }
    )
    """Values of the nation in segment 113 by Monday, of 10,000 events each."""
    definition_changed: date = FIRST
    tables: dict[str, int] = field(default_factory=lambda: {"dim_reference": 500})

    def write(self, path: Path) -> Path:
        """Write the build file, or the database of a release."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE SCHEMA marts; CREATE SCHEMA intermediate")
            _table(connection, "intermediate.int_data__extent", "today DATE", [(LAST,)])
            dates = [(day, day.isoweekday(), day == HOLIDAY) for day in days()]
            _table(connection, "marts.dim_date", "local_date DATE, weekday INTEGER, is_public_holiday BOOLEAN", dates)
            self._write_facts(connection)
            self._write_rooms(connection)
            self._write_figures(connection)
            for name, rows in self.tables.items():
                connection.execute(f"CREATE TABLE marts.{name} AS FROM range({rows})")
        return path

    def month_rows(self, feed: str) -> Counter[str]:
        """Events of a feed by month, such as `2025-06`."""
        months: Counter[str] = Counter()
        for (name, day), count in self.rows.items():
            if name == feed:
                months[f"{day:%Y-%m}"] += count
        return months

    def _write_facts(self, connection: duckdb.DuckDBPyConnection) -> None:
        for fact in dict.fromkeys(_FACTS.values()):
            held = [(f, self._delivery_id(f, day), day, n) for (f, day), n in self.rows.items() if _FACTS[f] == fact]
            columns = "feed VARCHAR, delivery_id VARCHAR, local_date DATE, amount INTEGER"
            _table(connection, "held", columns, held)
            events = (
                "SELECT delivery_id, local_date, amount AS received FROM held"
                if fact == _FACTS[NODSMS]
                else "SELECT delivery_id, local_date FROM (SELECT *, unnest(range(amount)) FROM held)"
            )
            connection.execute(f"CREATE TABLE marts.{fact} AS {events}; DROP TABLE held")
        accepted = {(self._delivery_id(f, day), f, _period(f, day), "accepted") for f, day in self.rows}
        superseded = {(f"{f} {_period(f, day)} v1", f, _period(f, day), "superseded") for f, day in self.restated}
        columns = "delivery_id VARCHAR, feed VARCHAR, period VARCHAR, state VARCHAR"
        _table(connection, "marts.delivery", columns, sorted(accepted | superseded))
        came = [(feed, day, day, True, True) for feed, day in self.rows]
        lacking = [(feed, day, day, False, True) for feed, day in self.missing]
        columns = "feed VARCHAR, local_date DATE, delivery_start DATE, is_delivered BOOLEAN, is_expected BOOLEAN"
        _table(connection, "intermediate.int_feeds__days", columns, came + lacking)

    def _write_rooms(self, connection: duckdb.DuckDBPyConnection) -> None:
        rooms = sorted({room for _, room, _ in self.room_counts})
        columns = "room_id VARCHAR, name VARCHAR, valid_from DATE"
        _table(connection, "marts.dim_control_room", columns, [(room, f"Sentral {room}", FIRST) for room in rooms])
        daily = [
            (room, day, "lifex" if self.on_lifex.get(room, date.max) <= day else "iccs", None)
            for room in rooms
            for day in days()
        ]
        columns = "room_id VARCHAR, local_date DATE, platform VARCHAR, video_solution VARCHAR"
        _table(connection, "intermediate.int_control_rooms__daily", columns, daily)

    def _write_figures(self, connection: duckdb.DuckDBPyConnection) -> None:
        kpis: list[tuple[object, ...]] = [("calls_total", "all", "count", "count", None, FIRST, None)]
        for kpi, unit in self.weeks:
            kind = ("share", None) if unit == "share" else ("quantile", 0.5)
            day_before = self.definition_changed - timedelta(days=1)
            kpis.append((kpi, "113", unit, *kind, date(2010, 1, 1), day_before))
            kpis.append((kpi, "113", unit, *kind, self.definition_changed, None))
        named = [(id_, f"{id_} nb", f"{id_} en", "calls", *rest) for id_, *rest in kpis]
        columns = (
            "kpi_id VARCHAR, label_nb VARCHAR, label_en VARCHAR, subject VARCHAR, segments VARCHAR, unit VARCHAR,"
            " statistic VARCHAR, quantile DOUBLE, valid_from DATE, valid_to DATE"
        )
        _table(connection, "marts.dim_kpi", columns, named)
        values: list[tuple[object, ...]] = [
            (kpi, "all", "day", day, "room", room, count, count, day not in self.incomplete)
            for (kpi, room, day), count in self.room_counts.items()
        ]
        values += [
            (kpi, "113", "week", monday, "nation", "NO", value, 10_000, True)
            for (kpi, _), weeks in self.weeks.items()
            for monday, value in weeks.items()
        ]
        columns = (
            "kpi_id VARCHAR, segment VARCHAR, period_type VARCHAR, period_start DATE, org_level VARCHAR,"
            " org_id VARCHAR, value DOUBLE, n BIGINT, is_complete BOOLEAN"
        )
        _table(connection, "marts.kpi_values", columns, values)

    def _delivery_id(self, feed: str, day: date) -> str:
        return f"{feed} {_period(feed, day)} v{2 if (feed, day) in self.restated else 1}"


def _period(feed: str, day: date) -> str:
    return f"{day:%Y-%m}" if feed == NODSMS else f"{day}"


def _table(connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    connection.execute(f"CREATE TABLE {name} ({columns})")
    if rows:
        cells = ", ".join(["unnest(?)"] * len(rows[0]))
        connection.execute(f"INSERT INTO {name} SELECT {cells}", [list(column) for column in zip(*rows, strict=True)])
