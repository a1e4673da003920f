with source as (

    select * from {{source "participations"}}

),

renamed as (

    select

        -- ids
        conversation_id,
        member_id,

        -- timestamps
        joined_at,
        left_at

    from source

)

select * from renamed
