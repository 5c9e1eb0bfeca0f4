-- Time in the warehouse is the deliveries' own, so that the same deliveries give the same release whenever it is
-- built. "Now" is the last day that a daily feed covers: a monthly delivery covers its month from the start, also
-- when the month is not over. Without daily feeds the monthly ones are all there is to go by.
select
    min(ledger.period_start) as first_date,
    max(ledger.period_end) as last_date,
    coalesce(
        max(ledger.period_end) filter (where contracts.delivery_period = 'day'),
        max(ledger.period_end)
    ) as today
from {{ ref('stg_ledger') }} as ledger
inner join {{ ref('stg_contracts') }} as contracts
    on ledger.feed = contracts.feed
where ledger.state = 'accepted'
