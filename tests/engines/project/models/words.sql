select id, {{ explode_words('listed') }} as word
from (
    select 1 as id, '113|116117|all' as listed union all
    select 2, 'all'
) as lists
