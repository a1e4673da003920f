{{!-- kpi_combine(kpis, parts, forms, slots, totals): CTEs that join each KPI's measures on period, dimension and value, each with its own 0 or NULL, and calculate the KPI; reads "periods" and "measure_values" --}}
kpi_parts as (

    -- the measures that each KPI is made of, and the dimensions that all of them have
    select
        parts.kpi_ref,
        parts.form,
        parts.part,
        parts.measure,
        parts.dimensions
    from (
        values
            {{#each parts}}
            ('{{kpi}}', {{form}}, {{part}}, '{{measure}}', cast([{{#each dimensions}}'{{this}}'{{#unless @last}}, {{/unless}}{{/each}}] as varchar[])){{#unless @last}},{{/unless}}
            {{/each}}
    ) as parts(kpi_ref, form, part, measure, dimensions)

),

matched as (

    select
        kpi_parts.kpi_ref,
        kpi_parts.form,
        kpi_parts.part,
        measure_values.grain,
        measure_values.period_start,
        measure_values.period_end,
        measure_values.dimension,
        measure_values.dimension_value,
        measure_values.numerator,
        measure_values.denominator,
        measure_values.value,
        measure_values.sample_size
    from measure_values
    inner join kpi_parts
        on measure_values.measure = kpi_parts.measure
    where measure_values.dimension = 'total' or list_contains(kpi_parts.dimensions, measure_values.dimension)

    {{#if totals}}
    union all

    -- a total for every period, whether or not something happened
    select
        kpi_parts.kpi_ref,
        kpi_parts.form,
        0 as part,
        periods.grain,
        periods.period_start,
        periods.period_end,
        'total' as dimension,
        cast(null as varchar) as dimension_value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        cast(null as double) as value,
        cast(null as bigint) as sample_size
    from periods
    cross join kpi_parts
    where kpi_parts.part = 1
    {{/if}}

),

side_by_side as (

    select
        matched.kpi_ref,
        matched.form,
        matched.grain,
        matched.period_start,
        matched.period_end,
        matched.dimension,
        matched.dimension_value,
        {{#each slots}}
        max(matched.numerator) filter (where matched.part = {{this}}) as numerator_{{this}},
        max(matched.denominator) filter (where matched.part = {{this}}) as denominator_{{this}},
        max(matched.value) filter (where matched.part = {{this}}) as value_{{this}},
        max(matched.sample_size) filter (where matched.part = {{this}}) as sample_{{this}}{{#unless @last}},{{/unless}}
        {{/each}}
    from matched
    group by
        matched.kpi_ref,
        matched.form,
        matched.grain,
        matched.period_start,
        matched.period_end,
        matched.dimension,
        matched.dimension_value

),

calculated as (

    select
        side_by_side.kpi_ref,
        side_by_side.grain,
        side_by_side.period_start,
        side_by_side.period_end,
        side_by_side.dimension,
        side_by_side.dimension_value,
        case side_by_side.form
            {{#each forms}}
            when {{form}} then {{numerator}}
            {{/each}}
        end as numerator,
        case side_by_side.form
            {{#each forms}}
            when {{form}} then {{denominator}}
            {{/each}}
        end as denominator,
        case side_by_side.form
            {{#each forms}}
            when {{form}} then {{value}}
            {{/each}}
        end as value,
        case side_by_side.form
            {{#each forms}}
            when {{form}} then {{sample}}
            {{/each}}
        end as sample_size
    from side_by_side

)
