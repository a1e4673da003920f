with source as (

    select * from {{source "subscriptions"}}

),

renamed as (

    select

        -- ids
        subscription_id,
        project_id,
        contact_id,

        -- timestamps
        subscribed_at,
        unsubscribed_at

    from source

)

select * from renamed
