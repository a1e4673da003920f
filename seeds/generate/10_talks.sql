-- The course of each conversation, in plan: who answers and how fast (experience counts: those who join learn over half
-- a year), how long it gets, whether a bot solves it alone, whether it is transferred or taken up again on a later day.

create or replace table talks as

with described as (

    select
        assignments.* exclude (outcome, taken_at),
        theme_plan.sales_per_1000 * coalesce(universe_plan.sales_per_100, 100) // 100 as sales_per_1000,
        theme_plan.points + coalesce(universe_plan.points, 0) as points,
        coalesce(theme_plan.extra_messages, 0) as extra_messages,
        case
            when assignments.way = 'bot' and assignments.project_id = 'mode' then 'mb026'
            when assignments.way = 'bot' then 'mb027'
        end as bot_id,
        assignments.way = 'bot' and (
            assignments.outcome <> 'dialogue'
            or assignments.taken_at is null
            or draw('bot-solves', assignments.conversation_id, 100)
                < theme_plan.bot_solves_per_100 - case when assignments.project_id = 'sport' then 8 else 0 end
        ) as is_bot_alone,
        assignments.outcome,
        assignments.taken_at,
        member_plan.skill - case
            when member_plan.joined_on >= date '2025-10-01'
                then greatest(0, 48 - date_diff('day', member_plan.joined_on, assignments.local_date) // 4)
            else 0
        end as skill
    from assignments
    left join theme_plan
        on assignments.intent = theme_plan.theme
    left join universe_plan
        on assignments.universe = universe_plan.universe
    left join member_plan
        on assignments.taker = member_plan.member_id

),

started as (

    select
        * exclude (taken_at),
        case when not is_bot_alone then taken_at end as taken_at,
        145 - coalesce(skill, 60) + case when is_launch then 45 else 0 end as slowness,
        outcome in ('visitor_only', 'dialogue')
            and not is_internal
            and (taken_at is not null or draw('asks-anyway', conversation_id, 100) < 62)
            and (cancelled_at is null or first_words_at < cancelled_at) as visitor_writes_first
    from described

)

select
    *,
    case
        when visitor_writes_first and bot_id is not null then greatest(taken_at, plus(first_words_at, 50))
        when visitor_writes_first then greatest(taken_at, first_words_at)
        else taken_at
    end as speaks_from,
    case
        when taken_at is null or outcome = 'empty' then 0
        when outcome = 'visitor_only' then draw('turns', conversation_id, 3)
        when outcome = 'member_only' then 1 + draw('turns', conversation_id, 2)
        when is_internal then 2 + draw('turns', conversation_id, 4)
        else 5 + draw('turns', conversation_id, 11) + extra_messages
    end as turns,
    outcome = 'dialogue'
        and taken_at is not null
        and second_member is not null
        and second_member <> taker
        and not is_internal
        and draw('transfer', conversation_id, 100) < 6 as is_transferred,
    outcome = 'dialogue'
        and taken_at is not null
        and not is_internal
        and draw('resumed', conversation_id, 100) < 4 as is_resumed
from started;
