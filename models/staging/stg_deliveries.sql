with source as (

    select * from {{source "deliveries"}}

),

renamed as (

    select

        -- ids
        delivery_id,
        campaign_id,
        contact_id,

        -- timestamps
        sent_at,
        delivered_at,
        bounced_at,
        undelivered_at

    from source

)

select * from renamed
