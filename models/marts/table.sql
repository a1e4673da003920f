{{!-- A table of the catalog: one row per grain, period and {{by}}, its attributes and KPIs. --}}
with kpi_values as (

    select * from marts.kpi_values

),

attributes as (

    select * from {{relation}}

),

pivoted as (

    select
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        kpi_values.dimension_value,
        {{#each kpis}}
        {{#if zero}}
        coalesce(max(kpi_values.value) filter (where kpi_values.kpi_ref = '{{ref}}'), 0) as {{column}}{{#unless @last}},{{/unless}}
        {{else}}
        max(kpi_values.value) filter (where kpi_values.kpi_ref = '{{ref}}') as {{column}}{{#unless @last}},{{/unless}}
        {{/if}}
        {{/each}}
    from kpi_values
    where kpi_values.dimension = '{{by}}'
        and kpi_values.kpi_ref in ({{#each kpis}}'{{ref}}'{{#unless @last}}, {{/unless}}{{/each}})
    group by
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        kpi_values.dimension_value

),

final as (

    select
        pivoted.grain,
        pivoted.period_start,
        pivoted.period_end,
        '{{by}}' as dimension,
        pivoted.dimension_value,
        {{#each attributes}}
        attributes.{{this}},
        {{/each}}
        {{#each kpis}}
        pivoted.{{column}}{{#unless @last}},{{/unless}}
        {{/each}}
    from pivoted
    inner join attributes
        on pivoted.dimension_value = cast(attributes.{{key}} as varchar)

)

select * from final
order by
    final.grain,
    final.period_start,
    final.dimension_value
