-- Ratings: satisfaction follows the member's skill, the theme, the wait and the rush; bots are rated lower; some people
-- answer days later, many never. Scores come together with given_at.

create or replace table comment_plan as

select * from (values
    ('high', 'any', [
        'Super conseil, merci !', 'Très aimable et rapide.', 'Parfait, comme en boutique', 'Merci, vraiment à l''écoute',
        'Great help, thank you!', 'Quick, friendly and precise.', 'She found exactly what I was looking for',
        'Excellent, je recommande "les yeux fermés"', 'Commande passée dans la foulée, bravo.',
        'Lovely chat, better than a phone call', 'Rien à redire, service au top'
    ]),
    ('high', 'sizing', ['Réponse claire, j''ai trouvé ma taille.', 'The size advised fits perfectly, thanks', 'Taille parfaite, "du premier coup"']),
    ('high', 'delivery', ['Colis retrouvé en deux minutes, merci', 'She called the carrier for me, wonderful']),
    ('high', 'returns', ['Retour organisé sans effort, merci', 'Refund explained clearly, at last']),
    ('high', 'bot', ['Réponse immédiate, même à minuit', 'Quick answer, no waiting']),
    ('middle', 'any', [
        'Correct, mais un peu long.', 'Bonne réponse, attente trop longue', 'OK, sans plus', 'Helpful in the end, slow to start',
        'Fine, but I had to ask twice.', 'Conseil moyen, délai correct'
    ]),
    ('middle', 'bot', ['Réponse utile, ton un peu "robot"', 'Not bad for a bot']),
    ('low', 'any', [
        'Trop d''attente, j''ai failli partir.', 'On m''a répondu "voir la FAQ"...', 'Waited far too long, then a copy-paste answer',
        'Décevant.', 'Personne ne connaît le produit, dommage'
    ]),
    ('low', 'sizing', ['Mauvaise taille conseillée, retour obligatoire', 'Wrong size advised, I had to send it back']),
    ('low', 'delivery', ['Livraison toujours en retard, aucune réponse précise', 'Still no parcel, and nobody knows why']),
    ('low', 'returns', ['Pas de solution pour mon retour, très déçue', 'Three weeks for a refund, really?']),
    ('low', 'bot', ['The bot didn''t understand, and nobody took over.', 'Le robot tourne en rond.'])
) as comments (mood, about, texts);

create or replace table ratings as

with asked as (

    select
        conversations.conversation_id,
        conversations.closed_at,
        talks.bot_id,
        talks.is_bot_alone,
        talks.points,
        talks.skill,
        talks.intent,
        talks.is_launch,
        talks.is_in_service,
        date_diff('second', talks.requested_at, coalesce(talks.taken_at, talks.requested_at)) as waited,
        case
            when talks.is_bot_alone then talks.bot_id
            when talks.is_transferred then talks.second_member
            else talks.taker
        end as member_id,
        plus(conversations.closed_at, 4) as requested_at
    from conversations
    inner join talks
        on conversations.conversation_id = talks.conversation_id
    where
        conversations.closed_at is not null
        and talks.outcome = 'dialogue'
        and not talks.is_internal
        and not conversations.is_blocked
        and draw('rating-asked', conversations.conversation_id, 100) < case when talks.is_bot_alone then 40 else 42 end
        and plus(conversations.closed_at, 4) < timestamp '2026-10-31 23:00:00'

),

answered as (

    select
        *,
        case
            when draw('rating-given', conversation_id, 100) < 66
                then known(plus(requested_at, case
                    when draw('rating-late', conversation_id, 100) < 80 then 15 + skew('rating-delay', conversation_id, 1200)
                    else 3600 + skew('rating-days', conversation_id, 900000)
                end))
        end as given_at,
        case when is_bot_alone then 58 else coalesce(skill, 60) end
            + coalesce(points, 0)
            - case when is_launch then 10 else 0 end
            - least(22, waited // 40) as quality
    from asked

),

scored as (

    select
        *,
        quality + draw('mood', conversation_id, 71) - 35 as overall,
        quality + 8 + draw('mood-welcome', conversation_id, 51) - 25 as welcome,
        94 - least(75, waited // 12) + draw('mood-wait', conversation_id, 31) - 22 as wait,
        quality + draw('mood-answer', conversation_id, 61) - 30 as answer
    from answered

),

with_scores as (

    select
        *,
        (1 + (overall >= 25)::integer + (overall >= 40)::integer + (overall >= 54)::integer + (overall >= 75)::integer) as overall_score,
        (1 + (welcome >= 20)::integer + (welcome >= 36)::integer + (welcome >= 52)::integer + (welcome >= 74)::integer) as welcome_score,
        (1 + (wait >= 22)::integer + (wait >= 40)::integer + (wait >= 58)::integer + (wait >= 76)::integer) as wait_score,
        (1 + (answer >= 24)::integer + (answer >= 40)::integer + (answer >= 54)::integer + (answer >= 76)::integer) as answer_score
    from scored

)

select
    format('r{:06d}', row_number() over (order by with_scores.requested_at, with_scores.conversation_id)) as rating_id,
    with_scores.conversation_id,
    with_scores.member_id,
    with_scores.requested_at,
    with_scores.given_at,
    case when with_scores.given_at is not null then with_scores.overall_score end as score,
    case when with_scores.given_at is not null and draw('no-welcome', with_scores.conversation_id, 100) >= 12 then with_scores.welcome_score end as welcome_score,
    case when with_scores.given_at is not null and draw('no-wait', with_scores.conversation_id, 100) >= 12 then with_scores.wait_score end as wait_score,
    case when with_scores.given_at is not null and draw('no-answer', with_scores.conversation_id, 100) >= 12 then with_scores.answer_score end as answer_score,
    case
        when with_scores.given_at is not null and draw('comments', with_scores.conversation_id, 100) < 34
            then pick('comment', with_scores.conversation_id, comment_plan.texts)
    end as comment
from with_scores
left join comment_plan
    on comment_plan.mood = case
        when with_scores.overall_score >= 4 then 'high'
        when with_scores.overall_score = 3 then 'middle'
        else 'low'
    end
    and comment_plan.about = case
        when with_scores.is_bot_alone then 'bot'
        when with_scores.overall_score <> 3
            and with_scores.intent in ('sizing', 'delivery', 'returns')
            and draw('comment-theme', with_scores.conversation_id, 100) < 55 then with_scores.intent
        else 'any'
    end;
