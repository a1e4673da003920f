-- One definition as three statements (all periods of a grain, one exact period, a table macro); they differ in how a row finds its period.

-- -------------------- measures/tickets_by_opened_at/week

with periods as (

    select
        calendar.period_start,
        calendar.period_end
    from meta.periods as calendar
    where calendar.grain = 'week'

),

added as (

    -- counts of rows add up over days, which are known already
    select
        days.measure,
        periods.period_start,
        periods.period_end,
        days.dimension,
        days.dimension_value,
        cast(null as double) as numerator,
        cast(null as double) as denominator,
        sum(days.value) as value,
        cast(sum(days.sample_size) as bigint) as sample_size
    from meta.measure_values as days
    inner join periods
        on periods.period_start = cast(date_trunc('week', days.period_start) as date)
    where days.grain = 'day'
        and days.measure in ('Case-Card-1')
    group by
        days.measure,
        periods.period_start,
        periods.period_end,
        days.dimension,
        days.dimension_value

),

final as (

    select * from added

)

select
    final.measure,
    'week' as grain,
    final.period_start,
    final.period_end,
    final.dimension,
    final.dimension_value,
    final.numerator,
    final.denominator,
    final.value,
    final.sample_size
from final

-- -------------------- marts/kpi_values

with periods as (

    select
        calendar.grain,
        calendar.period_start,
        calendar.period_end,
        calendar.is_complete
    from meta.periods as calendar

),

measure_values as (

    select
        stored.measure,
        stored.grain,
        stored.period_start,
        stored.period_end,
        stored.dimension,
        stored.dimension_value,
        stored.numerator,
        stored.denominator,
        stored.value,
        stored.sample_size
    from meta.measure_values as stored

),

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
            ('Case-Card-1', 1, 1, 'Case-Card-1', cast(['team', 'priority'] as varchar[]))
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
        max(matched.numerator) filter (where matched.part = 1) as numerator_1,
        max(matched.denominator) filter (where matched.part = 1) as denominator_1,
        max(matched.value) filter (where matched.part = 1) as value_1,
        max(matched.sample_size) filter (where matched.part = 1) as sample_1
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
            when 1 then cast(null as double)
        end as numerator,
        case side_by_side.form
            when 1 then cast(null as double)
        end as denominator,
        case side_by_side.form
            when 1 then coalesce(side_by_side.value_1, 0)
        end as value,
        case side_by_side.form
            when 1 then coalesce(side_by_side.sample_1, 0)
        end as sample_size
    from side_by_side

)
,

promises as (

    -- in which breakdowns a KPI may still change after its period, and for how many days
    select
        promises.kpi_ref,
        promises.fluctuates_by,
        promises.settles_after_days
    from (
        values
            ('Case-Card-1', cast([] as varchar[]), 0)
    ) as promises(kpi_ref, fluctuates_by, settles_after_days)

),

final as (

    select
        calculated.kpi_ref,
        calculated.grain,
        calculated.period_start,
        calculated.period_end,
        calculated.dimension,
        calculated.dimension_value,
        calculated.numerator,
        calculated.denominator,
        calculated.value,
        calculated.sample_size,
        periods.is_complete,
        case
            when list_contains(promises.fluctuates_by, calculated.dimension)
                then coalesce(calculated.period_end + to_days(promises.settles_after_days) <= data_end.ends_at_local, false)
            else periods.is_complete
        end as is_settled
    from calculated
    inner join periods
        on calculated.grain = periods.grain
        and calculated.period_start = periods.period_start
    inner join promises
        on calculated.kpi_ref = promises.kpi_ref
    cross join meta.data_end as data_end
    where calculated.dimension = 'total'
        or calculated.sample_size > 0
        or calculated.value <> 0
        or calculated.numerator <> 0

)

select * from final
order by
    final.kpi_ref,
    final.grain,
    final.period_start,
    final.dimension,
    final.dimension_value

-- -------------------- query Case-Card-1

-- $period_starts = ["2026-03-02","2026-03-03","2026-03-04"]
-- $period_ends = ["2026-03-03","2026-03-04","2026-03-05"]
with periods as (

    select
        'day' as grain,
        spans.period_start,
        spans.period_end
    from (
        select
            unnest(cast($period_starts as date[])) as period_start,
            unnest(cast($period_ends as date[])) as period_end
    ) as spans

),

