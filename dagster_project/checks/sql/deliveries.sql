-- One row per feed with deliveries to expect: those up to the last day with data that never came. Which days a feed
-- should cover is int_feeds__days' to say, by contract, platform and the feed's first delivery. Columns: feed,
-- expected, missing, first_missing, last_missing (days that deliveries begin on).
select
    feed,
    count(distinct delivery_start) as expected,
    count(distinct delivery_start) filter (where not is_delivered) as missing,
    min(delivery_start) filter (where not is_delivered) as first_missing,
    max(delivery_start) filter (where not is_delivered) as last_missing
from intermediate.int_feeds__days
where is_expected
group by feed
order by missing desc, feed
