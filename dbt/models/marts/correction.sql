-- A delivery is read again when its corrections change, so all that counts tells the same of a correction.
select
    corrections.feed,
    corrections.correction_id,
    corrections.matched,
    corrections.changed,
    corrections.reason,
    corrections.decided_by,
    corrections.decided_date,
    cast(sum(corrections.rows_changed) as bigint) as rows_changed,
    count(*) as deliveries,
    min(ledger.period_start) as first_date,
    max(ledger.period_end) as last_date
from {{ ref('stg_corrections') }} as corrections
inner join {{ ref('stg_ledger') }} as ledger
    on corrections.delivery_id = ledger.delivery_id
where ledger.state = 'accepted'
group by
    corrections.feed,
    corrections.correction_id,
    corrections.matched,
    corrections.changed,
    corrections.reason,
    corrections.decided_by,
    corrections.decided_date
order by corrections.feed, corrections.correction_id
