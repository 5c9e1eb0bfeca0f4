"""The tables of a release made by hand, as marts.md describes them, and what fills them from facts by month."""

from __future__ import annotations

SCHEMA = """
create schema marts;
create table marts.dim_control_room (
    room_id varchar, name varchar, kind varchar, hf varchar, rhf varchar, county_code varchar, platform varchar,
    video_solution varchar, valid_from date, valid_to date, is_limited_pilot boolean,
    video_seats integer,
    hf_id varchar generated always as (lower(replace(hf, ' ', '-'))),
    rhf_id varchar generated always as (lower(replace(replace(rhf, ' RHF', ''), ' ', '-')))
);
create table marts.fct_call (
    intended_room_id varchar, answering_room_id varchar, line varchar, local_date date, local_hour tinyint,
    wait_s double, direction varchar default 'inbound', is_test boolean default false,
    outcome varchar generated always as (case when wait_s is null then 'abandoned' else 'answered' end)
);
create table marts.data_status (
    feed varchar, delivery_period varchar default 'day', due_hour integer default 5, starts_date date, first_date date,
    last_date date, expected_deliveries bigint default 10, missing_deliveries bigint, accepted bigint,
    quarantined bigint, refused bigint default 0, last_delivery_at timestamp
);
create table marts.delivery (
    delivery_id varchar, feed varchar, file varchar, period varchar, state varchar, reason varchar,
    ingested_at timestamp default timestamp '2026-11-22 04:30:00'
);
create table marts.quarantine_summary (feed varchar, month date, reason varchar, rows bigint);
create table marts.correction (
    feed varchar, correction_id varchar, matched varchar, changed varchar, reason varchar, decided_by varchar,
    decided_date date, rows_changed bigint, deliveries bigint, first_date date, last_date date
);
create table marts.kpi_values (
    kpi_id varchar, segment varchar, period_type varchar, period_start date, period_end date, org_level varchar,
    org_id varchar, numerator bigint, denominator bigint, value double, n bigint, target double,
    target_met boolean, is_complete boolean
);
create table marts.extract_delivery (
    line_no bigint, tried_at timestamp, recipient_id varchar, recipient varchar, period varchar, state varchar
);
create table marts.published_reconciliation (
    figure varchar, label_nb varchar, year integer, qualifier varchar, published_value double, warehouse_value double,
    difference double, difference_share double, agrees boolean, unit varchar, source varchar
);
create temp table fact (
    kpi_id varchar, segment varchar, room_id varchar, month date, numerator double, denominator double
);
create temp table incomplete (month date);
"""

# Months to years, rooms to the country. A statistic is the same in every period.
ROLLED_UP = """
insert into marts.kpi_values
with by_period as (
    select *, 'month' as period_type, month as period_start, last_day(month) as period_end from fact
    union all
    select *, 'year', date_trunc('year', month), date_trunc('year', month) + interval 1 year - interval 1 day from fact
),
by_org as (
    select *, 'nation' as org_level, 'NO' as org_id from by_period
    union all
    select *, 'room', room_id from by_period where room_id <> 'NO'
),
summed as (
    select
        kpi_id, segment, period_type, period_start, period_end, org_level, org_id,
        sum(numerator) as numerator, sum(denominator) as denominator, max(numerator) as statistic
    from by_org
    group by all
),
measured as (
    select
        summed.*, dim_kpi.unit, dim_kpi.target,
        case dim_kpi.unit
            when 'count' then summed.numerator
            when 'share' then summed.numerator / summed.denominator
            else summed.statistic
        end as value
    from summed
    inner join marts.dim_kpi
        on
            summed.kpi_id = dim_kpi.kpi_id
            and summed.period_start between dim_kpi.valid_from and coalesce(dim_kpi.valid_to, date '9999-12-31')
)
select
    kpi_id, segment, period_type, period_start, period_end, org_level, org_id,
    case when unit <> 'seconds' then numerator end, denominator, value, coalesce(denominator, numerator),
    target, value >= target,
    not exists (select * from incomplete where month between period_start and period_end)
from measured
"""

ROOM_COLUMNS = """
    room_id, name, kind, hf, rhf, county_code, platform, video_solution, valid_from, valid_to, is_limited_pilot
"""

# As marts.md describes them, with the targets of the regulation.
OF_CALLS = """
create table marts.calls_by_hour as
select
    local_date, local_hour, intended_room_id as room_id, replace(line, '_local', '') as segment,
    count(*) as offered, count(wait_s) as answered,
    count(*) filter (where wait_s <= case when line = '113' then 10 else 120 end) as within_target
from marts.fct_call group by all;
create table marts.calls_by_answering_room as
select
    local_date, intended_room_id, answering_room_id, replace(line, '_local', '') as segment, count(*) as answered
from marts.fct_call where direction = 'inbound' and outcome = 'answered' and not is_test group by all;
create table marts.answer_time_distribution as
select
    date_trunc('month', local_date)::date as month, intended_room_id as room_id, replace(line, '_local', '') as segment,
    wait_s, count(*) as answered
from marts.fct_call where wait_s is not null group by all;
"""
