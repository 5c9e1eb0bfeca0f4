-- How was 113 answered from 23 June to 17 August 2025, days that are no month, tertial or year?
--
-- room_id        the AMK that the calls were meant for; NULL is all of them together
-- offered        inbound calls, test calls not among them
-- answered
-- within_10s     answered within 10 s, a fraction of the answered
-- median_s, p90_s   seconds to the answer

select
    intended_room_id as room_id,
    count(*) as offered,
    count(wait_s) as answered,
    count(*) filter (where wait_s <= 10) / nullif(count(wait_s), 0) as within_10s,
    quantile_cont(wait_s, 0.5) as median_s,
    quantile_cont(wait_s, 0.9) as p90_s
from marts.fct_call
where
    local_date between date '2025-06-23' and date '2025-08-17'
    and line = '113'
    and direction = 'inbound'
    and not is_test
group by grouping sets ((intended_room_id), ())
order by room_id nulls first;
