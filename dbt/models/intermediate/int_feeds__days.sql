-- One row per feed and day: should the feed have delivered it, and has it?
-- A feed without a start in its contract starts with its first delivery. A communication system delivers on the
-- days when some room uses it, be it in a limited pilot.
with first_deliveries as (
    select
        feed,
        min(period_start) as first_date
    from {{ ref('stg_ledger') }}
    group by feed
),

feeds as (
    select
        contracts.feed,
        contracts.delivery_period,
        contracts.starts_date,
        contracts.source_system,
        coalesce(contracts.starts_date, first_deliveries.first_date) as first_date
    from {{ ref('stg_contracts') }} as contracts
    left join first_deliveries
        on contracts.feed = first_deliveries.feed
),

platform_days as (
    select distinct platform, local_date
    from {{ ref('int_control_rooms__daily') }}
    union
    select distinct 'lifex', local_date
    from {{ ref('int_control_rooms__daily') }}
    where is_limited_pilot
),

platforms as (
    select distinct platform
    from {{ ref('room_platform') }}
),

delivered as (
    select distinct
        ledger.feed,
        dates.local_date
    from {{ ref('stg_ledger') }} as ledger
    inner join {{ ref('dim_date') }} as dates
        on dates.local_date between ledger.period_start and ledger.period_end
    where ledger.state = 'accepted'
),

feed_days as (
    select
        feeds.feed,
        days.period_start as delivery_start,
        days.period_end as delivery_end,
        days.local_date,
        feeds.first_date,
        extent.today,
        delivered.local_date is not null as is_delivered,
        coalesce(feeds.starts_date <= days.local_date, true)
        and (platforms.platform is null or platform_days.platform is not null) as is_in_use
    from feeds
    inner join {{ ref('int_calendar__periods') }} as days
        on feeds.delivery_period = days.period_type
    cross join {{ ref('int_data__extent') }} as extent
    left join platforms
        on feeds.source_system = platforms.platform
    left join platform_days
        on
            platforms.platform = platform_days.platform
            and days.local_date = platform_days.local_date
    left join delivered
        on
            feeds.feed = delivered.feed
            and days.local_date = delivered.local_date
)

select
    feed,
    local_date,
    delivery_start,
    is_delivered,
    coalesce(is_in_use and local_date >= first_date and delivery_end <= today, false) as is_expected,
    (is_delivered or not is_in_use) and local_date <= today as is_covered
from feed_days
