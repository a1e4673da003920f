-- Conversations and participations: when they were closed (by the member, or by the platform a day later, or never), when
-- the member was free again (after-chat work, shorter for the skilled), transfers, bots that hand over, blocked visitors.

create or replace table talk_ends as

with last_lines as (

    select
        conversation_id,
        max(sent_at) as last_at
    from message_lines
    group by all

),

ends as (

    select
        talks.conversation_id,
        greatest(
            coalesce(sittings.first_end_at, talks.speaks_from, talks.first_words_at, talks.requested_at),
            coalesce(plus(sittings.resumes_at, 235), talks.requested_at),
            coalesce(last_lines.last_at, talks.requested_at),
            coalesce(plus(talks.taken_at, 60), talks.requested_at)
        ) as last_at,
        draw('closing', talks.conversation_id, 100) as closing,
        talks.is_bot_alone,
        talks.slowness,
        talks.taken_at
    from talks
    left join last_lines
        on talks.conversation_id = last_lines.conversation_id
    left join sittings
        on talks.conversation_id = sittings.conversation_id

)

select
    conversation_id,
    case
        when is_bot_alone then plus(last_at, 30 + draw('bot-closing', conversation_id, 240))
        when taken_at is null then null
        when closing < 80 then plus(last_at, 60 + skew('close', conversation_id, 1500))
        when closing < 94 then plus(last_at, 86400)
    end as closed_at,
    case
        when taken_at is null then null
        when closing < 80
            then plus(last_at, 60 + skew('close', conversation_id, 1500) + skew('after-chat', conversation_id, 45 * slowness))
        when closing < 94 then plus(last_at, 300 + skew('after-chat', conversation_id, 75 * slowness))
        when closing < 98 then plus(last_at, 900 + skew('after-chat', conversation_id, 9000))
        when last_at > timestamp '2026-10-24 00:00:00' then null
        else plus(last_at, 900 + skew('after-chat', conversation_id, 9000))
    end as member_left_at,
    not is_bot_alone and taken_at is not null and closing between 80 and 93 as is_closed_by_platform
from ends;

create or replace table conversations as

select
    talks.conversation_id,
    talks.project_id,
    talks.visitor_id,
    talks.source,
    talks.channel,
    talks.universe,
    case
        when talks.taken_at is not null and draw('theme-set', talks.conversation_id, 100) < 95 then talks.intent
        when talks.bot_id is not null and talks.visitor_writes_first then talks.intent
    end as theme,
    talks.is_internal,
    talks.requested_at,
    case when talks.source = 'waiting_list' then known(talks.taken_at) end as handled_at,
    known(talks.cancelled_at) as cancelled_at,
    known(talk_ends.closed_at) as closed_at,
    talks.outcome in ('visitor_only', 'dialogue')
        and talks.taken_at is not null
        and not talks.is_internal
        and draw('blocked', talks.conversation_id, 1000) < 9 as is_blocked,
    case
        when talks.bot_id is not null then talks.bot_id
        when talks.source = 'waiting_list' and known(talks.taken_at) is null then null
        else talks.taker
    end as member_id
from talks
inner join talk_ends
    on talks.conversation_id = talk_ends.conversation_id;

create or replace table participations as

with rows as (

    -- the bot, until it has solved the question or handed it over
    select
        talks.conversation_id,
        talks.bot_id as member_id,
        talks.requested_at as joined_at,
        case when talks.is_bot_alone then talk_ends.closed_at else talks.speaks_from end as left_at
    from talks
    inner join talk_ends
        on talks.conversation_id = talk_ends.conversation_id
    where talks.bot_id is not null
    union all
    -- the member who took it, until the end or until the transfer
    select
        talks.conversation_id,
        talks.taker,
        talks.taken_at,
        case when talks.is_transferred then plus(sittings.before_transfer_at, 30) else talk_ends.member_left_at end
    from talks
    inner join talk_ends
        on talks.conversation_id = talk_ends.conversation_id
    left join sittings
        on talks.conversation_id = sittings.conversation_id
    where talks.taken_at is not null
    union all
    -- the second member after a transfer
    select
        talks.conversation_id,
        talks.second_member,
        plus(sittings.before_transfer_at, 4),
        talk_ends.member_left_at
    from talks
    inner join talk_ends
        on talks.conversation_id = talk_ends.conversation_id
    inner join sittings
        on talks.conversation_id = sittings.conversation_id
    where talks.is_transferred
    union all
    -- the other member of an internal conversation
    select
        talks.conversation_id,
        talks.visitor_id,
        talks.requested_at,
        talk_ends.member_left_at
    from talks
    inner join talk_ends
        on talks.conversation_id = talk_ends.conversation_id
    where talks.is_internal

)

select
    conversation_id,
    member_id,
    joined_at,
    known(left_at) as left_at
from rows
where joined_at < timestamp '2026-10-31 23:00:00';

create or replace table messages as

with all_lines as (

    select * from message_lines
    union all
    select
        talk_ends.conversation_id,
        'z9' as line,
        talk_ends.closed_at as sent_at,
        'system' as author,
        null::varchar as member_id,
        true as is_automatic,
        concat_ws('|', talk_ends.conversation_id, 'z9') as line_key
    from talk_ends
    where talk_ends.is_closed_by_platform and talk_ends.closed_at < timestamp '2026-10-31 23:00:00'

),

with_kinds as (

    select
        *,
        case
            when is_automatic or author in ('system', 'bot') then 'text'
            when author = 'visitor' and draw('kind', line_key, 1000) < 24 then 'photo'
            when author = 'visitor' and draw('kind', line_key, 1000) < 28 then 'video'
            when author = 'visitor' then 'text'
            when draw('kind', line_key, 1000) < 62 then 'product'
            when draw('kind', line_key, 1000) < 84 then 'photo'
            when draw('kind', line_key, 1000) < 91 then 'video'
            when draw('kind', line_key, 1000) < 103 then 'connect'
            when draw('kind', line_key, 1000) < 131 then 'email_request'
            else 'text'
        end as kind
    from all_lines

)

select
    format('m{:07d}', row_number() over (order by sent_at, line_key)) as message_id,
    conversation_id,
    sent_at,
    author,
    member_id,
    is_automatic,
    kind,
    case
        when kind = 'email_request' and draw('fills', line_key, 100) < 58
            then known(plus(sent_at, 20 + skew('fills-after', line_key, 90000)))
    end as email_filled_at
from with_kinds;
