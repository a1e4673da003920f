with source as (

    select * from {{source "members"}}

),

renamed as (

    select

        -- ids
        member_id,
        project_id,

        -- attributes
        first_name,
        last_name,
        role,
        kind,
        max_conversations

    from source

)

select * from renamed
