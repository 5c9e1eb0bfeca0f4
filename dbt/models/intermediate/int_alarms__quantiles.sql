{{ quantile_periods(ref('int_alarms__acknowledgements'), 'alarms', 'acknowledge_ms') }}
