{{!-- Between which values KPIs should lie: one row per KPI and breakdown value that has a target. --}}
select
    targets.kpi_ref,
    targets.dimension,
    cast(targets.dimension_value as varchar) as dimension_value,
    cast(targets.target_min as double) as target_min,
    cast(targets.target_max as double) as target_max
from (
    values
        {{#each rows}}
        ({{#each this}}{{literal this}}{{#unless @last}}, {{/unless}}{{/each}}){{#unless @last}},{{/unless}}
        {{/each}}
) as targets(kpi_ref, dimension, dimension_value, target_min, target_max)
order by
    targets.kpi_ref,
    targets.dimension,
    targets.dimension_value
