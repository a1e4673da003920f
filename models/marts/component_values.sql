{{!-- What charts count that is no KPI of its own: one row per chart, grain, period and breakdown value with something to tell. --}}
with components as (

    select
        components.component_ref,
        components.measure,
        cast(components.dimensions as varchar[]) as dimensions
    from (
        values
            {{#each components}}
            ({{literal ref}}, {{literal measure}}, {{literal dimensions}}){{#unless @last}},{{/unless}}
            {{/each}}
    ) as components(component_ref, measure, dimensions)

),

final as (

    select
        components.component_ref,
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
    inner join components
        on stored.measure = components.measure
    where stored.dimension = 'total' or list_contains(components.dimensions, stored.dimension)

)

select * from final
order by
    final.component_ref,
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value
