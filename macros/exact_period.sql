{{!-- exact_period(groups, combine): from "periods" to the calculated KPIs, without the marts: the same text for a query's bound values and a macro's parameters --}}
{{#each groups}}
measures_{{number}} as (

    {{> measure_group context}}

),

{{/each}}
measure_values as (

    {{#each groups}}
    select
        {{#if ../marked}}measures_{{number}}.measure || '{{mark}}'{{else}}measures_{{number}}.measure{{/if}} as measure,
        periods.grain,
        measures_{{number}}.period_start,
        measures_{{number}}.period_end,
        measures_{{number}}.dimension,
        measures_{{number}}.dimension_value,
        measures_{{number}}.numerator,
        measures_{{number}}.denominator,
        measures_{{number}}.value,
        measures_{{number}}.sample_size
    from measures_{{number}}
    inner join periods
        on measures_{{number}}.period_start = periods.period_start
        and measures_{{number}}.period_end = periods.period_end
    {{#unless @last}}

    union all

    {{/unless}}
    {{/each}}

),

{{> kpi_combine combine}}
