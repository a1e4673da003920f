-- Journeys and campaigns: three active journeys, one paused, one draft whose test sends must not count.
-- Some campaigns don't track opens or clicks. How people react is per campaign, in thousandths.

create or replace table journeys as

select * from (values
    ('jr01', 'Bienvenue', 'active', timestamp '2025-10-01 06:00:00'),
    ('jr02', 'Panier abandonné', 'active', timestamp '2025-10-15 08:00:00'),
    ('jr03', 'Soldes et nouveautés', 'paused', timestamp '2025-11-03 08:00:00'),
    ('jr04', 'Après l''achat', 'active', timestamp '2026-01-12 08:00:00'),
    ('jr05', 'Reconquête', 'draft', timestamp '2026-09-15 08:00:00')
) as rows (journey_id, name, status, started_at);

create or replace table campaign_plan as

select * from (values
    ('cp01', 'jr01', 'Bienvenue chez Alizé', 'email', 1, true, true, 620, 340, 6, 0, 14, 60),
    ('cp02', 'jr01', 'Nos conseils, par chat', 'email', 2, true, true, 470, 260, 8, 1, 10, 70),
    ('cp03', 'jr01', 'Votre premier avantage', 'email', 3, true, false, 410, 0, 14, 1, 8, 12),
    ('cp04', 'jr02', 'Votre panier vous attend', 'email', 1, true, true, 540, 420, 7, 1, 11, 210),
    ('cp05', 'jr02', 'Rappel panier (SMS)', 'sms', 2, false, true, 0, 150, 16, 0, 34, 170),
    ('cp06', 'jr03', 'Black Friday', 'email', 1, true, true, 380, 450, 34, 7, 30, 300),
    ('cp07', 'jr03', 'Soldes d''hiver (SMS)', 'sms', 2, false, false, 0, 0, 30, 0, 58, 25),
    ('cp08', 'jr03', 'La lettre du mois', 'email', 3, false, true, 0, 38, 11, 3, 22, 60),
    ('cp09', 'jr03', 'Lancement Foulée 2', 'email', 4, true, true, 560, 390, 9, 1, 12, 190),
    ('cp10', 'jr04', 'Merci de votre commande', 'email', 1, true, true, 690, 120, 3, 0, 7, 30),
    ('cp11', 'jr04', 'Votre avis compte (SMS)', 'sms', 2, false, true, 0, 110, 8, 0, 25, 20),
    ('cp12', 'jr05', 'Vous nous manquez', 'email', 1, true, true, 500, 200, 0, 0, 0, 0)
) as rows (
    campaign_id, journey_id, name, message_channel, step, tracks_opens, tracks_clicks,
    opens, clicks, unsubscribes, abuses, failures, orders_per_click
);

create or replace table campaigns as

select
    campaign_id,
    journey_id,
    name,
    message_channel,
    step::integer as step,
    tracks_opens,
    tracks_clicks
from campaign_plan;
