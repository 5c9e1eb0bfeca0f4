{{ quantile_periods(ref('int_alarms__keyed'), 'alarms', ['acknowledge_ms']) }}
