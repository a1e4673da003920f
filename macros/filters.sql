{{!-- filters(list): the conditions on a fact's rows that a reader has chosen; an optional one applies only when it is given --}}
{{#each list}}
and {{#if optional}}({{parameter}} is null or {{/if}}{{#if (is kind "values")}}list_contains(cast({{parameter}} as varchar[]), {{> label column=column}}){{/if}}{{#if (is kind "hours")}}{{> in_time_slot moment=column from=from to=to}}{{/if}}{{#if (is kind "weekdays")}}list_contains(cast({{parameter}} as integer[]), cast(isodow({{column}}) as integer)){{/if}}{{#if optional}}){{/if}}
{{/each}}
