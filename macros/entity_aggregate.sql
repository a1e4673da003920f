{{!-- entity_aggregate(): an entity's own aggregate; a quantile is rounded to 9 decimals so that it can be added up exactly --}}
{{#if (is aggregate "quantile")}}cast({{> aggregate_quantile}} as decimal(28, 9)){{else}}{{> (concat "aggregate_" aggregate)}}{{/if}}
