with member_sessions as (

    select * from {{ref "stg_member_sessions"}}

),

participations as (

    select * from {{ref "stg_participations"}}

),

conversations as (

    select * from {{ref "stg_conversations"}}

),

members as (

    select * from {{ref "dim_members"}}

),

-- what has no end lasts to the data's last instant
sessions as (

    select
        member_sessions.member_id,
        member_sessions.connected_at,
        coalesce(member_sessions.disconnected_at, {{data_end}}) as disconnected_at
    from member_sessions

),

-- conversations between members take nobody's place
stays as (

    select
        participations.member_id,
        participations.joined_at,
        coalesce(participations.left_at, {{data_end}}) as left_at
    from participations
    left join conversations
        on participations.conversation_id = conversations.conversation_id
    where not coalesce(conversations.is_internal, false)

),

-- one session or one conversation more where it begins, one less where it ends
changes as (

    select
        sessions.member_id,
        sessions.connected_at as changed_at,
        1 as sessions_change,
        0 as stays_change
    from sessions
    where sessions.connected_at < sessions.disconnected_at

    union all

    select
        sessions.member_id,
        sessions.disconnected_at as changed_at,
        -1 as sessions_change,
        0 as stays_change
    from sessions
    where sessions.connected_at < sessions.disconnected_at

    union all

    select
        stays.member_id,
        stays.joined_at as changed_at,
        0 as sessions_change,
        1 as stays_change
    from stays
    where stays.joined_at < stays.left_at

    union all

    select
        stays.member_id,
        stays.left_at as changed_at,
        0 as sessions_change,
        -1 as stays_change
    from stays
    where stays.joined_at < stays.left_at

),

-- whatever happens to a member at the same instant happens at once
moments as (

    select
        changes.member_id,
        members.project_id,
        members.max_conversations,
        changes.changed_at,
        sum(changes.sessions_change) as sessions_change,
        sum(changes.stays_change) as stays_change
    from changes
    inner join members
        on changes.member_id = members.member_id
    where members.kind = 'human'
    group by changes.member_id, members.project_id, members.max_conversations, changes.changed_at

),

-- overlapping sessions of a member count once: at least one is enough
states as (

    select
        moments.member_id,
        moments.project_id,
        moments.changed_at,
        case
            when sum(moments.sessions_change) over since_the_first > 0
                and sum(moments.stays_change) over since_the_first < moments.max_conversations
                then 1
            else 0
        end as is_free
    from moments
    window since_the_first as (
        partition by moments.member_id
        order by moments.changed_at
        rows between unbounded preceding and current row
    )

),

turns as (

    select
        states.project_id,
        states.changed_at,
        states.is_free - lag(states.is_free, 1, 0) over (
            partition by states.member_id
            order by states.changed_at
        ) as change
    from states

),

by_project as (

    select
        turns.project_id,
        turns.changed_at,
        sum(turns.change) as change
    from turns
    group by turns.project_id, turns.changed_at
    having sum(turns.change) <> 0

),

final as (

    select
        by_project.project_id,
        by_project.changed_at,
        cast(sum(by_project.change) over (
            partition by by_project.project_id
            order by by_project.changed_at
            rows between unbounded preceding and current row
        ) as bigint) as free_members
    from by_project

)

select * from final
