{{!-- Bars of the catalog: KPIs of one unit side by side, some with a bar for each value of a dimension. --}}
with kpi_values as (

    select * from marts.kpi_values

),

bars as (

    select
        bars.bar_group,
        bars.kpi_ref,
        bars.dimension,
        bars.position
    from (
        values
            {{#each bars}}
            ({{literal group}}, {{literal kpi}}, {{literal dimension}}, {{literal position}}){{#unless @last}},{{/unless}}
            {{/each}}
    ) as bars(bar_group, kpi_ref, dimension, position)

),

final as (

    select
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        bars.bar_group,
        bars.position,
        bars.kpi_ref,
        kpi_values.dimension,
        kpi_values.dimension_value,
        kpi_values.value,
        kpi_values.sample_size,
        kpi_values.is_complete,
        kpi_values.is_settled
    from bars
    inner join kpi_values
        on bars.kpi_ref = kpi_values.kpi_ref
        and bars.dimension = kpi_values.dimension

)

select * from final
order by
    final.grain,
    final.period_start,
    final.position,
    final.dimension_value
