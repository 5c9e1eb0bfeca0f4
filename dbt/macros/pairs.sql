{#-
    Who in one queue is paired with whom in another, first with first: a row [one, other] for each pair. An aggregate over
    all pairs that may be, given as positions in the two queues. Gone through in order, a pair is taken when both come
    after the two taken last; that passes over nobody who is free, as long as whoever stands later in the one queue
    reaches no further back in the other. The walk starts before the first of both, so there is a row [0, 0] too.
-#}
{% macro pairs_in_order(one, other) -%}
    {{ return(adapter.dispatch('pairs_in_order', 'nodstat')(one, other)) }}
{%- endmacro %}

{% macro duckdb__pairs_in_order(one, other) -%}
    unnest(list_reduce(
        list_sort(list([{{ one }}, {{ other }}])),
        lambda taken, pair: case
            when pair[1] > taken[-1][1] and pair[2] > taken[-1][2]
                then list_append(taken, pair)
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
            when pair[0] > element_at(taken, -1)[0] and pair[1] > element_at(taken, -1)[1]
                then array_append(taken, pair)
            else taken
        end
    ))
{%- endmacro %}
