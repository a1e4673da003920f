{{!-- A matrix of the catalog: one KPI by two dimensions at once, each cell with its distance from the total. --}}
with kpi_values as (

    select * from marts.kpi_values

),

component_values as (

    select * from marts.component_values

),

cells as (

    select
        component_values.grain,
        component_values.period_start,
        component_values.period_end,
        split_part(component_values.dimension_value, chr(31), 1) as {{rows}},
        split_part(component_values.dimension_value, chr(31), 2) as {{columns}},
        component_values.value,
        component_values.sample_size
    from component_values
    where component_values.component_ref = {{literal ref}}
        and component_values.dimension = {{literal pair}}

),

totals as (

    select
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.value
    from kpi_values
    where kpi_values.kpi_ref = {{literal kpi}}
        and kpi_values.dimension = 'total'

),

{{> labels}}

final as (

    select
        cells.grain,
        cells.period_start,
        cells.period_end,
        cells.{{rows}},
        coalesce(row_labels.label, cells.{{rows}}) as {{rows}}_label,
        cells.{{columns}},
        coalesce(column_labels.label, cells.{{columns}}) as {{columns}}_label,
        cells.value,
        cells.value - totals.value as distance,
        cells.sample_size
    from cells
    inner join totals
        on cells.grain = totals.grain
        and cells.period_start = totals.period_start
    left join labels as row_labels
        on row_labels.dimension = {{literal rows}}
        and row_labels.dimension_value = cells.{{rows}}
    left join labels as column_labels
        on column_labels.dimension = {{literal columns}}
        and column_labels.dimension_value = cells.{{columns}}

)

select * from final
order by
    final.grain,
    final.period_start,
    final.{{rows}},
    final.{{columns}}
