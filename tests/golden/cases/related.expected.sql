-- Rows of another fact, dated in the same period, as columns of each ticket; 0 where there are none for a count, else NULL.

-- -------------------- measures/tickets_by_opened_at/day

with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = 'day'

),

measures as (

    with related_1 as (

        -- answers, last_at: rows of fct_replies dated in the same period
        select
            periods.period_start,
            periods.period_end,
            child.ticket_id,
            count(*) filter (where child.agent_id is not null) as answers,
            max(child.sent_at) filter (where child.agent_id is not null) as last_at
        from facts.fct_replies as child
        inner join periods
            on periods.period_start = cast(date_trunc('day', child.sent_at_local) as date)
        group by periods.period_start, periods.period_end, child.ticket_id

    ),

    dated as (

        -- the fact's rows, each in its period by opened_at
        select
            coalesce(cast(fact.team as varchar), '(none)') as by_team,
            coalesce(cast(fact.priority as varchar), '(none)') as by_priority,
            coalesce(related_1.answers, 0) as related_1_answers,
            fact.opened_at,
            related_1.last_at as related_1_last_at,
            periods.period_start,
            periods.period_end
        from facts.fct_tickets as fact
        inner join periods
            on periods.period_start = cast(date_trunc('day', fact.opened_at_local) as date)
        left join related_1
            on periods.period_start = related_1.period_start
            and periods.period_end = related_1.period_end
            and fact.ticket_id = related_1.ticket_id

    ),

    measured as (

        -- whether a row counts for each measure, and with which value
        select
            dated.by_team,
            dated.by_priority,
            dated.related_1_answers = 0 as counts_1,
            true as counts_2,
            cast(date_diff('microsecond', dated.opened_at, dated.related_1_last_at) as decimal(20, 0)) * cast(0.000001 as decimal(7, 6)) as value_2,
            dated.period_start,
            dated.period_end
        from dated

    ),

    aggregated as (

        select
            case
                when grouping(measured.by_team) = 0 then 'team'
                when grouping(measured.by_priority) = 0 then 'priority'
                else 'total'
            end as dimension,
            coalesce(measured.by_team, measured.by_priority, cast(null as varchar)) as dimension_value,
            count(*) filter (where measured.counts_1) as result_1,
            coalesce(sum(measured.value_2) filter (where measured.counts_2), 0) as result_2,
            count(measured.value_2) filter (where measured.counts_2) as sample_2,
            measured.period_start,
            measured.period_end
        from measured
        group by grouping sets (
            (measured.period_start, measured.period_end),
            (measured.by_team, measured.period_start, measured.period_end),
            (measured.by_priority, measured.period_start, measured.period_end)
        )

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
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'priority'),
                    'numerator': cast(null as double),
                    'denominator': cast(null as double),
                    'value': cast(aggregated.result_1 as double),
                    'sample_size': cast(aggregated.result_1 as bigint)
                },
                {
                    'name': 'Case-Card-2',
                    'has_breakdown': aggregated.dimension in ('total', 'team', 'priority'),
                    'numerator': cast(aggregated.result_2 as double),
                    'denominator': cast(aggregated.sample_2 as double),
                    'value': cast(aggregated.result_2 as double) / nullif(aggregated.sample_2, 0),
                    'sample_size': cast(aggregated.sample_2 as bigint)
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
