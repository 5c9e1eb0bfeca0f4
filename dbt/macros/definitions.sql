{#- What a row of the registry names, among columns that were made for it. -#}

{#- Whether a definition is the one in force on a day; a period goes by the day it starts. -#}
{% macro is_in_force(day) -%}
    definitions.valid_from <= {{ day }} and coalesce(definitions.valid_to >= {{ day }}, true)
{%- endmacro %}

{#- The measure that a definition names in `column`: its numerator or its denominator. -#}
{% macro named_measure(column, subject) -%}
    {%- set choices = [] -%}
    {%- set not_additive = {'alarms': ['missions']} -%}
    {%- for measure in measures(subject) + not_additive.get(subject, []) if '_within_' not in measure -%}
        {%- do choices.append(("'" ~ measure | replace('_ms', '_s') ~ "'", 'measures.' ~ measure)) -%}
    {%- endfor -%}
    {%- if thresholds_ms(subject) -%}
        {%- do choices.append(("'" ~ within_measure(subject) ~ "'", named_within(subject))) -%}
    {%- endif -%}
    {{ choice('definitions.' ~ column, choices) }}
{%- endmacro %}

{#- The count within the threshold that a definition gives. -#}
{% macro named_within(subject) -%}
    {%- set choices = [] -%}
    {%- for threshold_ms in thresholds_ms(subject) -%}
        {%- do choices.append((threshold_ms, 'measures.' ~ within(subject, threshold_ms))) -%}
    {%- endfor -%}
    {{ choice(milliseconds('definitions.threshold_s'), choices) }}
{%- endmacro %}

{#- The percentile that a definition asks for, of those that exact_quantiles computed. -#}
{% macro named_quantile(subject) -%}
    {%- set choices = [] -%}
    {%- for quantile in registry_values('quantile', subject) -%}
        {%- do choices.append((quantile, array_element('quantiles.quantiles_ms', loop.index))) -%}
    {%- endfor -%}
    {{ choice('definitions.quantile', choices) }}
{%- endmacro %}

{#- What is paired with a value, of (value, expression) pairs; NULL when there are none. -#}
{% macro choice(value, choices) -%}
    {%- if choices -%}
        case {{ value }}{% for wanted, expression in choices %} when {{ wanted }} then {{ expression }}{% endfor %} end
    {%- else -%}
        cast(null as bigint)
    {%- endif -%}
{%- endmacro %}
