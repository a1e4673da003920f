-- what visitors wrote when they rated a conversation
with ratings as (

    select * from {{ref "fct_ratings"}}

),

members as (

    select * from {{ref "dim_members"}}

),

final as (

    select
        ratings.rating_id,
        ratings.conversation_id,
        ratings.project_id,
        ratings.theme,
        ratings.member_id,
        members.full_name as member_name,
        ratings.score,
        ratings.comment,
        ratings.given_at,
        ratings.given_at_local
    from ratings
    left join members
        on ratings.member_id = members.member_id
    where ratings.comment is not null
        and ratings.given_at is not null

)

select * from final
order by
    final.given_at desc,
    final.rating_id
