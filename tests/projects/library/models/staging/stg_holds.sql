with source as (

    select * from {{source "holds"}}

),

renamed as (

    select

        -- ids
        hold_id,
        borrower_id,
        branch_id,
        pickup_branch_id,

        -- timestamps
        placed_at,
        ready_at,
        picked_up_at,
        cancelled_at

    from source

)

select * from renamed
