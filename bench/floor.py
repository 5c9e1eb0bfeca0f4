"""The floor: the same KPIs as plainly as one DuckDB process makes them, with nothing checked and nothing published.

    python -m bench.floor --raw DIR --database FILE [--calls-only]

It shares no code with nodstat, only the reference data, so that its `kpi_values` (without zero rows) is also a second
opinion. It trusts the deliveries: no error in them, one version of each, every code known.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import fastexcel
import polars as pl

from bench.floor_kpis import PERIODS, make_kpis
from bench.twins import twins_in_iccs

SEEDS = Path(__file__).resolve().parents[1] / "dbt" / "seeds"
STARTS = ", ".join(f"{expression} as {period}_start" for period, expression in PERIODS.items())
PLAIN = "auto_detect = false, header = true, quote = '', escape = '', nullstr = ''"


def main() -> None:
    """Deliveries to a database with `kpi_values`; a line for each step with its time."""
    options = argparse.ArgumentParser(description="The floor: plain DuckDB, from deliveries to kpi_values.")
    options.add_argument("--raw", type=Path, required=True)
    options.add_argument("--database", type=Path, required=True)
    options.add_argument("--calls-only", action="store_true")
    options.add_argument("--memory-limit", default="4GB")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    steps: dict[str, Callable[[duckdb.DuckDBPyConnection, Path], None]] = {"calls": read_calls}
    if not chosen.calls_only:
        steps |= {"alarms": read_alarms, "sessions": read_video, "nodsms": read_nodsms, "rooms": make_rooms}
        steps |= {"missions": read_missions}
    with duckdb.connect(str(chosen.database)) as connection:
        connection.execute(f"set memory_limit = '{chosen.memory_limit}'; set threads = {chosen.threads}")
        connection.execute("set preserve_insertion_order = false; set TimeZone = 'Europe/Oslo'")
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"create table control_rooms as from read_csv('{SEEDS}/control_rooms.csv')")
        _define_local_time(connection, chosen.raw)
        # A response a little before what it responds to is two clocks that differ, and took no time.
        connection.execute("""
            create macro response_ms(begun, answered) as
            case when answered < begun then 0 else date_diff('millisecond', begun, answered) end
        """)
        for table, read in steps.items():
            began = time.monotonic()
            read(connection, chosen.raw)
            print(f"{table}: {time.monotonic() - began:.1f} s", flush=True)
        began = time.monotonic()
        make_kpis(connection, tuple(steps))
        print(f"kpi_values: {time.monotonic() - began:.1f} s", flush=True)


def _define_local_time(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Macros for the instant (UTC) of a local time, the first and the second one in October's extra hour.

    `after` takes the first instant that is not before another one.
    """
    years = sorted({int(path.stem.split("_")[-1][:4]) for path in (raw / "calls_iccs").glob("*.csv")})
    for name, end in (("first_utc", "03:00:00"), ("second_utc", "02:00:00")):
        summers = [(f"{_last_sunday(year, 3)} 03:00:00", f"{_last_sunday(year, 10)} {end}") for year in years]
        summer = " or ".join(f"wall >= timestamp '{first}' and wall < timestamp '{last}'" for first, last in summers)
        connection.execute(
            f"create macro {name}(wall) as wall - case when {summer} then interval 2 hour else interval 1 hour end"
        )
    connection.execute(
        "create macro after(instant, wall) as"
        " case when first_utc(wall) < instant then second_utc(wall) else first_utc(wall) end"
    )


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def read_calls(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Both systems' calls into the table `calls`, less the twins of cut-over days."""
    iccs = f"""
        select
            call_id, 'iccs' as source_system, room_id, answering_room_id,
            case line when 'LOKAL' then '116117_local' when 'ANNEN' then 'other' else line end as line,
            case direction when 'INN' then 'inbound' when 'UT' then 'outbound' else 'internal' end as direction,
            outcome in ('BESVART', 'OVERFØRT') as is_answered, outcome = 'OVERFØRT' as was_transferred,
            is_test = 'J' as is_test, queued::date as local_date, first_utc(queued) as queued_at,
            after(queued_at - interval 2 second, answered) as answered_at,
            after(coalesce(answered_at, queued_at), ended) as ended_at
        from read_csv('{raw}/calls_iccs/*.csv', {PLAIN}, delim = ';', encoding = 'latin-1',
            timestampformat = '%d.%m.%Y %H:%M:%S', columns = {{
            call_id: 'varchar', room_id: 'varchar', line: 'varchar', direction: 'varchar', queued: 'timestamp',
            answered: 'timestamp', ended: 'timestamp', outcome: 'varchar', answering_room_id: 'varchar',
            is_test: 'varchar'}})
    """
    lifex = f"""
        select
            call_id, 'lifex' as source_system, room_id, answering_room_id,
            case line when 'local' then '116117_local' else line end as line, direction,
            outcome != 'unanswered' as is_answered, outcome = 'transferred' as was_transferred, is_test,
            queued::date as local_date, queued at time zone 'UTC' as queued_at,
            answered at time zone 'UTC' as answered_at, ended at time zone 'UTC' as ended_at
        from read_csv('{raw}/calls_lifex/*.csv', {PLAIN}, delim = ',', columns = {{
            call_id: 'varchar', room_id: 'varchar', answering_room_id: 'varchar', line: 'varchar',
            direction: 'varchar', queued: 'timestamptz', answered: 'timestamptz', ended: 'timestamptz',
            outcome: 'varchar', is_test: 'boolean'}})
    """
    logged = f"{iccs} union all {lifex}" if any((raw / "calls_lifex").glob("*.csv")) else iccs
    connection.execute(f"""
        create table calls as
        select logged.* exclude (was_transferred), hf_id, rhf_id, replace(line, '_local', '') as segment,
            direction = 'inbound' as is_offered, is_offered and is_answered as is_counted,
            is_counted and answering_room_id != room_id as is_overflowed,
            is_counted and was_transferred as was_transferred,
            case when is_counted then response_ms(queued_at, answered_at)::integer end as wait_ms,
            case when is_counted then date_diff('millisecond', answered_at, ended_at)::integer end as talk_ms, {STARTS}
        from ({logged}) as logged inner join control_rooms using (room_id)
    """)
    _drop_twins(connection)


def _drop_twins(connection: duckdb.DuckDBPyConnection) -> None:
    """Of calls that both systems logged on a cut-over day, keep LifeX's."""
    cutover_calls = connection.execute(f"""
        select room_id, line, source_system = 'lifex', queued_at, call_id from calls
        where (room_id, local_date) in (
            select (room_id, valid_from) from read_csv('{SEEDS}/room_platform.csv')
            where platform = 'lifex' and mode = 'full')
    """).fetchall()
    twins = twins_in_iccs(cutover_calls)
    connection.execute("delete from calls where source_system = 'iccs' and call_id in (select unnest(?))", [twins])


def read_alarms(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Ambulance alarms into the table `alarms`."""
    connection.execute(f"""
        create table alarms as
        select alarms.*, hf_id, rhf_id, lower(urgency) as segment, sent_at::date as local_date,
            response_ms(sent_at, acknowledged_at) as acknowledge_ms, {STARTS}
        from read_csv('{raw}/ambulance_alarms/*.csv', {PLAIN}, delim = ';', columns = {{
            alarm_id: 'varchar', room_id: 'varchar', mission_id: 'varchar', unit: 'varchar', urgency: 'varchar',
            sent_at: 'timestamptz', acknowledged_at: 'timestamptz', channel: 'varchar'}}) as alarms
        inner join control_rooms using (room_id)
    """)


def read_video(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Both solutions' sessions into the table `sessions`."""
    sessions = f"""
        select sessionId as session_id, centre.id as room_id, 'hjelp113' as segment, callId as call_id, status,
            device.os as device_os, linkSentAt::date as local_date, linkSentAt at time zone 'UTC' as sent_at,
            startedAt at time zone 'UTC' as started_at, endedAt at time zone 'UTC' as ended_at
        from read_json('{raw}/video_hjelp113/*.jsonl', format = 'newline_delimited', columns = {{
            sessionId: 'varchar', centre: 'struct(id varchar)', callId: 'varchar', linkSentAt: 'timestamptz',
            startedAt: 'timestamptz', endedAt: 'timestamptz', status: 'varchar', device: 'struct(os varchar)'}})
    """
    if workbooks := sorted((raw / "video_bliksund").glob("*.xlsx")):
        connection.register("bliksund", pl.concat(map(_workbook, workbooks)))
        sessions += """
            union all
            select session_id, room_id, 'bliksund', null, if(status = 'Fullført', 'completed', status), null,
                sent::date, first_utc(sent), after(sent_at - interval 2 second, started), after(started_at, ended)
            from (select *, first_utc(sent) as sent_at, after(sent_at - interval 2 second, started) as started_at
                from bliksund)
        """
    connection.execute(f"""
        create table sessions as
        select sessions.*, hf_id, rhf_id,
            response_ms(sent_at, started_at) as connect_ms,
            date_diff('millisecond', started_at, ended_at) as duration_ms, {STARTS}
        from ({sessions}) as sessions inner join control_rooms using (room_id)
    """)


def _workbook(path: Path) -> pl.DataFrame:
    """The sessions of a workbook: what has a time in the third column is neither title, header nor total."""
    sheet = fastexcel.read_excel(path).load_sheet("Økter", header_row=None, dtypes="string").to_polars()
    sheet.columns = ["session_id", "room_id", "sent", "started", "ended", "status"]
    times = pl.col("sent", "started", "ended").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)
    return sheet.with_columns(times).filter(pl.col("sent").is_not_null())


def read_nodsms(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """NødSMS's daily counts into the table `nodsms`."""
    connection.execute(f"""
        create table nodsms as
        select *, {STARTS}
        from read_csv('{raw}/nodsms/*.csv', {PLAIN}, delim = ';', columns = {{
            local_date: 'date', received: 'bigint', forwarded: 'bigint', filtered: 'bigint', tests: 'bigint'}})
    """)


def read_missions(connection: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """The air ambulance's missions into the table `missions`."""
    connection.execute(f"""
        create table missions as
        select *, vehicle as segment, alerted_at::date as local_date,
            response_ms(alerted_at, departed_at) as activation_ms,
            response_ms(alerted_at, at_patient_at) as response_ms, {STARTS}
        from read_csv('{raw}/air_ambulance_missions/*.csv', {PLAIN}, delim = ';', columns = {{
            mission_no: 'varchar', base_id: 'varchar', resource: 'varchar', vehicle: 'varchar', category: 'varchar',
            alerted_at: 'timestamptz', departed_at: 'timestamptz', at_patient_at: 'timestamptz',
            delivered_at: 'timestamptz', outcome: 'varchar', cause: 'varchar'}})
    """)


def make_rooms(connection: duckdb.DuckDBPyConnection, _: Path) -> None:
    """Every room on every day that has calls, as it was then, into the table `rooms`."""
    lasts = ", ".join(
        f"local_date = max(local_date) over (partition by {period}_start) as is_last_of_{period}" for period in PERIODS
    )
    connection.execute(f"""
        create table rooms as
        with days as (
            select distinct local_date, {STARTS} from calls
        )
        select days.*, rooms.room_id, hf_id, rhf_id, kind as segment, platform, video_solution, {lasts}
        from days
        inner join control_rooms as rooms
            on local_date between rooms.valid_from and coalesce(rooms.valid_to::date, date '9999-12-31')
        asof left join (from read_csv('{SEEDS}/room_platform.csv') where mode = 'full') as platforms
            on rooms.room_id = platforms.room_id and days.local_date >= platforms.valid_from
        asof left join read_csv('{SEEDS}/room_video.csv') as videos
            on rooms.room_id = videos.room_id and days.local_date >= videos.valid_from
    """)


if __name__ == "__main__":
    main()
