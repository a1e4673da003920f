with source as (

    select * from {{source "channel_costs"}}

),

renamed as (

    select

        -- ids
        project_id,

        -- attributes
        sales_channel,
        cost,
        contacts,
        sales,

        -- dates
        month

    from source

)

select * from renamed
