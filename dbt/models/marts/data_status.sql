with deliveries as (
    select
        feed,
        min(period_start) filter (where state = 'accepted') as first_date,
        max(period_end) filter (where state = 'accepted') as last_date,
        sum(accepted) filter (where state = 'accepted') as accepted,
        sum(quarantined) filter (where state = 'accepted') as quarantined,
        count(*) filter (where state = 'refused') as refused,
        max(ingested_at) as last_delivery_at
    from {{ ref('stg_ledger') }}
    group by feed
),

expected as (
    select
        feed,
        count(distinct delivery_start) as expected_deliveries,
        count(distinct delivery_start) filter (where not is_delivered) as missing_deliveries
    from {{ ref('int_feeds__days') }}
    where is_expected
    group by feed
)

select
    contracts.feed,
    contracts.delivery_period,
    contracts.due_hour,
    contracts.starts_date,
    deliveries.first_date,
    deliveries.last_date,
    coalesce(expected.expected_deliveries, 0) as expected_deliveries,
    coalesce(expected.missing_deliveries, 0) as missing_deliveries,
    cast(coalesce(deliveries.accepted, 0) as bigint) as accepted,
    cast(coalesce(deliveries.quarantined, 0) as bigint) as quarantined,
    coalesce(deliveries.refused, 0) as refused,
    deliveries.last_delivery_at
from {{ ref('stg_contracts') }} as contracts
left join deliveries
    on contracts.feed = deliveries.feed
left join expected
    on contracts.feed = expected.feed
order by contracts.feed
