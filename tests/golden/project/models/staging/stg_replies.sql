select
    replies.reply_id,
    replies.ticket_id,
    replies.agent_id,
    replies.sent_at
from {{source "replies"}} as replies
