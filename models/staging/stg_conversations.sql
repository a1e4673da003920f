with source as (

    select * from {{source "conversations"}}

),

renamed as (

    select

        -- ids
        conversation_id,
        project_id,
        visitor_id,
        member_id,

        -- attributes
        source,
        channel,
        universe,
        theme,

        -- flags
        is_internal,
        is_blocked,

        -- timestamps
        requested_at,
        handled_at,
        cancelled_at,
        closed_at

    from source

)

select * from renamed
