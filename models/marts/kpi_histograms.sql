{{!-- How many rows fall into each slot of each histogram; totals hold every slot of every period, breakdowns what is not 0. --}}
with slots as (

    select
        slots.component_ref,
        slots.slot,
        slots.slot_label,
        cast(slots.lower_bound as double) as lower_bound,
        cast(slots.upper_bound as double) as upper_bound,
        slots.unit,
        slots.measure,
        cast(slots.dimensions as varchar[]) as dimensions
    from (
        values
            {{#each slots}}
            ({{literal ref}}, {{literal number}}, {{literal label}}, {{literal lower}}, {{literal upper}}, {{literal unit}}, {{literal measure}}, {{literal dimensions}}){{#unless @last}},{{/unless}}
            {{/each}}
    ) as slots(component_ref, slot, slot_label, lower_bound, upper_bound, unit, measure, dimensions)

),

keys as (

    select
        calendar.grain,
        calendar.period_start,
        calendar.period_end,
        'total' as dimension,
        cast(null as varchar) as dimension_value,
        slots.measure
    from meta.periods as calendar
    cross join slots

    union

    select
        stored.grain,
        stored.period_start,
        stored.period_end,
        stored.dimension,
        stored.dimension_value,
        stored.measure
    from meta.measure_values as stored
    inner join slots
        on stored.measure = slots.measure
        and list_contains(slots.dimensions, stored.dimension)

),

final as (

    select
        slots.component_ref,
        keys.grain,
        keys.period_start,
        keys.period_end,
        keys.dimension,
        keys.dimension_value,
        slots.slot,
        slots.slot_label,
        slots.lower_bound,
        slots.upper_bound,
        slots.unit,
        cast(coalesce(stored.value, 0) as bigint) as count
    from keys
    inner join slots
        on keys.measure = slots.measure
    left join meta.measure_values as stored
        on keys.measure = stored.measure
        and keys.grain = stored.grain
        and keys.period_start = stored.period_start
        and keys.dimension = stored.dimension
        and keys.dimension_value is not distinct from stored.dimension_value

)

select * from final
order by
    final.component_ref,
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value,
    final.slot
