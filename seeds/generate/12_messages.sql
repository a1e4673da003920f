-- Messages: the dialogue, the question asked while waiting, the bots' answers, automatic greetings and system notes, and
-- the dialogues that are taken up again on a later day. Photos, videos, products, connect messages, e-mail requests.

-- the end of each first sitting, and the second one: the visitor writes again, the member answers when next connected
create or replace table sittings as

with first_ends as (

    select
        conversation_id,
        max(sent_at) as first_end_at,
        min(sent_at) filter (where turn > turns_half + 1) as second_member_at,
        max(sent_at) filter (where turn <= turns_half + 1) as before_transfer_at
    from (
        select
            dialogue_lines.*,
            talks.turns // 2 as turns_half
        from dialogue_lines
        inner join talks
            on dialogue_lines.conversation_id = talks.conversation_id
    )
    group by all

),

ended as (

    select
        talks.conversation_id,
        talks.taker,
        talks.is_transferred,
        talks.is_resumed and not talks.is_transferred as is_resumed,
        talks.slowness,
        first_ends.first_end_at,
        first_ends.second_member_at,
        first_ends.before_transfer_at,
        plus(first_ends.first_end_at, 3600 + skew('writes-again', talks.conversation_id, 250000)) as writes_again_at
    from talks
    inner join first_ends
        on talks.conversation_id = first_ends.conversation_id

)

select
    ended.*,
    case when ended.is_resumed then plus(session_plan.connected_at, 90 + skew('resumes', ended.conversation_id, 3600)) end as resumes_at
from ended
asof left join session_plan
    on ended.taker = session_plan.member_id
    and ended.writes_again_at <= session_plan.connected_at;

create or replace table message_lines as

with first_words as (

    select conversation_id, 'q1' as line, first_words_at as sent_at, 'visitor' as author, null::varchar as member_id, false as is_automatic
    from talks
    where visitor_writes_first

),

greetings as (

    select conversation_id, 's0', plus(requested_at, 1), 'system', null, true
    from talks
    where source = 'waiting_list' and draw('greeting', conversation_id, 100) < 20

),

welcomes as (

    select conversation_id, 'w0', plus(taken_at, 1), 'member', taker, true
    from talks
    where taken_at is not null and not is_internal and draw('welcome', conversation_id, 100) < 24

),

bot_lines as (

    select talks.conversation_id, steps.line, plus(talks.requested_at, 2), 'bot', talks.bot_id, true
    from talks
    inner join (values ('b0')) as steps (line)
        on talks.bot_id is not null
    union all
    select talks.conversation_id, steps.line, plus(talks.first_words_at, steps.seconds + draw(steps.line, talks.conversation_id, 4)), steps.author,
        case when steps.author = 'bot' then talks.bot_id end, false
    from talks
    inner join (values ('b1', 3, 'bot'), ('b2', 18, 'visitor'), ('b3', 24, 'bot'), ('b4', 40, 'visitor')) as steps (line, seconds, author)
        on talks.bot_id is not null
        and talks.visitor_writes_first
        and (steps.line <> 'b4' or talks.is_bot_alone)
        and (steps.line = 'b1' or draw('bot-more', talks.conversation_id, 100) < 75)
        and not (steps.line = 'b1' and draw('bot-silent', talks.conversation_id, 100) < 6)

),

sitting_lines as (

    select sittings.conversation_id, steps.line,
        plus(
            case when steps.line = 'r1' then sittings.writes_again_at else sittings.resumes_at end,
            steps.seconds + draw(steps.line, sittings.conversation_id, 40)
        ),
        steps.author,
        case when steps.author = 'member' then sittings.taker end,
        false
    from sittings
    inner join (values ('r1', 0, 'visitor'), ('r2', 50, 'member'), ('r3', 120, 'visitor'), ('r4', 190, 'member')) as steps (line, seconds, author)
        on sittings.resumes_at is not null

),

everything as (

    select conversation_id, format('t{:02d}', turn) as line, sent_at, author, member_id, false as is_automatic
    from dialogue_lines
    union all
    select * from first_words
    union all
    select * from greetings
    union all
    select * from welcomes
    union all
    select * from bot_lines
    union all
    select * from sitting_lines

)

select
    *,
    concat_ws('|', conversation_id, line) as line_key
from everything
where sent_at < timestamp '2026-10-31 23:00:00';
