-- One row per share and median, segment and organisation (the nation and its regions): the newest complete week beside
-- the twelve before.
--
-- deviation = (value - usual) / scale, with `usual` the median of at least eight complete weeks that the same
-- definition holds for, and
--   scale = greatest(1.4826 * MAD, noise, least), where for a share
--   noise = sqrt(usual * (1 - usual) / n), the binomial standard error, and least = 0.01; for a median
--   noise = 1.2533 * usual / sqrt(n), its standard error when events scatter by as much as they last (normal
--   distribution: sqrt(pi / 2)), and least = 5 % of `usual`, at the least 0.25 s.
-- Rooms on plan (subject `rooms`) are decided, not measured. Segment `all` is left out where there are others: it moves
-- with their mix, at Christmas by a third. Weeks with fewer than 30 events say too little. Columns:
-- kpi_id, label_nb, label_en, segment, org_level, org_id, unit, period_start, n, value, usual, history (weeks),
-- deviation.
with weeks as (
    select
        figures.kpi_id,
        definitions.label_nb,
        definitions.label_en,
        figures.segment,
        figures.org_level,
        figures.org_id,
        definitions.unit,
        definitions.valid_from,
        figures.period_start,
        figures.n,
        figures.value,
        max(figures.period_start) over (partition by figures.kpi_id, figures.segment) as newest_start
    from marts.kpi_values as figures
    inner join marts.dim_kpi as definitions
        on
            figures.kpi_id = definitions.kpi_id
            and list_contains(string_split(definitions.segments, '|'), figures.segment)
            and figures.period_start between definitions.valid_from and coalesce(definitions.valid_to, '9999-12-31')
    where
        figures.period_type = 'week'
        and figures.org_level in ('nation', 'rhf')
        and figures.is_complete
        and figures.n >= 30
        and figures.value is not null
        and definitions.subject != 'rooms'
        and (figures.segment != 'all' or definitions.segments = 'all')
        and (definitions.statistic = 'share' or definitions.quantile = 0.5)
        and figures.period_start > (select today from intermediate.int_data__extent) - 7 * 21
),

history as (
    select
        newest.kpi_id,
        newest.segment,
        newest.org_id,
        median(earlier.value) as usual,
        1.4826 * mad(earlier.value) as spread,
        count(*) as history
    from weeks as newest
    inner join weeks as earlier
        on
            newest.kpi_id = earlier.kpi_id
            and newest.segment = earlier.segment
            and newest.org_id = earlier.org_id
            and newest.valid_from = earlier.valid_from
            and earlier.period_start between newest.period_start - 84 and newest.period_start - 7
    where newest.period_start = newest.newest_start
    group by newest.kpi_id, newest.segment, newest.org_id
    having count(*) >= $least_weeks
),

scaled as (
    select
        weeks.*,
        history.usual,
        history.history,
        if(
            weeks.unit = 'share',
            greatest(history.spread, sqrt(history.usual * (1 - history.usual) / weeks.n), 0.01),
            greatest(history.spread, 1.2533 * history.usual / sqrt(weeks.n), 0.05 * history.usual, 0.25)
        ) as scale
    from weeks
    inner join history
        on weeks.kpi_id = history.kpi_id and weeks.segment = history.segment and weeks.org_id = history.org_id
    where weeks.period_start = weeks.newest_start
)

select
    kpi_id,
    label_nb,
    label_en,
    segment,
    org_level,
    org_id,
    unit,
    period_start,
    n,
    value,
    usual,
    history,
    (value - usual) / scale as deviation
from scaled
order by abs(deviation) desc, kpi_id, segment, org_id
