{{!-- A family's KPIs side by side: one row per grain, period and breakdown value, one column per KPI. --}}
with kpi_values as (

    select * from marts.kpi_values

),

final as (

    select
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        kpi_values.dimension,
        kpi_values.dimension_value,
        {{#each kpis}}
        {{#if zero}}
        case
            when kpi_values.dimension in ({{#each dimensions}}'{{this}}', {{/each}}'total')
                then coalesce(max(kpi_values.value) filter (where kpi_values.kpi_ref = '{{ref}}'), 0)
        end as {{column}}{{#unless @last}},{{/unless}}
        {{else}}
        max(kpi_values.value) filter (where kpi_values.kpi_ref = '{{ref}}') as {{column}}{{#unless @last}},{{/unless}}
        {{/if}}
        {{/each}}
    from kpi_values
    where kpi_values.kpi_ref in (
        {{#each kpis}}
        '{{ref}}'{{#unless @last}},{{/unless}}
        {{/each}}
    )
    group by
        kpi_values.grain,
        kpi_values.period_start,
        kpi_values.period_end,
        kpi_values.dimension,
        kpi_values.dimension_value

)

select * from final
order by
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value
