with source as (

    select * from {{source "delivery_events"}}

),

renamed as (

    select

        -- ids
        event_id,
        delivery_id,

        -- attributes
        event,

        -- timestamps
        occurred_at

    from source

)

select * from renamed
