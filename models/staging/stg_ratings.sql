with source as (

    select * from {{source "ratings"}}

),

renamed as (

    select

        -- ids
        rating_id,
        conversation_id,
        member_id,

        -- attributes
        score,
        welcome_score,
        wait_score,
        answer_score,
        comment,

        -- timestamps
        requested_at,
        given_at

    from source

)

select * from renamed
