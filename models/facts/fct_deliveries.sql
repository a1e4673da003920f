with deliveries as (

    select * from {{ref "stg_deliveries"}}

),

delivery_events as (

    select * from {{ref "stg_delivery_events"}}

),

campaigns as (

    select * from {{ref "dim_campaigns"}}

),

-- without those out of conversations between members
orders as (

    select * from {{ref "fct_orders"}}

),

reactions as (

    select
        delivery_events.delivery_id,
        count(*) filter (where delivery_events.event = 'open') as open_count,
        count(*) filter (where delivery_events.event = 'click') as click_count,
        count(*) filter (where delivery_events.event = 'unsubscribe') as unsubscribe_count,
        count(*) filter (where delivery_events.event = 'abuse_report') as abuse_report_count
    from delivery_events
    group by delivery_events.delivery_id

),

-- whatever became of them: cancelled and returned ones too
attributed as (

    select
        orders.delivery_id,
        count(*) as order_count,
        sum(orders.amount_excl_tax) as order_amount
    from orders
    where orders.delivery_id is not null
    group by orders.delivery_id

),

final as (

    select
        deliveries.delivery_id,
        deliveries.contact_id,
        deliveries.campaign_id,
        campaigns.name as campaign_name,
        campaigns.step,
        campaigns.journey_id,
        campaigns.journey_name,
        campaigns.message_channel,
        campaigns.tracks_opens,
        campaigns.tracks_clicks,
        deliveries.delivered_at is not null as is_delivered,
        deliveries.bounced_at is not null as is_bounced,
        deliveries.undelivered_at is not null as is_undelivered,
        coalesce(reactions.open_count, 0) as open_count,
        coalesce(reactions.click_count, 0) as click_count,
        coalesce(reactions.open_count > 0, false) as has_open,
        coalesce(reactions.click_count > 0, false) as has_click,
        coalesce(reactions.unsubscribe_count > 0, false) as has_unsubscribe,
        coalesce(reactions.abuse_report_count > 0, false) as has_abuse_report,
        coalesce(attributed.order_count, 0) as order_count,
        cast(coalesce(attributed.order_amount, 0) as decimal(38, 2)) as order_amount,
        coalesce(attributed.order_count > 0, false) as has_order,
        deliveries.sent_at,
        deliveries.delivered_at,
        deliveries.bounced_at,
        deliveries.undelivered_at,
        {{> local_time moment="deliveries.sent_at"}} as sent_at_local,
        {{> local_time moment="deliveries.delivered_at"}} as delivered_at_local,
        {{> local_time moment="deliveries.bounced_at"}} as bounced_at_local,
        {{> local_time moment="deliveries.undelivered_at"}} as undelivered_at_local
    from deliveries
    inner join campaigns
        on deliveries.campaign_id = campaigns.campaign_id
    left join reactions
        on deliveries.delivery_id = reactions.delivery_id
    left join attributed
        on deliveries.delivery_id = attributed.delivery_id
    where campaigns.is_reported

)

select * from final
