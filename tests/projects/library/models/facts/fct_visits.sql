with visits as (

    select * from {{ref "stg_visits"}}

),

final as (

    select
        visits.visit_id,
        visits.branch_id,
        visits.items_browsed,
        visits.entered_at,
        {{> local_time moment="visits.entered_at"}} as entered_at_local
    from visits

)

select * from final
