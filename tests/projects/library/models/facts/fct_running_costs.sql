with running_costs as (

    select * from {{ref "stg_running_costs"}}

),

final as (

    select
        running_costs.branch_id,
        running_costs.cost,
        running_costs.month
    from running_costs

)

select * from final
