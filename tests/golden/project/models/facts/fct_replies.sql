with replies as (

    select * from {{ref "stg_replies"}}

),

tickets as (

    select * from {{ref "fct_tickets"}}

),

final as (

    select
        replies.reply_id,
        replies.ticket_id,
        replies.agent_id,
        tickets.team,
        replies.sent_at,
        tickets.opened_at,
        {{> local_time moment="replies.sent_at"}} as sent_at_local
    from replies
    inner join tickets
        on replies.ticket_id = tickets.ticket_id

)

select * from final
