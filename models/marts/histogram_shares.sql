{{!-- Of histograms with a condition: the share of each slot's rows that satisfy it; one row per histogram, grain, period, breakdown value and slot with rows. --}}
with slots as (

    select
        slots.component_ref,
        slots.slot,
        slots.measure,
        cast(slots.dimensions as varchar[]) as dimensions
    from (
        values
            {{#each slots}}
            ({{literal ref}}, {{literal number}}, {{literal share}}, {{literal dimensions}}){{#unless @last}},{{/unless}}
            {{/each}}
    ) as slots(component_ref, slot, measure, dimensions)

),

final as (

    select
        slots.component_ref,
        stored.grain,
        stored.period_start,
        stored.period_end,
        stored.dimension,
        stored.dimension_value,
        slots.slot,
        stored.value as share,
        stored.sample_size
    from meta.measure_values as stored
    inner join slots
        on stored.measure = slots.measure
    where stored.dimension = 'total' or list_contains(slots.dimensions, stored.dimension)

)

select * from final
order by
    final.component_ref,
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value,
    final.slot
