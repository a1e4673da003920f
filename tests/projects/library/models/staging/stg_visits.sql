with source as (

    select * from {{source "visits"}}

),

renamed as (

    select

        -- ids
        visit_id,
        branch_id,

        -- attributes
        items_browsed,

        -- timestamps
        entered_at

    from source

)

select * from renamed
