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

-- a session without an end lasts to the data's last instant
sessions as (

    select
        member_sessions.member_id,
        member_sessions.connected_at,
        coalesce(member_sessions.disconnected_at, {{data_end}}) as disconnected_at
    from member_sessions
    inner join members
        on member_sessions.member_id = members.member_id
    where members.kind = 'human'

),

-- a stay without an end does too; conversations between members occupy nobody
stays as (

    select
        participations.member_id,
        participations.joined_at,
        coalesce(participations.left_at, {{data_end}}) as left_at
    from participations
    inner join members
        on participations.member_id = members.member_id
    left join conversations
        on participations.conversation_id = conversations.conversation_id
    where members.kind = 'human'
        and not coalesce(conversations.is_internal, false)

),

-- every moment at which something changes for a member: sessions and stays begin and end, and UTC hours
changes as (

    select
        sessions.member_id,
        sessions.connected_at as moment,
        1 as sessions_change,
        0 as stays_change
    from sessions
    where sessions.disconnected_at > sessions.connected_at

    union all

    select
        sessions.member_id,
        sessions.disconnected_at as moment,
        -1 as sessions_change,
        0 as stays_change
    from sessions
    where sessions.disconnected_at > sessions.connected_at

    union all

    select
        stays.member_id,
        stays.joined_at as moment,
        0 as sessions_change,
        1 as stays_change
    from stays
    where stays.left_at > stays.joined_at

    union all

    select
        stays.member_id,
        stays.left_at as moment,
        0 as sessions_change,
        -1 as stays_change
    from stays
    where stays.left_at > stays.joined_at

    union all

    select
        sessions.member_id,
        hours.hour_at as moment,
        0 as sessions_change,
        0 as stays_change
    from sessions
    cross join unnest(generate_series(
        date_trunc('hour', sessions.connected_at) + interval 1 hour,
        sessions.disconnected_at,
        interval 1 hour
    )) as hours(hour_at)

),

moments as (

    select
        changes.member_id,
        changes.moment,
        sum(changes.sessions_change) as sessions_change,
        sum(changes.stays_change) as stays_change
    from changes
    group by changes.member_id, changes.moment

),

-- between two moments nothing changes; sessions that overlap make one presence
states as (

    select
        moments.member_id,
        moments.moment as from_at,
        lead(moments.moment) over (
            partition by moments.member_id
            order by moments.moment
        ) as to_at,
        sum(moments.sessions_change) over (
            partition by moments.member_id
            order by moments.moment
            rows between unbounded preceding and current row
        ) as open_sessions,
        sum(moments.stays_change) over (
            partition by moments.member_id
            order by moments.moment
            rows between unbounded preceding and current row
        ) as open_stays
    from moments

),

presence as (

    select
        states.member_id,
        date_trunc('hour', states.from_at) as hour_at,
        {{> seconds start="states.from_at" stop="states.to_at"}} as connected_seconds,
        states.open_stays >= 1 and states.open_stays < members.max_conversations as is_partly_occupied,
        states.open_stays >= members.max_conversations as is_fully_occupied
    from states
    inner join members
        on states.member_id = members.member_id
    where states.open_sessions > 0

),

hourly as (

    select
        presence.member_id,
        presence.hour_at,
        sum(presence.connected_seconds) as connected_seconds,
        coalesce(sum(presence.connected_seconds) filter (where presence.is_partly_occupied), 0) as partly_occupied_seconds,
        coalesce(sum(presence.connected_seconds) filter (where presence.is_fully_occupied), 0) as fully_occupied_seconds
    from presence
    group by presence.member_id, presence.hour_at

),

final as (

    select
        hourly.member_id,
        members.project_id,
        members.role,
        cast(hourly.connected_seconds as decimal(18, 6)) as connected_seconds,
        cast(hourly.partly_occupied_seconds as decimal(18, 6)) as partly_occupied_seconds,
        cast(hourly.fully_occupied_seconds as decimal(18, 6)) as fully_occupied_seconds,
        hourly.hour_at,
        {{> local_time moment="hourly.hour_at"}} as hour_at_local
    from hourly
    inner join members
        on hourly.member_id = members.member_id

)

select * from final
