with source as (

    select * from {{source "messages"}}

),

renamed as (

    select

        -- ids
        message_id,
        conversation_id,
        member_id,

        -- attributes
        author,
        kind,

        -- flags
        is_automatic,

        -- timestamps
        sent_at,
        email_filled_at

    from source

)

select * from renamed
