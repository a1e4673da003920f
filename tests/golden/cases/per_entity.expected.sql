-- Aggregates of aggregates. Each ticket's answers are counted first; tickets without any in the period do not take part.

-- -------------------- measures/replies_by_sent_at_per_ticket_id/day

with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = 'day'

),

measures as (

    with dated as (

        -- the fact's rows, each in its period by sent_at
        select
            coalesce(cast(fact.team as varchar), '(none)') as by_team,
            coalesce(cast(fact.agent_id as varchar), '(none)') as by_agent,
            fact.agent_id,
            fact.ticket_id,
            fact.sent_at,
            periods.period_start,
            periods.period_end
        from facts.fct_replies as fact
        inner join periods
            on periods.period_start = cast(date_trunc('day', fact.sent_at_local) as date)

    ),

    measured as (

        -- whether a row counts for each measure, and with which value
        select
            dated.by_team,
            dated.by_agent,
            dated.ticket_id as entity,
            dated.agent_id is not null as counts_1,
            dated.agent_id is not null as counts_2,
            dated.agent_id is not null as counts_3,
            dated.agent_id as writers_3,
            true as counts_4,
            dated.sent_at as first_at_4,
            dated.sent_at as last_at_4,
            dated.period_start,
            dated.period_end
        from dated

    ),

    partial as (

        -- one row per entity, combination of breakdown values and counted value: far fewer than the fact's rows
        select
            measured.by_team,
            measured.by_agent,
            measured.entity,
            coalesce(bool_or(measured.counts_1), false) as counts_1,
            count(*) filter (where measured.counts_1) as answers_1,
            coalesce(bool_or(measured.counts_2), false) as counts_2,
            count(*) filter (where measured.counts_2) as answers_2,
            coalesce(bool_or(measured.counts_3), false) as counts_3,
            measured.writers_3,
            coalesce(bool_or(measured.counts_4), false) as counts_4,
            min(measured.first_at_4) filter (where measured.counts_4) as first_at_4,
            max(measured.last_at_4) filter (where measured.counts_4) as last_at_4,
            count(*) filter (where measured.counts_4) as answers_4,
            measured.period_start,
            measured.period_end
        from measured
        where measured.entity is not null
        group by
            measured.by_team,
            measured.by_agent,
            measured.writers_3,
            measured.entity,
            measured.period_start,
            measured.period_end

    ),

    entities as (

        -- one row per entity, in total and within each breakdown value
        select
            case
                when grouping(partial.by_team) = 0 then 'team'
                when grouping(partial.by_agent) = 0 then 'agent'
                else 'total'
            end as dimension,
            coalesce(partial.by_team, partial.by_agent, cast(null as varchar)) as dimension_value,
            bool_or(partial.counts_1) as counts_1,
            cast(sum(partial.answers_1) as bigint) as answers_1,
            bool_or(partial.counts_2) as counts_2,
            cast(sum(partial.answers_2) as bigint) as answers_2,
            bool_or(partial.counts_3) as counts_3,
            count(distinct partial.writers_3) filter (where partial.counts_3) as writers_3,
            bool_or(partial.counts_4) as counts_4,
            min(partial.first_at_4) as first_at_4,
            max(partial.last_at_4) as last_at_4,
            cast(sum(partial.answers_4) as bigint) as answers_4,
            partial.period_start,
            partial.period_end
        from partial
        group by grouping sets (
            (partial.entity, partial.period_start, partial.period_end),
            (partial.by_team, partial.entity, partial.period_start, partial.period_end),
            (partial.by_agent, partial.entity, partial.period_start, partial.period_end)
        )

    ),

    judged as (

        select
            entities.counts_1 as counts_1,
            entities.answers_1 as value_1,
            entities.counts_2 and coalesce(entities.answers_2 >= 2, false) as counts_2,
            entities.counts_3 as counts_3,
            case when entities.writers_3 = 1 then 1 else 0 end as value_3,
            entities.counts_4 and coalesce(entities.answers_4 > 1, false) as counts_4,
            cast(date_diff('microsecond', entities.first_at_4, entities.last_at_4) as decimal(20, 0)) * cast(0.000001 as decimal(7, 6)) as value_4,
            entities.dimension,
            entities.dimension_value,
            entities.period_start,
            entities.period_end
        from entities

    ),

    aggregated as (

        select
            judged.dimension,
            judged.dimension_value,
            coalesce(sum(judged.value_1) filter (where judged.counts_1), 0) as result_1,
            count(judged.value_1) filter (where judged.counts_1) as sample_1,
            count(*) filter (where judged.counts_2) as result_2,
            coalesce(sum(judged.value_3) filter (where judged.counts_3), 0) as result_3,
            count(judged.value_3) filter (where judged.counts_3) as sample_3,
            quantile_cont(cast(judged.value_4 as double), 0.5) filter (where judged.counts_4) as result_4,
            count(judged.value_4) filter (where judged.counts_4) as sample_4,
            judged.period_start,
            judged.period_end
        from judged
        group by judged.dimension, judged.dimension_value, judged.period_start, judged.period_end

    ),

    listed as (

        -- one row per measure instead of one column
        select
            aggregated.period_start,
            aggregated.period_end,
            aggregated.dimension,
            aggregated.dimension_value,
            unnest([
                {
                    'name': 'Case-Card-1',
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'agent'),
                    'numerator': cast(aggregated.result_1 as double),
                    'denominator': cast(aggregated.sample_1 as double),
                    'value': cast(aggregated.result_1 as double) / nullif(aggregated.sample_1, 0),
                    'sample_size': cast(aggregated.sample_1 as bigint)
                },
                {
                    'name': 'Case-Card-2',
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'agent'),
                    'numerator': cast(null as double),
                    'denominator': cast(null as double),
                    'value': cast(aggregated.result_2 as double),
                    'sample_size': cast(aggregated.result_2 as bigint)
                },
                {
                    'name': 'Case-Card-3',
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'agent'),
                    'numerator': cast(aggregated.result_3 as double),
                    'denominator': cast(aggregated.sample_3 as double),
                    'value': cast(aggregated.result_3 as double) / nullif(aggregated.sample_3, 0),
                    'sample_size': cast(aggregated.sample_3 as bigint)
                },
                {
                    'name': 'Case-Card-4',
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'agent'),
                    'numerator': cast(null as double),
                    'denominator': cast(null as double),
                    'value': cast(aggregated.result_4 as double),
                    'sample_size': cast(aggregated.sample_4 as bigint)
                }
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

),

final as (

    select * from measures

)

select
    final.measure,
    'day' as grain,
    final.period_start,
    final.period_end,
    final.dimension,
    final.dimension_value,
    final.numerator,
    final.denominator,
    final.value,
    final.sample_size
from final
