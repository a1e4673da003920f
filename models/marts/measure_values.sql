{{!-- The measures of one group, for all periods of a grain. --}}
with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = '{{grain}}'

),

{{#if group}}
measures as (

    {{> measure_group group}}

),

{{/if}}
{{#if added.length}}
added as (

    -- counts of rows add up over days, which are known already
    select
        days.measure,
        periods.period_start,
        periods.period_end,
        days.dimension,
        days.dimension_value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        sum(days.value) as value,
        cast(sum(days.sample_size) as bigint) as sample_size
    from meta.measure_values as days
    inner join periods
        on periods.period_start = {{> bucket moment="days.period_start"}}
    where days.grain = 'day'
        and days.measure in ({{#each added}}{{literal this}}{{#unless @last}}, {{/unless}}{{/each}})
    group by
        days.measure,
        periods.period_start,
        periods.period_end,
        days.dimension,
        days.dimension_value

),

{{/if}}
final as (

    {{#if group}}
    select * from measures
    {{/if}}
    {{#if added.length}}
    {{#if group}}

    union all

    {{/if}}
    select * from added
    {{/if}}

)

select
    final.measure,
    '{{grain}}' as grain,
    final.period_start,
    final.period_end,
    final.dimension,
    final.dimension_value,
    final.numerator,
    final.denominator,
    final.value,
    final.sample_size
from final
