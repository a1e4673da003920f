with source as (

    select * from {{source "member_sessions"}}

),

renamed as (

    select

        -- ids
        session_id,
        member_id,

        -- timestamps
        connected_at,
        disconnected_at

    from source

)

select * from renamed
