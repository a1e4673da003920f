{{!-- dimension_columns(from): which breakdown a grouped row belongs to, and its value --}}
{{#if dimensions.length}}
case
    {{#each dimensions}}
    when grouping({{../from}}.by_{{alias}}) = 0 then '{{name}}'
    {{/each}}
    else 'total'
end as dimension,
coalesce({{#each dimensions}}{{../from}}.by_{{alias}}, {{/each}}cast(null as varchar)) as dimension_value,
{{else}}
'total' as dimension,
cast(null as varchar) as dimension_value,
{{/if}}
