{#-
    A row for each pair [one, other], first with first, out of all that may be paired. An aggregate: `one` and `other` are
    the positions of both, each in their own order, and who comes later there may not pair with earlier ones only. Gone
    through in order, those are taken whose two both come after the two taken last. The walk starts before the first
    positions, so there is a row [0, 0] too.
-#}
{% macro pairs_in_order(one, other) -%}
    {{ return(adapter.dispatch('pairs_in_order', 'nodstat')(one, other)) }}
{%- endmacro %}

{% macro duckdb__pairs_in_order(one, other) -%}
    unnest(list_reduce(
        list_sort(list([{{ one }}, {{ other }}])),
        lambda taken, pair: case
            when pair[1] > taken[-1][1] and pair[2] > taken[-1][2] then list_append(taken, pair)
            else taken
        end,
        [[0, 0]]
    ))
{%- endmacro %}

{% macro spark__pairs_in_order(one, other) -%}
    explode(aggregate(
        array_sort(collect_list(array({{ one }}, {{ other }}))),
        array(array(0, 0)),
        (taken, pair) -> case
            when pair[0] > element_at(taken, -1)[0] and pair[1] > element_at(taken, -1)[1] then array_append(taken, pair)
            else taken
        end
    ))
{%- endmacro %}
