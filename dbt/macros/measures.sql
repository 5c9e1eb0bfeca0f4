{#-
    The additive measures of each subject: counted or added up per day, room (or base) and segment, and rolled up from
    there. The registry names them in its columns `numerator` and `denominator`; it says `wait_s` for the sum that
    is kept in whole milliseconds as `wait_ms`.
-#}
{% macro measures(subject) -%}
    {%- set additive = {
        'calls': ['total', 'offered', 'answered', 'unanswered', 'overflowed', 'transferred', 'wait_ms', 'talk_ms'],
        'alarms': ['sent', 'acknowledged', 'acknowledge_ms'],
        'video': ['invitations', 'sessions', 'connect_ms', 'duration_ms'],
        'nodsms': ['received', 'forwarded', 'filtered'],
        'rooms': ['rooms', 'on_lifex', 'with_video'],
        'air': [
            'alerted', 'completed', 'declined', 'aborted', 'departed', 'reached', 'activation_ms', 'response_ms'
        ],
    } -%}
    {%- set found = additive[subject] | list -%}
    {%- for threshold_ms in thresholds_ms(subject) -%}
        {%- do found.append(within(subject, threshold_ms)) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{#- What the registry calls the events within a threshold. -#}
{% macro within_measure(subject) -%}
    {{ {
        'calls': 'answered_within',
        'alarms': 'acknowledged_within',
        'video': 'connected_within',
        'air': 'reached_within',
    }[subject] }}
{%- endmacro %}

{#- The column that counts events within a threshold. -#}
{% macro within(subject, threshold_ms) -%}
    {{ within_measure(subject) }}_{{ threshold_ms }}ms
{%- endmacro %}
