-- One row per KPI definition and segment.
select
    kpi_id,
    {{ explode_words('segments') }} as segment,
    subject,
    statistic,
    numerator,
    denominator,
    quantile,
    threshold_s,
    target,
    direction,
    legal_basis,
    valid_from,
    valid_to
from {{ ref('kpi_registry') }}
