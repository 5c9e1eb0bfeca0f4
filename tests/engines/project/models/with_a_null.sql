{{ config(contract={'enforced': true}) }}
select 'A' as id, 1 as n
union all
select 'B', null
