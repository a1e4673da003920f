{{!-- The catalog as a table: one row per KPI. --}}
select
    catalog.kpi_ref,
    catalog.family,
    {{#each languages}}
    catalog.name_{{this}},
    {{/each}}
    {{#each languages}}
    catalog.description_{{this}},
    {{/each}}
    catalog.kind,
    catalog.unit,
    cast(catalog.better as varchar) as better,
    catalog.is_fixed,
    cast(catalog.fluctuates_by as varchar[]) as fluctuates_by,
    cast(catalog.settles_after_days as integer) as settles_after_days,
    catalog.additivity,
    catalog.status,
    cast(catalog.dimensions as varchar[]) as dimensions,
    catalog.column_name,
    cast(catalog.target_min as double) as target_min,
    cast(catalog.target_max as double) as target_max,
    cast(catalog.companion_ref as varchar) as companion_ref,
    cast(catalog.formula as varchar) as formula,
    cast(catalog.depends_on as varchar[]) as depends_on,
    cast(catalog.note as varchar) as note
from (
    values
        {{#each rows}}
        (
            {{#each this}}
            {{literal this}}{{#unless @last}},{{/unless}}
            {{/each}}
        ){{#unless @last}},{{/unless}}
        {{/each}}
) as catalog({{columns}})
order by catalog.kpi_ref
