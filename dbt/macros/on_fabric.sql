{#- Fabric's engine is Spark, but dbt-fabricspark does not look for what is written for Spark: it is pointed there. -#}

{%- macro fabricspark__series_of_days(first_day, last_day) -%}{{ spark__series_of_days(first_day, last_day) }}{%- endmacro -%}
{%- macro fabricspark__iso_year(day) -%}{{ spark__iso_year(day) }}{%- endmacro -%}
{%- macro fabricspark__iso_weekday(day) -%}{{ spark__iso_weekday(day) }}{%- endmacro -%}
{%- macro fabricspark__days_from_to(first_day, last_day) -%}{{ spark__days_from_to(first_day, last_day) }}{%- endmacro -%}
{%- macro fabricspark__exact_quantiles(column, quantiles) -%}{{ spark__exact_quantiles(column, quantiles) }}{%- endmacro -%}
{%- macro fabricspark__array_element(column, position) -%}{{ spark__array_element(column, position) }}{%- endmacro -%}
{%- macro fabricspark__explode_words(column) -%}{{ spark__explode_words(column) }}{%- endmacro -%}
{%- macro fabricspark__key_in(columns, relation) -%}{{ spark__key_in(columns, relation) }}{%- endmacro -%}
{%- macro fabricspark__pairs_in_order(one, other) -%}{{ spark__pairs_in_order(one, other) }}{%- endmacro -%}
{%- macro fabricspark__lake_files(pattern) -%}{{ spark__lake_files(pattern) }}{%- endmacro -%}
{%- macro fabricspark__accepted_events(feed) -%}{{ spark__accepted_events(feed) }}{%- endmacro -%}
{%- macro fabricspark__extract_audit() -%}{{ spark__extract_audit() }}{%- endmacro -%}
{%- macro fabricspark__replace_where(arguments, condition) -%}{{ spark__replace_where(arguments, condition) }}{%- endmacro -%}
{%- macro fabricspark__cast(expression, data_type) -%}{{ spark__cast(expression, data_type) }}{%- endmacro -%}
