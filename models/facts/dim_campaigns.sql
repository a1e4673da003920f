with campaigns as (

    select * from {{ref "stg_campaigns"}}

),

journeys as (

    select * from {{ref "dim_journeys"}}

),

final as (

    select
        campaigns.campaign_id,
        campaigns.journey_id,
        campaigns.name,
        journeys.name as journey_name,
        campaigns.message_channel,
        campaigns.step,
        campaigns.tracks_opens,
        campaigns.tracks_clicks,
        coalesce(journeys.is_reported, false) as is_reported
    from campaigns
    left join journeys
        on campaigns.journey_id = journeys.journey_id

)

select * from final
