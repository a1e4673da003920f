{{!-- The calendar: every day, ISO week, month, quarter and year from the first to the last local date of any anchor. --}}
with anchors as (

    {{#if calendar}}
    select
        date '{{calendar.from}}' as first_date,
        date '{{calendar.to}}' as last_date
    {{else}}
    {{#each anchors}}
    select
        cast(min(fact.{{column}}) as date) as first_date,
        cast(max(fact.{{column}}) as date) as last_date
    from facts.{{fact}} as fact
    {{#unless @last}}

    union all

    {{/unless}}
    {{/each}}
    {{/if}}

),

bounds as (

    select
        min(anchors.first_date) as first_date,
        max(anchors.last_date) as last_date
    from anchors

),

spans as (

    {{#each grains}}
    select
        '{{this}}' as grain,
        cast(starts.moment as date) as period_start,
        cast(starts.moment + {{#if (is this "quarter")}}interval 3 month{{else}}interval 1 {{this}}{{/if}} as date) as period_end
    from bounds
    cross join unnest(generate_series(
        date_trunc('{{this}}', cast(bounds.first_date as timestamp)),
        cast(bounds.last_date as timestamp),
        {{#if (is this "quarter")}}interval 3 month{{else}}interval 1 {{this}}{{/if}}
    )) as starts(moment)
    {{#unless @last}}

    union all

    {{/unless}}
    {{/each}}

),

final as (

    select
        spans.grain,
        spans.period_start,
        spans.period_end,
        coalesce(spans.period_end <= data_end.ends_at_local, false) as is_complete
    from spans
    cross join meta.data_end as data_end

)

select * from final
order by final.grain, final.period_start
