{{!-- The measures of one group, for all periods of a grain. --}}
with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = '{{grain}}'

),

measures as (

    {{> measure_group group}}

)

select
    measures.measure,
    '{{grain}}' as grain,
    measures.period_start,
    measures.period_end,
    measures.dimension,
    measures.dimension_value,
    measures.numerator,
    measures.denominator,
    measures.value,
    measures.sample_size
from measures
