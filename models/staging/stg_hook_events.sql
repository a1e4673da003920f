with source as (

    select * from {{source "hook_events"}}

),

renamed as (

    select

        -- ids
        event_id,
        project_id,
        member_id,
        visitor_id,
        conversation_id,

        -- attributes
        event,

        -- timestamps
        occurred_at

    from source

)

select * from renamed
