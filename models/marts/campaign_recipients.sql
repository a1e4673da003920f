-- who received a campaign's message, and what became of it
with deliveries as (

    select * from {{ref "fct_deliveries"}}

),

final as (

    select
        deliveries.delivery_id,
        deliveries.contact_id,
        deliveries.campaign_id,
        deliveries.campaign_name,
        deliveries.step,
        deliveries.journey_id,
        deliveries.journey_name,
        deliveries.message_channel,
        deliveries.is_delivered,
        deliveries.is_bounced,
        deliveries.is_undelivered,
        case when deliveries.tracks_opens then deliveries.open_count end as open_count,
        case when deliveries.tracks_clicks then deliveries.click_count end as click_count,
        deliveries.has_unsubscribe,
        deliveries.has_abuse_report,
        deliveries.order_count,
        deliveries.order_amount,
        deliveries.sent_at,
        deliveries.sent_at_local
    from deliveries

)

select * from final
order by
    final.campaign_id,
    final.sent_at,
    final.delivery_id
