-- A count of the rows that satisfy a condition, dated by local days.

-- -------------------- measures/tickets_by_opened_at/day

with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = 'day'

),

measures as (

    with dated as (

        -- the fact's rows, each in its period by opened_at
        select
            coalesce(cast(fact.team as varchar), '(none)') as by_team,
            coalesce(cast(fact.priority as varchar), '(none)') as by_priority,
            fact.priority,
            periods.period_start,
            periods.period_end
        from facts.fct_tickets as fact
        inner join periods
            on periods.period_start = cast(date_trunc('day', fact.opened_at_local) as date)

    ),

    measured as (

        -- whether a row counts for each measure, and with which value
        select
            dated.by_team,
            dated.by_priority,
            dated.priority = 'high' as counts_1,
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