measures_1 as (

    with dated as (

        -- the fact's rows, each in its period by opened_at
        select
            periods.period_start,
            periods.period_end
        from facts.fct_tickets as fact
        inner join periods
            on fact.opened_at_local >= periods.period_start and fact.opened_at_local < periods.period_end

    ),

    measured as (

        -- whether a row counts for each measure, and with which value
        select
            true as counts_1,
            dated.period_start,
            dated.period_end
        from dated

    ),

    aggregated as (

        select
            'total' as dimension,
            cast(null as varchar) as dimension_value,
            count(*) filter (where measured.counts_1) as result_1,
            measured.period_start,
            measured.period_end
        from measured
        group by grouping sets (
            (measured.period_start, measured.period_end)
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
                    'has_breakdown': aggregated.dimension in ('total'),
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

measure_values as (

    select
        measures_1.measure as measure,
        periods.grain,
        measures_1.period_start,
        measures_1.period_end,
        measures_1.dimension,
        measures_1.dimension_value,
        measures_1.numerator,
        measures_1.denominator,
        measures_1.value,
        measures_1.sample_size
    from measures_1
    inner join periods
        on measures_1.period_start = periods.period_start
        and measures_1.period_end = periods.period_end

),

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
            ('Case-Card-1', 1, 1, 'Case-Card-1', cast(['team', 'priority'] as varchar[]))
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
        max(matched.numerator) filter (where matched.part = 1) as numerator_1,
        max(matched.denominator) filter (where matched.part = 1) as denominator_1,
        max(matched.value) filter (where matched.part = 1) as value_1,
        max(matched.sample_size) filter (where matched.part = 1) as sample_1
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
            when 1 then cast(null as double)
        end as numerator,
        case side_by_side.form
            when 1 then cast(null as double)
        end as denominator,
        case side_by_side.form
            when 1 then coalesce(side_by_side.value_1, 0)
        end as value,
        case side_by_side.form
            when 1 then coalesce(side_by_side.sample_1, 0)
        end as sample_size
    from side_by_side

)

select
    calculated.kpi_ref,
    calculated.period_start,
    calculated.period_end,
    calculated.dimension,
    calculated.dimension_value,
    calculated.numerator,
    calculated.denominator,
    calculated.value,
    calculated.sample_size
from calculated
order by
    calculated.kpi_ref,
    calculated.period_start,
    calculated.dimension_value

-- -------------------- macros/case_card_1

create or replace macro marts.case_card_1(
    period_start,
    period_end,
    team := null,
    priority := null,
    hours_from := null,
    hours_to := null,
    weekdays := null
) as table (

    with periods as (

        select
            'period' as grain,
            cast(period_start as date) as period_start,
            cast(period_end as date) as period_end

    ),

    measures_1 as (

        with dated as (

            -- the fact's rows, each in its period by opened_at
            select
                periods.period_start,
                periods.period_end
            from facts.fct_tickets as fact
            inner join periods
                on fact.opened_at_local >= periods.period_start and fact.opened_at_local < periods.period_end
                and (team is null or list_contains(cast(team as varchar[]), coalesce(cast(fact.team as varchar), '(none)')))
                and (priority is null or list_contains(cast(priority as varchar[]), coalesce(cast(fact.priority as varchar), '(none)')))
                and (hours_from is null or case when cast(hours_from as time) < cast(hours_to as time) then cast(fact.opened_at_local as time) >= cast(hours_from as time) and cast(fact.opened_at_local as time) < cast(hours_to as time) else cast(fact.opened_at_local as time) >= cast(hours_from as time) or cast(fact.opened_at_local as time) < cast(hours_to as time) end)
                and (weekdays is null or list_contains(cast(weekdays as integer[]), cast(isodow(fact.opened_at_local) as integer)))

        ),

        measured as (

            -- whether a row counts for each measure, and with which value
            select
                true as counts_1,
                dated.period_start,
                dated.period_end
            from dated

        ),

        aggregated as (

            select
                'total' as dimension,
                cast(null as varchar) as dimension_value,
                count(*) filter (where measured.counts_1) as result_1,
                measured.period_start,
                measured.period_end
            from measured
            group by grouping sets (
                (measured.period_start, measured.period_end)
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
                        'has_breakdown': aggregated.dimension in ('total'),
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

    measure_values as (

        select
            measures_1.measure as measure,
            periods.grain,
            measures_1.period_start,
            measures_1.period_end,
            measures_1.dimension,
            measures_1.dimension_value,
            measures_1.numerator,
            measures_1.denominator,
            measures_1.value,
            measures_1.sample_size
        from measures_1
        inner join periods
            on measures_1.period_start = periods.period_start
            and measures_1.period_end = periods.period_end

    ),

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
                ('Case-Card-1', 1, 1, 'Case-Card-1', cast(['team', 'priority'] as varchar[]))
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
            max(matched.numerator) filter (where matched.part = 1) as numerator_1,
            max(matched.denominator) filter (where matched.part = 1) as denominator_1,
            max(matched.value) filter (where matched.part = 1) as value_1,
            max(matched.sample_size) filter (where matched.part = 1) as sample_1
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
                when 1 then cast(null as double)
            end as numerator,
            case side_by_side.form
                when 1 then cast(null as double)
            end as denominator,
            case side_by_side.form
                when 1 then coalesce(side_by_side.value_1, 0)
            end as value,
            case side_by_side.form
                when 1 then coalesce(side_by_side.sample_1, 0)
            end as sample_size
        from side_by_side

    )

    select
        calculated.numerator,
        calculated.denominator,
        calculated.value,
        calculated.sample_size
    from calculated

)
