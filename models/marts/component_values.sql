{{!-- What charts and tables count that is no KPI of its own: one row per chart, column, grain, period and breakdown value with something to tell. --}}
with periods as (

    select
        calendar.grain,
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar

),

measure_values as (

    select
        stored.measure,
        stored.grain,
        stored.period_start,
        stored.period_end,
        stored.dimension,
        stored.dimension_value,
        stored.numerator,
        stored.denominator,
        stored.value,
        stored.sample_size
    from meta.measure_values as stored

),

{{> kpi_combine combine}},

figures as (

    select
        figures.figure,
        figures.component_ref,
        figures.column_ref
    from (
        values
            {{#each figures}}
            ({{literal ref}}, {{literal component}}, cast({{literal column}} as varchar)){{#unless @last}},{{/unless}}
            {{/each}}
    ) as figures(figure, component_ref, column_ref)

),

final as (

    select
        figures.component_ref,
        figures.column_ref,
        calculated.grain,
        calculated.period_start,
        calculated.period_end,
        calculated.dimension,
        calculated.dimension_value,
        calculated.numerator,
        calculated.denominator,
        calculated.value,
        calculated.sample_size
    from calculated
    inner join figures
        on calculated.kpi_ref = figures.figure
    where calculated.sample_size > 0
        or calculated.value <> 0
        or calculated.numerator <> 0

)

select * from final
order by
    final.component_ref,
    final.column_ref,
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value
