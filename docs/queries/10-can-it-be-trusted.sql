-- What is missing from the figures: which feeds lack deliveries, and what was kept out, and why?
--
-- feed
-- first_date, last_date   the days that its accepted deliveries cover
-- expected, missing       deliveries that should have come, and those of them that have not been accepted
-- refused                 refusals in its history: {reason: deliveries}, NULL for none
-- accepted, quarantined   rows
-- quarantined_share       of accepted and quarantined rows together, a fraction
-- reasons                 why rows are in quarantine: {reason: rows}, NULL for none

with refusals as (
    select
        feed,
        reason,
        count(*) as deliveries
    from marts.delivery
    where state = 'refused'
    group by feed, reason
),

refused as (
    select
        feed,
        map_from_entries(list((reason, deliveries) order by reason)) as reasons
    from refusals
    group by feed
),

quarantines as (
    select
        feed,
        reason,
        cast(sum(rows) as bigint) as rows
    from marts.quarantine_summary
    group by feed, reason
),

quarantined as (
    select
        feed,
        map_from_entries(list((reason, rows) order by reason)) as reasons
    from quarantines
    group by feed
)

select
    data_status.feed,
    data_status.first_date,
    data_status.last_date,
    data_status.expected_deliveries as expected,
    data_status.missing_deliveries as missing,
    refused.reasons as refused,
    data_status.accepted,
    data_status.quarantined,
    data_status.quarantined / nullif(data_status.accepted + data_status.quarantined, 0) as quarantined_share,
    quarantined.reasons
from marts.data_status
left join refused
    on data_status.feed = refused.feed
left join quarantined
    on data_status.feed = quarantined.feed
order by data_status.feed;
