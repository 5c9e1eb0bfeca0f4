{{ quantile_periods(ref('int_video__completed'), 'video', 'duration_ms') }}
