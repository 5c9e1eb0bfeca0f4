{#- The segment of a call: its line, local out-of-hours numbers being 116117 too. -#}
{% macro segment_of_line(line) -%}
    case {{ line }} when '116117_local' then '116117' else {{ line }} end
{%- endmacro %}
