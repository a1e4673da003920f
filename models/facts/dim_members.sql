with members as (

    select * from {{ref "stg_members"}}

),

final as (

    select
        members.member_id,
        members.first_name,
        members.last_name,
        concat_ws(' ', members.first_name, members.last_name) as full_name,
        members.role,
        members.kind,
        members.project_id,
        members.max_conversations
    from members

)

select * from final
