-- One row per table of the previous release: its rows there and now. Left out is what may well become less: what was
-- refused or set aside. Columns: table, rows_before, rows_now, loss_share.
select
    before.name as table,
    before.amount as rows_before,
    coalesce(built.amount, 0) as rows_now,
    1 - coalesce(built.amount, 0) / before.amount as loss_share
from published_tables as before
left join built_tables as built on before.name = built.name
where before.amount > 0 and before.name not in ('calls_double_logged', 'quarantine_summary')
order by loss_share desc, before.name
