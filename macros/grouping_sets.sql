{{!-- grouping_sets(from, entity): the total (unless only one breakdown is wanted) and each breakdown --}}
{{#unless only_breakdown}}
({{#if entity}}{{entity}}, {{/if}}{{from}}.period_start, {{from}}.period_end){{#if dimensions.length}},{{/if}}
{{/unless}}
{{#each dimensions}}
({{../from}}.by_{{alias}}, {{#if ../entity}}{{../entity}}, {{/if}}{{../from}}.period_start, {{../from}}.period_end){{#unless @last}},{{/unless}}
{{/each}}
