with branches as (

    select * from {{ref "stg_branches"}}

),

final as (

    select
        branches.branch_id,
        branches.name
    from branches

)

select * from final
