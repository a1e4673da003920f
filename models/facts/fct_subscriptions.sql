with subscriptions as (

    select * from {{ref "stg_subscriptions"}}

),

final as (

    select
        subscriptions.subscription_id,
        subscriptions.project_id,
        subscriptions.contact_id,
        subscriptions.subscribed_at,
        subscriptions.unsubscribed_at,
        {{> local_time moment="subscriptions.subscribed_at"}} as subscribed_at_local,
        {{> local_time moment="subscriptions.unsubscribed_at"}} as unsubscribed_at_local
    from subscriptions

)

select * from final
