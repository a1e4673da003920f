-- Different values of a column, in total and within each breakdown value; rows without one do not count.

-- -------------------- measures/replies_by_sent_at_per_agent_id/day

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
            dated.agent_id as entity,
            true as counts_1,
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
            measured.period_start,
            measured.period_end
        from measured
        where measured.entity is not null
        group by
            measured.by_team,
            measured.by_agent,
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
            count(*) filter (where judged.counts_1) as result_1,
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
                    'numerator': cast(null as double),
                    'denominator': cast(null as double),
                    'value': cast(aggregated.result_1 as double),
                    'sample_size': cast(aggregated.result_1 as bigint)
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
