select
    tickets.ticket_id,
    tickets.team,
    tickets.priority,
    tickets.fee,
    tickets.opened_at,
    tickets.closed_at
from {{source "tickets"}} as tickets
