with source as (

    select * from {{source "running_costs"}}

),

renamed as (

    select

        -- ids
        branch_id,

        -- attributes
        cost,

        -- dates
        month

    from source

)

select * from renamed
