{{!-- A table of the catalog: one row per grain, period and value of {{dimensions}}, with its attributes and KPIs. --}}
with kpi_values as (

    select * from marts.kpi_values

),

{{#if relation}}
attributes as (

    select * from {{relation}}

),

{{/if}}
{{#if own}}
component_values as (

    select * from marts.component_values

),

{{/if}}
figures as (

    select
        kpi_values.kpi_ref,
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        kpi_values.dimension,
        kpi_values.dimension_value,
        kpi_values.value
    from kpi_values
    where kpi_values.dimension in ({{#each dimensions}}{{literal this}}{{#unless @last}}, {{/unless}}{{/each}})
        and kpi_values.kpi_ref in ({{#each kpis}}{{literal ref}}{{#unless @last}}, {{/unless}}{{/each}})
    {{#if own}}

    union all

    select
        component_values.column_ref as kpi_ref,
        component_values.grain,
        component_values.period_start,
        component_values.period_end,
        component_values.dimension,
        component_values.dimension_value,
        component_values.value
    from component_values
    where component_values.component_ref = {{literal own}}
        and component_values.dimension <> 'total'
    {{/if}}

),

pivoted as (

    select
        figures.grain,
        figures.period_start,
        figures.period_end,
        figures.dimension,
        figures.dimension_value,
        {{#each kpis}}
        {{#if zero}}
        coalesce(max(figures.value) filter (where figures.kpi_ref = {{literal ref}}), 0) as {{column}}{{#unless @last}},{{/unless}}
        {{else}}
        max(figures.value) filter (where figures.kpi_ref = {{literal ref}}) as {{column}}{{#unless @last}},{{/unless}}
        {{/if}}
        {{/each}}
    from figures
    group by
        figures.grain,
        figures.period_start,
        figures.period_end,
        figures.dimension,
        figures.dimension_value

),

{{#unless relation}}
{{> labels}}

{{/unless}}
final as (

    select
        pivoted.grain,
        pivoted.period_start,
        pivoted.period_end,
        pivoted.dimension,
        pivoted.dimension_value,
        {{#if relation}}
        {{#each attributes}}
        attributes.{{this}},
        {{/each}}
        {{else}}
        coalesce(labels.label, pivoted.dimension_value) as dimension_label,
        {{/if}}
        {{#each kpis}}
        pivoted.{{column}}{{#unless @last}},{{/unless}}
        {{/each}}
    from pivoted
    {{#if relation}}
    inner join attributes
        on pivoted.dimension_value = cast(attributes.{{key}} as varchar)
    {{else}}
    left join labels
        on pivoted.dimension = labels.dimension
        and pivoted.dimension_value = labels.dimension_value
    {{/if}}

)

select * from final
order by
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value
