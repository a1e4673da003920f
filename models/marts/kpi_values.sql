{{!-- Every KPI, by grain, period and breakdown value. --}}
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

{{> kpi_combine combine}},

promises as (

    -- in which breakdowns a KPI may still change after its period, and for how many days
    select
        promises.kpi_ref,
        promises.fluctuates_by,
        promises.settles_after_days
    from (
        values
            {{#each promises}}
            ({{literal ref}}, cast({{literal fluctuates_by}} as varchar[]), {{literal days}}){{#unless @last}},{{/unless}}
            {{/each}}
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
