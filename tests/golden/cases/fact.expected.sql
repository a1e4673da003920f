-- A fact as written by hand, and as it is compiled.

-- -------------------- staging/stg_tickets

select
    tickets.ticket_id,
    tickets.team,
    tickets.priority,
    tickets.fee,
    tickets.opened_at,
    tickets.closed_at
from sources.tickets as tickets

-- -------------------- facts/fct_tickets

with tickets as (

    select * from staging.stg_tickets

),

final as (

    select
        tickets.ticket_id,
        tickets.team,
        tickets.priority,
        tickets.fee,
        tickets.opened_at,
        tickets.closed_at,
        timezone('Europe/Paris', timezone('UTC', tickets.opened_at)) as opened_at_local,
        timezone('Europe/Paris', timezone('UTC', tickets.closed_at)) as closed_at_local
    from tickets

)

select * from final
