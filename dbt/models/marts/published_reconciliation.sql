with last_year as (
    select max(extract(year from period_start)) as last_year
    from {{ ref('kpi_values') }}
),

published as (
    select
        figures.*,
        cast(coalesce(figures.year, last_year.last_year) as integer) as compared_year
    from {{ ref('published_figures') }} as figures
    cross join last_year
),

from_kpis as (
    select
        published.figure,
        kpi_values.value
    from published
    inner join {{ ref('kpi_values') }} as kpi_values
        on
            published.kpi_id = kpi_values.kpi_id
            and published.segment = kpi_values.segment
            and kpi_values.period_type = 'year'
            and kpi_values.period_start = make_date(published.compared_year, 1, 1)
            and kpi_values.org_level = 'nation'
),

-- What the annual report says of rooms that no KPI says: as rooms stand on the last day of its year.
rooms as (
    select
        rooms.*,
        cutovers.cutover_date
    from {{ ref('dim_control_room') }} as rooms
    left join {{ ref('int_control_rooms__cutovers') }} as cutovers
        on rooms.room_id = cutovers.room_id
    where
        rooms.valid_from <= date '2025-12-31'
        and (rooms.valid_to is null or rooms.valid_to >= date '2025-12-31')
),

from_rooms as (
    {%- for solution in ['hjelp113', 'bliksund'] %}
    {%- for kind in ['amk', 'lvs'] %}
    select '{{ kind }}_with_{{ solution }}' as figure, count(*) as value
    from rooms
    where kind = '{{ kind }}' and video_solution = '{{ solution }}'
    union all
    {%- endfor %}
    select 'seats_with_{{ solution }}', sum(video_seats)
    from rooms
    where video_solution = '{{ solution }}'
    union all
    {%- endfor %}
    select 'lifex_full_pilot_rooms', count(*)
    from rooms
    where kind != 'amk' and cutover_date between date '2025-06-01' and date '2025-06-30'
    union all
    select 'lifex_limited_pilot_amk', count(*)
    from rooms
    where kind = 'amk' and is_limited_pilot
    union all
    select 'lifex_weeks_46_48_rooms', count(*)
    from rooms
    where kind != 'amk' and cutover_date between date '2025-11-10' and date '2025-11-30'
    union all
    select 'lifex_rooms_left', count(*)
    from rooms
    where kind != 'amk' and platform = 'iccs'
),

from_targets as (
    select
        published.figure,
        count(*) filter (where kpi_values.target_met) as value
    from published
    inner join {{ ref('kpi_values') }} as kpi_values
        on
            published.figure = 'amk_meeting_113_target'
            and kpi_values.kpi_id = 'calls_answered_within_10s_share'
            and kpi_values.segment = '113'
            and kpi_values.period_type = 'year'
            and kpi_values.period_start = make_date(published.compared_year, 1, 1)
            and kpi_values.org_level = 'room'
    group by published.figure
),

in_warehouse as (
    select figure, value from from_kpis
    union all
    select figure, value from from_rooms
    union all
    select figure, value from from_targets
),

compared as (
    select
        published.*,
        in_warehouse.value as warehouse_value,
        in_warehouse.value - published.value as difference
    from published
    left join in_warehouse
        on published.figure = in_warehouse.figure
)

select
    figure,
    label_nb,
    compared_year as year,
    qualifier,
    value as published_value,
    warehouse_value,
    difference,
    difference / nullif(value, 0) as difference_share,
    case qualifier
        when 'exact' then difference = 0
        when 'about' then abs(difference) <= tolerance
        when 'over' then difference between 0 and tolerance
    end as agrees,
    unit,
    source
from compared
order by year, figure
