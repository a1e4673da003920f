with hook_events as (

    select * from {{ref "stg_hook_events"}}

),

members as (

    select * from {{ref "dim_members"}}

),

final as (

    select
        hook_events.event_id,
        hook_events.project_id,
        hook_events.member_id,
        members.role,
        hook_events.visitor_id,
        hook_events.event,
        hook_events.occurred_at,
        {{> local_time moment="hook_events.occurred_at"}} as occurred_at_local
    from hook_events
    left join members
        on hook_events.member_id = members.member_id

)

select * from final
