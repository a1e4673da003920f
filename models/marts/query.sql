{{!-- The statement of "kpi query": any periods, any filters, values bound. --}}
with periods as (

    select
        '{{grain}}' as grain,
        spans.period_start,
        spans.period_end
    from (
        select
            unnest(cast($period_starts as date[])) as period_start,
            unnest(cast($period_ends as date[])) as period_end
    ) as spans

),

{{> exact_period}}

select
    calculated.kpi_ref,
    calculated.period_start,
    calculated.period_end,
    calculated.dimension,
    calculated.dimension_value,
    calculated.numerator,
    calculated.denominator,
    calculated.value,
    calculated.sample_size
from calculated
{{#if by}}
where calculated.dimension = '{{by}}'
{{/if}}
order by
    calculated.kpi_ref,
    calculated.period_start,
    calculated.dimension_value
