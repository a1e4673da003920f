with widget_events as (

    select * from {{ref "stg_widget_events"}}

),

final as (

    select
        widget_events.event_id,
        widget_events.project_id,
        widget_events.visitor_id,
        widget_events.event,
        widget_events.occurred_at,
        {{> local_time moment="widget_events.occurred_at"}} as occurred_at_local
    from widget_events

)

select * from final
