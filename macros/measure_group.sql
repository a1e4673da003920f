{{!-- measure_group(group): the measures that share a fact, an anchor and a shape, in one scan; reads the CTE "periods"; one row per measure, period and breakdown value --}}
with {{#each related}}{{name}} as (

    -- {{aliases}}: rows of {{fact}} dated in the same period
    select
        periods.period_start,
        periods.period_end,
        child.{{on}},
        {{#each aggregates}}
        {{> (concat "aggregate_" aggregate) value=value counts=counts at=at}} as {{alias}}{{#unless @last}},{{/unless}}
        {{/each}}
    from {{relation}} as child
    inner join periods
        on {{> in_same_period moment=moment grain=../grain}}
    group by periods.period_start, periods.period_end, child.{{on}}

),

{{/each}}
dated as (

    {{#if stock}}
    -- the rows that had entered before each period's start and not yet left
    {{else}}
    -- the fact's rows, each in its period by {{anchor}}
    {{/if}}
    select
        {{#each dimensions}}
        {{> labels_joined column=column others=others}} as by_{{alias}},
        {{/each}}
        {{#each columns}}
        {{sql}}{{#if alias}} as {{alias}}{{/if}},
        {{/each}}
        periods.period_start,
        periods.period_end
    from {{relation}} as fact
    {{#if stock}}
    inner join periods
        on {{enters}} < periods.period_start
        and ({{leaves}} is null or {{leaves}} >= periods.period_start)
        {{> filters list=filters}}
    {{else}}
    inner join periods
        on {{> in_same_period moment=moment grain=grain}}
        {{> filters list=filters}}
    {{/if}}
    {{#each related}}
    left join {{name}}
        on periods.period_start = {{name}}.period_start
        and periods.period_end = {{name}}.period_end
        and fact.{{on}} = {{name}}.{{on}}
    {{/each}}

),

measured as (

    -- whether a row counts for each measure, and with which value
    select
        {{#each dimensions}}
        dated.by_{{alias}},
        {{/each}}
        {{#if entity}}
        dated.{{entity}} as entity,
        {{/if}}
        {{#each measures}}
        {{#if where}}{{where}}{{else}}true{{/if}} as counts_{{n}},
        {{#each values}}
        {{sql}} as {{alias}},
        {{/each}}
        {{/each}}
        dated.period_start,
        dated.period_end
    from dated

),

{{#if entity}}
{{#if partial}}
partial as (

    -- one row per entity, combination of breakdown values and counted value: far fewer than the fact's rows
    select
        {{#each dimensions}}
        measured.by_{{alias}},
        {{/each}}
        measured.entity,
        {{#each measures}}
        coalesce(bool_or(measured.counts_{{n}}), false) as counts_{{n}},
        {{#each each}}
        {{#if (is aggregate "count_distinct")}}measured.{{alias}}{{else}}{{> entity_aggregate}} as {{alias}}{{/if}},
        {{/each}}
        {{/each}}
        measured.period_start,
        measured.period_end
    from measured
    where measured.entity is not null
    group by
        {{#each dimensions}}
        measured.by_{{alias}},
        {{/each}}
        {{#each measures}}
        {{#each each}}
        {{#if (is aggregate "count_distinct")}}
        measured.{{alias}},
        {{/if}}
        {{/each}}
        {{/each}}
        measured.entity,
        measured.period_start,
        measured.period_end

),

entities as (

    -- one row per entity, in total and within each breakdown value
    select
        {{> dimension_columns from="partial"}}
        {{#each measures}}
        bool_or(partial.counts_{{n}}) as counts_{{n}},
        {{#each each}}
        {{> partial_aggregate from="partial"}} as {{alias}},
        {{/each}}
        {{/each}}
        partial.period_start,
        partial.period_end
    from partial
    group by grouping sets (
        {{> grouping_sets from="partial" entity="partial.entity"}}
    )

),
{{else}}
entities as (

    -- one row per entity, in total and within each breakdown value
    select
        {{> dimension_columns from="measured"}}
        {{#each measures}}
        coalesce(bool_or(measured.counts_{{n}}), false) as counts_{{n}},
        {{#each each}}
        {{> entity_aggregate}} as {{alias}},
        {{/each}}
        {{/each}}
        measured.period_start,
        measured.period_end
    from measured
    where measured.entity is not null
    group by grouping sets (
        {{> grouping_sets from="measured" entity="measured.entity"}}
    )

),
{{/if}}

judged as (

    select
        {{#each measures}}
        entities.counts_{{n}}{{#if having}} and coalesce({{having}}, false){{/if}} as counts_{{n}},
        {{#each outer}}
        {{sql}} as {{alias}},
        {{/each}}
        {{/each}}
        entities.dimension,
        entities.dimension_value,
        entities.period_start,
        entities.period_end
    from entities

),

{{/if}}
aggregated as (

    select
        {{#if entity}}
        judged.dimension,
        judged.dimension_value,
        {{else}}
        {{> dimension_columns from="measured"}}
        {{/if}}
        {{#each measures}}
        {{> (concat "aggregate_" result.aggregate) value=result.value counts=result.counts at=result.at}} as result_{{n}},
        {{#if result.sampled}}
        count({{result.value}}) filter (where {{result.counts}}) as sample_{{n}},
        {{/if}}
        {{/each}}
        {{#if entity}}
        judged.period_start,
        judged.period_end
    from judged
    group by judged.dimension, judged.dimension_value, judged.period_start, judged.period_end
        {{else}}
        measured.period_start,
        measured.period_end
    from measured
    group by grouping sets (
        {{> grouping_sets from="measured"}}
    )
        {{/if}}

),

listed as (

    -- one row per measure instead of one column
    select
        aggregated.period_start,
        aggregated.period_end,
        aggregated.dimension,
        aggregated.dimension_value,
        unnest([
            {{#each measures}}
            {
                'name': '{{id}}',
                'has_breakdown': aggregated.dimension in ({{#each dimensions}}'{{this}}'{{#unless @last}}, {{/unless}}{{/each}}),
                {{#if result.mean}}
                'numerator': cast(aggregated.result_{{n}} as double),
                'denominator': cast(aggregated.sample_{{n}} as double),
                'value': cast(aggregated.result_{{n}} as double) / nullif(aggregated.sample_{{n}}, 0),
                {{else}}
                'numerator': cast(null as double),
                'denominator': cast(null as double),
                'value': cast(aggregated.result_{{n}} as double),
                {{/if}}
                'sample_size': cast(aggregated.{{#if result.sampled}}sample{{else}}result{{/if}}_{{n}} as bigint)
            }{{#unless @last}},{{/unless}}
            {{/each}}
        ]) as measure
    from aggregated

)

select
    listed.measure.name as measure,
    listed.period_start,
    listed.period_end,
    listed.dimension,
    listed.dimension_value,
    listed.measure.numerator as numerator,
    listed.measure.denominator as denominator,
    listed.measure.value as value,
    listed.measure.sample_size as sample_size
from listed
where listed.measure.has_breakdown
    and (listed.measure.sample_size > 0 or listed.measure.value <> 0 or listed.measure.numerator <> 0)
