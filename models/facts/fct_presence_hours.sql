with member_sessions as (

    select * from {{ref "stg_member_sessions"}}

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

-- sessions of a member that overlap count once: a new stretch begins where everything before has ended
marked as (

    select
        sessions.member_id,
        sessions.connected_at,
        sessions.disconnected_at,
        sessions.connected_at > max(sessions.disconnected_at) over (
            partition by sessions.member_id
            order by sessions.connected_at, sessions.disconnected_at
            rows between unbounded preceding and 1 preceding
        ) as begins_stretch
    from sessions
    where sessions.disconnected_at > sessions.connected_at

),

numbered as (

    select
        marked.member_id,
        marked.connected_at,
        marked.disconnected_at,
        count(*) filter (where marked.begins_stretch) over (
            partition by marked.member_id
            order by marked.connected_at, marked.disconnected_at
            rows between unbounded preceding and current row
        ) as stretch
    from marked

),

stretches as (

    select
        numbered.member_id,
        numbered.stretch,
        min(numbered.connected_at) as connected_at,
        max(numbered.disconnected_at) as disconnected_at
    from numbered
    group by numbered.member_id, numbered.stretch

),

-- one row per stretch and UTC hour that it touches
split as (

    select
        stretches.member_id,
        hours.hour_at,
        greatest(stretches.connected_at, hours.hour_at) as from_at,
        least(stretches.disconnected_at, hours.hour_at + interval 1 hour) as to_at
    from stretches
    cross join unnest(generate_series(
        date_trunc('hour', stretches.connected_at),
        stretches.disconnected_at - interval 1 microsecond,
        interval 1 hour
    )) as hours(hour_at)

),

hourly as (

    select
        split.member_id,
        split.hour_at,
        sum({{> seconds start="split.from_at" stop="split.to_at"}}) as connected_seconds
    from split
    group by split.member_id, split.hour_at

),

final as (

    select
        hourly.member_id,
        members.project_id,
        members.role,
        cast(hourly.connected_seconds as decimal(18, 6)) as connected_seconds,
        hourly.hour_at,
        {{> local_time moment="hourly.hour_at"}} as hour_at_local
    from hourly
    inner join members
        on hourly.member_id = members.member_id

)

select * from final
