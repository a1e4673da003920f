with tickets as (

    select * from {{ref "stg_tickets"}}

),

final as (

    select
        tickets.ticket_id,
        tickets.team,
        tickets.priority,
        tickets.fee,
        tickets.opened_at,
        tickets.closed_at,
        {{> local_time moment="tickets.opened_at"}} as opened_at_local,
        {{> local_time moment="tickets.closed_at"}} as closed_at_local
    from tickets

)

select * from final
