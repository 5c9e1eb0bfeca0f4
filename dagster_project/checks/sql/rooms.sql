-- One row per room and kind of event that it usually has: how many events are missing in its present silence.
--
-- expected = over the days since the room's last event, the sum of the median count of the same weekday in the eight
-- weeks up to that event; 0 for a room that spoke on the last day. A Poisson count of mean 12 is 0 once in 160,000
-- times (exp(-12)). Counted are days that all feeds cover, over both communication systems, while the room is in
-- operation: neither a missing delivery, nor a move, nor a closed room is a silence. A public holiday counts as a
-- Sunday, and a room that has been silent for a year is no longer told of. Columns: kpi_id, label_nb, label_en, room_id, room, last_date, silent_days, expected.
with counts as (
    select
        counts.kpi_id,
        counts.org_id as room_id,
        counts.period_start as local_date,
        counts.value,
        if(dates.is_public_holiday, 7, dates.weekday) as weekday,
        max(counts.period_start) over (partition by counts.kpi_id) as newest_date,
        max(if(counts.value > 0, counts.period_start, null)) over (
            partition by counts.kpi_id, counts.org_id
        ) as last_date
    from marts.kpi_values as counts
    inner join marts.dim_date as dates on counts.period_start = dates.local_date
    where
        counts.period_type = 'day'
        and counts.org_level = 'room'
        and counts.segment = 'all'
        and counts.is_complete
        and counts.kpi_id in ('calls_total', 'alarms_sent', 'video_invitations')
        and counts.period_start > (select today from intermediate.int_data__extent) - 365
),

usual as (
    select kpi_id, room_id, weekday, median(value) as usual
    from counts
    where local_date between last_date - 55 and last_date
    group by all
    having count(*) >= $least_history
),

in_operation as (
    select kpi_id, room_id
    from counts
    group by kpi_id, room_id
    having max(local_date) = any_value(newest_date)
),

silences as (
    select
        counts.kpi_id,
        counts.room_id,
        any_value(counts.last_date) as last_date,
        count(*) filter (where counts.local_date > counts.last_date) as silent_days,
        coalesce(sum(usual.usual) filter (where counts.local_date > counts.last_date), 0) as expected
    from counts
    semi join in_operation on counts.kpi_id = in_operation.kpi_id and counts.room_id = in_operation.room_id
    inner join usual
        on counts.kpi_id = usual.kpi_id and counts.room_id = usual.room_id and counts.weekday = usual.weekday
    group by counts.kpi_id, counts.room_id
),

names as (
    select room_id, max_by(name, valid_from) as room
    from marts.dim_control_room
    group by room_id
),

labels as (
    select kpi_id, max_by(label_nb, valid_from) as label_nb, max_by(label_en, valid_from) as label_en
    from marts.dim_kpi
    group by kpi_id
)

select
    silences.kpi_id,
    labels.label_nb,
    labels.label_en,
    silences.room_id,
    names.room,
    silences.last_date,
    silences.silent_days,
    silences.expected
from silences
inner join names on silences.room_id = names.room_id
inner join labels on silences.kpi_id = labels.kpi_id
order by silences.expected desc, silences.kpi_id, silences.room_id
