with holds as (

    select * from {{ref "stg_holds"}}

),

borrowers as (

    select * from {{ref "stg_borrowers"}}

),

final as (

    select
        holds.hold_id,
        holds.borrower_id,
        holds.branch_id,
        holds.pickup_branch_id,
        borrowers.category,
        holds.placed_at,
        holds.ready_at,
        holds.picked_up_at,
        holds.cancelled_at,
        {{> local_time moment="holds.placed_at"}} as placed_at_local,
        {{> local_time moment="holds.ready_at"}} as ready_at_local,
        {{> local_time moment="holds.picked_up_at"}} as picked_up_at_local,
        {{> local_time moment="holds.cancelled_at"}} as cancelled_at_local
    from holds
    left join borrowers
        on holds.borrower_id = borrowers.borrower_id

)

select * from final
