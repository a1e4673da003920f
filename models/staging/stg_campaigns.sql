with source as (

    select * from {{source "campaigns"}}

),

renamed as (

    select

        -- ids
        campaign_id,
        journey_id,

        -- attributes
        name,
        message_channel,
        step,

        -- flags
        tracks_opens,
        tracks_clicks

    from source

)

select * from renamed
