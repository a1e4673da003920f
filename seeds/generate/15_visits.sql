-- Visits: a targeted visit is shown the chat while somebody has a free place; not when all are busy (the launch's rush),
-- seldom out of hours. Free places are counted from the sessions and participations as they really are.

create or replace table free_place_steps as

with steps as (

    select
        member_sessions.member_id,
        edges.edge_at,
        edges.connected,
        0 as opened
    from member_sessions
    cross join lateral (
        select member_sessions.connected_at as edge_at, 1 as connected
        union all
        select member_sessions.disconnected_at, -1
    ) as edges
    where edges.edge_at is not null
    union all
    select
        participations.member_id,
        edges.edge_at,
        0,
        edges.opened
    from participations
    cross join lateral (
        select participations.joined_at as edge_at, 1 as opened
        union all
        select participations.left_at, -1
    ) as edges
    where edges.edge_at is not null

),

instants as (

    select
        steps.member_id,
        steps.edge_at,
        sum(steps.connected) as connected,
        sum(steps.opened) as opened
    from steps
    inner join members
        on steps.member_id = members.member_id
    where members.kind = 'human'
    group by all

),

states as (

    select
        member_id,
        edge_at,
        sum(connected) over (partition by member_id order by edge_at) as connected,
        sum(opened) over (partition by member_id order by edge_at) as opened
    from instants

),

free_places as (

    select
        states.member_id,
        members.project_id,
        states.edge_at,
        case when states.connected > 0 then greatest(0, members.max_conversations - states.opened) else 0 end as free
    from states
    inner join members
        on states.member_id = members.member_id

),

changes as (

    select
        project_id,
        edge_at,
        free - coalesce(lag(free) over (partition by member_id order by edge_at), 0) as change
    from free_places

),

project_changes as (

    select
        project_id,
        edge_at,
        sum(change) as change
    from changes
    group by all

)

select
    project_id,
    edge_at,
    sum(change) over (partition by project_id order by edge_at) as free
from project_changes;

create or replace table visits as

with joined as (

    select
        visit_plan.*,
        coalesce(free_place_steps.free, 0) as free,
        talks.requested_at as request_at
    from visit_plan
    asof left join free_place_steps
        on visit_plan.project_id = free_place_steps.project_id
        and visit_plan.started_at >= free_place_steps.edge_at
    left join talks
        on visit_plan.visit_key = talks.visit_key

),

shown as (

    select
        *,
        plus(started_at, 2 + draw('shown', visit_key, 9)) as shown_at,
        request_at is not null
            or (is_targeted and is_in_service and free > 0 and draw('shows', visit_key, 100) < 93)
            or (is_targeted and not is_in_service and draw('shows', visit_key, 100) < 12) as is_shown
    from joined

)

select
    format('v{:07d}', row_number() over (order by started_at, visit_key)) as visit_id,
    visit_key,
    project_id,
    visitor_id,
    started_at,
    traffic_source,
    page_views,
    interactions,
    is_targeted,
    case when is_shown then known(shown_at) end as chat_displayed_at
from shown
where started_at < timestamp '2026-10-31 23:00:00';
