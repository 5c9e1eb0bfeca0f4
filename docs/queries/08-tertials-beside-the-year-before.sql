-- What are the country's headline figures for each tertial of 2025, and how have they changed since a year before?
--
-- kpi            name in Norwegian
-- segment        the line, or all
-- tertial        as 2025-1
-- value          a count, a fraction, or seconds
-- is_complete    false while the tertial runs, or lacks a delivery
-- value_before   the same tertial a year before; NULL unless both are complete and by the same definition
-- difference     value less value_before; for a share times 100 it is percentage points
-- growth         difference as a fraction of value_before, for counts only

with wanted (place, kpi_id, segment) as (
    values
    (1, 'calls_total', 'all'),
    (2, 'calls_answered_within_10s_share', '113'),
    (3, 'calls_answered_within_2min_share', '116117'),
    (4, 'answer_time_p90_s', '116117'),
    (5, 'alarms_sent', 'all'),
    (6, 'alarm_acknowledge_time_median_s', 'akutt'),
    (7, 'video_sessions', 'all'),
    (8, 'nodsms_received', 'all'),
    (9, 'rooms_on_lifex', 'all'),
    (10, 'rooms_with_video_share', 'lvs')
),

tertials as (
    select *
    from marts.kpi_values
    where period_type = 'tertial' and org_level = 'nation'
),

compared as (
    select
        wanted.place,
        dim_kpi.label_nb as kpi,
        dim_kpi.unit,
        this.segment,
        this.period_start,
        this.value,
        this.is_complete,
        case when this.is_complete and before.is_complete then before.value end as value_before
    from wanted
    inner join tertials as this
        on
            wanted.kpi_id = this.kpi_id
            and wanted.segment = this.segment
    inner join marts.dim_kpi
        on
            this.kpi_id = dim_kpi.kpi_id
            and list_contains(string_split(dim_kpi.segments, '|'), this.segment)
            and this.period_start >= dim_kpi.valid_from
            and this.period_start <= coalesce(dim_kpi.valid_to, date '9999-12-31')
    left join tertials as before
        on
            this.kpi_id = before.kpi_id
            and this.segment = before.segment
            and this.period_start = before.period_start + interval 1 year
            and dim_kpi.valid_from <= before.period_start
    where year(this.period_start) = 2025
)

select
    kpi,
    segment,
    concat(year(period_start), '-', (month(period_start) + 3) // 4) as tertial,
    value,
    is_complete,
    value_before,
    value - value_before as difference,
    case when unit = 'count' then (value - value_before) / nullif(value_before, 0) end as growth
from compared
order by place, period_start;
